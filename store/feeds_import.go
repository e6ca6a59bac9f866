package store

import (
	"context"
	"strconv"
	"time"

	"magpie/community"
	"magpie/news"
)

const feedImportColumns = "id, server, feeds, at_ms"

func feedImportFields(i *news.Import) []any {
	return []any{&i.ID, &i.Server, asJSON{&i.Feeds}, millis{&i.At}}
}

// KeepFeedImport keeps feeds that wait for a moderator, for a day.
func (s *Store) KeepFeedImport(ctx context.Context, i news.Import) error {
	return s.do(ctx, "keep import "+i.ID, func(c conn) error {
		if err := hold(ctx, c, i.Server); err != nil {
			return err
		}
		_, err := c.exec(ctx, insert("feed_imports", feedImportColumns), feedImportFields(&i)...)
		return err
	})
}

// TakeFeedImport makes the server of a change follow the feeds of an import that was kept
// for it, and returns how many it did not follow before; the change notes that. It
// reports false if there is no such import any more. If there are too many, it follows
// none, and the error is news.ErrTooManyFeeds.
func (s *Store) TakeFeedImport(ctx context.Context, id string, ch community.Change) (added int, taken bool, err error) {
	err = s.do(ctx, "take import "+id, func(c conn) error {
		if err := hold(ctx, c, ch.Server); err != nil {
			return err
		}
		var i news.Import
		i, taken, err = first(ctx, c, feedImportFields, "DELETE FROM feed_imports WHERE id = $1 AND server = $2 RETURNING "+feedImportColumns, id, ch.Server)
		if err != nil || !taken {
			return err
		}
		each := ch
		for n, o := range i.Feeds {
			each.At = ch.At.Add(time.Duration(n) * time.Millisecond) // which is their order
			is, err := follow(ctx, c, ch.Server, news.Feed{URL: o.URL, Title: o.Title}, each)
			if err != nil {
				return err
			}
			if is {
				added++
			}
		}
		ch.Args = []string{strconv.Itoa(added)}
		if err := feedsFit(ctx, c, ch.Server); err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	if err != nil {
		return 0, false, err
	}
	return added, taken, nil
}

package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"magpie/community"
	"magpie/news"
)

const feedColumns = "url, title, lang, outlet, zone, checked_ms, etag, last_modified, next_fetch_ms, last_good_ms, " +
	"failing_since_ms, failures, problem, newest_ms, gap_ms, stale_told, moved_to, moved_times, whole_ms, every_ms"

func feedFields(f *news.Feed) []any {
	return []any{
		&f.URL, &f.Title, &f.Lang, &f.Outlet, &f.Zone, millis{&f.Checked}, &f.ETag, &f.LastModified, millis{&f.NextFetch},
		millis{&f.LastGood}, millis{&f.FailingSince}, &f.Failures, &f.Problem,
		millis{&f.Newest}, span{&f.Gap}, &f.StaleTold, &f.MovedTo, &f.MovedTimes, millis{&f.Whole}, span{&f.Every},
	}
}

// followedFields are a feed's columns with whether a server has paused it.
func followedFields(f *news.Feed) []any { return append(feedFields(f), &f.Paused) }

// followed says that a feed is followed by a server where Magpie is, and not paused there.
const followed = `EXISTS (SELECT 1 FROM follows JOIN servers ON servers.id = follows.server
	WHERE follows.feed = feeds.url AND servers.removed_ms = 0 AND NOT follows.paused)`

// Follow makes a server follow a feed, which is added if no other server follows
// it; of a known one only the title, language, outlet and zone are taken over where
// it had none. It reports false if the server follows it already. If it is one too
// many, the error is news.ErrTooManyFeeds.
func (s *Store) Follow(ctx context.Context, server string, f news.Feed, ch community.Change) (added bool, err error) {
	err = s.do(ctx, "follow "+f.URL, func(c conn) error {
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		if added, err = follow(ctx, c, server, f, ch); !added || err != nil {
			return err
		}
		return errors.Join(feedsFit(ctx, c, server), note(ctx, c, ch))
	})
	return added && err == nil, err
}

// follow does so for a server that is held.
func follow(ctx context.Context, c conn, server string, f news.Feed, ch community.Change) (added bool, err error) {
	_, err = c.exec(ctx, insert("feeds", feedColumns)+` ON CONFLICT (url) DO UPDATE SET
		title = CASE WHEN feeds.title = '' THEN excluded.title ELSE feeds.title END,
		lang = CASE WHEN feeds.lang = '' THEN excluded.lang ELSE feeds.lang END,
		outlet = CASE WHEN feeds.outlet = '' THEN excluded.outlet ELSE feeds.outlet END,
		zone = CASE WHEN feeds.zone = '' THEN excluded.zone ELSE feeds.zone END`, feedFields(&f)...)
	if err != nil {
		return false, err
	}
	n, err := c.exec(ctx, "INSERT INTO follows (server, feed, added_by, at_ms) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
		server, f.URL, ch.Person, ms(ch.At))
	return n > 0, err
}

// feedsFit refuses a server that follows more feeds than it may.
func feedsFit(ctx context.Context, c conn, server string) error {
	n, _, err := first(ctx, c, only[int], "SELECT count(*) FROM follows WHERE server = $1", server)
	if err == nil && n > news.MaxFeeds {
		return fmt.Errorf("server %s: %w", server, news.ErrTooManyFeeds)
	}
	return err
}

// Unfollow makes a server follow a feed no more, and reports whether it did.
func (s *Store) Unfollow(ctx context.Context, server, url string, ch community.Change) (removed bool, err error) {
	err = s.do(ctx, "unfollow "+url, func(c conn) error {
		n, err := c.exec(ctx, "DELETE FROM follows WHERE server = $1 AND feed = $2", server, url)
		if removed = n > 0; !removed || err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return removed, err
}

// PauseFeed pauses a feed for one server, or resumes it, and reports whether it was
// otherwise before. The items of a paused feed are kept, and it is still fetched for
// others.
func (s *Store) PauseFeed(ctx context.Context, server, url string, paused bool, ch community.Change) (changed bool, err error) {
	err = s.do(ctx, "pause "+url, func(c conn) error {
		n, err := c.exec(ctx, "UPDATE follows SET paused = $3 WHERE server = $1 AND feed = $2 AND paused <> $3", server, url, paused)
		if changed = n > 0; !changed || err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return changed, err
}

// RetryFeed makes a feed due now.
func (s *Store) RetryFeed(ctx context.Context, url string) error {
	return s.do(ctx, "retry "+url, func(c conn) error {
		_, err := c.exec(ctx, "UPDATE feeds SET next_fetch_ms = $2 WHERE url = $1 AND next_fetch_ms > $2", url, ms(s.now()))
		return err
	})
}

// Feeds are the feeds that a server follows, in the order in which they were added,
// and whether it has paused them.
func (s *Store) Feeds(ctx context.Context, server string) ([]news.Feed, error) {
	feeds, err := list(ctx, s.look(), followedFields,
		"SELECT "+feedColumns+", paused FROM feeds JOIN follows ON follows.feed = feeds.url WHERE server = $1 ORDER BY at_ms", server)
	return feeds, s.explain("read feeds of server "+server, err)
}

// FollowedFeeds are all feeds that a server follows and has not paused.
func (s *Store) FollowedFeeds(ctx context.Context) ([]news.Feed, error) {
	feeds, err := list(ctx, s.look(), feedFields, "SELECT "+feedColumns+" FROM feeds WHERE "+followed)
	return feeds, s.explain("read feeds", err)
}

// Feed is one feed as it stands; ok is false if nobody follows it.
func (s *Store) Feed(ctx context.Context, url string) (f news.Feed, ok bool, err error) {
	f, ok, err = first(ctx, s.look(), feedFields, "SELECT "+feedColumns+" FROM feeds WHERE url = $1", url)
	return f, ok, s.explain("read feed "+url, err)
}

// Followers are the ids of the servers that follow a feed and have not paused it.
func (s *Store) Followers(ctx context.Context, url string) ([]string, error) {
	servers, err := list(ctx, s.look(), only[string],
		"SELECT server FROM follows JOIN servers ON servers.id = follows.server WHERE feed = $1 AND removed_ms = 0 AND NOT paused", url)
	return servers, s.explain("read followers of "+url, err)
}

// feedsAtOnce is how many feeds are handed out to be fetched.
const feedsAtOnce = 64

// lanes are conditions on the feeds of each.
var lanes = map[news.Lane]string{news.Working: "failures = 0", news.InTrouble: "failures > 0"}

// DueFeeds are feeds of a lane that somebody follows and whose NextFetch is not after
// now: the longest due, at most 64.
func (s *Store) DueFeeds(ctx context.Context, now time.Time, lane news.Lane) ([]news.Feed, error) {
	feeds, err := list(ctx, s.look(), feedFields, "SELECT "+feedColumns+" FROM feeds WHERE next_fetch_ms <= $1 AND "+lanes[lane]+
		" AND "+followed+" ORDER BY next_fetch_ms LIMIT $2", ms(now), feedsAtOnce)
	return feeds, s.explain("read the feeds that are due", err)
}

// NextFetch is when the next feed of a lane that somebody follows is due; ok is false if
// there is none.
func (s *Store) NextFetch(ctx context.Context, lane news.Lane) (at time.Time, ok bool, err error) {
	at, ok, err = first(ctx, s.look(), onlyTime,
		"SELECT next_fetch_ms FROM feeds WHERE "+lanes[lane]+" AND "+followed+" ORDER BY next_fetch_ms LIMIT 1")
	return at, ok, s.explain("read when a feed is due", err)
}

// SaveFeed saves a feed as it stands after a fetch, with items that are new or
// edited. A feed that is gone from the store by then is not added again.
func (s *Store) SaveFeed(ctx context.Context, f news.Feed, items []news.Item) error {
	return s.do(ctx, "save feed "+f.URL, func(c conn) error {
		n, err := c.exec(ctx, `
			UPDATE feeds SET title = $2, lang = $3, outlet = $4, zone = $5, checked_ms = $6, etag = $7, last_modified = $8,
				next_fetch_ms = $9, last_good_ms = $10, failing_since_ms = $11, failures = $12, problem = $13,
				newest_ms = $14, gap_ms = $15, stale_told = $16, moved_to = $17, moved_times = $18, whole_ms = $19, every_ms = $20
			WHERE url = $1`, feedFields(&f)...)
		if err != nil || n == 0 {
			return err
		}
		return s.saveItems(ctx, c, items)
	})
}

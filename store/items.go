package store

import (
	"context"
	"time"

	"magpie/news"
)

const itemColumns = "id, feed, link, title, summary, publisher, outlet, lang, published_ms, seen_ms, edited_ms, baseline"

func itemFields(it *news.Item) []any {
	return []any{
		&it.ID, &it.Feed, &it.Link, &it.Title, &it.Summary, &it.Publisher, &it.Outlet, &it.Lang, millis{&it.Published},
		millis{&it.Seen}, millis{&it.Edited}, &it.Baseline,
	}
}

// saveItems adds items, or changes those that are known. When an item was first
// seen never changes.
func (s *Store) saveItems(ctx context.Context, c conn, items []news.Item) error {
	for _, it := range items {
		_, err := c.exec(ctx, insert("items", itemColumns+", listed_ms")+` ON CONFLICT (feed, id) DO UPDATE SET
			link = excluded.link, title = excluded.title, summary = excluded.summary, publisher = excluded.publisher,
			outlet = excluded.outlet, lang = excluded.lang, published_ms = excluded.published_ms,
			edited_ms = excluded.edited_ms, baseline = excluded.baseline, listed_ms = excluded.listed_ms`,
			append(itemFields(&it), ms(s.now()))...)
		if err != nil {
			return err
		}
	}
	return nil
}

// KnownItems are those of some items of a feed that were saved before, by id. It
// notes, once a day, that the feed still lists them, so that they stay known.
func (s *Store) KnownItems(ctx context.Context, feed string, ids []string) (map[string]news.Item, error) {
	known := make(map[string]news.Item, len(ids))
	if len(ids) == 0 {
		return known, nil
	}
	now := s.now()
	args := []any{feed, ms(now), ms(now.Add(-24 * time.Hour))}
	for _, id := range ids {
		args = append(args, id)
	}
	err := s.do(ctx, "read known items of "+feed, func(c conn) error {
		items, err := list(ctx, c, itemFields,
			"SELECT "+itemColumns+" FROM items WHERE feed = $1 AND id IN ("+places(2, len(ids))+")", append(args[:1:1], args[3:]...)...)
		if err != nil {
			return err
		}
		for _, it := range items {
			known[it.ID] = it
		}
		_, err = c.exec(ctx, "UPDATE items SET listed_ms = $2 WHERE feed = $1 AND listed_ms < $3 AND id IN ("+places(4, len(ids))+")", args...)
		return err
	})
	return known, err
}

// Items are the items of some feeds that came, or were edited, at or after since,
// the earliest first.
func (s *Store) Items(ctx context.Context, feeds []string, since time.Time) ([]news.Item, error) {
	if len(feeds) == 0 {
		return nil, nil
	}
	args := []any{ms(since)}
	for _, f := range feeds {
		args = append(args, f)
	}
	items, err := list(ctx, s.look(), itemFields, "SELECT "+itemColumns+" FROM items WHERE feed IN ("+places(2, len(feeds))+
		") AND (seen_ms >= $1 OR edited_ms >= $1) ORDER BY seen_ms", args...)
	return items, s.explain("read items", err)
}

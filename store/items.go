package store

import (
	"context"
	"slices"
	"time"

	"magpie/news"
)

const itemColumns = "id, feed, link, title, summary, publisher, outlet, lang, published_ms, seen_ms, edited_ms, baseline, guid"

func itemFields(it *news.Item) []any {
	return []any{
		&it.ID, &it.Feed, &it.Link, &it.Title, &it.Summary, &it.Publisher, &it.Outlet, &it.Lang, millis{&it.Published},
		millis{&it.Seen}, millis{&it.Edited}, &it.Baseline, &it.GUID,
	}
}

// saveItems adds items, or changes those that are known. When an item was first
// seen never changes.
func (s *Store) saveItems(ctx context.Context, c conn, items []news.Item) error {
	for _, it := range items {
		_, err := c.exec(ctx, insert("items", itemColumns+", title_key, listed_ms")+` ON CONFLICT (feed, id) DO UPDATE SET
			link = excluded.link, title = excluded.title, summary = excluded.summary, publisher = excluded.publisher,
			outlet = excluded.outlet, lang = excluded.lang, published_ms = excluded.published_ms,
			edited_ms = excluded.edited_ms, baseline = excluded.baseline, guid = excluded.guid,
			title_key = excluded.title_key, listed_ms = excluded.listed_ms`,
			append(itemFields(&it), it.TitleKey(), ms(s.now()))...)
		if err != nil {
			return err
		}
	}
	return nil
}

// KnownItems are the items of a feed that were saved before and have the id of one of some
// items; of those that none is found for, the guid, or where none is found at all, the
// title. It notes, once a day, that the feed still lists them, so that they stay known.
func (s *Store) KnownItems(ctx context.Context, feed string, like []news.Item) ([]news.Item, error) {
	if len(like) == 0 {
		return nil, nil
	}
	var known []news.Item
	err := s.do(ctx, "read known items of "+feed, func(c conn) error {
		var err error
		known, err = itemsBy(ctx, c, feed, "id", like, func(it news.Item) string { return it.ID })
		if err != nil {
			return err
		}
		strangers := slices.DeleteFunc(slices.Clone(like), func(it news.Item) bool {
			return slices.ContainsFunc(known, func(k news.Item) bool { return k.ID == it.ID })
		})
		more, err := itemsBy(ctx, c, feed, "guid", strangers, func(it news.Item) string { return it.GUID })
		if err == nil && len(known) == 0 {
			var titled []news.Item
			titled, err = itemsBy(ctx, c, feed, "title_key", strangers, news.Item.TitleKey)
			more = append(more, titled...)
		}
		if err != nil {
			return err
		}
		for _, it := range more {
			if !slices.ContainsFunc(known, func(k news.Item) bool { return k.ID == it.ID }) {
				known = append(known, it)
			}
		}
		return s.stillListed(ctx, c, feed, known)
	})
	return known, err
}

// itemsBy are a feed's items that have the same in a column, and not nothing, as one of some
// items.
func itemsBy(ctx context.Context, c conn, feed, column string, like []news.Item, value func(news.Item) string) ([]news.Item, error) {
	var values []string
	for _, it := range like {
		if v := value(it); v != "" {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return nil, nil
	}
	return list(ctx, c, itemFields, "SELECT "+itemColumns+" FROM items WHERE feed = $1 AND "+column+" IN ("+places(2, len(values))+")",
		append([]any{feed}, anys(values)...)...)
}

// stillListed notes that a feed still lists items that are known, once a day.
func (s *Store) stillListed(ctx context.Context, c conn, feed string, known []news.Item) error {
	if len(known) == 0 {
		return nil
	}
	now := s.now()
	args := []any{feed, ms(now), ms(now.Add(-24 * time.Hour))}
	for _, it := range known {
		args = append(args, it.ID)
	}
	_, err := c.exec(ctx, "UPDATE items SET listed_ms = $2 WHERE feed = $1 AND listed_ms < $3 AND id IN ("+places(4, len(known))+")", args...)
	return err
}

// Items are the items of some feeds that came, or were edited, at or after since,
// the earliest first.
func (s *Store) Items(ctx context.Context, feeds []string, since time.Time) ([]news.Item, error) {
	if len(feeds) == 0 {
		return nil, nil
	}
	items, err := list(ctx, s.look(), itemFields, "SELECT "+itemColumns+" FROM items WHERE feed IN ("+places(2, len(feeds))+
		") AND (seen_ms >= $1 OR edited_ms >= $1) ORDER BY seen_ms", append([]any{ms(since)}, anys(feeds)...)...)
	return items, s.explain("read items", err)
}

// anys are texts as arguments.
func anys(texts []string) []any {
	all := make([]any, len(texts))
	for i, t := range texts {
		all[i] = t
	}
	return all
}

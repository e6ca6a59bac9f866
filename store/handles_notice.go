package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"magpie/community"
	"magpie/outbox"
)

const noticeColumns = "id, server, person, kind, handle, other, text, at_ms, direct"

func noticeFields(n *community.Notice) []any {
	return []any{&n.ID, &n.Server, &n.Person, &n.Kind, &n.Handle, &n.Other, &n.Text, millis{&n.At}, &n.Direct}
}

// notify keeps something for someone to hear, once.
func notify(ctx context.Context, c conn, n community.Notice) error {
	_, err := c.exec(ctx, insert("notices", noticeColumns)+" ON CONFLICT (id) DO NOTHING", noticeFields(&n)...)
	return err
}

// announce tells whoever waits for a handle that it is listed, if its person lets them, and
// everyone who says that it is theirs that somebody else does too. It reports whether anyone
// whom its person may find does.
func (s *Store) announce(ctx context.Context, c conn, h community.Handle) (contested bool, err error) {
	if !h.Audience.Open() {
		return false, nil
	}
	if err := s.arrive(ctx, c, h); err != nil {
		return false, err
	}
	claims, err := list(ctx, c, handleFields, "SELECT "+handleColumnsOfH+visible+
		" AND h.handle_key = $4 AND h.platform = $5 AND h.audience IN ('knowing', 'anyone')",
		h.Server, h.Person, ms(s.now()), community.HandleKey(h.Name), h.Platform)
	for _, other := range claims {
		err = errors.Join(err, notify(ctx, c, community.Notice{
			ID: "contested " + other.ID, Server: h.Server, Person: other.Person, Kind: community.Contested,
			Handle: other.ID, At: s.now(),
		}))
	}
	return len(claims) > 0, err
}

// arrive ends the watches for a handle and notes for each who is to hear of it.
func (s *Store) arrive(ctx context.Context, c conn, h community.Handle) error {
	waiting, err := list(ctx, c, watchFields, `
		DELETE FROM watches WHERE server = $1 AND handle_key = $2 AND (platform = '' OR platform = $3) AND until_ms > $4 AND person <> $5
			AND EXISTS (SELECT 1 FROM listings AS l WHERE l.server = $1 AND l.person = $5 AND l.arrivals)
			AND NOT EXISTS (SELECT 1 FROM blocks AS b WHERE b.person = watches.person AND b.blocked = $5 OR b.person = $5 AND b.blocked = watches.person)
		RETURNING `+watchColumns, h.Server, community.HandleKey(h.Name), h.Platform, ms(s.now()), h.Person)
	if err != nil {
		return err
	}
	for _, w := range waiting {
		n := community.Notice{
			ID: "arrived " + w.ID, Server: w.Server, Person: w.Person, Kind: community.Arrived, Handle: h.ID, Other: h.Person,
			Text: w.Name, At: s.now(), Direct: w.Direct,
		}
		if err := notify(ctx, c, n); err != nil {
			return err
		}
	}
	return nil
}

// Notices are what someone has yet to hear in a server, the oldest first; nothing where
// handles are switched off.
func (s *Store) Notices(ctx context.Context, server, person string) ([]community.Notice, error) {
	all, err := list(ctx, s.look(), noticeFields, "SELECT "+noticeColumns+` FROM notices WHERE person = $1 AND server = $2 AND NOT sent
		AND server IN (SELECT id FROM servers WHERE handles_on) ORDER BY at_ms`, person, server)
	return all, s.explain("read the notices of "+person, err)
}

// NoticesTold forgets notices that were told, but for those that two know each other: they are
// kept until they are pruned, so that nobody hears of it anew each time the other says so.
func (s *Store) NoticesTold(ctx context.Context, ids ...string) error {
	return s.do(ctx, "forget notices", func(c conn) error {
		for _, id := range ids {
			for _, statement := range []string{
				"UPDATE notices SET sent = TRUE WHERE id = $1 AND kind = 'met'",
				"DELETE FROM notices WHERE id = $1 AND kind <> 'met'",
			} {
				if _, err := c.exec(ctx, statement, id); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// DirectNotices are at most n notices that people asked to get by direct message, the oldest
// first.
func (s *Store) DirectNotices(ctx context.Context, n int) ([]community.Notice, error) {
	all, err := list(ctx, s.look(), noticeFields, "SELECT "+noticeColumns+` FROM notices WHERE direct <> ''
		AND server IN (SELECT id FROM servers WHERE handles_on AND removed_ms = 0) ORDER BY at_ms LIMIT $1`, n)
	return all, s.explain("read the notices to send", err)
}

// SendNotice hands over the message that tells a notice, which its person then need not hear
// with a command. It does nothing if that happened meanwhile.
func (s *Store) SendNotice(ctx context.Context, id string, m outbox.Message) error {
	return s.do(ctx, "send notice "+id, func(c conn) error {
		n, err := c.exec(ctx, "UPDATE notices SET direct = '', sent = TRUE WHERE id = $1 AND direct <> ''", id)
		if err != nil || n == 0 {
			return err
		}
		return s.addMessages(ctx, c, []outbox.Message{m})
	})
}

// ReviveNotice lets a person hear of a notice with their next command, since no direct message
// reached them.
func (s *Store) ReviveNotice(ctx context.Context, id string) error {
	return s.do(ctx, "revive notice "+id, func(c conn) error {
		_, err := c.exec(ctx, "UPDATE notices SET sent = FALSE WHERE id = $1", id)
		return err
	})
}

const watchColumns = "id, server, person, platform, name, direct, until_ms"

func watchFields(w *community.Watch) []any {
	return []any{&w.ID, &w.Server, &w.Person, &w.Platform, &w.Name, &w.Direct, millis{&w.Until}}
}

// Watch lets someone wait for a handle, for community.ListedFor from now, and returns the
// watch as it is kept. The error is community.ErrTooMany if they wait for as many as one can.
func (s *Store) Watch(ctx context.Context, w community.Watch) (kept community.Watch, err error) {
	err = s.do(ctx, "watch for a handle", func(c conn) error {
		if err := hold(ctx, c, w.Server); err != nil {
			return err
		}
		w.ID, w.Until = rand.Text()[:16], s.now().Add(community.ListedFor)
		kept, _, err = first(ctx, c, watchFields, insert("watches", watchColumns+", handle_key")+`
			ON CONFLICT (server, person, platform, handle_key) DO UPDATE SET until_ms = excluded.until_ms
			RETURNING `+watchColumns, append(watchFields(&w), community.HandleKey(w.Name))...)
		if err != nil {
			return err
		}
		n, _, err := first(ctx, c, only[int], "SELECT count(*) FROM watches WHERE server = $1 AND person = $2 AND until_ms > $3",
			w.Server, w.Person, ms(s.now()))
		if err == nil && n > community.MaxWatches {
			err = fmt.Errorf("%d watches of %s: %w", n, w.Person, community.ErrTooMany)
		}
		return err
	})
	return kept, err
}

// Watches are what someone waits for in a server, the first that ends first.
func (s *Store) Watches(ctx context.Context, server, person string) ([]community.Watch, error) {
	all, err := list(ctx, s.look(), watchFields, "SELECT "+watchColumns+
		" FROM watches WHERE server = $1 AND person = $2 AND until_ms > $3 ORDER BY until_ms", server, person, ms(s.now()))
	return all, s.explain("read the watches of "+person, err)
}

// WatchDirect says in which language someone is told by direct message of what they wait for,
// or that they are not. It reports false if they do not wait for that.
func (s *Store) WatchDirect(ctx context.Context, id, person, direct string) (w community.Watch, ok bool, err error) {
	err = s.do(ctx, "change watch "+id, func(c conn) error {
		w, ok, err = first(ctx, c, watchFields, "UPDATE watches SET direct = $3 WHERE id = $1 AND person = $2 RETURNING "+watchColumns, id, person, direct)
		return err
	})
	return w, ok && err == nil, err
}

// Unwatch ends a wait of someone, and reports whether they waited.
func (s *Store) Unwatch(ctx context.Context, id, person string) (ended bool, err error) {
	err = s.do(ctx, "end watch "+id, func(c conn) error {
		n, err := c.exec(ctx, "DELETE FROM watches WHERE id = $1 AND person = $2", id, person)
		ended = n > 0
		return err
	})
	return ended && err == nil, err
}

// NoDirect lets a person be told of handles by no direct message any more, in any server.
func (s *Store) NoDirect(ctx context.Context, person string) error {
	return s.do(ctx, "write to "+person+" no more", func(c conn) error {
		for _, table := range []string{"watches", "notices"} {
			if _, err := c.exec(ctx, "UPDATE "+table+" SET direct = '' WHERE person = $1", person); err != nil {
				return err
			}
		}
		return nil
	})
}

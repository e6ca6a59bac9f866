package store

import (
	"context"
	"crypto/rand"
	"time"

	"magpie/community"
)

const serverColumns = "id, languages, zone, digest_channel, moderator_channel, topics, hour, bridge_channel, handles_on, partner_channel, " +
	"welcome_channel, panel_channel, finish_role, content_role, pages_on, greeted, removed_ms"

func serverFields(s *community.Server) []any {
	return []any{
		&s.ID, asJSON{&s.Languages}, &s.Zone, &s.DigestChannel, &s.ModeratorChannel, asJSON{&s.Topics}, &s.Hour,
		&s.BridgeChannel, &s.HandlesOn, &s.PartnerChannel, &s.WelcomeChannel, &s.PanelChannel, &s.FinishRole, &s.ContentRole, &s.PagesOn,
		&s.Greeted, millis{&s.RemovedAt},
	}
}

// Server is what moderators settled for a server; ok is false if there is nothing.
func (s *Store) Server(ctx context.Context, id string) (server community.Server, ok bool, err error) {
	server, ok, err = first(ctx, s.look(), serverFields, "SELECT "+serverColumns+" FROM servers WHERE id = $1", id)
	return server, ok, s.explain("read server "+id, err)
}

// Servers are all servers where Magpie is, as far as it knows.
func (s *Store) Servers(ctx context.Context) ([]community.Server, error) {
	servers, err := list(ctx, s.look(), serverFields, "SELECT "+serverColumns+" FROM servers WHERE removed_ms = 0")
	return servers, s.explain("read the servers", err)
}

// EditServer lets edit change what is settled for a server by now, saves it, notes
// what was changed, and returns the server. Whoever else edits it meanwhile waits, so
// that nothing is lost. Whether the server was greeted and when Magpie was removed
// have methods of their own.
func (s *Store) EditServer(ctx context.Context, id string, edit func(*community.Server), changes ...community.Change) (server community.Server, err error) {
	err = s.do(ctx, "save server "+id, func(c conn) error {
		if err := hold(ctx, c, id); err != nil {
			return err
		}
		if server, _, err = first(ctx, c, serverFields, "SELECT "+serverColumns+" FROM servers WHERE id = $1", id); err != nil {
			return err
		}
		edit(&server)
		_, err := c.exec(ctx, `
			UPDATE servers SET languages = $2, zone = $3, digest_channel = $4, moderator_channel = $5, topics = $6, hour = $7,
				bridge_channel = $8, handles_on = $9, partner_channel = $10, welcome_channel = $11, panel_channel = $12,
				finish_role = $13, content_role = $14, pages_on = $15
			WHERE id = $1`, serverFields(&server)[:15]...)
		if err != nil {
			return err
		}
		return note(ctx, c, changes...)
	})
	return server, err
}

// Greet notes that a server is greeted, and reports whether it was not before.
func (s *Store) Greet(ctx context.Context, id string) (first bool, err error) {
	err = s.do(ctx, "greet server "+id, func(c conn) error {
		if err := hold(ctx, c, id); err != nil {
			return err
		}
		n, err := c.exec(ctx, "UPDATE servers SET greeted = TRUE WHERE id = $1 AND NOT greeted", id)
		first = n > 0
		return err
	})
	return first, err
}

// MarkRemoved notes that Magpie was removed from a server. What the server had is
// kept for 30 days, see [Store.Prune].
func (s *Store) MarkRemoved(ctx context.Context, id string, at time.Time) error {
	return s.do(ctx, "mark server removed "+id, func(c conn) error {
		_, err := c.exec(ctx, "UPDATE servers SET removed_ms = $2 WHERE id = $1 AND removed_ms = 0", id, ms(at))
		return err
	})
}

// MarkHere notes that Magpie is in a server, be it new, known or back.
func (s *Store) MarkHere(ctx context.Context, id string) error {
	return s.do(ctx, "mark server here "+id, func(c conn) error {
		if err := hold(ctx, c, id); err != nil {
			return err
		}
		_, err := c.exec(ctx, "UPDATE servers SET removed_ms = 0 WHERE id = $1 AND removed_ms <> 0", id)
		return err
	})
}

// hold makes sure that a server is known, and holds it until the transaction ends,
// so that what is decided about it is decided one after the other. It names no key,
// or PostgreSQL would keep every row that refers to the server waiting too, and two
// transactions could wait for each other.
func hold(ctx context.Context, c conn, id string) error {
	fresh := community.NewServer(id)
	_, err := c.exec(ctx, insert("servers", serverColumns)+" ON CONFLICT (id) DO UPDATE SET greeted = servers.greeted", serverFields(&fresh)...)
	return err
}

const changeColumns = "server, person, at_ms, key, args"

func changeFields(ch *community.Change) []any {
	return []any{&ch.Server, &ch.Person, millis{&ch.At}, &ch.Key, asJSON{&ch.Args}}
}

// note adds to the list of who did what. Its servers are held already.
func note(ctx context.Context, c conn, changes ...community.Change) error {
	for _, ch := range changes {
		_, err := c.exec(ctx, insert("changes", changeColumns+", id"), append(changeFields(&ch), rand.Text())...)
		if err != nil {
			return err
		}
	}
	return nil
}

// Changes are the last n things that moderators of a server changed, the latest first.
func (s *Store) Changes(ctx context.Context, server string, n int) ([]community.Change, error) {
	changes, err := list(ctx, s.look(), changeFields,
		"SELECT "+changeColumns+" FROM changes WHERE server = $1 ORDER BY at_ms DESC LIMIT $2", server, n)
	return changes, s.explain("read changes of server "+server, err)
}

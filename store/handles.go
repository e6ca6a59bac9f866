package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"magpie/community"
)

const listingColumns = "server, person, note, arrivals, expires_ms"

func listingFields(l *community.Listing) []any {
	return []any{&l.Server, &l.Person, &l.Note, &l.Arrivals, millis{&l.ExpiresAt}}
}

const handleColumns = "id, server, person, platform, name, audience, added_ms"

func handleFields(h *community.Handle) []any {
	return []any{&h.ID, &h.Server, &h.Person, &h.Platform, &h.Name, &h.Audience, millis{&h.AddedAt}}
}

// Listing is what someone lists in a server; ok is false if nothing, or no longer.
func (s *Store) Listing(ctx context.Context, server, person string) (l community.Listing, ok bool, err error) {
	err = s.snapshot(ctx, func(c conn) error {
		l, ok, err = s.listing(ctx, c, server, person)
		return err
	})
	return l, ok, s.explain("read the handles of "+person, err)
}

func (s *Store) listing(ctx context.Context, c conn, server, person string) (l community.Listing, ok bool, err error) {
	l, ok, err = first(ctx, c, listingFields, "SELECT "+listingColumns+
		" FROM listings WHERE server = $1 AND person = $2 AND expires_ms > $3", server, person, ms(s.now()))
	if err != nil || !ok {
		return l, ok, err
	}
	l.Handles, err = list(ctx, c, handleFields, "SELECT "+handleColumns+
		" FROM handles WHERE server = $1 AND person = $2", server, person)
	slices.SortFunc(l.Handles, community.Handle.Compare)
	return l, true, err
}

// ListHandle lists a handle, which begins the listing of someone who had none, for
// community.ListedFor. One that they list already gets the new audience and name. It returns
// the handle as it is kept, and whether someone else whom they may find says that it is
// theirs. The error is community.ErrTooMany if they list as many as one can.
func (s *Store) ListHandle(ctx context.Context, h community.Handle) (listed community.Handle, contested bool, err error) {
	err = s.do(ctx, "list a handle of "+h.Person, func(c conn) error {
		if err := s.beginListing(ctx, c, h.Server, h.Person); err != nil {
			return err
		}
		h.ID, h.AddedAt = rand.Text()[:16], s.now()
		listed, _, err = first(ctx, c, handleFields, insert("handles", handleColumns+", "+traceColumns)+`
			ON CONFLICT (server, person, platform, handle_key) DO UPDATE SET
				name = excluded.name, audience = excluded.audience, look = excluded.look,
				part_a = excluded.part_a, part_b = excluded.part_b, part_c = excluded.part_c
			RETURNING `+handleColumns, append(handleFields(&h), traceFields(h)...)...)
		if err != nil {
			return err
		}
		n, _, err := first(ctx, c, only[int], "SELECT count(*) FROM handles WHERE server = $1 AND person = $2", h.Server, h.Person)
		if err == nil && n > community.MaxHandles {
			err = fmt.Errorf("%d handles of %s: %w", n, h.Person, community.ErrTooMany)
		}
		if err == nil {
			contested, err = s.announce(ctx, c, listed)
		}
		return err
	})
	return listed, contested && err == nil, err
}

// beginListing makes sure that someone has a listing that has not ended, and holds it.
func (s *Store) beginListing(ctx context.Context, c conn, server, person string) error {
	if err := hold(ctx, c, server); err != nil {
		return err
	}
	now := s.now()
	if _, err := c.exec(ctx, "DELETE FROM listings WHERE server = $1 AND person = $2 AND expires_ms <= $3", server, person, ms(now)); err != nil {
		return err
	}
	_, err := c.exec(ctx, insert("listings", listingColumns)+" ON CONFLICT (server, person) DO UPDATE SET note = listings.note",
		server, person, "", false, ms(now.Add(community.ListedFor)))
	return err
}

const traceColumns = "handle_key, look, part_a, part_b, part_c"

// traceFields are what a handle is found by. One that is not for Anyone is found by its exact
// name alone.
func traceFields(h community.Handle) []any {
	var t community.Traces
	if h.Audience == community.Anyone {
		t = community.TracesOf(h.Name)
	}
	return []any{community.HandleKey(h.Name), t.Look, t.Parts[0], t.Parts[1], t.Parts[2]}
}

// ShowHandle lets another audience see a handle of someone. It reports false if they list no
// such handle, and contested as [Store.ListHandle].
func (s *Store) ShowHandle(ctx context.Context, server, person, id string, to community.Audience) (shown, contested bool, err error) {
	err = s.do(ctx, "show handle "+id, func(c conn) error {
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		h, ok, err := first(ctx, c, handleFields, "SELECT "+handleColumns+
			" FROM handles WHERE id = $1 AND server = $2 AND person = $3", id, server, person)
		if err != nil || !ok {
			return err
		}
		was := h.Audience.Open()
		h.Audience, shown = to, true
		_, err = c.exec(ctx, "UPDATE handles SET audience = $2, handle_key = $3, look = $4, part_a = $5, part_b = $6, part_c = $7 WHERE id = $1",
			append([]any{id, to}, traceFields(h)...)...)
		if err == nil && !was {
			contested, err = s.announce(ctx, c, h)
		}
		return err
	})
	return shown && err == nil, contested && err == nil, err
}

// RemoveHandle removes a handle of someone at once, and with the last the whole listing. It
// reports whether it was there.
func (s *Store) RemoveHandle(ctx context.Context, server, person, id string) (removed bool, err error) {
	err = s.do(ctx, "remove handle "+id, func(c conn) error {
		n, err := c.exec(ctx, "DELETE FROM handles WHERE id = $1 AND server = $2 AND person = $3", id, server, person)
		if removed = n > 0; !removed || err != nil {
			return err
		}
		if _, err := c.exec(ctx, "DELETE FROM notices WHERE handle = $1", id); err != nil {
			return err
		}
		_, err = c.exec(ctx, `DELETE FROM listings WHERE server = $1 AND person = $2
			AND NOT EXISTS (SELECT 1 FROM handles WHERE handles.server = $1 AND handles.person = $2)`, server, person)
		return err
	})
	return removed && err == nil, err
}

// EditListing lets edit change the note of someone's listing, whom it is announced to and when
// it ends, and returns it. It reports false if there is none.
func (s *Store) EditListing(ctx context.Context, server, person string, edit func(*community.Listing)) (l community.Listing, ok bool, err error) {
	err = s.do(ctx, "save the listing of "+person, func(c conn) error {
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		if l, ok, err = s.listing(ctx, c, server, person); err != nil || !ok {
			return err
		}
		ends := l.ExpiresAt
		edit(&l)
		if _, err := c.exec(ctx, "UPDATE listings SET note = $3, arrivals = $4, expires_ms = $5 WHERE server = $1 AND person = $2",
			listingFields(&l)...); err != nil {
			return err
		}
		if l.ExpiresAt.After(ends) {
			if err := forgetReminder(ctx, c, server, person); err != nil {
				return err
			}
		}
		for _, h := range l.Handles {
			if !h.Audience.Open() {
				continue
			}
			if err := s.arrive(ctx, c, h); err != nil {
				return err
			}
		}
		return nil
	})
	return l, ok && err == nil, err
}

// removeListing are what removes a listing, and what others have yet to hear of it.
var removeListing = []string{
	"DELETE FROM notices WHERE handle IN (SELECT id FROM handles WHERE server = $1 AND person = $2)",
	"DELETE FROM notices WHERE server = $1 AND other = $2",
	"DELETE FROM notices WHERE server = $1 AND person = $2",
	"DELETE FROM listings WHERE server = $1 AND person = $2",
}

// RemoveListing removes everything that someone lists in a server and waits for there, at
// once. Whom they blocked stays blocked.
func (s *Store) RemoveListing(ctx context.Context, server, person string) error {
	return s.do(ctx, "remove the listing of "+person, func(c conn) error {
		for _, statement := range append(removeListing, "DELETE FROM watches WHERE server = $1 AND person = $2") {
			if _, err := c.exec(ctx, statement, server, person); err != nil {
				return err
			}
		}
		return nil
	})
}

// ModerateListing removes what a person lists in a change's server, and tells them why with
// their next command. It says nothing of whether there was anything.
func (s *Store) ModerateListing(ctx context.Context, person, why string, ch community.Change) error {
	return s.do(ctx, "remove the listing of "+person, func(c conn) error {
		if err := hold(ctx, c, ch.Server); err != nil {
			return err
		}
		there, _, err := first(ctx, c, only[int], "SELECT count(*) FROM listings WHERE server = $1 AND person = $2", ch.Server, person)
		if err != nil {
			return err
		}
		for _, statement := range removeListing {
			if _, err := c.exec(ctx, statement, ch.Server, person); err != nil {
				return err
			}
		}
		if there > 0 {
			n := community.Notice{ID: rand.Text(), Server: ch.Server, Person: person, Kind: community.Removed, Text: why, At: s.now()}
			if err := notify(ctx, c, n); err != nil {
				return err
			}
		}
		return note(ctx, c, ch)
	})
}

// SwitchHandles lets members of a change's server list handles, or not any more. What they
// listed then ends with that if drop, and else community.HiddenFor later at the latest.
func (s *Store) SwitchHandles(ctx context.Context, on, drop bool, ch community.Change) error {
	return s.do(ctx, "switch handles of server "+ch.Server, func(c conn) error {
		if err := hold(ctx, c, ch.Server); err != nil {
			return err
		}
		if _, err := c.exec(ctx, "UPDATE servers SET handles_on = $2 WHERE id = $1", ch.Server, on); err != nil {
			return err
		}
		var err error
		switch {
		case drop:
			for _, table := range []string{"listings", "watches", "notices"} {
				if _, err = c.exec(ctx, "DELETE FROM "+table+" WHERE server = $1", ch.Server); err != nil {
					return err
				}
			}
		case !on:
			_, err = c.exec(ctx, "UPDATE listings SET expires_ms = $2 WHERE server = $1 AND expires_ms > $2",
				ch.Server, ms(s.now().Add(community.HiddenFor)))
		}
		if err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
}

// HandlesLeft reports whether anything is kept of what members of a server list or wait for.
func (s *Store) HandlesLeft(ctx context.Context, server string) (bool, error) {
	n, _, err := first(ctx, s.look(), only[int],
		"SELECT (SELECT count(*) FROM listings WHERE server = $1) + (SELECT count(*) FROM watches WHERE server = $1)", server)
	return n > 0, s.explain("look for handles of server "+server, err)
}

// RemindListings notes, for people whose listings end before a time, that they are to be
// reminded, once for each time it is renewed.
func (s *Store) RemindListings(ctx context.Context, before time.Time) error {
	return s.do(ctx, "remind people of their listings", func(c conn) error {
		ending, err := list(ctx, c, listingFields, "SELECT "+listingColumns+
			` FROM listings WHERE expires_ms > $1 AND expires_ms < $2 AND reminded = FALSE
			AND server IN (SELECT id FROM servers WHERE handles_on)`, ms(s.now()), ms(before))
		if err != nil {
			return err
		}
		for _, l := range ending {
			n := community.Notice{ID: expiringID(l.Server, l.Person), Server: l.Server, Person: l.Person, Kind: community.Expiring, At: s.now()}
			if err := notify(ctx, c, n); err != nil {
				return err
			}
			if _, err := c.exec(ctx, "UPDATE listings SET reminded = TRUE WHERE server = $1 AND person = $2", l.Server, l.Person); err != nil {
				return err
			}
		}
		return nil
	})
}

// expiringID is the id of the notice that a listing ends soon.
func expiringID(server, person string) string { return "expiring " + server + " " + person }

// forgetReminder lets someone be reminded anew of a listing that was renewed.
func forgetReminder(ctx context.Context, c conn, server, person string) error {
	if _, err := c.exec(ctx, "DELETE FROM notices WHERE id = $1", expiringID(server, person)); err != nil {
		return err
	}
	_, err := c.exec(ctx, "UPDATE listings SET reminded = FALSE WHERE server = $1 AND person = $2", server, person)
	return err
}

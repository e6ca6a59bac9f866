package store

import (
	"context"
	"time"

	"magpie/community"
	"magpie/outbox"
)

const dailyColumns = "id, server, channel, kind, hour, zone, posted, last_slot, next_run_ms, paused_for, changed_ms"

func dailyFields(d *community.Daily) []any {
	return []any{
		&d.ID, &d.Server, &d.Channel, &d.Kind, &d.Hour, &d.Zone, &d.Posted, &d.LastSlot, millis{&d.NextRun}, &d.PausedFor, millis{&d.ChangedAt},
	}
}

// Dailies are a server's daily posts.
func (s *Store) Dailies(ctx context.Context, server string) ([]community.Daily, error) {
	all, err := list(ctx, s.look(), dailyFields, "SELECT "+dailyColumns+" FROM dailies WHERE server = $1 ORDER BY changed_ms, id", server)
	return all, s.explain("read the daily posts of server "+server, err)
}

// Daily is one daily post.
func (s *Store) Daily(ctx context.Context, id string) (d community.Daily, ok bool, err error) {
	d, ok, err = first(ctx, s.look(), dailyFields, "SELECT "+dailyColumns+" FROM dailies WHERE id = $1", id)
	return d, ok, s.explain("read daily post "+id, err)
}

// AddDaily adds a daily post, and reports false if its server has community.MaxDailies.
func (s *Store) AddDaily(ctx context.Context, d community.Daily, ch community.Change) (added bool, err error) {
	err = s.do(ctx, "add daily post "+d.ID, func(c conn) error {
		if err := hold(ctx, c, d.Server); err != nil {
			return err
		}
		n, _, err := first(ctx, c, only[int], "SELECT count(*) FROM dailies WHERE server = $1", d.Server)
		if added = n < community.MaxDailies; err != nil || !added {
			return err
		}
		if _, err := c.exec(ctx, insert("dailies", dailyColumns), dailyFields(&d)...); err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return added && err == nil, err
}

// EditDaily lets edit change a daily post as it is by now, saves it, and returns it. It
// reports false if there is none.
func (s *Store) EditDaily(ctx context.Context, id string, edit func(*community.Daily), ch community.Change) (d community.Daily, saved bool, err error) {
	err = s.do(ctx, "save daily post "+id, func(c conn) error {
		if _, err := c.exec(ctx, "UPDATE dailies SET id = id WHERE id = $1", id); err != nil {
			return err
		}
		d, saved, err = first(ctx, c, dailyFields, "SELECT "+dailyColumns+" FROM dailies WHERE id = $1", id)
		if err != nil || !saved {
			return err
		}
		edit(&d)
		d.ChangedAt = s.now()
		_, err = c.exec(ctx, `UPDATE dailies SET channel = $2, kind = $3, hour = $4, zone = $5, next_run_ms = $6, paused_for = $7, changed_ms = $8
			WHERE id = $1`, id, d.Channel, d.Kind, d.Hour, d.Zone, ms(d.NextRun), d.PausedFor, ms(d.ChangedAt))
		if err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return d, saved && err == nil, err
}

// RemoveDaily removes a daily post, and reports whether it was there.
func (s *Store) RemoveDaily(ctx context.Context, id string, ch community.Change) (removed bool, err error) {
	err = s.do(ctx, "remove daily post "+id, func(c conn) error {
		n, err := c.exec(ctx, "DELETE FROM dailies WHERE id = $1", id)
		if removed = n > 0; !removed || err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return removed && err == nil, err
}

// DueDailies are at most n daily posts whose NextRun is not after now and that are not paused.
func (s *Store) DueDailies(ctx context.Context, now time.Time, n int) ([]community.Daily, error) {
	due, err := list(ctx, s.look(), dailyFields,
		"SELECT "+dailyColumns+" FROM dailies WHERE next_run_ms <= $1 AND paused_for = '' ORDER BY next_run_ms LIMIT $2", ms(now), n)
	return due, s.explain("read the daily posts that are due", err)
}

// PostDaily hands the post for a slot to the outbox and moves d on to its next run, all
// together; without messages the slot passes unused. It reports false, and does
// nothing, if there was a post on the slot's date, or if d was changed since it was read.
func (s *Store) PostDaily(ctx context.Context, d community.Daily, slot string, next time.Time, messages []outbox.Message) (posted bool, err error) {
	err = s.do(ctx, "post daily "+d.ID, func(c conn) error {
		n, err := c.exec(ctx, `UPDATE dailies SET posted = posted + $3, last_slot = $4, next_run_ms = $5
			WHERE id = $1 AND changed_ms = $2 AND paused_for = '' AND substr(last_slot, 1, 10) < substr($4, 1, 10)`,
			d.ID, ms(d.ChangedAt), len(messages), slot, ms(next))
		if posted = n > 0; !posted || err != nil {
			return err
		}
		return s.addMessages(ctx, c, messages)
	})
	return posted && err == nil, err
}

// SkipDaily moves d on to its next run, unless it was changed since it was read.
func (s *Store) SkipDaily(ctx context.Context, d community.Daily, next time.Time) error {
	return s.do(ctx, "move on daily "+d.ID, func(c conn) error {
		_, err := c.exec(ctx, "UPDATE dailies SET next_run_ms = $3 WHERE id = $1 AND changed_ms = $2", d.ID, ms(d.ChangedAt), ms(next))
		return err
	})
}

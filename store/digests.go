package store

import (
	"context"
	"strings"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"magpie/community"
	"magpie/news"
)

const digestColumns = "id, server, name, channel, forum, schedule, zone, topics, languages, length, role, post_empty, created_by, " +
	"paused, paused_for, deleted_ms, changed_ms, last_run_ms, next_run_ms, silent, feeds, grouping, story_order"

func digestFields(d *news.Digest) []any {
	return []any{
		&d.ID, &d.Server, &d.Name, &d.Channel, &d.Forum, &d.Schedule, &d.Zone, asJSON{&d.Topics}, asJSON{&d.Languages}, &d.Length,
		&d.Role, &d.PostEmpty, &d.CreatedBy, &d.Paused, &d.PausedFor, millis{&d.DeletedAt}, millis{&d.ChangedAt},
		millis{&d.LastRun}, millis{&d.NextRun}, &d.Silent, asJSON{&d.Feeds}, &d.Grouping, &d.Order,
	}
}

// undoFor is how long a deleted digest can come back.
const undoFor = 7 * 24 * time.Hour

// nameKey is a name as people take it for the same.
func nameKey(name string) string {
	return cases.Fold().String(norm.NFKC.String(strings.Join(strings.Fields(name), " ")))
}

// free reports whether no other digest of a server, which is held, has a name.
func free(ctx context.Context, c conn, d news.Digest) (bool, error) {
	_, taken, err := first(ctx, c, only[string],
		"SELECT id FROM digests WHERE server = $1 AND name_key = $2 AND deleted_ms = 0 AND id <> $3", d.Server, nameKey(d.Name), d.ID)
	return !taken, err
}

// CreateDigest adds a digest, and reports false if its server has one of that name.
// It takes the place of one that was deleted.
func (s *Store) CreateDigest(ctx context.Context, d news.Digest, ch community.Change) (created bool, err error) {
	err = s.do(ctx, "create digest "+d.ID, func(c conn) error {
		if err := hold(ctx, c, d.Server); err != nil {
			return err
		}
		if created, err = free(ctx, c, d); !created || err != nil {
			return err
		}
		if _, err := c.exec(ctx, "DELETE FROM digests WHERE id = $1 AND deleted_ms <> 0", d.ID); err != nil {
			return err
		}
		if _, err = c.exec(ctx, insert("digests", digestColumns+", name_key"), append(digestFields(&d), nameKey(d.Name))...); err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return created && err == nil, err
}

// EditDigest lets edit change a digest as it is by now, saves it, and returns it.
// Whoever else edits it meanwhile waits, so that nothing is lost. It reports false,
// and saves nothing, if another digest of the server has the name, or this one is
// gone, which then is empty. Pausing and deleting have methods of their own.
func (s *Store) EditDigest(ctx context.Context, id string, edit func(*news.Digest), ch community.Change) (d news.Digest, saved bool, err error) {
	err = s.do(ctx, "save digest "+id, func(c conn) error {
		server, ok, err := first(ctx, c, only[string], "SELECT server FROM digests WHERE id = $1", id)
		if err != nil || !ok {
			return err
		}
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		// It is held too, since a run may be about to move it on.
		d, ok, err = first(ctx, c, digestFields, "UPDATE digests SET id = id WHERE id = $1 AND deleted_ms = 0 RETURNING "+digestColumns, id)
		if err != nil || !ok {
			return err
		}
		edit(&d)
		if ok, err := free(ctx, c, d); !ok || err != nil {
			return err
		}
		n, err := c.exec(ctx, `
			UPDATE digests SET name = $2, name_key = $3, channel = $4, schedule = $5, zone = $6, topics = $7, languages = $8,
				length = $9, role = $10, post_empty = $11, changed_ms = $12, next_run_ms = $13, forum = $14,
				feeds = $15, grouping = $16, story_order = $17
			WHERE id = $1`,
			d.ID, d.Name, nameKey(d.Name), d.Channel, d.Schedule, d.Zone, asJSON{d.Topics}, asJSON{d.Languages},
			d.Length, d.Role, d.PostEmpty, ms(d.ChangedAt), ms(d.NextRun), d.Forum,
			asJSON{d.Feeds}, d.Grouping, d.Order)
		if saved = n > 0; !saved || err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return d, saved && err == nil, err
}

// PauseDigest stops a digest until it is resumed, and reports whether it ran. Why
// is empty when a moderator paused it.
func (s *Store) PauseDigest(ctx context.Context, id, why string, ch community.Change) (paused bool, err error) {
	return s.changeDigest(ctx, "pause", ch,
		"UPDATE digests SET paused = TRUE, paused_for = $2 WHERE id = $1 AND NOT paused AND deleted_ms = 0", id, why)
}

// ResumeDigest lets a paused digest run again, next at a time, and reports whether
// it was paused. Slots that passed meanwhile are not made up for.
func (s *Store) ResumeDigest(ctx context.Context, id string, next time.Time, ch community.Change) (resumed bool, err error) {
	return s.changeDigest(ctx, "resume", ch, `
		UPDATE digests SET paused = FALSE, paused_for = '', next_run_ms = $2, changed_ms = $3, silent = 0
		WHERE id = $1 AND paused AND deleted_ms = 0`, id, ms(next), ms(s.now()))
}

// DeleteDigest deletes a digest, and reports whether it was there. For seven days
// [Store.UndeleteDigest] brings it back.
func (s *Store) DeleteDigest(ctx context.Context, id string, ch community.Change) (deleted bool, err error) {
	return s.changeDigest(ctx, "delete", ch,
		"UPDATE digests SET deleted_ms = $2 WHERE id = $1 AND deleted_ms = 0", id, ms(s.now()))
}

// UndeleteDigest brings a deleted digest back, next to run at a time. It reports
// false if it is too late or its name is taken by now.
func (s *Store) UndeleteDigest(ctx context.Context, id string, next time.Time, ch community.Change) (back bool, err error) {
	err = s.do(ctx, "undelete digest "+id, func(c conn) error {
		d, ok, err := first(ctx, c, digestFields, "SELECT "+digestColumns+" FROM digests WHERE id = $1 AND deleted_ms > $2",
			id, ms(s.now().Add(-undoFor)))
		if err != nil || !ok {
			return err
		}
		if err := hold(ctx, c, d.Server); err != nil {
			return err
		}
		if ok, err := free(ctx, c, d); err != nil || !ok {
			return err
		}
		n, err := c.exec(ctx, "UPDATE digests SET deleted_ms = 0, next_run_ms = $2, changed_ms = $3 WHERE id = $1 AND deleted_ms <> 0",
			id, ms(next), ms(s.now()))
		if back = n > 0; !back || err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return back && err == nil, err
}

// changeDigest carries out one statement about a digest, and notes the change if
// the statement changed something and a change is given.
func (s *Store) changeDigest(ctx context.Context, what string, ch community.Change, statement string, args ...any) (changed bool, err error) {
	err = s.do(ctx, what+" a digest", func(c conn) error {
		n, err := c.exec(ctx, statement, args...)
		if changed = n > 0; !changed || err != nil || ch.Key == "" {
			return err
		}
		return note(ctx, c, ch)
	})
	return changed && err == nil, err
}

// Digest is one digest, deleted or not; ok is false if there is none, or it cannot
// come back any more.
func (s *Store) Digest(ctx context.Context, id string) (d news.Digest, ok bool, err error) {
	d, ok, err = first(ctx, s.look(), digestFields, "SELECT "+digestColumns+" FROM digests WHERE id = $1 AND (deleted_ms = 0 OR deleted_ms > $2)",
		id, ms(s.now().Add(-undoFor)))
	return d, ok, s.explain("read digest "+id, err)
}

// Digests are a server's digests that are not deleted, in no order.
func (s *Store) Digests(ctx context.Context, server string) ([]news.Digest, error) {
	all, err := list(ctx, s.look(), digestFields, "SELECT "+digestColumns+" FROM digests WHERE server = $1 AND deleted_ms = 0", server)
	return all, s.explain("read digests of server "+server, err)
}

// DeletedDigests are a server's digests that were deleted and can still come back.
func (s *Store) DeletedDigests(ctx context.Context, server string) ([]news.Digest, error) {
	all, err := list(ctx, s.look(), digestFields,
		"SELECT "+digestColumns+" FROM digests WHERE server = $1 AND deleted_ms > $2 ORDER BY deleted_ms DESC", server, ms(s.now().Add(-undoFor)))
	return all, s.explain("read deleted digests of server "+server, err)
}

// running says that a digest runs at its times.
const running = `NOT paused AND deleted_ms = 0
	AND EXISTS (SELECT 1 FROM servers WHERE servers.id = digests.server AND servers.removed_ms = 0)`

// DueDigests are at most n digests whose NextRun is not after now, the longest due first.
func (s *Store) DueDigests(ctx context.Context, now time.Time, n int) ([]news.Digest, error) {
	due, err := list(ctx, s.look(), digestFields,
		"SELECT "+digestColumns+" FROM digests WHERE next_run_ms <= $1 AND "+running+" ORDER BY next_run_ms LIMIT $2", ms(now), n)
	return due, s.explain("read the digests that are due", err)
}

// NextRun is when the next digest is due; ok is false if there is none.
func (s *Store) NextRun(ctx context.Context) (at time.Time, ok bool, err error) {
	at, ok, err = first(ctx, s.look(), onlyTime, "SELECT next_run_ms FROM digests WHERE "+running+" ORDER BY next_run_ms LIMIT 1")
	return at, ok, s.explain("read when a digest is due", err)
}

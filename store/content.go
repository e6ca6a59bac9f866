package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"magpie/community"
	"magpie/guide"
)

const draftColumns = "server, name, revision, files"

func draftFields(d *guide.Draft) []any {
	return []any{&d.Server, &d.Name, &d.Revision, asJSON{&d.Files}}
}

const touchColumns = "lang, step, person, at_ms"

func touchFields(t *guide.Touch) []any {
	return []any{&t.Lang, &t.Step, &t.Person, millis{&t.At}}
}

// Draft is what moderators of a server have written of a guide, if there is a draft of it.
func (s *Store) Draft(ctx context.Context, server, name string) (d guide.Draft, ok bool, err error) {
	err = s.snapshot(ctx, func(c conn) error {
		d, ok, err = first(ctx, c, draftFields, "SELECT "+draftColumns+" FROM content_drafts WHERE server = $1 AND name = $2", server, name)
		if err != nil || !ok {
			return err
		}
		d.Touches, err = list(ctx, c, touchFields,
			"SELECT "+touchColumns+" FROM content_touches WHERE server = $1 AND name = $2 ORDER BY at_ms DESC", server, name)
		return err
	})
	return d, ok, s.explain("read draft of guide "+name, err)
}

// Drafts are all drafts of a server, without who touched them.
func (s *Store) Drafts(ctx context.Context, server string) ([]guide.Draft, error) {
	drafts, err := list(ctx, s.look(), draftFields, "SELECT "+draftColumns+" FROM content_drafts WHERE server = $1", server)
	return drafts, s.explain("read drafts of guides of server "+server, err)
}

// SaveDraft saves a draft if it is still at the revision that d has, and notes who touched what. It reports false, and saves
// nothing, if somebody else has saved it since. A server may not have more than guide.MaxOwn guides, or the error is
// guide.ErrTooManyOwn.
func (s *Store) SaveDraft(ctx context.Context, d guide.Draft, touches ...guide.Touch) (saved bool, err error) {
	err = s.do(ctx, "save draft of guide "+d.Name, func(c conn) error {
		if err := hold(ctx, c, d.Server); err != nil {
			return err
		}
		n, err := c.exec(ctx, "UPDATE content_drafts SET revision = revision + 1, files = $4 WHERE server = $1 AND name = $2 AND revision = $3",
			d.Server, d.Name, d.Revision, asJSON{&d.Files})
		if err == nil && n == 0 && d.Revision == 0 {
			fresh := d
			fresh.Revision = 1
			n, err = c.exec(ctx, insert("content_drafts", draftColumns)+" ON CONFLICT DO NOTHING", draftFields(&fresh)...)
		}
		if saved = n > 0; !saved || err != nil {
			return err
		}
		for _, t := range touches {
			if err := touch(ctx, c, d, t); err != nil {
				return err
			}
		}
		return notTooManyGuides(ctx, c, d.Server)
	})
	return saved && err == nil, err
}

func touch(ctx context.Context, c conn, d guide.Draft, t guide.Touch) error {
	_, err := c.exec(ctx, upsert("content_touches", "server, name, lang, step", "server, name, "+touchColumns),
		append([]any{d.Server, d.Name}, touchFields(&t)...)...)
	return err
}

// notTooManyGuides refuses more guides, published or drafted, than a server may have.
func notTooManyGuides(ctx context.Context, c conn, server string) error {
	names, err := list(ctx, c, only[string], `
		SELECT name FROM content_drafts WHERE server = $1 AND files NOT IN ('{}', 'null')
		UNION SELECT name FROM content_versions AS v WHERE server = $1 AND files NOT IN ('{}', 'null')
			AND `+isNewest, server)
	if err != nil {
		return err
	}
	if len(names) > guide.MaxOwn {
		return fmt.Errorf("server %s: %w", server, guide.ErrTooManyOwn)
	}
	return nil
}

// DropDraft deletes a draft if it is still at a revision, and reports whether it was.
func (s *Store) DropDraft(ctx context.Context, server, name string, revision int, ch community.Change) (dropped bool, err error) {
	err = s.do(ctx, "drop draft of guide "+name, func(c conn) error {
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		if dropped, err = dropDraft(ctx, c, server, name, revision); err != nil || !dropped {
			return err
		}
		return note(ctx, c, ch)
	})
	return dropped && err == nil, err
}

func dropDraft(ctx context.Context, c conn, server, name string, revision int) (bool, error) {
	n, err := c.exec(ctx, "DELETE FROM content_drafts WHERE server = $1 AND name = $2 AND revision = $3", server, name, revision)
	return n > 0, err
}

const slipColumns = "id, server, person, kind, name, lang, step, text, at_ms"

func slipFields(sl *guide.Slip) []any {
	return []any{&sl.ID, &sl.Server, &sl.Person, &sl.Kind, &sl.Name, &sl.Lang, &sl.Step, &sl.Text, millis{&sl.At}}
}

// KeepSlip keeps what somebody typed, or took out of a draft, for a day.
func (s *Store) KeepSlip(ctx context.Context, sl guide.Slip) error {
	return s.do(ctx, "keep slip "+sl.ID, func(c conn) error {
		if err := hold(ctx, c, sl.Server); err != nil {
			return err
		}
		_, err := c.exec(ctx, insert("content_slips", slipColumns), slipFields(&sl)...)
		return err
	})
}

// Slip is what was kept for somebody in a server, if it still is.
func (s *Store) Slip(ctx context.Context, server, person, id string) (sl guide.Slip, ok bool, err error) {
	sl, ok, err = first(ctx, s.look(), slipFields,
		"SELECT "+slipColumns+" FROM content_slips WHERE id = $1 AND server = $2 AND person = $3", id, server, person)
	return sl, ok, s.explain("read slip "+id, err)
}

// HiddenGuides are the names of those of our guides that a server does not offer.
func (s *Store) HiddenGuides(ctx context.Context, server string) ([]string, error) {
	names, err := list(ctx, s.look(), only[string], "SELECT name FROM content_hidden WHERE server = $1", server)
	slices.Sort(names)
	return names, s.explain("read hidden guides of server "+server, err)
}

// HideGuide hides one of our guides in a change's server, or shows it again. It reports false if it was so before.
func (s *Store) HideGuide(ctx context.Context, name string, hide bool, ch community.Change) (changed bool, err error) {
	statement := "DELETE FROM content_hidden WHERE server = $1 AND name = $2"
	if hide {
		statement = "INSERT INTO content_hidden (server, name) VALUES ($1, $2) ON CONFLICT DO NOTHING"
	}
	err = s.do(ctx, "hide or show guide "+name, func(c conn) error {
		if err := hold(ctx, c, ch.Server); err != nil {
			return err
		}
		n, err := c.exec(ctx, statement, ch.Server, name)
		if changed = n > 0; !changed || err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return changed && err == nil, err
}

// What moderators did with guides, as it is told to them.
type (
	publishedGuide struct {
		Server, Name string
		Version      int
		At           time.Time
	}
	touchedGuide struct {
		Server, Name, Language, Step string
		At                           time.Time
	}
)

// contentRecords adds what is kept about somebody who wrote guides.
func contentRecords(ctx context.Context, c conn, all *[]community.Record, person string) error {
	return errors.Join(
		record(ctx, c, all, "content_versions", func(v *publishedGuide) []any { return []any{&v.Server, &v.Name, &v.Version, millis{&v.At}} },
			"SELECT server, name, number, at_ms FROM content_versions WHERE person = $1 ORDER BY at_ms", person),
		record(ctx, c, all, "content_touches", func(t *touchedGuide) []any { return []any{&t.Server, &t.Name, &t.Language, &t.Step, millis{&t.At}} },
			"SELECT server, name, lang, step, at_ms FROM content_touches WHERE person = $1 ORDER BY at_ms", person),
		record(ctx, c, all, "content_slips", slipFields, "SELECT "+slipColumns+" FROM content_slips WHERE person = $1 ORDER BY at_ms", person),
	)
}

// forgetAuthor takes somebody's name off what they wrote, which stays the server's, and deletes what was kept for them.
var forgetAuthor = []string{
	"UPDATE content_versions SET person = '' WHERE person = $1",
	"UPDATE content_touches SET person = '' WHERE person = $1",
	"DELETE FROM content_slips WHERE person = $1",
}

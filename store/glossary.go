package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"magpie/community"
)

const termColumns = "id, server, simplified, traditional, english, reading, meaning_english, meaning_chinese, note, " +
	"added_by, credit, added_ms, changed_ms"

func termFields(t *community.Term) []any {
	return []any{
		&t.ID, &t.Server, &t.Simplified, &t.Traditional, &t.English, &t.Reading, &t.Meaning.English, &t.Meaning.Chinese, &t.Note,
		&t.AddedBy, &t.Credit, millis{&t.AddedAt}, millis{&t.ChangedAt},
	}
}

// Terms are a server's own words, in the order in which they were added.
func (s *Store) Terms(ctx context.Context, server string) ([]community.Term, error) {
	terms, err := list(ctx, s.look(), termFields, "SELECT "+termColumns+" FROM terms WHERE server = $1 ORDER BY added_ms", server)
	return terms, s.explain("read the glossary of server "+server, err)
}

// Term is one of a server's own words.
func (s *Store) Term(ctx context.Context, id string) (t community.Term, ok bool, err error) {
	t, ok, err = first(ctx, s.look(), termFields, "SELECT "+termColumns+" FROM terms WHERE id = $1", id)
	return t, ok, s.explain("read term "+id, err)
}

// AddTerm adds a word, and reports false if its server has it. If the glossary is
// full, the error is community.ErrGlossaryFull.
func (s *Store) AddTerm(ctx context.Context, t community.Term, ch community.Change) (added bool, err error) {
	err = s.do(ctx, "add term "+t.ID, func(c conn) error {
		if err := hold(ctx, c, t.Server); err != nil {
			return err
		}
		n, err := c.exec(ctx, insert("terms", termColumns+", word_key")+" ON CONFLICT DO NOTHING", append(termFields(&t), t.Key())...)
		if added = n > 0; !added || err != nil {
			return err
		}
		return errors.Join(notTooMany(ctx, c, t.Server), note(ctx, c, ch))
	})
	return added && err == nil, err
}

// notTooMany refuses a glossary with more terms than there may be.
func notTooMany(ctx context.Context, c conn, server string) error {
	n, _, err := first(ctx, c, only[int], "SELECT count(*) FROM terms WHERE server = $1", server)
	if err == nil && n > community.MaxTerms {
		return fmt.Errorf("server %s: %w", server, community.ErrGlossaryFull)
	}
	return err
}

// EditTerm lets edit change a word as it is by now, saves it, and returns it. It
// reports false, and saves nothing, if another of the server is the same word, or
// this one is gone, which then is empty.
func (s *Store) EditTerm(ctx context.Context, id string, edit func(*community.Term), ch community.Change) (t community.Term, saved bool, err error) {
	err = s.do(ctx, "save term "+id, func(c conn) error {
		if err := hold(ctx, c, ch.Server); err != nil {
			return err
		}
		var ok bool
		t, ok, err = first(ctx, c, termFields, "SELECT "+termColumns+" FROM terms WHERE id = $1 AND server = $2", id, ch.Server)
		if err != nil || !ok {
			return err
		}
		edit(&t)
		if saved, err = saveTerm(ctx, c, t); !saved || err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return t, saved && err == nil, err
}

// saveTerm changes a word, unless another is the same.
func saveTerm(ctx context.Context, c conn, t community.Term) (saved bool, err error) {
	n, err := c.exec(ctx, `
		UPDATE terms SET word_key = $3, simplified = $4, traditional = $5, english = $6, reading = $7,
			meaning_english = $8, meaning_chinese = $9, note = $10, credit = $11, changed_ms = $12
		WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM terms AS other WHERE other.server = $2 AND other.word_key = $3 AND other.id <> $1)`,
		t.ID, t.Server, t.Key(), t.Simplified, t.Traditional, t.English, t.Reading,
		t.Meaning.English, t.Meaning.Chinese, t.Note, t.Credit, ms(t.ChangedAt))
	return n > 0, err
}

// RemoveTerm removes a word from a change's server, and reports whether it was there.
func (s *Store) RemoveTerm(ctx context.Context, id string, ch community.Change) (removed bool, err error) {
	err = s.do(ctx, "remove term "+id, func(c conn) error {
		if err := hold(ctx, c, ch.Server); err != nil {
			return err
		}
		n, err := c.exec(ctx, "DELETE FROM terms WHERE id = $1 AND server = $2", id, ch.Server)
		if removed = n > 0; !removed || err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return removed && err == nil, err
}

const importColumns = "id, server, person, terms, at_ms"

func importFields(i *community.Import) []any {
	return []any{&i.ID, &i.Server, &i.Person, asJSON{&i.Terms}, millis{&i.At}}
}

// KeepImport keeps words that wait for a person, for a day.
func (s *Store) KeepImport(ctx context.Context, i community.Import) error {
	return s.do(ctx, "keep import "+i.ID, func(c conn) error {
		if err := hold(ctx, c, i.Server); err != nil {
			return err
		}
		_, err := c.exec(ctx, insert("imports", importColumns), importFields(&i)...)
		return err
	})
}

// Import is what was kept, if it still is.
func (s *Store) Import(ctx context.Context, id string) (i community.Import, ok bool, err error) {
	i, ok, err = first(ctx, s.look(), importFields, "SELECT "+importColumns+" FROM imports WHERE id = $1", id)
	return i, ok, s.explain("read import "+id, err)
}

// TakeImport adds the words of an import that was kept for a change's server to its
// glossary, and changes those that it has, all or none; the change notes how many. It
// reports false if there is no such import any more, and community.ErrGlossaryFull as
// AddTerm does.
func (s *Store) TakeImport(ctx context.Context, id string, ch community.Change) (taken bool, err error) {
	err = s.do(ctx, "take import "+id, func(c conn) error {
		if err := hold(ctx, c, ch.Server); err != nil {
			return err
		}
		var i community.Import
		i, taken, err = first(ctx, c, importFields, "DELETE FROM imports WHERE id = $1 AND server = $2 RETURNING "+importColumns, id, ch.Server)
		if err != nil || !taken {
			return err
		}
		for _, t := range i.Terms {
			if err := errors.Join(t.Check(), putTerm(ctx, c, t)); err != nil {
				return err
			}
		}
		ch.Args = []string{strconv.Itoa(len(i.Terms))}
		return errors.Join(notTooMany(ctx, c, ch.Server), note(ctx, c, ch))
	})
	return taken && err == nil, err
}

// putTerm adds a word, or changes the server's that is the same; who added that and
// who is named for it stays.
func putTerm(ctx context.Context, c conn, t community.Term) error {
	_, err := c.exec(ctx, insert("terms", termColumns+", word_key")+` ON CONFLICT (server, word_key) DO UPDATE SET
		simplified = excluded.simplified, traditional = excluded.traditional, english = excluded.english, reading = excluded.reading,
		meaning_english = excluded.meaning_english, meaning_chinese = excluded.meaning_chinese, note = excluded.note,
		changed_ms = excluded.changed_ms`, append(termFields(&t), t.Key())...)
	return err
}

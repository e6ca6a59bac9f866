package store

import (
	"context"
	"fmt"

	"magpie/guide"
)

const progressColumns = "person, server, guide, step, done, at_ms"

func progressFields(p *guide.Progress) []any {
	return []any{&p.Person, &p.Server, &p.Guide, &p.Step, asJSON{&p.Done}, millis{&p.At}}
}

// Progress is how far someone is with a guide; ok is false if they never opened it.
func (s *Store) Progress(ctx context.Context, person, server, guide string) (p guide.Progress, ok bool, err error) {
	p, ok, err = first(ctx, s.look(), progressFields,
		"SELECT "+progressColumns+" FROM progress WHERE person = $1 AND server = $2 AND guide = $3", person, server, guide)
	return p, ok, s.explain(fmt.Sprintf("read progress of %s in %s", person, guide), err)
}

// Readings is how far someone is with each guide that they have opened, anywhere, the latest first.
func (s *Store) Readings(ctx context.Context, person string) ([]guide.Progress, error) {
	all, err := list(ctx, s.look(), progressFields,
		"SELECT "+progressColumns+" FROM progress WHERE person = $1 ORDER BY at_ms DESC", person)
	return all, s.explain("read all progress of "+person, err)
}

// SaveProgress saves how far someone is.
func (s *Store) SaveProgress(ctx context.Context, p guide.Progress) error {
	return s.do(ctx, fmt.Sprintf("save progress of %s in %s", p.Person, p.Guide), func(c conn) error {
		_, err := c.exec(ctx, upsert("progress", "person, server, guide", progressColumns), progressFields(&p)...)
		return err
	})
}

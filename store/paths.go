package store

import (
	"context"
	"time"

	"magpie/guide"
)

// A path is what someone told of themselves, and when.
type path struct {
	Person  string
	Answers guide.Answers
	At      time.Time
}

const pathColumns = "person, answers, at_ms"

func pathFields(p *path) []any { return []any{&p.Person, asJSON{&p.Answers}, millis{&p.At}} }

// Answers is what someone told of themselves to be led; ok is false if nothing.
func (s *Store) Answers(ctx context.Context, person string) (a guide.Answers, ok bool, err error) {
	p, ok, err := first(ctx, s.look(), pathFields, "SELECT "+pathColumns+" FROM paths WHERE person = $1", person)
	return p.Answers, ok, s.explain("read the answers of "+person, err)
}

// SaveAnswers saves what someone told of themselves, at a time.
func (s *Store) SaveAnswers(ctx context.Context, person string, a guide.Answers, at time.Time) error {
	return s.do(ctx, "save the answers of "+person, func(c conn) error {
		_, err := c.exec(ctx, upsert("paths", "person", pathColumns), pathFields(&path{person, a, at})...)
		return err
	})
}

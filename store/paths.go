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

// EditAnswers lets edit change what someone told of themselves, which is nothing at first,
// and returns it as it is saved. Changes at the same moment are made one after the other.
func (s *Store) EditAnswers(ctx context.Context, person string, edit func(*guide.Answers)) (a guide.Answers, err error) {
	err = s.do(ctx, "save the answers of "+person, func(c conn) error {
		p, _, err := first(ctx, c, pathFields, insert("paths", pathColumns)+ // which holds the row
			" ON CONFLICT (person) DO UPDATE SET at_ms = paths.at_ms RETURNING "+pathColumns, pathFields(&path{Person: person})...)
		if err != nil {
			return err
		}
		edit(&p.Answers)
		a, p.At = p.Answers, s.now()
		_, err = c.exec(ctx, "UPDATE paths SET answers = $2, at_ms = $3 WHERE person = $1", pathFields(&p)...)
		return err
	})
	return a, err
}

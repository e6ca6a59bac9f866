package store

import (
	"context"
	"time"

	"magpie/translate"
)

// Translation is a translation that was kept; ok is false if there is none.
func (s *Store) Translation(ctx context.Context, id string) (text string, ok bool, err error) {
	text, ok, err = first(ctx, s.look(), only[string], "SELECT text FROM translations WHERE id = $1", id)
	return text, ok, s.explain("look up a translation", err)
}

// SaveTranslation keeps a translation for 30 days.
func (s *Store) SaveTranslation(ctx context.Context, id, text string, at time.Time) error {
	return s.do(ctx, "keep a translation", func(c conn) error {
		_, err := c.exec(ctx, upsert("translations", "id", "id, text, at_ms"), id, text, ms(at))
		return err
	})
}

// SpendTranslation notes what somebody has translated, against the limits of their
// server and their own. The error is translate.ErrBudget or translate.ErrShare if that is
// more than is left. A negative number of characters gives back.
func (s *Store) SpendTranslation(ctx context.Context, sp translate.Spending, limits translate.Limits) error {
	return s.do(ctx, "spend on a translation", func(c conn) error {
		if sp.Server != "" {
			if ok, err := s.spend(ctx, c, sp.Day, sp.Server, "", sp.Characters, limits.Server); err != nil || !ok {
				return either(err, translate.ErrBudget)
			}
		}
		ok, err := s.spend(ctx, c, sp.Day, "", sp.Person, sp.Characters, limits.Person)
		if err != nil || !ok {
			return either(err, translate.ErrShare)
		}
		return nil
	})
}

// spend adds to what a server or a person has spent on a day, and reports whether that
// is within the limit.
func (s *Store) spend(ctx context.Context, c conn, day, server, person string, characters, limit int) (bool, error) {
	if characters > limit {
		return false, nil
	}
	n, err := c.exec(ctx, insert("spendings", "day, server, person, characters, at_ms")+
		" ON CONFLICT (day, server, person) DO UPDATE SET characters = spendings.characters + excluded.characters, at_ms = excluded.at_ms"+
		" WHERE spendings.characters + excluded.characters <= $6", day, server, person, characters, ms(s.now()), limit)
	return n > 0, err
}

// either is err, or what else it is if there is none.
func either(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

const spendingColumns = "day, characters"

// A spendingDay is how much someone had translated on a day.
type spendingDay struct {
	Day        string
	Characters int
}

func spendingFields(s *spendingDay) []any { return []any{&s.Day, &s.Characters} }

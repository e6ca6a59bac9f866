package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"magpie/clock"
	"magpie/store"
	"magpie/store/storetest"
	"magpie/translate"
)

func TestTranslations(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		if _, ok, err := s.Translation(ctx, "a"); ok || err != nil {
			t.Error("a translation that is not there:", ok, err)
		}
		check(t, s.SaveTranslation(ctx, "a", "hello", t0))
		check(t, s.SaveTranslation(ctx, "a", "hello there", t0)) // twice at once
		check(t, s.SaveTranslation(ctx, "b", "bye", t0.Add(24*time.Hour)))
		same(t, "hello there", ok(s.Translation(ctx, "a")))

		clk.AdvanceTo(t0.Add(30*24*time.Hour+time.Minute), 0)
		check(t, s.Prune(ctx))
		if _, ok, err := s.Translation(ctx, "a"); ok || err != nil {
			t.Error("after 30 days:", ok, err)
		}
		same(t, "bye", ok(s.Translation(ctx, "b")))
	})
}

func TestSpendingOnTranslations(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		limits := translate.Limits{Server: 100, Person: 40}
		spend := func(day, server, person string, characters int, want error) {
			t.Helper()
			err := s.SpendTranslation(ctx, translate.Spending{Day: day, Server: server, Person: person, Characters: characters}, limits)
			if !errors.Is(err, want) || (err == nil) != (want == nil) {
				t.Errorf("%s spends %d in %q: %v, want %v", person, characters, server, err, want)
			}
		}
		spend("2026-11-21", "1", "ana", 40, nil)
		spend("2026-11-21", "1", "ana", 1, translate.ErrShare)
		spend("2026-11-21", "2", "ana", 1, translate.ErrShare) // everywhere
		spend("2026-11-21", "", "ana", 1, translate.ErrShare)
		spend("2026-11-21", "1", "bo", 41, translate.ErrShare)
		spend("2026-11-21", "1", "bo", 40, nil)
		spend("2026-11-21", "1", "cy", 21, translate.ErrBudget)
		spend("2026-11-21", "1", "cy", 20, nil) // what was refused did not count
		spend("2026-11-21", "1", "cy", -20, nil)
		spend("2026-11-21", "1", "cy", 20, nil)
		spend("2026-11-21", "", "cy", 20, nil)
		spend("2026-11-22", "1", "ana", 40, nil)

		records, err := s.Records(ctx, "ana")
		check(t, err)
		if len(records) != 1 || records[0].Kind != "spendings" || records[0].Count != 2 {
			t.Error("records:", records)
		}
		check(t, s.ErasePerson(ctx, "ana"))
		spend("2026-11-21", "", "ana", 40, nil)

		clk.AdvanceTo(t0.Add(8*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		if records, err := s.Records(ctx, "bo"); len(records) > 0 || err != nil {
			t.Error("after a week:", records, err)
		}
	})
}

func TestSpendingAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		var spent atomic.Int64
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				err := s.SpendTranslation(t.Context(), translate.Spending{
					Day: "2026-11-21", Server: "1", Person: string(rune('a' + i)), Characters: 10,
				}, translate.Limits{Server: 75, Person: 10})
				switch {
				case err == nil:
					spent.Add(10)
				case !errors.Is(err, translate.ErrBudget):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if spent.Load() != 70 {
			t.Errorf("%d characters of 75 were spent", spent.Load())
		}
	})
}

// fillTranslations puts something into every table of translations.
func fillTranslations(t *testing.T, s *store.Store) {
	t.Helper()
	check(t, s.SaveTranslation(t.Context(), "a", "hello", t0))
	check(t, s.SpendTranslation(t.Context(), translate.Spending{Day: "2026-11-21", Person: "p", Characters: 5}, translate.Limits{Person: 9}))
}

package store_test

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"magpie/clock"
	"magpie/phrase"
	"magpie/store"
	"magpie/store/storetest"
)

func card(front, meaning string) phrase.Card {
	return phrase.Card{Source: phrase.Own, Front: phrase.Wording{Simplified: front, Traditional: front}, Meaning: meaning, Ask: phrase.AskMeaning}
}

// must is what there is to return without an error.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func fronts(cards []phrase.Card) []string {
	var all []string
	for _, c := range cards {
		all = append(all, c.Front.Simplified)
	}
	return all
}

// fillCards puts something of someone into every table of cards.
func fillCards(t *testing.T, s *store.Store, owner string) {
	t.Helper()
	must(s.AddCards(t.Context(), owner, card("你好", "hello")))
	ok(s.ReviewCard(t.Context(), owner, must(s.Cards(t.Context(), owner))[0].ID, 0, phrase.Good))
	must(s.KeepCardImport(t.Context(), owner, []phrase.Card{card("二", "two")}))
}

func TestCards(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		want := phrase.Card{
			Source: "phrase.thanks", Lang: "en", Front: phrase.Wording{Simplified: "谢谢 '\"$1?", Traditional: "謝謝"}, Pinyin: []string{"xie4", "xie5"},
			Taiwan: []string{"xie4", "xie4"}, Meaning: "thanks", Note: "a\nb", Ask: phrase.AskBoth, Edited: []phrase.Side{phrase.NoteSide},
			Memory: phrase.Memory{}.After(phrase.Hard, t0).After(phrase.Good, t0.Add(time.Hour)),
		}
		added, err := s.AddCards(ctx, "p", want, card("你好", "hello"), card("你好！", "hi"))
		check(t, err)
		same(t, phrase.Added{New: 2, Known: 1, Total: 2}, added)
		same(t, phrase.Added{Known: 1, Total: 2}, must(s.AddCards(ctx, "p", phrase.Card{Source: "phrase.thanks", Front: phrase.Wording{Simplified: "多谢"}})))
		same(t, phrase.Added{New: 1, Total: 1}, must(s.AddCards(ctx, "q", card("你好", "hello"))))

		cards := must(s.Cards(ctx, "p"))
		same(t, []string{want.Front.Simplified, "你好"}, fronts(cards))
		want.ID, want.Owner, want.Added = cards[0].ID, "p", t0
		same(t, want, cards[0])
		same(t, want, ok(s.Card(ctx, "p", want.ID)))
		if _, found, err := s.Card(ctx, "q", want.ID); found || err != nil {
			t.Error("somebody else's card:", found, err)
		}

		edited := cards[0]
		edited.Front.Simplified, edited.Meaning = "你好", "hello again"
		if saved, err := s.EditCard(ctx, edited); saved || err != nil {
			t.Error("two cards teach the same:", err)
		}
		edited.Front.Simplified = "多谢"
		if saved, err := s.EditCard(ctx, edited); !saved || err != nil {
			t.Error("not saved:", err)
		}
		same(t, edited, ok(s.Card(ctx, "p", want.ID)))

		for _, want := range []bool{true, false} {
			if deleted, err := s.DeleteCard(ctx, "p", cards[0].ID); deleted != want || err != nil {
				t.Error("deleted:", deleted, err)
			}
		}
		if deleted, err := s.DeleteCard(ctx, "q", cards[1].ID); deleted || err != nil {
			t.Error("deleted somebody else's card:", err)
		}
	})
}

func TestCardsAreBounded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		var many []phrase.Card
		for i := range phrase.MaxCards + 5 {
			many = append(many, card(fmt.Sprint("词", i), "word"))
		}
		added := must(s.AddCards(t.Context(), "p", many...))
		same(t, phrase.Added{New: phrase.MaxCards, Over: 5, Total: phrase.MaxCards}, added)
		cards := must(s.Cards(t.Context(), "p"))
		if !slices.Equal(fronts(cards), fronts(many[:phrase.MaxCards])) {
			t.Error("not in the order in which they were added")
		}
	})
}

func TestReviewCard(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		must(s.AddCards(ctx, "p", card("你好", "hello"), card("谢谢", "thanks")))
		cards := must(s.Cards(ctx, "p"))
		id := cards[0].ID

		first := ok(s.ReviewCard(ctx, "p", id, 0, phrase.Good))
		same(t, phrase.Memory{}.After(phrase.Good, t0), first.Memory)
		if _, counted, err := s.ReviewCard(ctx, "p", id, 0, phrase.Again); counted || err != nil {
			t.Error("a second press counts:", err)
		}
		if _, counted, err := s.ReviewCard(ctx, "q", id, 1, phrase.Again); counted || err != nil {
			t.Error("somebody else's press counts:", err)
		}
		clk.AdvanceTo(t0.Add(10*time.Minute), 0)
		second := ok(s.ReviewCard(ctx, "p", id, 1, phrase.Easy))
		same(t, second, ok(s.Card(ctx, "p", id)))
		same(t, []phrase.Review{
			{Card: id, At: t0, Grade: phrase.Good},
			{Card: id, At: t0.Add(10 * time.Minute), Grade: phrase.Easy, Before: first.Memory},
		}, must(s.Reviews(ctx, "p", t0)))
		same(t, 1, len(must(s.Reviews(ctx, "p", t0.Add(time.Minute)))))

		same(t, first, ok(s.UndoReview(ctx, "p")))
		same(t, cards[0], ok(s.UndoReview(ctx, "p")))
		if _, undone, err := s.UndoReview(ctx, "p"); undone || err != nil {
			t.Error("undone what was not:", err)
		}
		same(t, 0, len(must(s.Reviews(ctx, "p", t0))))

		ok(s.ReviewCard(ctx, "p", id, 0, phrase.Good))
		must(s.DeleteCard(ctx, "p", id))
		if _, undone, err := s.UndoReview(ctx, "p"); undone || err != nil {
			t.Error("undone an answer to a card that is gone:", err)
		}
		same(t, 1, len(must(s.Reviews(ctx, "p", t0)))) // it still counts in statistics
		clk.AdvanceTo(t0.Add(181*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		same(t, 0, len(must(s.Reviews(ctx, "p", t0))))
	})
}

// Of many presses of one button, one counts.
func TestReviewCardOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		must(s.AddCards(t.Context(), "p", card("你好", "hello")))
		id := must(s.Cards(t.Context(), "p"))[0].ID
		var counted atomic.Int64
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if _, ok, err := s.ReviewCard(t.Context(), "p", id, 0, phrase.Good); err != nil {
					t.Error(err)
				} else if ok {
					counted.Add(1)
				}
			})
		}
		wg.Wait()
		if counted.Load() != 1 {
			t.Errorf("%d counted", counted.Load())
		}
	})
}

func TestImportCards(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		gone := must(s.KeepCardImport(ctx, "p", []phrase.Card{card("一", "one")}))
		kept := must(s.KeepCardImport(ctx, "p", []phrase.Card{card("二", "two"), card("三", "three")}))
		for _, test := range []struct {
			owner, id string
			want      phrase.Added
			ok        bool
		}{
			{"p", gone, phrase.Added{}, false}, {"q", kept, phrase.Added{}, false},
			{"p", kept, phrase.Added{New: 2, Total: 2}, true}, {"p", kept, phrase.Added{}, false},
		} {
			added, ok, err := s.ImportCards(ctx, test.owner, test.id)
			if added != test.want || ok != test.ok || err != nil {
				t.Errorf("%s: %+v, %t, %v", test.owner, added, ok, err)
			}
		}
		old := must(s.KeepCardImport(ctx, "p", []phrase.Card{card("四", "four")}))
		clk.AdvanceTo(t0.Add(25*time.Hour), 0)
		check(t, s.Prune(ctx))
		if _, ok, err := s.ImportCards(ctx, "p", old); ok || err != nil {
			t.Error("kept for more than a day:", err)
		}
	})
}

func TestCardsArePrivate(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		for _, owner := range []string{"p", "q"} {
			fillCards(t, s, owner)
		}
		kinds := func(person string) []string {
			var kinds []string
			for _, r := range must(s.Records(ctx, person)) {
				kinds = append(kinds, fmt.Sprint(r.Count, " ", r.Kind))
			}
			return kinds
		}
		want := []string{"1 cards", "1 reviews", "1 card_imports"}
		same(t, want, kinds("p"))
		check(t, s.ErasePerson(ctx, "p"))
		same(t, 0, len(kinds("p")))
		same(t, want, kinds("q"))
	})
}

func BenchmarkCards(b *testing.B) {
	s, err := store.Open(b.Context(), quiet, "sqlite:"+b.TempDir()+"/magpie.db", store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var many []phrase.Card
	for i := range phrase.MaxCards {
		many = append(many, card(fmt.Sprint("词", i), "word"))
	}
	must(s.AddCards(b.Context(), "p", many...))
	for b.Loop() {
		must(s.Cards(b.Context(), "p"))
	}
}

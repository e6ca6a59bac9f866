package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/guide"
	"magpie/outbox"
	"magpie/store"
	"magpie/store/storetest"
)

func TestPathAnswers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		if _, found, err := s.Answers(ctx, "p"); found || err != nil {
			t.Error("answers of somebody who gave none:", found, err)
		}
		a := guide.Answers{From: guide.FromTikTok, To: "rednote", For: []guide.Purpose{guide.Watching, guide.Friends}}
		answer := func(person string, edit func(*guide.Answers)) guide.Answers {
			t.Helper()
			saved, err := s.EditAnswers(ctx, person, edit)
			check(t, err)
			return saved
		}
		answer("p", func(a *guide.Answers) { a.From = guide.FromTikTok })
		same(t, a, answer("p", func(o *guide.Answers) { o.To, o.For = a.To, a.For }))
		answer("q", func(a *guide.Answers) { a.From = guide.Hosting })
		same(t, a, ok(s.Answers(ctx, "p")))
		records, err := s.Records(ctx, "p")
		check(t, err)
		if len(records) != 1 || records[0].Kind != "paths" || records[0].Count != 1 {
			t.Errorf("records: %+v", records)
		}
		check(t, s.ErasePerson(ctx, "p"))
		if _, found, err := s.Answers(ctx, "p"); found || err != nil {
			t.Error("answers that were to be forgotten:", found, err)
		}
		same(t, guide.Answers{From: guide.Hosting}, ok(s.Answers(ctx, "q")))
	})
}

// TestAnswersAtOnce checks that of two menus that somebody answers in the same instant none
// is lost, the first ever and later ones.
func TestAnswersAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		for i := range 20 {
			person, place := fmt.Sprint("p", i%10), fmt.Sprint("place", i)
			purpose := guide.Purposes[i/10]
			var all sync.WaitGroup
			for _, edit := range []func(*guide.Answers){
				func(a *guide.Answers) { a.From = guide.FromTikTok },
				func(a *guide.Answers) { a.To = place },
				func(a *guide.Answers) { a.For = append(a.For, purpose) },
			} {
				all.Go(func() {
					if _, err := s.EditAnswers(t.Context(), person, edit); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			same(t, guide.Answers{From: guide.FromTikTok, To: place, For: guide.Purposes[:1+i/10]}, ok(s.Answers(t.Context(), person)))
		}
	})
}

func TestPostPanel(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		m := outbox.Message{ID: "panel x|1", Group: "panel x", Part: 1, Server: "1", Channel: "10", Kind: outbox.ToChannel, State: outbox.Ready}
		ch := community.Change{Server: "1", Person: "p", At: t0, Key: "change.panel.posted", Args: []string{"10"}}
		for _, want := range []bool{true, false} {
			if posted, err := s.PostPanel(ctx, m, ch); posted != want || err != nil {
				t.Errorf("posted %t, %v; want %t", posted, err, want)
			}
		}
		if server := ok(s.Server(ctx, "1")); server.PanelChannel != "10" {
			t.Errorf("the panel is in %q", server.PanelChannel)
		}
		changes, err := s.Changes(ctx, "1", 9)
		check(t, err)
		due, _, err := s.DueMessages(ctx, t0.Add(time.Hour), 9)
		check(t, err)
		if len(changes) != 1 || len(due) != 1 || due[0].ID != m.ID {
			t.Errorf("%d changes, %d messages", len(changes), len(due))
		}
	})
}

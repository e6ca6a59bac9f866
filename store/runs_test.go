package store_test

import (
	"fmt"
	"testing"
	"time"

	"magpie/clock"
	"magpie/news"
	"magpie/outbox"
	"magpie/store"
	"magpie/store/storetest"
)

// Of runs saved together each is saved or not by itself, with its own messages.
func TestSaveRunsTogether(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		var runs []news.Finished
		var messages []outbox.Message
		for _, id := range []string{"d", "c", "b", "a"} {
			_, err := s.CreateDigest(ctx, digest(id, "1", id), change)
			check(t, err)
			d := ok(s.Digest(ctx, id))
			run := news.Run{ID: id + " run", Digest: id, Slot: "2026-11-21 09:00", At: d.NextRun, Done: t0, Outcome: news.Posted}
			runs = append(runs, news.Finished{Digest: d, Run: run, Next: d.NextRun.Add(24 * time.Hour)})
			messages = append(messages, message(t, run.ID, 1), message(t, run.ID, 2))
		}
		_, err := s.PauseDigest(ctx, "b", "", change)
		check(t, err)
		if saved, err := s.SaveRun(ctx, runs[1].Digest, runs[1].Run, t0, nil); !saved || err != nil {
			t.Fatal(saved, err)
		}
		saved, err := s.SaveRuns(ctx, runs, messages)
		check(t, err)
		same(t, []string{"a run", "d run"}, saved)
		for i, want := range []int{2, 0, 0, 2} {
			sent, err := s.Messages(ctx, runs[i].Run.ID)
			if len(sent) != want || err != nil {
				t.Errorf("%s: %d messages, %v", runs[i].Run.ID, len(sent), err)
			}
		}
		same(t, runs[0].Next, ok(s.Digest(ctx, "d")).NextRun)
		again, err := s.SaveRuns(ctx, runs, messages)
		if len(again) > 0 || err != nil {
			t.Error("saved again:", again, err)
		}
	})
}

// Nothing is saved of runs that cannot all be written.
func TestSaveRunsAllOrNone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		var runs []news.Finished
		for i := range 2 {
			id := fmt.Sprint("d", i)
			_, err := s.CreateDigest(ctx, digest(id, "1", id), change)
			check(t, err)
			d := ok(s.Digest(ctx, id))
			runs = append(runs, news.Finished{Digest: d, Run: news.Run{ID: id, Digest: id, Slot: "2026-11-21 09:00", Outcome: news.Posted}, Next: t0})
		}
		runs[1].Run.Digest = "nobody's" // the database refuses it
		if saved, err := s.SaveRuns(ctx, runs, nil); len(saved) > 0 || err == nil {
			t.Error("saved", saved, err)
		}
		if _, there, err := s.Run(ctx, "d0"); there || err != nil {
			t.Error("the other is there:", err)
		}
	})
}

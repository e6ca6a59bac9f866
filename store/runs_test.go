package store_test

import (
	"fmt"
	"slices"
	"strings"
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

// Runs that are saved together go out to one channel in the order in which they were
// given, each whole; those to others do not wait for them, and nobody does for long.
func TestRunsGoOutInTurn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		var runs []news.Finished
		var messages []outbox.Message
		for _, id := range []string{"d", "b", "e", "a", "c"} {
			_, err := s.CreateDigest(ctx, digest(id, "1", id), change)
			check(t, err)
			runs = append(runs, news.Finished{
				Digest: ok(s.Digest(ctx, id)), Next: t0,
				Run: news.Run{ID: id, Digest: id, Slot: "2026-11-21 09:00", Outcome: news.Posted},
			})
			for part := range 2 {
				m := message(t, id, part+1)
				if id == "e" {
					m.Channel = "11"
				}
				messages = append(messages, m)
			}
		}
		_, err := s.SaveRuns(ctx, runs, messages)
		check(t, err)
		epoch, _, err := s.Claim(ctx, outbox.Work, "me", time.Hour)
		check(t, err)
		var order []string
		for range messages {
			due, _, err := s.DueMessages(ctx, clk.Now(), 10)
			check(t, err)
			if len(due) == 0 {
				break
			}
			slices.SortFunc(due, func(a, b outbox.Message) int { return strings.Compare(b.Channel, a.Channel) })
			var ids []string
			for i := range due {
				ids = append(ids, due[i].ID)
				due[i].State = outbox.Sent
			}
			order = append(order, strings.Join(ids, " "))
			check(t, s.SaveMessages(ctx, epoch, due...))
		}
		same(t, []string{"e|1 d|1", "e|2 d|2", "b|1", "b|2", "a|1", "a|2", "c|1", "c|2"}, order)
	})
}

// What is stuck holds back what comes after it to its channel for a minute.
func TestStuckMessageHoldsBackItsChannelForAMinute(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		stuck, later, away := message(t, "stuck", 1), message(t, "later", 1), message(t, "away", 1)
		away.Channel = "11"
		check(t, s.AddMessages(ctx, stuck))
		epoch, _, err := s.Claim(ctx, outbox.Work, "me", time.Hour)
		check(t, err)
		stuck.State, stuck.NextTry = outbox.Unknown, t0.Add(10*time.Minute)
		check(t, s.SaveMessages(ctx, epoch, stuck))
		clk.Set(t0.Add(time.Second))
		check(t, s.AddMessages(ctx, later, away))
		for _, c := range []struct {
			after time.Duration
			want  []string
		}{
			{time.Second, []string{"away|1"}},
			{time.Minute, []string{"away|1"}},
			{61 * time.Second, []string{"away|1", "later|1"}},
		} {
			due, _, err := s.DueMessages(ctx, t0.Add(c.after), 10)
			check(t, err)
			var ids []string
			for _, m := range due {
				ids = append(ids, m.ID)
			}
			slices.Sort(ids)
			same(t, c.want, ids)
		}
	})
}

package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/news"
	"magpie/outbox"
	"magpie/slash"
	"magpie/store"
	"magpie/store/storetest"
)

var (
	_      news.Store = (*store.Store)(nil)
	change            = community.Change{Server: "1", Person: "p", At: t0, Key: "change.any"}
)

func digest(id, server, name string) news.Digest {
	return news.Digest{
		ID: id, Server: server, Name: name, Channel: "10", Schedule: "every day 09:00", Zone: "America/New_York",
		Topics: []string{"ban"}, Languages: []string{"en", "zh-TW"}, Length: 5, Role: "20", PostEmpty: true, CreatedBy: "p",
		ChangedAt: t0, NextRun: t0.Add(time.Hour),
	}
}

func message(t *testing.T, group string, part int) outbox.Message {
	t.Helper()
	body := slash.Say(slash.Parse("news")).With(slash.Row{Buttons: []slash.Button{{Label: "More", ID: "more/" + outbox.Nonce(group, part)}}})
	m, err := outbox.NewMessage(group, part, "1", "10", body)
	check(t, err)
	return m
}

func TestDigestNamesAreUnique(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		var created atomic.Int64
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				if ok, err := s.CreateDigest(ctx, digest(fmt.Sprint("d", i), "1", "News"), change); err != nil {
					t.Error(err)
				} else if ok {
					created.Add(1)
				}
			})
		}
		wg.Wait()
		if created.Load() != 1 {
			t.Errorf("%d digests of one name", created.Load())
		}
		for _, c := range []struct {
			name, server string
			want         bool
		}{{" ＮＥＷＳ ", "1", false}, {"News", "2", true}, {"More news", "1", true}} {
			d := digest("x"+c.name+c.server, c.server, c.name)
			if ok, err := s.CreateDigest(ctx, d, change); ok != c.want || err != nil {
				t.Errorf("create %q: %t, %v", c.name, ok, err)
			}
			d.Name = "news"
			if ok, err := edit(s, d); ok != (c.server == "2") || err != nil {
				t.Errorf("rename %q: %t, %v", c.name, ok, err)
			}
		}
	})
}

// edit saves a digest as d says.
func edit(s *store.Store, d news.Digest) (bool, error) {
	_, saved, err := s.EditDigest(context.Background(), d.ID, func(of *news.Digest) { *of = d }, change)
	return saved, err
}

func TestEditsOfADigestAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		d := digest("d", "1", "news")
		if ok, err := s.CreateDigest(ctx, d, change); !ok || err != nil {
			t.Fatal(ok, err)
		}
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				_, saved, err := s.EditDigest(ctx, "d", func(d *news.Digest) { d.Topics = append(d.Topics, fmt.Sprint(i)) }, change)
				if !saved || err != nil {
					t.Error(saved, err)
				}
			})
		}
		wg.Go(func() {
			run := news.Run{ID: "r", Digest: "d", Slot: "2026-11-21 09:00", Outcome: news.Posted, At: t0}
			if saved, err := s.SaveRun(ctx, d, run, t0.Add(24*time.Hour), nil); !saved || err != nil {
				t.Error(saved, err)
			}
		})
		wg.Wait()
		got := ok(s.Digest(ctx, "d"))
		if len(got.Topics) != len(d.Topics)+10 || !got.NextRun.Equal(t0.Add(24*time.Hour)) {
			t.Errorf("edits are lost: %+v", got)
		}
	})
}

func TestDigestLife(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		d := digest("d", "1", "news")
		did := func(ok bool, err error) {
			t.Helper()
			if !ok || err != nil {
				t.Error(ok, err)
			}
		}
		did(s.CreateDigest(ctx, d, change))
		same(t, d, ok(s.Digest(ctx, "d")))
		same(t, d.NextRun, ok(s.NextRun(ctx)))

		d.Name, d.Length, d.NextRun, d.ChangedAt = "headlines", 7, t0.Add(2*time.Hour), t0.Add(time.Minute)
		did(edit(s, d))
		same(t, d, ok(s.Digest(ctx, "d")))
		due := func(want int) {
			t.Helper()
			if due, err := s.DueDigests(ctx, t0.Add(2*time.Hour), 10); len(due) != want || err != nil {
				t.Errorf("%d due, want %d: %v", len(due), want, err)
			}
		}
		due(1)
		check(t, s.MarkRemoved(ctx, "1", t0))
		due(0)
		check(t, s.MarkHere(ctx, "1"))

		did(s.PauseDigest(ctx, "d", "denied", change))
		if again, err := s.PauseDigest(ctx, "d", "gone", change); again || err != nil {
			t.Error("paused twice:", err)
		}
		if got := ok(s.Digest(ctx, "d")); got.PausedFor != "denied" {
			t.Error("paused for", got.PausedFor)
		}
		due(0)
		did(s.ResumeDigest(ctx, "d", t0.Add(time.Hour), change))
		due(1)

		did(s.DeleteDigest(ctx, "d", change))
		due(0)
		if deleted, err := s.DeletedDigests(ctx, "1"); len(deleted) != 1 || err != nil {
			t.Error(deleted, err)
		}
		clk.AdvanceTo(t0.Add(6*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		did(s.UndeleteDigest(ctx, "d", t0.Add(time.Hour), change))
		due(1)
		did(s.DeleteDigest(ctx, "d", change))
		did(s.CreateDigest(ctx, digest("e", "1", "Headlines"), change))
		if back, err := s.UndeleteDigest(ctx, "d", t0, change); back || err != nil {
			t.Error("two digests of one name:", err)
		}
		clk.AdvanceTo(clk.Now().Add(8*24*time.Hour), 0)
		if _, ok, err := s.Digest(ctx, "d"); ok || err != nil {
			t.Error("there after eight days:", err)
		}
		did(s.CreateDigest(ctx, digest("d", "1", "anew"), change))
		did(s.DeleteDigest(ctx, "d", change))
		clk.AdvanceTo(clk.Now().Add(8*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		if _, ok, err := s.Digest(ctx, "d"); ok || err != nil {
			t.Error("kept after eight days:", err)
		}
	})
}

func TestSaveRunOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		_, err := s.CreateDigest(ctx, digest("d", "1", "news"), change)
		check(t, err)
		d := ok(s.Digest(ctx, "d"))
		run := news.Run{
			ID: "d 1", Digest: "d", Slot: "2026-11-21 09:00", At: d.NextRun, Done: t0.Add(time.Hour), Outcome: news.Posted,
			Stories: []news.Story{{ID: "s", Topic: "ban", Items: []news.Item{{ID: "i", Title: "T", Published: t0}}, Score: .5}},
		}
		messages := []outbox.Message{message(t, run.ID, 1), message(t, run.ID, 2)}
		var saved atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if ok, err := s.SaveRun(ctx, d, run, d.NextRun.Add(24*time.Hour), messages); err != nil {
					t.Error(err)
				} else if ok {
					saved.Add(1)
				}
			})
		}
		wg.Wait()
		if saved.Load() != 1 {
			t.Errorf("saved %d times", saved.Load())
		}
		runs, err := s.Runs(ctx, "d", 9)
		check(t, err)
		same(t, []news.Run{run}, runs)
		if sent, err := s.Messages(ctx, run.ID); len(sent) != 2 || err != nil {
			t.Error(len(sent), "messages", err)
		}
		after := ok(s.Digest(ctx, "d"))
		same(t, d.NextRun, after.LastRun)
		same(t, d.NextRun.Add(24*time.Hour), after.NextRun)

		silent := news.Run{ID: "d 2", Digest: "d", Slot: "2026-11-22 09:00", At: after.NextRun, Outcome: news.Silent}
		if ok, err := s.SaveRun(ctx, after, silent, after.NextRun.Add(24*time.Hour), nil); !ok || err != nil {
			t.Error(ok, err)
		}
		same(t, 1, ok(s.Digest(ctx, "d")).Silent)
		history, err := s.History(ctx, "d", t0.Add(1000*time.Hour))
		check(t, err)
		same(t, []news.Run{run}, history)
	})
}

func TestSaveRunRefusesAChangedDigest(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		for name, meanwhile := range map[string]func(d news.Digest) (bool, error){
			"edited": func(d news.Digest) (bool, error) {
				d.ChangedAt = d.ChangedAt.Add(time.Second)
				return edit(s, d)
			},
			"paused":  func(d news.Digest) (bool, error) { return s.PauseDigest(ctx, d.ID, "", change) },
			"deleted": func(d news.Digest) (bool, error) { return s.DeleteDigest(ctx, d.ID, change) },
		} {
			d := digest(name, "1", name)
			_, err := s.CreateDigest(ctx, d, change)
			check(t, err)
			if ok, err := meanwhile(d); !ok || err != nil {
				t.Fatal(name, ok, err)
			}
			run := news.Run{ID: name, Digest: name, Slot: "2026-11-21 09:00", Outcome: news.Posted}
			if saved, err := s.SaveRun(ctx, d, run, t0, nil); saved || err != nil {
				t.Errorf("%s: saved %t, %v", name, saved, err)
			}
			if _, ok, err := s.Run(ctx, name); ok || err != nil {
				t.Errorf("%s: the run is there, %v", name, err)
			}
		}
	})
}

func TestMessages(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		m1, m2, other := message(t, "g", 1), message(t, "g", 2).InForum("Title"), message(t, "h", 1)
		check(t, s.AddMessages(ctx, m1, m2, other))
		check(t, s.AddMessages(ctx, m1))
		epoch, _, err := s.Claim(ctx, outbox.Work, "me", time.Minute)
		check(t, err)
		due := func(want ...string) {
			t.Helper()
			messages, _, err := s.DueMessages(ctx, clk.Now(), 10)
			check(t, err)
			var got []string
			for _, m := range messages {
				got = append(got, m.ID)
			}
			slices.Sort(got)
			same(t, want, got)
		}
		due("g|1", "h|1")
		m1.State, m1.MessageID, m1.FirstTry = outbox.Sent, "99", t0
		check(t, s.SaveMessages(ctx, epoch, m1))
		due("g|2", "h|1")
		other.State, other.NextTry = outbox.Unknown, t0.Add(time.Hour)
		check(t, s.SaveMessages(ctx, epoch, other))
		due("g|2")
		if _, next, err := s.DueMessages(ctx, t0, 10); !next.Equal(t0.Add(time.Hour)) || err != nil {
			t.Error("next", next, err)
		}
		parts, err := s.Messages(ctx, "g")
		check(t, err)
		m2.CreatedAt, m2.NextTry = t0, t0
		same(t, m2, parts[1])
		if err := s.SaveMessages(ctx, epoch-1, m2); !errors.Is(err, outbox.ErrFenced) {
			t.Error("an old epoch:", err)
		}
		counts, oldest, err := s.CountMessages(ctx)
		check(t, err)
		same(t, map[outbox.State]int{outbox.Sent: 1, outbox.Ready: 1, outbox.Unknown: 1}, counts)
		same(t, t0, oldest)
	})
}

func TestDeadLettersAndRetry(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		epoch, _, err := s.Claim(ctx, outbox.Work, "me", time.Minute)
		check(t, err)
		for _, c := range []struct {
			group, channel string
			problem        outbox.Problem
			want           outbox.State
			wantFirst      time.Time
		}{
			{"denied", "10", outbox.NotAllowed, outbox.Unknown, t0},
			{"moved", "11", outbox.ChannelGone, outbox.Ready, time.Time{}},
			{"unseen", "10", outbox.Unseen, outbox.Ready, time.Time{}},
		} {
			check(t, s.AddMessages(ctx, message(t, c.group, 1), message(t, c.group, 2), message(t, c.group, 3)))
			parts, err := s.Messages(ctx, c.group)
			check(t, err)
			parts[0].State = outbox.Sent
			check(t, s.SaveMessages(ctx, epoch, parts[0]))
			parts[1].State, parts[1].FirstTry, parts[1].Problem = outbox.Dead, t0, c.problem
			check(t, s.SaveMessages(ctx, epoch, parts[1]))
			dead, err := s.DeadLetters(ctx, "1")
			check(t, err)
			if len(dead) != 2 || dead[0].Problem != c.problem || dead[1].Problem != outbox.EarlierIsDead {
				t.Errorf("%s: dead %v", c.group, dead)
			}
			if any, err := s.Retry(ctx, c.group, c.channel, change); !any || err != nil {
				t.Errorf("%s: %t, %v", c.group, any, err)
			}
			parts, err = s.Messages(ctx, c.group)
			check(t, err)
			if p := parts[1]; p.State != c.want || !p.FirstTry.Equal(c.wantFirst) || p.Channel != c.channel || p.Problem != "" {
				t.Errorf("%s: %v", c.group, p)
			}
			if p := parts[2]; p.State != outbox.Ready {
				t.Errorf("%s: the part after it is %s", c.group, p.State)
			}
		}
	})
}

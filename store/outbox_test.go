package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"magpie/clock"
	"magpie/outbox"
	"magpie/store"
	"magpie/store/storetest"
)

// Many messages that wait do not slow down the look for those that are due: an index
// has them in order.
func TestDueMessagesAmongMany(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx, now := t.Context(), clk.Now()
		var all []outbox.Message
		for i := range 2000 {
			m := message(t, fmt.Sprint("g", i), 1)
			m.NextTry = now.Add(time.Duration(1+i%45) * time.Second)
			all = append(all, m)
		}
		check(t, s.AddMessages(ctx, all...))
		plan, err := s.PlanDueMessages(ctx)
		check(t, err)
		if !strings.Contains(plan, "outbox_waiting") || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "Sort") {
			t.Errorf("the plan is\n%s", plan)
		}
		for _, after := range []time.Duration{0, time.Minute} {
			began := time.Now()
			due, _, err := s.DueMessages(ctx, now.Add(after), 20)
			check(t, err)
			t.Logf("%d of %d within %v", len(due), len(all), time.Since(began))
		}
	})
}

// When the clock is set back, messages do not wait for it to come round again.
func TestDueMessagesWhenTheClockIsSetBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		fresh, tried, putOff := message(t, "fresh", 1), message(t, "tried", 1), message(t, "put off", 1)
		check(t, s.AddMessages(ctx, tried, putOff))
		epoch, _, err := s.Claim(ctx, outbox.Work, "me", time.Minute)
		check(t, err)
		clk.Set(t0.Add(10 * time.Minute))
		check(t, s.AddMessages(ctx, fresh))
		tried.State, tried.FirstTry, tried.NextTry = outbox.Unknown, t0.Add(10*time.Minute), t0.Add(11*time.Minute)
		putOff.State, putOff.NextTry = outbox.Unknown, t0.Add(70*time.Minute)
		check(t, s.SaveMessages(ctx, epoch, tried, putOff))
		for _, c := range []struct {
			now  time.Duration
			want int
		}{{10 * time.Minute, 1}, {9 * time.Minute, 3}, {15 * time.Minute, 2}} {
			due, _, err := s.DueMessages(ctx, t0.Add(c.now), 10)
			check(t, err)
			if len(due) != c.want {
				t.Errorf("at %v %d are due, want %d", c.now, len(due), c.want)
			}
		}
	})
}

// What became of messages is noted altogether or not at all.
func TestSaveMessagesTogether(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		a, b, c := message(t, "g", 1), message(t, "h", 1), message(t, "h", 2)
		check(t, s.AddMessages(ctx, a, b, c))
		old, _, err := s.Claim(ctx, outbox.Work, "me", time.Minute)
		check(t, err)
		clk.Set(t0.Add(2 * time.Minute))
		epoch, _, err := s.Claim(ctx, outbox.Work, "other", time.Minute)
		check(t, err)
		a.State, b.State = outbox.Sent, outbox.Dead
		for _, save := range []struct {
			epoch int64
			want  []outbox.State
		}{
			{old, []outbox.State{outbox.Ready, outbox.Ready, outbox.Ready}},
			{epoch, []outbox.State{outbox.Sent, outbox.Dead, outbox.Dead}},
		} {
			if err := s.SaveMessages(ctx, save.epoch, a, b); (err == nil) != (save.epoch == epoch) {
				t.Errorf("epoch %d: %v", save.epoch, err)
			}
			var got []outbox.State
			for _, group := range []string{"g", "h"} {
				parts, err := s.Messages(ctx, group)
				check(t, err)
				for _, m := range parts {
					got = append(got, m.State)
				}
			}
			same(t, save.want, got)
		}
	})
}

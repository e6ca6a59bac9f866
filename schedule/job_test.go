package schedule_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/clock"
	"magpie/schedule"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestRun(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	clk := clock.NewFake(noon)
	wake := clock.NewWaker()
	var hourly, flaky, woken []string
	note := func(list *[]string, now time.Time) { *list = append(*list, now.Format("15:04")) }
	jobs := []schedule.Job{
		{Name: "hourly", Run: func(_ context.Context, now time.Time) (time.Time, error) {
			note(&hourly, now)
			return now.Add(time.Hour), nil
		}},
		{Name: "flaky", Run: func(_ context.Context, now time.Time) (time.Time, error) {
			note(&flaky, now)
			switch len(flaky) {
			case 1:
				return time.Time{}, errors.New("no luck")
			case 2:
				panic("no luck at all")
			}
			return now.Add(24 * time.Hour), nil
		}},
		{Name: "woken", Wake: wake, Run: func(_ context.Context, now time.Time) (time.Time, error) {
			note(&woken, now)
			return time.Time{}, nil
		}},
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { schedule.Run(ctx, slog.New(slog.NewTextHandler(&log, nil)), clk, jobs...) })
	clk.AdvanceTo(noon.Add(90*time.Minute), len(jobs))
	wake.Signal()
	clk.Settle(len(jobs))
	clk.AdvanceTo(noon.Add(2*time.Hour), len(jobs))
	cancel()
	wg.Wait()

	for _, c := range []struct {
		name      string
		want, got []string
	}{
		{"hourly", []string{"12:00", "13:00", "14:00"}, hourly},
		{"flaky", []string{"12:00", "12:01", "12:02"}, flaky},
		{"woken", []string{"12:00", "13:30"}, woken},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Error(c.name, diff)
		}
	}
	for _, want := range []string{"job=flaky", "no luck", "panic: no luck at all"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, log.String())
		}
	}
}

// A clock that is set forward, as after a machine slept, is noticed within a minute.
func TestRunNoticesThatTheClockWasSet(t *testing.T) {
	t.Parallel()
	clk := clock.NewFake(noon)
	var ran []time.Time
	job := schedule.Job{Name: "daily", Run: func(_ context.Context, now time.Time) (time.Time, error) {
		ran = append(ran, now)
		return noon.Add(time.Duration(len(ran)) * 24 * time.Hour), nil
	}}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { schedule.Run(ctx, slog.New(slog.DiscardHandler), clk, job) })
	clk.Settle(1)
	clk.AdvanceTo(noon.Add(-time.Hour), 0) // set back: nothing runs early
	clk.AdvanceTo(noon.Add(23*time.Hour), 1)
	if len(ran) != 1 {
		t.Errorf("ran at %v before it was due", ran)
	}
	clk.AdvanceTo(noon.Add(25*time.Hour), 1)
	cancel()
	wg.Wait()
	if len(ran) != 2 {
		t.Errorf("ran at %v, want twice", ran)
	}
}

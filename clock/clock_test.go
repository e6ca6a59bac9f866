package clock_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"magpie/clock"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// loop waits each on the clock again and again and sends the time of every return.
func loop(ctx context.Context, c clock.Clock, each time.Duration, w *clock.Waker) <-chan time.Time {
	out := make(chan time.Time, 100)
	go func() {
		defer close(out)
		for c.Wait(ctx, each, w) == nil {
			out <- c.Now()
		}
	}()
	return out
}

func TestFakeEndsWaitsInOrderAtTheirOwnTime(t *testing.T) {
	f := clock.NewFake(noon)
	ctx, cancel := context.WithCancel(t.Context())
	minutes, hours := loop(ctx, f, time.Minute, nil), loop(ctx, f, time.Hour, nil)
	f.AdvanceTo(noon.Add(time.Hour), 2)
	cancel()
	n := 0
	for at := range minutes {
		n++
		if want := noon.Add(time.Duration(n) * time.Minute); !at.Equal(want) {
			t.Errorf("return %d at %v, want %v", n, at, want)
		}
	}
	if n != 60 {
		t.Errorf("%d returns in an hour, want 60", n)
	}
	if at := <-hours; !at.Equal(noon.Add(time.Hour)) {
		t.Errorf("the hour ended at %v", at)
	}
}

func TestSignalEndsAWaitEarly(t *testing.T) {
	for name, c := range map[string]clock.Clock{"fake": clock.NewFake(noon), "real": clock.Real{}} {
		t.Run(name, func(t *testing.T) {
			w := clock.NewWaker()
			w.Signal()
			w.Signal() // twice is once
			if err := c.Wait(t.Context(), time.Hour, w); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := c.Wait(ctx, time.Hour, w); !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v, want context.Canceled", err)
			}
		})
	}
}

func TestSettleSeesSignals(t *testing.T) {
	f := clock.NewFake(noon)
	w := clock.NewWaker()
	returns := loop(t.Context(), f, time.Hour, w)
	for range 1000 {
		f.Settle(1)
		w.Signal()
		f.Settle(1)
		select {
		case <-returns:
		default:
			t.Fatal("settled before the signalled loop ran")
		}
	}
}

func TestFakeMovesBack(t *testing.T) {
	f := clock.NewFake(noon)
	f.AdvanceTo(noon.Add(-time.Hour), 0)
	if !f.Now().Equal(noon.Add(-time.Hour)) {
		t.Errorf("now %v", f.Now())
	}
}

func TestSetKeepsWaits(t *testing.T) {
	for _, to := range []time.Duration{-time.Hour, time.Hour} {
		f := clock.NewFake(noon)
		returns := loop(t.Context(), f, time.Minute, nil)
		f.Settle(1)
		f.Set(noon.Add(to))
		f.AdvanceTo(noon.Add(to).Add(90*time.Second), 1)
		if at := <-returns; !at.Equal(noon.Add(to).Add(time.Minute)) || len(returns) > 0 {
			t.Errorf("set by %v, the minute ended at %v", to, at)
		}
	}
}

func TestExpectedSignalKeepsFromSettling(t *testing.T) {
	f := clock.NewFake(noon)
	w := clock.NewWaker()
	returns := loop(t.Context(), f, time.Hour, w)
	for range 1000 {
		signal := w.Expect()
		go signal()
		f.Settle(1)
		select {
		case <-returns:
		default:
			t.Fatal("settled before the expected signal came")
		}
	}
}

func TestShiftedSkips(t *testing.T) {
	s := clock.NewShifted()
	start := s.Now()
	returns := loop(t.Context(), s, time.Hour, nil)
	hours := 0
	for len(returns) == 0 { // skips before the loop waits are not of its hour
		hours += 2
		s.SkipTo(start.Add(time.Duration(hours) * time.Hour))
		runtime.Gosched()
	}
	if at := <-returns; at.Before(start.Add(time.Hour)) {
		t.Errorf("the hour ended at %v", at)
	}
	s.SkipTo(start)
	if s.Now().Before(start.Add(time.Duration(hours) * time.Hour)) {
		t.Error("the clock moved back")
	}
}

package clock

import (
	"context"
	"sync"
	"time"
)

// Shifted is the machine's clock, some time ahead: what the try-it page shows, so
// that tomorrow's digest need not be waited for. Make one with [NewShifted].
type Shifted struct {
	mu      sync.Mutex
	ahead   time.Duration
	shifted chan struct{} // closed at the next shift
}

// NewShifted returns a clock that is not ahead yet.
func NewShifted() *Shifted { return &Shifted{shifted: make(chan struct{})} }

// Now is the machine's time and how far the clock is ahead.
func (s *Shifted) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.ahead)
}

// SkipTo moves the clock ahead to t; it never moves back.
func (s *Shifted) SkipTo(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if by := time.Until(t); by > s.ahead {
		s.ahead = by
		close(s.shifted)
		s.shifted = make(chan struct{})
	}
}

// Wait waits until the clock has moved by d, be it by itself or by SkipTo.
func (s *Shifted) Wait(ctx context.Context, d time.Duration, w *Waker) error {
	end := s.Now().Add(d)
	for {
		s.mu.Lock()
		left, shifted := time.Until(end.Add(-s.ahead)), s.shifted
		s.mu.Unlock()
		if left <= 0 {
			return ctx.Err()
		}
		t := time.NewTimer(left)
		select {
		case <-ctx.Done():
			t.Stop()
			return ctx.Err()
		case <-w.signals():
			t.Stop()
			w.took()
			return nil
		case <-shifted:
			t.Stop()
		case <-t.C:
			return nil
		}
	}
}

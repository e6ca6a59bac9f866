// Package clock tells the time and waits for it, so that everything that
// depends on time can be driven by a test. Programs use [Real]; tests make a
// [Fake] and move it by hand.
//
// Only the loops that live as long as the program wait on a clock, one [Clock.Wait]
// at a time each. That is what lets [Fake.Settle] know when nothing more will
// happen until time moves.
package clock

import (
	"context"
	"sync/atomic"
	"time"
)

// A Clock tells the time and waits for it to pass.
type Clock interface {
	// Now is the current time.
	Now() time.Time
	// Wait returns nil after d has passed or w was signalled, whichever comes
	// first, and ctx.Err() if ctx ended before. w may be nil.
	Wait(ctx context.Context, d time.Duration, w *Waker) error
}

// Real is the clock of the machine.
type Real struct{}

// Now is time.Now.
func (Real) Now() time.Time { return time.Now() }

// Wait waits on the machine's clock.
func (Real) Wait(ctx context.Context, d time.Duration, w *Waker) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
	case <-w.signals():
		w.took()
	}
	return nil
}

// A Waker ends one loop's wait early, because there is new work. The zero
// value is not usable; make one with [NewWaker].
type Waker struct {
	c        chan struct{}
	pending  atomic.Bool  // signalled, and the loop has not yet noticed
	expected atomic.Int32 // signals that were announced
}

// NewWaker returns a Waker for one loop.
func NewWaker() *Waker { return &Waker{c: make(chan struct{}, 1)} }

// Signal wakes the loop now, or makes its next wait return at once. It never blocks.
// A nil Waker does nothing.
func (w *Waker) Signal() {
	if w == nil {
		return
	}
	w.pending.Store(true)
	select {
	case w.c <- struct{}{}:
	default: // a signal is already waiting
	}
}

// Expect announces a signal, which the returned function gives when called, once.
// Until then a [Fake] does not settle: the loop has work under way.
func (w *Waker) Expect() (signal func()) {
	w.expected.Add(1)
	return func() {
		w.pending.Store(true)
		w.expected.Add(-1)
		w.Signal()
	}
}

func (w *Waker) signals() <-chan struct{} {
	if w == nil {
		return nil
	}
	return w.c
}

func (w *Waker) took() { w.pending.Store(false) }

// signalled reports whether the loop has been woken, or will be.
func (w *Waker) signalled() bool {
	return w != nil && (w.expected.Load() > 0 || w.pending.Load() || len(w.c) > 0)
}

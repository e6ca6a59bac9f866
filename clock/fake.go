package clock

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A Fake is a clock that moves only when a test moves it.
type Fake struct {
	mu      sync.Mutex
	changed *sync.Cond // a waiter came or went
	now     time.Time
	waiters []*waiter
}

type waiter struct {
	at    time.Time
	fire  chan struct{}
	waker *Waker
}

// NewFake returns a clock that stands at now.
func NewFake(now time.Time) *Fake {
	f := &Fake{now: now}
	f.changed = sync.NewCond(&f.mu)
	return f
}

// Now is the time the test last set.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Wait blocks until the test has moved the clock by d, w is signalled, or ctx ends.
func (f *Fake) Wait(ctx context.Context, d time.Duration, w *Waker) error {
	if d <= 0 {
		return ctx.Err()
	}
	me := f.enter(d, w)
	var err error
	woken := false
	select {
	case <-ctx.Done():
		err = ctx.Err()
	case <-me.fire:
	case <-w.signals():
		woken = true
	}
	f.leave(me)
	if woken {
		w.took() // after leave, so that Settle never sees neither
	}
	return err
}

func (f *Fake) enter(d time.Duration, w *Waker) *waiter {
	f.mu.Lock()
	defer f.mu.Unlock()
	me := &waiter{at: f.now.Add(d), fire: make(chan struct{}), waker: w}
	f.waiters = append(f.waiters, me)
	f.changed.Broadcast()
	return me
}

func (f *Fake) leave(me *waiter) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiters = slices.DeleteFunc(f.waiters, func(w *waiter) bool { return w == me })
	f.changed.Broadcast()
}

// Settle blocks until loops loops wait for time to pass and none of them has
// been signalled: nothing happens any more until the clock moves.
func (f *Fake) Settle(loops int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for !f.quiet(loops) {
		f.changed.Wait()
	}
}

func (f *Fake) quiet(loops int) bool {
	return len(f.waiters) >= loops && !slices.ContainsFunc(f.waiters, func(w *waiter) bool { return w.waker.signalled() })
}

// AdvanceTo moves the clock to t. Waits that end on the way end in order, each
// at its own time, and the clock goes on when loops loops wait again. A t in the
// past moves the clock back, as a corrected machine clock does.
func (f *Fake) AdvanceTo(t time.Time, loops int) {
	f.Settle(loops)
	for f.fireNext(t) {
		f.Settle(loops)
	}
	f.mu.Lock()
	f.now = t
	f.mu.Unlock()
}

// Set sets the clock to t, before or after, as the machine's is corrected: waits
// last as long as they would have.
func (f *Fake) Set(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, w := range f.waiters {
		w.at = w.at.Add(t.Sub(f.now))
	}
	f.now = t
}

// fireNext moves to the earliest wait that ends by t, ends it, and reports
// whether there was one.
func (f *Fake) fireNext(t time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.waiters) == 0 {
		return false
	}
	next := slices.MinFunc(f.waiters, func(a, b *waiter) int { return a.at.Compare(b.at) })
	if next.at.After(t) {
		return false
	}
	if next.at.After(f.now) {
		f.now = next.at
	}
	f.waiters = slices.DeleteFunc(f.waiters, func(w *waiter) bool { return w == next })
	close(next.fire)
	return true
}

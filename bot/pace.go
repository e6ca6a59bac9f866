package bot

import (
	"context"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"
)

// sleep waits for d, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// A backoff is pauses that double up to two minutes, each varied by a quarter.
type backoff struct{ first, next time.Duration }

const longestPause = 2 * time.Minute

func newBackoff(first time.Duration) *backoff { return &backoff{first, first} }

func (b *backoff) wait(ctx context.Context) error {
	d := b.next
	b.next = min(2*b.next, max(longestPause, b.first))
	return sleep(ctx, d*3/4+rand.N(d/2+1))
}

func (b *backoff) reset() { b.next = b.first }

// perSecond is how many requests go out; Discord allows 50 to a bot.
const perSecond = 45

// A pacer spaces requests evenly, and holds all of them during a shared pause.
type pacer struct {
	mu    sync.Mutex
	next  time.Time
	until time.Time
}

// await waits for the caller's turn. Who misses it, since a pause came between or
// the machine stalls, takes another, so that requests do not go out in a heap.
func (p *pacer) await(ctx context.Context) error {
	for missed := false; ; missed = true {
		at := p.turn()
		if err := sleep(ctx, time.Until(at)); err != nil {
			return err
		}
		if p.paused() == 0 && (missed || time.Since(at) < missedAfter) {
			return nil
		}
	}
}

// missedAfter is how late a request may be for its turn.
const missedAfter = 50 * time.Millisecond

// turn is the time of the next free turn, which is then taken.
func (p *pacer) turn() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := time.Now()
	if p.next.After(at) {
		at = p.next
	}
	if p.until.After(at) {
		at = p.until
	}
	p.next = at.Add(time.Second / perSecond)
	return at
}

// paused is how much longer everything is held, if it is.
func (p *pacer) paused() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(0, time.Until(p.until))
}

// pause holds everything for d.
func (p *pacer) pause(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(d); until.After(p.until) {
		p.until = until
	}
}

// windows remembers how many requests Discord still takes on a route. Routes whose
// window is over are forgotten.
type windows struct {
	mu   sync.Mutex
	open map[string]window
}

type window struct {
	left  int
	until time.Time
}

// take counts a request, or says how long the route is closed.
func (w *windows) take(route string) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	win, ok := w.open[route]
	if !ok {
		return 0
	}
	wait := time.Until(win.until)
	switch {
	case wait <= 0:
		delete(w.open, route)
		return 0
	case win.left > 0:
		win.left--
		w.open[route] = win
		return 0
	}
	return wait
}

// sweepAt is how many routes are remembered before those that are over are dropped.
const sweepAt = 256

// note remembers that a route takes left more requests within d.
func (w *windows) note(route string, left int, d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open == nil {
		w.open = map[string]window{}
	}
	now := time.Now()
	if len(w.open) >= sweepAt {
		for r, win := range w.open {
			if !win.until.After(now) {
				delete(w.open, r)
			}
		}
	}
	w.open[route] = window{left, now.Add(d)}
}

// tally counts events of the last ten minutes, by the minute.
type tally struct {
	mu      sync.Mutex
	minutes [10]struct {
		minute int64
		n      int
	}
}

func (t *tally) add() {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now().Unix() / 60
	m := &t.minutes[now%int64(len(t.minutes))]
	if m.minute != now {
		m.minute, m.n = now, 0
	}
	m.n++
}

func (t *tally) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, n := time.Now().Unix()/60, 0
	for _, m := range t.minutes {
		if now-m.minute < int64(len(t.minutes)) {
			n += m.n
		}
	}
	return n
}

// seconds reads a number of seconds as Discord writes it, "1.5".
func seconds(s string) (time.Duration, bool) {
	f, err := strconv.ParseFloat(s, 64)
	return time.Duration(f * float64(time.Second)), err == nil && f >= 0
}

package slash

import (
	"fmt"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limiter bounds how fast people and servers use commands.
type limiter struct {
	now            func() time.Time
	person, server int // events a minute

	mu      sync.Mutex
	buckets map[string]*rate.Limiter
	swept   time.Time
}

// busyError says that somebody is too fast.
type busyError struct{ wait time.Duration }

func (e *busyError) Error() string { return fmt.Sprintf("too fast: wait %s", e.wait) }

func (e *busyError) seconds() int { return max(1, int(math.Ceil(e.wait.Seconds()))) }

// take counts one event, or says how long to wait.
func (l *limiter) take(c *Call) error {
	if err := l.one("p"+c.Person.ID, l.person); err != nil {
		return err
	}
	if c.Place.Direct() {
		return nil
	}
	return l.one("s"+c.Place.Server, l.server)
}

func (l *limiter) one(key string, perMinute int) error {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	b := l.buckets[key]
	if b == nil {
		b = rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute)
		l.buckets[key] = b
	}
	if b.AllowN(now, 1) {
		return nil
	}
	missing := 1 - b.TokensAt(now)
	return &busyError{time.Duration(missing / float64(b.Limit()) * float64(time.Second))}
}

// sweep forgets, once a minute, whoever has been quiet long enough to have a full
// allowance again.
func (l *limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for key, b := range l.buckets {
		if b.TokensAt(now) >= float64(b.Burst()) {
			delete(l.buckets, key)
		}
	}
}

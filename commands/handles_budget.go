package commands

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A budget bounds how often each person does something within an hour. It is kept in memory:
// a restart gives it back, which happens too seldom to matter.
type budget struct {
	now  func() time.Time
	most int

	mu    sync.Mutex
	spent map[string]*rate.Limiter
	swept time.Time
}

func newBudget(now func() time.Time, anHour int) *budget {
	return &budget{now: now, most: anHour, spent: map[string]*rate.Limiter{}}
}

// take counts once for a person and returns 0, or how long they have to wait.
func (b *budget) take(person string) time.Duration {
	now := b.now()
	b.mu.Lock()
	defer b.mu.Unlock()
	if now.Sub(b.swept) > time.Hour { // who has all again need not be remembered
		b.swept = now
		for p, l := range b.spent {
			if l.TokensAt(now) >= float64(b.most) {
				delete(b.spent, p)
			}
		}
	}
	l := b.spent[person]
	if l == nil {
		l = rate.NewLimiter(rate.Every(time.Hour/time.Duration(b.most)), b.most)
		b.spent[person] = l
	}
	if l.AllowN(now, 1) {
		return 0
	}
	return time.Duration((1 - l.TokensAt(now)) / float64(l.Limit()) * float64(time.Second))
}

package news

import (
	"hash/fnv"
	"strconv"
	"time"
)

// Interval is how often a feed that works is fetched.
const Interval = 30 * time.Minute

const (
	firstBackoff = 5 * time.Minute
	maxBackoff   = 24 * time.Hour
	goneBackoff  = 7 * 24 * time.Hour // a server that says 410 wants to be left alone
	maxRest      = 12 * time.Hour     // that a feed that works can ask for
	wholeEvery   = 24 * time.Hour     // a body is read, whatever the server says of changes
)

// nextFetch is when a feed that works is fetched next: at its next slot, unless it asks
// to be left alone for longer.
func nextFetch(url string, now time.Time, rest time.Duration) time.Time {
	next := nextSlot(url, now)
	if asked := now.Add(min(rest, maxRest)); asked.After(next) {
		return asked
	}
	return next
}

// nextSlot is a feed's next regular time after now: every half hour, at an offset of
// its own.
func nextSlot(url string, now time.Time) time.Time {
	offset := time.Duration(hash(url)%uint64(Interval/time.Second)) * time.Second
	t := now.Truncate(Interval).Add(offset)
	if !t.After(now) {
		t = t.Add(Interval)
	}
	return t
}

// backoff is how long to leave a feed alone that failed some times before: twice as
// long each time, a day at most, up to a fifth more or less so that feeds of one host
// spread.
func backoff(url string, before int) time.Duration {
	wait := maxBackoff
	if before < 9 {
		wait = min(maxBackoff, firstBackoff<<before)
	}
	return min(maxBackoff, wait+spread(url+" "+strconv.Itoa(before), wait/5))
}

// conditions are what a feed's server is told that Magpie has. Some servers say for ever
// that nothing changed, so once a day, each feed at another hour, they are told nothing.
func (f Feed) conditions(now time.Time) State {
	if now.Sub(f.Whole) > wholeEvery+spread(f.URL, wholeEvery/12) {
		return State{}
	}
	return f.State
}

// spread is up to most more or less, always the same for a name.
func spread(name string, most time.Duration) time.Duration {
	return time.Duration(float64(most) * (float64(hash(name)%401)/200 - 1))
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

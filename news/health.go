package news

import (
	"errors"
	"hash/fnv"
	"slices"
	"strconv"
	"time"
)

// Interval is how often a feed that works is fetched.
const Interval = 30 * time.Minute

const (
	firstBackoff = 5 * time.Minute
	maxBackoff   = 24 * time.Hour
)

// On reports whether a feed was ever fetched with success. A suggested feed that never
// was is off: it is tried, but nobody is told that it fails.
func (f Feed) On() bool { return !f.LastGood.IsZero() }

// fetched is a feed after a fetch that went well.
func (f Feed) fetched(got reading, now time.Time) Feed {
	if !got.resp.Unchanged {
		f.Title, f.Lang = got.parsed.Title, got.parsed.Lang
	}
	f.Checked = now
	f.State = State{
		ETag:         got.resp.ETag,
		LastModified: got.resp.LastModified,
		NextFetch:    nextSlot(f.URL, now),
		LastGood:     now,
	}
	if slices.Contains(got.parsed.Repairs, RepairTruncated) || slices.Contains(got.parsed.Repairs, RepairSyntax) {
		f.ETag, f.LastModified = "", "" // the whole of it may come next time
	}
	return f
}

// failed is a feed after a fetch that did not go well. It is tried again, at growing
// distances, for ever.
func (f Feed) failed(why *Trouble, now time.Time) Feed {
	f.Checked = now
	f.Problem = why.Problem
	if f.FailingSince.IsZero() {
		f.FailingSince = now
	}
	wait := backoff(f.URL, f.Failures)
	f.Failures++
	if why.Problem == Gone {
		wait = maxBackoff
	}
	var asked *Wait
	if errors.As(why, &asked) {
		wait = max(wait, asked.For)
	}
	f.NextFetch = now.Add(wait)
	return f
}

// backoff is how long to leave a feed alone that failed some times before: twice as
// long each time, a day at most, a fifth more or less so that feeds of one host spread.
func backoff(url string, before int) time.Duration {
	wait := maxBackoff
	if before < 9 {
		wait = min(maxBackoff, firstBackoff<<before)
	}
	share := float64(hash(url+" "+strconv.Itoa(before))%401)/1000 - 0.2
	return wait + time.Duration(share*float64(wait))
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

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// A Turn in a feed's health is what its followers' moderators are told; words for it
// are "feed.<turn>".
type Turn string

// The turns.
const (
	NoTurn      Turn = ""
	FailingSome Turn = "failing"      // for six hours
	FailingDay  Turn = "failing_long" // for a day
	GoneForGood Turn = "gone"         // the server says that it is no more
	Recovered   Turn = "recovered"    // works again after they were told
)

// Health is the turn that a fetch took, if moderators should hear of it: each once.
func (r Fetched) Health() Turn {
	was, is := r.Before, r.After
	if !was.On() || !is.Checked.After(was.Checked) {
		return NoTurn
	}
	before, now := failing(was), failing(is)
	switch {
	case now == 0 && (before >= 6*time.Hour || was.Problem == Gone):
		return Recovered
	case is.Problem == Gone && was.Problem != Gone:
		return GoneForGood
	case is.Problem == Gone:
		return NoTurn
	case now >= 24*time.Hour && before < 24*time.Hour:
		return FailingDay
	case now >= 6*time.Hour && before < 6*time.Hour:
		return FailingSome
	}
	return NoTurn
}

// failing is how long a feed had been failing when it was last checked.
func failing(f Feed) time.Duration {
	if f.FailingSince.IsZero() {
		return 0
	}
	return f.Checked.Sub(f.FailingSince)
}

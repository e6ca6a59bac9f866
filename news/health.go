package news

import "time"

// On reports whether a feed was ever fetched with success. A suggested feed that never
// was is off: it is tried, but nobody is told that it fails.
func (f Feed) On() bool { return !f.LastGood.IsZero() }

// A Condition is how a feed is.
type Condition string

// The conditions, the worst first.
const (
	IsGone    Condition = "gone"    // the server says that it is no more; it is asked once a week
	IsDormant Condition = "dormant" // failing for two weeks; asked once a day
	IsFailing Condition = "failing"
	IsStale   Condition = "stale"   // it works, but nothing new has come for long
	IsWaiting Condition = "waiting" // never read yet
	IsOK      Condition = "ok"
)

// dormantAfter is how long a feed has to fail until nobody expects it back soon.
const dormantAfter = 14 * 24 * time.Hour

// Condition is how the feed was when it was last fetched.
func (f Feed) Condition() Condition {
	switch {
	case !f.On():
		return IsWaiting
	case f.Problem == Gone:
		return IsGone
	case failing(f) >= dormantAfter:
		return IsDormant
	case f.Problem != NoProblem:
		return IsFailing
	case f.StaleTold:
		return IsStale
	}
	return IsOK
}

// failing is how long a feed had been failing when it was last checked.
func failing(f Feed) time.Duration {
	if f.FailingSince.IsZero() {
		return 0
	}
	return f.Checked.Sub(f.FailingSince)
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
	WentStale   Turn = "stale"        // works, but nothing new has come for long
	HasMoved    Turn = "moved"        // is fetched from another address from now on
)

// After how long failing moderators are told.
const (
	failingSome = 6 * time.Hour
	failingDay  = 24 * time.Hour
)

// Health is the turn that a fetch took, if moderators should hear of it: each once.
func (r Fetched) Health() Turn {
	was, is := r.Before, r.After
	if !was.On() || !is.Checked.After(was.Checked) {
		return NoTurn
	}
	before, now := failing(was), failing(is)
	switch {
	case now == 0 && (before >= failingSome || was.Problem == Gone):
		return Recovered
	case is.Problem == Gone && was.Problem != Gone:
		return GoneForGood
	case is.Problem == Gone:
		return NoTurn
	case now >= failingDay && before < failingDay:
		return FailingDay
	case now >= failingSome && before < failingSome:
		return FailingSome
	case is.StaleTold && !was.StaleTold:
		return WentStale
	case r.wentElsewhere():
		return HasMoved
	}
	return NoTurn
}

// wentElsewhere reports whether a feed has moved with this fetch, not only to another
// spelling of its address, such as with https.
func (r Fetched) wentElsewhere() bool {
	_, before := r.Before.Moved()
	to, now := r.After.Moved()
	was, _ := CanonicalURL(r.After.URL)
	is, _ := CanonicalURL(to)
	return now && !before && was != is
}

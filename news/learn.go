package news

import (
	"errors"
	"slices"
	"time"
)

// fetched is a feed after a fetch that went well; kept is what [Keep] left of it.
func (f Feed) fetched(got reading, kept []Item, now time.Time) Feed {
	next := f
	next.Checked = now
	next.State = State{
		ETag: got.resp.ETag, LastModified: got.resp.LastModified, LastGood: now, Whole: f.Whole, Every: f.Every,
		Newest: f.Newest, Gap: f.Gap, StaleTold: f.StaleTold,
	}
	if !got.resp.Unchanged {
		next.Title, next.Lang = got.parsed.Title, got.parsed.Lang
		next.Whole, next.Every = now, got.parsed.Every
	}
	if slices.Contains(got.parsed.Repairs, RepairTruncated) || slices.Contains(got.parsed.Repairs, RepairSyntax) {
		next.ETag, next.LastModified = "", "" // the whole of it may come next time
	}
	next.NextFetch = nextFetch(f.URL, now, max(got.resp.Rest, next.Every))
	next.moved(f, got.resp.Moved)
	next.learn(f, got.parsed.Items, kept)
	return next
}

// failed is a feed after a fetch that did not go well. It is tried again, at growing
// distances, for ever; and at its own address, in case it no longer moves.
func (f Feed) failed(why *Trouble, now time.Time) Feed {
	f.Checked = now
	f.Problem = why.Problem
	f.MovedTo, f.MovedTimes = "", 0
	if f.FailingSince.IsZero() {
		f.FailingSince = now
	}
	wait := backoff(f.URL, f.Failures)
	for _, told := range []time.Duration{failingSome, failingDay} {
		if left := told - now.Sub(f.FailingSince); left > 0 {
			wait = min(wait, left) // moderators hear of it when the feed is next tried
		}
	}
	f.Failures++
	if why.Problem == Gone {
		wait = goneBackoff
	}
	var asked *Wait
	if errors.As(why, &asked) {
		wait = max(wait, asked.For)
	}
	f.NextFetch = now.Add(wait)
	return f
}

// movedAfter is how many fetches in a row have to lead to the same place for good until
// the feed is fetched there.
const movedAfter = 3

// Moved is the address that a feed is fetched from, if that is another than its URL. The
// URL remains what it is known by.
func (f Feed) Moved() (address string, moved bool) {
	return f.MovedTo, f.MovedTimes >= movedAfter
}

// address is where a feed is fetched.
func (f Feed) address() string {
	if to, moved := f.Moved(); moved {
		return to
	}
	return f.URL
}

// moved notes where a feed was led for good; to is empty where it was not.
func (f *Feed) moved(before Feed, to string) {
	_, already := before.Moved()
	switch {
	case to == "" && already:
		f.MovedTo, f.MovedTimes = before.MovedTo, before.MovedTimes
	case to != "" && to == before.MovedTo:
		f.MovedTo, f.MovedTimes = to, before.MovedTimes+1
	case to != "" && to != f.URL:
		f.MovedTo, f.MovedTimes = to, 1
	}
}

const (
	staleGaps  = 5 // usual gaps without anything new are strange
	staleLeast = 7 * 24 * time.Hour
)

// learn takes over what a fetch taught of how often something new comes. The first items
// of a feed teach it by their dates.
func (f *Feed) learn(before Feed, items, kept []Item) {
	now := f.LastGood
	if !before.On() {
		f.Newest, f.Gap = publishing(items, now)
		return
	}
	if slices.ContainsFunc(kept, func(it Item) bool { return it.Seen.Equal(now) && !it.Baseline }) {
		if !before.Newest.IsZero() && before.FailingSince.IsZero() {
			f.Gap = usual(before.Gap, now.Sub(before.Newest))
		}
		f.Newest, f.StaleTold = now, false
	}
	quiet := max(staleLeast, staleGaps*f.Gap)
	if f.Gap > 0 && before.FailingSince.IsZero() && now.Sub(f.Newest) > quiet {
		f.StaleTold = true
	}
}

// usual is a usual gap after one more. It is quick to grow and slow to shrink, so that
// several items in an hour do not make a week of silence look strange.
func usual(gap, next time.Duration) time.Duration {
	switch {
	case gap == 0:
		return next
	case next > gap:
		return gap + (next-gap)/2
	}
	return gap - (gap-next)/16
}

// publishing is when the newest of some items was published, and how many days usually
// pass between those on which any were: zero if fewer than three have dates.
func publishing(items []Item, now time.Time) (newest time.Time, gap time.Duration) {
	var days []time.Time
	for _, it := range items {
		if it.Published.IsZero() || it.Published.After(now) {
			continue
		}
		days = append(days, it.Published.Truncate(24*time.Hour))
		if it.Published.After(newest) {
			newest = it.Published
		}
	}
	slices.SortFunc(days, time.Time.Compare)
	days = slices.CompactFunc(days, time.Time.Equal)
	if len(days) < 3 {
		return newest, 0
	}
	var gaps []time.Duration
	for i, day := range days[1:] {
		gaps = append(gaps, day.Sub(days[i]))
	}
	slices.Sort(gaps)
	return newest, gaps[len(gaps)/2]
}

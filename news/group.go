package news

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A Judged is an item with what the judge found about it.
type Judged struct {
	Item
	Verdict
}

// Group makes stories of items that were kept. Items with the same canonical link, or with the
// same title in the same language but for case, punctuation and the names of publisher
// and section, are one; so are those that say the same in other words or another language, with
// what names and numbers they give, unless one gives another in its place. Only items within
// [Remembered] of each other, as far as their times are known, are compared. An item is in
// exactly one story. Stories come in the order of their first items, whatever order the
// items are given in; langs says which languages readers prefer, best first.
func Group(r *Reader, items []Judged, langs []string, how Grouping) []Story {
	return group(r, items, langs, how, runtime.GOMAXPROCS(0))
}

// group groups with so many goroutines.
func group(r *Reader, items []Judged, langs []string, how Grouping, workers int) []Story {
	b := newBatch(r, items, how, workers)
	stories := b.acrossLanguages(b.byLanguage())
	slices.SortFunc(stories, func(x, y []int32) int { return cmp.Compare(x[0], y[0]) })
	out := make([]Story, len(stories))
	each(workers, len(stories), func(i int) {
		var all []Judged
		for _, m := range stories[i] {
			all = append(all, b.reports[m].Judged)
		}
		out[i] = tell(all, langs)
		out[i].Joins = b.joins(stories[i])
	})
	return out
}

// identities are what a report shares with others about the same. A short title,
// such as "Live updates", identifies nothing.
func (r *report) identities() []string {
	var keys []string
	if link, ok := CanonicalURL(r.Link); ok {
		keys = append(keys, link)
	}
	if title := lettersOf(r.reading.Title); len(title) >= 18 {
		keys = append(keys, r.lang+" "+title)
	}
	return keys
}

// lettersOf is a text without what is no letter or number.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, s)
}

// tell makes one story of items, in the order in which they came.
func tell(items []Judged, langs []string) Story {
	first := items[0]
	slices.SortStableFunc(items, func(a, b Judged) int {
		return cmp.Or(
			cmp.Compare(rank(langs, a.Lang), rank(langs, b.Lang)),
			cmp.Compare(slices.Index(trust, a.Outlet), slices.Index(trust, b.Outlet)),
			a.Published.Compare(b.Published),
			cmp.Compare(a.ID, b.ID))
	})
	best := slices.MaxFunc(items, func(a, b Judged) int { return cmp.Compare(a.Score, b.Score) })
	s := Story{ID: first.ID, Topic: best.Topic, Reasons: slices.Clone(best.Reasons)}
	publishers := map[string]bool{}
	for _, it := range items {
		s.Items = append(s.Items, it.Item)
		publishers[it.Publisher] = true
	}
	s.Score = best.Score * (1 + math.Log2(float64(len(publishers)))/4)
	if n := len(publishers); n > 1 {
		s.Reasons = append(s.Reasons, Reason{Outlets, []string{strconv.Itoa(n)}})
	}
	return s
}

// trust is which kind of outlet tells a story first: who decides, then who reports,
// then who has a side in it.
var trust = []Outlet{OfficialDocument, Agency, Newspaper, UnknownOutlet, Company, Blog, StateMedia}

// rank is how far down a reader's languages an item's is. The other Chinese script
// comes after both.
func rank(langs []string, lang string) int {
	if i := slices.Index(langs, lang); i >= 0 {
		return i
	}
	return len(langs)
}

// newest is when the latest of a story's items was first seen or last edited.
func (s Story) newest() time.Time {
	var t time.Time
	for _, it := range s.Items {
		t = latest(t, it.Seen, it.Edited)
	}
	return t
}

func latest(times ...time.Time) time.Time {
	return slices.MaxFunc(times, time.Time.Compare)
}

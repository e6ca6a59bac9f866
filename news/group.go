package news

import (
	"cmp"
	"math"
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

// Group makes stories of items that were kept: those with the same canonical link, or
// with the same title in the same language but for case, punctuation and the
// publisher's name, are one. An item is in exactly one story. Stories come in the
// order of their first items; langs says which languages readers prefer, best first.
func Group(r *Reader, items []Judged, langs []string, how Grouping) []Story {
	stories := make([][]Judged, 0, len(items))
	byKey := map[string]int{} // what identifies a story → its place
	for _, it := range items {
		keys := identities(it.Item)
		at := len(stories)
		for _, k := range keys {
			if i, ok := byKey[k]; ok {
				at = i
				break
			}
		}
		if at == len(stories) {
			stories = append(stories, nil)
		}
		stories[at] = append(stories[at], it)
		for _, k := range keys {
			if _, ok := byKey[k]; !ok {
				byKey[k] = at
			}
		}
	}
	out := make([]Story, len(stories))
	for i, s := range stories {
		out[i] = tell(s, langs)
	}
	return out
}

// identities are what an item shares with others about the same. A short title,
// such as "Live updates", identifies nothing.
func identities(it Item) []string {
	var keys []string
	if link, ok := CanonicalURL(it.Link); ok {
		keys = append(keys, link)
	}
	if title := bareTitle(it.Title, it.Publisher); len(title) >= 18 {
		keys = append(keys, it.Lang+" "+title)
	}
	return keys
}

// bareTitle is a title without case, punctuation and " - Publisher".
func bareTitle(title, publisher string) string {
	title, publisher = fold(title), fold(publisher)
	for _, dash := range []string{" - ", " | ", " – ", " — ", "_"} {
		if cut, ok := strings.CutSuffix(title, dash+publisher); ok && publisher != "" {
			title = cut
			break
		}
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, title)
}

// tell makes one story of items, which are at least one.
func tell(items []Judged, langs []string) Story {
	first := slices.MinFunc(items, func(a, b Judged) int {
		return cmp.Or(a.Seen.Compare(b.Seen), a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
	})
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

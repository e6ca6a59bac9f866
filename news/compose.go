package news

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A Window is what one edition reports on: items that came, or were edited, after
// From and not after To.
type Window struct{ From, To time.Time }

// NextWindow is the window of an edition composed now: it begins where the last
// posted one of the digest's runs ended, so that nothing is lost between them. The first
// edition looks back a day, none further than [Remembered].
func NextWindow(history []Run, now time.Time) Window {
	from := now.Add(-24 * time.Hour)
	var posted time.Time
	for _, r := range history {
		if r.Outcome == Posted {
			posted = latest(posted, r.At)
		}
	}
	if !posted.IsZero() {
		from = latest(posted, now.Add(-Remembered))
	}
	return Window{From: from, To: now}
}

func (w Window) holds(t time.Time) bool { return t.After(w.From) && !t.After(w.To) }

// An Edition is what a digest tells at one time, and what it leaves out.
type Edition struct {
	Digest  string // name
	Window  Window
	Stories []Story   // best first, at most the digest's Length
	Dropped []Dropped // every other item given, newest first
}

// A Dropped is an item left out, with why.
type Dropped struct {
	Item    Item
	Reasons []Reason
}

// Compose makes a digest's edition for a window. topics holds at least the digest's own;
// items are those of the last [Remembered] hours, not only the window's, so that
// what was told is recognised; history is the digest's runs in that time. It has no
// effects and depends on nothing else: the same arguments make the same edition.
func Compose(r *Reader, d Digest, topics []Topic, w Window, items []Item, history []Run) Edition {
	e := Edition{Digest: d.Name, Window: w}
	judge := NewJudge(r, slices.DeleteFunc(slices.Clone(topics), func(t Topic) bool {
		return !slices.Contains(d.Topics, t.Name)
	}))
	var kept []Judged
	for _, it := range inOrder(items) {
		v := judge.Item(it, w.To)
		switch {
		case v.Kept && !reads(d.Languages, it.Lang):
			e.drop(it, Reason{NotLanguage, []string{it.Lang}})
		case v.Kept:
			kept = append(kept, Judged{it, v})
		default:
			e.drop(it, v.Reasons...)
		}
	}
	told := remember(history)
	for _, s := range Group(r, kept, d.Languages, d.Grouping) {
		run, posted := told.story(s)
		switch {
		case !slices.ContainsFunc(s.Items, func(it Item) bool { return w.holds(it.Seen) || w.holds(it.Edited) }):
			e.dropStory(s, Reason{BeforeWindow, nil})
		case posted && !told.developed(s):
			e.dropStory(s, Reason{AlreadyTold, []string{run.Slot}})
		default:
			s.Updated = posted
			e.Stories = append(e.Stories, s)
		}
	}
	e.cut(d.Length)
	slices.SortStableFunc(e.Dropped, func(a, b Dropped) int { return b.Item.Published.Compare(a.Item.Published) })
	return e
}

// cut keeps the best n stories.
func (e *Edition) cut(n int) {
	slices.SortStableFunc(e.Stories, func(a, b Story) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), b.newest().Compare(a.newest()), cmp.Compare(a.ID, b.ID))
	})
	n = min(max(n, 0), len(e.Stories))
	for i, s := range e.Stories[n:] {
		e.dropStory(s, Reason{BeyondLength, []string{strconv.Itoa(n + i + 1), strconv.Itoa(n)}})
	}
	e.Stories = e.Stories[:n:n]
}

func (e *Edition) drop(it Item, why ...Reason) {
	e.Dropped = append(e.Dropped, Dropped{it, why})
}

func (e *Edition) dropStory(s Story, why Reason) {
	for _, it := range s.Items {
		e.drop(it, why)
	}
}

// inOrder sorts items by when they came, each id once, so that the order they are
// given in changes nothing.
func inOrder(items []Item) []Item {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(a.Seen.Compare(b.Seen), a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
	})
	ids := map[string]bool{}
	return slices.DeleteFunc(items, func(it Item) bool {
		known := ids[it.ID]
		ids[it.ID] = true
		return known
	})
}

// reads reports whether readers of some languages read an item's: the two Chinese
// scripts are read by the same people. An item of unknown language is for all.
func reads(langs []string, lang string) bool {
	base, _, _ := strings.Cut(lang, "-")
	return lang == "" || len(langs) == 0 || slices.ContainsFunc(langs, func(l string) bool {
		b, _, _ := strings.Cut(l, "-")
		return b == base
	})
}

// A memory is what a digest told before: items by id, as they were when posted.
type memory map[string]told

type told struct {
	run  Run
	item Item
}

func remember(history []Run) memory {
	m := memory{}
	for _, r := range history {
		if r.Outcome != Posted {
			continue
		}
		for _, s := range r.Stories {
			for _, it := range s.Items {
				if old, ok := m[it.ID]; !ok || old.run.At.Before(r.At) {
					m[it.ID] = told{r, it}
				}
			}
		}
	}
	return m
}

// story is the last run that told any of a story's items.
func (m memory) story(s Story) (run Run, ok bool) {
	for _, it := range s.Items {
		if t, known := m[it.ID]; known && (!ok || t.run.At.After(run.At)) {
			run, ok = t.run, true
		}
	}
	return run, ok
}

// developed reports whether a headline that was told has since got another number in
// it: another date, a new count. A reworded headline is no news.
func (m memory) developed(s Story) bool {
	return slices.ContainsFunc(s.Items, func(it Item) bool {
		was, ok := m[it.ID]
		return ok && slices.ContainsFunc(numbers(it.Title), func(n string) bool {
			return !slices.Contains(numbers(was.item.Title), n)
		})
	})
}

func numbers(s string) []string {
	return strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsNumber(r) })
}

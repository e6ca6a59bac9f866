package news

import (
	"cmp"
	"runtime"
	"slices"
	"strconv"
	"time"
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
	Stories []Story   // the best, at most the digest's Length, in its Order
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
// Many digests of the same items share a [Pool] instead.
func Compose(r *Reader, d Digest, topics []Topic, w Window, items []Item, history []Run) Edition {
	return NewPool(r, d, topics, w.To, items).Edition(d, w, history)
}

// A Pool is what some items tell: their stories on some topics, and what is on none. It
// is not changed by use, and safe for concurrent use. Make it with [NewPool].
type Pool struct {
	reader  *Reader
	stories []Story
	held    map[string]bool // ids of the stories' items
	dropped []Dropped
}

// NewPool judges items as of a time, and groups those it keeps, for d and every other
// digest that has the same Topics, Languages and Grouping. topics holds at least the
// digest's own.
func NewPool(r *Reader, d Digest, topics []Topic, at time.Time, items []Item) *Pool {
	p := &Pool{reader: r, held: map[string]bool{}}
	judge := NewJudge(r, slices.DeleteFunc(slices.Clone(topics), func(t Topic) bool {
		return !slices.Contains(d.Topics, t.Name)
	}))
	items = inOrder(items)
	verdicts := make([]Verdict, len(items))
	each(runtime.GOMAXPROCS(0), len(items), func(i int) {
		items[i].Outlet = outletOf(items[i])
		verdicts[i] = judge.Item(items[i], at)
	})
	var kept []Judged
	for i, it := range items {
		v := verdicts[i]
		switch {
		case !v.Kept:
			p.dropped = append(p.dropped, Dropped{it, v.Reasons})
		case !reads(d.Languages, it.Lang) && !reads(sides, it.Lang):
			p.dropped = append(p.dropped, Dropped{it, []Reason{{NotLanguage, []string{it.Lang}}}})
		default:
			kept = append(kept, Judged{it, v})
		}
	}
	p.stories = Group(r, kept, d.Languages, d.Grouping)
	for _, s := range p.stories {
		for _, it := range s.Items {
			p.held[it.ID] = true
		}
	}
	return p
}

// Edition is the edition of a digest for a window, as [Compose] makes it.
func (p *Pool) Edition(d Digest, w Window, history []Run) Edition {
	e := p.Stories(d, w, history)
	e.Dropped = append(e.Dropped, p.dropped...)
	slices.SortStableFunc(e.Dropped, func(a, b Dropped) int {
		return cmp.Or(b.Item.Published.Compare(a.Item.Published), cmp.Compare(a.Item.ID, b.Item.ID))
	})
	return e
}

// Stories is like Edition, but tells of no item on other topics that it was left out.
func (p *Pool) Stories(d Digest, w Window, history []Run) Edition {
	e := Edition{Digest: d.Name, Window: w}
	memory := p.remember(d, w, history)
	for _, s := range p.stories {
		told := memory.of(s)
		switch {
		case !s.readable(d.Languages):
			for _, it := range s.Items {
				e.drop(it, Reason{NotLanguage, []string{it.Lang}})
			}
		case !w.news(s):
			e.dropStory(s, Reason{BeforeWindow, nil})
		case told.any() && !p.reader.developed(s, told):
			e.dropStory(s, Reason{AlreadyTold, []string{told.run.Slot}})
		default:
			s.Updated = told.any()
			e.Stories = append(e.Stories, s.arranged(d.Languages, told))
		}
	}
	e.cut(d.Length)
	e.order(d)
	return e
}

// news reports whether anything about a story came in the window.
func (w Window) news(s Story) bool {
	return slices.ContainsFunc(s.Items, func(it Item) bool { return w.holds(it.Seen) || w.holds(it.Edited) })
}

// cut keeps the best n stories.
func (e *Edition) cut(n int) {
	slices.SortStableFunc(e.Stories, byScore)
	n = min(max(n, 0), len(e.Stories))
	for i, s := range e.Stories[n:] {
		e.dropStory(s, Reason{BeyondLength, []string{strconv.Itoa(n + i + 1), strconv.Itoa(n)}})
	}
	e.Stories = e.Stories[:n:n]
}

func byScore(a, b Story) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), b.newest().Compare(a.newest()), cmp.Compare(a.ID, b.ID))
}

// order puts the stories, which stand best first, into the digest's order.
func (e *Edition) order(d Digest) {
	slices.SortStableFunc(e.Stories, func(a, b Story) int {
		switch d.Order {
		case NewestFirst:
			return b.newest().Compare(a.newest())
		case OldestFirst:
			return a.newest().Compare(b.newest())
		case ByTopic:
			return cmp.Compare(slices.Index(d.Topics, a.Topic), slices.Index(d.Topics, b.Topic))
		}
		return 0
	})
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

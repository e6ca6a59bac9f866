package news

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// A batch is items that are to be grouped, in the order in which they came.
type batch struct {
	reports    []report
	concepts   *Concepts
	thresholds thresholds
	home       *view
	bridge     *view
	workers    int // goroutines at once; what is found depends on nothing of it
}

// A report is an item made ready for being compared with others.
type report struct {
	Judged
	reading  *Reading
	features []feature
	lang     string   // base language: zh for both scripts
	language int32    // number of lang in the batch
	identity []string // see identities
	says     vector   // in the view of its own language
	means    vector   // in the view of all
	stance   stance
}

// tells reports whether a report says enough to be known by, and of one story.
func (r *report) tells() bool { return len(r.says) > 2 && !r.reading.Roundup }

// thresholds are how much alike two stories must be, at least, to be one.
type thresholds struct{ sameLanguage, otherLanguage float64 }

// thresholdsOf were chosen for precision first, on headlines of our own: a wrong merger hides news.
func thresholdsOf(how Grouping) thresholds {
	switch how {
	case Strict:
		return thresholds{.37, .28}
	case Loose:
		return thresholds{.20, .16}
	}
	return thresholds{.30, .20}
}

// perDoubling is how much more alike two stories must be each time that the smaller one doubles: large ones have
// much in common with everything.
const perDoubling = .03

// leastAlike is below which it is not noticed that two reports have something in common.
const leastAlike = .05

func newBatch(r *Reader, items []Judged, how Grouping, workers int) *batch {
	b := &batch{reports: make([]report, len(items)), concepts: r.Concepts(), thresholds: thresholdsOf(how), workers: workers}
	each(workers, len(items), func(i int) {
		it := items[i]
		reading := r.Read(it.Item)
		lang, _, _ := strings.Cut(cmp.Or(it.Lang, GuessLanguage(it.Title, "")), "-")
		b.reports[i] = report{Judged: it, reading: reading, lang: lang, features: reading.featuresAt(it.Published)}
	})
	slices.SortStableFunc(b.reports, func(x, y report) int {
		return cmp.Or(x.Seen.Compare(y.Seen), x.Published.Compare(y.Published), cmp.Compare(x.ID, y.ID))
	})
	languages := map[string]int32{}
	for i := range b.reports {
		lang := b.reports[i].lang
		if _, known := languages[lang]; !known {
			languages[lang] = int32(len(languages))
		}
		b.reports[i].language = languages[lang]
	}
	b.home, b.bridge = newView(b.reports, false), newView(b.reports, true)
	each(workers, len(b.reports), func(i int) {
		r := &b.reports[i]
		r.identity = r.identities()
		r.says, r.means = b.home.vector(r, i), b.bridge.vector(r, i)
		r.stance = b.stanceOf(r)
	})
	return b
}

// byLanguage groups the reports of each language: their numbers, in order.
func (b *batch) byLanguage() [][]int32 {
	vectors, languages := make([]vector, len(b.reports)), make([]int32, len(b.reports))
	for i, r := range b.reports {
		languages[i] = r.language
		if r.tells() {
			vectors[i] = r.says
		}
	}
	m := newMerger(edgesOf(b.workers, vectors, len(b.home.df), languages, true))
	m.threshold = func(size int) float64 { return b.thresholds.sameLanguage + perDoubling*math.Log2(float64(size)) }
	m.may = func(x, y []int32) bool { return b.together(x, y) && b.witnessed(x, y) && !b.contradict(x, y) }
	last := map[string]int32{} // what identifies a story → the report that had it last
	for i := range b.reports {
		for _, key := range b.reports[i].identity {
			if j, known := last[key]; known && b.together([]int32{j}, []int32{int32(i)}) {
				m.join(m.root(j), m.root(int32(i)))
			}
			last[key] = int32(i)
		}
	}
	return m.run()
}

// acrossLanguages joins stories of different languages. It takes more than being alike: names or numbers that are
// not in everybody's mouth have to be the same.
func (b *batch) acrossLanguages(stories [][]int32) [][]int32 {
	vectors, languages := make([]vector, len(stories)), make([]int32, len(stories))
	each(b.workers, len(stories), func(i int) {
		languages[i] = b.reports[stories[i][0]].language
		var all []vector
		for _, r := range stories[i] {
			if b.reports[r].tells() {
				all = append(all, b.reports[r].means)
			}
		}
		vectors[i] = sum(all)
	})
	m := newMerger(edgesOf(b.workers, vectors, len(b.bridge.df), languages, false))
	m.threshold = func(int) float64 { return b.thresholds.otherLanguage }
	m.may = func(x, y []int32) bool {
		of, with := flat(stories, x), flat(stories, y)
		return b.together(of, with) && b.attested(of, with) && !b.contradict(of, with)
	}
	var out [][]int32
	for _, s := range m.run() {
		out = append(out, flat(stories, s))
	}
	return out
}

// flat is all that the chosen ones of some lists hold, in order.
func flat(lists [][]int32, chosen []int32) []int32 {
	if len(chosen) == 1 {
		return lists[chosen[0]]
	}
	var out []int32
	for _, i := range chosen {
		out = append(out, lists[i]...)
	}
	slices.Sort(out)
	return out
}

// together reports whether two stories are of one time, as far as that is known: no more than [Remembered] lies
// between them.
func (b *batch) together(x, y []int32) bool {
	from, to := b.span(x)
	otherFrom, otherTo := b.span(y)
	return from.IsZero() || otherFrom.IsZero() || otherFrom.Sub(to) <= Remembered && from.Sub(otherTo) <= Remembered
}

// span is when the first and the last of some reports were published; zero if none says.
func (b *batch) span(reports []int32) (from, to time.Time) {
	for _, i := range reports {
		t := b.reports[i].Published
		if t.IsZero() {
			continue
		}
		if from.IsZero() || t.Before(from) {
			from = t
		}
		to = latest(to, t)
	}
	return from, to
}

// witnessed reports whether stories of a batch that is too small to show what is common have anything in common
// that is not.
func (b *batch) witnessed(x, y []int32) bool {
	if len(b.reports) >= telling {
		return true
	}
	theirs := b.testimony(y)
	for id := range b.testimony(x) {
		if _, shared := theirs[id]; shared && b.home.usual[id] == 0 {
			return true
		}
	}
	return false
}

// attested reports whether stories in two languages have, beside looking alike, two witnesses for being the same:
// names or concepts that both have and few others, or one such number or day.
func (b *batch) attested(x, y []int32) bool {
	const few = .08
	mine, theirs := b.testimony(x), b.testimony(y)
	witnesses := 0
	for id, f := range mine {
		g, shared := theirs[id]
		if !shared || !f.testifies || !g.testifies || b.bridge.common(id, len(x)+len(y), f.reports+g.reports) > few {
			continue
		}
		witnesses++
		if f.sure {
			witnesses++
		}
	}
	return witnesses >= 2
}

// A testimony is what some reports say of one feature.
type testimony struct {
	reports   int  // that have it
	testifies bool // it is no mere gloss
	sure      bool // a number that is not everywhere, or a day
	last      int32
}

func (b *batch) testimony(reports []int32) map[uint64]testimony {
	out := map[uint64]testimony{}
	for _, i := range reports {
		for _, f := range b.reports[i].features {
			t, known := out[f.id]
			if known && t.last == i {
				continue
			}
			t.reports++
			t.last = i
			t.testifies = t.testifies || f.kind != glossFeature || f.name
			t.sure = f.kind == dayFeature || f.kind == amountFeature && f.weight == 1
			out[f.id] = t
		}
	}
	return out
}

package lexicon

import (
	"cmp"
	"slices"
	"strings"
)

// An answer is an entry with its score. The entry is read when it is wanted, since most answers are not.
type answer struct {
	from  entrySource
	at    int
	made  *Entry // in place of one that is read
	score int
	fits  *spelling // not nil: the entry must begin this way
}

func (f *answer) entry() Entry {
	if f.made != nil {
		return *f.made
	}
	return f.from.entry(f.at)
}

// answers are what hits stand for.
func (x *searchIndex) answers(hits []hit) []answer {
	all := make([]answer, len(hits))
	for i, h := range hits {
		all[i] = answer{from: x.from, at: h.entry, score: h.score}
	}
	return all
}

func sortAnswers(all []answer) {
	slices.SortStableFunc(all, func(a, b answer) int { return cmp.Compare(b.score, a.score) })
}

// A page is the entries that a search returns, in order, each once.
type page struct {
	entries []Entry
	n       int // how many are wanted
	seen    map[string]bool
}

func newPage(n int) *page {
	return &page{n: n, seen: map[string]bool{}}
}

func (p *page) full() bool { return len(p.entries) >= p.n }

func (p *page) add(e Entry) {
	if p.full() || e.Simplified == "" {
		return
	}
	key := string(e.Source) + " " + e.ID + " " + e.Simplified
	if e.ID == "" {
		key += " " + e.Traditional + " " + strings.Join(e.Pinyin, " ")
	}
	if !p.seen[key] {
		p.seen[key] = true
		p.entries = append(p.entries, e)
	}
}

// addAny adds answers in their order, also those with a mark.
func (p *page) addAny(all []answer) {
	for i := range all {
		if p.full() {
			return
		}
		p.add(all[i].entry())
	}
}

// addBest adds answers, best first, except what has a mark.
func (p *page) addBest(all []answer) {
	sortAnswers(all)
	for i := range all {
		if p.full() {
			return
		}
		if e := all[i].entry(); e.Mark == "" && (all[i].fits == nil || all[i].fits.fit(&e, false)) {
			p.add(e)
		}
	}
}

// takeTurns adds two lists of answers in turns, as long as they are good; then the rest of each.
func (p *page) takeTurns(first, second []answer) {
	n, m := goodOnes(first), goodOnes(second)
	for i := range max(n, m) {
		p.addAny(first[min(i, n):min(i+1, n)])
		p.addAny(second[min(i, m):min(i+1, m)])
	}
	p.addAny(first[n:])
	p.addAny(second[m:])
}

// goodScore parts words that people know from rare ones, and from surnames.
const goodScore = 90

func goodOnes(all []answer) int {
	n := slices.IndexFunc(all, func(f answer) bool { return f.score < goodScore })
	if n < 0 {
		return len(all)
	}
	return n
}

package guide

import (
	"maps"
	"slices"
	"strings"
)

// An index is what a guide in one language can be found by.
type index struct {
	postings []posting // sorted
	words    string    // the mendable tokens, sorted, with a space before each
}

// A posting says that a term stands in a guide, and where: the term in the upper bits, the step and the field below, so that
// the postings of one term lie together when they are sorted.
type posting uint32

// A term is the hash of a token. Two tokens may share one, so that once in some hundred searches a step too many is offered.
type term uint32

// How a posting is laid out.
const (
	termBits  = 24
	fieldBits = 3
	placeBits = 32 - termBits

	places = 1 << (placeBits - fieldBits)
	whole  = places - 1 // in place of a step: the guide; more than maxSteps
)

// A field is what kind of text a term stands in.
type field uint8

// The fields, from the one that counts least; 0 is none.
const (
	inSource field = iota + 1 // the title of a source
	inBody
	inSummary
	inStep  // the title of a step
	inTitle // the name or title of a guide
)

// weights are what a term in each field counts.
var weights = [...]float64{inSource: 0.5, inBody: 1, inSummary: 2, inStep: 5, inTitle: 9}

func newPosting(t term, step int, in field) posting {
	return posting(uint32(t)<<placeBits | uint32(step)<<fieldBits | uint32(in))
}

func (p posting) term() term   { return term(p >> placeBits) }
func (p posting) step() int    { return int(p>>fieldBits) % places }
func (p posting) field() field { return field(p & (1<<fieldBits - 1)) }

// newTerm hashes a token, as FNV-1a does.
func newTerm(token string) term {
	h := uint32(2166136261)
	for i := range len(token) {
		h = (h ^ uint32(token[i])) * 16777619
	}
	return term((h ^ h>>termBits) & (1<<termBits - 1))
}

// mostWords is how many words of a guide are known for mending others. Ours have some hundreds.
const mostWords = 4096

func newIndex(g Guide) index {
	var all []posting
	words := map[string]bool{}
	add := func(text string, step int, in field) {
		for token := range tokens(text, true) {
			all = append(all, newPosting(newTerm(token), step, in))
			if mendable(token) && len(words) < mostWords {
				words[token] = true
			}
		}
	}
	cite := func(sources []Source, step int) {
		for _, s := range sources {
			add(s.Title, step, inSource)
		}
	}
	add(g.Name+" "+g.Title, whole, inTitle)
	add(g.Summary, whole, inSummary)
	cite(g.Sources, whole)
	for i, s := range g.Steps {
		add(s.Title, i, inStep)
		add(plainText(s.Body), i, inBody)
		for reading := range readings(s.Body) {
			add(reading, i, inBody)
			add(strings.ReplaceAll(reading, " ", ""), i, inBody)
		}
		if !slices.Equal(s.Sources, g.Sources) {
			cite(s.Sources, i)
		}
	}
	slices.Sort(all)
	return index{
		postings: slices.Clone(slices.Compact(all)), // without the room that is left over
		words:    " " + strings.Join(slices.Sorted(maps.Keys(words)), " "),
	}
}

// find returns the postings of a term.
func (x index) find(t term) []posting {
	from, _ := slices.BinarySearch(x.postings, newPosting(t, 0, 0))
	to := from
	for to < len(x.postings) && x.postings[to].term() == t {
		to++
	}
	return x.postings[from:to]
}

// fields returns for each place, by the terms of the query, the field that counts most of those that have the term; nil if
// none has any. It counts in seen the places that have each term.
func (x index) fields(q query, seen []int) []field {
	var all []field
	for i, t := range q {
		for _, p := range x.find(t) {
			if all == nil {
				all = make([]field, places*len(q))
			}
			at := &all[p.step()*len(q)+i]
			if *at == 0 {
				seen[i]++
			}
			*at = max(*at, p.field())
		}
	}
	return all
}

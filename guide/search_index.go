package guide

import (
	"hash/fnv"
	"iter"
	"slices"
	"strings"
	"unicode"
)

// A posting says that a term stands in a guide, and where: the term's hash in the upper bits, the place below, so that the
// postings of one term lie together when they are sorted. Two terms may share a hash, which once in many thousand searches
// offers a step too much.
type posting uint32

const (
	placeBits = 8
	hashMask  = 1<<24 - 1
	whole     = 1<<6 - 1 // in place of a step: the guide
)

// A field is what kind of text a term stands in.
type field uint32

// The fields, and what a term in each of them counts.
const (
	inBody field = iota
	inSummary
	inStep  // the title of a step
	inTitle // the name or title of a guide
)

var weights = [...]float64{inBody: 1, inSummary: 2, inStep: 5, inTitle: 9}

func newPosting(term uint32, step int, f field) posting {
	return posting(term<<placeBits | uint32(step)<<2 | uint32(f))
}

func (p posting) term() uint32 { return uint32(p) >> placeBits }
func (p posting) step() int    { return int(p) >> 2 & whole }
func (p posting) field() field { return field(p & 3) }

// index returns the postings of a guide, sorted.
func index(g Guide) []posting {
	var all []posting
	add := func(text string, step int, f field) {
		for t := range terms(text, true) {
			all = append(all, newPosting(t, step, f))
		}
	}
	add(g.Name+" "+g.Title, whole, inTitle)
	add(g.Summary, whole, inSummary)
	for i, s := range g.Steps {
		add(s.Title, i, inStep)
		add(plainText(s.Body), i, inBody)
	}
	slices.Sort(all)
	return slices.Clone(slices.Compact(all)) // without the room that is left over
}

// find returns the postings of a term in an index.
func find(all []posting, term uint32) []posting {
	from, _ := slices.BinarySearch(all, newPosting(term, 0, 0))
	to := from
	for to < len(all) && all[to].term() == term {
		to++
	}
	return all[from:to]
}

// terms yields the hashes of what a text can be found by: its words without their endings and, since Chinese is written
// without spaces, each two Chinese characters that stand together. A single character is a term too in a text that is
// searched in (every); in what is searched for only if it stands alone.
func terms(text string, every bool) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for run := range strings.FieldsFuncSeq(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' }) {
			for _, part := range scripts(run) {
				if !yieldTerms(part, every, yield) {
					return
				}
			}
		}
	}
}

// yieldTerms yields the terms of a word or of a run of Chinese, and reports whether more are wanted.
func yieldTerms(run string, every bool, yield func(uint32) bool) bool {
	letters := []rune(run)
	if !unicode.Is(unicode.Han, letters[0]) {
		return yield(term(stem(run)))
	}
	for i, r := range letters {
		if (every || len(letters) == 1) && !yield(term(string(r))) {
			return false
		}
		if i > 0 && !yield(term(string(letters[i-1:i+1]))) {
			return false
		}
	}
	return true
}

// scripts divides a run of letters where Chinese begins or ends.
func scripts(run string) []string {
	var parts []string
	from, han := 0, false
	for i, r := range run {
		if now := unicode.Is(unicode.Han, r); i == 0 || now != han {
			if i > 0 {
				parts = append(parts, run[from:i])
			}
			from, han = i, now
		}
	}
	return append(parts, run[from:])
}

// term is the hash of a term.
func term(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s)) // never returns an error
	return (h.Sum32() ^ h.Sum32()>>24) & hashMask
}

// stem takes the endings of English off a word, so that posts, posted and posting are one.
func stem(word string) string {
	word = strings.TrimSuffix(strings.Trim(word, "'"), "'s")
	const least = 3 // letters that stay
	for _, ending := range []string{"ing", "ies", "ied", "ed", "es", "ly", "s", "y", "e"} {
		if len(word) >= len(ending)+least && strings.HasSuffix(word, ending) && !strings.HasSuffix(word, "ss") {
			return strings.TrimSuffix(word, ending)
		}
	}
	return word
}

package lexicon

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// A headword is what a book says of one of its headwords, read and ready to be put under a text.
type headword struct {
	head    int
	text    string   // as texts write it: its letters may be capitals
	entries []Entry  // those with a mark last
	glosses []string // of each entry the short sense
	pinyin  []string // how it is read where nothing beside it matters
	which   int      // the entry that goes with that, -1 if there is none
	ruled   bool     // what stands beside it may matter
}

// recalled are the headwords that texts had lately, each in the one place where it may stand, so that there are never
// more than places. Common words are read once and not for every text.
type recalled []atomic.Pointer[headword]

// recalledMost is enough for what people talk about every day, and two megabytes or so.
const recalledMost = 4096

func newRecalled(heads int) recalled {
	size := 1
	for size < min(heads, recalledMost) {
		size *= 2
	}
	return make(recalled, size)
}

// headword is what the token's book says of it, nil if it is in none.
func (t *token) headword(r *readings) *headword {
	if t.book == nil {
		return nil
	}
	place := &t.book.recalled[(t.head*0x9E3779B1>>7)&(len(t.book.recalled)-1)]
	if h := place.Load(); h != nil && h.head == t.head && h.text == t.text {
		return h
	}
	h := &headword{head: t.head, text: strings.Clone(t.text), entries: t.book.lookup(t.head)}
	slices.SortStableFunc(h.entries, func(a, b Entry) int { return markLast(a) - markLast(b) })
	h.glosses = make([]string, len(h.entries))
	for i, e := range h.entries {
		h.glosses[i] = briefSense(e.Glosses)
	}
	h.pinyin, h.which = r.read([]token{*t}, 0, h.entries)
	h.ruled = r.rules[t.text] != nil
	place.Store(h)
	return h
}

// read is how tokens[i] is read, and which of its entries goes with that.
func (h *headword) read(r *readings, tokens []token, i int) (pinyin []string, which int) {
	if h.ruled || i > 0 && phrasePairs().beside(tokens[i-1].text, h.text) || i+1 < len(tokens) && phrasePairs().beside(h.text, tokens[i+1].text) {
		return r.read(tokens, i, h.entries)
	}
	return h.pinyin, h.which
}

// pairSet tells which characters may stand side by side in the phrases that readings know. Now and then it takes two
// others for such a pair.
type pairSet [1 << 12]uint64

// phrasePairs are those of all words and phrases that come with Magpie.
var phrasePairs = sync.OnceValue(func() *pairSet {
	var set pairSet
	for word := range newReadings().words {
		last := rune(-1)
		for _, r := range word {
			if last >= 0 {
				i := pairBit(last, r)
				set[i>>6] |= 1 << (i & 63)
			}
			last = r
		}
	}
	return &set
})

func pairBit(a, b rune) uint32 { return (uint32(a)*0x9E3779B1 + uint32(b)*0x85EBCA6B) >> 14 }

// beside reports whether the end of one word and the beginning of the next may be in a phrase.
func (s *pairSet) beside(left, right string) bool {
	a, _ := utf8.DecodeLastRuneInString(left)
	b, _ := utf8.DecodeRuneInString(right)
	i := pairBit(a, b)
	return s[i>>6]&(1<<(i&63)) != 0
}

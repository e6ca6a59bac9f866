package lexicon

import (
	"encoding/binary"
	"strings"
	"sync"
)

// A book is one list of entries: a built dictionary, the core lexicon or an overlay. It reads straight from its bytes
// and keeps next to nothing in memory. Damaged bytes give wrong answers, never a panic.
type book struct {
	release   Release
	heads     heads
	weights   []byte // a headword's
	postings  numbers
	posted    numbers
	syllables []string
	pieces    numbers
	spelling  []byte
	records   numbers
	entries   []byte
	ranks     []byte // an entry's
	search    func() (searchIndex, error)
	recalled  recalled
}

func newBook(release Release, parts sections) *book {
	b := &book{
		release:   release,
		heads:     heads{starts: numbers(parts[sectionHeads]), text: parts[sectionText], first: numbers(parts[sectionFirst])},
		weights:   parts[sectionWeights],
		postings:  numbers(parts[sectionPostings]),
		posted:    numbers(parts[sectionNumbers]),
		syllables: strings.Split(string(parts[sectionSyllables]), "\n"),
		pieces:    numbers(parts[sectionPieces]),
		spelling:  parts[sectionSpelling],
		records:   numbers(parts[sectionRecords]),
		entries:   parts[sectionEntries],
		ranks:     parts[sectionRanks],
	}
	b.heads.tabulate()
	b.recalled = newRecalled(b.heads.len())
	b.search = sync.OnceValues(func() (searchIndex, error) { return b.openSearch(parts[sectionSearch]) })
	return b
}

// openSearch opens the book's index, or makes one if it has none, as an overlay has.
func (b *book) openSearch(index []byte) (searchIndex, error) {
	if len(index) == 0 && b.len() > 0 {
		index = buildSearch(b)
	}
	return openSearch(index, b)
}

func (b *book) len() int { return max(0, b.records.len()-1) }

// weight is how common entry i is.
func (b *book) weight(i int) uint8 {
	if i < 0 || i >= len(b.ranks) {
		return 0
	}
	return b.ranks[i]
}

// headWeight is how common a headword is in all its readings.
func (b *book) headWeight(head int) int {
	if head < 0 || head >= len(b.weights) {
		return 0
	}
	return int(b.weights[head])
}

// single marks the posting of a headword that has only one entry, whose number is the rest of it. Else it is the place in
// posted of how many entries there are, which follow.
const single = 1 << 23

// numbersOf are the numbers of a headword's entries, the best first.
func (b *book) numbersOf(head int) []int {
	if head < 0 || head >= b.postings.len() {
		return nil
	}
	from := b.postings.at(head)
	if from&single != 0 {
		return []int{from &^ single}
	}
	n := min(b.posted.at(from), b.posted.len()-from-1)
	out := make([]int, max(n, 0))
	for i := range out {
		out[i] = b.posted.at(from + 1 + i)
	}
	return out
}

// lookup returns the entries of a headword, the best first.
func (b *book) lookup(head int) []Entry {
	ids := b.numbersOf(head)
	out := make([]Entry, 0, len(ids))
	for _, i := range ids {
		if e := b.entry(i); e.Simplified != "" {
			out = append(out, e)
		}
	}
	return out
}

// pair returns entry i's headwords in both scripts, folded, without making anything of the rest.
func (b *book) pair(i int) (simplified, traditional []byte) {
	c := b.record(i)
	return b.heads.bytes(c.number()), b.heads.bytes(c.number())
}

func (b *book) record(i int) cursor {
	from, to := b.records.at(i), b.records.at(i+1)
	if i < 0 || from > to || to > len(b.entries) {
		return cursor{}
	}
	return cursor{b.entries[from:to]}
}

// What a record may hold, in the order in which appendEntry asks for it.
const (
	hasSpelling = 1 << iota // its headwords have capital letters
	hasID
	hasTaiwan
	hasAlso
	hasMeasures
	hasMark
)

// sources are those that a record names by number, from 1.
var sources = []Source{CEDICT, Own, Slang, Glossary}

// entry reads entry i. It is the zero Entry if there is none.
func (b *book) entry(i int) Entry {
	c := b.record(i)
	if len(c.rest) == 0 {
		return Entry{}
	}
	var e Entry
	e.Simplified = string(b.heads.bytes(c.number()))
	e.Traditional = e.Simplified
	if t := b.heads.bytes(c.number()); string(t) != e.Simplified {
		e.Traditional = string(t)
	}
	flags := c.number()
	e.Band = c.number()
	if source := c.number(); source == 0 {
		e.Source = Source(c.text())
	} else if source <= len(sources) {
		e.Source = sources[source-1]
	}
	e.Pinyin = b.syllablesOf(&c)
	if flags&hasSpelling != 0 {
		e.Simplified, e.Traditional = c.text(), c.text()
	}
	if flags&hasID != 0 {
		e.ID = c.text()
	}
	if flags&hasTaiwan != 0 {
		e.Taiwan = b.syllablesOf(&c)
	}
	if flags&hasAlso != 0 {
		e.Also = b.syllablesOf(&c)
	}
	if flags&hasMark != 0 {
		e.Mark = Mark(c.text())
	}
	if flags&hasMeasures != 0 {
		e.Measures = make([]Measure, c.count())
		for i := range e.Measures {
			e.Measures[i] = Measure{c.text(), c.text(), b.syllablesOf(&c)}
		}
	}
	e.Glosses = make([]string, c.count())
	for i := range e.Glosses {
		e.Glosses[i] = b.gloss(&c)
	}
	return e
}

func (b *book) syllablesOf(c *cursor) []string {
	out := make([]string, c.count())
	for i := range out {
		if n := c.number(); n < len(b.syllables) {
			out[i] = b.syllables[n]
		}
	}
	return out
}

// gloss reads a gloss: pieces by their number from 1, or 0 and then one spelled out; the number of them first.
func (b *book) gloss(c *cursor) string {
	var room [96]byte
	out := room[:0]
	for range c.count() {
		n := c.number()
		if n == 0 {
			out = append(out, c.bytes()...)
			continue
		}
		if from, to := b.pieces.at(n-1), b.pieces.at(n); from < to && to <= len(b.spelling) {
			out = append(out, b.spelling[from:to]...)
		}
	}
	return string(out)
}

// check reads all there is and compares the counts.
func (b *book) check() error {
	if b.len() != b.release.Entries || len(b.ranks) != b.len() || len(b.weights) != b.heads.len() {
		return ErrCorrupt
	}
	for i := range b.len() {
		if e := b.entry(i); e.Simplified == "" || e.Traditional == "" || len(e.Glosses) == 0 {
			return ErrCorrupt
		}
	}
	for i := range b.heads.len() {
		if h := b.heads.bytes(i); len(h) == 0 || b.heads.find(string(h)) != i || len(b.lookup(i)) == 0 {
			return ErrCorrupt
		}
	}
	_, err := b.search()
	return err
}

// A cursor reads a record and never beyond it.
type cursor struct{ rest []byte }

func (c *cursor) number() int {
	n, size := binary.Uvarint(c.rest)
	if size <= 0 || n > 1<<30 {
		c.rest = nil
		return 0
	}
	c.rest = c.rest[size:]
	return int(n)
}

// count reads how many things follow. There are never more than bytes left, since each takes one at least.
func (c *cursor) count() int { return min(c.number(), len(c.rest)) }

func (c *cursor) bytes() []byte {
	n := c.count()
	out := c.rest[:n]
	c.rest = c.rest[n:]
	return out
}

func (c *cursor) text() string { return string(c.bytes()) }

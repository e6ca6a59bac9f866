package lexicon

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// A list is entries in the order of their book, in which those of one headword stand together, the best first.
type list struct {
	entries []Entry
	heads   []uint8 // how common the headword of each is
	ranks   []uint8 // how common the entry itself is, which may be a rare reading of a common headword
}

// grow makes room for n entries more.
func (l *list) grow(n int) {
	l.entries, l.heads, l.ranks = slices.Grow(l.entries, n), slices.Grow(l.heads, n), slices.Grow(l.ranks, n)
}

func (l *list) add(e Entry, head, rank uint8) {
	l.entries = append(l.entries, e)
	l.heads = append(l.heads, head)
	l.ranks = append(l.ranks, rank)
}

// pack makes a book's sections of its entries, but for the index.
func pack(l list) sections {
	p := packer{syllables: map[string]int{}, pieces: map[string]int{}}
	p.packHeads(l)
	p.packPieces(l.entries)
	p.packEntries(l.entries)
	p.parts[sectionRanks] = l.ranks
	return p.parts
}

type packer struct {
	parts     sections
	heads     map[string]int
	syllables map[string]int
	pieces    map[string]int
}

func (p *packer) packHeads(l list) {
	of := map[string][]int{}
	weights := map[string]uint8{}
	for i, e := range l.entries {
		s, t := fold(e.Simplified), fold(e.Traditional)
		of[s] = append(of[s], i)
		if s != t {
			of[t] = append(of[t], i)
		}
		weights[s] = max(weights[s], l.heads[i])
		weights[t] = max(weights[t], l.ranks[i])
	}
	words := slices.Sorted(maps.Keys(of))
	p.heads = make(map[string]int, len(words))
	parts := &p.parts
	last := rune(-1)
	for i, w := range words {
		p.heads[w] = i
		if r, _ := utf8.DecodeRuneInString(w); r != last {
			parts[sectionFirst] = appendFixed(parts[sectionFirst], int(r))
			parts[sectionFirst] = appendFixed(parts[sectionFirst], i)
			last = r
		}
		parts[sectionHeads] = appendFixed(parts[sectionHeads], len(parts[sectionText]))
		parts[sectionText] = append(parts[sectionText], w...)
		parts[sectionWeights] = append(parts[sectionWeights], weights[w])
		posting := single | of[w][0]
		if len(of[w]) > 1 {
			posting = len(parts[sectionNumbers]) / fixedSize
			parts[sectionNumbers] = appendFixed(parts[sectionNumbers], len(of[w]))
			for _, n := range of[w] {
				parts[sectionNumbers] = appendFixed(parts[sectionNumbers], n)
			}
		}
		parts[sectionPostings] = appendFixed(parts[sectionPostings], posting)
	}
	parts[sectionFirst] = appendFixed(parts[sectionFirst], utf8.MaxRune+1)
	parts[sectionFirst] = appendFixed(parts[sectionFirst], len(words))
	parts[sectionHeads] = appendFixed(parts[sectionHeads], len(parts[sectionText]))
}

// packPieces numbers the pieces that glosses are made of, the commonest first. Rare ones are spelled out where they stand.
func (p *packer) packPieces(entries []Entry) {
	count := map[string]int{}
	for _, e := range entries {
		for _, g := range e.Glosses {
			for piece := range piecesOf(g) {
				count[piece]++
			}
		}
	}
	maps.DeleteFunc(count, func(_ string, n int) bool { return n < 3 })
	order := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), strings.Compare(a, b))
	})
	for i, piece := range order {
		p.pieces[piece] = i + 1
		p.parts[sectionPieces] = appendFixed(p.parts[sectionPieces], len(p.parts[sectionSpelling]))
		p.parts[sectionSpelling] = append(p.parts[sectionSpelling], piece...)
	}
	p.parts[sectionPieces] = appendFixed(p.parts[sectionPieces], len(p.parts[sectionSpelling]))
}

// piecesOf cuts a gloss before each space, so that "to go out" is "to", " go", " out".
func piecesOf(gloss string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for gloss != "" {
			end := len(gloss)
			if i := strings.IndexByte(gloss[1:], ' '); i >= 0 {
				end = i + 1
			}
			if !yield(gloss[:end]) {
				return
			}
			gloss = gloss[end:]
		}
	}
}

func (p *packer) packEntries(entries []Entry) {
	parts := &p.parts
	for i := range entries {
		parts[sectionRecords] = appendFixed(parts[sectionRecords], len(parts[sectionEntries]))
		parts[sectionEntries] = p.appendEntry(parts[sectionEntries], &entries[i])
	}
	parts[sectionRecords] = appendFixed(parts[sectionRecords], len(parts[sectionEntries]))
	names := make([]string, len(p.syllables))
	for s, i := range p.syllables {
		names[i] = s
	}
	parts[sectionSyllables] = []byte(strings.Join(names, "\n"))
}

// appendEntry writes what [book.entry] reads.
func (p *packer) appendEntry(to []byte, e *Entry) []byte {
	simplified, traditional := fold(e.Simplified), fold(e.Traditional)
	flags := 0
	for i, is := range []bool{
		simplified != e.Simplified || traditional != e.Traditional,
		e.ID != "", e.Taiwan != nil, e.Also != nil, e.Measures != nil, e.Mark != "",
	} {
		if is {
			flags |= hasSpelling << i
		}
	}
	to = appendNumber(to, p.heads[simplified], p.heads[traditional], flags, e.Band)
	source := slices.Index(sources, e.Source) + 1 // 0 before one that is spelled out
	to = appendNumber(to, source)
	if source == 0 {
		to = appendText(to, string(e.Source))
	}
	to = p.appendSyllables(to, e.Pinyin)
	if flags&hasSpelling != 0 {
		to = appendText(to, e.Simplified, e.Traditional)
	}
	if flags&hasID != 0 {
		to = appendText(to, e.ID)
	}
	if flags&hasTaiwan != 0 {
		to = p.appendSyllables(to, e.Taiwan)
	}
	if flags&hasAlso != 0 {
		to = p.appendSyllables(to, e.Also)
	}
	if flags&hasMark != 0 {
		to = appendText(to, string(e.Mark))
	}
	if flags&hasMeasures != 0 {
		to = appendNumber(to, len(e.Measures))
		for _, m := range e.Measures {
			to = p.appendSyllables(appendText(to, m.Simplified, m.Traditional), m.Pinyin)
		}
	}
	to = appendNumber(to, len(e.Glosses))
	for _, g := range e.Glosses {
		to = p.appendGloss(to, g)
	}
	return to
}

func (p *packer) appendSyllables(to []byte, syllables []string) []byte {
	to = appendNumber(to, len(syllables))
	for _, s := range syllables {
		n, known := p.syllables[s]
		if !known {
			n = len(p.syllables)
			p.syllables[s] = n
		}
		to = appendNumber(to, n)
	}
	return to
}

func (p *packer) appendGloss(to []byte, gloss string) []byte {
	pieces := slices.Collect(piecesOf(gloss))
	to = appendNumber(to, len(pieces))
	for _, piece := range pieces {
		n := p.pieces[piece]
		to = appendNumber(to, n)
		if n == 0 {
			to = appendText(to, piece)
		}
	}
	return to
}

func appendNumber(to []byte, numbers ...int) []byte {
	for _, n := range numbers {
		to = binary.AppendUvarint(to, uint64(n))
	}
	return to
}

func appendText(to []byte, texts ...string) []byte {
	for _, s := range texts {
		to = append(binary.AppendUvarint(to, uint64(len(s))), s...)
	}
	return to
}

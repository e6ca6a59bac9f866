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
	p := packer{heads: make([][2]int32, len(l.entries)), syllables: map[string]int{}, pieces: map[string]int{}}
	p.packHeads(l)
	p.packPieces(l.entries)
	p.packEntries(l.entries)
	p.parts[sectionRanks] = l.ranks
	return p.parts
}

type packer struct {
	parts     sections
	heads     [][2]int32 // of each entry its headwords, simplified and traditional
	syllables map[string]int
	pieces    map[string]int
}

// What is written is a headword of an entry, folded.
type written struct {
	word   string
	entry  int32
	script int8 // 0 simplified, 1 traditional
	weight uint8
}

func (p *packer) packHeads(l list) {
	all := make([]written, 0, 2*len(l.entries))
	for i := range l.entries {
		s, t := fold(l.entries[i].Simplified), fold(l.entries[i].Traditional)
		all = append(all, written{s, int32(i), 0, l.heads[i]}, written{t, int32(i), 1, l.ranks[i]})
	}
	slices.SortFunc(all, func(a, b written) int {
		return cmp.Or(strings.Compare(a.word, b.word), cmp.Compare(a.entry, b.entry))
	})
	last, parts, n := rune(-1), &p.parts, 0
	for ; len(all) > 0; n++ {
		same := all[:1]
		for len(same) < len(all) && all[len(same)].word == same[0].word {
			same = all[:len(same)+1]
		}
		all = all[len(same):]
		if r, _ := utf8.DecodeRuneInString(same[0].word); r != last {
			parts[sectionFirst] = appendFixed(appendFixed(parts[sectionFirst], int(r)), n)
			last = r
		}
		p.packHead(n, same)
	}
	parts[sectionFirst] = appendFixed(parts[sectionFirst], utf8.MaxRune+1)
	parts[sectionFirst] = appendFixed(parts[sectionFirst], n)
	parts[sectionHeads] = appendFixed(parts[sectionHeads], len(parts[sectionText]))
}

// packHead writes headword n, which is how some entries are written.
func (p *packer) packHead(n int, same []written) {
	var entries []int32
	weight := uint8(0)
	for _, w := range same {
		p.heads[w.entry][w.script] = int32(n)
		weight = max(weight, w.weight)
		if len(entries) == 0 || entries[len(entries)-1] != w.entry {
			entries = append(entries, w.entry)
		}
	}
	parts := &p.parts
	parts[sectionHeads] = appendFixed(parts[sectionHeads], len(parts[sectionText]))
	parts[sectionText] = append(parts[sectionText], same[0].word...)
	parts[sectionWeights] = append(parts[sectionWeights], weight)
	posting := single | int(entries[0])
	if len(entries) > 1 {
		posting = len(parts[sectionNumbers]) / fixedSize
		parts[sectionNumbers] = appendFixed(parts[sectionNumbers], len(entries))
		for _, e := range entries {
			parts[sectionNumbers] = appendFixed(parts[sectionNumbers], int(e))
		}
	}
	parts[sectionPostings] = appendFixed(parts[sectionPostings], posting)
}

// packPieces numbers the pieces that glosses are made of, the commonest first. Rare ones are spelled out where they stand.
func (p *packer) packPieces(entries []Entry) {
	count := map[string]int{}
	for i := range entries {
		for _, g := range entries[i].Glosses {
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
		parts[sectionEntries] = p.appendEntry(parts[sectionEntries], &entries[i], p.heads[i])
	}
	parts[sectionRecords] = appendFixed(parts[sectionRecords], len(parts[sectionEntries]))
	names := make([]string, len(p.syllables))
	for s, i := range p.syllables {
		names[i] = s
	}
	parts[sectionSyllables] = []byte(strings.Join(names, "\n"))
}

// appendEntry writes what [book.entry] reads.
func (p *packer) appendEntry(to []byte, e *Entry, heads [2]int32) []byte {
	flags := 0
	for i, is := range []bool{
		fold(e.Simplified) != e.Simplified || fold(e.Traditional) != e.Traditional,
		e.ID != "", e.Taiwan != nil, e.Also != nil, e.Measures != nil, e.Mark != "",
	} {
		if is {
			flags |= hasSpelling << i
		}
	}
	to = appendNumber(to, int(heads[0]), int(heads[1]), flags, e.Band)
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
	pieces := 0
	if gloss != "" {
		pieces = strings.Count(gloss[1:], " ") + 1
	}
	to = appendNumber(to, pieces)
	for piece := range piecesOf(gloss) {
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

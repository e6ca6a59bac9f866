package lexicon

import (
	"sort"
	"unicode/utf8"
)

// fixedSize is the bytes of a number in a list of numbers, which is enough for more than any dictionary has.
const (
	fixedSize = 3
	fixedMost = 1<<(8*fixedSize) - 1
)

// numbers are a list of numbers. What lies outside is 0.
type numbers []byte

func (n numbers) len() int { return len(n) / fixedSize }

func (n numbers) at(i int) int {
	if i < 0 || i >= n.len() {
		return 0
	}
	b := n[fixedSize*i : fixedSize*i+fixedSize]
	return int(b[0]) | int(b[1])<<8 | int(b[2])<<16
}

func appendFixed(to []byte, n int) []byte { return append(to, byte(n), byte(n>>8), byte(n>>16)) }

// heads are the headwords of a book in the order of their bytes. A headword is folded: its ASCII letters are lower case.
type heads struct {
	starts numbers
	text   []byte
	first  numbers // pairs of a rune and the headword it first begins
	table  []int32 // of a large book: from each common hanzi to its pair in first, -1 if it has none
	begins runeSet // of a small book: what headwords begin with
}

// A runeSet tells what is not in it. It may take another rune for one of its own.
type runeSet [16]uint64

func (s *runeSet) add(r rune)      { s[r>>6&15] |= 1 << (r & 63) }
func (s *runeSet) has(r rune) bool { return s[r>>6&15]&(1<<(r&63)) != 0 }

// hanziFrom to hanziTo are the hanzi that tables are made for.
const (
	hanziFrom = 0x4E00
	hanziTo   = 0xA000
)

// tabulate makes look-ups by the first rune quick.
func (h *heads) tabulate() {
	n := max(0, h.first.len()/2-1)
	if n < 1000 {
		for i := range n {
			h.begins.add(rune(h.first.at(2 * i)))
		}
		return
	}
	h.table = make([]int32, hanziTo-hanziFrom)
	for i := range h.table {
		h.table[i] = -1
	}
	for i := range n {
		if r := h.first.at(2*i) - hanziFrom; 0 <= r && r < len(h.table) {
			h.table[r] = int32(i)
		}
	}
}

// pair is the place in first of a rune, or -1.
func (h *heads) pair(r rune) int {
	if i := int(r) - hanziFrom; 0 <= i && i < len(h.table) {
		return int(h.table[i])
	}
	if h.table == nil && !h.begins.has(r) {
		return -1
	}
	n := h.first.len()/2 - 1
	i := sort.Search(max(0, n), func(i int) bool { return h.first.at(2*i) >= int(r) })
	if i >= n || h.first.at(2*i) != int(r) {
		return -1
	}
	return i
}

func (h *heads) len() int { return max(0, h.starts.len()-1) }

// bytes are the bytes of headword i.
func (h *heads) bytes(i int) []byte {
	at := fixedSize * i
	if i < 0 || at+2*fixedSize > len(h.starts) {
		return nil
	}
	s := h.starts[at : at+2*fixedSize]
	from, to := int(s[0])|int(s[1])<<8|int(s[2])<<16, int(s[3])|int(s[4])<<8|int(s[5])<<16
	if from > to || to > len(h.text) {
		return nil
	}
	return h.text[from:to]
}

// find is the number of a headword, or -1.
func (h *heads) find(word string) int {
	lo, hi, _ := h.begin(word)
	if lo, hi = h.narrow(lo, hi, 0, word); lo < hi && len(h.bytes(lo)) == len(word) {
		return lo
	}
	return -1
}

// begin returns the range of the headwords that begin with the first rune of s, and the length of that rune.
func (h *heads) begin(s string) (lo, hi, depth int) {
	r, depth := utf8.DecodeRuneInString(s)
	i := h.pair(r)
	if i < 0 {
		return 0, 0, depth
	}
	return h.first.at(2*i + 1), min(h.first.at(2*i+3), h.len()), depth
}

// narrow returns those headwords of the range lo to hi, alike in their first depth bytes, that have next there.
// If one of them ends after next, it is the first.
func (h *heads) narrow(lo, hi, depth int, next string) (int, int) {
	for end := hi; lo < end; {
		mid := int(uint(lo+end) >> 1)
		if string(h.part(mid, depth, len(next))) < next {
			lo = mid + 1
		} else {
			end = mid
		}
	}
	if lo >= hi || string(h.part(lo, depth, len(next))) != next {
		return 0, 0
	}
	end, step := lo+1, 1
	for end < hi && string(h.part(end, depth, len(next))) == next { // the answer is most often near
		end, step = end+step, step*2
	}
	from := max(lo+1, end-step/2)
	end = min(end, hi)
	for from < end {
		mid := int(uint(from+end) >> 1)
		if string(h.part(mid, depth, len(next))) == next {
			from = mid + 1
		} else {
			end = mid
		}
	}
	return lo, from
}

// part is n bytes of headword i from depth on, or fewer if it is shorter.
func (h *heads) part(i, depth, n int) []byte {
	word := h.bytes(i)
	return word[min(depth, len(word)):min(depth+n, len(word))]
}

// fold makes the ASCII letters of a word lower case; every byte keeps its place.
func fold(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if 'A' <= b[i] && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

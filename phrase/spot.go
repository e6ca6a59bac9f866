package phrase

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Found is a slang term in a message: text[Start:End], in bytes.
type Found struct {
	Start, End int
	Slang      *Slang
}

// forms holds the spellings of slang by their first letter, the longest first.
type forms map[rune][]form

type form struct {
	letters []rune // folded
	slang   *Slang
}

func newForms(slang []Slang) forms {
	all := forms{}
	for i := range slang {
		for _, spelling := range slang[i].spellings() {
			f := form{slang: &slang[i]}
			for _, r := range spelling {
				f.letters = append(f.letters, foldRune(r))
			}
			all[f.letters[0]] = append(all[f.letters[0]], f)
		}
	}
	for _, same := range all {
		slices.SortStableFunc(same, func(a, b form) int { return cmp.Compare(len(b.letters), len(a.letters)) })
	}
	return all
}

// Spot finds the slang in a message, from left to right and without overlaps, the longest term at each place, hidden
// terms too: whoever asks what was said should be told. Latin terms match in any case, between word borders; a term that
// ends in a doubled letter may be drawn out (hhh, hhhhhh). A term of one letter, digit or hanzi must stand by itself, since 卷 in
// 试卷 means nothing special. Addresses of pages are passed over. See [Slang.Ordinary] for terms that may mislead.
func (b *Book) Spot(text string) []Found {
	m := newMessage(text)
	var found []Found
	for at := 0; at < len(m.letters); {
		if end := m.address(at); end > at {
			at = end
			continue
		}
		next := at + 1
		for _, f := range b.forms[m.letters[at]] {
			if end, ok := m.holds(f.letters, at); ok {
				found = append(found, Found{m.offsets[at], m.offsets[end], f.slang})
				next = end
				break
			}
		}
		at = next
	}
	return found
}

// A message is a text as folded letters, each with its place.
type message struct {
	letters []rune
	offsets []int // of each letter in the text, and of its end
}

func newMessage(text string) message {
	n := utf8.RuneCountInString(text)
	m := message{make([]rune, 0, n), make([]int, 0, n+1)}
	for at, r := range text {
		m.letters = append(m.letters, foldRune(r))
		m.offsets = append(m.offsets, at)
	}
	m.offsets = append(m.offsets, len(text))
	return m
}

// holds reports whether a term stands at a place, and where it ends.
func (m message) holds(term []rune, at int) (end int, ok bool) {
	end = at + len(term)
	if end > len(m.letters) || !slices.Equal(m.letters[at:end], term) {
		return 0, false
	}
	if last := len(term) - 1; last > 0 && term[last] == term[last-1] {
		for end < len(m.letters) && m.letters[end] == term[last] {
			end++
		}
	}
	if len(term) == 1 && wordy(term[0]) {
		return end, !m.is(at-1, wordy) && !m.is(end, wordy)
	}
	inWord := latin(m.letters[at]) && m.is(at-1, latin) || latin(m.letters[end-1]) && m.is(end, latin)
	return end, !inWord
}

// address returns the end of the address of a page that starts at a place, else the place.
func (m message) address(at int) int {
	for _, scheme := range [...]string{"http://", "https://"} {
		start := []rune(scheme)
		if end := at + len(start); end > len(m.letters) || !slices.Equal(m.letters[at:end], start) {
			continue
		}
		for at < len(m.letters) && !unicode.IsSpace(m.letters[at]) && !unicode.Is(unicode.Han, m.letters[at]) {
			at++
		}
		return at
	}
	return at
}

// is reports whether there is a letter at a place and it is of a kind.
func (m message) is(at int, kind func(rune) bool) bool {
	return at >= 0 && at < len(m.letters) && kind(m.letters[at])
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func latin(r rune) bool { return wordy(r) && !unicode.Is(unicode.Han, r) }

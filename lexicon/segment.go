package lexicon

import (
	"math"
	"sync"
	"unicode/utf8"
)

// Segmentation finds the words of a text that are together the likeliest, each taken by itself: the best path through
// all headwords that the text could be made of, by dynamic programming. Scores are logarithms, as in [weightOf].
const (
	scoreUnknown = -weightAll - 40 // a hanzi in no dictionary
	scoreLetters = -160            // anything that is not Chinese
	scoreNumeral = -150            // a numeral in hanzi, of any length
	scoreUnit    = 96              // what 年, 月, 日 … gain by a number before them
	scoreChoice  = 80              // what a question of the form 要不要 gains over its three words
	scoreDoubled = -48             // what it costs to say a word twice
)

// What stands in the place of a headword's number where there is none.
const (
	headNone    = -1 - iota // a hanzi or something else that is in no dictionary
	headNumeral             // a numeral in hanzi
	headName                // a surname and a given name
	headForeign             // a name by its sound
	headChoice              // a question like 要不要, three words
	headDoubled             // 试试 or 开开心心, said twice for effect
)

// A step is the best way to a place in the text.
type step struct {
	score int32
	from  int32 // the atom that the last word begins with
	head  int32 // its headword, or what it is if it has none
	book  int16 // the book of its headword
}

// A segmenter is the room that segmentation works in, kept for the next text.
type segmenter struct {
	atoms   []atom
	classes []class // of the atom in the same place, the last of which is none
	steps   []step
}

var segmenters = sync.Pool{New: func() any { return new(segmenter) }}

// segment cuts a text into tokens. Together they are the text.
func segment(books []*book, text string) []token {
	s := segmenters.Get().(*segmenter)
	defer func() {
		if cap(s.atoms) <= 1<<14 { // a giant is left to the collector
			segmenters.Put(s)
		}
	}()
	s.atoms = scan(text, s.atoms[:0])
	end := len(s.atoms)
	s.atoms = append(s.atoms, atom{start: int32(len(text)), at: s.codePoints(text)})
	s.classify(text)
	s.walk(books, fold(text), end)
	return s.tokens(books, text, end)
}

// classify looks up what each hanzi may be part of.
func (s *segmenter) classify(text string) {
	s.classes = s.classes[:0]
	all := classes()
	for i, a := range s.atoms {
		c := class(0)
		if a.kind == Hanzi && s.atoms[i+1].start-a.start == 3 {
			r, _ := utf8.DecodeRuneInString(text[a.start:])
			if r == '〇' {
				c = isNumeral
			} else if r >= hanziFrom && r < hanziTo {
				c = all[r-hanziFrom]
			}
		}
		s.classes = append(s.classes, c)
	}
}

// is reports whether atom i is of a class; there is no such atom beyond the end.
func (s *segmenter) is(i int, c class) bool { return i < len(s.classes) && s.classes[i]&c != 0 }

// codePoints counts those of the whole text.
func (s *segmenter) codePoints(text string) int32 {
	if len(s.atoms) == 0 {
		return 0
	}
	last := s.atoms[len(s.atoms)-1]
	return last.at + int32(utf8.RuneCountInString(text[last.start:]))
}

// walk finds the best step to every place.
func (s *segmenter) walk(books []*book, text string, end int) {
	s.steps = append(s.steps[:0], make([]step, end+1)...)
	for i := range s.steps {
		s.steps[i].score = math.MinInt32
	}
	s.steps[0].score = 0
	numeral := 0 // where the numeral that we are in ends
	for i := range end {
		switch s.atoms[i].kind {
		case Space, Emoji:
			s.try(i, i+1, scoreLetters, headNone, 0)
			continue
		case Hanzi:
			s.try(i, i+1, scoreUnknown, headNone, 0)
			s.names(text, i)
			if i >= numeral {
				if numeral = s.numeral(text, i); numeral > i+1 {
					s.try(i, numeral, scoreNumeral, headNumeral, 0)
				}
			}
		default:
			s.try(i, i+1, scoreLetters, headNone, 0)
		}
		for n, b := range books {
			s.match(b, n, text, i, end)
		}
		s.choice(books, text, i)
		s.doubled(books, text, i)
	}
}

// try offers a word from atom i to atom j.
func (s *segmenter) try(i, j int, score, head, book int) {
	score += int(s.steps[i].score)
	if to := &s.steps[j]; int32(score) > to.score {
		*to = step{int32(score), int32(i), int32(head), int16(book)}
	}
}

// match tries every headword of a book that begins with atom i.
func (s *segmenter) match(b *book, n int, text string, i, end int) {
	first := s.piece(text, i)
	lo, hi, depth := b.heads.begin(first)
	if depth < len(first) {
		lo, hi = b.heads.narrow(lo, hi, depth, first[depth:])
		depth = len(first)
	}
	for j := i + 1; lo < hi; j++ {
		if len(b.heads.bytes(lo)) == depth {
			score := b.headWeight(lo) - weightAll
			if j == i+1 && i > 0 && s.atoms[i-1].kind == Number && s.is(i, isUnit) {
				score += scoreUnit
			}
			s.try(i, j, score, lo, n)
		}
		if j == end {
			return
		}
		next := s.piece(text, j)
		lo, hi = b.heads.narrow(lo, hi, depth, next)
		depth += len(next)
	}
}

// hanzi is the text of atom i if it is a hanzi, else empty.
func (s *segmenter) hanzi(text string, i int) string {
	if i+1 >= len(s.atoms) || s.atoms[i].kind != Hanzi {
		return ""
	}
	return s.piece(text, i)
}

// piece is the text of atom i.
func (s *segmenter) piece(text string, i int) string {
	return text[s.atoms[i].start:s.atoms[i+1].start]
}

// tokens follows the steps back from the end.
func (s *segmenter) tokens(books []*book, text string, end int) []token {
	n := 0
	for i := end; i > 0; i = int(s.steps[i].from) {
		n += s.words(i)
	}
	out := make([]token, n)
	for i := end; i > 0; {
		to := s.steps[i]
		from := int(to.from)
		switch to.head {
		case headChoice:
			for range 3 {
				n--
				i--
				out[n] = s.known(books, text, i, i+1)
			}
		case headName:
			out[n-1] = s.token(text, from+1, i)
			out[n-1].form = formName
			out[n-2] = s.known(books, text, from, from+1)
			out[n-2].form = formName
			n -= 2
		default:
			n--
			out[n] = s.token(text, from, i)
			if to.head >= 0 {
				out[n].head, out[n].book = int(to.head), books[to.book]
			} else if i-from > 1 {
				out[n] = s.known(books, text, from, i)
				if out[n].book == nil {
					s.special(&out[n], books, to.head)
				}
			}
		}
		i = from
	}
	return out
}

// special notes what a word is that stands in no dictionary.
func (s *segmenter) special(t *token, books []*book, head int32) {
	switch head {
	case headNumeral:
		t.kind = Number
	case headForeign:
		t.form = formName
	case headDoubled:
		t.form = formDoubled
		once := t.text[:len(t.text)/2]
		if t.length == 4 {
			once = t.text[:len(t.text)/4] + t.text[len(t.text)/2:len(t.text)/4*3]
		}
		for _, b := range books {
			if head := b.heads.find(once); head >= 0 {
				t.book, t.head = b, head
				return
			}
		}
	}
}

// words is how many words the best step to place i is.
func (s *segmenter) words(i int) int {
	switch s.steps[i].head {
	case headChoice:
		return 3
	case headName:
		return 2
	}
	return 1
}

// token is the text from atom i to atom j.
func (s *segmenter) token(text string, i, j int) token {
	a, b := s.atoms[i], s.atoms[j]
	return token{
		text: text[a.start:b.start], start: int(a.start), at: int(a.at), length: int(b.at - a.at),
		kind: s.kind(i, j), head: headNone,
	}
}

// known is the text from atom i to atom j with its headword, if there is one.
func (s *segmenter) known(books []*book, text string, i, j int) token {
	t := s.token(text, i, j)
	for _, b := range books {
		if head := b.heads.find(fold(t.text)); head >= 0 {
			t.book, t.head = b, head
			break
		}
	}
	return t
}

// kind is Hanzi if any of the atoms is, else that of the first.
func (s *segmenter) kind(from, to int) Kind {
	for _, a := range s.atoms[from:to] {
		if a.kind == Hanzi {
			return Hanzi
		}
	}
	return s.atoms[from].kind
}

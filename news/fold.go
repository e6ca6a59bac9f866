package news

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"magpie/lexicon"
)

// unify makes texts equal that say the same in another case, width, Chinese script or form of
// apostrophe. Chinese is changed character by character, so that it may not be correct, but
// what is a part of a text remains a part of it.
func unify(s string) string {
	switch kind := lettersIn(s); kind {
	case lowerASCII:
		return s
	case someASCII:
		return strings.ToLower(s)
	}
	simple := characters()
	return strings.Map(func(r rune) rune {
		if firstHan <= r && r <= lastHan {
			return simple.common[r-firstHan]
		}
		switch r = unicode.ToLower(r); {
		case r < '‐':
			return r
		case r == '‘' || r == '’':
			return '\''
		case r == '“' || r == '”':
			return '"'
		case r == '–' || r == '—' || r == '‐' || r == '‑':
			return '-'
		}
		if to, ok := simple.others[r]; ok {
			return to
		}
		return r
	}, norm.NFKC.String(s))
}

// What letters a text is of.
const (
	otherLetters = iota
	someASCII
	lowerASCII // and no others
)

func lettersIn(s string) int {
	kind := lowerASCII
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return otherLetters
		case 'A' <= c && c <= 'Z':
			kind = someASCII
		}
	}
	return kind
}

// The Chinese characters that are in everyday use.
const firstHan, lastHan = '\u4E00', '\u9FFF'

// A hanFolding is the simplified form of each character: of the common ones all, of others where it is another.
type hanFolding struct {
	common [lastHan - firstHan + 1]rune
	others map[rune]rune
}

// characters is a table, made when it is first needed.
var characters = sync.OnceValue(func() *hanFolding {
	s := hanFolding{others: lexicon.Characters()}
	for i := range s.common {
		r := firstHan + rune(i)
		s.common[i] = r
		if to, ok := s.others[r]; ok {
			s.common[i] = to
			delete(s.others, r)
		}
	}
	return &s
})

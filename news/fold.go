package news

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"magpie/lexicon"
)

// unify makes texts equal that say the same in another case, width, Chinese script or form of
// apostrophe. Chinese is changed character by character, so that it may not be correct, but
// what is a part of a text remains a part of it.
func unify(s string) string {
	if isLowerASCII(s) {
		return s
	}
	s = strings.ToLower(norm.NFKC.String(s))
	simple := characters()
	return strings.Map(func(r rune) rune {
		switch {
		case r < '‐':
			return r
		case r == '‘' || r == '’':
			return '\''
		case r == '“' || r == '”':
			return '"'
		case r == '–' || r == '—' || r == '‐' || r == '‑':
			return '-'
		}
		if to, ok := simple[r]; ok {
			return to
		}
		return r
	}, s)
}

func isLowerASCII(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// characters is a table, made when it is first needed.
var characters = sync.OnceValue(lexicon.Characters)

package commands

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"magpie/slash"
)

// longestJoiner is how much of a name is shown, in characters.
const longestJoiner = 24

// addressLike matches what looks like the address of something: somebody's name is to lead
// nowhere.
var addressLike = regexp.MustCompile(`(?i)://|\bwww\.|\bdiscord\b|\bdsc\.|@(?:everyone|here)|[\p{L}\p{N}_-]\s?[.。]\s?(?:gg|com|net|org|io|me|cn|xyz|ru|app|link|shop|top|co|tv|cc|info|site|online|club|vip|win|bet|to|ly)\b|\.\w+/`)

// joinerName is a display name as a welcome shows it: short, without what is not seen or
// piles up; empty if nothing is left, or if it looks like an address.
func joinerName(name string) string {
	name = oneLine(strings.Map(visible, name))
	if addressLike.MatchString(norm.NFKC.String(name)) {
		return ""
	}
	return slash.Cut(unpiled(name), longestJoiner)
}

// visible is r, a space for what only looks like nothing, or -1 for what is not text at all.
func visible(r rune) rune {
	switch {
	case strings.ContainsRune("\u115f\u1160\u3164\uffa0\u2800", r): // fillers and a blank that count as letters and symbols
		return ' '
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs), r == unicode.ReplacementChar:
		return -1
	}
	return r
}

// unpiled leaves at most two marks over or under each letter.
func unpiled(s string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		if !unicode.Is(unicode.M, r) {
			marks = 0
			return r
		}
		if marks++; marks > 2 {
			return -1
		}
		return r
	}, s)
}

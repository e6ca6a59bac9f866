package phrase

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// foldText brings what is typed and what is stored to one form: lower case, half-width, composed, runs of spaces and
// punctuation as one space, none at the ends or beside a hanzi. Apostrophes vanish: don't and dont are the same.
func foldText(s string) string {
	var out strings.Builder
	var last rune
	space := false
	for _, r := range norm.NFC.String(s) {
		r = foldRune(r)
		switch {
		case r == '\'':
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.So, r):
			space = true
			continue
		}
		if space && last != 0 && !unicode.Is(unicode.Han, last) && !unicode.Is(unicode.Han, r) {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
		last, space = r, false
	}
	return out.String()
}

// foldRune lowers a letter, narrows full-width ASCII and straightens an apostrophe.
func foldRune(r rune) rune {
	switch {
	case r == '’' || r == '＇':
		return '\''
	case r >= '！' && r <= '～':
		r -= '！' - '!'
	}
	return unicode.ToLower(r)
}

// foldPinyin drops everything but the letters and digits of pinyin, and writes ü as v. Tone marks should be gone.
func foldPinyin(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, letterV(strings.ToLower(norm.NFC.String(s))))
}

func dropDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}

// stem takes the commonest endings off an English word, so that thank finds thanks and slaying finds slay.
func stem(word string) string {
	if strings.HasSuffix(word, "ss") {
		return word
	}
	for _, ending := range [...]struct{ from, to string }{
		{"ies", "y"}, {"ing", ""}, {"sses", "ss"}, {"ed", ""}, {"s", ""},
	} {
		if head, ok := strings.CutSuffix(word, ending.from); ok && len(head) >= 3 {
			return head + ending.to
		}
	}
	return word
}

// nearly reports whether one inserted, dropped, changed or swapped letter turns a into b.
func nearly(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

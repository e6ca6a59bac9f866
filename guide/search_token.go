package guide

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A script is what the characters of a text are, as far as search tells them apart.
type script int

const (
	gap     script = iota // spaces, marks and signs
	letters               // with digits and the apostrophe
	hanzi
)

func scriptOf(r rune) script {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '\'':
		return letters
	case r < utf8.RuneSelf:
		return gap
	case '一' <= r && r <= '鿿', unicode.Is(unicode.Han, r): // the range is cheap to test and has nearly all
		return hanzi
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return letters
	}
	return gap
}

// tokens yields what a text can be found by: its words without their endings and, since Chinese is written without spaces,
// each two Chinese characters that stand together. Of a text that is searched in (every), each single character and both
// words around a hyphen as one, as in log-in, are tokens too; of what is searched for, a character that stands alone.
func tokens(text string, every bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		word := func(run string) bool {
			token := stem(bare(run))
			return token == "" || yield(token)
		}
		joined := "" // what stands before a hyphen
		for run, s := range runs(text) {
			switch {
			case s == letters:
				if !word(run) || every && joined != "" && !word(joined+run) {
					return
				}
				joined = run
			case s == hanzi:
				joined = ""
				single := every || utf8.RuneCountInString(run) == 1
				before := 0
				for i, r := range run {
					end := i + utf8.RuneLen(r)
					if single && !yield(run[i:end]) || i > 0 && !yield(run[before:end]) {
						return
					}
					before = i
				}
			case run != "-":
				joined = ""
			}
		}
	}
}

// runs divides a text where its script changes.
func runs(text string) iter.Seq2[string, script] {
	return func(yield func(string, script) bool) {
		from, in := 0, gap
		for i, r := range text {
			if s := scriptOf(r); s != in {
				if i > from && !yield(text[from:i], in) {
					return
				}
				from, in = i, s
			}
		}
		if from < len(text) {
			yield(text[from:], in)
		}
	}
}

// bare is a word in small letters without accents: café and nǐ as they are typed.
func bare(word string) string {
	if strings.ContainsFunc(word, func(r rune) bool { return r >= utf8.RuneSelf }) {
		word = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFKD.String(word))
	}
	return strings.ToLower(word)
}

// stem takes the endings of English off a word, so that ban, bans, banned and banning are one.
func stem(word string) string {
	word = strings.TrimSuffix(strings.Trim(word, "'"), "'s")
	const least = 3 // letters that stay
	for _, ending := range []string{"ing", "ies", "ied", "ed", "es", "ly", "s", "y", "e"} {
		if len(word) >= len(ending)+least && strings.HasSuffix(word, ending) && !strings.HasSuffix(word, "ss") {
			word = strings.TrimSuffix(word, ending)
			break
		}
	}
	if last := len(word) - 1; last >= least && word[last] == word[last-1] {
		word = word[:last]
	}
	return word
}

package web

import (
	"slices"
	"strings"
	"unicode"
)

// A rubyPair is characters and the reading above them, "" for none.
type rubyPair struct{ Base, Reading string }

// rubyPairs puts each word of a reading above its characters, punctuation left
// out. If the two do not fit each other, as in an abbreviation, the whole reading
// stands above the whole text.
func rubyPairs(text, reading string) []rubyPair {
	var pairs []rubyPair
	rest := text
	for _, word := range strings.Fields(reading) {
		word = strings.TrimFunc(word, unicode.IsPunct)
		if word == "" {
			continue
		}
		plain := max(strings.IndexFunc(rest, readable), 0)
		base := baseOf(rest[plain:], word)
		if base == "" {
			return []rubyPair{{text, reading}}
		}
		if plain > 0 {
			pairs = append(pairs, rubyPair{rest[:plain], ""})
		}
		pairs = append(pairs, rubyPair{base, word})
		rest = rest[plain+len(base):]
	}
	if strings.ContainsFunc(rest, readable) {
		return []rubyPair{{text, reading}}
	}
	if rest != "" {
		pairs = append(pairs, rubyPair{rest, ""})
	}
	return pairs
}

func readable(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// baseOf is what at the beginning of text a word of a reading is for: the same
// word in Latin letters, or as many Chinese characters as it has syllables; ""
// if it does not fit.
func baseOf(text, word string) string {
	if len(text) >= len(word) && strings.EqualFold(text[:len(word)], word) {
		return text[:len(word)]
	}
	characters := []rune(text)
	n := syllables(word)
	if n < len(characters) && strings.HasSuffix(word, "r") && strings.ContainsRune("儿兒", characters[n]) {
		n++ // as in 哪儿 nǎr
	}
	if n == 0 || n > len(characters) || slices.ContainsFunc(characters[:n], func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		return ""
	}
	return string(characters[:n])
}

// syllables counts those of a word in pinyin, in which every group of vowels is
// one, as an apostrophe parts two that would meet. A word in zhuyin is one.
func syllables(word string) int {
	if readingLang(word) == "zh-Bopo" {
		return 1
	}
	n, inside := 0, false
	for _, r := range word {
		vowel := strings.ContainsRune("aāáǎàeēéěèiīíǐìoōóǒòuūúǔùüǖǘǚǜ", unicode.ToLower(r))
		if vowel && !inside {
			n++
		}
		inside = vowel
	}
	return n
}

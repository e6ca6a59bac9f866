package lexicon

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A spelling is pinyin as somebody typed it: nǐ hǎo, ni3hao3, ni hao, nihao.
type spelling struct {
	letters string // without tones, ü as v: nihao
	tones   []byte // for each letter the tone of its syllable, 0 if not known
	ends    []bool // for each letter, whether a syllable must end after it
	toned   bool   // it cannot be English
}

// toneOf are the tone marks; the two dots of ü are no tone.
var toneOf = map[rune]byte{'\u0304': 1, '\u0301': 2, '\u030c': 3, '\u0300': 4}

// readSpelling reads what was typed as pinyin, and reports whether it can be.
func readSpelling(typed string) (spelling, bool) {
	var s spelling
	typed = strings.ReplaceAll(strings.ToLower(typed), "u:", "ü")
	for _, r := range norm.NFD.String(typed) {
		last := len(s.tones) - 1
		switch {
		case r >= 'a' && r <= 'z':
			s.letters += string(r)
			s.tones, s.ends = append(s.tones, 0), append(s.ends, false)
		case last < 0:
			return spelling{}, false
		case r == '\u0308' && s.letters[last] == 'u':
			s.letters, s.toned = s.letters[:last]+"v", true
		case toneOf[r] > 0:
			s.tones[last], s.toned = toneOf[r], true
		case r >= '0' && r <= '5':
			s.tones[last], s.ends[last], s.toned = byte(r-'0'), true, true
			if r == '0' {
				s.tones[last] = 5
			}
		case r == ' ' || r == '\'' || r == '’' || r == '-':
			s.ends[last] = true
		default:
			return spelling{}, false
		}
	}
	return s, len(s.letters) > 0
}

// fits reports whether syllables can be spelt this way, or, unless whole, begin this way.
func (s *spelling) fits(syllables []string, whole bool) bool {
	at := 0
	for _, syllable := range syllables {
		if at == len(s.letters) {
			return !whole
		}
		letters, tone := parseSyllable(syllable)
		if letters == "r" && s.letters[at] == 'e' {
			at++
		}
		for i := range len(letters) {
			if at == len(s.letters) {
				return !whole
			}
			if !sameLetter(s.letters[at], letters[i]) || s.tones[at] != 0 && s.tones[at] != tone || s.ends[at] && i+1 < len(letters) {
				return false
			}
			at++
		}
	}
	return at == len(s.letters)
}

// fit reports whether a reading of an entry can be spelt this way, or, unless whole, begins this way.
func (s *spelling) fit(e *Entry, whole bool) bool {
	return s.fits(e.Pinyin, whole) || s.fits(e.Taiwan, whole)
}

// sameLetter forgives a u for an ü.
func sameLetter(typed, letter byte) bool { return typed == letter || typed == 'u' && letter == 'v' }

// key is what the index has for the spelling.
func (s *spelling) key() string { return s.letters[:min(len(s.letters), maxLetters)] }

// parseSyllable parts a numbered syllable into lower-case letters and tone; the tone of other things is 0. What is
// neither letter nor digit is dropped.
func parseSyllable(syllable string) (letters string, tone byte) {
	if end := len(syllable) - 1; end > 0 && syllable[end] >= '1' && syllable[end] <= '5' {
		syllable, tone = syllable[:end], syllable[end]-'0'
	}
	letters = strings.Map(func(r rune) rune {
		if r = unicode.ToLower(r); r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, syllable)
	return letters, tone
}

// pinyinKeys adds the keys of a reading: as it is, with u for ü, and with er for the r of 儿.
func pinyinKeys(keys, syllables []string) []string {
	var plain, er []byte
	for _, s := range syllables {
		letters, _ := parseSyllable(s)
		plain = append(plain, letters...)
		if letters == "r" {
			er = append(er, 'e')
		}
		er = append(er, letters...)
	}
	add := func(key string) {
		if key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, spelt := range [][]byte{plain, er} {
		key := string(spelt[:min(len(spelt), maxLetters)])
		add(key)
		add(strings.ReplaceAll(key, "v", "u"))
	}
	return keys
}

// firstLetters returns the first letter of each syllable: nh for ni3 hao3. It is empty if one has none.
func firstLetters(syllables []string) string {
	var b strings.Builder
	for _, s := range syllables {
		letters, _ := parseSyllable(s)
		if letters == "" || letters[0] < 'a' {
			return ""
		}
		b.WriteByte(letters[0])
	}
	return b.String()
}

// latinKey returns the key of what is written with letters or digits: =yyds, =no cap. It is empty for hanzi alone.
func latinKey(word string) string {
	if !strings.ContainsFunc(word, func(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }) {
		return ""
	}
	return "=" + foldEnglish(word)
}

// spelt finds the entries that are read as typed in full. Where the syllables were not parted, one is likelier than two:
// xian is 先 rather than 西安.
func (x *searchIndex) spelt(s *spelling) []answer {
	var all []answer
	for h := range x.hits(x.pinyin.get(s.key())) {
		if e := x.from.entry(h.entry); s.fit(&e, true) {
			score := h.score - syllableCost*(len(e.Pinyin)-1)
			if all = append(all, answer{made: &e, score: score}); len(all) == maxSpelt {
				break
			}
		}
	}
	return all
}

const (
	syllableCost = 12 // for each after the first
	maxSpelt     = 60
)

package lexicon

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

var (
	//go:embed data/readings.txt
	readingsText string
	//go:embed data/words.txt
	wordsText string
)

// readings decide which pinyin a word has in a text. What knows most comes first: a phrase of several words, then a rule
// about what stands beside the word, then the word itself, then each of its characters.
type readings struct {
	chars   map[rune]string        // what a character with several readings is by itself
	words   map[string]string      // the syllables of words and phrases in either script, spaces between them
	longest int                    // bytes of the longest of them
	rules   map[string][]sidedRule // by word
	simple  map[rune]rune          // simplified forms, for the rules, which are written in them
}

// newReadings returns the readings that come with Magpie. They are the same ones each time.
func newReadings() *readings { return loadReadings() }

var loadReadings = sync.OnceValue(func() *readings {
	r := &readings{chars: map[rune]string{}, words: map[string]string{}, simple: map[rune]rune{}}
	for char, pinyin := range dataLines(readingsText) {
		c, _ := utf8.DecodeRuneInString(char)
		r.chars[c] = pinyin
	}
	for forms, pinyin := range dataLines(wordsText) {
		simplified, traditional, both := strings.Cut(forms, " ")
		r.addWord(simplified, pinyin)
		if both {
			r.addWord(traditional, pinyin)
			r.addForms(simplified, traditional)
		}
	}
	r.rules = compileRules(grammarRules, charRules, surnameRules, wordRules)
	return r
})

// dataLines yields the two columns of a data file.
func dataLines(text string) func(yield func(first, second string) bool) {
	return func(yield func(string, string) bool) {
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, "\r\n")
			if first, second, ok := strings.Cut(line, "\t"); ok && line[0] != '#' && !yield(first, second) {
				return
			}
		}
	}
}

func (r *readings) addWord(word, pinyin string) {
	r.words[word] = pinyin
	r.longest = max(r.longest, len(word))
}

// addForms notes which characters of a word are written otherwise in simplified Chinese. A traditional character with a
// reading of its own, such as 隻 or 乾, stays what it is.
func (r *readings) addForms(simplified, traditional string) {
	long := []rune(traditional)
	for i, short := range []rune(simplified) {
		if long[i] != short && (r.chars[long[i]] == "" || r.chars[long[i]] == r.chars[short]) {
			r.simple[long[i]] = short
		}
	}
}

// read chooses how tokens[i] is read: one numbered syllable for each hanzi of its text. candidates are its entries, the
// best first, and may be empty; which is the one that was chosen, or -1 if there are none.
func (r *readings) read(tokens []token, i int, candidates []Entry) (pinyin []string, which int) {
	text := tokens[i].text
	if len(candidates) > 0 && (candidates[0].Source == Slang || candidates[0].Source == Glossary) {
		if pinyin = ofHanzi(text, candidates[0].Pinyin); pinyin != nil { // the caller knows best
			return pinyin, 0
		}
	}
	pinyin = r.inPhrase(tokens, i)
	if pinyin == nil && r.rules[text] != nil {
		pinyin = strings.Fields(readInContext(r.rules[text], r.around(tokens, i)))
	}
	if len(pinyin) == 0 {
		pinyin = r.usual(text)
	}
	if pinyin == nil && len(candidates) > 0 {
		pinyin = ofHanzi(text, candidates[0].Pinyin)
	}
	if pinyin == nil {
		pinyin = r.spell(text)
	}
	which = matching(text, candidates, pinyin)
	if which >= 0 && slices.EqualFunc(candidates[which].Pinyin, pinyin, strings.EqualFold) {
		pinyin = candidates[which].Pinyin // a proper name has a capital
	}
	return pinyin, which
}

// usual returns how a word, or a character by itself, is read most often; nil if that is for the dictionary to say.
func (r *readings) usual(word string) []string {
	if pinyin, ok := r.words[word]; ok {
		return strings.Fields(pinyin)
	}
	if c, size := utf8.DecodeRuneInString(word); size == len(word) && r.chars[c] != "" {
		return []string{r.chars[c]}
	}
	return nil
}

// inPhrase reads tokens[i] as part of the longest phrase that it and its neighbours make up; nil if they make up none.
func (r *readings) inPhrase(tokens []token, i int) []string {
	var best []string
	longest := 0
	buf := make([]byte, 0, 64)
	size := 0 // of what stands in the phrase before tokens[i], in bytes
	for first := i; first >= 0 && size <= r.longest && startsWithHan(tokens[first].text); first-- {
		if first < i {
			size += len(tokens[first].text)
		}
		buf = buf[:0]
		for last := first; last < len(tokens) && startsWithHan(tokens[last].text) && len(buf) <= r.longest; last++ {
			buf = append(buf, tokens[last].text...)
			if last < i || first == last || len(buf) <= longest {
				continue
			}
			if pinyin, ok := r.words[string(buf)]; ok {
				longest = len(buf)
				from := utf8.RuneCount(buf[:size])
				best = strings.Fields(pinyin)[from : from+utf8.RuneCountInString(tokens[i].text)]
			}
		}
	}
	return best
}

func startsWithHan(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return isHan(c)
}

// spell reads a word that is in no dictionary character by character.
func (r *readings) spell(word string) []string {
	args := pinyin.Args{Style: pinyin.Tone3}
	var all []string
	for _, c := range word {
		if !isHan(c) {
			continue
		}
		s := r.chars[c]
		if s == "" {
			if known := pinyin.SinglePinyin(c, args); len(known) > 0 {
				s = strings.ReplaceAll(known[0], "ü", "v")
				if !strings.ContainsAny(s, "1234") {
					s += "5"
				}
			}
		}
		if s == "" {
			s = "?" // no reading is known, of 々 for example
		}
		all = append(all, s)
	}
	return all
}

// ofHanzi returns those of an entry's syllables that belong to the hanzi of the text, nil if they do not fit: of
// 3D打印 only the last two.
func ofHanzi(text string, pinyin []string) []string {
	chars := []rune(text)
	if len(chars) == len(pinyin) && !slices.ContainsFunc(chars, func(c rune) bool { return !isHan(c) }) {
		return pinyin
	}
	var all []string
	hanzi := 0
	for i, c := range chars {
		if isHan(c) {
			hanzi++
			if len(chars) == len(pinyin) {
				all = append(all, pinyin[i])
			}
		}
	}
	if len(chars) != len(pinyin) {
		for _, s := range pinyin {
			if _, _, ok := cut(s); ok {
				all = append(all, s)
			}
		}
	}
	if len(all) != hanzi {
		return nil
	}
	return all
}

// matching returns the candidate that is read like this, else the one that differs least, -1 if there are none.
func matching(text string, candidates []Entry, pinyin []string) int {
	best, fewest := -1, 0
	for i, e := range candidates {
		differ := difference(ofHanzi(text, e.Pinyin), pinyin)
		if best < 0 || differ < fewest {
			best, fewest = i, differ
		}
	}
	return best
}

// difference says how unlike two readings of a word are: a capital least, then a tone, then a sound.
func difference(a, b []string) int {
	if len(a) != len(b) {
		return 1000
	}
	n := 0
	for i := range a {
		switch {
		case a[i] == b[i]:
		case strings.EqualFold(a[i], b[i]):
			n++
		case strings.EqualFold(strings.TrimRight(a[i], "12345"), strings.TrimRight(b[i], "12345")):
			n += 10
		default:
			n += 100
		}
	}
	return n
}

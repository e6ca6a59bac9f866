package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A rule gives words a reading where certain things stand beside them. left and right each list alternatives, with
// spaces between them, of which one must hold; an empty list always does. An alternative is
//
//	字    these characters are next to the word; a . among them is any hanzi
//	=字   the whole word next to it is this
//	@     the word next to it has two hanzi or more
//	#     a digit or numeral is next to it
//	^ $   nothing is, or punctuation: the word begins (ends) its clause
//	~字   this stands somewhere between it and that end of its clause
//	!…    the alternative after it must not hold, whatever else does
//
// Alternatives are in simplified characters, and texts are folded to them.
type rule struct {
	words       string // the words it is for, in either script, spaces between them
	reading     string // their syllables, spaces between them
	left, right string
	traditional bool // it is for traditional text only
}

// A sided rule has its alternatives apart.
type sidedRule struct {
	reading     string
	left, right []string
	traditional bool
}

// compileRules sorts rules by word and keeps their order.
func compileRules(lists ...[]rule) map[string][]sidedRule {
	byWord := map[string][]sidedRule{}
	for _, list := range lists {
		for _, r := range list {
			sided := sidedRule{r.reading, strings.Fields(r.left), strings.Fields(r.right), r.traditional}
			for _, word := range strings.Fields(r.words) {
				byWord[word] = append(byWord[word], sided)
			}
		}
	}
	return byWord
}

// Surroundings are what stands beside a word.
type surroundings struct {
	left, right side
	traditional bool
}

// A side is what stands on one side of a word.
type side struct {
	before bool   // it is the left side
	text   string // of a few words, folded, without spaces
	word   string // the nearest of them
}

// reach is how many words of context the rules look at on each side.
const reach = 16

// around returns what stands beside tokens[i].
func (r *readings) around(tokens []token, i int) surroundings {
	return surroundings{
		left:        r.side(tokens[max(0, i-reach):i], true),
		right:       r.side(tokens[i+1:min(len(tokens), i+1+reach)], false),
		traditional: r.traditional(tokens[max(0, i-reach):min(len(tokens), i+1+reach)]),
	}
}

func (r *readings) side(tokens []token, before bool) side {
	s := side{before: before}
	var text strings.Builder
	for _, t := range tokens {
		if t.kind == Space && !strings.Contains(t.text, "\n") {
			continue
		}
		word := strings.Map(r.fold, t.text)
		if before || s.word == "" {
			s.word = word
		}
		text.WriteString(word)
	}
	s.text = text.String()
	return s
}

// fold returns the simplified form of a character.
func (r *readings) fold(c rune) rune {
	if simple, ok := r.simple[c]; ok {
		return simple
	}
	return c
}

// traditional reports whether any of the tokens holds a character that simplified Chinese writes otherwise.
func (r *readings) traditional(tokens []token) bool {
	for _, t := range tokens {
		for _, c := range t.text {
			if _, ok := r.simple[c]; ok {
				return true
			}
		}
	}
	return false
}

// readInContext returns the reading of the first rule that holds, empty if none does.
func readInContext(rules []sidedRule, c surroundings) string {
	for _, r := range rules {
		if (!r.traditional || c.traditional) && c.left.holds(r.left) && c.right.holds(r.right) {
			return r.reading
		}
	}
	return ""
}

// holds reports whether one of the alternatives holds, if there are any, and none that must not.
func (s side) holds(alternatives []string) bool {
	found, wanted := false, false
	for _, a := range alternatives {
		if not, ok := strings.CutPrefix(a, "!"); ok {
			if s.is(not) {
				return false
			}
			continue
		}
		wanted = true
		found = found || s.is(a)
	}
	return found || !wanted
}

// is reports whether one alternative holds.
func (s side) is(alternative string) bool {
	switch {
	case alternative == "@":
		return startsWithHan(s.word) && utf8.RuneCountInString(s.word) > 1
	case alternative == "#":
		c := s.nearest()
		return unicode.IsDigit(c) || strings.ContainsRune("〇零一二两三四五六七八九十百千万亿几数半", c)
	case alternative == "^", alternative == "$":
		return !wordRune(s.nearest())
	case alternative[0] == '=':
		return s.word == alternative[1:]
	case alternative[0] == '~':
		return strings.Contains(s.clause(), alternative[1:])
	case strings.Contains(alternative, "."):
		return s.fits([]rune(alternative))
	case s.before:
		return strings.HasSuffix(s.text, alternative)
	}
	return strings.HasPrefix(s.text, alternative)
}

// fits reports whether the characters next to the word are these, with a point for any hanzi.
func (s side) fits(pattern []rune) bool {
	text := []rune(s.text)
	if len(text) < len(pattern) {
		return false
	}
	if s.before {
		text = text[len(text)-len(pattern):]
	}
	for i, c := range pattern {
		if c != text[i] && (c != '.' || !isHan(text[i])) {
			return false
		}
	}
	return true
}

// nearest returns the character next to the word.
func (s side) nearest() rune {
	c, _ := utf8.DecodeRuneInString(s.text)
	if s.before {
		c, _ = utf8.DecodeLastRuneInString(s.text)
	}
	return c
}

// clause returns the text up to where the clause ends.
func (s side) clause() string {
	between := func(c rune) bool { return !wordRune(c) }
	if s.before {
		return s.text[strings.LastIndexFunc(s.text, between)+1:]
	}
	if end := strings.IndexFunc(s.text, between); end >= 0 {
		return s.text[:end]
	}
	return s.text
}

// wordRune reports whether a character is part of a word, not punctuation or the like.
func wordRune(c rune) bool {
	return c != utf8.RuneError && (unicode.IsLetter(c) || unicode.IsNumber(c) || unicode.IsMark(c))
}

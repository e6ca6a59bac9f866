package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sense is one meaning out of a gloss, in the form in which it is looked up.
type sense struct {
	key  string // folded, without to, a, an, the: "get up"
	cost int    // what speaks against it, in points: its place, its labels, what was cut off
	kind kind
}

// What speaks against an answer, in points; eight points outweigh a word that is e times as frequent. The figures were
// chosen so that the answers for the words of data/english.txt come out right without it.
const (
	glossStep  = 8 // a gloss that is not the first, for each before it
	glossMost  = 20
	partStep   = 4 // a part of a gloss that is not the first, for each before it
	partMost   = 12
	sensesStep = 1  // an entry of many senses, for each doubling of their number
	commaFirst = 7  // what stands before a comma
	commaRest  = 8  // what stands after one
	orFirst    = 5  // "king" of "king or monarch"
	pluralCost = 5  // "tax" of "taxes"
	endingStep = 10 // tenths of the cost of an ending that is left out
	labelStep  = 12 // tenths of the cost of a label
	oneHanzi   = 14 // words of one character
	oneVerb    = 16 // verbs of one character
	manyHanzi  = 4  // words of more than three
	erhuaCost  = 16
	verbCost   = 3   // a verb, when it was not asked for
	notVerb    = 130 // no verb, when one was asked for
	lemmaCost  = 4   // the query is a form of the word
	nameBonus  = 24  // a name, when it was written with one
	nameCost   = 5   // a name, when it was written without a capital letter
)

// Senses of more words or letters than these are sentences; they are found by their words.
const (
	maxSenseWords = 5
	maxSenseBytes = 32
)

// senses takes the glosses of an entry apart at slashes, semicolons and commas. A meaning may come several times, in
// different forms and at different costs.
func senses(e *Entry) []sense {
	var all []sense
	for g, gloss := range e.Glosses {
		for s, part := range splitGloss(gloss, ';') {
			all = appendSenses(all, part, placeCost(g, s))
		}
	}
	return all
}

// placeCost is what it costs a sense not to be the first of the first gloss.
func placeCost(gloss, part int) int {
	return min(glossStep*gloss, glossMost) + min(partStep*part, partMost)
}

func appendSenses(all []sense, text string, cost int) []sense {
	text, labels := cutLabels(text)
	if labels >= rude || rudeWord(text) {
		return all
	}
	cost += labels * labelStep / 10
	text = strings.TrimSpace(text)
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return all
	}
	if name, ok := strings.CutPrefix(text, "surname "); ok {
		text, cost = name, cost+60
	}
	for _, no := range []string{"classifier for", "variant of", "used in", "see ", "abbr. for", "CL:"} {
		if strings.HasPrefix(text, no) {
			return all
		}
	}
	add := func(text string, extra int) {
		all = appendSense(all, text, cost+extra)
	}
	add(text, 0)
	parts := splitGloss(text, ',')
	if len(parts) > 1 {
		add(parts[0], commaFirst)
	}
	if k, _ := kindOf(text); k&isName == 0 { // London, capital of …
		for _, p := range parts[1:] {
			if p = strings.TrimSpace(p); !strings.Contains(p, " ") || strings.HasPrefix(p, "to ") {
				add(p, commaRest)
			}
		}
	}
	if left, right, ok := strings.Cut(parts[0], " or "); ok && !strings.Contains(right, " ") {
		add(left, orFirst)
		if i := strings.LastIndexByte(left, ' '); i < 0 || left[:i] == "to" {
			add(left[:i+1]+right, orFirst)
		}
	}
	return all
}

// appendSense adds one meaning, and its shorter forms: without what it is done to, and in the singular.
func appendSense(all []sense, text string, cost int) []sense {
	k, text := kindOf(strings.TrimSpace(text))
	key := foldSense(text)
	if key == "" || len(key) > maxSenseBytes || strings.Count(key, " ") >= maxSenseWords {
		return all
	}
	all = append(all, sense{key, cost, k})
	if last := strings.LastIndexByte(key, ' '); last >= 0 {
		if extra, ok := endings[key[last+1:]]; ok {
			key, cost = key[:last], cost+extra*endingStep/10
			all = append(all, sense{key, cost, k})
		}
	}
	if one := singular(key); one != key && k&isVerb == 0 {
		all = append(all, sense{one, cost + pluralCost, k})
	}
	return all
}

// endings are last words that a sense can do without, and what that costs.
var endings = map[string]int{
	"sb": 2, "sth": 2, "sbs": 4, "ones": 4, "oneself": 4, "etc": 1,
	"to": 4, "of": 5, "with": 6, "for": 8, "at": 8, "on": 10, "from": 8, "in": 10, "about": 6, "into": 8,
}

// kindOf tells verbs and names and takes the to off a verb.
func kindOf(text string) (kind, string) {
	if verb, ok := strings.CutPrefix(text, "to "); ok {
		if what, ok := strings.CutPrefix(verb, "be "); ok && what != "able to" {
			return 0, what
		}
		return isVerb, verb
	}
	first, size := utf8.DecodeRuneInString(text)
	second, _ := utf8.DecodeRuneInString(text[size:])
	if unicode.IsUpper(first) && unicode.IsLower(second) {
		return isName, text
	}
	return 0, text
}

func foldSense(text string) string {
	key := foldEnglish(text)
	for _, article := range []string{"a ", "an ", "the "} {
		if short, ok := strings.CutPrefix(key, article); ok {
			return short
		}
	}
	return key
}

// splitGloss splits at a separator outside of parentheses.
func splitGloss(gloss string, at byte) []string {
	if strings.IndexByte(gloss, at) < 0 {
		return []string{gloss}
	}
	var parts []string
	depth, start := 0, 0
	for i := range len(gloss) {
		switch gloss[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case at:
			if depth <= 0 {
				parts = append(parts, gloss[start:i])
				start = i + 1
			}
		}
	}
	return append(parts, gloss[start:])
}

// cutLabels takes what stands in parentheses and brackets out of a text and says what it costs.
func cutLabels(text string) (string, int) {
	if !strings.ContainsAny(text, "([") {
		return text, 0
	}
	var b strings.Builder
	cost, depth, start := 0, 0, 0
	for i, r := range text {
		switch r {
		case '(', '[':
			if depth++; depth == 1 {
				start = i + 1
			}
		case ')', ']':
			if depth--; depth == 0 {
				cost += labelCost(text[start:i], strings.TrimSpace(b.String()) == "")
			}
			depth = max(depth, 0)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), " "), cost
}

// labelCost is what a remark in parentheses costs, more if it stands before the meaning and so narrows it.
func labelCost(label string, front bool) int {
	label, _, _ = strings.Cut(label, ",")
	if cost, ok := labels[strings.TrimSpace(strings.ToLower(label))]; ok {
		return cost
	}
	switch {
	case strings.HasPrefix(label, "used ") && front:
		return 20
	case front:
		return 6
	}
	return 2
}

// rude senses are not found by their English, even those of words that mean other things as well.
const rude = 100

func rudeWord(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if rudeWords[word] {
			return true
		}
	}
	return false
}

var rudeWords = wordSet(`fuck fucks fucked fucker fucking motherfucker motherfucking cunt shit shitty bullshit whore slut nigger
	chink faggot`)

// labels are the remarks that say how a meaning is used, and what they cost.
var labels = map[string]int{
	"archaic": 24, "arch.": 24, "old": 16, "obsolete": 24, "classical": 24, "literary": 16, "historical": 12,
	"in former times": 12, "dialect": 28, "beijing dialect": 28, "cantonese": 28, "tw": 20, "hk": 20, "taiwan": 20,
	"bound form": 16, "prefix": 16, "suffix": 16, "slang": 18, "internet slang": 18, "neologism": 12, "coll.": 6,
	"idiom": 12, "saying": 16, "proverb": 16, "fig.": 18, "lit.": 12, "onom.": 4, "loanword": 3, "honorific": 12,
	"humble": 20, "courteous": 12, "polite": 6, "formal": 4, "euphemism": 24, "jocular": 20, "name": 0,
	"derog.": rude, "derogatory": rude, "pejorative": rude, "vulgar": rude, "taboo": rude, "offensive": rude, "bird species of china": 12, "attributive": 2, "phonetic": 30,
	"used in place names": 40, "used in names": 40, "used in female names": 40,
}

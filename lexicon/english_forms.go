package lexicon

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// A lemma is the form of a word that stands in a dictionary.
type lemma struct {
	word string
	as   derivation
}

// A derivation is how a form comes from its lemma.
type derivation uint8

const (
	plainForm derivation = iota // a plural, an irregular form, a spelling: it means the same
	verbForm                    // with -ed or -ing: it means the verb and nothing else that is spelt like it
	likeness                    // with -er or -ly: it may well mean something else
)

// lemmas returns what an inflected word may be a form of, the likeliest first. Most of them are no words: the rules of
// spelling can be read in several ways, and only the dictionary knows which is right. The last word of a phrase is
// folded, and the first, its verb.
func lemmas(key string) []lemma {
	first, rest, phrase := strings.Cut(key, " ")
	if !phrase {
		return wordLemmas(key)
	}
	var all []lemma
	for _, l := range wordLemmas(first) {
		all = append(all, lemma{l.word + " " + rest, l.as})
	}
	head, last := key[:strings.LastIndexByte(key, ' ')+1], key[strings.LastIndexByte(key, ' ')+1:]
	for _, l := range wordLemmas(last) {
		all = append(all, lemma{head + l.word, l.as})
	}
	return all
}

func wordLemmas(word string) []lemma {
	var all []lemma
	add := func(word string, as derivation) {
		if len(word) > 1 && !slices.ContainsFunc(all, func(l lemma) bool { return l.word == word }) {
			all = append(all, lemma{word, as})
		}
	}
	for _, base := range irregular()[word] {
		add(base, plainForm)
	}
	for _, rule := range endingRules {
		stem, ok := strings.CutSuffix(word, rule.ending)
		if !ok || len(stem) < 2 {
			continue
		}
		if rule.doubles && len(stem) > 2 && stem[len(stem)-1] == stem[len(stem)-2] {
			add(stem[:len(stem)-1], rule.as)
		}
		for _, tail := range rule.tails {
			if len(stem+tail) > 2 || rule.ending == "s" {
				add(stem+tail, rule.as)
			}
		}
	}
	return all
}

// endingRules are the spellings of the regular forms, then British spellings of what American dictionaries list.
var endingRules = []struct {
	ending  string
	doubles bool // the consonant before it may be doubled: stopped
	as      derivation
	tails   []string // of the lemma, in place of the ending
}{
	{"ies", false, plainForm, []string{"y", "ie"}},
	{"ves", false, plainForm, []string{"f", "fe", "ve"}},
	{"es", false, plainForm, []string{"e", ""}},
	{"s", false, plainForm, []string{""}},
	{"ied", false, verbForm, []string{"y", "ie"}},
	{"ed", true, verbForm, []string{"", "e"}},
	{"ying", false, verbForm, []string{"ie"}},
	{"ing", true, verbForm, []string{"", "e"}},
	{"iest", false, plainForm, []string{"y"}},
	{"est", true, plainForm, []string{"", "e"}},
	{"ier", false, likeness, []string{"y"}},
	{"er", true, likeness, []string{"", "e"}},
	{"ily", false, likeness, []string{"y"}},
	{"ly", false, likeness, []string{"", "le"}},
	{"our", false, plainForm, []string{"or"}},
	{"ours", false, plainForm, []string{"or"}},
	{"ise", false, plainForm, []string{"ize"}},
	{"yse", false, plainForm, []string{"yze"}},
	{"isation", false, plainForm, []string{"ization"}},
	{"tre", false, plainForm, []string{"ter"}},
	{"ogue", false, plainForm, []string{"og"}},
	{"ence", false, plainForm, []string{"ense"}},
}

//go:embed data/forms.txt
var formsText string

// irregular leads from forms that no rule explains to what they are forms of.
var irregular = sync.OnceValue(func() map[string][]string {
	bases := map[string][]string{}
	for line := range strings.Lines(formsText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		words := strings.Fields(line)
		for _, form := range words[min(1, len(words)):] {
			bases[form] = append(bases[form], words[0])
		}
	}
	return bases
})

// singular takes the plural off the last word of a key. It asks no dictionary: what matters is that all forms of a word
// lead to the same.
func singular(key string) string {
	switch {
	case strings.HasSuffix(key, "ies") && len(key) > 4:
		return key[:len(key)-3] + "y"
	case hasAnySuffix(key, "sses", "shes", "ches", "xes", "toes", "roes", "goes") && len(key) > 4:
		return key[:len(key)-2]
	case strings.HasSuffix(key, "s") && len(key) > 3 && !hasAnySuffix(key, "ss", "us", "is", "ous"):
		return key[:len(key)-1]
	}
	return key
}

func hasAnySuffix(s string, endings ...string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(s, e) })
}

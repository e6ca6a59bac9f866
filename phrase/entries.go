package phrase

import (
	"strings"
	"unicode/utf8"

	"magpie/lexicon"
)

// Entries returns the slang as words for a dictionary, one entry for each way in which a term is written. ID is that of
// the [Slang] and Source is [lexicon.Slang]; the first gloss is the meaning in short. English terms have themselves in
// place of hanzi, and no pinyin. Terms that are [Slang.Hidden] have a mark.
func (b *Book) Entries() []lexicon.Entry {
	var all []lexicon.Entry
	for _, s := range b.slang {
		for _, w := range s.wordings() {
			all = append(all, lexicon.Entry{
				ID: s.ID, Simplified: w.Simplified, Traditional: w.Traditional, Pinyin: s.readingOf(w.Simplified),
				Glosses: s.glosses(), Mark: s.mark(), Source: lexicon.Slang,
			})
		}
	}
	return all
}

// wordings returns every way in which the term is written, in both scripts at once. Among the forms a traditional one
// follows its simplified one, or is another spelling of the term.
func (s Slang) wordings() []Wording {
	all := []Wording{s.Term}
	for _, form := range s.Forms {
		if lexicon.ScriptOf(form) != lexicon.Traditional {
			all = append(all, Wording{form, form})
			continue
		}
		before := &all[len(all)-1]
		switch {
		case len(all) > 1 && before.Traditional == before.Simplified && sameLength(form, before.Simplified):
			before.Traditional = form
		case sameLength(form, s.Term.Simplified):
			all = append(all, Wording{s.Term.Simplified, form})
		default:
			all = append(all, Wording{form, form})
		}
	}
	return all
}

func sameLength(a, b string) bool { return utf8.RuneCountInString(a) == utf8.RuneCountInString(b) }

// readingOf is the term's pinyin as numbered syllables, if that is how a form is read: nil for one of other hanzi,
// which the dictionary reads as it stands.
func (s Slang) readingOf(form string) []string {
	syllables := numberedSyllables(s.Pinyin)
	term, hanzi := hanziOf(s.Term.Simplified), hanziOf(form)
	spelledOut := term == "" && utf8.RuneCountInString(hanzi) == len(syllables) // letters, such as yyds
	if form != s.Term.Simplified && hanzi != term && !spelledOut {
		return nil
	}
	return syllables
}

// hanziOf is the hanzi of a text.
func hanziOf(s string) string {
	return strings.Map(func(r rune) rune {
		if lexicon.HasHanzi(string(r)) {
			return r
		}
		return -1
	}, s)
}

// numberedSyllables parts pinyin with marks into the syllables of a dictionary: "bābǐ Q" is ba1, bi3, Q.
func numberedSyllables(pinyin string) []string {
	var all []string
	for word := range strings.FieldsSeq(letterV(Numbered(pinyin))) {
		for {
			end := strings.IndexAny(word, "12345")
			if end < 0 {
				break
			}
			all = append(all, strings.Trim(word[:end+1], "'’"))
			word = word[end+1:]
		}
		if word != "" {
			all = append(all, word)
		}
	}
	return all
}

// glosses are the meaning in short, the other culture's word if that is English, and the literal sense.
func (s Slang) glosses() []string {
	all := []string{inShort(s.Meaning.En)}
	if s.Direction == ChineseSlang {
		if pair := s.Pair.Simplified; pair != "" && !hasHan(pair) {
			all = append(all, pair)
		}
		if s.Literal != "" {
			all = append(all, "lit. "+s.Literal)
		}
	}
	return all
}

// inShort is the first clause of a text, without the full stop.
func inShort(text string) string {
	for _, end := range []string{". ", "; ", ": "} {
		if first, _, more := strings.Cut(text, end); more && len(first) > 3 {
			text = first
		}
	}
	return strings.TrimSuffix(text, ".")
}

func (s Slang) mark() lexicon.Mark {
	switch s.Safety {
	case Rude:
		return lexicon.Vulgar
	case Adult:
		return lexicon.Sexual
	}
	return ""
}

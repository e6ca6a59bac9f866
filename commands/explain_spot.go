package commands

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"magpie/community"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// A spotter finds in a text what the phrasebook knows.
type spotter struct {
	book    *phrase.Book
	phrases map[string]phrase.Phrase // by what they say, bare, in any language
	notices []spottedNotice          // the longest first
}

type spottedNotice struct {
	text   string // bare
	notice phrase.Notice
}

func newSpotter(book *phrase.Book) *spotter {
	s := &spotter{book: book, phrases: map[string]phrase.Phrase{}}
	for _, situation := range book.Situations() {
		for _, p := range book.Phrases(situation.ID) {
			for _, said := range []string{p.Simplified, p.Traditional, p.En} {
				if _, twice := s.phrases[bare(said)]; !twice {
					s.phrases[bare(said)] = p
				}
			}
		}
	}
	for _, n := range book.Notices() {
		for _, text := range []string{n.Text.Simplified, n.Text.Traditional} {
			for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '/' || r == '／' }) {
				s.notices = append(s.notices, spottedNotice{bare(part), n})
			}
		}
	}
	slices.SortStableFunc(s.notices, func(a, b spottedNotice) int { return cmp.Compare(len(b.text), len(a.text)) })
	return s
}

// An explanation is what there is to say about a text to one reader.
type explanation struct {
	slash.Voice
	recentText
	reader     reader
	dictionary *lexicon.Dictionary

	chinese bool // there are Chinese characters in it
	script  lexicon.Script
	phrases []phrase.Phrase
	notices []phrase.Notice
	terms   []community.Term
	slang   []spottedSlang
	words   []lexicon.Word // what is no slang, each time it stands there
}

// spottedSlang is slang as it stands in a text.
type spottedSlang struct {
	text string
	*phrase.Slang
}

// explain finds all there is to say about a text.
func (s *spotter) explain(v slash.Voice, r reader, d *lexicon.Dictionary, terms []community.Term, t recentText) *explanation {
	x := &explanation{Voice: v, recentText: t, reader: r, dictionary: d, chinese: lexicon.HasHanzi(t.Text), script: lexicon.ScriptOf(t.Text)}
	x.terms = termsIn(terms, t.Text)
	if overlay := termEntries(x.terms); len(overlay) > 0 {
		d = d.With(overlay...)
	}
	words := d.Words(t.Text)
	found := onBorders(s.book.Spot(t.Text), t.Text, words)
	x.slang = distinctSlang(found, t.Text)
	x.words = outside(found, t.Text, words)
	x.phrases = s.phrasesIn(v, t.Text)
	x.notices = s.noticesIn(t.Text)
	return x
}

// onBorders leaves out Chinese slang that is only a piece of other words, as 种草 in 种草莓.
func onBorders(found []phrase.Found, text string, words []lexicon.Word) []phrase.Found {
	border := map[int]bool{}
	at := 0
	for _, w := range words {
		border[at] = true
		at += len(w.Text)
	}
	border[at] = true
	return slices.DeleteFunc(found, func(f phrase.Found) bool {
		return lexicon.HasHanzi(text[f.Start:f.End]) && !(border[f.Start] && border[f.End])
	})
}

func distinctSlang(found []phrase.Found, text string) []spottedSlang {
	var all []spottedSlang
	for _, f := range found {
		if !slices.ContainsFunc(all, func(s spottedSlang) bool { return s.ID == f.Slang.ID }) {
			all = append(all, spottedSlang{text[f.Start:f.End], f.Slang})
		}
	}
	return all
}

// outside are the words that are not part of what was found.
func outside(found []phrase.Found, text string, words []lexicon.Word) []lexicon.Word {
	var kept []lexicon.Word
	at := 0
	for _, w := range words {
		for len(found) > 0 && found[0].End <= at {
			found = found[1:]
		}
		if len(found) == 0 || at+len(w.Text) <= found[0].Start {
			kept = append(kept, w)
		}
		at += len(w.Text)
	}
	return kept
}

// mostPhrases is how many sentences of a message are told to stand in the phrasebook.
const mostPhrases = 3

// phrasesIn are the sentences of a text in the other language that are phrases of the book.
func (s *spotter) phrasesIn(v slash.Voice, text string) []phrase.Phrase {
	var all []phrase.Phrase
	add := func(sentence string) bool {
		if (v.Lang == phrase.English) != lexicon.HasHanzi(sentence) {
			return false
		}
		p, ok := s.phrases[bare(sentence)]
		if ok && len(all) < mostPhrases && !slices.ContainsFunc(all, func(q phrase.Phrase) bool { return q.ID == p.ID }) {
			all = append(all, p)
		}
		return ok
	}
	if add(text) {
		return all
	}
	for sentence := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("。！？!?.\n～~", r) }) {
		add(sentence)
	}
	return all
}

// Notices of RedNote shorter than distinctNotice are everyday words too: they are
// notices only where a message says little else, or quotes them.
const (
	distinctNotice = 4
	besidesNotice  = 6 // characters at most
)

// noticesIn are RedNote's notices that a text repeats.
func (s *spotter) noticesIn(text string) []phrase.Notice {
	if !lexicon.HasHanzi(text) {
		return nil
	}
	said := bare(text)
	length := utf8.RuneCountInString(said)
	var all []phrase.Notice
	for _, n := range s.notices {
		if !strings.Contains(said, n.text) {
			continue
		}
		size := utf8.RuneCountInString(n.text)
		if size < distinctNotice && length > size+besidesNotice && !quotes(text, n.text) {
			continue
		}
		said = strings.ReplaceAll(said, n.text, "\n") // no shorter one within it
		if !slices.ContainsFunc(all, func(m phrase.Notice) bool { return m.ID == n.notice.ID }) {
			all = append(all, n.notice)
		}
	}
	return all
}

// quotes reports whether a text has a word between quotation marks.
func quotes(text, word string) bool {
	for _, marks := range []string{"「」", "『』", "“”", "‘’", "【】", "《》", `""`, "[]"} {
		pair := []rune(marks)
		if strings.Contains(text, string(pair[0])+word+string(pair[1])) {
			return true
		}
	}
	return false
}

// termsIn are the server's own words that a text holds.
func termsIn(terms []community.Term, text string) []community.Term {
	lower := strings.ToLower(text)
	english := " " + strings.Join(englishWords(text), " ") + " "
	return slices.DeleteFunc(slices.Clone(terms), func(t community.Term) bool {
		chinese := t.Simplified != "" && (strings.Contains(lower, strings.ToLower(t.Simplified)) || strings.Contains(lower, strings.ToLower(t.Traditional)))
		words := englishWords(t.English)
		return !chinese && (len(words) == 0 || !strings.Contains(english, " "+strings.Join(words, " ")+" "))
	})
}

// termEntries are the Chinese ones of terms as words of a dictionary.
func termEntries(terms []community.Term) []lexicon.Entry {
	var entries []lexicon.Entry
	for _, t := range terms {
		if t.Simplified == "" {
			continue
		}
		entries = append(entries, lexicon.Entry{
			ID: t.ID, Simplified: t.Simplified, Traditional: t.Traditional, Pinyin: strings.Fields(t.Reading),
			Glosses: []string{cmp.Or(t.English, t.Meaning.English, t.Meaning.Chinese)}, Source: lexicon.Glossary,
		})
	}
	return entries
}

// wordy reports whether there is anything in the text that could be explained.
func (x *explanation) wordy() bool {
	return len(x.slang) > 0 || slices.ContainsFunc(x.words, func(w lexicon.Word) bool {
		return w.Kind == lexicon.Hanzi || w.Kind == lexicon.Latin
	})
}

// ownLanguage reports whether the text is in the reader's language alone.
func (x *explanation) ownLanguage() bool {
	if x.Lang == phrase.English {
		return !x.chinese
	}
	return !slices.ContainsFunc(x.words, func(w lexicon.Word) bool { return w.Kind == lexicon.Latin })
}

// foreign reports whether most of the text is in another language than the reader's.
func (x *explanation) foreign() bool {
	if x.Lang == phrase.English {
		return x.chinese
	}
	hanzi, latin := 0, 0
	for _, r := range x.Text {
		switch {
		case unicode.Is(unicode.Han, r):
			hanzi += 4 // about as much as a word's letters
		case unicode.Is(unicode.Latin, r):
			latin++
		}
	}
	return latin > hanzi
}

// unsure reports whether the text has something that Magpie cannot explain.
func (x *explanation) unsure() bool {
	if len(x.phrases)+len(x.notices)+len(x.terms)+len(x.slang) == 0 && x.ownLanguage() {
		return true
	}
	return slices.ContainsFunc(x.words, func(w lexicon.Word) bool { return w.Kind == lexicon.Hanzi && !w.Known && w.Gloss == "" }) ||
		slices.ContainsFunc(x.slang, func(s spottedSlang) bool { return s.Confirm })
}

// step is the guide's step about a notice in the text, "" if there is none.
func (x *explanation) step() string {
	for _, n := range x.notices {
		if n.Guide != "" {
			return n.Guide
		}
	}
	return ""
}

package commands

import (
	"strconv"
	"strings"
	"time"

	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// How many senses a card shows before somebody asks for all.
const (
	firstSenses = 6 // of the first reading
	laterSenses = 3 // of each other reading
	mostSenses  = 40
	mostEntries = 6
)

// wordCard shows what the dictionary says of a word: every reading with its senses.
func (d *defineFeature) wordCard(v slash.Voice, s *searcher, word string, all bool) []slash.Content {
	var card []slash.Content
	entries := s.lookup(word)
	for i, e := range entries[:min(len(entries), mostEntries)] {
		most := laterSenses
		if i == 0 {
			most = firstSenses
		}
		if all {
			most = mostSenses
		}
		card = append(card, s.entryLines(v, e, i == 0, most))
	}
	if lines := s.examples(word); len(lines) > 0 {
		card = append(card, slash.Lines(append([]slash.Content{v.T("define.examples")}, lines...)...))
	}
	return append(card, sourceLine(v, s.words, entries))
}

// entryLines show one reading of a word.
func (s *searcher) entryLines(v slash.Voice, e lexicon.Entry, first bool, most int) slash.Content {
	word := s.reader.wording(phrase.Wording{Simplified: e.Simplified, Traditional: e.Traditional})
	title := slash.Read(s.reader.lang(), word, s.reader.reading(e.Pinyin, e.Simplified))
	head := slash.Content(slash.Bold(title))
	if first {
		head = slash.Heading(2, title)
	}
	lines := []slash.Content{head}
	if e.Mark != "" {
		lines = append(lines, v.T("define.mark."+string(e.Mark)))
	}
	for _, gloss := range e.Glosses[:min(len(e.Glosses), most)] {
		lines = append(lines, slash.Bullet(slash.In(phrase.English, gloss)))
	}
	if more := len(e.Glosses) - most; more > 0 {
		lines = append(lines, v.T("define.more", more))
	}
	return slash.Lines(append(lines, s.notes(v, e, first)...)...)
}

// notes are what else is known of a word.
func (s *searcher) notes(v slash.Voice, e lexicon.Entry, first bool) []slash.Content {
	var notes []slash.Content
	if e.Simplified != e.Traditional {
		key, other := "phrase.traditional", slash.In(phrase.Traditional, e.Traditional)
		if s.reader.lang() == phrase.Traditional {
			key, other = "define.simplified", slash.In(phrase.Simplified, e.Simplified)
		}
		notes = append(notes, v.T(key, other))
	}
	if len(e.Taiwan) > 0 {
		notes = append(notes, v.T("define.taiwan", s.spelled(e.Taiwan)))
	}
	if len(e.Also) > 0 {
		notes = append(notes, v.T("define.also_read", s.spelled(e.Also)))
	}
	if len(e.Measures) > 0 {
		notes = append(notes, v.T("define.measures", slash.Join(v.Label("list.separator"), s.measures(e)...)))
	}
	if first && e.Band > 0 {
		notes = append(notes, v.T("define.band."+strconv.Itoa(e.Band)))
	}
	return notes
}

// spelled is a reading that a note is about, for those too who need none otherwise.
func (s *searcher) spelled(syllables []string) string {
	if reading := s.reader.reading(syllables, ""); reading != "" {
		return reading
	}
	return lexicon.JoinMarks(syllables)
}

func (s *searcher) measures(e lexicon.Entry) []slash.Content {
	var all []slash.Content
	for _, m := range e.Measures {
		word := s.reader.wording(phrase.Wording{Simplified: m.Simplified, Traditional: m.Traditional})
		all = append(all, slash.Read(s.reader.lang(), word, s.reader.reading(m.Pinyin, m.Simplified)))
	}
	return all
}

// more is how many senses of a word a card leaves out.
func (s *searcher) more(word string) int {
	more := 0
	for i, e := range s.lookup(word) {
		most := laterSenses
		if i == 0 {
			most = firstSenses
		}
		more += max(0, len(e.Glosses)-most)
	}
	return more
}

// answersInChinese is how many Chinese words an English word is told with.
const answersInChinese = 6

// englishCard tells readers of Chinese what an English word means.
func (d *defineFeature) englishCard(v slash.Voice, s *searcher, english string) []slash.Content {
	lines := []slash.Content{slash.Heading(2, slash.In(phrase.English, english))}
	entries := s.words.Chinese(english, answersInChinese)
	for _, e := range entries {
		word := s.reader.wording(phrase.Wording{Simplified: e.Simplified, Traditional: e.Traditional})
		line := slash.Content(slash.Bold(slash.Read(s.reader.lang(), word, s.reader.reading(e.Pinyin, e.Simplified))))
		if near := strings.Join(e.Glosses[:min(len(e.Glosses), 3)], "; "); near != "" {
			line = slash.Join(" — ", line, slash.In(phrase.English, near))
		}
		lines = append(lines, slash.Bullet(line))
	}
	card := []slash.Content{slash.Lines(lines...)}
	if lines := s.examples(english); len(lines) > 0 {
		card = append(card, slash.Lines(append([]slash.Content{v.T("define.examples")}, lines...)...))
	}
	return append(card, sourceLine(v, s.words, entries))
}

// mostExamples is how many phrases show a word in use.
const mostExamples = 2

// examples are phrases of the book that hold a word, in both languages.
func (s *searcher) examples(word string) []slash.Content {
	var lines []slash.Content
	for _, situation := range s.book.Situations() {
		for _, p := range s.book.Phrases(situation.ID) {
			if len(lines) == mostExamples {
				return lines
			}
			if holds(p, word) {
				chinese := slash.In(s.reader.lang(), s.reader.wording(p.Chinese()))
				lines = append(lines, slash.Quote(slash.Join(" — ", chinese, slash.In(phrase.English, p.En))))
			}
		}
	}
	return lines
}

// holds reports whether a phrase uses a word: Chinese anywhere, English by whole words.
func holds(p phrase.Phrase, word string) bool {
	if lexicon.HasHanzi(word) {
		return strings.Contains(p.Simplified, word)
	}
	plain := func(s string) string { return " " + strings.Join(englishWords(s), " ") + " " }
	return strings.Contains(plain(p.En), plain(word))
}

// englishWords are the words of an English text in lower case.
func englishWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r != '\'' && r != '’' && (r < 'a' || r > 'z') })
}

// alsoInDictionary is what the dictionary says of a slang term that is a word too.
func (s *searcher) alsoInDictionary(v slash.Voice, m phrase.Match) []slash.Content {
	if m.Slang == nil || m.Slang.Direction != phrase.ChineseSlang {
		return nil
	}
	var lines []slash.Content
	for _, e := range s.lookup(m.Slang.Term.Simplified) {
		if e.Mark == "" && len(lines) < laterSenses {
			glosses := strings.Join(e.Glosses[:min(len(e.Glosses), laterSenses)], "; ")
			lines = append(lines, v.T("define.ordinarily", s.spelled(e.Pinyin), slash.In(phrase.English, glosses)))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return []slash.Content{slash.Lines(lines...)}
}

// sourceLine says which dictionary entries are from.
func sourceLine(v slash.Voice, d *lexicon.Dictionary, entries []lexicon.Entry) slash.Content {
	for _, e := range entries {
		if e.Source == lexicon.CEDICT {
			return v.T("define.source.cedict", d.Release().Date.Format(time.DateOnly))
		}
	}
	if d.Release().Source != lexicon.CEDICT {
		return v.T("define.source.small")
	}
	return v.T("define.source.core")
}

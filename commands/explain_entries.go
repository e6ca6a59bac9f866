package commands

import (
	"strings"

	"magpie/community"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

func (x *explanation) phraseEntries() []slash.Content {
	var entries []slash.Content
	for _, p := range x.phrases {
		said, meant := slash.In(phrase.English, p.En), slash.Content(slash.In(x.reader.lang(), x.reader.wording(p.Chinese())))
		if x.Lang == phrase.English {
			said, meant = slash.Read(x.written(), x.inScript(p.Chinese()), x.respelled(p.Pinyin, p.Simplified)), slash.Plain(p.En)
		}
		lines := []slash.Content{slash.Bullet(slash.Join(" — ", slash.Bold(said), meant))}
		if when := p.When.In(x.Lang); when != "" {
			lines = append(lines, slash.Plain(when))
		}
		entries = append(entries, slash.Lines(lines...))
	}
	return entries
}

func (x *explanation) noticeEntries() []slash.Content {
	var entries []slash.Content
	for _, n := range x.notices {
		reading := ""
		if x.Lang == phrase.English {
			reading = x.respelled(n.Pinyin, n.Text.Simplified)
		}
		lines := []slash.Content{
			slash.Bullet(slash.Join(" — ", slash.Bold(slash.Read(x.written(), x.inScript(n.Text), reading)), slash.Plain(n.Meaning.In(x.Lang)))),
			x.T("notice.do", n.Do.In(x.Lang)),
		}
		if n.Confirm {
			lines = append(lines, x.T("notice.confirm"))
		}
		entries = append(entries, slash.Lines(lines...))
	}
	return entries
}

func (x *explanation) termEntries() []slash.Content {
	var entries []slash.Content
	for _, t := range x.terms {
		word := slash.Content(slash.In(phrase.English, t.English))
		if t.Simplified != "" {
			word = slash.Read(x.reader.lang(), termWord(x.reader, t), x.reader.reading(strings.Fields(t.Reading), t.Simplified))
		}
		said := []slash.Content{slash.Bold(word)}
		if t.Simplified != "" && t.English != "" {
			said = append(said, slash.In(phrase.English, t.English))
		}
		if meaning := t.Meaning.In(x.Lang); meaning != "" {
			said = append(said, slash.Plain(strings.ReplaceAll(meaning, "\n", " ")))
		}
		entries = append(entries, slash.Bullet(slash.Join(" — ", said...)))
	}
	return entries
}

func (x *explanation) slangEntries() []slash.Content {
	var entries []slash.Content
	for _, s := range x.slang {
		entries = append(entries, x.slangEntry(s))
	}
	return entries
}

// slangEntry tells what a term means, its tone, and who may say it.
func (x *explanation) slangEntry(s spottedSlang) slash.Content {
	term := slash.In(phrase.English, s.text)
	if s.Direction == phrase.ChineseSlang {
		term = x.slangTerm(s)
	}
	notes := []slash.Content{x.T("phrase.register", x.T("register."+string(s.Register)))}
	if s.Safety != phrase.OK {
		notes = append(notes, x.T("slang.safety", x.T("safety."+string(s.Safety)), s.Caution.In(x.Lang)))
	}
	if pair := s.Pair.In(x.Lang); pair != "" && (x.Lang == phrase.English) == (s.Direction == phrase.ChineseSlang) {
		notes = append(notes, x.T("slang.pair", pair))
	}
	if s.Ordinary {
		notes = append(notes, x.T("explain.ordinary"))
	}
	if s.Confirm {
		notes = append(notes, x.T("slang.confirm"))
	}
	return slash.Lines(slash.Bullet(slash.Join(" — ", slash.Bold(term), slash.Plain(s.Meaning.In(x.Lang)))), slash.Join(" · ", notes...))
}

// slangTerm is a Chinese term as it stands in the text and, if that is an abbreviation or
// is abbreviated, as it is known.
func (x *explanation) slangTerm(s spottedSlang) slash.Markup {
	known := x.inScript(s.Term)
	switch reading := x.slangReading(s); {
	case lexicon.HasHanzi(s.text) == lexicon.HasHanzi(known):
		return slash.Read(x.written(), s.text, reading)
	case lexicon.HasHanzi(known):
		return slash.Join(" = ", slash.Plain(s.text), slash.Read(x.written(), known, reading))
	default:
		return slash.Join(" = ", slash.Read(x.written(), s.text, reading), slash.Plain(known))
	}
}

// slangReading is how a term is read, for readers of English: as it stands in the text if
// that is Chinese.
func (x *explanation) slangReading(s spottedSlang) string {
	switch {
	case x.Lang != phrase.English:
		return ""
	case !lexicon.HasHanzi(s.text), x.inScript(s.Term) == s.text && s.Pinyin != "":
		return x.respelled(s.Pinyin, s.Term.Simplified)
	}
	var readings []string
	for _, w := range x.dictionary.Words(s.text) {
		if reading := x.reader.reading(w.Pinyin, w.Text); reading != "" {
			readings = append(readings, reading)
		}
	}
	return strings.Join(readings, " ")
}

// regionalEntries are the mainland words that Taiwan has another word for.
func (x *explanation) regionalEntries() []slash.Content {
	var entries []slash.Content
	seen := map[string]bool{}
	for _, r := range x.dictionary.Regional(x.Text) {
		if seen[r.Mainland] || r.Mainland == r.Taiwan {
			continue
		}
		seen[r.Mainland] = true
		entries = append(entries, slash.Bullet(slash.Join(" — ", slash.Bold(slash.In(x.written(), r.Mainland)), slash.In(phrase.Traditional, r.Taiwan))))
	}
	return entries
}

// respelled is pinyin of the phrasebook as the reader reads it.
func (x *explanation) respelled(pinyin, hanzi string) string {
	syllables := lexicon.Syllables(pinyin)
	switch {
	case pinyin == "", x.reader.reading([]string{"ma1"}, "妈") == "": // who needs none
		return ""
	case syllables == nil, !x.reader.person.Sandhi && x.reader.person.Readings == community.Marks:
		return pinyin // with its spaces between words
	}
	return x.reader.reading(syllables, hanzi)
}

// written is the script of the text, as a language of Chinese.
func (x *explanation) written() string {
	switch x.script {
	case lexicon.Traditional:
		return phrase.Traditional
	case lexicon.Simplified:
		return phrase.Simplified
	}
	return x.reader.lang()
}

// inScript is a wording in the script of the text.
func (x *explanation) inScript(w phrase.Wording) string { return w.In(x.written()) }

package commands

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"magpie/community"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// A section is a part of an explanation: entries under a heading, which may be nil.
type section struct {
	head    slash.Content
	entries []slash.Content
}

// sections are everything that is said, the most helpful first: of all words, or of
// those alone that the reader may not know.
func (x *explanation) sections(all bool) []section {
	sections := []section{
		{x.T("explain.phrase"), x.phraseEntries()},
		{x.T("explain.notices"), x.noticeEntries()},
		{x.T("explain.terms"), x.termEntries()},
		{x.T("explain.slang"), x.slangEntries()},
	}
	if x.Lang == phrase.Traditional {
		sections = append(sections, section{x.T("explain.regional"), x.regionalEntries()})
	}
	if x.Lang != phrase.English {
		head := x.T("explain.hard")
		if all {
			head = x.T("explain.every")
		}
		sections = append(sections, section{head, x.englishEntries(all)})
	}
	if x.chinese && (all || x.Lang == phrase.English) {
		sections = append(sections, section{x.T("explain.gloss"), x.glossEntries()})
	}
	sections = slices.DeleteFunc(sections, func(s section) bool { return len(s.entries) == 0 })
	if len(sections) == 0 {
		nothing := "explain.nothing_hard"
		if x.ownLanguage() {
			nothing = "explain.nothing_special"
		}
		return []section{{entries: []slash.Content{x.T(nothing)}}}
	}
	return sections
}

// more names the button that shows every word, "" if there is nothing more to show.
func (x *explanation) more() string {
	switch {
	case x.Lang == phrase.English:
		return ""
	case !x.ownLanguage():
		return "explain.every_word"
	}
	return "explain.word_by_word"
}

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

// chineseSenses is how many Chinese words an English word is told with.
const chineseSenses = 3

// englishEntries are the English words, each once: all, or those that one may not know.
func (x *explanation) englishEntries(all bool) []slash.Content {
	var entries []slash.Content
	for _, w := range x.englishWords(all) {
		entries = append(entries, slash.Bullet(slash.Join(" — ", slash.Bold(slash.In(phrase.English, w.english)), slash.In(x.reader.lang(), w.chinese))))
	}
	return entries
}

// An englishWord is a word of the text with its senses in the reader's Chinese.
type englishWord struct{ english, chinese string }

func (x *explanation) englishWords(all bool) []englishWord {
	var words []englishWord
	seen := map[string]bool{}
	start := true // of a sentence
	for _, w := range x.words {
		if w.Kind == lexicon.Latin {
			key := strings.ToLower(w.Text)
			first, _ := utf8.DecodeRuneInString(w.Text)
			name := unicode.IsUpper(first) && !start
			if !seen[key] && (all || !name && lexicon.Hard(w.Text)) {
				if chinese := x.inChinese(w.Text); chinese != "" {
					words = append(words, englishWord{w.Text, chinese})
				}
			}
			seen[key] = true
		}
		if w.Kind != lexicon.Space {
			start = strings.ContainsAny(w.Text, ".!?。！？\n")
		} else if strings.Contains(w.Text, "\n") {
			start = true
		}
	}
	return words
}

// inChinese are the best Chinese words for an English one, as the reader says them.
func (x *explanation) inChinese(english string) string {
	var senses []string
	for _, e := range x.dictionary.Chinese(english, chineseSenses) {
		sense := x.reader.wording(phrase.Wording{Simplified: e.Simplified, Traditional: e.Traditional})
		if x.Lang == phrase.Traditional {
			sense = x.inTaiwan(sense)
		}
		if !slices.Contains(senses, sense) {
			senses = append(senses, sense)
		}
	}
	return strings.Join(senses, x.Label("list.separator"))
}

// inTaiwan is a word as Taiwan says it, where that is another one.
func (x *explanation) inTaiwan(word string) string {
	for _, r := range x.dictionary.Regional(word) {
		if r.Start == 0 && r.Length == utf8.RuneCountInString(word) {
			return r.Taiwan
		}
	}
	return word
}

// glossLength is how much is said of one word.
const glossLength = 80

// glossEntries are the Chinese words, each once, with reading and sense, and the
// particles together on the last line.
func (x *explanation) glossEntries() []slash.Content {
	var entries, particles []slash.Content
	seen := map[string]bool{}
	for _, w := range x.words {
		if w.Kind != lexicon.Hanzi && (w.Kind != lexicon.Number || !lexicon.HasHanzi(w.Text)) || seen[w.Text] || w.Entry.Source == lexicon.Glossary {
			continue
		}
		seen[w.Text] = true
		if particle(w) {
			particles = append(particles, slash.Join(" ", x.read(w), slash.In(phrase.English, slash.Cut(strings.Trim(w.Gloss, "()"), glossLength/2))))
			continue
		}
		entries = append(entries, slash.Bullet(x.glossed(w)))
	}
	if len(particles) > 0 {
		entries = append(entries, slash.Bullet(x.T("explain.particles", slash.Join(" · ", particles...))))
	}
	return entries
}

// particle reports whether a word is one character in the neutral tone: 的, 了, 吗 …
func particle(w lexicon.Word) bool {
	return len(w.Pinyin) == 1 && strings.HasSuffix(w.Pinyin[0], "5") && utf8.RuneCountInString(w.Text) == 1
}

// glossed is a word with its reading and its sense.
func (x *explanation) glossed(w lexicon.Word) slash.Content {
	if w.Gloss == "" {
		return slash.Join(" — ", slash.Bold(x.read(w)), x.T("explain.unknown_word"))
	}
	gloss := []slash.Content{slash.Bold(x.read(w)), slash.In(phrase.English, slash.Cut(w.Gloss, glossLength))}
	if w.Entry.Mark != "" {
		gloss = append(gloss, x.T("define.mark."+string(w.Entry.Mark)))
	}
	return slash.Join(" — ", gloss...)
}

// read is a Chinese word with its reading; who asks for the words gets one.
func (x *explanation) read(w lexicon.Word) slash.Markup {
	return slash.Read(x.written(), w.Text, x.spelled(w))
}

func (x *explanation) spelled(w lexicon.Word) string {
	switch reading := x.reader.reading(w.Pinyin, w.Text); {
	case reading != "", x.Lang == phrase.English:
		return reading
	case x.Lang == phrase.Traditional:
		return lexicon.Zhuyin(w.Pinyin)
	}
	return lexicon.JoinMarks(w.Pinyin)
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

// How long a page is, in characters: about two screens of a phone, or one. The room that
// a line takes counts.
const (
	pageLength      = 1500
	plainPageLength = 700
	lineRoom        = 15
)

// paged divides sections into pages of blocks. A section that goes on is headed again.
func paged(v slash.Voice, sections []section, plain bool) [][]slash.Block {
	limit := pageLength
	if plain {
		limit = plainPageLength
	}
	var pages [][]slash.Block
	var page []slash.Block
	var lines []slash.Content // of the block that is being filled
	used := 0
	endBlock := func() {
		if len(lines) > 0 {
			page = append(page, slash.Text{Body: slash.Lines(lines...)})
		}
		lines = nil
	}
	for _, s := range sections {
		for i, entry := range s.entries {
			length := utf8.RuneCountInString(entry.Markup().String()) + lineRoom
			if used > 0 && used+length > limit {
				endBlock()
				pages, page, used = append(pages, page), nil, 0
			}
			if s.head != nil && (i == 0 || used == 0) {
				lines = append(lines, s.head)
			}
			lines = append(lines, entry)
			used += length
		}
		endBlock()
	}
	pages = append(pages, page)
	if len(pages) > 1 {
		for i := range pages {
			pages[i] = append(pages[i], slash.Text{Body: v.T("explain.page", strconv.Itoa(i+1), strconv.Itoa(len(pages)))})
		}
	}
	return pages
}

package commands

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

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

package lexicon

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Kind says what a [Word] is made of.
type Kind string

// The kinds.
const (
	Hanzi  Kind = "hanzi"  // Chinese; may hold letters or digits, as 卡拉OK does
	Latin  Kind = "latin"  // letters of an alphabet
	Number Kind = "number" // digits, or a numeral in hanzi that is no word of the dictionary
	Emoji  Kind = "emoji"  // also one of a Discord server's own
	Space  Kind = "space"
	Other  Kind = "other" // punctuation, links, mentions, kana, anything else
)

// A Word is a piece of a text, as [Dictionary.Words] cuts it.
type Word struct {
	Text          string
	Start, Length int // in code points of the whole text; a byte that is not UTF-8 counts as one
	Kind          Kind
	Pinyin        []string // one numbered syllable for each hanzi, as in [Entry]; empty for what is not Chinese
	Gloss         string   // its best short sense; empty if not known
	Entry         Entry    // the entry that the reading and the gloss are from; zero unless Known
	Known         bool
}

// Words cuts a text into words and returns them in order. Nothing is dropped: the texts of the words joined are the
// text. It takes time in proportion to the text, of which at most a megabyte or so is sensible. The entries and
// syllables of common words are shared by all who ask for them, and must not be changed.
func (d *Dictionary) Words(text string) []Word {
	tokens := segment(d.books, text)
	words := make([]Word, len(tokens))
	for i := range tokens {
		t, w := &tokens[i], &words[i]
		w.Text, w.Start, w.Length, w.Kind = t.text, t.at, t.length, t.kind
		known := t.headword(d.readings)
		switch {
		case t.kind != Hanzi && t.kind != Number || !HasHanzi(t.text):
			if known != nil && len(known.entries) > 0 {
				w.know(known, 0)
			}
		case t.form == formDoubled && known != nil && len(known.entries) > 0:
			w.readDoubled(known)
		case t.form == formName:
			w.readName(d.readings, tokens, i, known)
		default:
			w.readAs(d.readings, tokens, i, known)
			if i > 0 && t.length == 1 && counts(tokens[i-1]) {
				w.Gloss = cmp.Or(measureSense(w.Entry), w.Gloss)
			}
		}
		if w.Gloss == "" && w.Kind == Number {
			w.Gloss = numeralValue(w.Text)
		}
	}
	return words
}

// Cut cuts a text into words where [Dictionary.Words] does and says nothing else of them, which takes a quarter of the
// time. The words joined are the text.
func (d *Dictionary) Cut(text string) []string {
	tokens := segment(d.books, text)
	words := make([]string, len(tokens))
	for i := range tokens {
		words[i] = tokens[i].text
	}
	return words
}

// know takes over entry i of a headword.
func (w *Word) know(h *headword, i int) {
	w.Entry, w.Known, w.Gloss = h.entries[i], true, h.glosses[i]
}

// readAs chooses the reading of tokens[i] and with it the entry.
func (w *Word) readAs(r *readings, tokens []token, i int, known *headword) {
	if known == nil {
		w.Pinyin, _ = r.read(tokens, i, nil)
		return
	}
	var which int
	w.Pinyin, which = known.read(r, tokens, i)
	if which = max(which, 0); which < len(known.entries) {
		w.know(known, which)
	}
}

// readDoubled reads a word that is said twice: of one hanzi the second is neutral (shìshi), of two each is said twice.
func (w *Word) readDoubled(once *headword) {
	w.know(once, 0)
	for _, s := range w.Entry.Pinyin {
		again := s
		if len(w.Entry.Pinyin) == 1 {
			again = strings.TrimRight(s, "12345") + "5"
		}
		w.Pinyin = append(w.Pinyin, s, again)
	}
}

// readName reads a surname, a given name or a name by its sound, which may be the only ones of their kind.
func (w *Word) readName(r *readings, tokens []token, i int, known *headword) {
	var entries []Entry
	if known != nil {
		entries = known.entries
	}
	for _, e := range entries {
		if properName(e.Pinyin) && strings.Contains(strings.Join(e.Glosses, " "), "surname ") {
			w.Pinyin, w.Entry, w.Known, w.Gloss = e.Pinyin, e, true, "surname "+Marks(e.Pinyin)
			return
		}
	}
	if t := tokens[i]; t.book != nil && t.length > 2 {
		w.readAs(r, tokens, i, known)
		return
	}
	w.Pinyin, _ = r.read(tokens, i, nil)
	if len(w.Pinyin) > 0 {
		w.Pinyin = slices.Clone(w.Pinyin)
		w.Pinyin[0] = upperFirst(w.Pinyin[0])
	}
	w.Gloss = "(a name)"
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// briefSense is the first sense that says something by itself, cut down to what fits under a word.
func briefSense(glosses []string) string {
	for cost := range len(lateLabels) + 1 {
		for i, g := range glosses {
			if glossCost(g) != cost || strings.HasPrefix(g, "lit. ") && i+1 < len(glosses) {
				continue
			}
			return cmp.Or(brief(g), g) // what is all in brackets says how the word is used
		}
	}
	return ""
}

// briefLength is about what fits under a word; longer wordings are cut where they begin to explain.
const briefLength = 32

// brief drops what stands in brackets and all but the first of several wordings.
func brief(gloss string) string {
	var out strings.Builder
	depth := 0
	for _, r := range gloss {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth = max(depth-1, 0)
		case depth == 0:
			out.WriteRune(r)
		}
	}
	s, _, _ := strings.Cut(out.String(), ";")
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, " ,", ",")), " ")
	s = strings.TrimPrefix(s, "fig. ")
	if len(s) > briefLength {
		if i := strings.IndexAny(s, ",:"); i > 3 {
			s = s[:i]
		}
	}
	return s
}

// measureSense is the sense of an entry as a measure word; empty if it has none.
func measureSense(e Entry) string {
	for _, g := range e.Glosses {
		if from := strings.Index(g, "(measure"); from >= 0 {
			return g[from:]
		}
		if strings.HasPrefix(g, "classifier ") {
			if i := strings.IndexAny(g, ",;:("); i > 0 {
				g = g[:i]
			}
			return "(" + strings.TrimSpace(g) + ")"
		}
	}
	return ""
}

// counts reports whether a word is one that a measure word stands after.
func counts(t token) bool {
	if t.kind == Number {
		return true
	}
	switch t.text {
	case "这", "這", "那", "哪", "每", "几", "幾", "半", "某", "另":
		return true
	}
	return t.kind == Hanzi && strings.Trim(t.text, numerals) == ""
}

// numeralValue writes a numeral in hanzi with digits: 二十五 is 25, 二〇二六 is 2026, 百分之五 is 5%. It is empty for what
// is none, or no certain one, as 十几.
func numeralValue(s string) string {
	if rest, ok := strings.CutPrefix(s, "第"); ok && rest != "" {
		return "no. " + numeralValue(rest)
	}
	if under, over, ok := strings.Cut(s, "分之"); ok {
		if under == "百" {
			return numeralValue(over) + "%"
		}
		return numeralValue(over) + "/" + numeralValue(under)
	}
	if s == "" || strings.Trim(s, numerals+"〇") != "" {
		return ""
	}
	if utf8.RuneCountInString(s) > 1 && !strings.ContainsAny(s, "十百千万萬亿億") {
		return digitByDigit(s)
	}
	total, section, digit := 0, 0, 0
	for _, r := range s {
		switch {
		case digitOf(r) >= 0:
			digit = digitOf(r)
		case strings.ContainsRune("万萬", r):
			total, section, digit = total+(section+digit)*1e4, 0, 0
		case strings.ContainsRune("亿億", r):
			total, section, digit = (total+section+digit)*1e8, 0, 0
		default:
			unit := map[rune]int{'十': 10, '百': 100, '千': 1000}[r]
			if digit == 0 {
				digit = 1
			}
			section, digit = section+digit*unit, 0
		}
		if total < 0 || total > 1e15 {
			return ""
		}
	}
	return strconv.Itoa(total + section + digit)
}

func digitByDigit(s string) string {
	var out []byte
	for _, r := range s {
		out = append(out, byte('0'+digitOf(r)))
	}
	return string(out)
}

// digitOf is the value of a digit in hanzi, or -1.
func digitOf(r rune) int {
	switch r {
	case '〇', '零':
		return 0
	case '两', '兩':
		return 2
	}
	for i, d := range []rune("一二三四五六七八九") {
		if d == r {
			return i + 1
		}
	}
	return -1
}

package community

import (
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Term is one of a server's own words: in Chinese, in English, or in both.
type Term struct {
	ID          string
	Server      string
	Simplified  string // set if and only if Traditional is
	Traditional string
	English     string
	Reading     string // of the Chinese: numbered syllables with spaces between, "ni3 hao3"; may be empty
	Meaning     Meaning
	Note        string // when to say it, where it comes from
	AddedBy     string // person who added it; empty: it is not known, or no longer
	Credit      string // person who explained it and agreed to be named; else empty
	AddedAt     time.Time
	ChangedAt   time.Time
}

// A Meaning is what a term means, in one language or in both.
type Meaning struct {
	English string
	Chinese string // in either script
}

// Limits of a glossary. Lengths are in code points.
const (
	MaxTerms   = 500 // in a server
	MaxChinese = 40
	MaxEnglish = 80
	MaxReading = 200
	MaxMeaning = 500 // in each language
	MaxNote    = 300
)

// ErrGlossaryFull is wrapped where more than [MaxTerms] would be kept.
var ErrGlossaryFull = errors.New("the glossary is full")

// A TermProblem is what is wrong with a term, as a word that locales explain
// ("glossary.problem.no_word").
type TermProblem string

// What can be wrong with a term.
const (
	NoWord     TermProblem = "no_word"
	NoMeaning  TermProblem = "no_meaning"
	NotChinese TermProblem = "not_chinese"
	NotEnglish TermProblem = "not_english"
	NotPinyin  TermProblem = "not_pinyin"
	TooLong    TermProblem = "too_long"
	Unreadable TermProblem = "unreadable" // a row of a file
)

// Error implements error.
func (p TermProblem) Error() string { return "not a term: " + strings.ReplaceAll(string(p), "_", " ") }

// Check says what is wrong with a term, as a [TermProblem]. A term has a word, and a
// meaning unless it is in both languages, which then explain each other.
func (t Term) Check() error {
	long := func(s string, most int) bool { return utf8.RuneCountInString(s) > most }
	switch {
	case t.Simplified == "" && t.English == "":
		return NoWord
	case t.Simplified != "" && !(hasHan(t.Simplified) && hasHan(t.Traditional)):
		return NotChinese
	case hasHan(t.English):
		return NotEnglish
	case t.Meaning == Meaning{} && (t.Simplified == "" || t.English == ""):
		return NoMeaning
	case long(t.Simplified, MaxChinese), long(t.Traditional, MaxChinese), long(t.English, MaxEnglish), long(t.Reading, MaxReading),
		long(t.Meaning.English, MaxMeaning), long(t.Meaning.Chinese, MaxMeaning), long(t.Note, MaxNote):
		return TooLong
	}
	return nil
}

// Key is the word by which a server has a term only once: the Chinese if it has one.
func (t Term) Key() string {
	if t.Simplified != "" {
		return wordKey(t.Simplified)
	}
	return wordKey(t.English)
}

// Is reports whether a word is the term's, in any language and script.
func (t Term) Is(word string) bool {
	key := wordKey(word)
	return key != "" && (key == wordKey(t.Simplified) || key == wordKey(t.Traditional) || key == wordKey(t.English))
}

// Has reports whether the beginning of a word was typed, or a part of a term.
func (t Term) Has(typed string) bool {
	key := wordKey(typed)
	for _, word := range []string{t.Simplified, t.Traditional, t.English} {
		if strings.Contains(wordKey(word), key) {
			return true
		}
	}
	return false
}

// Same reports whether two terms say the same, whoever added them when.
func (t Term) Same(o Term) bool {
	return t.Simplified == o.Simplified && t.Traditional == o.Traditional && t.English == o.English &&
		t.Reading == o.Reading && t.Meaning == o.Meaning && t.Note == o.Note
}

// wordKey is a word as people take it for the same.
func wordKey(word string) string {
	return strings.ToLower(norm.NFKC.String(strings.Join(strings.Fields(word), " ")))
}

// hasHan reports whether a text has a Chinese character.
func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// ParseMeaning reads a meaning whose languages stand on lines of their own: lines with
// Chinese characters are Chinese.
func ParseMeaning(text string) Meaning {
	var english, chinese []string
	for line := range strings.Lines(text) {
		switch line = strings.TrimSpace(line); {
		case line == "":
		case hasHan(line):
			chinese = append(chinese, line)
		default:
			english = append(english, line)
		}
	}
	return Meaning{strings.Join(english, "\n"), strings.Join(chinese, "\n")}
}

// String is the meaning as ParseMeaning reads it.
func (m Meaning) String() string {
	return strings.TrimSpace(m.English + "\n" + m.Chinese)
}

// In is the meaning for readers of a language, in the other one if it must be.
func (m Meaning) In(lang string) string {
	if lang == English && m.English != "" || m.Chinese == "" {
		return m.English
	}
	return m.Chinese
}

// An Import is terms that wait for a moderator: those that were read from a file, or
// one that was typed and is not right yet.
type Import struct {
	ID     string
	Server string
	Person string
	Terms  []Term
	At     time.Time
}

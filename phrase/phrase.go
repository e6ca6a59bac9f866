// Package phrase is what people say to each other across two languages: a phrasebook by situation, slang both ways,
// and the notices of RedNote, each in English, 简体中文 and 繁體中文.
//
// [Builtin] reads the book that is compiled in and [Load] one from any file system; both refuse a book with a mistake
// and name all of its mistakes. [Book.Find] is one search box over everything, made for completion while typing;
// [Book.Spot] finds the slang in somebody's message. A Book never changes, so any number of goroutines may use it.
//
// The words live in data/: one YAML file a situation, several for slang, one for notices. Adding an entry needs no Go.
package phrase

import "slices"

// The languages of a [Text], as the rest of the program names them.
const (
	English     = "en"
	Simplified  = "zh-CN"
	Traditional = "zh-TW"
)

// Text is one text in each language.
type Text struct {
	En          string `yaml:"en"`
	Simplified  string `yaml:"zh-CN"`
	Traditional string `yaml:"zh-TW"`
}

// In returns the text in a language; one that is not Chinese gets English.
func (t Text) In(lang string) string {
	switch lang {
	case Simplified:
		return t.Simplified
	case Traditional:
		return t.Traditional
	}
	return t.En
}

func (t Text) complete() bool { return t.En != "" && t.Simplified != "" && t.Traditional != "" }

// Wording is a Chinese text in each script, or an English one, which is the same in both fields.
type Wording struct {
	Simplified  string
	Traditional string
}

// In returns the wording for a reader of a language; only readers of 繁體中文 get Traditional.
func (w Wording) In(lang string) string {
	if lang == Traditional {
		return w.Traditional
	}
	return w.Simplified
}

func (w Wording) complete() bool { return w.Simplified != "" && w.Traditional != "" }

// Register is the tone that a phrase or slang term sets.
type Register string

// The registers, from the most relaxed to the stiffest.
const (
	Playful Register = "playful" // a joke that both sides know is one
	Ironic  Register = "ironic"  // means less than it says, or the opposite
	Casual  Register = "casual"
	Neutral Register = "neutral"
	Polite  Register = "polite"
	Formal  Register = "formal"
)

var registers = []Register{Playful, Ironic, Casual, Neutral, Polite, Formal}

// Situation is a chapter of the phrasebook.
type Situation struct {
	ID    string
	Title Text
	Order int // from 1, without gaps
}

// Phrase is one thing to say.
type Phrase struct {
	ID          string   `yaml:"id"` // unique in the book
	En          string   `yaml:"en"`
	Simplified  string   `yaml:"zh-CN"`
	Traditional string   `yaml:"zh-TW"`     // as people in Taiwan would put it, which may be other words
	Pinyin      string   `yaml:"pinyin"`    // of Simplified: tone marks, spaces between words, no sandhi
	PinyinTW    string   `yaml:"pinyin-tw"` // of Traditional where its words differ, else empty
	Literal     string   `yaml:"literal"`   // the Chinese word by word, in English
	Register    Register `yaml:"register"`
	When        Text     `yaml:"when"`    // when to say it, and when not
	English     Wording  `yaml:"english"` // about the English, for Chinese readers who learn it; may be empty
	Tags        []string `yaml:"tags"`    // English words that lead to it, the most telling first

	situation string
}

// Situation returns the id of the chapter that the phrase stands in.
func (p Phrase) Situation() string { return p.situation }

// Chinese returns the Chinese wording in both scripts.
func (p Phrase) Chinese() Wording { return Wording{p.Simplified, p.Traditional} }

// Reading returns the pinyin of what Chinese().In(lang) returns.
func (p Phrase) Reading(lang string) string {
	if lang == Traditional && p.PinyinTW != "" {
		return p.PinyinTW
	}
	return p.Pinyin
}

// Notice is a button, label or message of RedNote that newcomers run into.
type Notice struct {
	ID       string  `yaml:"id"` // unique in the book
	Text     Wording `yaml:"text"`
	Pinyin   string  `yaml:"pinyin"`
	PinyinTW string  `yaml:"pinyin-tw"` // of the traditional text where its words differ, else empty
	Meaning  Text    `yaml:"meaning"`
	Do       Text    `yaml:"do"`      // what to do about it
	Guide    string  `yaml:"guide"`   // the guide's step that says more, as "guide#step"; may be empty
	Confirm  bool    `yaml:"confirm"` // somebody who has the app should still confirm it
}

// Reading returns the pinyin of what Text.In(lang) returns.
func (n Notice) Reading(lang string) string {
	if lang == Traditional && n.PinyinTW != "" {
		return n.PinyinTW
	}
	return n.Pinyin
}

// Book is the phrasebook, the slang and the notices. Make one with [Builtin] or [Load].
// What its methods return is shared: callers must not change slices or what pointers lead to.
type Book struct {
	situations []Situation
	phrases    []Phrase
	slang      []Slang
	notices    []Notice
	index      index
	forms      forms
}

// Situations returns the chapters in their order.
func (b *Book) Situations() []Situation { return slices.Clone(b.situations) }

// Phrases returns the phrases of a situation in their order, none if there is no such situation.
func (b *Book) Phrases(situation string) []Phrase {
	var in []Phrase
	for _, p := range b.phrases {
		if p.situation == situation {
			in = append(in, p)
		}
	}
	return in
}

// Phrase returns the phrase with an id.
func (b *Book) Phrase(id string) (Phrase, bool) {
	return byID(b.phrases, func(p Phrase) bool { return p.ID == id })
}

// Slang returns every slang entry, including those that are only explained and never suggested; see [Slang.Hidden].
func (b *Book) Slang() []Slang { return slices.Clone(b.slang) }

// SlangByID returns the slang entry with an id.
func (b *Book) SlangByID(id string) (Slang, bool) {
	return byID(b.slang, func(s Slang) bool { return s.ID == id })
}

// Notices returns RedNote's notices in the order in which a newcomer tends to meet them.
func (b *Book) Notices() []Notice { return slices.Clone(b.notices) }

// Notice returns the notice with an id.
func (b *Book) Notice(id string) (Notice, bool) {
	return byID(b.notices, func(n Notice) bool { return n.ID == id })
}

func byID[E any](all []E, is func(E) bool) (E, bool) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], true
	}
	var none E
	return none, false
}

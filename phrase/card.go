package phrase

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"magpie/lexicon"
)

// MaxCards is how many cards a person may have.
const MaxCards = 2000

// Own is the source of a card that its owner wrote.
const Own = "own"

// A Card is one thing that somebody learns.
type Card struct {
	ID      string // unique among all cards
	Owner   string // the id of a person
	Source  string // what it was made from: "phrase.<id>", "slang.<id>", "notice.<id>", "word.<simplified>", or Own
	Lang    string // of Meaning and Note, where Magpie worded them
	Front   Wording
	Pinyin  []string // of Front.Simplified: numbered syllables such as "ni3", "hao3"; nil if unknown or not Chinese
	Taiwan  []string // of Front.Traditional where it is read in another way, else nil
	Meaning string
	Note    string
	Ask     Ask
	Edited  []Side // what its owner changed, which no later edition of the phrasebook changes back
	Added   time.Time
	Memory  Memory
}

// An Ask is what of a card is asked, and so what is shown first.
type Ask string

// The ways to ask. AskBoth does both in turns, with one memory.
const (
	AskMeaning Ask = "meaning" // the front is shown: what does it mean?
	AskFront   Ask = "front"   // the meaning is shown: how does one say it?
	AskBoth    Ask = "both"
)

// Next is how the card is asked next: AskMeaning or AskFront.
func (c Card) Next() Ask {
	if c.Ask == AskFront || c.Ask == AskBoth && c.Memory.Reps%2 == 1 {
		return AskFront
	}
	return AskMeaning
}

// A Side is one of a card's texts.
type Side string

// The sides.
const (
	FrontSide   Side = "front"
	ReadingSide Side = "reading"
	MeaningSide Side = "meaning"
	NoteSide    Side = "note"
)

// MaxSide is how many characters each side holds.
func MaxSide(s Side) int {
	switch s {
	case FrontSide:
		return 100
	case ReadingSide:
		return 200
	}
	return 500
}

// A SideError says which side of a card is empty or too long.
type SideError struct {
	Side  Side
	Empty bool // else too long
}

func (e *SideError) Error() string {
	if e.Empty {
		return fmt.Sprintf("the %s of a card is empty", e.Side)
	}
	return fmt.Sprintf("the %s of a card is longer than %d characters", e.Side, MaxSide(e.Side))
}

// Check reports what is wrong with the card's texts, as a [SideError].
func (c Card) Check() error {
	for _, of := range []struct {
		side     Side
		text     string
		optional bool
	}{
		{FrontSide, c.Front.Simplified, false},
		{FrontSide, c.Front.Traditional, false},
		{ReadingSide, strings.Join(c.Pinyin, " "), true},
		{ReadingSide, strings.Join(c.Taiwan, " "), true},
		{MeaningSide, c.Meaning, false},
		{NoteSide, c.Note, true},
	} {
		if empty := strings.TrimSpace(of.text) == ""; empty && !of.optional || utf8.RuneCountInString(of.text) > MaxSide(of.side) {
			return &SideError{of.side, empty}
		}
	}
	return nil
}

// Key tells whether two cards teach the same thing: the front, however it is punctuated. A single character has one
// for each reading.
func (c Card) Key() string {
	key := foldText(c.Front.Simplified)
	if key == "" {
		key = strings.TrimSpace(c.Front.Simplified)
	}
	if r, n := utf8.DecodeRuneInString(key); n == len(key) && unicode.Is(unicode.Han, r) && len(c.Pinyin) > 0 {
		key += " " + strings.Join(c.Pinyin, " ")
	}
	return key
}

// Edit is the card with the texts, and the way to ask, of another. It notes which texts were changed.
func (c Card) Edit(to Card) Card {
	changed := map[Side]bool{
		FrontSide:   to.Front != c.Front,
		ReadingSide: !slices.Equal(to.Pinyin, c.Pinyin),
		MeaningSide: to.Meaning != c.Meaning,
		NoteSide:    to.Note != c.Note,
	}
	edited := slices.Clone(c.Edited)
	for _, s := range []Side{FrontSide, ReadingSide, MeaningSide, NoteSide} {
		if changed[s] && !slices.Contains(edited, s) {
			edited = append(edited, s)
		}
	}
	if changed[FrontSide] || changed[ReadingSide] {
		c.Taiwan = to.Taiwan
	}
	c.Front, c.Pinyin, c.Meaning, c.Note, c.Ask, c.Edited = to.Front, to.Pinyin, to.Meaning, to.Note, to.Ask, edited
	return c
}

// Refreshed is the card with what its source says by now, but for what its owner edited.
func (c Card) Refreshed(source Card) Card {
	kept := func(s Side) bool { return slices.Contains(c.Edited, s) }
	if !kept(FrontSide) {
		c.Front = source.Front
	}
	if !kept(FrontSide) && !kept(ReadingSide) {
		c.Pinyin, c.Taiwan = source.Pinyin, source.Taiwan
	}
	if !kept(MeaningSide) {
		c.Meaning = source.Meaning
	}
	if !kept(NoteSide) {
		c.Note = source.Note
	}
	return c
}

// Added is what became of cards that were added to somebody's.
type Added struct {
	New   int // were added
	Known int // were there already, and stay as they are
	Over  int // were left out, since nobody may have more than MaxCards
	Total int // are there now
}

// Card is a card of what was found, for a reader of a language: a phrase teaches the other language, slang and notices
// their term.
func (m Match) Card(lang string) Card {
	card := Card{Source: Own, Lang: lang, Ask: AskMeaning}
	switch {
	case m.Phrase != nil && lang == English:
		card.Front, card.Meaning = m.Phrase.Chinese(), m.Phrase.En
		card.Pinyin, card.Taiwan = ReadingOf(m.Phrase.Pinyin), ReadingOf(m.Phrase.PinyinTW)
		card.Source = "phrase." + m.Phrase.ID
		if m.Phrase.Literal != "" {
			card.Note = "lit. " + m.Phrase.Literal
		}
	case m.Phrase != nil:
		card.Front, card.Meaning = Wording{m.Phrase.En, m.Phrase.En}, m.Phrase.Chinese().In(lang)
		card.Note, card.Source = m.Phrase.English.In(lang), "phrase."+m.Phrase.ID
	case m.Slang != nil:
		card.Front, card.Meaning = m.Slang.Term, m.Slang.Meaning.In(lang)
		card.Pinyin, card.Source = ReadingOf(m.Slang.Pinyin), "slang."+m.Slang.ID
		card.Note = m.Slang.Example.Text.In(lang)
	case m.Notice != nil:
		card.Front, card.Meaning = m.Notice.Text, m.Notice.Meaning.In(lang)
		card.Pinyin, card.Source = ReadingOf(m.Notice.Pinyin), "notice."+m.Notice.ID
	}
	return card
}

// ReadingOf is how something is read, as its syllables: pinyin of any spelling, as [lexicon.Syllables] takes it. What is
// not pinyin stands as it is, a word a syllable.
func ReadingOf(pinyin string) []string {
	if all := lexicon.Syllables(pinyin); len(all) > 0 {
		return all
	}
	if words := strings.Fields(pinyin); len(words) > 0 {
		return words
	}
	return nil
}

// Holds reports whether a text stands on the card, in either script, or as its reading with or without tones.
func (c Card) Holds(text string) bool {
	text = foldText(text)
	if text == "" {
		return false
	}
	for _, side := range []string{c.Front.Simplified, c.Front.Traditional, c.Meaning, c.Note} {
		if strings.Contains(foldText(side), text) {
			return true
		}
	}
	numbers := strings.Join(c.Pinyin, "")
	typed := foldPinyin(StripTones(text))
	return typed != "" && (strings.Contains(numbers, typed) || strings.Contains(dropDigits(numbers), typed))
}

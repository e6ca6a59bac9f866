package phrase

import (
	"strings"
	"unicode"

	"magpie/lexicon"
)

// An Item is something that a quiz asks about: Chinese, and what it means in English.
type Item struct {
	Key     string // what a card of it is made from, as [Card.Source]; Own if there is nothing
	Chinese Wording
	Pinyin  []string // of Chinese.Simplified: numbered syllables; nil if unknown or not wanted
	Taiwan  []string // of Chinese.Traditional where it is read in another way, else nil
	English []string // what it means: the first is shown, each is right
	Group   string   // what it stands with: a situation, a kind of slang, a band of words
	Note    Text     // what to say of it when the answer is known; may be empty

	// Alike are words which two items that mean the same may share. They are needed to
	// make tasks, and not kept.
	Alike []string `json:"-"`
}

// SituationItems are the phrases of a situation, or of all if it is empty.
func (b *Book) SituationItems(situation string) []Item {
	var all []Item
	for _, p := range b.phrases {
		if situation == "" || p.situation == situation {
			all = append(all, p.item())
		}
	}
	return all
}

func (p Phrase) item() Item {
	item := Item{
		Key: "phrase." + p.ID, Chinese: p.Chinese(), English: []string{p.En}, Group: p.situation,
		Pinyin: ReadingOf(p.Pinyin), Taiwan: ReadingOf(p.PinyinTW), Note: p.When,
	}
	if len(p.Tags) > 0 {
		item.Alike = p.Tags[:1]
	}
	return item
}

// SlangItems are the slang terms of one side that anybody may use among strangers, as they are spelled in Chinese and in
// English: of English slang, the Chinese is what it means.
func (b *Book) SlangItems(d Direction) []Item {
	var all []Item
	for _, s := range b.slang {
		if s.Direction != d || s.Safety != OK || s.Hidden() {
			continue
		}
		item := Item{Key: "slang." + s.ID, Group: "slang-" + string(d), Alike: []string{foldText(s.Pair.Simplified)}}
		item.Alike = append(item.Alike, s.Forms...)
		if d == ChineseSlang {
			item.Chinese, item.Pinyin, item.English = s.Term, ReadingOf(s.Pinyin), []string{s.Meaning.En}
		} else {
			item.Chinese, item.English = Wording{s.Meaning.Simplified, s.Meaning.Traditional}, []string{s.Term.Simplified}
		}
		all = append(all, item)
	}
	return all
}

// WordItem is a word of the dictionary, and whether a quiz can ask for it: neither words that are never volunteered nor
// those that have no meaning but a note on their use.
func WordItem(e lexicon.Entry, key, group string) (Item, bool) {
	item := Item{
		Key: key, Chinese: Wording{e.Simplified, e.Traditional}, Pinyin: e.Pinyin, Taiwan: e.Taiwan, Group: group,
	}
	for _, g := range e.Glosses {
		if !strings.HasPrefix(g, "(") {
			item.English = append(item.English, g)
		}
	}
	return item, e.Mark == "" && len(item.English) > 0
}

// Item is the card as a quiz asks it, and whether a quiz can: one side is Chinese and the other is not.
func (c Card) Item() (Item, bool) {
	item := Item{Key: c.Source, Chinese: c.Front, Pinyin: c.Pinyin, Taiwan: c.Taiwan, English: senses(c.Meaning), Group: "cards"}
	if !hasHan(c.Front.Simplified) {
		item.Chinese, item.Pinyin, item.Taiwan = Wording{c.Meaning, c.Meaning}, nil, nil
		item.English = []string{c.Front.Simplified}
	}
	fits := hasHan(item.Chinese.Simplified) && len(item.English) > 0 && !hasHan(item.English[0])
	return item, fits
}

// senses are the meanings that a text lists.
func senses(meaning string) []string {
	var all []string
	for sense := range strings.SplitSeq(meaning, ";") {
		if sense = strings.TrimSpace(sense); sense != "" {
			all = append(all, sense)
		}
	}
	return all
}

// Card is a card of the item, for a reader of a language, who learns the other one.
func (i Item) Card(lang string) Card {
	card := Card{Source: Own, Lang: lang, Front: i.Chinese, Pinyin: i.Pinyin, Taiwan: i.Taiwan, Ask: AskMeaning}
	card.Meaning = strings.Join(i.English[:min(len(i.English), 3)], "; ")
	if lang != English {
		card.Front, card.Meaning = Wording{i.English[0], i.English[0]}, i.Chinese.In(lang)
		card.Pinyin, card.Taiwan = nil, nil
	}
	return card
}

// A Face is one of the ways in which an item is shown.
type Face string

// The faces.
const (
	HanziFace   Face = "hanzi"
	PinyinFace  Face = "pinyin"
	EnglishFace Face = "english"
	PictureFace Face = "picture" // the hanzi, drawn
)

// text is a face, folded so that faces which look alike are the same.
func (i Item) text(f Face) string {
	switch f {
	case PinyinFace:
		return strings.Join(i.Pinyin, "")
	case EnglishFace:
		return foldText(i.English[0])
	}
	return foldText(i.Chinese.Simplified)
}

// Questions and choices are no longer than this, in characters and in syllables.
const (
	maxAsked    = 120
	maxSounding = 7
)

// readable reports whether the item's reading is known, is that of its hanzi, and is short enough to be asked for.
func (i Item) readable() bool {
	hanzi, syllables := 0, 0
	for _, r := range i.Chinese.Simplified {
		switch {
		case unicode.Is(unicode.Han, r):
			hanzi++
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return false
		}
	}
	for _, s := range i.Pinyin {
		if dropDigits(s) == s {
			return false
		}
		syllables++
	}
	return hanzi == syllables && syllables > 0 && syllables <= maxSounding
}

package commands

import (
	"slices"
	"strings"

	"magpie/lexicon"
	"magpie/phrase"
)

// wordKey is how keys of words begin.
const wordKey = "word."

// wordCardKey names a word of the dictionary, for [saveCardButton].
func wordCardKey(e lexicon.Entry) string {
	return wordKey + e.Simplified + "|" + strings.Join(e.Pinyin, " ")
}

// sensesOnCard is how many senses of a word a card tells.
const sensesOnCard = 3

// keyed is the card that a key names, and whether it is not for every ear.
func (f *cardsFeature) keyed(key, lang string) (card phrase.Card, hidden, ok bool) {
	if word, is := strings.CutPrefix(key, wordKey); is {
		word, reading, told := strings.Cut(word, "|")
		for _, e := range f.Dictionary().Lookup(word) {
			if !told || strings.Join(e.Pinyin, " ") == reading {
				return wordCard(e, key), e.Mark != "", len(e.Glosses) > 0
			}
		}
		return card, false, false
	}
	m, ok := entryNamed(f.Book, key)
	if !ok {
		return card, false, false
	}
	return m.Card(lang), m.Slang != nil && m.Slang.Hidden(), true
}

// wordCard is a card of a word.
func wordCard(e lexicon.Entry, key string) phrase.Card {
	return phrase.Card{
		Source: key, Lang: phrase.English, Front: phrase.Wording{Simplified: e.Simplified, Traditional: e.Traditional},
		Pinyin: e.Pinyin, Taiwan: e.Taiwan, Meaning: senses(e), Ask: phrase.AskMeaning,
	}
}

func senses(e lexicon.Entry) string {
	return strings.Join(e.Glosses[:min(len(e.Glosses), sensesOnCard)], "; ")
}

// completed is a card with what its owner left out and the dictionary knows: the other
// script, the reading, and the meaning.
func (f *cardsFeature) completed(card phrase.Card) phrase.Card {
	front := card.Front.Simplified
	if !lexicon.HasHanzi(front) {
		return card
	}
	d := f.Dictionary()
	if card.Front.Traditional == front {
		card.Front = phrase.Wording{Simplified: d.Simplify(front), Traditional: d.Traditional(front)}
	}
	if len(card.Pinyin) == 0 {
		for _, w := range d.Words(card.Front.Simplified) {
			card.Pinyin = append(card.Pinyin, w.Pinyin...)
		}
	}
	if card.Meaning == "" {
		known := slices.DeleteFunc(d.Lookup(front), func(e lexicon.Entry) bool { return e.Mark != "" })
		if len(known) > 0 {
			card.Meaning = senses(known[0])
		}
	}
	return card
}

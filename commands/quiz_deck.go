package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"magpie/community"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// The decks, which say what a quiz is about. That of a situation of the phrasebook is
// "situation.<id>", and those of common words "words.<band>".
const (
	wordsDeck        = "words."
	phrasesDeck      = "phrases"
	situationDeck    = "situation."
	chineseSlangDeck = "slang-zh"
	englishSlangDeck = "slang-en"
	cardsDeck        = "cards"    // the caller's, alone
	glossaryDeck     = "glossary" // the server's
)

// wordBands is how many bands our own words have.
const wordBands = 3

// fixedDecks are all but situations.
var fixedDecks = []string{
	wordsDeck + "1", wordsDeck + "2", wordsDeck + "3", phrasesDeck, chineseSlangDeck, englishSlangDeck, glossaryDeck, cardsDeck,
}

func commonWords() ([][]lexicon.Entry, error) {
	bands := make([][]lexicon.Entry, wordBands)
	for i := range bands {
		var err error
		if bands[i], err = lexicon.Common(i + 1); err != nil {
			return nil, fmt.Errorf("read common words: %w", err)
		}
	}
	return bands, nil
}

// deckName is what a deck is called.
func (z *Quizzes) deckName(v slash.Voice, deck string) string {
	if id, ok := strings.CutPrefix(deck, situationDeck); ok {
		for _, s := range z.Cards.Book.Situations() {
			if s.ID == id {
				return s.Title.In(v.Lang)
			}
		}
		deck = phrasesDeck
	}
	return v.Label("quiz.deck." + deck)
}

// knownDeck is a deck that there is: deck, or common words.
func (z *Quizzes) knownDeck(deck string) string {
	id, ok := strings.CutPrefix(deck, situationDeck)
	is := func(s phrase.Situation) bool { return s.ID == id }
	if slices.Contains(fixedDecks, deck) || ok && slices.ContainsFunc(z.Cards.Book.Situations(), is) {
		return deck
	}
	return fixedDecks[0]
}

// items are what a deck asks about, and what else wrong choices may come from.
func (z *Quizzes) items(ctx context.Context, c *slash.Call, deck string) (pool, others []phrase.Item, err error) {
	book := z.Cards.Book
	id, situation := strings.CutPrefix(deck, situationDeck)
	band, words := strings.CutPrefix(deck, wordsDeck)
	switch {
	case situation:
		return book.SituationItems(id), book.SituationItems(""), nil
	case words:
		pool, err = z.words(band)
		return pool, nil, err
	case deck == phrasesDeck:
		return book.SituationItems(""), nil, nil
	case deck == chineseSlangDeck:
		return book.SlangItems(phrase.ChineseSlang), nil, nil
	case deck == englishSlangDeck:
		return book.SlangItems(phrase.EnglishSlang), nil, nil
	case deck == glossaryDeck && !c.Place.Direct():
		pool, err = z.terms(ctx, c.Place.Server)
	case deck == cardsDeck:
		pool, err = z.cardItems(ctx, c.Person.ID)
	}
	if err != nil {
		return nil, nil, err
	}
	others, err = z.words("1")
	return pool, others, err
}

// words are the common words of a band.
func (z *Quizzes) words(band string) ([]phrase.Item, error) {
	bands, err := z.common()
	n, _ := strconv.Atoi(band)
	if err != nil || n < 1 || n > len(bands) {
		return nil, err
	}
	var items []phrase.Item
	for _, e := range bands[n-1] {
		if item, ok := phrase.WordItem(e, wordCardKey(e), wordsDeck+band); ok {
			items = append(items, item)
		}
	}
	return items, nil
}

func (z *Quizzes) terms(ctx context.Context, server string) ([]phrase.Item, error) {
	terms, err := z.Glossary.Terms(ctx, server)
	if err != nil {
		return nil, fmt.Errorf("look up the glossary: %w", err)
	}
	var items []phrase.Item
	for _, t := range terms {
		if item, ok := termItem(t); ok {
			items = append(items, item)
		}
	}
	return items, nil
}

// termItem is a term as a quiz asks it, if it has Chinese and English.
func termItem(t community.Term) (phrase.Item, bool) {
	item := phrase.Item{
		Key: phrase.Own, Chinese: phrase.Wording{Simplified: t.Simplified, Traditional: t.Traditional}, Pinyin: strings.Fields(t.Reading),
		English: []string{cmp.Or(t.English, t.Meaning.English)}, Group: glossaryDeck,
	}
	if t.Simplified == "" {
		item.Chinese = phrase.Wording{Simplified: t.Meaning.Chinese, Traditional: t.Meaning.Chinese}
	}
	return item, item.Chinese.Simplified != "" && item.English[0] != ""
}

func (z *Quizzes) cardItems(ctx context.Context, person string) ([]phrase.Item, error) {
	cards, err := z.Cards.Store.Cards(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("look up cards: %w", err)
	}
	var items []phrase.Item
	for _, card := range cards {
		if item, ok := card.Item(); ok {
			items = append(items, item)
		}
	}
	return items, nil
}

// kinds are the kinds of task that fit a deck.
func (z *Quizzes) kinds(deck string) []phrase.TaskKind {
	return slices.DeleteFunc(slices.Clone(phrase.TaskKinds), func(k phrase.TaskKind) bool {
		return deck == englishSlangDeck && !k.ForEnglish() || deck == chineseSlangDeck && k.ForEnglish() ||
			k == phrase.ReadPicture && z.Characters() == nil
	})
}

// drawn reports whether an item's hanzi can be drawn on one picture.
func (z *Quizzes) drawn(item phrase.Item) bool {
	_, ok := z.drawing(item.Chinese.Simplified)
	return ok
}

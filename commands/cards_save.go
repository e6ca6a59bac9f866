package commands

import (
	"context"
	"fmt"
	"unicode/utf8"

	"magpie/phrase"
	"magpie/slash"
)

// A CardKeeper keeps people's cards.
type CardKeeper interface {
	// AddCards adds cards, in this order, to those of a person. A card that is there
	// already stays as it is.
	AddCards(ctx context.Context, owner string, cards ...phrase.Card) (phrase.Added, error)
}

// cardKey names what a card is made from: "phrase.<id>", "slang.<id>", "notice.<id>",
// or "word.<simplified>", and "word.<simplified>|<numbered pinyin>" where a word has
// several readings.
type cardKey struct {
	Key  string
	Sure bool // of a card that is not for every ear
}

// cardSave is the name of the action that saves a card.
const cardSave = "cards.save"

// saveCardButton saves what key names to the cards of whoever presses it, from
// anywhere. It is off if the key is too long to travel in a button.
func saveCardButton(c *slash.Call, key string) slash.Button {
	return saveCard(c.Label("cards.save"), key)
}

// saveCard is [saveCardButton] for a post to everyone.
func saveCard(label, key string) slash.Button {
	save := slash.Action[cardKey]{Name: cardSave}
	b := save.Button(label, cardKey{Key: key})
	if utf8.RuneCountInString(b.ID) > slash.MaxID {
		return save.Button(label, cardKey{}).When(false)
	}
	return b
}

// saveKey saves what a button names. What is not for every ear is saved only by
// someone who says so.
func (f *cardsFeature) saveKey(ctx context.Context, c *slash.Call, in cardKey) (slash.Reply, error) {
	card, hidden, ok := f.keyed(in.Key, c.Lang)
	if !ok {
		return slash.Reply{}, c.Sorry(c.T("cards.no_source"), c.T("safe.nothing_changed"), slash.Try("cards"))
	}
	if hidden && !in.Sure {
		return slash.Say(c.T("cards.hidden", card.Front.In(c.Lang))).With(slash.Row{Buttons: []slash.Button{
			f.save.Button(c.Label("cards.save_anyway"), cardKey{in.Key, true}), openCardsButton(c),
		}}).As(slash.Anew), nil
	}
	added, err := f.Store.AddCards(ctx, c.Person.ID, card)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("save card %s: %w", in.Key, err)
	}
	r, err := addedCards(c, added)
	if in.Sure || err != nil {
		return r, err
	}
	return r.As(slash.Anew), nil
}

// addedCards says what became of cards that somebody saved.
func addedCards(c *slash.Call, added phrase.Added) (slash.Reply, error) {
	var lines []slash.Content
	switch {
	case added.New == 1 && added.Known+added.Over == 0:
		lines = append(lines, c.T("cards.saved", added.Total))
	case added.New > 0:
		lines = append(lines, c.T("cards.saved_many", added.New), c.T("cards.total", added.Total))
	}
	switch {
	case added.Known == 1 && added.New+added.Over == 0:
		lines = append(lines, c.T("cards.known_one"))
	case added.Known > 0:
		lines = append(lines, c.T("cards.known", added.Known))
	}
	switch {
	case added.Over > 0 && added.New == 0:
		return slash.Reply{}, fullOfCards(c)
	case added.Over > 0:
		lines = append(lines, c.T("cards.over", added.Over, phrase.MaxCards))
	}
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: []slash.Button{openCardsButton(c)}}), nil
}

// fullOfCards apologizes to someone who has as many cards as anyone may have.
func fullOfCards(c *slash.Call) error {
	return c.Sorry(c.T("cards.full", phrase.MaxCards), c.T("cards.full.safe"), slash.Try("cards"))
}

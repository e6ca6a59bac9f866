package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// cardText is a form of a new card.
type cardText struct {
	Front   string `slash:"front,max=100"`
	Reading string `slash:"reading,optional,max=200"`
	Meaning string `slash:"meaning,long,max=500"`
	Note    string `slash:"note,optional,long,max=500"`
	Ask     string `slash:"ask,choices=meaning|front|both"`
}

// cardChange is a form that changes a card, opened from a review or not.
type cardChange struct {
	ID      string
	Review  bool
	More    int
	Front   string `slash:"front,max=100"`
	Reading string `slash:"reading,optional,max=200"`
	Meaning string `slash:"meaning,long,max=500"`
	Note    string `slash:"note,optional,long,max=500"`
	Ask     string `slash:"ask,choices=meaning|front|both"`
}

// openForm asks for a new card.
func (f *cardsFeature) openForm(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	cards, err := f.Store.Cards(ctx, c.Person.ID)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up cards: %w", err)
	}
	if len(cards) >= phrase.MaxCards { // before anything is typed in vain
		return slash.Reply{}, fullOfCards(c)
	}
	return slash.Reply{Form: f.write.Form(c.Voice, c.Label("cards.add"), cardText{Ask: string(phrase.AskMeaning)})}, nil
}

// written saves a new card.
func (f *cardsFeature) written(ctx context.Context, c *slash.Call, in cardText) (slash.Reply, error) {
	card := f.completed(in.card(phrase.Card{}))
	card.Source, card.Lang = phrase.Own, c.Lang
	if err := checkCard(c, card); err != nil {
		return slash.Reply{}, err
	}
	added, err := f.Store.AddCards(ctx, c.Person.ID, card)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("add a card: %w", err)
	}
	return addedCards(c, added)
}

// card is a card with what was typed. A front that was left as it is keeps both scripts.
func (in cardText) card(was phrase.Card) phrase.Card {
	front := strings.TrimSpace(in.Front)
	card := phrase.Card{Front: phrase.Wording{Simplified: front, Traditional: front}, Taiwan: was.Taiwan}
	if front == was.Front.Simplified || front == was.Front.Traditional {
		card.Front = was.Front
	}
	card.Pinyin = phrase.ReadingOf(in.Reading)
	card.Meaning, card.Note = strings.TrimSpace(in.Meaning), strings.TrimSpace(in.Note)
	card.Ask = phrase.Ask(in.Ask)
	return card
}

// checkCard apologizes for a card that cannot be kept.
func checkCard(c *slash.Call, card phrase.Card) error {
	err := card.Check()
	var wrong *phrase.SideError
	if errors.As(err, &wrong) {
		return c.Sorry(sideProblem(c, wrong), c.T("safe.nothing_changed"), slash.Try("cards"))
	}
	return err
}

// sideProblem says which side of a card is empty or too long.
func sideProblem(c *slash.Call, e *phrase.SideError) slash.Markup {
	if e.Empty {
		return c.T("cards.empty", c.T("cards.side."+string(e.Side)))
	}
	return c.T("cards.too_long", phrase.MaxSide(e.Side), c.T("cards.side."+string(e.Side)))
}

// openEdit asks for what to change of a card. The form shows it in the reader's script.
func (f *cardsFeature) openEdit(ctx context.Context, c *slash.Call, in cardTurn) (slash.Reply, error) {
	card, err := f.cardOf(ctx, c, in.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	r, err := readerOf(ctx, c, f.People)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Reply{Form: f.change.Form(c.Voice, c.Label("cards.edit"), cardChange{
		ID: in.ID, Review: in.Review, More: in.More, Front: r.wording(card.Front), Reading: lexicon.Marks(card.Pinyin),
		Meaning: card.Meaning, Note: card.Note, Ask: string(card.Ask),
	})}, nil
}

// changed saves what was changed of a card, and goes on where the form was opened.
func (f *cardsFeature) changed(ctx context.Context, c *slash.Call, in cardChange) (slash.Reply, error) {
	card, err := f.cardOf(ctx, c, in.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	typed := cardText{in.Front, in.Reading, in.Meaning, in.Note, in.Ask}.card(card)
	kept := in.Reading == lexicon.Marks(card.Pinyin)
	switch {
	case typed.Front == card.Front && kept:
		typed.Pinyin = card.Pinyin // marks do not say all that numbers do
	case typed.Front != card.Front && kept:
		typed.Pinyin = nil // it is of another text
		fallthrough
	case typed.Front != card.Front:
		typed = f.completed(typed)
	}
	card = card.Edit(typed)
	if err := checkCard(c, card); err != nil {
		return slash.Reply{}, err
	}
	saved, err := f.Store.EditCard(ctx, card)
	switch {
	case err != nil:
		return slash.Reply{}, fmt.Errorf("edit card %s: %w", card.ID, err)
	case !saved:
		return slash.Reply{}, c.Sorry(c.T("cards.twice"), c.T("safe.nothing_changed"), slash.Try("cards"))
	case in.Review:
		return f.showAnswer(ctx, c, cardTurn{in.ID, true, in.More})
	}
	return f.openCard(ctx, c, cardRef{in.ID})
}

func (f *cardsFeature) askDelete(ctx context.Context, c *slash.Call, in cardTurn) (slash.Reply, error) {
	card, err := f.cardOf(ctx, c, in.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	r, err := readerOf(ctx, c, f.People)
	if err != nil {
		return slash.Reply{}, err
	}
	keep := f.open.Button(c.Label("cards.keep"), cardRef{in.ID})
	if in.Review {
		keep = f.turn.Button(c.Label("cards.keep"), in)
	}
	return slash.Say(slash.Lines(c.T("cards.ask_delete"), cardLine(r, card))).With(slash.Row{Buttons: []slash.Button{
		f.remove.Button(c.Label("cards.delete_now"), in).With(slash.Danger), keep,
	}}), nil
}

// deleted deletes a card and goes on where that was asked.
func (f *cardsFeature) deleted(ctx context.Context, c *slash.Call, in cardTurn) (slash.Reply, error) {
	if _, err := f.Store.DeleteCard(ctx, c.Person.ID, in.ID); err != nil {
		return slash.Reply{}, fmt.Errorf("delete card %s: %w", in.ID, err)
	}
	if in.Review {
		return f.askNext(ctx, c, cardSession{in.More})
	}
	return f.showList(ctx, c, cardPage{})
}

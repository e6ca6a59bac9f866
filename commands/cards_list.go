package commands

import (
	"context"
	"slices"
	"strings"

	"magpie/phrase"
	"magpie/slash"
)

// cardPage is a page of all cards, from 0.
type cardPage struct{ Page int }

type cardPick struct {
	ID string `slash:"id"`
}

type cardRef struct{ ID string }

type cardSearch struct {
	Text string `slash:"text,max=100"`
}

// cardsPerPage is how many cards a page lists.
const cardsPerPage = 10

// showList lists the caller's cards, the newest first.
func (f *cardsFeature) showList(ctx context.Context, c *slash.Call, at cardPage) (slash.Reply, error) {
	cards, err := f.cards(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(cards) == 0 {
		return f.showHome(ctx, c, slash.Nothing{})
	}
	slices.Reverse(cards)
	shown, page, last := pageOf(cards, at.Page, cardsPerPage)
	r, err := f.listed(ctx, c, c.T("cards.total", len(cards)), shown)
	if err != nil {
		return r, err
	}
	if last > 0 {
		r = r.With(slash.Row{Buttons: turns(c, f.list, page, last, func(n int) cardPage { return cardPage{n} })})
	}
	return r.With(slash.Row{Buttons: []slash.Button{f.find.Button(c.Label("cards.find"), slash.Nothing{}), openCardsButton(c)}}), nil
}

// listed lists some cards, and lets one be picked.
func (f *cardsFeature) listed(ctx context.Context, c *slash.Call, head slash.Content, cards []phrase.Card) (slash.Reply, error) {
	r, err := readerOf(ctx, c, f.People)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{head}
	var choices []slash.Choice
	for _, card := range cards {
		lines = append(lines, slash.Bullet(cardLine(r, card)))
		choices = append(choices, slash.Choice{
			Name: slash.Cut(r.wording(card.Front), slash.MaxChoiceText), Value: card.ID, About: slash.Cut(oneLine(card.Meaning), slash.MaxChoiceText),
		})
	}
	return slash.Say(slash.Lines(lines...)).With(f.pick.Menu(c.Label("cards.pick"), cardPick{}, choices...)), nil
}

func (f *cardsFeature) openFind(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Reply{Form: f.search.Form(c.Voice, c.Label("cards.find"), cardSearch{})}, nil
}

// cardsFound is how many cards a search shows: as many as one menu offers.
const cardsFound = slash.MaxChoices

// searched lists the cards that hold a text, in either script, or by their reading.
func (f *cardsFeature) searched(ctx context.Context, c *slash.Call, in cardSearch) (slash.Reply, error) {
	cards, err := f.cards(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	slices.Reverse(cards)
	found := slices.DeleteFunc(cards, func(card phrase.Card) bool { return !card.Holds(in.Text) })
	back := slash.Row{Buttons: []slash.Button{f.find.Button(c.Label("cards.find_other"), slash.Nothing{}), f.list.Button(c.Label("cards.all"), cardPage{})}}
	if len(found) == 0 {
		return slash.Say(c.T("cards.not_found", slash.Cut(oneLine(in.Text), 60))).With(back), nil
	}
	head := c.T("cards.found", len(found))
	if len(found) > cardsFound {
		head = slash.Lines(head, c.T("cards.found_more", cardsFound))
	}
	r, err := f.listed(ctx, c, head, found[:min(len(found), cardsFound)])
	return r.With(back), err
}

func (f *cardsFeature) picked(ctx context.Context, c *slash.Call, in cardPick) (slash.Reply, error) {
	return f.openCard(ctx, c, cardRef(in))
}

// openCard shows one card, how it stands, and what can be done with it.
func (f *cardsFeature) openCard(ctx context.Context, c *slash.Call, in cardRef) (slash.Reply, error) {
	card, err := f.cardOf(ctx, c, in.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	r, err := readerOf(ctx, c, f.People)
	if err != nil {
		return slash.Reply{}, err
	}
	facts := []slash.Content{cardState(c, card), c.T("cards.asks." + string(card.Ask))}
	if len(card.Edited) > 0 {
		var sides []string
		for _, s := range card.Edited {
			sides = append(sides, c.Label("cards.side."+string(s)))
		}
		facts = append(facts, c.T("cards.edited", strings.Join(sides, c.Label("list.separator"))))
	}
	turn := cardTurn{ID: in.ID}
	return slash.Say(cardSides(r, card), slash.Lines(facts...)).With(slash.Row{Buttons: []slash.Button{
		f.edit.Button(c.Label("cards.edit"), turn),
		f.ask.Button(c.Label("cards.delete"), turn),
		f.list.Button(c.Label("cards.all"), cardPage{}),
	}}), nil
}

// cardState is how well a card is known, in words.
func cardState(c *slash.Call, card phrase.Card) slash.Content {
	m := card.Memory
	if m.Phase == phrase.Unseen {
		return c.T("cards.never_asked")
	}
	return c.T("cards.asked", m.Reps, slash.Time(m.Due, slash.Relative))
}

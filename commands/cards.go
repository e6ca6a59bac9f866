package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"magpie/community"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// CardStore keeps people's cards.
type CardStore interface {
	CardKeeper
	CardFinder
	CardEditor
	CardReviews
	CardImports
}

// A CardFinder finds cards of a person.
type CardFinder interface {
	// Cards are all of them, in the order in which they were added.
	Cards(ctx context.Context, owner string) ([]phrase.Card, error)
	Card(ctx context.Context, owner, id string) (phrase.Card, bool, error)
}

// A CardEditor changes cards.
type CardEditor interface {
	// EditCard saves a card's texts, and reports false if it is gone or another of its
	// owner's teaches the same.
	EditCard(ctx context.Context, card phrase.Card) (bool, error)
	DeleteCard(ctx context.Context, owner, id string) (bool, error)
}

// CardReviews keeps how cards were answered.
type CardReviews interface {
	// ReviewCard notes an answer to a card that was answered reps times before. It
	// reports false if the card is gone or was answered meanwhile.
	ReviewCard(ctx context.Context, owner, id string, reps int, g phrase.Grade) (phrase.Card, bool, error)
	// UndoReview takes back the last answer, and reports false if there is none.
	UndoReview(ctx context.Context, owner string) (phrase.Card, bool, error)
	Reviews(ctx context.Context, owner string, since time.Time) ([]phrase.Review, error)
}

// CardNeeds are what Cards works with.
type CardNeeds struct {
	Store      CardStore
	Book       *phrase.Book
	Dictionary func() *lexicon.Dictionary // the newest edition
	People     People
	Servers    Servers
	Download   Download
	Now        func() time.Time
}

// Cards lets people learn with cards of their own, each asked when it is about to be
// forgotten. Everything is a button on one page; a file can be given with the command.
func Cards(needs CardNeeds) slash.Feature {
	f := &cardsFeature{CardNeeds: needs}
	f.home = &slash.Action[slash.Nothing]{Name: cardHome, Run: f.showHome}
	f.save = &slash.Action[cardKey]{Name: cardSave, Run: f.saveKey}
	f.review = &slash.Action[cardSession]{Name: "cards.review", Run: f.askNext}
	f.turn = &slash.Action[cardTurn]{Name: "cards.turn", Run: f.showAnswer}
	f.grade = &slash.Action[cardGrade]{Name: "cards.grade", Run: f.graded}
	f.undo = &slash.Action[cardSession]{Name: "cards.undo", Run: f.undoLast}
	f.add = &slash.Action[slash.Nothing]{Name: "cards.add", Run: f.openForm}
	f.write = &slash.Action[cardText]{Name: "cards.write", Run: f.written}
	f.edit = &slash.Action[cardTurn]{Name: "cards.edit", Run: f.openEdit}
	f.change = &slash.Action[cardChange]{Name: "cards.change", Run: f.changed}
	f.ask = &slash.Action[cardTurn]{Name: "cards.ask", Run: f.askDelete}
	f.remove = &slash.Action[cardTurn]{Name: "cards.remove", Run: f.deleted}
	f.list = &slash.Action[cardPage]{Name: "cards.list", Run: f.showList}
	f.pick = &slash.Action[cardPick]{Name: "cards.pick", Run: f.picked}
	f.open = &slash.Action[cardRef]{Name: "cards.open", Run: f.openCard}
	f.find = &slash.Action[slash.Nothing]{Name: "cards.find", Run: f.openFind}
	f.search = &slash.Action[cardSearch]{Name: "cards.search", Run: f.searched}
	f.stats = &slash.Action[slash.Nothing]{Name: "cards.stats", Run: f.showStats}
	f.bring = &slash.Action[slash.Nothing]{Name: "cards.bring", Run: f.openBring}
	f.upload = &slash.Action[cardUpload]{Name: "cards.upload", Run: f.uploaded}
	f.take = &slash.Action[cardImport]{Name: "cards.import", Run: f.imported}
	f.export = &slash.Action[slash.Nothing]{Name: "cards.export", Run: f.exported}
	return slash.Feature{
		Commands: []slash.Command{{Name: "cards", Direct: true, Run: slash.Run(f.start)}},
		Actions: []slash.Route{
			f.home, f.save, f.review, f.turn, f.grade, f.undo, f.add, f.write, f.edit, f.change, f.ask, f.remove,
			f.list, f.pick, f.open, f.find, f.search, f.stats, f.bring, f.upload, f.take, f.export,
		},
	}
}

type cardsFeature struct {
	CardNeeds

	home, add, find, stats, bring, export *slash.Action[slash.Nothing]

	save         *slash.Action[cardKey]
	review, undo *slash.Action[cardSession]
	turn, edit   *slash.Action[cardTurn]
	ask, remove  *slash.Action[cardTurn]
	grade        *slash.Action[cardGrade]
	write        *slash.Action[cardText]
	change       *slash.Action[cardChange]
	list         *slash.Action[cardPage]
	pick         *slash.Action[cardPick]
	open         *slash.Action[cardRef]
	search       *slash.Action[cardSearch]
	upload       *slash.Action[cardUpload]
	take         *slash.Action[cardImport]
}

// cardHome is the name of the action that opens somebody's cards.
const cardHome = "cards.home"

// openCardsButton opens the cards of whoever presses it, from anywhere.
func openCardsButton(c *slash.Call) slash.Button {
	home := slash.Action[slash.Nothing]{Name: cardHome}
	return home.Button(c.Label("cards.home"), slash.Nothing{})
}

type cardsIn struct {
	File slash.Attachment `slash:"file,optional"`
}

func (f *cardsFeature) start(ctx context.Context, c *slash.Call, in cardsIn) (slash.Reply, error) {
	if in.File.ID != "" {
		return f.uploaded(ctx, c, cardUpload(in))
	}
	return f.showHome(ctx, c, slash.Nothing{})
}

// showHome says what is due and offers everything.
func (f *cardsFeature) showHome(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	d, err := f.deck(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	row := slash.Row{Buttons: []slash.Button{
		f.add.Button(c.Label("cards.add"), slash.Nothing{}),
		f.bring.Button(c.Label("cards.bring"), slash.Nothing{}),
	}}
	if len(d.cards) == 0 {
		return slash.Say(slash.Lines(c.T("cards.title"), c.T("cards.none")), c.T("cards.none.how", slash.Mention("phrase"), slash.Mention("define"))).
			With(row), nil
	}
	q := d.queue(0, f.Now())
	lines := []slash.Content{c.T("cards.title"), c.T("cards.due", q.Left)}
	if q.Left == 0 {
		lines[1] = nothingDue(c, q)
	}
	lines = append(lines, c.T("cards.count", len(d.cards)))
	first := slash.Row{Buttons: []slash.Button{
		f.review.Button(c.Label("cards.review"), cardSession{}).With(slash.Main).When(q.Left > 0),
		f.list.Button(c.Label("cards.all"), cardPage{}),
		f.stats.Button(c.Label("cards.stats"), slash.Nothing{}),
	}}
	row.Buttons = append(row.Buttons, f.export.Button(c.Label("cards.export"), slash.Nothing{}))
	return slash.Say(slash.Lines(lines...)).With(first, row), nil
}

// nothingDue says when there will be something to review.
func nothingDue(c *slash.Call, q phrase.Queue) slash.Content {
	if q.Soon.IsZero() {
		return c.T("cards.nothing_due")
	}
	return c.T("cards.next_due", slash.Time(q.Soon, slash.Relative))
}

// A deck is somebody's cards and what they answered today.
type deck struct {
	cards []phrase.Card
	today []phrase.Review
}

// deck looks up the caller's cards, with what their sources say by now.
func (f *cardsFeature) deck(ctx context.Context, c *slash.Call) (deck, error) {
	zone, err := f.zone(ctx, c)
	if err != nil {
		return deck{}, err
	}
	now := f.Now().In(zone)
	begun := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone)
	today, err := f.Store.Reviews(ctx, c.Person.ID, begun)
	if err != nil {
		return deck{}, fmt.Errorf("look up today's reviews: %w", err)
	}
	cards, err := f.cards(ctx, c)
	return deck{cards, today}, err
}

func (f *cardsFeature) cards(ctx context.Context, c *slash.Call) ([]phrase.Card, error) {
	cards, err := f.Store.Cards(ctx, c.Person.ID)
	if err != nil {
		return nil, fmt.Errorf("look up cards: %w", err)
	}
	for i := range cards {
		cards[i] = f.refreshed(cards[i])
	}
	return cards, nil
}

// refreshed is a card with what the book says by now.
func (f *cardsFeature) refreshed(card phrase.Card) phrase.Card {
	if m, ok := entryNamed(f.Book, card.Source); ok {
		return card.Refreshed(m.Card(card.Lang))
	}
	return card
}

// queue is what there is to review, with more new cards than a day has.
func (d deck) queue(more int, now time.Time) phrase.Queue {
	return phrase.NewQueue(d.cards, phrase.Fresh(d.today, more), now)
}

// zone is the time zone whose days count: the server's, UTC in direct messages.
func (f *cardsFeature) zone(ctx context.Context, c *slash.Call) (*time.Location, error) {
	s, err := serverOf(ctx, c, f.Servers)
	return s.Location(), err
}

// cardOf is the caller's card that a button names.
func (f *cardsFeature) cardOf(ctx context.Context, c *slash.Call, id string) (phrase.Card, error) {
	card, ok, err := f.Store.Card(ctx, c.Person.ID, id)
	switch {
	case err != nil:
		return card, fmt.Errorf("look up card %s: %w", id, err)
	case !ok:
		return card, c.Sorry(c.T("cards.gone"), c.T("safe.nothing_changed"), slash.Try("cards"))
	}
	return f.refreshed(card), nil
}

// longReading is the number of syllables up to which a reading is written as one word.
const longReading = 4

// cardReading is how a card's front is read, as its reader likes it.
func cardReading(r reader, card phrase.Card) string {
	syllables, text := card.Pinyin, r.wording(card.Front)
	if r.script() == community.TraditionalScript && len(card.Taiwan) > 0 {
		syllables = card.Taiwan
	}
	if r.person.Readings != community.Marks || len(syllables) <= longReading {
		return r.reading(syllables, text)
	}
	if r.person.Sandhi {
		syllables = lexicon.Sandhi(syllables, text)
	}
	return lexicon.Marks(syllables)
}

// cardFront is a card's front, with its reading if told.
func cardFront(r reader, card phrase.Card, read bool) slash.Content {
	text := r.wording(card.Front)
	if !lexicon.HasHanzi(text) {
		return slash.In(phrase.English, text)
	}
	if read {
		return slash.Read(r.lang(), text, cardReading(r, card))
	}
	return slash.In(r.lang(), text)
}

// cardLine is a card on one line of a list.
func cardLine(r reader, card phrase.Card) slash.Content {
	return slash.Join(" — ", slash.Bold(cardFront(r, card, true)), slash.Plain(slash.Cut(oneLine(card.Meaning), 80)))
}

// oneLine is text as typed, with single spaces and no line breaks.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

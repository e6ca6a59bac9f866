package commands

import (
	"context"
	"fmt"
	"math"
	"time"

	"magpie/phrase"
	"magpie/slash"
)

// cardSession is a review on its way: how many new cards more than a day's are asked.
type cardSession struct{ More int }

// cardTurn is one card of a review, or one that is looked at by itself.
type cardTurn struct {
	ID     string
	Review bool
	More   int
}

// cardGrade is an answer to a card that was answered Reps times before.
type cardGrade struct {
	ID    string
	Reps  int
	Grade int
	More  int
}

// askNext shows the front of the next card, or that there is none.
func (f *cardsFeature) askNext(ctx context.Context, c *slash.Call, in cardSession) (slash.Reply, error) {
	d, err := f.deck(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	q := d.queue(in.More, f.Now())
	if q.Left == 0 {
		return f.finished(c, d, q, in), nil
	}
	return f.front(ctx, c, q.Next, q.Left, cardTurn{q.Next.ID, true, in.More}, len(d.today) > 0)
}

// front asks a card.
func (f *cardsFeature) front(ctx context.Context, c *slash.Call, card phrase.Card, left int, turn cardTurn, undo bool) (slash.Reply, error) {
	r, err := readerOf(ctx, c, f.People)
	if err != nil {
		return slash.Reply{}, err
	}
	question, shown := c.T("cards.ask_meaning", left), cardFront(r, card, false)
	if card.Next() == phrase.AskFront {
		question, shown = c.T("cards.ask_front", left), slash.Plain(oneLine(card.Meaning))
	}
	return slash.Say(slash.Lines(slash.Heading(2, shown), question)).With(
		slash.Row{Buttons: []slash.Button{f.turn.Button(c.Label("cards.show_answer"), turn).With(slash.Main)}},
		slash.Row{Buttons: []slash.Button{
			f.undo.Button(c.Label("cards.undo"), cardSession{turn.More}).When(undo),
			openCardsButton(c),
		}}), nil
}

// showAnswer turns a card over and asks how it went.
func (f *cardsFeature) showAnswer(ctx context.Context, c *slash.Call, in cardTurn) (slash.Reply, error) {
	card, err := f.cardOf(ctx, c, in.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	r, err := readerOf(ctx, c, f.People)
	if err != nil {
		return slash.Reply{}, err
	}
	var grades []slash.Button
	now := f.Now()
	for g := phrase.Again; g <= phrase.Easy; g++ {
		wait := waitWords(c, card.Memory.After(g, now).Due.Sub(now))
		grades = append(grades, f.grade.Button(c.Label("cards.grade."+gradeNames[g], wait), cardGrade{in.ID, card.Memory.Reps, int(g), in.More}))
	}
	grades[phrase.Good-1] = grades[phrase.Good-1].With(slash.Main)
	return slash.Say(cardSides(r, card)).With(
		slash.Row{Buttons: grades[:2]}, slash.Row{Buttons: grades[2:]},
		slash.Row{Buttons: []slash.Button{
			f.edit.Button(c.Label("cards.edit"), in),
			f.ask.Button(c.Label("cards.delete"), in),
			openCardsButton(c),
		}}), nil
}

// gradeNames name grades in words.
var gradeNames = map[phrase.Grade]string{phrase.Again: "again", phrase.Hard: "hard", phrase.Good: "good", phrase.Easy: "easy"}

// cardSides are both sides of a card.
func cardSides(r reader, card phrase.Card) slash.Content {
	lines := []slash.Content{slash.Heading(2, cardFront(r, card, true)), slash.Plain(card.Meaning)}
	if card.Note != "" {
		lines = append(lines, slash.Quote(slash.Plain(card.Note)))
	}
	return slash.Lines(lines...)
}

// waitWords says how long a card waits, in the largest unit of which it is at least two,
// or in minutes.
func waitWords(c *slash.Call, wait time.Duration) string {
	days := wait.Hours() / 24
	switch {
	case days >= 730:
		return c.Label("cards.wait.years", int(math.Round(days/365)))
	case days >= 60:
		return c.Label("cards.wait.months", int(math.Round(days/30)))
	case days >= 1:
		return c.Label("cards.wait.days", int(math.Round(days)))
	}
	return c.Label("cards.wait.minutes", int(math.Round(wait.Minutes())))
}

// graded notes an answer and asks the next card. A press that comes twice counts once.
func (f *cardsFeature) graded(ctx context.Context, c *slash.Call, in cardGrade) (slash.Reply, error) {
	g := phrase.Grade(in.Grade)
	if _, known := gradeNames[g]; !known {
		return slash.Reply{}, fmt.Errorf("review card %s: grade %d", in.ID, in.Grade)
	}
	if _, _, err := f.Store.ReviewCard(ctx, c.Person.ID, in.ID, in.Reps, g); err != nil {
		return slash.Reply{}, fmt.Errorf("review card %s: %w", in.ID, err)
	}
	return f.askNext(ctx, c, cardSession{in.More})
}

// undoLast takes back the last answer and asks that card again.
func (f *cardsFeature) undoLast(ctx context.Context, c *slash.Call, in cardSession) (slash.Reply, error) {
	card, ok, err := f.Store.UndoReview(ctx, c.Person.ID)
	switch {
	case err != nil:
		return slash.Reply{}, fmt.Errorf("undo a review: %w", err)
	case !ok:
		return slash.Reply{}, c.Sorry(c.T("cards.nothing_to_undo"), c.T("safe.nothing_changed"), slash.Try("cards"))
	}
	d, err := f.deck(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	left := max(1, d.queue(in.More, f.Now()).Left)
	return f.front(ctx, c, f.refreshed(card), left, cardTurn{card.ID, true, in.More}, len(d.today) > 0)
}

// moreNew is how many new cards [More new ones] adds to a day's.
const moreNew = 10

// finished says that nothing is left for now, and what comes next.
func (f *cardsFeature) finished(c *slash.Call, d deck, q phrase.Queue, in cardSession) slash.Reply {
	lines := []slash.Content{c.T("cards.done"), nothingDue(c, q)}
	if n := len(d.today); n > 0 {
		lines = append(lines, c.T("cards.done.today", n))
	}
	row := slash.Row{}
	if q.Held > 0 {
		lines = append(lines, c.T("cards.held", q.Held))
		more := min(moreNew, q.Held)
		row.Buttons = append(row.Buttons, f.review.Button(c.Label("cards.more", more), cardSession{in.More + more}))
	}
	row.Buttons = append(row.Buttons, f.undo.Button(c.Label("cards.undo"), in).When(len(d.today) > 0), openCardsButton(c))
	return slash.Say(slash.Lines(lines...)).With(row)
}

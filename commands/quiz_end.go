package commands

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"time"

	"magpie/phrase"
	"magpie/slash"
)

// onceMore begins another quiz like one that is over.
func (z *Quizzes) onceMore(ctx context.Context, c *slash.Call, in quizRef) (slash.Reply, error) {
	q, err := z.find(ctx, c, in.Quiz)
	if err != nil {
		return slash.Reply{}, err
	}
	p := z.settled(c, phrase.Player{Person: c.Person.ID, Deck: q.Deck, Kind: q.Kind, Length: lengthOf(q), Pace: q.Pace})
	if q.Alone() {
		return z.beginAlone(ctx, c, p)
	}
	return z.begin(ctx, c, p)
}

// lengthOf is the length that was chosen for a quiz, which may have had fewer tasks.
func lengthOf(q phrase.Quiz) int {
	i := slices.IndexFunc(quizLengths, func(n int) bool { return n >= len(q.Tasks) })
	return quizLengths[max(i, 0)]
}

// missed are the tasks that the caller got wrong or left out.
func (z *Quizzes) missed(ctx context.Context, c *slash.Call, id string) (phrase.Quiz, []phrase.Task, error) {
	q, err := z.find(ctx, c, id)
	if err != nil {
		return q, nil, err
	}
	missed := q.Missed(c.Person.ID)
	switch {
	case !q.Plays(c.Person.ID):
		return q, nil, c.Sorry(c.T("quiz.did_not_play"), c.T("safe.nothing_changed"), slash.Try("quiz"))
	case len(missed) == 0:
		return q, nil, c.Sorry(c.T("quiz.nothing_missed"), c.T("safe.nothing_changed"), slash.Try("quiz"))
	}
	return q, missed, nil
}

// practiseMissed asks the caller alone what they missed.
func (z *Quizzes) practiseMissed(ctx context.Context, c *slash.Call, in quizRef) (slash.Reply, error) {
	q, missed, err := z.missed(ctx, c, in.Quiz)
	if err != nil {
		return slash.Reply{}, err
	}
	return z.playAlone(ctx, c, phrase.Quiz{
		ID: quizGroup + rand.Text()[:16], Starter: c.Person.ID, Deck: q.Deck, Kind: q.Kind, Tasks: phrase.Reshuffled(z.seed(), missed),
	})
}

// saveMissed makes cards of what the caller missed.
func (z *Quizzes) saveMissed(ctx context.Context, c *slash.Call, in quizRef) (slash.Reply, error) {
	_, missed, err := z.missed(ctx, c, in.Quiz)
	if err != nil {
		return slash.Reply{}, err
	}
	book := &cardsFeature{CardNeeds: z.Cards}
	var cards []phrase.Card
	for _, t := range missed {
		card, hidden, ok := book.keyed(t.Item().Key, c.Lang)
		if !ok || hidden || t.Kind.ForEnglish() {
			card = t.Item().Card(c.Lang)
		}
		if card.Check() == nil {
			cards = append(cards, card)
		}
	}
	added, err := z.Cards.Store.AddCards(ctx, c.Person.ID, cards...)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("save what was missed: %w", err)
	}
	r, err := addedCards(c, added)
	return r.As(slash.Anew), err
}

// quizBoardFor is how far back the leaderboard looks.
const quizBoardFor = 30 * 24 * time.Hour

// leaderboard is how people did in the server's quizzes of the last days.
func (z *Quizzes) leaderboard(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	if c.Place.Direct() {
		return slash.Reply{}, c.Sorry(c.T("sorry.server_only"), c.T("safe.nothing_changed"), slash.Try("quiz"))
	}
	scores, err := z.Store.QuizScores(ctx, c.Place.Server, z.Now().Add(-quizBoardFor))
	if err != nil {
		return slash.Reply{}, err
	}
	guests, err := z.Store.QuizGuests(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	p, err := z.player(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	b := bulletin{z: z, guests: guests}
	lines := []slash.Content{c.T("quiz.board.title")}
	for i, s := range scores {
		if i < quizNamed || s.Person == c.Person.ID {
			lines = append(lines, z.boardLine(c, b, i, s))
		}
	}
	if len(scores) == 0 {
		lines = append(lines, c.T("quiz.board.empty"))
	}
	label := "quiz.guest"
	if p.Guest {
		label = "quiz.named"
		lines = append(lines, c.T("quiz.you_are_guest"))
	}
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: []slash.Button{
		z.guest.Button(c.Label(label), quizGuest{!p.Guest}), z.home.Button(c.Label("quiz.other"), slash.Nothing{}),
	}}), nil
}

func (z *Quizzes) boardLine(c *slash.Call, b bulletin, at int, s phrase.Score) slash.Content {
	who := b.person(c.Voice, s.Person)
	if s.Person == c.Person.ID {
		who = slash.Join(" ", who, c.T("quiz.thats_you"))
	}
	return c.T("quiz.board.line", s.Right, strconv.Itoa(at+1), who, strconv.Itoa(s.Answered))
}

// setGuest settles whether others see the caller's name.
func (z *Quizzes) setGuest(ctx context.Context, c *slash.Call, in quizGuest) (slash.Reply, error) {
	p, err := z.player(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	p.Guest = in.On
	if err := z.Store.SavePlayer(ctx, p); err != nil {
		return slash.Reply{}, err
	}
	return z.leaderboard(ctx, c, slash.Nothing{})
}

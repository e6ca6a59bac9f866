package commands

import (
	"context"
	"crypto/rand"
	"slices"
	"strconv"
	"strings"

	"magpie/community"
	"magpie/slash"
)

// openAnswer asks for an answer.
func (b *Bridge) openAnswer(ctx context.Context, c *slash.Call, in bridgeAsked) (slash.Reply, error) {
	q, _, err := b.question(ctx, c, in.Question)
	if err != nil {
		return slash.Reply{}, err
	}
	if err := b.takesAnswers(ctx, c, q); err != nil {
		return slash.Reply{}, err
	}
	return slash.Reply{Form: b.send.Form(c.Voice, c.Label("bridge.answer_title"), bridgeReply{Question: q.ID, Credit: "yes"})}, nil
}

// takesAnswers refuses an answer that the caller would type for nothing.
func (b *Bridge) takesAnswers(ctx context.Context, c *slash.Call, q community.Question) error {
	if q.State != community.Open {
		return c.Sorry(c.T("bridge.is_closed"), c.T("safe.nothing_posted"), slash.Try("define"))
	}
	n, err := b.Questions.CountAnswers(ctx, c.Person.ID, b.Now().Add(-day))
	if err != nil {
		return err
	}
	if n >= community.AnswersADay {
		return c.Sorry(c.T("bridge.too_many_answers", community.AnswersADay), c.T("safe.nothing_posted"), slash.Try("phrase"))
	}
	return nil
}

func (b *Bridge) sendAnswer(ctx context.Context, c *slash.Call, in bridgeReply) (slash.Reply, error) {
	q, _, err := b.question(ctx, c, in.Question)
	if err != nil {
		return slash.Reply{}, err
	}
	if err := b.takesAnswers(ctx, c, q); err != nil {
		return slash.Reply{}, err
	}
	a := community.Answer{
		ID: rand.Text()[:16], Question: q.ID, Person: c.Person.ID, Text: strings.TrimSpace(in.Text), Credited: in.Credit == "yes", At: b.Now(),
	}
	if a.Text == "" {
		return slash.Reply{}, c.Sorry(c.T("bridge.no_text"), c.T("safe.nothing_posted"), b.lookButton(c, q))
	}
	added, err := b.Questions.Answer(ctx, a)
	if err != nil {
		return slash.Reply{}, err
	}
	if !added {
		return slash.Reply{}, c.Sorry(c.T("bridge.enough"), c.T("safe.nothing_posted"), b.lookButton(c, q))
	}
	b.Changed()
	return slash.Say(c.T("bridge.answered")).With(slash.Row{Buttons: []slash.Button{
		b.lookButton(c, q),
		b.retract.Button(c.Label("bridge.retract"), bridgeAnswer{a.ID}),
	}}).As(slash.Anew), nil
}

func (b *Bridge) retractAnswer(ctx context.Context, c *slash.Call, in bridgeAnswer) (slash.Reply, error) {
	removed, err := b.Questions.RemoveAnswer(ctx, in.Answer, c.Person.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	if !removed {
		return slash.Reply{}, c.Sorry(c.T("bridge.answer_gone"), c.T("safe.nothing_changed"), slash.Try("define"))
	}
	b.Changed()
	return slash.Say(c.T("bridge.retracted")), nil
}

// answersPerPage is how many whole answers a page shows.
const answersPerPage = 3

// showAnswers shows a question's answers, and lets moderators take them into the
// glossary or close the question, which its asker may too.
func (b *Bridge) showAnswers(ctx context.Context, c *slash.Call, at bridgePage) (slash.Reply, error) {
	q, answers, err := b.question(ctx, c, at.Question)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{b.state(c, q, len(answers))}
	if q.Quote != "" {
		lines = append([]slash.Content{slash.Quote(slash.Plain(slash.Cut(q.Quote, bridgeCut)))}, lines...)
	}
	moderator := c.Person.May.Has(slash.ManageServer)
	if moderator && q.Person != "" {
		lines = append(lines, c.T("bridge.asked_by", slash.UserMention(q.Person)))
	}
	r := slash.Say(slash.Lines(lines...))
	if q.State != community.Open {
		return r, nil
	}
	shown, page, last := pageOf(answers, at.Page, answersPerPage)
	for i, a := range shown {
		number := page*answersPerPage + i + 1
		body := slash.Lines(c.T("bridge.number", strconv.Itoa(number)), answerLine(a))
		if !moderator {
			r = r.With(slash.Text{Body: body})
			continue
		}
		take := b.take.Button(c.Label("bridge.take", strconv.Itoa(number)), bridgeTake{q.ID, a.ID}).When(a.Term == "")
		r = r.With(slash.Section{Body: body, Button: &take})
	}
	var buttons []slash.Button
	if last > 0 {
		buttons = turns(c, b.look, page, last, func(n int) bridgePage { return bridgePage{q.ID, n} })
	} else {
		buttons = []slash.Button{b.look.Button(c.Label("bridge.look_again"), bridgePage{Question: q.ID})}
	}
	if moderator || q.Person == c.Person.ID {
		buttons = append(buttons, b.close.Button(c.Label("bridge.close"), bridgeRef{q.ID}).With(slash.Danger))
	}
	return r.With(slash.Row{Buttons: buttons}), nil
}

// state is how it goes with a question.
func (b *Bridge) state(c *slash.Call, q community.Question, answers int) slash.Content {
	switch {
	case q.State == community.Unposted:
		return c.T("bridge.unposted")
	case q.State != community.Open:
		return c.T("bridge.is_closed")
	case answers == 0:
		return c.T("bridge.no_answers", slash.ChannelMention(q.Channel))
	}
	return c.T("bridge.has_answers", answers, slash.ChannelMention(q.Channel))
}

// closeIt ends a question for a moderator or for its asker.
func (b *Bridge) closeIt(ctx context.Context, c *slash.Call, in bridgeRef) (slash.Reply, error) {
	q, _, err := b.question(ctx, c, in.Question)
	if err != nil {
		return slash.Reply{}, err
	}
	change := community.Change{Server: q.Server, Person: c.Person.ID, At: b.Now(), Key: "change.bridge.closed"}
	switch {
	case q.Person == c.Person.ID:
		change.Key = "" // their own affair
	case !c.Person.May.Has(slash.ManageServer):
		return slash.Reply{}, c.Sorry(c.T("sorry.not_allowed", c.PermissionNames(slash.ManageServer)), c.T("safe.nothing_changed"), slash.Try("help"))
	}
	closed, err := b.Questions.CloseQuestion(ctx, q.ID, community.Closed, change)
	if err != nil {
		return slash.Reply{}, err
	}
	if !closed {
		return slash.Reply{}, c.Sorry(c.T("bridge.is_closed"), c.T("safe.nothing_changed"), slash.Try("define"))
	}
	b.Changed()
	return slash.Say(c.T("bridge.closed_now")), nil
}

func (b *Bridge) takeAnswer(ctx context.Context, c *slash.Call, in bridgeTake) (slash.Reply, error) {
	q, answers, err := b.question(ctx, c, in.Question)
	if err != nil {
		return slash.Reply{}, err
	}
	i := slices.IndexFunc(answers, func(a community.Answer) bool { return a.ID == in.Answer })
	if i < 0 {
		return slash.Reply{}, c.Sorry(c.T("bridge.answer_gone"), c.T("safe.nothing_changed"), b.lookButton(c, q))
	}
	return b.Glossary.takeAnswer(ctx, c, q, answers[i])
}

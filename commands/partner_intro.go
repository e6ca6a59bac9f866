package commands

import (
	"context"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"magpie/community"
	"magpie/outbox"
	"magpie/phrase"
	"magpie/slash"
)

// partnerMet names an ask on the introduction it led to, which is found by the nonce.
type partnerMet struct{ Ask, Nonce string }

// introductionQuestions is how many questions an introduction begins with.
const introductionQuestions = 3

// introduction is the message that introduces two people to each other, in a thread of
// theirs: names, what each can help with, what to begin with, and how to be kind.
func (p *Partners) introduction(server community.Server, ask community.PartnerAsk, a, b community.Partner, questions []phrase.Question) (outbox.Message, error) {
	voices := publicVoices(p.Words, server)
	var helps []slash.Content
	for _, v := range voices {
		for _, one := range []community.Partner{a, b} {
			helps = append(helps, slash.Bullet(v.T("partner.intro.helps", slash.UserMention(one.Person), tongueNames(v, one.Speaks), tongueNames(v, one.Learns))))
		}
	}
	first := []slash.Content{said(voices, "partner.intro.begin")}
	for _, q := range safeQuestions(a.Person+" "+b.Person, questions) {
		for _, v := range voices {
			first = append(first, slash.Bullet(slash.In(v.Lang, q.Text.In(v.Lang))))
		}
	}
	body := slash.Say(
		said(voices, "partner.intro.head", slash.UserMention(a.Person), slash.UserMention(b.Person)),
		slash.Lines(helps...), slash.Lines(first...), said(voices, "partner.intro.rules"),
	).With(slash.Row{Buttons: []slash.Button{
		p.end.Button(labels(voices, "partner.end"), partnerMet{ask.ID, outbox.Nonce(ask.ID, 1)}),
	}})
	m, err := outbox.NewMessage(ask.ID, 1, server.ID, server.PartnerChannel, body)
	if err != nil {
		return m, err
	}
	return m.InThread(slash.Cut(labels(voices, "partner.intro.title"), 100), a.Person, b.Person), nil
}

// reads is the language in which a person reads Magpie, or empty if it is not known.
func (p *Partners) reads(ctx context.Context, c *slash.Call, person string) (string, error) {
	if person == c.Person.ID {
		return c.Lang, nil
	}
	known, _, err := p.People.Person(ctx, person)
	if err != nil || known.Language == "" {
		return "", err
	}
	return p.Words.Match(known.Language), nil
}

// introduced are the languages in which a server introduces people who read the others: its
// own, and the Chinese that one of them reads if it names none.
func introduced(server []string, reads ...string) []string {
	if slices.Equal(server, []string{community.English}) && slices.Contains(reads, community.Traditional) {
		return []string{community.English, community.Traditional}
	}
	return server
}

// safeQuestions are some of the questions, drawn by lot for two people but the same each time.
func safeQuestions(pair string, questions []phrase.Question) []phrase.Question {
	seed := fnv.New64a()
	seed.Write([]byte(pair))
	var drawn []phrase.Question
	for _, i := range rand.New(rand.NewPCG(seed.Sum64(), 0)).Perm(len(questions))[:min(len(questions), introductionQuestions)] {
		drawn = append(drawn, questions[i])
	}
	return drawn
}

// met is an ask that led to a meeting of the caller, and the other of the two.
func (p *Partners) met(ctx context.Context, c *slash.Call, id string) (ask community.PartnerAsk, other string, err error) {
	ask, ok, err := p.Asks.PartnerAsk(ctx, id)
	switch {
	case err != nil:
		return ask, "", err
	case !ok || ask.State != community.AskAccepted && ask.State != community.AskEnded:
		return ask, "", c.Sorry(c.T("partner.meeting_gone"), c.T("safe.nothing_changed"), slash.Try("partner find"))
	case ask.Sender == c.Person.ID:
		return ask, ask.Receiver, nil
	case ask.Receiver == c.Person.ID:
		return ask, ask.Sender, nil
	}
	return ask, "", c.Sorry(c.T("partner.not_theirs"), c.T("safe.nothing_changed"), slash.Try("partner find"))
}

// offerEnd says what one of two who met can do about it.
func (p *Partners) offerEnd(ctx context.Context, c *slash.Call, in partnerMet) (slash.Reply, error) {
	ask, _, err := p.met(ctx, c, in.Ask)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("partner.end.ask")).With(slash.Row{Buttons: []slash.Button{
		p.endNow.Button(c.Label("partner.end.now"), partnerAsked{ask.ID}),
		p.reportMet.Button(c.Label("partner.end.report"), partnerAsked{ask.ID}).With(slash.Danger),
	}}).As(slash.Anew), nil
}

func (p *Partners) endMeeting(ctx context.Context, c *slash.Call, in partnerAsked) (slash.Reply, error) {
	ask, _, err := p.met(ctx, c, in.Ask)
	if err != nil {
		return slash.Reply{}, err
	}
	if _, err := p.Asks.EndMeeting(ctx, ask, c.Person.ID); err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("partner.ended")), nil
}

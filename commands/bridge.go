package commands

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"magpie/community"
	"magpie/outbox"
	"magpie/slash"
)

// Questions keeps what people ask each other.
type Questions interface {
	DraftQuestion(ctx context.Context, q community.Question) error
	RedraftQuestion(ctx context.Context, id, want string) (saved bool, err error)
	// PostQuestion opens a draft and hands its post to the outbox; false if it is no
	// draft any more.
	PostQuestion(ctx context.Context, id string, m outbox.Message) (posted bool, err error)
	CountQuestions(ctx context.Context, person string, since time.Time) (int, error)
	// Question is a question with its answers, the first first.
	Question(ctx context.Context, id string) (community.Question, []community.Answer, bool, error)
	QuestionCloser
	Answers
}

// A QuestionCloser ends open questions.
type QuestionCloser interface {
	CloseQuestion(ctx context.Context, id string, as community.QuestionState, ch community.Change) (closed bool, err error)
}

// Answers keeps what people answer each other.
type Answers interface {
	// Answer adds an answer; false if its question takes none any more.
	Answer(ctx context.Context, a community.Answer) (added bool, err error)
	RemoveAnswer(ctx context.Context, id, person string) (removed bool, err error)
	CountAnswers(ctx context.Context, person string, since time.Time) (int, error)
	AnswerTaken(ctx context.Context, id, term string) error
}

// A Bridge 鹊桥 carries what Magpie cannot explain to the people of a server: someone
// asks, sees the public post first, and others answer in any language. Moderators
// choose the channel; without one nobody is asked.
type Bridge struct {
	BridgeNeeds

	ask, post, edit *slash.Action[bridgeRef]
	want            *slash.Action[bridgeWant]
	answer          *slash.Action[bridgeAsked]
	send            *slash.Action[bridgeReply]
	look            *slash.Action[bridgePage]
	close           *slash.Action[bridgeRef]
	retract         *slash.Action[bridgeAnswer]
	take            *slash.Action[bridgeTake]
}

// BridgeNeeds are what a Bridge works with.
type BridgeNeeds struct {
	Questions Questions
	Servers   Servers
	Words     slash.Words
	Glossary  *Glossaries // takes answers in
	Now       func() time.Time
	Posted    func() // called after a post was handed to the outbox
	Changed   func() // called after what a post shows has changed
}

// bridgeRef names a question.
type bridgeRef struct{ Question string }

// bridgeAsked names a question on its post, which is found by the nonce.
type bridgeAsked struct{ Question, Nonce string }

type bridgeWant struct {
	Question string
	Want     string `slash:"want,long,optional,max=300"`
}

type bridgeReply struct {
	Question string
	Text     string `slash:"text,long,max=500"`
	Credit   string `slash:"credit,choices=yes|no"`
}

// bridgePage is a page of a question's answers, from 0.
type bridgePage struct {
	Question string
	Page     int
}

type bridgeAnswer struct{ Answer string }

type bridgeTake struct{ Question, Answer string }

// NewBridge makes the bridge; its Feature serves it.
func NewBridge(n BridgeNeeds) *Bridge {
	b := &Bridge{BridgeNeeds: n}
	b.ask = &slash.Action[bridgeRef]{Name: "bridge.ask", Run: b.preview}
	b.post = &slash.Action[bridgeRef]{Name: "bridge.post", Run: b.postIt}
	b.edit = &slash.Action[bridgeRef]{Name: "bridge.edit", Run: b.openWant}
	b.want = &slash.Action[bridgeWant]{Name: "bridge.want", Run: b.setWant}
	b.answer = &slash.Action[bridgeAsked]{Name: "bridge.answer", Run: b.openAnswer}
	b.send = &slash.Action[bridgeReply]{Name: "bridge.send", Run: b.sendAnswer}
	b.look = &slash.Action[bridgePage]{Name: "bridge.look", Run: b.showAnswers}
	b.close = &slash.Action[bridgeRef]{Name: "bridge.close", Run: b.closeIt}
	b.retract = &slash.Action[bridgeAnswer]{Name: "bridge.retract", Run: b.retractAnswer}
	b.take = &slash.Action[bridgeTake]{Name: "bridge.take", Needs: slash.ManageServer, Run: b.takeAnswer}
	return b
}

// Feature is the bridge's actions; other features show its first button.
func (b *Bridge) Feature() slash.Feature {
	return slash.Feature{Actions: []slash.Route{
		b.ask, b.post, b.edit, b.want, b.answer, b.send, b.look, b.close, b.retract, b.take,
	}}
}

// Ask is the button with which the caller asks people about a text, or none where
// nobody is asked. Text longer than community.MaxQuote is cut.
func (b *Bridge) Ask(ctx context.Context, c *slash.Call, text string) ([]slash.Button, error) {
	text = strings.TrimSpace(text)
	if c.Place.Direct() || text == "" {
		return nil, nil
	}
	server, err := serverOf(ctx, c, b.Servers)
	if err != nil || server.BridgeChannel == "" {
		return nil, err
	}
	ref, err := b.prepare(ctx, c, text)
	if err != nil {
		return nil, err
	}
	return []slash.Button{b.ask.Button(c.Label("bridge.ask"), ref)}, nil
}

// Start shows the caller a question about a text as it would be posted. Nothing of the
// text is kept before that, other than by [Bridge.Ask].
func (b *Bridge) Start(ctx context.Context, c *slash.Call, text string) (slash.Reply, error) {
	if c.Place.Direct() {
		return slash.Reply{}, c.Sorry(c.T("bridge.off"), c.T("safe.nothing_posted"), slash.Try("phrase"))
	}
	ref, err := b.prepare(ctx, c, strings.TrimSpace(text))
	if err != nil {
		return slash.Reply{}, err
	}
	return b.preview(ctx, c, ref)
}

// prepare drafts a question of the caller about a text.
func (b *Bridge) prepare(ctx context.Context, c *slash.Call, text string) (bridgeRef, error) {
	q := community.Question{
		ID: bridgeGroup + rand.Text()[:16], Server: c.Place.Server, Person: c.Person.ID,
		Quote: slash.Cut(text, community.MaxQuote), State: community.Draft, At: b.Now(),
	}
	return bridgeRef{q.ID}, b.Questions.DraftQuestion(ctx, q)
}

// bridgeGroup begins the ids of questions, which are the groups of their posts too.
const bridgeGroup = "bridge-"

// question is a question of the caller's server.
func (b *Bridge) question(ctx context.Context, c *slash.Call, id string) (community.Question, []community.Answer, error) {
	q, answers, ok, err := b.Questions.Question(ctx, id)
	if err != nil {
		return q, nil, err
	}
	if !ok || q.Server != c.Place.Server {
		return q, nil, c.Sorry(c.T("bridge.gone"), c.T("safe.nothing_changed"), slash.Try("define"))
	}
	return q, answers, nil
}

// draft is a draft of the caller.
func (b *Bridge) draft(ctx context.Context, c *slash.Call, id string) (community.Question, community.Server, error) {
	q, _, err := b.question(ctx, c, id)
	if err != nil {
		return q, community.Server{}, err
	}
	server, err := serverOf(ctx, c, b.Servers)
	switch {
	case err != nil:
		return q, server, err
	case q.Person != c.Person.ID:
		return q, server, c.Sorry(c.T("sorry.not_yours"), c.T("safe.nothing_posted"), slash.Try("define"))
	case q.State != community.Draft:
		return q, server, c.Sorry(c.T("bridge.asked_already"), c.T("bridge.asked_already.safe"), b.lookButton(c, q))
	case server.BridgeChannel == "":
		return q, server, c.Sorry(c.T("bridge.off"), c.T("safe.nothing_posted"), slash.Try("phrase"))
	}
	return q, server, nil
}

func (b *Bridge) lookButton(c *slash.Call, q community.Question) slash.Button {
	return b.look.Button(c.Label("bridge.look"), bridgePage{Question: q.ID})
}

// preview shows the caller alone the post as everyone would see it.
func (b *Bridge) preview(ctx context.Context, c *slash.Call, in bridgeRef) (slash.Reply, error) {
	q, server, err := b.draft(ctx, c, in.Question)
	if err != nil {
		return slash.Reply{}, err
	}
	q.State = community.Open
	post := b.shown(q, nil, server)
	r := slash.Say(c.T("bridge.preview", slash.ChannelMention(server.BridgeChannel))).With(slash.Divider{})
	for _, block := range post.Blocks {
		if _, buttons := block.(slash.Row); !buttons {
			r = r.With(block)
		}
	}
	return r.With(slash.Divider{}, slash.Row{Buttons: []slash.Button{
		b.post.Button(c.Label("bridge.post"), in).With(slash.Main),
		b.edit.Button(c.Label("bridge.edit"), in),
	}}).As(slash.Anew), nil
}

func (b *Bridge) openWant(ctx context.Context, c *slash.Call, in bridgeRef) (slash.Reply, error) {
	q, _, err := b.draft(ctx, c, in.Question)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Reply{Form: b.want.Form(c.Voice, c.Label("bridge.edit_title"), bridgeWant{q.ID, q.Want})}, nil
}

func (b *Bridge) setWant(ctx context.Context, c *slash.Call, in bridgeWant) (slash.Reply, error) {
	if _, _, err := b.draft(ctx, c, in.Question); err != nil {
		return slash.Reply{}, err
	}
	if _, err := b.Questions.RedraftQuestion(ctx, in.Question, strings.TrimSpace(in.Want)); err != nil {
		return slash.Reply{}, err
	}
	r, err := b.preview(ctx, c, bridgeRef{in.Question})
	return r.As(slash.Default), err
}

// postIt hands the post to the outbox. Pressed twice, it posts once.
func (b *Bridge) postIt(ctx context.Context, c *slash.Call, in bridgeRef) (slash.Reply, error) {
	q, server, err := b.draft(ctx, c, in.Question)
	if err != nil {
		return slash.Reply{}, err
	}
	n, err := b.Questions.CountQuestions(ctx, c.Person.ID, b.Now().Add(-day))
	if err != nil {
		return slash.Reply{}, err
	}
	if n >= community.QuestionsADay {
		return slash.Reply{}, c.Sorry(c.T("bridge.too_many_questions", community.QuestionsADay), c.T("safe.nothing_posted"), slash.Try("phrase"))
	}
	q.State = community.Open
	m, err := outbox.NewMessage(q.ID, 1, server.ID, server.BridgeChannel, b.shown(q, nil, server))
	if err != nil {
		return slash.Reply{}, err
	}
	posted, err := b.Questions.PostQuestion(ctx, q.ID, m)
	if err != nil {
		return slash.Reply{}, err
	}
	if !posted {
		return slash.Reply{}, c.Sorry(c.T("bridge.asked_already"), c.T("bridge.asked_already.safe"), b.lookButton(c, q))
	}
	b.Posted()
	return slash.Say(c.T("bridge.posted", slash.ChannelMention(server.BridgeChannel))).
		With(slash.Row{Buttons: []slash.Button{b.lookButton(c, q)}}), nil
}

const day = 24 * time.Hour

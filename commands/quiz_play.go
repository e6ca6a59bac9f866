package commands

import (
	"context"
	"crypto/rand"
	"errors"

	"magpie/outbox"
	"magpie/phrase"
	"magpie/slash"
)

// quizGroup begins the ids of quizzes, which are the groups of their posts too.
const quizGroup = "quiz-"

func (z *Quizzes) startHere(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	p, err := z.player(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	return z.begin(ctx, c, p)
}

func (z *Quizzes) startAlone(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	p, err := z.player(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	return z.beginAlone(ctx, c, p)
}

// prepare is a quiz that p would begin, without a place.
func (z *Quizzes) prepare(ctx context.Context, c *slash.Call, p phrase.Player) (phrase.Quiz, error) {
	pool, others, err := z.items(ctx, c, p.Deck)
	if err != nil {
		return phrase.Quiz{}, err
	}
	q := phrase.Quiz{
		ID: quizGroup + rand.Text()[:16], Starter: c.Person.ID, Deck: p.Deck, Kind: p.Kind, Pace: p.Pace,
		Tasks: phrase.NewTasks(z.seed(), p.Kind, pool, others, p.Length, z.drawn),
	}
	if len(q.Tasks) == 0 {
		return q, c.Sorry(c.T("quiz.too_little", z.deckName(c.Voice, p.Deck)), c.T("quiz.too_little.safe"), z.home.Button(c.Label("quiz.other"), slash.Nothing{}))
	}
	return q, nil
}

// begin posts a quiz in the channel.
func (z *Quizzes) begin(ctx context.Context, c *slash.Call, p phrase.Player) (slash.Reply, error) {
	if c.Place.Direct() || p.Deck == cardsDeck {
		return z.beginAlone(ctx, c, p)
	}
	if err := z.mayPost(c); err != nil {
		return slash.Reply{}, err
	}
	q, err := z.prepare(ctx, c, p)
	if err != nil {
		return slash.Reply{}, err
	}
	q.Server, q.Channel = c.Place.Server, c.Place.Channel
	q.Start(z.Now())
	body, err := z.post(ctx, q)
	if err != nil {
		return slash.Reply{}, err
	}
	m, err := outbox.NewMessage(q.ID, 1, q.Server, q.Channel, body)
	if err != nil {
		return slash.Reply{}, err
	}
	started, err := z.Store.StartQuiz(ctx, q, m)
	if err != nil {
		return slash.Reply{}, err
	}
	if !started {
		return slash.Reply{}, c.Sorry(c.T("quiz.one_at_a_time"), c.T("safe.nothing_posted"), z.home.Button(c.Label("quiz.look"), slash.Nothing{}))
	}
	z.Posted()
	z.Changed()
	return slash.Say(c.T("quiz.started", slash.ChannelMention(q.Channel))), nil
}

// mayPost says what keeps Magpie from posting for the caller in their channel.
func (z *Quizzes) mayPost(c *slash.Call) error {
	speak := slash.SendMessages
	if c.Place.Thread {
		speak = slash.SendMessagesInThreads
	}
	if !c.Person.May.Has(speak) {
		return c.Sorry(c.T("sorry.cannot_speak"), c.T("safe.nothing_posted"), z.alone.Button(c.Label("quiz.alone"), slash.Nothing{}))
	}
	if missing := c.Place.Bot.Missing(slash.ViewChannel | speak); missing != 0 {
		return c.Lacks(missing, c.Place.Channel, z.here.Button(c.Label("digest.check_again"), slash.Nothing{}))
	}
	return nil
}

// beginAlone starts a quiz that only the caller sees.
func (z *Quizzes) beginAlone(ctx context.Context, c *slash.Call, p phrase.Player) (slash.Reply, error) {
	q, err := z.prepare(ctx, c, p)
	if err != nil {
		return slash.Reply{}, err
	}
	return z.playAlone(ctx, c, q)
}

func (z *Quizzes) playAlone(ctx context.Context, c *slash.Call, q phrase.Quiz) (slash.Reply, error) {
	q.Server, q.Channel, q.Pace = "", "", phrase.Untimed
	q.Start(z.Now())
	if _, err := z.Store.StartQuiz(ctx, q); err != nil {
		return slash.Reply{}, err
	}
	return z.private(ctx, c, q)
}

func (z *Quizzes) answered(ctx context.Context, c *slash.Call, in quizAnswer) (slash.Reply, error) {
	if in.Choice < 0 || in.Choice >= phrase.Choices {
		return slash.Reply{}, z.gone(c)
	}
	return z.give(ctx, c, quizAsk{in.Quiz, in.Number}, in.Choice, "")
}

func (z *Quizzes) typedAnswer(ctx context.Context, c *slash.Call, in quizTyped) (slash.Reply, error) {
	return z.give(ctx, c, quizAsk{in.Quiz, in.Number}, -1, in.Text)
}

// give answers a task for the caller. In a channel they see that it is noted, but not
// whether it is right.
func (z *Quizzes) give(ctx context.Context, c *slash.Call, at quizAsk, choice int, typed string) (slash.Reply, error) {
	var given phrase.Given
	var refused error
	q, err := z.play(ctx, c, at.Quiz, func(q *phrase.Quiz) {
		given, refused = q.Answer(at.Number, c.Person.ID, choice, typed, z.Now())
	})
	switch {
	case err != nil:
		return slash.Reply{}, err
	case q.Alone():
		return z.private(ctx, c, q)
	case refused == nil:
		return slash.Say(c.T("quiz.noted", givenText(given))).As(slash.Anew), nil
	case errors.Is(refused, phrase.ErrAnswered):
		return slash.Say(c.T("quiz.answered", givenText(given))).As(slash.Anew), nil
	case errors.Is(refused, phrase.ErrPaused):
		return slash.Say(c.T("quiz.paused_now")).As(slash.Anew), nil
	}
	return slash.Say(c.T("quiz.too_late")).As(slash.Anew), nil
}

// letters name the choices.
var choiceLetters = [phrase.Choices]string{"A", "B", "C", "D"}

// givenText is what somebody answered.
func givenText(g phrase.Given) string {
	if g.Choice < 0 {
		return slash.Cut(g.Typed, 60)
	}
	return choiceLetters[g.Choice]
}

func (z *Quizzes) openForm(ctx context.Context, c *slash.Call, in quizAsk) (slash.Reply, error) {
	q, err := z.find(ctx, c, in.Quiz)
	if err != nil {
		return slash.Reply{}, err
	}
	given, answered := q.GivenBy(c.Person.ID, in.Number)
	switch {
	case q.Number != in.Number || q.Told || q.Ending != "":
		return slash.Say(c.T("quiz.too_late")).As(slash.Anew), nil
	case answered:
		return slash.Say(c.T("quiz.answered", givenText(given))).As(slash.Anew), nil
	}
	_, answer := q.Task().Kind.Faces()
	return slash.Reply{Form: z.typed.Form(c.Voice, c.Label("quiz.type_title."+string(answer)), quizTyped{Quiz: q.ID, Number: in.Number})}, nil
}

// goOn tells the answer, or opens the next task.
func (z *Quizzes) goOn(ctx context.Context, c *slash.Call, in quizTurn) (slash.Reply, error) {
	may, did := true, false
	q, err := z.play(ctx, c, in.Quiz, func(q *phrase.Quiz) {
		if may = q.Plays(c.Person.ID) || leads(c, *q); may {
			did = q.Next(in.Number, in.Told, z.Now())
		}
	})
	switch {
	case err != nil:
		return slash.Reply{}, err
	case !may:
		return slash.Say(c.T("quiz.play_first")).As(slash.Anew), nil
	}
	return z.after(ctx, c, q, did)
}

// after shows a quiz in which somebody has just pressed a button that changes it for all.
func (z *Quizzes) after(ctx context.Context, c *slash.Call, q phrase.Quiz, did bool) (slash.Reply, error) {
	switch {
	case q.Alone():
		return z.private(ctx, c, q)
	case !did:
		return slash.Say(c.T("quiz.went_on")).As(slash.Anew), nil
	case c.Message != nil && c.Message.Private: // pressed on the page
		return z.setUp(ctx, c, slash.Nothing{})
	}
	r, err := z.post(ctx, q)
	return r.As(slash.InPlace), err
}

func (z *Quizzes) controlled(ctx context.Context, c *slash.Call, in quizControl) (slash.Reply, error) {
	may, did := true, false
	q, err := z.play(ctx, c, in.Quiz, func(q *phrase.Quiz) {
		now := z.Now()
		switch may = leads(c, *q); {
		case !may:
		case in.What == quizPause:
			did = q.Pause(now)
		case in.What == quizResume:
			did = q.Resume(now)
		case in.What == quizStop:
			did = q.Stop(phrase.Stopped, now)
		}
	})
	switch {
	case err != nil:
		return slash.Reply{}, err
	case !may:
		return slash.Reply{}, c.Sorry(c.T("quiz.not_yours", c.PermissionNames(slash.ManageServer)), c.T("safe.nothing_changed"), slash.Try("quiz"))
	}
	return z.after(ctx, c, q, did)
}

// asText tells in words what a picture asks.
func (z *Quizzes) asText(ctx context.Context, c *slash.Call, in quizAsk) (slash.Reply, error) {
	q, err := z.find(ctx, c, in.Quiz)
	if err != nil {
		return slash.Reply{}, err
	}
	if in.Number != q.Number {
		return slash.Say(c.T("quiz.too_late")).As(slash.Anew), nil
	}
	r, err := readerOf(ctx, c, z.Cards.People)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{c.T("quiz.ask.read"), slash.Heading(2, slash.In(r.lang(), r.wording(q.Task().Item().Chinese)))}
	return slash.Say(slash.Lines(append(lines, choiceLines(r, q.Task())...)...)).As(slash.Anew), nil
}

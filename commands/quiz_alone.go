package commands

import (
	"context"
	"strconv"

	"magpie/phrase"
	"magpie/slash"
)

// private is what somebody sees who plays alone.
func (z *Quizzes) private(ctx context.Context, c *slash.Call, q phrase.Quiz) (slash.Reply, error) {
	r, err := readerOf(ctx, c, z.Cards.People)
	if err != nil {
		return slash.Reply{}, err
	}
	voices := []slash.Voice{c.Voice}
	if q.Ending != "" {
		return z.privateResults(c, q), nil
	}
	t := q.Task()
	head := c.T("quiz.head_alone", z.deckName(c.Voice, q.Deck), strconv.Itoa(q.Number+1), strconv.Itoa(len(q.Tasks)))
	if q.Told {
		given, _ := q.GivenBy(c.Person.ID, q.Number)
		lines := []slash.Content{z.verdict(c, r, t, given), solution(r, t)}
		if note := t.Item().Note.In(c.Lang); note != "" {
			lines = append(lines, slash.Plain(note))
		}
		return slash.Say(head, slash.Lines(lines...)).
			With(slash.Row{Buttons: []slash.Button{z.nextButton(voices, q), z.more.Button(c.Label("quiz.more"), quizAsk{q.ID, q.Number})}}), nil
	}
	var picture *slash.Image
	if !r.plain() {
		if picture, err = z.pictureOf(t); err != nil {
			return slash.Reply{}, err
		}
	}
	stop := z.control.Button(c.Label("quiz.stop"), quizControl{q.ID, quizStop})
	return slash.Say(head).With(asked(voices, r, t, picture)...).
		With(slash.Text{Body: slash.Lines(choiceLines(r, t)...)}, z.choiceRow(q)).
		With(slash.Row{Buttons: append(z.below(voices, q, picture != nil), stop)}), nil
}

// verdict says how right the caller was.
func (z *Quizzes) verdict(c *slash.Call, r reader, t phrase.Task, g phrase.Given) slash.Content {
	switch g.Verdict {
	case "":
		return c.T("quiz.verdict.none")
	case phrase.Toneless, phrase.Slipped, phrase.WrongTones:
		return c.T("quiz.verdict."+string(g.Verdict), givenText(g))
	case phrase.Wrong:
		if g.Choice >= 0 {
			_, answer := t.Kind.Faces()
			return c.T("quiz.verdict.wrong", slash.Join(" ", slash.Plain(choiceLetters[g.Choice]), faceOf(r, t.Items[g.Choice], answer)))
		}
		return c.T("quiz.verdict.wrong", givenText(g))
	}
	return c.T("quiz.verdict.right")
}

// moreAbout leads on from a task whose answer is told, in a message of its own: the one with
// the quiz stays.
func (z *Quizzes) moreAbout(ctx context.Context, c *slash.Call, in quizAsk) (slash.Reply, error) {
	q, err := z.find(ctx, c, in.Quiz)
	if err != nil {
		return slash.Reply{}, err
	}
	if in.Number < 0 || in.Number >= q.Progress() {
		return slash.Reply{}, z.gone(c)
	}
	r, err := readerOf(ctx, c, z.Cards.People)
	t := q.Tasks[in.Number]
	return slash.Say(solution(r, t)).With(z.learnMore([]slash.Voice{c.Voice}, t)).As(slash.Anew), err
}

// privateResults are how somebody did who played alone.
func (z *Quizzes) privateResults(c *slash.Call, q phrase.Quiz) slash.Reply {
	right := 0
	for _, s := range q.Scores() {
		right = s.Right
	}
	missed, ref := len(q.Missed(c.Person.ID)) > 0, quizRef{q.ID}
	lines := []slash.Content{c.T("quiz.your_score", right, strconv.Itoa(q.Progress()))}
	if !missed && right > 0 {
		lines = append(lines, c.T("quiz.all_right"))
	}
	return slash.Say(slash.Lines(lines...)).With(
		slash.Row{Buttons: []slash.Button{
			z.practise.Button(c.Label("quiz.practise"), ref).When(missed),
			z.save.Button(c.Label("quiz.save"), ref).When(missed),
		}},
		slash.Row{Buttons: []slash.Button{
			z.again.Button(c.Label("quiz.again"), ref).With(slash.Main),
			z.home.Button(c.Label("quiz.other"), slash.Nothing{}),
		}})
}

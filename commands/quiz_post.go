package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"magpie/community"
	"magpie/phrase"
	"magpie/slash"
)

// quizNamed is how many people a post names; the others are counted.
const quizNamed = 10

// post is what everybody sees of a quiz, in the server's languages.
func (z *Quizzes) post(ctx context.Context, q phrase.Quiz) (slash.Reply, error) {
	server, ok, err := z.Cards.Servers.Server(ctx, q.Server)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up server %s: %w", q.Server, err)
	}
	if !ok {
		server = community.NewServer(q.Server)
	}
	guests, err := z.Store.QuizGuests(ctx, q.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	b := bulletin{z, q, z.voices(server), publicReader(server), guests}
	return b.reply()
}

// publicReader is how a server reads Chinese: in the script of its first Chinese
// language, with readings.
func publicReader(s community.Server) reader {
	lang := phrase.Simplified
	if i := slices.IndexFunc(s.Languages, func(l string) bool { return l != phrase.English }); i >= 0 {
		lang = s.Languages[i]
	}
	r := readerIn(lang)
	r.person.Readings = community.Marks
	return r
}

// A bulletin is the post of a quiz.
type bulletin struct {
	z      *Quizzes
	quiz   phrase.Quiz
	voices []slash.Voice
	reader reader
	guests map[string]bool
}

func (b bulletin) reply() (slash.Reply, error) {
	r := slash.Say(b.head())
	switch {
	case b.quiz.Ending != "":
		return r.With(b.results()...), nil
	case b.quiz.Paused:
		return r.With(slash.Text{Body: said(b.voices, "quiz.paused")}, slash.Row{Buttons: b.z.controls(b.voices, b.quiz)}), nil
	case b.quiz.Told:
		return r.With(b.told()...), nil
	}
	return b.question(r)
}

// head says what is played, how far it is, and who started it.
func (b bulletin) head() slash.Content {
	var lines []slash.Content
	q := b.quiz
	for _, v := range b.voices {
		if q.Ending != "" {
			lines = append(lines, v.T("quiz.head_over", b.z.deckName(v, q.Deck), b.person(v, q.Starter)))
			continue
		}
		lines = append(lines, v.T("quiz.head", b.z.deckName(v, q.Deck), strconv.Itoa(q.Number+1), strconv.Itoa(len(q.Tasks)), b.person(v, q.Starter)))
	}
	return slash.Lines(lines...)
}

// person names someone who plays, unless they want to be a guest.
func (b bulletin) person(v slash.Voice, id string) slash.Content {
	if id == "" || b.guests[id] {
		return v.T("quiz.a_guest")
	}
	return slash.UserMention(id)
}

// question adds the task that is open.
func (b bulletin) question(r slash.Reply) (slash.Reply, error) {
	q, t := b.quiz, b.quiz.Task()
	picture, err := b.z.pictureOf(t)
	if err != nil {
		return r, err
	}
	r = r.With(asked(b.voices, b.reader, t, picture)...)
	r = r.With(slash.Text{Body: slash.Lines(choiceLines(b.reader, t)...)})
	if status := b.status(); len(status) > 0 {
		r = r.With(slash.Text{Body: slash.Lines(status...)})
	}
	return r.With(b.z.choiceRow(q), slash.Row{Buttons: b.z.below(b.voices, q, picture != nil)},
		slash.Row{Buttons: b.z.controls(b.voices, q)}), nil
}

// status says how many have answered, and until when one can.
func (b bulletin) status() []slash.Content {
	var lines []slash.Content
	if n := len(b.quiz.Answers()); n > 0 {
		lines = append(lines, said(b.voices, "quiz.have_answered", n))
	}
	if b.quiz.Pace != phrase.Untimed {
		lines = append(lines, said(b.voices, "quiz.until."+string(b.quiz.Pace), slash.Time(b.quiz.Due, slash.Relative)))
	}
	return lines
}

// told shows the answer of the task and who was right.
func (b bulletin) told() []slash.Block {
	q, t := b.quiz, b.quiz.Task()
	lines := []slash.Content{solution(b.reader, t)}
	for _, v := range b.voices {
		if note := t.Item().Note.In(v.Lang); note != "" {
			lines = append(lines, slash.Plain(note))
		}
	}
	return []slash.Block{
		slash.Text{Body: slash.Lines(lines...)}, slash.Text{Body: b.rightOnes()},
		b.z.learnMore(b.voices, t),
		slash.Row{Buttons: append([]slash.Button{b.z.nextButton(b.voices, q)}, b.z.controls(b.voices, q)...)},
	}
}

// rightOnes names who answered right.
func (b bulletin) rightOnes() slash.Content {
	answers := b.quiz.Answers()
	right := slices.DeleteFunc(slices.Clone(answers), func(g phrase.Given) bool { return !g.Verdict.Counts() })
	switch {
	case len(answers) == 0:
		return said(b.voices, "quiz.nobody")
	case len(right) == 0:
		return said(b.voices, "quiz.none_right", len(answers))
	}
	var lines []slash.Content
	for _, v := range b.voices {
		var named []slash.Content
		for _, g := range right[:min(len(right), quizNamed)] {
			named = append(named, b.person(v, g.Person))
		}
		if more := len(right) - len(named); more > 0 {
			named = append(named, v.T("quiz.and_more", more))
		}
		lines = append(lines, v.T("quiz.right", slash.Join(v.Label("list.separator"), named...), strconv.Itoa(len(right)), strconv.Itoa(len(answers))))
	}
	return slash.Lines(lines...)
}

// results are how it ended.
func (b bulletin) results() []slash.Block {
	q := b.quiz
	lines := []slash.Content{said(b.voices, "quiz.ending."+string(q.Ending))}
	scores := q.Scores()
	for _, v := range b.voices[:1] {
		for i, s := range scores[:min(len(scores), quizNamed)] {
			lines = append(lines, v.T("quiz.score", strconv.Itoa(i+1), b.person(v, s.Person), strconv.Itoa(s.Right), strconv.Itoa(q.Progress())))
		}
	}
	if more := len(scores) - quizNamed; more > 0 {
		lines = append(lines, said(b.voices, "quiz.and_more", more))
	}
	ref := quizRef{q.ID}
	return []slash.Block{
		slash.Text{Body: slash.Lines(lines...)},
		slash.Row{Buttons: []slash.Button{
			b.z.practise.Button(labels(b.voices, "quiz.practise"), ref).When(len(scores) > 0),
			b.z.save.Button(labels(b.voices, "quiz.save"), ref).When(len(scores) > 0),
		}},
		slash.Row{Buttons: []slash.Button{
			b.z.again.Button(labels(b.voices, "quiz.again"), ref),
			b.z.board.Button(labels(b.voices, "quiz.board"), slash.Nothing{}),
		}},
	}
}

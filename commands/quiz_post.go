package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"magpie/character"
	"magpie/community"
	"magpie/lexicon"
	"magpie/outbox"
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
		slash.Row{Buttons: append([]slash.Button{b.z.nextButton(b.voices, q)}, b.z.learnMore(b.voices, t)...)},
		slash.Row{Buttons: b.z.controls(b.voices, q)},
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

// asked is what a task shows.
func asked(voices []slash.Voice, r reader, t phrase.Task, picture *slash.Image) []slash.Block {
	if picture != nil {
		picture.Alt = labels(voices, "quiz.picture_alt")
		return []slash.Block{
			slash.Text{Body: said(voices, "quiz.ask.picture")}, *picture,
			slash.Text{Body: credit(voices[0])},
		}
	}
	face, _ := t.Kind.Faces()
	return []slash.Block{slash.Text{Body: slash.Lines(said(voices, "quiz.ask."+string(askedAs(t.Kind))), slash.Heading(2, faceOf(r, t.Item(), face)))}}
}

// askedAs is the kind in whose words a task is asked: a picture that cannot be shown is
// read as text.
func askedAs(k phrase.TaskKind) phrase.TaskKind {
	if k == phrase.ReadPicture {
		return phrase.ReadHanzi
	}
	return k
}

// faceOf shows a face of an item.
func faceOf(r reader, item phrase.Item, face phrase.Face) slash.Markup {
	switch face {
	case phrase.EnglishFace:
		return slash.In(phrase.English, item.English[0])
	case phrase.PinyinFace:
		return slash.Plain(sounded(r, item)).Markup()
	}
	return slash.In(r.lang(), r.wording(item.Chinese))
}

// sounded is how an item is read, also for those who need no readings beside hanzi.
func sounded(r reader, item phrase.Item) string {
	syllables := item.Pinyin
	if r.script() == community.TraditionalScript && len(item.Taiwan) > 0 {
		syllables = item.Taiwan
	}
	if r.person.Readings == community.Zhuyin {
		return lexicon.Zhuyin(syllables)
	}
	return lexicon.Marks(syllables)
}

// choiceLines are the choices of a task, each with its letter.
func choiceLines(r reader, t phrase.Task) []slash.Content {
	_, answer := t.Kind.Faces()
	var lines []slash.Content
	for i, item := range t.Items {
		lines = append(lines, slash.Join("  ", slash.Bold(slash.Plain(choiceLetters[i])), faceOf(r, item, answer)))
	}
	return lines
}

// solution is the right choice with everything about it.
func solution(r reader, t phrase.Task) slash.Content {
	item := t.Item()
	chinese := slash.In(r.lang(), r.wording(item.Chinese))
	if len(item.Pinyin) > 0 && !t.Kind.ForEnglish() {
		chinese = slash.Read(r.lang(), r.wording(item.Chinese), sounded(r, item))
	}
	english := slash.In(phrase.English, strings.Join(item.English[:min(len(item.English), sensesOnCard)], "; "))
	parts := []slash.Content{chinese, english}
	if t.Kind.ForEnglish() {
		slices.Reverse(parts)
	}
	return slash.Heading(2, slash.Join("  ", slash.Plain(choiceLetters[t.Right]), slash.Join(" — ", parts...)))
}

// choiceRow are the buttons of the choices.
func (z *Quizzes) choiceRow(q phrase.Quiz) slash.Row {
	var row slash.Row
	for i := range q.Task().Items {
		row.Buttons = append(row.Buttons, z.answer.Button(choiceLetters[i], quizAnswer{q.ID, q.Number, i}).With(slash.Main))
	}
	return row
}

// below are the buttons below the choices.
func (z *Quizzes) below(voices []slash.Voice, q phrase.Quiz, picture bool) []slash.Button {
	at := quizAsk{q.ID, q.Number}
	var row []slash.Button
	if q.Task().Typeable() {
		row = append(row, z.ask.Button(labels(voices, "quiz.type"), at))
	}
	if picture {
		row = append(row, z.text.Button(labels(voices, "quiz.as_text"), at))
	}
	return append(row, z.nextButton(voices, q))
}

func (z *Quizzes) nextButton(voices []slash.Voice, q phrase.Quiz) slash.Button {
	key := "quiz.tell"
	switch {
	case q.Told && q.Number == len(q.Tasks)-1:
		key = "quiz.results"
	case q.Told:
		key = "quiz.next"
	}
	b := z.next.Button(labels(voices, key), quizTurn{q.ID, q.Number, q.Told, outbox.Nonce(q.ID, 1)})
	if q.Told {
		b = b.With(slash.Main)
	}
	return b
}

// controls are the buttons of whoever leads the quiz.
func (z *Quizzes) controls(voices []slash.Voice, q phrase.Quiz) []slash.Button {
	what := quizPause
	if q.Paused {
		what = quizResume
	}
	return []slash.Button{
		z.control.Button(labels(voices, "quiz."+what), quizControl{q.ID, what}),
		z.control.Button(labels(voices, "quiz.stop"), quizControl{q.ID, quizStop}).With(slash.Danger),
	}
}

// learnMore are buttons about what a task asked for.
func (z *Quizzes) learnMore(voices []slash.Voice, t phrase.Task) []slash.Button {
	item := t.Item()
	var row []slash.Button
	if hanzi := distinctHanzi(item.Chinese.Simplified); hanzi != "" && !t.Kind.ForEnglish() {
		open := slash.Action[defineCharacter]{Name: defineCharacters}
		row = append(row, open.Button(labels(voices, "define.characters"), defineCharacter{Word: hanzi}))
	}
	if item.Key != phrase.Own {
		row = append(row, saveCard(labels(voices, "cards.save"), item.Key))
	}
	return row
}

// pictureOf draws what a task asks, or nothing if it does not ask for a picture or there
// is none. Neither its name nor its words tell the answer.
func (z *Quizzes) pictureOf(t phrase.Task) (*slash.Image, error) {
	if t.Kind != phrase.ReadPicture {
		return nil, nil
	}
	word, ok := z.drawing(t.Item().Chinese.Simplified)
	if !ok {
		return nil, nil
	}
	data, err := character.Sheet(word...)
	if errors.Is(err, character.ErrNoStrokes) {
		return nil, nil
	}
	return &slash.Image{Name: "question.png", Data: data}, err
}

// drawing are the characters of a word, if it can be drawn on one picture.
func (z *Quizzes) drawing(word string) ([]character.Character, bool) {
	all := z.Characters()
	var drawn []character.Character
	for _, r := range word {
		if all == nil || len(drawn) == character.MostOnSheet {
			return nil, false
		}
		c, ok := all.Character(r)
		if !ok || c.Strokes == 0 {
			return nil, false
		}
		drawn = append(drawn, c)
	}
	return drawn, len(drawn) > 0
}

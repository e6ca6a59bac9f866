package commands

import (
	"strings"

	"magpie/outbox"
	"magpie/phrase"
	"magpie/slash"
)

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
func (z *Quizzes) learnMore(voices []slash.Voice, t phrase.Task) slash.Row {
	item := t.Item()
	var row []slash.Button
	if hanzi := distinctHanzi(item.Chinese.Simplified); hanzi != "" && !t.Kind.ForEnglish() {
		open := slash.Action[defineCharacter]{Name: defineCharacters}
		row = append(row, open.Button(labels(voices, "define.characters"), defineCharacter{Word: hanzi}))
	}
	name, _, _ := strings.Cut(item.Key, "|")
	if name == phrase.Own {
		name = wordKey + item.Chinese.Simplified
	}
	look := slash.Action[defineEntry]{Name: defineOpen}
	row = append(row, look.Button(labels(voices, "quiz.look_up"), defineEntry{Name: name}))
	if item.Key != phrase.Own {
		row = append(row, saveCard(labels(voices, "cards.save"), item.Key))
	}
	return slash.Row{Buttons: row}
}

package commands

import (
	"errors"
	"slices"
	"strings"

	"magpie/character"
	"magpie/community"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

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

package phrase

import (
	"errors"
	"io/fs"
	"slices"
)

// Question is something everyday to ask people on both sides.
type Question struct {
	ID      string `yaml:"id"` // unique among the questions
	Topic   string `yaml:"topic"`
	Text    Text   `yaml:"text"`
	Starter Text   `yaml:"starter"` // how an answer begins, for a learner to complete
}

var topics = []string{"food", "school", "words", "money", "home", "city", "fun", "pets", "nature", "holidays", "together"}

// BuiltinQuestions returns the questions that are compiled in. They are read anew each time.
func BuiltinQuestions() ([]Question, error) {
	sub, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err // unreachable: the name is valid
	}
	return LoadQuestions(sub)
}

// LoadQuestions reads questions.yaml. If anything in it is wrong or missing the error names every mistake, and there
// are no questions.
func LoadQuestions(fsys fs.FS) ([]Question, error) {
	l := loader{fsys: fsys, ids: map[string]place{}}
	var all []Question
	const name = "questions.yaml"
	type questionFile struct {
		Questions []Question `yaml:"questions"`
	}
	for _, file := range readAll[questionFile](&l, []string{name}) {
		all = file.Questions
	}
	for i, q := range all {
		where := place{name, "questions", i, q.ID}
		l.checkID(where, q.ID)
		l.check(slices.Contains(topics, q.Topic), where, "topic is %q, expected one of %v", q.Topic, topics)
		l.check(q.Text.complete(), where, "text needs en, zh-CN and zh-TW")
		l.check(q.Starter.complete(), where, "starter needs en, zh-CN and zh-TW")
	}
	if len(l.mistakes) > 0 {
		return nil, errors.Join(l.mistakes...)
	}
	return all, nil
}

package phrase

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestBuiltinQuestions(t *testing.T) {
	t.Parallel()
	all, err := BuiltinQuestions()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 100 {
		t.Errorf("%d questions, want at least 100", len(all))
	}
	b := builtin(t)
	for _, q := range all {
		if _, taken := b.Phrase(q.ID); taken {
			t.Errorf("%s is a phrase too", q.ID)
		}
	}
}

func TestLoadQuestionsRefuses(t *testing.T) {
	t.Parallel()
	const good = "questions:\n  - id: ask-x\n    topic: food\n    text: {en: a, zh-CN: 甲？, zh-TW: 甲？}\n    starter: {en: a…, zh-CN: 甲……, zh-TW: 甲……}\n"
	for _, test := range []struct{ file, mistake string }{
		{strings.Replace(good, "food", "politics", 1), `questions.yaml:2: ask-x: topic is "politics"`},
		{strings.Replace(good, "zh-TW: 甲？", "zh-TW: ''", 1), "questions.yaml:2: ask-x: text needs"},
		{strings.Replace(good, "en: a…", "en: ''", 1), "questions.yaml:2: ask-x: starter needs"},
		{good + strings.TrimPrefix(good, "questions:\n"), "questions.yaml:6: ask-x: the id is already in"},
		{strings.Replace(good, "topic", "subject", 1), "field subject not found"},
	} {
		_, err := LoadQuestions(fstest.MapFS{"questions.yaml": {Data: []byte(test.file)}})
		if err == nil || !strings.Contains(err.Error(), test.mistake) {
			t.Errorf("error %v, want %q in it", err, test.mistake)
		}
	}
	if _, err := LoadQuestions(fstest.MapFS{"questions.yaml": {Data: []byte(good)}}); err != nil {
		t.Errorf("a good file: %v", err)
	}
	if _, err := LoadQuestions(fstest.MapFS{}); err == nil {
		t.Error("no file is no error")
	}
}

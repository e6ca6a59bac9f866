package phrase

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"magpie/lexicon"
)

// quizDecks are pools as quizzes are made of, by name.
func quizDecks(t testing.TB) map[string][]Item {
	t.Helper()
	book, err := once()
	if err != nil {
		t.Fatal(err)
	}
	decks := map[string][]Item{
		"phrases": book.SituationItems(""), "slang-zh": book.SlangItems(ChineseSlang), "slang-en": book.SlangItems(EnglishSlang),
	}
	for _, s := range book.Situations() {
		decks[s.ID] = book.SituationItems(s.ID)
	}
	for band := 1; band <= 3; band++ {
		decks[fmt.Sprint("words-", band)] = words(t, band)
	}
	return decks
}

// words are the first of a band.
func words(t testing.TB, band int) []Item {
	t.Helper()
	entries, err := lexicon.Common(band)
	if err != nil {
		t.Fatal(err)
	}
	var items []Item
	for _, e := range entries {
		if item, ok := WordItem(e, "word."+e.Simplified, "words"); ok {
			items = append(items, item)
		}
	}
	return items[:300]
}

// Whatever is asked, there are four choices that differ from each other, one of them is right, and none of the others
// could pass for it.
func TestTasksAreFair(t *testing.T) {
	t.Parallel()
	decks := quizDecks(t)
	for name, pool := range decks {
		kinds := []TaskKind{MixedChinese, MixedEnglish, FromPinyin}
		switch name {
		case "phrases", "words-1":
			kinds = TaskKinds
		case "slang-zh":
			kinds = []TaskKind{MixedChinese, ReadPicture}
		case "slang-en":
			kinds = []TaskKind{MixedEnglish}
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed, kind := range kinds {
				tasks := NewTasks(uint64(seed), kind, pool, decks["phrases"], 10, func(Item) bool { return true })
				if len(tasks) < 3 {
					t.Errorf("%s: only %d tasks of %d items", kind, len(tasks), len(pool))
				}
				checkTasks(t, tasks)
			}
		})
	}
}

func checkTasks(t *testing.T, tasks []Task) {
	t.Helper()
	asked := map[string]bool{}
	for _, task := range tasks {
		from, to := task.Kind.Faces()
		if len(task.Items) != Choices || task.Right < 0 || task.Right >= Choices {
			t.Fatalf("%d choices, right is %d", len(task.Items), task.Right)
		}
		right := newCandidate(task.Item())
		if asked[task.Item().Key] {
			t.Errorf("%s is asked twice", task.Item().Key)
		}
		asked[task.Item().Key] = true
		shown := map[string]bool{}
		for i, item := range task.Items {
			c := newCandidate(item)
			if c.folded[from] == "" || c.folded[to] == "" {
				t.Errorf("%v has no %s or no %s", item, from, to)
			}
			if shown[c.folded[to]] {
				t.Errorf("choice %q twice", c.folded[to])
			}
			shown[c.folded[to]] = true
			if i != task.Right && right.alike(&c, from, to) {
				t.Errorf("%q passes for %q", c.folded[to], right.folded[to])
			}
		}
	}
}

func TestTasksAreTheSameForASeed(t *testing.T) {
	t.Parallel()
	pool := words(t, 1)
	first := NewTasks(7, MixedChinese, pool, nil, 10, nil)
	if diff := cmp.Diff(first, NewTasks(7, MixedChinese, pool, nil, 10, nil)); diff != "" {
		t.Error("one seed, two quizzes:", diff)
	}
	if cmp.Equal(first, NewTasks(8, MixedChinese, pool, nil, 10, nil)) {
		t.Error("two seeds, one quiz")
	}
	kinds := map[TaskKind]int{}
	for _, task := range first {
		kinds[task.Kind]++
	}
	if len(kinds) != 4 {
		t.Error("a mixture has", kinds)
	}
	again := Reshuffled(3, first)
	checkTasks(t, again)
	if len(again) != len(first) {
		t.Errorf("%d tasks of %d", len(again), len(first))
	}
}

func TestTooLittleForTasks(t *testing.T) {
	t.Parallel()
	pool := words(t, 1)
	for name, tasks := range map[string][]Task{
		"nothing":          NewTasks(1, ReadHanzi, nil, pool, 5, nil),
		"three words":      NewTasks(1, ReadHanzi, pool[20:23], nil, 5, nil),
		"the same":         NewTasks(1, ReadHanzi, []Item{pool[0], pool[0], pool[0], pool[0]}, nil, 5, nil),
		"nothing is drawn": NewTasks(1, ReadPicture, pool, nil, 5, nil),
	} {
		if len(tasks) > 0 {
			t.Errorf("%s: %d tasks", name, len(tasks))
		}
	}
	if tasks := NewTasks(1, ReadHanzi, pool[20:22], pool, 5, nil); len(tasks) != 2 {
		t.Errorf("%d tasks of two words", len(tasks))
	}
}

func TestSynonymsAreNoWrongChoices(t *testing.T) {
	t.Parallel()
	item := func(hanzi, pinyin string, english ...string) Item {
		return Item{Key: hanzi, Chinese: Wording{hanzi, hanzi}, Pinyin: ReadingOf(pinyin), English: english}
	}
	happy := newCandidate(item("高兴", "gāoxìng", "happy; glad"))
	for _, test := range []struct {
		other         Item
		asked, answer Face
		alike         bool
	}{
		{item("开心", "kāixīn", "happy"), EnglishFace, HanziFace, true},
		{item("快乐", "kuàilè", "joyful", "glad"), HanziFace, EnglishFace, true},
		{item("不高兴", "bù gāoxìng", "cross"), EnglishFace, HanziFace, true},
		{item("桌子", "zhuōzi", "table"), EnglishFace, HanziFace, false},
		{item("告性", "gào xìng", "nonsense"), PinyinFace, HanziFace, false}, // other tones
		{item("糕性", "gāoxìng", "nonsense"), PinyinFace, HanziFace, true},
		{item("糕性", "gāoxìng", "nonsense"), EnglishFace, HanziFace, false},
	} {
		other := newCandidate(test.other)
		if got := happy.alike(&other, test.asked, test.answer); got != test.alike {
			t.Errorf("%s for 高兴, %s → %s: %t", test.other.Key, test.asked, test.answer, got)
		}
	}
}

// What is explained but never suggested is asked by no quiz.
func TestQuizzesVolunteerNothing(t *testing.T) {
	t.Parallel()
	book, err := once()
	if err != nil {
		t.Fatal(err)
	}
	unsafe := map[string]bool{}
	for _, s := range book.Slang() {
		unsafe["slang."+s.ID] = s.Hidden() || s.Safety != OK
	}
	for _, item := range append(book.SlangItems(ChineseSlang), book.SlangItems(EnglishSlang)...) {
		if unsafe[item.Key] {
			t.Error(item.Key)
		}
	}
	for _, mark := range []lexicon.Mark{lexicon.Vulgar, lexicon.Derogatory, lexicon.Sexual} {
		if _, ok := WordItem(lexicon.Entry{Simplified: "词", Glosses: []string{"word"}, Mark: mark}, "", ""); ok {
			t.Error("a word that is", mark)
		}
	}
	if _, ok := WordItem(lexicon.Entry{Simplified: "了", Glosses: []string{"(done)"}}, "", ""); ok {
		t.Error("a word without a meaning")
	}
}

func TestCardItem(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		card Card
		want Item
		ok   bool
	}{
		{"Chinese", Card{Source: Own, Front: Wording{"菜单", "菜單"}, Pinyin: []string{"cai4", "dan1"}, Meaning: "menu; list"},
			Item{Key: Own, Chinese: Wording{"菜单", "菜單"}, Pinyin: []string{"cai4", "dan1"}, English: []string{"menu", "list"}, Group: "cards"}, true},
		{"English", Card{Source: "phrase.menu", Front: Wording{"menu", "menu"}, Meaning: "菜单"},
			Item{Key: "phrase.menu", Chinese: Wording{"菜单", "菜单"}, English: []string{"menu"}, Group: "cards"}, true},
		{"Chinese alone", Card{Source: Own, Front: Wording{"菜单", "菜單"}, Meaning: "吃饭时看的"}, Item{}, false},
		{"no Chinese", Card{Source: Own, Front: Wording{"menu", "menu"}, Meaning: "Speisekarte"}, Item{}, false},
	} {
		got, ok := test.card.Item()
		if ok != test.ok || ok && !cmp.Equal(test.want, got) {
			t.Errorf("%s: %v %t", test.name, got, ok)
		}
	}
}

func TestItemsMakeCards(t *testing.T) {
	t.Parallel()
	for name, pool := range quizDecks(t) {
		for _, item := range pool[:10] {
			for _, lang := range []string{English, Simplified, Traditional} {
				if name == "slang-zh" && lang != English {
					continue // nobody learns English from what Chinese slang means
				}
				if err := item.Card(lang).Check(); err != nil {
					t.Errorf("%s %s in %s: %v", name, item.Key, lang, err)
				}
			}
		}
	}
	lang := words(t, 1)[0].Card(Simplified)
	if hasHan(lang.Front.Simplified) || !hasHan(lang.Meaning) {
		t.Error("who learns English learns", lang.Front, lang.Meaning)
	}
}

func BenchmarkNewTasks(b *testing.B) {
	pool := slices.Concat(words(b, 1), words(b, 2))
	for b.Loop() {
		NewTasks(7, MixedChinese, pool, nil, 20, nil)
	}
}

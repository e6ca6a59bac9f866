package phrase_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/phrase"
)

func TestCardOfTheBook(t *testing.T) {
	t.Parallel()
	book, err := phrase.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, situation := range book.Situations() {
		for _, p := range book.Phrases(situation.ID) {
			checkMade(t, phrase.Match{Phrase: &p}, "phrase."+p.ID)
		}
	}
	for _, s := range book.Slang() {
		checkMade(t, phrase.Match{Slang: &s}, "slang."+s.ID)
	}
	for _, n := range book.Notices() {
		checkMade(t, phrase.Match{Notice: &n}, "notice."+n.ID)
	}

	thanks, _ := book.Phrase("thank-you")
	english := phrase.Match{Phrase: &thanks}.Card(phrase.English)
	if english.Front != thanks.Chinese() || english.Meaning != thanks.En || !slices.Equal(english.Pinyin, []string{"xie4", "xie5"}) {
		t.Errorf("for readers of English: %+v", english)
	}
	taiwan := phrase.Match{Phrase: &thanks}.Card(phrase.Traditional)
	if taiwan.Front.Traditional != thanks.En || taiwan.Meaning != thanks.Traditional || taiwan.Pinyin != nil {
		t.Errorf("for readers of 繁體中文: %+v", taiwan)
	}
}

// checkMade checks that an entry makes a sound card in every language.
func checkMade(t *testing.T, m phrase.Match, source string) {
	t.Helper()
	for _, lang := range []string{phrase.English, phrase.Simplified, phrase.Traditional} {
		card := m.Card(lang)
		if err := card.Check(); err != nil || card.Source != source || card.Lang != lang || card.Key() == "" {
			t.Errorf("%s in %s: %v: %+v", source, lang, err, card)
		}
	}
}

func TestCardCheck(t *testing.T) {
	t.Parallel()
	sound := phrase.Card{Front: phrase.Wording{Simplified: "你好", Traditional: "你好"}, Meaning: "hello"}
	if err := sound.Check(); err != nil {
		t.Error(err)
	}
	for _, test := range []struct {
		spoil func(*phrase.Card)
		want  phrase.SideError
	}{
		{func(c *phrase.Card) { c.Front.Simplified = " " }, phrase.SideError{Side: phrase.FrontSide, Empty: true}},
		{func(c *phrase.Card) { c.Front.Traditional = strings.Repeat("好", 101) }, phrase.SideError{Side: phrase.FrontSide}},
		{func(c *phrase.Card) { c.Pinyin = slices.Repeat([]string{"hao3"}, 41) }, phrase.SideError{Side: phrase.ReadingSide}},
		{func(c *phrase.Card) { c.Meaning = "" }, phrase.SideError{Side: phrase.MeaningSide, Empty: true}},
		{func(c *phrase.Card) { c.Meaning = strings.Repeat("字", 501) }, phrase.SideError{Side: phrase.MeaningSide}},
		{func(c *phrase.Card) { c.Note = strings.Repeat("字", 501) }, phrase.SideError{Side: phrase.NoteSide}},
	} {
		card := sound
		test.spoil(&card)
		var wrong *phrase.SideError
		if err := card.Check(); !errors.As(err, &wrong) || *wrong != test.want {
			t.Errorf("%v, want %v", err, test.want)
		}
	}
}

func TestCardKey(t *testing.T) {
	t.Parallel()
	key := func(front string, pinyin ...string) string {
		return phrase.Card{Front: phrase.Wording{Simplified: front, Traditional: front}, Pinyin: pinyin}.Key()
	}
	if key("你好！", "ni3", "hao3") != key("你好") || key("Slay") != key("slay!") {
		t.Error("punctuation, case and readings tell cards apart")
	}
	if key("行", "xing2") == key("行", "hang2") || key("你好") == key("您好") || key("？！") == key("…") {
		t.Error("different things are taken for the same")
	}
}

// What its owner edited, a later edition of the phrasebook leaves alone.
func TestCardKeepsEdits(t *testing.T) {
	t.Parallel()
	old := phrase.Card{
		Front: phrase.Wording{Simplified: "你好", Traditional: "你好"}, Pinyin: []string{"ni3", "hao3"}, Meaning: "hello", Note: "to all",
	}
	mine := old
	mine.Meaning = "hi there"
	card := old.Edit(mine)
	edition := phrase.Card{
		Front: phrase.Wording{Simplified: "您好", Traditional: "您好"}, Pinyin: []string{"nin2", "hao3"}, Meaning: "good day", Note: "polite",
	}
	got := card.Refreshed(edition)
	want := edition
	want.Meaning, want.Edited = "hi there", []phrase.Side{phrase.MeaningSide}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	front := mine
	front.Front.Simplified = "哈喽"
	if got := card.Edit(front).Refreshed(edition); got.Front != front.Front || !slices.Equal(got.Pinyin, mine.Pinyin) {
		t.Errorf("an edited front got another's reading: %+v", got)
	}
}

func TestCardTakesTurns(t *testing.T) {
	t.Parallel()
	card := phrase.Card{Ask: phrase.AskBoth}
	var asked []phrase.Ask
	for range 4 {
		asked = append(asked, card.Next())
		card.Memory = card.Memory.After(phrase.Good, reviewDay)
	}
	if want := []phrase.Ask{phrase.AskMeaning, phrase.AskFront, phrase.AskMeaning, phrase.AskFront}; !slices.Equal(asked, want) {
		t.Error(asked)
	}
}

var reviewDay = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestQueue(t *testing.T) {
	t.Parallel()
	card := func(id string, phase phrase.Phase, due time.Duration) phrase.Card {
		c := phrase.Card{ID: id, Added: reviewDay.Add(due), Memory: phrase.Memory{Phase: phase}}
		if phase != phrase.Unseen {
			c.Memory.Due = reviewDay.Add(due)
		}
		return c
	}
	const day = 24 * time.Hour
	all := []phrase.Card{
		card("new 2", phrase.Unseen, time.Minute), card("new 1", phrase.Unseen, 0), card("new 3", phrase.Unseen, time.Hour),
		card("tonight", phrase.Reviewing, 11*time.Hour), card("overdue", phrase.Reviewing, -5*day),
		card("step", phrase.Learning, -time.Minute), card("soon", phrase.Relearning, 10*time.Minute),
		card("later", phrase.Reviewing, 3*day), card("tomorrow", phrase.Reviewing, 30*time.Hour),
	}
	var order []string
	for fresh := 2; ; {
		q := phrase.NewQueue(all, fresh, reviewDay)
		if q.Left == 0 {
			if q.Held != 1 || !q.Soon.Equal(reviewDay.Add(30*time.Hour)) {
				t.Errorf("in the end %+v", q)
			}
			break
		}
		if want := 6 - len(order); q.Left != want {
			t.Errorf("%d left, want %d", q.Left, want)
		}
		order = append(order, q.Next.ID)
		if q.Next.Memory.Phase == phrase.Unseen {
			fresh--
		}
		all = slices.DeleteFunc(all, func(c phrase.Card) bool { return c.ID == q.Next.ID })
	}
	if want := []string{"step", "overdue", "tonight", "new 1", "new 2", "soon"}; !slices.Equal(order, want) {
		t.Error(order)
	}
	today := []phrase.Review{{}, {Before: phrase.Memory{Phase: phrase.Learning}}}
	if n := phrase.Fresh(today, 0); n != phrase.NewADay-1 {
		t.Errorf("%d new cards left today", n)
	}
	if n := phrase.Fresh(slices.Repeat(today, phrase.NewADay+5), 10); n != 5 {
		t.Errorf("%d of ten more left", n)
	}
}

func TestSummarize(t *testing.T) {
	t.Parallel()
	taipei, err := time.LoadLocation("Asia/Taipei")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 21, 17, 0, 0, 0, time.UTC) // in Taipei, 01:00 on the 22nd
	memory := func(p phrase.Phase, due time.Duration) phrase.Card {
		return phrase.Card{Memory: phrase.Memory{Phase: p, Due: now.Add(due)}}
	}
	cards := []phrase.Card{
		{}, memory(phrase.Reviewing, -72*time.Hour), memory(phrase.Learning, time.Minute),
		memory(phrase.Reviewing, 23*time.Hour), memory(phrase.Reviewing, 6*24*time.Hour), memory(phrase.Reviewing, 60*24*time.Hour),
	}
	review := func(ago time.Duration, g phrase.Grade, p phrase.Phase) phrase.Review {
		return phrase.Review{At: now.Add(-ago), Grade: g, Before: phrase.Memory{Phase: p}}
	}
	reviews := []phrase.Review{
		review(90*24*time.Hour, phrase.Good, phrase.Reviewing), review(5*24*time.Hour, phrase.Good, phrase.Reviewing),
		review(26*time.Hour, phrase.Good, phrase.Reviewing), review(2*time.Hour, phrase.Again, phrase.Reviewing),
		review(90*time.Minute, phrase.Good, phrase.Relearning),
	}
	got := phrase.Summarize(cards, reviews, now, taipei)
	want := phrase.Statistics{Cards: 6, Unseen: 1, Learned: 4, Asked: 3, Remembered: 2, Days: 3, Row: 2}
	want.Past[24], want.Past[27], want.Past[28] = 1, 1, 2
	want.Ahead = [7]int{2, 1, 0, 0, 0, 0, 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCardsOfATable(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		file string
		want []string // front/traditional [reading] meaning (note) ask
		bad  []int
	}{
		{"two columns", "你好,hello\n谢谢,thanks\n", []string{"你好/你好 [] hello () meaning", "谢谢/谢谢 [] thanks () meaning"}, nil},
		{"meaning first", "hello,你好\nthanks,谢谢\n", []string{"你好/你好 [] hello () meaning", "谢谢/谢谢 [] thanks () meaning"}, nil},
		{"pinyin between", "你好,nǐ hǎo,hello\n谢谢,xie4xie5,thanks\n",
			[]string{"你好/你好 [ni3 hao3] hello () meaning", "谢谢/谢谢 [xie4 xie5] thanks () meaning"}, nil},
		{"both scripts", "汉语,漢語,hàn yǔ,Chinese,the language\n", []string{"汉语/漢語 [han4 yu3] Chinese (the language) meaning"}, nil},
		{"English fronts", "slay,做得好\n", []string{"做得好/做得好 [] slay () meaning"}, nil},
		{"named", "释义,注音,词语\nhello,ㄋㄧˇ ㄏㄠˇ,你好\n", []string{"你好/你好 [ㄋㄧˇ ㄏㄠˇ] hello () meaning"}, nil},
		{"traditional alone", "Traditional,English\n謝謝,thanks\n", []string{"謝謝/謝謝 [] thanks () meaning"}, nil},
		{"ways to ask", "Front,Back,Ask\n一,one,front\n二,two,both\n三,three,never\n",
			[]string{"一/一 [] one () front", "二/二 [] two () both", "三/三 [] three () meaning"}, nil},
		{"bad rows", "Front,Back\n你好,hello\n谢谢,\n,nothing\n\"open,\n" + strings.Repeat("长", 101) + ",long\n再见,bye\n",
			[]string{"你好/你好 [] hello () meaning", "再见/再见 [] bye () meaning"}, []int{3, 4, 5, 6}},
	} {
		table, err := phrase.ReadTable([]byte(test.file))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		cards, bad := table.Cards(asItIs)
		var got []string
		for _, c := range cards {
			got = append(got, fmt.Sprintf("%s/%s %s %s (%s) %s", c.Front.Simplified, c.Front.Traditional, c.Pinyin, c.Meaning, c.Note, c.Ask))
		}
		var rows []int
		for _, b := range bad {
			rows = append(rows, b.Row)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || !slices.Equal(rows, test.bad) {
			t.Errorf("%s: bad rows %v\n%s", test.name, rows, diff)
		}
	}
}

func TestCardsComeBack(t *testing.T) {
	t.Parallel()
	want := []phrase.Card{
		{Front: phrase.Wording{Simplified: "汉语", Traditional: "漢語"}, Pinyin: []string{"han4", "yu3"}, Meaning: "Chinese", Ask: phrase.AskBoth},
		{Front: phrase.Wording{Simplified: "女儿", Traditional: "女兒"}, Pinyin: []string{"nv3", "er2"}, Meaning: "=daughter()", Note: "a\nb", Ask: phrase.AskMeaning},
		{Front: phrase.Wording{Simplified: "#slay", Traditional: "#slay"}, Meaning: "'做得好'", Note: "-1", Ask: phrase.AskFront},
	}
	for i := range want {
		want[i].Source = phrase.Own
	}
	table := phrase.CardTable(want)
	for name, file := range map[string][]byte{"CSV": table.CSV(), "Anki": table.Anki("Magpie")} {
		read, err := phrase.ReadTable(file)
		if err != nil {
			t.Fatal(err)
		}
		got, bad := read.Cards(asItIs)
		if diff := cmp.Diff(want, got); diff != "" || len(bad) > 0 {
			t.Errorf("%s: %v\n%s", name, bad, diff)
		}
	}
}

// asItIs completes nothing.
func asItIs(c phrase.Card) phrase.Card { return c }

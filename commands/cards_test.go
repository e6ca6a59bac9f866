package commands

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// A cardDesk is someone with cards, and everything that serves them.
type cardDesk struct {
	*digestDesk
	book *phrase.Book
	file []byte // what a download brings; nil: it fails
}

func newCardDesk(t *testing.T) *cardDesk {
	t.Helper()
	d := &cardDesk{digestDesk: newDigestDesk(t)}
	words, err := lexicon.Core()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = words.Close() })
	if d.book, err = phrase.Builtin(); err != nil {
		t.Fatal(err)
	}
	d.router, err = slash.NewRouter(slog.New(slog.DiscardHandler), slash.Options{Words: d.words, Now: d.clk.Now, PerPerson: 10000, PerServer: 10000},
		Cards(CardNeeds{
			Store: d.store, Book: d.book, Dictionary: func() *lexicon.Dictionary { return words }, People: d.store, Servers: d.store,
			Download: d.download, Now: d.clk.Now,
		}),
		Phrase(d.book, d.store, d.store))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *cardDesk) download(_ context.Context, _ slash.Attachment, limit int) ([]byte, error) {
	if d.file == nil || len(d.file) > limit {
		return nil, errors.New("it is gone")
	}
	return d.file, nil
}

// bring gives a file with the command.
func (d *cardDesk) bring(name, content string) string {
	d.t.Helper()
	d.file = []byte(content)
	return d.attach(slash.Attachment{ID: "1", Name: name, Size: len(content)})
}

func (d *cardDesk) attach(a slash.Attachment) string {
	d.t.Helper()
	return d.do(slash.Event{
		Kind: slash.Typed, Command: "cards", Input: map[string][]string{"file": {a.ID}},
		Found: slash.Found{Attachments: map[string]slash.Attachment{a.ID: a}},
	})
}

// save saves what a key names by a button that stands anywhere.
func (d *cardDesk) save(key string) string {
	d.t.Helper()
	return d.pressID(saveCardButton(&slash.Call{Voice: slash.NewVoice(d.words, "en")}, key).ID)
}

// cards are those of the person.
func (d *cardDesk) cards() []phrase.Card {
	d.t.Helper()
	cards, err := d.store.Cards(d.t.Context(), d.person.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return cards
}

func (d *cardDesk) says(got, want string) {
	d.t.Helper()
	if !strings.Contains(got, want) {
		d.t.Errorf("%q is not in\n%s", want, got)
	}
}

func TestSaveCardKeys(t *testing.T) {
	t.Parallel()
	d := newCardDesk(t)
	d.says(d.save("phrase.thank-you"), "You have 1 card.")
	d.says(d.save("phrase.thank-you"), "You have this card already.")
	d.says(d.save("word.喜欢"), "You have 2 cards.")
	d.says(d.save("word.喜欢|xi3 huan5"), "You have this card already.")
	for _, key := range []string{"", "phrase.", "phrase.no-such", "word.", "word.没有这个词吧", "word.喜欢|xi1", "own", "slang"} {
		d.says(d.save(key), "no longer in Magpie's books")
	}
	word := d.cards()[1]
	if word.Front.Traditional != "喜歡" || !slices.Equal(word.Pinyin, []string{"xi3", "huan5"}) || word.Meaning == "" {
		t.Errorf("%+v", word)
	}
	call := &slash.Call{Voice: slash.NewVoice(d.words, "en")}
	if b := saveCardButton(call, "word."+strings.Repeat("长", 100)); !b.Off || slash.Say(slash.Plain("x")).With(slash.Row{Buttons: []slash.Button{b}}).Check() != nil {
		t.Errorf("%+v", b)
	}
}

// What is not for every ear is saved only by someone who says so.
func TestHiddenSlangIsNotSavedSilently(t *testing.T) {
	t.Parallel()
	d := newCardDesk(t)
	slang := d.book.Slang()
	i := slices.IndexFunc(slang, phrase.Slang.Hidden)
	d.says(d.save("slang."+slang[i].ID), "not for every ear")
	if len(d.cards()) > 0 {
		t.Error("saved without asking")
	}
	d.says(d.press("Save it anyway"), "You have 1 card.")
}

func TestCardsAreTheirOwners(t *testing.T) {
	t.Parallel()
	d := newCardDesk(t)
	d.save("phrase.thank-you")
	id := d.cards()[0].ID
	d.run("cards")
	d.press("Review")
	turn := d.button("Show answer").ID
	d.press("Show answer")
	grade, edit, ask := d.button("Good · 10 minutes").ID, d.button("Edit").ID, d.button("Delete…").ID
	d.press("Delete…")
	remove := d.button("Delete it").ID

	d.person.ID = "8"
	for _, button := range []string{turn, edit, ask} {
		d.says(d.pressID(button), "This card is gone.")
	}
	d.pressID(grade)
	d.pressID(remove)
	d.person.ID = "7"
	if cards := d.cards(); len(cards) != 1 || cards[0].ID != id || cards[0].Memory.Reps != 0 {
		t.Errorf("somebody else changed them: %+v", cards)
	}
}

// A grade pressed twice counts once, and one that was never offered not at all.
func TestGradeOnce(t *testing.T) {
	t.Parallel()
	d := newCardDesk(t)
	d.save("phrase.thank-you")
	d.run("cards")
	d.press("Review")
	d.press("Show answer")
	easy := d.button("Easy · 8 days").ID
	d.says(d.pressID(easy), "That's all for now")
	d.says(d.pressID(easy), "You gave 1 answer today.")
	forged := (&slash.Action[cardGrade]{Name: "cards.grade"}).Button("x", cardGrade{ID: d.cards()[0].ID, Reps: 1, Grade: 9}).ID
	d.pressID(forged)
	if reps := d.cards()[0].Memory.Reps; reps != 1 {
		t.Errorf("answered %d times", reps)
	}
	d.says(d.run("cards"), "Nothing is due.")
	if d.shown.Buttons()[0].Off != true {
		t.Error("there is nothing to review, but a button for it")
	}
}

func TestNewCardsADay(t *testing.T) {
	t.Parallel()
	d := newCardDesk(t)
	var rows strings.Builder
	for i := range phrase.NewADay + 15 {
		fmt.Fprintf(&rows, "词%d,word %d\n", i, i)
	}
	d.bring("words.csv", rows.String())
	d.press("Import 35 cards")
	answer := func(n int) (last string) {
		for range n {
			d.press("Show answer")
			last = d.press("Easy · 8 days")
		}
		return last
	}
	d.run("cards")
	d.press("Review")
	d.says(answer(phrase.NewADay), "15 new cards wait for another day.")
	d.press("10 more new ones")
	d.says(answer(10), "5 new cards wait for another day.")
	d.clk.AdvanceTo(d.clk.Now().Add(24*time.Hour), 0)
	d.says(d.run("cards"), "5 cards are due.")
}

func TestWriteCards(t *testing.T) {
	t.Parallel()
	d := newCardDesk(t)
	write := func(fields ...string) string {
		d.run("cards")
		d.press("Write a card")
		return d.fill(append(fields, "ask", "meaning")...)
	}
	d.says(write("front", "謝謝", "meaning", "=thanks"), "You have 1 card.")
	if c := d.cards()[0]; c.Front != (phrase.Wording{Simplified: "谢谢", Traditional: "謝謝"}) || len(c.Pinyin) != 2 || c.Edited != nil {
		t.Errorf("%+v", c)
	}
	d.says(write("front", "谢谢！", "meaning", "again"), "You have this card already.")
	d.says(write("front", "  ", "meaning", "blank"), "lacks what to learn")
	d.says(write("front", "slay", "meaning", "做得好", "reading", ""), "You have 2 cards.")

	d.openCard(d.cards()[1].ID)
	d.press("Edit")
	d.says(d.fill("front", "谢谢", "meaning", "x", "ask", "both"), "Another of your cards teaches this already")
	d.openCard(d.cards()[1].ID)
	d.press("Edit")
	d.says(d.fill("front", "slay", "meaning", "很棒", "ask", "both"), "Edited by you: the meaning")
}

// openCard opens a card from the list.
func (d *cardDesk) openCard(id string) {
	d.t.Helper()
	d.run("cards")
	d.press("All cards")
	d.choose("Open a card", id)
}

func TestImportRefuses(t *testing.T) {
	t.Parallel()
	d := newCardDesk(t)
	for name, test := range map[string]struct{ file, want string }{
		"nothing":    {" \n", "There is nothing in the file."},
		"a workbook": {"PK\x03\x04", "That is a workbook or a package."},
		"a picture":  {"\x89PNG\x00", "That is not a text file."},
		"Latin-1":    {"caf\xe9,x\n", "encoding that Magpie does not know"},
		"many rows":  {strings.Repeat("词,word\n", 100_000), "The file has 100,000 rows; at most 20,000 are read."},
	} {
		got := d.bring(name, test.file)
		d.says(got, test.want)
		d.says(got, "Nothing was changed.")
	}
	d.says(d.attach(slash.Attachment{ID: "1", Name: "big.csv", Size: maxTableFile + 1}), "The file is larger than 4 MB.")
	d.file = nil
	d.says(d.attach(slash.Attachment{ID: "1", Name: "gone.csv", Size: 3}), "could not be fetched")
}

func TestImportOverTheLimit(t *testing.T) {
	t.Parallel()
	d := newCardDesk(t)
	var cards []phrase.Card
	for i := range phrase.MaxCards - 3 {
		front := fmt.Sprint("词", i)
		cards = append(cards, phrase.Card{Front: phrase.Wording{Simplified: front, Traditional: front}, Source: phrase.Own, Meaning: "word"})
	}
	if _, err := d.store.AddCards(d.t.Context(), d.person.ID, cards...); err != nil {
		t.Fatal(err)
	}
	d.says(d.bring("words.csv", "一,one\n二,two\n三,three\n四,four\n五,five\n"), "2 are left out: nobody has more than 2,000 cards.")
	id := d.button("Import 3 cards").ID
	d.says(d.pressID(id), "3 cards saved.")
	d.says(d.pressID(id), "was imported already")
	d.run("cards")
	d.says(d.press("Write a card"), "You have 2,000 cards, as many as fit.")
	d.says(d.save("phrase.thank-you"), "You have 2,000 cards, as many as fit.")
	d.run("cards")
	d.press("All cards")
	d.press("Search")
	d.says(d.fill("text", "词1"), "Here are the newest 25.")
}

// What is exported can be imported, and is all there already.
func TestExportAndImport(t *testing.T) {
	t.Parallel()
	d := newCardDesk(t)
	d.bring("words.txt", "#separator:tab\n#html:true\n=1+1\tplus<br>two\n你好\thello\n'quoted'\t@here\n")
	d.press("Import 3 cards")
	d.save("phrase.thank-you")
	want := d.cards()
	d.run("cards")
	d.press("Export")
	for _, b := range slices.Clone(d.shown.Blocks) {
		f, ok := b.(slash.File)
		if !ok {
			continue
		}
		d.says(d.bring(f.Name, string(f.Data)), "4 are in your cards already")
		d.person.ID = "8" + f.Name
		d.bring(f.Name, string(f.Data))
		d.press("Import 4 cards")
		for i, c := range d.cards() {
			if c.Front != want[i].Front || c.Meaning != want[i].Meaning || c.Note != want[i].Note || !slices.Equal(c.Pinyin, want[i].Pinyin) {
				t.Errorf("%s: %+v\nwant %+v", f.Name, c, want[i])
			}
		}
		d.person.ID = "7"
	}
}

func TestCardStatistics(t *testing.T) {
	t.Parallel()
	d := newCardDesk(t)
	d.save("phrase.thank-you")
	d.run("cards")
	d.press("Review")
	d.press("Show answer")
	d.press("Easy · 8 days")
	d.press("My cards")
	got := d.press("Statistics")
	d.says(got, "1 card: 1 learned, 0 not begun")
	i := slices.IndexFunc(d.shown.Blocks, func(b slash.Block) bool { _, ok := b.(slash.Image); return ok })
	img := d.shown.Blocks[i].(slash.Image)
	d.says(img.Alt, "· 1. Cards due")
	if _, err := png.Decode(bytes.NewReader(img.Data)); err != nil {
		t.Error(err)
	}
}

// The picture draws every number without leaving its frame.
func TestCardsPicture(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 9, 10, 999, 2000, 123456} {
		var s phrase.Statistics
		for i := range s.Past {
			s.Past[i] = n
		}
		s.Ahead[6] = n / 2
		data, err := cardsPicture(s)
		if err != nil || len(data) > 50_000 {
			t.Errorf("%d: %d bytes, %v", n, len(data), err)
		}
	}
}

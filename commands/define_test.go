package commands

import (
	"log/slog"
	"os"
	"strings"
	"testing"

	"magpie/character"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// newDefineDesk is someone who looks words up in the whole dictionary, which make setup
// builds and CI must have.
func newDefineDesk(t *testing.T) (*digestDesk, *lexicon.Dictionary) {
	t.Helper()
	book, err := phrase.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	words, err := lexicon.Open("../build/data/dictionary.magpie", book.Entries()...)
	unbuilt(t, err)
	t.Cleanup(func() { _ = words.Close() })
	chars, err := character.Open("../build/data/characters.magpie")
	unbuilt(t, err)
	t.Cleanup(func() { _ = chars.Close() })
	d := newDigestDesk(t)
	asker := NewBridge(BridgeNeeds{Questions: d.store, Servers: d.store, Words: d.words, Now: d.clk.Now})
	d.router, err = slash.NewRouter(slog.New(slog.DiscardHandler), slash.Options{Words: d.words, Now: d.clk.Now, PerPerson: 1e6, PerServer: 1e6},
		Define(DefineNeeds{
			Book: book, Glossary: d.store, Dictionary: func() *lexicon.Dictionary { return words },
			Characters: func() *character.Characters { return chars }, People: d.store, Servers: d.store, Asker: asker,
		}))
	if err != nil {
		t.Fatal(err)
	}
	return d, words
}

func unbuilt(t *testing.T, err error) {
	t.Helper()
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatalf("%v; make setup builds it", err)
	case err != nil:
		t.Skipf("%v; make setup builds it", err)
	}
}

func (d *digestDesk) define(word string) string {
	d.t.Helper()
	return d.do(slash.Event{Kind: slash.Typed, Command: "define", Input: map[string][]string{"word": {word}}})
}

// TestDefineFits looks up words that have much to say, in every language: every card
// fits a message.
func TestDefineFits(t *testing.T) {
	t.Parallel()
	d, words := newDefineDesk(t)
	heavy := strings.Fields("打 行 上 发 開 的 点 一 下 过 着 和 会 子 号 道 干 都 为 得 了 不 好 手 头 出 起 来 大 生 get set run take go up off out water hao shi yi ma li")
	for i, e := range words.Complete("", 25) {
		if i%2 == 0 {
			heavy = append(heavy, e.Simplified)
		}
	}
	for _, locale := range []string{"en-US", "zh-CN", "zh-TW"} {
		d.person.Locale = locale
		for _, word := range heavy {
			d.define(word)
			if err := d.shown.Check(); err != nil {
				t.Errorf("%s %s: %v", locale, word, err)
			}
			for _, b := range d.shown.Buttons() {
				if b.Off || b.ID == "" || strings.HasPrefix(b.ID, "cards.") || strings.HasPrefix(b.ID, "bridge.") || strings.HasPrefix(b.ID, "guide.") {
					continue
				}
				d.pressID(b.ID)
				if err := d.shown.Check(); err != nil {
					t.Errorf("%s %s [%s]: %v", locale, word, b.Label, err)
				}
			}
		}
	}
}

func TestDefineCharacters(t *testing.T) {
	t.Parallel()
	d, _ := newDefineDesk(t)
	d.define("你好")
	got := d.press("Characters")
	for _, want := range []string{"你", "Made of", "7 strokes", "**In order:** 1 falling left", "Arphic", "mainland China"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	for label, kind := range map[string]string{"Stroke order": ".png", "Animate": ".gif"} {
		d.press(label)
		var picture slash.Image
		for _, b := range d.shown.Blocks {
			if image, ok := b.(slash.Image); ok {
				picture = image
			}
		}
		if !strings.HasSuffix(picture.Name, kind) || len(picture.Data) < 1000 || !strings.Contains(picture.Alt, "你") {
			t.Errorf("%s: picture %q of %d bytes says %q", label, picture.Name, len(picture.Data), picture.Alt)
		}
		d.define("你好")
		d.press("Characters")
	}
}

func TestDefineMarksWhatIsVulgar(t *testing.T) {
	t.Parallel()
	d, words := newDefineDesk(t)
	var vulgar string
	for _, word := range []string{"傻逼", "操蛋", "他妈的"} {
		if found := words.Lookup(word); len(found) > 0 && found[0].Mark != "" {
			vulgar = word
		}
	}
	if vulgar == "" {
		t.Fatal("none of the words is marked")
	}
	if got := d.define(vulgar); !strings.Contains(got, "better not to say it") && !strings.Contains(got, "Rude") {
		t.Errorf("%s is not marked:\n%s", vulgar, got)
	}
	for _, typed := range []string{string([]rune(vulgar)[:1]), "sha", "cao", "ta"} {
		for _, e := range words.Complete(typed, 25) {
			if e.Mark != "" {
				t.Errorf("%s is volunteered for %q", e.Simplified, typed)
			}
		}
	}
}

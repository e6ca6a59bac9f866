package phrase

import (
	"sync"
	"testing"
)

var once = sync.OnceValues(Builtin)

// builtin returns the book that is compiled in, loaded once for all tests.
func builtin(tb testing.TB) *Book {
	tb.Helper()
	b, err := once()
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func TestBuiltinIsLargeEnough(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	phrases := 0
	for _, s := range b.Situations() {
		n := len(b.Phrases(s.ID))
		if n < 10 {
			t.Errorf("%s has %d phrases, want at least 10", s.ID, n)
		}
		phrases += n
	}
	slang := map[Direction]int{}
	for _, s := range b.Slang() {
		slang[s.Direction]++
	}
	for _, count := range []struct {
		what      string
		got, want int
	}{
		{"situations", len(b.Situations()), 20},
		{"phrases", phrases, 310},
		{"Chinese slang", slang[ChineseSlang], 165},
		{"English slang", slang[EnglishSlang], 64},
		{"notices", len(b.Notices()), 60},
	} {
		if count.got < count.want {
			t.Errorf("%d %s, want at least %d", count.got, count.what, count.want)
		}
	}
}

func TestLookUp(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	p, ok := b.Phrase("here-is-my-cat-tax")
	if !ok || p.Situation() != "cat-tax" || p.Simplified != "来交猫税啦！" {
		t.Errorf("Phrase = %+v, %t", p, ok)
	}
	s, ok := b.SlangByID("zhongcao")
	if !ok || s.Direction != ChineseSlang || s.Term != (Wording{"种草", "種草"}) {
		t.Errorf("SlangByID = %+v, %t", s, ok)
	}
	n, ok := b.Notice("notice-muted")
	if !ok || n.Text.In(Traditional) != "禁言" || n.Guide != "rednote#notices" {
		t.Errorf("Notice = %+v, %t", n, ok)
	}
	if _, ok := b.Phrase("zhongcao"); ok {
		t.Error("Phrase finds slang")
	}
	if got := b.Phrases("no-such-situation"); len(got) > 0 {
		t.Errorf("Phrases of nothing = %v", got)
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	p, _ := builtin(t).Phrase("using-translator")
	for lang, want := range map[string][2]string{
		English:     {"我用了翻译软件，说得不对请告诉我。", "Wǒ yòng le fānyì ruǎnjiàn, shuō de bù duì qǐng gàosu wǒ."},
		Simplified:  {"我用了翻译软件，说得不对请告诉我。", "Wǒ yòng le fānyì ruǎnjiàn, shuō de bù duì qǐng gàosu wǒ."},
		Traditional: {"我用了翻譯軟體，說得不對請告訴我。", "Wǒ yòng le fānyì ruǎntǐ, shuō de bù duì qǐng gàosu wǒ."},
	} {
		if got := [2]string{p.Chinese().In(lang), p.Reading(lang)}; got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	text := Text{"a", "b", "c"}
	if got := text.In("fr") + text.In(English) + text.In(Simplified) + text.In(Traditional); got != "aabc" {
		t.Errorf("texts = %s, want aabc", got)
	}
}

// A change to what a method returned must not reach the book.
func TestBookKeepsItsLists(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	b.Situations()[0].ID, b.Slang()[0].ID, b.Notices()[0].ID = "", "", ""
	if b.Situations()[0].ID == "" || b.Slang()[0].ID == "" || b.Notices()[0].ID == "" {
		t.Error("the book changed")
	}
}

// Vulgar and derogatory terms must carry a mark that keeps them from being volunteered.
func TestHiddenSlang(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	for id, want := range map[string]bool{
		"niubi": true, "tiangou": true, "lvcha": true, "erbaiwu": true, "baipiao": true, "simp": true, "karen": true,
		"thirst-trap": true, "niu": false, "xiatou": false, "unalive": false, "mao-shui": false,
	} {
		if s, ok := b.SlangByID(id); !ok || s.Hidden() != want {
			t.Errorf("%s: hidden %t (known %t), want %t", id, s.Hidden(), ok, want)
		}
	}
}

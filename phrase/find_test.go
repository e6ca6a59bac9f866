package phrase

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func (m Match) id() string {
	switch {
	case m.Phrase != nil:
		return m.Phrase.ID
	case m.Slang != nil:
		return m.Slang.ID
	}
	return m.Notice.ID
}

func ids(matches []Match) []string {
	var all []string
	for _, m := range matches {
		all = append(all, m.id())
	}
	return all
}

func TestFind(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	for _, test := range []struct{ lang, typed, first string }{
		// hanzi of either script, whole, begun, and inside
		{English, "种草", "zhongcao"},
		{English, "種草", "zhongcao"},
		{Traditional, "大家好", "hello-everyone"},
		{Simplified, "翻译软件", "using-translator"},
		{Traditional, "翻譯軟體", "using-translator"},
		{English, "审核中", "notice-under-review"},
		{English, "审核", "notice-under-review"},
		{English, "請多關照", "look-after-me"},
		// pinyin
		{English, "xièxie", "thank-you"},
		{English, "nihao", "hello"},
		{English, "nǐ hǎo", "hello"},
		{English, "ni3hao3", "hello"},
		{English, "ni hao", "hello"},
		{English, "nh", "hello"},
		{English, "welcome", "welcome"},
		{English, "xiexie", "thank-you"},
		{English, "xie xie", "thank-you"},
		{English, "xie4xie5", "thank-you"},
		{English, "xie4 xie", "thank-you"},
		{English, "da4jia1hao3", "hello-everyone"},
		{English, "Dàjiā hǎo", "hello-everyone"},
		{English, "bu ke qi", "no-trouble"},
		{English, "lvcha", "lvcha"},
		{English, "lu:cha", "lvcha"},
		{English, "lǜchá", "lvcha"},
		{English, "zhongc", "zhongcao"},
		{English, "nanmin", "tiktok-nanmin"},
		// initials
		{English, "djh", "hello-everyone"},
		{English, "bkq", "no-trouble"},
		{English, "mgx", "no-offence-taken"},
		{English, "clzdq", "look-after-me"},
		// English
		{English, "thank you", "thank-you"},
		{English, "thanks for the welcome", "thanks-for-the-welcome"},
		{English, "cat tax", "pet-tax"},
		{English, "pay my cat tax", "here-is-my-cat-tax"},
		{English, "chinese name", "please-give-me-a-chinese-name"},
		{English, "birthday", "happy-birthday"},
		{English, "sorry", "sorry"},
		{English, "help", "could-you-help-me"},
		{English, "how are you", "how-have-you-been"},
		{English, "no", "no-thanks"},
		{English, "my name is", "you-can-call-me"},
		{English, "where are you from", "where-do-you-live"},
		{English, "verification code", "notice-code"},
		{English, "is it a scam?", "is-this-a-scam"},
		{English, "i dont understand", "i-dont-understand"},
		{English, "recip", "recipe-please"},
		{English, "muted", "notice-muted"},
		// spellings of slang
		{English, "yyds", "yyds"},
		{English, "永遠的神", "yyds"},
		{English, "U1S1", "u1s1"},
		{English, "666", "liuliuliu"},
		{English, "233", "hahaha"},
		{Simplified, "no cap", "no-cap"},
		{Simplified, "left no crumbs", "ate"},
		{Simplified, "Y’all", "yall"},
		{Simplified, "ＳＬＡＹ", "slay"},
		{English, "🐐", "goat"},
		// the other culture's word, and the meaning
		{English, "dupe", "dupe"},
		{Simplified, "平替", "pingti"},
		{Traditional, "舔狗", "tiangou"},
		{Simplified, "断联", "ghost"},
		{Traditional, "已讀不回", "ghost"},
		// slips of the finger
		{English, "birthdya", "happy-birthday"},
		{English, "delisious", "looks-delicious"},
		{English, "zhongcap", "zhongcao"},
		{English, "delullu", "delulu"},
	} {
		got := ids(b.Find(test.lang, test.typed, 3))
		if len(got) == 0 || got[0] != test.first {
			t.Errorf("Find(%s, %q) = %v, want %s first", test.lang, test.typed, got, test.first)
		}
	}
}

func TestFindNothing(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	for _, typed := range []string{"zzzz", "qqqqqq", "龘", "~~ xkcdxkcd"} {
		if got := ids(b.Find(English, typed, 5)); len(got) > 0 {
			t.Errorf("Find(%q) = %v, want nothing", typed, got)
		}
	}
	for _, n := range []int{0, -1} {
		if got := b.Find(English, "cat", n); got != nil {
			t.Errorf("%d matches = %v, want none", n, got)
		}
	}
}

func TestFindWithNothingTyped(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	for _, typed := range []string{"", "  ", "…"} {
		want := []string{"hello-everyone", "hello", "welcome"}
		if diff := cmp.Diff(want, ids(b.Find(English, typed, 3))); diff != "" {
			t.Errorf("Find(%q): %s", typed, diff)
		}
	}
}

// Hidden terms are for those who ask for exactly them.
func TestFindHidden(t *testing.T) {
	t.Parallel()
	b := builtin(t)
	for _, s := range b.Slang() {
		if !s.Hidden() {
			continue
		}
		for _, form := range s.spellings() {
			if got := ids(b.Find(English, form, 1)); len(got) == 0 || got[0] != s.ID {
				t.Errorf("Find(%q) = %v, want %s", form, got, s.ID)
			}
		}
	}
	for _, typed := range []string{"牛", "舔", "tiang", "绿", "tg", "idiot", "insult", "sim", "kare", "simo", "freeloading"} {
		for _, m := range b.Find(English, typed, 25) {
			if m.Slang != nil && m.Slang.Hidden() {
				t.Errorf("Find(%q) volunteers %s", typed, m.id())
			}
		}
	}
}

// Between equals, slang goes first to those who need it explained.
func TestFindKnowsTheReader(t *testing.T) {
	t.Parallel()
	fsys := files(goodSituation, goodSlang, goodNotices)
	fsys["slang/en.yaml"] = &fstest.MapFile{Data: []byte(`direction: en
slang:
  - id: goat
    term: GOAT
    meaning: {en: The greatest., zh-CN: 最厉害。, zh-TW: 最厲害。}
    register: casual
    safety: ok
    example: {text: GOAT!, means: 最！}
`)}
	b, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][]string{
		English:     {"yyds", "goat"},
		Simplified:  {"goat", "yyds"},
		Traditional: {"goat", "yyds"},
	} {
		if diff := cmp.Diff(want, ids(b.Find(lang, "the greatest", 5))); diff != "" {
			t.Errorf("%s: %s", lang, diff)
		}
	}
}

func TestFindIsDeterministic(t *testing.T) {
	t.Parallel()
	a := builtin(t)
	b, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"a", "ni", "是", "how do you say", "x", "the"} {
		if diff := cmp.Diff(ids(a.Find(English, typed, 25)), ids(b.Find(English, typed, 25))); diff != "" {
			t.Errorf("Find(%q) of two equal books differs: %s", typed, diff)
		}
	}
}

func TestStem(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"thanks": "thank", "slaying": "slay", "posted": "post", "replies": "reply", "glasses": "glass",
		"miss": "miss", "is": "is", "bus": "bus", "sing": "sing", "red": "red", "": "",
	} {
		if got := stem(word); got != want {
			t.Errorf("stem(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestNearly(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"slang", "slnag", true}, {"slang", "sland", true}, {"slang", "slan", true}, {"slang", "sslang", true},
		{"slang", "slang", false}, {"slang", "sla", false}, {"slang", "lsnag", false}, {"", "a", true}, {"ab", "ba", true},
		{"abc", "xyc", false},
	} {
		if nearly(test.a, test.b) != test.want || nearly(test.b, test.a) != test.want {
			t.Errorf("nearly(%q, %q) is not %t", test.a, test.b, test.want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{"ni hao", "种草", "\xff\xfe", "ü5", "u:1", "123", "city不city", "🐮🍺", "thank you so much", "ｙｙｄｓ"} {
		f.Add(seed)
	}
	b := builtin(f)
	f.Fuzz(func(t *testing.T, typed string) {
		matches := b.Find(Traditional, typed, 25)
		if len(matches) > 25 {
			t.Errorf("%d matches", len(matches))
		}
		seen := map[string]bool{}
		for _, m := range matches {
			if seen[m.id()] {
				t.Errorf("%s twice", m.id())
			}
			seen[m.id()] = true
		}
	})
}

func BenchmarkFind(b *testing.B) {
	book := builtin(b)
	for _, typed := range []string{"n", "nihao", "种草", "thank you", "how do you say this in chinese", "delisious"} {
		b.Run(typed, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				book.Find(English, typed, 25)
			}
		})
	}
}

func BenchmarkBuiltin(b *testing.B) {
	for b.Loop() {
		if _, err := Load(os.DirFS("data")); err != nil {
			b.Fatal(err)
		}
	}
}

package commands

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"magpie/community"
	"magpie/lexicon"
	"magpie/locales"
	"magpie/phrase"
	"magpie/slash"
)

// nobodys are the settings of people who chose nothing.
type nobodys struct{ untranslated string }

func (n nobodys) Person(_ context.Context, id string) (community.Person, bool, error) {
	return community.Person{ID: id, Untranslated: id == n.untranslated}, true, nil
}
func (nobodys) SavePerson(context.Context, community.Person) error { return nil }

// noServers are servers in which nothing was settled and that have no words.
type noServers struct{}

func (noServers) Server(_ context.Context, id string) (community.Server, bool, error) {
	return community.Server{}, false, nil
}
func (noServers) Terms(context.Context, string) ([]community.Term, error) { return nil, nil }

// newExplain is Explain on the core lexicon or, for benchmarks, a built dictionary. The
// test fails if anything is not answered, as a reply that does not fit is not.
func newExplain(t testing.TB, file string) *slash.Router {
	t.Helper()
	book, err := phrase.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d, err := lexicon.Core()
	if file != "" {
		d, err = lexicon.Open(file)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	dictionary := func() *lexicon.Dictionary { return d }
	refused := func(o slash.Outcome) {
		if o.Result != slash.Answered {
			t.Errorf("%s: %s", o.Command, o.Result)
		}
	}
	router, err := slash.NewRouter(slog.New(slog.DiscardHandler), slash.Options{Words: words, PerPerson: 1e6, PerServer: 1e6, Observe: refused}, Explain(ExplainNeeds{
		Book: book, Dictionary: dictionary, Glossary: noServers{}, People: nobodys{}, Servers: noServers{},
		Bridge: nil, Cards: CardNeeds{Book: book, Dictionary: dictionary}, Now: time.Now,
	}))
	if err != nil {
		t.Fatal(err)
	}
	return router
}

// an explainReader reads explanations, and turns their pages.
type explainReader struct {
	testing.TB
	router *slash.Router
	lang   string
	shown  slash.Reply
}

func (r *explainReader) Reply(_ context.Context, shown slash.Reply) error {
	r.shown = shown
	return nil
}
func (r *explainReader) Defer(context.Context, bool) error             { return nil }
func (r *explainReader) Edit(ctx context.Context, s slash.Reply) error { return r.Reply(ctx, s) }
func (r *explainReader) Suggest(context.Context, []slash.Choice) error { return nil }
func (r *explainReader) Form(context.Context, slash.Form) error        { return nil }
func (r *explainReader) do(ev slash.Event) {
	ev.Person, ev.Place = slash.Person{ID: "7", Locale: r.lang}, slash.Place{Server: "1", Channel: "2"}
	r.router.Serve(r.Context(), ev, r)
}

func (r *explainReader) explain(text string) {
	r.do(slash.Event{Kind: slash.Clicked, Command: "explain-message", Message: &slash.Message{ID: "3", AuthorID: "8", Text: text}})
}

// TestExplanationsFit explains texts of all kinds to everybody, page by page.
func TestExplanationsFit(t *testing.T) {
	t.Parallel()
	router := newExplain(t, "")
	long, err := os.ReadFile("../testdata/files/long.txt")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"Chinese":         string(long),
		"traditional":     "大家好！我是新來的，這個影片的訊息量好大，真是絕絕子。" + strings.Repeat("裡面的東西", 300),
		"every character": everyHanzi(1000),
		"English":         strings.Repeat("No cap, this recipe is delicious; I was exhausted! ", 78),
		"one long word":   strings.Repeat("a", 4000),
		"marks":           strings.Repeat("*_~`|>#-[](){}<>\\ 好", 200),
		"lines":           strings.Repeat("好\n\n", 1300),
		"not UTF-8":       "你\xff好\xfe lol",
		"slang alone":     slangAlone(t),
	} {
		for _, lang := range []string{"en-US", "zh-CN", "zh-TW"} {
			t.Run(name+" "+lang, func(t *testing.T) {
				t.Parallel()
				r := &explainReader{TB: t, router: router, lang: lang}
				r.explain(text)
				pages := 1
				for pages < 4 && r.next() {
					pages++
				}
				if pages == 1 && name == "every character" && lang == "en-US" {
					t.Error("a long message takes one page")
				}
			})
		}
	}
}

// next turns to the next page, if there is one.
func (r *explainReader) next() bool {
	for _, b := range r.shown.Buttons() {
		if b.Label == "Next page" || b.Label == "下一页" || b.Label == "下一頁" {
			if b.Off {
				return false
			}
			r.do(slash.Event{Kind: slash.Pressed, Custom: b.ID, Message: &slash.Message{Private: true}})
			return true
		}
	}
	return false
}

func everyHanzi(n int) string {
	var b strings.Builder
	for r := rune(0x4E00); n > 0; r, n = r+1, n-1 {
		b.WriteRune(r)
	}
	return b.String()
}

// slangAlone is a message of all the slang of the book that fits.
func slangAlone(t *testing.T) string {
	book, err := phrase.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, s := range book.Slang() {
		all = append(all, s.Term.Simplified)
	}
	text := strings.Join(all, "，")
	return string([]rune(text)[:min(4000, utf8.RuneCountInString(text))])
}

func TestWhatIsSpotted(t *testing.T) {
	t.Parallel()
	book, err := phrase.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d, err := lexicon.Core()
	if err != nil {
		t.Fatal(err)
	}
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	terms := []community.Term{
		{ID: "1", Simplified: "鸟巢", Traditional: "鳥巢", English: "the Nest"},
		{ID: "2", English: "star cats", Meaning: community.Meaning{English: "our cats"}},
	}
	s := newSpotter(book)
	for _, test := range []struct{ lang, text, want string }{
		{"en", "我喜欢种草莓", ""},
		{"en", "被你种草了", "slang 种草"},
		{"en", "审核中", "notice 审核中"},
		{"en", "提示【审核中】请等一等，大家都别着急", "notice 审核中"},
		{"en", "我的文章还在审核中，下周三应该能发表，到时候一起庆祝", ""},
		{"zh-TW", "跳出「帳號異常」了", "notice 帳號異常"},
		{"en", "你好！谢谢。", "phrase Hello! phrase Thank you!"},
		{"zh-CN", "Thank you!", "phrase Thank you!"},
		{"en", "Thank you!", ""},
		{"en", "歡迎來鳥巢", "term the Nest"},
		{"en", "Star cats, hello", "term star cats"},
		{"en", "rock star catsuit", ""},
		{"en", "https://example.org/yyds", ""},
	} {
		v := slash.NewVoice(words, test.lang)
		x := s.explain(v, readerIn(test.lang), d, terms, recentText{Text: test.text})
		var got []string
		for _, p := range x.phrases {
			got = append(got, "phrase "+p.En)
		}
		for _, n := range x.notices {
			got = append(got, "notice "+n.Text.In(test.lang))
		}
		for _, term := range x.terms {
			got = append(got, "term "+term.English)
		}
		for _, slang := range x.slang {
			got = append(got, "slang "+slang.Term.Simplified)
		}
		if said := strings.Join(got, " "); said != test.want {
			t.Errorf("%s, for %s: %q, want %q", test.text, test.lang, said, test.want)
		}
	}
}

func TestRecentTexts(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	r := newRecent(func() time.Time { return now })
	first := r.keep(recentText{Text: "你好", Reader: "1"})
	if _, ok := r.find(first, "2"); ok {
		t.Error("somebody else finds it")
	}
	now = now.Add(59 * time.Minute)
	if got, ok := r.find(first, "1"); !ok || got.Text != "你好" {
		t.Error("its reader does not find it")
	}
	second := r.keep(recentText{Text: "再见", Reader: "1"})
	now = now.Add(time.Minute)
	if _, ok := r.find(first, "1"); ok {
		t.Error("it is there after an hour")
	}
	if _, ok := r.find(second, "1"); !ok {
		t.Error("the second went with the first")
	}
	for range 2 * recentSize / 12000 {
		r.keep(recentText{Text: strings.Repeat("好", 4000), Reader: "1"})
	}
	if _, ok := r.find(second, "1"); ok || r.size > recentSize || len(r.texts) != len(r.order) {
		t.Errorf("%d bytes in %d texts are kept", r.size, len(r.texts))
	}
}

func TestCutUp(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":            {""},
		"one":         {"one"},
		"one two six": {"one two", "six"},
		"好好好好好好好好好":   {"好好好好好好好", "好好"},
	} {
		if diff := cmp.Diff(want, cutUp(text, 7)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// BenchmarkExplain2000 explains a message of 2,000 characters, of the longest sort, as a
// person has it explained, and reports the 99th percentile. It wants a built dictionary.
func BenchmarkExplain2000(b *testing.B) {
	const built = "../build/data/dictionary.magpie"
	if _, err := os.Stat(built); err != nil {
		b.Skip("no dictionary: make setup builds one")
	}
	long, err := os.ReadFile("../testdata/files/long.txt")
	if err != nil {
		b.Fatal(err)
	}
	prose := "听说你们那边的平台要关了，好多人搬过来，我在小红书上每天都能刷到你们的猫。英语不好，但是想交朋友，有什么不懂的可以问我，别客气！" +
		"昨天老板又让加班，真的破防了，只想躺平摸鱼。周末去探店，发现一家宝藏小店，老板人超好，味道绝绝子，强烈安利给大家。"
	for lang, text := range map[string]string{
		"en-US": string([]rune(prose + string(long))[:2000]),
		"zh-TW": string([]rune(strings.Repeat("No cap, that acoustic arrangement genuinely transcended expectations; the audience was flabbergasted and I ugly-cried. ", 20))[:2000]),
	} {
		b.Run(lang, func(b *testing.B) {
			r := &explainReader{TB: b, router: newExplain(b, built), lang: lang}
			b.ReportAllocs()
			var took []time.Duration
			for b.Loop() {
				start := time.Now()
				r.explain(text)
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

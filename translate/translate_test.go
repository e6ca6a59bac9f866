package translate_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/translate"
)

// A fake is an engine that speaks the protocols of both kinds, as badly as a test wants.
type fake struct {
	*httptest.Server
	languages string                // what LibreTranslate says it knows
	say       func(q string) string // a translation
	status    int                   // instead of an answer
	body      string                // instead of an answer
	stall     chan struct{}         // keeps answers back until it is closed

	mu    sync.Mutex
	asked []string // "source>target: text", of each text
	keys  []string
}

func newFake(t *testing.T) *fake {
	f := &fake{
		languages: `[{"code":"en","targets":["en","zh-Hans","zh-Hant"]},{"code":"zh-Hans","targets":["en"]},{"code":"zh-Hant","targets":["en"]}]`,
		say:       func(q string) string { return "<" + q + ">" },
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /languages", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(f.languages)) })
	mux.HandleFunc("GET /v2/usage", func(w http.ResponseWriter, r *http.Request) { f.answer(w, r, nil) })
	mux.HandleFunc("POST /translate", func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Q                       []string
			Source, Target, Api_key string
		}
		json.NewDecoder(r.Body).Decode(&in)
		var out struct {
			Text []string `json:"translatedText"`
		}
		out.Text = f.note(in.Q, in.Source, in.Target, in.Api_key)
		f.answer(w, r, out)
	})
	mux.HandleFunc("POST /v2/translate", func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Text                     []string
			Source_lang, Target_lang string
		}
		json.NewDecoder(r.Body).Decode(&in)
		type translation struct {
			Text string `json:"text"`
		}
		var out struct {
			Translations []translation `json:"translations"`
		}
		for _, text := range f.note(in.Text, in.Source_lang, in.Target_lang, r.Header.Get("Authorization")) {
			out.Translations = append(out.Translations, translation{text})
		}
		f.answer(w, r, out)
	})
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

func (f *fake) note(texts []string, source, target, key string) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.keys = append(f.keys, key)
	var said []string
	for _, text := range texts {
		f.asked = append(f.asked, source+">"+target+": "+text)
		said = append(said, f.say(text))
	}
	return said
}

func (f *fake) answer(w http.ResponseWriter, r *http.Request, out any) {
	if f.stall != nil {
		select {
		case <-f.stall:
		case <-r.Context().Done():
		}
		return
	}
	if f.status != 0 {
		w.WriteHeader(f.status)
	}
	if f.body != "" || f.status != 0 {
		w.Write([]byte(f.body))
		return
	}
	json.NewEncoder(w).Encode(out)
}

// libre and deepl are both kinds of engine on a fake.
func (f *fake) libre() translate.Engine {
	return translate.NewLibreTranslate(f.Client(), f.URL+"/", "key")
}
func (f *fake) deepl() translate.Engine { return translate.NewDeepL(f.Client(), f.URL, "key:fx") }

func TestEngines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		engine    func(*fake) translate.Engine
		languages string
		from, to  string
		want      string
	}{
		{"LibreTranslate, Chinese by its script", (*fake).libre, "", "zh-CN", "en", "zh-Hans>en: 你好"},
		{"to traditional", (*fake).libre, "", "en", "zh-TW", "en>zh-Hant: 你好"},
		{"an older server", (*fake).libre, `[{"code":"en","targets":["zh","zt"]},{"code":"zh","targets":["en"]},{"code":"zt","targets":["en"]}]`, "zh-TW", "en", "zt>en: 你好"},
		{"no traditional to translate from", (*fake).libre, `[{"code":"en"},{"code":"zh"}]`, "zh-TW", "en", "zh>en: 你好"},
		{"DeepL", (*fake).deepl, "", "zh-TW", "en", "ZH>EN-US: 你好"},
		{"DeepL to traditional", (*fake).deepl, "", "en", "zh-TW", "EN>ZH-HANT: 你好"},
		{"DeepL to simplified", (*fake).deepl, "", "en", "zh-CN", "EN>ZH-HANS: 你好"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			if test.languages != "" {
				f.languages = test.languages
			}
			got, err := test.engine(f).Translate(t.Context(), []string{"你好"}, test.from, test.to)
			if err != nil || len(got) != 1 || got[0] != "<你好>" {
				t.Fatal(got, err)
			}
			if diff := cmp.Diff([]string{test.want}, f.asked); diff != "" {
				t.Error(diff)
			}
			if !strings.Contains(f.keys[0], "key") {
				t.Errorf("the key is %q", f.keys[0])
			}
		})
	}
}

func TestTrouble(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		trouble func(*fake)
		want    error
	}{
		{"a page instead of an answer", func(f *fake) { f.body = "<html>Sign in</html>" }, translate.ErrOdd},
		{"an answer of another shape", func(f *fake) { f.body = `{"translatedText":7,"translations":7}` }, translate.ErrOdd},
		{"too few", func(f *fake) { f.body = `{"translatedText":[],"translations":[]}` }, translate.ErrOdd},
		{"nothing said", func(f *fake) { f.say = func(string) string { return "" } }, translate.ErrOdd},
		{"too much", func(f *fake) { f.body = `{"translatedText":["` + strings.Repeat("a", 2<<20) + `"]}` }, translate.ErrOdd},
		{"used up", func(f *fake) { f.status = 456 }, translate.ErrQuota},
		{"too fast", func(f *fake) { f.status = 429 }, translate.ErrBusy},
		{"a wrong key", func(f *fake) { f.status = 403 }, translate.ErrRefused},
		{"sent elsewhere", func(f *fake) { f.status = 302 }, translate.ErrRefused},
		{"too long", func(f *fake) { f.status = 413 }, translate.ErrTooLong},
		{"broken", func(f *fake) { f.status = 503 }, translate.ErrAway},
		{"gone", func(f *fake) { f.Close() }, translate.ErrAway},
		{"slow", func(f *fake) { f.stall = make(chan struct{}) }, translate.ErrSlow},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, kind := range []func(*fake) translate.Engine{(*fake).libre, (*fake).deepl} {
				f := newFake(t)
				engine := kind(f)
				test.trouble(f)
				ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
				if test.want != translate.ErrSlow {
					ctx, cancel = context.WithCancel(t.Context())
				}
				defer cancel()
				if got, err := engine.Translate(ctx, []string{"hello"}, "en", "zh-CN"); !errors.Is(err, test.want) {
					t.Errorf("%s: %q, %v; want %v", engine.Name(), got, err, test.want)
				}
			}
		})
	}
}

func TestLanguagesThatAreMissing(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.languages = `[{"code":"en","targets":["de"]},{"code":"de","targets":["en"]}]`
	if _, err := f.libre().Translate(t.Context(), []string{"a"}, "en", "zh-CN"); !errors.Is(err, translate.ErrUnsupported) {
		t.Error(err)
	}
	if _, err := f.deepl().Translate(t.Context(), []string{"a"}, "en", "fr"); !errors.Is(err, translate.ErrUnsupported) {
		t.Error(err)
	}
	f.languages = `[]`
	if _, err := f.libre().Translate(t.Context(), []string{"a"}, "en", "zh-CN"); !errors.Is(err, translate.ErrOdd) {
		t.Error(err)
	}
}

func TestQuota(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	f.body = `{"character_count":180118,"character_limit":500000}`
	if q, err := f.deepl().Quota(t.Context()); err != nil || q != (translate.Quota{Used: 180118, Allowed: 500000}) {
		t.Error(q, err)
	}
	f.body = `{}`
	if _, err := f.deepl().Quota(t.Context()); !errors.Is(err, translate.ErrOdd) {
		t.Error(err)
	}
	if q, err := f.libre().Quota(t.Context()); err != nil || q != (translate.Quota{}) {
		t.Error(q, err)
	}
	f.languages = `[{"code":"en","targets":["de"]}]`
	if _, err := f.libre().Quota(t.Context()); !errors.Is(err, translate.ErrUnsupported) {
		t.Error(err)
	}
}

// A notebook is a Memory whose limits are what is left.
type notebook struct {
	mu    sync.Mutex
	texts map[string]string
	spent int
}

func (n *notebook) Translation(_ context.Context, key string) (string, bool, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	text, ok := n.texts[key]
	return text, ok, nil
}

func (n *notebook) SaveTranslation(_ context.Context, key, text string, _ time.Time) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.texts[key] = text
	return nil
}

func (n *notebook) SpendTranslation(_ context.Context, s translate.Spending, l translate.Limits) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case n.spent+s.Characters > l.Server:
		return translate.ErrBudget
	case n.spent+s.Characters > l.Person:
		return translate.ErrShare
	}
	n.spent += s.Characters
	return nil
}

func newTranslator(f *fake, budget int) (*translate.Translator, *notebook) {
	book := &notebook{texts: map[string]string{}}
	return &translate.Translator{Engine: f.libre(), Memory: book, Budget: budget, Now: time.Now}, book
}

func TestTranslator(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		keep       []string
		say        func(string) string
		want       string
		asked      []string
	}{
		{
			"what stays comes back in its place", "你好 <@123>，看 https://example.org/a?b=c 😀", nil,
			func(q string) string { return strings.NewReplacer("你好", "Hello", "看", "look at").Replace(q) },
			"Hello <@123>，look at https://example.org/a?b=c 😀", []string{"你好 {{0}}，看 {{1}} {{2}}"},
		}, {
			"marks with spaces and wide braces", "问 <:magpie:123456> 好", nil,
			func(q string) string { return strings.ReplaceAll(q, "{{0}}", " ｛{ 0 }｝ ") },
			"问  <:magpie:123456>  好", []string{"问 {{0}} 好"},
		}, {
			"a mark that is lost", "你好 <@123>！", nil,
			func(q string) string {
				return strings.ReplaceAll(strings.ReplaceAll(q, "{{0}}", ""), "你好", "Hello")
			},
			"Hello <@123>！", []string{"你好 {{0}}！", "你好"},
		}, {
			"a mark that comes twice", "`x` 好 `y`", nil,
			func(q string) string { return strings.ReplaceAll(q, "{{1}}", "{{0}}") },
			"`x` 好 `y`", []string{"{{0}} 好 {{1}}", "好"},
		}, {
			"slang, but not within words", "lol 种草 lollipop", []string{"lol", "种草"},
			strings.ToUpper, "lol 种草 LOLLIPOP", []string{"{{0}} {{1}} lollipop"},
		}, {
			"marks that somebody typed", "好 {{0}} 好", nil, strings.ToUpper, "好 {{0}} 好", []string{"好 {{0}} 好"},
		}, {
			"nothing to translate", "<@123> https://example.org 🎉", nil, strings.ToUpper, "<@123> https://example.org 🎉", nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.say = test.say
			tr, _ := newTranslator(f, 4000)
			r := translate.Request{Text: test.text, From: "zh-CN", To: "en", Keep: test.keep, Server: "1", Person: "2"}
			for range 2 { // the second time it is remembered
				if got, err := tr.Translate(t.Context(), r); got != test.want || err != nil {
					t.Fatalf("%q, %v; want %q", got, err, test.want)
				}
			}
			var want []string
			for _, asked := range test.asked {
				want = append(want, "zh-Hans>en: "+asked)
			}
			if diff := cmp.Diff(want, f.asked); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBudget(t *testing.T) {
	t.Parallel()
	f := newFake(t)
	tr, book := newTranslator(f, 40)
	ask := func(text string) error {
		_, err := tr.Translate(t.Context(), translate.Request{Text: text, From: "zh-CN", To: "en", Server: "1", Person: "2"})
		return err
	}
	if err := ask("你好，朋友"); err != nil || book.spent != 5 {
		t.Error(err, book.spent)
	}
	if err := ask("你好，朋友"); err != nil || book.spent != 5 {
		t.Error("what is remembered costs:", err, book.spent)
	}
	if err := ask("你好，朋友，你好"); !errors.Is(err, translate.ErrShare) {
		t.Error(err)
	}
	f.status = 500
	if err := ask("再见"); !errors.Is(err, translate.ErrAway) || book.spent != 5 {
		t.Error("a failure costs:", err, book.spent)
	}
	if err := ask(strings.Repeat("好", 4001)); !errors.Is(err, translate.ErrTooLong) {
		t.Error(err)
	}
}

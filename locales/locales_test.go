package locales

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

func mustLoad(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMatch(t *testing.T) {
	t.Parallel()
	c := mustLoad(t)
	for locales, want := range map[string]string{
		"": "en", "en": "en", "en-US": "en", "en-GB": "en", "en-AU": "en",
		"zh-CN": "zh-CN", "zh": "zh-CN", "zh-SG": "zh-CN", "zh-Hans": "zh-CN", "zh-Hans-HK": "zh-CN",
		"zh-TW": "zh-TW", "zh-HK": "zh-TW", "zh-MO": "zh-TW", "zh-Hant": "zh-TW", "zh-Hant-CN": "zh-TW",
		"fr": "en", "id": "en", "ja": "en", "ko": "en", "pt-BR": "en", "es-419": "en", "no language": "en",
		"fr zh-TW": "zh-TW", "id zh-CN": "zh-CN", "en-GB zh-CN": "en", "zh-HK en-US": "zh-TW", "?? zh-TW": "zh-TW",
	} {
		if got := c.Match(strings.Fields(locales)...); got != want {
			t.Errorf("Match(%s) = %s, want %s", locales, got, want)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	c, err := load(fstest.MapFS{
		"en.json":    {Data: []byte(`{"lacks":"It needs %s in %s.","old":"Too old.","only":"Only %s, 100%%","wait":{"one":"Wait a second, %[2]s.","other":"Wait %d seconds, %s."}}`)},
		"zh-TW.json": {Data: []byte(`{"lacks":"在 %[2]s 需要：%[1]s。","old":"過期了。","wait":{"other":"%[2]s，請等 %[1]d 秒。"}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		lang, key string
		args      []any
		want      string
	}{
		{"en", "old", nil, "Too old."},
		{"zh-TW", "old", nil, "過期了。"},
		{"fr", "old", nil, "Too old."},
		{"en", "wait", []any{1, "Ana"}, "Wait a second, Ana."},
		{"en", "wait", []any{0, "Ana"}, "Wait 0 seconds, Ana."},
		{"en", "wait", []any{1234, "Ana"}, "Wait 1,234 seconds, Ana."},
		{"zh-TW", "wait", []any{1, "Ana"}, "Ana，請等 1 秒。"},
		{"en", "lacks", []any{"A", "B"}, "It needs A in B."},
		{"zh-TW", "lacks", []any{"A", "B"}, "在 B 需要：A。"},
		{"en", "only", []any{"2025 %s 100%"}, "Only 2025 %s 100%, 100%"},
		{"zh-TW", "only", []any{"one"}, "Only one, 100%"},
		{"en", "no.such_key", nil, "no.such_key"},
		{"zh-TW", "no.such_key", []any{"a", 3}, "no.such_key"},
	} {
		if got := c.Text(x.lang, x.key, x.args...); got != x.want {
			t.Errorf("%s %s: %q, want %q", x.lang, x.key, got, x.want)
		}
	}
	if c.Has("en", "no.such_key") || c.Has("fr", "old") || c.Has("zh-TW", "only") || !c.Has("zh-TW", "old") {
		t.Error("Has: wrong")
	}
}

// TestLanguageIsAFile adds a language, whose words lack one of English, and breaks files.
func TestLanguageIsAFile(t *testing.T) {
	t.Parallel()
	c, err := load(fstest.MapFS{
		"pl.json": {Data: []byte(`{"language.name":"Polski","language.discord":"pl","n":{"one":"%d kot","few":"%d koty","many":"%d kotów","other":"%d kota"}}`)},
		"en.json": {Data: []byte(`{"language.name":"English","language.discord":"en-US en-GB","n":{"one":"%d cat","other":"%d cats"},"only":"Only %s"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(c.Languages(), " "); got != "en pl" {
		t.Errorf("languages %s", got)
	}
	if got := strings.Join(c.Discord("en"), " ") + " " + c.Name("pl"); got != "en-US en-GB Polski" {
		t.Errorf("names %s", got)
	}
	for n, want := range map[int]string{1: "1 kot", 3: "3 koty", 5: "5 kotów"} {
		if got := c.Text("pl", "n", n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	if got := c.Text("pl", "only", "one"); got != "Only one" {
		t.Errorf("missing in Polish: %q", got)
	}
	for name, data := range map[string]string{"no JSON": `{"a":`, "a number": `{"a":1}`, "a list": `{"a":["b"]}`} {
		if _, err := load(fstest.MapFS{"en.json": {Data: []byte(data)}}); err == nil || !strings.Contains(err.Error(), "read locale en.json") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	c := mustLoad(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 100 {
				lang := c.Match(c.Languages()[(i+n)%3])
				if got := c.Text(lang, "sorry.too_fast", n+2); !strings.Contains(got, " ") || strings.Contains(got, "%") {
					t.Errorf("%s: %q", lang, got)
				}
				if !c.Has(lang, "sorry.stale") {
					t.Errorf("%s: no words", lang)
				}
			}
		})
	}
	wg.Wait()
}

package guide

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

// named are hits as "guide#step".
func named(hits []Hit) []string {
	var names []string
	for _, h := range hits {
		name := h.Guide.Name
		if h.Step >= 0 {
			name += "#" + h.Guide.Steps[h.Step].ID
		}
		names = append(names, name)
	}
	return names
}

func TestLook(t *testing.T) {
	t.Parallel()
	l, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		lang, words string
		want        string // the first hit
		excerpt     string // a part of its excerpt
	}{
		{"en", "how do I save my videos", "leaving-tiktok#videos", "Save"},
		{"en", "VIDEOS saved", "leaving-tiktok#videos", "Save"},
		{"en", "cat tax", "rednote#manners", "cat tax"},
		{"en", "rednote", "rednote", "RedNote"},
		{"en", "rednote leaving", "rednote#leaving", ""},
		{"en", "验证码", "staying-safe#codes", ""},
		{"en", "驗證碼", "staying-safe#codes", ""},
		{"zh-CN", "验证码", "staying-safe#codes", "验证码"},
		{"zh-CN", "驗證碼", "staying-safe#codes", "验证码"},
		{"zh-TW", "验证码", "staying-safe#codes", "驗證碼"},
		{"zh-TW", "在哪裡可以打165反詐騙專線", "rednote#safety", "165"},
		{"zh-CN", "cat tax", "rednote#manners", "猫税"},
		{"zh-CN", "猫", "rednote#manners", "猫"},
		{"en", "jmcomic quuxly", "", ""},
		{"en", "?!", "", ""},
		{"en", "", "", ""},
	} {
		hits := l.Look(test.lang, test.words, 5)
		if len(hits) > 5 {
			t.Errorf("%q: %d hits", test.words, len(hits))
		}
		first := append(hits, Hit{})[0]
		if got := append(named(hits), "")[0]; got != test.want || !strings.Contains(first.Excerpt, test.excerpt) || len(hits) > 0 && first.Guide.Lang != test.lang {
			t.Errorf("%s: %q finds %v, first in %s: %q; want %s with %q", test.lang, test.words, named(hits), first.Guide.Lang, first.Excerpt, test.want, test.excerpt)
		}
	}
}

// A title counts more than the title of a step, and that more than a text.
func TestLookRanks(t *testing.T) {
	t.Parallel()
	body := file(1, "T", "one", "two")
	body.Data = append(body.Data, "\nLook for the **heron**, [it says](https://a.example). The end.\n"...)
	l, err := Load(fstest.MapFS{
		"a/en.md": body,
		"b/en.md": file(2, "T", "one", "heron"),
		"c/en.md": file(3, "The Heron", "one"),
	})
	if err != nil {
		t.Fatal(err)
	}
	hits := l.Look("en", "herons", 9)
	if diff := gocmp.Diff([]string{"c", "b#heron", "a#two"}, named(hits)); diff != "" {
		t.Fatalf("hits (-want +got):\n%s", diff)
	}
	if got := hits[2].Excerpt; got != "Look for the heron, it says." {
		t.Errorf("excerpt: %q", got)
	}
	if got := named(l.Look("en", "herons", 2)); len(got) != 2 {
		t.Errorf("two at most: %v", got)
	}
}

// A step that only another language has is not found for a reader of this one.
func TestLookLeavesOut(t *testing.T) {
	t.Parallel()
	l, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if got := named(l.Look("en", "台灣讀者先看這裡", 25)); slices.Contains(got, "rednote#blocked") {
		t.Errorf("an English reader is offered a step there is not: %v", got)
	}
	if got := named(l.Look("zh-TW", "台灣讀者先看這裡", 1)); !slices.Equal(got, []string{"rednote#blocked"}) {
		t.Errorf("a reader in Taiwan finds %v", got)
	}
}

func FuzzLook(f *testing.F) {
	l, err := Builtin()
	if err != nil {
		f.Fatal(err)
	}
	for _, words := range []string{"cat tax", "猫税cat", "''s", "\xff", "ｆｕｌｌ　ｗｉｄｔｈ", strings.Repeat("如何", 40)} {
		f.Add(words)
	}
	f.Fuzz(func(t *testing.T, words string) {
		for _, h := range l.Look("zh-TW", words, 3) {
			if h.Step >= len(h.Guide.Steps) || h.Excerpt == "" {
				t.Errorf("%q: step %d of %s, %q", words, h.Step, h.Guide.Name, h.Excerpt)
			}
		}
	})
}

// lookups are what people may search for, up to the longest that they can type.
var lookups = []string{
	"cat tax", "猫", "验证码", "how do I save my videos before the app goes dark again?",
	"怎么注册账号才能收到验证码然后发第一条笔记而不会被限流还要注意什么朋友在哪里我的视频怎么办最后怎么离开又不丢东西呢我想知道",
}

// BenchmarkGuideSearch searches all guides in all languages. p99 is of the slowest lookup.
func BenchmarkGuideSearch(b *testing.B) {
	l, err := Builtin()
	if err != nil {
		b.Fatal(err)
	}
	l.Look(English, "first", 1) // builds the index
	var took []time.Duration
	for b.Loop() {
		for _, words := range lookups {
			began := time.Now()
			l.Look("zh-CN", words, 8)
			took = append(took, time.Since(began))
		}
	}
	slices.SortFunc(took, cmp.Compare)
	postings := 0
	for _, keys := range l.keys {
		for _, k := range keys {
			postings += len(k.text())
		}
	}
	b.ReportMetric(took[len(took)*99/100].Seconds()*1000, "p99-ms")
	b.ReportMetric(took[len(took)/2].Seconds()*1000, "p50-ms")
	b.ReportMetric(float64(postings*4)/1024, "index-KiB")
}

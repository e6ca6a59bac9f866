package guide

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// file returns a guide's file with the given steps.
func file(order int, title string, steps ...string) *fstest.MapFile {
	text := fmt.Sprintf("---\ntitle: %s\nsummary: S\naudience: everyone\norder: %d\nchecked: 2026-01-02\nsources: ['[A](https://a.example)']\n---\n", title, order)
	for _, s := range steps {
		text += fmt.Sprintf("\n## About %s {#%s}\n\nText.\n", s, s)
	}
	return &fstest.MapFile{Data: []byte(text)}
}

func TestLoadMistakes(t *testing.T) {
	t.Parallel()
	differs := file(1, "T", "other")
	differs.Data = []byte(strings.Replace(string(differs.Data), "order", "differs: true\norder", 1))
	_, err := Load(fstest.MapFS{
		"a/en.md":    file(1, "T", "one", "two"),
		"a/zh-CN.md": file(1, "T", "two", "one"),
		"a/zh-TW.md": differs,
		"b/en.md":    file(1, "T", "one"),
		"b/zh-CN.md": file(1, "T", "uno"),
		"c/zh-CN.md": file(1, "T", "one"),
		"d/en.md":    {Data: []byte("Hello")},
		"notes.txt":  {Data: []byte("Hello")},
	})
	want := `d/en.md:1: front matter needs a line --- at the start
notes.txt: want a path like name/en.md, have notes.txt
a/zh-CN.md: steps differ from English: step 1 is two, not one
b/zh-CN.md: steps differ from English: no one, uno is extra
c: guide c has no en.md`
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("mistakes (-want +got):\n%s", diff)
	}
}

func shelf(t *testing.T) *Library {
	t.Helper()
	l, err := Load(fstest.MapFS{
		"zoo/en.md":        file(1, "At the Zoo", "lions"),
		"bluesky/en.md":    file(2, "Bluesky", "feeds"),
		"atoms/en.md":      file(2, "Atoms and Cats", "none"),
		"rednote/en.md":    file(3, "RedNote", "cats", "dogs"),
		"rednote/zh-TW.md": file(9, "小紅書", "cats", "dogs"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLibrary(t *testing.T) {
	t.Parallel()
	l := shelf(t)
	if diff := cmp.Diff([]string{"zoo", "atoms", "bluesky", "rednote"}, l.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"en", "zh-TW"}, l.Languages("rednote")); diff != "" {
		t.Errorf("languages (-want +got):\n%s", diff)
	}
	if got := l.Languages("nowhere"); len(got) != 0 {
		t.Errorf("languages of no guide: %v", got)
	}
	for _, test := range []struct{ name, lang, want string }{
		{"rednote", "zh-TW", "zh-TW"},
		{"rednote", "zh-CN", "zh-TW"},
		{"zoo", "en", "en"},
		{"nowhere", "en", ""},
	} {
		g, ok := l.Find(test.name, test.lang)
		if g.Lang != test.want || ok != (test.want != "") {
			t.Errorf("Find(%q, %q) is in %q, %v; want %q", test.name, test.lang, g.Lang, ok, test.want)
		}
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	l := shelf(t)
	for _, test := range []struct {
		lang, typed string
		want        []string
	}{
		{"en", "", []string{"At the Zoo", "Atoms and Cats", "Bluesky", "RedNote"}},
		{"zh-TW", " ", []string{"At the Zoo", "Atoms and Cats", "Bluesky", "小紅書"}},
		{"en", "ＲＥＤｎ", []string{"RedNote"}},
		{"en", "小紅", []string{"RedNote"}},
		{"zh-TW", "紅", []string{"小紅書"}},
		{"zh-TW", "rednote", []string{"小紅書"}},
		{"en", "at", []string{"At the Zoo", "Atoms and Cats", "RedNote"}},
		{"en", "cats", []string{"Atoms and Cats", "RedNote"}},
		{"en", "zoo lions", []string{"At the Zoo"}},
		{"en", "zoo cats", nil},
		{"en", "no such thing", nil},
	} {
		var got []string
		for _, g := range l.Search(test.lang, test.typed) {
			got = append(got, g.Title)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("Search(%q, %q) (-want +got):\n%s", test.lang, test.typed, diff)
		}
	}
}

// languages is what the guides of this repository are written in.
var languages = []string{"en", "zh-CN", "zh-TW"}

// each runs a test on every guide of the program in every language.
func each(t *testing.T, test func(t *testing.T, g Guide)) {
	t.Helper()
	l, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range l.Names() {
		if diff := cmp.Diff(languages, l.Languages(name)); diff != "" {
			t.Errorf("languages of %s (-want +got):\n%s", name, diff)
		}
		for _, lang := range l.Languages(name) {
			t.Run(name+"/"+lang, func(t *testing.T) {
				g, _ := l.Find(name, lang)
				test(t, g)
			})
		}
	}
}

func TestBuiltin(t *testing.T) {
	t.Parallel()
	l, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"rednote", "leaving-tiktok"} {
		if _, ok := l.Find(name, English); !ok {
			t.Errorf("no guide %s", name)
		}
	}
}

// The files are written as Format writes them, which -update does, and no date in them lies ahead.
func TestBuiltinFormat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, g Guide) {
		file := g.Name + "/" + g.Lang + ".md"
		src, err := os.ReadFile(filepath.Join("library", file))
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			src = Format(g)
			if err := os.WriteFile(filepath.Join("library", file), src, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(string(src), string(Format(g))); diff != "" {
			t.Errorf("Format (-file +written):\n%s", diff)
		}
		if _, err := Parse(file, src, time.Now()); err != nil {
			t.Error(err)
		}
	})
}

// A step may not look fresher, or older, than the newest of its sources.
func TestBuiltinChecked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, g Guide) {
		for _, s := range g.Steps {
			var newest string
			for _, source := range s.Sources {
				if source.Date != "" {
					newest = max(newest, (source.Date + "-01-01")[:len(time.DateOnly)])
				}
			}
			if got := s.Checked.Format(time.DateOnly); got != newest {
				t.Errorf("step %s is checked %s, its newest source is of %s", s.ID, got, newest)
			}
		}
	})
}

// forbidden are words that a guide of this program does not use, by language; those under "" by none.
var forbidden = map[string]*regexp.Regexp{
	"":      regexp.MustCompile(`(?i)\bvpn\b|翻[墙牆]|科[学學]上[网網]|梯子|700 million|7 ?[亿億]`),
	"en":    regexp.MustCompile(`(?i)\bcountr(y|ies)\b|refugee|\bsimply\b|\bclick here\b|[\x{1F300}-\x{1FAFF}]`),
	"zh-CN": regexp.MustCompile(`国家|祖国|影片|訊|帳|[這個們說網過還]|[\x{1F300}-\x{1FAFF}]`),
	"zh-TW": regexp.MustCompile(`國家|祖國|視頻|軟件|網絡|[賬]號|短信|默認|質量|鏈接|搜索|發送|登錄|點擊|博主|[这说网过还]|[\x{1F300}-\x{1FAFF}]`),
}

func TestBuiltinWords(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, g Guide) {
		texts := []string{g.Title, g.Summary}
		for _, s := range g.Steps {
			texts = append(texts, s.Title, s.Body)
		}
		for _, text := range texts {
			for _, lang := range []string{"", g.Lang} {
				if found := forbidden[lang].FindString(text); found != "" {
					t.Errorf("%q in %q", found, shorten(text, 60))
				}
			}
		}
	})
}

// Taiwan's readers learn of the block, and of fraud, before anything else.
func TestTaiwanFirst(t *testing.T) {
	t.Parallel()
	l, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	g, _ := l.Find("rednote", "zh-TW")
	if g.Index("blocked") != 0 || g.Index("safety") != 1 || !g.Differs {
		t.Error("the guide for Taiwan does not begin with the block and the warning")
	}
	for _, want := range []string{"2025 年 12 月 4 日", "2026 年 12 月 4 日", "沒有查到"} {
		if !strings.Contains(g.Steps[0].Body, want) {
			t.Errorf("its first step does not say %q", want)
		}
	}
}

package guide

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// today is the day of these tests, later than any date in them but those that are meant to be too late.
var today = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestParse(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("testdata/sample/en.md")
	if err != nil {
		t.Fatal(err)
	}
	g, err := Parse("sample/en.md", src, today)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(g, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/sample/en.golden"
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("parsed guide (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(string(src), string(Format(g))); diff != "" {
		t.Errorf("written again (-want +got):\n%s", diff)
	}
}

// front is a front matter without fault, lines 1 to 8; the step of a test begins on line 9.
const front = `---
title: T
summary: S
audience: newcomers
checked: 2026-01-02
sources:
  - '[A](https://a.example)'
---
`

func TestParseMistakes(t *testing.T) {
	t.Parallel()
	step := "## One {#one}\n\nText.\n"
	for _, test := range []struct{ name, src, want string }{
		{"empty file", "", `x/en.md:1: front matter needs a line --- at the start`},
		{"no end of front matter", "---\ntitle: T\n", `x/en.md:3: front matter needs a line --- at its end`},
		{"not YAML", "---\ntitle: T\nsummary: a: b\n---\n" + step, `x/en.md:3: front matter: mapping values are not allowed in this context`},
		{"no mapping", "---\n- a\n---\n" + step, `x/en.md:2: front matter: want lines like title: …`},
		{"fields missing", "---\ntitle: T\n---\n" + step, `x/en.md:1: field summary is missing
x/en.md:1: field audience is missing
x/en.md:1: field checked is missing
x/en.md:4: step one has no source`},
		{"field unknown", strings.Replace(front, "title", "author: me\ntitle", 1) + step, `x/en.md:2: unknown field author`},
		{"field twice", strings.Replace(front, "title", "title: U\ntitle", 1) + step, `x/en.md:3: field title given twice`},
		{"not a line", strings.Replace(front, "title: T", "title: [T]", 1) + step, `x/en.md:2: title should be one line`},
		{"two lines", strings.Replace(front, "title: T", `title: "a\nb"`, 1) + step, `x/en.md:2: title should be one line`},
		{"hidden sign", strings.Replace(front, "title: T", `title: "a\u0040b"`, 1) + step, `x/en.md:2: not allowed here: @`},
		{"title long", strings.Replace(front, "title: T", "title: "+strings.Repeat("长", 61), 1) + step, `x/en.md:2: too long: title has 61 characters, may have 60`},
		{"summary long", strings.Replace(front, ": S", ": "+strings.Repeat("s", 101), 1) + step, `x/en.md:3: too long: summary has 101 characters, may have 100`},
		{"audience", strings.Replace(front, "newcomers", "cats", 1) + step, `x/en.md:4: audience should be one of [newcomers hosts creators communities everyone]`},
		{"order", strings.Replace(front, "title", "order: first\ntitle", 1) + step, `x/en.md:2: order should be a number from 0 to 9999`},
		{"differs", strings.Replace(front, "title", "differs: yes\ntitle", 1) + step, `x/en.md:2: differs should be true or false`},
		{"month", strings.Replace(front, "2026-01-02", "2026-01", 1) + step, `x/en.md:5: checked should be a day like 2025-01-18, not 2026-01`},
		{"no such day", strings.Replace(front, "2026-01-02", "2026-02-30", 1) + step, `x/en.md:5: want a date like 2025-01-18, not 2026-02-30`},
		{"future", strings.Replace(front, "2026-01-02", "2026-11-23", 1) + step, `x/en.md:5: date 2026-11-23 lies in the future`},
		{"sources no list", strings.Replace(front, "sources:\n  - ", "sources: ", 1) + step, `x/en.md:6: sources should be a list
x/en.md:8: step one has no source`},
		{"too many sources", strings.Replace(front, "'[A](https://a.example)'", "'[A](https://a.example)'"+strings.Repeat("\n  - '[B](https://b.example)'", 20), 1) + step, `x/en.md:27: more than 20 sources`},
		{"source not quoted", strings.ReplaceAll(front, "'", "") + step, `x/en.md:6: front matter: did not find expected '-' indicator`},
		{"source is no line", strings.Replace(front, "'[A](https://a.example)'", "a: b", 1) + step, `x/en.md:7: a source should be "[Title](https://…) (2025-01-18)"
x/en.md:9: step one has no source`},
		{"title empty", strings.Replace(front, ": T", ": ''", 1) + step, `x/en.md:2: field title is missing`},
		{"source form", strings.Replace(front, "[A]", "A ", 1) + step, `x/en.md:7: a source should be "[Title](https://…) (2025-01-18)"`},
		{"source not https", strings.Replace(front, "https", "http", 1) + step, `x/en.md:7: want an https link, have http://a.example`},
		{"no steps", front, `x/en.md: want 1 to 25 steps, have 0`},
		{"stray text", front + "\nHello.\n\n" + step, `x/en.md:10: text before the first step: Hello.`},
		{"too many steps", front + manySteps(26), `x/en.md: want 1 to 25 steps, have 26`},
		{"no id", front + "## One\n\nText.\n", `x/en.md:9: want a heading like ## Title {#its-id}, have ## One`},
		{"bad id", front + "## One {#One}\n\nText.\n", `x/en.md:9: want a heading like ## Title {#its-id}, have ## One {#One}`},
		{"id twice", front + step + "\n" + step, `x/en.md:13: step id one given twice`},
		{"step title long", front + "## " + strings.Repeat("a", 61) + " {#one}\n\nText.\n", `x/en.md:9: too long: title has 61 characters, may have 60`},
		{"no text", front + "## One {#one}\nunclear: true\n", `x/en.md:9: step one has no text`},
		{"text too soon", front + "## One {#one}\nHello there.\n\nText.\n", `x/en.md:10: unknown field Hello there.`},
		{"step field twice", front + "## One {#one}\nunclear: true\nunclear: true\n\nText.\n", `x/en.md:11: field unclear given twice`},
		{"unclear", front + "## One {#one}\nunclear: maybe\n\nText.\n", `x/en.md:10: unclear should be true or false`},
		{"source in the future", front + "## One {#one}\nsource: [A](https://a.example) (2027)\n\nText.\n", `x/en.md:10: date 2027-01-01 lies in the future`},
		{"many characters", front + "## One {#one}\n\n" + strings.Repeat("a", 1801), `x/en.md:9: too long: one has 1801 characters, may have 1800`},
		{"many bytes", front + "## One {#one}\n\n" + strings.Repeat("长", 1201), `x/en.md:9: too long: one has 3603 bytes, may have 3600`},
		{"picture", front + "## One {#one}\n\n![x](https://a.example)", `x/en.md:11: not allowed here: a picture`},
		{"table", front + "## One {#one}\n\n| a | b |", `x/en.md:11: not allowed here: a table`},
		{"fence", front + "## One {#one}\n\n```", `x/en.md:11: not allowed here: a code block`},
		{"heading", front + "## One {#one}\n\n# Big", `x/en.md:11: not allowed here: a heading other than ## for a step and ### within it`},
		{"HTML", front + "## One {#one}\n\na <b>c", `x/en.md:11: not allowed here: HTML`},
		{"reading", front + "## One {#one}\n\n{你好}", `x/en.md:11: not allowed here: a brace outside {word|reading}`},
		{"sign", front + "## One {#one}\n\nask \\@here", `x/en.md:11: not allowed here: @`},
		{"link", front + "## One {#one}\n\n[a](javascript:x) [b](https://x@y.example)", `x/en.md:11: not allowed here: @
x/en.md:11: want an https link, have javascript:x
x/en.md:11: want an https link, have https://x@y.example`},
		{"bare link", front + "## One {#one}\n\nHTTP://a.example", `x/en.md:11: want an https link, have http://`},
		{"control", front + "## One {#one}\n\na\tb", `x/en.md:11: text that cannot be shown: character "\t"`},
		{"direction", front + "## One {#one}\n\na\u202eb", `x/en.md:11: text that cannot be shown: character "\u202e"`},
		{"not UTF-8", front + "## One {#one}\n\na\xffb", `x/en.md:11: text that cannot be shown: not UTF-8`},
		{"too big", front + strings.Repeat("a", 256<<10), `x/en.md: file larger than 262144 bytes`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse("x/en.md", []byte(test.src), today)
			var mistakes Mistakes
			if !errors.As(err, &mistakes) {
				t.Fatalf("error %v, want Mistakes", err)
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("mistakes (-want +got):\n%s", diff)
			}
		})
	}
}

func manySteps(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("## S {#s" + strings.Repeat("s", i) + "}\n\nText.\n")
	}
	return b.String()
}

func TestParsePath(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"en.md", "x/en.txt", "X/en.md", "a/b/en.md", "x/EN.md", "x/.md", ""} {
		if _, err := Parse(file, []byte(front+"## One {#one}\n\nText.\n"), today); err == nil {
			t.Errorf("path %q is taken", file)
		}
	}
}

// A file saved by another editor is the same guide.
func TestParseForgives(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("testdata/sample/en.md")
	if err != nil {
		t.Fatal(err)
	}
	want, err := Parse("sample/en.md", src, today)
	if err != nil {
		t.Fatal(err)
	}
	changed := "\ufeff" + strings.ReplaceAll(string(src), "\n", "  \r\n") + "\r\n\r\n"
	got, err := Parse("sample/en.md", []byte(changed), today)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("guide (-want +got):\n%s", diff)
	}
}

// A day is in the future only when it has begun nowhere.
func TestParseDayAhead(t *testing.T) {
	t.Parallel()
	src := []byte(strings.Replace(front, "2026-01-02", "2026-11-22", 1) + "## One {#one}\n\nText.\n")
	if _, err := Parse("x/en.md", src, today); err != nil {
		t.Errorf("a day that has begun in the east: %v", err)
	}
	if _, err := Parse("x/en.md", src, today.Add(-3*time.Hour)); err == nil {
		t.Error("a day that has begun nowhere is taken")
	}
	if _, err := Parse("x/en.md", src, time.Time{}); err != nil {
		t.Errorf("without a clock: %v", err)
	}
}

// Whatever is read is written so that it is read the same, and written the same.
func FuzzParse(f *testing.F) {
	src, err := os.ReadFile("testdata/sample/en.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(src)
	f.Add([]byte(front + "## One {#a} {#one}\nsource: [~](https://a.example/é) (2025-01)\n\n  indented\n\n\n\\## no step\n"))
	f.Add([]byte("---\ntitle: ~\nsummary: '- [x]: y'\naudience: everyone\norder: 007\nchecked: 2025-01-01\nsources: ['[a](https://b.c)']\n---\n## 1 {#a}\n\n1\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		g, err := Parse("x/en.md", src, today)
		if err != nil {
			return
		}
		out := Format(g)
		again, err := Parse("x/en.md", out, today)
		if err != nil {
			t.Fatalf("own writing refused: %v\n%s", err, out)
		}
		if diff := cmp.Diff(g, again); diff != "" {
			t.Fatalf("another guide (-first +second):\n%s", diff)
		}
		if string(Format(again)) != string(out) {
			t.Fatalf("written differently:\n%s\n%s", out, Format(again))
		}
	})
}

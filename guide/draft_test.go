package guide

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	text := func(front, steps string) string {
		g := own(t, "---\nname: nest\nlanguage: en\n"+front+"---\n"+steps)
		return string(Format(g))
	}
	const a, b, c = "## A {#a}\n\na\n", "## B {#b}\n\nb\n", "## C {#c}\n\nc\n"
	const front = "title: T\nsummary: S\n"
	before := Files{"en": text(front, a+b)}
	for name, test := range map[string]struct {
		after  Files
		counts Counts
		want   string
	}{
		"nothing":       {Files{"en": text(front, a+b)}, Counts{}, ""},
		"a step more":   {Files{"en": text(front, a+c+b)}, Counts{Added: 1}, ""},
		"another order": {Files{"en": text(front, b+a)}, Counts{}, "moved"},
		"another text":  {Files{"en": text(front, a+strings.Replace(b, "\nb\n", "\nbb\n", 1))}, Counts{Changed: 1}, ""},
		"a source":      {Files{"en": text(front, a+strings.Replace(b, "\n", "\nsource: [x](https://a.b)\n", 1))}, Counts{Changed: 1}, ""},
		"a step less":   {Files{"en": text(front, b)}, Counts{Removed: 1}, ""},
		"a title":       {Files{"en": text("title: U\nsummary: S\n", a+b)}, Counts{}, "head"},
		"gone":          {Files{}, Counts{Removed: 2}, "ended"},
		"one more":      {before.With(own(t, "---\nname: nest\nlanguage: zh-TW\n"+front+"---\n"+a)), Counts{Added: 1}, "began"},
	} {
		all := Compare(before, test.after)
		if got := Count(all); got != test.counts {
			t.Errorf("%s: %+v, want %+v", name, got, test.counts)
		}
		var got []string
		for _, d := range all {
			for what, is := range map[string]bool{"began": d.Began, "ended": d.Ended, "head": d.Head, "moved": d.Moved} {
				if is {
					got = append(got, what)
				}
			}
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	g := adding(t, "zh-TW", "a", "b")
	f := Files{}.With(g)
	if got := f.For("zh-CN"); got != "zh-TW" {
		t.Errorf("a reader of 简体中文 gets %q", got)
	}
	again, ok, err := f.Guide("zh-TW")
	if diff := cmp.Diff(g, again); diff != "" || !ok || err != nil {
		t.Errorf("%v, %v\n%s", ok, err, diff)
	}
	if left := f.Without("zh-TW"); len(left) != 0 || len(f) != 1 || left.For("en") != "" {
		t.Errorf("left are %v of %v", left, f)
	}
	if _, err := (Files{"en": "broken"}).Guides(); err == nil {
		t.Error("a broken file is read")
	}
	if g.Mark("own-a") == g.Mark("own-b") || g.Mark("gone") != "" {
		t.Error("steps are not told apart")
	}
	moved := adding(t, "zh-TW", "a after cats", "b")
	if g.Mark("own-a") == moved.Mark("own-a") {
		t.Error("another place has the same mark")
	}
}

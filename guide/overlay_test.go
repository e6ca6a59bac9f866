package guide

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// ours are guides to which servers add steps: rednote in two languages, zoo in one.
func ours(t testing.TB) *Library {
	t.Helper()
	l, err := Load(fstest.MapFS{
		"rednote/en.md":    file(3, "RedNote", "cats", "dogs"),
		"rednote/zh-TW.md": file(9, "小紅書", "cats", "dogs"),
		"zoo/en.md":        file(1, "At the Zoo", "lions"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// own reads a file of a server.
func own(t testing.TB, src string) Guide {
	t.Helper()
	g, err := ReadOwn("", []byte(src), "", "", today)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// adding is a file with steps for rednote, "id after|before beside".
func adding(t testing.TB, lang string, steps ...string) Guide {
	t.Helper()
	src := "---\nadds-to: rednote\nlanguage: " + lang + "\n---\n"
	for _, s := range steps {
		id, place, _ := strings.Cut(s, " ")
		src += "\n## " + id + " in " + lang + " {#" + id + "}\n"
		if place != "" {
			src += strings.Replace(place, " ", ": ", 1) + "\n"
		}
		src += "\nText.\n"
	}
	return own(t, src)
}

func stepsOf(g Guide) string {
	var all []string
	for _, s := range g.Steps {
		all = append(all, strings.TrimSuffix(s.ID+"/"+s.Lang, "/"))
	}
	return strings.Join(all, " ")
}

func TestWith(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		own    []Guide
		en, tw string
	}{
		{"nothing", nil, "cats dogs", "cats dogs"},
		{"at the end", []Guide{adding(t, "en", "a")}, "cats dogs own-a", "cats dogs own-a/en"},
		{"after", []Guide{adding(t, "en", "a after cats", "b after cats")}, "cats own-a own-b dogs", "cats own-a/en own-b/en dogs"},
		{"before", []Guide{adding(t, "zh-TW", "a before cats", "b before cats")}, "own-a/zh-TW own-b/zh-TW cats dogs", "own-a own-b cats dogs"},
		{"beside nothing", []Guide{adding(t, "en", "a after gone", "b before gone", "c after dogs")}, "cats dogs own-c own-a own-b", "cats dogs own-c/en own-a/en own-b/en"},
		{"in both", []Guide{adding(t, "en", "a after cats", "b"), adding(t, "zh-TW", "a before cats")}, "cats own-a dogs own-b", "own-a cats dogs own-b/en"},
		{"in another Chinese", []Guide{adding(t, "en", "a"), adding(t, "zh-CN", "a")}, "cats dogs own-a", "cats dogs own-a/zh-CN"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l := ours(t)
			with := l.With(Overlay{Own: test.own})
			for lang, want := range map[string]string{"en": test.en, "zh-TW": test.tw} {
				g, _ := with.Find("rednote", lang)
				if got := stepsOf(g); got != want {
					t.Errorf("%s: %s, want %s", lang, got, want)
				}
			}
			for _, lang := range []string{"en", "zh-TW"} {
				if g, _ := l.Find("rednote", lang); stepsOf(g) != "cats dogs" {
					t.Errorf("the library itself has %s", stepsOf(g))
				}
			}
		})
	}
}

func TestWithOwnGuides(t *testing.T) {
	t.Parallel()
	l := ours(t)
	rules := strings.Replace(ownFile, "title", "name: nest\nlanguage: %\ntitle", 1)
	with := l.With(Overlay{
		Own:    []Guide{own(t, strings.Replace(rules, "%", "en", 1)), own(t, strings.ReplaceAll(strings.Replace(rules, "%", "zh-TW", 1), "Nest rules", "鳥巢規矩"))},
		Hidden: []string{"zoo"},
	})
	if diff := cmp.Diff([]string{"own-nest", "rednote"}, with.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if _, ok := with.Find("zoo", "en"); ok {
		t.Error("a hidden guide is found")
	}
	for lang, want := range map[string]string{"en": "en", "zh-CN": "zh-TW", "zh-TW": "zh-TW"} {
		if g, _ := with.Find("own-nest", lang); g.Lang != want || !g.Own {
			t.Errorf("%s reads %s", lang, g.Lang)
		}
	}
	for _, typed := range []string{"nest", "鳥巢", "kind"} {
		if got := with.Search("zh-CN", typed); len(got) != 1 || got[0].Name != "own-nest" {
			t.Errorf("%s finds %v", typed, got)
		}
	}
	if hits := with.Look("en", "say hello", 3); len(hits) == 0 || hits[0].Guide.Name != "own-nest" {
		t.Errorf("looked for in vain: %v", hits)
	}
	if got := with.Search("en", "lions"); len(got) != 0 {
		t.Errorf("found what is hidden: %v", got)
	}
}

// Progress goes on with what a server adds, and takes it away again.
func TestWithProgress(t *testing.T) {
	t.Parallel()
	l := ours(t)
	plain, _ := l.Find("rednote", "en")
	with, _ := l.With(Overlay{Own: []Guide{adding(t, "en", "a after cats")}}).Find("rednote", "en")
	p := Progress{Guide: "rednote"}.Finish(plain, "cats", today)
	if p.Count(with) != 1 || with.Steps[p.Resume(with)].ID != "dogs" {
		t.Errorf("at %d of %d", p.Resume(with), len(with.Steps))
	}
	p = p.Finish(with, "own-a", today)
	if p.Count(with) != 2 || p.Count(plain) != 1 || plain.Steps[p.Resume(plain)].ID != "dogs" {
		t.Error("progress is lost with the step")
	}
	changed := adding(t, "en", "a after cats")
	changed.Steps[0].Hash = "other"
	again, _ := l.With(Overlay{Own: []Guide{changed}}).Find("rednote", "en")
	if got := p.Changed(again); len(got) != 1 || got[0].ID != "own-a" {
		t.Errorf("changed: %v", got)
	}
}

func TestMisplaced(t *testing.T) {
	t.Parallel()
	l := ours(t)
	var steps []string
	for i := range MaxSteps {
		steps = append(steps, "s"+strings.Repeat("s", i))
	}
	steps[0] += " after gone"
	full := adding(t, "en", steps...)
	moved, left := l.Misplaced(full)
	if len(moved) != 1 || moved[0].ID != "own-s" || len(left) != 2 {
		t.Errorf("%d moved, %d left", len(moved), len(left))
	}
	with, _ := l.With(Overlay{Own: []Guide{full}}).Find("rednote", "zh-TW")
	if len(with.Steps) != MaxSteps {
		t.Errorf("the guide has %d steps", len(with.Steps))
	}
	if err := l.Check("f", full); err == nil || err.Error() != "f: there is no step gone to stand beside\nf: the guide would have 27 steps, may have 25" {
		t.Errorf("checked: %v", err)
	}
	lost := adding(t, "en", "a")
	lost.Name = "gone"
	if err := l.Check("f", lost); err == nil || err.Error() != "f: there is no guide gone to add steps to" {
		t.Errorf("checked: %v", err)
	}
	if g, ok := l.With(Overlay{Own: []Guide{lost}}).Find("gone", "en"); ok {
		t.Errorf("steps without a guide are one: %v", g)
	}
}

func TestTame(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a < b, <@1>, <#2>, <@&3>":               `a \< b, \<@1>, \<#2>, \<@&3>`,
		"</guide> `<@1>` \\<@1> `open <@1>":      "</guide> `<@1>` \\<@1> `open \\<@1>",
		"[<@1>](https://a.example)":              `[\<@1>](https://a.example)`,
		"come to https://discord.gg/abc!":        "come to `discord.gg/abc`!",
		"[here](https://discord.com/invite/a) x": "here `discord.com/invite/a` x",
		"[a](https://a.example) @everyone":       "[a](https://a.example) @everyone",
	} {
		if got := tame(text); got != want {
			t.Errorf("%s\nis   %s\nwant %s", text, got, want)
		}
	}
}

func BenchmarkWith(b *testing.B) {
	l, err := Builtin()
	if err != nil {
		b.Fatal(err)
	}
	o := Overlay{Own: []Guide{adding(b, "en", "a after profile", "c")}, Hidden: []string{"lemon8"}}
	for b.Loop() {
		l.With(o)
	}
}

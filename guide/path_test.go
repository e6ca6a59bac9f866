package guide

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// paths are the rules and the library of the program.
func paths(t *testing.T) (*Paths, *Library) {
	t.Helper()
	l, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	p, err := BuiltinPaths()
	if err != nil {
		t.Fatal(err)
	}
	return p, l
}

func ids(p Path) []string {
	var all []string
	for _, s := range p.Stops {
		all = append(all, s.Guide.Name+"#"+s.ID())
	}
	return all
}

// everyAnswer calls f with all complete answers.
func everyAnswer(p *Paths, f func(Answers)) {
	for _, from := range Origins {
		for _, to := range append(p.Places(), Undecided) {
			for set := 1; set < 1<<len(Purposes); set++ {
				a := Answers{From: from, To: to}
				for i, purpose := range Purposes {
					if set&(1<<i) != 0 {
						a.For = append(a.For, purpose)
					}
				}
				f(a.Settled())
			}
		}
	}
}

// Whatever people answer, they get a path of a bearable length, without a step twice, and not longer than what one menu
// and a half can show.
func TestEveryPath(t *testing.T) {
	t.Parallel()
	p, l := paths(t)
	everyAnswer(p, func(a Answers) {
		for _, lang := range languages {
			path := p.Path(l, lang, a)
			all := ids(path)
			slices.Sort(all)
			if n := len(path.Stops); n < 4 || n > 30 || len(slices.Compact(all)) != n || path.Minutes() < 4 || path.Minutes() > 90 {
				t.Errorf("%s, %+v: %d steps, %d minutes", lang, a, n, path.Minutes())
			}
			if !slices.ContainsFunc(path.Stops, func(s Stop) bool { return s.Guide.Name == "staying-safe" }) {
				t.Errorf("%s, %+v: nothing about staying safe", lang, a)
			}
		}
	})
}

// Every rule is of use to somebody.
func TestEveryRule(t *testing.T) {
	t.Parallel()
	p, _ := paths(t)
	for i, r := range p.rules {
		used := false
		everyAnswer(p, func(a Answers) {
			used = used || slices.ContainsFunc(languages, func(lang string) bool { return r.gives(a, lang) })
		})
		if !used {
			t.Errorf("rule %d (%s, %v) is for nobody", i+1, r.Why, r.Steps)
		}
	}
}

func TestPath(t *testing.T) {
	t.Parallel()
	p, l := paths(t)
	moving := Answers{FromTikTok, "rednote", []Purpose{Friends, Watching}}
	got := ids(p.Path(l, "en", moving))
	want := strings.Fields(`leaving-tiktok#before leaving-tiktok#data leaving-tiktok#people
		rednote#sign-up rednote#language rednote#profile rednote#look-around rednote#comments rednote#manners rednote#safety
		meeting-chinese-users#everyday meeting-chinese-users#teasing meeting-chinese-users#badly meeting-chinese-users#translation
		staying-safe#first-days staying-safe#codes leaving-tiktok#account rednote#leaving`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("path (-want +got):\n%s", diff)
	}
	taiwan := p.Path(l, "zh-TW", moving)
	if got := ids(taiwan)[:3]; !slices.Equal(got, []string{"rednote#blocked", "rednote#safety", "leaving-tiktok#before"}) {
		t.Errorf("in Taiwan the path begins with %v", got)
	}
	if legs := taiwan.Legs(); len(legs) != 7 || len(legs[0]) != 2 || legs[0][0].Why != "first" || legs[2][0].Why != "place" {
		t.Errorf("legs: %v", legs)
	}
	for _, a := range []Answers{{}, {From: FromTikTok}, {From: FromTikTok, To: "rednote"}, {From: FromElsewhere, For: moving.For}} {
		if a.Complete() {
			t.Errorf("%+v is taken for complete", a)
		}
	}
	if a := (Answers{Hosting, "rednote", moving.For}).Settled(); !a.Complete() || a.To != "" || a.For != nil {
		t.Errorf("a host has settled on %+v", a)
	}
}

func TestParsePathsMistakes(t *testing.T) {
	t.Parallel()
	_, l := paths(t)
	for _, test := range []struct{ src, want string }{
		{"rules: [", "read the rules of paths"},
		{"rules: [{when: never}]", "field when not found"},
		{"places: [myspace]", "place myspace: no such guide"},
		{"rules: [{why: x, steps: [rednote#blocked]}]", "rule 1 (x): no step rednote#blocked in en"},
		{"rules: [{why: x, lang: [zh-TW], steps: [rednote#blocked, myspace]}]", "rule 1 (x): no guide myspace"},
		{"rules: [{why: x, from: [mars], to: [moon], for: [fun], steps: [rednote]}]", `from: unknown answer "mars"`},
		{"rules: [{steps: [rednote]}]", "want a why and steps"},
	} {
		if _, err := ParsePaths([]byte(test.src), l); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.src, err, test.want)
		}
	}
}

func TestWalk(t *testing.T) {
	t.Parallel()
	a, b := steps("en", "one", "two", "three"), steps("en", "one", "two")
	a.Name, b.Name = "a", "b"
	path := Path{Stops: []Stop{{Guide: a, Step: 0}, {Guide: a, Step: 2}, {Guide: b, Step: 1}, {Guide: a, Step: 1}}}
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	inA := Progress{Guide: "a"}.Finish(a, "one", at).Finish(a, "two", at)
	inB := Progress{Guide: "b"}.Finish(b, "two", at)
	for _, test := range []struct {
		name                  string
		read                  []Progress
		count, resume, after1 int
	}{
		{"nothing read", nil, 0, 0, 1},
		{"two of one guide", []Progress{inA}, 2, 1, 1},
		{"two guides", []Progress{inA, inB}, 3, 1, 1},
		{"all", []Progress{inA.Finish(a, "three", at), inB}, 4, 0, -1},
		{"another server's guide of that name", []Progress{{Server: "1", Guide: "a", Done: inA.Done}}, 0, 0, 1},
		{"the end first", []Progress{inA.Finish(a, "three", at)}, 3, 2, 2},
	} {
		w := NewWalk(path, test.read)
		if w.Count() != test.count || w.Resume() != test.resume || w.Next(1) != test.after1 || w.Finished() != (test.count == 4) {
			t.Errorf("%s: %d read, resumes at %d, after the first %d", test.name, w.Count(), w.Resume(), w.Next(1))
		}
	}
	edited := steps("en", "one", "two", "three")
	edited.Name, edited.Steps[1].Hash = "a", "new"
	path.Stops[0].Guide, path.Stops[3].Guide = edited, edited
	w := NewWalk(path, []Progress{inA, inB})
	if got := w.Rewritten(); len(got) != 1 || got[0].ID() != "two" {
		t.Errorf("rewritten: %v", got)
	}
	if got := NewWalk(path, []Progress{inA.Finish(edited, "two", at)}).Rewritten(); got != nil {
		t.Errorf("rewritten after reading again: %v", got)
	}
}

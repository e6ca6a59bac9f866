package guide

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// steps returns a guide with these steps, each with a text of its own.
func steps(lang string, ids ...string) Guide {
	g := Guide{Name: "g", Lang: lang}
	for _, id := range ids {
		g.Steps = append(g.Steps, Step{ID: id, Title: id, Hash: hash(id, lang)})
	}
	return g
}

func TestProgress(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	g := steps("en", "a", "b", "c", "d")
	start := Progress{Person: "1", Guide: "g"}
	ab := start.Finish(g, "a", at).Finish(g, "b", at)
	all := ab.Finish(g, "c", at).Finish(g, "d", at)
	for _, test := range []struct {
		name   string
		p      Progress
		g      Guide
		resume int
		count  int
	}{
		{"at the start", start, g, 0, 0},
		{"two done", ab, g, 2, 2},
		{"went back", ab.Open(g, "a", at), g, 0, 2},
		{"jumped ahead", ab.Open(g, "d", at), g, 3, 2},
		{"opened what is not there", ab.Open(g, "x", at), g, 2, 2},
		{"finished what is not there", ab.Finish(g, "x", at), g, 2, 2},
		{"all done", all, g, 3, 4},
		{"a step came in between", ab, steps("en", "a", "b", "new", "c", "d"), 3, 2},
		{"the open step has gone", ab, steps("en", "a", "b", "d"), 2, 2},
		{"the open step and the last have gone", ab, steps("en", "a", "d"), 1, 1},
		{"the order is another", ab, steps("en", "d", "b", "a"), 0, 2},
		{"nothing is left", ab, steps("en", "x", "y"), 0, 0},
		{"all done, the open step has gone", all, steps("en", "a", "b"), 0, 2},
		{"a step came, the open one has gone", all, steps("en", "a", "new", "c"), 1, 2},
	} {
		if got := test.p.Resume(test.g); got != test.resume {
			t.Errorf("%s: resumes at %d, want %d", test.name, got, test.resume)
		}
		if got := test.p.Count(test.g); got != test.count {
			t.Errorf("%s: %d done, want %d", test.name, got, test.count)
		}
	}
}

func TestFinishChangesNothing(t *testing.T) {
	t.Parallel()
	g, at := steps("en", "a", "b"), time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	before := Progress{Guide: "g"}.Finish(g, "a", at).Finish(g, "b", at)
	kept := append([]Done(nil), before.Done...)
	after := before.Finish(g, "a", at.Add(time.Hour))
	if diff := cmp.Diff(kept, before.Done); diff != "" {
		t.Errorf("progress before (-want +got):\n%s", diff)
	}
	want := Progress{Guide: "g", Step: "b", At: at.Add(time.Hour), Done: []Done{
		{"b", "en", g.Steps[1].Hash},
		{"a", "en", g.Steps[0].Hash},
	}}
	if diff := cmp.Diff(want, after); diff != "" {
		t.Errorf("progress after (-want +got):\n%s", diff)
	}
}

func TestChanged(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	g := steps("en", "a", "b", "c")
	p := Progress{Guide: "g"}.Finish(g, "a", at).Finish(g, "b", at)
	if got := p.Changed(g); got != nil {
		t.Errorf("changed: %v, want none", got)
	}
	edited := steps("en", "a", "b", "c")
	edited.Steps[1].Hash, edited.Steps[2].Hash = "new", "new"
	if got := p.Changed(edited); len(got) != 1 || got[0].ID != "b" {
		t.Errorf("changed: %v, want step b", got)
	}
	if got := p.Changed(steps("zh-TW", "a", "b", "c")); got != nil {
		t.Errorf("changed in a language not read: %v, want none", got)
	}
	if got := p.Finish(edited, "b", at).Changed(edited); got != nil {
		t.Errorf("changed after reading again: %v, want none", got)
	}
}

func TestStale(t *testing.T) {
	t.Parallel()
	s := Step{Checked: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	if s.Stale(s.Checked.AddDate(0, 0, 90)) {
		t.Error("stale after 90 days")
	}
	if !s.Stale(s.Checked.AddDate(0, 0, 91)) {
		t.Error("fresh after 91 days")
	}
}

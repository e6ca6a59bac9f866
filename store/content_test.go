package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/guide"
	"magpie/store"
	"magpie/store/storetest"
)

var contentChange = community.Change{Server: "1", Person: "p", At: t0, Key: "change.content.published", Args: []string{"Nest", "1"}}

// nest are files of a guide with one step.
func nest(text string) guide.Files {
	return guide.Files{}.With(guide.Guide{
		Name: "own-nest", Lang: "en", Own: true, Title: "Nest", Summary: "S", Audience: guide.Everyone,
		Steps: []guide.Step{{ID: "kind", Title: "Be kind", Body: text, Own: true}},
	})
}

func draft(name, text string) guide.Draft {
	return guide.Draft{Server: "1", Name: name, Files: nest(text)}
}

// fillContent puts something into the tables of guides.
func fillContent(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	_, err := s.SaveDraft(ctx, draft("own-drafted", "x"), guide.Touch{Lang: "en", Step: "kind", Person: "p", At: t0})
	check(t, err)
	_, _, err = s.Publish(ctx, guide.Version{Server: "1", Name: "own-nest", Files: nest("x"), Person: "p", At: t0}, 0, 0, contentChange)
	check(t, err)
	check(t, s.KeepSlip(ctx, guide.Slip{ID: "slip", Server: "1", Person: "p", Kind: "head", Text: "x", At: t0}))
	_, err = s.HideGuide(ctx, "zoo", true, contentChange)
	check(t, err)
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		save := func(d guide.Draft, touches ...guide.Touch) bool {
			t.Helper()
			saved, err := s.SaveDraft(ctx, d, touches...)
			check(t, err)
			return saved
		}
		first := guide.Touch{Lang: "en", Step: "kind", Person: "p", At: t0}
		second := guide.Touch{Lang: "en", Step: "kind", Person: "q", At: t0.Add(time.Minute)}
		head := guide.Touch{Lang: "en", Person: "p", At: t0.Add(time.Second)}
		d := draft("own-nest", "'; DROP TABLE content_drafts\n喜鹊")
		if !save(d, first, head) || save(d) {
			t.Error("a draft is begun once")
		}
		d.Revision = 1
		d.Files = nest("two")
		if !save(d, second) || save(d) {
			t.Error("a draft is saved once at a revision")
		}
		d.Revision, d.Touches = 2, []guide.Touch{second, head}
		same(t, d, ok(s.Draft(ctx, "1", "own-nest")))
		if _, found, err := s.Draft(ctx, "2", "own-nest"); found || err != nil {
			t.Error("a draft of another server:", found, err)
		}
		all, err := s.Drafts(ctx, "1")
		check(t, err)
		if len(all) != 1 || all[0].Revision != 2 {
			t.Errorf("drafts %+v", all)
		}
		drop := func(revision int) bool {
			t.Helper()
			dropped, err := s.DropDraft(ctx, "1", "own-nest", revision, contentChange)
			check(t, err)
			return dropped
		}
		if drop(1) || !drop(2) || drop(2) {
			t.Error("a draft is dropped once at its revision")
		}
	})
}

func TestDraftsAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		var saved atomic.Int64
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				if done, err := s.SaveDraft(t.Context(), draft("own-nest", fmt.Sprint(i))); err != nil {
					t.Error(err)
				} else if done {
					saved.Add(1)
				}
			})
		}
		wg.Wait()
		if saved.Load() != 1 {
			t.Errorf("%d of ten began the draft", saved.Load())
		}
	})
}

func TestTooManyGuides(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		for n := range guide.MaxOwn {
			_, err := s.SaveDraft(ctx, draft(fmt.Sprint("own-", n), "x"))
			check(t, err)
		}
		if saved, err := s.SaveDraft(ctx, draft("own-more", "x")); saved || !errors.Is(err, guide.ErrTooManyOwn) {
			t.Error("one too many:", saved, err)
		}
		v := guide.Version{Server: "1", Name: "own-more", Files: nest("x"), At: t0}
		if _, made, err := s.Publish(ctx, v, 0, 0, contentChange); made || !errors.Is(err, guide.ErrTooManyOwn) {
			t.Error("one too many:", made, err)
		}
		v.Name = "own-0"
		_, made, err := s.Publish(ctx, v, 1, 0, contentChange)
		if !made || err != nil {
			t.Error("one of them:", made, err)
		}
	})
}

func TestPublish(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		publish := func(files guide.Files, revision, after, back int) (guide.Version, bool) {
			t.Helper()
			v := guide.Version{Server: "1", Name: "own-nest", Files: files, Person: "p", At: t0.Add(time.Duration(after) * time.Minute), Back: back}
			made, done, err := s.Publish(ctx, v, revision, after, contentChange)
			check(t, err)
			return made, done
		}
		_, err := s.SaveDraft(ctx, draft("own-nest", "one"))
		check(t, err)
		if _, done := publish(nest("one"), 2, 0, 0); done {
			t.Error("published a draft at another revision")
		}
		one, done := publish(nest("one"), 1, 0, 0)
		if !done || one.Number != 1 || one.Counts != (guide.Counts{Added: 1}) {
			t.Errorf("published %+v", one)
		}
		if _, found, err := s.Draft(ctx, "1", "own-nest"); found || err != nil {
			t.Error("the draft is still there:", err)
		}
		if _, done := publish(nest("two"), 0, 0, 0); done {
			t.Error("published after another version")
		}
		two, _ := publish(nest("two"), 0, 1, 0)
		three, _ := publish(nil, 0, 2, 0)
		if two.Counts.Changed != 1 || three.Counts.Removed != 1 {
			t.Errorf("counted %+v, %+v", two.Counts, three.Counts)
		}
		if here, err := s.OwnGuides(ctx, "1"); len(here) != 1 || len(here[0].Files) != 0 || err != nil {
			t.Error("a guide that was deleted:", here, err)
		}
		same(t, three, ok(s.OwnGuide(ctx, "1", "own-nest")))
		back, _ := publish(one.Files, 0, 3, 1)
		here, err := s.OwnGuides(ctx, "1")
		check(t, err)
		same(t, []guide.Version{back}, here)
		same(t, two, ok(s.GuideVersion(ctx, "1", "own-nest", 2)))
		all, err := s.GuideVersions(ctx, "1", "own-nest")
		check(t, err)
		if len(all) != 4 || all[0].Number != 4 || all[0].Back != 1 || len(all[0].Files) != 0 {
			t.Errorf("versions %+v", all)
		}
		for n := range guide.MaxVersions {
			publish(nest(fmt.Sprint(n)), 0, 4+n, 0)
		}
		all, err = s.GuideVersions(ctx, "1", "own-nest")
		check(t, err)
		if len(all) != guide.MaxVersions || all[len(all)-1].Number != 5 {
			t.Errorf("%d versions, from %d", len(all), all[len(all)-1].Number)
		}
	})
}

func TestHiddenGuides(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		hide := func(name string, yes bool) bool {
			t.Helper()
			changed, err := s.HideGuide(ctx, name, yes, contentChange)
			check(t, err)
			return changed
		}
		if !hide("b", true) || hide("b", true) || !hide("a", true) || hide("c", false) {
			t.Error("hidden wrongly")
		}
		names, err := s.HiddenGuides(ctx, "1")
		check(t, err)
		same(t, []string{"a", "b"}, names)
		if !hide("b", false) {
			t.Error("not shown")
		}
		if changes, err := s.Changes(ctx, "1", 9); len(changes) != 3 || err != nil {
			t.Error("noted:", changes, err)
		}
	})
}

// What somebody wrote stays the server's; that it was they, and what waits for them, goes.
func TestContentForgets(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		fillContent(t, s)
		kinds := func() (kinds []string) {
			t.Helper()
			all, err := s.Records(ctx, "p")
			check(t, err)
			for _, r := range all {
				kinds = append(kinds, r.Kind)
			}
			return kinds
		}
		for _, kind := range []string{"content_versions", "content_touches", "content_slips"} {
			if !slices.Contains(kinds(), kind) {
				t.Errorf("%s is not told", kind)
			}
		}
		if _, found, err := s.Slip(ctx, "1", "q", "slip"); found || err != nil {
			t.Error("somebody else's slip:", found, err)
		}
		check(t, s.ErasePerson(ctx, "p"))
		if left := kinds(); len(left) != 0 {
			t.Error("left:", left)
		}
		if v := ok(s.OwnGuide(ctx, "1", "own-nest")); v.Person != "" || len(v.Files) != 1 {
			t.Errorf("version %+v", v)
		}
		if d := ok(s.Draft(ctx, "1", "own-drafted")); len(d.Touches) != 1 || d.Touches[0].Person != "" {
			t.Errorf("draft %+v", d)
		}
	})
}

func TestContentIsKeptForAWhile(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		fillContent(t, s)
		clk.AdvanceTo(t0.Add(25*time.Hour), 0)
		check(t, s.Prune(ctx))
		if _, found, err := s.Slip(ctx, "1", "p", "slip"); found || err != nil {
			t.Error("a slip is kept for a day:", err)
		}
		if _, found, err := s.Draft(ctx, "1", "own-drafted"); !found || err != nil {
			t.Error("a draft is kept:", err)
		}
		check(t, s.MarkRemoved(ctx, "1", clk.Now()))
		clk.AdvanceTo(clk.Now().Add(31*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		if _, found, err := s.OwnGuide(ctx, "1", "own-nest"); found || err != nil {
			t.Error("a guide of a server that is gone:", err)
		}
		if hidden, err := s.HiddenGuides(ctx, "1"); len(hidden) != 0 || err != nil {
			t.Error("hidden guides of a server that is gone:", hidden, err)
		}
	})
}

package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/store"
	"magpie/store/storetest"
)

// term is a term of server 1 that p added.
func term(id, chinese string) community.Term {
	return community.Term{
		ID: id, Server: "1", Simplified: chinese, Traditional: chinese, Meaning: community.Meaning{English: "a word"},
		AddedBy: "p", AddedAt: t0, ChangedAt: t0,
	}
}

var glossaryChange = community.Change{Server: "1", Person: "p", At: t0, Key: "change.glossary.added"}

// fillGlossary puts something into the tables of glossaries and questions.
func fillGlossary(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	_, err := s.AddTerm(ctx, term("t", "猫税"), glossaryChange)
	check(t, err)
	check(t, s.KeepImport(ctx, community.Import{ID: "i", Server: "1", Person: "p", Terms: []community.Term{term("u", "家人们")}, At: t0}))
	ask(t, s, "bridge-q")
	_, err = s.Answer(ctx, community.Answer{ID: "a", Question: "bridge-q", Person: "p", Text: "it means hello", At: t0})
	check(t, err)
}

func TestTerms(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		cat := community.Term{
			ID: "cat", Server: "1", Simplified: "猫税", Traditional: "貓稅", English: "cat tax", Reading: "mao1 shui4",
			Meaning: community.Meaning{English: "a picture\nof a cat", Chinese: "猫的照片"}, Note: "'; DROP TABLE terms",
			AddedBy: "p", Credit: "q", AddedAt: t0, ChangedAt: t0.Add(time.Hour),
		}
		add := func(t *testing.T, tm community.Term) bool {
			t.Helper()
			added, err := s.AddTerm(ctx, tm, glossaryChange)
			check(t, err)
			return added
		}
		other, second := term("other", "猫税"), term("second", "家人们")
		other.Server = "2"
		second.AddedAt = t0.Add(time.Millisecond)
		if !add(t, cat) || add(t, term("twice", "猫税")) || !add(t, other) || !add(t, second) {
			t.Error("a word belongs to a server once")
		}
		same(t, cat, ok(s.Term(ctx, "cat")))
		terms, err := s.Terms(ctx, "1")
		check(t, err)
		if len(terms) != 2 || terms[0].ID != "cat" {
			t.Errorf("terms %+v", terms)
		}

		edit := func(id, chinese string) (community.Term, bool) {
			t.Helper()
			tm, saved, err := s.EditTerm(ctx, id, func(of *community.Term) { of.Simplified, of.Note = chinese, "edited" }, glossaryChange)
			check(t, err)
			return tm, saved
		}
		if _, saved := edit("second", "猫税"); saved {
			t.Error("two terms are one word")
		}
		if tm, saved := edit("gone", "x"); saved || tm.ID != "" {
			t.Error("a term that is gone was saved")
		}
		if tm, saved := edit("second", "家人"); !saved || tm.Note != "edited" {
			t.Errorf("not saved: %+v", tm)
		}
		if _, saved := edit("other", "x"); saved {
			t.Error("another server's term was saved")
		}
		if removed, err := s.RemoveTerm(ctx, "other", glossaryChange); removed || err != nil {
			t.Error("another server's term was removed:", err)
		}
		if removed, err := s.RemoveTerm(ctx, "second", glossaryChange); !removed || err != nil {
			t.Error("not removed:", err)
		}
		if changes, err := s.Changes(ctx, "1", 20); len(changes) != 5 || err != nil { // three added, one changed, one removed
			t.Errorf("%d changes, %v", len(changes), err)
		}
	})
}

func TestGlossaryIsBounded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		var terms []community.Term
		for n := range community.MaxTerms {
			terms = append(terms, term(fmt.Sprint(n), fmt.Sprintf("词%d", n)))
		}
		take := func(id string, terms ...community.Term) (bool, error) {
			t.Helper()
			check(t, s.KeepImport(ctx, community.Import{ID: id, Server: "1", Person: "p", Terms: terms, At: t0}))
			return s.TakeImport(ctx, id, glossaryChange)
		}
		if taken, err := take("all", terms...); !taken || err != nil {
			t.Fatal("not taken:", err)
		}
		if taken, err := s.TakeImport(ctx, "all", glossaryChange); taken || err != nil {
			t.Error("taken twice:", err)
		}
		if added, err := s.AddTerm(ctx, term("more", "更多"), glossaryChange); added || !errors.Is(err, community.ErrGlossaryFull) {
			t.Error("added more than there may be:", added, err)
		}
		changed := term("again", "词0")
		changed.Note = "changed"
		if taken, err := take("more", changed, term("new", "新词")); taken || !errors.Is(err, community.ErrGlossaryFull) {
			t.Error("imported more than there may be:", taken, err)
		}
		if kept := ok(s.Term(ctx, "0")); kept.Note != "" {
			t.Error("half of an import was taken")
		}
		if taken, err := take("fits", changed); !taken || err != nil {
			t.Error("not taken:", err)
		}
		if kept := ok(s.Term(ctx, "0")); kept.Note != "changed" {
			t.Error("a known word is not changed by an import")
		}
		elsewhere := glossaryChange
		elsewhere.Server = "2"
		check(t, s.KeepImport(ctx, community.Import{ID: "mine", Server: "1", Person: "p", Terms: terms[:1], At: t0}))
		if taken, err := s.TakeImport(ctx, "mine", elsewhere); taken || err != nil {
			t.Error("another server took it:", err)
		}
	})
}

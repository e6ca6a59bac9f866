package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/outbox"
	"magpie/store"
	"magpie/store/storetest"
)

// ask lets p ask a question on server 1.
func ask(t *testing.T, s *store.Store, id string) {
	t.Helper()
	q := community.Question{ID: id, Server: "1", Person: "p", Quote: "yyds?", State: community.Draft, At: t0}
	check(t, s.DraftQuestion(t.Context(), q))
	posted, err := s.PostQuestion(t.Context(), id, message(t, id, 1))
	check(t, err)
	if !posted {
		t.Fatal("not posted")
	}
}

// arrive lets the post of a question be there.
func arrive(t *testing.T, s *store.Store, question string) {
	t.Helper()
	epoch, got, err := s.Claim(t.Context(), outbox.Work, "test", time.Minute)
	if err != nil || !got {
		t.Fatal("no claim:", err)
	}
	messages, err := s.Messages(t.Context(), question)
	check(t, err)
	messages[0].State, messages[0].MessageID = outbox.Sent, "message of "+question
	check(t, s.SaveMessages(t.Context(), epoch, messages[0]))
	check(t, s.Release(t.Context(), outbox.Work, "test", epoch))
}

// stale are the questions whose posts are not as they should be.
func stale(t *testing.T, s *store.Store) map[string]community.Question {
	t.Helper()
	all, err := s.StaleQuestions(t.Context(), 10)
	check(t, err)
	found := map[string]community.Question{}
	for _, q := range all {
		found[q.ID] = q
	}
	return found
}

func TestQuestion(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		draft := community.Question{ID: "bridge-1", Server: "1", Person: "p", Quote: "绝绝子", State: community.Draft, At: t0}
		check(t, s.DraftQuestion(ctx, draft))
		if saved, err := s.RedraftQuestion(ctx, draft.ID, "polite?"); !saved || err != nil {
			t.Error("not changed:", err)
		}
		var posted atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if ok, err := s.PostQuestion(ctx, draft.ID, message(t, draft.ID, 1)); err != nil {
					t.Error(err)
				} else if ok {
					posted.Add(1)
				}
			})
		}
		wg.Wait()
		if posted.Load() != 1 {
			t.Errorf("posted %d times", posted.Load())
		}
		if saved, err := s.RedraftQuestion(ctx, draft.ID, "late"); saved || err != nil {
			t.Error("a posted question was changed:", err)
		}
		if n, err := s.CountQuestions(ctx, "p", t0); n != 1 || err != nil {
			t.Error(n, err)
		}
		if n, err := s.CountQuestions(ctx, "p", t0.Add(time.Minute)); n != 0 || err != nil {
			t.Error(n, err)
		}
		if len(stale(t, s)) != 0 {
			t.Error("a post that is not there cannot be old")
		}
		arrive(t, s, draft.ID)
		fresh := stale(t, s)[draft.ID]
		if fresh.Message != "message of bridge-1" || fresh.Version != 1 || fresh.Want != "polite?" {
			t.Errorf("question %+v", fresh)
		}
		check(t, s.QuestionShown(ctx, fresh))
		if len(stale(t, s)) != 0 {
			t.Error("old right after it was shown")
		}
	})
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		ask(t, s, "bridge-1")
		arrive(t, s, "bridge-1")
		check(t, s.QuestionShown(ctx, stale(t, s)["bridge-1"]))
		answer := func(n int) bool {
			added, err := s.Answer(ctx, community.Answer{
				ID: fmt.Sprint(n), Question: "bridge-1", Person: fmt.Sprintf("p%d", n), Text: "喜鹊", Credited: true, At: t0.Add(time.Duration(n) * time.Second),
			})
			if err != nil {
				t.Error(err)
			}
			return added
		}
		var added atomic.Int64
		var wg sync.WaitGroup
		for n := range community.MaxAnswers + 5 {
			wg.Go(func() {
				if answer(n) {
					added.Add(1)
				}
			})
		}
		wg.Wait()
		if added.Load() != community.MaxAnswers {
			t.Errorf("%d answers", added.Load())
		}
		_, answers, found, err := s.Question(ctx, "bridge-1")
		if err != nil || !found || len(answers) != community.MaxAnswers || !answers[0].At.Before(answers[1].At) {
			t.Errorf("%d answers, found %t, %v", len(answers), found, err)
		}
		one := answers[0]
		if n, err := s.CountAnswers(ctx, one.Person, t0); n != 1 || err != nil {
			t.Error(n, err)
		}
		check(t, s.AnswerTaken(ctx, one.ID, "term"))
		if removed, err := s.RemoveAnswer(ctx, one.ID, "somebody"); removed || err != nil {
			t.Error("somebody else removed it:", err)
		}
		version := stale(t, s)["bridge-1"].Version
		if removed, err := s.RemoveAnswer(ctx, one.ID, one.Person); !removed || err != nil {
			t.Error("not removed:", err)
		}
		if got := stale(t, s)["bridge-1"].Version; got != version+1 {
			t.Errorf("version %d after %d", got, version)
		}

		closing := community.Change{Server: "2", Person: "m", At: t0, Key: "change.bridge.closed"}
		if closed, err := s.CloseQuestion(ctx, "bridge-1", community.Closed, closing); closed || err != nil {
			t.Error("another server closed it:", err)
		}
		closing.Server = "1"
		if closed, err := s.CloseQuestion(ctx, "bridge-1", community.Closed, closing); !closed || err != nil {
			t.Error("not closed:", err)
		}
		if answer(100) {
			t.Error("a closed question was answered")
		}
	})
}

func TestErasePersonForgetsGlossaryAndQuestions(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		fillGlossary(t, s)
		thanked := term("thanked", "绝绝子")
		thanked.AddedBy, thanked.Credit = "m", "p"
		_, err := s.AddTerm(ctx, thanked, glossaryChange)
		check(t, err)
		arrive(t, s, "bridge-q")
		other := community.Question{ID: "bridge-other", Server: "1", Person: "m", Quote: "kept", State: community.Draft, At: t0}
		check(t, s.DraftQuestion(ctx, other))
		_, err = s.PostQuestion(ctx, other.ID, message(t, other.ID, 1))
		check(t, err)
		_, err = s.Answer(ctx, community.Answer{ID: "b", Question: other.ID, Person: "p", Text: "mine", At: t0})
		check(t, err)
		arrive(t, s, other.ID)
		for _, q := range stale(t, s) {
			check(t, s.QuestionShown(ctx, q))
		}

		records, err := s.Records(ctx, "p")
		check(t, err)
		kinds := map[string]int{}
		for _, r := range records {
			kinds[r.Kind] = r.Count
		}
		for kind, n := range map[string]int{"terms": 1, "credits": 1, "imports": 1, "questions": 1, "answers": 2} {
			if kinds[kind] != n {
				t.Errorf("%d %s are told, not %d", kinds[kind], kind, n)
			}
		}
		check(t, s.ErasePerson(ctx, "p"))
		if records, err := s.Records(ctx, "p"); len(records) > 0 || err != nil {
			t.Error("after erasing:", records, err)
		}
		if tm := ok(s.Term(ctx, "thanked")); tm.Credit != "" || tm.AddedBy != "m" {
			t.Errorf("term %+v", tm)
		}
		ok(s.Term(ctx, "t")) // the word stays
		q := stale(t, s)["bridge-q"]
		if q.State != community.Closed || q.Quote != "" || q.Message != "message of bridge-q" {
			t.Errorf("question %+v", q)
		}
		if _, answers, _, err := s.Question(ctx, other.ID); len(answers) != 0 || err != nil || stale(t, s)[other.ID].Quote != "kept" {
			t.Error("another's question:", answers, err)
		}
		if left, err := s.Messages(ctx, "bridge-q"); len(left) != 0 || err != nil {
			t.Error("the text is still in the outbox:", err)
		}
	})
}

func TestQuestionsAreKeptForAWhile(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		fillGlossary(t, s)
		check(t, s.DraftQuestion(ctx, community.Question{ID: "bridge-draft", Server: "1", Person: "p", State: community.Draft, At: t0}))
		there := func(id string) bool {
			t.Helper()
			_, _, found, err := s.Question(ctx, id)
			check(t, err)
			return found
		}
		clk.AdvanceTo(t0.Add(25*time.Hour), 0)
		check(t, s.Prune(ctx))
		if there("bridge-draft") || !there("bridge-q") {
			t.Error("a draft is kept for a day, a question for longer")
		}
		if taken, err := s.TakeImport(ctx, "i", glossaryChange); taken || err != nil {
			t.Error("an import is kept for a day:", err)
		}
		clk.AdvanceTo(t0.Add(91*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		if there("bridge-q") {
			t.Error("still there after 91 days")
		}
		if n, err := s.CountAnswers(ctx, "p", t0); n != 0 || err != nil {
			t.Error("answers without a question:", n, err)
		}
		check(t, s.MarkRemoved(ctx, "1", clk.Now()))
		clk.AdvanceTo(clk.Now().Add(31*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		if terms, err := s.Terms(ctx, "1"); len(terms) != 0 || err != nil {
			t.Error("the glossary of a server that is gone:", terms, err)
		}
	})
}

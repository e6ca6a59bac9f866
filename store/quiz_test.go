package store_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/outbox"
	"magpie/phrase"
	"magpie/slash"
	"magpie/store"
	"magpie/store/storetest"
)

// quiz is a quiz of two tasks whose right answer is the first, in a channel of server 1.
func quiz(id, channel string) phrase.Quiz {
	q := phrase.Quiz{ID: id, Server: "1", Channel: channel, Starter: "ana", Deck: "phrases", Kind: phrase.ReadHanzi, Pace: phrase.Untimed}
	for _, hanzi := range []string{"一", "二"} {
		items := make([]phrase.Item, phrase.Choices)
		for i := range items {
			word := fmt.Sprint(hanzi, i, " '\"$1?")
			items[i] = phrase.Item{Key: "word." + word, Chinese: phrase.Wording{Simplified: word, Traditional: word}, Pinyin: []string{"yi1"}, English: []string{word}}
		}
		q.Tasks = append(q.Tasks, phrase.Task{Kind: phrase.ReadHanzi, Items: items})
	}
	if channel == "" {
		q.Server = ""
	}
	q.Start(t0)
	return q
}

// quizPost is the post of a quiz.
func quizPost(t *testing.T, q phrase.Quiz) outbox.Message {
	t.Helper()
	next := slash.Action[struct{ Nonce string }]{Name: "quiz.next"}
	body := slash.Say(slash.Plain("?")).With(slash.Row{Buttons: []slash.Button{next.Button("Next", struct{ Nonce string }{outbox.Nonce(q.ID, 1)})}})
	m, err := outbox.NewMessage(q.ID, 1, q.Server, q.Channel, body)
	check(t, err)
	return m
}

// startQuiz begins a quiz whose post has been sent.
func startQuiz(t *testing.T, s *store.Store, q phrase.Quiz) {
	t.Helper()
	m := quizPost(t, q)
	same(t, true, must(s.StartQuiz(t.Context(), q, m)))
	epoch, _, err := s.Claim(t.Context(), outbox.Work, "test", time.Hour)
	check(t, err)
	m.State, m.MessageID = outbox.Sent, "m-"+q.ID
	check(t, s.SaveMessages(t.Context(), epoch, m))
}

// answer has a person answer the task that is open.
func answer(t *testing.T, s *store.Store, id, person string, choice int) phrase.Quiz {
	t.Helper()
	q, found, err := s.PlayQuiz(t.Context(), id, func(q *phrase.Quiz) {
		if _, err := q.Answer(q.Number, person, choice, "", t0); err != nil {
			t.Error(person, err)
		}
	})
	check(t, err)
	same(t, true, found)
	return q
}

func TestQuiz(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		startQuiz(t, s, quiz("quiz-a", "2"))
		same(t, false, must(s.StartQuiz(ctx, quiz("quiz-b", "2"), quizPost(t, quiz("quiz-b", "2"))))) // one a channel
		same(t, true, must(s.StartQuiz(ctx, quiz("quiz-c", "3"))))
		same(t, quiz("quiz-a", "2"), ok(s.QuizIn(ctx, "2")))
		if _, found, err := s.QuizIn(ctx, ""); found || err != nil {
			t.Error("a quiz in no channel:", err)
		}

		want := quiz("quiz-a", "2")
		for i, p := range []string{"ana", "bo", "喜 \x00'"} {
			_, err := want.Answer(0, strings.ReplaceAll(p, "\x00", ""), i, "", t0)
			check(t, err)
			answer(t, s, "quiz-a", p, i)
		}
		for _, do := range []func(*phrase.Quiz){
			func(q *phrase.Quiz) { q.Next(0, false, t0) },
			func(q *phrase.Quiz) { q.Pause(t0.Add(time.Second)) },
		} {
			do(&want)
			got := ok(s.PlayQuiz(ctx, "quiz-a", do))
			same(t, want, got)
			same(t, want, ok(s.Quiz(ctx, "quiz-a")))
		}
		ok(s.PlayQuiz(ctx, "quiz-a", func(q *phrase.Quiz) { q.Stop(phrase.Stopped, t0) }))
		startQuiz(t, s, quiz("quiz-b", "2")) // the channel is free
		if _, found, err := s.PlayQuiz(ctx, "none", func(*phrase.Quiz) { t.Error("plays what is not there") }); found || err != nil {
			t.Error("a quiz that is not there:", found, err)
		}
	})
}

func TestQuizAloneIsTheOnlyOne(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		for _, id := range []string{"quiz-a", "quiz-b"} {
			same(t, true, must(s.StartQuiz(t.Context(), quiz(id, ""))))
			answer(t, s, id, "ana", 0)
		}
		if _, found, err := s.Quiz(t.Context(), "quiz-a"); found || err != nil {
			t.Error("the quiz before is still there:", err)
		}
		same(t, 1, len(ok(s.Quiz(t.Context(), "quiz-b")).Given))
	})
}

// However many answer at once, no answer is lost, and none is doubled.
func TestManyAnswerAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		startQuiz(t, s, quiz("quiz-a", "2"))
		var people sync.WaitGroup
		for n := range 50 {
			people.Go(func() {
				for choice := range 2 { // twice each
					s.PlayQuiz(t.Context(), "quiz-a", func(q *phrase.Quiz) { q.Answer(0, fmt.Sprint(n), choice, "", t0) })
				}
			})
		}
		people.Wait()
		q := ok(s.Quiz(t.Context(), "quiz-a"))
		same(t, 50, len(q.Given))
		same(t, 51, q.Version)
	})
}

func TestQuizPostsRest(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx, rest := t.Context(), time.Second
		take := func(at time.Time) (ids []string) {
			for _, q := range must(s.TakeQuizzes(ctx, at, rest, 10)) {
				ids = append(ids, q.ID+" "+q.Message)
			}
			return ids
		}
		same(t, time.Time{}, must(s.NextQuiz(ctx, rest)))
		startQuiz(t, s, quiz("quiz-a", "2"))
		same(t, true, must(s.StartQuiz(ctx, quiz("quiz-unsent", "3"), quizPost(t, quiz("quiz-unsent", "3")))))
		same(t, nil, take(t0)) // it shows what there is
		answer(t, s, "quiz-a", "bo", 0)
		answer(t, s, "quiz-unsent", "bo", 0)

		same(t, []string{"quiz-a m-quiz-a"}, take(t0))
		same(t, nil, take(t0.Add(rest-time.Millisecond)))
		same(t, t0.Add(rest), must(s.NextQuiz(ctx, rest)))
		same(t, []string{"quiz-a m-quiz-a"}, take(t0.Add(rest))) // nobody said that it is shown

		q := ok(s.Quiz(ctx, "quiz-a"))
		answer(t, s, "quiz-a", "mei", 0)
		q.Message = "m-quiz-a"
		check(t, s.QuizShown(ctx, q))
		same(t, []string{"quiz-a m-quiz-a"}, take(t0.Add(2*rest))) // mei's answer came later
		q = ok(s.Quiz(ctx, "quiz-a"))
		same(t, "m-quiz-a", q.Message)
		check(t, s.QuizShown(ctx, q))
		same(t, nil, take(t0.Add(time.Hour)))
		same(t, q.Due, must(s.NextQuiz(ctx, rest)))

		same(t, nil, must(s.DueQuizzes(ctx, q.Due.Add(-time.Second), 10)))
		due := must(s.DueQuizzes(ctx, q.Due, 10))
		slices.Sort(due)
		same(t, []string{"quiz-a", "quiz-unsent"}, due)
	})
}

func TestQuizScores(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		same(t, nil, must(s.QuizScores(ctx, "1", t0)))
		startQuiz(t, s, quiz("quiz-a", "2"))
		must(s.StartQuiz(ctx, quiz("quiz-alone", "")))
		answer(t, s, "quiz-alone", "ana", 0)
		answer(t, s, "quiz-a", "bo", 1)
		answer(t, s, "quiz-a", "mei", 0)
		same(t, 0, len(must(s.QuizScores(ctx, "1", t0)))) // nothing is told yet
		ok(s.PlayQuiz(ctx, "quiz-a", func(q *phrase.Quiz) { q.Next(0, false, t0); q.Next(0, true, t0) }))
		answer(t, s, "quiz-a", "bo", 0)
		same(t, []phrase.Score{{Person: "mei", Right: 1, Answered: 1}, {Person: "bo", Answered: 1}}, must(s.QuizScores(ctx, "1", t0)))
		same(t, 0, len(must(s.QuizScores(ctx, "1", t0.Add(time.Second)))))
		same(t, 0, len(must(s.QuizScores(ctx, "2", t0))))
	})
}

// fillQuizzes puts something of someone into every table of quizzes.
func fillQuizzes(t *testing.T, s *store.Store, person string) {
	t.Helper()
	q := quiz("quiz-of-"+person, "of-"+person)
	q.Starter = person
	startQuiz(t, s, q)
	answer(t, s, q.ID, person, 0)
	check(t, s.SavePlayer(t.Context(), phrase.Player{Person: person, Deck: "phrases", Guest: true}))
}

func TestQuizPeople(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		player := phrase.Player{Person: "p", Deck: "words.1", Kind: phrase.MixedChinese, Length: 10, Pace: phrase.Brisk, Guest: true}
		if _, found, err := s.Player(ctx, "p"); found || err != nil {
			t.Error(found, err)
		}
		check(t, s.SavePlayer(ctx, player))
		same(t, player, ok(s.Player(ctx, "p")))
		same(t, map[string]bool{}, must(s.QuizGuests(ctx, "1"))) // does not play here
		fillQuizzes(t, s, "p")
		answer(t, s, "quiz-of-p", "q", 0)
		same(t, map[string]bool{"p": true}, must(s.QuizGuests(ctx, "1")))
		must(s.StartQuiz(ctx, func() phrase.Quiz { q := quiz("quiz-alone", ""); q.Starter = "p"; return q }()))

		var kinds []string
		for _, r := range must(s.Records(ctx, "p")) {
			kinds = append(kinds, fmt.Sprint(r.Kind, r.Count))
		}
		same(t, []string{"quizzes2", "quiz_answers1", "quiz_players1"}, kinds)
		version := ok(s.Quiz(ctx, "quiz-of-p")).Version
		check(t, s.ErasePerson(ctx, "p"))
		same(t, []community.Record(nil), must(s.Records(ctx, "p")))
		q := ok(s.Quiz(ctx, "quiz-of-p"))
		same(t, "", q.Starter)
		same(t, 1, len(q.Given))
		if q.Version <= version {
			t.Error("the post still names who left")
		}
	})
}

func TestQuizzesArePruned(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		fillQuizzes(t, s, "p")
		clk.AdvanceTo(t0.Add(30*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		ok(s.Quiz(ctx, "quiz-of-p"))
		clk.AdvanceTo(t0.Add(32*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		if _, found, err := s.Quiz(ctx, "quiz-of-p"); found || err != nil {
			t.Error("still there:", err)
		}
		fresh := quiz("quiz-fresh", "2")
		fresh.Start(clk.Now())
		must(s.StartQuiz(ctx, fresh))
		check(t, s.MarkRemoved(ctx, "1", t0))
		check(t, s.Prune(ctx))
		if _, found, err := s.Quiz(ctx, "quiz-fresh"); found || err != nil {
			t.Error("outlives its server:", err)
		}
	})
}

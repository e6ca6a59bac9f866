package phrase

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var quizNoon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// newQuiz is a quiz of n tasks whose right answer is always the first.
func newQuiz(pace Pace, n int) *Quiz {
	q := &Quiz{ID: "q", Server: "1", Channel: "2", Starter: "ana", Pace: pace, Kind: ReadHanzi}
	for i := range n {
		var items []Item
		for c := range Choices {
			items = append(items, Item{Chinese: Wording{fmt.Sprintf("词%d%d", i, c), ""}, English: []string{fmt.Sprintf("word %d%d", i, c)}})
		}
		q.Tasks = append(q.Tasks, Task{Kind: ReadHanzi, Items: items})
	}
	q.Start(quizNoon)
	return q
}

// answers has people, a letter each, answer the task that is open.
func (q *Quiz) answers(t *testing.T, right string, wrong string) {
	t.Helper()
	number := q.Number
	for choice, people := range []string{right, wrong} {
		for _, p := range people {
			if _, err := q.Answer(number, string(p), choice, "", quizNoon); err != nil {
				t.Fatalf("%c answers: %v", p, err)
			}
		}
	}
}

func TestQuizWithoutAClock(t *testing.T) {
	t.Parallel()
	q := newQuiz(Untimed, 3)
	q.answers(t, "a", "bc")
	if q.Told {
		t.Error("the first answer is told before anybody said so")
	}
	if q.Next(1, false, quizNoon) || q.Next(0, true, quizNoon) || !q.Next(0, false, quizNoon) || !q.Told {
		t.Error("goes on from where it is not")
	}
	if !q.Next(0, true, quizNoon) || q.Next(0, true, quizNoon) || q.Number != 1 || q.Told {
		t.Error("two who press at once skip a task")
	}
	q.answers(t, "bd", "") // d is new
	if q.Told {
		t.Error("told before all who play have answered")
	}
	q.answers(t, "a", "c")
	if !q.Told {
		t.Error("not told when all who play have answered")
	}
	q.Next(1, true, quizNoon)
	q.answers(t, "", "ab")
	q.Next(2, false, quizNoon) // c and d have left
	if !q.Next(2, true, quizNoon) || q.Ending != Finished || !q.Due.IsZero() {
		t.Error("not over after the last task:", q.Ending)
	}
	want := []Score{{"a", 2, 3}, {"d", 1, 1}, {"b", 1, 3}, {"c", 0, 2}}
	if diff := cmp.Diff(want, q.Scores()); diff != "" {
		t.Error(diff)
	}
	if got := len(q.Missed("a")); got != 1 {
		t.Error("a missed", got)
	}
	if got := len(q.Missed("d")); got != 2 { // what d left out counts
		t.Error("d missed", got)
	}
	if q.Missed("nobody") != nil {
		t.Error("who does not play missed something")
	}
}

func TestOneAnswerEach(t *testing.T) {
	t.Parallel()
	q := newQuiz(Untimed, 2)
	first, err := q.Answer(0, "ana", 2, "", quizNoon)
	if err != nil || first.Verdict != Wrong {
		t.Fatal(first, err)
	}
	version := q.Version
	expect := func(what string, want error, number int, person string) Given {
		t.Helper()
		given, err := q.Answer(number, person, 0, "", quizNoon)
		if !errors.Is(err, want) {
			t.Errorf("%s: %v", what, err)
		}
		return given
	}
	if given := expect("a second answer", ErrAnswered, 0, "ana"); given != first {
		t.Error("the first answer was", given)
	}
	expect("an answer to a task that is not open yet", ErrTold, 1, "ana")
	q.Pause(quizNoon)
	expect("an answer while it is paused", ErrPaused, 0, "bo")
	q.Resume(quizNoon)
	q.Next(0, false, quizNoon)
	expect("an answer to what is told", ErrTold, 0, "bo")
	q.Stop(Stopped, quizNoon)
	expect("an answer when it is over", ErrOver, 0, "bo")
	if len(q.Given) != 1 || q.Version == version {
		t.Error(q.Given, q.Version)
	}
}

func TestRace(t *testing.T) {
	t.Parallel()
	q := newQuiz(Race, 2)
	q.answers(t, "", "ab")
	if q.Told {
		t.Error("a wrong answer ends a race")
	}
	q.answers(t, "c", "")
	if !q.Told {
		t.Error("a right answer does not end a race")
	}
	if _, err := q.Answer(0, "d", 0, "", quizNoon); !errors.Is(err, ErrTold) {
		t.Error("an answer after the race:", err)
	}
}

// With a clock a quiz goes on by itself, and pauses when nobody plays.
func TestQuizWithAClock(t *testing.T) {
	t.Parallel()
	for pace, want := range map[Pace][]string{
		Relaxed: {"12:00:45 told 1", "12:01:00 open 2", "12:01:45 told 2", "12:02:00 open 3", "12:02:45 told 3", "12:03:00 paused 3"},
		Brisk:   {"12:00:15 told 1", "12:00:22 open 2", "12:00:37 told 2", "12:00:44 open 3", "12:00:59 told 3", "12:01:06 paused 3"},
		Untimed: {"12:00:00 abandoned 1"},
	} {
		q := newQuiz(pace, 5)
		q.answers(t, "", "a")
		var got []string
		for !q.Paused && q.Ending == "" {
			now := q.Due
			if q.Tick(now.Add(-time.Millisecond)) || !q.Tick(now) {
				t.Fatal("ticks at the wrong time")
			}
			state := "open"
			switch {
			case q.Ending != "":
				state = string(q.Ending)
			case q.Paused:
				state = "paused"
			case q.Told:
				state = "told"
			}
			got = append(got, fmt.Sprintf("%s %s %d", now.Format(time.TimeOnly), state, q.Number+1))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(pace, diff)
		}
	}
}

func TestPausedQuizWaitsSevenDays(t *testing.T) {
	t.Parallel()
	for _, pace := range Paces {
		q := newQuiz(pace, 2)
		q.answers(t, "", "a")
		if !q.Pause(quizNoon) || q.Pause(quizNoon) {
			t.Fatal("pauses not or twice")
		}
		if q.Tick(quizNoon.Add(QuizPause - time.Second)) {
			t.Error("goes on while it is paused")
		}
		resumed := *q
		if !resumed.Resume(quizNoon.Add(time.Hour)) || resumed.Due.Before(quizNoon.Add(time.Hour)) || len(resumed.Given) != 1 {
			t.Error("does not resume:", resumed.Due)
		}
		if !q.Tick(quizNoon.Add(QuizPause)) || q.Ending != Abandoned {
			t.Error("not abandoned after seven days:", q.Ending)
		}
		if q.Resume(quizNoon) || q.Pause(quizNoon) || q.Stop(Stopped, quizNoon) || q.Next(0, false, quizNoon) || q.Tick(quizNoon.AddDate(1, 0, 0)) {
			t.Error("goes on after its end")
		}
	}
}

func TestQuizAlone(t *testing.T) {
	t.Parallel()
	q := newQuiz(Untimed, 1)
	q.Server, q.Channel = "", ""
	q.Start(quizNoon)
	given, err := q.Answer(0, "ana", -1, "word 00", quizNoon)
	if err != nil || given.Verdict != Right || !q.Told || !q.Due.IsZero() {
		t.Error(given, err, q.Told, q.Due)
	}
}

// However people press, nobody has two answers to a task, and the scores are those of the answers.
func FuzzQuiz(f *testing.F) {
	f.Add([]byte("aAnNbBnNpPt"))
	f.Add([]byte("sab"))
	f.Fuzz(func(t *testing.T, presses []byte) {
		q, now := newQuiz(Relaxed, 3), quizNoon
		for i, press := range presses {
			now = now.Add(time.Second)
			switch press % 8 {
			case 0:
				q.Next(q.Number, q.Told, now)
			case 1:
				q.Pause(now)
			case 2:
				q.Resume(now)
			case 3:
				now = now.Add(time.Minute)
				q.Tick(now)
			default:
				q.Answer(i%3, string(rune('a'+press%5)), int(press/8)%Choices, "", now)
			}
		}
		right, answered := 0, 0
		for _, s := range q.Scores() {
			right, answered = right+s.Right, answered+s.Answered
		}
		told := slices.DeleteFunc(slices.Clone(q.Given), func(g Given) bool { return g.Number >= q.Progress() })
		if answered != len(told) || right > answered {
			t.Errorf("%d answers count of %d", answered, len(told))
		}
		seen := map[string]bool{}
		for _, g := range q.Given {
			if key := fmt.Sprint(g.Number, g.Person); seen[key] {
				t.Errorf("%s answers twice", key)
			} else {
				seen[key] = true
			}
		}
	})
}

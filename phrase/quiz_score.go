package phrase

import (
	"cmp"
	"slices"
)

// A Score is how somebody did, in one quiz or in several.
type Score struct {
	Person   string
	Right    int
	Answered int
}

// Scores are those of everybody who answered, the best first; of two who are as good, who answered fewer wrong, then who
// was there first. Answers to a task that is still open do not count yet.
func (q *Quiz) Scores() []Score {
	var all []Score
	at := map[string]int{}
	for _, g := range q.Given {
		if g.Number >= q.Progress() {
			continue
		}
		i, known := at[g.Person]
		if !known {
			i = len(all)
			at[g.Person] = i
			all = append(all, Score{Person: g.Person})
		}
		all[i].Answered++
		if g.Verdict.Counts() {
			all[i].Right++
		}
	}
	SortScores(all)
	return all
}

// SortScores puts the best first. Those that are as good keep their order.
func SortScores(all []Score) {
	slices.SortStableFunc(all, func(a, b Score) int {
		return cmp.Or(cmp.Compare(b.Right, a.Right), cmp.Compare(a.Answered, b.Answered))
	})
}

// Missed are the tasks whose answer is told and that a person who plays got wrong or left out.
func (q *Quiz) Missed(person string) []Task {
	if !q.Plays(person) {
		return nil
	}
	var missed []Task
	for n, t := range q.Tasks[:q.Progress()] {
		if g, _ := q.GivenBy(person, n); !g.Verdict.Counts() {
			missed = append(missed, t)
		}
	}
	return missed
}

// A Player is how somebody likes to play, as they last chose.
type Player struct {
	Person string
	Deck   string // as the caller names it
	Kind   TaskKind
	Length int // how many tasks
	Pace   Pace
	Guest  bool // is not named where others see how they did
}

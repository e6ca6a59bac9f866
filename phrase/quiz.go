package phrase

import (
	"errors"
	"slices"
	"time"
)

// A Quiz is tasks that people do one after the other, together in a channel or one person alone. Its methods say what
// happens when somebody does something; they change nothing else and keep no time of their own. Whoever keeps a quiz
// calls Tick when Due has come.
//
// A task is open until it is told: then everybody sees who was right. When that is, is a matter of the pace.
type Quiz struct {
	ID      string
	Server  string // empty if it is played alone
	Channel string // empty if it is played alone
	Message string // the id of its post; empty until it is known, and if it is played alone
	Starter string // the id of a person; empty if it is no longer known

	Deck  string // what the tasks are about, as the caller names it
	Kind  TaskKind
	Pace  Pace
	Tasks []Task
	Given []Given // all answers, in the order in which they came

	Number int       // of the task, from 0
	Told   bool      // the task's answer is told
	Paused bool      // until somebody resumes it
	Ending Ending    // why it is over; empty while it is not
	Idle   int       // how many tasks in a row nobody answered
	Due    time.Time // when it goes on by itself; zero: never
	Began  time.Time
	Ended  time.Time // zero while it is not over

	Version int // grows with everything that its post shows
	Shown   int // the version that the post shows
}

// Given is an answer that somebody gave. Everybody has one for each task.
type Given struct {
	Number  int // of the task, from 0
	Person  string
	Choice  int    // from 0; -1 if it was typed
	Typed   string // empty if it was chosen
	Verdict Verdict
	At      time.Time
}

// A Pace says when a task's answer is told, and when the next task comes.
type Pace string

// The paces.
const (
	Untimed Pace = "untimed" // when all who play have answered, or somebody says so; the next task when somebody says so
	Relaxed Pace = "relaxed" // after 45 seconds, the next task 15 seconds later
	Brisk   Pace = "brisk"   // after 15 seconds, the next task 7 seconds later
	Race    Pace = "race"    // with the first right answer, or after a minute
)

// Paces are all paces.
var Paces = []Pace{Untimed, Relaxed, Brisk, Race}

// tempo is how long a task is open and how long its answer stands; zero if the pace has no clock.
var tempo = map[Pace]struct{ open, told time.Duration }{
	Relaxed: {45 * time.Second, 15 * time.Second},
	Brisk:   {15 * time.Second, 7 * time.Second},
	Race:    {time.Minute, 8 * time.Second},
}

// How long a quiz waits for people.
const (
	QuizPatience = 24 * time.Hour     // without a clock, until it counts as abandoned
	QuizPause    = 7 * 24 * time.Hour // while it is paused
	mostIdle     = 2                  // tasks in a row that nobody answers, with a clock, until it pauses by itself
)

// An Ending says why a quiz is over.
type Ending string

// The endings.
const (
	Finished  Ending = "finished"
	Stopped   Ending = "stopped"   // by whoever may
	Abandoned Ending = "abandoned" // nobody played any more
	Unposted  Ending = "unposted"  // its post could not be sent, or is gone
)

// Why an answer does not count.
var (
	ErrAnswered = errors.New("this person has answered this task")
	ErrTold     = errors.New("the answer of this task is told")
	ErrPaused   = errors.New("the quiz is paused")
	ErrOver     = errors.New("the quiz is over")
)

// Start begins the quiz. What is posted of it then is the first version.
func (q *Quiz) Start(now time.Time) {
	q.Began, q.Version, q.Shown = now, 1, 1
	q.wait(now)
}

// Alone reports whether one person plays for themselves.
func (q *Quiz) Alone() bool { return q.Channel == "" }

// Task is the one that is open or told.
func (q *Quiz) Task() Task { return q.Tasks[q.Number] }

// Answer notes what a person chose, from 0, or typed for a task if choice is -1, and tells the answer if that is all that
// was waited for. The error is one of those above; then nothing changed, and given is what the person gave before if it
// is ErrAnswered.
func (q *Quiz) Answer(number int, person string, choice int, typed string, now time.Time) (given Given, err error) {
	before, answered := q.GivenBy(person, number)
	switch {
	case answered:
		return before, ErrAnswered
	case q.Ending != "":
		return given, ErrOver
	case number != q.Number || q.Told:
		return given, ErrTold
	case q.Paused:
		return given, ErrPaused
	}
	given = Given{Number: number, Person: person, Choice: choice, Typed: typed, At: now}
	if choice < 0 {
		given.Verdict = q.Task().Check(typed)
	} else {
		given.Verdict = q.Task().Choose(choice)
	}
	q.Given = append(q.Given, given)
	switch {
	case q.Pace == Race && given.Verdict.Counts(), q.Alone(), q.Pace == Untimed && q.allAnswered():
		q.tell(now)
	case q.Pace == Untimed:
		q.wait(now)
	}
	q.Version++
	return given, nil
}

// GivenBy is what a person answered to a task.
func (q *Quiz) GivenBy(person string, number int) (Given, bool) {
	i := slices.IndexFunc(q.Given, func(g Given) bool { return g.Number == number && g.Person == person })
	if i < 0 {
		return Given{}, false
	}
	return q.Given[i], true
}

// Plays reports whether a person has answered anything.
func (q *Quiz) Plays(person string) bool {
	return slices.ContainsFunc(q.Given, func(g Given) bool { return g.Person == person })
}

// allAnswered reports whether everybody who answered one of the two tasks before has answered this one. Of the first task
// nobody knows who plays.
func (q *Quiz) allAnswered() bool {
	expected, answered := map[string]bool{}, map[string]bool{}
	for _, g := range q.Given {
		if g.Number == q.Number {
			answered[g.Person] = true
		} else if g.Number >= q.Number-2 {
			expected[g.Person] = true
		}
	}
	for person := range expected {
		if !answered[person] {
			return false
		}
	}
	return len(expected) > 0
}

// Answers are those to the task that is open or told, in the order in which they came.
func (q *Quiz) Answers() []Given {
	var all []Given
	for _, g := range q.Given {
		if g.Number == q.Number {
			all = append(all, g)
		}
	}
	return all
}

// Next tells the answer of the task of a number if it is open, and goes on to the next task, or to the end, if it is
// told. It does nothing, and reports false, if the quiz is elsewhere, so that two who press at the same time skip nothing.
func (q *Quiz) Next(number int, told bool, now time.Time) bool {
	if q.Ending != "" || q.Paused || number != q.Number || told != q.Told {
		return false
	}
	if q.Told {
		q.goOn(now)
	} else {
		q.tell(now)
	}
	q.Version++
	return true
}

// Pause stops the clock, and reports whether it ran.
func (q *Quiz) Pause(now time.Time) bool {
	if q.Ending != "" || q.Paused {
		return false
	}
	q.Paused, q.Due = true, now.Add(QuizPause)
	q.Version++
	return true
}

// Resume lets a paused quiz go on where it was, and reports whether it was paused.
func (q *Quiz) Resume(now time.Time) bool {
	if q.Ending != "" || !q.Paused {
		return false
	}
	q.Paused, q.Idle = false, 0
	q.wait(now)
	q.Version++
	return true
}

// Stop ends the quiz, and reports whether it was going on.
func (q *Quiz) Stop(why Ending, now time.Time) bool {
	if q.Ending != "" {
		return false
	}
	q.Ending, q.Ended, q.Due = why, now, time.Time{}
	q.Paused = false
	q.Version++
	return true
}

// Tick does what is due by now, and reports whether anything was.
func (q *Quiz) Tick(now time.Time) bool {
	if q.Ending != "" || q.Due.IsZero() || now.Before(q.Due) {
		return false
	}
	_, clocked := tempo[q.Pace]
	switch {
	case q.Paused || !clocked:
		return q.Stop(Abandoned, now)
	case !q.Told:
		q.tell(now)
	case q.Idle >= mostIdle:
		return q.Pause(now)
	default:
		q.goOn(now)
	}
	q.Version++
	return true
}

// tell tells the answer of the task.
func (q *Quiz) tell(now time.Time) {
	q.Told = true
	q.Idle++
	if len(q.Answers()) > 0 {
		q.Idle = 0
	}
	q.wait(now)
}

// goOn opens the next task, or ends the quiz after the last.
func (q *Quiz) goOn(now time.Time) {
	if q.Number == len(q.Tasks)-1 {
		q.Ending, q.Ended, q.Due = Finished, now, time.Time{}
		return
	}
	q.Number, q.Told = q.Number+1, false
	q.wait(now)
}

// wait settles when the quiz goes on by itself.
func (q *Quiz) wait(now time.Time) {
	t, clocked := tempo[q.Pace]
	switch {
	case q.Alone():
		q.Due = time.Time{}
	case !clocked:
		q.Due = now.Add(QuizPatience)
	case q.Told:
		q.Due = now.Add(t.told)
	default:
		q.Due = now.Add(t.open)
	}
}

// Progress is how many tasks are told.
func (q *Quiz) Progress() int {
	if q.Told {
		return q.Number + 1
	}
	return q.Number
}

package phrase

import (
	"math"
	"time"
)

// A Memory is how well somebody remembers a card, by the FSRS-6 model of memory (Free Spaced Repetition Scheduler,
// published by the open-spaced-repetition project). The zero Memory is that of a card that was never asked.
//
// A new card passes two steps, of one and of ten minutes, before it waits for days; a forgotten one passes a step of
// ten minutes. From then on it is asked when the chance to remember it has fallen to 90 %. Nothing is random.
type Memory struct {
	Phase      Phase
	Step       int       // of Learning and Relearning, from 0
	Stability  float64   // days until the chance to remember falls to 90 %
	Difficulty float64   // from 1, easy, to 10
	Due        time.Time // when to ask next; zero: never asked, so at any time
	Last       time.Time // when it was asked last; zero: never
	Reps       int       // how often it was asked
	Lapses     int       // how often it was forgotten after it had been learned
}

// A Phase is where a card is on its way into memory.
type Phase string

// The phases.
const (
	Unseen     Phase = ""           // never asked
	Learning   Phase = "learning"   // in its first steps
	Reviewing  Phase = "review"     // learned; asked after days
	Relearning Phase = "relearning" // forgotten, and on its way back
)

// A Grade is how an answer went.
type Grade int

// The grades.
const (
	Again Grade = iota + 1 // forgotten
	Hard
	Good
	Easy
)

// weights are the published default weights of FSRS-6, w0 to w20.
var weights = [21]float64{
	0.212, 1.2931, 2.3065, 8.2956, // stability after the first answer, by grade
	6.4133, 0.8334, 3.0194, 0.001, // difficulty
	1.8722, 0.1666, 0.796, // stability after remembering
	1.4835, 0.0614, 0.2629, 1.6483, // stability after forgetting
	0.6014, 1.8729, // factors for Hard and Easy
	0.5425, 0.0912, 0.0658, // stability on the same day
	0.1542, // decay of the forgetting curve
}

// The bounds of the model.
const (
	minStability = 0.001
	maxStability = 36500 // days, and so the longest interval
	minDifficult = 1
	maxDifficult = 10
)

// learningSteps are how long a card waits in its first steps, and relearningSteps after it was forgotten.
var (
	learningSteps   = []time.Duration{time.Minute, 10 * time.Minute}
	relearningSteps = []time.Duration{10 * time.Minute}
)

// After is the memory after an answer of grade g at a time.
func (m Memory) After(g Grade, now time.Time) Memory {
	next := m
	next.Last = now
	next.Reps++
	days := daysBetween(m.Last, now)
	next.Stability, next.Difficulty = m.stability(g, days), m.difficulty(g)
	if m.Phase == Reviewing && g != Again {
		next.Due = now.Add(m.interval(g, days))
		return next
	}
	steps, into := learningSteps, Learning
	if m.Phase == Reviewing || m.Phase == Relearning {
		steps, into = relearningSteps, Relearning
	}
	if m.Phase == Reviewing {
		next.Lapses++
	}
	step, wait := nextStep(steps, m.Step, g)
	if wait == 0 {
		step, into, wait = 0, Reviewing, wholeDays(next.Stability)
	}
	next.Phase, next.Step, next.Due = into, step, now.Add(wait)
	return next
}

// nextStep is the step to which an answer leads and how long it takes; 0 ends the steps.
func nextStep(steps []time.Duration, step int, g Grade) (int, time.Duration) {
	switch {
	case g == Again:
		return 0, steps[0]
	case g == Hard && len(steps) == 1:
		return step, steps[0] * 3 / 2
	case g == Hard:
		return step, ((steps[0] + steps[1]) / 2).Round(time.Minute)
	case g == Good && step+1 < len(steps):
		return step + 1, steps[step+1]
	}
	return 0, 0
}

// interval is how long a learned card waits after Hard, Good or Easy: each grade at least a day longer than the one
// below it, where their stabilities allow.
func (m Memory) interval(g Grade, days float64) time.Duration {
	const day = 24 * time.Hour
	hard, good := wholeDays(m.stability(Hard, days)), wholeDays(m.stability(Good, days))
	hard = min(hard, good)
	good = max(good, hard+day)
	switch g {
	case Hard:
		return hard
	case Good:
		return good
	}
	return max(wholeDays(m.stability(Easy, days)), good+day)
}

// wholeDays is the interval after which the chance to remember is 90 %: by definition the stability.
func wholeDays(stability float64) time.Duration {
	return time.Duration(min(max(1, math.Round(stability)), maxStability)) * 24 * time.Hour
}

// Recall is the chance to remember the card at a time, from 0 to 1; 0 if it was never asked.
//
//	R(t, S) = (1 + f·t/S)^−w20,  f = 0.9^(−1/w20) − 1
func (m Memory) Recall(now time.Time) float64 {
	if m.Phase == Unseen {
		return 0
	}
	return recall(daysBetween(m.Last, now), m.Stability)
}

func recall(days, stability float64) float64 {
	decay := -weights[20]
	factor := math.Pow(0.9, 1/decay) - 1
	return math.Pow(1+factor*days/stability, decay)
}

// stability is the stability after an answer, days after the one before.
//
//	first:      S0(G) = w[G−1]
//	same day:   S·e^(w17·(G−3+w18))·S^−w19, and no less than S unless G is Again
//	remembered: S·(1 + e^w8·(11−D)·S^−w9·(e^(w10·(1−R))−1)·[w15 if Hard]·[w16 if Easy])
//	forgotten:  min(w11·D^−w12·((S+1)^w13−1)·e^(w14·(1−R)), S/e^(w17·w18))
func (m Memory) stability(g Grade, days float64) float64 {
	w, s, d := &weights, m.Stability, m.Difficulty
	if m.Phase == Unseen {
		return w[g-1]
	}
	if days == 0 {
		grows := math.Pow(s, -w[19]) * math.Exp(w[17]*(float64(g)-3+w[18]))
		if g >= Hard {
			grows = max(grows, 1)
		}
		return clampStability(s * grows)
	}
	lost := 1 - recall(days, s)
	if g == Again {
		forgotten := clampStability(w[11] * math.Pow(d, -w[12]) * (math.Pow(s+1, w[13]) - 1) * math.Exp(lost*w[14]))
		return min(forgotten, max(minStability, s/math.Exp(w[17]*w[18])))
	}
	grows := math.Exp(w[8]) * (11 - d) * math.Pow(s, -w[9]) * (math.Exp(lost*w[10]) - 1)
	switch g {
	case Hard:
		grows *= w[15]
	case Easy:
		grows *= w[16]
	}
	return clampStability(s * (1 + grows))
}

func clampStability(s float64) float64 { return min(max(s, minStability), maxStability) }

// difficulty is the difficulty after an answer.
//
//	first: D0(G) = w4 − e^(w5·(G−1)) + 1
//	later: w7·D0(Easy) + (1−w7)·(D − w6·(G−3)·(10−D)/9)
func (m Memory) difficulty(g Grade) float64 {
	d := firstDifficulty(g)
	if m.Phase != Unseen {
		moved := m.Difficulty - weights[6]*(float64(g)-3)*(10-m.Difficulty)/9
		d = weights[7]*firstDifficulty(Easy) + (1-weights[7])*moved
	}
	return min(max(d, minDifficult), maxDifficult)
}

func firstDifficulty(g Grade) float64 {
	return weights[4] - math.Exp(weights[5]*float64(g-1)) + 1
}

// daysBetween is how many midnights, by UTC, lie between two times; none if there was no first time.
func daysBetween(from, to time.Time) float64 {
	if from.IsZero() {
		return 0
	}
	return max(0, midnight(to).Sub(midnight(from)).Hours()/24)
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

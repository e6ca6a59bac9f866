package phrase_test

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"magpie/phrase"
)

// A history is when a card was answered, and how: minutes since the answer before,
// and the grade.
type history struct {
	Start   int64    `json:"start"` // Unix milliseconds
	Answers [][2]int `json:"answers"`
}

// peer is what ts-fsrs makes of histories. Without it the test is skipped, but in CI.
func peer(t *testing.T, all []history) [][]phrase.Memory {
	t.Helper()
	missing := t.Skipf
	if os.Getenv("CI") == "true" {
		missing = t.Fatalf
	}
	if _, err := os.Stat("contract/node_modules/ts-fsrs"); err != nil {
		missing("ts-fsrs is missing; make setup installs it: %v", err)
	}
	in, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "fsrs.mjs")
	cmd.Dir, cmd.Stdin = "contract", bytes.NewReader(in)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		missing("node: %v %s", err, stderr.Bytes())
	}
	var said [][]phrase.Memory
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatal(err)
	}
	return said
}

// histories are made up, each time the same.
func histories(n, answers int) []history {
	rnd := rand.New(rand.NewPCG(6, 2026))
	waits := []func() int{
		func() int { return 0 },
		func() int { return rnd.IntN(30) },
		func() int { return rnd.IntN(1440) },
		func() int { return rnd.IntN(30 * 1440) },
		func() int { return rnd.IntN(2000 * 1440) },
	}
	all := make([]history, n)
	for i := range all {
		all[i].Start = time.Date(2026, 1, 1+rnd.IntN(365), rnd.IntN(24), rnd.IntN(60), 0, 0, time.UTC).UnixMilli()
		lucky := rnd.IntN(4) // some people forget a lot
		for range answers {
			grade := 1 + rnd.IntN(4)
			if grade == 1 && rnd.IntN(4) < lucky {
				grade = 3
			}
			all[i].Answers = append(all[i].Answers, [2]int{waits[rnd.IntN(len(waits))](), grade})
		}
	}
	return all
}

func TestMemoryAgreesWithTSFSRS(t *testing.T) {
	t.Parallel()
	all := histories(3000, 16)
	var worst float64
	for i, want := range peer(t, all) {
		var m phrase.Memory
		now := time.UnixMilli(all[i].Start).UTC()
		for j, a := range all[i].Answers {
			now = now.Add(time.Duration(a[0]) * time.Minute)
			m = m.After(phrase.Grade(a[1]), now)
			off := max(relative(m.Stability, want[j].Stability), relative(m.Difficulty, want[j].Difficulty))
			worst = max(worst, off)
			got := m
			got.Stability, got.Difficulty = want[j].Stability, want[j].Difficulty
			if got != want[j] || off > 1e-6 {
				t.Fatalf("history %d, answer %d of %v:\n got %+v\nwant %+v", i, j+1, all[i], m, want[j])
			}
		}
	}
	t.Logf("greatest relative difference: %.2g", worst)
}

func relative(a, b float64) float64 { return math.Abs(a-b) / math.Abs(b) }

func TestMemory(t *testing.T) {
	t.Parallel()
	const (
		again, hard, good, easy = phrase.Again, phrase.Hard, phrase.Good, phrase.Easy
		minute, day             = time.Minute, 24 * time.Hour
	)
	for _, test := range []struct {
		name    string
		grades  []phrase.Grade // each when the card is due
		waits   []time.Duration
		reviews bool // the card is learned in the end
	}{
		{"learned", []phrase.Grade{good, good}, []time.Duration{10 * minute, 2 * day}, true},
		{"easy at once", []phrase.Grade{easy}, []time.Duration{8 * day}, true},
		{"forgotten in the first steps", []phrase.Grade{again, hard, good}, []time.Duration{minute, 6 * minute, 10 * minute}, false},
		{"forgotten later", []phrase.Grade{easy, again, hard, good}, []time.Duration{8 * day, 10 * minute, 15 * minute, day}, true},
	} {
		var m phrase.Memory
		now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
		for i, g := range test.grades {
			m = m.After(g, now)
			if wait := m.Due.Sub(now); wait != test.waits[i] {
				t.Errorf("%s: after answer %d it waits %s, want %s", test.name, i+1, wait, test.waits[i])
			}
			now = m.Due
		}
		if got := m.Phase == phrase.Reviewing; got != test.reviews {
			t.Errorf("%s: it ends as %s", test.name, m.Phase)
		}
		if r := m.Recall(now); test.reviews && (r < 0.85 || r > 0.95) {
			t.Errorf("%s: when due it is remembered with %.2f", test.name, r)
		}
	}
	if r := (phrase.Memory{}).Recall(time.Now()); r != 0 {
		t.Errorf("a card never asked is remembered with %v", r)
	}
}

// A clock that was set back does no harm.
func TestMemoryOutOfTime(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	m := phrase.Memory{}.After(phrase.Easy, now).After(phrase.Good, now.AddDate(0, 0, -5))
	if math.IsNaN(m.Stability) || m.Stability < 1 || m.Due.Before(now.AddDate(0, 0, -5)) {
		t.Errorf("%+v", m)
	}
}

func BenchmarkMemory(b *testing.B) {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	m := phrase.Memory{}.After(phrase.Easy, now)
	later := now.AddDate(0, 0, 8)
	for b.Loop() {
		m.After(phrase.Good, later)
	}
}

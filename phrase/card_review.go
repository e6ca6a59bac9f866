package phrase

import (
	"cmp"
	"slices"
	"time"
)

// A Review is one answer to a card.
type Review struct {
	Card   string // id
	At     time.Time
	Grade  Grade
	Before Memory // of the card, so that the answer can be taken back
}

// How cards are queued.
const (
	NewADay  = 20               // how many cards that were never asked are asked a day
	early    = 12 * time.Hour   // how long before its time a learned card may be asked: people do not learn at the same minute each day
	nearAway = 20 * time.Minute // how long before its time a card in its steps is asked when nothing else is left
)

// A Queue is what there is to review.
type Queue struct {
	Next Card
	Left int       // cards that are due, Next included; 0: there is no Next
	Held int       // new cards that wait for another day
	Soon time.Time // when the next card is due if none is; zero if none waits
}

// NewQueue is what there is to review among cards, of which new ones may still be asked today. Cards in their steps come
// first, then learned ones, those due longest first, then new ones in the order in which they were added.
func NewQueue(cards []Card, fresh int, now time.Time) Queue {
	var q Queue
	var due, near []Card
	var unseen []Card
	for _, c := range cards {
		switch {
		case c.Memory.Phase == Unseen:
			unseen = append(unseen, c)
		case c.Memory.due(now):
			due = append(due, c)
		case c.Memory.Phase != Reviewing && !c.Memory.Due.After(now.Add(nearAway)):
			near = append(near, c)
		case q.Soon.IsZero() || c.Memory.Due.Before(q.Soon):
			q.Soon = c.Memory.Due
		}
	}
	slices.SortStableFunc(due, earlier)
	slices.SortStableFunc(near, earlier)
	slices.SortStableFunc(unseen, func(a, b Card) int { return a.Added.Compare(b.Added) })
	fresh = min(max(fresh, 0), len(unseen))
	q.Held = len(unseen) - fresh
	all := slices.Concat(due, unseen[:fresh], near)
	if q.Left = len(all); q.Left > 0 {
		q.Next = all[0]
	}
	return q
}

// earlier orders cards that were asked before: those in their steps first, then by when they are due.
func earlier(a, b Card) int {
	steps := func(c Card) int {
		if c.Memory.Phase == Reviewing {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(steps(a), steps(b)), a.Memory.Due.Compare(b.Memory.Due))
}

// due reports whether a card that was asked before is to be asked now.
func (m Memory) due(now time.Time) bool {
	if m.Phase == Reviewing {
		now = now.Add(early)
	}
	return !m.Due.After(now)
}

// Fresh is how many new cards may still be asked today, by the reviews since the day began, if more than NewADay are
// wanted.
func Fresh(today []Review, more int) int {
	asked := 0
	for _, r := range today {
		if r.Before.Phase == Unseen {
			asked++
		}
	}
	return max(0, NewADay+more-asked)
}

// Statistics tell somebody how their cards are doing. A day is one of their time zone.
type Statistics struct {
	Cards, Unseen, Learned int
	Asked, Remembered      int     // answers of 30 days to cards that were learned, and those that were not Again
	Past                   [30]int // answers a day; the last is today
	Ahead                  [7]int  // cards due a day; the first is today, with what is overdue
	Days                   int     // of Past with an answer
	Row                    int     // days in a row with an answer, until today, or yesterday if today has none yet
}

// Summarize sums up cards and the reviews of the last 30 days.
func Summarize(cards []Card, reviews []Review, now time.Time, zone *time.Location) Statistics {
	s := Statistics{Cards: len(cards)}
	today := dayOf(now, zone)
	for _, c := range cards {
		switch c.Memory.Phase {
		case Unseen:
			s.Unseen++
			continue
		case Reviewing:
			s.Learned++
		}
		if ahead := max(0, dayOf(c.Memory.Due, zone)-today); ahead < len(s.Ahead) {
			s.Ahead[ahead]++
		}
	}
	for _, r := range reviews {
		ago := today - dayOf(r.At, zone)
		if ago < 0 || ago >= len(s.Past) {
			continue
		}
		s.Past[len(s.Past)-1-ago]++
		if r.Before.Phase == Reviewing {
			s.Asked++
			if r.Grade != Again {
				s.Remembered++
			}
		}
	}
	s.countDays()
	return s
}

func (s *Statistics) countDays() {
	last := len(s.Past) - 1
	if s.Past[last] == 0 {
		last-- // today is not over
	}
	for last >= 0 && s.Past[last] > 0 {
		s.Row++
		last--
	}
	for _, n := range s.Past {
		if n > 0 {
			s.Days++
		}
	}
}

// dayOf numbers the days of a zone.
func dayOf(t time.Time, zone *time.Location) int {
	y, m, d := t.In(zone).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

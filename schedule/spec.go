// Package schedule says when things happen: what a moderator types ("weekdays
// 09:00", "每天 09:00", "30 8 * * 1-5") becomes a [Spec] in civil time, the time
// that clocks show in a server's own zone, and [Run] carries out jobs as they
// come due.
//
// Civil time is not even. A run whose time is skipped when clocks are set
// forward happens at the first minute after the gap; a run whose time comes
// twice when they are set back happens the first time only.
package schedule

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// What is wrong with a schedule; [Parse] wraps one of these.
var (
	ErrSyntax   = errors.New("not a schedule")
	ErrZone     = errors.New("a schedule names no time zone; the server does")
	ErrTooOften = errors.New("runs less than 15 minutes apart")
	ErrNever    = errors.New("never runs")

	ErrUnknownZone = errors.New("no such time zone") // wrapped by [LoadZone]
)

const (
	shortest  = 15 * time.Minute // between two runs
	longest   = 200              // bytes of what may be typed
	plainMost = 6                // times a day that are still shown as a list
	latest    = 6 * time.Hour    // after which a missed run is skipped
)

// A Spec is when something runs, in civil time. The zero Spec never runs; make
// others with [Parse].
type Spec struct {
	lines []*cron.SpecSchedule // runs when any of them does
	days  []time.Weekday       // from Monday; nil where only cron says it
	times []string             // "09:00", ascending; nil where only cron says it
	text  string
}

// A Slot is one run that a Spec asks for.
type Slot struct {
	Civil string    // what was asked for, "2026-11-21 09:00"; two runs never share it
	At    time.Time // when that is, in UTC
}

// civilForm is the form of Slot.Civil.
const civilForm = "2006-01-02 15:04"

// Parse reads a schedule: days and times in English or Chinese ("every day
// 09:00", "Mon and Thu 18:30", "工作日 09:00 和 18:00"), or cron's five fields,
// where Sunday is 0 or 7.
func Parse(text string) (Spec, error) {
	s, err := parse(text)
	if err != nil {
		return Spec{}, fmt.Errorf("schedule %q: %w", text, err)
	}
	return s, nil
}

func parse(text string) (Spec, error) {
	if len(text) > longest {
		return Spec{}, fmt.Errorf("%w: longer than %d bytes", ErrSyntax, longest)
	}
	if strings.Contains(strings.ToUpper(text), "TZ=") {
		return Spec{}, ErrZone
	}
	var s Spec
	var err error
	if fields := strings.Fields(text); len(fields) == 5 && looksLikeCron(fields) {
		s, err = parseCron(fields)
	} else {
		s, err = parsePlain(text)
	}
	if err != nil {
		return Spec{}, err
	}
	return s, s.check()
}

// check looks at two days' worth of the closest runs there may be, and more of
// rarer ones: enough for every pair of days that can follow each other.
func (s Spec) check() error {
	const sample = 2 * int(24*time.Hour/shortest)
	wall := time.Date(2023, 12, 31, 0, 0, 0, 0, time.UTC) // before a leap year
	next := s.next(wall)
	if next.IsZero() {
		return ErrNever
	}
	for range sample {
		wall, next = next, s.next(next)
		if next.IsZero() {
			return nil
		}
		if next.Sub(wall) < shortest {
			return ErrTooOften
		}
	}
	return nil
}

// next is the first civil time after wall at which s runs, or zero if there is
// none for five years.
func (s Spec) next(wall time.Time) time.Time {
	var first time.Time
	for _, line := range s.lines {
		if t := line.Next(wall); !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}

// Next is the first slot after a moment, or the zero Slot if none comes for
// five years. Of slots that clocks being set forward push onto one moment, only
// the first is told.
func (s Spec) Next(after time.Time, loc *time.Location) Slot {
	for wall := s.next(civil(after, loc)); !wall.IsZero(); wall = s.next(wall) {
		if at := instant(wall, loc); at.After(after) {
			return Slot{Civil: wall.Format(civilForm), At: at}
		}
	}
	return Slot{}
}

// Slots is the next n slots after a moment; fewer if s ends before.
func (s Spec) Slots(after time.Time, loc *time.Location, n int) []Slot {
	var slots []Slot
	for range n {
		next := s.Next(after, loc)
		if next.At.IsZero() {
			break
		}
		slots = append(slots, next)
		after = next.At
	}
	return slots
}

// Latest is the last slot after one moment and not after now: the one run that
// stands for all that were missed between. It should be skipped when it is late
// by more than six hours or half the time to the slot after it. ok is false when
// no slot was missed.
func (s Spec) Latest(after, now time.Time, loc *time.Location) (slot Slot, skip, ok bool) {
	// Look from a short while ago first, since after may be years back.
	for back := 24 * time.Hour; ; back *= 4 {
		from := now.Add(-back)
		if from.Before(after) {
			from = after
		}
		next := s.Next(from, loc)
		for ; !next.At.IsZero() && !next.At.After(now); next = s.Next(slot.At, loc) {
			slot, ok = next, true
		}
		if ok {
			late := now.Sub(slot.At)
			return slot, late > latest || !next.At.IsZero() && late > next.At.Sub(slot.At)/2, true
		}
		if from.Equal(after) {
			return Slot{}, false, false
		}
	}
}

// Plain reports the weekdays, from Monday, and the times of day ("09:00") of a
// Spec that is no more than that; otherwise ok is false and [Spec.String] is
// cron's five fields.
func (s Spec) Plain() (days []time.Weekday, times []string, ok bool) {
	return slices.Clone(s.days), slices.Clone(s.times), s.times != nil
}

// String is s as Parse reads it, always in the same words: "weekdays 09:00 and
// 18:00", or cron's five fields.
func (s Spec) String() string { return s.text }

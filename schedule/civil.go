package schedule

import "time"

// reach is longer than any zone has ever been from UTC.
const reach = 26 * time.Hour

// civil returns what clocks in loc show at t, as a time in UTC.
func civil(t time.Time, loc *time.Location) time.Time {
	t = t.In(loc)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// instant returns the first moment at which clocks in loc show wall, a time in
// UTC that stands for a civil one. Where clocks are set back over wall, that is
// the earlier of two moments; where they are set forward over it, the moment
// after the gap. time.Date promises neither.
func instant(wall time.Time, loc *time.Location) time.Time {
	for t := wall.Add(-reach); ; {
		start, end := t.In(loc).ZoneBounds()
		_, offset := t.In(loc).Zone()
		at := wall.Add(-time.Duration(offset) * time.Second)
		switch {
		case !start.IsZero() && at.Before(start):
			return start.UTC() // clocks jumped from before wall to after it
		case end.IsZero() || at.Before(end):
			return at
		}
		t = end
	}
}

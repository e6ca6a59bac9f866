package slash

import (
	"errors"
	"testing"
	"time"

	"golang.org/x/time/rate"
)

func TestLimiter(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	l := limiter{now: func() time.Time { return now }, person: 6, server: 9, buckets: map[string]*rate.Limiter{}}
	take := func(person, server string) int { // seconds to wait
		err := l.take(&Call{Event: Event{Person: Person{ID: person}, Place: Place{Server: server}}})
		var busy *busyError
		if err != nil && !errors.As(err, &busy) {
			t.Fatal(err)
		}
		if busy == nil {
			return 0
		}
		return busy.seconds()
	}
	for i, step := range []struct {
		after          time.Duration
		person, server string
		times          int
		wait           int
	}{
		{0, "ana", "1", 6, 0},
		{0, "ana", "1", 1, 10}, // her six of this minute
		{0, "ana", "", 1, 10},  // wherever she is
		{0, "bo", "1", 3, 0},
		{0, "bo", "1", 1, 7}, // the server's nine; one more in 6⅔ s
		{0, "bo", "", 2, 0},  // what was refused counts as his, too: 4 + 2
		{0, "bo", "", 1, 10},
		{0, "cy", "2", 6, 0},
		{4 * time.Second, "ana", "2", 1, 6},
		{6 * time.Second, "ana", "1", 1, 0},
		{0, "ana", "1", 1, 10},
		{time.Minute, "ana", "1", 6, 0},
	} {
		now = now.Add(step.after)
		for range step.times {
			if wait := take(step.person, step.server); wait != step.wait {
				t.Errorf("step %d: wait %d s, want %d", i+1, wait, step.wait)
			}
		}
	}
	if n := len(l.buckets); n > 3 { // ana, her server, and bo or cy at most
		t.Errorf("%d buckets are kept", n)
	}
	now = now.Add(2 * time.Minute)
	take("di", "")
	if n := len(l.buckets); n != 1 {
		t.Errorf("%d buckets are kept for one person", n)
	}
}

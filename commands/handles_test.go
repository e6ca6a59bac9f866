package commands

import (
	"testing"
	"time"
)

func TestBudget(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	b := newBudget(func() time.Time { return now }, 20)
	for i := range 20 {
		if wait := b.take("ana"); wait != 0 {
			t.Fatalf("look %d has to wait %s", i+1, wait)
		}
	}
	if wait := b.take("ana"); wait <= 0 || wait > 3*time.Minute {
		t.Errorf("one more has to wait %s", wait)
	}
	if wait := b.take("bo"); wait != 0 {
		t.Errorf("somebody else has to wait %s", wait)
	}
	now = now.Add(3 * time.Minute)
	if wait := b.take("ana"); wait != 0 {
		t.Errorf("after three minutes: %s", wait)
	}
	now = now.Add(2 * time.Hour)
	if b.take("cy"); len(b.spent) != 1 {
		t.Errorf("%d people are remembered", len(b.spent))
	}
}

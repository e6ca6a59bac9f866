package commands

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/community"
	"magpie/news"
)

// TestNoSlotIsLostOrDoubled changes a digest that runs every day at 09:00 in Taipei,
// or the clock, and looks at it every quarter of an hour.
func TestNoSlotIsLostOrDoubled(t *testing.T) {
	to := func(schedule, zone string) func(*digestDesk) {
		return func(d *digestDesk) {
			times, err := newDigestTimetable(schedule, zone)
			if err != nil {
				d.t.Fatal(err)
			}
			edit := func(of *news.Digest) { times.settle(of, d.clk.Now()) }
			if _, _, err := d.store.EditDigest(d.t.Context(), "abc", edit, community.Change{Server: d.server}); err != nil {
				d.t.Fatal(err)
			}
		}
	}
	pause := func(d *digestDesk) {
		if _, err := d.store.PauseDigest(d.t.Context(), "abc", "", community.Change{}); err != nil {
			d.t.Fatal(err)
		}
	}
	resume := func(d *digestDesk) {
		next, err := digestNext(d.only(), d.clk.Now())
		if err == nil {
			_, err = d.store.ResumeDigest(d.t.Context(), "abc", next, community.Change{})
		}
		if err != nil {
			d.t.Fatal(err)
		}
	}
	set := func(by time.Duration) func(*digestDesk) {
		return func(d *digestDesk) { d.clk.Set(d.clk.Now().Add(by)) }
	}
	type event struct {
		at time.Time
		do func(*digestDesk)
	}
	for _, c := range []struct {
		name   string
		events []event
		want   []string // from the 22nd to the 23rd
	}{
		{"nothing", nil, []string{"2026-11-22 09:00", "2026-11-23 09:00"}},
		{"an earlier hour, before it came", []event{{taipei(22, 7, 0), to("every day 08:00", "Asia/Taipei")}},
			[]string{"2026-11-22 08:00", "2026-11-23 08:00"}},
		{"an earlier hour, which is past", []event{{taipei(22, 8, 30), to("every day 08:00", "Asia/Taipei")}},
			[]string{"2026-11-23 08:00"}},
		{"a later hour, after it came", []event{{taipei(22, 9, 30), to("every day 18:00", "Asia/Taipei")}},
			[]string{"2026-11-22 09:00", "2026-11-22 18:00", "2026-11-23 18:00"}},
		{"there and back", []event{{taipei(22, 9, 30), to("every day 10:00", "Asia/Taipei")}, {taipei(22, 9, 45), to("every day 09:00", "Asia/Taipei")}},
			[]string{"2026-11-22 09:00", "2026-11-23 09:00"}},
		{"west at noon", []event{{taipei(22, 12, 0), to("every day 09:00", "Europe/London")}},
			[]string{"2026-11-22 09:00", "2026-11-23 09:00"}},
		{"east at noon", []event{{taipei(22, 12, 0), to("every day 09:00", "Pacific/Auckland")}},
			[]string{"2026-11-22 09:00", "2026-11-23 09:00"}},
		{"west before it came", []event{{taipei(22, 8, 0), to("every day 09:00", "Europe/London")}},
			[]string{"2026-11-22 09:00", "2026-11-23 09:00"}},
		{"paused over it", []event{{taipei(22, 8, 0), pause}, {taipei(22, 10, 0), resume}},
			[]string{"2026-11-23 09:00"}},
		{"paused and resumed before", []event{{taipei(22, 8, 0), pause}, {taipei(22, 8, 30), resume}},
			[]string{"2026-11-22 09:00", "2026-11-23 09:00"}},
		{"the clock is set back over it", []event{{taipei(22, 9, 30), set(-time.Hour)}},
			[]string{"2026-11-22 09:00", "2026-11-23 09:00"}},
		{"the clock is set back by a day", []event{{taipei(22, 9, 30), set(-24 * time.Hour)}},
			[]string{"2026-11-22 09:00", "2026-11-23 09:00"}},
		{"the clock is set forward over it", []event{{taipei(22, 8, 30), set(2 * time.Hour)}},
			[]string{"2026-11-22 09:00", "2026-11-23 09:00"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDigestDesk(t)
			digestAt(t, d, nil)
			events := c.events
			d.clk.AdvanceTo(taipei(22, 0, 0), 0)
			for d.clk.Now().Before(taipei(24, 0, 0)) {
				if len(events) > 0 && !d.clk.Now().Before(events[0].at) {
					events[0].do(d)
					events = events[1:]
				}
				d.at(d.clk.Now())
				d.clk.AdvanceTo(d.clk.Now().Add(15*time.Minute), 0)
			}
			var got []string
			for _, run := range d.runs("abc") {
				got = append(got, run[:len("2026-11-22 09:00")])
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("slots (-want +got):\n%s", diff)
			}
		})
	}
}

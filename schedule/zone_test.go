package schedule_test

import (
	"errors"
	"flag"
	"slices"
	"testing"
	"time"

	"magpie/schedule"
)

var all = flag.Bool("all", false, "check every zone")

// zones to check: gaps and folds at midnight, of half an hour, on Sundays and
// Fridays, in both hemispheres, by royal decree, and none at all.
var zones = []string{
	"Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "America/Asuncion", "America/Chicago", "America/Godthab",
	"America/Havana", "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Nuuk", "America/Santiago",
	"America/Sao_Paulo", "America/Scoresbysund", "America/St_Johns", "Antarctica/Troll", "Asia/Amman", "Asia/Beirut",
	"Asia/Damascus", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Shanghai", "Asia/Taipei", "Asia/Tehran",
	"Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Chisinau", "Europe/Dublin",
	"Europe/London", "Europe/Moscow", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Easter", "Pacific/Fiji",
	"Pacific/Norfolk", "UTC",
}

// TestNoDayIsMissedOrDoubled, with -all for every zone there is, compares seven years of daily runs with what a
// reader of a wall clock would do: look at it every minute that counts, and run
// when it first shows the time asked for, or a later one.
func TestNoDayIsMissedOrDoubled(t *testing.T) {
	names, times := zones, []string{"00:00", "01:30", "02:15", "02:30"}
	if *all {
		names, times = schedule.Zones(), append(times, "00:30", "02:00", "03:00", "23:45")
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loc := load(t, name)
			from := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
			for at, want := range watch(loc, times, from, from.AddDate(7, 0, 0)) {
				spec, after := parse(t, "every day "+at), from
				for _, slot := range want {
					if got := spec.Next(after, loc); got != slot {
						t.Fatalf("%s after %v: %v, want %v", at, after, got, slot)
					}
					after = slot.At
				}
				if len(want) < 7*365 {
					t.Errorf("%s: only %d runs", at, len(want))
				}
			}
		})
	}
}

// watch lists, for each time of day, when the clock on the wall reached it. It
// looks a few times a day, and every minute when clocks are about to change.
func watch(loc *time.Location, times []string, from, to time.Time) map[string][]schedule.Slot {
	const form = "2006-01-02 15:04"
	slots := make(map[string][]schedule.Slot)
	times = slices.Sorted(slices.Values(times))
	midnight := wallClock(from.In(loc)).Truncate(24 * time.Hour)
	target := func(i int) time.Time {
		t, _ := time.Parse("15:04", times[i%len(times)])
		day := midnight.AddDate(0, 0, i/len(times))
		return day.Add(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute)
	}
	i, next := 0, target(0)
	look := func(t time.Time) {
		for now := wallClock(t.In(loc)); !now.Before(next); next = target(i) {
			at := times[i%len(times)]
			if t.After(from) {
				slots[at] = append(slots[at], schedule.Slot{Civil: next.Format(form), At: t})
			}
			i++
		}
	}
	for t := from; t.Before(to); {
		look(t)
		now := wallClock(t.In(loc))
		step := min(next.Sub(now), 6*time.Hour)
		if wallClock(t.Add(step).In(loc)).Sub(now) != step { // clocks change on the way
			step = time.Minute
		}
		t = t.Add(step)
	}
	return slots
}

func wallClock(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

func TestFindZone(t *testing.T) {
	for _, c := range []struct {
		lang, typed string
		want        schedule.Zone
	}{
		{"en", "", schedule.Zone{Name: "America/New_York", City: "New York"}},
		{"en", "new y", schedule.Zone{Name: "America/New_York", City: "New York"}},
		{"zh-CN", "new york", schedule.Zone{Name: "America/New_York", City: "纽约"}},
		{"zh-TW", "纽约", schedule.Zone{Name: "America/New_York", City: "紐約"}},
		{"en", "台北", schedule.Zone{Name: "Asia/Taipei", City: "Taipei"}},
		{"zh-TW", "taipei", schedule.Zone{Name: "Asia/Taipei", City: "臺北"}},
		{"fr", "sao paulo", schedule.Zone{Name: "America/Sao_Paulo", City: "São Paulo"}},
		{"en", "EST", schedule.Zone{Name: "America/New_York", City: "New York"}},
		{"en", "bombay", schedule.Zone{Name: "Asia/Kolkata", City: "Mumbai"}},
		{"en", "europe/vatican", schedule.Zone{Name: "Europe/Vatican", City: "Europe/Vatican"}},
		{"en", "Lord Howe", schedule.Zone{Name: "Australia/Lord_Howe", City: "Australia/Lord_Howe"}},
	} {
		got := schedule.FindZone(c.lang, c.typed, 25)
		if len(got) == 0 || got[0] != c.want {
			t.Errorf("%s %q: %v, want %v first", c.lang, c.typed, got, c.want)
		}
		if len(got) > 25 {
			t.Errorf("%s %q: %d zones", c.lang, c.typed, len(got))
		}
	}
	if got := schedule.FindZone("en", "Atlantis", 25); len(got) > 0 {
		t.Error(got)
	}
}

func TestEveryZoneLoads(t *testing.T) {
	if !slices.IsSorted(schedule.Zones()) {
		t.Error("not sorted")
	}
	for _, name := range schedule.Zones() {
		load(t, name)
	}
	for _, z := range schedule.FindZone("en", "", 1000) {
		load(t, z.Name)
	}
	for _, name := range []string{"", "Local", "right/UTC", "../UTC", "/etc/localtime", "america/new_york", "UTC+8"} {
		if _, err := schedule.LoadZone(name); !errors.Is(err, schedule.ErrUnknownZone) {
			t.Errorf("LoadZone(%q): %v", name, err)
		}
	}
}

package schedule_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"github.com/google/go-cmp/cmp"

	"magpie/schedule"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"every day 09:00", "every day 09:00"},
		{"9:00", "every day 09:00"},
		{"daily at 9am", "every day 09:00"},
		{"Every day 18:30 and 09:00, 09:00", "every day 09:00 and 18:30"},
		{"weekdays 9:00", "weekdays 09:00"},
		{"every weekday at 12 pm", "weekdays 12:00"},
		{"weekends 12:15am", "weekends 00:15"},
		{"Mon and Thu 18:30", "Mon and Thu 18:30"},
		{"thursdays & Mondays 18:30", "Mon and Thu 18:30"},
		{"Mon, Wed, Fri 08:00", "Mon, Wed and Fri 08:00"},
		{"mon-fri 08:00", "weekdays 08:00"},
		{"Friday to Monday 08:00", "Mon, Fri, Sat and Sun 08:00"},
		{"sat sun 10:00", "weekends 10:00"},
		{"每天 09:00", "every day 09:00"},
		{"每天 ０９：００、18:00", "every day 09:00 and 18:00"},
		{"工作日 09:00", "weekdays 09:00"},
		{"平日 09:00", "weekdays 09:00"},
		{"週末 10點半", "weekends 10:30"},
		{"周一和周四 18:30", "Mon and Thu 18:30"},
		{"週一、週四 18:30", "Mon and Thu 18:30"},
		{"每週一 18點", "Mon 18:00"},
		{"周一至周五 8:00", "weekdays 08:00"},
		{"星期天和礼拜三 7:05", "Wed and Sun 07:05"},
		{"0 9 * * *", "every day 09:00"},
		{"30  8 * * 1-5", "weekdays 08:30"},
		{"0 9,18 * * mon,thu", "Mon and Thu 09:00 and 18:00"},
		{"0 9 * * 7", "Sun 09:00"},
		{"0 9 * * 5-7", "Fri, Sat and Sun 09:00"},
		{"0 9 * * 1-7/2", "Mon, Wed, Fri and Sun 09:00"},
		{"0 9 * 1-12 0-7", "every day 09:00"},
		{"*/15 * * * *", "*/15 * * * *"},
		{"0 9 1 jan *", "0 9 1 JAN *"},
		{"0 9 29 2 *", "0 9 29 2 *"},
	} {
		s, err := schedule.Parse(c.typed)
		if err != nil || s.String() != c.want {
			t.Errorf("Parse(%q) = %q, %v; want %q", c.typed, s, err, c.want)
			continue
		}
		again, err := schedule.Parse(s.String())
		if err != nil || again.String() != c.want {
			t.Errorf("Parse(%q) = %q, %v; want itself", c.want, again, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		typed string
		want  error
	}{
		{"", schedule.ErrSyntax},
		{"every day", schedule.ErrSyntax},
		{"every day 9", schedule.ErrSyntax},
		{"every day 24:00", schedule.ErrSyntax},
		{"every day 13pm", schedule.ErrSyntax},
		{"every day 9:60", schedule.ErrSyntax},
		{"Mon 9:00 and Thu 18:00", schedule.ErrSyntax},
		{"Mon- 9:00", schedule.ErrSyntax},
		{"weekdays-Sun 9:00", schedule.ErrSyntax},
		{"someday 9:00", schedule.ErrSyntax},
		{"monkey 9:00", schedule.ErrSyntax},
		{"0 9 * *", schedule.ErrSyntax},
		{"0 0 9 * * *", schedule.ErrSyntax},
		{"60 9 * * *", schedule.ErrSyntax},
		{"0 9 * * 8", schedule.ErrSyntax},
		{"0 9 * * 1-7/0", schedule.ErrSyntax},
		{"0 9 * * 1-7/x", schedule.ErrSyntax},
		{"*/0 9 * * *", schedule.ErrSyntax},
		{"@every 1h", schedule.ErrSyntax},
		{"@daily", schedule.ErrSyntax},
		{strings.Repeat("9:00 ", 50), schedule.ErrSyntax},
		{"TZ=0", schedule.ErrZone},
		{"TZ=UTC 0 9 * * *", schedule.ErrZone},
		{"cron_tz=Asia/Taipei 0 9 * * *", schedule.ErrZone},
		{"* * * * *", schedule.ErrTooOften},
		{"*/10 * * * *", schedule.ErrTooOften},
		{"every day 09:00 and 09:14", schedule.ErrTooOften},
		{"every day 00:00 and 23:50", schedule.ErrTooOften},
		{"0,50 0,23 31,1 12,1 *", schedule.ErrTooOften},
		{"0 9 30 2 *", schedule.ErrNever},
	} {
		if s, err := schedule.Parse(c.typed); !errors.Is(err, c.want) {
			t.Errorf("Parse(%q) = %q, %v; want %v", c.typed, s, err, c.want)
		}
	}
}

func TestPlain(t *testing.T) {
	days, times, ok := parse(t, "Sun and Mon 18:00 and 9:00").Plain()
	if diff := cmp.Diff([]time.Weekday{time.Monday, time.Sunday}, days); diff != "" || !ok {
		t.Error(ok, diff)
	}
	if diff := cmp.Diff([]string{"09:00", "18:00"}, times); diff != "" {
		t.Error(diff)
	}
	if _, _, ok := parse(t, "0 9 1 * *").Plain(); ok {
		t.Error("the first of the month is told as weekdays")
	}
}

func TestSlotsAcrossClockChanges(t *testing.T) {
	for _, c := range []struct {
		zone, spec, after string
		want              []string // civil time asked for → instant
	}{
		{"America/New_York", "every day 02:30", "2026-03-07T12:00:00Z", []string{"2026-03-08 02:30 → 07:00Z", "2026-03-09 02:30 → 06:30Z"}},
		{"America/New_York", "every day 01:30", "2026-10-31T12:00:00Z", []string{"2026-11-01 01:30 → 05:30Z", "2026-11-02 01:30 → 06:30Z"}},
		{"America/New_York", "every day 01:30", "2026-11-01T06:10:00Z", []string{"2026-11-02 01:30 → 06:30Z"}},
		{"America/New_York", "every day 02:30 and 03:00", "2026-03-08T00:00:00Z", []string{"2026-03-08 02:30 → 07:00Z", "2026-03-09 02:30 → 06:30Z"}},
		{"Africa/Cairo", "every day 00:00", "2026-04-23T12:00:00Z", []string{"2026-04-24 00:00 → 22:00Z", "2026-04-25 00:00 → 21:00Z"}},
		{"Asia/Beirut", "Sun 00:00", "2026-03-28T00:00:00Z", []string{"2026-03-29 00:00 → 22:00Z", "2026-04-05 00:00 → 21:00Z"}},
		{"Australia/Lord_Howe", "every day 02:15", "2026-10-03T12:00:00Z", []string{"2026-10-04 02:15 → 15:30Z", "2026-10-05 02:15 → 15:15Z"}},
		{"Pacific/Apia", "every day 09:00", "2011-12-29T00:00:00Z", []string{"2011-12-29 09:00 → 19:00Z", "2011-12-30 09:00 → 10:00Z", "2011-12-31 09:00 → 19:00Z"}},
	} {
		var got []string
		after, _ := time.Parse(time.RFC3339, c.after)
		for _, s := range parse(t, c.spec).Slots(after, load(t, c.zone), len(c.want)) {
			got = append(got, s.Civil+" → "+s.At.Format("15:04Z"))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s in %s after %s: %s", c.spec, c.zone, c.after, diff)
		}
	}
}

func TestLatest(t *testing.T) {
	for _, c := range []struct {
		spec, after, now string
		want             string
	}{
		{"every day 09:00", "2026-05-01T09:00:00Z", "2026-05-02T08:59:00Z", "none"},
		{"every day 09:00", "2026-05-01T09:00:00Z", "2026-05-02T09:00:00Z", "2026-05-02 09:00"},
		{"every day 09:00", "2026-05-01T09:00:00Z", "2026-05-09T15:00:00Z", "2026-05-09 09:00"},
		{"every day 09:00", "2026-05-01T09:00:00Z", "2026-05-09T15:00:01Z", "2026-05-09 09:00 skip"},
		{"every day 09:00 and 12:00", "2026-05-01T09:00:00Z", "2026-05-09T10:31:00Z", "2026-05-09 09:00 skip"},
		{"0 9 1 1 *", "2019-05-01T09:00:00Z", "2026-05-01T09:00:00Z", "2026-01-01 09:00 skip"},
		{"0 9 1 1 *", "2026-01-01T09:00:00Z", "2026-05-01T09:00:00Z", "none"},
		{"every day 09:00", "2026-05-03T00:00:00Z", "2026-05-02T12:00:00Z", "none"},
	} {
		after, _ := time.Parse(time.RFC3339, c.after)
		now, _ := time.Parse(time.RFC3339, c.now)
		slot, skip, ok := parse(t, c.spec).Latest(after, now, time.UTC)
		got := slot.Civil
		if !ok {
			got = "none"
		}
		if skip {
			got += " skip"
		}
		if got != c.want {
			t.Errorf("%s after %s, now %s: %s, want %s", c.spec, c.after, c.now, got, c.want)
		}
	}
}

func TestZeroSpecNeverRuns(t *testing.T) {
	if s := (schedule.Spec{}).Next(time.Now(), time.UTC); !s.At.IsZero() {
		t.Error(s)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"every day 09:00", "Mon, Wed 9pm", "周一至周五 8点半", "0 9 * * 1-7/2", "TZ=0", "5-1 * * * *", "* * 31 2 7"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		s, err := schedule.Parse(typed)
		if err != nil {
			return
		}
		again, err := schedule.Parse(s.String())
		if err != nil || again.String() != s.String() {
			t.Errorf("%q is %q, which is %q, %v", typed, s, again, err)
		}
		slots := s.Slots(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC, 2)
		if len(slots) == 2 && slots[1].At.Sub(slots[0].At) < 15*time.Minute {
			t.Errorf("%q runs at %v", typed, slots)
		}
	})
}

func parse(t *testing.T, text string) schedule.Spec {
	t.Helper()
	s, err := schedule.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func load(t *testing.T, zone string) *time.Location {
	t.Helper()
	loc, err := schedule.LoadZone(zone)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

package commands

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/community"
	"magpie/news"
	"magpie/outbox"
	"magpie/schedule"
)

// taipei is an hour of a civil day in Asia/Taipei, eight hours before UTC.
func taipei(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour-8, minute, 0, 0, time.UTC)
}

// digestAt is a digest that runs every day at 09:00 in Taipei, made at digestNoon,
// which is 20:00 there.
func digestAt(t testing.TB, d *digestDesk, edit func(*news.Digest)) news.Digest {
	t.Helper()
	made := news.Digest{
		ID: "abc", Server: d.server, Name: "Morning", Channel: "55", Schedule: "every day 09:00", Zone: "Asia/Taipei",
		Topics: []string{"tiktok-ban"}, Languages: []string{"en"}, Length: 5, ChangedAt: d.clk.Now(),
	}
	if edit != nil {
		edit(&made)
	}
	var err error
	if made.NextRun, err = digestNext(made, d.clk.Now()); err != nil {
		made.NextRun = d.clk.Now().Add(time.Hour)
	}
	ok, err := d.store.CreateDigest(t.Context(), made, community.Change{Server: d.server, Person: "7", Key: "change.digest.created", Args: []string{made.Name}})
	if err != nil || !ok {
		t.Fatalf("created %v, error %v", ok, err)
	}
	return made
}

func TestDigestJob(t *testing.T) {
	type step struct {
		at    time.Time
		bring int // the number of an item that comes an hour before
	}
	for _, c := range []struct {
		name  string
		edit  func(*news.Digest)
		steps []step
		want  []string
	}{
		{"once when due", nil,
			[]step{{taipei(22, 8, 59), 1}, {taipei(22, 9, 0), 0}, {taipei(22, 9, 0), 0}, {taipei(22, 9, 1), 0}},
			[]string{"2026-11-22 09:00 posted 1"}},
		{"never the same story again", nil,
			[]step{{taipei(22, 9, 0), 1}, {taipei(23, 9, 0), 0}, {taipei(24, 9, 0), 2}},
			[]string{"2026-11-22 09:00 posted 1", "2026-11-23 09:00 silent 0", "2026-11-24 09:00 posted 1"}},
		{"late, but not too late", nil,
			[]step{{taipei(22, 14, 59), 1}},
			[]string{"2026-11-22 09:00 posted 1"}},
		{"too late", nil,
			[]step{{taipei(22, 15, 1), 1}},
			[]string{"2026-11-22 09:00 skipped 0"}},
		{"what was skipped is told by the next", nil,
			[]step{{taipei(22, 15, 1), 1}, {taipei(23, 9, 0), 0}},
			[]string{"2026-11-22 09:00 skipped 0", "2026-11-23 09:00 posted 1"}},
		{"several missed are one", nil,
			[]step{{taipei(25, 9, 30), 1}, {taipei(25, 9, 31), 0}},
			[]string{"2026-11-25 09:00 posted 1"}},
		{"nothing new", nil,
			[]step{{taipei(22, 9, 0), 0}},
			[]string{"2026-11-22 09:00 silent 0"}},
		{"nothing new, and told so", func(d *news.Digest) { d.PostEmpty = true },
			[]step{{taipei(22, 9, 0), 0}},
			[]string{"2026-11-22 09:00 posted 0"}},
		{"a schedule of cron", func(d *news.Digest) { d.Schedule = "30 8,20 * * 1-5" },
			[]step{{taipei(23, 8, 30), 1}, {taipei(23, 20, 30), 2}},
			[]string{"2026-11-23 08:30 posted 1", "2026-11-23 20:30 posted 1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDigestDesk(t)
			digestAt(t, d, c.edit)
			for _, s := range c.steps {
				if s.bring > 0 {
					d.clk.AdvanceTo(s.at.Add(-time.Hour), 0)
					d.bring(digestItem(s.bring))
				}
				d.at(s.at)
			}
			if diff := cmp.Diff(c.want, d.runs("abc")); diff != "" {
				t.Errorf("runs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDigestGoesToTheOutbox(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	digestAt(t, d, nil)
	d.clk.AdvanceTo(taipei(22, 8, 0), 0)
	d.bring(digestItem(1))
	d.at(taipei(22, 9, 30))
	messages, err := d.store.Messages(t.Context(), "abc@2026-11-22 09:00")
	if err != nil || len(messages) != 1 {
		t.Fatalf("%d messages, error %v", len(messages), err)
	}
	m := messages[0]
	text := digestShow(t, m.Body)
	if m.Channel != "55" || m.Server != d.server || d.posted != 1 {
		t.Errorf("channel %s, server %s, outbox woken %d times", m.Channel, m.Server, d.posted)
	}
	for _, want := range []string{"Morning", "1 new story", "A little late", "Senators vote", "[More stories]"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if next := d.only().NextRun; !next.Equal(taipei(23, 9, 0)) {
		t.Errorf("next run %s", next)
	}
}

func TestDigestWaitsForThePausedAndTheOther(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	made := digestAt(t, d, nil)
	now := taipei(22, 9, 0)
	d.clk.AdvanceTo(now, 0)
	if _, _, err := d.store.Claim(t.Context(), digestWork, "another", time.Minute); err != nil {
		t.Fatal(err)
	}
	d.at(now)
	if runs := d.runs("abc"); len(runs) != 0 {
		t.Errorf("ran although another process works: %v", runs)
	}
	if _, err := d.store.PauseDigest(t.Context(), made.ID, "", community.Change{}); err != nil {
		t.Fatal(err)
	}
	d.at(now.Add(2 * time.Minute))
	if runs := d.runs("abc"); len(runs) != 0 {
		t.Errorf("ran although paused: %v", runs)
	}
	later := taipei(22, 12, 0)
	d.clk.AdvanceTo(later, 0)
	if _, err := d.store.ResumeDigest(t.Context(), made.ID, taipei(23, 9, 0), community.Change{}); err != nil {
		t.Fatal(err)
	}
	d.at(taipei(22, 12, 1))
	d.at(taipei(23, 9, 0))
	if want := []string{"2026-11-23 09:00 silent 0"}; !slices.Equal(d.runs("abc"), want) {
		t.Errorf("after resuming: %v, want %v", d.runs("abc"), want)
	}
}

// At noon the server moves to another zone, in which the same civil time comes again.
func TestDigestOfAServerThatMovesAtNoon(t *testing.T) {
	for _, c := range []struct {
		zone string
		next time.Time
		want []string
	}{
		{"America/New_York", time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC), // 09:00 there, but not on the day that had it
			[]string{"2026-11-22 09:00 silent 0", "2026-11-23 09:00 silent 0"}},
		{"Pacific/Auckland", time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC), // 09:00 on the 23rd
			[]string{"2026-11-22 09:00 silent 0", "2026-11-23 09:00 silent 0"}},
	} {
		t.Run(c.zone, func(t *testing.T) {
			t.Parallel()
			d := newDigestDesk(t)
			digestAt(t, d, nil)
			d.at(taipei(22, 9, 0))
			noon := taipei(22, 12, 0)
			d.clk.AdvanceTo(noon, 0)
			if err := moveDigests(t.Context(), d.store, d.server, c.zone, "7", noon); err != nil {
				t.Fatal(err)
			}
			if got := d.only().NextRun; !got.Equal(c.next) {
				t.Errorf("next run %s, want %s", got, c.next)
			}
			for at := noon; at.Before(noon.Add(36 * time.Hour)); at = at.Add(30 * time.Minute) {
				d.at(at)
			}
			if diff := cmp.Diff(c.want, d.runs("abc")); diff != "" {
				t.Errorf("runs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestModeratorsHearOfSilence(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.bring() // a feed that works and brings nothing
	digestAt(t, d, nil)
	for day := 22; day < 22+9; day++ {
		d.at(taipei(day, 9, 0))
		want := 0
		if day >= 22+digestSilence-1 {
			want = 1
		}
		if got := d.alerts(); len(got) != want {
			t.Fatalf("after %d silent runs: alerts %v", day-21, got)
		}
	}
	if got := d.alerts(); got[0] != "alert.digest.silent" {
		t.Errorf("alert %v", got)
	}
}

func TestModeratorsHearOfDigestsWithoutFeeds(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	digestAt(t, d, nil)
	d.at(taipei(22, 9, 0))
	d.at(taipei(23, 9, 0))
	if got := d.alerts(); !slices.Equal(got, []string{"alert.digest.no_feeds"}) {
		t.Errorf("alerts %v", got)
	}
}

func TestDigestOfAnUnknownZoneIsPausedOnce(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	digestAt(t, d, func(d *news.Digest) { d.Zone = "Atlantis/Capital" })
	d.at(digestNoon.Add(2 * time.Hour))
	d.at(digestNoon.Add(3 * time.Hour))
	if got := d.only(); !got.Paused || got.PausedFor != "schedule" {
		t.Errorf("paused %v for %q", got.Paused, got.PausedFor)
	}
	if got := d.alerts(); !slices.Equal(got, []string{"alert.digest.paused.schedule"}) {
		t.Errorf("alerts %v", got)
	}
}

func TestUndeliveredDigest(t *testing.T) {
	for _, c := range []struct {
		why    outbox.Problem
		paused string
		alert  []string
	}{
		{outbox.NotAllowed, "denied", []string{"alert.digest.paused.denied"}},
		{outbox.ChannelGone, "gone", []string{"alert.digest.paused.gone"}},
		{outbox.NotAccepted, "", []string{"alert.digest.unsent"}},
		{outbox.Unseen, "", []string{"alert.digest.unseen"}},
		{outbox.EarlierIsDead, "", nil},
	} {
		t.Run(string(c.why), func(t *testing.T) {
			t.Parallel()
			d := newDigestDesk(t)
			digestAt(t, d, nil)
			tell := DigestUndelivered(d.store, d.clk.Now)
			for range 2 { // two parts of one edition
				m := outbox.Message{Group: "abc@2026-11-22 09:00", Server: d.server, Problem: c.why}
				if err := tell(t.Context(), m); err != nil {
					t.Fatal(err)
				}
			}
			for _, foreign := range []outbox.Message{
				{Group: "alert 1", Server: d.server, Problem: c.why},
				{Group: "none@2026-11-22 09:00", Server: d.server, Problem: c.why},
				{Group: "abc@2026-11-22 09:00", Server: "999", Problem: c.why},
			} {
				if err := tell(t.Context(), foreign); err != nil {
					t.Fatal(err)
				}
			}
			if got := d.only(); got.PausedFor != c.paused || got.Paused != (c.paused != "") {
				t.Errorf("paused %v for %q, want %q", got.Paused, got.PausedFor, c.paused)
			}
			if got := d.alerts(); !slices.Equal(got, c.alert) {
				t.Errorf("alerts %v, want %v", got, c.alert)
			}
		})
	}
}

func TestDigestAsideIsNoSlotOfTheSchedule(t *testing.T) {
	d := news.Digest{Zone: "America/New_York"}
	seen := map[string]bool{}
	// The hour before and the hour after clocks are set back have the same civil times.
	for at := time.Date(2026, 11, 1, 5, 0, 0, 0, time.UTC); at.Hour() < 7; at = at.Add(time.Minute) {
		slot, err := digestAside(d, at)
		if err != nil {
			t.Fatal(err)
		}
		if seen[slot.Civil] {
			t.Errorf("%s comes twice", slot.Civil)
		}
		seen[slot.Civil] = true
	}
	spec, err := schedule.Parse("*/15 * * * *")
	if err != nil {
		t.Fatal(err)
	}
	loc, err := schedule.LoadZone(d.Zone)
	if err != nil {
		t.Fatal(err)
	}
	for _, slot := range spec.Slots(time.Date(2026, 11, 1, 4, 0, 0, 0, time.UTC), loc, 20) {
		if seen[slot.Civil] {
			t.Errorf("%s is a slot of the schedule", slot.Civil)
		}
	}
}

package store_test

import (
	"fmt"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/outbox"
	"magpie/slash"
	"magpie/store"
	"magpie/store/storetest"
)

var dailyChange = community.Change{Server: "1", Person: "p", At: t0, Key: "change.daily.added"}

func dailyPost(id string) community.Daily {
	return community.Daily{
		ID: id, Server: "1", Channel: "c", Kind: community.DailyMixed, Hour: "09:00", Zone: "Asia/Taipei",
		NextRun: t0.Add(time.Hour), ChangedAt: t0,
	}
}

// dailyMessages are the post of a slot.
func dailyMessages(t *testing.T, d community.Daily, slot string) []outbox.Message {
	t.Helper()
	group := "daily " + d.ID + " " + slot
	more := slash.Action[struct{ Nonce string }]{Name: "daily.more"}
	body := slash.Say(slash.Plain("hello")).With(slash.Row{Buttons: []slash.Button{more.Button("More", struct{ Nonce string }{outbox.Nonce(group, 1)})}})
	m, err := outbox.NewMessage(group, 1, d.Server, d.Channel, body)
	check(t, err)
	return []outbox.Message{m}
}

func TestDailies(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		for i := range community.MaxDailies {
			added, err := s.AddDaily(ctx, dailyPost(fmt.Sprintf("d%d", i)), dailyChange)
			check(t, err)
			same(t, true, added)
		}
		added, err := s.AddDaily(ctx, dailyPost("over"), dailyChange)
		check(t, err)
		same(t, false, added)
		same(t, dailyPost("d0"), ok(s.Daily(ctx, "d0")))

		edited, saved, err := s.EditDaily(ctx, "d0", func(d *community.Daily) { d.Hour, d.PausedFor = "18:00", "moderator" }, dailyChange)
		check(t, err)
		same(t, true, saved)
		same(t, edited, ok(s.Daily(ctx, "d0")))
		_, saved, err = s.EditDaily(ctx, "none", func(*community.Daily) { t.Error("edits what is not there") }, dailyChange)
		check(t, err)
		same(t, false, saved)

		due, err := s.DueDailies(ctx, t0.Add(time.Hour), 10)
		check(t, err)
		same(t, community.MaxDailies-1, len(due)) // one is paused
		for _, want := range []bool{true, false} {
			removed, err := s.RemoveDaily(ctx, "d1", dailyChange)
			check(t, err)
			same(t, want, removed)
		}
		all, err := s.Dailies(ctx, "1")
		check(t, err)
		same(t, community.MaxDailies-1, len(all))
	})
}

func TestPostDaily(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		_, err := s.AddDaily(ctx, dailyPost("d"), dailyChange)
		check(t, err)
		d := ok(s.Daily(ctx, "d"))
		next := t0.Add(25 * time.Hour)
		for _, test := range []struct {
			slot string
			want bool
		}{
			{"2026-11-21 09:00", true},
			{"2026-11-21 09:00", false}, // the same again
			{"2026-11-21 18:00", false}, // another hour of that day
			{"2026-11-20 09:00", false},
			{"2026-11-22 09:00", true},
		} {
			posted, err := s.PostDaily(ctx, d, test.slot, next, dailyMessages(t, d, test.slot))
			check(t, err)
			if posted != test.want {
				t.Errorf("slot %s: posted %v, want %v", test.slot, posted, test.want)
			}
		}
		d = ok(s.Daily(ctx, "d"))
		same(t, 2, d.Posted)
		same(t, "2026-11-22 09:00", d.LastSlot)
		same(t, next, d.NextRun)

		posted, err := s.PostDaily(ctx, d, "2026-11-23 09:00", next.Add(time.Hour), nil) // too late to post
		check(t, err)
		same(t, true, posted)
		d = ok(s.Daily(ctx, "d"))
		same(t, 2, d.Posted)

		stale := d
		stale.ChangedAt = t0.Add(-time.Hour)
		posted, err = s.PostDaily(ctx, stale, "2026-11-24 09:00", next, dailyMessages(t, d, "2026-11-24 09:00"))
		check(t, err)
		same(t, false, posted)
		check(t, s.SkipDaily(ctx, d, next.Add(48*time.Hour)))
		same(t, next.Add(48*time.Hour), ok(s.Daily(ctx, "d")).NextRun)
	})
}

package store_test

import (
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/clock"
	"magpie/community"
	"magpie/guide"
	"magpie/news"
	"magpie/outbox"
	"magpie/slash"
	"magpie/store"
	"magpie/store/storetest"
)

var t0 = storetest.Start

func TestServer(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		if _, ok, err := s.Server(ctx, "1"); ok || err != nil {
			t.Error("a server that is not there:", ok, err)
		}
		want := community.Server{
			ID: "1", Languages: []string{"zh-TW", "en"}, Zone: "Asia/Taipei", DigestChannel: "2", ModeratorChannel: "3",
			Topics: []string{"ban", "喜鹊 \x00\xff'\"$1?"}, Hour: "09:00", BridgeChannel: "4", Greeted: true, RemovedAt: t0,
		}
		got, err := s.EditServer(ctx, "1", func(s *community.Server) { *s = want },
			community.Change{Server: "1", Person: "p", At: t0, Key: "change.zone", Args: []string{"Asia/Taipei"}},
			community.Change{Server: "1", Person: "p", At: t0.Add(time.Minute), Key: "change.hour"})
		check(t, err)
		same(t, want, got)
		want.Topics[1] = "喜鹊 \x00\uFFFD'\"$1?"
		want.Greeted, want.RemovedAt = false, time.Time{} // not for EditServer to say
		same(t, want, ok(s.Server(ctx, "1")))

		changes, err := s.Changes(ctx, "1", 1)
		check(t, err)
		same(t, []community.Change{{Server: "1", Person: "p", At: t0.Add(time.Minute), Key: "change.hour"}}, changes)
	})
}

func TestEditsOfAServerAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				if _, err := s.EditServer(ctx, "1", func(sv *community.Server) { sv.Topics = append(sv.Topics, fmt.Sprint(i)) }); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := ok(s.Server(ctx, "1")); len(got.Topics) != 10 || got.Hour != "09:00" {
			t.Errorf("edits are lost: %+v", got)
		}
	})
}

func TestServersComeAndGo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		var greeted atomic.Int64
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if first, err := s.Greet(ctx, "1"); err != nil {
					t.Error(err)
				} else if first {
					greeted.Add(1)
				}
			})
		}
		wg.Wait()
		if greeted.Load() != 1 {
			t.Errorf("greeted %d times", greeted.Load())
		}
		check(t, s.MarkHere(ctx, "2"))
		check(t, s.MarkRemoved(ctx, "1", t0))
		check(t, s.MarkRemoved(ctx, "1", t0.Add(time.Hour))) // it is gone since t0
		same(t, t0, ok(s.Server(ctx, "1")).RemovedAt)
		here, err := s.Servers(ctx)
		check(t, err)
		if len(here) != 1 || here[0].ID != "2" {
			t.Error(here)
		}

		clk.AdvanceTo(t0.Add(29*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		check(t, s.MarkHere(ctx, "1"))
		if back := ok(s.Server(ctx, "1")); !back.RemovedAt.IsZero() || !back.Greeted {
			t.Error(back)
		}
		check(t, s.MarkRemoved(ctx, "1", clk.Now()))
		clk.AdvanceTo(clk.Now().Add(31*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		if _, ok, err := s.Server(ctx, "1"); ok || err != nil {
			t.Error("still there after 31 days:", err)
		}
	})
}

func TestAlertsAreToldOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		a := community.Alert{ID: "a", Server: "1", At: t0, Key: "alert.feed", Args: []string{"6"}}
		b := community.Alert{ID: "b", Server: "1", At: t0.Add(-time.Hour), Key: "alert.denied"}
		for _, alert := range []community.Alert{a, a, b} {
			check(t, s.AddAlert(ctx, alert))
		}
		alerts, err := s.Alerts(ctx, "1")
		check(t, err)
		same(t, []community.Alert{b, a}, alerts)
		check(t, s.AlertsTold(ctx, "a", "b"))
		check(t, s.AddAlert(ctx, a))
		if alerts, err := s.Alerts(ctx, "1"); len(alerts) > 0 || err != nil {
			t.Error("told again:", alerts, err)
		}
	})
}

func TestAlertsAreToldByAMessage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		for i := range 3 {
			check(t, s.AddAlert(ctx, community.Alert{ID: fmt.Sprint(i), Server: "1", At: t0.Add(time.Duration(i) * time.Minute)}))
		}
		tell := func(message string, ids ...string) bool {
			t.Helper()
			told, err := s.TellAlerts(ctx, outbox.Message{ID: message, Group: message, Server: "1", State: outbox.Ready}, ids...)
			check(t, err)
			return told
		}
		if !tell("first", "0", "1") {
			t.Error("not told")
		}
		if tell("second", "2", "1") {
			t.Error("told twice")
		}
		alerts, err := s.Alerts(ctx, "1")
		check(t, err)
		if len(alerts) != 1 || alerts[0].ID != "2" {
			t.Errorf("waiting: %+v", alerts)
		}
		if due, _, err := s.DueMessages(ctx, t0.Add(time.Hour), 10); len(due) != 1 || err != nil {
			t.Errorf("%d messages, %v", len(due), err)
		}
		check(t, s.AddAlert(ctx, community.Alert{ID: "1", Server: "1", At: t0}))
		if !tell("third", "2") {
			t.Error("not told")
		}
	})
}

func TestPerson(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		person := community.Person{
			ID: "p", Language: "zh-TW", Script: community.SimplifiedScript, Readings: community.Zhuyin, Sandhi: true, Plain: true, Untranslated: true,
		}
		early := guide.Progress{Person: "p", Guide: "rednote", Step: "install", At: t0, Done: []guide.Done{{Step: "before", Lang: "en", Hash: "x"}}}
		late := guide.Progress{Person: "p", Server: "1", Guide: "bluesky", Step: "start", At: t0.Add(time.Hour)}
		ch := community.Change{Server: "1", Person: "p", At: t0, Key: "change.feed.added"}
		check(t, s.SavePerson(ctx, community.Person{ID: "p"}))
		check(t, s.SavePerson(ctx, person))
		check(t, s.SaveProgress(ctx, late))
		check(t, s.SaveProgress(ctx, early))
		_, err := s.Follow(ctx, "1", news.Feed{URL: "https://example.org/a.xml"}, ch)
		check(t, err)
		_, err = s.CreateDigest(ctx, digest("d", "1", "news"), ch)
		check(t, err)

		same(t, person, ok(s.Person(ctx, "p")))
		same(t, early, ok(s.Progress(ctx, "p", "", "rednote")))
		readings, err := s.Readings(ctx, "p")
		check(t, err)
		same(t, []guide.Progress{late, early}, readings)
		records, err := s.Records(ctx, "p")
		check(t, err)
		var kinds []string
		for _, r := range records {
			kinds = append(kinds, r.Kind)
		}
		same(t, []string{"settings", "progress", "changes", "feeds", "digests"}, kinds)
		same(t, any([]guide.Progress{early, late}), records[1].Data)

		check(t, s.ErasePerson(ctx, "p"))
		if records, err := s.Records(ctx, "p"); len(records) > 0 || err != nil {
			t.Error("after erasing:", records, err)
		}
		if d := ok(s.Digest(ctx, "d")); d.CreatedBy != "" {
			t.Error("the digest still names its creator")
		}
		if changes, err := s.Changes(ctx, "1", 9); len(changes) != 2 || err != nil {
			t.Error("what the person did is lost:", changes, err)
		}
	})
}

func TestIdentifyBudget(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		spend := func(wantOK bool, wantNext time.Time) {
			t.Helper()
			next, ok, err := s.SpendIdentify(t.Context(), "app", 2)
			if ok != wantOK || !next.Equal(wantNext) || err != nil {
				t.Errorf("%t, next %v, %v; want %t, %v", ok, next, err, wantOK, wantNext)
			}
		}
		spend(true, time.Time{})
		clk.AdvanceTo(t0.Add(time.Hour), 0)
		spend(true, time.Time{})
		spend(false, t0.Add(24*time.Hour))
		clk.AdvanceTo(t0.Add(24*time.Hour), 0)
		spend(true, time.Time{})
		spend(false, t0.Add(25*time.Hour))

		if hash, err := s.Manifest(t.Context(), "other"); hash != "" || err != nil {
			t.Error(hash, err)
		}
		check(t, s.SaveManifest(t.Context(), "app", "one"))
		check(t, s.SaveManifest(t.Context(), "app", "two"))
		if hash, err := s.Manifest(t.Context(), "app"); hash != "two" || err != nil {
			t.Error(hash, err)
		}
		spend(false, t0.Add(25*time.Hour))
	})
}

// ok is what was found; it panics, which fails the test, if nothing was.
func ok[T any](v T, found bool, err error) T {
	if !found || err != nil {
		panic(fmt.Sprintf("found %t, %v", found, err))
	}
	return v
}

func same[T any](t *testing.T, want, got T) {
	t.Helper()
	bodies := cmp.Comparer(func(a, b slash.Reply) bool { return reflect.DeepEqual(a, b) })
	if diff := cmp.Diff(want, got, bodies); diff != "" {
		t.Error(diff)
	}
}

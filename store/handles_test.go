package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/outbox"
	"magpie/slash"
	"magpie/store"
	"magpie/store/storetest"
)

// A directory is a server where members list handles.
type directory struct {
	*testing.T
	*store.Store
}

func newDirectory(t *testing.T, s *store.Store) directory {
	t.Helper()
	check(t, s.SwitchHandles(t.Context(), true, false, community.Change{Server: "1", Person: "mod", At: t0, Key: "change.handles.on"}))
	return directory{t, s}
}

// lists lists a handle of a person, and returns it.
func (d directory) lists(person, platform, name string, to community.Audience) community.Handle {
	d.Helper()
	h, _, err := d.ListHandle(d.Context(), community.Handle{Server: "1", Person: person, Platform: platform, Name: name, Audience: to})
	check(d.T, err)
	return h
}

// finds is whom someone finds by a name, with what they see of them: "ana: tiktok/alice".
func (d directory) finds(asker, name string, want ...string) {
	d.Helper()
	found, err := d.FindHandles(d.Context(), community.Sought{Server: "1", Asker: asker, Name: name})
	check(d.T, err)
	var got []string
	for _, f := range found {
		got = append(got, shownTo(f))
	}
	if !slices.Equal(got, want) {
		d.Errorf("%s looks for %s and finds %q, not %q", asker, name, got, want)
	}
}

func shownTo(f community.Found) string {
	var handles []string
	for _, h := range f.Handles {
		handles = append(handles, h.Platform+"/"+h.Name)
	}
	said := f.Person + ": " + strings.Join(handles, " ")
	if f.Match.ID != "" && !f.Exact {
		said = "near " + said
	}
	return said
}

// sees is what someone sees of a person.
func (d directory) sees(asker, person, want string) {
	d.Helper()
	f, _, err := d.FoundPerson(d.Context(), "1", asker, person)
	check(d.T, err)
	if got := shownTo(f); got != want {
		d.Errorf("%s sees %q, not %q", asker, got, want)
	}
}

// hears is what someone has yet to hear: the kinds of notices.
func (d directory) hears(person string, want ...community.NoticeKind) {
	d.Helper()
	notices, err := d.Notices(d.Context(), "1", person)
	check(d.T, err)
	var got []community.NoticeKind
	var ids []string
	for _, n := range notices {
		got, ids = append(got, n.Kind), append(ids, n.ID)
	}
	if !slices.Equal(got, want) {
		d.Errorf("%s hears %q, not %q", person, got, want)
	}
	check(d.T, d.NoticesTold(d.Context(), ids...))
}

func TestHandlesAreSeenByWhomTheyAreFor(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx, d := t.Context(), newDirectory(t, s)
		d.lists("ana", "tiktok", "alice", community.Knowing)
		d.lists("ana", "rednote", "alice_rn", community.Knowing)
		d.lists("ana", "instagram", "alice.draws", community.Anyone)
		d.lists("ana", "bluesky", "alice.example.org", community.Mutual)
		d.lists("ana", "threads", "secret", community.Nobody)

		d.finds("bo", "@Alice", "ana: tiktok/alice rednote/alice_rn instagram/alice.draws")
		d.finds("bo", "alice.draws", "ana: instagram/alice.draws")
		d.finds("bo", "alice_draw", "near ana: instagram/alice.draws")
		for _, hidden := range []string{"secret", "alice.example.org", "alicee", "nobody"} {
			d.finds("bo", hidden)
		}
		d.finds("ana", "alice") // oneself is not looked for
		d.sees("bo", "ana", "ana: instagram/alice.draws")
		d.sees("bo", "cy", ": ")

		listed, mutual, err := s.Know(ctx, "1", "bo", "ana")
		if listed || mutual || err != nil {
			t.Error("whoever lists nothing says whom they know:", listed, mutual, err)
		}
		d.lists("bo", "tiktok", "bob", community.Nobody)
		if _, mutual, _ = s.Know(ctx, "1", "bo", "ana"); mutual {
			t.Error("one is enough")
		}
		d.sees("bo", "ana", "ana: instagram/alice.draws")
		if _, mutual, _ = s.Know(ctx, "1", "ana", "bo"); !mutual {
			t.Error("two are not enough")
		}
		d.hears("bo", community.Met)
		d.hears("ana")
		all := "ana: tiktok/alice rednote/alice_rn instagram/alice.draws bluesky/alice.example.org"
		d.sees("bo", "ana", all)
		d.finds("bo", "alice.example.org", all)
		d.finds("cy", "alice.example.org")

		check(t, s.Block(ctx, "ana", "bo"))
		d.finds("bo", "alice")
		d.sees("bo", "ana", ": ")
		d.sees("ana", "bo", ": ")
		if blocked, err := s.Blocked(ctx, "ana"); !slices.Equal(blocked, []string{"bo"}) || err != nil {
			t.Error(blocked, err)
		}
		check(t, s.Unblock(ctx, "ana", "bo"))
		d.sees("bo", "ana", "ana: instagram/alice.draws") // they no longer said that they know each other

		check(t, s.SwitchHandles(ctx, false, false, community.Change{Server: "1", At: t0, Key: "change.handles.off"}))
		d.finds("cy", "alice")
		d.sees("cy", "ana", ": ")
	})
}

func TestListing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx, d := t.Context(), newDirectory(t, s)
		first := d.lists("ana", "tiktok", "alice", community.Nobody)
		again := d.lists("ana", "tiktok", "Alice", community.Anyone)
		if first.ID != again.ID || again.Name != "Alice" || again.Audience != community.Anyone {
			t.Errorf("listed again: %+v", again)
		}
		for i := range community.MaxHandles - 1 {
			d.lists("ana", "tiktok", fmt.Sprint("name", i), community.Nobody)
		}
		_, _, err := s.ListHandle(ctx, community.Handle{Server: "1", Person: "ana", Platform: "tiktok", Name: "more"})
		if !errors.Is(err, community.ErrTooMany) {
			t.Error("one more:", err)
		}
		l, _, err := s.EditListing(ctx, "1", "ana", func(l *community.Listing) { l.Note = "soup" })
		check(t, err)
		if l.Note != "soup" || len(l.Handles) != community.MaxHandles || !l.ExpiresAt.Equal(t0.Add(community.ListedFor)) {
			t.Errorf("%+v", l)
		}
		if shown, _, err := s.ShowHandle(ctx, "1", "bo", first.ID, community.Anyone); shown || err != nil {
			t.Error("somebody else's handle is shown:", err)
		}
		if removed, err := s.RemoveHandle(ctx, "2", "ana", first.ID); removed || err != nil {
			t.Error("removed in another server:", err)
		}
		for _, h := range l.Handles {
			removed, err := s.RemoveHandle(ctx, "1", "ana", h.ID)
			check(t, err)
			if !removed {
				t.Error("not removed")
			}
		}
		if _, ok, err := s.Listing(ctx, "1", "ana"); ok || err != nil {
			t.Error("a listing of nothing:", err)
		}
	})
}

// TestUnknow checks that what somebody said of whom they know can be taken back, and that
// everybody then sees what they saw before.
func TestUnknow(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx, d := t.Context(), newDirectory(t, s)
		d.lists("ana", "bluesky", "alice.example.org", community.Mutual)
		d.lists("bo", "tiktok", "bob", community.Mutual)
		d.lists("cy", "tiktok", "cyan", community.Mutual)
		know := func(person, other string, want bool) {
			t.Helper()
			if _, mutual, err := s.Know(ctx, "1", person, other); mutual != want || err != nil {
				t.Errorf("%s knows %s: %t, %v", person, other, mutual, err)
			}
		}
		know("ana", "cy", false)
		clk.AdvanceTo(t0.Add(time.Minute), 0)
		know("ana", "bo", false)
		if known, err := s.Known(ctx, "1", "ana"); !slices.Equal(known, []string{"bo", "cy"}) || err != nil {
			t.Error(known, err)
		}
		check(t, s.Unknow(ctx, "1", "ana", "bo"))
		know("bo", "ana", false) // as if ana had never said so
		know("ana", "bo", true)
		d.sees("ana", "bo", "bo: tiktok/bob")
		if f, _, err := s.FoundPerson(ctx, "1", "ana", "cy"); !f.Known || err != nil {
			t.Error("ana said that she knows cy, of whom she sees nothing", err)
		}
		check(t, s.Unknow(ctx, "2", "ana", "bo"))
		d.sees("ana", "bo", "bo: tiktok/bob") // in another server it was not said

		check(t, s.Unknow(ctx, "1", "ana", "bo"))
		d.hears("bo") // what is no longer so
		d.sees("ana", "bo", ": ")
		d.sees("bo", "ana", ": ")
		d.finds("bo", "alice.example.org")
		if known, err := s.Known(ctx, "1", "bo"); !slices.Equal(known, []string{"ana"}) || err != nil {
			t.Error("bo no longer says what bo said:", known, err)
		}
		know("ana", "bo", true)
		d.hears("bo", community.Met)
		d.sees("bo", "ana", "ana: bluesky/alice.example.org")
		check(t, s.Unknow(ctx, "1", "ana", "bo"))
		know("ana", "bo", true)
		d.hears("bo") // once is enough
		check(t, s.Unknow(ctx, "1", "bo", "ana"))
		d.sees("ana", "bo", ": ")
		check(t, s.Unknow(ctx, "1", "bo", "ana")) // twice
	})
}

func TestListingsEnd(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx, d := t.Context(), newDirectory(t, s)
		remind := func() { check(t, s.RemindListings(ctx, clk.Now().Add(community.ListedSoon))) }
		d.lists("ana", "tiktok", "alice", community.Anyone)
		d.lists("bo", "tiktok", "bob", community.Anyone)
		_, err := s.Watch(ctx, community.Watch{Server: "1", Person: "cy", Name: "zed"})
		check(t, err)
		remind()
		d.hears("ana")
		clk.AdvanceTo(t0.Add(54*24*time.Hour), 0)
		remind()
		d.hears("ana", community.Expiring)
		remind()
		d.hears("ana") // once
		_, _, err = s.EditListing(ctx, "1", "bo", func(l *community.Listing) { l.ExpiresAt = clk.Now().Add(community.ListedFor) })
		check(t, err)
		d.hears("bo") // who renewed need not hear

		clk.AdvanceTo(t0.Add(community.ListedFor), 0)
		d.finds("cy", "alice")
		d.finds("cy", "bob", "bo: tiktok/bob")
		check(t, s.Prune(ctx))
		for who, want := range map[string]bool{"ana": false, "bo": true} {
			if _, ok, err := s.Listing(ctx, "1", who); ok != want || err != nil {
				t.Errorf("%s lists something: %t, %v", who, ok, err)
			}
		}
		if records, err := s.Records(ctx, "ana"); len(records) > 0 || err != nil {
			t.Error("after the end:", records, err)
		}
		if w, err := s.Watches(ctx, "1", "cy"); len(w) > 0 || err != nil {
			t.Error("still waiting:", w, err)
		}
		clk.AdvanceTo(t0.Add(110*24*time.Hour), 0)
		remind()
		d.hears("bo", community.Expiring) // anew

		d.lists("cy", "tiktok", "zed", community.Anyone)
		check(t, s.SwitchHandles(ctx, false, false, community.Change{Server: "1", At: clk.Now(), Key: "change.handles.off"}))
		l := ok(s.Listing(ctx, "1", "cy"))
		if want := clk.Now().Add(community.HiddenFor); !l.ExpiresAt.Equal(want) {
			t.Errorf("kept until %v, not %v", l.ExpiresAt, want)
		}
		check(t, s.SwitchHandles(ctx, false, true, community.Change{Server: "1", At: clk.Now(), Key: "change.handles.cleared"}))
		if _, ok, err := s.Listing(ctx, "1", "cy"); ok || err != nil {
			t.Error("not deleted:", err)
		}
	})
}

func TestClaims(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx, d := t.Context(), newDirectory(t, s)
		d.lists("ana", "youtube", "cooking", community.Anyone)
		clk.AdvanceTo(t0.Add(time.Minute), 0)
		d.lists("bo", "youtube", "cooking", community.Nobody)
		d.hears("ana")
		_, contested, err := s.ListHandle(ctx, community.Handle{Server: "1", Person: "bo", Platform: "youtube", Name: "Cooking", Audience: community.Knowing})
		check(t, err)
		if !contested {
			t.Error("bo is not told")
		}
		d.hears("ana", community.Contested)
		d.lists("cy", "youtube", "c00k1ng", community.Anyone)
		d.lists("cy", "tiktok", "cooking", community.Anyone)

		found, err := s.FindHandles(ctx, community.Sought{Server: "1", Asker: "dee", Platform: "youtube", Name: "cooking"})
		check(t, err)
		if len(found) != 2 || found[0].Person != "ana" || found[0].Handles[0].Claims != 2 || found[1].Handles[0].Claims != 2 {
			t.Errorf("%+v", found)
		}
		f, _, err := s.FoundPerson(ctx, "1", "dee", "cy")
		check(t, err)
		if f.Handles[1].Like != "cooking" || f.Handles[0].Like != "" || f.Handles[1].Claims != 1 {
			t.Errorf("%+v", f)
		}
		check(t, s.Block(ctx, "dee", "ana"))
		if f, _, err = s.FoundPerson(ctx, "1", "dee", "cy"); err != nil || f.Handles[1].Like != "" {
			t.Errorf("whom dee blocked shows: %+v, %v", f, err)
		}
		check(t, s.ModerateListing(ctx, "cy", "not yours", community.Change{Server: "1", Person: "mod", At: t0, Key: "change.handles.removed"}))
		d.hears("cy", community.Removed)
		check(t, s.ModerateListing(ctx, "eve", "", community.Change{Server: "1", Person: "mod", At: t0, Key: "change.handles.removed"}))
		d.hears("eve")
		d.sees("dee", "cy", ": ")
	})
}

func TestWatches(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx, d := t.Context(), newDirectory(t, s)
		watch := func(person, platform, name string) community.Watch {
			t.Helper()
			w, err := s.Watch(ctx, community.Watch{Server: "1", Person: person, Platform: platform, Name: name})
			check(t, err)
			return w
		}
		bo, cy := watch("bo", "", "Alice"), watch("cy", "instagram", "alice")
		watch("blocked", "tiktok", "alice")
		watch("ana", "", "alice") // herself
		check(t, s.Block(ctx, "ana", "blocked"))
		if again := watch("bo", "", "alice"); again.ID != bo.ID {
			t.Error("two watches for one handle")
		}
		if w, changed, err := s.WatchDirect(ctx, bo.ID, "cy", "en"); changed || w.Direct != "" || err != nil {
			t.Error("somebody else's watch is changed:", err)
		}
		_, _, err := s.WatchDirect(ctx, bo.ID, "bo", "en")
		check(t, err)

		h := d.lists("ana", "tiktok", "alice", community.Knowing)
		d.hears("bo") // she did not say that people may be told
		_, _, err = s.EditListing(ctx, "1", "ana", func(l *community.Listing) { l.Arrivals = true })
		check(t, err)
		direct, err := s.DirectNotices(ctx, 9)
		check(t, err)
		if len(direct) != 1 || direct[0].Person != "bo" || direct[0].Handle != h.ID || direct[0].Text != "Alice" || direct[0].Direct != "en" {
			t.Fatalf("%+v", direct)
		}
		button := slash.Button{Label: "No more", ID: outbox.Nonce("handles", 1)}
		m, err := outbox.NewDirect("handles", 1, "bo", slash.Say(slash.Plain("Alice")).With(slash.Row{Buttons: []slash.Button{button}}))
		check(t, err)
		check(t, s.SendNotice(ctx, direct[0].ID, m))
		check(t, s.SendNotice(ctx, direct[0].ID, m))
		if direct, err = s.DirectNotices(ctx, 9); len(direct) > 0 || err != nil {
			t.Error("sent, and still to be sent:", err)
		}
		d.hears("bo") // a message tells it
		check(t, s.ReviveNotice(ctx, "arrived "+bo.ID))
		d.hears("bo", community.Arrived)
		_, _, err = s.EditListing(ctx, "1", "ana", func(l *community.Listing) { l.Note = "x" })
		check(t, err)
		d.hears("bo") // once
		for _, who := range []string{"blocked", "cy", "ana"} {
			d.hears(who)
		}
		if ended, err := s.Unwatch(ctx, cy.ID, "bo"); ended || err != nil {
			t.Error("somebody else's watch is ended:", err)
		}
		if ended, err := s.Unwatch(ctx, cy.ID, "cy"); !ended || err != nil {
			t.Error("not ended:", err)
		}
		for i := range community.MaxWatches {
			watch("cy", "", fmt.Sprint("name", i))
		}
		if _, err := s.Watch(ctx, community.Watch{Server: "1", Person: "cy", Name: "more"}); !errors.Is(err, community.ErrTooMany) {
			t.Error("one more:", err)
		}
	})
}

func TestReportListing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx, d := t.Context(), newDirectory(t, s)
		report := func(reporter, person string) bool {
			t.Helper()
			told, err := s.ReportListing(ctx, community.Report{
				ID: reporter + person, Server: "1", Reporter: reporter, Person: person, Reason: "imitates", Text: "she is me", At: clk.Now(),
			})
			check(t, err)
			return told
		}
		d.lists("bo", "tiktok", "bob", community.Anyone)
		if !report("ana", "bo") || report("ana", "bo") || !report("ana", "nobody") {
			t.Error("not told once")
		}
		for i := range community.HandleReportsADay - 1 {
			d.lists(fmt.Sprint(i), "tiktok", "bob", community.Nobody)
			report("ana", fmt.Sprint(i))
		}
		if report("ana", "more") {
			t.Error("one more than there may be a day")
		}
		report("cy", "bo")
		check(t, s.ErasePerson(ctx, "cy"))
		alerts, err := s.Alerts(ctx, "1")
		check(t, err)
		if len(alerts) != community.HandleReportsADay || alerts[0].Key != "alert.handles.imitates" || !slices.Equal(alerts[0].Args, []string{"person.bo", "she is me"}) {
			t.Errorf("%+v", alerts)
		}
		check(t, s.ErasePerson(ctx, "bo"))
		if alerts, err := s.Alerts(ctx, "1"); len(alerts) != community.HandleReportsADay-1 || err != nil {
			t.Errorf("alerts about whom there is nothing any more: %+v, %v", alerts, err)
		}
	})
}

func TestErasePersonForgetsHandles(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx, d := t.Context(), newDirectory(t, s)
		_, err := s.Watch(ctx, community.Watch{Server: "1", Person: "bo", Name: "alice"})
		check(t, err)
		d.lists("ana", "tiktok", "alice", community.Knowing)
		d.lists("bo", "tiktok", "bob", community.Knowing)
		d.lists("cy", "tiktok", "alice", community.Knowing) // contests hers
		for _, pair := range [][2]string{{"ana", "bo"}, {"bo", "ana"}, {"cy", "ana"}} {
			_, _, err := s.Know(ctx, "1", pair[0], pair[1])
			check(t, err)
		}
		_, err = s.Watch(ctx, community.Watch{Server: "1", Person: "ana", Name: "zed"})
		check(t, err)
		check(t, s.Block(ctx, "ana", "dee"))
		check(t, s.Block(ctx, "eve", "ana"))
		_, err = s.ReportListing(ctx, community.Report{ID: "r", Server: "1", Reporter: "ana", Person: "bo", Reason: "other", At: t0})
		check(t, err)
		records, err := s.Records(ctx, "ana")
		check(t, err)
		var kinds []string
		for _, r := range records {
			kinds = append(kinds, r.Kind)
		}
		same(t, []string{"listings", "handles", "bonds", "blocks", "watches", "notices", "handle_reports"}, kinds)

		check(t, s.ErasePerson(ctx, "ana"))
		if records, err := s.Records(ctx, "ana"); len(records) > 0 || err != nil {
			t.Error("after erasing:", records, err)
		}
		d.finds("bo", "alice", "cy: tiktok/alice")
		d.hears("bo")
		d.lists("ana", "tiktok", "alice", community.Knowing)
		d.sees("eve", "ana", ": ") // whoever blocked her need not do it again
		if n, err := s.Ask(ctx, "SELECT count(*) || '' FROM bonds WHERE other = 'ana'"); n != "0" || err != nil {
			t.Error("others still say that they know her:", n, err)
		}
	})
}

func TestMatchHandles(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		d := newDirectory(t, s)
		d.lists("ana", "tiktok", "Alice", community.Knowing)
		d.lists("ana", "rednote", "alice_rn", community.Knowing)
		d.lists("bo", "tiktok", "bob", community.Anyone)
		d.lists("cy", "tiktok", "cyan", community.Mutual)
		d.lists("dee", "instagram", "deer", community.Anyone)
		d.lists("eve", "tiktok", "evening", community.Anyone)
		check(t, s.Block(t.Context(), "eve", "me"))
		found, err := s.MatchHandles(t.Context(), "1", "me", "tiktok", []string{"@ALICE", "bob", "bob", "cyan", "deer", "evening", "nobody"})
		check(t, err)
		var got []string
		for _, f := range found {
			got = append(got, shownTo(f))
		}
		same(t, []string{"ana: tiktok/Alice rednote/alice_rn", "bo: tiktok/bob"}, got)
	})
}

// fillHandles puts something into every table of handles.
func fillHandles(t *testing.T, s *store.Store) {
	t.Helper()
	ctx, d := t.Context(), newDirectory(t, s)
	d.lists("ana", "tiktok", "alice", community.Anyone)
	d.lists("bo", "tiktok", "alice", community.Anyone) // of which ana has yet to hear
	_, _, err := s.Know(ctx, "1", "ana", "bo")
	check(t, err)
	check(t, s.Block(ctx, "ana", "cy"))
	_, err = s.Watch(ctx, community.Watch{Server: "1", Person: "ana", Name: "zed"})
	check(t, err)
	_, err = s.ReportListing(ctx, community.Report{ID: "handles", Server: "1", Reporter: "ana", Person: "bo", Reason: "imitates", At: t0})
	check(t, err)
}

// manyHandles are names such as people have, no two the same, each of a person of its own.
func manyHandles(n int) []community.Handle {
	random := rand.New(rand.NewPCG(7, 7))
	words := strings.Fields("the real official cat dog soup tea cooking anna mei luna daily art draws vlog travel books gamer skin music " +
		"dance baking garden plant sky moon star river jade lily rose sun happy little big miss mr dr its im hey just only not my")
	pick := func() string {
		if random.IntN(3) > 0 {
			return words[random.IntN(len(words))]
		}
		var syllables strings.Builder
		for range 2 + random.IntN(2) {
			syllables.WriteByte("bcdfghjklmnprstvwyz"[random.IntN(19)])
			syllables.WriteByte("aeiou"[random.IntN(5)])
		}
		return syllables.String()
	}
	taken := map[string]bool{}
	handles := make([]community.Handle, 0, n)
	for len(handles) < n {
		parts := []string{pick(), pick(), pick()}[:1+random.IntN(3)]
		name := strings.Join(parts, []string{"", "_", "."}[random.IntN(3)])
		if random.IntN(2) == 0 {
			name += fmt.Sprint(random.IntN(3000))
		}
		if taken[name] || len(name) > 24 {
			continue
		}
		taken[name] = true
		i := len(handles)
		handles = append(handles, community.Handle{
			ID: fmt.Sprint("h", i), Server: "1", Person: fmt.Sprint("p", i), Platform: "tiktok", Name: name,
			Audience: community.Anyone, AddedAt: t0.Add(time.Duration(i) * time.Millisecond),
		})
	}
	return handles
}

// benchmarkStore is a store with 100,000 handles in one server.
func benchmarkStore(b *testing.B) (*store.Store, []community.Handle) {
	b.Helper()
	path := filepath.Join(b.TempDir(), "magpie.db")
	storetest.Write(b, path)
	s, err := open(b.Context(), "sqlite:"+path, store.Options{Now: func() time.Time { return t0 }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	handles := manyHandles(100_000)
	if err := errors.Join(s.SwitchHandles(b.Context(), true, false, community.Change{Server: "1", At: t0}), s.FillHandles(b.Context(), handles)); err != nil {
		b.Fatal(err)
	}
	return s, handles
}

// BenchmarkFindHandles looks for names among 100,000: as they are, misspelt, and names that
// nobody has.
func BenchmarkFindHandles(b *testing.B) {
	s, handles := benchmarkStore(b)
	for name, sought := range map[string]func(i int, name string) string{
		"exact":    func(_ int, name string) string { return name },
		"misspelt": func(i int, name string) string { return name[:len(name)/2] + "q" + name[len(name)/2:] },
		"nobody":   func(i int, name string) string { return "zz" + name + "qq" },
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				at := time.Now()
				if _, err := s.FindHandles(b.Context(), community.Sought{Server: "1", Asker: "x", Name: sought(i, handles[i*7919%len(handles)].Name)}); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(at))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		})
	}
}

// BenchmarkMatchHandles compares 50,000 handles that someone follows, 500 of which are here,
// with 100,000.
func BenchmarkMatchHandles(b *testing.B) {
	s, handles := benchmarkStore(b)
	var followed []string
	for i := range 50_000 {
		name := fmt.Sprint("somebody.else", i)
		if i%100 == 0 {
			name = handles[i*2].Name
		}
		followed = append(followed, name)
	}
	for b.Loop() {
		found, err := s.MatchHandles(b.Context(), "1", "x", "tiktok", followed)
		if err != nil || len(found) == 0 {
			b.Fatal(len(found), err)
		}
	}
}

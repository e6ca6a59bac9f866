package store_test

import (
	"strings"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/outbox"
	"magpie/store"
	"magpie/store/storetest"
)

func joiner(person string, state community.JoinerState, at time.Time) community.Joiner {
	return community.Joiner{Server: "1", Person: person, Name: "Name of " + person, State: state, At: at}
}

// fillWelcomes puts something of someone into the tables of welcomes.
func fillWelcomes(t *testing.T, s *store.Store, person string) {
	t.Helper()
	must(s.AddJoiner(t.Context(), joiner(person, community.JoinerHere, t0)))
	check(t, s.NoteCrowd(t.Context(), "1", t0))
}

func TestWelcomes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		add := func(j community.Joiner, want bool) {
			t.Helper()
			if got := must(s.AddJoiner(ctx, j)); got != want {
				t.Errorf("%s is added: %t", j.Person, got)
			}
		}
		ana, eva := joiner("ana", community.JoinerHere, t0), joiner("eva", community.JoinerPending, t0.Add(time.Second))
		add(ana, true)
		add(eva, true)
		add(joiner("ana", community.JoinerPending, t0.Add(time.Minute)), false) // told twice
		same(t, []community.Joiner{ana, eva}, must(s.Joiners(ctx, "1")))
		same(t, []community.Welcome{{Server: "1", Joiners: []community.Joiner{ana}}}, must(s.Welcomes(ctx)))

		for _, again := range []bool{true, false} {
			if got := must(s.AdmitJoiner(ctx, "1", "eva", "Eva", t0.Add(time.Minute))); got != again {
				t.Errorf("eva agreed: %t", got)
			}
		}
		if must(s.AdmitJoiner(ctx, "1", "nobody", "", t0)) {
			t.Error("nobody agreed")
		}
		check(t, s.NoteCrowd(ctx, "2", t0))
		all := must(s.Welcomes(ctx))
		if len(all) != 2 || all[0].Server != "2" || !all[0].CrowdAt.Equal(t0) || len(all[1].Joiners) != 2 || all[1].Joiners[1].Name != "Eva" {
			t.Fatalf("to be welcomed: %+v", all)
		}
		settle := func(w community.Welcome, want bool, messages ...outbox.Message) {
			t.Helper()
			if got := must(s.SettleWelcome(ctx, w, t0.Add(2*time.Minute), messages...)); got != want {
				t.Errorf("settled: %t", got)
			}
		}
		both := all[1]
		check(t, s.DropJoiner(ctx, "1", "ana"))
		settle(both, false, message(t, "welcome 1", 1)) // ana left
		both.Joiners = both.Joiners[1:]
		settle(both, true, message(t, "welcome 1", 1))
		settle(both, false, message(t, "welcome 2", 1)) // somebody else was faster
		settle(all[0], true)
		if left := must(s.Welcomes(ctx)); len(left) > 0 {
			t.Errorf("still to be welcomed: %+v", left)
		}
		if due, _, err := s.DueMessages(ctx, clk.Now(), 9); err != nil || len(due) != 1 || due[0].Group != "welcome 1" {
			t.Errorf("handed over: %+v, %v", due, err)
		}
		check(t, s.DropJoiner(ctx, "1", "eva")) // who was welcomed and leaves
		add(joiner("eva", community.JoinerHere, t0.Add(23*time.Hour)), false)
		add(joiner("eva", community.JoinerHere, t0.Add(25*time.Hour)), true)
		w := must(s.Welcomes(ctx))[0]
		if !w.PostedAt.Equal(t0.Add(2*time.Minute)) || !w.CrowdAt.IsZero() || !w.ToldAt.IsZero() {
			t.Errorf("the last welcome was %+v", w)
		}
	})
}

// A crowd that still comes while it is told of stays noted; that it was told is known.
func TestCrowd(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		check(t, s.NoteCrowd(ctx, "1", t0))
		w := must(s.Welcomes(ctx))[0]
		check(t, s.NoteCrowd(ctx, "1", t0.Add(time.Minute)))
		must(s.SettleWelcome(ctx, w, t0.Add(2*time.Minute), message(t, "g", 1)))
		same(t, []community.Welcome{{Server: "1", PostedAt: t0.Add(2 * time.Minute), CrowdAt: t0.Add(time.Minute), ToldAt: t0.Add(2 * time.Minute)}}, must(s.Welcomes(ctx)))
	})
}

// Nothing is kept of who joined for longer than a day, and nothing of who does not want it.
func TestJoinersAreForgotten(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		must(s.AddJoiner(ctx, joiner("20", community.JoinerHere, t0)))
		must(s.AddJoiner(ctx, joiner("2", community.JoinerHere, t0)))
		toThem, err := outbox.NewDirect("partner 1", 1, "20", message(t, "partner 1", 1).Body)
		check(t, err)
		check(t, s.AddMessages(ctx, toThem, message(t, "partner 2", 1).InThread("Title", "2", "20")))
		var kinds []string
		for _, r := range must(s.Records(ctx, "20")) {
			kinds = append(kinds, r.Kind)
		}
		same(t, []string{"joins", "direct_messages", "threads"}, kinds)
		check(t, s.ErasePerson(ctx, "20"))
		if left := must(s.Records(ctx, "20")); len(left) > 0 {
			t.Errorf("after erasing: %v", left)
		}
		if left := must(s.Messages(ctx, "partner 1")); len(left) > 0 {
			t.Errorf("a message to them is kept: %v", left)
		}
		same(t, []string{"2", ""}, must(s.Messages(ctx, "partner 2"))[0].Members)
		same(t, 1, len(must(s.Joiners(ctx, "1"))))

		must(s.SettleWelcome(ctx, must(s.Welcomes(ctx))[0], t0, message(t, "welcome 1 0", 1)))
		epoch, _, err := s.Claim(ctx, outbox.Work, "me", time.Hour)
		check(t, err)
		sent := must(s.Messages(ctx, "welcome 1 0"))[0]
		sent.State = outbox.Sent
		check(t, s.SaveMessages(ctx, epoch, sent))
		clk.AdvanceTo(t0.Add(25*time.Hour), 0)
		check(t, s.Prune(ctx))
		if left := must(s.Messages(ctx, "welcome 1 0")); len(left) > 0 || len(must(s.Records(ctx, "2"))) != 1 { // the thread
			t.Errorf("after a day: %v, %v", left, must(s.Records(ctx, "2")))
		}
	})
}

// What was for a server goes with it; a direct message is of none, and stays.
func TestMessagesOfNoServer(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		toThem, err := outbox.NewDirect("partner 1", 1, "20", message(t, "partner 1", 1).Body)
		check(t, err)
		check(t, s.AddMessages(ctx, toThem, message(t, "news", 1)))
		fillWelcomes(t, s, "20")
		check(t, s.MarkRemoved(ctx, "1", t0))
		clk.AdvanceTo(t0.Add(31*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		if left := must(s.Messages(ctx, "news")); len(left) > 0 {
			t.Errorf("of a server that is gone: %v", left)
		}
		if left := must(s.Messages(ctx, "partner 1")); len(left) != 1 || left[0].Kind != outbox.ToPerson || left[0].Server != "" {
			t.Errorf("to a person: %+v", left)
		}
		servers, err := s.Servers(ctx)
		check(t, err)
		for _, sv := range servers {
			if strings.TrimSpace(sv.ID) == "" {
				t.Error("there is a server without an id")
			}
		}
	})
}

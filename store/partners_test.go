package store_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/outbox"
	"magpie/store"
	"magpie/store/storetest"
)

// partner lets a person be found on server 1, who speaks one language and learns another.
func partner(t *testing.T, s *store.Store, person, speaks, learns string) community.Partner {
	t.Helper()
	p, ok, err := s.EditPartner(t.Context(), "1", person, func(p *community.Partner) {
		p.Speak([]string{speaks}, []string{learns})
		p.Listed = true
	})
	if err != nil || !ok {
		t.Fatalf("%s cannot be found: %v", person, err)
	}
	return p
}

// introduce makes the message that introduces two people, and none for an open ask.
func introduce(t *testing.T) store.AskLetters {
	return func(ask community.PartnerAsk, sender, receiver community.Partner) ([]outbox.Message, error) {
		if ask.State != community.AskAccepted {
			return nil, nil
		}
		return []outbox.Message{message(t, ask.ID, 1)}, nil
	}
}

// wish lets one person ask another, and returns what comes of it.
func wish(t *testing.T, s *store.Store, id, sender, receiver string) community.AskOutcome {
	t.Helper()
	_, out, err := s.AskPartner(t.Context(), community.PartnerAsk{ID: id, Server: "1", Sender: sender, Receiver: receiver}, introduce(t))
	check(t, err)
	return out
}

// finds are the people whose profiles somebody may be shown.
func finds(t *testing.T, s *store.Store, person string) string {
	t.Helper()
	found, err := s.Partners(t.Context(), "1", person)
	check(t, err)
	var people []string
	for _, p := range found {
		people = append(people, p.Person)
	}
	slices.Sort(people)
	return strings.Join(people, " ")
}

func TestPartners(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		ana := partner(t, s, "ana", "en", "cmn")
		partner(t, s, "mei", "cmn", "en")
		_, _, err := s.EditPartner(ctx, "1", "shy", func(p *community.Partner) { p.Speak([]string{"cmn"}, []string{"en"}) })
		check(t, err)
		if got := finds(t, s, "ana"); got != "mei" {
			t.Errorf("ana finds %q", got)
		}
		again, ok, err := s.PartnerByID(ctx, ana.ID)
		check(t, err)
		if !ok || again.Person != "ana" || !slices.Equal(again.Learns, []string{"cmn"}) || again.Expires != t0.Add(community.PartnerFor) {
			t.Errorf("%+v", again)
		}
		if n, err := s.CountPartners(ctx, "1"); n != 2 || err != nil {
			t.Error(n, err)
		}
		clk.Set(t0.Add(community.PartnerFor - time.Hour))
		renewed := partner(t, s, "mei", "cmn", "en")
		if renewed.ActiveAt != clk.Now() || renewed.Expires != t0.Add(community.PartnerFor) {
			t.Errorf("%+v", renewed)
		}
		clk.Set(t0.Add(community.PartnerFor + time.Hour))
		if got := finds(t, s, "ana"); got != "" {
			t.Errorf("ana finds %q, which has expired", got)
		}
		check(t, s.Prune(ctx))
		if _, ok, err := s.Partner(ctx, "1", "ana"); ok || err != nil {
			t.Error("an expired profile is kept", err)
		}
	})
}

func TestApart(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		partner(t, s, "ana", "en", "cmn")
		partner(t, s, "mei", "cmn", "en")
		skip := community.Apart{Server: "1", Person: "ana", Other: "mei", Until: t0.Add(community.ApartFor)}
		check(t, s.KeepApart(ctx, skip))
		if ana, mei := finds(t, s, "ana"), finds(t, s, "mei"); ana != "" || mei != "ana" {
			t.Errorf("after a skip: %q and %q", ana, mei)
		}
		clk.Set(t0.Add(community.ApartFor - 24*time.Hour))
		partner(t, s, "ana", "en", "cmn")
		clk.Set(t0.Add(community.ApartFor - time.Hour))
		check(t, s.BlockPartner(ctx, "1", "mei", "ana"))
		check(t, s.KeepApart(ctx, community.Apart{Server: "1", Person: "mei", Other: "ana", Until: t0}))
		if ana, mei := finds(t, s, "ana"), finds(t, s, "mei"); ana != "" || mei != "" {
			t.Errorf("after a block: %q and %q", ana, mei)
		}
		if n, err := s.CountBlocks(ctx, "1", "mei"); n != 1 || err != nil {
			t.Error(n, err)
		}
		if out := wish(t, s, "a1", "ana", "mei"); out != community.AskGone {
			t.Error("who is blocked asked:", out)
		}
		if _, err := s.LeavePartners(ctx, "1", "mei"); err != nil {
			t.Error(err)
		}
		if n, err := s.CountBlocks(ctx, "1", "mei"); n != 1 || err != nil {
			t.Error("leaving forgets blocks", n, err)
		}
		check(t, s.UnblockPartners(ctx, "1", "mei"))
		if n, err := s.CountBlocks(ctx, "1", "mei"); n != 0 || err != nil {
			t.Error(n, err)
		}
	})
}

func TestAskPartner(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		partner(t, s, "ana", "en", "cmn")
		for i := range 8 {
			partner(t, s, fmt.Sprint("p", i), "cmn", "en")
		}
		for i, want := range []community.AskOutcome{community.NowAsked, community.AskedBefore} {
			if out := wish(t, s, fmt.Sprint("a", i), "ana", "p0"); out != want {
				t.Errorf("ask %d: %s, want %s", i, out, want)
			}
		}
		wish(t, s, "b", "ana", "p1")
		wish(t, s, "c", "ana", "p2")
		if out := wish(t, s, "d", "ana", "p3"); out != community.TooManyOpen {
			t.Error("a fourth ask:", out)
		}
		if got := finds(t, s, "ana"); got != "p3 p4 p5 p6 p7" {
			t.Errorf("ana finds %q", got)
		}
		ask, ok, err := s.PartnerAsk(ctx, "b")
		check(t, err)
		if !ok {
			t.Fatal("no ask")
		}
		if out, err := s.AnswerAsk(ctx, ask, false, introduce(t)); out != community.NowDeclined || err != nil {
			t.Fatal(out, err)
		}
		if out := wish(t, s, "e", "ana", "p3"); out != community.TooManyOpen {
			t.Error("that an ask was declined is told by the room for another:", out)
		}
		if n, err := s.OpenAsks(ctx, "ana"); n != 3 || err != nil {
			t.Error("and by how many wait:", n, err)
		}
		if strings.Contains(finds(t, s, "p1"), "ana") {
			t.Error("who declined finds who asked")
		}
		clk.Set(t0.Add(community.AskFor + time.Hour))
		ask.ID = "a0"
		ask.Receiver = "p0"
		if out, err := s.AnswerAsk(ctx, ask, true, introduce(t)); out != community.AskGone || err != nil {
			t.Error("an expired ask was answered:", out, err)
		}
		if out := wish(t, s, "f", "ana", "p3"); out != community.NowAsked {
			t.Error(out)
		}
	})
}

// TestAsksADay checks the limit that asks which are answered with yes come to.
func TestAsksADay(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		partner(t, s, "ana", "en", "cmn")
		for i := range community.AsksADay + 1 {
			name := fmt.Sprint("p", i)
			partner(t, s, name, "cmn", "en")
			out := wish(t, s, name, "ana", name)
			if i == community.AsksADay {
				if out != community.TooManyToday {
					t.Error(out)
				}
				return
			}
			ask, _, err := s.PartnerAsk(t.Context(), name)
			check(t, err)
			if out, err := s.AnswerAsk(t.Context(), ask, true, introduce(t)); out != community.NowMet || err != nil {
				t.Fatal(i, out, err)
			}
		}
	})
}

// TestAsksCross checks that two people who ask each other at once, and answer, and press
// twice, are introduced once.
func TestAsksCross(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		partner(t, s, "ana", "en", "cmn")
		partner(t, s, "mei", "cmn", "en")
		var met atomic.Int64
		var all sync.WaitGroup
		for i := range 6 {
			sender, receiver := "ana", "mei"
			if i%2 == 1 {
				sender, receiver = receiver, sender
			}
			all.Go(func() {
				ask, out, err := s.AskPartner(t.Context(), community.PartnerAsk{ID: fmt.Sprint("a", i), Server: "1", Sender: sender, Receiver: receiver}, introduce(t))
				if err != nil {
					t.Error(err)
				}
				if out == community.NowMet {
					met.Add(1)
				}
				if out == community.NowAsked {
					out, err = s.AnswerAsk(t.Context(), ask, true, introduce(t))
					if err != nil {
						t.Error(err)
					}
					if out == community.NowMet {
						met.Add(1)
					}
				}
			})
		}
		all.Wait()
		sent := 0
		for i := range 6 {
			messages, err := s.Messages(t.Context(), fmt.Sprint("a", i))
			check(t, err)
			sent += len(messages)
		}
		if met.Load() != 1 || sent != 1 {
			t.Errorf("introduced %d times, with %d messages", met.Load(), sent)
		}
		if finds(t, s, "ana") != "" || finds(t, s, "mei") != "" {
			t.Error("who met finds the other again")
		}
	})
}

func TestWaitingAsks(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		partner(t, s, "ana", "en", "cmn")
		partner(t, s, "bea", "en", "cmn")
		partner(t, s, "mei", "cmn", "en")
		wish(t, s, "a", "ana", "mei")
		clk.Set(t0.Add(time.Minute))
		wish(t, s, "b", "bea", "mei")
		asks, senders, err := s.AsksFor(ctx, "1", "mei", false)
		check(t, err)
		if len(asks) != 2 || asks[0].ID != "a" || senders[1].Person != "bea" {
			t.Fatalf("%+v from %+v", asks, senders)
		}
		check(t, s.AskTold(ctx, "a", true))
		if asks, _, err := s.AsksFor(ctx, "1", "mei", true); len(asks) != 1 || asks[0].ID != "b" || err != nil {
			t.Errorf("%+v %v", asks, err)
		}
		if _, err := s.LeavePartners(ctx, "1", "bea"); err != nil {
			t.Error(err)
		}
		if asks, _, err := s.AsksFor(ctx, "1", "mei", false); len(asks) != 1 || err != nil {
			t.Errorf("who left still asks: %+v %v", asks, err)
		}
	})
}

func TestMeeting(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		partner(t, s, "ana", "en", "cmn")
		partner(t, s, "mei", "cmn", "en")
		wish(t, s, "a", "ana", "mei")
		if out := wish(t, s, "b", "mei", "ana"); out != community.NowMet {
			t.Fatal(out)
		}
		ask, _, err := s.PartnerAsk(ctx, "a")
		check(t, err)
		if ask.State != community.AskAccepted {
			t.Errorf("%+v", ask)
		}
		epoch, _, err := s.Claim(ctx, outbox.Work, "test", time.Minute)
		check(t, err)
		letters, err := s.Messages(ctx, "a")
		check(t, err)
		letters[0].State, letters[0].Problem = outbox.Dead, outbox.ChannelGone
		check(t, s.SaveMessages(ctx, epoch, letters[0]))
		check(t, s.RetryIntroductions(ctx, "55", community.Change{Server: "1", Person: "bo", At: t0, Key: "change.partner.introduced"}))
		letters, err = s.Messages(ctx, "a")
		check(t, err)
		if letters[0].State != outbox.Ready || letters[0].Channel != "55" {
			t.Errorf("%+v", letters[0])
		}
		for range 2 {
			if ended, err := s.EndMeeting(ctx, ask, "mei"); !ended || err != nil {
				t.Error(ended, err)
			}
		}
		clk.Set(t0.Add(community.PartnerFor - time.Hour))
		if finds(t, s, "ana") != "" || finds(t, s, "mei") != "" {
			t.Error("who ended a meeting comes again")
		}
	})
}

func TestPartnerReports(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		partner(t, s, "ana", "en", "cmn")
		partner(t, s, "rude", "cmn", "en")
		wish(t, s, "a", "rude", "ana")
		report := func(id, reporter string) bool {
			kept, err := s.ReportPartner(ctx, community.PartnerReport{ID: id, Server: "1", Person: "rude", Reporter: reporter, Where: community.ReportAsk, Why: "rude"},
				community.Alert{ID: id, Server: "1", At: t0, Key: "alert.partner", About: id})
			check(t, err)
			return kept
		}
		for i := range community.ReportsADay + 1 {
			if kept := report(fmt.Sprint("r", i), "ana"); kept != (i < community.ReportsADay) {
				t.Errorf("report %d: %t", i, kept)
			}
		}
		report("other", "bea")
		if asks, _, err := s.AsksFor(ctx, "1", "ana", false); len(asks) != 0 || err != nil || finds(t, s, "rude") != "" {
			t.Error("who was reported still asks or finds", asks, err)
		}
		reports, err := s.PartnerReports(ctx, "1")
		check(t, err)
		if len(reports) != community.ReportsADay+1 || reports[0].Why != "rude" {
			t.Errorf("%+v", reports)
		}
		ban := community.Change{Server: "1", Person: "bo", At: t0, Key: "change.partner.banned"}
		for i, id := range []string{"r0", "r1", "other"} {
			if settled, err := s.SettleReport(ctx, id, community.ReportBanned, ban); settled != (i == 0) || err != nil {
				t.Error(id, settled, err)
			}
		}
		if _, ok, err := s.EditPartner(ctx, "1", "rude", func(p *community.Partner) { p.Listed = true }); ok || err != nil {
			t.Error("who is banned comes back", err)
		}
		check(t, s.ErasePerson(ctx, "rude"))
		banned, err := s.PartnerBanned(ctx, "1", "rude")
		bans, bansErr := s.PartnerBans(ctx, "1")
		if !banned || err != nil || len(bans) != 1 || bans[0].Person != "" || bansErr != nil {
			t.Error("a ban ends when somebody is forgotten, or names them:", banned, bans, err, bansErr)
		}
		if alerts, err := s.Alerts(ctx, "1"); len(alerts) != 0 || err != nil {
			t.Error("moderators are told of somebody who is forgotten:", alerts, err)
		}
		if ended, err := s.UnbanPartner(ctx, bans[0].Pseudonym, ban); !ended || err != nil {
			t.Error(ended, err)
		}
		partner(t, s, "rude", "cmn", "en")
	})
}

// TestForgetPartner checks what is told of people who looked for partners, and that it goes.
func TestForgetPartner(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		for _, person := range []string{"ana", "bea", "eve"} {
			partner(t, s, person, "en", "cmn")
		}
		partner(t, s, "mei", "cmn", "en")
		wish(t, s, "a", "ana", "mei")
		wish(t, s, "b", "mei", "bea")
		wish(t, s, "c", "bea", "mei") // they meet
		check(t, s.BlockPartner(ctx, "1", "mei", "eve"))
		check(t, s.BlockPartner(ctx, "1", "ana", "mei"))
		wish(t, s, "d", "ana", "eve")
		if ask, _, err := s.PartnerAsk(ctx, "a"); err != nil || ask.State != community.AskWithdrawn {
			t.Errorf("%+v %v", ask, err)
		}
		eve, _, err := s.PartnerAsk(ctx, "d")
		check(t, err)
		if out, err := s.AnswerAsk(ctx, eve, false, introduce(t)); out != community.AskGone && out != community.NowDeclined || err != nil {
			t.Error(out, err)
		}
		records, err := s.Records(ctx, "ana")
		check(t, err)
		told, err := json.Marshal(records)
		check(t, err)
		if strings.Contains(string(told), "declined") || strings.Contains(string(told), "mei") || strings.Contains(string(told), "eve") {
			t.Errorf("ana is told of others: %s", told)
		}
		for _, kind := range []string{"partners", "partner_asks", "partner_apart"} {
			if !strings.Contains(string(told), `"`+kind+`"`) {
				t.Errorf("ana is not told of %s: %s", kind, told)
			}
		}
		check(t, s.ErasePerson(ctx, "mei"))
		left, err := s.Records(ctx, "mei")
		if err != nil || len(left) > 0 {
			t.Errorf("of mei is left %+v, %v", left, err)
		}
		if messages, err := s.Messages(ctx, "b"); len(messages) != 0 || err != nil {
			t.Error("the introduction is kept", err)
		}
		partner(t, s, "mei", "cmn", "en")
		if got := finds(t, s, "mei"); strings.Contains(got, "ana") {
			t.Errorf("who blocked mei is found once she is forgotten: %q", got)
		}
	})
}

func TestNobodyLearnsOfANo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		partner(t, s, "ana", "en", "cmn")
		partner(t, s, "mei", "cmn", "en")
		if out := wish(t, s, "first", "ana", "mei"); out != community.NowAsked {
			t.Fatal(out)
		}
		_, err := s.AnswerAsk(t.Context(), community.PartnerAsk{ID: "first", Server: "1", Sender: "ana", Receiver: "mei"}, false, introduce(t))
		check(t, err)
		if out := wish(t, s, "second", "ana", "mei"); out != community.AskedBefore {
			t.Errorf("an old card says %q: the ask was declined", out)
		}
		records, err := s.Records(t.Context(), "ana")
		check(t, err)
		told, err := json.Marshal(records)
		check(t, err)
		if strings.Contains(string(told), "mei") {
			t.Errorf("ana's records tell whom she was shown: %s", told)
		}
	})
}

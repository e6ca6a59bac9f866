package store_test

import (
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/guide"
	"magpie/outbox"
	"magpie/store"
	"magpie/store/storetest"
)

func TestPathAnswers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		if _, found, err := s.Answers(ctx, "p"); found || err != nil {
			t.Error("answers of somebody who gave none:", found, err)
		}
		a := guide.Answers{From: guide.FromTikTok, To: "rednote", For: []guide.Purpose{guide.Watching, guide.Friends}}
		check(t, s.SaveAnswers(ctx, "p", guide.Answers{From: guide.Looking}, t0))
		check(t, s.SaveAnswers(ctx, "p", a, t0.Add(time.Hour)))
		check(t, s.SaveAnswers(ctx, "q", guide.Answers{From: guide.Hosting}, t0))
		same(t, a, ok(s.Answers(ctx, "p")))
		records, err := s.Records(ctx, "p")
		check(t, err)
		if len(records) != 1 || records[0].Kind != "paths" || records[0].Count != 1 {
			t.Errorf("records: %+v", records)
		}
		check(t, s.ErasePerson(ctx, "p"))
		if _, found, err := s.Answers(ctx, "p"); found || err != nil {
			t.Error("answers that were to be forgotten:", found, err)
		}
		same(t, guide.Answers{From: guide.Hosting}, ok(s.Answers(ctx, "q")))
	})
}

func TestPostPanel(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		m := outbox.Message{ID: "panel x|1", Group: "panel x", Part: 1, Server: "1", Channel: "10", Kind: outbox.ToChannel, State: outbox.Ready}
		ch := community.Change{Server: "1", Person: "p", At: t0, Key: "change.panel.posted", Args: []string{"10"}}
		for _, want := range []bool{true, false} {
			if posted, err := s.PostPanel(ctx, m, ch); posted != want || err != nil {
				t.Errorf("posted %t, %v; want %t", posted, err, want)
			}
		}
		if server := ok(s.Server(ctx, "1")); server.PanelChannel != "10" {
			t.Errorf("the panel is in %q", server.PanelChannel)
		}
		changes, err := s.Changes(ctx, "1", 9)
		check(t, err)
		due, _, err := s.DueMessages(ctx, t0.Add(time.Hour), 9)
		check(t, err)
		if len(changes) != 1 || len(due) != 1 || due[0].ID != m.ID {
			t.Errorf("%d changes, %d messages", len(changes), len(due))
		}
	})
}

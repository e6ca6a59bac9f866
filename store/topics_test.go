package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/news"
	"magpie/store"
	"magpie/store/storetest"
)

var topicChange = community.Change{Server: "1", Person: "p", At: t0, Key: "change.topic.added", Args: []string{"Birds"}}

// ownTopic is a topic of server 1 that p made.
func ownTopic(name, title string) news.Topic {
	return news.Topic{
		Server: "1", Name: name, Title: map[string]string{"": title}, Must: [][]string{{"magpie", "喜鹊"}, {"nest"}},
		Should: []string{"'; DROP TABLE topics"}, Not: []string{"film"}, Patterns: []string{`!\d+`}, AddedBy: "p", AddedAt: t0,
	}
}

// saveTopic saves a topic, and reports whether it was.
func saveTopic(t *testing.T, s *store.Store, topic news.Topic) bool {
	t.Helper()
	saved, err := s.SaveTopic(t.Context(), topic, topicChange)
	check(t, err)
	return saved
}

func TestOwnTopics(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		birds, rings := ownTopic("own-a", "Birds"), ownTopic("own-b", "Rings")
		rings.AddedAt = t0.Add(time.Minute)
		other := ownTopic("own-a", "Birds")
		other.Server = "2"
		if !saveTopic(t, s, birds) || !saveTopic(t, s, rings) || !saveTopic(t, s, other) {
			t.Error("not saved")
		}
		if saveTopic(t, s, ownTopic("own-c", " BIRDS ")) {
			t.Error("two topics have a title")
		}
		changed := birds
		changed.Title, changed.Must, changed.AddedBy, changed.AddedAt = map[string]string{"": "birds"}, [][]string{{"@tiktok"}}, "q", t0.Add(time.Hour)
		if !saveTopic(t, s, changed) {
			t.Error("not changed")
		}
		changed.AddedBy, changed.AddedAt = "p", t0
		own, err := s.OwnTopics(ctx, "1")
		check(t, err)
		same(t, []news.Topic{changed, rings}, own)

		draft := ownTopic("draft-a", "Birds")
		draft.Must = nil
		check(t, s.KeepTopic(ctx, draft))
		same(t, draft, ok(s.KeptTopic(ctx, "1", "draft-a")))
		for _, where := range []struct{ server, name string }{{"2", "draft-a"}, {"1", "own-a"}} {
			if _, found, err := s.KeptTopic(ctx, where.server, where.name); found || err != nil {
				t.Error("no draft:", where, err)
			}
		}
		if own, err := s.OwnTopics(ctx, "1"); len(own) != 2 || err != nil {
			t.Error("a draft is no topic:", own, err)
		}
		clk.AdvanceTo(t0.Add(25*time.Hour), 0)
		check(t, s.Prune(ctx))
		if _, found, err := s.KeptTopic(ctx, "1", "draft-a"); found || err != nil {
			t.Error("a draft is kept for a day:", err)
		}
		if own, err := s.OwnTopics(ctx, "1"); len(own) != 2 || err != nil {
			t.Error("pruned:", own, err)
		}
	})
}

func TestOwnTopicsAreBounded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		for n := range news.MaxOwnTopics {
			saveTopic(t, s, ownTopic(fmt.Sprint("own-", n), fmt.Sprint("Topic ", n)))
		}
		if saved, err := s.SaveTopic(t.Context(), ownTopic("own-more", "More"), topicChange); saved || !errors.Is(err, news.ErrTooManyTopics) {
			t.Error("one too many:", saved, err)
		}
		if !saveTopic(t, s, ownTopic("own-3", "Another title")) {
			t.Error("a full server cannot change a topic")
		}
	})
}

func TestRemoveTopic(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		saveTopic(t, s, ownTopic("own-a", "Birds"))
		_, err := s.EditServer(ctx, "1", func(sv *community.Server) { sv.Topics = []string{"own-a", "ban"} })
		check(t, err)
		for id, topics := range map[string][]string{"both": {"ban", "own-a"}, "alone": {"own-a"}, "none": {"ban"}, "deleted": {"own-a"}, "paused": {"own-a"}} {
			d := digest(id, "1", id)
			d.Topics = topics
			_, err := s.CreateDigest(ctx, d, change)
			check(t, err)
		}
		_, err = s.DeleteDigest(ctx, "deleted", change)
		check(t, err)
		_, err = s.PauseDigest(ctx, "paused", "", change)
		check(t, err)

		if _, removed, err := s.RemoveTopic(ctx, "own-b", topicChange); removed || err != nil {
			t.Error("one that is not there:", removed, err)
		}
		elsewhere := topicChange
		elsewhere.Server = "2"
		if _, removed, err := s.RemoveTopic(ctx, "own-a", elsewhere); removed || err != nil {
			t.Error("another server's:", removed, err)
		}
		paused, removed, err := s.RemoveTopic(ctx, "own-a", topicChange)
		check(t, err)
		if !removed || len(paused) != 1 || paused[0].ID != "alone" {
			t.Errorf("removed %v, paused %+v", removed, paused)
		}
		for id, want := range map[string]struct {
			topics []string
			paused bool
			why    string
		}{
			"both": {[]string{"ban"}, false, ""}, "alone": {[]string{}, true, "topics"}, "none": {[]string{"ban"}, false, ""},
			"deleted": {[]string{}, true, "topics"}, "paused": {[]string{}, true, ""},
		} {
			if d := ok(s.Digest(ctx, id)); !slices.Equal(d.Topics, want.topics) || d.Paused != want.paused || d.PausedFor != want.why {
				t.Errorf("%s: %+v, want %+v", id, d, want)
			}
		}
		same(t, []string{"ban"}, ok(s.Server(ctx, "1")).Topics)
		alerts, err := s.Alerts(ctx, "1")
		check(t, err)
		same(t, []community.Alert{{ID: "topic own-a alone", Server: "1", At: t0, Key: "alert.digest.paused.topics", Args: []string{"alone"}}}, alerts)
		if own, err := s.OwnTopics(ctx, "1"); len(own) != 0 || err != nil {
			t.Error("still there:", own, err)
		}
	})
}

func TestErasePersonLeavesTopics(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		saveTopic(t, s, ownTopic("own-a", "Birds"))
		check(t, s.KeepTopic(ctx, ownTopic("draft-a", "Typed")))
		records, err := s.Records(ctx, "p")
		check(t, err)
		if i := slices.IndexFunc(records, func(r community.Record) bool { return r.Kind == "topics" }); i < 0 || records[i].Count != 2 {
			t.Errorf("told of %+v", records)
		}
		check(t, s.ErasePerson(ctx, "p"))
		if records, err := s.Records(ctx, "p"); len(records) > 0 || err != nil {
			t.Error("after erasing:", records, err)
		}
		own, err := s.OwnTopics(ctx, "1")
		check(t, err)
		if len(own) != 1 || own[0].AddedBy != "" || own[0].Title[""] != "Birds" {
			t.Errorf("what they made for the server: %+v", own)
		}
		if _, found, err := s.KeptTopic(ctx, "1", "draft-a"); found || err != nil {
			t.Error("what they typed is still there:", err)
		}
	})
}

package commands

import (
	"strings"
	"testing"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/slash"
)

func TestFeedListTellsWhatFailsFirst(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55") // follows the topic's feeds
	feeds, err := d.store.Feeds(t.Context(), d.server)
	if err != nil {
		t.Fatal(err)
	}
	last := feeds[len(feeds)-1]
	last.LastGood, last.Problem, last.FailingSince = digestNoon.Add(-time.Hour), news.TooSlow, digestNoon
	if err := d.store.SaveFeed(t.Context(), last, nil); err != nil {
		t.Fatal(err)
	}
	first := strings.SplitAfter(d.run("feed list"), "\n")[1]
	digestSees(t, first, "takes too long to answer. Failing since <t:", "last read <t:")
	digestSees(t, d.press("Next page"), "not read yet")
}

// TestFeedStates shows a feed in every state, in every language.
func TestFeedStates(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.bring()
	good := news.Feed{URL: digestPaper, Title: "The Paper", Checked: digestNoon, State: news.State{LastGood: digestNoon, NextFetch: digestNoon.Add(time.Hour)}}
	failing := func(days int, p news.Problem) news.Feed {
		return feedWith(good, func(f *news.Feed) {
			f.LastGood, f.FailingSince = digestNoon.AddDate(0, 0, -30), digestNoon.AddDate(0, 0, -days)
			f.Failures, f.Problem = 3, p
		})
	}
	for _, c := range []struct {
		feed  news.Feed
		shows []string
	}{
		{good, []string{"works, read <t:", "[Check now] [Pause] [Remove]"}},
		{failing(1, news.TooSlow), []string{"takes too long to answer. Failing since <t:", "last read <t:", "[Try again]"}},
		{failing(20, news.ServerTrouble), []string{"trouble of its own", "Asleep", "once a day"}},
		{failing(2, news.Gone), []string{"gone for good", "once a week"}},
		{feedWith(good, func(f *news.Feed) { f.StaleTold, f.Newest = true, digestNoon.AddDate(0, -2, 0) }), []string{"nothing new since <t:"}},
		{feedWith(good, func(f *news.Feed) { f.MovedTo, f.MovedTimes = "https://new.example/feed", 3 }), []string{"moved to `https://new.example/feed`"}},
		{feedWith(failing(9, news.Refused), func(f *news.Feed) { f.LastGood = time.Time{} }), []string{"refuses", "never worked"}},
		{news.Feed{URL: digestPaper, Title: "The Paper"}, []string{"not read yet"}},
	} {
		if err := d.store.SaveFeed(t.Context(), c.feed, nil); err != nil {
			t.Fatal(err)
		}
		for _, locale := range []string{"zh-TW", "zh-CN", "en-US"} { // digestShow fails where words are missing
			d.person.Locale = locale
			d.run("feed list")
			d.pressID(d.shown.Blocks[1].(slash.Menu).ID)
		}
		d.run("feed list")
		digestSees(t, d.choose("Open a source", feedKey(digestPaper)), c.shows...)
	}
	digestSees(t, d.press("Pause"), "paused", "[Resume]")
	if feeds, err := d.store.Feeds(t.Context(), d.server); err != nil || !feeds[0].Paused {
		t.Errorf("paused: %v, %v", feeds, err)
	}
	digestSees(t, d.run("feed list"), "paused")
	d.choose("Open a source", feedKey(digestPaper))
	digestSees(t, d.press("Resume"), "not read yet", "[Pause]")
	if d.due == 0 {
		t.Error("nothing woke the job")
	}
}

// TestFeedTriedAgain presses what an alert offers, long after it was posted.
func TestFeedTriedAgain(t *testing.T) {
	t.Parallel()
	s := newFeedSite(t)
	s.run("feed add", "url", s.url+"/feed")
	feeds := NewFeeds(FeedNeeds{Store: s.store})
	v := slash.NewVoice(s.words, "en")
	offered := feeds.Offer(v, []community.Alert{{Key: "feed.failing", Args: []string{"Tiny & Co"}, About: feedKey(s.url + "/feed")}})
	again := offered[0].(slash.Row).Buttons[0].ID
	state := func() news.Feed {
		f, _, err := s.store.Feed(t.Context(), s.url+"/feed")
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	fail := func(p news.Problem) {
		f := state()
		f.Problem, f.Failures, f.FailingSince, f.NextFetch = p, 9, digestNoon.Add(-time.Hour), digestNoon.Add(24*time.Hour)
		if err := s.store.SaveFeed(t.Context(), f, nil); err != nil {
			t.Fatal(err)
		}
	}
	fail(news.TooOften)
	digestSees(t, s.pressID(again), "asks to be left alone until <t:")
	fail(news.ServerTrouble)
	body := s.feed
	s.feed = ""
	digestSees(t, s.pressID(again), "cannot be read right now", "[Try again]")
	if f := state(); !f.NextFetch.Equal(digestNoon.Add(24 * time.Hour)) {
		t.Error("what does not work is due again at", f.NextFetch)
	}
	s.feed = body
	digestSees(t, s.pressID(again), "“Tiny & Co” works")
	if f := state(); !f.NextFetch.Equal(digestNoon) {
		t.Error("what works again is due at", f.NextFetch)
	}
	s.person.May = slash.SendMessages
	digestSees(t, s.pressID(again), "Manage Server")
	s.person.May = slash.ManageServer
	s.server = "999"
	digestSees(t, s.pressID(again), "not a source of this server")
}

func TestFeedOffer(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	v := slash.NewVoice(d.words, "en")
	about := func(key, turn, name string) community.Alert {
		return community.Alert{Key: "feed." + turn, Args: []string{name}, About: key}
	}
	for _, c := range []struct {
		name   string
		alerts []community.Alert
		want   string
	}{
		{"nothing about feeds", []community.Alert{{Key: "alert.unheard"}}, ""},
		{"one", []community.Alert{about("a", "failing", "Paper")}, "Try again, Pause"},
		{"one, twice", []community.Alert{about("a", "failing", "Paper"), about("a", "failing_long", "Paper")}, "Try again, Pause"},
		{"works again", []community.Alert{about("a", "failing", "Paper"), about("a", "recovered", "Paper")}, ""},
		{"two", []community.Alert{about("a", "failing", "Paper"), about("b", "stale", "Blog")}, "Try again: Paper, Pause: Paper; Try again: Blog, Pause: Blog"},
		{"two of one name", []community.Alert{about("a", "failing", "Paper"), about("b", "stale", "Paper")}, "Try again: Paper, Pause: Paper"},
		{"five", []community.Alert{about("a", "failing", "A"), about("b", "failing", "B"), about("c", "gone", "C"), about("d", "gone", "D"), about("e", "gone", "E")},
			"Try again: A, Pause: A; Try again: B, Pause: B; Try again: C, Pause: C"},
		{"a long name", []community.Alert{about("a", "failing", strings.Repeat("long ", 20)), about("b", "stale", "B")},
			"Try again: long long long long lon…, Pause: long long long long lon…; Try again: B, Pause: B"},
	} {
		var rows []string
		for _, b := range NewFeeds(FeedNeeds{}).Offer(v, c.alerts) {
			var labels []string
			for _, button := range b.(slash.Row).Buttons {
				labels = append(labels, button.Label)
			}
			rows = append(rows, strings.Join(labels, ", "))
		}
		if got := strings.Join(rows, "; "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

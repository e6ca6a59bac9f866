package commands

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"magpie/news"
	"magpie/slash"
)

// feedSite is a web server with feeds, and a digestDesk that may reach it.
type feedSite struct {
	*digestDesk
	desk *news.Desk
	url  string
	feed string // what /feed serves; empty: an error
}

const feedOfOne = `<rss version="2.0"><channel><title>Tiny &amp; Co</title><language>en</language>
<item><title>TikTok ban vote is set for Monday in the Senate</title><link>/1</link><pubDate>Sat, 21 Nov 2026 11:00:00 GMT</pubDate></item>
</channel></rss>`

func newFeedSite(t *testing.T) *feedSite {
	t.Helper()
	s := &feedSite{digestDesk: newDigestDesk(t), feed: feedOfOne}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /feed", func(w http.ResponseWriter, _ *http.Request) {
		if s.feed == "" {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, s.feed)
	})
	mux.HandleFunc("GET /page", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<html><head><link rel="alternate" type="application/rss+xml" href="/feed">
			<link rel="alternate" type="application/rss+xml" href="/%s"></head><body>Hello</body></html>`, strings.Repeat("long", 40))
	})
	mux.HandleFunc("GET /plain", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<html><head><title>Nothing</title></head><body>Nothing here</body></html>")
	})
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	fetcher, err := news.NewFetcher(news.FetchOptions{Allow: []string{srv.Listener.Addr().String()}, Now: s.clk.Now})
	if err != nil {
		t.Fatal(err)
	}
	s.url = srv.URL
	s.desk = news.NewDesk(slog.New(slog.DiscardHandler), fetcher, s.clk.Now)
	s.serve(s.desk)
	return s
}

func TestFeedAdd(t *testing.T) {
	t.Parallel()
	s := newFeedSite(t)
	digestSees(t, s.run("feed add", "url", s.url+"/feed"), "“Tiny & Co” is added", "English", "TikTok ban vote", "[All sources]", "[Remove]")
	digestSees(t, s.run("feed add", "url", s.url+"/feed"), "is a source here already")
	digestSees(t, s.run("feed list"), "1 source**, 0 failing", "**Tiny & Co** · works, read <t:")
	digestSees(t, s.run("news"), "TikTok ban vote")
	items, err := s.store.Items(t.Context(), []string{s.url + "/feed"}, time.Time{})
	if err != nil || len(items) != 1 {
		t.Errorf("%d items, error %v", len(items), err)
	}
}

func TestFeedAddOffersTheFeedsOfAPage(t *testing.T) {
	t.Parallel()
	s := newFeedSite(t)
	digestSees(t, s.run("feed add", "url", s.url+"/page"), "That is a web page", "names 2 feeds", "`"+s.url+"/feed`", "longlong")
	digestSees(t, s.choose("Add one of them", s.url+"/feed"), "“Tiny & Co” is added")
}

func TestFeedAddRefuses(t *testing.T) {
	t.Parallel()
	s := newFeedSite(t)
	for url, why := range map[string]news.Problem{
		s.url + "/plain":            news.NotFeed,
		s.url + "/none":             news.Refused,
		"http://127.0.0.1:1/feed":   news.PrivateURL,
		"http://10.0.0.1/feed":      news.PrivateURL,
		"javascript:alert(1)":       news.BadURL,
		"https://user:pw@a.example": news.BadURL,
	} {
		digestSees(t, s.run("feed add", "url", url), s.words.Text("en", "problem."+string(why)), "Nothing was changed")
	}
	s.feed = ""
	digestSees(t, s.run("feed add", "url", s.url+"/feed"), s.words.Text("en", "problem.server_trouble"))
	if feeds, err := s.store.Feeds(t.Context(), s.server); len(feeds) != 0 || err != nil {
		t.Errorf("%d feeds were added, error %v", len(feeds), err)
	}
}

// Every kind of trouble has words in every language.
func TestFeedProblemsHaveWords(t *testing.T) {
	d := newDigestDesk(t)
	for _, lang := range d.words.Languages() {
		for _, p := range []news.Problem{news.BadURL, news.PrivateURL, news.Unreachable, news.TooSlow, news.TooBig, news.TooDeep, news.NotFeed,
			news.IllFormed, news.Gone, news.TooOften, news.Refused, news.ServerTrouble, news.TooManyMoves} {
			if key := "problem." + string(p); !d.words.Has(lang, key) {
				t.Errorf("%s has no words for %s", lang, key)
			}
		}
		for _, o := range []news.Outlet{news.OfficialDocument, news.Company, news.StateMedia, news.Agency, news.Newspaper, news.Blog} {
			if key := "outlet." + string(o); !d.words.Has(lang, key) {
				t.Errorf("%s has no words for %s", lang, key)
			}
		}
		for _, r := range digestNearest {
			if key := "reason." + r; !d.words.Has(lang, key) {
				t.Errorf("%s has no words for %s", lang, key)
			}
		}
	}
}

func TestFeedCheckRemoveUndo(t *testing.T) {
	t.Parallel()
	s := newFeedSite(t)
	s.run("feed add", "url", s.url+"/feed")
	digestSees(t, s.run("feed check", "feed", s.url+"/feed"), "“Tiny & Co” works", "1 item,")
	s.feed = ""
	digestSees(t, s.run("feed check", "feed", "tiny & co"), "cannot be read right now", s.words.Text("en", "problem.server_trouble"))
	s.run("feed list")
	digestSees(t, s.choose("Open a source", feedKey(s.url+"/feed")), "`"+s.url+"/feed`", "English")
	remove := s.button("Remove").ID
	digestSees(t, s.pressID(remove), "Remove “Tiny & Co”?", "[Keep it]")
	sure := s.button("Remove").ID
	s.server = "999"
	digestSees(t, s.pressID(sure), "not a source of this server")
	s.server = "100"
	digestSees(t, s.pressID(sure), "is removed")
	undo := s.button("Undo").ID
	digestSees(t, s.run("feed list"), "There are no sources yet")
	digestSees(t, s.pressID(undo), "**Tiny & Co**")
	digestSees(t, s.run("feed remove", "feed", "nothing"), "not a source of this server")
	got := s.do(slash.Event{Kind: slash.Completed, Command: "feed check", Focus: "feed", Input: digestInput([]string{"feed", "tin"})})
	digestSees(t, got, "Tiny & Co = "+feedKey(s.url+"/feed"))
}

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
	digestSees(t, first, "takes too long to answer. Last read <t:")
	digestSees(t, d.press("Next page"), "not read yet")
}

// feedPast is a desk that has fetched what a test says.
type feedPast []news.Fetched

func (p feedPast) Refresh(context.Context, news.Store) ([]news.Fetched, error) { return p, nil }

func TestFeedJobTellsModerators(t *testing.T) {
	failing := func(hours float64, p news.Problem) news.Feed {
		f := news.Feed{URL: digestPaper, Title: "The Paper", Checked: digestNoon}
		f.LastGood = digestNoon.Add(-72 * time.Hour)
		if p != news.NoProblem {
			f.Problem, f.FailingSince = p, digestNoon.Add(-time.Duration(hours*float64(time.Hour)))
		}
		return f
	}
	before := func(f news.Feed) news.Feed {
		f.Checked = digestNoon.Add(-time.Hour)
		return f
	}
	for _, c := range []struct {
		name string
		was  news.Feed
		is   news.Feed
		want []string
	}{
		{"just failed", before(failing(0, news.NoProblem)), failing(0, news.TooSlow), nil},
		{"for six hours", before(failing(6.5, news.TooSlow)), failing(6.5, news.TooSlow), []string{"feed.failing"}},
		{"for a day", before(failing(24.5, news.TooSlow)), failing(24.5, news.TooSlow), []string{"feed.failing_long"}},
		{"gone", before(failing(0, news.NoProblem)), failing(0, news.Gone), []string{"feed.gone"}},
		{"well again", before(failing(9, news.TooSlow)), failing(0, news.NoProblem), []string{"feed.recovered"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDigestDesk(t)
			d.bring()
			observed := 0
			job := FeedJob(feedPast{{Before: c.was, After: c.is}}, d.store, "one", func(news.Fetched) { observed++ })
			due := digestNoon.Add(48 * time.Hour) // for the feeds of the desk
			for range 2 {
				next, err := job.Run(t.Context(), due)
				if err != nil || !next.After(due) {
					t.Fatalf("next %s, error %v", next, err)
				}
			}
			if got := d.alerts(); !slices.Equal(got, c.want) || observed != 2 {
				t.Errorf("%d fetches observed, alerts %v, want %v", observed, got, c.want)
			}
		})
	}
}

func TestFeedJobFetches(t *testing.T) {
	t.Parallel()
	s := newFeedSite(t)
	s.run("feed add", "url", s.url+"/feed")
	s.feed = strings.Replace(feedOfOne, "</channel>", `<item><title>Another TikTok ban vote</title><link>/2</link></item></channel>`, 1)
	s.clk.AdvanceTo(digestNoon.Add(news.Interval), 0)
	var fetched []news.Fetched
	job := FeedJob(s.desk, s.store, "one", func(f news.Fetched) { fetched = append(fetched, f) })
	if _, err := job.Run(t.Context(), s.clk.Now()); err != nil {
		t.Fatal(err)
	}
	digestSees(t, s.run("news"), "Another TikTok ban vote")
	if len(fetched) != 1 || fetched[0].New != 1 {
		t.Errorf("observed %+v", fetched)
	}
}

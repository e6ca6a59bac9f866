package commands

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
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
	digestSees(t, s.run("feed add", "url", s.url+"/page"), "That is a web page", "found 2 feeds", "`"+s.url+"/feed`", "longlong")
	digestSees(t, s.choose("Add one of them", s.url+"/feed"), "“Tiny & Co” is added")
}

func TestFeedAddLooksWhereFeedsUsuallyAre(t *testing.T) {
	t.Parallel()
	s := newFeedSite(t)
	digestSees(t, s.run("feed add", "url", s.url+"/plain"), "found 1 feed", "`"+s.url+"/feed`")
}

func TestFeedAddRefuses(t *testing.T) {
	t.Parallel()
	s := newFeedSite(t)
	for url, why := range map[string]news.Problem{
		s.url + "/none":             news.Refused,
		"http://127.0.0.1:1/feed":   news.PrivateURL,
		"http://10.0.0.1/feed":      news.PrivateURL,
		"javascript:alert(1)":       news.BadURL,
		"https://user:pw@a.example": news.BadURL,
	} {
		digestSees(t, s.run("feed add", "url", url), s.words.Text("en", "problem."+string(why)), "Nothing was changed")
	}
	s.feed = ""
	digestSees(t, s.run("feed add", "url", s.url+"/plain"), s.words.Text("en", "problem.not_feed"))
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
		for _, r := range []news.Repair{news.RepairCharset, news.RepairBytes, news.RepairControls, news.RepairProlog, news.RepairEntities,
			news.RepairPrefixes, news.RepairSyntax, news.RepairTruncated, news.RepairTooMany} {
			if key := "repair." + string(r); !d.words.Has(lang, key) {
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

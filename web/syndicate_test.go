package web

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"magpie/news"
)

// oneGuide is a library with one guide, in English alone.
var oneGuide = fstest.MapFS{"only/en.md": {Data: []byte(`---
title: Only in English
summary: For a test.
audience: everyone
checked: 2026-04-01
---

## A step {#a-step}
source: [Somebody](https://example.org/) (2026-04)

Text with {你好|nǐ hǎo} and </guide>.
`)}}

// TestFeedsAreFeeds reads the feeds with the reader that digests are made with, and
// checks what their specifications demand.
func TestFeedsAreFeeds(t *testing.T) {
	t.Parallel()
	hostile := morning("20261120-080000-aaaaaaaa", siteNow.Add(-49*time.Hour))
	hostile.Title = "a <b>&amp; ]]> \x01\u202e"
	s := newSite(t, &shelf{issues: []news.Issue{morning("20261122-080000-aaaaaaaa", siteNow.Add(-time.Hour)), hostile}})
	for name, kind := range map[string]string{"feed.atom": "application/atom+xml", "feed.rss": "application/rss+xml", "feed.json": "application/feed+json"} {
		w := ask(s, "GET", "/zh-TW/s/open/"+name)
		if got := w.Header().Get("Content-Type"); w.Code != 200 || !strings.HasPrefix(got, kind) {
			t.Fatalf("%s: %d, %s", name, w.Code, got)
		}
		if got := w.Header().Get("Last-Modified"); got != "" {
			t.Errorf("%s: last modified %s, though a digest can be taken back since", name, got)
		}
		feed, err := news.Parse(news.Feed{URL: "https://magpie.example.org/zh-TW/s/open/" + name}, w.Body.Bytes(), w.Header().Get("Content-Type"), "")
		if err != nil {
			t.Errorf("%s cannot be read: %v", name, err)
			continue
		}
		if len(feed.Items) != 2 || feed.Items[0].Link != "https://magpie.example.org/zh-TW/s/open/20261122-080000-aaaaaaaa" ||
			!strings.HasPrefix(feed.Items[0].Title, "早安 Morning news · 2026年11月22日") || !feed.Items[0].Published.Equal(siteNow.Add(-time.Hour)) {
			t.Errorf("%s is read as %+v", name, feed)
		}
	}
}

func TestAtom(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	var f struct {
		XMLName xml.Name
		Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		ID      string   `xml:"http://www.w3.org/2005/Atom id"`
		Title   string   `xml:"http://www.w3.org/2005/Atom title"`
		Updated string   `xml:"http://www.w3.org/2005/Atom updated"`
		Author  []string `xml:"http://www.w3.org/2005/Atom author>name"`
		Links   []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"http://www.w3.org/2005/Atom link"`
		Entries []struct {
			ID, Title, Updated string
			Content            struct {
				Type string `xml:"type,attr"`
				Text string `xml:",chardata"`
			} `xml:"content"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(ask(s, "GET", "/en/s/open/feed.atom").Body.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	if f.XMLName.Space != "http://www.w3.org/2005/Atom" || f.Lang != "en" || f.ID == "" || f.Title == "" || len(f.Author) != 1 || len(f.Links) != 2 || len(f.Entries) != 2 {
		t.Errorf("the feed is %+v", f)
	}
	if f.Links[0].Rel != "self" || f.Links[0].Href != "https://magpie.example.org/en/s/open/feed.atom" {
		t.Errorf("links %v", f.Links)
	}
	if _, err := time.Parse(time.RFC3339, f.Updated); err != nil {
		t.Error(err)
	}
	content := f.Entries[0].Content
	if content.Type != "html" || !strings.Contains(content.Text, `<a href="https://news.example.org/`) {
		t.Errorf("content %s: %.80s", content.Type, content.Text)
	}
	for _, a := range elements(t, content.Text, "a") {
		if u, err := url.Parse(attribute(a, "href")); err != nil || !u.IsAbs() {
			t.Errorf("a feed links to %s", attribute(a, "href"))
		}
	}
}

func TestRSS(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	var f struct {
		Version string `xml:"version,attr"`
		Channel struct {
			Title, Link, Description, Language string
			Self                               struct {
				Href string `xml:"href,attr"`
			} `xml:"http://www.w3.org/2005/Atom link"`
			Items []struct {
				Title, Description, GUID string
				PubDate                  string `xml:"pubDate"`
			} `xml:"item"`
		} `xml:"channel"`
	}
	body := ask(s, "GET", "/zh-CN/s/open/feed.rss").Body.String()
	if err := xml.Unmarshal([]byte(strings.ReplaceAll(strings.ReplaceAll(body, "<guid", "<GUID"), "</guid", "</GUID")), &f); err != nil {
		t.Fatal(err)
	}
	if f.Version != "2.0" || f.Channel.Self.Href != "https://magpie.example.org/zh-CN/s/open/feed.rss" || len(f.Channel.Items) != 2 {
		t.Errorf("the feed is %+v", f)
	}
	for _, want := range []string{"<language>zh-CN</language>", `<guid isPermaLink="true">https://`, "<description>", `xmlns:atom="http://www.w3.org/2005/Atom"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if _, err := time.Parse(time.RFC1123Z, f.Channel.Items[0].PubDate); err != nil {
		t.Error(err)
	}
}

func TestJSONFeed(t *testing.T) {
	t.Parallel()
	for _, issues := range [][]news.Issue{nil, {morning("20261122-080000-aaaaaaaa", siteNow)}} {
		s := newSite(t, &shelf{issues: issues})
		var f struct {
			Version, Title, Language string
			Home                     string `json:"home_page_url"`
			Feed                     string `json:"feed_url"`
			Items                    []struct {
				ID, URL, Title string
				HTML           string `json:"content_html"`
				Published      string `json:"date_published"`
			}
		}
		if err := json.Unmarshal(ask(s, "GET", "/en/s/open/feed.json").Body.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		if f.Version != "https://jsonfeed.org/version/1.1" || f.Title == "" || f.Language != "en" || f.Items == nil || len(f.Items) != len(issues) ||
			f.Home != "https://magpie.example.org/en/s/open/" || f.Feed != "https://magpie.example.org/en/s/open/feed.json" {
			t.Errorf("the feed is %+v", f)
		}
		for _, it := range f.Items {
			if it.ID == "" || it.ID != it.URL || it.HTML == "" || it.Published == "" {
				t.Errorf("an item is %+v", it)
			}
		}
	}
}

func TestSitemap(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	var set struct {
		URL []struct {
			Loc  string `xml:"loc"`
			Link []struct {
				Hreflang string `xml:"hreflang,attr"`
				Href     string `xml:"href,attr"`
			} `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(ask(s, "GET", "/sitemap.xml").Body.Bytes(), &set); err != nil {
		t.Fatal(err)
	}
	want := 3 * (5 + len(s.opts.Guides().Names()) + 1)
	if len(set.URL) != want {
		t.Errorf("%d addresses, want %d", len(set.URL), want)
	}
	for _, u := range set.URL {
		at, ok := strings.CutPrefix(u.Loc, "https://magpie.example.org")
		if !ok || ask(s, "HEAD", at, "Accept-Encoding", "gzip").Code != 200 || len(u.Link) != 4 {
			t.Errorf("%s with %d alternates", u.Loc, len(u.Link))
		}
	}
	robots := ask(s, "GET", "/robots.txt").Body.String()
	if !strings.Contains(robots, "Sitemap: https://magpie.example.org/sitemap.xml\n") {
		t.Errorf("robots.txt: %s", robots)
	}
}

// TestSitemapIsParted has more servers than one sitemap may list.
func TestSitemapIsParted(t *testing.T) {
	t.Parallel()
	s := newSite(t, &shelf{many: 70})
	if s.perPart*3 > maxAddresses {
		t.Errorf("%d pages in three languages are too many for one sitemap", s.perPart)
	}
	s.perPart = 60
	index := ask(s, "GET", "/sitemap.xml").Body.String()
	if strings.Count(index, "<sitemap>") != 2 || !strings.Contains(index, "https://magpie.example.org/sitemap/2.xml") {
		t.Fatalf("the index is %s", index)
	}
	total := 0
	for n := range 2 {
		part := ask(s, "GET", fmt.Sprintf("/sitemap/%d.xml", n+1))
		count := strings.Count(part.Body.String(), "<loc>")
		if part.Code != 200 || count > 3*60 {
			t.Errorf("part %d: %d with %d addresses", n+1, part.Code, count)
		}
		total += count
	}
	if want := 3 * (5 + len(s.opts.Guides().Names()) + 1 + 70); total != want {
		t.Errorf("%d addresses in all, want %d", total, want)
	}
	if code := ask(s, "GET", "/sitemap/3.xml").Code; code != 404 {
		t.Errorf("part 3: %d", code)
	}
}

package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestSiteAnswers(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, c := range []struct {
		method, at, accept string
		status             int
		location           string
	}{
		{"GET", "/", "zh-TW,zh;q=0.9,en;q=0.8", 302, "/zh-TW/"},
		{"GET", "/", "zh-HK", 302, "/zh-TW/"},
		{"GET", "/", "fr", 302, "/en/"},
		{"GET", "/", "a;q=x,,,", 302, "/en/"},
		{"GET", "/privacy", "zh-CN", 302, "/zh-CN/privacy"},
		{"GET", "/guides/rednote", "zh-CN", 302, "/zh-CN/guides/rednote"},
		{"GET", "/s/open/?page=2", "", 302, "/en/s/open/?page=2"},
		{"GET", "/zh-cn/timeline", "", 301, "/zh-CN/timeline"},
		{"GET", "/en", "", 301, "/en/"},
		{"GET", "/en/guides", "", 301, "/en/guides/"},
		{"GET", "/en/s/open", "", 301, "/en/s/open/"},
		{"GET", "/en/timeline/", "", 404, ""},
		{"GET", "/en/guides/none", "", 404, ""},
		{"GET", "/en/guides/..%2f..%2fsite.css", "", 404, ""},
		{"GET", "/en/../static/site.css", "", 404, ""},
		{"GET", "/en//guides/", "", 404, ""},
		{"GET", "//evil.example.org/", "", 404, ""},
		{"GET", "/en/s/closed/", "", 404, ""},
		{"GET", "/en/s/closed/feed.atom", "", 404, ""},
		{"GET", "/en/s/open/nothing", "", 404, ""},
		{"GET", "/en/s/open/?page=2", "", 404, ""},
		{"GET", "/en/s/open/?page=0", "", 404, ""},
		{"GET", "/en/s/open/?page=1", "", 404, ""},
		{"GET", "/en/s/open/?page=-9223372036854775808", "", 404, ""},
		{"GET", "/en/s/open/?page=99999999999999999999", "", 404, ""},
		{"GET", "/en/s/" + strings.Repeat("x", 5000) + "/", "", 404, ""},
		{"GET", "/en/s/%00%ff'%20OR%201=1/", "", 404, ""},
		{"GET", "/static/site.css", "", 404, ""},
		{"GET", "/metrics", "", 404, ""},
		{"GET", "/sitemap/2.xml", "", 404, ""},
		{"GET", "/sitemap/x.xml", "", 404, ""},
		{"POST", "/en/", "", 405, ""},
		{"DELETE", "/en/s/open/", "", 405, ""},
		{"OPTIONS", "/robots.txt", "", 405, ""},
		{"HEAD", "/en/", "", 200, ""},
	} {
		w := ask(s, c.method, c.at, "Accept-Language", c.accept)
		if w.Code != c.status || w.Header().Get("Location") != c.location {
			t.Errorf("%s %.60s: %d %s, want %d %s", c.method, c.at, w.Code, w.Header().Get("Location"), c.status, c.location)
		}
		if c.status == 302 && w.Header().Get("Vary") != "Accept-Language" {
			t.Errorf("%s: varies by %q", c.at, w.Header().Get("Vary"))
		}
		if c.status == 405 && w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: allows %q", c.at, w.Header().Get("Allow"))
		}
		if c.method == "HEAD" && w.Body.Len() > 0 {
			t.Errorf("HEAD %s has a body", c.at)
		}
		checkProtected(t, c.at, w.Header())
	}
	for lang, want := range map[string]string{"en": "There is nothing here", "zh-CN": "这里什么都没有", "zh-TW": "這裡什麼都沒有"} {
		if w := ask(s, "GET", "/"+lang+"/nothing"); !strings.Contains(w.Body.String(), want) || !strings.Contains(w.Body.String(), `lang="`+lang+`"`) {
			t.Errorf("404 in %s does not say %q", lang, want)
		}
	}
}

// TestSiteIsAskedAgain checks what browsers, proxies and feed readers save by: tags,
// times, packed bodies, lengths.
func TestSiteIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	tags := map[string]string{}
	for _, at := range []string{"/en/", "/en/s/open/", "/en/s/open/feed.atom", "/site.css", "/robots.txt", "/sitemap.xml", "/card.png"} {
		for _, encoding := range []string{"", "gzip, br", "gzip;q=0", "x;q=1, GZIP;q=0.5"} {
			w := ask(s, "GET", at, "Accept-Encoding", encoding)
			tag, packed := w.Header().Get("ETag"), w.Header().Get("Content-Encoding") == "gzip"
			if w.Code != 200 || !strings.HasPrefix(tag, `"`) || w.Header().Get("Cache-Control") == "" {
				t.Fatalf("%s: %d, tag %s, %s", at, w.Code, tag, w.Header().Get("Cache-Control"))
			}
			if want := (encoding == "gzip, br" || encoding == "x;q=1, GZIP;q=0.5") && at != "/card.png"; packed != want {
				t.Errorf("%s for %q: packed %t", at, encoding, packed)
			}
			if other := tags[tag]; other != "" && other != fmt.Sprint(at, packed) {
				t.Errorf("%s has the tag of %s", at, other)
			}
			tags[tag] = fmt.Sprint(at, packed)
			if w.Header().Get("Content-Length") != fmt.Sprint(w.Body.Len()) {
				t.Errorf("%s: length %s of %d", at, w.Header().Get("Content-Length"), w.Body.Len())
			}
			for _, known := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
				if w := ask(s, "GET", at, "If-None-Match", known, "Accept-Encoding", encoding); w.Code != 304 || w.Body.Len() > 0 {
					t.Errorf("%s, known as %s: %d", at, known, w.Code)
				}
			}
			if w := ask(s, "GET", at, "If-None-Match", `"else"`); w.Code != 200 {
				t.Errorf("%s, known as something else: %d", at, w.Code)
			}
		}
	}
	w := ask(s, "GET", "/en/s/open/feed.rss", "If-Modified-Since", siteNow.Format(http.TimeFormat))
	if w.Code != 200 {
		t.Errorf("a feed of which nobody knows when something was taken back: %d", w.Code)
	}
	packed, plain := ask(s, "GET", "/en/guides/rednote", "Accept-Encoding", "gzip"), ask(s, "GET", "/en/guides/rednote")
	if z, err := gzip.NewReader(packed.Body); err != nil {
		t.Error(err)
	} else if all, err := io.ReadAll(z); err != nil || !bytes.Equal(all, plain.Body.Bytes()) {
		t.Errorf("unpacked it is another page: %v", err)
	}
	css := s.assets["site.css"]
	if keep := ask(s, "GET", css).Header().Get("Cache-Control"); !strings.Contains(keep, "immutable") {
		t.Errorf("%s is kept as %s", css, keep)
	}
}

// TestSiteForgetsYesterday checks that what a page says of days is of today.
func TestSiteForgetsYesterday(t *testing.T) {
	t.Parallel()
	now := siteNow
	s := newSite(t, nil, func(o *SiteOptions) { o.Now = func() time.Time { return now } })
	for _, want := range []string{"In 9 days:", "In 8 days:"} {
		if page := ask(s, "GET", "/en/").Body.String(); !strings.Contains(page, want) {
			t.Errorf("on %s the front page does not say %q", now.Format(time.DateOnly), want)
		}
		now = now.Add(24 * time.Hour)
	}
	now = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	if page := ask(s, "GET", "/en/").Body.String(); !strings.Contains(page, "Today:") {
		t.Error("does not say that it is today")
	}
	now = now.AddDate(0, 1, 0)
	if page := ask(s, "GET", "/en/").Body.String(); strings.Contains(page, "What comes next") {
		t.Error("says what comes next when nothing is known")
	}
}

func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	var c cache
	for i := range 40 {
		c.keep("2026-11-22", fmt.Sprint(i), printed{document: document{body: make([]byte, maxCached/10)}})
		total := 0
		for _, p := range c.pages {
			total += len(p.body)
		}
		if total > maxCached || total != c.size {
			t.Fatalf("%d bytes are kept, counted as %d", total, c.size)
		}
	}
	if _, ok := c.find("2026-11-22", "39"); !ok {
		t.Error("the last page is not kept")
	}
	if _, ok := c.find("2026-11-23", "39"); ok {
		t.Error("yesterday's page is found")
	}
}

// TestSiteOverTheWire asks as browsers do.
func TestSiteOverTheWire(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newSite(t, nil))
	t.Cleanup(server.Close)
	r, err := http.Get(server.URL + "/privacy")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Request.URL.Path != "/en/privacy" || !strings.Contains(string(body), "mailto:hello@example.org") {
		t.Errorf("%s, %v", r.Request.URL, err)
	}
}

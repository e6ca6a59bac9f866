package web

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"magpie/news"
)

// TestSiteSwitchedOff checks that nothing of a server is left when its pages are off,
// and that trouble with the database is told without its words.
func TestSiteSwitchedOff(t *testing.T) {
	t.Parallel()
	digests := &shelf{issues: []news.Issue{morning("20261122-080000-aaaaaaaa", siteNow)}}
	s := newSite(t, digests)
	all := []string{"/en/s/open/", "/en/s/open/20261122-080000-aaaaaaaa", "/en/s/open/feed.atom", "/en/s/open/feed.rss", "/en/s/open/feed.json"}
	for _, want := range []int{200, 404, 500} {
		for _, at := range all {
			if w := ask(s, "GET", at); w.Code != want || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("%s: %d, want %d", at, w.Code, want)
			} else if keep := w.Header().Get("Cache-Control"); !strings.Contains(keep, "no-cache") && !strings.Contains(keep, "no-store") {
				t.Errorf("%s may be kept: %s", at, keep)
			}
		}
		listed := strings.Contains(ask(s, "GET", "/sitemap.xml").Body.String(), "/s/open/")
		if listed != (want == 200) {
			t.Errorf("listed: %t, want status %d", listed, want)
		}
		if digests.off {
			digests.broken = errors.New("secret words of a database")
		}
		digests.off = true
	}
	if w := ask(s, "GET", "/en/guides/"); w.Code != 200 {
		t.Errorf("guides need no database, but: %d", w.Code)
	}
}

// TestSiteShowsHostileText tells stories whose feed meant harm.
func TestSiteShowsHostileText(t *testing.T) {
	t.Parallel()
	evil := `"><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}` + "\u202e\x00]]>&lt;"
	issue := news.Issue{Name: "20261122-080000-aaaaaaaa", Title: evil, Languages: []string{evil}, Slot: "x", At: siteNow, Done: siteNow}
	for _, link := range []string{"javascript:alert(1)", "data:text/html,x", "//evil.example.org", `https://ok.example.org/"onclick="x`, "", "https://ok.example.org/fine"} {
		issue.Stories = append(issue.Stories, news.Story{Items: []news.Item{{
			Title: evil, Link: link, Publisher: evil, Lang: `x" onclick="y`, Outlet: "nonsense", Summary: evil, Published: siteNow,
		}}})
	}
	issue.Stories = append(issue.Stories, news.Story{})
	s := newSite(t, &shelf{issues: []news.Issue{issue}})
	for _, at := range []string{"/zh-TW/s/open/", "/en/s/open/20261122-080000-aaaaaaaa"} {
		w := ask(s, "GET", at)
		page := w.Body.String()
		checkBody(t, s, &wayfinder{}, page)
		for _, n := range elements(t, page, "") {
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || n.Data == "script" || n.Data == "img" && attribute(n, "src") == "x" {
					t.Errorf("%s: %s with %v", at, n.Data, n.Attr)
				}
			}
			href := attribute(n, "href")
			if n.Data != "a" || strings.HasPrefix(href, "/") || strings.HasPrefix(href, "#") {
				continue
			}
			u, err := url.Parse(href)
			if err != nil || u.Scheme != "https" {
				t.Errorf("%s: a link to %q", at, href)
			}
			if rel := attribute(n, "rel"); u.Host == "ok.example.org" && rel != "nofollow ugc" {
				t.Errorf("%s: %q says %q of %s", at, attribute(n, "href"), rel, href)
			}
		}
	}
}

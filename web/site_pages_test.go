package web

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"magpie/guide"
	"magpie/news"
)

// elements are those of a page with a name, in order.
func elements(t *testing.T, page, name string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var all []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && (name == "" || n.Data == name) {
			all = append(all, n)
		}
	}
	return all
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// TestSitePages asks for every kind of page in every language and checks what must hold
// for all: the language, one address, alternates, no outside files, links that lead
// somewhere, no id given twice, tags that close.
func TestSitePages(t *testing.T) {
	t.Parallel()
	s, leads := newSite(t, nil), &wayfinder{}
	for _, lang := range s.opts.Words.Languages() {
		for _, at := range sitePages {
			t.Run(lang+at, func(t *testing.T) {
				t.Parallel()
				w := ask(s, "GET", "/"+lang+at)
				if w.Code != 200 || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
					t.Fatalf("status %d, %s", w.Code, w.Header().Get("Content-Type"))
				}
				page := w.Body.String()
				if got := attribute(elements(t, page, "html")[0], "lang"); got != lang {
					t.Errorf("page in %q", got)
				}
				checkHead(t, page, lang, at)
				checkBody(t, s, leads, page)
				checkClosed(t, page)
			})
		}
	}
}

func checkHead(t *testing.T, page, lang, at string) {
	t.Helper()
	const base = "https://magpie.example.org"
	links := map[string]string{}
	for _, l := range elements(t, page, "link") {
		links[attribute(l, "rel")+" "+attribute(l, "hreflang")] = attribute(l, "href")
	}
	for rel, want := range map[string]string{
		"canonical ": base + "/" + lang + at, "alternate en": base + "/en" + at, "alternate zh-CN": base + "/zh-CN" + at,
		"alternate zh-TW": base + "/zh-TW" + at, "alternate x-default": base + at,
	} {
		if links[rel] != want {
			t.Errorf("%s is %q, want %q", rel, links[rel], want)
		}
	}
	meta := map[string]string{}
	for _, m := range elements(t, page, "meta") {
		meta[attribute(m, "name")+attribute(m, "property")] = attribute(m, "content")
	}
	for _, name := range []string{"description", "viewport", "og:title", "og:description", "og:url", "og:image"} {
		if meta[name] == "" {
			t.Errorf("no %s", name)
		}
	}
}

// A wayfinder knows which addresses of a site lead somewhere.
type wayfinder struct{ known sync.Map }

// to reports whether an address leads somewhere.
func (l *wayfinder) to(s *Site, address string) bool {
	if ok, known := l.known.Load(address); known {
		return ok.(bool)
	}
	ok := ask(s, "GET", address, "Accept-Encoding", "gzip").Code == 200
	l.known.Store(address, ok)
	return ok
}

// checkBody looks at what a page loads, where it leads within the site, and its ids.
func checkBody(t *testing.T, s *Site, leads *wayfinder, page string) {
	t.Helper()
	ids := map[string]bool{}
	for _, n := range elements(t, page, "") {
		id, src, href := attribute(n, "id"), attribute(n, "src"), attribute(n, "href")
		if id != "" && ids[id] {
			t.Errorf("id %q given twice", id)
		}
		ids[id] = true
		loads := n.Data == "img" || n.Data == "link" && (attribute(n, "rel") == "stylesheet" || attribute(n, "rel") == "icon")
		if n.Data == "script" || n.Data == "style" || attribute(n, "style") != "" {
			t.Errorf("the policy forbids %s %v", n.Data, n.Attr)
		}
		if at := src + href; loads && (!strings.HasPrefix(at, "/") || !leads.to(s, at)) {
			t.Errorf("loads %q", at)
		}
		if n.Data == "a" && strings.HasPrefix(href, "/") && !leads.to(s, href) {
			t.Errorf("a link to %s, where nothing is", href)
		}
		if n.Data == "a" && href == "" {
			t.Errorf("a link to nowhere: %v", n.Attr)
		}
	}
	for _, a := range elements(t, page, "a") {
		if id, within := strings.CutPrefix(attribute(a, "href"), "#"); within && !ids[id] {
			t.Errorf("link to #%s, which is not there", id)
		}
	}
}

// checkClosed checks that tags nest, which browsers would mend in silence.
func checkClosed(t *testing.T, page string) {
	t.Helper()
	void := []string{"meta", "link", "img", "br", "hr"}
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 || !errors.Is(z.Err(), io.EOF) {
				t.Errorf("still open: %v, %v", open, z.Err())
			}
			return
		case html.StartTagToken:
			name, _ := z.TagName()
			if !slices.Contains(void, string(name)) {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

// TestSiteHasEveryGuide looks for every step of every guide, each guide in one language.
func TestSiteHasEveryGuide(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for i, name := range s.opts.Guides().Names() {
		langs := s.opts.Guides().Languages(name)
		lang := langs[i%len(langs)]
		g, _ := s.opts.Guides().Find(name, lang)
		page := ask(s, "GET", "/"+lang+"/guides/"+name).Body.String()
		checkClosed(t, page)
		var ids []string
		for _, section := range elements(t, page, "section") {
			ids = append(ids, attribute(section, "id"))
		}
		for i, step := range g.Steps {
			if i >= len(ids) || ids[i] != step.ID {
				t.Errorf("%s/%s: steps %v, want %s at %d", name, lang, ids, step.ID, i)
				break
			}
		}
		if strings.Contains(page, "{{") || strings.Contains(page, "%!") || strings.Contains(page, "ZgotmplZ") {
			t.Errorf("%s/%s shows its insides", name, lang)
		}
	}
}

// TestSiteFallsBack shows a guide that is only there in English, marked as such.
func TestSiteFallsBack(t *testing.T) {
	t.Parallel()
	library, err := guide.Load(oneGuide)
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, nil, func(o *SiteOptions) { o.Guides = func() *guide.Library { return library } })
	page := ask(s, "GET", "/zh-TW/guides/only").Body.String()
	if article := elements(t, page, "article")[0]; attribute(article, "lang") != "en" {
		t.Errorf("article in %q", attribute(article, "lang"))
	}
	for _, l := range elements(t, page, "link") {
		if attribute(l, "hreflang") == "zh-TW" {
			t.Error("names itself as an alternate in 繁體中文")
		}
		if attribute(l, "rel") == "canonical" && attribute(l, "href") != "https://magpie.example.org/en/guides/only" {
			t.Errorf("canonical is %s", attribute(l, "href"))
		}
	}
}

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

func checkProtected(t *testing.T, at string, h http.Header) {
	t.Helper()
	csp := h.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} {
		if !strings.Contains(csp, part) {
			t.Errorf("%.60s: the policy lacks %s", at, part)
		}
	}
	if strings.Contains(csp, "unsafe") || strings.Contains(csp, "script") || h.Get("X-Content-Type-Options") != "nosniff" ||
		h.Get("Referrer-Policy") != "no-referrer" || h.Get("Permissions-Policy") == "" || h.Get("Set-Cookie") != "" {
		t.Errorf("%.60s: headers %v", at, h)
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
	css := s.asset("site.css")
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

// TestSiteBelowAPath serves the site where a proxy has something else at the top.
func TestSiteBelowAPath(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil, func(o *SiteOptions) { o.Base = &url.URL{Scheme: "https", Host: "example.org", Path: "/magpie/"} })
	if w := ask(s, "GET", "/magpie/"); w.Header().Get("Location") != "/magpie/en/" {
		t.Errorf("leads to %s", w.Header().Get("Location"))
	}
	page := ask(s, "GET", "/magpie/en/guides/rednote").Body.String()
	for _, want := range []string{`href="/magpie/site.css?v=`, `href="https://example.org/magpie/zh-TW/guides/rednote"`, `href="/magpie/en/guides/"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	checkBody(t, s, &wayfinder{}, page)
	for _, at := range []string{"/en/", "/", "/magpiex/en/"} {
		if code := ask(s, "GET", at).Code; code != 404 {
			t.Errorf("%s: %d", at, code)
		}
	}
}

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
			if rel := attribute(n, "rel"); u.Host == "ok.example.org" && rel != "noopener nofollow ugc" {
				t.Errorf("%s: %q says %q of %s", at, attribute(n, "href"), rel, href)
			}
		}
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

func TestSiteSaysWhoIsResponsible(t *testing.T) {
	t.Parallel()
	for contact, want := range map[string]string{
		"":                            "has not said here how to reach them",
		"Ada, on the desk <b>2</b>":   "Ada, on the desk &lt;b&gt;2&lt;/b&gt;",
		"https://example.org/who":     `href="https://example.org/who"`,
		"javascript:alert(1)":         "> javascript:alert(1)<",
		"hello@example.org":           `href="mailto:hello@example.org"`,
		"Ada Example <a@example.org>": "Ada Example &lt;a@example.org&gt;",
	} {
		s := newSite(t, nil, func(o *SiteOptions) { o.Contact = contact })
		page := ask(s, "GET", "/en/privacy").Body.String()
		if strings.Contains(page, policyContact) || !strings.Contains(strings.ReplaceAll(page, "them: ", "> "), want) {
			t.Errorf("%q: the page does not say %s", contact, want)
		}
	}
}

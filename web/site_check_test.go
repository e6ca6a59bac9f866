package web

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
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

// checkHead looks at what a page tells of itself: its one address, its other languages, the
// feeds of digests, and what is shown where somebody shares it.
func checkHead(t *testing.T, page, lang, at string) {
	t.Helper()
	const base = "https://magpie.example.org"
	links := map[string]string{}
	for _, l := range elements(t, page, "link") {
		links[attribute(l, "rel")+" "+attribute(l, "hreflang")+attribute(l, "type")] = attribute(l, "href")
	}
	for _, form := range []feedForm{atom, rss, jsonFeed} {
		kind, _, _ := strings.Cut(form.kind, ";")
		want := ""
		if strings.HasPrefix(at, "/s/open/") {
			want = "/" + lang + "/s/open/feed." + form.name
		}
		if got := links["alternate "+kind]; got != want {
			t.Errorf("its feed in %s is %q, want %q", kind, got, want)
		}
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
	for _, name := range []string{"description", "viewport", "theme-color", "og:title", "og:description", "og:url", "og:image", "twitter:card"} {
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
		loads := n.Data == "img" || n.Data == "link" && slices.Contains([]string{"stylesheet", "icon", "apple-touch-icon"}, attribute(n, "rel"))
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

package news

import (
	"bytes"
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// linkedFeeds are the feeds that a web page names in its head, at most five.
func linkedFeeds(page Response) []string {
	base, err := url.Parse(page.URL)
	if err != nil {
		return nil
	}
	text, _ := Prepare(page.Body, page.ContentType)
	var found []string
	z := html.NewTokenizer(bytes.NewReader(text[:min(len(text), 256<<10)]))
	for len(found) < 5 {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		tok := z.Token()
		if tok.DataAtom == atom.Body {
			break
		}
		if address, ok := alternate(tok, base); ok && !slices.Contains(found, address) {
			found = append(found, address)
		}
	}
	return found
}

// isPage reports whether an answer is a web page.
func isPage(r Response) bool {
	kind, _, _ := strings.Cut(cmp.Or(r.ContentType, http.DetectContentType(r.Body)), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	return kind == "text/html" || kind == "application/xhtml+xml"
}

// alternate is the feed that a <link> element points to.
func alternate(tok html.Token, base *url.URL) (string, bool) {
	attrs := map[string]string{}
	for _, a := range tok.Attr {
		attrs[a.Key] = strings.ToLower(a.Val)
		if a.Key == "href" {
			attrs[a.Key] = strings.TrimSpace(a.Val)
		}
	}
	kind, _, _ := strings.Cut(attrs["type"], ";")
	feeds := []string{"application/rss+xml", "application/atom+xml", "application/feed+json"}
	if tok.DataAtom != atom.Link || attrs["href"] == "" ||
		!slices.Contains(strings.Fields(attrs["rel"]), "alternate") || !slices.Contains(feeds, strings.TrimSpace(kind)) {
		return "", false
	}
	ref, err := url.Parse(attrs["href"])
	if err != nil {
		return "", false
	}
	address, err := FeedURL(base.ResolveReference(ref).String())
	return address, err == nil
}

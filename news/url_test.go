package news_test

import (
	"strings"
	"testing"

	"magpie/news"
)

func TestFeedURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"example.org/feed":                  "https://example.org/feed",
		" HTTP://Example.ORG:80/Feed#top ":  "http://example.org/Feed",
		"https://example.org:443":           "https://example.org/",
		"https://example.org:8443/":         "https://example.org:8443/",
		"feed://example.org/a":              "https://example.org/a",
		"feed:http://example.org/a":         "http://example.org/a",
		"http://[2001:DB8::1]:80/a":         "http://[2001:db8::1]/a",
		"https://例子.example/订阅?a=1&utm_x=2": "https://xn--fsqu00a.example/%E8%AE%A2%E9%98%85?a=1&utm_x=2",
		"ftp://example.org":                 "",
		"https://user:pass@example.org":     "",
		"https://":                          "",
		"https://exa mple.org":              "",
		"":                                  "",
		"javascript:alert(1)":               "",
	} {
		got, err := news.FeedURL(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q (%v), want %q", in, got, err, want)
		}
		if err != nil && problem(t, err) != news.BadURL {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// TestCanonicalURL has an article's addresses on one line each with their common form.
func TestCanonicalURL(t *testing.T) {
	t.Parallel()
	for want, links := range map[string][]string{
		"example.org/a": {
			"https://example.org/a", "http://www.example.org/a/", "HTTPS://EXAMPLE.ORG:443/a#part", "https://example.org/a?utm_source=x&fbclid=y",
			"https://m.example.org/a?", "https://amp.example.org/a", "https://example.org/a/amp/", "https://example.org/a?amp=1",
			"https://www.google.com/amp/s/example.org/a", "https://example-org.cdn.ampproject.org/c/s/example.org/a", "https://mobile.example.org/a?at_medium=RSS",
		},
		"example.org/a?id=1&p=2":   {"https://example.org/a?p=2&id=1", "https://example.org/a?id=1&utm_campaign=z&p=2"},
		"example.org/A":            {"https://example.org/A"},
		"example.org":              {"https://example.org/", "http://www.example.org"},
		"example.org:8080/a":       {"http://example.org:8080/a"},
		"m.org/a":                  {"https://m.org/a"},
		"example.org/%E4%B8%AD":    {"https://example.org/中", "https://example.org/%E4%B8%AD"},
		"example.org/story.html":   {"https://example.org/story.amp.html"},
		"youtube.com/watch?v=abc":  {"https://www.youtube.com/watch?v=abc&feature=share", "https://m.youtube.com/watch?feature=x&v=abc"},
		"xhs.example/explore/123a": {"https://www.xhs.example/explore/123a?xsec_token=1&xsec_source=pc_feed"},
	} {
		for _, link := range links {
			if got, ok := news.CanonicalURL(link); !ok || got != want {
				t.Errorf("%s: %q, %v, want %q", link, got, ok, want)
			}
		}
	}
	for _, link := range []string{"", "/a", "mailto:a@example.org", "javascript:alert(1)", "urn:x", "https://", "https://a:b@example.org/", "::"} {
		if got, ok := news.CanonicalURL(link); ok {
			t.Errorf("%q: %q, want none", link, got)
		}
	}
}

func FuzzCanonicalURL(f *testing.F) {
	f.Add("https://www.google.com/amp/s/m.example.org/a/amp/?b=1&utm_x=2#c")
	f.Add("https://x.cdn.ampproject.org/c/s/amp.example.org/")
	f.Fuzz(func(t *testing.T, link string) {
		link = strings.TrimSpace(link)
		got, ok := news.CanonicalURL(link)
		if !ok {
			return
		}
		if again, ok := news.CanonicalURL("https://" + got); ok && strings.Count(got, "?") < 2 && len(again) > len(got) {
			t.Errorf("%q: %q, and of that %q", link, got, again)
		}
		if tracked, ok := news.CanonicalURL(strings.TrimSpace(strings.SplitN(link, "#", 2)[0]) + "#x"); !ok || tracked != got {
			t.Errorf("%q: %q, but %q with a fragment", link, got, tracked)
		}
		if feed, err := news.FeedURL(link); err == nil {
			if again, err := news.FeedURL(feed); err != nil || again != feed {
				t.Errorf("feed %q: %q, and of that %q (%v)", link, feed, again, err)
			}
		}
	})
}

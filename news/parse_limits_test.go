package news_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"magpie/news"
)

// TestParseTimeGrowsWithLength: what looks for an end that does not come, looks once. A
// reader that began anew at each of these fragments would take hours.
func TestParseTimeGrowsWithLength(t *testing.T) {
	t.Parallel()
	const size = 1 << 20
	for _, fragment := range []string{
		"<!--", "<![CDATA[", "<?", "</", "<a b=\"", "<a b='\"", "<a b=\"><", "&", "&#", "<item>", "<title>", "<p>", "<x:item>", "<a xmlns:b='c'/>",
		"<link href='", "<!DOCTYPE a [", "<!ENTITY a 'b'>",
	} {
		for _, wrap := range []string{"%s", "<rss><channel><item><title>%s</title></item></channel></rss>"} {
			began := time.Now()
			body := fmt.Sprintf(wrap, strings.Repeat(fragment, size/len(fragment)))
			_, _ = news.Parse(news.Feed{URL: "http://x.example/"}, []byte(body), "", "http://x.example/") // any answer will do
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("%q within %q took %v", fragment, wrap, took)
			}
		}
	}
}

// TestParseManyNames: declarations of namespaces in each element, and names without end,
// cost no more than others.
func TestParseManyNames(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("<rss><channel>")
	for i := range 40_000 {
		fmt.Fprintf(&b, "<n%d:e%d xmlns:n%d='u%d'/>", i, i, i, i)
	}
	began := time.Now()
	if _, err := news.Parse(news.Feed{URL: "http://x.example/"}, []byte(b.String()), "", "http://x.example/"); problem(t, err) != news.IllFormed {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

package news_test

import (
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"

	"magpie/news"
)

// TestCheckLooksWhereFeedsUsuallyAre: a page that names no feed is not the end of it.
func TestCheckLooksWhereFeedsUsuallyAre(t *testing.T) {
	t.Parallel()
	page := func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, "<!doctype html><html><head><title>Blog</title></head><body>Hello</body></html>")
	}
	all := []string{"/feed", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json"}
	for name, tc := range map[string]struct {
		typed string
		feed  string // where it is
		asked []string
		found []string
	}{
		"at once":     {"/blog/post?x=1", "/feed", []string{"/blog/post", "/feed"}, []string{"/feed"}},
		"at last":     {"/", "/feed.json", append([]string{"/"}, all...), []string{"/feed.json"}},
		"nowhere":     {"/", "/hidden", append([]string{"/"}, all...), nil},
		"not a page":  {"/data.bin", "/feed", []string{"/data.bin"}, nil},
		"page is off": {"/gone", "/feed", []string{"/gone"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			var asked []string
			s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				asked = append(asked, r.URL.Path)
				mu.Unlock()
				switch r.URL.Path {
				case tc.feed:
					io.WriteString(w, tiny)
				case "/data.bin":
					w.Header().Set("Content-Type", "application/octet-stream")
					io.WriteString(w, "\x00\x01")
				case "/gone":
					http.NotFound(w, r)
				default:
					page(w) // as sites do that answer everything with a page
				}
			})
			report, err := s.desk.Check(t.Context(), s.URL+tc.typed)
			if got := problem(t, err); got != news.NotFeed && got != news.Refused {
				t.Errorf("problem %q", got)
			}
			var found []string
			for _, f := range tc.found {
				found = append(found, s.URL+f)
			}
			if !slices.Equal(report.Found, found) || !slices.Equal(asked, tc.asked) {
				t.Errorf("found %q, asked %q", report.Found, asked)
			}
		})
	}
}

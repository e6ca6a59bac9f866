package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"testing"
	"time"
)

// BenchmarkSite serves pages as they are asked for: a guide that is printed anew, one
// that is kept, a digest, which is never kept, and what a reader gets who has it already.
func BenchmarkSite(b *testing.B) {
	s := newSite(b, nil)
	for _, c := range []struct {
		name, at string
		cold     bool
	}{
		{"guide/cold", "/zh-TW/guides/rednote", true},
		{"guide/warm", "/zh-TW/guides/rednote", false},
		{"timeline/cold", "/en/timeline", true},
		{"compare/cold", "/en/compare", true},
		{"digest", "/en/s/open/20261122-080000-aaaaaaaa", false},
		{"list", "/en/s/open/", false},
		{"feed", "/en/s/open/feed.atom", false},
		{"missing", "/en/nothing", false},
	} {
		b.Run(c.name, func(b *testing.B) {
			var size, packed int
			for b.Loop() {
				if c.cold {
					s.kept = cache{}
				}
				w := ask(s, "GET", c.at, "Accept-Encoding", "gzip")
				packed = w.Body.Len()
			}
			b.StopTimer()
			size = ask(s, "GET", c.at).Body.Len()
			b.ReportMetric(float64(size), "bytes")
			b.ReportMetric(float64(packed), "packed-bytes")
		})
	}
}

// BenchmarkSiteFirstByte measures, over a connection, how long a browser waits for the
// first byte of a guide that is kept.
func BenchmarkSiteFirstByte(b *testing.B) {
	server := httptest.NewServer(newSite(b, nil))
	b.Cleanup(server.Close)
	var wait time.Duration
	for b.Loop() {
		r, err := http.NewRequest("GET", server.URL+"/en/guides/rednote", nil)
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		r = r.WithContext(httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{
			GotFirstResponseByte: func() { wait += time.Since(start) },
		}))
		answer, err := server.Client().Do(r)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, answer.Body); err != nil {
			b.Fatal(err)
		}
		answer.Body.Close()
	}
	b.ReportMetric(float64(wait.Microseconds())/float64(b.N), "µs-to-first-byte")
}

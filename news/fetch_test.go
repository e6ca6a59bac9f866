package news_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/news"
)

// now is a fixed time for tests.
var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

const tiny = `<rss version="2.0"><channel><title>Tiny</title><item><title>One</title><link>/1</link></item></channel></rss>`

// serve starts a server and returns it with a Fetcher that may reach it.
func serve(t *testing.T, h http.HandlerFunc) (*httptest.Server, *news.Fetcher) {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return srv, fetcher(t, news.FetchOptions{Allow: []string{srv.Listener.Addr().String()}})
}

func fetcher(t *testing.T, o news.FetchOptions) *news.Fetcher {
	t.Helper()
	o.Now = clock
	f, err := news.NewFetcher(o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// problem is what kind of trouble an error is; it fails the test for any other error.
func problem(t *testing.T, err error) news.Problem {
	t.Helper()
	var trouble *news.Trouble
	switch {
	case err == nil:
		return news.NoProblem
	case !errors.As(err, &trouble):
		t.Fatalf("error %v is no Trouble", err)
	}
	return trouble.Problem
}

func zipped(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.Bytes()
}

func TestFetchAnswers(t *testing.T) {
	t.Parallel()
	const secret = "secret of the inner network"
	mux := http.NewServeMux()
	handle := func(path string, h http.HandlerFunc) { mux.HandleFunc(path, h) }
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Error(w, secret, code) }
	}
	redirect := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
	}
	handle("/ok", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, tiny) })
	handle("/gzip", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(zipped(tiny))
	})
	handle("/feed.xml.gz", func(w http.ResponseWriter, r *http.Request) { w.Write(zipped(tiny)) })
	handle("/unzipped", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		io.WriteString(w, tiny)
	})
	handle("/brotli", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		io.WriteString(w, secret)
	})
	handle("/huge", func(w http.ResponseWriter, r *http.Request) { w.Write(bytes.Repeat([]byte("x"), 4<<20+1)) })
	handle("/endless", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(bytes.Repeat([]byte("x"), 4096)); err != nil {
				return
			}
		}
	})
	bomb := zipped(strings.Repeat("a", 20<<20))
	handle("/bomb", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bomb)
	})
	for _, code := range []int{401, 404, 410, 429, 500, 503} {
		handle(fmt.Sprintf("/%d", code), status(code))
	}
	handle("/to/private", redirect("http://10.0.0.1/feed"))
	handle("/to/metadata", redirect("http://169.254.169.254/latest"))
	handle("/to/port", redirect("http://example.org:22/"))
	handle("/to/file", redirect("file:///etc/passwd"))
	handle("/to/password", redirect("http://a:b@example.org/"))
	handle("/loop", redirect("/loop"))
	for i := range 6 {
		handle(fmt.Sprintf("/hop/%d", i+1), redirect(fmt.Sprintf("/hop/%d", i)))
	}
	handle("/hop/0", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, tiny) })
	srv, f := serve(t, mux.ServeHTTP)

	for path, want := range map[string]news.Problem{
		"/ok": news.NoProblem, "/gzip": news.NoProblem, "/feed.xml.gz": news.NoProblem, "/unzipped": news.NoProblem,
		"/brotli": news.NotFeed, "/huge": news.TooBig, "/endless": news.TooBig, "/bomb": news.TooBig,
		"/401": news.Refused, "/404": news.Refused, "/410": news.Gone, "/429": news.TooOften,
		"/500": news.ServerTrouble, "/503": news.ServerTrouble,
		"/to/private": news.PrivateURL, "/to/metadata": news.PrivateURL, "/to/port": news.PrivateURL,
		"/to/file": news.BadURL, "/to/password": news.BadURL,
		"/loop": news.TooManyMoves, "/hop/5": news.NoProblem, "/hop/6": news.TooManyMoves,
	} {
		t.Run(strings.ReplaceAll(path[1:], "/", "_"), func(t *testing.T) {
			t.Parallel()
			resp, err := f.Fetch(t.Context(), srv.URL+path, news.State{})
			if got := problem(t, err); got != want {
				t.Fatalf("problem %q (%v), want %q", got, err, want)
			}
			if err == nil && string(resp.Body) != tiny {
				t.Errorf("body %q", resp.Body)
			}
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("error repeats the body: %v", err)
			}
		})
	}
}

func TestFetchOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	srv, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"a"`)
		w.Header().Set("Last-Modified", "Sat, 21 Nov 2026 10:00:00 GMT")
		if r.Header.Get("If-None-Match") == `"a"` && r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, tiny)
	})
	first, err := f.Fetch(t.Context(), srv.URL, news.State{})
	if err != nil || first.Unchanged {
		t.Fatalf("first fetch: %+v, %v", first, err)
	}
	second, err := f.Fetch(t.Context(), srv.URL, news.State{ETag: first.ETag, LastModified: first.LastModified})
	if err != nil || !second.Unchanged || second.ETag != `"a"` || second.Body != nil {
		t.Fatalf("second fetch: %+v, %v", second, err)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Duration{
		"120": 2 * time.Minute, "0": 0, "-5": 0, "soon": 0, "": 0, "99999999": 24 * time.Hour,
		now.Add(time.Hour).Format(http.TimeFormat): time.Hour, now.Add(-time.Hour).Format(http.TimeFormat): 0,
	} {
		srv, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusTooManyRequests)
		})
		_, err := f.Fetch(t.Context(), srv.URL, news.State{})
		var wait *news.Wait
		var got time.Duration
		if errors.As(err, &wait) {
			got = wait.For
		}
		if got != want || problem(t, err) != news.TooOften {
			t.Errorf("Retry-After %q: wait %v, want %v (%v)", header, got, want, err)
		}
	}
}

func TestFetchGivesUpOnSlowServers(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]bool{"silent": false, "dripping": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if write {
					io.WriteString(w, "<rss>")
					w.(http.Flusher).Flush()
				}
				<-r.Context().Done()
			}))
			defer srv.Close()
			f := fetcher(t, news.FetchOptions{Allow: []string{srv.Listener.Addr().String()}, Timeout: 100 * time.Millisecond})
			_, err := f.Fetch(t.Context(), srv.URL, news.State{})
			if got := problem(t, err); got != news.TooSlow {
				t.Errorf("problem %q (%v), want too slow", got, err)
			}
		})
	}
}

func TestFetchEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	srv, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := f.Fetch(ctx, srv.URL, news.State{})
	var trouble *news.Trouble
	if !errors.Is(err, context.Canceled) || errors.As(err, &trouble) {
		t.Errorf("got %v: the feed is not to blame", err)
	}
}

func TestFetchAsksAHostForTwoThingsAtOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	active, most := 0, 0
	both := make(chan struct{})
	srv, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		active++
		if most = max(most, active); active == 2 && most == 2 {
			select {
			case <-both:
			default:
				close(both)
			}
		}
		mu.Unlock()
		<-both // the first waits for a second
		mu.Lock()
		active--
		mu.Unlock()
		io.WriteString(w, tiny)
	})
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			if _, err := f.Fetch(t.Context(), srv.URL, news.State{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most != 2 {
		t.Errorf("%d requests at once, want 2", most)
	}
}

// TestFetchRefusesPrivateTargets has a network that fails the test when it is used.
func TestFetchRefusesPrivateTargets(t *testing.T) {
	t.Parallel()
	names := map[string]string{
		"inside.example": "192.168.1.1", "six.example": "fd00::1", "mapped.example": "::ffff:127.0.0.1", "both.example": "10.1.1.1 127.0.0.1",
	}
	f := fetcher(t, news.FetchOptions{
		Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
			list, ok := names[host]
			if !ok {
				return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
			}
			var out []netip.Addr
			for _, s := range strings.Fields(list) {
				out = append(out, netip.MustParseAddr(s))
			}
			return out, nil
		},
		Dial: func(_ context.Context, _, address string) (net.Conn, error) {
			t.Errorf("dialled %s", address)
			return nil, errors.New("no network")
		},
	})
	for want, addresses := range map[news.Problem][]string{
		news.PrivateURL: {
			"http://127.0.0.1/", "http://127.1.2.3/", "http://0.0.0.0/", "http://10.0.0.1/", "http://10.255.255.255/",
			"http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.0.1/", "http://192.168.255.255/", "http://169.254.169.254/latest/meta-data/",
			"http://100.64.0.1/", "http://100.127.255.255/", "http://192.0.0.1/", "http://192.0.2.1/", "http://198.18.0.1/", "http://198.51.100.1/",
			"http://203.0.113.1/", "http://224.0.0.1/", "http://239.255.255.255/", "http://240.0.0.1/", "http://255.255.255.255/",
			"http://[::1]/", "http://[::]/", "http://[fc00::1]/", "http://[fd12:3456::1]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/",
			"http://[ff02::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2001:db8::1]/",
			"http://[2002:7f00:1::]/", "http://[100::1]/", "http://[::127.0.0.1]/",
			"https://10.0.0.1/", "http://8.8.8.8:8080/", "http://8.8.8.8:22/", "https://8.8.8.8:6379/", "http://[2606:4700::1111]:25/",
			"http://inside.example/", "http://six.example/", "http://mapped.example/", "http://both.example/", "http://inside.example:8080/",
		},
		news.BadURL: {
			"file:///etc/passwd", "ftp://example.org/feed", "gopher://example.org/", "javascript://x", "data://text", "dict://127.0.0.1:11211/",
			"http://", "http:///feed", "http://user:pass@example.org/", "http://user@127.0.0.1/", "http://localhost:80@x/", "http://[::1", "http://exa mple.org/", "http://a\x00b/", "",
		},
		news.Unreachable: {
			"http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/", "http://0x7f000001/", "http://nowhere.example/",
		},
	} {
		for _, a := range addresses {
			_, err := f.Fetch(t.Context(), a, news.State{})
			if got := problem(t, err); got != want {
				t.Errorf("%s: problem %q (%v), want %q", a, got, err, want)
			}
		}
	}
}

// TestFetchDialsWhatItChecked: a name with a private and a public address leads to the
// public one only, by number, so that asking again could not lead elsewhere.
func TestFetchDialsWhatItChecked(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, tiny) }))
	defer srv.Close()
	var dialled []string
	f := fetcher(t, news.FetchOptions{
		Resolve: func(context.Context, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("93.184.215.14")}, nil
		},
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			dialled = append(dialled, address)
			return (&net.Dialer{}).DialContext(ctx, network, srv.Listener.Addr().String())
		},
	})
	if _, err := f.Fetch(t.Context(), "http://example.org/feed", news.State{}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(dialled, " "); got != "93.184.215.14:80" {
		t.Errorf("dialled %s", got)
	}
}

func TestNewFetcherRefusesBadTargets(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"localhost", "localhost:", ":80", "localhost:0", "localhost:http", "localhost:70000", "http://localhost:80", ""} {
		if _, err := news.NewFetcher(news.FetchOptions{Allow: []string{target}}); err == nil {
			t.Errorf("Allow %q was accepted", target)
		}
	}
}

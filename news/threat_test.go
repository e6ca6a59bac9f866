package news_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"magpie/news"
)

// TestThreats has what a hostile feed, or whoever sends us to one, can try. Each is tried against the
// real thing: servers on loopback, documents from end to end. Others of the kind stand in
// TestFetchAnswers, TestFetchRefusesPrivateTargets, TestParseRefusesWhatWouldKill and TestEntityBombs.
func TestThreats(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]func(*testing.T){
		"redirect to loopback":          redirectToLoopback,
		"redirect to an odd scheme":     redirectToOddScheme,
		"name that changes its mind":    rebindingName,
		"cookies carried elsewhere":     carriedCookies,
		"server that says nothing":      silentServer,
		"headers without end":           endlessHeaders,
		"chunks without end":            endlessChunks,
		"one byte at a time":            singleBytes,
		"bomb in a bomb":                nestedBomb,
		"bomb of many members":          bombOfMembers,
		"entities from elsewhere":       foreignEntities,
		"nesting and size":              shapelessDocuments,
		"bytes that are no text":        brokenBytes,
		"letters that hide":             hidingLetters,
		"mentions and markup in text":   textThatCommands,
		"links that are no links":       oddLinks,
		"dates of other centuries":      oddDates,
		"new names at every fetch":      everyNameChanges,
		"patterns that cost":            costlyPatterns,
		"subscriptions that explode":    hostileOPML,
		"page that names inner feeds":   pageNamingInnerFeeds,
		"flood of a newly read feed":    firstFlood,
		"texts that a reader chokes on": hostileReading,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			try(t)
		})
	}
}

// inner is a server that nobody may reach.
func inner(t *testing.T) *httptest.Server {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("the inner server was asked for %s", r.URL)
	}))
	t.Cleanup(srv.Close)
	return srv
}

func redirectToLoopback(t *testing.T) {
	_, port, err := net.SplitHostPort(inner(t).Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, to := range []string{
			"http://127.0.0.1:" + port, "//127.0.0.1:" + port, "http://[::ffff:127.0.0.1]:" + port, "http://localhost:" + port,
			"http://127.0.0.1:" + port + "@127.0.0.1:" + port, "http://2130706433:" + port, "http://127.1:" + port,
		} {
			srv, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", to)
				w.WriteHeader(status)
			})
			if _, err := f.Fetch(t.Context(), srv.URL, news.State{}); problem(t, err) == news.NoProblem {
				t.Errorf("%d to %s was followed", status, to)
			}
		}
	}
}

func redirectToOddScheme(t *testing.T) {
	for _, to := range []string{
		"file:///etc/passwd", "gopher://127.0.0.1:70/1", "ftp://example.org/", "data:text/xml,<rss/>", "javascript:alert(1)", "unix:/run/x.sock", "ldap://127.0.0.1/",
	} {
		srv, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		})
		if _, err := f.Fetch(t.Context(), srv.URL, news.State{}); problem(t, err) == news.NoProblem {
			t.Errorf("to %s was followed", to)
		}
	}
}

// rebindingName: a name that is public when it is asked for first and private ever after.
func rebindingName(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close") // so that the redirect needs the name again
		http.Redirect(w, r, "/again", http.StatusFound)
	}))
	defer srv.Close()
	asked := 0
	var dialled []string
	f := fetcher(t, news.FetchOptions{
		Resolve: func(context.Context, string) ([]netip.Addr, error) {
			if asked++; asked == 1 {
				return []netip.Addr{netip.MustParseAddr("93.184.215.14")}, nil
			}
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		},
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			dialled = append(dialled, address)
			return (&net.Dialer{}).DialContext(ctx, network, srv.Listener.Addr().String())
		},
	})
	_, err := f.Fetch(t.Context(), "http://rebind.example/", news.State{})
	if problem(t, err) != news.PrivateURL || strings.Join(dialled, " ") != "93.184.215.14:80" {
		t.Errorf("dialled %v: %v", dialled, err)
	}
}

func carriedCookies(t *testing.T) {
	srv, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for _, name := range []string{"Cookie", "Authorization", "Referer"} {
			if v := r.Header.Get(name); v != "" {
				t.Errorf("%s %q was sent", name, v)
			}
		}
		if r.URL.Path == "/" {
			http.SetCookie(w, &http.Cookie{Name: "who", Value: "magpie"})
			http.Redirect(w, r, "/feed?token=1", http.StatusFound)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "magpie"})
		io.WriteString(w, tiny)
	})
	for range 2 {
		if _, err := f.Fetch(t.Context(), srv.URL+"/", news.State{}); err != nil {
			t.Fatal(err)
		}
	}
}

// rawServer is a server that answers each request as it likes, and a Fetcher of some patience.
func rawServer(t *testing.T, patience time.Duration, answer func(net.Conn)) (address string, f *news.Fetcher) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var conns sync.WaitGroup
	conns.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			conns.Go(func() {
				defer c.Close()
				if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
					answer(c)
				}
			})
		}
	})
	t.Cleanup(func() {
		listener.Close()
		conns.Wait()
	})
	at := listener.Addr().String()
	return "http://" + at, fetcher(t, news.FetchOptions{Allow: []string{at}, Timeout: patience})
}

func silentServer(t *testing.T) {
	for _, begun := range []string{"", "HTTP/1.1 200 OK\r\nContent-Ty", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"} {
		url, f := rawServer(t, 200*time.Millisecond, func(c net.Conn) {
			io.WriteString(c, begun)
			io.Copy(io.Discard, c) // until the other side has had enough
		})
		if _, err := f.Fetch(t.Context(), url, news.State{}); problem(t, err) != news.TooSlow {
			t.Errorf("after %q: %v, want too slow", begun, err)
		}
	}
}

func endlessHeaders(t *testing.T) {
	for name, line := range map[string]string{"one": strings.Repeat("a", 4096), "many": "X-More: " + strings.Repeat("a", 1000) + "\r\n"} {
		var sent atomic.Int64
		url, f := rawServer(t, time.Minute, func(c net.Conn) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nX-Long: ")
			for {
				n, err := io.WriteString(c, line)
				if sent.Add(int64(n)); err != nil {
					return
				}
			}
		})
		if _, err := f.Fetch(t.Context(), url, news.State{}); problem(t, err) == news.NoProblem {
			t.Errorf("%s: headers without end were read", name)
		}
		if got := sent.Load(); got > 32<<20 {
			t.Errorf("%s: %d MB of headers were taken", name, got>>20)
		}
	}
}

func endlessChunks(t *testing.T) {
	url, f := rawServer(t, time.Minute, func(c net.Conn) {
		io.WriteString(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
		chunk := "2000\r\n" + strings.Repeat(" ", 0x2000) + "\r\n"
		for {
			if _, err := io.WriteString(c, chunk); err != nil {
				return
			}
		}
	})
	if _, err := f.Fetch(t.Context(), url, news.State{}); problem(t, err) != news.TooBig {
		t.Errorf("%v, want too big", err)
	}
}

func singleBytes(t *testing.T) {
	srv, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for i := range len(tiny) {
			io.WriteString(w, tiny[i:i+1])
			w.(http.Flusher).Flush()
		}
	})
	resp, err := f.Fetch(t.Context(), srv.URL, news.State{})
	if err != nil || string(resp.Body) != tiny {
		t.Errorf("%q, %v", resp.Body, err)
	}
}

func nestedBomb(t *testing.T) {
	bomb := zipped(strings.Repeat("a", 5<<20))
	for name, tc := range map[string]struct {
		encoding string
		body     []byte
	}{
		"twice":     {"gzip, gzip", zipped(string(bomb))},
		"a gz feed": {"gzip", zipped(string(zipped(string(bomb))))},
		"unsaid":    {"", zipped(string(bomb))},
	} {
		srv, f := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", tc.encoding)
			w.Write(tc.body)
		})
		resp, err := f.Fetch(t.Context(), srv.URL, news.State{})
		if err == nil {
			_, err = news.Parse(news.Feed{URL: srv.URL}, resp.Body, resp.ContentType, srv.URL)
		}
		if got := problem(t, err); got != news.NotFeed && got != news.TooBig || len(resp.Body) > 1<<20 {
			t.Errorf("%s: %d bytes, %v", name, len(resp.Body), err)
		}
	}
}

// bombOfMembers: gzip files may be put behind one another, each harmless.
func bombOfMembers(t *testing.T) {
	member := zipped(strings.Repeat("a", 64<<10))
	srv, f := serve(t, func(w http.ResponseWriter, r *http.Request) { w.Write(bytes.Repeat(member, 1000)) })
	if _, err := f.Fetch(t.Context(), srv.URL, news.State{}); problem(t, err) != news.TooBig {
		t.Errorf("%v, want too big", err)
	}
}

func pageNamingInnerFeeds(t *testing.T) {
	target := inner(t)
	page := strings.Repeat("<div>", 20_000) + "<head>"
	page = `<html><head><link rel="alternate" type="application/rss+xml" href="` + target.URL + `/feed">` +
		`<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd"><link rel="alternate" type="application/rss+xml" href="javascript:x"></head>` + page
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, page)
	})
	report, err := s.desk.Check(t.Context(), s.URL)
	var trouble *news.Trouble
	if !errors.As(err, &trouble) {
		t.Fatalf("a page was taken for a feed: %+v, %v", report, err)
	}
}

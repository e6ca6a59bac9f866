package news_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"magpie/news"
)

// A village is many feeds, each on a host of its own, and a desk that reads them.
type village struct {
	desk  *news.Desk
	store *memory
	urls  []string

	mu   sync.Mutex
	time time.Time
}

// newVillage makes n feeds that answer by their number. The desk waits for each as long as
// it is patient.
func newVillage(tb testing.TB, n int, patience time.Duration, answer func(i int, w http.ResponseWriter, r *http.Request)) *village {
	tb.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var i int
		fmt.Sscanf(r.Host, "h%d.example", &i)
		answer(i, w, r)
	}))
	tb.Cleanup(srv.Close)
	v := &village{time: now}
	var feeds []news.Feed
	var allow []string
	for i := range n {
		v.urls = append(v.urls, fmt.Sprintf("http://h%d.example/", i))
		feeds = append(feeds, news.Feed{URL: v.urls[i]})
		allow = append(allow, fmt.Sprintf("h%d.example:80", i))
	}
	f, err := news.NewFetcher(news.FetchOptions{
		Allow: allow, Now: v.now, Timeout: patience,
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, srv.Listener.Addr().String())
		},
	})
	if err != nil {
		tb.Fatal(err)
	}
	v.store = remember(feeds...)
	v.desk = news.NewDesk(slog.New(slog.DiscardHandler), f, v.now)
	return v
}

func (v *village) now() time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.time
}

func (v *village) set(t time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.time = t
}

// TestFeedsInTroubleDelayNoOthers refreshes feeds that work while others, which failed
// before, keep all hands of their lane waiting.
func TestFeedsInTroubleDelayNoOthers(t *testing.T) {
	t.Parallel()
	release, arrived := make(chan struct{}), make(chan struct{}, 100)
	v := newVillage(t, 60, time.Minute, func(i int, w http.ResponseWriter, _ *http.Request) {
		if i < 30 {
			arrived <- struct{}{}
			<-release
		}
		io.WriteString(w, tiny)
	})
	for _, url := range v.urls[:30] {
		f := v.store.feeds[url]
		f.Failures = 3
		v.store.feeds[url] = f
	}
	var slow sync.WaitGroup
	slow.Go(func() {
		if got, err := v.desk.Refresh(t.Context(), v.store, news.InTrouble); err != nil || len(got) != 30 {
			t.Errorf("in trouble: %d feeds, %v", len(got), err)
		}
	})
	for range 8 {
		<-arrived
	}
	got, err := v.desk.Refresh(t.Context(), v.store, news.Working)
	if err != nil || len(got) != 30 {
		t.Errorf("working: %d feeds, %v", len(got), err)
	}
	for _, f := range got {
		if f.Err != nil || f.New != 1 {
			t.Errorf("%s: %d new, %v", f.After.URL, f.New, f.Err)
		}
	}
	close(release)
	slow.Wait()
}

// BenchmarkTrouble reads 500 feeds for three hours, in which two of five make trouble or
// none does, and tells how late those that work are read. Here 100 ms stand for the 20 s
// that a feed is waited for. Memory is that of the feeds' server too.
func BenchmarkTrouble(b *testing.B) {
	const patience = 100 * time.Millisecond
	begin := now.Add(time.Hour) // of the trouble
	for name, answer := range map[string]func(time.Time, int, http.ResponseWriter, *http.Request){
		"calm":    func(_ time.Time, _ int, w http.ResponseWriter, _ *http.Request) { io.WriteString(w, tiny) },
		"trouble": troubles(b, begin),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				var v *village
				v = newVillage(b, 500, patience, func(i int, w http.ResponseWriter, r *http.Request) { answer(v.now(), i, w, r) })
				var late []time.Duration
				heap := uint64(0)
				for at := now; at.Before(begin.Add(3 * time.Hour)); at = at.Add(2 * time.Minute) {
					v.set(at)
					if each := v.step(b); !at.Before(begin) {
						late = append(late, each...)
					}
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					heap = max(heap, m.HeapSys)
				}
				slices.Sort(late)
				for unit, part := range map[string]int{"ms-p50": 50, "ms-p99": 99} {
					b.ReportMetric(float64(late[len(late)*part/100].Microseconds())/1000, unit)
				}
				b.ReportMetric(float64(heap>>20), "MB-heap")
			}
		})
	}
}

// troubles answers for feeds of all kinds, two of five of which turn bad.
func troubles(b *testing.B, begin time.Time) func(time.Time, int, http.ResponseWriter, *http.Request) {
	b.Helper()
	bomb := zipped(strings.Repeat("a", 20<<20))
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(strings.ReplaceAll(tiny, "One", "一条新闻"))
	if err != nil {
		b.Fatal(err)
	}
	return func(at time.Time, i int, w http.ResponseWriter, r *http.Request) {
		switch kind := i % 20; {
		case kind < 12 || at.Before(begin):
			io.WriteString(w, tiny)
		case kind < 14:
			<-r.Context().Done()
		case kind == 14:
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb)
		case kind == 15:
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		case kind == 16:
			io.WriteString(w, gbk)
		case kind == 17:
			w.WriteHeader(http.StatusNotModified)
		default:
			io.WriteString(w, strings.ReplaceAll(tiny, "One", fmt.Sprint("One, edited at ", at)))
		}
	}
}

// step refreshes both lanes side by side, and tells how long after its beginning each feed
// that works was read.
func (v *village) step(b *testing.B) []time.Duration {
	store := &watch{memory: v.store, began: time.Now()}
	var lanes sync.WaitGroup
	for _, lane := range []news.Lane{news.Working, news.InTrouble} {
		lanes.Go(func() {
			if _, err := v.desk.Refresh(b.Context(), store, lane); err != nil {
				b.Error(err)
			}
		})
	}
	lanes.Wait()
	return store.late
}

// A watch is a store that notes when feeds that work were saved.
type watch struct {
	*memory
	began time.Time

	mu   sync.Mutex
	late []time.Duration
}

func (w *watch) SaveFeed(ctx context.Context, f news.Feed, items []news.Item) error {
	if f.Problem == news.NoProblem {
		w.mu.Lock()
		w.late = append(w.late, time.Since(w.began))
		w.mu.Unlock()
	}
	return w.memory.SaveFeed(ctx, f, items)
}

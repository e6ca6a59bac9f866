package news

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rivo/uniseg"
)

func TestCut(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		in   string
		n    int
		want string
	}{
		{"short", 10, "short"},
		{"exactly 10", 10, "exactly 10"},
		{"First one here. Second one is longer.", 20, "First one here."},
		{"One. Then a rather long second sentence", 20, "One. Then a rather…"},
		{"Version 2.5 of the program is out", 20, "Version 2.5 of the…"},
		{"第一句话在这里。第二句话很长很长很长", 10, "第一句话在这里。"},
		{"没有标点的一长串文字要在哪里断开呢", 8, "没有标点的一长…"},
		{"前半句很长很长，后半句也是", 10, "前半句很长很长…"},
		{"abcdefghijklmnop", 8, "abcdefg…"},
		{"ab👩\u200d👩\u200d👧cd", 6, "ab…"},
		{"", 5, ""},
	} {
		if got := cut(tc.in, tc.n); got != tc.want {
			t.Errorf("%q to %d: %q, want %q", tc.in, tc.n, got, tc.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("One. Two 👩\u200d👩\u200d👧 三。四", 7)
	f.Fuzz(func(t *testing.T, in string, n int) {
		n = min(max(n, 1), 300)
		in = Clean(in)
		got := cut(in, n)
		if runes(got) > n {
			t.Errorf("%q to %d: %q is longer", in, n, got)
		}
		if got == in {
			return
		}
		if runes(in) <= n {
			t.Errorf("%q to %d: %q, though it fits", in, n, got)
		}
		kept := strings.TrimSuffix(got, "…")
		if !strings.HasPrefix(in, kept) {
			t.Errorf("%q to %d: %q does not begin it", in, n, got)
		}
		if uniseg.GraphemeClusterCount(kept)+uniseg.GraphemeClusterCount(in[len(kept):]) != uniseg.GraphemeClusterCount(in) {
			t.Errorf("%q to %d: %q divides a character", in, n, got)
		}
	})
}

// TestScriptsAreDistinct: a character in both lists would decide nothing.
func TestScriptsAreDistinct(t *testing.T) {
	t.Parallel()
	for r := range onlySimplified {
		if onlyTraditional[r] {
			t.Errorf("%c is in both scripts", r)
		}
	}
	if len(onlySimplified) != len([]rune(simplified)) || len(onlySimplified) != len(onlyTraditional) {
		t.Errorf("%d simplified characters, %d traditional ones", len(onlySimplified), len(onlyTraditional))
	}
}

func TestBackoffNeverEnds(t *testing.T) {
	t.Parallel()
	last := time.Duration(0)
	for before := range 100 {
		wait := backoff("http://x.example/", before)
		if wait < 4*time.Minute || wait > 29*time.Hour {
			t.Fatalf("after %d failures: %v", before, wait)
		}
		if before < 8 && wait <= last {
			t.Errorf("after %d failures %v, before %v", before, wait, last)
		}
		last = wait
	}
	if backoff("http://a.example/", 3) == backoff("http://b.example/", 3) {
		t.Error("two feeds wait the same time")
	}
}

func TestSlotsAreSpreadAndKept(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 12, 7, 0, 0, time.UTC)
	seen := map[time.Time]bool{}
	for i := range 200 {
		url := strings.Repeat("x", i)
		first := nextSlot(url, now)
		seen[first] = true
		if !first.After(now) || first.After(now.Add(Interval)) {
			t.Fatalf("slot %v is not within %v after %v", first, Interval, now)
		}
		if next := nextSlot(url, first); next.Sub(first) != Interval {
			t.Errorf("slots %v and %v", first, next)
		}
	}
	if len(seen) < 150 {
		t.Errorf("200 feeds share %d slots", len(seen))
	}
}

func TestFetcherUsesNoProxy(t *testing.T) {
	t.Parallel()
	f, err := NewFetcher(FetchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if transport, ok := f.client.Transport.(*http.Transport); !ok || transport.Proxy != nil {
		t.Errorf("a proxy of the environment could reach what the fetcher may not: %+v", f.client.Transport)
	}
}

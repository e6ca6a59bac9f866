package news

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/rivo/uniseg"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	shanghai := time.FixedZone("", 8*3600)
	const civil = "2026-11-21 15:04:00 +0800"
	for in, want := range map[string]string{
		"Sat, 21 Nov 2026 07:04:00 GMT":            "2026-11-21 15:04:00 +0800",
		"Sat, 21 Nov 2026 07:04:00 +0000":          "2026-11-21 15:04:00 +0800",
		"Sat, 21 Nov 2026 02:04:00 EST":            "2026-11-21 15:04:00 +0800",
		"Saturday, 21-Nov-26 07:04:00 UTC":         "2026-11-21 15:04:00 +0800",
		"Sat Nov 21 15:04:00 CST 2026":             civil,
		"Sat, 21 Nov 2026 15:04:00 CST":            civil,
		"21 Nov 2026 15:04":                        civil,
		"2026-11-21T07:04:00Z":                     civil,
		"2026-11-21T15:04:00+08:00":                civil,
		"2026-11-21T15:04:00.000+0800":             civil,
		"2026-11-21T15:04":                         civil,
		"2026-11-21 15:04:00":                      civil,
		"2026/11/21 15:04":                         civil,
		"2026年11月21日 15:04":                        civil,
		"2026 年 11 月 21 日 15:04:00":                civil,
		"2026年11月21日 下午3:04":                       civil,
		"2026年11月21日（星期六）下午 3时04分":                 civil,
		"2026年11月21日 15点04分00秒":                    civil,
		"２０２６年１１月２１日　１５：０４":                        civil,
		"2026年11月21日":                              "2026-11-21 00:00:00 +0800",
		"2026年11月21日 凌晨12:30":                      "2026-11-21 00:30:00 +0800",
		"November 21, 2026 3:04 PM":                civil,
		"11/21/2026 3:04:00 PM":                    civil,
		"20261121150400":                           civil,
		"1795244640":                               civil,
		"1795244640000":                            civil,
		"Sat, 21 Nov 2026 15:04:00 GMT+0800 (CST)": civil,
		"yesterday":                                "",
		"":                                         "",
		"0000-00-00":                               "",
		"1970-01-01T00:00:00Z":                     "",
		"31/31/2026":                               "",
	} {
		got, ok := parseDate(in, shanghai, true)
		if ok != (want != "") || ok && got.In(shanghai).Format("2006-01-02 15:04:05 -0700") != want {
			t.Errorf("%q: %v, %v, want %q", in, got.In(shanghai), ok, want)
		}
	}
	if got, _ := parseDate("Sat, 21 Nov 2026 15:04:00 CST", time.UTC, false); got.Hour() != 21 {
		t.Errorf("CST where English is written: %v, want 21:04 UTC", got)
	}
}

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

// FuzzSurvey repeats a fragment and looks for one that nests deeper than the survey saw.
func FuzzSurvey(f *testing.F) {
	for _, s := range []string{"<a>", "<a/>", "<!--></a>--><a>", "<a><![CDATA[</a>]]>", "<a b='>' c=\"/>\">", "<a></b>", "<a:b></a:b >", "<?x </a>?><a>", "<a\n/>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, fragment string) {
		text, _ := Prepare([]byte("<rss>"+strings.Repeat(fragment, 250)), "")
		shape, err := survey(text)
		if err != nil {
			return
		}
		if shape.more {
			text = shape.cut(text, len(shape.items))
		}
		d := xml.NewDecoder(strings.NewReader(string(text)))
		d.Strict = false
		depth := 0
		for {
			token, err := d.Token()
			if err != nil {
				return
			}
			switch token.(type) {
			case xml.StartElement:
				depth++
			case xml.EndElement:
				depth--
			}
			if depth > maxDepth {
				t.Fatalf("%q nests %d deep", fragment, depth)
			}
		}
	})
}

package cli

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/store"
)

func TestDoctorLooksAtFeeds(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	db, err := store.Open(t.Context(), slog.New(slog.DiscardHandler), "sqlite:"+filepath.Join(t.TempDir(), "magpie.db"), store.Options{BackupDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	follow := func(url string, s news.State) {
		t.Helper()
		f := news.Feed{URL: url, Checked: noon, State: s}
		if _, err := db.Follow(t.Context(), "1", f, community.Change{Server: "1", At: noon}); err != nil {
			t.Fatal(err)
		}
	}
	look := func() string {
		t.Helper()
		found, err := lookAtFeeds(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		if err := report(&out, found); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	if got := look(); got != "ok    feeds: 0\n" {
		t.Errorf("none: %q", got)
	}
	good := news.State{LastGood: noon}
	failing := func(days int, p news.Problem) news.State {
		return news.State{LastGood: noon.AddDate(0, -2, 0), FailingSince: noon.AddDate(0, 0, -days), Failures: 2, Problem: p}
	}
	follow("https://a.example/", good)
	follow("https://b.example/", failing(1, news.TooSlow))
	follow("https://c.example/", failing(20, news.Unreachable))
	follow("https://d.example/", failing(2, news.Gone))
	follow("https://e.example/", news.State{})
	const want = `ok    feeds: 5, 1 ok, 1 failing, 1 dormant, 1 waiting, 1 gone
warn  feed https://c.example/: dormant since 2026-11-01: unreachable
      to do: its moderators were told; magpie feed check URL tells more
warn  feed https://d.example/: gone since 2026-11-19: gone
      to do: its moderators were told; magpie feed check URL tells more
`
	if got := look(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for i := range 30 {
		follow(fmt.Sprintf("https://gone%02d.example/", i), failing(3, news.Gone))
	}
	if got := look(); strings.Count(got, "warn  feed ") != shownMost || !strings.Contains(got, "12 more like these") {
		t.Errorf("many:\n%s", got)
	}
}

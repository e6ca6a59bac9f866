package commands

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/news"
	"magpie/schedule"
)

// feedWith is a feed with a change.
func feedWith(f news.Feed, change func(*news.Feed)) news.Feed {
	change(&f)
	return f
}

// feedPast is a desk that has fetched what a test says.
type feedPast []news.Fetched

func (p feedPast) Refresh(_ context.Context, _ news.Store, lane news.Lane) ([]news.Fetched, error) {
	if lane == news.InTrouble {
		return nil, nil
	}
	return p, nil
}

func TestFeedJobTellsModerators(t *testing.T) {
	failing := func(hours float64, p news.Problem) news.Feed {
		f := news.Feed{URL: digestPaper, Title: "The Paper", Checked: digestNoon}
		f.LastGood = digestNoon.Add(-72 * time.Hour)
		if p != news.NoProblem {
			f.Problem, f.FailingSince = p, digestNoon.Add(-time.Duration(hours*float64(time.Hour)))
		}
		return f
	}
	before := func(f news.Feed) news.Feed {
		f.Checked = digestNoon.Add(-time.Hour)
		return f
	}
	for _, c := range []struct {
		name string
		was  news.Feed
		is   news.Feed
		want []string
	}{
		{"just failed", before(failing(0, news.NoProblem)), failing(0, news.TooSlow), nil},
		{"for six hours", before(failing(6.5, news.TooSlow)), failing(6.5, news.TooSlow), []string{"feed.failing"}},
		{"for a day", before(failing(24.5, news.TooSlow)), failing(24.5, news.TooSlow), []string{"feed.failing_long"}},
		{"gone", before(failing(0, news.NoProblem)), failing(0, news.Gone), []string{"feed.gone"}},
		{"well again", before(failing(9, news.TooSlow)), failing(0, news.NoProblem), []string{"feed.recovered"}},
		{"nothing new", before(failing(0, news.NoProblem)), feedWith(failing(0, news.NoProblem), func(f *news.Feed) { f.StaleTold = true }), []string{"feed.stale"}},
		{"moved", before(feedWith(failing(0, news.NoProblem), func(f *news.Feed) { f.MovedTo, f.MovedTimes = "https://new.example/", 2 })),
			feedWith(failing(0, news.NoProblem), func(f *news.Feed) { f.MovedTo, f.MovedTimes = "https://new.example/", 3 }), []string{"feed.moved"}},
		{"moved to https", before(failing(0, news.NoProblem)),
			feedWith(failing(0, news.NoProblem), func(f *news.Feed) { f.MovedTo, f.MovedTimes = strings.Replace(digestPaper, "https", "http", 1), 3 }), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDigestDesk(t)
			d.bring()
			observed := 0
			job := FeedJobs(feedPast{{Before: c.was, After: c.is}}, d.store, "one", nil, func(news.Fetched) { observed++ })[0]
			due := digestNoon.Add(48 * time.Hour) // for the feeds of the desk
			for range 2 {
				if _, err := job.Run(t.Context(), due); err != nil {
					t.Fatal(err)
				}
			}
			if got := d.alerts(); !slices.Equal(got, c.want) || observed != 2 {
				t.Errorf("%d fetches observed, alerts %v, want %v", observed, got, c.want)
			}
		})
	}
}

func TestFeedJobFetches(t *testing.T) {
	t.Parallel()
	s := newFeedSite(t)
	s.run("feed add", "url", s.url+"/feed")
	s.feed = strings.Replace(feedOfOne, "</channel>", `<item><title>Supreme Court hears TikTok on the deadline to sell</title><link>/2</link></item></channel>`, 1)
	s.clk.AdvanceTo(digestNoon.Add(news.Interval), 0)
	var fetched []news.Fetched
	job := FeedJobs(s.desk, s.store, "one", nil, func(f news.Fetched) { fetched = append(fetched, f) })[0]
	if _, err := job.Run(t.Context(), s.clk.Now()); err != nil {
		t.Fatal(err)
	}
	digestSees(t, s.run("news"), "Supreme Court hears TikTok")
	if len(fetched) != 1 || fetched[0].New != 1 {
		t.Errorf("observed %+v", fetched)
	}
}

// TestFeedJobsSleep runs the jobs for two days: a feed changes lanes and back, no fetch is
// late, and nobody looks when there is nothing to do.
func TestFeedJobsSleep(t *testing.T) {
	t.Parallel()
	s := newFeedSite(t)
	s.run("feed add", "url", s.url+"/feed")
	wake := clock.NewWaker()
	var mu sync.Mutex
	var late, looks int
	store := &feedLooks{FeedJobStore: s.store, looked: func() {
		mu.Lock()
		defer mu.Unlock()
		looks++
	}}
	jobs := FeedJobs(s.desk, store, "one", wake, func(f news.Fetched) {
		mu.Lock()
		defer mu.Unlock()
		if s.clk.Now().Sub(f.Before.NextFetch) > time.Second {
			late++
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { schedule.Run(ctx, slog.New(slog.DiscardHandler), s.clk, jobs...) })
	after := func(d time.Duration) news.Feed {
		t.Helper()
		s.clk.AdvanceTo(s.clk.Now().Add(d), len(jobs))
		f, _, err := s.store.Feed(t.Context(), s.url+"/feed")
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	body := s.feed
	if f := after(2 * time.Hour); f.Problem != news.NoProblem || s.clk.Now().Sub(f.LastGood) > news.Interval {
		t.Errorf("while it works: %+v", f.State)
	}
	s.feed = ""
	if f := after(3 * time.Hour); f.Failures < 4 {
		t.Errorf("while it fails: %+v", f.State)
	}
	s.feed = body
	if f := after(6 * time.Hour); f.Problem != news.NoProblem || s.clk.Now().Sub(f.LastGood) > news.Interval {
		t.Errorf("when it works again: %+v", f.State)
	}
	if late > 0 {
		t.Errorf("%d fetches were late", late)
	}
	if looks > 165 {
		t.Errorf("looked %d times in eleven hours", looks)
	}
	if _, err := s.store.PauseFeed(t.Context(), s.server, s.url+"/feed", true, community.Change{Server: s.server, At: s.clk.Now(), Key: "change.feed.paused"}); err != nil {
		t.Fatal(err)
	}
	quiet := after(0).Checked
	if f := after(24 * time.Hour); !f.Checked.Equal(quiet) {
		t.Error("a feed that is paused was fetched")
	}
	if _, err := s.store.PauseFeed(t.Context(), s.server, s.url+"/feed", false, community.Change{Server: s.server, At: s.clk.Now(), Key: "change.feed.resumed"}); err != nil {
		t.Fatal(err)
	}
	wake.Signal()
	s.clk.Settle(len(jobs))
	if f := after(0); !f.Checked.Equal(s.clk.Now()) {
		t.Error("a feed that was resumed was not fetched at once")
	}
	stop()
	running.Wait()
}

// feedLooks notes how often a job looks for something to do.
type feedLooks struct {
	FeedJobStore
	looked func()
}

func (l *feedLooks) NextFetch(ctx context.Context, lane news.Lane) (time.Time, bool, error) {
	l.looked()
	return l.FeedJobStore.NextFetch(ctx, lane)
}

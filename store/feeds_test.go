package store_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"magpie/clock"
	"magpie/news"
	"magpie/store"
	"magpie/store/storetest"
)

func TestFeeds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		f := news.Feed{URL: "https://example.org/a.xml", Title: "A"}
		for i, want := range []bool{true, false} {
			if added, err := s.Follow(ctx, "1", f, change); added != want || err != nil {
				t.Errorf("follow %d: %t, %v", i, added, err)
			}
		}
		check(t, s.MarkHere(ctx, "2"))
		later := change
		later.At = t0.Add(time.Hour)
		_, err := s.Follow(ctx, "2", news.Feed{URL: f.URL, Title: "Another title", Outlet: news.Blog}, later)
		check(t, err)
		f.Outlet = news.Blog
		same(t, f, ok(s.Feed(ctx, f.URL)))

		due, err := s.DueFeeds(ctx, t0, news.Working)
		check(t, err)
		same(t, []news.Feed{f}, due)
		f.State = news.State{ETag: `"x"`, NextFetch: t0.Add(time.Hour), FailingSince: t0, Failures: 2, Problem: news.TooSlow}
		f.Checked = t0
		check(t, s.SaveFeed(ctx, f, nil))
		if due, err := s.DueFeeds(ctx, t0, news.InTrouble); len(due) > 0 || err != nil {
			t.Error("still due:", due, err)
		}
		same(t, f.NextFetch, ok(s.NextFetch(ctx, news.InTrouble)))

		for _, server := range []string{"1", "2"} {
			if removed, err := s.Unfollow(ctx, server, f.URL, change); !removed || err != nil {
				t.Error(removed, err)
			}
		}
		if _, ok, err := s.NextFetch(ctx, news.InTrouble); ok || err != nil {
			t.Error("a feed that nobody follows is due:", err)
		}
		clk.AdvanceTo(t0.Add(60*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		if _, ok, err := s.Feed(ctx, f.URL); ok || err != nil {
			t.Error("a feed that nobody follows is kept:", err)
		}
		check(t, s.SaveFeed(ctx, f, []news.Item{{ID: "i", Feed: f.URL}})) // a fetch that took that long
	})
}

func TestItems(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		ctx := t.Context()
		f := news.Feed{URL: "https://example.org/a.xml"}
		_, err := s.Follow(ctx, "1", f, change)
		check(t, err)
		listed := news.Item{ID: "listed", Feed: f.URL, Title: "Old", Published: t0, Seen: t0, Baseline: true}
		gone := news.Item{ID: "gone", Feed: f.URL, Title: "Gone", Lang: "zh-TW", Published: t0, Seen: t0.Add(time.Second)}
		check(t, s.SaveFeed(ctx, f, []news.Item{listed, gone}))
		edited := listed
		edited.Title, edited.Edited = "New", t0.Add(time.Hour)
		check(t, s.SaveFeed(ctx, f, []news.Item{edited}))

		known, err := s.KnownItems(ctx, f.URL, []news.Item{{ID: "listed"}, {ID: "unknown"}})
		check(t, err)
		same(t, []news.Item{edited}, known)
		for _, c := range []struct {
			since time.Time
			want  []news.Item
		}{
			{t0, []news.Item{edited, gone}},
			{t0.Add(time.Minute), []news.Item{edited}},
			{t0.Add(2 * time.Hour), nil},
		} {
			items, err := s.Items(ctx, []string{f.URL, "https://example.org/other"}, c.since)
			check(t, err)
			same(t, c.want, items)
		}

		clk.AdvanceTo(t0.Add(29*24*time.Hour), 0)
		_, err = s.KnownItems(ctx, f.URL, []news.Item{{ID: "listed"}})
		check(t, err)
		clk.AdvanceTo(t0.Add(31*24*time.Hour), 0)
		check(t, s.Prune(ctx))
		known, err = s.KnownItems(ctx, f.URL, []news.Item{{ID: "listed"}, {ID: "gone"}})
		check(t, err)
		same(t, []news.Item{edited}, known)
	})
}

func TestItemsAreKnownByOtherNames(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		f := news.Feed{URL: "https://example.org/a.xml"}
		_, err := s.Follow(ctx, "1", f, change)
		check(t, err)
		one := news.Item{ID: "one", GUID: "g1", Feed: f.URL, Title: "One", Published: t0, Seen: t0}
		two := news.Item{ID: "two", Feed: f.URL, Title: "Two", Published: t0, Seen: t0}
		check(t, s.SaveFeed(ctx, f, []news.Item{one, two}))
		for name, c := range map[string]struct {
			like []news.Item
			want []news.Item
		}{
			"id":                      {[]news.Item{{ID: "one", GUID: "other", Title: "Other"}}, []news.Item{one}},
			"guid":                    {[]news.Item{{ID: "other", GUID: "g1", Title: "Other"}}, []news.Item{one}},
			"title":                   {[]news.Item{{ID: "other", GUID: "other", Title: "ＴＷＯ"}}, []news.Item{two}},
			"title, if all are new":   {[]news.Item{{ID: "one"}, {ID: "other", Title: "Two"}}, []news.Item{one}},
			"nothing has no guid":     {[]news.Item{{ID: "other", Title: "Other"}}, nil},
			"nothing in another feed": {nil, nil},
		} {
			known, err := s.KnownItems(ctx, f.URL, c.like)
			check(t, err)
			t.Log(name)
			same(t, c.want, known)
		}
		known, err := s.KnownItems(ctx, "https://example.org/b.xml", []news.Item{one, two})
		check(t, err)
		same(t, nil, known)
	})
}

// TestKnownItemsOfFullFeeds asks for as many as a fetch can bring.
func TestKnownItemsOfFullFeeds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		f := news.Feed{URL: "https://example.org/a.xml"}
		_, err := s.Follow(ctx, "1", f, change)
		check(t, err)
		var items []news.Item
		for i := range 500 {
			items = append(items, news.Item{ID: fmt.Sprint(i), GUID: fmt.Sprint("g", i), Feed: f.URL, Title: "Same", Published: t0, Seen: t0})
		}
		check(t, s.SaveFeed(ctx, f, items))
		for i := range items {
			items[i].ID = "other " + items[i].ID
		}
		known, err := s.KnownItems(ctx, f.URL, items)
		check(t, err)
		if len(known) != 500 {
			t.Errorf("%d are known", len(known))
		}
	})
}

func TestLanes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		feed := func(name string, failures int, next time.Time) news.Feed {
			f := news.Feed{URL: "https://example.org/" + name, State: news.State{Failures: failures, NextFetch: next}}
			_, err := s.Follow(ctx, "1", f, change)
			check(t, err)
			return f
		}
		good, bad := feed("good", 0, t0), feed("bad", 3, t0.Add(-time.Hour))
		feed("later", 0, t0.Add(time.Minute))
		for lane, want := range map[news.Lane]news.Feed{news.Working: good, news.InTrouble: bad} {
			due, err := s.DueFeeds(ctx, t0, lane)
			check(t, err)
			same(t, []news.Feed{want}, due)
			same(t, want.NextFetch, ok(s.NextFetch(ctx, lane)))
		}
		for i := range 100 {
			feed(fmt.Sprint(i), 0, t0.Add(-time.Duration(i)*time.Second))
		}
		due, err := s.DueFeeds(ctx, t0, news.Working)
		check(t, err)
		if len(due) != 64 || due[0].URL != "https://example.org/99" {
			t.Errorf("%d are handed out, the first is %s", len(due), due[0].URL)
		}
		later := t0.Add(time.Hour)
		bad.NextFetch = later
		check(t, s.SaveFeed(ctx, bad, nil))
		check(t, s.RetryFeed(ctx, bad.URL))
		if at := ok(s.NextFetch(ctx, news.InTrouble)); !at.Equal(t0) {
			t.Errorf("due at %v", at)
		}
	})
}

func TestPausedFeeds(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		f := news.Feed{URL: "https://example.org/a.xml"}
		for _, server := range []string{"1", "2"} {
			check(t, s.MarkHere(ctx, server))
			_, err := s.Follow(ctx, server, f, change)
			check(t, err)
		}
		pause := func(server string, paused, want bool) {
			t.Helper()
			if changed, err := s.PauseFeed(ctx, server, f.URL, paused, change); changed != want || err != nil {
				t.Errorf("pause %s: %t, %v", server, changed, err)
			}
		}
		followers := func(want ...string) {
			t.Helper()
			got, err := s.Followers(ctx, f.URL)
			check(t, err)
			same(t, want, got)
			_, due, err := s.NextFetch(ctx, news.Working)
			check(t, err)
			all, err := s.FollowedFeeds(ctx)
			check(t, err)
			if due != (len(want) > 0) || (len(all) == 1) != (len(want) > 0) {
				t.Errorf("%d followers, due %t, %d feeds", len(want), due, len(all))
			}
		}
		pause("1", true, true)
		pause("1", true, false)
		followers("2")
		paused := f
		paused.Paused = true
		for server, want := range map[string]news.Feed{"1": paused, "2": f} {
			feeds, err := s.Feeds(ctx, server)
			check(t, err)
			same(t, []news.Feed{want}, feeds)
		}
		pause("2", true, true)
		followers()
		pause("2", false, true)
		followers("2")
		pause("3", true, false)
	})
}

// TestFeedsOfAServerAreLimited adds feeds one by one and by files, all at once.
func TestFeedsOfAServerAreLimited(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		ctx := t.Context()
		keep := func(id, server string, n int) {
			t.Helper()
			i := news.Import{ID: id, Server: server, At: t0}
			for k := range n {
				i.Feeds = append(i.Feeds, news.Outline{Title: "F", URL: fmt.Sprintf("https://example.org/%s/%d", id, k)})
			}
			check(t, s.KeepFeedImport(ctx, i))
		}
		keep("most", "1", 495)
		keep("some", "1", 4)
		keep("others", "1", 4)
		keep("foreign", "2", 1)
		if _, taken, err := s.TakeFeedImport(ctx, "foreign", change); taken || err != nil {
			t.Error("the import of another server is taken:", err)
		}
		if added, taken, err := s.TakeFeedImport(ctx, "most", change); added != 495 || !taken || err != nil {
			t.Fatal(added, taken, err)
		}
		if _, taken, err := s.TakeFeedImport(ctx, "most", change); taken || err != nil {
			t.Error("an import is taken twice:", err)
		}
		later := change
		later.At = t0.Add(time.Hour)
		var refused atomic.Int64
		var wg sync.WaitGroup
		refuse := func(err error) {
			switch {
			case errors.Is(err, news.ErrTooManyFeeds):
				refused.Add(1)
			case err != nil:
				t.Error(err)
			}
		}
		for _, id := range []string{"some", "others"} {
			wg.Go(func() {
				_, _, err := s.TakeFeedImport(ctx, id, later)
				refuse(err)
			})
		}
		for i := range 8 {
			wg.Go(func() {
				_, err := s.Follow(ctx, "1", news.Feed{URL: fmt.Sprint("https://example.org/one/", i)}, later)
				refuse(err)
			})
		}
		wg.Wait()
		feeds, err := s.Feeds(ctx, "1")
		check(t, err)
		if len(feeds) > news.MaxFeeds || refused.Load() == 0 {
			t.Errorf("%d feeds, %d refused", len(feeds), refused.Load())
		}
		if first := feeds[0].URL; first != "https://example.org/most/0" {
			t.Errorf("the first is %s", first)
		}
	})
}

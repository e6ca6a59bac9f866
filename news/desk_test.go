package news_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/news"
)

// A memory is a Store that forgets with the test.
type memory struct {
	mu     sync.Mutex
	feeds  map[string]news.Feed
	items  map[string]map[string]news.Item // by feed, then id
	broken error
}

func remember(feeds ...news.Feed) *memory {
	m := &memory{feeds: map[string]news.Feed{}, items: map[string]map[string]news.Item{}}
	for _, f := range feeds {
		m.feeds[f.URL] = f
		m.items[f.URL] = map[string]news.Item{}
	}
	return m
}

func (m *memory) DueFeeds(_ context.Context, now time.Time, lane news.Lane) ([]news.Feed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var due []news.Feed
	for _, f := range m.feeds {
		if !f.NextFetch.After(now) && (f.Failures > 0) == (lane == news.InTrouble) {
			due = append(due, f)
		}
	}
	slices.SortFunc(due, func(a, b news.Feed) int { return strings.Compare(a.URL, b.URL) })
	return due, m.broken
}

func (m *memory) KnownItems(_ context.Context, feed string, _ []news.Item) ([]news.Item, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(m.items[feed])), nil
}

func (m *memory) SaveFeed(_ context.Context, f news.Feed, items []news.Item) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.feeds[f.URL] = f
	for _, it := range items {
		m.items[f.URL][it.ID] = it
	}
	return nil
}

// A site is a server whose answer a test changes, and a desk with its own time.
type site struct {
	*httptest.Server
	desk *news.Desk

	mu     sync.Mutex
	time   time.Time
	answer http.HandlerFunc
}

func newSite(t *testing.T, answer http.HandlerFunc) *site {
	t.Helper()
	s := &site{time: now, answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		answer := s.answer
		s.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	f := fetcher(t, news.FetchOptions{Allow: []string{s.Listener.Addr().String()}})
	s.desk = news.NewDesk(slog.New(slog.DiscardHandler), f, func() time.Time {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.time
	})
	return s
}

func (s *site) set(at time.Time, answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.time, s.answer = at, answer
}

func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, body) }
}

func fails(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(code) }
}

func entries(titles ...string) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Site</title>`)
	for i, title := range titles {
		fmt.Fprintf(&b, "<item><title>%s</title><link>/%d</link><pubDate>%s</pubDate></item>", title, i, now.Format(time.RFC1123Z))
	}
	return b.String() + "</channel></rss>"
}

// refresh refreshes the only feed of a store that is due.
func refresh(t *testing.T, s *site, m *memory) news.Fetched {
	t.Helper()
	var all []news.Fetched
	for _, lane := range []news.Lane{news.Working, news.InTrouble} {
		got, err := s.desk.Refresh(t.Context(), m, lane)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, got...)
	}
	if len(all) != 1 {
		t.Fatalf("refreshed %d feeds", len(all))
	}
	return all[0]
}

func TestRefreshSavesWhatIsNewOrEdited(t *testing.T) {
	t.Parallel()
	s := newSite(t, says(entries("One", "Two")))
	m := remember(news.Feed{URL: s.URL})
	first := refresh(t, s, m)
	if first.New != 2 || first.Edited != 0 || !first.After.On() || first.After.Title != "Site" || first.After.Lang != "en" {
		t.Errorf("first: %+v", first)
	}
	if again, err := s.desk.Refresh(t.Context(), m, news.Working); err != nil || len(again) != 0 {
		t.Errorf("due again at once: %v, %v", again, err)
	}
	s.set(first.After.NextFetch, says(entries("One", "Two, with another title", "Three")))
	if second := refresh(t, s, m); second.New != 1 || second.Edited != 1 {
		t.Errorf("second: %+v", second)
	}
	if n := len(m.items[s.URL]); n != 3 {
		t.Errorf("%d items, want 3: an edited item is not new", n)
	}
	for _, it := range m.items[s.URL] {
		if edited := strings.Contains(it.Title, "another"); edited == it.Edited.IsZero() || edited && !it.Seen.Equal(now) {
			t.Errorf("item %+v", it)
		}
	}
}

func TestRefreshAsksOnlyForWhatChanged(t *testing.T) {
	t.Parallel()
	tagged := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, entries("One"))
	}
	s := newSite(t, tagged)
	m := remember(news.Feed{URL: s.URL})
	first := refresh(t, s, m)
	s.set(first.After.NextFetch, tagged)
	second := refresh(t, s, m)
	if second.Err != nil || second.New != 0 || second.After.ETag != `"1"` || second.After.Title != "Site" || !second.After.LastGood.Equal(first.After.NextFetch) {
		t.Errorf("unchanged: %+v", second)
	}
	s.set(second.After.NextFetch, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"2"`)
		io.WriteString(w, strings.TrimSuffix(entries("One", "Two"), "</item></channel></rss>"))
	})
	third := refresh(t, s, m)
	if third.After.ETag != "" || !slices.Contains(third.Repairs, news.RepairTruncated) {
		t.Errorf("cut short: %+v", third)
	}
}

// TestDeadFeedComesBack fails a feed for thirty days and then mends it.
func TestDeadFeedComesBack(t *testing.T) {
	t.Parallel()
	s := newSite(t, says(entries("One")))
	m := remember(news.Feed{URL: s.URL})
	last := refresh(t, s, m)
	var turns []news.Turn
	var told []time.Duration // after which they were
	tries := 0
	for clock := last.After.NextFetch; clock.Before(now.AddDate(0, 0, 30)); clock = last.After.NextFetch {
		s.set(clock, fails(http.StatusBadGateway))
		last = refresh(t, s, m)
		tries++
		if last.After.Problem != news.ServerTrouble || last.After.Failures != tries || last.New != 0 {
			t.Fatalf("try %d: %+v", tries, last.After)
		}
		if turn := last.Health(); turn != news.NoTurn {
			turns, told = append(turns, turn), append(told, clock.Sub(last.After.FailingSince))
		}
	}
	s.set(last.After.NextFetch, says(entries("One", "Two")))
	back := refresh(t, s, m)
	turns = append(turns, back.Health())
	if back.New != 1 || back.After.Failures != 0 || back.After.Problem != news.NoProblem || !back.After.FailingSince.IsZero() {
		t.Errorf("back: %+v", back)
	}
	if want := []news.Turn{news.FailingSome, news.FailingDay, news.Recovered}; !slices.Equal(turns, want) {
		t.Errorf("moderators heard %q, want %q", turns, want)
	}
	if want := []time.Duration{6 * time.Hour, 24 * time.Hour}; !slices.Equal(told, want) {
		t.Errorf("moderators heard after %v, want %v", told, want)
	}
	if tries < 30 || tries > 60 {
		t.Errorf("tried %d times in thirty days", tries)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	state := func(since, checked float64, p news.Problem) news.Feed {
		f := news.Feed{Checked: ago(checked), State: news.State{LastGood: ago(1000), Problem: p}}
		if since > 0 {
			f.FailingSince = ago(since)
		}
		return f
	}
	good := state(0, 2, "")
	for name, tc := range map[string]struct {
		before, after news.Feed
		want          news.Turn
	}{
		"good":                  {good, state(0, 1, ""), news.NoTurn},
		"begins to fail":        {good, state(1, 1, news.TooSlow), news.NoTurn},
		"gone":                  {good, state(1, 1, news.Gone), news.GoneForGood},
		"still gone":            {state(50, 30, news.Gone), state(50, 1, news.Gone), news.NoTurn},
		"back from gone":        {state(5, 3, news.Gone), state(0, 1, ""), news.Recovered},
		"six hours and a day":   {state(40, 36, news.TooSlow), state(40, 10, news.TooSlow), news.FailingDay},
		"a hiccup":              {state(3, 2, news.TooSlow), state(0, 1, ""), news.NoTurn},
		"not fetched this time": {state(40, 36, news.TooSlow), state(40, 36, news.TooSlow), news.NoTurn},
		"suggested, never on":   {news.Feed{}, news.Feed{Checked: ago(1), State: news.State{FailingSince: ago(40), Problem: news.Gone}}, news.NoTurn},
	} {
		if got := (news.Fetched{Before: tc.before, After: tc.after}).Health(); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func TestRefreshWaitsAsLongAsAsked(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	m := remember(news.Feed{URL: s.URL})
	if got := refresh(t, s, m).After; !got.NextFetch.Equal(now.Add(2 * time.Hour)) {
		t.Errorf("next at %v, want %v", got.NextFetch, now.Add(2*time.Hour))
	}
}

func TestRefreshTellsTroubleFromFailure(t *testing.T) {
	t.Parallel()
	s := newSite(t, says("not a feed"))
	var feeds []news.Feed
	for i := range 30 {
		feeds = append(feeds, news.Feed{URL: fmt.Sprintf("%s/%02d", s.URL, i)})
	}
	m := remember(feeds...)
	got, err := s.desk.Refresh(t.Context(), m, news.Working)
	if err != nil || len(got) != 30 {
		t.Fatalf("%d feeds, %v", len(got), err)
	}
	for i, f := range got {
		if f.Before.URL != feeds[i].URL || problem(t, f.Err) != news.NotFeed || m.feeds[f.After.URL].Problem != news.NotFeed {
			t.Errorf("feed %d: %+v", i, f)
		}
	}
	m.broken = errors.New("disk full")
	if _, err := s.desk.Refresh(t.Context(), m, news.Working); !errors.Is(err, m.broken) {
		t.Errorf("got %v, want the store's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := feeds[0]
	if _, err := s.desk.Refresh(ctx, remember(before), news.Working); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that the context ended", err)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := os.ReadFile(filepath.Join("testdata", "feeds", path.Base(r.URL.Path)))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Write(body)
	})
	report, err := s.desk.Check(t.Context(), strings.ToUpper(s.URL[:4])+s.URL[4:]+"/gbk_called_utf8.xml#top")
	if err != nil {
		t.Fatal(err)
	}
	f := report.Feed
	if f.URL != s.URL+"/gbk_called_utf8.xml" || f.Title != "示例新闻网" || f.Lang != "zh-CN" || !f.On() || !f.NextFetch.After(now) {
		t.Errorf("feed %+v", f)
	}
	if len(report.Items) != 2 || report.Items[0].Published.Before(report.Items[1].Published) || !slices.Equal(report.Repairs, []news.Repair{news.RepairCharset}) {
		t.Errorf("report %+v", report)
	}

	report, err = s.desk.Check(t.Context(), s.URL+"/page.html")
	if problem(t, err) != news.NotFeed || !slices.Equal(report.Found, []string{s.URL + "/rss.xml", "https://page.example/atom"}) {
		t.Errorf("page: found %q, %v", report.Found, err)
	}
	for typed, want := range map[string]news.Problem{
		s.URL + "/error.json": news.NotFeed, s.URL + "/missing": news.Refused, "ftp://x.example/": news.BadURL,
		"": news.BadURL, "http://192.168.0.1/feed": news.PrivateURL,
	} {
		if _, err := s.desk.Check(t.Context(), typed); problem(t, err) != want {
			t.Errorf("%q: %v, want %s", typed, err, want)
		}
	}
}

package news_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"magpie/news"
)

// TestMoved leads a feed elsewhere and counts where it is asked for.
func TestMoved(t *testing.T) {
	t.Parallel()
	asked := map[string]int{}
	redirects := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			asked[r.URL.Path]++
			switch r.URL.Path {
			case "/":
				http.Redirect(w, r, "/hop", http.StatusMovedPermanently)
			case "/hop":
				http.Redirect(w, r, "/new", code)
			default:
				io.WriteString(w, entries("One"))
			}
		}
	}
	broken := func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path]++
		if r.URL.Path != "/" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		io.WriteString(w, entries("One"))
	}
	s := newSite(t, nil)
	home := s.URL + "/"
	m := remember(news.Feed{URL: home})
	next := now
	step := func(answer http.HandlerFunc) news.Fetched {
		clear(asked)
		s.set(next, answer)
		got := refresh(t, s, m)
		next = got.After.NextFetch
		return got
	}
	for range 5 {
		if got := step(redirects(http.StatusFound)); got.After.MovedTo != "" || got.Health() != news.NoTurn {
			t.Fatalf("one redirect on the way is for now only: %+v", got.After.State)
		}
	}
	var turns []news.Turn
	for range 3 {
		turns = append(turns, step(redirects(http.StatusPermanentRedirect)).Health())
	}
	if want := []news.Turn{"", "", news.HasMoved}; !slices.Equal(turns, want) {
		t.Errorf("told %q, want %q", turns, want)
	}
	got := step(redirects(http.StatusPermanentRedirect))
	if to, moved := got.After.Moved(); !moved || to != s.URL+"/new" || asked["/"] != 0 || asked["/new"] != 1 || got.Health() != news.NoTurn {
		t.Errorf("after it moved: to %q, asked %v", to, asked)
	}
	if got.New != 0 || got.After.URL != home || len(m.items[home]) != 1 {
		t.Errorf("the feed is no longer itself: %+v", got)
	}
	if got = step(broken); got.After.Problem != news.Refused || got.After.MovedTo != "" {
		t.Errorf("gone from its new address: %+v", got.After.State)
	}
	if got = step(broken); got.Err != nil || asked["/"] != 1 || asked["/new"] != 0 {
		t.Errorf("back home: %+v, asked %v", got.After.State, asked)
	}
}

// TestMovedToPrivate: what a feed moved to is no more trusted than what it leads to.
func TestMovedToPrivate(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"http://169.254.169.254/latest", "http://10.0.0.1/", "file:///etc/passwd", "http://example.org:22/"} {
		s := newSite(t, says(entries("One")))
		m := remember(news.Feed{URL: s.URL, State: news.State{LastGood: now, MovedTo: to, MovedTimes: 3}})
		if got := refresh(t, s, m); got.Err == nil || got.After.MovedTo != "" {
			t.Errorf("%s: %v, moved to %q", to, got.Err, got.After.MovedTo)
		}
	}
}

// TestStale reads feeds with a history, at intervals, and notes when moderators are told.
func TestStale(t *testing.T) {
	t.Parallel()
	daily := func(from, to int) (all []entry) {
		for day := from; day <= to; day++ {
			all = append(all, entry{title: fmt.Sprint("Day ", day), link: fmt.Sprintf("https://x.example/%d", day), date: now.AddDate(0, 0, day).Format(time.RFC1123Z)})
		}
		return all
	}
	undated := func(days ...int) (all []entry) {
		for _, day := range days {
			all = append(all, entry{title: fmt.Sprint("Day ", day), link: fmt.Sprintf("https://x.example/%d", day)})
		}
		return all
	}
	for name, tc := range map[string]struct {
		first []entry
		later func(day int) []entry // what it has on a day
		told  []int                 // days on which moderators are told
	}{
		"daily":                         {daily(-30, 0), func(day int) []entry { return daily(-30, day) }, nil},
		"daily, then silent":            {daily(-30, 0), func(int) []entry { return daily(-30, 0) }, []int{7}},
		"silent, then one, then silent": {daily(-30, 0), func(day int) []entry { return append(daily(-30, 0), daily(12, min(day, 12))...) }, []int{7, 45}},
		"silent for a year":             {daily(-400, -365), func(int) []entry { return daily(-400, -365) }, []int{1}},
		"gap unknown":                   {undated(0), func(int) []entry { return undated(0) }, nil},
		"learned as it came":            {undated(0), func(day int) []entry { return undated([]int{0, 2, 4, 6}[:min(day/2+1, 4)]...) }, []int{17}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, says(rss(tc.first...)))
			m := remember(news.Feed{URL: s.URL})
			refresh(t, s, m)
			var told []int
			for day := 1; day <= 60; day++ {
				s.set(now.AddDate(0, 0, day).Add(time.Hour), says(rss(tc.later(day)...)))
				got := refresh(t, s, m)
				if got.Health() == news.WentStale {
					told = append(told, day)
				}
				if (got.After.Condition() == news.IsStale) != got.After.StaleTold {
					t.Errorf("day %d: %s", day, got.After.Condition())
				}
			}
			if !slices.Equal(told, tc.told) {
				t.Errorf("told on days %v, want %v", told, tc.told)
			}
		})
	}
}

// TestUnchangedForEver: a server that never says that anything changed is not believed
// for more than a day.
func TestUnchangedForEver(t *testing.T) {
	t.Parallel()
	titles := []string{"One"}
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `W/"always"`)
		if r.Header.Get("If-None-Match") == `W/"always"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, entries(titles...))
	})
	answer := s.answer
	m := remember(news.Feed{URL: s.URL})
	last := refresh(t, s, m)
	titles = append(titles, "Two")
	var came time.Time
	for came.IsZero() && last.After.NextFetch.Before(now.Add(48*time.Hour)) {
		s.set(last.After.NextFetch, answer)
		if last = refresh(t, s, m); last.New == 1 {
			came = last.After.Checked
		}
	}
	if after := came.Sub(now); after < 22*time.Hour || after > 27*time.Hour {
		t.Errorf("news came after %v", after)
	}
}

func TestNextFetchIsAsAsked(t *testing.T) {
	t.Parallel()
	const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>a</id></feed>`
	channel := func(inside string) string {
		return `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>R</title>` + inside + `</channel></rss>`
	}
	for name, tc := range map[string]struct {
		header map[string]string
		body   string
		least  time.Duration
		most   time.Duration
	}{
		"nothing":                {nil, atom, 0, news.Interval},
		"max-age":                {map[string]string{"Cache-Control": "public, max-age=7200"}, atom, 2 * time.Hour, 2 * time.Hour},
		"max-age, aged":          {map[string]string{"Cache-Control": "max-age=7200", "Age": "3600"}, atom, time.Hour, time.Hour},
		"short max-age":          {map[string]string{"Cache-Control": "max-age=60"}, atom, time.Minute, news.Interval},
		"no cache":               {map[string]string{"Cache-Control": "no-cache, max-age=0", "Expires": "Sun, 22 Nov 2026 12:00:00 GMT"}, atom, 0, news.Interval},
		"Expires":                {map[string]string{"Expires": "Sat, 21 Nov 2026 15:00:00 GMT", "Date": "Sat, 21 Nov 2026 12:00:00 GMT"}, atom, 3 * time.Hour, 3 * time.Hour},
		"expired":                {map[string]string{"Expires": "0"}, atom, 0, news.Interval},
		"a year":                 {map[string]string{"Cache-Control": "max-age=31536000"}, atom, 12 * time.Hour, 12 * time.Hour},
		"an absurd age":          {map[string]string{"Cache-Control": "max-age=99999999999999999999"}, atom, 12 * time.Hour, 12 * time.Hour},
		"ttl":                    {nil, channel("<ttl>240</ttl>"), 4 * time.Hour, 4 * time.Hour},
		"the syndication module": {nil, channel("<sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"), 6 * time.Hour, 6 * time.Hour},
		"the longer of both":     {map[string]string{"Cache-Control": "max-age=3600"}, channel("<ttl>120</ttl>"), 2 * time.Hour, 2 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
				for k, v := range tc.header {
					w.Header().Set(k, v)
				}
				io.WriteString(w, tc.body)
			})
			got := refresh(t, s, remember(news.Feed{URL: s.URL})).After.NextFetch.Sub(now)
			if got < tc.least || got > tc.most {
				t.Errorf("next after %v, want %v to %v", got, tc.least, tc.most)
			}
		})
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]time.Duration{
		"7200": 2 * time.Hour, " 7200 ": 2 * time.Hour, "Sat, 21 Nov 2026 15:00:00 GMT": 3 * time.Hour,
		"Sat, 21 Nov 2026 11:00:00 GMT": 0, "soon": 0, "-5": 0, "999999999999999999999": 24 * time.Hour, "604800": 24 * time.Hour,
	} {
		for _, code := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
			s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", header)
				w.WriteHeader(code)
			})
			got := refresh(t, s, remember(news.Feed{URL: s.URL})).After.NextFetch.Sub(now)
			if want == 0 && got > 6*time.Minute || want > 0 && got != want {
				t.Errorf("%d, Retry-After %q: next after %v, want %v", code, header, got, want)
			}
		}
	}
}

// TestGoneIsAskedOnceAWeek fails a feed with 410 for two months.
func TestGoneIsAskedOnceAWeek(t *testing.T) {
	t.Parallel()
	s := newSite(t, fails(http.StatusGone))
	m := remember(news.Feed{URL: s.URL, State: news.State{LastGood: now.Add(-time.Hour)}})
	asked, told := 0, 0
	for at := now; at.Before(now.AddDate(0, 0, 60)); {
		s.set(at, fails(http.StatusGone))
		got := refresh(t, s, m)
		asked++
		if got.Health() == news.GoneForGood {
			told++
		}
		if got.After.Condition() != news.IsGone {
			t.Errorf("it is %s", got.After.Condition())
		}
		at = got.After.NextFetch
	}
	if asked != 9 || told != 1 {
		t.Errorf("asked %d times, told %d times", asked, told)
	}
}

func TestCondition(t *testing.T) {
	t.Parallel()
	failing := func(days float64, p news.Problem) news.Feed {
		return news.Feed{Checked: now, State: news.State{LastGood: ago(24 * 30), FailingSince: ago(24 * days), Failures: 3, Problem: p}}
	}
	for name, tc := range map[string]struct {
		feed news.Feed
		want news.Condition
	}{
		"new":                   {news.Feed{}, news.IsWaiting},
		"never worked":          {news.Feed{Checked: now, State: news.State{FailingSince: ago(1000), Problem: news.Gone}}, news.IsWaiting},
		"works":                 {news.Feed{Checked: now, State: news.State{LastGood: now}}, news.IsOK},
		"fails":                 {failing(13.9, news.TooSlow), news.IsFailing},
		"fails for two weeks":   {failing(14, news.TooSlow), news.IsDormant},
		"gone":                  {failing(1, news.Gone), news.IsGone},
		"gone for long":         {failing(20, news.Gone), news.IsGone},
		"nothing new":           {news.Feed{Checked: now, State: news.State{LastGood: now, StaleTold: true}}, news.IsStale},
		"nothing new and fails": {news.Feed{Checked: now, State: news.State{LastGood: ago(5), FailingSince: ago(2), Problem: news.TooBig, StaleTold: true}}, news.IsFailing},
	} {
		if got := tc.feed.Condition(); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
}

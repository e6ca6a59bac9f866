package news_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"magpie/news"
)

// An entry is what a feed says of one of its items.
type entry struct{ title, link, guid, date, summary string }

// rss is a feed of entries.
func rss(all ...entry) string {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Site</title>`)
	for _, e := range all {
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s</link><description>%s</description>", e.title, e.link, e.summary)
		if e.guid != "" {
			fmt.Fprintf(&b, "<guid isPermaLink=\"false\">%s</guid>", e.guid)
		}
		if e.date != "" {
			fmt.Fprintf(&b, "<pubDate>%s</pubDate>", e.date)
		}
		b.WriteString("</item>")
	}
	return b.String() + "</channel></rss>"
}

// TestItemsAreKnownAgain fetches a feed that says the same in another way every time.
func TestItemsAreKnownAgain(t *testing.T) {
	t.Parallel()
	titles := []string{"One thing happened", "Another thing happened", "A third thing happened"}
	date := now.Add(-time.Hour).Format(time.RFC1123Z)
	for name, tc := range map[string]struct {
		say    func(fetch, i int) entry
		edited int // in each fetch
	}{
		"the same": {say: func(_, i int) entry {
			return entry{titles[i], fmt.Sprintf("https://x.example/%d", i), titles[i], date, ""}
		}},
		"other guids": {say: func(f, i int) entry {
			return entry{titles[i], fmt.Sprintf("https://x.example/%d", i), fmt.Sprint(f, i), date, ""}
		}},
		"other dates": {say: func(f, i int) entry {
			return entry{titles[i], fmt.Sprintf("https://x.example/%d", i), "", now.Add(time.Duration(f) * time.Minute).Format(time.RFC1123Z), ""}
		}},
		"http and https": {say: func(f, i int) entry {
			return entry{titles[i], fmt.Sprintf("%s://x.example/%d", []string{"http", "https"}[f%2], i), "", date, ""}
		}},
		"with and without www": {say: func(f, i int) entry {
			return entry{titles[i], fmt.Sprintf("https://%sx.example/%d", []string{"", "www."}[f%2], i), "", date, ""}
		}},
		"tracked": {say: func(f, i int) entry {
			return entry{titles[i], fmt.Sprintf("https://x.example/%d?utm_id=%d&amp;fbclid=%d", i, f, f), "", date, ""}
		}},
		"rotating links": {say: func(f, i int) entry {
			return entry{titles[i], fmt.Sprintf("https://x.example/r/%d/%d", f, i), "", date, ""}
		}},
		"rotating links and guids": {say: func(f, i int) entry {
			return entry{titles[i], fmt.Sprintf("https://x.example/r/%d/%d", f, i), fmt.Sprint(f, "-", i), date, ""}
		}},
		"rotating links and titles, by guid": {edited: 3, say: func(f, i int) entry {
			return entry{fmt.Sprint(titles[i], " ", f), fmt.Sprintf("https://x.example/r/%d/%d", f, i), fmt.Sprint("guid-", i), date, ""}
		}},
		"no links, other dates and guids": {say: func(f, i int) entry {
			return entry{titles[i], "", fmt.Sprint(f, i), now.Add(time.Duration(f) * time.Minute).Format(time.RFC1123Z), ""}
		}},
		"one guid for all": {say: func(f, i int) entry {
			return entry{titles[i], fmt.Sprintf("https://x.example/%d", i), "same", date, ""}
		}},
		"edits": {edited: 1, say: func(f, i int) entry {
			e := entry{titles[i], fmt.Sprintf("https://x.example/%d", i), "", date, ""}
			if i == 0 {
				e.summary = fmt.Sprint("version ", f)
			}
			return e
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var fetch atomic.Int64
			answer := func(w http.ResponseWriter, _ *http.Request) {
				var all []entry
				for i := range titles {
					all = append(all, tc.say(int(fetch.Load()), i))
				}
				io.WriteString(w, rss(all...))
			}
			s := newSite(t, answer)
			m := remember(news.Feed{URL: s.URL})
			last := refresh(t, s, m)
			if last.New != len(titles) {
				t.Fatalf("%d new items at first", last.New)
			}
			for fetch.Add(1); fetch.Load() < 5; fetch.Add(1) {
				s.set(last.After.NextFetch, answer)
				if last = refresh(t, s, m); last.New != 0 || last.Edited != tc.edited {
					t.Errorf("fetch %d: %d new, %d edited, want none and %d", fetch.Load(), last.New, last.Edited, tc.edited)
				}
			}
			if n := len(m.items[s.URL]); n != len(titles) {
				t.Errorf("%d items are kept", n)
			}
		})
	}
}

// TestNewsIsNotTakenForOld: what looks like a known item, and is none.
func TestNewsIsNotTakenForOld(t *testing.T) {
	t.Parallel()
	at := func(n int) string { return fmt.Sprintf("https://x.example/%d", n) }
	for name, tc := range map[string]struct {
		before, after []entry
		want          int // new items
	}{
		"a title that comes again": {
			[]entry{{"Daily briefing", at(1), "a", "", ""}, {"Something else", at(2), "b", "", ""}},
			[]entry{{"Daily briefing", at(3), "c", "", ""}, {"Something else", at(2), "b", "", ""}}, 1,
		},
		"a feed of one title": {
			[]entry{{"Daily briefing", at(1), "a", "", "Monday"}}, []entry{{"Daily briefing", at(2), "b", "", "Tuesday"}}, 1,
		},
		"guids that count places": {
			[]entry{{"One", at(1), "1", "", ""}, {"Two", at(2), "2", "", ""}},
			[]entry{{"New", at(3), "1", "", ""}, {"One", at(1), "2", "", ""}, {"Two", at(2), "3", "", ""}}, 1,
		},
		"news in a feed of rotating links": {
			[]entry{{"One", at(1), "", "", ""}, {"Two", at(2), "", "", ""}},
			[]entry{{"New", at(13), "", "", ""}, {"One", at(11), "", "", ""}, {"Two", at(12), "", "", ""}}, 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, says(rss(tc.before...)))
			m := remember(news.Feed{URL: s.URL})
			first := refresh(t, s, m)
			s.set(first.After.NextFetch, says(rss(tc.after...)))
			if got := refresh(t, s, m); got.New != tc.want {
				t.Errorf("%d new items, want %d", got.New, tc.want)
			}
		})
	}
}

// TestNoFlood: however many items a feed has, few of them are news when it is new to us,
// or was away for long.
func TestNoFlood(t *testing.T) {
	t.Parallel()
	many := func(n int, date func(i int) time.Time) string {
		all := make([]entry, n)
		for i := range all {
			all[i] = entry{title: fmt.Sprint("Item ", i), link: fmt.Sprintf("https://x.example/%d", i), guid: fmt.Sprint(i)}
			if at := date(i); !at.IsZero() {
				all[i].date = at.Format(time.RFC1123Z)
			}
		}
		return rss(all...)
	}
	today := func(int) time.Time { return now }
	for name, tc := range map[string]struct {
		body string
		want int
	}{
		"5,000 from today":         {many(5000, today), 20},
		"5,000, half an hour each": {many(5000, func(i int) time.Time { return now.Add(-time.Duration(i) * 30 * time.Minute) }), 20},
		"5,000 without dates":      {many(5000, func(int) time.Time { return time.Time{} }), 0},
		"a dozen from today":       {many(12, today), 12},
		"from the future":          {many(30, func(i int) time.Time { return now.Add(time.Duration(i) * time.Hour) }), 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, says(tc.body))
			for _, f := range []news.Feed{{URL: s.URL}, {URL: s.URL, State: news.State{LastGood: now.AddDate(0, 0, -40), FailingSince: now.AddDate(0, 0, -40)}}} {
				m := remember(f)
				refresh(t, s, m)
				if got := fresh(m.items[s.URL]); got != tc.want {
					t.Errorf("last read at %v: %d of %d are news, want %d", f.LastGood, got, len(m.items[s.URL]), tc.want)
				}
			}
		})
	}
}

// fresh counts items that are no baseline.
func fresh(items map[string]news.Item) int {
	n := 0
	for _, it := range items {
		if !it.Baseline {
			n++
		}
	}
	return n
}

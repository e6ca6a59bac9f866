package news_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"magpie/news"
)

func TestKeep(t *testing.T) {
	t.Parallel()
	followed := news.Feed{URL: "https://feed.example/", State: news.State{LastGood: ago(1)}}
	fresh := news.Feed{URL: "https://feed.example/"}
	known := []news.Item{{ID: "old", Title: "Old", Summary: "s", Published: ago(10), Seen: ago(9), Baseline: true}}
	for name, tc := range map[string]struct {
		feed news.Feed
		in   news.Item
		want *news.Item // nil: nothing to save
	}{
		"new":                  {followed, news.Item{ID: "n", Title: "N", Published: ago(2)}, &news.Item{ID: "n", Title: "N", Published: ago(2), Seen: now}},
		"new but old":          {followed, news.Item{ID: "n", Title: "N", Published: ago(100)}, &news.Item{ID: "n", Title: "N", Published: ago(100), Seen: now}},
		"undated":              {followed, news.Item{ID: "n", Title: "N"}, &news.Item{ID: "n", Title: "N", Published: now, Seen: now}},
		"from the future":      {followed, news.Item{ID: "n", Title: "N", Published: ago(-5)}, &news.Item{ID: "n", Title: "N", Published: now, Seen: now}},
		"known":                {followed, news.Item{ID: "old", Title: "Old", Summary: "s", Published: ago(1)}, nil},
		"edited":               {followed, news.Item{ID: "old", Title: "Newer", Summary: "s", Published: ago(1)}, &news.Item{ID: "old", Title: "Newer", Summary: "s", Published: ago(10), Seen: ago(9), Edited: now, Baseline: true}},
		"first fetch, recent":  {fresh, news.Item{ID: "n", Title: "N", Published: ago(47)}, &news.Item{ID: "n", Title: "N", Published: ago(47), Seen: now}},
		"first fetch, old":     {fresh, news.Item{ID: "n", Title: "N", Published: ago(49)}, &news.Item{ID: "n", Title: "N", Published: ago(49), Seen: now, Baseline: true}},
		"first fetch, undated": {fresh, news.Item{ID: "n", Title: "N"}, &news.Item{ID: "n", Title: "N", Published: now, Seen: now, Baseline: true}},
	} {
		got := news.Keep(tc.feed, []news.Item{tc.in, tc.in}, known, now)
		var want []news.Item
		if tc.want != nil {
			want = []news.Item{*tc.want}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestKey(t *testing.T) {
	t.Parallel()
	const feed = "https://feed.example/rss"
	key := func(link, guid, title string) string { return news.Key(feed, link, guid, title) }
	same := [][2]string{
		{key("https://x.example/a?utm_source=rss", "1", "A"), key("http://www.x.example/a", "2", "B")},
		{key("", "1", "A"), key("", "1", "B")},
		{key("https://x.example/", "1", "A"), key("https://x.example/", "1", "B")},
		{key("", "", "A b"), key("", "", "a B")},
		{key("https://x.example/a", "", ""), news.Key("https://other.example/", "https://x.example/a", "", "")},
	}
	for i, pair := range same {
		if pair[0] != pair[1] {
			t.Errorf("pair %d differs", i)
		}
	}
	all := []string{
		key("https://x.example/a", "1", "A"), key("https://x.example/b", "1", "A"), key("https://x.example/", "1", "A"), key("", "2", "A"),
		key("", "", "A"), key("", "", "B"), news.Key("https://other.example/rss", "", "1", "A"), news.Key("https://other.example/rss", "", "", "A"),
	}
	slices.Sort(all)
	if n := len(slices.Compact(all)); n != 8 {
		t.Errorf("%d keys of 8 items", n)
	}
}

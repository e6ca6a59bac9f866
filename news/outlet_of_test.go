package news_test

import (
	"testing"

	"magpie/news"
)

func TestOutletOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		publisher, link string
		want            news.Outlet
	}{
		{"Reuters", "https://news.aggregator.example/1", news.Agency},
		{" REUTERS ", "", news.Agency},
		{"新華社", "", news.StateMedia},
		{"Anything", "https://www.reuters.com/a", news.Agency},
		{"Anything", "http://politics.people.com.cn/a", news.StateMedia},
		{"Reuters", "https://www.federalregister.gov/a", news.OfficialDocument}, // where it stands counts more
		{"A small paper", "https://small.example/a", news.UnknownOutlet},
		{"", "https://notreuters.com/a", news.UnknownOutlet},
		{"", "::", news.UnknownOutlet},
	} {
		if got := news.OutletOf(c.publisher, c.link); got != c.want {
			t.Errorf("%q at %q: %q, want %q", c.publisher, c.link, got, c.want)
		}
	}
}

// An aggregator's items are of many kinds; a feed's own are of the kind that it is said to be.
func TestOutletOfAnItem(t *testing.T) {
	t.Parallel()
	found := func(it *news.Item) {
		it.Feed, it.Link, it.Outlet = "https://aggregator.example/rss", "https://aggregator.example.net/1", news.Newspaper
	}
	own := func(it *news.Item) {
		it.Feed, it.Link, it.Outlet = "https://one.example/rss", "https://one.example/1", news.Blog
	}
	for want, it := range map[news.Outlet]news.Item{
		news.Agency:    item("a", "en", "Supreme Court takes up the TikTok ban law", found, by("Reuters")),
		news.Newspaper: item("b", "en", "Supreme Court takes up the TikTok ban law", found, by("Nobody")),
		news.Blog:      item("c", "en", "Supreme Court takes up the TikTok ban law", own, by("Reuters")),
	} {
		e := news.Compose(reader(t), digest, presets(t), news.Window{From: ago(24), To: now}, []news.Item{it}, nil)
		if len(e.Stories) != 1 || e.Stories[0].Items[0].Outlet != want {
			t.Errorf("%q of %q is %v", it.Publisher, it.Link, e.Stories)
		}
	}
}

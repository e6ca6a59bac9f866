package news_test

import (
	"slices"
	"strings"
	"testing"

	"magpie/news"
)

// toldAt is a digest's run, some hours ago, that told one story.
func toldAt(h float64, items ...news.Item) []news.Run {
	return []news.Run{{Slot: "then", At: ago(h), Outcome: news.Posted, Stories: []news.Story{{ID: items[0].ID, Items: items, Topic: "tiktok-ban", Score: .5}}}}
}

// by is an item of a publisher.
func by(publisher string) func(*news.Item) {
	return func(it *news.Item) { it.Publisher = publisher }
}

func TestAStoryIsToldAgainOnlyIfItDeveloped(t *testing.T) {
	t.Parallel()
	const said = "Supreme Court upholds the TikTok ban law in a ruling"
	was := item("was", "en", said, at(30))
	was.Summary = "The court ruled on the law."
	same := func(it *news.Item) { it.Link = was.Link } // whoever groups, they are one story
	edited := was
	edited.Edited = ago(1)
	for name, tc := range map[string]struct {
		items []news.Item
		told  bool
	}{
		"nothing new":              {[]news.Item{was, item("b", "en", said, same)}, false},
		"reworded":                 {[]news.Item{was, item("b", "en", "The TikTok ban law is upheld by the Supreme Court", same)}, false},
		"two more publishers":      {[]news.Item{was, item("b", "en", "TikTok ban law upheld, rules Supreme Court", same), item("c", "en", "TikTok loses: Supreme Court upholds ban law", same)}, false},
		"one publisher, thrice":    {[]news.Item{was, item("b", "en", "TikTok ban law upheld, rules Supreme Court", same, by("B")), item("c", "en", "TikTok loses: Supreme Court upholds ban law", same, by("B")), item("d", "en", "Supreme Court: the TikTok ban law stands", same, by("b"))}, false},
		"three copies":             {[]news.Item{was, item("b", "en", said, same), item("c", "en", said, same), item("d", "en", said, same)}, false},
		"three more publishers":    {[]news.Item{was, item("b", "en", "TikTok ban law upheld, rules Supreme Court", same), item("c", "en", "TikTok loses: Supreme Court upholds ban law", same), item("d", "en", "Supreme Court: the TikTok ban law stands", same)}, true},
		"a number in the headline": {[]news.Item{was, item("b", "en", "Supreme Court upholds TikTok ban law that touches 170 million users", same)}, true},
		"a trivial number":         {[]news.Item{was, item("b", "en", "5 things about the TikTok ban law that the Supreme Court upheld", same)}, false},
		"a day in the headline":    {[]news.Item{was, item("b", "en", "Supreme Court upholds TikTok ban law, due on January 19", same)}, true},
	} {
		d := digest
		e := news.Compose(reader(t), d, presets(t), news.NextWindow(toldAt(20, was), now), tc.items, toldAt(20, was))
		if len(e.Stories) > 0 != tc.told {
			t.Errorf("%s: told %v", name, titles(e))
		}
		for _, s := range e.Stories {
			if !s.Updated || s.Items[0].ID == "was" {
				t.Errorf("%s: updated %t, begins with %q", name, s.Updated, s.Items[0].Title)
			}
		}
	}
}

func titles(e news.Edition) (all []string) {
	for _, s := range e.Stories {
		all = append(all, s.Items[0].Title)
	}
	return all
}

// What was told is known again although its items are given no more.
func TestWhatWasToldIsGroupedAgain(t *testing.T) {
	t.Parallel()
	was := item("was", "en", "Supreme Court upholds the TikTok ban law in a ruling", at(30))
	copied := item("b", "en", was.Title)
	history := toldAt(20, was)
	e := news.Compose(reader(t), digest, presets(t), news.NextWindow(history, now), []news.Item{copied}, history)
	if len(e.Stories) > 0 || len(e.Dropped) != 1 || e.Dropped[0].Reasons[0].Key != news.AlreadyTold {
		t.Errorf("told %v, dropped %v", titles(e), e.Dropped)
	}
}

func TestHeadlinesOfEachScript(t *testing.T) {
	t.Parallel()
	link := func(it *news.Item) { it.Link = "https://site.example/one" }
	simple := item("cn", "zh-CN", "最高法院维持 TikTok 禁令", link)
	full := item("tw", "zh-TW", "最高法院維持 TikTok 禁令", link)
	english := item("en", "en", "Supreme Court upholds the TikTok ban", link)
	for name, tc := range map[string]struct {
		langs []string
		items []news.Item
		want  string // ids that are shown
	}{
		"simplified":              {[]string{"zh-CN"}, []news.Item{full, simple, english}, "cn en"},
		"traditional":             {[]string{"zh-TW"}, []news.Item{simple, full, english}, "tw en"},
		"English":                 {[]string{"en"}, []news.Item{simple, full, english}, "en cn tw"},
		"the other script, alone": {[]string{"zh-TW"}, []news.Item{simple, english}, "cn en"},
		"two languages":           {[]string{"en", "zh-TW"}, []news.Item{simple, full, english}, "en tw"},
		"the other of two":        {[]string{"en", "zh-TW"}, []news.Item{simple, english}, "en cn"},
		"nothing to read":         {[]string{"en"}, []news.Item{simple}, ""},
	} {
		d := digest
		d.Languages = tc.langs
		e := news.Compose(reader(t), d, presets(t), news.Window{From: ago(24), To: now}, tc.items, nil)
		var got []string
		for _, s := range e.Stories {
			for _, it := range s.For(tc.langs) {
				got = append(got, it.ID)
			}
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: %v, want %s", name, got, tc.want)
		}
		if tc.want == "" && e.Dropped[0].Reasons[0].Key != news.NotLanguage {
			t.Errorf("%s: dropped %v", name, e.Dropped)
		}
	}
}

func TestOrderOfStories(t *testing.T) {
	t.Parallel()
	items := []news.Item{
		item("old", "en", "Supreme Court takes up the TikTok ban law in Congress", at(9)),
		item("mid", "en", "RedNote adds a translation button for newcomers", at(6)),
		item("new", "en", "Senate votes on TikTok divestiture and the ban deadline", at(3)),
	}
	for order, want := range map[news.Order]string{
		news.NewestFirst: "new mid old", news.OldestFirst: "old mid new", news.ByTopic: "mid",
	} {
		d := digest
		d.Topics, d.Order = []string{"rednote", "tiktok-ban"}, order
		var got []string
		for _, s := range news.Compose(reader(t), d, presets(t), news.Window{From: ago(24), To: now}, items, nil).Stories {
			got = append(got, s.ID)
		}
		if !strings.HasPrefix(strings.Join(got, " "), want) || len(got) != 3 {
			t.Errorf("%s: %v, want %s", order, got, want)
		}
	}
}

// A pool makes the same editions as Compose, for any digest.
func TestPool(t *testing.T) {
	t.Parallel()
	items := []news.Item{item("a", "en", "Supreme Court takes up the TikTok ban law"), item("b", "en", "RedNote adds a translation button for newcomers")}
	w := news.Window{From: ago(24), To: now}
	pool := news.NewPool(reader(t), digest, presets(t), now, items)
	for _, length := range []int{0, 1, 5} {
		d := digest
		d.Length = length
		want := news.Compose(reader(t), d, presets(t), w, items, nil)
		if got := pool.Edition(d, w, nil); !slices.Equal(titles(got), titles(want)) || len(got.Dropped) != len(want.Dropped) {
			t.Errorf("%d stories: told %v, want %v", length, titles(got), titles(want))
		}
	}
}

package news_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the feeds' zones, wherever this runs

	"magpie/news"
)

func presets(t testing.TB) []news.Topic {
	t.Helper()
	topics, err := news.Presets()
	if err != nil {
		t.Fatal(err)
	}
	return topics
}

// TestTopics has made-up headlines, each with the topics it belongs to.
func TestTopics(t *testing.T) {
	t.Parallel()
	topics := presets(t)
	for headline, want := range map[string]string{
		"Supreme Court to hear TikTok's appeal":             "tiktok-ban",
		"ByteDance weighs sale of its US business":          "tiktok-ban",
		"Senators want another extension for TIKTOK":        "tiktok-ban",
		"字节跳动考虑出售美国业务":                                      "tiktok-ban",
		"最高法院審理 TikTok 上訴":                                  "tiktok-ban",
		"抖音国际版面临剥离期限":                                       "tiktok-ban",
		"ＴｉｋＴｏｋ　禁令生效":                                       "tiktok-ban",
		"A TikTok dance takes over the school yard":         "",
		"TikTok ban promo code: 20% off VPNs":               "",
		"抖音上线新的剪辑功能":                                        "",
		"抖音将在法院起诉一家公司":                                      "",
		"Bank band banner: urban bandits":                   "",
		"RedNote tops the charts":                           "rednote",
		"TikTok refugees flock to Xiaohongshu":              "rednote tiktok-ban",
		"小红书推出翻译功能":                                         "rednote",
		"小紅書使用者教英文":                                         "rednote",
		"The red notebook that Interpol issued":             "",
		"Australia bans social media for children under 16": "restrictions",
		"India keeps its TikTok ban":                        "restrictions tiktok-ban",
		"台灣暫停小紅書一年":                                         "restrictions rednote",
		"澳大利亚禁止未满16岁的人使用社交媒体":                               "restrictions",
		"Australia travel ban: social media reacts":         "",
		"Creators on TikTok look for another income":        "creators",
		"创作者把粉丝带到小红书":                                       "creators rednote",
		"網紅談短影音的收益":                                         "creators",
		"Creator of a famous cartoon dies":                  "",
		"Weather: rain in the north":                        "",
	} {
		var got []string
		for _, topic := range topics {
			it := news.Item{Title: headline, Published: now}
			if v := news.NewJudge(reader(t), []news.Topic{topic}).Item(it, now); v.Kept {
				got = append(got, v.Topic)
				if v.Score <= 0 || v.Score > 1 || v.Reasons[0].Key != news.Mentions || v.Reasons[0].Args[0] == "" {
					t.Errorf("%q: verdict %+v", headline, v)
				}
			}
		}
		wanted := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("%q: topics %q, want %q", headline, got, wanted)
		}
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	topics := []news.Topic{
		{Name: "birds", Must: [][]string{{"magpie", "喜鹊"}}, Should: []string{"nest*"}, Not: []string{"football"}},
		{Name: "nests", Must: [][]string{{"nest*"}}},
	}
	judge := news.NewJudge(reader(t), topics)
	for name, tc := range map[string]struct {
		item news.Item
		key  string
		args string
	}{
		"in the title":     {news.Item{Title: "A magpie", Published: now}, news.Mentions, "magpie"},
		"in the summary":   {news.Item{Title: "A bird", Summary: "it is a Magpie.", Published: now}, news.Mentions, "magpie"},
		"beside Chinese":   {news.Item{Title: "看magpie飞", Published: now}, news.Mentions, "magpie"},
		"with a beginning": {news.Item{Title: "Magpie nesting", Published: now}, news.Mentions, "magpie, nest"},
		"part of a word":   {news.Item{Title: "Magpielike", Published: now}, news.OffTopic, ""},
		"excluded":         {news.Item{Title: "Magpie football", Published: now}, news.Excluded, "football"},
		"nothing":          {news.Item{Title: "A sparrow", Published: now}, news.OffTopic, ""},
		"old":              {news.Item{Title: "A magpie", Published: now.Add(-100 * time.Hour)}, news.TooOld, "100"},
		"from before":      {news.Item{Title: "A magpie", Published: now, Baseline: true}, news.OldAtStart, ""},
		"from tomorrow":    {news.Item{Title: "A magpie", Published: now.Add(time.Hour)}, news.Mentions, "magpie"},
	} {
		v := judge.Item(tc.item, now)
		if v.Reasons[0].Key != tc.key || strings.Join(v.Reasons[0].Args, " ") != tc.args || v.Kept != (tc.key == news.Mentions) {
			t.Errorf("%s: %+v, want %s %s", name, v, tc.key, tc.args)
		}
	}
	title := judge.Item(news.Item{Title: "A magpie", Published: now}, now)
	summary := judge.Item(news.Item{Title: "x", Summary: "A magpie", Published: now}, now)
	yesterday := judge.Item(news.Item{Title: "A magpie", Published: now.Add(-24 * time.Hour)}, now)
	if title.Score <= summary.Score || title.Score != 2*yesterday.Score {
		t.Errorf("scores: title %v, summary %v, yesterday %v", title.Score, summary.Score, yesterday.Score)
	}
}

// TestPresets checks the data that comes with the program.
func TestPresets(t *testing.T) {
	t.Parallel()
	langs := []string{"en", "zh-CN", "zh-TW"}
	outlets := []news.Outlet{news.OfficialDocument, news.Company, news.StateMedia, news.Agency, news.Newspaper, news.Blog}
	var names []string
	for _, topic := range presets(t) {
		names = append(names, topic.Name)
		fed := map[string]bool{}
		for _, lang := range langs {
			if topic.Title[lang] == "" {
				t.Errorf("%s has no title in %s", topic.Name, lang)
			}
		}
		for _, f := range topic.Feeds {
			u, err := news.FeedURL(f.URL)
			if _, zerr := time.LoadLocation(f.Zone); err != nil || u != f.URL || zerr != nil || f.Zone == "" || f.Title == "" {
				t.Errorf("feed %+v: %q, %v, %v", f, u, err, zerr)
			}
			if !slices.Contains(langs, f.Lang) || !slices.Contains(outlets, f.Outlet) || f.On() {
				t.Errorf("feed %+v: language, outlet, or on", f)
			}
			host, _ := url.Parse(f.URL)
			if host.Host == "news.google.com" {
				t.Errorf("feed %s goes by way of a search engine", f.URL)
			}
			fed[f.Lang] = true
		}
		if len(fed) != len(langs) {
			t.Errorf("%s has feeds in %v only", topic.Name, fed)
		}
	}
	if want := []string{"tiktok-ban", "rednote", "restrictions", "creators"}; !slices.Equal(names, want) {
		t.Errorf("topics %q, want %q", names, want)
	}
}

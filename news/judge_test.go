package news_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the feeds' zones, wherever this runs

	"github.com/google/go-cmp/cmp"

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
		"India keeps its TikTok ban":                        "restrictions",
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

// TestAbout has items that satisfy a topic, and whether they are about it.
func TestAbout(t *testing.T) {
	t.Parallel()
	topics := map[string]news.Topic{
		"sale":    {Name: "sale", Must: [][]string{{"@tiktok"}, {"sale", "sold", "deal", "出售"}}, Should: []string{"Oracle", "甲骨文"}, Against: []string{"Nepal"}},
		"rednote": {Name: "rednote", Must: [][]string{{"@rednote"}}},
	}
	for _, tc := range []struct {
		topic, title, summary string
		kept                  bool
	}{
		{"sale", "TikTok sale closes", "", true},
		{"sale", "A deal at last", "TikTok is sold to investors.", true},
		{"sale", "抖音海外版出售给投资人", "", true},
		{"sale", "投資人買下抖音國際版", "出售案今天完成。", true},
		{"sale", "The lamp as seen on TikTok is sold out", "", false},
		{"sale", "Lamp from a viral TikTok video sold out in a day", "Shops say that they never saw such a thing before and have ordered more of them from three makers.", false},
		{"sale", "Nepal weighs a deal with TikTok", "", false},
		{"rednote", "RedNote tests a shop", "", true},
		{"rednote", "小紅書測試商店", "", true},
		{"rednote", "An actor marries", "He posted the news on Xiaohongshu, where his followers sent him all the best and asked when they could see pictures of the feast.", false},
		{"rednote", "男星宣布结婚", "据小红书网友爆料，婚礼在海边举行，现场来了很多朋友，大家都送上了祝福，还有人拍下了烟花。", false},
	} {
		v := news.NewJudge(reader(t), []news.Topic{topics[tc.topic]}).Item(news.Item{Title: tc.title, Summary: tc.summary, Published: now}, now)
		if v.Kept != tc.kept || !tc.kept && (v.Reasons[0].Key != news.Weak || len(v.Reasons[0].Args) != 3) {
			t.Errorf("%q, %q: %+v, want %v", tc.title, tc.summary, v, tc.kept)
		}
	}
}

// TestScoreOrder has items about one thing, those that are more about it before others.
func TestScoreOrder(t *testing.T) {
	t.Parallel()
	topic := news.Topic{Name: "birds", Must: [][]string{{"magpie"}}, Should: []string{"nest"}, Feeds: []news.Feed{}}
	judge := news.NewJudge(reader(t), []news.Topic{topic})
	last := 2.0
	for _, it := range []news.Item{
		{Title: "A magpie builds its nest", Summary: "The magpie sings.", Outlet: news.Agency, Feed: "https://a.example/?q=magpie"},
		{Title: "A magpie builds its nest", Summary: "The magpie sings.", Outlet: news.Agency, Feed: "https://a.example/"},
		{Title: "A magpie builds its nest", Summary: "The magpie sings.", Outlet: news.Blog},
		{Title: "A magpie builds its house", Summary: "The magpie sings."},
		{Title: "A magpie builds its house", Summary: "The bird sings."},
		{Title: "A bird builds its house", Summary: "The magpie sings."},
		{Title: "A bird builds its house", Summary: "The bird sings."},
	} {
		it.Published = now
		v := judge.Item(it, now)
		if v.Score >= last {
			t.Errorf("%+v: %v, not under %v", it, v.Score, last)
		}
		last = v.Score
	}
	if last != 0 {
		t.Error("score of what is off topic:", last)
	}
}

// TestReasons checks what is said about items that were dropped.
func TestReasons(t *testing.T) {
	t.Parallel()
	topic := news.Topic{
		Name: "sale", Must: [][]string{{"@tiktok", "ByteDance"}, {"sale", "deal", "offer", "bid"}}, Not: []string{"@bluesky"}, Patterns: []string{"!podcast"},
	}
	judge := news.NewJudge(reader(t), []news.Topic{topic})
	for title, want := range map[string]string{
		"TikTok tests a button":             "lacks TikTok | sale, deal, offer",
		"A deal for grain":                  "lacks deal | TikTok, ByteDance",
		"抖音国际版測試按鈕":                         "lacks TikTok | sale, deal, offer",
		"TikTok sale and Bluesky's answer":  "excluded Bluesky",
		"TikTok sale, the podcast":          "pattern !podcast",
		"A bird":                            "off_topic ",
		"TIKTOK SALE, as ByteDance says it": "mentions TikTok, ByteDance, sale",
	} {
		r := judge.Item(news.Item{Title: title, Lang: news.GuessLanguage(title, ""), Published: now}, now).Reasons[0]
		if got := r.Key + " " + strings.Join(r.Args, " | "); got != want {
			t.Errorf("%q: %s, want %s", title, got, want)
		}
	}
}

// TestVerdictIsTheItemsOwn judges items beside others and alone.
func TestVerdictIsTheItemsOwn(t *testing.T) {
	t.Parallel()
	judge := news.NewJudge(reader(t), presets(t))
	titles := []string{"Congress weighs the TikTok ban", "RedNote tops the charts", "Rain in the north"}
	alone := map[string]news.Verdict{}
	for _, title := range titles {
		alone[title] = news.NewJudge(reader(t), presets(t)).Item(news.Item{Title: title, Published: now}, now)
	}
	slices.Reverse(titles)
	for _, title := range slices.Concat(titles, titles) {
		if diff := cmp.Diff(alone[title], judge.Item(news.Item{Title: title, Published: now}, now)); diff != "" {
			t.Errorf("%q: (-alone +beside others)\n%s", title, diff)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	judge := news.NewJudge(reader(b), presets(b))
	items := make([]news.Item, 10_000)
	for i := range items {
		items[i] = news.Item{
			Title:     fmt.Sprintf("Congress weighs the TikTok ban again, vote %d", i),
			Summary:   "Lawmakers of both parties asked for more time before the deadline, and app stores wait for a word from the court.",
			Published: now,
		}
		if i%2 == 0 {
			items[i].Title = fmt.Sprintf("最高法院第 %d 次審理 TikTok 禁令", i)
			items[i].Summary = "雙方律師就言論自由與國家安全陳述意見，法官詢問資料如何儲存，裁決預計在期限之前公布。"
		}
	}
	for b.Loop() {
		for _, it := range items {
			judge.Item(it, now)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/10000")
}

// Another place that is named does not take the ban in the United States out of its topic.
func TestBanThatNamesAnotherPlace(t *testing.T) {
	t.Parallel()
	var ban []news.Topic
	for _, topic := range presets(t) {
		if topic.Name == "tiktok-ban" {
			ban = append(ban, topic)
		}
	}
	for title, want := range map[string]bool{
		"US ban of TikTok goes ahead as Canada and Australia look on":    true,
		"White House delays the TikTok ban; Canada, Taiwan weigh theirs": true,
		"美国禁令生效，TikTok 停止服务，加拿大与澳大利亚跟进":                                  true,
		"Canada orders TikTok to close its offices":                      false,
		"Albania blocks TikTok for a year":                               false,
	} {
		if v := news.NewJudge(reader(t), ban).Item(news.Item{Title: title, Published: now}, now); v.Kept != want {
			t.Errorf("%s: %+v", title, v)
		}
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
		if err := news.CheckTopic(reader(t), topic); err != nil {
			t.Errorf("%s: %v", topic.Name, err)
		}
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

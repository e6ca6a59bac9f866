package news_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/news"
)

// reports makes judged items of texts "title" or "title | summary", an hour apart.
func reports(texts ...string) []news.Judged {
	var out []news.Judged
	for i, text := range texts {
		title, summary, _ := strings.Cut(text, " | ")
		at := now.Add(time.Duration(i) * time.Hour)
		out = append(out, news.Judged{Item: news.Item{
			ID: "n" + strconv.Itoa(i), Title: title, Summary: summary, Lang: news.GuessLanguage(title, ""), Published: at, Seen: at,
		}})
	}
	return out
}

// elsewhere is other news of the same days, by which what is rare can be told from what is common.
var elsewhere = []string{
	"TikTok names new head of safety", "How to make the best of a TikTok account", "Magpies recognise themselves in mirrors, study finds",
	"City council votes to widen cycle lanes", "Storm closes schools on the coast", "小红书上的猫都怎么了", "本市新开三条公交线路", "颱風逼近 東部停班停課",
	"TikTok creators look for second home", "Library keeps late opening hours", "抖音上线新的长视频功能", "Bakery wins prize for sourdough",
}

// TestSameStory groups pairs that tell the same story, among other news.
func TestSameStory(t *testing.T) {
	t.Parallel()
	tests := map[string][2]string{
		"reworded":          {"Supreme Court upholds law banning TikTok", "Justices uphold TikTok ban in unanimous Supreme Court ruling"},
		"inflected":         {"Volkswagen admits cheating on diesel emissions", "Volkswagen admitted to cheat in emission tests of diesels"},
		"labels":            {"Live: Storm Ana floods Porto - Reuters", "Storm Ana floods Porto | World | BBC News"},
		"two scripts":       {"最高法院一致裁定维持TikTok禁令", "最高法院一致裁定維持TikTok禁令 19日生效"},
		"names of places":   {"歐盟對X罰款1.2億歐元", "欧盟开出1.2亿欧元罚单，X被罚"},
		"two languages":     {"Supreme Court upholds TikTok ban | The law takes effect on Jan. 19.", "最高法院维持TikTok禁令 | 法律将于1月19日生效。"},
		"numbers rounded":   {"Ireland fines TikTok 530 million euros over data transfers", "Ireland hits TikTok with €529.9m fine over data transfers"},
		"passive":           {"Minnesota sues TikTok over addictive design", "TikTok sued by Minnesota over addictive design"},
		"same title, later": {"What the magpie saw from the bridge today", "WHAT THE MAGPIE SAW FROM THE BRIDGE, TODAY"},
	}
	for name, pair := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !together(t, pair) {
				t.Errorf("two stories:\n%s\n%s", pair[0], pair[1])
			}
		})
	}
}

// TestOtherStory groups pairs that look alike and tell two stories.
func TestOtherStory(t *testing.T) {
	t.Parallel()
	tests := map[string][2]string{
		"other place":           {"France bans TikTok on government phones", "Australia bans TikTok on government phones"},
		"other company":         {"Oracle confirms talks to buy TikTok", "Microsoft confirms talks to buy TikTok"},
		"other service":         {"印度宣布封禁小红书", "印度宣布封禁抖音"},
		"other person":          {"Biden signs executive order on TikTok", "Trump signs executive order on TikTok"},
		"turned around":         {"Ukraine attacks Russia with drones overnight", "Russia attacks Ukraine with drones overnight"},
		"passive turned around": {"Meta sues TikTok over stolen code", "Meta sued by TikTok over stolen code"},
		"other amount":          {"Ireland fines TikTok 345 million euros", "Ireland fines TikTok 530 million euros"},
		"other length":          {"Trump gives TikTok 75 more days to sell", "Trump gives TikTok 90 more days to sell"},
		"other length, 中文":      {"特朗普给TikTok75天宽限期", "川普給TikTok90天寬限期"},
		"other count":           {"Fire toll in the valley rises to 24", "Fire toll in the valley rises to 27"},
		"other ordinal":         {"Congress marks 12th hearing on TikTok", "Congress marks 13th hearing on TikTok"},
		"other day":             {"TikTok ban to take effect on Jan 19", "TikTok ban to take effect on April 5"},
		"other day, languages":  {"TikTok ban takes effect on Jan 19", "TikTok禁令4月5日生效"},
		"briefings":             {"Morning briefing: TikTok ban, storm", "Morning briefing: TikTok ban, cold snap"},
		"same publisher":        {"Court upholds ban - The New York Times", "Bakers go on strike - The New York Times"},
		"languages, ubiquitous": {"TikTok ban divides creators", "TikTok禁令引发热议"},
	}
	for name, pair := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if together(t, pair) {
				t.Errorf("one story:\n%s\n%s", pair[0], pair[1])
			}
		})
	}
}

// together reports whether two of many reports are in one story.
func together(t *testing.T, pair [2]string) bool {
	t.Helper()
	for _, s := range news.Group(reader(t), reports(append(pair[:], elsewhere...)...), []string{"en"}, news.Normal) {
		if slices.ContainsFunc(s.Items, func(it news.Item) bool { return it.ID == "n0" }) {
			return slices.ContainsFunc(s.Items, func(it news.Item) bool { return it.ID == "n1" })
		}
	}
	t.Fatal("an item is in no story")
	return false
}

// TestWindow groups the same news of different days.
func TestWindow(t *testing.T) {
	t.Parallel()
	for days, want := range map[int]int{1: 1, 2: 1, 4: 2, 30: 2} {
		items := reports("Storm Ana floods the old town of Porto", "Old town of Porto flooded by storm Ana")
		items[1].Published = items[0].Published.AddDate(0, 0, days)
		if got := len(news.Group(reader(t), items, nil, news.Loose)); got != want {
			t.Errorf("%d days apart: %d stories, want %d", days, got, want)
		}
	}
}

// TestJoins says why items belong to a story.
func TestJoins(t *testing.T) {
	t.Parallel()
	items := reports(append([]string{
		"Supreme Court upholds TikTok ban | The law takes effect on Jan. 19 for 170 million users.",
		"SUPREME COURT UPHOLDS TIKTOK BAN",
		"最高法院維持TikTok禁令 | 法律將於1月19日對1.7億用戶生效。",
	}, elsewhere...)...)
	stories := news.Group(reader(t), items, []string{"en"}, news.Normal)
	joins := stories[0].Joins
	if len(joins) != 2 || joins[0].Item != "n1" || joins[0].With != "n0" || joins[1].Item != "n2" {
		t.Fatalf("got %+v", joins)
	}
	said := func(j news.Join) map[string]string {
		out := map[string]string{}
		for _, r := range j.Reasons {
			out[r.Key] = strings.Join(r.Args, "; ")
		}
		return out
	}
	if _, ok := said(joins[0])[news.SameTitle]; !ok {
		t.Errorf("same title: %v", joins[0])
	}
	other := said(joins[1])
	for key, want := range map[string]string{news.SameNumbers: "1.7億", news.SameDates: "1月19日", news.SameNames: "最高法院"} {
		if !strings.Contains(other[key], want) {
			t.Errorf("%s: %s has no %s", key, other[key], want)
		}
	}
	if alike, err := strconv.Atoi(other[news.Similar]); err != nil || alike < 20 || alike > 100 {
		t.Errorf("%q percent alike", other[news.Similar])
	}
	for _, s := range stories[1:] {
		if len(s.Joins) != len(s.Items)-1 {
			t.Errorf("%s: %d reasons for %d items", s.Items[0].Title, len(s.Joins), len(s.Items))
		}
	}
}

// TestGroupInAnyOrder groups items as they come and shuffled.
func TestGroupInAnyOrder(t *testing.T) {
	t.Parallel()
	items := kept(labelled(t, "stories.jsonl", "dev"))
	shape := func() string {
		var b strings.Builder
		for _, s := range news.Group(reader(t), items, nil, news.Normal) {
			for _, it := range s.Items {
				b.WriteString(it.ID + " ")
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	want := shape()
	random := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		random.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		if got := shape(); got != want {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	}
}

// BenchmarkGroup10000 reads and groups the reports of three busy days, with summaries, a third of them in Chinese.
// In a batch that is too small to show what is common, words that everybody uses make no story of two.
func TestUsualWordsJoinNothing(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"RedNote adds a translate button, says sample report", "Sample court fines RedNote"},
		{"RedNote opens sample office", "Sample test of RedNote"},
		{"Sample company sues RedNote over a song", "RedNote bans sample company from selling tea"},
		{"小红书最新活动公布", "小红书公布最新账号问题"},
	} {
		if stories := news.Group(reader(t), reports(pair[0], pair[1]), []string{"en"}, news.Normal); len(stories) != 2 {
			t.Errorf("%q are one story: %+v", pair, stories[0].Joins)
		}
	}
}

// What is found does not depend on how many goroutines look for it.
func TestGroupWithAnyWorkers(t *testing.T) {
	t.Parallel()
	items := append(kept(labelled(t, "stories.jsonl", "dev")), invented(1500)...)
	for _, how := range []news.Grouping{news.Strict, news.Normal, news.Loose} {
		var alone []news.Story
		for _, workers := range []int{1, 2, 7} {
			fresh, err := freshReader()
			if err != nil {
				t.Fatal(err)
			}
			stories := news.GroupWith(fresh, items, []string{"zh-TW", "en"}, how, workers)
			if workers == 1 {
				alone = stories
			} else if diff := cmp.Diff(alone, stories); diff != "" {
				t.Errorf("%s, %d workers (-one +more):\n%s", how, workers, diff)
			}
		}
	}
}

func BenchmarkGroup10000(b *testing.B) {
	items := invented(10000)
	for b.Loop() {
		fresh, err := freshReader()
		if err != nil {
			b.Fatal(err)
		}
		news.Group(fresh, items, []string{"en"}, news.Normal)
	}
}

// invented makes reports of stories in made-up words, of which the n-th is said 1/n as often, as in language.
func invented(n int) []news.Judged {
	random := rand.New(rand.NewPCG(1, 2))
	var latin, han []string
	for i := range 12000 {
		word := ""
		for range 2 + random.IntN(3) {
			word += string("bcdfglmnprstvz"[random.IntN(14)]) + string("aeiou"[random.IntN(5)])
		}
		latin = append(latin, word)
		han = append(han, string([]rune{rune(0x4E00 + i%2000), rune(0x4E00 + random.IntN(3000))}))
	}
	often := rand.NewZipf(random, 1.07, 8, uint64(len(latin)-1))
	var items []news.Judged
	for len(items) < n {
		var about []uint64
		for range 10 {
			about = append(about, often.Uint64())
		}
		at := now.Add(time.Duration(random.IntN(72)) * time.Hour)
		for range 1 + random.IntN(8) {
			lang, words, space := "en", latin, " "
			if random.IntN(3) == 0 {
				lang, words, space = "zh-CN", han, ""
			}
			text := func(length int) string {
				var out []string
				for i := range length {
					w := often.Uint64()
					if i%2 == 0 {
						w = about[random.IntN(len(about))]
					}
					out = append(out, words[w])
				}
				return strings.Join(out, space)
			}
			items = append(items, news.Judged{Item: news.Item{
				ID: strconv.Itoa(len(items)), Title: "TikTok " + text(9), Summary: text(28), Lang: lang, Published: at, Seen: at,
			}})
		}
	}
	return items[:n]
}

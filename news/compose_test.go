package news_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/news"
)

func ago(h float64) time.Time { return now.Add(-time.Duration(h * float64(time.Hour))) }

// item is an item of a feed, an hour old unless it says otherwise.
func item(id, lang, title string, change ...func(*news.Item)) news.Item {
	it := news.Item{
		ID: id, Feed: "https://feed.example/" + id, Link: "https://site.example/" + id, Title: title,
		Publisher: "Paper " + id, Outlet: news.Newspaper, Lang: lang, Published: ago(1), Seen: ago(0.9),
	}
	for _, c := range change {
		c(&it)
	}
	return it
}

func at(published float64) func(*news.Item) {
	return func(it *news.Item) { it.Published, it.Seen = ago(published), ago(published) }
}

var digest = news.Digest{Name: "Morning", Topics: []string{"tiktok-ban", "rednote"}, Languages: []string{"en", "zh-TW"}, Length: 3}

func TestComposeGolden(t *testing.T) {
	t.Parallel()
	told := item("told", "en", "Congress votes on the TikTok law, 50 in favor", at(30))
	grown := told
	grown.Title, grown.Edited = "Congress passes the TikTok law, 62 in favor", ago(2)
	reworded := item("reworded", "en", "Judge rules on TikTok", at(28))
	again := reworded
	again.Title, again.Edited = "TikTok: judge rules", ago(2)
	items := []news.Item{
		item("a", "en", "Supreme Court takes up the TikTok ban"),
		item("b", "en", "Supreme Court takes up the TikTok ban - Paper b", func(it *news.Item) { it.Outlet = news.StateMedia }),
		item("c", "en", "SUPREME COURT takes up the “TikTok ban”!", func(it *news.Item) { it.Outlet = news.Agency }),
		item("d", "zh-TW", "最高法院審理 TikTok 禁令", at(3)),
		item("e", "zh-CN", "小红书推出新的翻译功能", at(5)),
		item("f", "en", "RedNote adds a translation button", at(20)),
		item("g", "en", "RedNote hires in three cities", at(50)),
		item("h", "en", "TikTok ban: 30% off with this promo code"),
		item("i", "en", "Rain in the north"),
		item("j", "fr", "RedNote en tête des téléchargements"),
		item("k", "en", "TikTok law of last week", at(80)),
		item("l", "en", "TikTok ban, from the archive", func(it *news.Item) { it.Baseline = true }),
		grown, again,
	}
	history := []news.Run{
		{Slot: "2026-11-20 09:00", At: ago(27), Outcome: news.Posted, Stories: []news.Story{{ID: "told", Items: []news.Item{told}}, {ID: "reworded", Items: []news.Item{reworded}}}},
		{Slot: "2026-11-21 09:00", At: ago(3), Outcome: news.Silent},
	}
	w := news.NextWindow(history, now)
	e := news.Compose(reader(t), digest, presets(t), w, items, history)

	var out strings.Builder
	fmt.Fprintf(&out, "%s, %s to %s\n\n", e.Digest, e.Window.From.Format(time.DateTime), e.Window.To.Format(time.DateTime))
	for _, s := range e.Stories {
		fmt.Fprintf(&out, "%s (%s, %.3f, updated %v) %v\n", s.ID, s.Topic, s.Score, s.Updated, s.Reasons)
		for _, it := range s.Items {
			fmt.Fprintf(&out, "  %s — %s, %s\n", it.Title, it.Publisher, it.Outlet)
		}
	}
	out.WriteString("\ndropped\n")
	for _, d := range e.Dropped {
		fmt.Fprintf(&out, "  %s: %v\n", d.Item.Title, d.Reasons)
	}
	golden(t, "edition.golden", out.String())

	for range 20 {
		rand.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		if diff := cmp.Diff(e, news.Compose(reader(t), digest, presets(t), w, items, history)); diff != "" {
			t.Fatalf("another order of the same items (-one +other):\n%s", diff)
		}
	}
}

// TestComposeNeverRepeats posts every hour for three days while the same stories keep
// coming, from more and more feeds.
func TestComposeNeverRepeats(t *testing.T) {
	t.Parallel()
	d := digest
	d.Length = 5
	topics := presets(t)
	var items []news.Item
	var history []news.Run
	told := map[string]int{}
	for hour := range 72 {
		clock := now.Add(time.Duration(hour) * time.Hour)
		for feed := range 3 { // the same headline, one feed an hour later than the other
			n := 100 + hour - feed
			it := item(fmt.Sprintf("%d-%d", n, feed), "en", fmt.Sprintf("TikTok ban: %s sues %s of %s", coined(n), coined(n+1000), coined(n+2000)))
			it.Published, it.Seen = clock.Add(-30*time.Minute), clock.Add(-time.Minute)
			items = append(items, it)
		}
		e := news.Compose(reader(t), d, topics, news.NextWindow(history, clock), items, history)
		for _, s := range e.Stories {
			if s.Updated {
				t.Errorf("hour %d: %q called an update", hour, s.Items[0].Title)
			}
			told[s.Items[0].Title]++
		}
		history = append(history, news.Run{Slot: clock.Format("2006-01-02 15:04"), At: clock, Outcome: news.Posted, Stories: e.Stories})
	}
	for title, n := range told {
		if n != 1 {
			t.Errorf("%q told %d times", title, n)
		}
	}
	if len(told) != 74 {
		t.Errorf("%d stories told, want 74", len(told))
	}
}

// coined is a word of its own for each number.
func coined(n int) string {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	var word string
	for range 4 {
		word += string("bdfgklmnprstvz"[r.IntN(14)]) + string("aeiou"[r.IntN(5)])
	}
	return word
}

func TestNextWindow(t *testing.T) {
	t.Parallel()
	run := func(h float64, o news.Outcome) news.Run { return news.Run{At: ago(h), Outcome: o} }
	for name, tc := range map[string]struct {
		history []news.Run
		want    float64 // hours
	}{
		"the first":         {nil, 24},
		"after one":         {[]news.Run{run(5, news.Posted)}, 5},
		"after silence":     {[]news.Run{run(30, news.Posted), run(5, news.Silent), run(2, news.Skipped)}, 30},
		"in any order":      {[]news.Run{run(5, news.Posted), run(30, news.Posted)}, 5},
		"after a long time": {[]news.Run{run(500, news.Posted)}, 72},
	} {
		if w := news.NextWindow(tc.history, now); !w.From.Equal(ago(tc.want)) || !w.To.Equal(now) {
			t.Errorf("%s: %v to %v, want %v hours", name, w.From, w.To, tc.want)
		}
	}
}

func TestGroup(t *testing.T) {
	t.Parallel()
	link := func(l string) func(*news.Item) { return func(it *news.Item) { it.Link = l } }
	for name, tc := range map[string]struct {
		items []news.Item
		want  string // ids, stories in brackets
	}{
		"one link":             {[]news.Item{item("1", "en", "A", link("https://x.example/a?utm_source=1")), item("2", "en", "B", link("http://www.x.example/a"))}, "[1 2]"},
		"one title":            {[]news.Item{item("1", "en", "The same long headline"), item("2", "en", "The Same, Long Headline | Paper 2")}, "[1 2]"},
		"two languages":        {[]news.Item{item("1", "en", "TikTok TikTok TikTok"), item("2", "zh-TW", "TikTok TikTok TikTok")}, "[1] [2]"},
		"a short title":        {[]news.Item{item("1", "en", "Live updates"), item("2", "en", "Live updates")}, "[1] [2]"},
		"a Chinese title":      {[]news.Item{item("1", "zh-TW", "最高法院審理 TikTok 禁令"), item("2", "zh-TW", "最高法院審理TikTok禁令！")}, "[1 2]"},
		"numbers differ":       {[]news.Item{item("1", "en", "The 12th amendment passes"), item("2", "en", "The 13th amendment passes")}, "[1] [2]"},
		"best language first":  {[]news.Item{item("1", "zh-TW", "甲", link("https://x.example/a")), item("2", "en", "A", link("https://x.example/a"))}, "[2 1]"},
		"best outlet first":    {[]news.Item{item("1", "en", "The same long headline", func(it *news.Item) { it.Outlet = news.Blog }), item("2", "en", "The same long headline")}, "[2 1]"},
		"by link and by title": {[]news.Item{item("1", "en", "The same long headline", link("https://x.example/a")), item("2", "en", "B", link("https://x.example/a")), item("3", "en", "The same long headline")}, "[1 2 3]"},
	} {
		var judged []news.Judged
		for _, it := range tc.items {
			judged = append(judged, news.Judged{Item: it, Verdict: news.Verdict{Kept: true, Score: 1}})
		}
		var got []string
		for _, s := range news.Group(reader(t), judged, []string{"en", "zh-TW"}, news.Normal) {
			var ids []string
			for _, it := range s.Items {
				ids = append(ids, it.ID)
			}
			got = append(got, "["+strings.Join(ids, " ")+"]")
		}
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: %s, want %s", name, strings.Join(got, " "), tc.want)
		}
	}
}

func BenchmarkCompose(b *testing.B) {
	topics := presets(b)
	words := strings.Fields("TikTok RedNote ban court sale creators users law video platform rain goal election 禁令 小红书 法院 music budget school market")
	var items []news.Item
	for i := range 10_000 {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		var text []string
		for range 30 {
			text = append(text, words[r.IntN(len(words))])
		}
		it := item(fmt.Sprint(i), "en", strings.Join(text[:10], " "), at(72*r.Float64()))
		it.Summary = strings.Join(text[10:], " ")
		items = append(items, it)
	}
	d := news.Digest{Topics: []string{"tiktok-ban", "rednote", "restrictions", "creators"}, Languages: []string{"en"}, Length: 5}
	w := news.Window{From: ago(24), To: now}
	for b.Loop() {
		news.Compose(reader(b), d, topics, w, items, nil)
	}
}

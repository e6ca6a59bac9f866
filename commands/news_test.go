package commands

import (
	"strings"
	"testing"

	"magpie/news"
	"magpie/slash"
)

// newsItem is an item that tells one thing in one language.
func newsItem(id, lang, title string) news.Item {
	return news.Item{ID: id, Link: "https://paper.example/" + id, Lang: lang, Title: title, Publisher: "The Daily Test", Outlet: news.Newspaper}
}

func TestNewsTellsTheReadersLanguageFirst(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.bring(
		newsItem("a", "en", "TikTok ban: Senate votes on the divestiture law, Congress and judges wait"),
		newsItem("b", "zh-CN", "字节跳动将出售 TikTok 美国业务"),
		newsItem("c", "en", "RedNote and Xiaohongshu users meet newcomers in the app"))
	english := d.run("news")
	digestSees(t, english, "**News** — All topics", "TikTok ban: Senate", "字节跳动", "(news outlet)", "[Show everyone]")
	if strings.Contains(english, "RedNote and") {
		t.Error("a topic that the server does not follow is told")
	}
	d.person.Locale = "zh-TW"
	chinese := d.run("news")
	if strings.Index(chinese, "字节跳动") > strings.Index(chinese, "TikTok ban: Senate") {
		t.Errorf("English comes first for a Chinese reader:\n%s", chinese)
	}
	digestSees(t, chinese, "（新聞媒體）")
}

func TestNewsByTopic(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.bring(newsItem("c", "en", "RedNote and Xiaohongshu users meet newcomers in the app"))
	digestSees(t, d.run("news", "topic", "rednote"), "RedNote (小红书)✓", "RedNote and")
	digestSees(t, d.run("news", "topic", "RedNote (小红书)"), "RedNote and") // as it is completed for others
	digestSees(t, d.choose("Choose a topic", "creators"), "Nothing on this in the last 72 hours")
	digestSees(t, d.choose("Choose a topic", "*"), "All topics✓")
	digestSees(t, d.run("news", "topic", "weather"), "no topic called “weather”")
}

func TestNewsForEveryone(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.bring(digestItem(1))
	d.person.Locale = "zh-TW" // the server speaks English
	d.run("news")
	digestSees(t, d.press("給大家看"), "Shown by <@7>", "Senators vote", "**News**")
	if d.shown.Shown != slash.ToAll {
		t.Errorf("shown as %v", d.shown.Shown)
	}
}

func TestNewsInADirectMessage(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	f := d.topics[0].Feeds[0]
	d.run("digest create", "name", "News", "channel", "55") // follows the topic's feeds
	it := digestItem(1)
	it.Feed, it.Seen, it.Published = f.URL, digestNoon, digestNoon
	if err := d.store.SaveFeed(t.Context(), f, []news.Item{it}); err != nil {
		t.Fatal(err)
	}
	d.server = ""
	digestSees(t, d.run("news"), "Senators vote")
}

package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/slash"
)

// storyRun is a digest with a run that told two stories: one from both sides, and one
// that many sources in English tell.
func storyRun(t *testing.T, d *digestDesk) news.Run {
	t.Helper()
	made := digestAt(t, d, nil)
	item := func(id, lang, title, publisher string, outlet news.Outlet) news.Item {
		return news.Item{ID: id, Link: "https://paper.example/" + id, Lang: lang, Title: title, Publisher: publisher, Outlet: outlet, Published: digestNoon}
	}
	both := news.Story{ID: "a", Items: []news.Item{
		item("a", "en", "Senate moves the TikTok ban deadline", "The Wire", news.Agency),
		item("b", "zh-CN", "参议院推迟 TikTok 禁令", "日报社", news.StateMedia),
		item("c", "zh-TW", "參議院延後 TikTok 禁令", "晚報", news.Newspaper),
	}, Joins: []news.Join{{Item: "b", With: "a", Reasons: []news.Reason{{Key: "title"}}}}}
	many := news.Story{ID: "m"}
	for i := range storySourcesPerPage + 3 {
		id := fmt.Sprint("m", i)
		many.Items = append(many.Items, item(id, "en", "Oracle bids, says "+id, "Paper "+id, news.Newspaper))
	}
	run := news.Run{
		ID: made.ID + digestSlotMark + "2026-11-21 09:00", Digest: made.ID, Slot: "2026-11-21 09:00", At: digestNoon, Done: digestNoon,
		Outcome: news.Posted, Stories: []news.Story{both, many},
	}
	if saved, err := d.store.SaveRun(t.Context(), made, run, made.NextRun, nil); !saved || err != nil {
		t.Fatal(saved, err)
	}
	return run
}

// storyPress presses a button that stands below a digest.
func (d *digestDesk) storyPress(of string, n int) string {
	d.t.Helper()
	return d.pressID(storyButtons(slash.NewVoice(d.words, "en"), []string{"en"}, of)[n].ID)
}

func TestStorySources(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	run := storyRun(t, d)
	d.person = slash.Person{ID: "8", Locale: "en-US", May: slash.SendMessages} // a member
	digestSees(t, d.storyPress(run.ID, 0), "Which story?", "1. Senate moves", "2. Oracle bids")
	if d.shown.Shown != slash.Anew {
		t.Errorf("shown as %v", d.shown.Shown)
	}
	one := d.choose("Choose a story", "1")
	digestSees(t, one, "English", "The Wire (news agency)", "简体中文", "日报社 (state media)", "https://paper.example/b", "繁體中文", "the same story as The Wire's")
	if strings.Index(one, "**English**") > strings.Index(one, "**简体中文**") {
		t.Errorf("the reader's language does not come first:\n%s", one)
	}
	digestSees(t, d.choose("Choose a story", "2"), "says m0", "says m7", "(Previous page)")
	digestSees(t, d.press("Next page"), "says m8", "[Previous page]")
	d.person.Locale = "zh-TW"
	d.storyPress(run.ID, 0)
	digestSees(t, d.choose("選一則新聞", "1"), "**1. {zh-TW:參議院延後 TikTok 禁令}**", "晚報（新聞媒體）")
}

func TestBothSidesOfAStory(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string][]string{
		"en-US": {"Both sides", "story 1 of 2", "**In English**", "Senate moves", "**In Chinese**", "参议院推迟", "(state media)", "Word by word, not a translation", "tuī"},
		"zh-CN": {"两边怎么说", "**中文来源**", "**英文来源**", "Senate moves", "逐词解释，不是翻译"},
		"zh-TW": {"兩邊怎麼說", "**中文來源**", "**英文來源**", "逐詞解釋，不是翻譯"},
	} {
		t.Run(locale, func(t *testing.T) {
			t.Parallel()
			d := newDigestDesk(t)
			run := storyRun(t, d)
			d.person.Locale = locale
			digestSees(t, d.storyPress(run.ID, 1), want...)
			if err := d.shown.Check(); err != nil {
				t.Error(err)
			}
			if locale == "en-US" {
				digestSees(t, d.press("Next page"), "story 2 of 2", "No source in Chinese", "[Previous page]")
				digestSees(t, d.press("All its sources"), "says m0")
			}
		})
	}
}

// What is pruned, of another server, or never was, is told in one way.
func TestStoriesThatAreGone(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	run := storyRun(t, d)
	for name, of := range map[string]string{
		"pruned": "abc@2026-05-01 09:00", "of no digest": "none@2026-11-21 09:00", "forged": "rubbish", "no topic": newsStories + "rain",
		"not posted": "abc@2026-11-21 19:59:00 +0800", // nothing was there to be told
	} {
		for n := range 2 {
			if got := d.storyPress(of, n); !strings.Contains(got, "These stories are no longer kept") {
				t.Errorf("%s: shows\n%s", name, got)
			}
		}
	}
	d.server = "999"
	digestSees(t, d.storyPress(run.ID, 0), "no longer kept")
	d.server = "100"
	d.pressID((&slash.Action[storyPage]{Name: "story.turn"}).Marker(storyPage{run.ID, "9", 0}))
	digestSees(t, digestShow(t, d.shown), "no longer kept")
	d.clk.AdvanceTo(digestNoon.Add(200*24*time.Hour), 0)
	if err := d.store.Prune(t.Context()); err != nil {
		t.Fatal(err)
	}
	digestSees(t, d.storyPress(run.ID, 0), "no longer kept", "its links lead on")
}

// The buttons of a preview work for who sees it, before anything is posted.
func TestStoriesOfAPreview(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55")
	d.bring(digestItem(1))
	d.run("digest preview", "name", "News")
	list := d.button("More on a story").ID
	digestSees(t, d.pressID(list), "Senators vote", "The Daily Test (news outlet)")
	d.person.May = slash.SendMessages
	digestSees(t, d.pressID(list), "no longer kept")
}

func TestStoriesOfTheNews(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.settle(community.Server{ID: d.server, Languages: []string{"en"}, Zone: "Asia/Taipei"})
	d.bring(digestItem(1), digestItem(3))
	d.run("news")
	more := d.button("More on a story").ID
	digestSees(t, d.pressID(more), "Which story?", "Senators vote", "Oracle bids")
	digestSees(t, d.choose("Choose a story", "item-3"), "Oracle bids", "[Both sides]")
	d.run("news")
	digestSees(t, d.press("Both sides"), "Both sides", "No source in Chinese")
	d.run("news")
	digestSees(t, d.press("Show everyone"), "Shown by <@7>", "[More on a story] [Both sides]")
	d.server = "" // a direct message, with the suggested feeds, which brought nothing
	digestSees(t, d.pressID(more), "no longer kept")
}

package commands

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"magpie/news"
	"magpie/outbox"
	"magpie/slash"
)

// digestEdition is an edition with everything that an edition can have.
func digestEdition() news.Edition {
	at := digestNoon.Add(-3 * time.Hour)
	item := func(id, lang, title, summary, publisher string, outlet news.Outlet) news.Item {
		return news.Item{ID: id, Link: "https://" + id + ".example/story_(1)", Lang: lang, Title: title, Summary: summary, Publisher: publisher, Outlet: outlet, Published: at}
	}
	return news.Edition{
		Window: news.Window{From: digestNoon.Add(-24 * time.Hour), To: digestNoon},
		Stories: []news.Story{
			{ID: "a", Items: []news.Item{
				item("a", "en", "Senate moves the TikTok ban deadline to 5 March", "Ninety days more, if a buyer is found.", "The Wire", news.Agency),
				item("b", "zh-CN", "参议院将 TikTok 禁令期限推迟到 3 月 5 日", "若有买家，再给九十天。", "日报社", news.StateMedia),
				item("c", "en", "TikTok gets until 5 March", "", "A Blog", news.Blog),
			}},
			{ID: "d", Updated: true, Items: []news.Item{
				item("d", "zh-TW", "小紅書新用戶突破 70 萬", "兩天之內。", "晚報", news.Newspaper),
			}},
			{ID: "e", Items: []news.Item{
				item("e", "en", "](https://evil.example) **@everyone** <@&1> # `x`", "- not a list", "[Me](https://evil.example)", news.UnknownOutlet),
			}},
		},
	}
}

func digestDraftFor(langs ...string) digestDraft {
	d := news.Digest{ID: "abc", Server: "100", Name: "Morning *news*", Channel: "55", Zone: "Asia/Taipei", Languages: langs, Length: 5}
	return digestDraft{digest: d, edition: digestEdition(), run: news.Run{ID: "abc@2026-11-21 09:00", Slot: "2026-11-21 09:00", At: digestNoon}}
}

func TestDigestInEachLanguage(t *testing.T) {
	desk := newDigestDesk(t)
	for _, langs := range [][]string{{"en"}, {"zh-CN"}, {"zh-TW"}, {"en", "zh-TW"}, {"zh-CN", "en"}} {
		t.Run(strings.Join(langs, "+"), func(t *testing.T) {
			draft := digestDraftFor(langs...)
			draft.late = len(langs) > 1
			var b strings.Builder
			for _, part := range draft.parts(slash.NewVoice(desk.words, "")) {
				b.WriteString(digestShow(t, digestKept(t, part)))
			}
			digestGolden(t, "digest-"+strings.Join(langs, "+")+".golden", b.String())
		})
	}
}

func TestDigestWithNothingNewSaysSo(t *testing.T) {
	desk := newDigestDesk(t)
	draft := digestDraftFor("en")
	draft.edition.Stories = nil
	got := digestShow(t, draft.parts(slash.NewVoice(desk.words, ""))[0])
	if !strings.Contains(got, "Nothing new") {
		t.Errorf("got\n%s", got)
	}
}

func TestLongDigestTakesSeveralMessages(t *testing.T) {
	desk := newDigestDesk(t)
	draft := digestDraftFor("zh-CN", "en")
	draft.digest.Role = "900"
	draft.edition.Stories = nil
	for i := range 10 {
		s := news.Story{ID: fmt.Sprint(i)}
		for j := range 9 {
			s.Items = append(s.Items, news.Item{
				Link: "https://paper.example/" + strings.Repeat("长", 40), Title: strings.Repeat("禁令与时间", 40), Summary: strings.Repeat("两百个字", 50),
				Publisher: fmt.Sprint("Paper ", j), Outlet: news.StateMedia, Lang: []string{"zh-CN", "en"}[j%2], Published: digestNoon,
			})
		}
		draft.edition.Stories = append(draft.edition.Stories, s)
	}
	messages, err := draft.messages(slash.NewVoice(desk.words, ""))
	if err != nil {
		t.Fatal(err)
	}
	if len(messages) < 3 {
		t.Fatalf("%d messages", len(messages))
	}
	all := ""
	for i, m := range messages {
		body := digestKept(t, m.Body)
		if err := body.Check(); err != nil {
			t.Errorf("message %d: %v", i+1, err)
		}
		if m.Part != i+1 || !strings.Contains(m.Marker, outbox.Nonce(draft.run.ID, i+1)) {
			t.Errorf("message %d is part %d, marked %s", i+1, m.Part, m.Marker)
		}
		if (i == 0) != (len(body.Roles) == 1) {
			t.Errorf("message %d notifies %v", i+1, body.Roles)
		}
		if wait := m.NextTry.Sub(digestNoon); wait < 0 || wait >= 45*time.Second {
			t.Errorf("message %d waits %s", i+1, wait)
		}
		all += digestShow(t, body)
	}
	for i := range 10 {
		if n := strings.Count(all, fmt.Sprintf("**%d. ", i+1)); n != 1 {
			t.Errorf("story %d is told %d times", i+1, n)
		}
	}
}

// digestWordy is a story as long as feeds make them, in both languages of a digest.
func digestWordy(n int) news.Story {
	s := news.Story{ID: fmt.Sprint(n)}
	for j := range 6 {
		s.Items = append(s.Items, news.Item{
			Link:  fmt.Sprintf("https://paper.example/%d/%s", j, strings.Repeat("x", 2000)),
			Title: strings.Repeat("*_[ban]_*", 22), Summary: strings.Repeat("~|two|~", 28), Publisher: strings.Repeat("Paper ", 30) + fmt.Sprint(j),
			Outlet: news.StateMedia, Lang: []string{"zh-CN", "en"}[j%2], Published: digestNoon,
		})
	}
	return s
}

func TestAStoryAlwaysFitsAMessage(t *testing.T) {
	desk := newDigestDesk(t)
	draft := digestDraftFor("zh-CN", "en")
	draft.edition.Stories = []news.Story{digestWordy(1), digestWordy(2)}
	for i, part := range draft.parts(slash.NewVoice(desk.words, "")) {
		if err := part.Check(); err != nil {
			t.Errorf("message %d: %v", i+1, err)
		}
	}
	all := []news.Story{digestWordy(1), digestWordy(2), digestWordy(3), digestWordy(4), digestWordy(5), digestWordy(6)}
	reply := newsReply(slash.NewVoice(desk.words, "en"), slash.Plain("News"), all)
	if err := reply.Check(); err != nil || len(reply.Blocks) < 3 {
		t.Errorf("%d blocks: %v", len(reply.Blocks), err)
	}
}

func TestDigestInAForumIsAPostOfItsOwn(t *testing.T) {
	desk := newDigestDesk(t)
	draft := digestDraftFor("zh-TW")
	draft.digest.Channel, draft.digest.Forum = "66", true
	messages, err := draft.messages(slash.NewVoice(desk.words, ""))
	if err != nil {
		t.Fatal(err)
	}
	if m := messages[0]; m.Channel != "66" || m.Kind != outbox.ToForum || m.Title != "Morning *news*｜2026-11-21" {
		t.Errorf("channel %q, kind %q, title %q", m.Channel, m.Kind, m.Title)
	}
}

func TestDigestsSpreadOverServers(t *testing.T) {
	seconds := map[time.Duration]int{}
	for i := range 4500 {
		seconds[digestSpread(fmt.Sprint(i))]++
	}
	for s, n := range seconds {
		if s < 0 || s >= 45*time.Second || n > 200 {
			t.Errorf("%d of 4500 servers wait %s", n, s)
		}
	}
	if len(seconds) != 45 {
		t.Errorf("servers wait %d different times", len(seconds))
	}
}

package commands

import (
	"strings"
	"testing"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/outbox"
	"magpie/slash"
)

// digestSees fails the test unless an answer holds every one of some words.
func digestSees(t testing.TB, got string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(got, w) {
			t.Errorf("no %q in\n%s", w, got)
		}
	}
}

func TestDigestCreate(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	got := d.run("digest create", "name", " Morning  news ", "channel", "55")
	digestSees(t, got, "“Morning news” is on", "every day at 09:00", "<#55>", "TikTok and the ban✓", "English✓", "5 stories✓")
	made := d.only()
	if !made.NextRun.Equal(taipei(22, 9, 0)) || made.Zone != "Asia/Taipei" || made.CreatedBy != "7" || made.PostEmpty || made.Role != "" {
		t.Errorf("digest %+v", made)
	}
	feeds, err := d.store.Feeds(t.Context(), d.server)
	if err != nil || len(feeds) < 5 {
		t.Errorf("follows %d feeds, error %v", len(feeds), err)
	}
	changes, err := d.store.Changes(t.Context(), d.server, 1)
	if err != nil || changes[0].Key != "change.digest.created" || changes[0].Person != "7" {
		t.Errorf("changes %v, error %v", changes, err)
	}
	digestSees(t, d.run("digest create", "name", "MORNING NEWS", "channel", "55"), "already a digest called", "Nothing was changed")
}

func TestDigestCreateRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*digestDesk)
		options []string
		want    []string
	}{
		"a server without a city": {func(d *digestDesk) { d.settle(community.NewServer(d.server)) },
			[]string{"name", "News", "channel", "55"}, []string{"city", "</setup>"}},
		"a channel closed to Magpie": {func(d *digestDesk) { d.may = slash.ViewChannel },
			[]string{"name", "News", "channel", "55"}, []string{"Send Messages, Read Message History", "<#55>", "[Check again]"}},
		"no schedule": {nil,
			[]string{"name", "News", "channel", "55", "schedule", "whenever"}, []string{"“whenever”", "every day 09:00", "[Try again]"}},
		"too often": {nil,
			[]string{"name", "News", "channel", "55", "schedule", "*/5 * * * *"}, []string{"15 minutes"}},
		"a zone": {nil,
			[]string{"name", "News", "channel", "55", "schedule", "TZ=UTC 0 9 * * *"}, []string{"time zone"}},
		"never": {nil,
			[]string{"name", "News", "channel", "55", "schedule", "0 9 30 2 *"}, []string{"never comes"}},
		"no topic": {nil,
			[]string{"name", "News", "channel", "55", "topic", "weather"}, []string{"“weather”"}},
		"a member": {func(d *digestDesk) { d.person.May = slash.SendMessages },
			[]string{"name", "News", "channel", "55"}, []string{"Manage Server"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDigestDesk(t)
			if c.prepare != nil {
				c.prepare(d)
			}
			digestSees(t, d.run("digest create", c.options...), c.want...)
			if all, err := d.store.Digests(t.Context(), d.server); len(all) != 0 || err != nil {
				t.Errorf("%d digests were made, error %v", len(all), err)
			}
		})
	}
}

func TestDigestCreateAfterCheckingAgain(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.may = 0
	d.run("digest create", "name", "News", "channel", "66")
	digestSees(t, d.press("Check again"), "(form) New digest", "When: every day at 09:00")
	d.may = digestPermissions
	digestSees(t, d.fill("name", "News", "channel", "66", "schedule", "每周一 9点"), "“News” is on", "Monday at 09:00")
	if got := d.only(); got.Channel != "66" || !got.Forum || got.Schedule != "Mon 09:00" {
		t.Errorf("channel %q, schedule %q", got.Channel, got.Schedule)
	}
}

func TestDigestSuggestions(t *testing.T) {
	d := newDigestDesk(t)
	d.run("digest create", "name", "Evening", "channel", "55", "schedule", "every day 18:00")
	for _, c := range []struct{ command, option, typed, want string }{
		{"digest create", "schedule", "", "every day at 09:00 — next: 2026-11-22 09:00 = every day 09:00"},
		{"digest create", "schedule", "7", "weekdays at 07:00 — next: 2026-11-23 07:00 = weekdays 07:00"},
		{"digest create", "schedule", "sun", "Sunday at 09:00 — next: 2026-11-22 09:00 = Sun 09:00"},
		{"digest create", "schedule", "0 9 1 * *", `cron 0 9 1 \* \* — next: 2026-12-01 09:00 = 0 9 1 \* \*`},
		{"digest create", "topic", "red", "RedNote (小红书) = rednote"},
		{"digest pause", "name", "eve", "Evening — every day at 18:00 = "},
	} {
		got := d.do(slash.Event{Kind: slash.Completed, Command: c.command, Focus: c.option, Input: digestInput([]string{c.option, c.typed})})
		digestSees(t, got, c.want)
	}
}

func TestDigestEdit(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55")
	digestSees(t, d.run("digest edit", "name", "new"), "### News")
	digestSees(t, d.choose("Channel", "66"), "Saved.", "Where: <#66>")
	digestSees(t, d.choose("Topics", "rednote", "creators"), "Topics: RedNote (小红书), Creators")
	digestSees(t, d.choose("Languages", "en+zh-TW"), "English + 繁體中文✓")
	digestSees(t, d.choose("How many stories", "10"), "At most 10 stories")
	digestSees(t, d.choose("Role to notify (choose none for nobody)", "900"), "Notifies <@&900>")
	digestSees(t, d.press("More settings"), "Stays silent when nothing is new", "The next five:", "Normal: reports of the same event")
	digestSees(t, d.press("Post even if nothing is new"), "Saved.", "Posts even when nothing is new", "[Stay silent if nothing is new]")
	digestSees(t, d.press("Back"), "Posts even when nothing is new")
	digestSees(t, d.press("Name and times"), "(form) Name and times", "Name: News", "When: every day at 09:00")
	digestSees(t, d.fill("name", "Evening", "schedule", "weekdays 18:00"), "The next five:", "<t:1795428000:F>", "### Evening", "weekdays at 18:00")
	got := d.only()
	if got.Channel != "66" || !got.Forum || got.Length != 10 || got.Role != "900" || !got.PostEmpty || got.Name != "Evening" || !got.NextRun.Equal(taipei(23, 18, 0)) {
		t.Errorf("digest %+v", got)
	}
	digestSees(t, d.choose("Role to notify (choose none for nobody)"), "Saved.")
	if got := d.only(); got.Role != "" {
		t.Errorf("role %q", got.Role)
	}
	d.run("digest edit", "name", "Evening")
	digestSees(t, d.choose("Role to notify (choose none for nobody)", d.server), "does not notify everyone")
	d.run("digest edit", "name", "Evening")
	digestSees(t, d.choose("Languages", "zh-CN+zh-TW"), "English and one Chinese")
	d.run("digest edit", "name", "Evening")
	digestSees(t, d.choose("Topics", "weather"), "“weather”")
}

func TestDigestChannelIsCheckedAgain(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55")
	d.may = slash.ViewChannel | slash.ReadHistory
	digestSees(t, d.choose("Channel", "66"), "Magpie needs Send Messages in <#66>", "Nothing was changed")
	digestSees(t, d.press("Check again"), "still missing Send Messages in <#66>")
	d.may = digestPermissions
	digestSees(t, d.press("Check again"), "Saved.", "Where: <#66>")
	if got := d.only(); got.Channel != "66" || !got.Forum {
		t.Errorf("channel %q", got.Channel)
	}
}

func TestDigestZoneFollowsTheServer(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55")
	d.settle(community.Server{ID: d.server, Languages: []string{"en"}, Zone: "America/New_York"})
	d.run("digest edit", "name", "News")
	d.press("Name and times")
	d.fill("name", "News", "schedule", "every day 09:00")
	if got := d.only(); got.Zone != "America/New_York" || !got.NextRun.Equal(time.Date(2026, 11, 21, 14, 0, 0, 0, time.UTC)) {
		t.Errorf("zone %s, next run %s", got.Zone, got.NextRun)
	}
}

func TestDigestPreviewAndNow(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55")
	digestSees(t, d.run("digest preview", "name", "News"), "Nothing new since", "(Post it now)")
	d.bring(digestItem(1), digestItem(2), news.Item{ID: "x", Link: "https://paper.example/x", Lang: "en", Publisher: "The Daily Test", Title: "Rain tomorrow"})
	preview := d.run("digest now", "name", "News")
	digestSees(t, preview, "what would go to <#55> now", "Senators vote", "Judge in Oregon", "1 other item was left out", "[More stories]")
	post := d.button("Post it now").ID
	digestSees(t, d.press("What was left out"), "Rain tomorrow", "not about these topics")
	digestSees(t, d.press("Preview"), "Senators vote")
	d.clk.AdvanceTo(digestNoon.Add(5*time.Minute), 0)
	d.bring(digestItem(3))
	digestSees(t, d.pressID(post), "On its way to <#55>")
	digestSees(t, d.pressID(post), "Nothing was posted twice")
	run := "2026-11-21 20:00:00 +0800"
	messages, err := d.store.Messages(t.Context(), d.only().ID+"@"+run)
	if err != nil || len(messages) != 1 || d.posted != 1 {
		t.Fatalf("%d messages, outbox woken %d times, error %v", len(messages), d.posted, err)
	}
	posted := digestShow(t, messages[0].Body)
	if !strings.Contains(preview, posted) || strings.Contains(posted, "Oracle bids") {
		t.Errorf("posted other than previewed:\n%s", posted)
	}
	if got := d.runs(d.only().ID); len(got) != 1 || got[0] != run+" posted 2" {
		t.Errorf("runs %v", got)
	}
	digestSees(t, d.run("digest preview", "name", "News"), "Oracle bids", "3 other items were left out")
	digestSees(t, d.press("What was left out"), "an earlier digest had its chance to tell it")
	d.run("digest preview", "name", "News")
	d.clk.AdvanceTo(digestNoon.Add(time.Hour), 0)
	digestSees(t, d.press("Post it now"), "That preview is old", "Nothing was posted")
}

func TestDigestMore(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55")
	d.bring(digestItem(1))
	d.run("digest now", "name", "News")
	more := d.button("More stories").ID
	d.press("Post it now")
	d.person = slash.Person{ID: "8", Locale: "zh-TW", May: slash.SendMessages} // a member
	digestSees(t, d.pressID(more), "「News」的更多新聞", "沒有相關消息")
	if d.shown.Shown != slash.Anew {
		t.Errorf("shown as %v", d.shown.Shown)
	}
	d.bring(digestItem(2))
	digestSees(t, d.pressID(more), "Judge in Oregon")
	d.server = "999"
	digestSees(t, d.pressID(more), "已經不在了")
}

func TestDigestPauseDeleteUndo(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55")
	digestSees(t, d.run("digest pause", "name", "News"), "is paused")
	digestSees(t, d.run("digest list"), "1 digest", "Paused. Nothing is posted")
	digestSees(t, d.run("digest preview", "name", "News"), "(Post it now)")
	digestSees(t, d.run("digest resume", "name", "News"), "“News” is on")
	digestSees(t, d.run("digest delete", "name", "News"), "Delete “News”?", "[Pause instead]")
	digestSees(t, d.press("Delete"), "is deleted")
	undo := d.button("Undo").ID
	digestSees(t, d.run("digest list"), "There is no digest yet", "<Bring back a deleted digest: News>")
	digestSees(t, d.choose("Bring back a deleted digest", firstDeleted(d)), "It is back", "every day at 09:00")
	digestSees(t, d.pressID(undo), "### News") // it is there already
	d.run("digest delete", "name", "News")
	d.press("Delete")
	d.run("digest create", "name", "News", "channel", "55")
	digestSees(t, d.pressID(undo), "cannot come back", "Nothing was changed")
}

func firstDeleted(d *digestDesk) string {
	d.t.Helper()
	all, err := d.store.DeletedDigests(d.t.Context(), d.server)
	if err != nil || len(all) == 0 {
		d.t.Fatalf("%d deleted digests, error %v", len(all), err)
	}
	return all[0].ID
}

func TestDigestHistoryAndRetry(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55")
	id := d.only().ID
	digestSees(t, d.run("digest history", "name", "News"), "It has not run yet")
	d.clk.AdvanceTo(taipei(22, 8, 0), 0)
	d.bring(digestItem(1))
	d.at(taipei(22, 9, 0))
	d.at(taipei(23, 16, 0))
	epoch, _, err := d.store.Claim(t.Context(), outbox.Work, "test", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	messages, err := d.store.Messages(t.Context(), id+"@2026-11-22 09:00")
	if err != nil {
		t.Fatal(err)
	}
	m := messages[0]
	m.State, m.Problem = outbox.Dead, outbox.NotAllowed
	if err := d.store.SaveMessages(t.Context(), epoch, m); err != nil {
		t.Fatal(err)
	}
	if err := DigestUndelivered(d.store, d.clk.Now)(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	digestSees(t, d.run("digest history", "name", "News"), "posted 1 story", "skipped", "1 digest could not be sent", "may not post in the channel", "Paused: Magpie may not post")
	retry := d.button("Retry 2026-11-22 09:00").ID
	d.server = "999"
	digestSees(t, d.pressID(retry), "no longer here")
	d.server = "100"
	digestSees(t, d.pressID(retry), "Trying again", "[Resume]")
	digestSees(t, d.pressID(retry), "nothing left to send again")
	if messages, err = d.store.Messages(t.Context(), m.Group); err != nil || messages[0].State == outbox.Dead {
		t.Errorf("state %s, error %v", messages[0].State, err)
	}
}

// What a button carries is nothing to rely on: a person may be a moderator elsewhere.
func TestDigestButtonsAreForTheirServer(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.bring(digestItem(1))
	d.run("digest create", "name", "News", "channel", "55")
	page := d.shown
	var ids []string
	for _, b := range page.Blocks {
		switch b := b.(type) {
		case slash.Row:
			for _, button := range b.Buttons {
				ids = append(ids, button.ID)
			}
		case slash.Menu:
			ids = append(ids, b.ID)
		}
	}
	before := d.only()
	check := func(why string, want string) {
		for _, id := range ids {
			in := map[string][]string{"": {"900"}}
			switch {
			case strings.HasPrefix(id, "digest.place"):
				in[""] = []string{"55"}
			case strings.HasPrefix(id, "digest.length"):
				in[""] = []string{"3"}
			case strings.HasPrefix(id, "digest.languages"):
				in[""] = []string{"zh-CN"}
			case strings.HasPrefix(id, "digest.topics"):
				in[""] = []string{"rednote"}
			}
			got := d.do(slash.Event{Kind: slash.Pressed, Custom: id, Input: in, Message: &slash.Message{Private: true}})
			if !strings.Contains(got, want) {
				t.Errorf("%s: %s shows\n%s", why, id, got)
			}
		}
	}
	d.server = "999"
	check("another server", "no longer here")
	d.server = "100"
	d.person.May = slash.SendMessages
	check("no moderator any more", "Manage Server")
	d.person.May = slash.ManageServer
	if after := d.only(); after.Paused || after.Channel != before.Channel || after.Length != before.Length || after.PostEmpty {
		t.Errorf("changed: %+v", after)
	}
}

func TestDigestListHasPages(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	for i := range digestMost {
		d.run("digest create", "name", strings.Repeat("很长的名字", 7)+string(rune('A'+i)), "channel", "55", "schedule", "Mon and Tue and Wed 09:00 and 18:00")
	}
	digestSees(t, d.run("digest create", "name", "One more", "channel", "55"), "already 25 digests")
	digestSees(t, d.run("digest list"), "25 digests", "字A", "字H", "(Previous page)")
	digestSees(t, d.press("Next page"), "字I", "[Previous page]")
	d.press("Next page")
	digestSees(t, d.press("Next page"), "字Y", "(Next page)")
}

func TestDigestSpeaksEveryLanguage(t *testing.T) {
	for _, locale := range []string{"en-US", "zh-CN", "zh-TW"} {
		t.Run(locale, func(t *testing.T) {
			t.Parallel()
			d := newDigestDesk(t)
			d.person.Locale = locale
			d.bring(digestItem(1))
			d.run("digest create", "name", "News", "channel", "55", "schedule", "Mon and Sun 09:00")
			for _, command := range []string{"edit", "preview", "now", "history", "pause", "resume", "delete"} {
				if got := d.run("digest "+command, "name", "News"); !strings.Contains(got, "News") {
					t.Errorf("%s shows\n%s", command, got)
				}
			}
			d.run("digest list")
			d.run("digest preview", "name", "News")
			d.run("feed list")
			d.run("news")
		})
	}
}

package commands

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"magpie/community"
	"magpie/news"
	"magpie/slash"
)

func TestDigestReadsChosenFeeds(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55")
	feeds, err := d.store.Feeds(t.Context(), d.server)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 30 - len(feeds) {
		f := news.Feed{URL: fmt.Sprintf("https://feed.example/%02d", i), Title: fmt.Sprint("Feed ", i)}
		if _, err := d.store.Follow(t.Context(), d.server, f, community.Change{Server: d.server, Key: "change.feed.followed", Args: []string{f.Title}}); err != nil {
			t.Fatal(err)
		}
	}
	if feeds, err = d.store.Feeds(t.Context(), d.server); err != nil || len(feeds) != 30 {
		t.Fatal(len(feeds), err)
	}
	chosen := func(want ...string) {
		t.Helper()
		slices.Sort(want)
		got := slices.Sorted(slices.Values(d.only().Feeds))
		if !slices.Equal(got, want) {
			t.Errorf("reads %v, want %v", got, want)
		}
	}
	const menu = "Sources (choose none for all)"
	d.run("digest edit", "name", "News")
	digestSees(t, d.press("More settings"), "Reads all 30 sources", "(All sources)", "[Next page]")
	digestSees(t, d.choose(menu, digestFeedKey(feeds[1].URL), digestFeedKey(feeds[2].URL)), "Saved.", "Reads 2 chosen sources")
	chosen(feeds[1].URL, feeds[2].URL)
	d.press("Next page")
	digestSees(t, d.choose(menu, digestFeedKey(feeds[29].URL)), "Reads 3 chosen sources", "[Previous page]")
	chosen(feeds[1].URL, feeds[2].URL, feeds[29].URL)
	d.press("Previous page")
	d.choose(menu, digestFeedKey(feeds[2].URL), "a feed that is gone")
	chosen(feeds[2].URL, feeds[29].URL)
	d.press("Next page")
	d.choose(menu)
	chosen(feeds[2].URL)
	if _, err := d.store.Unfollow(t.Context(), d.server, feeds[2].URL, community.Change{Server: d.server, Key: "change.feed.removed", Args: []string{"x"}}); err != nil {
		t.Fatal(err)
	}
	d.run("digest edit", "name", "News")
	digestSees(t, d.press("More settings"), "none of the sources chosen for it is followed any more")
	digestSees(t, d.press("All sources"), "Reads all 29 sources")
	chosen()
}

// A digest tells nothing of feeds that it does not read.
func TestDigestTellsOfItsFeedsAlone(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.bring(digestItem(1))
	digestAt(t, d, func(of *news.Digest) { of.Feeds = []string{"https://other.example/feed"} })
	d.at(taipei(22, 9, 0))
	if got := d.runs("abc"); !slices.Equal(got, []string{"2026-11-22 09:00 silent 0"}) {
		t.Errorf("runs %v", got)
	}
	if got := d.alerts(); !slices.Equal(got, []string{"alert.digest.no_feeds"}) {
		t.Errorf("alerts %v", got)
	}
}

func TestDigestGroupingAndOrder(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55")
	d.press("More settings")
	digestSees(t, d.choose("What counts as one story", "loose"), "Saved.", "Loose: reports that are close")
	digestSees(t, d.choose("Order of the stories", "topic"), "Saved.", "Order: By topic", "By topic✓", "Loose✓")
	if got := d.only(); got.Grouping != news.Loose || got.Order != news.ByTopic {
		t.Errorf("grouping %q, order %q", got.Grouping, got.Order)
	}
	digestSees(t, d.choose("Order of the stories", "random"), "Nothing was changed")
}

// A thread needs another permission than its channel.
func TestDigestInAThread(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	d.run("digest create", "name", "News", "channel", "55")
	digestSees(t, d.choose("Channel", "77"), "Magpie needs Send Messages in Threads in <#77>", "Nothing was changed")
	d.may |= slash.SendMessagesInThreads
	digestSees(t, d.press("Check again"), "Saved.", "Where: <#77>")
	d.may = digestRights(slash.ThreadChannel)
	d.run("digest edit", "name", "News")
	digestSees(t, d.choose("Channel", "77"), "Saved.")
	if got := d.only(); got.Channel != "77" || got.Forum {
		t.Errorf("channel %q, forum %t", got.Channel, got.Forum)
	}
}

func TestDigestSaysWhomItCannotNotify(t *testing.T) {
	t.Parallel()
	const menu = "Role to notify (choose none for nobody)"
	for _, c := range []struct {
		role string
		may  slash.Permissions
		warn bool
	}{
		{"900", digestPermissions, true},
		{"900", digestPermissions | slash.MentionEveryone, false},
		{"901", digestPermissions, false}, // everyone may mention it
	} {
		d := newDigestDesk(t)
		d.run("digest create", "name", "News", "channel", "55")
		d.may = c.may
		got := d.choose(menu, c.role)
		digestSees(t, got, "Saved.", "Notifies <@&"+c.role+">")
		want := "Discord will not notify <@&" + c.role + "> yet: let everyone mention that role, or give Magpie Mention @everyone, @here and All Roles in <#55>."
		if c.warn {
			digestSees(t, got, want)
		} else if strings.Contains(got, want) {
			t.Errorf("role %s: warned:\n%s", c.role, got)
		}
	}
}

func TestDigestHistoryShowsWhatWasTold(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	run := storyRun(t, d)
	d.run("digest history", "name", "Morning")
	digestSees(t, d.choose("Look into a run", run.ID), "“Morning”", "1. [{en:Senate moves", "The Wire (news agency)", "2. [{en:Oracle bids", "[More on a story]")
	digestSees(t, d.press("More on a story"), "Which story?")
	d.run("digest history", "name", "Morning")
	digestSees(t, d.choose("Look into a run", "other@2026-11-21 09:00"), "no longer kept")
}

// The job is woken whenever digests may run at other times.
func TestChangesWakeTheJob(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	woken := func(what string, do func()) {
		t.Helper()
		before := d.changed
		do()
		if d.changed == before {
			t.Errorf("%s does not wake the job", what)
		}
	}
	woken("create", func() { d.run("digest create", "name", "News", "channel", "55") })
	woken("edit", func() {
		d.press("Name and times")
		d.fill("name", "News", "schedule", "weekdays 18:00")
	})
	d.run("digest pause", "name", "News")
	woken("resume", func() { d.run("digest resume", "name", "News") })
	d.run("digest delete", "name", "News")
	d.press("Delete")
	woken("undo", func() { d.press("Undo") })
}

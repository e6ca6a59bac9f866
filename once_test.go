package main

import (
	"strings"
	"testing"
	"time"

	"magpie/discordtest"
)

// An edition is a world in which a digest of two messages comes every day at 09:00,
// and bo looks after it.
type edition struct {
	*talk
	forum *discordtest.Channel
}

func newEdition(t *testing.T) *edition {
	w := newWorldAtRest(t)
	e := &edition{forum: w.server.AddForum("posts"), talk: &talk{
		T: t, world: w, server: w.server,
		people: map[string]*discordtest.Person{}, places: map[string]*discordtest.Channel{}, shown: map[string]int{},
	}}
	w.serveFeed("long.xml")
	w.start()
	e.all("bo en-US admin", "bo> sets up UTC — now 12:00", "bo> /digest edit name:News", "bo> choose How many stories: 10 stories")
	return e
}

// all carries out lines of a talk and returns what was shown last.
func (e *edition) all(lines ...string) (shown string) {
	e.Helper()
	for _, line := range lines {
		shown = e.do(line)
	}
	return shown
}

// due lets the clock go to 09:00 of a day and a while further.
func (e *edition) due(day int) {
	e.world.advanceTo(time.Date(2026, 11, day, 9, 0, 0, 0, time.UTC))
}

// until lets the clock go on, a second at a time, until something has happened.
func (e *edition) until(what string, happened func() bool) {
	e.Helper()
	for range 600 {
		if happened() {
			return
		}
		e.world.clock.AdvanceTo(e.world.clock.Now().Add(time.Second), e.world.loops)
	}
	e.Fatalf("waited ten minutes in vain for %s", what)
}

// want checks how many messages stand in a channel.
func (e *edition) want(channel string, n int) {
	e.Helper()
	if got := len(e.server.Channel(channel).Messages()); got != n {
		e.Errorf("%d messages in #%s, want %d", got, channel, n)
	}
}

// says checks that what was shown says all of some words.
func (e *edition) says(shown string, words ...string) {
	e.Helper()
	for _, word := range words {
		if !strings.Contains(shown, word) {
			e.Errorf("%q is not said in\n%s", word, shown)
		}
	}
}

// A permission that is lost between two parts: the first stays, moderators are told
// once which permission and where, and a retry sends the second only.
func TestPermissionLostBetweenParts(t *testing.T) {
	t.Parallel()
	e := newEdition(t)
	news, gate, came := e.server.Channel("news"), make(chan struct{}), make(chan struct{})
	e.world.discord.Fault("POST /channels/{channel}/messages", 1, discordtest.SlowReply(gate))
	go func() {
		defer close(came)
		e.due(22)
	}()
	news.AwaitMessages(1)
	e.world.discord.Expect(50013, "POST /channels/{channel}/messages")
	news.DenyBot(discordtest.SendMessages)
	close(gate)
	<-came
	e.want("news", 1)
	e.says(e.all("bo> /digest list"), "For moderators", "Send Messages", "Permissions", "Paused")
	if again := e.all("bo> /digest list"); strings.Contains(again, "For moderators") {
		t.Errorf("told again:\n%s", again)
	}
	e.all("restart")
	e.want("news", 1)
	e.all("allow #news", "bo> /digest resume name:News", "bo> /digest history name:News", "bo> press Retry 2026-11-22 09:00")
	e.until("the second part", func() bool { return len(news.Messages()) == 2 })
	e.says(e.all("#news"), "**1. ", "--", "**10. ")
	e.due(23)
	e.want("news", 2) // and nothing new the day after
}

// A digest that moderators delete is not posted again, by a restart or by the next run.
func TestDeletedDigestStaysAway(t *testing.T) {
	t.Parallel()
	e := newEdition(t)
	news := e.server.Channel("news")
	e.due(22)
	e.want("news", 2)
	for _, m := range news.Messages() {
		news.DeleteMessage(m.ID)
	}
	e.all("restart")
	e.due(23)
	e.want("news", 0)
}

// Where the history cannot be read, a message whose answers are all lost is there
// once, and moderators are told which permission is missing and where to tap.
func TestUnseenDigest(t *testing.T) {
	t.Parallel()
	e := newEdition(t)
	e.server.Channel("news").DenyBot(discordtest.ReadMessageHistory)
	lost := e.world.discord.Fault("POST /channels/{channel}/messages", -1, discordtest.ResetAfter())
	e.due(22)
	e.world.advanceTo(e.world.clock.Now().Add(time.Hour))
	lost.Stop()
	e.world.advanceTo(e.world.clock.Now().Add(3 * time.Hour))
	e.want("news", 1)
	e.says(e.all("bo> /digest list"), "may have arrived or not", "Read Message History", "Permissions")
	e.says(e.all("bo> /digest history name:News"), "Retry")
}

// A forum post whose answer was lost is looked for, though it was archived and given
// another title meanwhile.
func TestForumPostIsLookedForFirst(t *testing.T) {
	t.Parallel()
	e := newEdition(t)
	e.all("bo> /digest create name:Posts channel:#posts schedule:every day 09:00", "bo> choose How many stories: 10 stories")
	e.world.discord.Fault("POST /channels/{channel}/threads", 1, discordtest.ResetAfter())
	e.world.clock.AdvanceTo(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), e.world.loops)
	e.until("the first post", func() bool { return len(e.forum.Threads()) == 1 })
	first := e.forum.Threads()[0]
	first.Rename("What a moderator calls it")
	first.Archive(true)
	e.until("the second post", func() bool { return len(e.forum.Threads()) == 2 })
	e.world.advanceTo(e.world.clock.Now().Add(time.Hour))
	if n := len(e.forum.Threads()); n != 2 {
		t.Errorf("%d posts", n)
	}
}

// A digest whose channel is deleted pauses; moved to another, what was not sent comes
// there by a retry.
func TestChannelIsDeleted(t *testing.T) {
	t.Parallel()
	e := newEdition(t)
	e.server.AddChannel("elsewhere", discordtest.TextChannel)
	e.world.discord.Expect(10003, "POST /channels/{channel}/messages")
	e.server.Channel("news").Delete()
	e.due(22)
	e.says(e.all("bo> /digest list"), "its channel is gone")
	e.all("bo> /digest edit name:News", "bo> choose Channel: #elsewhere", "bo> /digest resume name:News",
		"bo> /digest history name:News", "bo> press Retry 2026-11-22 09:00")
	e.world.advanceTo(e.world.clock.Now().Add(time.Minute))
	e.want("elsewhere", 2)
}

// The clock of a process that serves is set: no edition is doubled, and the next comes.
func TestClockOfTheServerIsSet(t *testing.T) {
	t.Parallel()
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC) }
	for _, c := range []struct {
		name     string
		from, to time.Time
		before   int // messages before it is set
	}{
		{"back over an edition", at(22, 9, 30), at(22, 8, 30), 2},
		{"forward over an edition, by little", at(22, 8, 30), at(22, 9, 30), 0},
		{"forward by most of a day", at(21, 13, 0), at(22, 11, 0), 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := newEdition(t)
			e.world.advanceTo(c.from)
			e.want("news", c.before)
			e.world.clock.Set(c.to)
			e.world.advanceTo(c.to.Add(2 * time.Minute))
			if c.to.Hour() < 9 {
				e.due(22)
			}
			e.want("news", 2)
			e.world.advanceTo(at(23, 10, 0))
			e.want("news", 2)
		})
	}
}

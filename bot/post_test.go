package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"magpie/discordtest"
	"magpie/outbox"
	"magpie/slash"
)

// digest is a message that can be found by its marker.
func digest(channel string, group string) outbox.Message {
	id := "digest.more/x/" + outbox.Nonce(group, 1)
	body := slash.Say(slash.Plain("the news of " + group)).With(slash.Row{Buttons: []slash.Button{{Label: "More", ID: id}}})
	m, err := outbox.NewMessage(group, 1, "", channel, body)
	if err != nil {
		panic(err)
	}
	return m
}

func TestPostTwice(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
	p := start(t, d, nil, pong()).Poster()
	d.AwaitReady()
	d.Fault("POST /channels/*/messages", 1, discordtest.ResetAfter())
	_, err := p.Post(t.Context(), digest(general.ID, "monday"))
	var denied *outbox.Denied
	if err == nil || errors.As(err, &denied) {
		t.Fatalf("a lost answer is %v", err)
	}
	id, err := p.Post(t.Context(), digest(general.ID, "monday"))
	if list := general.Messages(); err != nil || len(list) != 1 || list[0].ID != id {
		t.Errorf("the messages are %v, posted %s, %v", list, id, err)
	}
}

func TestMentions(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	server.BotRole().SetPermissions(discordtest.Administrator)
	ana := server.Person("ana", "en-US")
	readers, others := server.Role("readers", 0), server.Role("others", 0)
	b := start(t, d, nil, pong())
	d.AwaitReady()
	body := slash.Join(" ", slash.Plain("@everyone @here <@"+ana.ID()+">"), slash.UserMention(ana.ID()), slash.RoleMention(readers.ID), slash.RoleMention(others.ID))
	r := slash.Say(body)
	r.Roles = []string{readers.ID}
	general := server.Channel("general")
	if _, err := b.Post(t.Context(), slash.Post{Channel: general.ID, Reply: r}); err != nil {
		t.Fatal(err)
	}
	if got := general.Messages()[0].Pings; !slices.Equal(got, []string{"@readers"}) {
		t.Errorf("notified were %v", got)
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	general, forum := server.Channel("general"), server.AddForum("forum", "news")
	forum.RequireTag()
	b := start(t, d, nil, pong())
	d.AwaitReady()
	d.Expect(10008, "") // the first try in a forum
	for _, where := range []struct {
		channel *discordtest.Channel
		title   string
	}{{general, ""}, {forum, strings.Repeat("long ", 30)}} {
		post := say(where.channel.ID, "before")
		post.Title = where.title
		post.Reply = post.Reply.With(slash.File{Name: "f.txt", Data: []byte("x")})
		id, err := b.Post(t.Context(), post)
		if err == nil {
			err = b.Edit(t.Context(), where.channel.ID, id, slash.Say(slash.Plain("after")))
		}
		if err != nil {
			t.Errorf("%s: %v", where.channel.Name, err)
		}
	}
	if got := general.Messages()[0].String(); got != "after" {
		t.Errorf("the message is %s", got)
	}
	d.Expect(10008, "")
	d.Expect(10003, "")
	var rejected *outbox.Rejected
	var gone *outbox.Gone
	if err := b.Edit(t.Context(), general.ID, "1", slash.Say(slash.Plain("x"))); !errors.As(err, &rejected) && !errors.As(err, &gone) {
		t.Errorf("a message that is gone: %v", err)
	}
	thread := forum.Threads()[0]
	if got := thread.Messages()[0].String(); got != "after" || len([]rune(thread.Name)) > maxTitle {
		t.Errorf("the post %q is %s", thread.Name, got)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	general, forum, empty := server.Channel("general"), server.AddForum("forum"), server.AddChannel("empty", discordtest.TextChannel)
	p := start(t, d, nil, pong()).Poster()
	d.AwaitReady()

	began := time.Now()
	posted := map[string]string{}
	for _, group := range []string{"monday", "tuesday"} {
		for _, m := range []outbox.Message{digest(general.ID, group), digest(forum.ID, group).InForum("News of " + group)} {
			id, err := p.Post(t.Context(), m)
			if err != nil {
				t.Fatal(err)
			}
			posted[m.Channel+group] = id
		}
	}
	for i := range 120 {
		ana.Say(general, fmt.Sprint("chatter ", i))
	}
	forum.Threads()[0].Archive(true)
	later := began.Add(3 * time.Hour)
	tests := []struct {
		name    string
		channel *discordtest.Channel
		group   string
		since   time.Time
		want    string
	}{
		{"in a channel", general, "monday", began, posted[general.ID+"monday"]},
		{"long ago", general, "monday", later, ""},
		{"never posted", general, "sunday", began, ""},
		{"archived in a forum", forum, "monday", began, posted[forum.ID+"monday"]},
		{"in a forum", forum, "tuesday", began, posted[forum.ID+"tuesday"]},
		{"never posted in a forum", forum, "sunday", began, ""},
		{"in an empty channel", empty, "monday", began, ""},
	}
	for _, test := range tests {
		id, found, err := p.Find(t.Context(), digest(test.channel.ID, test.group), test.since)
		if err != nil || id != test.want || found != (test.want != "") {
			t.Errorf("%s: found %q, %t, %v, want %q", test.name, id, found, err, test.want)
		}
	}
}

func TestFindBlindly(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	general, forum := server.Channel("general"), server.AddForum("forum")
	b := start(t, d, nil, pong())
	d.AwaitReady()
	d.Allow(50013, "")
	for _, c := range []*discordtest.Channel{general, forum} {
		post := say(c.ID, "x")
		if c == forum {
			post.Title = "x"
		}
		if _, err := b.Post(t.Context(), post); err != nil {
			t.Fatal(err)
		}
		c.DenyBot(discordtest.ReadMessageHistory)
		var blind *outbox.Blind
		if _, _, err := b.Poster().Find(t.Context(), digest(c.ID, "never"), time.Now().Add(time.Hour)); !errors.As(err, &blind) {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
}

func TestPostErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		expect int
		spoil  func(*discordtest.Discord, *discordtest.Channel, *outbox.Message)
		want   string
	}{
		{"hidden", 50001, func(_ *discordtest.Discord, c *discordtest.Channel, _ *outbox.Message) {
			c.DenyBot(discordtest.ViewChannel)
		}, "*outbox.Denied view_channel"},
		{"mute", 50013, func(_ *discordtest.Discord, c *discordtest.Channel, _ *outbox.Message) {
			c.DenyBot(discordtest.SendMessages)
		}, "*outbox.Denied send_messages"},
		{"no files", 50013, func(_ *discordtest.Discord, c *discordtest.Channel, m *outbox.Message) {
			c.DenyBot(discordtest.AttachFiles)
			m.Body = m.Body.With(slash.File{Name: "a.txt", Data: []byte("a")})
		}, "*outbox.Denied attach_files"},
		{"gone", 10003, func(_ *discordtest.Discord, c *discordtest.Channel, _ *outbox.Message) { c.Delete() }, "*outbox.Gone"},
		{"malformed", 50035, func(_ *discordtest.Discord, _ *discordtest.Channel, m *outbox.Message) {
			m.Body = slash.Say(slash.Plain(strings.Repeat("x", 4001)))
		}, "*outbox.Rejected"},
		{"limited", 0, func(d *discordtest.Discord, _ *discordtest.Channel, _ *outbox.Message) {
			d.Fault("POST /channels/*/messages", -1, discordtest.Limited(time.Millisecond))
		}, "*outbox.Busy"},
		{"down", 0, func(d *discordtest.Discord, _ *discordtest.Channel, _ *outbox.Message) {
			d.Fault("POST /channels/*/messages", -1, discordtest.Status(503))
		}, "*fmt.wrapError"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Config{})
			c := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
			b := start(t, d, nil, pong())
			d.AwaitReady()
			if test.expect != 0 {
				d.Allow(test.expect, "")
			}
			m := digest(c.ID, "monday")
			test.spoil(d, c, &m)
			_, err := b.Poster().Post(t.Context(), m)
			got := fmt.Sprintf("%T", err)
			var denied *outbox.Denied
			if errors.As(err, &denied) {
				got += " " + denied.Permission
			}
			if got != test.want {
				t.Errorf("posting returned %s: %v", got, err)
			}
		})
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	open, muted, hidden := server.Channel("general"), server.AddChannel("muted", discordtest.TextChannel), server.AddChannel("hidden", discordtest.TextChannel)
	thread := muted.AddThread("in it")
	muted.Overwrite(server.Everyone(), 0, discordtest.SendMessages|discordtest.AttachFiles)
	muted.AllowBot(discordtest.AttachFiles)
	hidden.Overwrite(server.Everyone(), 0, discordtest.ViewChannel)
	b := start(t, d, nil, pong())
	d.AwaitReady()
	d.Allow(50001, "")
	tests := []struct {
		channel *discordtest.Channel
		missing slash.Permissions
	}{
		{open, 0}, {muted, slash.SendMessages}, {thread, slash.SendMessages}, {hidden, needed},
	}
	for _, test := range tests {
		have, err := b.Permissions(t.Context(), server.ID, test.channel.ID)
		if missing := have.Missing(needed); err != nil || missing != test.missing {
			t.Errorf("in %s is missing %s, not %s (%v)", test.channel.Name, missing, test.missing, err)
		}
	}
	server.BotRole().SetPermissions(discordtest.Administrator)
	if have, err := b.Permissions(t.Context(), server.ID, hidden.ID); err != nil || have.Missing(needed) != 0 {
		t.Errorf("an administrator is missing %s (%v)", have.Missing(needed), err)
	}
	other := d.Server("Another nest", discordtest.ServerOptions{})
	if have, err := b.Permissions(t.Context(), other.ID, open.ID); err != nil || have != 0 {
		t.Errorf("in a channel of another server: %s (%v)", have, err)
	}
}

func TestFetch(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	ana.Has(discordtest.File{Name: "words.csv", Data: []byte("你好,hello")})
	files := make(chan slash.Attachment, 1)
	type in struct {
		File slash.Attachment `slash:"file"`
	}
	b := start(t, d, nil, slash.Feature{Commands: []slash.Command{{Name: "import", Run: slash.Run(
		func(_ context.Context, _ *slash.Call, in in) (slash.Reply, error) {
			files <- in.File
			return slash.Say(slash.Plain("thanks")), nil
		})}}})
	d.AwaitReady()
	ana.Type(server.Channel("general"), "/import file:words.csv")
	file := <-files
	liar, stranger, plain, gone := file, file, file, file
	liar.Size = 1
	stranger.URL = "https://cdn.discordapp.com.example.com/attachments/1/2/words.csv"
	plain.URL = strings.Replace(file.URL, "https", "http", 1)
	gone.URL = "https://cdn.discordapp.com/attachments/1/2/words.csv"
	tests := []struct {
		name  string
		file  slash.Attachment
		limit int
		want  string
		err   string
	}{
		{"as it is", file, 100, "你好,hello", ""},
		{"too large", file, 5, "", "too large"},
		{"larger than it says", liar, 5, "", "too large"},
		{"from elsewhere", stranger, 100, "", "not one of Discord's"},
		{"without TLS", plain, 100, "", "not one of Discord's"},
		{"gone", gone, 100, "", "404"},
	}
	for _, test := range tests {
		data, err := b.Fetch(t.Context(), test.file, test.limit)
		if string(data) != test.want || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: %q, %v", test.name, data, err)
		}
	}
}

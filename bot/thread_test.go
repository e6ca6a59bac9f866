package bot

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"magpie/discordtest"
	"magpie/outbox"
)

// A message gets its thread and its members once, whichever answer is lost; who is no
// longer in the server, or is nobody, is left out.
func TestPostInThread(t *testing.T) {
	t.Parallel()
	for _, place := range []string{"general", "news", "posts"} {
		for _, lost := range []string{"", "POST /channels/*/messages", "POST /channels/*/messages/*/threads", "PUT /channels/**"} {
			t.Run(fmt.Sprintf("%s, lost %q", place, lost), func(t *testing.T) {
				t.Parallel()
				d := discordtest.New(t, discordtest.Config{Schemas: nil})
				server := d.Server("Nest", discordtest.ServerOptions{})
				server.AddChannel("news", discordtest.AnnouncementChannel)
				server.AddForum("posts")
				ana, cy, gone := server.Person("ana", "en-US"), server.Person("cy", "zh-CN"), server.Person("gone", "en-US")
				gone.Leave(server)
				c := server.Channel(place)
				p := start(t, d, nil, pong()).Poster()
				d.AwaitReady()
				d.Allow(10007, "")
				d.Allow(10013, "")
				d.Allow(160004, "")
				if lost != "" {
					d.Fault(lost, 1, discordtest.ResetAfter())
				}
				m := digest(c.ID, "monday").InThread("Ana and Cy", ana.ID(), gone.ID(), "1", cy.ID())
				id, err := p.Post(t.Context(), m)
				if m.MessageID = id; err != nil {
					id, err = p.Post(t.Context(), m)
				}
				threads := c.Threads()
				if err != nil || len(threads) != 1 || threads[0].ID != id || threads[0].Name != "Ana and Cy" || !slices.Equal(threads[0].Members(), []string{"ana", "cy"}) {
					t.Fatalf("posted %s: %v; threads %v", id, err, threads)
				}
				if n := len(c.Messages()) + len(threads[0].Messages()); n != 1 {
					t.Errorf("%d messages", n)
				}
				if found, ok, err := p.Find(t.Context(), m, time.Now()); err != nil || !ok || found != id {
					t.Errorf("found %s, %t, %v", found, ok, err)
				}
			})
		}
	}
}

// Where threads may not be made, or not be written in, the message stands and the
// permission is named.
func TestPostInThreadDenied(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		deny discordtest.Permissions
		want string
		n    int // messages
	}{
		{discordtest.CreatePublicThreads, "create_public_threads", 1},
		{discordtest.SendMessagesInThreads, "send_in_threads", 1},
		{discordtest.SendMessages, "send_messages", 0},
	} {
		t.Run(test.want, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Config{})
			server := d.Server("Nest", discordtest.ServerOptions{})
			ana, general := server.Person("ana", "en-US"), server.Channel("general")
			p := start(t, d, nil, pong()).Poster()
			d.AwaitReady()
			general.DenyBot(test.deny)
			d.Expect(50013, "")
			m := digest(general.ID, "monday").InThread("Title", ana.ID())
			id, err := p.Post(t.Context(), m)
			var denied *outbox.Denied
			if !errors.As(err, &denied) || denied.Permission != test.want || (id != "") != (test.n > 0) || len(general.Messages()) != test.n {
				t.Fatalf("posted %q, %v; %d messages", id, err, len(general.Messages()))
			}
			general.AllowBot(test.deny)
			m.MessageID = id
			d.Allow(160004, "")
			if _, err := p.Post(t.Context(), m); err != nil || len(general.Messages()) != 1 || !slices.Equal(general.Threads()[0].Members(), []string{"ana"}) {
				t.Errorf("once it was given back: %v", err)
			}
		})
	}
}

// What moderators did meanwhile is no trouble: a message that is deleted gets no thread, a
// thread that is archived no members.
func TestPostInThreadMeanwhile(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana, general := server.Person("ana", "en-US"), server.Channel("general")
	p := start(t, d, nil, pong()).Poster()
	d.AwaitReady()
	m := digest(general.ID, "monday").InThread("Title")
	id, err := p.Post(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	general.Threads()[0].Archive(true)
	m.MessageID, m.Members = id, []string{ana.ID()}
	d.Expect(160004, "")
	d.Expect(50083, "")
	if _, err := p.Post(t.Context(), m); err != nil {
		t.Errorf("in an archived thread: %v", err)
	}
	general.DeleteMessage(id)
	d.Expect(10008, "")
	var deleted *outbox.Deleted
	if _, err := p.Post(t.Context(), m); !errors.As(err, &deleted) {
		t.Errorf("a message that was deleted: %v", err)
	}
}

package bot

import (
	"context"
	"errors"
	"testing"
	"time"

	"magpie/discordtest"
	"magpie/outbox"
)

// A message that was posted and deleted is known by its nonce, and not made again.
func TestPostOfDeletedMessage(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
	p := start(t, d, nil, pong()).Poster()
	d.AwaitReady()
	id, err := p.Post(t.Context(), digest(general.ID, "monday"))
	if err != nil {
		t.Fatal(err)
	}
	general.DeleteMessage(id)
	d.Expect(10008, "")
	_, err = p.Post(t.Context(), digest(general.ID, "monday"))
	var deleted *outbox.Deleted
	if n := len(general.Messages()); !errors.As(err, &deleted) || n != 0 {
		t.Errorf("posting again: %v; %d messages", err, n)
	}
}

// What is known not to have been sent is told as such: a pause that outlasts the
// request's time, and a claim that ended while it waited for its turn.
func TestPostUnsent(t *testing.T) {
	t.Parallel()
	for _, scope := range []discordtest.Harm{discordtest.Limited(time.Minute), discordtest.LimitedGlobally(time.Minute)} {
		d := discordtest.New(t, discordtest.Config{})
		general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
		p := start(t, d, nil, pong()).Poster()
		d.AwaitReady()
		fault := d.Fault("POST /channels/*/messages", -1, scope)
		for range 2 { // refused by Discord; then not even sent
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			_, err := p.Post(ctx, digest(general.ID, "monday"))
			var busy *outbox.Busy
			if !errors.As(err, &busy) || busy.After < 50*time.Second {
				t.Errorf("posting returned %v", err)
			}
		}
		if fault.Count() != 1 {
			t.Errorf("%d requests were sent", fault.Count())
		}
	}
}

// over is a context that has ended though no timer went off yet.
type over struct{ context.Context }

func (over) Err() error { return context.Canceled }

func TestPostAsksItsContextLast(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	p := start(t, d, nil, pong()).Poster()
	d.AwaitReady()
	for _, m := range []outbox.Message{digest(server.Channel("general").ID, "monday"), digest(server.AddForum("forum").ID, "monday").InForum("News")} {
		if _, err := p.Post(over{t.Context()}, m); !errors.Is(err, context.Canceled) {
			t.Errorf("posting returned %v", err)
		}
	}
	if n := len(d.Requests("POST /channels/**")); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

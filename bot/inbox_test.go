package bot

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"magpie/discordtest"
	"magpie/slash"
)

func TestServedOnce(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	served := make(chan string, 10)
	start(t, d, nil, simple("ping", func(_ context.Context, c *slash.Call) (slash.Reply, error) {
		served <- c.Event.ID
		return slash.Say(slash.Plain("pong")), nil
	}), pongAs("other"))
	d.AwaitReady()
	ana.Type(server.Channel("general"), "/ping")
	ana.Redeliver()
	ana.Type(server.Channel("general"), "/other") // served after the second delivery was seen
	d.AskHeartbeat()
	if n := len(served); n != 1 {
		t.Errorf("served %d times", n)
	}
}

func pongAs(name string) slash.Feature {
	return simple(name, func(context.Context, *slash.Call) (slash.Reply, error) { return slash.Say(slash.Plain("pong")), nil })
}

func TestSeenIsBounded(t *testing.T) {
	t.Parallel()
	var s seen
	for i := range 10 * remembered {
		if id := fmt.Sprint(i); !s.first(id) || s.first(id) {
			t.Fatalf("%s is not seen once", id)
		}
	}
	if n := len(s.new) + len(s.old); n > 2*remembered {
		t.Errorf("%d ids are remembered", n)
	}
	if s.first(fmt.Sprint(10*remembered - remembered)) {
		t.Error("a recent id is forgotten")
	}
}

func TestStopFinishesWhatIsInFlight(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	gate := make(chan struct{})
	b := start(t, d, nil, slow(gate))
	d.AwaitReady()
	view := make(chan discordtest.View)
	go func() {
		v, err := ana.Try().Type(server.Channel("general"), "/private")
		if err != nil {
			t.Error(err)
		}
		view <- v
	}()
	d.Until("the deferral", func() bool { return len(d.Requests("POST /interactions/*/*/callback")) == 1 })
	stopped := make(chan error)
	go func() { stopped <- b.stop() }()
	for b.Ready() {
		runtime.Gosched()
	}
	close(gate)
	if got, want := (<-view).String(), "(private)\nat last"; got != want {
		t.Errorf("ana sees\n%s\nnot\n%s", got, want)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Run returned %v", err)
	}
	d.Until("the goodbye", func() bool { return d.Connected() == 0 })
}

package bot

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"magpie/discordtest"
	"magpie/slash"
)

// hasty is a gateway whose heart beats fast, and a bot that notices soon when it stops.
var hasty = discordtest.Config{Heartbeat: 250 * time.Millisecond}

func hastily(o *Options) {
	o.Times.Silence, o.Times.Connect = 700*time.Millisecond, 700*time.Millisecond
}

// Whatever happens to a connection, people are served again soon, and no more
// sessions are started than were counted.
func TestGatewayTrouble(t *testing.T) {
	t.Parallel()
	type trouble struct {
		phase discordtest.Phase
		what  discordtest.Trouble
	}
	drop := trouble{discordtest.Running, discordtest.Drop()}
	tests := []struct {
		name       string
		before     []trouble // made before the bot starts
		running    []trouble
		identifies int
		resumes    int
	}{
		{name: "none", identifies: 1},
		{name: "silence", running: []trouble{{discordtest.Running, discordtest.Silence()}}, identifies: 1, resumes: 1},
		{name: "no heartbeat ACK", running: []trouble{{discordtest.Running, discordtest.NoAck()}}, identifies: 1, resumes: 1},
		{name: "dropped", running: []trouble{drop}, identifies: 1, resumes: 1},
		{name: "truncated frame", running: []trouble{{discordtest.Running, discordtest.TruncatedFrame()}}, identifies: 1, resumes: 1},
		{name: "garbage", running: []trouble{{discordtest.Running, discordtest.Garbage()}}, identifies: 1},
		{name: "op 7", running: []trouble{{discordtest.Running, discordtest.Reconnect()}}, identifies: 1, resumes: 1},
		{name: "op 9 resumable", running: []trouble{{discordtest.Running, discordtest.InvalidSession(true)}}, identifies: 1, resumes: 1},
		{name: "op 9", running: []trouble{{discordtest.Running, discordtest.InvalidSession(false)}}, identifies: 2},
		{name: "closed with 4000", running: []trouble{{discordtest.Running, discordtest.CloseWith(4000)}}, identifies: 1, resumes: 1},
		{name: "closed with 1001", running: []trouble{{discordtest.Running, discordtest.CloseWith(1001)}}, identifies: 1, resumes: 1},
		{name: "closed with 4009", running: []trouble{{discordtest.Running, discordtest.CloseWith(4009)}}, identifies: 2},
		{name: "no HELLO", before: []trouble{{discordtest.BeforeHello, discordtest.Withhold()}}, identifies: 1},
		{name: "op 7 instead of HELLO", before: []trouble{{discordtest.BeforeHello, discordtest.Reconnect()}}, identifies: 1},
		{name: "op 7 instead of READY", before: []trouble{{discordtest.BeforeReady, discordtest.Reconnect()}}, identifies: 2},
		{name: "op 9 instead of READY", before: []trouble{{discordtest.BeforeReady, discordtest.InvalidSession(false)}}, identifies: 2},
		{name: "no READY", before: []trouble{{discordtest.BeforeReady, discordtest.Withhold()}}, identifies: 2},
		{name: "silence instead of READY", before: []trouble{{discordtest.BeforeReady, discordtest.Silence()}}, identifies: 2},
		{name: "garbage before READY", before: []trouble{{discordtest.BeforeReady, discordtest.Garbage()}}, identifies: 2},
		{name: "op 7 instead of RESUMED", before: []trouble{{discordtest.BeforeResumed, discordtest.Reconnect()}}, running: []trouble{drop}, identifies: 1, resumes: 2},
		{name: "op 9 instead of RESUMED", before: []trouble{{discordtest.BeforeResumed, discordtest.InvalidSession(false)}}, running: []trouble{drop}, identifies: 2, resumes: 1},
		{name: "no RESUMED", before: []trouble{{discordtest.BeforeResumed, discordtest.Withhold()}}, running: []trouble{drop}, identifies: 1, resumes: 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, hasty)
			server := d.Server("Nest", discordtest.ServerOptions{})
			ana := server.Person("ana", "en-US")
			for _, tr := range test.before {
				d.Trouble(tr.phase, tr.what)
			}
			b := start(t, d, hastily, pong())
			d.AwaitReady()
			for _, tr := range test.running {
				d.Trouble(tr.phase, tr.what)
			}
			d.Until("the sessions", func() bool {
				c := d.Counts()
				return c.Identifies >= test.identifies && c.Resumes >= test.resumes && d.Connected() == 1 && b.Ready()
			})
			if got := ana.Type(server.Channel("general"), "/ping").String(); got != "(private)\npong" {
				t.Errorf("ana sees\n%s", got)
			}
			if c := d.Counts(); c.Identifies != test.identifies || c.Resumes != test.resumes || b.memory.starts() < c.Identifies {
				t.Errorf("%d IDENTIFYs (%d counted) and %d RESUMEs, want %d and %d", c.Identifies, b.memory.starts(), c.Resumes, test.identifies, test.resumes)
			}
		})
	}
}

// The fake fails the test if the bot comes back.
func TestFatalCodes(t *testing.T) {
	t.Parallel()
	for code := range fatalCodes {
		for phase, running := range map[discordtest.Phase]bool{discordtest.Running: true, discordtest.BeforeReady: false, discordtest.BeforeHello: false} {
			d := discordtest.New(t, hasty)
			d.Server("Nest", discordtest.ServerOptions{})
			if !running {
				d.Trouble(phase, discordtest.CloseWith(code))
			}
			ended := make(chan struct{})
			b := start(t, d, hastily, pong())
			go func() {
				defer close(ended)
				d.AwaitReady()
				d.Trouble(phase, discordtest.CloseWith(code))
			}()
			if running {
				<-ended
			}
			var closed *ClosedError
			if err := b.wait(); !errors.As(err, &closed) || closed.Code != code {
				t.Errorf("closed with %d in phase %d: Run returned %v", code, phase, err)
			}
			if b.Ready() {
				t.Error("the bot says that it is ready")
			}
		}
	}
}

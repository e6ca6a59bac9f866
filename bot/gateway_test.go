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
var hasty = discordtest.Config{Heartbeat: 700 * time.Millisecond}

func hastily(o *Options) {
	o.Times.Silence, o.Times.Connect = 1500*time.Millisecond, 500*time.Millisecond
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
			b.awaitReady(t)
			for _, tr := range test.running {
				d.Trouble(tr.phase, tr.what)
			}
			d.Until("the sessions", func() bool {
				c := d.Counts()
				return c.Identifies >= test.identifies && c.Resumes >= test.resumes && d.Connected() == 1
			})
			b.awaitReady(t)
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
		for _, phase := range []discordtest.Phase{discordtest.Running, discordtest.BeforeReady, discordtest.BeforeHello} {
			d := discordtest.New(t, hasty)
			if phase != discordtest.Running {
				d.Trouble(phase, discordtest.CloseWith(code))
			}
			b := start(t, d, hastily, pong())
			if phase == discordtest.Running {
				b.awaitReady(t)
				d.Trouble(phase, discordtest.CloseWith(code))
			}
			var closed *ClosedError
			if err := b.wait(); !errors.As(err, &closed) || closed.Code != code || !strings.Contains(err.Error(), ";") {
				t.Errorf("closed with %d in phase %d: Run returned %v", code, phase, err)
			}
			if b.Ready() {
				t.Error("the bot says that it is ready")
			}
		}
	}
}

func TestWrongToken(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	d.Expect(401, "GET /applications/@me")
	b := start(t, d, func(o *Options) { o.Token = "wrong" }, pong())
	if err := b.wait(); !errors.Is(err, ErrToken) {
		t.Errorf("Run returned %v", err)
	}
}

// discordgo's Close can be undone by its heartbeat, which then connects once more.
func TestStopIsNotUndone(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, hasty)
	for i := range 10 {
		b := start(t, d, nil, pong())
		d.AwaitReady()
		if err := b.stop(); err != nil {
			t.Fatal(err)
		}
		d.Until("the goodbye", func() bool { return d.Connected() == 0 })
		if n := d.Counts().Connections; n != i+1 {
			t.Fatalf("%d connections were made by %d bots", n, i+1)
		}
	}
}

func TestStopWhileConnecting(t *testing.T) {
	t.Parallel()
	for _, phase := range []discordtest.Phase{discordtest.BeforeHello, discordtest.BeforeReady} {
		d := discordtest.New(t, hasty)
		d.Trouble(phase, discordtest.Withhold())
		b := start(t, d, nil, pong())
		d.Until("the connection", func() bool { return d.Counts().Connections == 1 })
		if err := b.stop(); err != nil {
			t.Errorf("Run returned %v", err)
		}
	}
}

// A sessionLimit is an API of d's whose GET /gateway/bot says how many sessions may
// still be started.
func sessionLimit(t *testing.T, d *discordtest.Discord, left *atomic.Int64) string {
	t.Helper()
	target, err := url.Parse(d.URL())
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", httputil.NewSingleHostReverseProxy(target))
	mux.HandleFunc("/api/v9/gateway/bot", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"shards": 1, "session_start_limit": map[string]any{"remaining": left.Load(), "reset_after": 20}})
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

func TestSessionLimit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		left  int64
		spent int
	}{
		{"Discord allows few", leastLeft - 1, 0},
		{"we have spent ours", 1000, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Config{})
			var left atomic.Int64
			left.Store(test.left)
			asked := make(chan int, 100)
			m := &memory{budget: 3, spent: test.spent}
			b := start(t, d, func(o *Options) {
				o.API, o.Memory = sessionLimit(t, d, &left), m
				o.Hooks.Started = func(left int) {
					select {
					case asked <- left:
					default:
					}
				}
			}, pong())
			for range 3 {
				<-asked
			}
			if c := d.Counts(); c.Connections != 0 || b.Ready() {
				t.Fatalf("the bot connected %d times, ready: %t", c.Connections, b.Ready())
			}
			left.Store(1000)
			m.mu.Lock()
			m.spent = 0
			m.mu.Unlock()
			d.AwaitReady()
		})
	}
}

// A stuckServer is an API of d's whose gateway says op 7 instead of READY to its
// first clients, in frames so long that a link does not look into them. On that
// discordgo deadlocks, which is how the watchdog can be tested.
func stuckServer(t *testing.T, d *discordtest.Discord, clients int64) string {
	t.Helper()
	target, err := url.Parse(d.URL())
	if err != nil {
		t.Fatal(err)
	}
	var connected atomic.Int64
	mux := http.NewServeMux()
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	proxy := httputil.NewSingleHostReverseProxy(target)
	mux.Handle("/", proxy)
	mux.HandleFunc("/api/v9/gateway", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]string{"url": strings.Replace(s.URL, "http", "ws", 1) + "/gateway"})
	})
	mux.HandleFunc("/gateway/", func(w http.ResponseWriter, r *http.Request) {
		if connected.Add(1) > clients {
			proxy.ServeHTTP(w, r)
			return
		}
		ws, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer ws.Close()
		ws.WriteMessage(websocket.TextMessage, []byte(`{"op":10,"d":{"heartbeat_interval":40000}}`))
		ws.ReadMessage() // IDENTIFY
		ws.WriteMessage(websocket.TextMessage, []byte(`{"op":7,"d":null}`+strings.Repeat(" ", 2*shortFrame)))
		ws.ReadMessage() // returns when the bot lets go
	})
	return s.URL
}

func stuckBot(t *testing.T, api string, d *discordtest.Discord) (*Bot, func(context.Context) error) {
	t.Helper()
	o := Options{Token: d.Token(), Memory: &memory{}, Words: words{}, API: api, Times: quick}
	hastily(&o)
	b, err := New(slogTo(t), o)
	if err != nil {
		t.Fatal(err)
	}
	b.gateway.release = 50 * time.Millisecond
	router, err := slash.NewRouter(slogTo(t), slash.Options{Words: words{}}, pong())
	if err != nil {
		t.Fatal(err)
	}
	return b, func(ctx context.Context) error { return b.Run(ctx, router) }
}

func TestStuckSessionIsReplaced(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	_, run := stuckBot(t, stuckServer(t, d, 1), d)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- run(ctx) }()
	d.AwaitReady()
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Run returned %v", err)
	}
}

func TestStuckAgainAndAgain(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	_, run := stuckBot(t, stuckServer(t, d, 100), d)
	if err := run(t.Context()); !errors.Is(err, errStuck) {
		t.Errorf("Run returned %v", err)
	}
}

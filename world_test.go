package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/clock"
	"magpie/discordtest"
	"magpie/news"
	"magpie/store/storetest"
)

// A world is everything around the program: Discord with one server, the web with
// one feed, a clock, and the folder in which data is kept.
type world struct {
	testing.TB
	clock   *clock.Fake
	discord *discordtest.Discord
	server  *discordtest.Server
	web     *httptest.Server
	engine  *engine // that translates; nil at first
	data    string
	env     map[string]string
	logs    syncBuffer

	heard chan struct{} // of each person who came, changed or went

	mu    sync.Mutex
	feed  string // file served
	loops int    // of all running programs
	runs  []*running
}

// running is one program on its way.
type running struct {
	stop  context.CancelFunc
	ended chan error
	loops int
}

var worldStart = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// newWorld is a world in which the program runs.
func newWorld(t testing.TB) *world {
	w := newWorldAtRest(t)
	w.start()
	return w
}

// newWorldAtRest is a world in which nothing runs yet.
func newWorldAtRest(t testing.TB) *world {
	w := &world{TB: t, clock: clock.NewFake(worldStart), data: t.TempDir(), feed: "empty.xml", heard: make(chan struct{}, 1000)}
	w.discord = discordtest.New(t, discordtest.Config{Now: w.clock.Now, BotName: "Magpie", Schemas: schemas(t), Patience: time.Minute})
	w.server = w.discord.Server("Nest", discordtest.ServerOptions{Channels: []string{"general", "news", "moderators"}})
	w.web = httptest.NewServer(http.HandlerFunc(w.serve))
	t.Cleanup(w.web.Close)
	w.env = map[string]string{
		"DISCORD_TOKEN":      w.discord.Token(),
		"MAGPIE_DISCORD_API": w.discord.URL(),
		"MAGPIE_FETCH_ALLOW": feedHost,
		"MAGPIE_WEB":         "off",
	}
	storetest.Write(t, filepath.Join(w.data, "magpie.db"))
	t.Cleanup(w.stopAll)
	return w
}

// feedHost is where the web serves its feed. The name is made up, so that what
// depends on an address is the same in every test.
const feedHost = "post.example:80"

// dial reaches the web of this world, and no other.
func (w *world) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if address == engineHost && w.engine != nil {
		return (&net.Dialer{}).DialContext(ctx, network, w.engine.Listener.Addr().String())
	}
	if address != feedHost {
		return nil, fmt.Errorf("there is no %s in this world", address)
	}
	return (&net.Dialer{}).DialContext(ctx, network, w.web.Listener.Addr().String())
}

// start starts one more program and waits until it is connected.
func (w *world) start() {
	w.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	started, arrived := make(chan int, 1), make(chan struct{}, 100)
	p := Program{
		Args: []string{"--data", w.data}, Getenv: func(k string) string { return w.env[k] },
		Stdin: strings.NewReader(""), Stdout: &w.logs, Stderr: &w.logs,
		Clock: w.clock, Dial: w.dial,
		presets: w.presets(),
		cdn:     w.discord.URL(),
		started: func(loops int) { started <- loops },
		arrived: func() { arrived <- struct{}{} },
		heard:   func() { w.heard <- struct{}{} },
	}
	r := &running{stop: cancel, ended: make(chan error, 1)}
	go func() { r.ended <- p.Run(ctx) }()
	select {
	case r.loops = <-started:
	case err := <-r.ended:
		w.Fatalf("the program ended: %v\n%s", err, w.logs.String())
	}
	w.runs = append(w.runs, r)
	w.loops += r.loops
	w.discord.AwaitReady()
	<-arrived // in the one server
	w.settle()
}

func (w *world) awaitReady() {
	w.discord.AwaitReady()
	w.settle()
}

// stopAll ends all programs as an operator does.
func (w *world) stopAll() {
	for _, r := range w.runs {
		r.stop()
		if err := <-r.ended; err != nil {
			w.Errorf("the program ended: %v\n%s", err, w.logs.String())
		}
	}
	w.runs, w.loops = nil, 0
	if w.Failed() {
		w.Logf("log:\n%s", w.logs.String())
	}
}

func (w *world) restart() {
	w.Helper()
	w.stopAll()
	w.start()
}

// settle waits until nothing more happens unless the clock moves.
func (w *world) settle() { w.clock.Settle(w.loops) }

// advanceTo moves the clock to the end of the minute at, over which posts are spread.
func (w *world) advanceTo(at time.Time) { w.clock.AdvanceTo(at.Add(59*time.Second), w.loops) }

// serveFeed says which file of testdata/feeds the web serves.
func (w *world) serveFeed(file string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.feed = file
}

// serve answers with the feed, or with the page that is asked for by name; where sites
// usually have a feed there is none.
func (w *world) serve(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	file := w.feed
	w.mu.Unlock()
	switch name := strings.TrimPrefix(r.URL.Path, "/"); {
	case strings.HasSuffix(name, ".html"), name == "other.xml":
		file = name
	case slices.Contains([]string{"feed", "rss.xml", "atom.xml", "index.xml", "feed.json"}, name):
		http.NotFound(rw, r)
		return
	}
	text, err := os.ReadFile(filepath.Join("testdata/feeds", file))
	if err != nil {
		http.NotFound(rw, r)
		return
	}
	if strings.HasSuffix(file, ".html") {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	} else {
		rw.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	}
	rw.Write(text)
}

// presets are the topics that come with Magpie, with the world's feed as the only source.
func (w *world) presets() []news.Topic {
	topics, err := news.Presets()
	if err != nil {
		w.Fatal(err)
	}
	for i := range topics {
		topics[i].Feeds = []news.Feed{{URL: "http://post.example/feed.xml", Title: "The Test Post", Lang: "en", Outlet: news.Newspaper}}
	}
	return topics
}

// loadSchemas reads the schemas of request bodies, which make setup prepares.
var loadSchemas = sync.OnceValues(func() (*discordtest.Schemas, error) {
	return discordtest.LoadSchemas("discordtest/contract/schemas.json")
})

// schemas are those of request bodies, which CI must have.
func schemas(t testing.TB) *discordtest.Schemas {
	s, err := loadSchemas()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%v; make setup prepares it", err)
		}
		t.Logf("bodies are not checked against schemas: %v; make setup prepares them", err)
		return nil
	}
	return s
}

// syncBuffer is a buffer for several writers.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/discordtest"
	"magpie/outbox"
	"magpie/slash"
)

func say(channel, text string) slash.Post {
	return slash.Post{Channel: channel, Reply: slash.Say(slash.Plain(text))}
}

// Many messages to many channels go out with hardly a refusal for haste; a stalling
// machine can heap a few requests up after they were spaced.
func TestPace(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{RateLimits: discordtest.RateLimits{Global: true, Buckets: true}})
	server := d.Server("Nest", discordtest.ServerOptions{})
	b := start(t, d, nil, pong())
	d.AwaitReady()
	var posts sync.WaitGroup
	for i := range 80 {
		c := server.AddChannel(fmt.Sprint("c", i), discordtest.TextChannel)
		posts.Go(func() {
			if _, err := b.Post(t.Context(), say(c.ID, "news")); err != nil {
				t.Error(err)
			}
		})
	}
	posts.Wait()
	if c := d.Counts(); c.Limited > 3 {
		t.Errorf("%d of %d requests came too fast", c.Limited, c.Requests)
	}
}

// Seven messages to one channel, which takes five in five seconds: the sixth waits.
func TestRouteWindow(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{RateLimits: discordtest.RateLimits{Buckets: true}})
	general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
	b := start(t, d, nil, pong())
	d.AwaitReady()
	for i := range 5 {
		if _, err := b.Post(t.Context(), say(general.ID, fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := b.Post(ctx, say(general.ID, "too many")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the sixth message: %v", err)
	}
	if c := d.Counts(); c.Limited != 0 {
		t.Errorf("%d requests came too fast", c.Limited)
	}
}

// Requests that wait for their turn when a pause begins wait for its end too.
func TestPauseWhileWaiting(t *testing.T) {
	t.Parallel()
	var p pacer
	went := make(chan time.Time, 10)
	for range cap(went) {
		go func() {
			if err := p.await(t.Context()); err != nil {
				t.Error(err)
			}
			went <- time.Now()
		}()
	}
	<-went
	began := time.Now()
	p.pause(500 * time.Millisecond)
	for range cap(went) - 1 {
		at := <-went
		if after := at.Sub(began); after > 100*time.Millisecond && after < 500*time.Millisecond {
			t.Errorf("a request went out %s after a pause of 500 ms began", after)
		}
	}
}

// While Discord asks for a pause of everything, nothing is sent but answers to
// interactions.
func TestGlobalPause(t *testing.T) {
	t.Parallel()
	const pause = 600 * time.Millisecond
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	one, two := server.AddChannel("one", discordtest.TextChannel), server.AddChannel("two", discordtest.TextChannel)
	limited := make(chan string, 10)
	b := start(t, d, func(o *Options) { o.Hooks.Limited = func(scope string) { limited <- scope } }, pong())
	d.AwaitReady()
	d.Fault("POST /channels/*/messages", 1, discordtest.LimitedGlobally(pause))
	began := time.Now()
	posts := make(chan error, 2)
	post := func(c *discordtest.Channel) {
		_, err := b.Post(t.Context(), say(c.ID, "news"))
		posts <- err
	}
	go post(one)
	if scope := <-limited; scope != "global" {
		t.Errorf("the limit is %s", scope)
	}
	go post(two)
	if got := ana.Type(one, "/ping").String(); got != "(private)\npong" {
		t.Errorf("ana sees %s", got)
	}
	if took := time.Since(began); took > pause {
		t.Errorf("the answer took %s, longer than the pause of other requests", took)
	}
	if n := len(d.Requests("POST /channels/*/messages")); n != 1 {
		t.Errorf("%d messages were sent in the pause", n)
	}
	for range 2 {
		if err := <-posts; err != nil {
			t.Error(err)
		}
	}
	if took := time.Since(began); took < pause {
		t.Errorf("everything was sent after %s", took)
	}
	if c := d.Counts(); c.Limited != 1 || len(limited) > 0 || b.InvalidRequests() != 1 {
		t.Errorf("%d refusals, %d more limits, %d invalid requests", c.Limited, len(limited), b.InvalidRequests())
	}
}

func TestCloudflare(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
	b := start(t, d, nil, pong())
	d.AwaitReady()
	fault := d.Fault("POST /channels/*/messages", -1, discordtest.Cloudflare(time.Minute))
	_, err := b.Poster().Post(t.Context(), outbox.Message{Channel: general.ID, Body: slash.Say(slash.Plain("news"))})
	var busy *outbox.Busy
	if !errors.As(err, &busy) || busy.After < time.Minute {
		t.Errorf("posting returned %v", err)
	}
	if n := fault.Count(); n != 1 {
		t.Errorf("%d requests were sent", n)
	}
	if b.rest.transport.pacer.paused() == 0 {
		t.Error("other requests go on")
	}
}

func TestLimitHeedsContext(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
	b := start(t, d, nil, pong())
	d.AwaitReady()
	d.Fault("POST /channels/*/messages", -1, discordtest.Limited(time.Minute))
	for range 2 { // refused by Discord; then not even sent
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		began := time.Now()
		if _, err := b.Post(ctx, say(general.ID, "news")); err == nil || time.Since(began) > 10*time.Second {
			t.Errorf("posting returned %v after %s", err, time.Since(began))
		}
	}
	if n := len(d.Requests("POST /channels/*/messages")); n != 1 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestLimitedThenSent(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
	b := start(t, d, nil, pong())
	d.AwaitReady()
	d.Fault("POST /channels/*/messages", 2, discordtest.Limited(20*time.Millisecond))
	p := slash.Post{Channel: general.ID, Reply: slash.Reply{Blocks: []slash.Block{slash.File{Name: "a.txt", Data: []byte("body")}}}}
	if _, err := b.Post(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if got := string(general.Messages()[0].Files[0].Data); got != "body" {
		t.Errorf("the file is %q", got)
	}
}

// Answers leave nothing behind: discordgo would keep a bucket for each.
func TestNoBucketsAreKept(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{Unrecorded: true})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	b := start(t, d, nil, pong())
	d.AwaitReady()
	for range 200 {
		ana.Type(server.Channel("general"), "/ping")
	}
	if n := reflect.ValueOf(b.rest.session.Ratelimiter).Elem().FieldByName("buckets").Len(); n != 0 {
		t.Errorf("the library keeps %d buckets", n)
	}
	var w windows
	for i := range 100 * sweepAt {
		w.note(fmt.Sprint(i), 1, 0)
	}
	if n := len(w.open); n > sweepAt {
		t.Errorf("%d routes are remembered", n)
	}
}

func TestTooManyRefusals(t *testing.T) {
	t.Parallel()
	requests := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.WriteHeader(http.StatusForbidden)
	}))
	defer s.Close()
	b, err := New(slogTo(t), Options{Token: "t", API: s.URL, Memory: &memory{}, Words: words{}})
	if err != nil {
		t.Fatal(err)
	}
	for range maxInvalid {
		b.rest.transport.invalid.add()
	}
	for range 3 {
		err = b.rest.get(t.Context(), "/channels/1", nil)
	}
	if !errors.Is(err, errBanned) || requests != 1 || b.InvalidRequests() != maxInvalid+1 {
		t.Errorf("after %d refusals and %d requests: %v", b.InvalidRequests(), requests, err)
	}
}

func TestErrorsHoldNoToken(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close() // nobody answers
	b, err := New(slogTo(t), Options{Token: "bot-secret", API: s.URL, Memory: &memory{}, Words: words{}})
	if err != nil {
		t.Fatal(err)
	}
	err = b.rest.get(t.Context(), "/interactions/1234567/secret-token/callback", nil)
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("the error is %v", err)
	}
	if lost(err) {
		t.Error("a request that was never sent counts as lost")
	}
}

func TestRouteOf(t *testing.T) {
	t.Parallel()
	tests := []struct{ method, path, name, key string }{
		{"POST", "/api/v9/channels/1234567/messages", "POST /channels/{id}/messages", "POST /channels/1234567/messages"},
		{"PATCH", "/api/v9/channels/1234567/messages/7654321", "PATCH /channels/{id}/messages/{id}", "PATCH /channels/1234567/messages/{id}"},
		{"PATCH", "/api/v9/webhooks/1234567/to-ken/messages/@original", "PATCH /webhooks/{id}/{token}/messages/@original", "PATCH /webhooks/1234567/to-ken/messages/@original"},
		{"POST", "/api/v9/interactions/1234567/to-ken/callback", "POST /interactions/{id}/{token}/callback", "POST /interactions/1234567/to-ken/callback"},
		{"GET", "/gateway/bot", "GET /gateway/bot", "GET /gateway/bot"},
	}
	for _, test := range tests {
		if got := routeOf(test.method, test.path); got != (route{test.name, test.key}) {
			t.Errorf("%s %s is %q, %q", test.method, test.path, got.name, got.key)
		}
	}
}

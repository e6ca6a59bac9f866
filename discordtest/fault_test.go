package discordtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"magpie/discordtest"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	open := make(chan struct{})
	close(open)
	for _, test := range []struct {
		name  string
		harm  discordtest.Harm
		want  string // status, or error
		posts int    // messages that exist after the first request
	}{
		{"500", discordtest.Status(500), "500", 0},
		{"503", discordtest.Status(503), "503", 0},
		{"504 after", discordtest.StatusAfter(504), "504", 1},
		{"reset before", discordtest.ResetBefore(), "error", 0},
		{"reset after", discordtest.ResetAfter(), "error", 1},
		{"truncated", discordtest.Truncated(), "error", 1},
		{"slow", discordtest.Slow(open), "200", 1},
		{"slow reply", discordtest.SlowReply(open), "200", 1},
		{"429", discordtest.Limited(time.Second), "429", 0},
		{"429 shared", discordtest.LimitedShared(time.Second), "429", 0},
		{"429 global", discordtest.LimitedGlobally(time.Second), "429", 0},
		{"429 HTML", discordtest.Cloudflare(time.Second), "429", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Config{LaxMentions: true})
			general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
			api := api{t, d}
			fault := d.Fault("POST /channels/*/messages", 1, test.harm)
			for i, want := range []string{test.want, "200"} {
				res, _, err := api.try("POST", "/channels/"+general.ID+"/messages", `{"content":"x"}`)
				got := "error"
				if err == nil {
					got = fmt.Sprint(res.StatusCode)
				}
				if got != want {
					t.Errorf("request %d got %s (%v), not %s", i, got, err, want)
				}
				if n := len(general.Messages()); n != test.posts+i {
					t.Errorf("%d messages after request %d, not %d", n, i, test.posts+i)
				}
			}
			if fault.Count() != 1 {
				t.Errorf("the fault happened %d times", fault.Count())
			}
		})
	}
}

// TestGate shows that a slow request has its effect only when the gate opens.
func TestGate(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{LaxMentions: true})
	general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
	gate, done := make(chan struct{}), make(chan struct{})
	fault := d.Fault("POST /channels/**", -1, discordtest.Slow(gate))
	go func() {
		defer close(done)
		_, _, _ = api{t, d}.try("POST", "/channels/"+general.ID+"/messages", `{"content":"x"}`)
	}()
	d.Until("the request to be held", func() bool { return fault.Count() == 1 })
	if n := len(general.Messages()); n != 0 {
		t.Errorf("%d messages before the gate opens", n)
	}
	close(gate)
	<-done
	general.AwaitMessages(1)
}

func TestLimitAnswers(t *testing.T) {
	t.Parallel()
	const buckets = "Limit Remaining Reset Reset-After Bucket"
	for _, test := range []struct {
		name    string
		harm    discordtest.Harm
		headers string // X-RateLimit-… that are there
		body    string
		invalid int
	}{
		{"route", discordtest.Limited(1500 * time.Millisecond), buckets + " Scope", `{"global":false,"message":"You are being rate limited.","retry_after":1.5}`, 1},
		{"shared", discordtest.LimitedShared(time.Second), buckets + " Scope", `{"global":false,"message":"The resource is being rate limited.","retry_after":1}`, 0},
		{"global", discordtest.LimitedGlobally(time.Second), "Global Scope", `{"global":true,"message":"You are being rate limited.","retry_after":1}`, 1},
		{"cloudflare", discordtest.Cloudflare(time.Second), "", "<!DOCTYPE html>", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Config{})
			d.Fault("GET /users/@me", 1, test.harm)
			res, body, err := api{t, d}.try("GET", "/users/@me", "")
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for _, h := range strings.Fields(buckets + " Global Scope") {
				if res.Header.Get("X-RateLimit-"+h) != "" {
					found = append(found, h)
				}
			}
			if got := strings.Join(found, " "); got != test.headers {
				t.Errorf("headers %s, not %s", got, test.headers)
			}
			if !strings.HasPrefix(body, test.body) || res.Header.Get("Retry-After") == "" {
				t.Errorf("the body is %s with %v", body, res.Header)
			}
			if c := d.Counts(); c.Limited != 1 || c.Invalid != test.invalid {
				t.Errorf("counted %+v", c)
			}
		})
	}
}

// ticking is a clock that tests move.
type ticking struct{ now time.Time }

func (c *ticking) Now() time.Time          { return c.now }
func (c *ticking) advance(d time.Duration) { c.now = c.now.Add(d) }
func newClock() *ticking                   { return &ticking{time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)} }

func TestOwnLimits(t *testing.T) {
	t.Parallel()
	clock := newClock()
	d := discordtest.New(t, discordtest.Config{
		Now: clock.Now, LaxMentions: true, RateLimits: discordtest.RateLimits{Global: true, Buckets: true},
	})
	server := d.Server("Nest", discordtest.ServerOptions{Channels: []string{"a", "b"}})
	api := api{t, d}
	post := func(channel string) *http.Response {
		res, _, err := api.try("POST", "/channels/"+server.Channel(channel).ID+"/messages", `{"content":"x"}`)
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	for i := range 5 {
		if res := post("a"); res.StatusCode != 200 || res.Header.Get("X-RateLimit-Remaining") != fmt.Sprint(4-i) {
			t.Errorf("message %d: %d with %v", i, res.StatusCode, res.Header)
		}
	}
	if res := post("a"); res.StatusCode != 429 || res.Header.Get("X-RateLimit-Scope") != "user" {
		t.Errorf("the sixth message in a channel: %d with %v", res.StatusCode, res.Header)
	}
	if res := post("b"); res.StatusCode != 200 {
		t.Errorf("another channel: %d", res.StatusCode)
	}
	clock.advance(5 * time.Second)
	if res := post("a"); res.StatusCode != 200 {
		t.Errorf("after the reset: %d", res.StatusCode)
	}
	clock.advance(time.Second)
	last := 0
	for range 51 {
		last, _ = api.raw("GET", "/gateway", "")
		clock.advance(time.Millisecond)
	}
	if last != 429 {
		t.Errorf("the 51st request of a second: %d", last)
	}
}

func TestInvalidRequests(t *testing.T) {
	t.Parallel()
	d, log := fake(t, discordtest.Config{InvalidLimit: 3})
	d.Fault("**", -1, discordtest.Limited(time.Second))
	for range 4 {
		_, _ = api{t, d}.raw("GET", "/users/@me", "")
	}
	if f := log.Failures(); len(f) != 1 || !strings.Contains(f[0], "bans") {
		t.Errorf("reported %v", f)
	}
}

func TestRecord(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	d.Server("Nest", discordtest.ServerOptions{})
	w, _ := ready(t, d, 1)
	w.until(0, "GUILD_CREATE")
	_, _ = api{t, d}.raw("GET", "/users/@me", "")
	var story []string
	for _, e := range d.Record() {
		story = append(story, strings.TrimSpace(fmt.Sprint(e.Kind, " ", e.Event, e.Method)))
		if e.Body != nil && !json.Valid(e.Body) {
			t.Errorf("%s is not JSON", e.Body)
		}
	}
	want := "sent HELLO, received IDENTIFY, sent READY, sent GUILD_CREATE, request GET, response GET"
	if got := strings.Join(story, ", "); got != want {
		t.Errorf("recorded\n%s\nnot\n%s", got, want)
	}
}

func TestDoors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, method, path, want string
		header                   http.Header
	}{
		{"unknown route", "GET", "/api/v10/nowhere", "404", nil},
		{"unknown version", "GET", "/api/v6/users/@me", "404", nil},
		{"wrong method", "DELETE", "/api/v10/users/@me", "405", nil},
		{"unknown parameter", "GET", "/api/v10/users/@me?x=1", "400", nil},
		{"no token", "GET", "/api/v9/users/@me", "401", http.Header{"User-Agent": {"x"}}},
		{"no user agent", "GET", "/api/v9/users/@me", "403", http.Header{"User-Agent": {""}, "Authorization": {"Bot right"}}},
		{"v9", "GET", "/api/v9/users/@me", "200", nil},
	} {
		d, log := fake(t, discordtest.Config{Token: "right"})
		r, err := http.NewRequestWithContext(t.Context(), test.method, d.URL()+test.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"User-Agent": {"x"}, "Authorization": {"Bot right"}}
		if test.header != nil {
			r.Header = test.header
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if got := fmt.Sprint(res.StatusCode); got != test.want || (got == "200") != (len(log.Failures()) == 0) {
			t.Errorf("%s: %s, reported %v", test.name, got, log.Failures())
		}
	}
}

func TestExpect(t *testing.T) {
	t.Parallel()
	log := &discordtest.Log{W: testWriter{t}}
	d := discordtest.New(log, discordtest.Config{})
	d.Expect(10003, "GET /channels/*")
	d.Expect(403, "")
	_, _ = api{t, d}.raw("GET", "/channels/1", "")
	_, _ = api{t, d}.raw("GET", "/channels/1", "")
	log.Close()
	f := log.Failures()
	if len(f) != 2 || !strings.Contains(f[0], "Unknown Channel") || !strings.Contains(f[1], "expected a refusal 403") {
		t.Errorf("reported %q", f)
	}
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

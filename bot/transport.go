package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	// maxReplays is how often a request is sent again after a 429.
	maxReplays = 4
	// maxInvalid is how many refusals in ten minutes stop all further requests, well
	// before the 10,000 for which Discord bans an address.
	maxInvalid = 8000
	// margin is added to the pauses that Discord asks for.
	margin = 10 * time.Millisecond
)

// errBanned is returned without asking Discord while too many requests were refused.
var errBanned = errors.New("too many requests were refused in the last ten minutes; none is sent until it is fewer")

// A tooSoon is a request that was not sent, since Discord takes none for longer than
// its context lasts.
type tooSoon struct{ after time.Duration }

func (e *tooSoon) Error() string { return fmt.Sprintf("no such request is taken for %v", e.after) }

// Unwrap is what waiting would have ended with.
func (e *tooSoon) Unwrap() error { return context.DeadlineExceeded }

// transport sends requests to the API's host, so fast as Discord allows: 45 a
// second, none during a pause that Discord has asked for, on the route or for all.
// It heeds the context of a request in every wait. Answers to interactions are
// free of the common limit and never wait for other requests.
type transport struct {
	base    *http.Transport
	api     *url.URL
	agent   string
	app     func() string // the application's id
	hooks   Hooks
	pacer   pacer
	routes  windows
	invalid tally
}

// RoundTrip sends r, and sends it again after a 429 if its deadline allows.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	route, free := routeOf(r.Method, r.URL.Path), t.free(r.URL.Path)
	for try := 0; ; try++ {
		if err := t.await(r.Context(), route.key, free); err != nil {
			return nil, err
		}
		resp, err := t.send(r, try, route.name)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode != http.StatusTooManyRequests {
			t.learn(route.key, resp.Header)
			return resp, nil
		}
		limit, err := readLimit(resp)
		if err != nil {
			return nil, err
		}
		t.heed(limit, route.key)
		if try == maxReplays || limit.html || outlasts(limit.after, r.Context()) {
			return limit.response(resp), nil
		}
		if free {
			if err := sleep(r.Context(), limit.after); err != nil {
				return nil, err
			}
		}
	}
}

// free reports whether requests to a path are outside the limits: those that
// answer interactions of our own application.
func (t *transport) free(path string) bool {
	app := t.app()
	return strings.Contains(path, "/interactions/") || app != "" && strings.Contains(path, "/webhooks/"+app+"/")
}

func (t *transport) await(ctx context.Context, route string, free bool) error {
	if t.invalid.count() > maxInvalid {
		return errBanned
	}
	if free {
		return ctx.Err()
	}
	for wait := t.routes.take(route); wait > 0; wait = t.routes.take(route) {
		if outlasts(wait, ctx) {
			return &tooSoon{wait}
		}
		if err := sleep(ctx, wait+margin); err != nil {
			return err
		}
	}
	if wait := t.pacer.paused(); outlasts(wait, ctx) {
		return &tooSoon{wait}
	}
	if err := t.pacer.await(ctx); err != nil {
		return err
	}
	return ctx.Err() // which may know more than a timer, if the process stood still
}

// outlasts reports whether a wait is longer than a context lasts.
func outlasts(wait time.Duration, ctx context.Context) bool {
	deadline, timed := ctx.Deadline()
	return timed && time.Until(deadline) < wait
}

func (t *transport) send(r *http.Request, try int, name string) (*http.Response, error) {
	out := r.Clone(r.Context())
	out.URL.Scheme, out.URL.Host, out.Host = t.api.Scheme, t.api.Host, t.api.Host
	out.Header.Set("User-Agent", t.agent)
	if try > 0 && r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			return nil, fmt.Errorf("send a request again: %w", err)
		}
		out.Body = body
	}
	start := time.Now()
	resp, err := t.base.RoundTrip(out)
	status := 0
	if err == nil {
		status = resp.StatusCode
	}
	t.hooks.Request(name, status, time.Since(start))
	if status == http.StatusUnauthorized || status == http.StatusForbidden ||
		status == http.StatusTooManyRequests && resp.Header.Get("X-RateLimit-Scope") != "shared" {
		t.invalid.add()
	}
	return resp, err
}

// learn reads how many more requests the route takes.
func (t *transport) learn(route string, h http.Header) {
	left, err := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	after, ok := seconds(h.Get("X-RateLimit-Reset-After"))
	if err == nil && ok {
		t.routes.note(route, left, after)
	}
}

// heed holds the route, or everything, for as long as Discord asked.
func (t *transport) heed(l limit, route string) {
	if l.global {
		t.pacer.pause(l.after)
	} else {
		t.routes.note(route, 0, l.after)
	}
	t.hooks.Limited(l.scope)
}

// A limit is what a 429 asks for.
type limit struct {
	after  time.Duration
	global bool
	scope  string
	html   bool // from Cloudflare, before Discord
	body   []byte
}

// readLimit reads a 429 to its end. One in HTML, as Cloudflare writes it, holds
// everything; its body is replaced by what discordgo can read.
func readLimit(resp *http.Response) (limit, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	resp.Body.Close()
	if err != nil {
		return limit{}, fmt.Errorf("read a rate limit: %w", err)
	}
	var said struct {
		After  float64 `json:"retry_after"`
		Global bool    `json:"global"`
	}
	l := limit{scope: resp.Header.Get("X-RateLimit-Scope"), body: body}
	l.html = json.Unmarshal(body, &said) != nil
	l.global = said.Global || l.html || resp.Header.Get("X-RateLimit-Global") != ""
	l.after = time.Duration(said.After * float64(time.Second))
	if after, ok := seconds(resp.Header.Get("Retry-After")); l.after <= 0 && ok {
		l.after = after
	}
	if l.html {
		l.scope = "cloudflare"
		l.body = fmt.Appendf(nil, `{"message":"refused by Cloudflare","retry_after":%g,"global":true}`, l.after.Seconds())
	}
	l.after = max(l.after, 0) + margin
	return l, nil
}

func (l limit) response(resp *http.Response) *http.Response {
	resp.Body = io.NopCloser(bytes.NewReader(l.body))
	resp.ContentLength = int64(len(l.body))
	return resp
}

// A route is a kind of request, by two names.
type route struct {
	name string // for metrics, without any id
	key  string // for limits, with the channel, server or webhook that they are counted by
}

var (
	apiPrefix = regexp.MustCompile(`^/api(/v\d+)?`)
	idInPath  = regexp.MustCompile(`/\d{5,20}`)
	tokens    = regexp.MustCompile(`^(/(?:interactions|webhooks)/[^/]+)/[^/]+`)
	major     = regexp.MustCompile(`^/(?:channels|guilds)/\d+|^/(?:webhooks|interactions)/\d+(?:/[^/]+)?`)
)

func routeOf(method, path string) route {
	path = apiPrefix.ReplaceAllString(path, "")
	head := major.FindString(path)
	plain := idInPath.ReplaceAllString(tokens.ReplaceAllString(path, "$1/{token}"), "/{id}")
	return route{
		name: method + " " + plain,
		key:  method + " " + head + idInPath.ReplaceAllString(path[len(head):], "/{id}"),
	}
}

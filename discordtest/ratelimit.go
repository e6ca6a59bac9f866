package discordtest

import (
	"fmt"
	"hash/fnv"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// RateLimits says which of Discord's own limits are enforced.
type RateLimits struct {
	Global   bool // 50 requests per second, interactions excepted
	Buckets  bool // per route and channel, server or webhook
	Identify bool // max_concurrency: one IDENTIFY per 5 s, else op 9
}

// A bucket counts the requests on one route for one top-level resource.
type bucket struct {
	left  int
	reset time.Time
}

// allowance is how many requests a route takes in how long. Discord documents
// none; these are close to what is observed.
func (c *call) allowance() (int, time.Duration) {
	switch {
	case !c.d.config.RateLimits.Buckets:
		return 1000, time.Second
	case c.route.path == "/channels/{channel}/messages" && c.route.method == "POST":
		return 5, 5 * time.Second
	case c.route.path == "/webhooks/{webhook}/{token}":
		return 5, 2 * time.Second
	default:
		return 10, 10 * time.Second
	}
}

// isInteraction reports whether the request answers an interaction; those are not
// bound to the global limit.
func (c *call) isInteraction() bool {
	return strings.HasPrefix(c.r.URL.Path, "/interactions/") ||
		strings.HasPrefix(c.r.URL.Path, "/webhooks/"+c.d.bot.id+"/")
}

func (c *call) bucketName() string {
	h := fnv.New64a()
	fmt.Fprint(h, c.route.method, c.route.path)
	return strconv.FormatUint(h.Sum64(), 16)
}

// bucketKey adds the top-level resource, which Discord leaves out of the name.
func (c *call) bucketKey() string {
	return c.bucketName() + "/" + c.param("channel") + "/" + c.param("guild") + "/" + c.param("webhook") + "/" + c.param("token")
}

// limit refuses a request that comes too fast.
func (d *Discord) limit(c *call) (answer, bool) {
	now := d.config.Now()
	if d.config.RateLimits.Global && !c.isInteraction() {
		recent := within(d.rest.global, now, time.Second)
		d.rest.global = recent
		if len(recent) >= globalPerSecond {
			return globallyLimited(time.Second - now.Sub(recent[0])), true
		}
		d.rest.global = append(d.rest.global, now)
	}
	if c.route.method == "" || !d.config.RateLimits.Buckets {
		return answer{}, false
	}
	limit, window := c.allowance()
	b := d.rest.buckets[c.bucketKey()]
	if b == nil || !now.Before(b.reset) {
		b = &bucket{left: limit, reset: now.Add(window)}
		d.rest.buckets[c.bucketKey()] = b
	}
	if b.left == 0 {
		return routeLimited(c.bucketName(), "user", limit, b.reset.Sub(now), now), true
	}
	b.left--
	return answer{}, false
}

// within drops the times that are not within the window before now.
func within(times []time.Time, now time.Time, window time.Duration) []time.Time {
	return slices.DeleteFunc(times, func(t time.Time) bool { return now.Sub(t) >= window })
}

// limitHeaders tells the state of the request's bucket.
func (d *Discord) limitHeaders(c *call, header http.Header) {
	if c.route.method == "" {
		return
	}
	now := d.config.Now()
	limit, window := c.allowance()
	left, reset := limit-1, now.Add(window)
	if b := d.rest.buckets[c.bucketKey()]; b != nil {
		left, reset = b.left, b.reset
	}
	setBucket(header, c.bucketName(), limit, left, reset, now)
}

func setBucket(header http.Header, name string, limit, left int, reset, now time.Time) {
	header.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	header.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	header.Set("X-RateLimit-Reset", seconds(float64(reset.UnixMilli())/1000))
	header.Set("X-RateLimit-Reset-After", seconds(reset.Sub(now).Seconds()))
	header.Set("X-RateLimit-Bucket", name)
}

func seconds(s float64) string {
	return strconv.FormatFloat(math.Ceil(s*1000)/1000, 'f', 3, 64)
}

func routeLimited(name, scope string, limit int, after time.Duration, now time.Time) answer {
	a := answer{status: 429, header: http.Header{}}
	setBucket(a.header, name, limit, 0, now.Add(after), now)
	a.header.Set("Retry-After", wholeSeconds(after))
	a.header.Set("X-RateLimit-Scope", scope)
	a.header.Set("Content-Type", "application/json")
	message := "You are being rate limited."
	if scope == "shared" {
		message = "The resource is being rate limited."
	}
	a.body = encode(object{"message": message, "retry_after": after.Seconds(), "global": false})
	return a
}

func globallyLimited(after time.Duration) answer {
	a := answer{status: 429, header: http.Header{}}
	a.header.Set("Retry-After", wholeSeconds(after))
	a.header.Set("X-RateLimit-Global", "true")
	a.header.Set("X-RateLimit-Scope", "global")
	a.header.Set("Content-Type", "application/json")
	a.body = encode(object{"message": "You are being rate limited.", "retry_after": after.Seconds(), "global": true})
	return a
}

// countInvalid counts what Discord counts before it bans an address, and fails the
// test when there are too many.
func (d *Discord) countInvalid(status int, shared bool) {
	if status == http.StatusTooManyRequests {
		d.rest.limited++
	}
	if shared || status != 401 && status != 403 && status != 429 {
		return
	}
	now := d.config.Now()
	d.rest.invalidTotal++
	d.rest.invalid = append(within(d.rest.invalid, now, invalidWindow), now)
	if len(d.rest.invalid) >= d.config.InvalidLimit && !d.rest.banned {
		d.rest.banned = true
		d.blame("%d requests within 10 minutes were answered 401, 403 or 429; Discord bans an address for that", len(d.rest.invalid))
	}
}

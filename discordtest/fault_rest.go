package discordtest

import (
	"fmt"
	"math"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Harm is what [Discord.Fault] does to a request.
type Harm struct {
	name   string
	before func(*Discord, http.ResponseWriter, *http.Request) (done bool) // instead of the effect
	after  func(*Discord, http.ResponseWriter, *http.Request, answer)     // instead of the reply
}

// FaultHandle is a fault that was asked for.
type FaultHandle struct {
	d     *Discord
	route string
	left  int
	done  int
	harm  Harm
}

// Fault does harm to the next requests on a route; negative times is without end.
// A route is "POST /channels/*/messages": the method may be left out, "*" and
// "{name}" stand for one segment, a final "**" for any rest. The newest fault that
// fits comes first.
func (d *Discord) Fault(route string, times int, harm Harm) *FaultHandle {
	d.mu.Lock()
	defer d.mu.Unlock()
	h := &FaultHandle{d: d, route: route, left: times, harm: harm}
	d.rest.faults = append(d.rest.faults, h)
	return h
}

// Count is how often the fault has happened.
func (h *FaultHandle) Count() int {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	return h.done
}

// Stop ends the fault.
func (h *FaultHandle) Stop() {
	h.d.mu.Lock()
	defer h.d.mu.Unlock()
	h.left = 0
}

func (d *Discord) nextFault(method, path string) *Harm {
	for i := len(d.rest.faults) - 1; i >= 0; i-- {
		h := d.rest.faults[i]
		if h.left == 0 || !matchRoute(h.route, method, path) {
			continue
		}
		if h.left > 0 {
			h.left--
		}
		h.done++
		d.note(Entry{Kind: Fault, Note: h.harm.name + " on " + method + " " + path})
		d.bump()
		return &h.harm
	}
	return nil
}

// Status answers with an error of Discord's servers, such as 503, without effect.
func Status(code int) Harm {
	return Harm{name: strconv.Itoa(code), before: func(d *Discord, w http.ResponseWriter, _ *http.Request) bool {
		reply(w, code, "application/json", encode(object{"message": fmt.Sprintf("%d: %s", code, http.StatusText(code)), "code": 0}))
		return true
	}}
}

// StatusAfter is [Status] after the effect: a reply of failure to what succeeded.
func StatusAfter(code int) Harm {
	return Harm{name: fmt.Sprintf("%d after the effect", code), after: func(d *Discord, w http.ResponseWriter, _ *http.Request, _ answer) {
		reply(w, code, "application/json", encode(object{"message": fmt.Sprintf("%d: %s", code, http.StatusText(code)), "code": 0}))
	}}
}

// Slow holds the request, before its effect, until the gate is closed.
func Slow(gate <-chan struct{}) Harm {
	return Harm{name: "slow", before: func(d *Discord, _ http.ResponseWriter, _ *http.Request) bool {
		d.pass(gate)
		return false
	}}
}

// SlowReply has the effect, and holds the reply until the gate is closed.
func SlowReply(gate <-chan struct{}) Harm {
	return Harm{name: "slow reply", after: func(d *Discord, w http.ResponseWriter, _ *http.Request, a answer) {
		d.pass(gate)
		a.write(w)
	}}
}

func (d *Discord) pass(gate <-chan struct{}) {
	select {
	case <-gate:
	case <-d.done:
	}
}

// ResetBefore resets the connection without any effect.
func ResetBefore() Harm {
	return Harm{name: "reset before", before: func(_ *Discord, w http.ResponseWriter, _ *http.Request) bool {
		cut(w, nil)
		return true
	}}
}

// ResetAfter resets the connection after the effect: a lost reply.
func ResetAfter() Harm {
	return Harm{name: "reset after", after: func(_ *Discord, w http.ResponseWriter, _ *http.Request, _ answer) {
		cut(w, nil)
	}}
}

// Truncated has the effect and sends half of the reply's body.
func Truncated() Harm {
	return Harm{name: "truncated", after: func(_ *Discord, w http.ResponseWriter, _ *http.Request, a answer) {
		head := fmt.Sprintf("HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
			a.status, http.StatusText(a.status), max(2, len(a.body)))
		cut(w, append([]byte(head), a.body[:len(a.body)/2]...))
	}}
}

// cut writes some bytes to the bare connection and resets it.
func cut(w http.ResponseWriter, some []byte) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return // unreachable: HTTP/1 only
	}
	_, _ = conn.Write(some)
	if tcp, ok := conn.(*net.TCPConn); ok && len(some) == 0 {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// Limited answers 429 for the route, without effect.
func Limited(after time.Duration) Harm { return limited("user", after) }

// LimitedShared is [Limited] with the shared scope, which does not count as an
// invalid request.
func LimitedShared(after time.Duration) Harm { return limited("shared", after) }

func limited(scope string, after time.Duration) Harm {
	return Harm{name: "429 " + scope, before: func(d *Discord, w http.ResponseWriter, r *http.Request) bool {
		a := routeLimited("faultbucket", scope, 5, after, d.config.Now())
		d.sendLimited(w, a, scope == "shared")
		return true
	}}
}

// LimitedGlobally answers 429 for the whole bot; as Discord does, with nothing but
// Retry-After, X-RateLimit-Global and X-RateLimit-Scope.
func LimitedGlobally(after time.Duration) Harm {
	return Harm{name: "429 global", before: func(d *Discord, w http.ResponseWriter, _ *http.Request) bool {
		d.sendLimited(w, globallyLimited(after), false)
		return true
	}}
}

// Cloudflare answers 429 with HTML, as when the address is banned (error 1015).
func Cloudflare(after time.Duration) Harm {
	return Harm{name: "429 cloudflare", before: func(d *Discord, w http.ResponseWriter, _ *http.Request) bool {
		a := answer{status: 429, header: http.Header{}, body: []byte("<!DOCTYPE html><html><head><title>Access denied | discord.com used Cloudflare to restrict access</title></head><body>error code: 1015</body></html>")}
		a.header.Set("Content-Type", "text/html; charset=UTF-8")
		a.header.Set("Retry-After", wholeSeconds(after))
		d.sendLimited(w, a, false)
		return true
	}}
}

func (d *Discord) sendLimited(w http.ResponseWriter, a answer, shared bool) {
	d.mu.Lock()
	d.countInvalid(a.status, shared)
	d.mu.Unlock()
	a.write(w)
}

func reply(w http.ResponseWriter, status int, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(math.Ceil(d.Seconds()))) }

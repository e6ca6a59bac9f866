package discordtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// restState is what the REST side keeps, guarded by Discord.mu.
type restState struct {
	mux          *http.ServeMux
	routes       []*route
	faults       []*FaultHandle
	requests     int
	limited      int
	invalid      []time.Time
	invalidTotal int
	banned       bool // the threshold of invalid requests has been reported
	global       []time.Time
	buckets      map[string]*bucket
}

// A route is one method of one path. See routes.
type route struct {
	method, path string
	handle       func(*call) (any, error)
	body         check    // of the JSON body; nil if there is none
	query        []string // the parameters that are known
	open         bool     // needs no Authorization: a token is in the path
	files        bool     // may be multipart
	schema       string   // the name of the body's schema; see [Schemas]
}

// A call is one request while it is handled. Discord.mu is held meanwhile.
type call struct {
	d      *Discord
	r      *http.Request
	route  *route
	query  url.Values
	raw    any // the JSON body
	body   object
	files  map[string]*File // by n of files[n]
	within string           // where in the body the message is
}

// withStatus is an answer with another status than 200, or 204 for nil.
type withStatus struct {
	status int
	body   any
}

// answer is a finished response, before faults are done to it.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (s *restState) init(d *Discord) {
	s.buckets = map[string]*bucket{}
	s.mux = http.NewServeMux()
	s.routes = d.routes()
	for _, r := range s.routes {
		s.mux.Handle(r.method+" "+r.path, d.endpoint(r))
	}
	s.mux.Handle("/", d.endpoint(&route{open: true, handle: noSuchRoute}))
}

func noSuchRoute(c *call) (any, error) {
	for _, r := range c.d.rest.routes {
		if matchRoute("* "+r.path, c.r.Method, c.r.URL.Path) {
			return nil, &refusal{status: 405, message: "405: Method Not Allowed"}
		}
	}
	return nil, &refusal{status: 404, message: "404: Not Found"}
}

// serve is the whole web server: the API, the gateway and the CDN.
func (d *Discord) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/api/v9/"), strings.HasPrefix(r.URL.Path, "/api/v10/"):
		prefix := r.URL.Path[:strings.Index(r.URL.Path[5:], "/")+5]
		http.StripPrefix(prefix, d.rest.mux).ServeHTTP(w, r)
	case strings.HasPrefix(r.URL.Path, "/gateway"):
		d.serveGateway(w, r)
	case strings.HasPrefix(r.URL.Path, "/attachments/"), strings.HasPrefix(r.URL.Path, "/ephemeral-attachments/"):
		d.serveFile(w, r)
	default:
		d.endpoint(&route{open: true, handle: noSuchRoute}).ServeHTTP(w, r)
	}
}

// endpoint is a route as an http.Handler: faults, limits, checks, then the effect.
func (d *Discord) endpoint(rt *route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		payload, err := io.ReadAll(io.LimitReader(r.Body, maxRequestBytes+1))
		if err != nil {
			return // the client went away
		}
		c := &call{d: d, r: r, route: rt, query: r.URL.Query()}
		parseErr := c.parse(payload)

		d.mu.Lock()
		d.rest.requests++
		d.note(Entry{Kind: Request, Method: r.Method, Path: r.URL.Path, Body: c.recorded()})
		harm := d.nextFault(r.Method, r.URL.Path)
		d.mu.Unlock()

		if harm != nil && harm.before != nil && harm.before(d, w, r) {
			d.finish(r, answer{}, "by the fault "+harm.name)
			return
		}
		var a answer
		d.locked(func() { a = d.answer(c, parseErr) })
		if harm != nil && harm.after != nil {
			harm.after(d, w, r, a)
			d.finish(r, answer{}, "lost by the fault "+harm.name)
			return
		}
		d.finish(r, a, "")
		a.write(w)
	})
}

func (a answer) write(w http.ResponseWriter) {
	for key, v := range a.header {
		w.Header()[key] = v
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

func (d *Discord) finish(r *http.Request, a answer, note string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	e := Entry{Kind: Response, Method: r.Method, Path: r.URL.Path, Status: a.status, Note: note}
	if json.Valid(a.body) {
		e.Body = a.body
	}
	d.note(e)
	d.bump()
}

// answer decides on and carries out one request. Discord.mu is held.
func (d *Discord) answer(c *call, parseErr error) answer {
	if a, limited := d.limit(c); limited {
		d.countInvalid(a.status, false)
		return a
	}
	v, err := c.run(parseErr)
	a := answer{status: http.StatusOK, header: http.Header{}}
	d.limitHeaders(c, a.header)
	var no *refusal
	switch {
	case errors.As(err, &no):
		a.status, v = no.status, no.body()
		d.countInvalid(a.status, false)
		if !d.expected(no.status, no.code, c.r.Method, c.r.URL.Path) {
			d.blame("%s %s was refused: %v\n\tbody: %s", c.r.Method, c.r.URL.Path, no, c.recorded())
		}
	case v == nil:
		a.status = http.StatusNoContent
		return a
	}
	if other, ok := v.(withStatus); ok {
		a.status, v = other.status, other.body
	}
	a.header.Set("Content-Type", "application/json")
	a.body = encode(v)
	return a
}

func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("discordtest: encode: %v", err)) // unreachable: payloads are plain
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// run checks a request and has its effect.
func (c *call) run(parseErr error) (any, error) {
	if err := c.authorize(); err != nil {
		return nil, err
	}
	if parseErr != nil {
		return nil, parseErr
	}
	for key := range c.query {
		if c.route.method != "" && !slices.Contains(c.route.query, key) {
			return nil, misplaced(key, "UNKNOWN_KEY", "Discord knows no query parameter of this name here.")
		}
	}
	if err := c.checkBody(); err != nil {
		return nil, err
	}
	return c.route.handle(c)
}

func (c *call) authorize() error {
	if c.r.Header.Get("User-Agent") == "" {
		return &refusal{status: 403, message: "403: Forbidden (a User-Agent is required)"}
	}
	if !c.route.open && c.r.Header.Get("Authorization") != "Bot "+c.d.config.Token {
		return &refusal{status: 401, message: "401: Unauthorized"}
	}
	return nil
}

func (c *call) checkBody() error {
	if c.route.method == "" {
		return nil
	}
	if c.route.body == nil {
		if c.raw != nil {
			return misplaced("", "UNKNOWN_KEY", "This request has no body.")
		}
		return nil
	}
	if c.raw == nil {
		c.raw = object{}
	}
	f := &form{laxKeys: c.d.config.LaxKeys}
	c.route.body(f, "", c.raw)
	if err := f.refusal(); err != nil {
		return err
	}
	c.body, _ = c.raw.(object)
	return c.d.config.Schemas.check(c.route.schema, c.raw)
}

// param is a wildcard of the route's path.
func (c *call) param(name string) string { return c.r.PathValue(name) }

// matchRoute reports whether a request fits a pattern such as
// "POST /channels/*/messages". In the pattern "*" and "{name}" stand for any one
// segment, a final "**" for any rest, and the method may be left out or "*".
func matchRoute(pattern, method, path string) bool {
	want, route, ok := strings.Cut(pattern, " ")
	if !ok {
		want, route = "*", pattern
	}
	if want != "*" && want != method {
		return false
	}
	ps, segments := strings.Split(route, "/"), strings.Split(path, "/")
	for i, p := range ps {
		if p == "**" {
			return true
		}
		if i >= len(segments) || p != segments[i] && p != "*" && !strings.HasPrefix(p, "{") {
			return false
		}
	}
	return len(ps) == len(segments)
}

package news

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// Limits of one fetch.
const (
	maxBody      = 4 << 20 // bytes, decoded
	maxRatio     = 100     // decoded to encoded
	maxRedirects = 5
	dialTime     = 10 * time.Second
	fetchTime    = 20 * time.Second // all in all
	perHost      = 2                // at once
)

// FetchOptions are what a [Fetcher] needs to know. All may be left out.
type FetchOptions struct {
	UserAgent string   // says who asks and where to complain
	Allow     []string // "host:port" targets that may be private or on another port, as in MAGPIE_FETCH_ALLOW

	// Now tells the time, by default the machine's.
	Now func() time.Time
	// Resolve finds a host's addresses, by default with the machine's resolver. It is not
	// asked about allowed targets.
	Resolve Resolver
	// Dial opens a connection, by default on the machine's network. It is given an allowed
	// target as it stands, of any other host only checked addresses.
	Dial Dialer
	// Timeout is for one fetch, by default 20 seconds.
	Timeout time.Duration
}

// A Fetcher gets feeds from the web, which it does not trust: it reaches public
// addresses on ports 80 and 443 only, in redirects too, sends no cookies, uses no
// proxy, reads no more than 4 MiB, waits no longer than 20 seconds and asks a host for two
// things at once at most. It is safe for concurrent use.
type Fetcher struct {
	agent   string
	now     func() time.Time
	timeout time.Duration
	client  *http.Client

	mu    sync.Mutex
	hosts map[string]*turn // those being asked now
}

// A turn is whose fetches of one host go ahead.
type turn struct {
	slots chan struct{}
	users int // fetching or waiting
}

// NewFetcher returns a Fetcher. It fails if an entry of Allow is not host:port.
func NewFetcher(o FetchOptions) (*Fetcher, error) {
	g, err := newGate(o)
	if err != nil {
		return nil, err
	}
	f := &Fetcher{
		agent:   cmp.Or(o.UserAgent, "Magpie (feed reader)"),
		now:     o.Now,
		timeout: cmp.Or(o.Timeout, fetchTime),
		hosts:   map[string]*turn{},
	}
	if f.now == nil {
		f.now = time.Now
	}
	f.client = &http.Client{
		CheckRedirect: g.redirect,
		Transport: &http.Transport{
			Proxy:                  nil,
			DialContext:            g.dial,
			DisableCompression:     true, // done here, to count what is decoded
			DisableKeepAlives:      true, // half an hour passes between fetches
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    dialTime,
			MaxResponseHeaderBytes: 64 << 10,
		},
	}
	return f, nil
}

// A Response is what a fetch brought.
type Response struct {
	URL          string // where it came from, after redirects
	Unchanged    bool   // the server says that nothing changed; there is no body
	Body         []byte // decompressed, in whatever charset it came
	ContentType  string
	ETag         string // to send next time, as LastModified
	LastModified string
	Rest         time.Duration // how long to leave it alone, as the server says; 0: it does not
	Moved        string        // the same as URL if all redirects on the way were for good; else empty
}

// Fetch gets the feed at an address, if it changed since the state was learned. An error is a [*Trouble]
// unless ctx ended; when the server said how long to stay away, it wraps a [*Wait].
func (f *Fetcher) Fetch(ctx context.Context, feed string, since State) (Response, error) {
	trouble := func(err error) (Response, error) {
		if ctx.Err() != nil {
			return Response{}, fmt.Errorf("fetch %s: %w", feed, context.Cause(ctx))
		}
		return Response{}, &Trouble{Problem: fetchProblem(err), URL: feed, Err: err}
	}
	u, err := parseURL(feed)
	if err != nil {
		return Response{}, &Trouble{Problem: BadURL, URL: feed, Err: err}
	}
	leave, err := f.enter(ctx, u.Host)
	if err != nil {
		return trouble(err)
	}
	defer leave()
	limited, cancel := context.WithTimeoutCause(ctx, f.timeout, errSlow)
	defer cancel()
	resp, err := f.get(limited, u, since)
	if err != nil {
		if limited.Err() != nil {
			err = errSlow
		}
		return trouble(err)
	}
	return resp, nil
}

func (f *Fetcher) get(ctx context.Context, u *url.URL, since State) (Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Response{}, bare(err)
	}
	for name, value := range map[string]string{
		"User-Agent":        f.agent,
		"Accept":            "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
		"Accept-Encoding":   "gzip",
		"If-None-Match":     since.ETag,
		"If-Modified-Since": since.LastModified,
	} {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	got, err := f.client.Do(req)
	if err != nil {
		return Response{}, bare(err)
	}
	defer got.Body.Close()
	resp := Response{
		URL:          got.Request.URL.String(),
		ContentType:  got.Header.Get("Content-Type"),
		ETag:         got.Header.Get("ETag"),
		LastModified: got.Header.Get("Last-Modified"),
		Rest:         rest(got.Header, f.now()),
		Moved:        movedTo(got),
	}
	switch {
	case got.StatusCode == http.StatusNotModified:
		resp.Unchanged = true
		resp.ETag = cmp.Or(resp.ETag, since.ETag)
		resp.LastModified = cmp.Or(resp.LastModified, since.LastModified)
		return resp, nil
	case got.StatusCode/100 != 2:
		return Response{}, &answer{got.StatusCode, retryAfter(got.Header.Get("Retry-After"), f.now())}
	}
	resp.Body, err = readBody(got)
	return resp, err
}

// bare is the cause of a client's error, without the address and method around it.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// enter waits for a turn at a host, and returns how to give it back.
func (f *Fetcher) enter(ctx context.Context, host string) (leave func(), err error) {
	f.mu.Lock()
	t := f.hosts[host]
	if t == nil {
		t = &turn{slots: make(chan struct{}, perHost)}
		f.hosts[host] = t
	}
	t.users++
	f.mu.Unlock()
	forget := func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if t.users--; t.users == 0 {
			delete(f.hosts, host)
		}
	}
	select {
	case t.slots <- struct{}{}:
		return func() { <-t.slots; forget() }, nil
	case <-ctx.Done():
		forget()
		return nil, ctx.Err()
	}
}

// An answer is a status other than success.
type answer struct {
	status int
	wait   time.Duration // asked for; 0: not
}

func (a *answer) Error() string { return "status " + strconv.Itoa(a.status) }

// A Wait is how long a server asked to be left alone.
type Wait struct{ For time.Duration }

func (w *Wait) Error() string { return "asked to wait " + w.For.String() }

// Unwrap is the Wait that the server asked for, if it did.
func (a *answer) Unwrap() error {
	if a.wait == 0 {
		return nil
	}
	return &Wait{a.wait}
}

var (
	errSlow  = errors.New("no full answer in time")
	errMoves = errors.New("redirected too often")
	errBig   = errors.New("body over the limit")
	errCoded = errors.New("body in an encoding that was not asked for")
)

func fetchProblem(err error) Problem {
	var a *answer
	switch {
	case errors.As(err, &a) && a.status == http.StatusGone:
		return Gone
	case errors.As(err, &a) && a.status == http.StatusTooManyRequests:
		return TooOften
	case errors.As(err, &a) && a.status/100 == 4:
		return Refused
	case errors.As(err, &a):
		return ServerTrouble
	case errors.Is(err, errPrivate):
		return PrivateURL
	case errors.Is(err, errMoves):
		return TooManyMoves
	case errors.Is(err, errScheme), errors.Is(err, errHost), errors.Is(err, errPassword):
		return BadURL
	case errors.Is(err, errSlow), errors.Is(err, context.DeadlineExceeded):
		return TooSlow
	case errors.Is(err, errBig):
		return TooBig
	case errors.Is(err, errCoded):
		return NotFeed
	}
	return Unreachable
}

// Package web is the browser edge: the page on which people try Magpie without
// Discord, the public pages, and what an operator watches.
//
// [NewTry] makes the page, a demo server with a few channels and people to be. It
// turns what somebody does into a [slash.Event], serves it with the same router
// as Discord, and shows the same [slash.Reply]. It is an [outbox.Poster], too, so
// that scheduled posts arrive in its channels. Conversations are kept in memory.
//
// [NewSite] makes the public pages: guides, the timeline, platforms side by side and the
// digests of servers that want it, in every language and without scripts.
//
// [Ops] answers health checks and metrics, and [Serve] runs a handler until it is
// told to stop.
package web

import (
	"context"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"magpie/slash"
)

//go:embed templates
var templateFiles embed.FS

//go:embed static
var staticFiles embed.FS

// A Router serves events; *slash.Router is one.
type Router interface {
	Serve(context.Context, slash.Event, slash.Responder)
	Manifest() []slash.Spec
}

// A Clock tells the time.
type Clock interface{ Now() time.Time }

// Options are what a Try needs. Only Next, Skip, Language, Token and Hosts may be
// left out.
type Options struct {
	Router Router
	Words  slash.Words
	Clock  Clock
	// Zone is the demo server's zone.
	Zone func(context.Context) *time.Location
	// Next is when the next scheduled run is due, zero if none is planned.
	Next func(context.Context) (time.Time, error)
	// Skip moves the clock to the next scheduled run and returns when that is,
	// zero if none is planned.
	Skip func(context.Context) (time.Time, error)
	// Language is what a person chose to read, as in [slash.Options].
	Language func(ctx context.Context, personID string) (string, error)
	// Token must be shown once, as /?token=…, by whoever opens the page; "" asks
	// for none, which is only for listening on loopback.
	Token string
	// Hosts are names besides those of loopback by which the page may be opened.
	Hosts []string
}

// Try is the page to try Magpie on. Make one with [NewTry]; Close it.
type Try struct {
	log       *slog.Logger
	opts      Options
	templates *template.Template
	chat      chat
	uploads   uploads
	gifts     gifts

	work   context.Context // of all that is being answered; ends with Close
	cancel context.CancelFunc
	tasks  sync.WaitGroup
}

// NewTry makes the page.
func NewTry(log *slog.Logger, o Options) *Try {
	t := &Try{
		log: log, opts: o,
		templates: template.Must(template.ParseFS(templateFiles, "templates/*.html")),
	}
	t.work, t.cancel = context.WithCancel(context.Background())
	seed(&t.chat, o.Clock.Now())
	return t
}

// Close ends what is still being answered and waits for it.
func (t *Try) Close() {
	t.cancel()
	t.tasks.Wait()
}

// Handler serves the page.
func (t *Try) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", t.viewed(t.page))
	mux.HandleFunc("GET /events", t.viewed(t.events))
	mux.HandleFunc("POST /act", t.viewed(t.act))
	mux.HandleFunc("POST /say", t.viewed(t.say))
	mux.HandleFunc("POST /dismiss", t.viewed(t.dismiss))
	mux.HandleFunc("POST /skip", t.viewed(t.skip))
	mux.HandleFunc("POST /files", t.viewed(t.upload))
	mux.HandleFunc("GET /files/{message}/{block}/{name}", t.viewed(t.file))
	mux.HandleFunc("GET /static/{name}", static)
	return guard{token: t.opts.Token, hosts: t.opts.Hosts, next: mux}
}

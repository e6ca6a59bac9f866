package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
)

// maxStuck is how many sessions in a row may be abandoned: each leaves a goroutine
// of the library's behind, which only the end of the process frees.
const maxStuck = 5

// errStuck is a session that no longer reacts to the end of its connection.
var errStuck = errors.New("the session is stuck")

// A gateway keeps the bot connected. Discord's rules for it are in the section on
// the gateway of its documentation.
type gateway struct {
	log     *slog.Logger
	opts    Options
	rest    *rest
	ready   atomic.Bool
	release time.Duration // for the library to let go of a connection; it sleeps a second there
}

func newGateway(log *slog.Logger, o Options, r *rest) *gateway {
	return &gateway{log: log, opts: o, rest: r, release: 5 * time.Second}
}

// run stays connected until ctx ends, and hands every event to receive. It calls
// drain, perhaps more than once, before it closes the connection. Only what forbids
// to come back is returned as an error, and that the library is stuck again and again.
func (g *gateway) run(ctx context.Context, app string, receive func(name string, data json.RawMessage), drain func()) error {
	defer drain()
	pause, stuck := newBackoff(g.opts.Times.Retry), 0
	for s := g.session(receive); ; {
		err := g.once(ctx, app, s, drain)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case fatal(err):
			return err
		case s.lasted:
			pause.reset()
			stuck = 0
		}
		if errors.Is(err, errStuck) {
			stuck++
		}
		if stuck == maxStuck {
			return fmt.Errorf("%d times in a row: %w", stuck, err)
		}
		resume := s.known && !spent(err)
		g.log.Warn("the gateway connection ended; will connect again", "error", err, "resume", resume)
		if !s.lasted {
			if err := pause.wait(ctx); err != nil {
				return err
			}
		}
		if spent(err) {
			s = g.session(receive)
		}
	}
}

// once makes one connection, and returns why it ended.
func (g *gateway) once(ctx context.Context, app string, s *session, drain func()) error {
	s.lasted = false
	if !s.known {
		if err := g.permit(ctx, app); err != nil {
			return err
		}
	}
	err := g.connect(ctx, s, drain)
	var invalid *invalidError
	if errors.As(err, &invalid) {
		// Discord asks for 1 to 5 seconds before the next try.
		return errors.Join(err, sleep(ctx, g.opts.Times.Retry+rand.N(4*g.opts.Times.Retry)))
	}
	return err
}

// spent reports whether a session is of no more use after err.
func spent(err error) bool {
	var invalid *invalidError
	var closed *ClosedError
	return errors.Is(err, errStuck) || errors.As(err, &invalid) && !invalid.resumable ||
		errors.As(err, &closed) && closed.invalidates()
}

// fatal reports whether Discord must not be tried again.
func fatal(err error) bool {
	var closed *ClosedError
	return errors.Is(err, ErrToken) || errors.As(err, &closed) && closed.fatal()
}

// A session is a discordgo session and what is known of it. It is resumed for as
// long as Discord lets it.
type session struct {
	dg     *discordgo.Session
	link   atomic.Pointer[link] // the last one
	up     chan string          // READY or RESUMED came
	lost   chan struct{}        // the library has let go of the connection
	known  bool                 // READY came once, so that it can be resumed
	lasted bool                 // the last connection was ready for a good while
}

func (g *gateway) session(receive func(string, json.RawMessage)) *session {
	dg := newSession(g.opts.Token, g.rest.transport)
	s := &session{dg: dg, up: make(chan string, 1), lost: make(chan struct{}, 1)}
	dg.Client.Timeout = g.opts.Times.Connect
	dg.Dialer = dialer(g.opts.Times.Silence, g.rest.transport.base.TLSClientConfig, s.link.Store)
	dg.ShouldReconnectOnError = false // nothing of ours can be undone by the library
	dg.StateEnabled = false
	dg.SyncEvents = true // in order; receive is quick
	dg.Compress = false  // so that a link can read opcodes
	dg.Identify.Compress = false
	dg.ShardID, dg.ShardCount = g.opts.Shard, g.opts.Shards
	dg.Identify.Intents = discordgo.IntentsGuilds
	if g.opts.Listen.Joined != nil {
		dg.Identify.Intents |= discordgo.IntentsGuildMembers
	}
	dg.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { signal(s.lost, struct{}{}) })
	dg.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		if e.Type == "READY" || e.Type == "RESUMED" {
			signal(s.up, e.Type)
		}
		receive(e.Type, e.RawData)
	})
	return s
}

// signal sends v unless one waits already.
func signal[T any](c chan T, v T) {
	select {
	case c <- v:
	default:
	}
}

// connect opens a connection and returns why it ended.
func (g *gateway) connect(ctx context.Context, s *session, drain func()) error {
	s.link.Store(nil)
	empty(s.up)
	empty(s.lost)
	if err := g.open(ctx, s); err != nil {
		return err
	}
	s.known = true
	since := time.Now()
	g.ready.Store(true)
	g.opts.Hooks.Connected(true)
	defer func() {
		s.lasted = time.Since(since) > g.opts.Times.Silence
		g.ready.Store(false)
		g.opts.Hooks.Connected(false)
	}()
	l := s.link.Load()
	watch := time.NewTicker(g.opts.Times.Silence / 4)
	defer watch.Stop()
	for {
		select {
		case <-ctx.Done():
			g.ready.Store(false)
			drain()
			l.goodbye()
			return ctx.Err()
		case <-l.down:
			return g.released(s, l.cause)
		case <-watch.C:
			// A read ends by itself in time, unless the library no longer reads.
			if l.quiet() > g.opts.Times.Silence*5/4 {
				return g.released(s, l.end(errSilent))
			}
		}
	}
}

// empty takes what waits in a channel of one.
func empty[T any](c chan T) {
	select {
	case <-c:
	default:
	}
}

// open connects and waits until the gateway is ready. The library's Open heeds no
// context and may never return.
func (g *gateway) open(ctx context.Context, s *session) error {
	opened := make(chan error, 1)
	go func() { opened <- s.dg.Open() }() // ends with its link; if it does not, s is stuck and abandoned
	limit := time.NewTimer(g.opts.Times.Connect)
	defer limit.Stop()
	for {
		select {
		case err := <-opened:
			if err != nil {
				return s.cause(err)
			}
			opened = nil // the gateway may still have to say READY
		case kind := <-s.up:
			if opened != nil {
				if err := <-opened; err != nil {
					return s.cause(err)
				}
			}
			g.greet(kind)
			return nil
		case <-limit.C:
			return g.giveUp(s, opened, fmt.Errorf("not ready within %s", g.opts.Times.Connect))
		case <-ctx.Done():
			return g.giveUp(s, opened, ctx.Err())
		case <-s.lost:
			return s.cause(errors.New("lost before it was ready"))
		}
	}
}

func (g *gateway) greet(kind string) {
	if kind == "RESUMED" {
		g.opts.Hooks.Resumed()
	}
	g.log.Info("connected to the gateway", "how", kind, "shard", g.opts.Shard, "shards", g.opts.Shards)
}

// cause is why the last link ended, if it did, or else err.
func (s *session) cause(err error) error {
	if l := s.link.Load(); l != nil {
		select {
		case <-l.down:
			return l.cause
		default:
		}
	}
	return err
}

// giveUp ends a connection that did not become ready.
func (g *gateway) giveUp(s *session, opened <-chan error, why error) error {
	l := s.link.Load()
	if l != nil {
		why = l.end(why)
	}
	limit := time.NewTimer(g.release)
	defer limit.Stop()
	if opened == nil { // Open is through, and the library reads
		return g.released(s, why)
	}
	select {
	case err := <-opened:
		if err == nil { // it became ready after all
			return g.released(s, why)
		}
		return why
	case <-limit.C:
		return fmt.Errorf("%w: %w", errStuck, why)
	}
}

// released waits until the library has let go of an ended connection, if the
// session is to be used again.
func (g *gateway) released(s *session, why error) error {
	if fatal(why) || spent(why) {
		return why
	}
	limit := time.NewTimer(g.release)
	defer limit.Stop()
	select {
	case <-s.lost:
		return why
	case <-limit.C:
		return fmt.Errorf("%w: %w", errStuck, why)
	}
}

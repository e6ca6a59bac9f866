package bot

import (
	"context"
	"encoding/json"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"magpie/slash"
)

// maxNews is how many events about servers wait for their listener; a fresh start
// brings one for each of at most 2,500 servers.
const maxNews = 4096

// An inbox takes the gateway's events. Interactions are served at once, each by
// its own goroutine; events about servers wait in line for the listener.
type inbox struct {
	bot    *Bot
	router *slash.Router
	ctx    context.Context // outlives the context of Run by the time of grace
	cancel context.CancelFunc
	seen   seen

	mu       sync.Mutex
	closed   bool
	serving  sync.WaitGroup // interactions
	news     chan func(context.Context)
	newsDone chan struct{}
}

func newInbox(ctx context.Context, b *Bot, router *slash.Router) *inbox {
	in := &inbox{bot: b, router: router, news: make(chan func(context.Context), maxNews), newsDone: make(chan struct{})}
	in.ctx, in.cancel = context.WithCancel(context.WithoutCancel(ctx))
	go in.listen() // until drain
	return in
}

// receive takes one event. It never panics and does not block for long.
func (in *inbox) receive(name string, data json.RawMessage) {
	defer in.recover(name)
	switch name {
	case "INTERACTION_CREATE":
		in.interaction(data)
	default:
		f, err := in.bot.opts.Listen.news(name, data)
		if err != nil {
			in.bot.log.Error("hear of a server", "error", err)
		} else if f != nil {
			in.tell(name, f)
		}
	}
}

// recover notes a panic and lets life go on.
func (in *inbox) recover(what string) {
	if p := recover(); p != nil {
		in.bot.log.Error("panic", "in", what, "panic", p, "stack", string(debug.Stack()))
	}
}

func (in *inbox) interaction(data json.RawMessage) {
	received := time.Now()
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.closed {
		return
	}
	in.serving.Go(func() {
		defer in.recover("INTERACTION_CREATE")
		in.serve(data, received)
	})
}

func (in *inbox) serve(data json.RawMessage, received time.Time) {
	var i interaction
	var odd *json.UnmarshalTypeError // something unknown; all else has been decoded
	if err := json.Unmarshal(data, &i); err != nil && !errors.As(err, &odd) {
		in.bot.log.Error("decode an interaction", "error", err)
		return
	}
	if !in.seen.first(i.ID) {
		in.bot.log.Info("an interaction came twice", "event", i.ID)
		return
	}
	ev, err := i.event(in.bot.opts.Now(), in.bot.names)
	if err != nil {
		in.bot.log.Error("decode an interaction", "event", i.ID, "error", err)
		return
	}
	in.router.Serve(in.ctx, ev, newResponder(in.bot, &i, ev, received))
}

// tell puts news in line for the listener.
func (in *inbox) tell(name string, f func(context.Context)) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.closed {
		return
	}
	select {
	case in.news <- f:
	default:
		in.bot.log.Error("too much news about servers waits; left one out", "event", name)
	}
}

func (in *inbox) listen() {
	defer close(in.newsDone)
	for f := range in.news {
		func() {
			defer in.recover("listener")
			f(in.ctx)
		}()
	}
}

// drain takes no more events, and gives those in flight the time of grace to
// finish; what then still runs is told to stop, and waited for once more.
func (in *inbox) drain() {
	in.mu.Lock()
	again := in.closed
	in.closed = true
	in.mu.Unlock()
	if again {
		return
	}
	close(in.news)
	done := make(chan struct{})
	go func() {
		in.serving.Wait()
		<-in.newsDone
		close(done)
	}()
	defer in.cancel()
	for range 2 {
		grace := time.NewTimer(in.bot.opts.Times.Grace)
		select {
		case <-done:
			grace.Stop()
			return
		case <-grace.C:
			in.cancel()
		}
	}
	in.bot.log.Error("something does not stop; leaving it behind")
}

// seen remembers the latest ids, thousands of them, to know a second delivery.
type seen struct {
	mu       sync.Mutex
	new, old map[string]bool
}

// remembered is how many ids are remembered at least.
const remembered = 4096

// first reports whether id is new.
func (s *seen) first(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.new[id] || s.old[id] {
		return false
	}
	if s.new == nil || len(s.new) >= remembered {
		s.old, s.new = s.new, map[string]bool{}
	}
	s.new[id] = true
	return true
}

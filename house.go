package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"magpie/clock"
	"magpie/commands"
	"magpie/guide"
	"magpie/locales"
	"magpie/news"
	"magpie/outbox"
	"magpie/schedule"
	"magpie/slash"
	"magpie/store"
	"magpie/web"
)

// A house is everything but the edge: what serving Discord and the try-it page
// have in common.
type house struct {
	log     *slog.Logger
	clock   clock.Clock
	words   *locales.Catalogue
	store   *store.Store
	letters outbox.Store // the same, for the outbox
	shelf   *shelf       // the books
	desk    *news.Desk
	topics  []news.Topic
	metrics *web.Metrics
	holder  string // this process, in claims
	edge    edge

	sending *clock.Waker // a message was handed to the outbox
	digests *clock.Waker // a digest was changed
	feeds   *clock.Waker // a feed is due earlier than it was
	asked   *clock.Waker // what a question's post shows has changed
	quizzed *clock.Waker // what the post of a quiz shows has changed

	// Made by newRouter.
	router   *slash.Router
	room     commands.Newsroom
	open     commands.Marker // makes a button that opens the set-up page
	sources  *commands.Feeds
	bridge   *commands.Bridge
	daily    *commands.Daily
	quizzes  *commands.Quizzes
	partners *commands.Partners
	handles  *commands.Handles
	welcome  *commands.Welcome

	translator commands.Translator // nil: nobody translates
}

// An edge is what the house asks of what it serves, Discord or the try-it page.
type edge struct {
	may      commands.Permitted
	fetch    commands.Download
	edit     commands.Edit
	give     commands.GiveRole
	outranks commands.Outranks
}

// openHouse opens the store, and the shelf in the folder books, side by side, and builds
// everything on them, for an edge. The caller closes the house.
func (p *Program) openHouse(ctx context.Context, log *slog.Logger, c Config, books string, clk clock.Clock, topics []news.Topic, edge edge) (*house, error) {
	h := &house{
		log: log, clock: clk, topics: topics, holder: rand.Text(), metrics: web.NewMetrics(version, commit()), edge: edge,
		sending: clock.NewWaker(), digests: clock.NewWaker(), feeds: clock.NewWaker(), asked: clock.NewWaker(), quizzed: clock.NewWaker(),
	}
	var reading sync.WaitGroup
	var bookErr error
	reading.Go(func() { h.shelf, bookErr = p.openShelf(log, c, books) })
	err := h.openStore(ctx, p, c)
	reading.Wait()
	if err = errors.Join(err, bookErr); err == nil {
		h.router, err = h.newRouter(c)
	}
	if err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

// openStore opens the store and what needs nothing but it.
func (h *house) openStore(ctx context.Context, p *Program, c Config) error {
	var err error
	if h.words, err = locales.Load(); err != nil {
		return err
	}
	fetcher, err := news.NewFetcher(news.FetchOptions{
		UserAgent: "Magpie/" + version + " (Discord bot; news digests)", Allow: c.Allow, Now: h.clock.Now, Dial: p.Dial,
	})
	if err != nil {
		return err
	}
	h.desk = news.NewDesk(h.log, fetcher, h.clock.Now)
	h.store, err = store.Open(ctx, h.log, c.Database, store.Options{
		Now: h.clock.Now, BackupDir: c.backups(), KeyFile: filepath.Join(c.Data, "pseudonyms.key"),
	})
	if err != nil {
		return err
	}
	if h.letters = h.store; p.between != nil {
		h.letters = p.between(h.store)
	}
	h.translator = p.translator(c, h.store, h.clock.Now)
	return nil
}

// close closes the store and then the shelf, as far as they are open.
func (h *house) close() error {
	var err error
	if h.store != nil {
		if err = h.store.Close(); err != nil {
			err = fmt.Errorf("close the database: %w", err)
		}
	}
	if h.shelf != nil {
		h.shelf.close()
	}
	return err
}

// backups is the folder of backups.
func (c Config) backups() string { return filepath.Join(c.Data, "backups") }

// changed wakes whatever looks after digests and feeds.
func (h *house) changed() {
	h.digests.Signal()
	h.feeds.Signal()
}

// language is what a person chose to read.
func (h *house) language(ctx context.Context, person string) (string, error) {
	p, _, err := h.store.Person(ctx, person)
	return p.Language, err
}

// library has the guides that come with Magpie. They are read when they are first needed, so that a
// start does not wait for them.
func library() *guide.Library {
	library, err := guide.Builtin()
	if err != nil {
		panic("read the guides that come with Magpie: " + err.Error()) // unreachable: a test reads them
	}
	return library
}

// work runs the jobs and the outbox, which posts through poster, until ctx ends.
// started hears how many loops wait on the clock.
func (h *house) work(ctx context.Context, poster outbox.Poster, started func(loops int)) {
	jobs := h.jobs()
	sender := outbox.New(h.log, h.clock, h.letters, noting{poster, h.metrics.DuplicateSuppressed}, h.sending, h.undelivered())
	if started != nil {
		started(len(jobs) + 1)
	}
	var loops sync.WaitGroup
	loops.Go(func() { library() }) // before somebody has to wait for them
	loops.Go(func() { sender.Run(ctx) })
	loops.Go(func() { schedule.Run(ctx, h.log, h.clock, jobs...) })
	loops.Wait()
}

// noting is a poster that notes when a message was there already.
type noting struct {
	outbox.Poster
	found func()
}

// Find implements [outbox.Poster].
func (n noting) Find(ctx context.Context, m outbox.Message, since time.Time) (id string, found bool, err error) {
	if id, found, err = n.Poster.Find(ctx, m, since); found {
		n.found()
	}
	return id, found, err
}

// undelivered is told of messages that the outbox gave up.
func (h *house) undelivered() func(context.Context, outbox.Message) error {
	each := []func(context.Context, outbox.Message) error{
		commands.DigestUndelivered(h.store, h.clock.Now), commands.AlertUndelivered(h.store, h.clock.Now), commands.PanelUndelivered(h.store, h.clock.Now),
		h.bridge.Undelivered(h.store), h.daily.Undelivered(h.store), h.quizzes.Undelivered(), h.welcome.Undelivered(h.store),
		h.partners.Undelivered(h.store), h.handles.Undelivered,
	}
	return func(ctx context.Context, m outbox.Message) error {
		h.log.Warn("a message could not be delivered", "message", m.ID, "server", m.Server, "problem", m.Problem, "detail", m.Detail)
		var errs []error
		for _, told := range each {
			errs = append(errs, told(ctx, m))
		}
		return errors.Join(errs...)
	}
}

// greeting greets servers in which Magpie finds itself.
func (h *house) greeting() func(context.Context, commands.Arrival) error {
	return commands.Greeting(h.log, h.store, h.words, h.edge.may, h.open, h.sending.Signal)
}

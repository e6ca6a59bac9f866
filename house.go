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
	"magpie/phrase"
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
	desk    *news.Desk
	topics  []news.Topic
	router  *slash.Router
	open    commands.Marker // makes a button that opens the set-up page
	metrics *web.Metrics
	holder  string       // this process, in claims
	sending *clock.Waker // a message was handed to the outbox
	digests *clock.Waker // a digest was changed
	feeds   *clock.Waker // a feed was added
}

// openHouse opens the store and builds everything on it, for an edge that tells
// what Magpie may do in a channel. The caller closes the store.
func (p *Program) openHouse(ctx context.Context, log *slog.Logger, c Config, clk clock.Clock, topics []news.Topic, may commands.Permitted) (*house, error) {
	words, err := locales.Load()
	if err != nil {
		return nil, err
	}
	fetcher, err := news.NewFetcher(news.FetchOptions{
		UserAgent: "Magpie/" + version + " (Discord bot; news digests)", Allow: c.Allow, Now: clk.Now, Dial: p.Dial,
	})
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, log, c.Database, store.Options{Now: clk.Now, BackupDir: c.backups()})
	if err != nil {
		return nil, err
	}
	h := &house{
		log: log, clock: clk, words: words, store: db, topics: topics, holder: rand.Text(),
		desk: news.NewDesk(log, fetcher, clk.Now), metrics: web.NewMetrics(version, commit()),
		sending: clock.NewWaker(), digests: clock.NewWaker(), feeds: clock.NewWaker(),
	}
	if h.router, err = h.newRouter(c, may); err != nil {
		db.Close()
		return nil, err
	}
	return h, nil
}

// backups is the folder of backups.
func (c Config) backups() string { return filepath.Join(c.Data, "backups") }

// newRouter makes the router of all features.
func (h *house) newRouter(c Config, may commands.Permitted) (*slash.Router, error) {
	guides, err := guide.Builtin()
	if err != nil {
		return nil, fmt.Errorf("read guides: %w", err)
	}
	book, err := phrase.Builtin()
	if err != nil {
		return nil, fmt.Errorf("read the phrasebook: %w", err)
	}
	db, now := h.store, h.clock.Now
	language, askLanguage := commands.Language(db, h.words)
	setup, open := commands.Setup(commands.SetupNeeds{
		Settings: db, Digests: db, Desk: h.desk, Topics: h.topics, Tongues: h.words, Permissions: may, Now: now, Changed: h.changed,
	})
	h.open = open
	return slash.NewRouter(h.log, slash.Options{
		Words: h.words, Now: now, Language: h.language, Observe: h.metrics.Interaction,
		Finish: []slash.Finisher{commands.AlertHead(db), askLanguage},
	},
		commands.Guide(guides, db, db, now),
		commands.Phrase(book, db),
		commands.Define(book, db),
		commands.News(db, db, h.topics, now),
		language,
		commands.Help(func() []slash.Spec { return h.router.Manifest() }),
		commands.About(commands.Build{Version: version, Source: c.Source}),
		commands.Privacy(db),
		setup,
		commands.Digest(commands.DigestNeeds{
			Store: db, Servers: db, Topics: h.topics, Tongues: h.words, Permissions: may, Now: now, Posted: h.sending.Signal,
		}),
		commands.Feed(db, h.desk, h.topics, now),
	)
}

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

// jobs are what Magpie does by itself.
func (h *house) jobs() []schedule.Job {
	feeds := commands.FeedJob(h.desk, h.store, h.holder, h.metrics.FeedFetched)
	digests := commands.DigestJob(h.log, h.store, h.words, h.topics, h.holder, func(r news.Run) {
		h.metrics.DigestRun(r)
		h.sending.Signal()
	})
	feeds.Wake, digests.Wake = h.feeds, h.digests
	return []schedule.Job{
		feeds,
		digests,
		commands.AlertJob(h.store, h.words, h.open, h.sending.Signal),
		commands.NightlyJob(h.log, h.store),
	}
}

// work runs the jobs and the outbox, which posts through poster, until ctx ends.
// started hears how many loops wait on the clock.
func (h *house) work(ctx context.Context, poster outbox.Poster, started func(loops int)) {
	jobs := h.jobs()
	sender := outbox.New(h.log, h.clock, h.store, noting{poster, h.metrics.DuplicateSuppressed}, h.sending, h.undelivered())
	if started != nil {
		started(len(jobs) + 1)
	}
	var loops sync.WaitGroup
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
func (n noting) Find(ctx context.Context, channel, marker string, since time.Time) (id string, found bool, err error) {
	if id, found, err = n.Poster.Find(ctx, channel, marker, since); found {
		n.found()
	}
	return id, found, err
}

// undelivered is told of messages that the outbox gave up.
func (h *house) undelivered() func(context.Context, outbox.Message) error {
	digest := commands.DigestUndelivered(h.store, h.clock.Now)
	alert := commands.AlertUndelivered(h.store, h.clock.Now)
	return func(ctx context.Context, m outbox.Message) error {
		h.log.Warn("a message could not be delivered", "message", m.ID, "server", m.Server, "problem", m.Problem, "detail", m.Detail)
		return errors.Join(digest(ctx, m), alert(ctx, m))
	}
}

// greeting greets servers in which Magpie finds itself.
func (h *house) greeting(may commands.Permitted) func(context.Context, commands.Arrival) error {
	return commands.Greeting(h.log, h.store, h.words, may, h.open, h.sending.Signal)
}

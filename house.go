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
	"magpie/community"
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
	log      *slog.Logger
	clock    clock.Clock
	words    *locales.Catalogue
	store    *store.Store
	letters  outbox.Store // the same, for the outbox
	shelf    *shelf       // the books
	desk     *news.Desk
	topics   []news.Topic
	room     commands.Newsroom
	router   *slash.Router
	open     commands.Marker // makes a button that opens the set-up page
	metrics  *web.Metrics
	holder   string       // this process, in claims
	sending  *clock.Waker // a message was handed to the outbox
	digests  *clock.Waker // a digest was changed
	feeds    *clock.Waker // a feed is due earlier than it was
	sources  *commands.Feeds
	bridge   *commands.Bridge
	daily    *commands.Daily
	asked    *clock.Waker // what a question's post shows has changed
	quizzes  *commands.Quizzes
	partners *commands.Partners
	handles  *commands.Handles
	quizzed  *clock.Waker // what the post of a quiz shows has changed
	welcome  *commands.Welcome
	edge     edge

	translator commands.Translator // nil: nobody translates
}

// An edge is what the house asks of what it serves, Discord or the try-it page.
type edge struct {
	may   commands.Permitted
	fetch commands.Download
	edit  commands.Edit
	give  commands.GiveRole
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
	h.store, err = store.Open(ctx, h.log, c.Database, store.Options{Now: h.clock.Now, BackupDir: c.backups()})
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

// newRouter makes the router of all features.
func (h *house) newRouter(c Config) (*slash.Router, error) {
	reader := news.NewReader(h.shelf.Dictionary)
	h.room = commands.Newsroom{Items: h.store, Own: h.store, Topics: h.topics, Reader: reader, Now: h.clock.Now}
	book, db, now, may := h.shelf.book, h.store, h.clock.Now, h.edge.may
	language, askLanguage := commands.Language(db, h.words)
	setup, open := commands.Setup(commands.SetupNeeds{
		Settings: db, Digests: db, Desk: h.desk, Room: h.room, Tongues: h.words, Permissions: may, Now: now, Changed: h.changed,
	})
	h.open = open
	glossaries := commands.NewGlossaries(commands.GlossaryNeeds{
		Store: db, Answers: db, Settings: db, People: db, Dictionary: h.shelf.Dictionary,
		Download: h.edge.fetch, Permissions: may, Now: now,
	})
	h.bridge = commands.NewBridge(commands.BridgeNeeds{
		Questions: db, Servers: db, Words: h.words, Glossary: glossaries, Now: now,
		Posted: h.sending.Signal, Changed: h.asked.Signal,
	})
	cards := commands.CardNeeds{
		Store: db, Book: book, Dictionary: h.shelf.Dictionary, People: db, Servers: db, Download: h.edge.fetch, Now: now,
	}
	h.sources = commands.NewFeeds(commands.FeedNeeds{
		Store: db, Desk: h.desk, Topics: h.topics, Download: h.edge.fetch, Now: now, Due: h.feeds.Signal,
	})
	h.daily = commands.NewDaily(commands.DailyNeeds{
		Store: db, Servers: db, People: db, Book: book, Questions: sync.OnceValues(phrase.BuiltinQuestions),
		Words: h.words, Permissions: may, Now: now,
	})
	h.handles = commands.NewHandles(commands.HandleNeeds{
		Listings: db, Finds: db, Watches: db, Notices: db, Neighbours: db, Moderation: db, Words: h.words, Now: now,
		Sent: h.sending.Signal, Matches: db, Download: h.edge.fetch,
	})
	h.partners = commands.NewPartners(commands.PartnerNeeds{
		Profiles: db, Finder: db, Asks: db, Reports: db, Settings: db, People: db, Questions: sync.OnceValues(phrase.BuiltinQuestions),
		Words: h.words, Permissions: may, Now: now, Posted: h.sending.Signal,
	})
	h.quizzes = commands.NewQuizzes(commands.QuizNeeds{
		Store: db, Cards: cards, Glossary: db, Characters: h.shelf.Characters, Words: h.words, Now: now,
		Posted: h.sending.Signal, Changed: h.quizzed.Signal,
	})
	content := commands.NewContent(commands.ContentNeeds{
		Store: db, Library: guides, Settings: db, Tongues: h.words, Download: h.edge.fetch, Now: now,
	})
	walks := commands.GuideNeeds{Guides: content.Guides, Progress: db, Servers: db, Now: now}
	h.welcome = commands.NewWelcome(commands.WelcomeNeeds{
		Store: db, Words: h.words, Tongues: h.words, Permissions: may, Now: now, Asked: c.Welcome == "on", Came: clock.NewWaker(),
	})
	return slash.NewRouter(h.log, slash.Options{
		Words: h.words, Now: now, Language: h.language, Observe: h.metrics.Interaction,
		PerPerson: 60, PerServer: 600, // a review of cards is two presses every few seconds
		Finish: []slash.Finisher{commands.AlertHead(db), h.partners.Head(), h.handles.Head(), askLanguage, commands.PlainReplies(db)},
	},
		commands.Guide(walks),
		commands.Start(commands.StartNeeds{
			GuideNeeds: walks, Paths: guide.BuiltinPaths, Store: db, People: db, Tongues: h.words, Alerts: db, Give: h.edge.give,
		}),
		commands.Panel(commands.PanelNeeds{
			Settings: db, Store: db, Words: h.words, Tongues: h.words, Permissions: may, Give: h.edge.give, Now: now, Posted: h.sending.Signal,
		}),
		commands.Phrase(book, db, db),
		commands.Define(commands.DefineNeeds{
			Book: book, Glossary: db, Dictionary: h.shelf.Dictionary, Characters: h.shelf.Characters,
			People: db, Servers: db, Asker: h.bridge,
		}),
		commands.Compare(commands.CompareNeeds{Platforms: guide.Platforms, Fonts: h.shelf.Fonts, People: db, Servers: db, Now: now}),
		commands.TikTok(commands.TikTokNeeds{Timeline: guide.BuiltinTimeline, Fonts: h.shelf.Fonts, People: db, Servers: db, Now: now}),
		commands.News(h.room, db),
		language,
		commands.Help(func() []slash.Spec { return h.router.Manifest() }),
		commands.About(commands.Build{Version: version, Source: c.Source, Pages: c.pagesAddress(), Contact: c.Contact}),
		commands.Pages(commands.PagesNeeds{Store: db, Base: c.pagesAddress(), Now: now}),
		commands.Privacy(db, db, h.engineName()),
		setup,
		commands.Digest(commands.DigestNeeds{
			Store: db, Servers: db, Room: h.room, Tongues: h.words, Permissions: may, Translator: h.translator,
			Now: now, Posted: h.sending.Signal, Changed: h.digests.Signal,
		}),
		commands.Stories(commands.StoryNeeds{
			Store: db, Room: h.room, Servers: db, People: db, Tongues: h.words, Dictionary: h.shelf.Dictionary, Translator: h.translator,
		}),
		h.sources.Feature(),
		commands.Cards(cards),
		commands.Explain(commands.ExplainNeeds{
			Book: book, Dictionary: h.shelf.Dictionary, Glossary: db, People: db, Servers: db,
			Bridge: h.bridge, Cards: cards, Translator: h.translator, Now: now,
		}),
		commands.Name(commands.NameNeeds{Names: sync.OnceValues(phrase.BuiltinNames), Dictionary: h.shelf.Dictionary, People: db}),
		glossaries.Feature(),
		content.Feature(),
		h.bridge.Feature(),
		h.daily.Feature(),
		h.quizzes.Feature(),
		h.welcome.Feature(),
		h.partners.Feature(),
		h.handles.Feature(),
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

// guides are those that come with Magpie. They are read when they are first needed, so that a
// start does not wait for them.
func guides() *guide.Library {
	library, err := guide.Builtin()
	if err != nil {
		panic("read the guides that come with Magpie: " + err.Error()) // unreachable: a test reads them
	}
	return library
}

// jobs are what Magpie does by itself.
func (h *house) jobs() []schedule.Job {
	digests := commands.DigestJob(h.log, commands.DigestJobNeeds{
		Store: h.store, Words: h.words, Room: h.room, Translator: h.translator, Holder: h.holder,
		Observe: func(r news.Run) {
			h.metrics.DigestRun(r)
			h.sending.Signal()
		},
	})
	bridge := h.bridge.Job(h.log, h.store, h.edge.edit, h.holder)
	quizzes := h.quizzes.Job(h.log, h.store, h.edge.edit)
	digests.Wake, bridge.Wake, quizzes.Wake = h.digests, h.asked, h.quizzed
	feeds := commands.FeedJobs(h.desk, h.store, h.holder, h.feeds, h.metrics.FeedFetched)
	return append(feeds,
		digests,
		commands.AlertJob(h.store, h.words, h.open, h.offer, h.sending.Signal),
		commands.NightlyJob(h.log, h.store),
		bridge,
		quizzes,
		h.daily.Job(h.log, h.store, h.holder, h.sending.Signal),
		h.shelf.job(),
		searchJob(),
		h.welcome.Job(h.log, h.store, h.sending.Signal),
		h.handles.Job(),
	)
}

// afterStart is when there is time for what the first to ask would else wait for.
const afterStart = 5 * time.Second

// searchJob builds what a search of the guides looks in, a little after the start.
func searchJob() schedule.Job {
	var due time.Time
	return schedule.Job{Name: "search", Run: func(_ context.Context, now time.Time) (time.Time, error) {
		if due.IsZero() {
			due = now.Add(afterStart)
		}
		if now.Before(due) {
			return due, nil
		}
		guides().Warm()
		return time.Time{}, nil
	}}
}

// offer is what moderators can do at once about alerts.
func (h *house) offer(v slash.Voice, alerts []community.Alert) []slash.Block {
	return append(h.sources.Offer(v, alerts), h.partners.Offer(v, alerts)...)
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
	loops.Go(func() { guides() }) // before somebody has to wait for them
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
	digest := commands.DigestUndelivered(h.store, h.clock.Now)
	alert := commands.AlertUndelivered(h.store, h.clock.Now)
	question := h.bridge.Undelivered(h.store)
	daily := h.daily.Undelivered(h.store)
	quiz := h.quizzes.Undelivered()
	welcome := h.welcome.Undelivered(h.store)
	panel := commands.PanelUndelivered(h.store, h.clock.Now)
	partner := h.partners.Undelivered(h.store)
	return func(ctx context.Context, m outbox.Message) error {
		h.log.Warn("a message could not be delivered", "message", m.ID, "server", m.Server, "problem", m.Problem, "detail", m.Detail)
		return errors.Join(digest(ctx, m), alert(ctx, m), question(ctx, m), daily(ctx, m), quiz(ctx, m), welcome(ctx, m), panel(ctx, m), partner(ctx, m), h.handles.Undelivered(ctx, m))
	}
}

// greeting greets servers in which Magpie finds itself.
func (h *house) greeting() func(context.Context, commands.Arrival) error {
	return commands.Greeting(h.log, h.store, h.words, h.edge.may, h.open, h.sending.Signal)
}

package main

import (
	"slices"
	"sync"

	"magpie/clock"
	"magpie/commands"
	"magpie/guide"
	"magpie/news"
	"magpie/phrase"
	"magpie/slash"
)

// newRouter makes the router of all features.
func (h *house) newRouter(c Config) (*slash.Router, error) {
	h.room = commands.Newsroom{Items: h.store, Own: h.store, Topics: h.topics, Reader: news.NewReader(h.shelf.Dictionary), Now: h.clock.Now}
	language, askLanguage := commands.Language(h.store, h.words)
	features := slices.Concat(h.guides(c), h.phrases(), h.news(), h.people(), []slash.Feature{language}, h.general(c))
	return slash.NewRouter(h.log, slash.Options{
		Words: h.words, Now: h.clock.Now, Language: h.language, Observe: h.metrics.Interaction,
		PerPerson: 60, PerServer: 600, // a review of cards is two presses every few seconds
		Finish: []slash.Finisher{
			commands.AlertHead(h.store), h.partners.Head(), h.handles.Head(), askLanguage, commands.PlainReplies(h.store),
		},
	}, features...)
}

// guides are the features that take newcomers by the hand, with the facts about platforms and bans.
func (h *house) guides(c Config) []slash.Feature {
	db, now, may := h.store, h.clock.Now, h.edge.may
	content := commands.NewContent(commands.ContentNeeds{
		Store: db, Library: library, Settings: db, Tongues: h.words, Download: h.edge.fetch, Now: now,
	})
	h.welcome = commands.NewWelcome(commands.WelcomeNeeds{
		Store: db, Words: h.words, Tongues: h.words, Permissions: may, Now: now, Enabled: c.Welcome == "on", Came: clock.NewWaker(),
	})
	walks := commands.GuideNeeds{Guides: content.Guides, Progress: db, Servers: db, Now: now}
	return []slash.Feature{
		commands.Guide(walks),
		commands.Start(commands.StartNeeds{
			GuideNeeds: walks, Paths: guide.BuiltinPaths, Store: db, People: db, Tongues: h.words, Alerts: db, Give: h.edge.give,
		}),
		commands.Panel(commands.PanelNeeds{
			Settings: db, Store: db, Words: h.words, Tongues: h.words, Permissions: may, Give: h.edge.give, Outranks: h.edge.outranks,
			Now: now, Posted: h.sending.Signal,
		}),
		commands.Compare(commands.CompareNeeds{Platforms: guide.Platforms, Fonts: h.shelf.Fonts, People: db, Servers: db, Now: now}),
		commands.TikTok(commands.TikTokNeeds{Timeline: guide.BuiltinTimeline, Fonts: h.shelf.Fonts, People: db, Servers: db, Now: now}),
		content.Feature(),
		h.welcome.Feature(),
	}
}

// phrases are the features that help with the other language.
func (h *house) phrases() []slash.Feature {
	book, dictionary, db, now, may := h.shelf.book, h.shelf.Dictionary, h.store, h.clock.Now, h.edge.may
	questions := sync.OnceValues(phrase.BuiltinQuestions)
	glossaries := commands.NewGlossaries(commands.GlossaryNeeds{
		Store: db, Answers: db, Settings: db, People: db, Dictionary: dictionary, Download: h.edge.fetch, Permissions: may, Now: now,
	})
	h.bridge = commands.NewBridge(commands.BridgeNeeds{
		Questions: db, Servers: db, Words: h.words, Glossary: glossaries, Now: now, Posted: h.sending.Signal, Changed: h.asked.Signal,
	})
	h.daily = commands.NewDaily(commands.DailyNeeds{
		Store: db, Servers: db, People: db, Book: book, Questions: questions, Words: h.words, Permissions: may, Now: now,
	})
	cards := commands.CardNeeds{Store: db, Book: book, Dictionary: dictionary, People: db, Servers: db, Download: h.edge.fetch, Now: now}
	h.quizzes = commands.NewQuizzes(commands.QuizNeeds{
		Store: db, Cards: cards, Glossary: db, Characters: h.shelf.Characters, Words: h.words, Now: now,
		Posted: h.sending.Signal, Changed: h.quizzed.Signal,
	})
	return []slash.Feature{
		commands.Phrase(book, db, db),
		commands.Define(commands.DefineNeeds{
			Book: book, Glossary: db, Dictionary: dictionary, Characters: h.shelf.Characters, People: db, Servers: db, Asker: h.bridge,
		}),
		commands.Explain(commands.ExplainNeeds{
			Book: book, Dictionary: dictionary, Glossary: db, People: db, Servers: db,
			Bridge: h.bridge, Cards: cards, Translator: h.translator, Now: now,
		}),
		commands.Name(commands.NameNeeds{Names: sync.OnceValues(phrase.BuiltinNames), Dictionary: dictionary, People: db}),
		commands.Cards(cards),
		glossaries.Feature(),
		h.bridge.Feature(),
		h.daily.Feature(),
		h.quizzes.Feature(),
	}
}

// news are the features of feeds and digests.
func (h *house) news() []slash.Feature {
	db, now := h.store, h.clock.Now
	h.sources = commands.NewFeeds(commands.FeedNeeds{
		Store: db, Desk: h.desk, Topics: h.topics, Download: h.edge.fetch, Now: now, Due: h.feeds.Signal,
	})
	return []slash.Feature{
		commands.News(h.room, db),
		commands.Digest(commands.DigestNeeds{
			Store: db, Servers: db, Room: h.room, Tongues: h.words, Permissions: h.edge.may, Translator: h.translator,
			Now: now, Posted: h.sending.Signal, Changed: h.digests.Signal,
		}),
		commands.Stories(commands.StoryNeeds{
			Store: db, Room: h.room, Servers: db, People: db, Tongues: h.words, Dictionary: h.shelf.Dictionary, Translator: h.translator,
		}),
		h.sources.Feature(),
	}
}

// people are the features by which members find each other.
func (h *house) people() []slash.Feature {
	db, now := h.store, h.clock.Now
	h.handles = commands.NewHandles(commands.HandleNeeds{
		Listings: db, Finds: db, Watches: db, Notices: db, Neighbours: db, Moderation: db, Words: h.words, Now: now,
		Sent: h.sending.Signal, Matches: db, Download: h.edge.fetch,
	})
	h.partners = commands.NewPartners(commands.PartnerNeeds{
		Profiles: db, Finder: db, Asks: db, Reports: db, Settings: db, People: db, Questions: sync.OnceValues(phrase.BuiltinQuestions),
		Words: h.words, Permissions: h.edge.may, Now: now, Posted: h.sending.Signal,
	})
	return []slash.Feature{h.handles.Feature(), h.partners.Feature()}
}

// general are the features that every bot has.
func (h *house) general(c Config) []slash.Feature {
	db, now := h.store, h.clock.Now
	setup, open := commands.Setup(commands.SetupNeeds{
		Settings: db, Digests: db, Desk: h.desk, Room: h.room, Tongues: h.words, Permissions: h.edge.may, Now: now, Changed: h.changed,
	})
	h.open = open
	return []slash.Feature{
		commands.Help(func() []slash.Spec { return h.router.Manifest() }, db),
		commands.About(commands.Build{Version: version, Source: c.Source, Pages: c.pagesAddress(), Contact: c.Contact}),
		commands.Pages(commands.PagesNeeds{Store: db, Base: c.pagesAddress(), Now: now}),
		commands.Privacy(db, db, h.engineName()),
		setup,
	}
}

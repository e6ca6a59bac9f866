package commands

import (
	"context"
	"slices"
	"time"

	"magpie/community"
	"magpie/lexicon"
	"magpie/slash"
)

// A Glossary has the words of servers.
type Glossary interface {
	// Terms are a server's own words, in the order in which they were added.
	Terms(ctx context.Context, server string) ([]community.Term, error)
}

// GlossaryStore keeps the words of servers.
type GlossaryStore interface {
	Glossary
	Term(ctx context.Context, id string) (community.Term, bool, error)
	GlossaryEditor
	GlossaryImports
}

// A GlossaryEditor changes the words of servers.
type GlossaryEditor interface {
	// AddTerm reports false if the server has the word; the error is
	// community.ErrGlossaryFull if there are too many.
	AddTerm(ctx context.Context, t community.Term, ch community.Change) (added bool, err error)
	// EditTerm reports false if another term is the word, or this one, then empty, is gone.
	EditTerm(ctx context.Context, id string, edit func(*community.Term), ch community.Change) (t community.Term, saved bool, err error)
	RemoveTerm(ctx context.Context, id string, ch community.Change) (removed bool, err error)
}

// Download fetches a file that somebody attached, of at most limit bytes.
type Download func(ctx context.Context, a slash.Attachment, limit int) ([]byte, error)

// Glossaries let moderators look after their server's own words.
type Glossaries struct {
	GlossaryNeeds

	again       *slash.Action[glossaryAgain]
	save        *slash.Action[glossaryForm]
	pick        *slash.Action[glossaryPick]
	open, edit  *slash.Action[glossaryRef]
	ask, remove *slash.Action[glossaryRef]
	page        *slash.Action[glossaryPage]
	agree       *slash.Action[glossaryImport]
	fresh, off  *slash.Action[slash.Nothing]
	channel     *slash.Action[glossaryChannel]
	recheck     *slash.Action[glossaryRecheck]
}

// GlossaryNeeds are what Glossaries work with.
type GlossaryNeeds struct {
	Store       GlossaryStore
	Answers     GlossaryAnswers
	Settings    Settings
	People      People
	Dictionary  func() *lexicon.Dictionary // the newest
	Download    Download
	Permissions Permitted
	Now         func() time.Time
}

// GlossaryAnswers have the answers that become words.
type GlossaryAnswers interface {
	Question(ctx context.Context, id string) (community.Question, []community.Answer, bool, error)
	AnswerTaken(ctx context.Context, id, term string) error
}

// NewGlossaries makes the glossaries; their Feature serves them.
func NewGlossaries(n GlossaryNeeds) *Glossaries {
	g := &Glossaries{GlossaryNeeds: n}
	moderators := func(name string, run func(context.Context, *slash.Call, glossaryRef) (slash.Reply, error)) *slash.Action[glossaryRef] {
		return &slash.Action[glossaryRef]{Name: "glossary." + name, Needs: slash.ManageServer, Run: run}
	}
	g.open, g.edit = moderators("open", g.openTerm), moderators("edit", g.openEdit)
	g.ask, g.remove = moderators("ask", g.askRemove), moderators("remove", g.removeTerm)
	g.save = &slash.Action[glossaryForm]{Name: "glossary.save", Needs: slash.ManageServer, Run: g.saveForm}
	g.again = &slash.Action[glossaryAgain]{Name: "glossary.again", Needs: slash.ManageServer, Run: g.openAgain}
	g.pick = &slash.Action[glossaryPick]{Name: "glossary.pick", Needs: slash.ManageServer, Run: g.picked}
	g.page = &slash.Action[glossaryPage]{Name: "glossary.page", Needs: slash.ManageServer, Run: g.listPage}
	g.fresh = &slash.Action[slash.Nothing]{Name: "glossary.add", Needs: slash.ManageServer, Run: g.add}
	g.agree = &slash.Action[glossaryImport]{Name: "glossary.import", Needs: slash.ManageServer, Run: g.takeImport}
	g.channel = &slash.Action[glossaryChannel]{Name: "glossary.channel", Needs: slash.ManageServer, Run: g.setChannel}
	g.recheck = &slash.Action[glossaryRecheck]{Name: "glossary.recheck", Needs: slash.ManageServer, Run: g.checkAgain}
	g.off = &slash.Action[slash.Nothing]{Name: "glossary.off", Needs: slash.ManageServer, Run: g.switchOff}
	return g
}

// Feature is the command /glossary and its actions.
func (g *Glossaries) Feature() slash.Feature {
	suggest := map[string]slash.Suggester{"word": g.suggest}
	return slash.Feature{
		Commands: []slash.Command{{Name: "glossary", Needs: slash.ManageServer, Sub: []slash.Command{
			{Name: "list", Run: slash.Run(g.list)},
			{Name: "add", Run: slash.Run(g.add)},
			{Name: "edit", Run: slash.Run(g.named(g.openEdit)), Suggest: suggest},
			{Name: "remove", Run: slash.Run(g.named(g.askRemove)), Suggest: suggest},
			{Name: "import", Run: slash.Run(g.preview)},
			{Name: "export", Run: slash.Run(g.export)},
			{Name: "bridge", Run: slash.Run(g.bridge)},
		}}},
		Actions: []slash.Route{g.again, g.save, g.pick, g.open, g.edit, g.ask, g.remove, g.page, g.agree, g.fresh, g.channel, g.recheck, g.off},
	}
}

type glossaryIn struct {
	Word string `slash:"word,suggest,max=100"`
}

// glossaryRef names a term.
type glossaryRef struct{ Term string }

type glossaryPick struct {
	Term string `slash:"term"`
}

// glossaryPage is a page of the list, from 0.
type glossaryPage struct{ Page int }

// find is a term of the caller's server.
func (g *Glossaries) find(ctx context.Context, c *slash.Call, id string) (community.Term, error) {
	t, ok, err := g.Store.Term(ctx, id)
	if err != nil {
		return t, err
	}
	if !ok || t.Server != c.Place.Server {
		return t, g.missing(c)
	}
	return t, nil
}

func (g *Glossaries) full(c *slash.Call) error {
	return c.Sorry(c.T("glossary.full", community.MaxTerms), c.T("safe.nothing_changed"), slash.Try("glossary remove"))
}

func (g *Glossaries) missing(c *slash.Call) error {
	return c.Sorry(c.T("glossary.missing"), c.T("safe.nothing_changed"), slash.Try("glossary list"))
}

// named makes a command about a term of an action on it.
func (g *Glossaries) named(run func(context.Context, *slash.Call, glossaryRef) (slash.Reply, error)) func(context.Context, *slash.Call, glossaryIn) (slash.Reply, error) {
	return func(ctx context.Context, c *slash.Call, in glossaryIn) (slash.Reply, error) {
		terms, err := g.Store.Terms(ctx, c.Place.Server)
		if err != nil {
			return slash.Reply{}, err
		}
		i := slices.IndexFunc(terms, func(t community.Term) bool { return t.ID == in.Word || t.Is(in.Word) })
		if i < 0 {
			return slash.Reply{}, g.missing(c)
		}
		return run(ctx, c, glossaryRef{terms[i].ID})
	}
}

// suggest completes a word of the server.
func (g *Glossaries) suggest(ctx context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	terms, err := g.Store.Terms(ctx, c.Place.Server)
	terms = slices.DeleteFunc(terms, func(t community.Term) bool { return !t.Has(typed) })
	return termChoices(c, terms[:min(len(terms), slash.MaxChoices)]), err
}

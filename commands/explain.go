package commands

import (
	"context"
	"strings"
	"time"

	"magpie/community"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// Explain says what somebody's message, or any text, means to its reader: slang and
// RedNote's notices first, then the words. It sees no message but the one that the
// reader points at.
func Explain(needs ExplainNeeds) slash.Feature {
	e := &explainFeature{
		ExplainNeeds: needs,
		spotter:      newSpotter(needs.Book),
		recent:       newRecent(needs.Now),
		cards:        &cardsFeature{CardNeeds: needs.Cards},
	}
	e.turn = &slash.Action[explainView]{Name: "explain.turn", Run: e.turned}
	e.save = &slash.Action[explainRef]{Name: "explain.save", Run: e.offerWords}
	e.keep = &slash.Action[explainWords]{Name: "explain.keep", Run: e.saveWords}
	e.copy = &slash.Action[explainRef]{Name: "explain.copy", Run: e.copyText}
	e.script = &slash.Action[explainRef]{Name: "explain.script", Run: e.otherScript}
	e.ask = &slash.Action[explainRef]{Name: "explain.ask", Run: e.askPeople}
	e.share = &slash.Action[explainRef]{Name: "explain.share", Run: e.shareText}
	return slash.Feature{
		Commands: []slash.Command{
			{Name: "explain", Direct: true, Run: slash.Run(e.typed)},
			{Name: "explain-message", On: slash.OnMessage, Direct: true, Run: slash.Run(e.clicked)},
		},
		Actions: []slash.Route{e.turn, e.save, e.keep, e.copy, e.script, e.ask, e.share},
	}
}

// ExplainNeeds are what Explain works with.
type ExplainNeeds struct {
	Book       *phrase.Book
	Dictionary func() *lexicon.Dictionary // the newest edition
	Glossary   Glossary
	People     People
	Servers    Servers
	Bridge     *Bridge
	Cards      CardNeeds
	Translator Translator // nil: nobody translates
	Now        func() time.Time
}

type explainFeature struct {
	ExplainNeeds
	spotter *spotter
	recent  *recent
	cards   *cardsFeature // makes cards of their keys

	turn               *slash.Action[explainView]
	save, copy, script *slash.Action[explainRef]
	ask, share         *slash.Action[explainRef]
	keep               *slash.Action[explainWords]
}

type explainIn struct {
	Text string `slash:"text,max=4000"`
}

// explainRef names a text that is kept for a while.
type explainRef struct{ Text string }

// explainView is one page of an explanation, from 0: of All words, or of the hard ones
// alone; with a machine's translation if Translated.
type explainView struct {
	Text            string
	Page            int
	All, Translated bool
}

// explainWords are the keys of words that somebody chose.
type explainWords struct {
	Text  string
	Words []string `slash:"words,max=25"`
}

func (e *explainFeature) typed(ctx context.Context, c *slash.Call, in explainIn) (slash.Reply, error) {
	return e.explain(ctx, c, recentText{Text: in.Text})
}

func (e *explainFeature) clicked(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	if c.Message == nil {
		return slash.Reply{}, e.wordless(c)
	}
	return e.explain(ctx, c, recentText{Text: c.Message.Text, Author: c.Message.AuthorID})
}

// explain explains a text for the first time, and keeps it for the buttons.
func (e *explainFeature) explain(ctx context.Context, c *slash.Call, t recentText) (slash.Reply, error) {
	t.Text, t.Reader = strings.TrimSpace(t.Text), c.Person.ID
	x, err := e.explanation(ctx, c, t)
	if err != nil {
		return slash.Reply{}, err
	}
	if !x.wordy() {
		return slash.Reply{}, e.wordless(c)
	}
	return e.page(ctx, c, x, explainView{Text: e.recent.keep(t)})
}

// wordless says that a message has nothing to explain.
func (e *explainFeature) wordless(c *slash.Call) error {
	return c.Sorry(c.T("explain.wordless"), c.T("explain.wordless.safe"), slash.Try("explain"))
}

// explanation is all there is to say to the caller about a text.
func (e *explainFeature) explanation(ctx context.Context, c *slash.Call, t recentText) (*explanation, error) {
	r, err := readerOf(ctx, c, e.People)
	if err != nil {
		return nil, err
	}
	return e.explanationTo(ctx, c, c.Voice, r, t)
}

// explanationTo is what there is to say to a reader about a text.
func (e *explainFeature) explanationTo(ctx context.Context, c *slash.Call, v slash.Voice, r reader, t recentText) (*explanation, error) {
	var terms []community.Term
	if !c.Place.Direct() {
		var err error
		if terms, err = e.Glossary.Terms(ctx, c.Place.Server); err != nil {
			return nil, err
		}
	}
	return e.spotter.explain(v, r, e.Dictionary(), terms, t), nil
}

// again is the explanation of a text that a button names.
func (e *explainFeature) again(ctx context.Context, c *slash.Call, id string) (*explanation, error) {
	t, err := e.remembered(c, id)
	if err != nil {
		return nil, err
	}
	return e.explanation(ctx, c, t)
}

// remembered is a text that a button names.
func (e *explainFeature) remembered(c *slash.Call, id string) (recentText, error) {
	t, ok := e.recent.find(id, c.Person.ID)
	if !ok {
		return t, c.Sorry(c.T("explain.gone"), c.T("explain.gone.safe"), slash.Try("explain"))
	}
	return t, nil
}

func (e *explainFeature) turned(ctx context.Context, c *slash.Call, in explainView) (slash.Reply, error) {
	x, err := e.again(ctx, c, in.Text)
	if err != nil {
		return slash.Reply{}, err
	}
	return e.page(ctx, c, x, in)
}

// page shows one page of an explanation and what one can do with it.
func (e *explainFeature) page(ctx context.Context, c *slash.Call, x *explanation, view explainView) (slash.Reply, error) {
	translatable, err := e.translatable(ctx, x)
	if err != nil {
		return slash.Reply{}, err
	}
	sections := x.sections(view.All)
	if view.Translated {
		if !translatable {
			return slash.Reply{}, e.untranslatable(c)
		}
		translation, err := e.translation(ctx, c, x, view)
		if err != nil {
			return slash.Reply{}, err
		}
		sections = append([]section{translation}, sections...)
	}
	pages := paged(c.Voice, sections, x.reader.plain())
	view.Page = min(max(view.Page, 0), len(pages)-1)
	r := slash.Reply{Blocks: pages[view.Page]}
	if view.Page == 0 {
		r = r.With(x.quote())
	}
	asking, err := e.asking(ctx, c, x)
	if err != nil {
		return slash.Reply{}, err
	}
	return r.With(e.rows(c, x, view, len(pages), translatable && !view.Translated, asking)...), nil
}

// quoteLength is how much of a message is quoted, so that one knows which it was.
const quoteLength = 60

func (x *explanation) quote() slash.Block {
	return slash.Text{Body: slash.Quote(shownMessage(slash.Cut(oneLine(x.Text), quoteLength)))}
}

// rows are the buttons below a page.
func (e *explainFeature) rows(c *slash.Call, x *explanation, view explainView, pages int, translatable, asking bool) []slash.Block {
	ref := explainRef{view.Text}
	var turning, words, text, help slash.Row
	if pages > 1 {
		turning.Buttons = turns(c, e.turn, view.Page, pages-1, func(page int) explainView {
			return explainView{view.Text, page, view.All, view.Translated}
		})
	}
	if x.teaches() {
		words.Buttons = append(words.Buttons, e.save.Button(c.Label("explain.save"), ref))
	}
	if x.chinese {
		words.Buttons = append(words.Buttons, charactersButton(c, x.Text))
	}
	words.Buttons = append(words.Buttons, e.copy.Button(c.Label("phrase.copy"), ref))
	if translatable {
		b := e.turn.Button(c.Label("explain.translate"), explainView{Text: view.Text, All: view.All, Translated: true})
		text.Buttons = append(text.Buttons, b)
	}
	if more := x.more(); more != "" && !view.All {
		text.Buttons = append(text.Buttons, e.turn.Button(c.Label(more), explainView{view.Text, 0, true, view.Translated}))
	}
	if x.script != lexicon.None && x.script != lexicon.Either {
		text.Buttons = append(text.Buttons, e.script.Button(c.Label("define.other_script"), ref))
	}
	if step := x.step(); step != "" {
		help.Buttons = append(help.Buttons, openStepButton(c, step))
	}
	if asking {
		help.Buttons = append(help.Buttons, e.ask.Button(c.Label("bridge.ask"), ref))
	}
	help.Buttons = append(help.Buttons, showAll(c, e.share, ref))
	var rows []slash.Block
	for _, row := range []slash.Row{turning, words, text, help} {
		if len(row.Buttons) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// shareText shows everyone the first page, in a language of the server, as its readers
// read.
func (e *explainFeature) shareText(ctx context.Context, c *slash.Call, in explainRef) (slash.Reply, error) {
	t, err := e.remembered(c, in.Text)
	if err != nil {
		return slash.Reply{}, err
	}
	v, err := publicVoice(ctx, c, e.Servers)
	if err != nil {
		return slash.Reply{}, err
	}
	x, err := e.explanationTo(ctx, c, v, readerIn(v.Lang), t)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Reply{Blocks: paged(v, x.sections(false), false)[0]}
	return shared(c, v, r.With(x.quote())), nil
}

// asking reports whether people here can be asked about what Magpie is not sure of.
func (e *explainFeature) asking(ctx context.Context, c *slash.Call, x *explanation) (bool, error) {
	if c.Place.Direct() || !x.unsure() {
		return false, nil
	}
	server, err := serverOf(ctx, c, e.Servers)
	return server.BridgeChannel != "", err
}

// askPeople shows the question as it would be posted. Only now is the text given away.
func (e *explainFeature) askPeople(ctx context.Context, c *slash.Call, in explainRef) (slash.Reply, error) {
	x, err := e.again(ctx, c, in.Text)
	if err != nil {
		return slash.Reply{}, err
	}
	return e.Bridge.Start(ctx, c, x.Text)
}

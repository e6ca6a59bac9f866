package commands

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"magpie/guide"
	"magpie/lexicon"
	"magpie/slash"
)

// What a page of steps that were found shows.
const (
	foundOnPage = 7
	excerptCut  = 160
)

// guideWords are words to look for in all guides.
type guideWords struct {
	Words string `slash:"words,max=60"`
}

// guideNews asks what changed in a guide, in all if none is named.
type guideNews struct{ Guide string }

func (g *guideFeature) askWords(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Reply{Form: g.search.Form(c.Voice, c.Label("guide.search"), guideWords{})}, nil
}

func (g *guideFeature) findWords(ctx context.Context, c *slash.Call, in guideWords) (slash.Reply, error) {
	library, err := g.Guides(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	return g.found(c, library, in.Words), nil
}

// found shows the steps that words are about, each with a sentence of it.
func (g *guideFeature) found(c *slash.Call, library *guide.Library, words string) slash.Reply {
	hits := library.Look(c.Lang, words, foundOnPage)
	if len(hits) == 0 {
		hits = library.Look(c.Lang, simplified(words), foundOnPage)
	}
	next := slash.Row{Buttons: []slash.Button{g.ask.Button(c.Label("guide.search_again"), slash.Nothing{}), g.allButton(c)}}
	if len(hits) == 0 {
		return slash.Say(slash.Lines(slash.Bold(c.T("guide.nothing_found", words)), c.T("guide.try_words"))).With(next)
	}
	r := slash.Say(c.T("guide.found", words))
	for i, hit := range hits {
		title, at := hit.Guide.Title, guideStep{Guide: hit.Guide.Name}
		if hit.Step >= 0 {
			step := hit.Guide.Steps[hit.Step]
			title, at.Step = step.Title, step.ID
		}
		r = r.With(g.listed(c, i, title, hit.Guide.Title, hit.Excerpt(), g.turn.Button("", at)))
	}
	return r.With(next)
}

// simplified is words in simplified characters. Hong Kong writes 視頻 for what only guides in simplified ones call so.
func simplified(words string) string {
	characters := lexicon.Characters()
	return strings.Map(func(r rune) rune { return cmp.Or(characters[r], r) }, words)
}

// listed is one step of a list, with a button that opens it.
func (g *guideFeature) listed(c *slash.Call, i int, title, of, excerpt string, open slash.Button) slash.Section {
	number := strconv.Itoa(i + 1)
	head := slash.Bold(slash.Plain(number + ". " + title))
	if of != title {
		head = slash.Join(" — ", head, c.T("guide.of", of))
	}
	open.Label = c.Label("guide.read_one", number)
	return slash.Section{Body: slash.Lines(head, slash.Plain(slash.Cut(excerpt, excerptCut))), Button: &open}
}

// showNews leads to each step that changed since the caller read it.
func (g *guideFeature) showNews(ctx context.Context, c *slash.Call, in guideNews) (slash.Reply, error) {
	library, err := g.Guides(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	readings, err := g.readings(ctx, c, library)
	if err != nil {
		return slash.Reply{}, err
	}
	var sections []slash.Block
	for _, open := range readings {
		if in.Guide != "" && open.Name != in.Guide {
			continue
		}
		for _, s := range open.progress.Changed(open.Guide) {
			at := g.turn.Button("", guideStep{open.Name, s.ID})
			sections = append(sections, g.listed(c, len(sections), s.Title, open.Title, guide.Opening(s), at))
		}
	}
	return newsPage(c, sections), nil
}

// newsPage lists steps that changed.
func newsPage(c *slash.Call, sections []slash.Block) slash.Reply {
	if len(sections) == 0 {
		return slash.Say(c.T("guide.nothing_changed"))
	}
	r := slash.Say(c.T("guide.news", len(sections)))
	return r.With(sections[:min(len(sections), foundOnPage)]...)
}

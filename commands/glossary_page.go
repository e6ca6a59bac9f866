package commands

import (
	"context"
	"strings"

	"magpie/community"
	"magpie/slash"
)

// termsFor are the terms that a word is, in any language and script.
func termsFor(terms []community.Term, word string) []community.Term {
	var found []community.Term
	for _, t := range terms {
		if t.Is(word) {
			found = append(found, t)
		}
	}
	return found
}

// termWord is a term's Chinese in a script, "" if it has none.
func termWord(r reader, t community.Term) string {
	if r.script() == community.TraditionalScript {
		return t.Traditional
	}
	return t.Simplified
}

// termTitle is one line that tells a term from others.
func termTitle(r reader, t community.Term) string {
	parts := []string{termWord(r, t), t.English}
	if t.English == "" || t.Simplified == "" {
		parts = append(parts, strings.ReplaceAll(t.Meaning.In(r.person.Language), "\n", " "))
	}
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " — ")
}

func termChoices(c *slash.Call, terms []community.Term) []slash.Choice {
	r := readerIn(c.Lang)
	var choices []slash.Choice
	for _, t := range terms {
		choices = append(choices, slash.Choice{Name: slash.Cut(termTitle(r, t), slash.MaxChoiceText), Value: t.ID})
	}
	return choices
}

// termCard shows all there is to know of a term.
func termCard(v slash.Voice, r reader, t community.Term) []slash.Content {
	var lines []slash.Content
	chinese := slash.Read(r.lang(), termWord(r, t), r.reading(strings.Fields(t.Reading), t.Simplified))
	switch {
	case t.Simplified == "":
		lines = append(lines, slash.Heading(2, slash.In(community.English, t.English)))
	case t.English == "":
		lines = append(lines, slash.Heading(2, chinese))
	default:
		lines = append(lines, slash.Heading(2, chinese), slash.In(community.English, t.English))
	}
	if meaning := t.Meaning.In(v.Lang); meaning != "" {
		lines = append(lines, slash.Plain(meaning))
	}
	card := []slash.Content{slash.Lines(lines...)}
	var notes []slash.Content
	if t.Note != "" {
		notes = append(notes, slash.Plain(t.Note))
	}
	if t.Credit != "" {
		notes = append(notes, v.T("glossary.credit", slash.UserMention(t.Credit)))
	}
	if len(notes) > 0 {
		card = append(card, slash.Lines(notes...))
	}
	return card
}

// term shows a term to a moderator. head says what just happened; it may be nil.
func (g *Glossaries) term(ctx context.Context, c *slash.Call, head slash.Content, t community.Term) (slash.Reply, error) {
	r, err := readerOf(ctx, c, g.People)
	if err != nil {
		return slash.Reply{}, err
	}
	card := termCard(c.Voice, r, t)
	if t.Meaning.English != "" && t.Meaning.Chinese != "" {
		other := t.Meaning.Chinese
		if c.Lang != community.English {
			other = t.Meaning.English
		}
		card = append(card, slash.Plain(other))
	}
	if head != nil {
		card = append([]slash.Content{head}, card...)
	}
	ref := glossaryRef{t.ID}
	return slash.Say(card...).With(slash.Row{Buttons: []slash.Button{
		g.edit.Button(c.Label("glossary.edit"), ref),
		g.ask.Button(c.Label("glossary.remove"), ref),
		g.page.Button(c.Label("glossary.list"), glossaryPage{}),
	}}), nil
}

func (g *Glossaries) openTerm(ctx context.Context, c *slash.Call, in glossaryRef) (slash.Reply, error) {
	t, err := g.find(ctx, c, in.Term)
	if err != nil {
		return slash.Reply{}, err
	}
	return g.term(ctx, c, nil, t)
}

func (g *Glossaries) picked(ctx context.Context, c *slash.Call, in glossaryPick) (slash.Reply, error) {
	return g.openTerm(ctx, c, glossaryRef(in))
}

func (g *Glossaries) list(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return g.listPage(ctx, c, glossaryPage{})
}

// termsPerPage is how many terms a page lists.
const termsPerPage = 10

func (g *Glossaries) listPage(ctx context.Context, c *slash.Call, at glossaryPage) (slash.Reply, error) {
	terms, err := g.Store.Terms(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	fresh := slash.Row{Buttons: []slash.Button{g.fresh.Button(c.Label("glossary.new"), slash.Nothing{})}}
	if len(terms) == 0 {
		return slash.Say(c.T("glossary.none")).With(fresh), nil
	}
	shown, page, last := pageOf(terms, at.Page, termsPerPage)
	lines := []slash.Content{c.T("glossary.count", len(terms))}
	r := readerIn(c.Lang)
	for _, t := range shown {
		lines = append(lines, slash.Bullet(slash.Plain(slash.Cut(termTitle(r, t), slash.MaxChoiceText))))
	}
	if last > 0 {
		fresh.Buttons = append(turns(c, g.page, page, last, func(n int) glossaryPage { return glossaryPage{n} }), fresh.Buttons...)
	}
	return slash.Say(slash.Lines(lines...)).With(g.pick.Menu(c.Label("glossary.choose"), glossaryPick{}, termChoices(c, shown)...), fresh), nil
}

func (g *Glossaries) askRemove(ctx context.Context, c *slash.Call, in glossaryRef) (slash.Reply, error) {
	t, err := g.find(ctx, c, in.Term)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("glossary.ask_remove", termTitle(readerIn(c.Lang), t))).With(slash.Row{Buttons: []slash.Button{
		g.remove.Button(c.Label("glossary.remove"), in).With(slash.Danger),
		g.open.Button(c.Label("glossary.keep"), in),
	}}), nil
}

func (g *Glossaries) removeTerm(ctx context.Context, c *slash.Call, in glossaryRef) (slash.Reply, error) {
	t, err := g.find(ctx, c, in.Term)
	if err != nil {
		return slash.Reply{}, err
	}
	removed, err := g.Store.RemoveTerm(ctx, t.ID, g.noted(c, "removed", t.Key()))
	if err != nil {
		return slash.Reply{}, err
	}
	if !removed {
		return slash.Reply{}, g.missing(c)
	}
	return slash.Say(c.T("glossary.removed", t.Key())).With(slash.Row{Buttons: []slash.Button{
		g.page.Button(c.Label("glossary.list"), glossaryPage{}),
	}}), nil
}

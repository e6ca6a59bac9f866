package commands

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"magpie/guide"
	"magpie/slash"
)

type contentPick struct {
	Guide string `slash:"guide"`
}

// contentPickStep is a step chosen from the menu of a guide's page.
type contentPickStep struct {
	Name, Lang string
	Step       string `slash:"step"`
}

// contentTongue is a language chosen on a guide's page, in which it may not be written yet.
type contentTongue struct {
	Name string
	Lang string `slash:"language"`
}

// compareTitles compares two guides by their titles, then their names.
func compareTitles(a, b, aName, bName string) int {
	return cmp.Or(strings.Compare(a, b), strings.Compare(aName, bName))
}

// has reports whether a text has what was typed, whatever its case.
func has(text, typed string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(typed))
}

func (g *Content) editNamed(ctx context.Context, c *slash.Call, in contentIn) (slash.Reply, error) {
	if in.Guide == "" {
		return g.showAll(ctx, c, slash.Nothing{})
	}
	name, err := g.named(ctx, c, in.Guide)
	if err != nil {
		return slash.Reply{}, err
	}
	return g.openGuide(ctx, c, contentRef{Name: name})
}

// showAll lists what the server has written, and what is not as it was left.
func (g *Content) showAll(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	all, err := g.all(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	hidden, err := g.Store.HiddenGuides(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{c.T("content.title", len(all), guide.MaxOwn)}
	for _, o := range all {
		lines = append(lines, slash.Bullet(slash.Join(" — ", slash.Bold(slash.Plain(g.title(c, o))), g.state(c, o))))
	}
	if len(all) == 0 {
		lines = append(lines, c.T("content.none"))
	}
	if len(hidden) > 0 {
		lines = append(lines, slash.Plain(""), c.T("content.hidden_here", g.titles(c, hidden)))
	}
	r := slash.Say(slash.Lines(append(lines, g.worries(c, all)...)...))
	if len(all) > 0 {
		r = r.With(g.pick.Menu(c.Label("content.choose"), contentPick{}, g.choices(c, all)...))
	}
	return r.With(slash.Row{Buttons: []slash.Button{
		g.fresh.Button(c.Label("content.new"), slash.Nothing{}),
		g.addTo.Button(c.Label("content.add_to"), contentAddTo{}),
		g.hiding.Button(c.Label("content.hide"), slash.Nothing{}),
	}}), nil
}

func (g *Content) choices(c *slash.Call, all []ownGuide) []slash.Choice {
	var choices []slash.Choice
	for _, o := range all[:min(len(all), slash.MaxChoices)] {
		choices = append(choices, slash.Choice{Name: slash.Cut(g.title(c, o), slash.MaxChoiceText), Value: o.name})
	}
	return choices
}

// titles are what our guides are called in the caller's language.
func (g *Content) titles(c *slash.Call, names []string) string {
	var all []string
	for _, name := range names {
		all = append(all, g.title(c, ownGuide{name: name}))
	}
	return strings.Join(all, c.Label("list.separator"))
}

// state says what a guide is: in which languages, with how many steps, published or not.
func (g *Content) state(c *slash.Call, o ownGuide) slash.Content {
	if o.draft.Revision > 0 && len(o.draft.Files) == 0 {
		return c.T("content.state.going")
	}
	steps := 0
	for _, lang := range o.files().Languages() {
		if found, ok, _ := o.files().Guide(lang); ok {
			steps = max(steps, len(found.Steps))
		}
	}
	parts := []slash.Content{c.T("content.state.steps", steps), slash.Plain(languageNames(g.Tongues, o.files().Languages()))}
	switch {
	case o.version.Number == 0 || len(o.version.Files) == 0:
		parts = append(parts, c.T("content.state.draft"))
	case o.draft.Revision > 0:
		parts = append(parts, c.T("content.state.changed"))
	default:
		parts = append(parts, c.T("content.state.published"))
	}
	return slash.Join(" · ", parts...)
}

// worriesShown is how many of them the list tells; the others come when these are settled.
const worriesShown = 6

// worries are steps of the server that are not where they were put, and files that cannot be read any more.
func (g *Content) worries(c *slash.Call, all []ownGuide) []slash.Content {
	var lines []slash.Content
	for _, o := range all {
		if _, err := o.version.Files.Guides(); err != nil {
			lines = append(lines, slash.Bullet(c.T("content.worry.unreadable", g.title(c, o))))
		}
		if !o.adds() || len(o.version.Files) == 0 {
			continue
		}
		found, ok, err := o.version.Files.Guide(o.version.Files.For(c.Lang))
		if !ok || err != nil {
			continue
		}
		moved, left := g.Library().Misplaced(found)
		if _, there := g.Library().Find(o.name, c.Lang); !there {
			moved, left = nil, found.Steps
		}
		for _, s := range moved {
			lines = append(lines, slash.Bullet(c.T("content.worry.moved", s.Title, g.title(c, o))))
		}
		for _, s := range left {
			lines = append(lines, slash.Bullet(c.T("content.worry.left", s.Title, g.title(c, o))))
		}
	}
	if len(lines) > worriesShown {
		lines = append(lines[:worriesShown], slash.Plain("…"))
	}
	if len(lines) > 0 {
		lines = slices.Insert(lines, 0, slash.Content(slash.Plain("")), slash.Content(c.T("content.worry")))
	}
	return lines
}

func (g *Content) picked(ctx context.Context, c *slash.Call, in contentPick) (slash.Reply, error) {
	return g.openGuide(ctx, c, contentRef{Name: in.Guide})
}

func (g *Content) openGuide(ctx context.Context, c *slash.Call, at contentRef) (slash.Reply, error) {
	return g.guidePage(ctx, c, at, nil)
}

// guidePage shows all of a guide in one language. head says what just happened; it may be nil.
func (g *Content) guidePage(ctx context.Context, c *slash.Call, at contentRef, head slash.Content) (slash.Reply, error) {
	o, found, err := g.written(ctx, c, at)
	if err != nil {
		return slash.Reply{}, err
	}
	at.Lang = found.Lang
	lines := []slash.Content{slash.Heading(3, slash.Plain(g.title(c, o)))}
	if head != nil {
		lines = slices.Insert(lines, 0, head)
	}
	if o.adds() {
		lines = append(lines, c.T("content.adds"))
	} else {
		lines = append(lines, slash.Plain(found.Summary))
	}
	lines = append(lines, slash.Join(" · ", slash.Plain(g.Tongues.Name(found.Lang)), g.draftState(c, o)))
	var steps []slash.Choice
	for i, s := range found.Steps {
		lines = append(lines, slash.Plain(c.Label("guide.menu_step", i+1, s.Title)))
		steps = append(steps, slash.Choice{Name: slash.Cut(c.Label("guide.menu_step", i+1, s.Title), slash.MaxChoiceText), Value: s.ID})
	}
	return slash.Say(slash.Lines(lines...)).With(
		g.pickStep.Menu(c.Label("content.choose_step"), contentPickStep{Name: at.Name, Lang: at.Lang}, steps...),
		g.tongue.Menu(c.Label("content.language"), contentTongue{Name: at.Name}, g.languageChoices(c, o, found.Lang)...),
		slash.Row{Buttons: append([]slash.Button{
			g.review.Button(c.Label("content.review"), contentRef{Name: at.Name}).With(slash.Main).When(o.draft.Revision > 0),
			g.newStep.Button(c.Label("content.new_step"), at),
		}, g.headButton(c, o, at)...)},
		slash.Row{Buttons: []slash.Button{
			g.history.Button(c.Label("content.history"), contentPage{Name: at.Name}).When(o.version.Number > 0),
			g.askDelete.Button(c.Label("content.delete"), at).With(slash.Danger),
			g.list.Button(c.Label("content.list"), slash.Nothing{}),
		}}), nil
}

// headButton changes the title of a guide; steps that are added to one of ours have none.
func (g *Content) headButton(c *slash.Call, o ownGuide, at contentRef) []slash.Button {
	if o.adds() {
		return nil
	}
	return []slash.Button{g.head.Button(c.Label("content.head"), at)}
}

// draftState says whether readers have what the page shows.
func (g *Content) draftState(c *slash.Call, o ownGuide) slash.Content {
	if o.draft.Revision == 0 {
		return c.T("content.as_published", o.version.Number)
	}
	if len(o.draft.Touches) == 0 {
		return c.T("content.draft")
	}
	last := o.draft.Touches[0]
	return c.T("content.draft_by", g.who(c, last.Person), slash.Time(last.At, slash.Relative))
}

// who names whoever did something, if that is still known.
func (g *Content) who(c *slash.Call, person string) slash.Content {
	if person == "" {
		return c.T("content.somebody")
	}
	return slash.UserMention(person)
}

// languageChoices are the languages of a guide, and those it could be written in.
func (g *Content) languageChoices(c *slash.Call, o ownGuide, open string) []slash.Choice {
	var choices []slash.Choice
	for _, lang := range guide.Languages {
		choice := slash.Choice{Name: g.Tongues.Name(lang), Value: lang, On: lang == open}
		if o.files()[lang] == "" {
			choice.About = c.Label("content.not_yet")
		}
		choices = append(choices, choice)
	}
	return choices
}

// pickedTongue opens a guide in a language, or a form to begin it in one.
func (g *Content) pickedTongue(ctx context.Context, c *slash.Call, in contentTongue) (slash.Reply, error) {
	o, found, err := g.written(ctx, c, contentRef{Name: in.Name})
	switch {
	case err != nil:
		return slash.Reply{}, err
	case !slices.Contains(guide.Languages, in.Lang):
		return slash.Reply{}, g.missing(c)
	case o.files()[in.Lang] != "":
		return g.openGuide(ctx, c, contentRef(in))
	case o.adds():
		return g.newStepForm(ctx, c, contentRef(in))
	}
	return slash.Reply{Form: g.saveNew.Form(c.Voice, c.Label("content.new_language"), contentNewGuide{
		Name: in.Name, Lang: contentTongueWord(in.Lang), Title: found.Title, Summary: found.Summary, Step: found.Steps[0].Title, Body: found.Steps[0].Body,
	})}, nil
}

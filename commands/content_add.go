package commands

import (
	"context"
	"slices"

	"magpie/guide"
	"magpie/slash"
)

// contentAddTo is a page of our guides, from 0, to which a step can be added.
type contentAddTo struct{ Page int }

type contentPickTo struct {
	Guide string `slash:"guide"`
}

// contentAfter chooses where a new step stands among those of one of our guides.
type contentAfter struct {
	Name, Lang string
	After      string `slash:"after"`
}

// openAdd asks what is to be added.
func (g *Content) openAdd(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Say(c.T("content.what")).With(slash.Row{Buttons: []slash.Button{
		g.fresh.Button(c.Label("content.new"), slash.Nothing{}).With(slash.Main),
		g.addTo.Button(c.Label("content.add_to"), contentAddTo{}),
		g.list.Button(c.Label("content.list"), slash.Nothing{}),
	}}), nil
}

// showTo lists our guides, to add a step to one.
func (g *Content) showTo(_ context.Context, c *slash.Call, at contentAddTo) (slash.Reply, error) {
	library := g.Library()
	shown, page, last := pageOf(library.Names(), at.Page, slash.MaxChoices)
	r := slash.Say(c.T("content.to_which")).With(g.pickTo.Menu(c.Label("guide.choose"), contentPickTo{}, guideChoices(c, library, shown)...))
	row := slash.Row{Buttons: []slash.Button{g.list.Button(c.Label("content.list"), slash.Nothing{})}}
	if last > 0 {
		row.Buttons = append(turns(c, g.addTo, page, last, func(n int) contentAddTo { return contentAddTo{n} }), row.Buttons...)
	}
	return r.With(row), nil
}

// guideChoices are guides of a library, by their names.
func guideChoices(c *slash.Call, library *guide.Library, names []string) []slash.Choice {
	var choices []slash.Choice
	for _, name := range names {
		if found, ok := library.Find(name, c.Lang); ok {
			choices = append(choices, slash.Choice{
				Name: slash.Cut(found.Title, slash.MaxChoiceText), Value: name, About: slash.Cut(found.Summary, slash.MaxChoiceText),
			})
		}
	}
	return choices
}

// pickedTo asks where in one of our guides the step should stand.
func (g *Content) pickedTo(_ context.Context, c *slash.Call, in contentPickTo) (slash.Reply, error) {
	ours, ok := g.Library().Find(in.Guide, c.Lang)
	if !ok {
		return slash.Reply{}, g.missing(c)
	}
	return slash.Say(c.T("content.where", ours.Title)).With(
		g.addAfter.Menu(c.Label("content.place"), contentAfter{Name: in.Guide, Lang: c.Lang}, placeChoices(c, ours, nil)...),
		slash.Row{Buttons: []slash.Button{g.addTo.Button(c.Label("content.other_guide"), contentAddTo{})}}), nil
}

// pickedAfter opens the form for the step.
func (g *Content) pickedAfter(_ context.Context, c *slash.Call, in contentAfter) (slash.Reply, error) {
	if _, ok := g.Library().Find(in.Name, in.Lang); !ok {
		return slash.Reply{}, g.missing(c)
	}
	return slash.Reply{Form: g.saveFresh.Form(c.Voice, c.Label("content.new_step"), contentNewStep{Name: in.Name, Lang: in.Lang, After: in.After})}, nil
}

// contentHide chooses one of our guides to be hidden, or shown again.
type contentHide struct {
	Guide string `slash:"guide"`
}

// showHidden is the page on which our guides are hidden from a server's members.
func (g *Content) showHidden(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return g.hiddenPage(ctx, c, nil)
}

func (g *Content) hiddenPage(ctx context.Context, c *slash.Call, head slash.Content) (slash.Reply, error) {
	hidden, err := g.Store.HiddenGuides(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	state := c.T("content.nothing_hidden")
	if len(hidden) > 0 {
		state = c.T("content.hidden_here", g.titles(c, hidden))
	}
	texts := []slash.Content{c.T("content.hiding"), state}
	if head != nil {
		texts = slices.Insert(texts, 0, head)
	}
	r := slash.Say(texts...)
	library := g.Library()
	offered := slices.DeleteFunc(library.Names(), func(name string) bool { return slices.Contains(hidden, name) })
	for from := 0; from < len(offered); from += slash.MaxChoices {
		part := offered[from:min(from+slash.MaxChoices, len(offered))]
		r = r.With(g.hide.Menu(c.Label("content.hide_which"), contentHide{}, guideChoices(c, library, part)...))
	}
	if there := guideChoices(c, library, hidden); len(there) > 0 {
		r = r.With(g.show.Menu(c.Label("content.show_which"), contentHide{}, there[:min(len(there), slash.MaxChoices)]...))
	}
	return r.With(slash.Row{Buttons: []slash.Button{g.list.Button(c.Label("content.list"), slash.Nothing{})}}), nil
}

func (g *Content) hideOne(ctx context.Context, c *slash.Call, in contentHide) (slash.Reply, error) {
	return g.setHidden(ctx, c, in.Guide, true, "hidden")
}

func (g *Content) showOne(ctx context.Context, c *slash.Call, in contentHide) (slash.Reply, error) {
	return g.setHidden(ctx, c, in.Guide, false, "shown")
}

func (g *Content) setHidden(ctx context.Context, c *slash.Call, name string, hide bool, what string) (slash.Reply, error) {
	ours, ok := g.Library().Find(name, c.Lang)
	if !ok {
		return slash.Reply{}, g.missing(c)
	}
	if _, err := g.Store.HideGuide(ctx, name, hide, g.noted(c, what, ours.Title)); err != nil {
		return slash.Reply{}, err
	}
	g.forget(c.Place.Server)
	return g.hiddenPage(ctx, c, c.T("content.now."+what, ours.Title))
}

package commands

import (
	"context"
	"slices"

	"magpie/guide"
	"magpie/slash"
)

// list offers the guides by shelves, and first the one underway.
func (g *guideFeature) list(ctx context.Context, c *slash.Call, library *guide.Library) (slash.Reply, error) {
	readings, err := g.readings(ctx, c, library)
	if err != nil {
		return slash.Reply{}, err
	}
	shelves, err := g.shelves(ctx, c, library)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(c.T("guide.list"))
	if open, at, ok := underway(readings); ok {
		label := c.Label("guide.continue", slash.Cut(open.Title, 24), at+1, len(open.Steps))
		r = r.With(slash.Row{Buttons: []slash.Button{
			g.turn.Button(label, guideStep{open.Name, open.Steps[at].ID}).With(slash.Main),
		}})
	}
	for _, s := range shelves {
		r = r.With(g.menus(c, s)...)
	}
	buttons := []slash.Button{g.ask.Button(c.Label("guide.search"), slash.Nothing{})}
	if slices.ContainsFunc(readings, func(o openGuide) bool { return len(o.progress.Changed(o.Guide)) > 0 }) {
		buttons = append(buttons, g.news.Button(c.Label("guide.what_changed"), guideNews{}))
	}
	return r.With(slash.Text{Body: c.T("guide.list_hint")}, slash.Row{Buttons: buttons}), nil
}

// openList leads back to the list.
func (g *guideFeature) openList(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return g.open(ctx, c, guideIn{})
}

// allButton leads to the list.
func (g *guideFeature) allButton(c *slash.Call) slash.Button {
	return g.all.Button(c.Label("guide.all"), slash.Nothing{})
}

// menus are as many menus as the guides of a shelf need.
func (g *guideFeature) menus(c *slash.Call, s shelf) []slash.Block {
	var menus []slash.Block
	hint := c.Label("guide.shelf."+s.name, len(s.guides))
	for guides := range slices.Chunk(s.guides, slash.MaxChoices) {
		var choices []slash.Choice
		for _, found := range guides {
			choices = append(choices, slash.Choice{
				Name: slash.Cut(found.Title, slash.MaxChoiceText), Value: found.Name, About: slash.Cut(found.Summary, slash.MaxChoiceText),
			})
		}
		menus = append(menus, g.pick.Menu(hint, guidePick{Shelf: s.name, Part: len(menus)}, choices...))
		hint = c.Label("guide.shelf.more", c.Label("guide.shelf."+s.name, len(s.guides)), len(menus)+1)
	}
	return menus
}

// underway is the guide that was read last of those that are not finished, and the step
// it is at.
func underway(readings []openGuide) (open openGuide, at int, ok bool) {
	for _, o := range readings {
		if o.progress.Count(o.Guide) < len(o.Steps) {
			return o, o.progress.Resume(o.Guide), true
		}
	}
	return openGuide{}, 0, false
}

// suggest offers the guide the person is in the middle of first, then guides by their
// titles, and then steps by what they say.
func (g *guideFeature) suggest(ctx context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	library, err := g.Guides(ctx, c.Place.Server)
	if err != nil {
		return nil, err
	}
	var choices []slash.Choice
	begun := ""
	if typed == "" {
		readings, err := g.readings(ctx, c, library)
		if err != nil {
			return nil, err
		}
		if open, at, ok := underway(readings); ok {
			begun = open.Name
			choices = append(choices, slash.Choice{Name: c.Label("guide.continue", open.Title, at+1, len(open.Steps)), Value: begun})
		}
	}
	for _, found := range library.Search(c.Lang, typed) {
		if found.Name != begun {
			choices = append(choices, slash.Choice{Name: slash.Cut(found.Title+" — "+found.Summary, slash.MaxChoiceText), Value: found.Name})
		}
	}
	for _, hit := range library.Look(c.Lang, typed, slash.MaxChoices-min(len(choices), slash.MaxChoices-1)) {
		if hit.Step >= 0 {
			step := hit.Guide.Steps[hit.Step]
			choices = append(choices, slash.Choice{Name: slash.Cut(step.Title+" — "+hit.Guide.Title, slash.MaxChoiceText), Value: hit.Guide.Name + "#" + step.ID})
		}
	}
	return choices, nil
}

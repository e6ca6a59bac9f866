package commands

import (
	"context"
	"strings"

	"magpie/guide"
	"magpie/slash"
)

// page shows one step.
func (g *guideFeature) page(c *slash.Call, found guide.Guide, i int, p guide.Progress) slash.Reply {
	step := found.Steps[i]
	at := guideStep{found.Name, step.ID}
	next := g.next.Button(c.Label("guide.next"), at).With(slash.Main)
	if i == len(found.Steps)-1 {
		next = g.next.Button(c.Label("guide.finish"), at).With(slash.Good)
	}
	back := g.turn.Button(c.Label("guide.back"), guideStep{found.Name, found.Steps[max(i-1, 0)].ID}).When(i > 0)
	if i == 0 {
		back.ID = g.turn.Button("", guideStep{found.Name, "-"}).ID
	}
	below := []slash.Button{g.sources.Button(c.Label("guide.sources"), at).When(len(step.Sources) > 0), showAll(c, g.share, at), g.allButton(c)}
	r := slash.Say(g.stepText(c.Voice, found, i)...)
	if changed := p.Changed(found); len(changed) > 0 {
		r = r.With(slash.Text{Body: c.T("guide.changed", titles(c, changed))})
		below = append(below, g.news.Button(c.Label("guide.what_changed"), guideNews{found.Name}))
	}
	return r.With(
		slash.Row{Buttons: []slash.Button{back, next}},
		g.jump.Menu(c.Label("guide.steps"), guideJump{Guide: found.Name}, stepChoices(c, found, i, p)...),
		slash.Row{Buttons: below})
}

// stepText is a step as people read it now.
func (g *guideFeature) stepText(v slash.Voice, found guide.Guide, i int) []slash.Content {
	return stepText(v, found, i, g.Now())
}

// stepChoices are the steps of a guide for a menu, with which of them were read, and have
// changed since.
func stepChoices(c *slash.Call, found guide.Guide, open int, p guide.Progress) []slash.Choice {
	var choices []slash.Choice
	for i, s := range found.Steps {
		choices = append(choices, slash.Choice{
			Name: menuStep(c, i, s.Title, p.ChangedStep(found, s)), Value: s.ID, About: menuAbout(c, p.Finished(s.ID)), On: i == open,
		})
	}
	return choices
}

// menuStep is a step's line in a menu.
func menuStep(c *slash.Call, i int, title string, changed bool) string {
	key := "guide.menu_step"
	if changed {
		key = "guide.menu_changed"
	}
	return slash.Cut(c.Label(key, i+1, title), slash.MaxChoiceText)
}

// menuAbout says below a step's line whether it was read.
func menuAbout(c *slash.Call, read bool) string {
	if !read {
		return ""
	}
	return c.Label("guide.menu_read")
}

func titles(c *slash.Call, steps []guide.Step) slash.Plain {
	var all []string
	for _, s := range steps {
		all = append(all, s.Title)
	}
	return slash.Plain(strings.Join(all, c.Label("list.separator")))
}

// finished says so, and what else there is to read.
func (g *guideFeature) finished(ctx context.Context, c *slash.Call, found guide.Guide, p guide.Progress) (slash.Reply, error) {
	library, err := g.Guides(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	shelves, err := g.shelves(ctx, c, library)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(c.T("guide.finished", found.Title, p.Count(found), len(found.Steps)))
	var choices []slash.Choice
	for _, s := range shelves {
		for _, other := range s.guides {
			if other.Name != found.Name && len(choices) < slash.MaxChoices {
				choices = append(choices, slash.Choice{Name: slash.Cut(other.Title, slash.MaxChoiceText), Value: other.Name})
			}
		}
	}
	if len(choices) > 0 {
		r = r.With(g.choose.Menu(c.Label("guide.choose"), guideChoice{}, choices...))
	}
	return r.With(slash.Row{Buttons: []slash.Button{
		g.turn.Button(c.Label("guide.again"), guideStep{found.Name, found.Steps[0].ID}),
	}}), nil
}

package commands

import (
	"context"
	"strings"
	"time"

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
	r := slash.Say(g.stepText(c.Voice, found, i)...)
	if changed := p.Changed(found); len(changed) > 0 {
		r = r.With(slash.Text{Body: c.T("guide.changed", titles(c, changed))})
	}
	return r.With(
		slash.Row{Buttons: []slash.Button{back, next}},
		g.jump.Menu(c.Label("guide.steps"), guideJump{Guide: found.Name}, stepChoices(c, found, i)...),
		slash.Row{Buttons: []slash.Button{
			g.sources.Button(c.Label("guide.sources"), at),
			showAll(c, g.share, at),
		}})
}

// stepText is a step as people read it, alone or in public.
func (g *guideFeature) stepText(v slash.Voice, found guide.Guide, i int) []slash.Content {
	step := found.Steps[i]
	head := slash.Lines(
		slash.Heading(2, v.T("guide.step", i+1, len(found.Steps), step.Title)),
		v.T("guide.of", found.Title))
	foot := v.T("guide.checked", step.Checked.Format(time.DateOnly))
	if step.Stale(g.Now()) {
		foot = v.T("guide.checked_long_ago", step.Checked.Format(time.DateOnly))
	}
	return []slash.Content{head, slash.Parse(step.Body), foot}
}

func stepChoices(c *slash.Call, found guide.Guide, open int) []slash.Choice {
	var choices []slash.Choice
	for i, s := range found.Steps {
		choices = append(choices, slash.Choice{
			Name: slash.Cut(c.Label("guide.menu_step", i+1, s.Title), slash.MaxChoiceText), Value: s.ID, On: i == open,
		})
	}
	return choices
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
	r := slash.Say(c.T("guide.finished", found.Title, p.Count(found), len(found.Steps)))
	var choices []slash.Choice
	for _, other := range library.Search(c.Lang, "") {
		if other.Name != found.Name && len(choices) < slash.MaxChoices {
			choices = append(choices, slash.Choice{Name: slash.Cut(other.Title, slash.MaxChoiceText), Value: other.Name})
		}
	}
	if len(choices) > 0 {
		r = r.With(g.choose.Menu(c.Label("guide.choose"), guideChoice{}, choices...))
	}
	return r.With(slash.Row{Buttons: []slash.Button{
		g.turn.Button(c.Label("guide.again"), guideStep{found.Name, found.Steps[0].ID}),
	}}), nil
}

package commands

import (
	"context"
	"errors"
	"slices"
	"strings"

	"magpie/guide"
	"magpie/slash"
)

type contentMove struct {
	Name, Lang, Step string
	Up               bool
}

// contentPlace chooses the step of one of our guides that a step comes after.
type contentPlace struct {
	Name, Lang, Step string
	After            string `slash:"after"`
}

// sourceLines are a step's sources as they are typed.
func sourceLines(s guide.Step) string {
	var lines []string
	for _, source := range s.Sources {
		lines = append(lines, source.String())
	}
	return strings.Join(lines, "\n")
}

func (g *Content) pickedStep(ctx context.Context, c *slash.Call, in contentPickStep) (slash.Reply, error) {
	return g.openStep(ctx, c, contentStep(in))
}

func (g *Content) openStep(ctx context.Context, c *slash.Call, at contentStep) (slash.Reply, error) {
	return g.stepPage(ctx, c, at, nil)
}

// stepAt is a step of the caller's server.
func (g *Content) stepAt(ctx context.Context, c *slash.Call, at contentStep) (ownGuide, guide.Guide, int, error) {
	o, found, err := g.written(ctx, c, contentRef{at.Name, at.Lang})
	if err != nil {
		return o, found, 0, err
	}
	i := found.Index(at.Step)
	if i < 0 || found.Lang != at.Lang {
		return o, found, i, c.Sorry(c.T("content.step_gone"), c.T("safe.nothing_changed"),
			g.open.Button(c.Label("content.back_to_guide"), contentRef{at.Name, at.Lang}))
	}
	return o, found, i, nil
}

// stepPage shows a step as members read it, with what can be done to it. head says what just happened; it may be nil.
func (g *Content) stepPage(ctx context.Context, c *slash.Call, at contentStep, head slash.Content) (slash.Reply, error) {
	o, found, i, err := g.stepAt(ctx, c, at)
	if err != nil {
		return slash.Reply{}, err
	}
	texts := g.asRead(c, o.files(), at)
	if head != nil {
		texts = slices.Insert(texts, 0, head)
	}
	r := slash.Say(texts...)
	order := []slash.Button{
		g.move.Button(c.Label("content.up"), contentMove{at.Name, at.Lang, at.Step, true}).When(i > 0),
		g.move.Button(c.Label("content.down"), contentMove{at.Name, at.Lang, at.Step, false}).When(i < len(found.Steps)-1),
	}
	if o.adds() {
		order = nil
		if ours, ok := g.Library().Find(at.Name, at.Lang); ok {
			r = r.With(g.place.Menu(c.Label("content.place"), contentPlace{Name: at.Name, Lang: at.Lang, Step: at.Step}, placeChoices(c, ours, &found.Steps[i])...))
		}
	}
	return r.With(
		slash.Row{Buttons: append([]slash.Button{g.edit.Button(c.Label("content.edit_step"), at).With(slash.Main)}, order...)},
		slash.Row{Buttons: []slash.Button{
			g.remove.Button(c.Label("content.remove_step"), at).With(slash.Danger),
			g.open.Button(c.Label("content.back_to_guide"), contentRef{at.Name, at.Lang}),
		}}), nil
}

// placeChoices are the places among the steps of one of our guides; s is a step that has one, or nil.
func placeChoices(c *slash.Call, ours guide.Guide, s *guide.Step) []slash.Choice {
	choices := []slash.Choice{{Name: c.Label("content.first"), Value: contentFirst, On: s != nil && s.Before != ""}}
	for i, step := range ours.Steps[:min(len(ours.Steps), slash.MaxChoices-1)] {
		choices = append(choices, slash.Choice{
			Name: slash.Cut(c.Label("content.after", c.Label("guide.menu_step", i+1, step.Title)), slash.MaxChoiceText), Value: step.ID,
			On: s != nil && (s.After == step.ID || s.After+s.Before == "" && i == len(ours.Steps)-1),
		})
	}
	return choices
}

func (g *Content) stepForm(ctx context.Context, c *slash.Call, at contentStep) (slash.Reply, error) {
	_, found, i, err := g.stepAt(ctx, c, at)
	if err != nil {
		return slash.Reply{}, err
	}
	s := found.Steps[i]
	return slash.Reply{Form: g.saveStep.Form(c.Voice, c.Label("content.edit_step"), contentStepForm{
		Name: at.Name, Lang: at.Lang, Step: at.Step, Mark: found.Mark(at.Step),
		Title: s.Title, Body: s.Body, Sources: slash.Cut(sourceLines(s), 1500), Checked: dayTyped(s.Checked),
	})}, nil
}

// changeStep saves a step that was changed, unless somebody else has changed it since.
func (g *Content) changeStep(ctx context.Context, c *slash.Call, in contentStepForm) (slash.Reply, error) {
	at := contentStep{in.Name, in.Lang, in.Step}
	s, err := guide.ReadStep(in.Step, in.Title, in.Body, in.Sources, in.Checked, g.Now())
	if err != nil {
		return g.refuse(ctx, c, slipStep, at, in, err)
	}
	o, err := g.change(ctx, c, at, func(_ ownGuide, of *guide.Guide) error {
		i := of.Index(in.Step)
		if i < 0 || of.Mark(in.Step) != in.Mark {
			return errChanged
		}
		s.Before, s.After, s.Unclear = of.Steps[i].Before, of.Steps[i].After, of.Steps[i].Unclear
		of.Steps[i] = s
		return nil
	})
	switch {
	case errors.Is(err, errChanged):
		return g.conflict(ctx, c, o, slipStep, at, in)
	case err != nil:
		return g.refuse(ctx, c, slipStep, at, in, err)
	}
	return g.stepPage(ctx, c, at, c.T("content.saved"))
}

func (g *Content) newStepForm(_ context.Context, c *slash.Call, at contentRef) (slash.Reply, error) {
	if at.Lang == "" {
		at.Lang = c.Lang
	}
	return slash.Reply{Form: g.saveFresh.Form(c.Voice, c.Label("content.new_step"), contentNewStep{Name: at.Name, Lang: at.Lang})}, nil
}

// insertStep adds a step that was typed.
func (g *Content) insertStep(ctx context.Context, c *slash.Call, in contentNewStep) (slash.Reply, error) {
	at := contentStep{in.Name, in.Lang, ""}
	s, err := guide.ReadStep("", in.Title, in.Body, in.Sources, in.Checked, g.Now())
	if err != nil {
		return g.refuse(ctx, c, slipFresh, at, in, err)
	}
	_, err = g.change(ctx, c, at, func(o ownGuide, of *guide.Guide) error {
		if len(of.Steps) >= guide.MaxSteps {
			return c.Sorry(c.T("content.full", guide.MaxSteps), c.T("safe.nothing_changed"), slash.Try("content edit"))
		}
		if !o.adds() && len(of.Steps) == 0 || !slices.Contains(guide.Languages, in.Lang) {
			return g.missing(c)
		}
		like := counterpart(o.files(), *of, in.Title)
		if s.ID = like.ID; o.adds() {
			s.ID = guide.OwnPrefix + strings.TrimPrefix(s.ID, guide.OwnPrefix)
			if s.Before, s.After = like.Before, like.After; in.After != "" {
				s.Before, s.After = g.beside(in.Name, in.After)
			}
		}
		at.Step = s.ID
		of.Steps = append(of.Steps, s)
		return nil
	})
	if err != nil {
		return g.refuse(ctx, c, slipFresh, contentStep{in.Name, in.Lang, ""}, in, err)
	}
	return g.stepPage(ctx, c, at, c.T("content.added"))
}

// beside is where a step stands in one of our guides, after a step or contentFirst.
func (g *Content) beside(name, after string) (before, behind string) {
	if after != contentFirst {
		return "", after
	}
	ours, _ := g.Library().Find(name, guide.English)
	if len(ours.Steps) == 0 {
		return "", ""
	}
	return ours.Steps[0].ID, ""
}

func (g *Content) moveStep(ctx context.Context, c *slash.Call, in contentMove) (slash.Reply, error) {
	at := contentStep{in.Name, in.Lang, in.Step}
	_, err := g.change(ctx, c, at, func(_ ownGuide, of *guide.Guide) error {
		i := of.Index(in.Step)
		other := i + 1
		if in.Up {
			other = i - 1
		}
		if i >= 0 && other >= 0 && other < len(of.Steps) {
			of.Steps[i], of.Steps[other] = of.Steps[other], of.Steps[i]
		}
		return nil
	})
	if err != nil {
		return slash.Reply{}, err
	}
	return g.stepPage(ctx, c, at, nil)
}

func (g *Content) placeStep(ctx context.Context, c *slash.Call, in contentPlace) (slash.Reply, error) {
	at := contentStep{in.Name, in.Lang, in.Step}
	_, err := g.change(ctx, c, at, func(_ ownGuide, of *guide.Guide) error {
		if i := of.Index(in.Step); i >= 0 {
			of.Steps[i].Before, of.Steps[i].After = g.beside(in.Name, in.After)
		}
		return nil
	})
	if err != nil {
		return slash.Reply{}, err
	}
	return g.stepPage(ctx, c, at, c.T("content.saved"))
}

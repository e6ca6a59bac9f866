package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"magpie/guide"
	"magpie/slash"
)

// Progress keeps how far people are with guides.
type Progress interface {
	// Progress is how far a person is with a guide of a server, "" for those
	// that come with Magpie.
	Progress(ctx context.Context, person, server, name string) (guide.Progress, bool, error)
	// LastProgress is the guide that a person read last.
	LastProgress(ctx context.Context, person string) (guide.Progress, bool, error)
	SaveProgress(ctx context.Context, p guide.Progress) error
}

// GuideNeeds are what /guide works with.
type GuideNeeds struct {
	Guides   Guides
	Progress Progress
	Servers  Servers
	Now      func() time.Time
}

// Guide walks a newcomer through one subject, a step at a time.
func Guide(n GuideNeeds) slash.Feature { return newGuide(n).feature() }

func newGuide(n GuideNeeds) *guideFeature {
	g := &guideFeature{GuideNeeds: n}
	g.turn = &slash.Action[guideStep]{Name: guideOpen, Run: g.openStep}
	g.next = &slash.Action[guideStep]{Name: "guide.next", Run: g.finishStep}
	g.jump = &slash.Action[guideJump]{Name: "guide.jump", Run: g.jumpTo}
	g.choose = &slash.Action[guideChoice]{Name: "guide.choose", Run: g.chosen}
	g.sources = &slash.Action[guideStep]{Name: "guide.sources", Run: g.showSources}
	g.share = &slash.Action[guideStep]{Name: "guide.share", Run: g.shareStep}
	return g
}

func (g *guideFeature) feature() slash.Feature {
	return slash.Feature{
		Commands: []slash.Command{{
			Name:    "guide",
			Direct:  true,
			Run:     slash.Run(g.open),
			Suggest: map[string]slash.Suggester{"name": g.suggest},
		}},
		Actions: []slash.Route{g.turn, g.next, g.jump, g.choose, g.sources, g.share},
	}
}

type guideFeature struct {
	GuideNeeds

	turn, next, sources, share *slash.Action[guideStep]
	jump                       *slash.Action[guideJump]
	choose                     *slash.Action[guideChoice]
}

type guideIn struct {
	Name string `slash:"name,suggest,optional,max=60"`
}

// guideStep names a step; an unknown one opens the guide where the reader was.
type guideStep struct{ Guide, Step string }

// guideOpen is the name of the action that opens a step.
const guideOpen = "guide.open"

// openStepButton opens a guide's step, named as "guide#step", from anywhere.
func openStepButton(c *slash.Call, step string) slash.Button {
	name, id, _ := strings.Cut(step, "#")
	open := slash.Action[guideStep]{Name: guideOpen}
	return open.Button(c.Label("guide.open_step"), guideStep{name, id})
}

type guideJump struct {
	Guide string
	Step  string `slash:"step"`
}

type guideChoice struct {
	Guide string `slash:"guide"`
}

// suggest offers the guide the person is in the middle of first.
func (g *guideFeature) suggest(ctx context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	library, err := g.Guides(ctx, c.Place.Server)
	if err != nil {
		return nil, err
	}
	var choices []slash.Choice
	underway := ""
	if typed == "" {
		if p, at, ok, err := g.underway(ctx, c, library); err != nil {
			return nil, err
		} else if ok {
			underway = p.Name
			choices = append(choices, slash.Choice{Name: c.Label("guide.continue", p.Title, at+1, len(p.Steps)), Value: p.Name})
		}
	}
	for _, found := range library.Search(c.Lang, typed) {
		if found.Name != underway {
			choices = append(choices, slash.Choice{Name: slash.Cut(found.Title+" — "+found.Summary, slash.MaxChoiceText), Value: found.Name})
		}
	}
	return choices, nil
}

// underway is the guide the person read last and the step they were at, unless
// they finished it.
func (g *guideFeature) underway(ctx context.Context, c *slash.Call, library *guide.Library) (guide.Guide, int, bool, error) {
	p, ok, err := g.Progress.LastProgress(ctx, c.Person.ID)
	if err != nil {
		return guide.Guide{}, 0, false, fmt.Errorf("look up progress: %w", err)
	}
	found, known := library.Find(p.Guide, c.Lang)
	if !ok || !known || p.Count(found) == len(found.Steps) {
		return guide.Guide{}, 0, false, nil
	}
	return found, p.Resume(found), true, nil
}

func (g *guideFeature) open(ctx context.Context, c *slash.Call, in guideIn) (slash.Reply, error) {
	if in.Name == "" {
		return g.list(ctx, c)
	}
	library, err := g.Guides(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	found, ok := library.Find(in.Name, c.Lang)
	if !ok {
		matches := library.Search(c.Lang, in.Name)
		if len(matches) == 0 {
			return slash.Reply{}, c.Sorry(c.T("guide.unknown", in.Name), c.T("safe.progress_kept"), slash.Try("guide"))
		}
		found = matches[0]
	}
	return g.openAt(ctx, c, found, "")
}

// list offers all guides, and the one underway as a button.
func (g *guideFeature) list(ctx context.Context, c *slash.Call) (slash.Reply, error) {
	library, err := g.Guides(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	var lines []slash.Content
	var choices []slash.Choice
	for _, found := range library.Search(c.Lang, "") {
		lines = append(lines, slash.Bullet(slash.Join(" — ", slash.Bold(slash.Plain(found.Title)), slash.Plain(found.Summary))))
		choices = append(choices, slash.Choice{Name: slash.Cut(found.Title, slash.MaxChoiceText), Value: found.Name, About: slash.Cut(found.Summary, slash.MaxChoiceText)})
	}
	choices = choices[:min(len(choices), slash.MaxChoices)]
	r := slash.Say(c.T("guide.list"), slash.Lines(lines...)).
		With(g.choose.Menu(c.Label("guide.choose"), guideChoice{}, choices...))
	current, at, ok, err := g.underway(ctx, c, library)
	if err != nil || !ok {
		return r, err
	}
	label := c.Label("guide.continue", slash.Cut(current.Title, 24), at+1, len(current.Steps))
	return r.With(slash.Row{Buttons: []slash.Button{
		g.turn.Button(label, guideStep{current.Name, current.Steps[at].ID}).With(slash.Main),
	}}), nil
}

func (g *guideFeature) chosen(ctx context.Context, c *slash.Call, in guideChoice) (slash.Reply, error) {
	return g.openStep(ctx, c, guideStep{Guide: in.Guide})
}

func (g *guideFeature) jumpTo(ctx context.Context, c *slash.Call, in guideJump) (slash.Reply, error) {
	return g.openStep(ctx, c, guideStep(in))
}

func (g *guideFeature) openStep(ctx context.Context, c *slash.Call, at guideStep) (slash.Reply, error) {
	found, err := g.find(ctx, c, at.Guide)
	if err != nil {
		return slash.Reply{}, err
	}
	return g.openAt(ctx, c, found, at.Step)
}

// find is the guide that a button names.
func (g *guideFeature) find(ctx context.Context, c *slash.Call, name string) (guide.Guide, error) {
	library, err := g.Guides(ctx, c.Place.Server)
	if err != nil {
		return guide.Guide{}, err
	}
	found, ok := library.Find(name, c.Lang)
	if !ok {
		return found, c.Sorry(c.T("guide.gone"), c.T("safe.progress_kept"), slash.Try("guide"))
	}
	return found, nil
}

// openAt opens a step, or the guide where the person was, and remembers it.
func (g *guideFeature) openAt(ctx context.Context, c *slash.Call, found guide.Guide, step string) (slash.Reply, error) {
	p, err := g.reading(ctx, c, found)
	if err != nil {
		return slash.Reply{}, err
	}
	if found.Index(step) < 0 {
		step = found.Steps[p.Resume(found)].ID
	}
	p = p.Open(found, step, g.Now())
	if err := g.Progress.SaveProgress(ctx, p); err != nil {
		return slash.Reply{}, fmt.Errorf("remember step %s of %s: %w", step, found.Name, err)
	}
	return g.page(c, found, found.Index(step), p), nil
}

// reading is how far the person is with a guide, perhaps not yet begun.
func (g *guideFeature) reading(ctx context.Context, c *slash.Call, found guide.Guide) (guide.Progress, error) {
	p, ok, err := g.Progress.Progress(ctx, c.Person.ID, "", found.Name)
	if err != nil {
		return p, fmt.Errorf("look up progress with %s: %w", found.Name, err)
	}
	if !ok {
		p = guide.Progress{Person: c.Person.ID, Guide: found.Name}
	}
	return p, nil
}

// finishStep notes that a step was read and opens the one after it.
func (g *guideFeature) finishStep(ctx context.Context, c *slash.Call, at guideStep) (slash.Reply, error) {
	found, err := g.find(ctx, c, at.Guide)
	if err != nil {
		return slash.Reply{}, err
	}
	p, err := g.reading(ctx, c, found)
	if err != nil {
		return slash.Reply{}, err
	}
	p = p.Finish(found, at.Step, g.Now())
	if err := g.Progress.SaveProgress(ctx, p); err != nil {
		return slash.Reply{}, fmt.Errorf("remember step %s of %s: %w", at.Step, found.Name, err)
	}
	if found.Index(at.Step) == len(found.Steps)-1 {
		return g.finished(ctx, c, found, p)
	}
	return g.page(c, found, p.Resume(found), p), nil
}

// showSources lists what a step relies on.
func (g *guideFeature) showSources(ctx context.Context, c *slash.Call, at guideStep) (slash.Reply, error) {
	found, err := g.find(ctx, c, at.Guide)
	if err != nil {
		return slash.Reply{}, err
	}
	i := max(found.Index(at.Step), 0)
	lines := []slash.Content{c.T("guide.sources_of", found.Steps[i].Title)}
	for _, s := range found.Steps[i].Sources {
		line := slash.Link(slash.Plain(s.Title), s.URL)
		if s.Date != "" {
			line = slash.Join(" · ", line, slash.Plain(s.Date))
		}
		lines = append(lines, slash.Bullet(line))
	}
	return slash.Say(slash.Lines(lines...)).As(slash.Anew), nil
}

func (g *guideFeature) shareStep(ctx context.Context, c *slash.Call, at guideStep) (slash.Reply, error) {
	v, err := publicVoice(ctx, c, g.Servers)
	if err != nil {
		return slash.Reply{}, err
	}
	library, err := g.Guides(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	found, ok := library.Find(at.Guide, v.Lang)
	if !ok {
		_, err := g.find(ctx, c, at.Guide)
		return slash.Reply{}, err
	}
	i := max(found.Index(at.Step), 0)
	r := slash.Say(g.stepText(v, found, i)...).With(slash.Row{Buttons: []slash.Button{
		g.turn.Button(v.Label("guide.read"), guideStep{found.Name, found.Steps[i].ID}),
	}})
	return shared(c, v, r), nil
}

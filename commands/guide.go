package commands

import (
	"context"
	"fmt"
	"strings"

	"magpie/guide"
	"magpie/slash"
)

// Guide walks a newcomer through one subject, a step at a time, and finds steps.
func Guide(n GuideNeeds) slash.Feature { return newGuide(n).feature() }

func newGuide(n GuideNeeds) *guideFeature {
	g := &guideFeature{GuideNeeds: n}
	g.turn = &slash.Action[guideStep]{Name: guideOpen, Run: g.openStep}
	g.next = &slash.Action[guideStep]{Name: "guide.next", Run: g.finishStep}
	g.jump = &slash.Action[guideJump]{Name: "guide.jump", Run: g.jumpTo}
	g.choose = &slash.Action[guideChoice]{Name: "guide.choose", Run: g.chosen}
	g.pick = &slash.Action[guidePick]{Name: "guide.pick", Run: g.picked}
	g.sources = &slash.Action[guideStep]{Name: "guide.sources", Run: g.showSources}
	g.share = &slash.Action[guideStep]{Name: "guide.share", Run: g.shareStep}
	g.ask = &slash.Action[slash.Nothing]{Name: "guide.ask", Run: g.askWords}
	g.search = &slash.Action[guideWords]{Name: "guide.find", Run: g.findWords}
	g.news = &slash.Action[guideNews]{Name: "guide.news", Run: g.showNews}
	g.all = &slash.Action[slash.Nothing]{Name: "guide.list", Run: g.openList}
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
		Actions: []slash.Route{g.turn, g.next, g.jump, g.choose, g.pick, g.sources, g.share, g.ask, g.search, g.news, g.all},
	}
}

type guideFeature struct {
	GuideNeeds

	turn, next, sources, share *slash.Action[guideStep]
	jump                       *slash.Action[guideJump]
	choose                     *slash.Action[guideChoice]
	pick                       *slash.Action[guidePick]
	ask, all                   *slash.Action[slash.Nothing]
	search                     *slash.Action[guideWords]
	news                       *slash.Action[guideNews]
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

// guidePick chooses from a part of a shelf, so that each menu has an id of its own.
type guidePick struct {
	Shelf string
	Part  int
	Guide string `slash:"guide"`
}

func (g *guideFeature) open(ctx context.Context, c *slash.Call, in guideIn) (slash.Reply, error) {
	library, err := g.Guides(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	if in.Name == "" {
		return g.list(ctx, c, library)
	}
	name, step, _ := strings.Cut(in.Name, "#")
	if found, ok := library.Find(name, c.Lang); ok {
		return g.openAt(ctx, c, found, step)
	}
	if found, ok := library.Named(c.Lang, in.Name); ok {
		return g.openAt(ctx, c, found, "")
	}
	return g.found(c, library, in.Name), nil
}

func (g *guideFeature) chosen(ctx context.Context, c *slash.Call, in guideChoice) (slash.Reply, error) {
	return g.openStep(ctx, c, guideStep{Guide: in.Guide})
}

func (g *guideFeature) picked(ctx context.Context, c *slash.Call, in guidePick) (slash.Reply, error) {
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

// finishStep notes that a step was read and opens the one after it.
func (g *guideFeature) finishStep(ctx context.Context, c *slash.Call, at guideStep) (slash.Reply, error) {
	found, p, err := g.finish(ctx, c, at)
	if err != nil {
		return slash.Reply{}, err
	}
	if found.Index(at.Step) == len(found.Steps)-1 {
		return g.finished(ctx, c, found, p)
	}
	return g.page(c, found, p.Resume(found), p), nil
}

// finish notes that a step was read.
func (g *guideFeature) finish(ctx context.Context, c *slash.Call, at guideStep) (guide.Guide, guide.Progress, error) {
	found, err := g.find(ctx, c, at.Guide)
	if err != nil {
		return found, guide.Progress{}, err
	}
	p, err := g.reading(ctx, c, found)
	if err != nil {
		return found, p, err
	}
	p = p.Finish(found, at.Step, g.Now())
	if err := g.Progress.SaveProgress(ctx, p); err != nil {
		return found, p, fmt.Errorf("remember step %s of %s: %w", at.Step, found.Name, err)
	}
	return found, p, nil
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
		lines = append(lines, sourceBullet(s))
	}
	return slash.Say(slash.Lines(lines...)).As(slash.Anew), nil
}

func (g *guideFeature) shareStep(ctx context.Context, c *slash.Call, at guideStep) (slash.Reply, error) {
	v, err := publicVoice(ctx, c, g.Servers)
	if err != nil {
		return slash.Reply{}, err
	}
	inPublic := *c
	inPublic.Voice = v
	found, err := g.find(ctx, &inPublic, at.Guide)
	if err != nil {
		return slash.Reply{}, err
	}
	i := max(found.Index(at.Step), 0)
	r := slash.Say(g.stepText(v, found, i)...).With(slash.Row{Buttons: []slash.Button{
		g.turn.Button(v.Label("guide.read"), guideStep{found.Name, found.Steps[i].ID}),
	}})
	return shared(c, v, r), nil
}

package commands

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"magpie/guide"
	"magpie/slash"
)

// contentAt names a guide at a revision of its draft and its newest version.
type contentAt struct {
	Name              string
	Revision, Version int
}

// contentLook is a step of a guide as members will read it, by its number from 0.
type contentLook struct {
	Name, Lang string
	Version    int // 0: the draft
	Step       int
}

func (g *Content) publishNamed(ctx context.Context, c *slash.Call, in contentIn) (slash.Reply, error) {
	if in.Guide != "" {
		name, err := g.named(ctx, c, in.Guide)
		if err != nil {
			return slash.Reply{}, err
		}
		return g.openReview(ctx, c, contentRef{Name: name})
	}
	drafts, err := g.Store.Drafts(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	switch len(drafts) {
	case 0:
		return slash.Reply{}, c.Sorry(c.T("content.no_draft"), c.T("safe.nothing_changed"), slash.Try("content edit"))
	case 1:
		return g.openReview(ctx, c, contentRef{Name: drafts[0].Name})
	}
	return g.showAll(ctx, c, slash.Nothing{})
}

// openReview says in words what publishing a draft would change for members.
func (g *Content) openReview(ctx context.Context, c *slash.Call, at contentRef) (slash.Reply, error) {
	o, err := g.find(ctx, c, at.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	return g.reviewPage(c, o, nil)
}

func (g *Content) reviewPage(c *slash.Call, o ownGuide, head slash.Content) (slash.Reply, error) {
	if o.draft.Revision == 0 {
		return slash.Reply{}, c.Sorry(c.T("content.no_draft_of", g.title(c, o)), c.T("safe.nothing_changed"), slash.Try("content edit"))
	}
	differences := guide.Compare(o.version.Files, o.draft.Files)
	texts := []slash.Content{
		slash.Lines(slash.Heading(3, c.T("content.review_of", g.title(c, o))), g.draftState(c, o)),
		slash.Lines(g.differenceLines(c, differences)...),
	}
	if head != nil {
		texts = slices.Insert(texts, 0, head)
	}
	at := contentAt{o.name, o.draft.Revision, o.version.Number}
	lang := o.draft.Files.For(c.Lang)
	return slash.Say(texts...).With(
		slash.Row{Buttons: []slash.Button{
			g.publish.Button(c.Label("content.publish"), at).With(slash.Good).When(len(differences) > 0),
			g.look.Button(c.Label("content.look"), contentLook{Name: o.name, Lang: lang, Step: g.firstOwn(o.draft.Files, o.name, lang)}),
		}},
		slash.Row{Buttons: []slash.Button{
			g.dropAsk.Button(c.Label("content.drop"), at),
			g.open.Button(c.Label("content.back_to_guide"), contentRef{Name: o.name}),
		}}), nil
}

// differenceLines say in words what differs, language by language.
func (g *Content) differenceLines(c *slash.Call, all []guide.Difference) []slash.Content {
	if len(all) == 0 {
		return []slash.Content{c.T("content.diff.none")}
	}
	var lines []slash.Content
	for _, d := range all {
		lines = append(lines, slash.Bold(slash.Plain(g.Tongues.Name(d.Lang))))
		for _, says := range []struct {
			when bool
			key  string
		}{{d.Began, "content.diff.began"}, {d.Ended, "content.diff.ended"}, {d.Head, "content.diff.head"}, {d.Moved, "content.diff.moved"}} {
			if says.when {
				lines = append(lines, slash.Bullet(c.T(says.key)))
			}
		}
		for _, part := range []struct {
			key   string
			steps []guide.Step
		}{{"content.diff.added", d.Added}, {"content.diff.changed", d.Changed}, {"content.diff.removed", d.Removed}} {
			if n := len(part.steps); n > 0 {
				lines = append(lines, slash.Bullet(c.T(part.key, n, someTitles(c, part.steps))))
			}
		}
	}
	return lines
}

// titlesShown is how many steps a line names.
const titlesShown = 6

// someTitles names the first few of some steps.
func someTitles(c *slash.Call, steps []guide.Step) string {
	var all []string
	for _, s := range steps[:min(len(steps), titlesShown)] {
		all = append(all, s.Title)
	}
	if len(steps) > titlesShown {
		all = append(all, "…")
	}
	return strings.Join(all, c.Label("list.separator"))
}

// library is ours with one guide of the server as it is in some files.
func (g *Content) library(files guide.Files) *guide.Library {
	own, _ := files.Guides()
	return g.Library().With(guide.Overlay{Own: own})
}

// firstOwn is the number of the first step that a server wrote in a guide.
func (g *Content) firstOwn(files guide.Files, name, lang string) int {
	found, _ := g.library(files).Find(name, lang)
	return max(0, slices.IndexFunc(found.Steps, func(s guide.Step) bool { return s.Own }))
}

// asRead is a step as members read it.
func (g *Content) asRead(c *slash.Call, files guide.Files, at contentStep) []slash.Content {
	found, _ := g.library(files).Find(at.Name, at.Lang)
	i := found.Index(at.Step)
	if i < 0 {
		return []slash.Content{c.T("content.no_room")}
	}
	return stepText(c.Voice, found, i, g.Now())
}

// preview walks through a guide as members will read it.
func (g *Content) preview(ctx context.Context, c *slash.Call, at contentLook) (slash.Reply, error) {
	o, err := g.find(ctx, c, at.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	files, back := o.draft.Files, g.review.Button(c.Label("content.back_to_review"), contentRef{Name: at.Name})
	if at.Version > 0 {
		v, ok, err := g.Store.GuideVersion(ctx, c.Place.Server, at.Name, at.Version)
		if err != nil {
			return slash.Reply{}, err
		}
		if !ok {
			return slash.Reply{}, g.missing(c)
		}
		files, back = v.Files, g.history.Button(c.Label("content.history"), contentPage{Name: at.Name})
	}
	found, ok := g.library(files).Find(at.Name, at.Lang)
	if !ok || len(files) == 0 {
		return slash.Reply{}, g.missing(c)
	}
	at.Step = min(max(at.Step, 0), len(found.Steps)-1)
	turn := func(key string, by int) slash.Button {
		to := at
		to.Step += by
		return g.look.Button(c.Label(key), to).When(to.Step >= 0 && to.Step < len(found.Steps))
	}
	return slash.Say(stepText(c.Voice, found, at.Step, g.Now())...).With(slash.Row{Buttons: []slash.Button{
		turn("guide.back", -1), turn("content.forward", 1), back,
	}}), nil
}

// publishDraft gives members a draft as it was reviewed.
func (g *Content) publishDraft(ctx context.Context, c *slash.Call, at contentAt) (slash.Reply, error) {
	o, err := g.find(ctx, c, at.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	if at.Revision == 0 || o.draft.Revision != at.Revision || o.version.Number != at.Version {
		return g.reviewAgain(ctx, c, at.Name)
	}
	for _, lang := range o.draft.Files.Languages() {
		found, _, err := o.draft.Files.Guide(lang)
		if err == nil {
			err = g.Library().Check(lang, found)
		}
		if err != nil {
			return slash.Reply{}, g.unreadable(c, o, err)
		}
	}
	title := g.title(c, o)
	return g.publishAs(ctx, c, guide.Version{Name: at.Name, Files: o.draft.Files}, at, "published", title)
}

// publishAs makes a version the one that members have, and says so; what is the word for it.
func (g *Content) publishAs(ctx context.Context, c *slash.Call, v guide.Version, at contentAt, what, title string) (slash.Reply, error) {
	v.Server, v.Person, v.At = c.Place.Server, c.Person.ID, g.Now()
	made, ok, err := g.Store.Publish(ctx, v, at.Revision, at.Version, g.noted(c, what, title, strconv.Itoa(at.Version+1)))
	switch {
	case err != nil:
		return slash.Reply{}, g.full(c, err)
	case !ok:
		return g.reviewAgain(ctx, c, at.Name)
	}
	g.forget(c.Place.Server)
	lines := []slash.Content{c.T("content.is."+what, title, made.Number)}
	if made.Number > guide.MaxVersions {
		lines = append(lines, c.T("content.oldest_gone", guide.MaxVersions))
	}
	buttons := []slash.Button{g.history.Button(c.Label("content.history"), contentPage{Name: v.Name}), g.list.Button(c.Label("content.list"), slash.Nothing{})}
	if len(v.Files) > 0 {
		buttons = append([]slash.Button{g.open.Button(c.Label("content.back_to_guide"), contentRef{Name: v.Name})}, buttons...)
	} else if at.Version > 0 {
		buttons = append([]slash.Button{g.revert.Button(c.Label("content.undo"), contentBack{v.Name, at.Version, made.Number})}, buttons...)
	}
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: buttons}), nil
}

// reviewAgain says that a draft is no longer what was reviewed, and shows what it is.
func (g *Content) reviewAgain(ctx context.Context, c *slash.Call, name string) (slash.Reply, error) {
	o, err := g.find(ctx, c, name)
	if err != nil {
		return slash.Reply{}, err
	}
	if o.draft.Revision == 0 {
		return slash.Reply{}, c.Sorry(c.T("content.done_meanwhile"), c.T("safe.nothing_changed"), g.history.Button(c.Label("content.history"), contentPage{Name: name}))
	}
	return g.reviewPage(c, o, c.T("content.review_again"))
}

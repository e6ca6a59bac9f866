package commands

import (
	"context"
	"strconv"

	"magpie/guide"
	"magpie/slash"
)

// contentPage is a page of a guide's versions, from 0.
type contentPage struct {
	Name string
	Page int
}

type contentPickVersion struct {
	Name    string
	Version string `slash:"version"`
}

// contentBack is a version to go back to from another.
type contentBack struct {
	Name     string
	To, From int
}

func (g *Content) historyNamed(ctx context.Context, c *slash.Call, in contentIn) (slash.Reply, error) {
	name, err := g.versioned(ctx, c, in.Guide)
	if err != nil || name == "" {
		return g.pickFirst(ctx, c, err)
	}
	return g.showHistory(ctx, c, contentPage{Name: name})
}

// revertNamed offers the version before the one that members have.
func (g *Content) revertNamed(ctx context.Context, c *slash.Call, in contentIn) (slash.Reply, error) {
	name, err := g.versioned(ctx, c, in.Guide)
	if err != nil || name == "" {
		return g.pickFirst(ctx, c, err)
	}
	v, _, err := g.Store.OwnGuide(ctx, c.Place.Server, name)
	if err != nil {
		return slash.Reply{}, err
	}
	if v.Number < 2 {
		return g.showHistory(ctx, c, contentPage{Name: name})
	}
	return g.pickedVersion(ctx, c, contentPickVersion{name, strconv.Itoa(v.Number - 1)})
}

// versioned is the guide that an option names, one that was deleted too, or the only one there is; "" if there are several.
func (g *Content) versioned(ctx context.Context, c *slash.Call, typed string) (string, error) {
	all, err := g.all(ctx, c)
	if err != nil {
		return "", err
	}
	if typed == "" {
		if len(all) == 1 {
			return all[0].name, nil
		}
		return "", nil
	}
	if v, ok, err := g.Store.OwnGuide(ctx, c.Place.Server, typed); err != nil || ok {
		return v.Name, err
	}
	return g.named(ctx, c, typed)
}

// pickFirst is the list of guides, from which each leads to its history.
func (g *Content) pickFirst(ctx context.Context, c *slash.Call, err error) (slash.Reply, error) {
	if err != nil {
		return slash.Reply{}, err
	}
	return g.showAll(ctx, c, slash.Nothing{})
}

// versionsPerPage is how many versions a page lists.
const versionsPerPage = 10

func (g *Content) showHistory(ctx context.Context, c *slash.Call, at contentPage) (slash.Reply, error) {
	o, err := g.find(ctx, c, at.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	all, err := g.Store.GuideVersions(ctx, c.Place.Server, at.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(all) == 0 {
		return slash.Reply{}, c.Sorry(c.T("content.no_history"), c.T("safe.nothing_changed"), slash.Try("content publish"))
	}
	shown, page, last := pageOf(all, at.Page, versionsPerPage)
	lines := []slash.Content{slash.Heading(3, c.T("content.history_of", g.title(c, o)))}
	if all[len(all)-1].Number > 1 {
		lines = append(lines, c.T("content.oldest_gone", guide.MaxVersions))
	}
	var choices []slash.Choice
	for _, v := range shown {
		lines = append(lines, slash.Bullet(slash.Join(" · ", c.T("content.version", v.Number), slash.Time(v.At, slash.DateTime), g.who(c, v.Person), g.made(c, v))))
		choices = append(choices, slash.Choice{Name: c.Label("content.version", v.Number), Value: strconv.Itoa(v.Number)})
	}
	row := slash.Row{Buttons: []slash.Button{g.list.Button(c.Label("content.list"), slash.Nothing{})}}
	if last > 0 {
		row.Buttons = append(turns(c, g.history, page, last, func(n int) contentPage { return contentPage{at.Name, n} }), row.Buttons...)
	}
	return slash.Say(slash.Lines(lines...)).With(g.pickVersion.Menu(c.Label("content.choose_version"), contentPickVersion{Name: at.Name}, choices...), row), nil
}

// made says what a version changed.
func (g *Content) made(c *slash.Call, v guide.Version) slash.Content {
	if v.Back > 0 {
		return c.T("content.made.back", v.Back)
	}
	return c.T("content.made.steps", strconv.Itoa(v.Counts.Added), strconv.Itoa(v.Counts.Changed), strconv.Itoa(v.Counts.Removed))
}

// pickedVersion says what going back to a version would change.
func (g *Content) pickedVersion(ctx context.Context, c *slash.Call, in contentPickVersion) (slash.Reply, error) {
	number, err := strconv.Atoi(in.Version)
	if err != nil {
		return slash.Reply{}, g.missing(c)
	}
	o, v, err := g.version(ctx, c, in.Name, number)
	if err != nil {
		return slash.Reply{}, err
	}
	texts := []slash.Content{slash.Lines(
		slash.Heading(3, c.T("content.version_of", g.title(c, o), v.Number)),
		slash.Join(" · ", slash.Time(v.At, slash.DateTime), g.who(c, v.Person), g.made(c, v)),
	)}
	differences := guide.Compare(o.version.Files, v.Files)
	switch {
	case v.Number == o.version.Number:
		texts = append(texts, c.T("content.version_now"))
	case len(v.Files) == 0:
		texts = append(texts, c.T("content.version_gone"))
	default:
		texts = append(texts, slash.Lines(append([]slash.Content{c.T("content.going_back")}, g.differenceLines(c, differences)...)...))
	}
	if o.draft.Revision > 0 && v.Number != o.version.Number {
		texts = append(texts, c.T("content.draft_stays"))
	}
	lang := v.Files.For(c.Lang)
	return slash.Say(texts...).With(slash.Row{Buttons: []slash.Button{
		g.revert.Button(c.Label("content.revert"), contentBack{in.Name, v.Number, o.version.Number}).With(slash.Main).
			When(len(differences) > 0 && len(v.Files) > 0),
		g.look.Button(c.Label("content.look"), contentLook{Name: in.Name, Lang: lang, Version: v.Number, Step: g.firstOwn(v.Files, in.Name, lang)}).
			When(len(v.Files) > 0),
		g.history.Button(c.Label("content.history"), contentPage{Name: in.Name}),
	}}), nil
}

// version is a version of a guide of the caller's server.
func (g *Content) version(ctx context.Context, c *slash.Call, name string, number int) (ownGuide, guide.Version, error) {
	o, err := g.find(ctx, c, name)
	if err != nil {
		return o, guide.Version{}, err
	}
	v, ok, err := g.Store.GuideVersion(ctx, c.Place.Server, name, number)
	if err == nil && !ok {
		err = c.Sorry(c.T("content.version_missing", guide.MaxVersions), c.T("safe.nothing_changed"), g.history.Button(c.Label("content.history"), contentPage{Name: name}))
	}
	return o, v, err
}

// bringBack makes an older version what members have, as a new one.
func (g *Content) bringBack(ctx context.Context, c *slash.Call, in contentBack) (slash.Reply, error) {
	o, v, err := g.version(ctx, c, in.Name, in.To)
	if err != nil {
		return slash.Reply{}, err
	}
	if o.version.Number != in.From || len(v.Files) == 0 {
		return slash.Reply{}, c.Sorry(c.T("content.done_meanwhile"), c.T("safe.nothing_changed"), g.history.Button(c.Label("content.history"), contentPage{Name: in.Name}))
	}
	if _, err := v.Files.Guides(); err != nil {
		return slash.Reply{}, g.unreadable(c, ownGuide{name: in.Name, version: v}, err)
	}
	title := g.title(c, ownGuide{name: in.Name, version: v})
	return g.publishAs(ctx, c, guide.Version{Name: in.Name, Files: v.Files, Back: v.Number}, contentAt{in.Name, 0, in.From}, "reverted", title)
}

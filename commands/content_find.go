package commands

import (
	"context"
	"errors"
	"slices"

	"magpie/guide"
	"magpie/slash"
)

// An ownGuide is a guide of a server, as readers have it and as it is written by now.
type ownGuide struct {
	name    string
	version guide.Version // Number 0: it was never published
	draft   guide.Draft   // Revision 0: there is none
}

// files are what it is written in by now.
func (o ownGuide) files() guide.Files {
	if o.draft.Revision > 0 {
		return o.draft.Files
	}
	return o.version.Files
}

// adds reports whether it is steps for one of our guides.
func (o ownGuide) adds() bool { return !guide.IsOwn(o.name) }

// find is a guide of the caller's server, which may be empty.
func (g *Content) find(ctx context.Context, c *slash.Call, name string) (ownGuide, error) {
	o := ownGuide{name: name}
	version, _, err := g.Store.OwnGuide(ctx, c.Place.Server, name)
	if err != nil {
		return o, err
	}
	draft, _, err := g.Store.Draft(ctx, c.Place.Server, name)
	o.version, o.draft = version, draft
	return o, err
}

// written is a guide of the caller's server in a language, or the one that is nearest to it.
func (g *Content) written(ctx context.Context, c *slash.Call, at contentRef) (ownGuide, guide.Guide, error) {
	o, err := g.find(ctx, c, at.Name)
	if err != nil {
		return o, guide.Guide{}, err
	}
	lang := at.Lang
	if lang == "" || o.files()[lang] == "" {
		lang = o.files().For(c.Lang)
	}
	found, ok, err := o.files().Guide(lang)
	switch {
	case err != nil:
		return o, found, g.unreadable(c, o, err)
	case !ok:
		return o, found, g.missing(c)
	}
	return o, found, nil
}

func (g *Content) missing(c *slash.Call) error {
	return c.Sorry(c.T("content.missing"), c.T("safe.nothing_changed"), slash.Try("content edit"))
}

// unreadable apologizes for a guide that was saved when the rules were others.
func (g *Content) unreadable(c *slash.Call, o ownGuide, err error) error {
	var mistakes guide.Mistakes
	if !errors.As(err, &mistakes) {
		return err
	}
	return c.Sorry(c.T("content.unreadable", g.title(c, o), mistakeText(c, mistakes[0])), c.T("safe.nothing_changed"), slash.Try("content export"))
}

// title is what a guide is called in the caller's language or the nearest.
func (g *Content) title(c *slash.Call, o ownGuide) string {
	if o.adds() {
		if ours, ok := g.Library().Find(o.name, c.Lang); ok {
			return ours.Title
		}
		return o.name
	}
	files := o.files()
	if len(files) == 0 {
		files = o.version.Files
	}
	if title, ok := files.Title(files.For(c.Lang)); ok {
		return title
	}
	return o.name
}

// all are the guides of the caller's server that members have or that are drafted, those of its own first.
func (g *Content) all(ctx context.Context, c *slash.Call) ([]ownGuide, error) {
	all, err := g.ever(ctx, c)
	return slices.DeleteFunc(all, func(o ownGuide) bool { return len(o.version.Files) == 0 && o.draft.Revision == 0 }), err
}

// ever are all guides of the caller's server, those that were deleted too.
func (g *Content) ever(ctx context.Context, c *slash.Call) ([]ownGuide, error) {
	versions, err := g.Store.OwnGuides(ctx, c.Place.Server)
	if err != nil {
		return nil, err
	}
	drafts, err := g.Store.Drafts(ctx, c.Place.Server)
	if err != nil {
		return nil, err
	}
	var all []ownGuide
	for _, v := range versions {
		all = append(all, ownGuide{name: v.Name, version: v})
	}
	for _, d := range drafts {
		if i := slices.IndexFunc(all, func(o ownGuide) bool { return o.name == d.Name }); i >= 0 {
			all[i].draft = d
		} else {
			all = append(all, ownGuide{name: d.Name, draft: d})
		}
	}
	titles := map[string]string{}
	for _, o := range all {
		titles[o.name] = g.title(c, o)
	}
	slices.SortFunc(all, func(a, b ownGuide) int {
		if a.adds() != b.adds() {
			if a.adds() {
				return 1
			}
			return -1
		}
		return compareTitles(titles[a.name], titles[b.name], a.name, b.name)
	})
	return all, nil
}

// suggest completes the name of a guide among those that list has.
func (g *Content) suggest(list func(context.Context, *slash.Call) ([]ownGuide, error)) slash.Suggester {
	return func(ctx context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
		if may, err := g.mayEdit(ctx, c); err != nil || !may {
			return nil, err
		}
		all, err := list(ctx, c)
		var choices []slash.Choice
		for _, o := range all {
			if title := g.title(c, o); has(title, typed) || has(o.name, typed) {
				choices = append(choices, slash.Choice{Name: slash.Cut(title, slash.MaxChoiceText), Value: o.name})
			}
		}
		return choices[:min(len(choices), slash.MaxChoices)], err
	}
}

// named is the guide that an option names, by its name or its title.
func (g *Content) named(ctx context.Context, c *slash.Call, typed string) (name string, err error) {
	all, err := g.all(ctx, c)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(all, func(o ownGuide) bool { return o.name == typed || g.title(c, o) == typed })
	if i < 0 {
		return "", g.missing(c)
	}
	return all[i].name, nil
}

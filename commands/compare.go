package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"magpie/guide"
	"magpie/picture"
	"magpie/slash"
)

// CompareNeeds is what Compare needs.
type CompareNeeds struct {
	Platforms func() ([]guide.Platform, error)
	Fonts     func() *picture.Fonts // to draw a table in; nil: none
	People    People
	Servers   Servers
	Now       func() time.Time
}

// Compare puts platforms side by side.
func Compare(n CompareNeeds) slash.Feature {
	f := &compareFeature{CompareNeeds: n}
	f.turn = &slash.Action[compared]{Name: "compare.open", Run: f.turned}
	f.choose = &slash.Action[comparePick]{Name: "compare.choose", Run: f.chosen}
	f.sources = &slash.Action[compared]{Name: "compare.sources", Run: f.showSources}
	f.draw = &slash.Action[compared]{Name: "compare.picture", Run: f.showPicture}
	f.share = &slash.Action[compareShare]{Name: "compare.share", Run: f.shareComparison}
	return slash.Feature{
		Commands: []slash.Command{{
			Name:    "compare",
			Direct:  true,
			Run:     slash.Run(f.open),
			Suggest: map[string]slash.Suggester{"first": f.suggest, "second": f.suggest, "third": f.suggest},
		}},
		Actions: []slash.Route{f.turn, f.choose, f.sources, f.draw, f.share},
	}
}

type compareFeature struct {
	CompareNeeds

	turn, sources, draw *slash.Action[compared]
	choose              *slash.Action[comparePick]
	share               *slash.Action[compareShare]
}

type compareIn struct {
	First  string `slash:"first,suggest,optional,max=60"`
	Second string `slash:"second,suggest,optional,max=60"`
	Third  string `slash:"third,suggest,optional,max=60"`
}

// compared names what is compared, ids with commas between them, and the page that is shown, from 0.
type compared struct {
	Of   string
	Page int
}

// comparePick is what was chosen from the menu, at most picture.MostColumns.
type comparePick struct {
	Platforms []string `slash:"platforms,max=3"`
}

// compareShare is what everyone is shown: a page, or the picture of all.
type compareShare struct {
	Of      string
	Page    int
	Picture bool
}

// suggest offers the platforms that are not among the other options yet.
func (f *compareFeature) suggest(_ context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	all, err := f.Platforms()
	if err != nil {
		return nil, err
	}
	var choices []slash.Choice
	for _, p := range all {
		named := func(option string) bool { return option != c.Focus && slices.Contains(c.Input[option], p.ID) }
		if !slices.ContainsFunc([]string{"first", "second", "third"}, named) && platformMatches(p, typed) {
			choices = append(choices, slash.Choice{Name: p.Name.In(c.Lang), Value: p.ID})
		}
	}
	return choices, nil
}

// platformMatches reports whether a platform is called as somebody has typed so far, in any language.
func platformMatches(p guide.Platform, typed string) bool {
	typed = strings.ToLower(strings.TrimSpace(typed))
	if strings.Contains(p.ID, typed) {
		return true
	}
	for _, name := range p.Name {
		if strings.Contains(strings.ToLower(name), typed) {
			return true
		}
	}
	return false
}

func (f *compareFeature) open(ctx context.Context, c *slash.Call, in compareIn) (slash.Reply, error) {
	all, err := f.Platforms()
	if err != nil {
		return slash.Reply{}, err
	}
	var ids []string
	for _, typed := range []string{in.First, in.Second, in.Third} {
		if typed == "" {
			continue
		}
		i := slices.IndexFunc(all, func(p guide.Platform) bool { return p.ID == typed })
		if i < 0 {
			i = slices.IndexFunc(all, func(p guide.Platform) bool { return platformMatches(p, typed) })
		}
		if i < 0 {
			return slash.Say(c.T("compare.unknown", typed)).With(f.menu(c.Voice, all, nil)), nil
		}
		if id := all[i].ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if ids == nil {
		return slash.Say(c.T("compare.ask")).With(f.menu(c.Voice, all, nil)), nil
	}
	return f.turned(ctx, c, compared{Of: strings.Join(ids, ",")})
}

func (f *compareFeature) chosen(ctx context.Context, c *slash.Call, in comparePick) (slash.Reply, error) {
	return f.turned(ctx, c, compared{Of: strings.Join(in.Platforms, ",")})
}

// find are the platforms that a button names, as many as fit.
func (f *compareFeature) find(c *slash.Call, of string) ([]guide.Platform, error) {
	all, err := f.Platforms()
	if err != nil {
		return nil, err
	}
	var found []guide.Platform
	for id := range strings.SplitSeq(of, ",") {
		if i := slices.IndexFunc(all, func(p guide.Platform) bool { return p.ID == id }); i >= 0 && len(found) < picture.MostColumns {
			found = append(found, all[i])
		}
	}
	if found == nil {
		return nil, c.Sorry(c.T("compare.gone"), c.T("safe.nothing_changed"), slash.Try("compare"))
	}
	return found, nil
}

func (f *compareFeature) turned(ctx context.Context, c *slash.Call, in compared) (slash.Reply, error) {
	found, err := f.find(c, in.Of)
	if err != nil {
		return slash.Reply{}, err
	}
	pictures, err := wantsPictures(ctx, c, f.People, f.Fonts)
	if err != nil {
		return slash.Reply{}, err
	}
	return f.page(c, found, in, pictures)
}

// showSources lists where the facts come from, each source once.
func (f *compareFeature) showSources(_ context.Context, c *slash.Call, in compared) (slash.Reply, error) {
	found, err := f.find(c, in.Of)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{c.T("compare.sources_of", platformNames(c.Voice, found))}
	seen := map[string]bool{}
	for _, p := range found {
		for _, kind := range guide.FactKinds {
			if s := p.Facts[kind].Source; s.URL != "" && !seen[s.URL] {
				seen[s.URL] = true
				lines = append(lines, sourceBullet(s))
			}
		}
	}
	if len(lines) == 1 {
		lines = append(lines, c.T("compare.no_sources"))
	}
	return slash.Say(slash.Lines(lines...)).As(slash.Anew), nil
}

// sourceBullet is a source in a list.
func sourceBullet(s guide.Source) slash.Markup {
	line := slash.Content(slash.Link(slash.Plain(s.Title), s.URL))
	if s.Date != "" {
		line = slash.Join(" · ", line, slash.Plain(s.Date))
	}
	return slash.Bullet(line)
}

// showPicture shows the table as a picture, or the text again if it cannot be drawn.
func (f *compareFeature) showPicture(_ context.Context, c *slash.Call, in compared) (slash.Reply, error) {
	found, err := f.find(c, in.Of)
	if err != nil {
		return slash.Reply{}, err
	}
	table, ok := f.pictured(c, c.Voice, found)
	if !ok {
		r, err := f.page(c, found, in, false)
		r.Blocks = append([]slash.Block{slash.Text{Body: c.T("compare.no_picture")}}, r.Blocks...)
		return r.As(slash.Anew), err
	}
	r := slash.Say(platformsHeading(c.Voice, found), c.T("compare.pictured")).With(table)
	return r.With(slash.Row{Buttons: []slash.Button{showAll(c, f.share, compareShare{in.Of, 0, true})}}).As(slash.Anew), nil
}

func (f *compareFeature) shareComparison(ctx context.Context, c *slash.Call, in compareShare) (slash.Reply, error) {
	found, err := f.find(c, in.Of)
	if err != nil {
		return slash.Reply{}, err
	}
	v, err := publicVoice(ctx, c, f.Servers)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(f.text(v, found, in.Page)...)
	if table, ok := f.pictured(c, v, found); ok && in.Picture {
		r = slash.Say(platformsHeading(v, found), v.T("compare.pictured")).With(table)
	}
	read := f.turn.Button(v.Label("compare.read"), compared{in.Of, in.Page})
	return shared(c, v, r.With(slash.Row{Buttons: []slash.Button{read}})), nil
}

package commands

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/slash"
)

// PagesStore keeps which servers have their digests on the public pages, and under
// which name.
type PagesStore interface {
	Settings
	// Digests are those of a server.
	Digests(ctx context.Context, server string) ([]news.Digest, error)
	PagesNames
}

// PagesNames keeps the names of servers in addresses.
type PagesNames interface {
	// Slug is the name of a server's pages, the same whenever it is asked for.
	Slug(ctx context.Context, server string) (string, error)
	// NewSlug gives them another one, so that links to them end.
	NewSlug(ctx context.Context, server string) (string, error)
}

// PagesNeeds are what Pages works with.
type PagesNeeds struct {
	Store PagesStore
	Base  string // address of the public pages; empty: whoever runs Magpie has none
	Now   func() time.Time
}

// Pages lets moderators put their server's digests on the public pages, and take them off.
func Pages(n PagesNeeds) slash.Feature {
	p := &pagesFeature{PagesNeeds: n}
	p.open = &slash.Action[slash.Nothing]{Name: pagesOpen, Needs: slash.ManageServer, Run: p.show}
	p.turn = &slash.Action[pagesTurn]{Name: "pages.turn", Needs: slash.ManageServer, Run: p.switchTo}
	p.ask = &slash.Action[slash.Nothing]{Name: "pages.ask", Needs: slash.ManageServer, Run: p.askRenew}
	p.renew = &slash.Action[slash.Nothing]{Name: "pages.renew", Needs: slash.ManageServer, Run: p.renewName}
	return slash.Feature{Actions: []slash.Route{p.open, p.turn, p.ask, p.renew}}
}

type pagesFeature struct {
	PagesNeeds
	open, ask, renew *slash.Action[slash.Nothing]
	turn             *slash.Action[pagesTurn]
}

// pagesTurn switches the pages on or off.
type pagesTurn struct{ On bool }

// pagesOpen is the name of the action that opens the settings.
const pagesOpen = "pages.open"

// pagesSettingsButton opens the settings of public pages from elsewhere.
func pagesSettingsButton(v slash.Voice) slash.Button {
	return opener(v, pagesOpen, "pages.settings")
}

func (p *pagesFeature) show(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := serverOf(ctx, c, p.Store)
	if err != nil {
		return slash.Reply{}, err
	}
	return p.page(ctx, c, server)
}

// page says what is public, and what would be.
func (p *pagesFeature) page(ctx context.Context, c *slash.Call, server community.Server) (slash.Reply, error) {
	row := slash.Row{Buttons: []slash.Button{backToSetup(c.Voice)}}
	if p.Base == "" {
		return slash.Say(c.T("pages.none")).With(row), nil
	}
	digests, err := p.Store.Digests(ctx, server.ID)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up digests of server %s: %w", server.ID, err)
	}
	if !server.PagesOn {
		row.Buttons = append(row.Buttons, p.turn.Button(c.Label("pages.switch_on"), pagesTurn{On: true}).With(slash.Good))
		return slash.Say(c.T("pages.off"), c.T("pages.what"), pagesDigests(c.Voice, digests)).With(row), nil
	}
	slug, err := p.Store.Slug(ctx, server.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	address, err := url.JoinPath(p.Base, c.Lang, "s", slug, "/")
	if err != nil {
		return slash.Reply{}, fmt.Errorf("make the address of pages: %w", err) // unreachable: the settings were checked
	}
	row.Buttons = append(row.Buttons,
		p.ask.Button(c.Label("pages.renew"), slash.Nothing{}),
		p.turn.Button(c.Label("pages.switch_off"), pagesTurn{}).With(slash.Danger))
	return slash.Say(
		c.T("pages.on", slash.Link(slash.Plain(strings.TrimPrefix(address, "https://")), address)),
		pagesDigests(c.Voice, digests), c.T("pages.what"),
	).With(row), nil
}

// pagesDigests names the digests that are or would be public.
func pagesDigests(v slash.Voice, digests []news.Digest) slash.Content {
	if len(digests) == 0 {
		return v.T("pages.no_digests")
	}
	var names []string
	for _, d := range digests {
		names = append(names, d.Name)
	}
	slices.Sort(names)
	return v.T("pages.digests", strings.Join(names, v.Label("list.separator")))
}

func (p *pagesFeature) switchTo(ctx context.Context, c *slash.Call, in pagesTurn) (slash.Reply, error) {
	if p.Base == "" && in.On {
		return slash.Reply{}, c.Sorry(c.T("pages.none"), c.T("safe.nothing_changed"), slash.Try("setup"))
	}
	key := "change.pages.off"
	if in.On {
		key = "change.pages.on"
	}
	change := changeBy(c, p.Now(), key)
	server, err := p.Store.EditServer(ctx, c.Place.Server, func(s *community.Server) { s.PagesOn = in.On }, change)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("save settings of server %s: %w", c.Place.Server, err)
	}
	return p.page(ctx, c, server)
}

// askRenew asks before links end.
func (p *pagesFeature) askRenew(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Say(c.T("pages.ask_renew")).With(slash.Row{Buttons: []slash.Button{
		p.open.Button(c.Label("pages.keep"), slash.Nothing{}),
		p.renew.Button(c.Label("pages.renew_now"), slash.Nothing{}).With(slash.Danger),
	}}), nil
}

func (p *pagesFeature) renewName(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	if _, err := p.Store.NewSlug(ctx, c.Place.Server); err != nil {
		return slash.Reply{}, err
	}
	change := changeBy(c, p.Now(), "change.pages.renewed")
	server, err := p.Store.EditServer(ctx, c.Place.Server, func(*community.Server) {}, change)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("note a new address of server %s: %w", c.Place.Server, err)
	}
	return p.page(ctx, c, server)
}

package commands

import (
	"context"
	"strconv"
	"unicode/utf8"

	"magpie/community"
	"magpie/slash"
)

// HandleFinds find people, as an asker may see them.
type HandleFinds interface {
	FindHandles(ctx context.Context, sought community.Sought) ([]community.Found, error)
	FoundPerson(ctx context.Context, server, asker, person string) (community.Found, bool, error)
	FoundHandle(ctx context.Context, server, asker, id string) (community.Found, bool, error)
}

type handlesFindIn struct {
	Handle   string `slash:"handle,max=300"`
	Platform string `slash:"platform,suggest,optional,max=40"`
}

type handlesWhoisIn struct {
	Person slash.Person `slash:"person"`
}

// sought is what the caller looks for, which counts as one look.
func (h *Handles) sought(c *slash.Call, in handlesFindIn) (community.Sought, error) {
	var p community.Platform
	var err error
	if in.Platform != "" {
		if p, err = h.platform(c, in.Platform); err != nil {
			return community.Sought{}, err
		}
	}
	on, name, err := community.ReadSought(p.ID, in.Handle)
	if err != nil {
		return community.Sought{}, h.misspelt(c, p.ID, in.Handle, err, slash.Try("handles find"))
	}
	return community.Sought{Server: c.Place.Server, Asker: c.Person.ID, Platform: on, Name: name}, h.spend(c, h.looks)
}

// soughtName is what was looked for, as it is said.
func soughtName(c *slash.Call, platform, name string) string {
	said := community.Handle{Platform: platform, Name: name}.String()
	if platform == "" {
		return said
	}
	return platformName(c.Voice, platform) + " " + said
}

// find looks for a handle. Nobody and somebody whom the caller may not see read alike.
func (h *Handles) find(ctx context.Context, c *slash.Call, in handlesFindIn) (slash.Reply, error) {
	sought, err := h.sought(c, in)
	if err != nil {
		return slash.Reply{}, err
	}
	found, err := h.Finds.FindHandles(ctx, sought)
	if err != nil {
		return slash.Reply{}, err
	}
	name := soughtName(c, sought.Platform, sought.Name)
	switch {
	case len(found) == 0:
		return h.nobody(c, sought, name), nil
	case len(found) == 1:
		return h.cardOf(c, found[0]), nil
	}
	return h.several(c, found, name), nil
}

// nobody says that nobody was found, with what the caller can do about it. A name that is too
// long for a button is awaited with /handles watch.
func (h *Handles) nobody(c *slash.Call, sought community.Sought, name string) slash.Reply {
	row := slash.Row{Buttons: []slash.Button{h.add.Button(c.Label("handles.add_mine"), slash.Nothing{})}}
	watch := h.await.Button(c.Label("handles.watch_this"), handlesSought{sought.Platform, sought.Name})
	if utf8.RuneCountInString(watch.ID) <= slash.MaxID {
		row.Buttons = append([]slash.Button{watch}, row.Buttons...)
	}
	return slash.Say(c.T("handles.nobody", name)).With(row)
}

// several lists those who say that one handle is theirs, or whose handles are near it.
func (h *Handles) several(c *slash.Call, found []community.Found, name string) slash.Reply {
	title := c.T("handles.several_near", name)
	if found[0].Exact {
		title = c.T("handles.several", len(found), name)
	}
	r := slash.Say(title)
	for i, f := range found {
		open := h.card.Button(c.Label("handles.open", strconv.Itoa(i+1)), handlesRef{f.Match.ID})
		r = r.With(slash.Section{Body: slash.Join(" · ", slash.UserMention(f.Person), slash.Plain(ownName(c, f.Match))), Button: &open})
	}
	return r
}

// openCard shows somebody whom the caller has found.
func (h *Handles) openCard(ctx context.Context, c *slash.Call, in handlesRef) (slash.Reply, error) {
	f, ok, err := h.Finds.FoundHandle(ctx, c.Place.Server, c.Person.ID, in.Handle)
	if err != nil {
		return slash.Reply{}, err
	}
	if !ok {
		return slash.Reply{}, h.gone(c)
	}
	return h.cardOf(c, f).As(slash.Anew), nil
}

func (h *Handles) whois(ctx context.Context, c *slash.Call, in handlesWhoisIn) (slash.Reply, error) {
	return h.look(ctx, c, in.Person.ID)
}

// clicked is Handles in the menu of a person.
func (h *Handles) clicked(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	if c.Target == nil {
		return slash.Reply{}, h.gone(c)
	}
	return h.look(ctx, c, c.Target.ID)
}

// look shows what the caller may see of a person: the same for somebody who lists nothing and
// for somebody who hides it.
func (h *Handles) look(ctx context.Context, c *slash.Call, person string) (slash.Reply, error) {
	if person == c.Person.ID {
		return h.showMine(ctx, c, slash.Nothing{})
	}
	if err := h.spend(c, h.cards); err != nil {
		return slash.Reply{}, err
	}
	f, ok, err := h.Finds.FoundPerson(ctx, c.Place.Server, c.Person.ID, person)
	if err != nil {
		return slash.Reply{}, err
	}
	if !ok {
		how := c.T("handles.nothing.know")
		if f.Known {
			how = c.T("handles.nothing.known")
		}
		return slash.Say(c.T("handles.nothing", slash.UserMention(person)), how).With(h.deeds(c, person, f.Known, false)...), nil
	}
	return h.cardOf(c, f), nil
}

// cardOf shows a person's handles as claims.
func (h *Handles) cardOf(c *slash.Call, f community.Found) slash.Reply {
	who := slash.UserMention(f.Person)
	match := ownName(c, f.Match)
	var title slash.Content
	switch {
	case f.Match.ID == "":
		title = c.T("handles.card", who)
	case f.Exact:
		title = c.T("handles.card.exact", who, match)
	default:
		title = c.T("handles.card.near", who, match)
	}
	lines := []slash.Content{title, c.T("handles.unchecked")}
	for _, own := range f.Handles {
		lines = append(lines, slash.Bullet(h.claim(c, own)))
	}
	if f.Note != "" {
		lines = append(lines, slash.Quote(slash.Plain(f.Note)))
	}
	return slash.Say(slash.Lines(lines...)).With(h.deeds(c, f.Person, f.Known, true)...)
}

// claim is one handle of a card, with a link to its profile and what speaks against it.
func (h *Handles) claim(c *slash.Call, own community.FoundHandle) slash.Content {
	p, _ := community.PlatformNamed(own.Platform)
	said := []slash.Content{slash.Plain(ownName(c, own.Handle))}
	if address := p.Profile(own.Name); address != "" {
		said[0] = slash.Join(" · ", said[0], slash.Link(c.T("handles.profile"), address))
	}
	if own.Claims > 1 {
		said = append(said, c.T("handles.claims", own.Claims))
	}
	if own.Like != "" {
		like := community.Handle{Platform: own.Platform, Name: own.Like}
		said = append(said, c.T("handles.like", like.String()))
	}
	return slash.Join(" — ", said...)
}

// deeds are what one can do about a person, of whom the caller may have said that they know
// them. Whether moderators can remove something says nothing of whether there is anything.
func (h *Handles) deeds(c *slash.Call, person string, known, found bool) []slash.Block {
	ref := handlesPerson{person}
	know := h.know.Button(c.Label("handles.know"), ref)
	if known {
		know = h.unknow.Button(c.Label("handles.unknow_them"), ref)
	}
	row := slash.Row{Buttons: []slash.Button{know, h.block.Button(c.Label("handles.block"), ref)}}
	if found {
		row.Buttons = append(row.Buttons, h.report.Button(c.Label("handles.report"), ref))
	}
	rows := []slash.Block{row}
	if c.Person.May.Has(slash.ManageServer) {
		rows = append(rows, slash.Row{Buttons: []slash.Button{h.remove.Button(c.Label("handles.remove"), ref).With(slash.Danger)}})
	}
	return rows
}

package commands

import (
	"context"
	"errors"

	"magpie/community"
	"magpie/slash"
)

// Listings keep what people list.
type Listings interface {
	Listing(ctx context.Context, server, person string) (community.Listing, bool, error)
	// ListHandle returns the handle as it is kept, and whether somebody else says that it
	// is theirs; the error is community.ErrTooMany if it is one too many.
	ListHandle(ctx context.Context, h community.Handle) (listed community.Handle, contested bool, err error)
	ShowHandle(ctx context.Context, server, person, id string, to community.Audience) (shown, contested bool, err error)
	RemoveHandle(ctx context.Context, server, person, id string) (removed bool, err error)
	EditListing(ctx context.Context, server, person string, edit func(*community.Listing)) (community.Listing, bool, error)
	RemoveListing(ctx context.Context, server, person string) error
}

type handlesAddIn struct {
	Platform string `slash:"platform,suggest,max=40"`
	Handle   string `slash:"handle,max=300"`
	Who      string `slash:"who,optional,choices=anyone|knowing|mutual|nobody"`
}

type handlesOwnIn struct {
	Handle string `slash:"handle,suggest,max=300"`
}

type handlesPick struct {
	Platform string `slash:"platform"`
}

// handlesForm is a handle as it is typed, in place of the handle Old unless that is empty.
type handlesForm struct {
	Platform, Old string
	Handle        string `slash:"handle,max=300"`
	Who           string `slash:"who,choices=anyone|knowing|mutual|nobody"`
}

// handlesShow chooses who sees a handle, or handlesRemove, which asks first.
type handlesShow struct {
	Handle string
	Who    string `slash:"who"`
}

const handlesRemove = "remove"

// handlesConfirm lists a handle of which its person was warned.
type handlesConfirm struct{ Handle, Who string }

// handlesLeave leaves it out; Fresh if it was typed just now.
type handlesLeave struct {
	Handle string
	Fresh  bool
}

type handlesNote struct {
	Note string `slash:"note,optional,max=200"`
}

type handlesArrivals struct{ On bool }

// showMine is the page on which someone sees to what they list.
func (h *Handles) showMine(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return h.minePage(ctx, c, nil)
}

// minePage says first what just happened, unless head is nil.
func (h *Handles) minePage(ctx context.Context, c *slash.Call, head slash.Content) (slash.Reply, error) {
	l, ok, err := h.Listings.Listing(ctx, c.Place.Server, c.Person.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	var r slash.Reply
	if head != nil {
		r = slash.Say(head)
	}
	add := h.add.Button(c.Label("handles.add"), slash.Nothing{})
	waiting := h.waiting.Button(c.Label("handles.waiting"), slash.Nothing{})
	if !ok {
		return r.With(slash.Text{Body: c.T("handles.none_listed")}, slash.Row{Buttons: []slash.Button{add.With(slash.Main), waiting}}), nil
	}
	about := []slash.Content{c.T("handles.listed", len(l.Handles)), c.T("handles.until", slash.Time(l.ExpiresAt, slash.Date))}
	if l.Note != "" {
		about = append(about, slash.Quote(slash.Plain(l.Note)))
	}
	r = r.With(slash.Text{Body: slash.Lines(about...)})
	for _, own := range l.Handles {
		r = r.With(slash.Text{Body: slash.Plain(ownName(c, own))}, h.audienceMenu(c, own))
	}
	arrivals := h.arrivals.Button(c.Label("handles.arrivals.on"), handlesArrivals{true})
	if l.Arrivals {
		arrivals = h.arrivals.Button(c.Label("handles.arrivals.off"), handlesArrivals{false})
	}
	return r.With(
		slash.Row{Buttons: []slash.Button{
			add.When(len(l.Handles) < community.MaxHandles), h.note.Button(c.Label("handles.note"), slash.Nothing{}),
			h.renew.Button(c.Label("handles.renew"), slash.Nothing{}),
		}},
		slash.Row{Buttons: []slash.Button{arrivals, waiting, h.askDrop.Button(c.Label("handles.drop"), slash.Nothing{}).With(slash.Danger)}},
	), nil
}

// audienceMenu chooses who sees one of the caller's handles.
func (h *Handles) audienceMenu(c *slash.Call, own community.Handle) slash.Menu {
	choices := audienceChoices(c, own.Audience)
	choices = append(choices, slash.Choice{Name: c.Label("handles.remove_it"), Value: handlesRemove})
	return h.show.Menu(c.Label("handles.who"), handlesShow{Handle: own.ID}, choices...)
}

// audienceChoices are who can see a handle, the most first.
func audienceChoices(c *slash.Call, now community.Audience) []slash.Choice {
	var choices []slash.Choice
	for i := range community.Audiences {
		a := community.Audiences[len(community.Audiences)-1-i]
		key := "handles.audience." + string(a)
		choices = append(choices, slash.Choice{Name: c.Label(key), Value: string(a), About: c.Label(key + ".about"), On: a == now})
	}
	return choices
}

// choosePlatform asks for the platform of a new handle.
func (h *Handles) choosePlatform(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	var choices []slash.Choice
	for _, p := range community.Platforms {
		choices = append(choices, slash.Choice{Name: platformName(c.Voice, p.ID), Value: p.ID})
	}
	return slash.Say(c.T("handles.choose_platform")).With(h.pick.Menu(c.Label("handles.platform"), handlesPick{}, choices...)), nil
}

// picked asks for the handle on a platform.
func (h *Handles) picked(_ context.Context, c *slash.Call, in handlesPick) (slash.Reply, error) {
	p, err := h.platform(c, in.Platform)
	return h.form(c, handlesForm{Platform: p.ID, Who: string(community.Knowing)}), err
}

func (h *Handles) form(c *slash.Call, in handlesForm) slash.Reply {
	title := c.Label("handles.form", platformName(c.Voice, in.Platform))
	return slash.Reply{Form: h.save.Form(c.Voice, slash.Cut(title, slash.MaxTitle), in)}
}

func (h *Handles) addTyped(ctx context.Context, c *slash.Call, in handlesAddIn) (slash.Reply, error) {
	p, err := h.platform(c, in.Platform)
	if err != nil {
		return slash.Reply{}, err
	}
	if in.Who == "" {
		in.Who = string(community.Knowing)
	}
	return h.list(ctx, c, p, handlesForm{Platform: p.ID, Handle: in.Handle, Who: in.Who})
}

func (h *Handles) saveForm(ctx context.Context, c *slash.Call, in handlesForm) (slash.Reply, error) {
	p, err := h.platform(c, in.Platform)
	if err != nil {
		return slash.Reply{}, err
	}
	return h.list(ctx, c, p, in)
}

// list lists a handle. One that says where a person is waits for them to agree: until then
// nobody sees it.
func (h *Handles) list(ctx context.Context, c *slash.Call, p community.Platform, in handlesForm) (slash.Reply, error) {
	name, err := p.Parse(in.Handle)
	if err != nil {
		return slash.Reply{}, h.misspelt(c, p.ID, in.Handle, err, h.pickAgain(c))
	}
	if err := h.spend(c, h.looks); err != nil {
		return slash.Reply{}, err
	}
	to := community.Audience(in.Who)
	if p.Revealing {
		to = community.Nobody
	}
	own := community.Handle{Server: c.Place.Server, Person: c.Person.ID, Platform: p.ID, Name: name, Audience: to}
	listed, contested, err := h.Listings.ListHandle(ctx, own)
	if errors.Is(err, community.ErrTooMany) && in.Old != "" { // the old one makes room
		if _, err = h.Listings.RemoveHandle(ctx, c.Place.Server, c.Person.ID, in.Old); err == nil {
			listed, contested, err = h.Listings.ListHandle(ctx, own)
		}
	}
	switch {
	case errors.Is(err, community.ErrTooMany):
		return slash.Reply{}, c.Sorry(c.T("handles.full", community.MaxHandles), c.T("safe.nothing_changed"), slash.Try("handles mine"))
	case err != nil:
		return slash.Reply{}, err
	}
	if in.Old != "" && in.Old != listed.ID {
		if _, err := h.Listings.RemoveHandle(ctx, c.Place.Server, c.Person.ID, in.Old); err != nil {
			return slash.Reply{}, err
		}
	}
	if p.Revealing && in.Who != string(community.Nobody) {
		return h.warn(c, listed, in.Who, in.Old == ""), nil
	}
	added := "handles.added"
	if to == community.Nobody {
		added = "handles.added_nobody"
	}
	return h.minePage(ctx, c, h.done(c, c.T(added, ownName(c, listed)), contested))
}

// pickAgain is the button to type a handle anew.
func (h *Handles) pickAgain(c *slash.Call) slash.Button {
	return h.add.Button(c.Label("handles.try_again"), slash.Nothing{})
}

// done is what just happened to a handle, and that somebody else says it is theirs.
func (h *Handles) done(c *slash.Call, what slash.Content, contested bool) slash.Content {
	if contested {
		return slash.Lines(what, c.T("handles.contested"))
	}
	return what
}

// warn says what is linked when a handle that says where someone is stands beside their
// Discord account.
func (h *Handles) warn(c *slash.Call, own community.Handle, who string, fresh bool) slash.Reply {
	return slash.Say(c.T("handles.warning", own.String()), c.T("handles.warning.about")).With(slash.Row{Buttons: []slash.Button{
		h.confirm.Button(c.Label("handles.list_anyway"), handlesConfirm{own.ID, who}),
		h.leave.Button(c.Label("handles.leave_out"), handlesLeave{own.ID, fresh}).With(slash.Main),
	}})
}

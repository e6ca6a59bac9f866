package commands

import (
	"context"
	"strconv"

	"magpie/community"
	"magpie/slash"
)

// own is one of the caller's handles.
func (h *Handles) own(ctx context.Context, c *slash.Call, is func(community.Handle) bool) (community.Handle, error) {
	l, _, err := h.Listings.Listing(ctx, c.Place.Server, c.Person.ID)
	if err != nil {
		return community.Handle{}, err
	}
	for _, own := range l.Handles {
		if is(own) {
			return own, nil
		}
	}
	return community.Handle{}, h.gone(c)
}

func (h *Handles) ownByID(ctx context.Context, c *slash.Call, id string) (community.Handle, error) {
	return h.own(ctx, c, func(own community.Handle) bool { return own.ID == id })
}

// ownTyped is one that was typed or completed.
func (h *Handles) ownTyped(ctx context.Context, c *slash.Call, in handlesOwnIn) (community.Handle, error) {
	return h.own(ctx, c, func(own community.Handle) bool {
		return own.ID == in.Handle || community.HandleKey(own.Name) == community.HandleKey(in.Handle) || ownName(c, own) == in.Handle
	})
}

func (h *Handles) gone(c *slash.Call) error {
	return c.Sorry(c.T("handles.gone"), c.T("safe.nothing_changed"), slash.Try("handles mine"))
}

// shownTo settles who sees a handle.
func (h *Handles) shownTo(ctx context.Context, c *slash.Call, in handlesShow) (slash.Reply, error) {
	own, err := h.ownByID(ctx, c, in.Handle)
	if err != nil {
		return slash.Reply{}, err
	}
	if in.Who == handlesRemove {
		return h.askRemove(c, own), nil
	}
	p, _ := community.PlatformNamed(own.Platform)
	if p.Revealing && own.Audience == community.Nobody && in.Who != string(community.Nobody) {
		return h.warn(c, own, in.Who, false), nil
	}
	return h.showTo(ctx, c, own, in.Who)
}

func (h *Handles) showTo(ctx context.Context, c *slash.Call, own community.Handle, who string) (slash.Reply, error) {
	to := community.Audience(who)
	if !to.Valid() {
		return slash.Reply{}, h.gone(c)
	}
	if to.Open() && !own.Audience.Open() {
		if err := h.spend(c, h.looks); err != nil { // it tells whether others list the same
			return slash.Reply{}, err
		}
	}
	shown, contested, err := h.Listings.ShowHandle(ctx, c.Place.Server, c.Person.ID, own.ID, to)
	if err != nil {
		return slash.Reply{}, err
	}
	if !shown {
		return slash.Reply{}, h.gone(c)
	}
	return h.minePage(ctx, c, h.done(c, c.T("handles.shown", ownName(c, own), c.Label("handles.audience."+who)), contested))
}

func (h *Handles) confirmed(ctx context.Context, c *slash.Call, in handlesConfirm) (slash.Reply, error) {
	own, err := h.ownByID(ctx, c, in.Handle)
	if err != nil {
		return slash.Reply{}, err
	}
	return h.showTo(ctx, c, own, in.Who)
}

func (h *Handles) leftOut(ctx context.Context, c *slash.Call, in handlesLeave) (slash.Reply, error) {
	own, err := h.ownByID(ctx, c, in.Handle)
	if err != nil {
		return slash.Reply{}, err
	}
	if in.Fresh {
		return h.removeOwn(ctx, c, own)
	}
	return h.showTo(ctx, c, own, string(community.Nobody))
}

func (h *Handles) removeTyped(ctx context.Context, c *slash.Call, in handlesOwnIn) (slash.Reply, error) {
	own, err := h.ownTyped(ctx, c, in)
	if err != nil {
		return slash.Reply{}, err
	}
	return h.removeOwn(ctx, c, own)
}

func (h *Handles) askRemove(c *slash.Call, own community.Handle) slash.Reply {
	return slash.Say(c.T("handles.ask_remove", ownName(c, own))).With(slash.Row{Buttons: []slash.Button{
		h.removeNow.Button(c.Label("handles.remove_now"), handlesRef{own.ID}).With(slash.Danger),
		h.mine.Button(c.Label("handles.keep"), slash.Nothing{}),
	}})
}

func (h *Handles) removeAsked(ctx context.Context, c *slash.Call, in handlesRef) (slash.Reply, error) {
	own, err := h.ownByID(ctx, c, in.Handle)
	if err != nil {
		return slash.Reply{}, err
	}
	return h.removeOwn(ctx, c, own)
}

func (h *Handles) removeOwn(ctx context.Context, c *slash.Call, own community.Handle) (slash.Reply, error) {
	removed, err := h.Listings.RemoveHandle(ctx, c.Place.Server, c.Person.ID, own.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	if !removed {
		return slash.Reply{}, h.gone(c)
	}
	return h.minePage(ctx, c, c.T("handles.removed", ownName(c, own)))
}

// editTyped is the page of one handle.
func (h *Handles) editTyped(ctx context.Context, c *slash.Call, in handlesOwnIn) (slash.Reply, error) {
	own, err := h.ownTyped(ctx, c, in)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("handles.edit", ownName(c, own))).With(h.audienceMenu(c, own), slash.Row{Buttons: []slash.Button{
		h.change.Button(c.Label("handles.change"), handlesRef{own.ID}),
		h.mine.Button(c.Label("handles.mine"), slash.Nothing{}),
	}}), nil
}

func (h *Handles) openChange(ctx context.Context, c *slash.Call, in handlesRef) (slash.Reply, error) {
	own, err := h.ownByID(ctx, c, in.Handle)
	return h.form(c, handlesForm{own.Platform, own.ID, own.Name, string(own.Audience)}), err
}

func (h *Handles) openNote(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	l, _, err := h.Listings.Listing(ctx, c.Place.Server, c.Person.ID)
	return slash.Reply{Form: h.keep.Form(c.Voice, c.Label("handles.note_title"), handlesNote{l.Note})}, err
}

func (h *Handles) keepNote(ctx context.Context, c *slash.Call, in handlesNote) (slash.Reply, error) {
	note, err := community.ParseNote(in.Note)
	if err != nil {
		return slash.Reply{}, h.misspelt(c, "", in.Note, err, h.note.Button(c.Label("handles.try_again"), slash.Nothing{}))
	}
	return h.edited(ctx, c, c.T("handles.noted"), func(l *community.Listing) { l.Note = note })
}

func (h *Handles) renewAll(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	ends := h.Now().Add(community.ListedFor)
	return h.edited(ctx, c, c.T("handles.renewed", slash.Time(ends, slash.Date)), func(l *community.Listing) { l.ExpiresAt = ends })
}

func (h *Handles) setArrivals(ctx context.Context, c *slash.Call, in handlesArrivals) (slash.Reply, error) {
	return h.edited(ctx, c, c.T("handles.arrivals."+strconv.FormatBool(in.On)), func(l *community.Listing) { l.Arrivals = in.On })
}

// edited changes the caller's listing and shows it.
func (h *Handles) edited(ctx context.Context, c *slash.Call, done slash.Content, edit func(*community.Listing)) (slash.Reply, error) {
	_, ok, err := h.Listings.EditListing(ctx, c.Place.Server, c.Person.ID, edit)
	if err != nil {
		return slash.Reply{}, err
	}
	if !ok {
		return slash.Reply{}, h.gone(c)
	}
	return h.minePage(ctx, c, done)
}

func (h *Handles) askDropAll(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Say(c.T("handles.ask_drop")).With(slash.Row{Buttons: []slash.Button{
		h.drop.Button(c.Label("handles.drop_now"), slash.Nothing{}).With(slash.Danger),
		h.mine.Button(c.Label("handles.keep"), slash.Nothing{}),
	}}), nil
}

// dropAll deletes at once, where handles are switched off too.
func (h *Handles) dropAll(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	if err := h.Listings.RemoveListing(ctx, c.Place.Server, c.Person.ID); err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("handles.dropped")), nil
}

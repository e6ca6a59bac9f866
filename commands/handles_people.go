package commands

import (
	"context"
	"crypto/rand"
	"errors"
	"strconv"

	"magpie/community"
	"magpie/slash"
)

// Neighbours keep whom people know, and with whom they want nothing to do.
type Neighbours interface {
	Acquaintances
	Block(ctx context.Context, person, blocked string) error
	Unblock(ctx context.Context, person, blocked string) error
	Blocked(ctx context.Context, person string) ([]string, error)
}

// Acquaintances keep whom people say they know.
type Acquaintances interface {
	// Know reports false for listed if the person lists nothing, and mutual if the other said
	// the same.
	Know(ctx context.Context, server, person, other string) (listed, mutual bool, err error)
	Unknow(ctx context.Context, server, person, other string) error
	Known(ctx context.Context, server, person string) ([]string, error)
}

// HandleModeration is what moderators settle, and what they hear.
type HandleModeration interface {
	Servers
	// ReportListing reports false if its reporter made too many reports, or this one already. A
	// person who lists nothing is not reported, which reads as if they were.
	ReportListing(ctx context.Context, r community.Report) (told bool, err error)
	ModerateListing(ctx context.Context, person, why string, ch community.Change) error
	SwitchHandles(ctx context.Context, on, drop bool, ch community.Change) error
	// HandlesLeft reports whether members of a server list anything, or wait for anyone.
	HandlesLeft(ctx context.Context, server string) (bool, error)
}

type handlesComplaint struct {
	Person string
	Reason string `slash:"reason,choices=imitates|private|unkind|other"`
	Text   string `slash:"text,long,optional,max=200"`
}

type handlesModerate struct {
	Person string
	Why    string `slash:"why,long,optional,max=200"`
}

// knows notes that the caller knows a person, who hears of it if they said the same.
func (h *Handles) knows(ctx context.Context, c *slash.Call, in handlesPerson) (slash.Reply, error) {
	if err := h.spend(c, h.cards); err != nil {
		return slash.Reply{}, err
	}
	listed, mutual, err := h.Neighbours.Know(ctx, c.Place.Server, c.Person.ID, in.Person)
	switch {
	case errors.Is(err, community.ErrTooMany):
		return slash.Reply{}, c.Sorry(c.T("handles.too_known", community.MaxBonds), c.T("safe.nothing_changed"), slash.Try("handles mine"))
	case err != nil:
		return slash.Reply{}, err
	case !listed:
		return slash.Reply{}, c.Sorry(c.T("handles.list_first"), c.T("safe.nothing_changed"), slash.Try("handles add"))
	}
	undo := slash.Row{Buttons: []slash.Button{h.unknow.Button(c.Label("handles.undo"), in)}}
	if !mutual {
		return slash.Say(c.T("handles.known", slash.UserMention(in.Person))).With(undo).As(slash.Anew), nil
	}
	f, ok, err := h.Finds.FoundPerson(ctx, c.Place.Server, c.Person.ID, in.Person)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(c.T("handles.met", slash.UserMention(in.Person)))
	if !ok {
		return r.With(undo).As(slash.Anew), nil
	}
	return r.With(h.cardOf(c, f).Blocks...).As(slash.Anew), nil
}

// unknows takes that back. The person does not hear of it.
func (h *Handles) unknows(ctx context.Context, c *slash.Call, in handlesPerson) (slash.Reply, error) {
	err := h.Neighbours.Unknow(ctx, c.Place.Server, c.Person.ID, in.Person)
	return slash.Say(c.T("handles.unknown", slash.UserMention(in.Person))), err
}

// listKnown lists whom the caller said they know; not who said the same, which they were told.
func (h *Handles) listKnown(ctx context.Context, c *slash.Call, at handlesPage) (slash.Reply, error) {
	all, err := h.Neighbours.Known(ctx, c.Place.Server, c.Person.ID)
	return h.listPeople(c, all, at, peopleList{"handles.acquaintances.", "handles.unknow", h.unknow, h.known}), err
}

// blocks keeps a person away from the caller.
func (h *Handles) blocks(ctx context.Context, c *slash.Call, in handlesPerson) (slash.Reply, error) {
	err := h.Neighbours.Block(ctx, c.Person.ID, in.Person)
	if errors.Is(err, community.ErrTooMany) {
		return slash.Reply{}, c.Sorry(c.T("handles.too_blocked", community.MaxBlocks), c.T("safe.nothing_changed"), h.blocked.Button(c.Label("handles.blocked"), handlesPage{}))
	}
	return slash.Say(c.T("handles.blocked_now", slash.UserMention(in.Person))).With(slash.Row{Buttons: []slash.Button{
		h.unblock.Button(c.Label("handles.undo"), in),
	}}), err
}

func (h *Handles) unblocks(ctx context.Context, c *slash.Call, in handlesPerson) (slash.Reply, error) {
	err := h.Neighbours.Unblock(ctx, c.Person.ID, in.Person)
	return slash.Say(c.T("handles.unblocked", slash.UserMention(in.Person))), err
}

// listBlocked lists whom the caller blocked.
func (h *Handles) listBlocked(ctx context.Context, c *slash.Call, at handlesPage) (slash.Reply, error) {
	all, err := h.Neighbours.Blocked(ctx, c.Person.ID)
	return h.listPeople(c, all, at, peopleList{"handles.blocked.", "handles.unblock", h.unblock, h.blocked}), err
}

// A peopleList is a list of people with a button beside each that takes them off it.
type peopleList struct {
	words string // begins the words that say how many there are, or none
	off   string // is the button's
	take  *slash.Action[handlesPerson]
	turn  *slash.Action[handlesPage]
}

// peoplePerPage is how many people a page lists.
const peoplePerPage = 5

// listPeople is a page of a list of people.
func (h *Handles) listPeople(c *slash.Call, all []string, at handlesPage, l peopleList) slash.Reply {
	if len(all) == 0 {
		return slash.Say(c.T(l.words + "none")).With(slash.Row{Buttons: []slash.Button{h.mine.Button(c.Label("handles.mine"), slash.Nothing{})}})
	}
	shown, page, last := pageOf(all, at.Page, peoplePerPage)
	r := slash.Say(c.T(l.words+"count", len(all)))
	for i, person := range shown {
		off := l.take.Button(c.Label(l.off, strconv.Itoa(page*peoplePerPage+i+1)), handlesPerson{person})
		r = r.With(slash.Section{Body: slash.UserMention(person), Button: &off})
	}
	if last > 0 {
		r = r.With(slash.Row{Buttons: turns(c, l.turn, page, last, func(n int) handlesPage { return handlesPage{n} })})
	}
	return r
}

func (h *Handles) openReport(_ context.Context, c *slash.Call, in handlesPerson) (slash.Reply, error) {
	return slash.Reply{Form: h.complain.Form(c.Voice, c.Label("handles.report_title"), handlesComplaint{Person: in.Person, Reason: community.ReportReasons[0]})}, nil
}

// sendReport tells the moderators, not by whom.
func (h *Handles) sendReport(ctx context.Context, c *slash.Call, in handlesComplaint) (slash.Reply, error) {
	told, err := h.Moderation.ReportListing(ctx, community.Report{
		ID: rand.Text()[:16], Server: c.Place.Server, Reporter: c.Person.ID, Person: in.Person,
		Reason: in.Reason, Text: oneLine(in.Text), At: h.Now(),
	})
	if err != nil {
		return slash.Reply{}, err
	}
	if !told {
		return slash.Reply{}, c.Sorry(c.T("handles.reported_enough", community.HandleReportsADay), c.T("handles.reported_enough.safe"), slash.Try("handles mine"))
	}
	return slash.Say(c.T("handles.reported")).With(slash.Row{Buttons: []slash.Button{
		h.block.Button(c.Label("handles.block_too"), handlesPerson{in.Person}),
	}}).As(slash.Anew), nil
}

// openRemove asks a moderator why.
func (h *Handles) openRemove(_ context.Context, c *slash.Call, in handlesPerson) (slash.Reply, error) {
	return slash.Reply{Form: h.moderate.Form(c.Voice, c.Label("handles.remove_title"), handlesModerate{Person: in.Person})}, nil
}

// removeListing removes whatever a person lists. The moderator does not learn what it was.
func (h *Handles) removeListing(ctx context.Context, c *slash.Call, in handlesModerate) (slash.Reply, error) {
	err := h.Moderation.ModerateListing(ctx, in.Person, oneLine(in.Why), h.noted(c, "removed"))
	return slash.Say(c.T("handles.moderated", slash.UserMention(in.Person))).As(slash.Anew), err
}

func (h *Handles) noted(c *slash.Call, what string) community.Change {
	return changeBy(c, h.Now(), "change.handles."+what)
}

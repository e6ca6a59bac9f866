package commands

import (
	"context"
	"crypto/rand"
	"errors"
	"strconv"
	"strings"

	"magpie/community"
	"magpie/slash"
)

// Neighbours keep whom people know, and with whom they want nothing to do.
type Neighbours interface {
	// Know reports false for listed if the person lists nothing, and mutual if the other said
	// the same.
	Know(ctx context.Context, server, person, other string) (listed, mutual bool, err error)
	Block(ctx context.Context, person, blocked string) error
	Unblock(ctx context.Context, person, blocked string) error
	Blocked(ctx context.Context, person string) ([]string, error)
}

// HandleModeration is what moderators settle, and what they hear.
type HandleModeration interface {
	Servers
	// ReportListing reports false if its reporter made too many reports, or this one already. A
	// person who lists nothing is not reported, which reads as if they were.
	ReportListing(ctx context.Context, r community.Report) (told bool, err error)
	ModerateListing(ctx context.Context, person, why string, ch community.Change) error
	SwitchHandles(ctx context.Context, on, drop bool, ch community.Change) error
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
	listed, mutual, err := h.Neighbours.Know(ctx, c.Place.Server, c.Person.ID, in.Person)
	switch {
	case errors.Is(err, community.ErrTooMany):
		return slash.Reply{}, c.Sorry(c.T("handles.too_known", community.MaxBonds), c.T("safe.nothing_changed"), slash.Try("handles mine"))
	case err != nil:
		return slash.Reply{}, err
	case !listed:
		return slash.Reply{}, c.Sorry(c.T("handles.list_first"), c.T("safe.nothing_changed"), slash.Try("handles add"))
	case !mutual:
		return slash.Say(c.T("handles.known", slash.UserMention(in.Person))).As(slash.Anew), nil
	}
	f, ok, err := h.Finds.FoundPerson(ctx, c.Place.Server, c.Person.ID, in.Person)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(c.T("handles.met", slash.UserMention(in.Person)))
	if ok {
		r = r.With(h.cardOf(c, f).Blocks...)
	}
	return r.As(slash.Anew), nil
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

// blockedPerPage is how many people a page lists.
const blockedPerPage = 5

// listBlocked lists whom the caller blocked.
func (h *Handles) listBlocked(ctx context.Context, c *slash.Call, at handlesPage) (slash.Reply, error) {
	all, err := h.Neighbours.Blocked(ctx, c.Person.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(all) == 0 {
		return slash.Say(c.T("handles.blocked.none")), nil
	}
	shown, page, last := pageOf(all, at.Page, blockedPerPage)
	r := slash.Say(c.T("handles.blocked.count", len(all)))
	for i, person := range shown {
		end := h.unblock.Button(c.Label("handles.unblock", strconv.Itoa(page*blockedPerPage+i+1)), handlesPerson{person})
		r = r.With(slash.Section{Body: slash.UserMention(person), Button: &end})
	}
	if last > 0 {
		r = r.With(slash.Row{Buttons: turns(c, h.blocked, page, last, func(n int) handlesPage { return handlesPage{n} })})
	}
	return r, nil
}

func (h *Handles) openReport(_ context.Context, c *slash.Call, in handlesPerson) (slash.Reply, error) {
	return slash.Reply{Form: h.complain.Form(c.Voice, c.Label("handles.report_title"), handlesComplaint{Person: in.Person, Reason: community.ReportReasons[0]})}, nil
}

// sendReport tells the moderators, not by whom.
func (h *Handles) sendReport(ctx context.Context, c *slash.Call, in handlesComplaint) (slash.Reply, error) {
	told, err := h.Moderation.ReportListing(ctx, community.Report{
		ID: rand.Text()[:16], Server: c.Place.Server, Reporter: c.Person.ID, Person: in.Person,
		Reason: in.Reason, Text: strings.Join(strings.Fields(in.Text), " "), At: h.Now(),
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
	err := h.Moderation.ModerateListing(ctx, in.Person, strings.Join(strings.Fields(in.Why), " "), h.noted(c, "removed"))
	return slash.Say(c.T("handles.moderated", slash.UserMention(in.Person))).As(slash.Anew), err
}

func (h *Handles) noted(c *slash.Call, what string) community.Change {
	return community.Change{Server: c.Place.Server, Person: c.Person.ID, At: h.Now(), Key: "change.handles." + what}
}

package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"magpie/community"
	"magpie/outbox"
	"magpie/schedule"
	"magpie/slash"
)

// Notices keep what people have yet to hear about handles.
type Notices interface {
	Notices(ctx context.Context, server, person string) ([]community.Notice, error)
	NoticesTold(ctx context.Context, ids ...string) error
	// DirectNotices are at most n that people asked to get by direct message.
	DirectNotices(ctx context.Context, n int) ([]community.Notice, error)
	// SendNotice hands over the message that tells a notice, once.
	SendNotice(ctx context.Context, id string, m outbox.Message) error
	ReviveNotice(ctx context.Context, id string) error
	// RemindListings keeps a notice for everyone whose listing ends before a time.
	RemindListings(ctx context.Context, before time.Time) error
}

// maxHeard is how many notices one reply tells.
const maxHeard = 5

// Head puts what someone has yet to hear at the head of the private reply to their next
// command. It counts as told when the reply is made.
func (h *Handles) Head() slash.Finisher {
	return func(ctx context.Context, c *slash.Call, r slash.Reply) (slash.Reply, error) {
		if c.Kind != slash.Typed || c.Place.Direct() || r.Shown == slash.ToAll {
			return r, nil
		}
		waiting, err := h.Notices.Notices(ctx, c.Place.Server, c.Person.ID)
		if err != nil || len(waiting) == 0 {
			return r, err
		}
		waiting = waiting[:min(len(waiting), maxHeard)]
		var ids []string
		for _, n := range waiting {
			ids = append(ids, n.ID)
		}
		told, err := h.tell(ctx, c, waiting)
		if err != nil {
			return r, err
		}
		headed := r
		headed.Blocks = append(told, r.Blocks...)
		if headed.Check() != nil {
			return r, nil // they wait for a reply with more room
		}
		if err := h.Notices.NoticesTold(ctx, ids...); err != nil {
			return r, fmt.Errorf("note that notices were told: %w", err)
		}
		return headed, nil
	}
}

// tell are notices as blocks, with a button for each handle that arrived; none if what they are
// about is gone or hidden by now.
func (h *Handles) tell(ctx context.Context, c *slash.Call, notices []community.Notice) ([]slash.Block, error) {
	lines := []slash.Content{c.T("handles.heard")}
	var row slash.Row
	for _, n := range notices {
		said, err := h.heard(ctx, c, n)
		if err != nil {
			return nil, fmt.Errorf("tell notice %s: %w", n.ID, err)
		}
		if said == nil {
			continue
		}
		lines = append(lines, slash.Bullet(said))
		open := h.card.Button(slash.Cut(c.Label("handles.open", soughtName(c, "", n.Text)), slash.MaxLabel), handlesRef{n.Handle})
		same := func(b slash.Button) bool { return b.ID == open.ID || b.Label == open.Label }
		if n.Kind == community.Arrived && !slices.ContainsFunc(row.Buttons, same) {
			row.Buttons = append(row.Buttons, open)
		}
	}
	if len(lines) == 1 {
		return nil, nil
	}
	told := []slash.Block{slash.Text{Body: slash.Lines(lines...)}}
	if len(row.Buttons) > 0 {
		told = append(told, row)
	}
	return append(told, slash.Divider{}), nil
}

// heard is a notice in words, or nil if what it is about is gone or hidden by now.
func (h *Handles) heard(ctx context.Context, c *slash.Call, n community.Notice) (slash.Content, error) {
	switch n.Kind {
	case community.Arrived:
		f, ok, err := h.Finds.FoundHandle(ctx, n.Server, n.Person, n.Handle)
		if err != nil || !ok {
			return nil, err
		}
		return c.T("handles.heard.arrived", soughtName(c, "", n.Text), slash.UserMention(f.Person)), nil
	case community.Met:
		return c.T("handles.heard.met", slash.UserMention(n.Other)), nil
	case community.Removed:
		if n.Text == "" {
			return c.T("handles.heard.removed"), nil
		}
		return c.T("handles.heard.removed_why", n.Text), nil
	}
	l, ok, err := h.Listings.Listing(ctx, n.Server, n.Person)
	if err != nil || !ok {
		return nil, err
	}
	if n.Kind == community.Expiring {
		return c.T("handles.heard.expiring", slash.Time(l.ExpiresAt, slash.Date)), nil
	}
	i := slices.IndexFunc(l.Handles, func(own community.Handle) bool { return own.ID == n.Handle })
	if i < 0 {
		return nil, nil
	}
	return c.T("handles.heard.contested", ownName(c, l.Handles[i])), nil
}

const (
	noticeGroup   = "handles-notice " // begins the groups of messages that tell notices
	noticeEvery   = time.Minute
	noticeBatch   = 20
	reminderEvery = time.Hour
)

// Job sends the direct messages that people asked for, and sees to it that people are reminded
// before what they list ends.
func (h *Handles) Job() schedule.Job {
	var reminded time.Time
	return schedule.Job{Name: "handles", Run: func(ctx context.Context, now time.Time) (time.Time, error) {
		if now.Sub(reminded) >= reminderEvery {
			if err := h.Notices.RemindListings(ctx, now.Add(community.ListedSoon)); err != nil {
				return time.Time{}, err
			}
			reminded = now
		}
		waiting, err := h.Notices.DirectNotices(ctx, noticeBatch)
		if err != nil {
			return time.Time{}, err
		}
		for _, n := range waiting {
			if err := h.write(ctx, n); err != nil {
				return time.Time{}, err
			}
		}
		if len(waiting) == noticeBatch {
			return now, nil
		}
		return now.Add(noticeEvery), nil
	}}
}

// write tells someone by direct message that a handle for which they wait is listed. It names
// what they typed, and not who lists it.
func (h *Handles) write(ctx context.Context, n community.Notice) error {
	if _, ok, err := h.Finds.FoundHandle(ctx, n.Server, n.Person, n.Handle); err != nil || !ok {
		if err == nil {
			err = h.Notices.NoticesTold(ctx, n.ID) // it is gone, or hidden, by now
		}
		return err
	}
	v := slash.NewVoice(h.Words, n.Direct)
	group := noticeGroup + n.ID
	where := slash.Link(v.T("handles.direct.server"), "https://discord.com/channels/"+n.Server)
	body := slash.Say(v.T("handles.direct.arrived", "@"+n.Text, where)).With(slash.Row{Buttons: []slash.Button{
		h.quiet.Button(v.Label("handles.quiet"), handlesQuiet{outbox.Nonce(group, 1)}),
	}})
	m, err := outbox.NewDirect(group, 1, n.Person, body)
	if err == nil {
		err = h.Notices.SendNotice(ctx, n.ID, m)
	}
	if err != nil {
		return fmt.Errorf("send notice %s: %w", n.ID, err)
	}
	h.Sent()
	return nil
}

// Undelivered is to be called with a message that the outbox gave up. If it told a notice, its
// person hears of that with their next command.
func (h *Handles) Undelivered(ctx context.Context, m outbox.Message) error {
	if id, ok := strings.CutPrefix(m.Group, noticeGroup); ok {
		return h.Notices.ReviveNotice(ctx, id)
	}
	return nil
}

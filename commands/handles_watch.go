package commands

import (
	"context"
	"errors"
	"strconv"

	"magpie/community"
	"magpie/slash"
)

// Watches keep for whom people wait.
type Watches interface {
	// Watch returns the watch as it is kept; the error is community.ErrTooMany if it is one
	// too many.
	Watch(ctx context.Context, w community.Watch) (kept community.Watch, err error)
	Watches(ctx context.Context, server, person string) ([]community.Watch, error)
	WatchDirect(ctx context.Context, id, person, direct string) (community.Watch, bool, error)
	Unwatch(ctx context.Context, id, person string) (ended bool, err error)
	NoDirect(ctx context.Context, person string) error
}

// handlesSought is a handle that was looked for.
type handlesSought struct{ Platform, Name string }

type handlesDirect struct {
	Watch string
	On    bool
}

type handlesUnwatch struct {
	Watch string `slash:"watch"`
}

// handlesQuiet carries the nonce of the message it stands on.
type handlesQuiet struct{ Nonce string }

// watch waits for a handle, or shows whoever lists it already.
func (h *Handles) watch(ctx context.Context, c *slash.Call, in handlesFindIn) (slash.Reply, error) {
	sought, err := h.sought(c, in)
	if err != nil {
		return slash.Reply{}, err
	}
	found, err := h.Finds.FindHandles(ctx, sought)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(found) > 0 && found[0].Exact {
		r := slash.Say(c.T("handles.here_already"))
		if len(found) > 1 {
			return r.With(h.several(c, found, soughtName(c, sought.Platform, sought.Name)).Blocks...), nil
		}
		return r.With(h.cardOf(c, found[0]).Blocks...), nil
	}
	w, err := h.Watches.Watch(ctx, community.Watch{Server: sought.Server, Person: sought.Asker, Platform: sought.Platform, Name: sought.Name})
	if errors.Is(err, community.ErrTooMany) {
		return slash.Reply{}, c.Sorry(c.T("handles.too_many_watches", community.MaxWatches), c.T("safe.nothing_changed"),
			h.waiting.Button(c.Label("handles.waiting"), slash.Nothing{}))
	}
	return h.watching(c, w), err
}

// watchSought waits for a handle that was not found.
func (h *Handles) watchSought(ctx context.Context, c *slash.Call, in handlesSought) (slash.Reply, error) {
	return h.watch(ctx, c, handlesFindIn{Handle: in.Name, Platform: in.Platform})
}

// watching shows for what the caller waits, and how they hear of it.
func (h *Handles) watching(c *slash.Call, w community.Watch) slash.Reply {
	how, press := c.T("handles.watching.command"), "handles.direct.on"
	if w.Direct != "" {
		how, press = c.T("handles.watching.direct"), "handles.direct.off"
	}
	title := c.T("handles.watching", soughtName(c, w.Platform, w.Name), slash.Time(w.Until, slash.Date))
	return slash.Say(slash.Lines(title, how)).With(slash.Row{Buttons: []slash.Button{
		h.direct.Button(c.Label(press), handlesDirect{w.ID, w.Direct == ""}),
		h.waiting.Button(c.Label("handles.waiting"), slash.Nothing{}),
	}})
}

// setDirect lets the caller be told by direct message, or not any more.
func (h *Handles) setDirect(ctx context.Context, c *slash.Call, in handlesDirect) (slash.Reply, error) {
	lang := ""
	if in.On {
		lang = c.Lang
	}
	w, ok, err := h.Watches.WatchDirect(ctx, in.Watch, c.Person.ID, lang)
	if err != nil {
		return slash.Reply{}, err
	}
	if !ok {
		return slash.Reply{}, c.Sorry(c.T("handles.watch_gone"), c.T("safe.nothing_changed"), slash.Try("handles watch"))
	}
	return h.watching(c, w), nil
}

// listWaiting lists for whom the caller waits, and leads to whom they know and blocked.
func (h *Handles) listWaiting(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	all, err := h.Watches.Watches(ctx, c.Place.Server, c.Person.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	rows := slash.Row{Buttons: []slash.Button{
		h.known.Button(c.Label("handles.acquaintances"), handlesPage{}), h.blocked.Button(c.Label("handles.blocked"), handlesPage{}),
		h.mine.Button(c.Label("handles.mine"), slash.Nothing{}),
	}}
	if len(all) == 0 {
		return slash.Say(c.T("handles.waiting.none")).With(rows), nil
	}
	lines := []slash.Content{c.T("handles.waiting.count", len(all))}
	var choices []slash.Choice
	for i, w := range all {
		name := soughtName(c, w.Platform, w.Name)
		lines = append(lines, slash.Bullet(slash.Join(" · ", slash.Plain(name), slash.Time(w.Until, slash.Date))))
		choices = append(choices, slash.Choice{Name: slash.Cut(strconv.Itoa(i+1)+" "+name, slash.MaxChoiceText), Value: w.ID})
	}
	return slash.Say(slash.Lines(lines...)).With(h.unwatch.Menu(c.Label("handles.unwatch"), handlesUnwatch{}, choices...), rows), nil
}

func (h *Handles) stopWaiting(ctx context.Context, c *slash.Call, in handlesUnwatch) (slash.Reply, error) {
	if _, err := h.Watches.Unwatch(ctx, in.Watch, c.Person.ID); err != nil {
		return slash.Reply{}, err
	}
	return h.listWaiting(ctx, c, slash.Nothing{})
}

// noDirect ends all direct messages about handles, from within one.
func (h *Handles) noDirect(ctx context.Context, c *slash.Call, _ handlesQuiet) (slash.Reply, error) {
	err := h.Watches.NoDirect(ctx, c.Person.ID)
	return slash.Say(c.T("handles.quiet.done")).As(slash.Anew), err
}

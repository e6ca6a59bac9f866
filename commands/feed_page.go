package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"magpie/community"
	"magpie/news"
	"magpie/slash"
)

// FeedHalts keep which feeds a server has paused, and have feeds fetched early.
type FeedHalts interface {
	// PauseFeed pauses a feed for one server, or resumes it.
	PauseFeed(ctx context.Context, server, url string, paused bool, ch community.Change) (changed bool, err error)
	// RetryFeed makes a feed due now.
	RetryFeed(ctx context.Context, url string) error
}

func (f *Feeds) picked(ctx context.Context, c *slash.Call, in feedPick) (slash.Reply, error) {
	return f.openFeed(ctx, c, feedRef(in))
}

func (f *Feeds) openFeed(ctx context.Context, c *slash.Call, in feedRef) (slash.Reply, error) {
	known, err := f.findKey(ctx, c, in.Key)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(slash.Lines(
		slash.Bold(slash.Plain(feedName(known))), f.state(c.Voice, known), slash.Code(known.URL), slash.Plain(f.language(c.Voice, known)),
	)).With(f.buttons(c, known)...), nil
}

// buttons are what can be done about a feed.
func (f *Feeds) buttons(c *slash.Call, known news.Feed) []slash.Block {
	in := feedRef{feedKey(known.URL)}
	check, pause := f.check.Button(c.Label("feed.check"), in), f.pause.Button(c.Label("feed.pause"), in)
	if known.Problem != news.NoProblem {
		check.Label = c.Label("feed.retry")
	}
	if known.Paused {
		pause = f.resume.Button(c.Label("feed.resume"), in)
	}
	return []slash.Block{
		slash.Row{Buttons: []slash.Button{check, pause, f.ask.Button(c.Label("feed.remove"), in)}},
		slash.Row{Buttons: []slash.Button{f.page.Button(c.Label("feed.list"), feedPage{})}},
	}
}

// checkFeed reads a feed now and tells what it found. What is new is kept when the feed's
// own time comes, which is at once if it works after trouble.
func (f *Feeds) checkFeed(ctx context.Context, c *slash.Call, in feedRef) (slash.Reply, error) {
	known, err := f.findKey(ctx, c, in.Key)
	if err != nil {
		return slash.Reply{}, err
	}
	if known.Problem == news.TooOften && known.NextFetch.After(f.Now()) {
		return slash.Say(c.T("feed.asks_to_wait", feedName(known), slash.Time(known.NextFetch, slash.DateTime))).With(f.buttons(c, known)...), nil
	}
	report, err := f.Desk.Check(ctx, known.URL)
	var trouble *news.Trouble
	switch {
	case errors.As(err, &trouble):
		return slash.Say(slash.Lines(
			c.T("feed.check_failed", feedName(known)), c.T("problem."+string(trouble.Problem)), c.T("feed.tries_again"),
		)).With(f.buttons(c, known)...), nil
	case err != nil:
		return slash.Reply{}, fmt.Errorf("check feed %s: %w", known.URL, err)
	}
	if known.Problem != news.NoProblem {
		if err := f.Store.RetryFeed(ctx, known.URL); err != nil {
			return slash.Reply{}, fmt.Errorf("retry feed %s: %w", known.URL, err)
		}
		f.Due()
	}
	return f.reported(c, c.T("feed.works", feedName(report.Feed)), report), nil
}

func (f *Feeds) pauseFeed(ctx context.Context, c *slash.Call, in feedRef) (slash.Reply, error) {
	return f.halt(ctx, c, in, true, "paused")
}

func (f *Feeds) resumeFeed(ctx context.Context, c *slash.Call, in feedRef) (slash.Reply, error) {
	return f.halt(ctx, c, in, false, "resumed")
}

// halt pauses a feed for the server, or resumes it, and shows it.
func (f *Feeds) halt(ctx context.Context, c *slash.Call, in feedRef, paused bool, noted string) (slash.Reply, error) {
	known, err := f.findKey(ctx, c, in.Key)
	if err != nil {
		return slash.Reply{}, err
	}
	if _, err := f.Store.PauseFeed(ctx, c.Place.Server, known.URL, paused, f.change(c, noted, feedName(known))); err != nil {
		return slash.Reply{}, fmt.Errorf("pause feed %s: %w", known.URL, err)
	}
	f.Due()
	return f.openFeed(ctx, c, in)
}

func (f *Feeds) askRemove(ctx context.Context, c *slash.Call, in feedRef) (slash.Reply, error) {
	known, err := f.findKey(ctx, c, in.Key)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("feed.ask_remove", feedName(known))).With(slash.Row{Buttons: []slash.Button{
		f.remove.Button(c.Label("feed.remove"), in).With(slash.Danger),
		f.open.Button(c.Label("feed.keep"), in),
	}}), nil
}

func (f *Feeds) removeFeed(ctx context.Context, c *slash.Call, in feedRef) (slash.Reply, error) {
	known, err := f.findKey(ctx, c, in.Key)
	if err != nil {
		return slash.Reply{}, err
	}
	if _, err := f.Store.Unfollow(ctx, c.Place.Server, known.URL, f.change(c, "removed", feedName(known))); err != nil {
		return slash.Reply{}, fmt.Errorf("unfollow %s: %w", known.URL, err)
	}
	row := slash.Row{Buttons: []slash.Button{f.page.Button(c.Label("feed.list"), feedPage{})}}
	undo := f.undo.Button(c.Label("news.undo"), feedAgain{known.URL})
	if len(undo.ID) <= slash.MaxID {
		row.Buttons = append([]slash.Button{undo}, row.Buttons...)
	}
	return slash.Say(c.T("feed.removed", feedName(known), slash.Mention("feed add")), slash.Code(known.URL)).With(row), nil
}

// followAgain undoes a removal: the feed's items are still there.
func (f *Feeds) followAgain(ctx context.Context, c *slash.Call, in feedAgain) (slash.Reply, error) {
	known, ok, err := f.Store.Feed(ctx, in.URL)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up feed %s: %w", in.URL, err)
	}
	if !ok {
		return slash.Reply{}, c.Sorry(c.T("feed.not_followed"), c.T("safe.nothing_changed"), slash.Try("feed add"))
	}
	_, err = f.Store.Follow(ctx, c.Place.Server, known, f.change(c, "added", feedName(known)))
	switch {
	case errors.Is(err, news.ErrTooManyFeeds):
		return slash.Reply{}, f.full(c)
	case err != nil:
		return slash.Reply{}, fmt.Errorf("follow %s again: %w", in.URL, err)
	}
	f.Due()
	return f.openFeed(ctx, c, feedRef{feedKey(known.URL)})
}

// feedsOffered is how many feeds of one message of alerts have buttons there.
const feedsOffered = 3

// Offer is what can be done at once about the feeds of some alerts: try the first few
// again, or pause them. Where they are several, buttons say which.
func (f *Feeds) Offer(v slash.Voice, alerts []community.Alert) []slash.Block {
	var named []community.Alert // an alert each of the feeds that are still in trouble
	for _, a := range alerts {
		about := func(b community.Alert) bool { return b.About == a.About }
		if named = slices.DeleteFunc(named, about); a.About != "" && len(a.Args) > 0 && a.Key != "feed."+string(news.Recovered) {
			named = append(named, a)
		}
	}
	if len(named) == 1 {
		in := feedRef{named[0].About}
		return []slash.Block{slash.Row{Buttons: []slash.Button{
			f.check.Button(v.Label("feed.retry"), in), f.pause.Button(v.Label("feed.pause"), in),
		}}}
	}
	var rows []slash.Block
	labels := map[string]bool{}
	for _, a := range named {
		in, name := feedRef{a.About}, slash.Cut(a.Args[0], feedNameShown)
		if labels[name] || len(rows) == feedsOffered { // two buttons of one label could not be told apart
			continue
		}
		labels[name] = true
		rows = append(rows, slash.Row{Buttons: []slash.Button{
			f.check.Button(v.Label("feed.retry_named", name), in), f.pause.Button(v.Label("feed.pause_named", name), in),
		}})
	}
	return rows
}

// feedNameShown is how much of a feed's name a button shows.
const feedNameShown = 24

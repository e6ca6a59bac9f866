package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"magpie/news"
	"magpie/slash"
)

// feedItemsShown is how many of a feed's newest items are shown.
const feedItemsShown = 3

// reported shows what was read of a feed.
func (f *feedFeature) reported(c *slash.Call, head slash.Content, report news.Report) slash.Reply {
	lines := []slash.Content{head, c.T("feed.about", len(report.Items), f.language(c.Voice, report.Feed))}
	for _, it := range report.Items[:min(feedItemsShown, len(report.Items))] {
		lines = append(lines, slash.Bullet(slash.Join(" · ", digestHeadline(it, digestLinkMost/2), slash.Time(it.Published, slash.Relative))))
	}
	if len(report.Repairs) > 0 {
		lines = append(lines, c.T("feed.mended"))
	}
	ref := feedRef{feedKey(report.Feed.URL)}
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: []slash.Button{
		f.page.Button(c.Label("feed.list"), feedPage{}),
		f.ask.Button(c.Label("feed.remove"), ref),
	}})
}

// language is the language of a feed in itself.
func (f *feedFeature) language(v slash.Voice, known news.Feed) string {
	if known.Lang == "" {
		return v.Label("feed.unknown_language")
	}
	return v.In(known.Lang).Label("language.name")
}

func (f *feedFeature) list(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return f.listPage(ctx, c, feedPage{})
}

// feedsPerPage is how many feeds a page lists.
const feedsPerPage = 10

// listPage lists feeds, those that fail first.
func (f *feedFeature) listPage(ctx context.Context, c *slash.Call, at feedPage) (slash.Reply, error) {
	all, err := f.store.Feeds(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up feeds of %s: %w", c.Place.Server, err)
	}
	if len(all) == 0 {
		return slash.Say(c.T("feed.none", slash.Mention("feed add"))), nil
	}
	failing := 0
	for _, known := range all {
		failing += feedRank(known)
	}
	slices.SortStableFunc(all, func(a, b news.Feed) int { return cmp.Compare(feedRank(b), feedRank(a)) })
	shown, page, last := pageOf(all, at.Page, feedsPerPage)
	lines := []slash.Content{c.T("feed.count", len(all), failing)}
	var choices []slash.Choice
	for _, known := range shown {
		lines = append(lines, slash.Bullet(slash.Join(" · ", slash.Bold(slash.Plain(feedName(known))), f.state(c.Voice, known))))
		choices = append(choices, slash.Choice{
			Name: slash.Cut(feedName(known), slash.MaxChoiceText), Value: feedKey(known.URL), About: slash.Cut(known.URL, slash.MaxChoiceText),
		})
	}
	r := slash.Say(slash.Lines(lines...)).With(f.pick.Menu(c.Label("feed.choose"), feedPick{}, choices...))
	if last > 0 {
		r = r.With(slash.Row{Buttons: turns(c, f.page, page, last, func(n int) feedPage { return feedPage{n} })})
	}
	return r, nil
}

// feedRank is 1 for a feed that fails, and 0 for others.
func feedRank(known news.Feed) int {
	if known.Problem != news.NoProblem {
		return 1
	}
	return 0
}

// state is how a feed is: when it was read last, or why it cannot be.
func (f *feedFeature) state(v slash.Voice, known news.Feed) slash.Content {
	switch {
	case known.Problem != news.NoProblem && known.On():
		return v.T("feed.state_failing", v.T("problem."+string(known.Problem)), slash.Time(known.LastGood, slash.Relative))
	case known.Problem != news.NoProblem:
		return v.T("feed.state_never", v.T("problem."+string(known.Problem)))
	case known.On():
		return v.T("feed.state_ok", slash.Time(known.LastGood, slash.Relative))
	}
	return v.T("feed.state_waiting")
}

func (f *feedFeature) picked(ctx context.Context, c *slash.Call, in feedPick) (slash.Reply, error) {
	return f.openFeed(ctx, c, feedRef(in))
}

func (f *feedFeature) openFeed(ctx context.Context, c *slash.Call, in feedRef) (slash.Reply, error) {
	known, err := f.findKey(ctx, c, in.Key)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(slash.Lines(
		slash.Bold(slash.Plain(feedName(known))), f.state(c.Voice, known), slash.Code(known.URL), slash.Plain(f.language(c.Voice, known)),
	)).With(f.buttons(c, in)), nil
}

func (f *feedFeature) buttons(c *slash.Call, in feedRef) slash.Row {
	return slash.Row{Buttons: []slash.Button{
		f.check.Button(c.Label("feed.check"), in),
		f.ask.Button(c.Label("feed.remove"), in),
		f.page.Button(c.Label("feed.list"), feedPage{}),
	}}
}

// checkFeed reads a feed now and tells what it found. What is new is kept when the
// feed's own time comes.
func (f *feedFeature) checkFeed(ctx context.Context, c *slash.Call, in feedRef) (slash.Reply, error) {
	known, err := f.findKey(ctx, c, in.Key)
	if err != nil {
		return slash.Reply{}, err
	}
	report, err := f.desk.Check(ctx, known.URL)
	var trouble *news.Trouble
	switch {
	case errors.As(err, &trouble):
		return slash.Say(slash.Lines(
			c.T("feed.check_failed", feedName(known)), c.T("problem."+string(trouble.Problem)), c.T("feed.tries_again"),
		)).With(f.buttons(c, in)), nil
	case err != nil:
		return slash.Reply{}, fmt.Errorf("check feed %s: %w", known.URL, err)
	}
	return f.reported(c, c.T("feed.works", feedName(report.Feed)), report), nil
}

func (f *feedFeature) askRemove(ctx context.Context, c *slash.Call, in feedRef) (slash.Reply, error) {
	known, err := f.findKey(ctx, c, in.Key)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("feed.ask_remove", feedName(known))).With(slash.Row{Buttons: []slash.Button{
		f.remove.Button(c.Label("feed.remove"), in).With(slash.Danger),
		f.open.Button(c.Label("feed.keep"), in),
	}}), nil
}

func (f *feedFeature) removeFeed(ctx context.Context, c *slash.Call, in feedRef) (slash.Reply, error) {
	known, err := f.findKey(ctx, c, in.Key)
	if err != nil {
		return slash.Reply{}, err
	}
	if _, err := f.store.Unfollow(ctx, c.Place.Server, known.URL, f.change(c, "removed", feedName(known))); err != nil {
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
func (f *feedFeature) followAgain(ctx context.Context, c *slash.Call, in feedAgain) (slash.Reply, error) {
	known, ok, err := f.store.Feed(ctx, in.URL)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up feed %s: %w", in.URL, err)
	}
	if !ok {
		return slash.Reply{}, c.Sorry(c.T("feed.not_followed"), c.T("safe.nothing_changed"), slash.Try("feed add"))
	}
	if _, err := f.store.Follow(ctx, c.Place.Server, known, f.change(c, "added", feedName(known))); err != nil {
		return slash.Reply{}, fmt.Errorf("follow %s again: %w", in.URL, err)
	}
	return f.openFeed(ctx, c, feedRef{feedKey(known.URL)})
}

package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"magpie/news"
	"magpie/slash"
)

// feedItemsShown is how many of a feed's newest items are shown.
const feedItemsShown = 3

// reported shows what was read of a feed.
func (f *Feeds) reported(c *slash.Call, head slash.Content, report news.Report) slash.Reply {
	lines := []slash.Content{head, c.T("feed.about", len(report.Items), f.language(c.Voice, report.Feed))}
	for _, it := range report.Items[:min(feedItemsShown, len(report.Items))] {
		lines = append(lines, slash.Bullet(slash.Join(" · ", digestHeadline(it, digestLinkMost/2), slash.Time(it.Published, slash.Relative))))
	}
	if len(report.Repairs) > 0 {
		lines = append(lines, c.T("feed.mended"))
		for _, repair := range report.Repairs {
			lines = append(lines, slash.Bullet(c.T("repair."+string(repair))))
		}
	}
	ref := feedRef{feedKey(report.Feed.URL)}
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: []slash.Button{
		f.page.Button(c.Label("feed.list"), feedPage{}),
		f.ask.Button(c.Label("feed.remove"), ref),
	}})
}

// language is the language of a feed in itself.
func (f *Feeds) language(v slash.Voice, known news.Feed) string {
	if known.Lang == "" {
		return v.Label("feed.unknown_language")
	}
	return v.In(known.Lang).Label("language.name")
}

func (f *Feeds) list(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return f.listPage(ctx, c, feedPage{})
}

// feedsPerPage is how many feeds a page lists.
const feedsPerPage = 10

// listPage lists feeds, those that fail first.
func (f *Feeds) listPage(ctx context.Context, c *slash.Call, at feedPage) (slash.Reply, error) {
	all, err := f.Store.Feeds(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up feeds of %s: %w", c.Place.Server, err)
	}
	if len(all) == 0 {
		return slash.Say(c.T("feed.none", slash.Mention("feed add"))), nil
	}
	failing := 0
	for _, known := range all {
		if known.Problem != news.NoProblem {
			failing++
		}
	}
	slices.SortStableFunc(all, func(a, b news.Feed) int { return cmp.Compare(feedRank(a), feedRank(b)) })
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

// feedRank orders feeds: those in trouble first, the worst before the others, and those
// that a server has paused last.
func feedRank(known news.Feed) int {
	conditions := []news.Condition{news.IsGone, news.IsDormant, news.IsFailing, news.IsWaiting, news.IsStale, news.IsOK}
	rank := slices.Index(conditions, known.Condition())
	switch {
	case known.Paused:
		return len(conditions)
	case known.Condition() == news.IsWaiting && known.Problem == news.NoProblem:
		return slices.Index(conditions, news.IsStale) // nothing is wrong with it yet
	}
	return rank
}

// state is how a feed is, since when, and why.
func (f *Feeds) state(v slash.Voice, known news.Feed) slash.Content {
	since, read := slash.Time(known.FailingSince, slash.DateTime), slash.Time(known.LastGood, slash.Relative)
	var why slash.Content = slash.Plain("")
	if known.Problem != news.NoProblem {
		why = v.T("problem." + string(known.Problem))
	}
	to, moved := known.Moved()
	switch condition := known.Condition(); {
	case known.Paused:
		return v.T("feed.state_paused")
	case condition == news.IsWaiting && known.Problem != news.NoProblem:
		return v.T("feed.state_never", why)
	case condition == news.IsWaiting:
		return v.T("feed.state_waiting")
	case condition == news.IsGone:
		return v.T("feed.state_gone", why, since)
	case condition == news.IsDormant:
		return v.T("feed.state_dormant", why, since)
	case condition == news.IsFailing:
		return v.T("feed.state_failing", why, since, read)
	case condition == news.IsStale:
		return v.T("feed.state_stale", slash.Time(known.Newest, slash.DateTime))
	case moved:
		return v.T("feed.state_moved", read, slash.Code(slash.Cut(to, slash.MaxChoiceText)))
	}
	return v.T("feed.state_ok", read)
}

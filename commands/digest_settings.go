package commands

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"

	"magpie/news"
	"magpie/slash"
)

// digestSettings is the second page of a digest, and the page of feeds on it, from 0.
type digestSettings struct {
	Digest string
	Page   int
}

// digestReads are the feeds chosen on a page of them, by their keys.
type digestReads struct {
	Digest string
	Page   int
	Feeds  []string `slash:"feeds,optional,max=25"`
}

type digestGrouping struct {
	Digest   string
	Grouping string `slash:"grouping,choices=strict|normal|loose"`
}

type digestOrder struct {
	Digest string
	Order  string `slash:"order,choices=relevant|newest|oldest|topic"`
}

// digestFeedKey names a feed in a menu, where its address may be too long.
func digestFeedKey(url string) string {
	sum := sha256.Sum256([]byte(url))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

func (d *digestFeature) showSettings(ctx context.Context, c *slash.Call, in digestSettings) (slash.Reply, error) {
	found, err := d.find(ctx, c, in.Digest)
	if err != nil {
		return slash.Reply{}, err
	}
	return d.settingsPage(ctx, c, found, in.Page, nil)
}

// settingsPage shows what is changed seldom: feeds, grouping, order, and what to do when
// nothing is new; and when the digest runs next.
func (d *digestFeature) settingsPage(ctx context.Context, c *slash.Call, of news.Digest, page int, note slash.Content) (slash.Reply, error) {
	feeds, err := d.press.room.Items.Feeds(ctx, of.Server)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up feeds of %s: %w", of.Server, err)
	}
	runs, err := d.nextRuns(c, of)
	if err != nil {
		return slash.Reply{}, err
	}
	grouping, order := cmp.Or(of.Grouping, news.Normal), cmp.Or(of.Order, news.MostRelevant)
	text := slash.Lines(
		slash.Heading(3, slash.Plain(of.Name)),
		slash.Bullet(d.readsLine(c, of, feeds)),
		slash.Bullet(c.T("grouping."+string(grouping)+".about")),
		slash.Bullet(c.T("digest.line.order", c.Label("order."+string(order)))),
		slash.Bullet(c.T(digestEmptyWord(of))),
		runs)
	return slash.Say(digestNoted(note, text)).With(d.settingsMenus(c, of, feeds, page)...).With(d.settingsRows(c, of, feeds, page)...), nil
}

// nextRuns are the next five runs of a digest, by its clocks.
func (d *digestFeature) nextRuns(c *slash.Call, of news.Digest) (slash.Content, error) {
	if of.Paused {
		return d.state(c, of), nil
	}
	times, err := newDigestTimetable(of.Schedule, of.Zone)
	if err != nil {
		return nil, fmt.Errorf("digest %s: %w", of.ID, err)
	}
	lines := []slash.Content{c.T("digest.runs_next")}
	for _, slot := range times.spec.Slots(digestLater(d.Now(), of.LastRun), times.loc, 5) {
		lines = append(lines, slash.Bullet(slash.Time(slot.At, slash.LongDateTime)))
	}
	return slash.Lines(lines...), nil
}

func digestEmptyWord(of news.Digest) string {
	if of.PostEmpty {
		return "digest.line.post_empty"
	}
	return "digest.line.stay_silent"
}

// readsLine is which feeds a digest reads, of those that its server follows.
func (d *digestFeature) readsLine(c *slash.Call, of news.Digest, feeds []news.Feed) slash.Content {
	if len(of.Feeds) == 0 {
		return c.T("digest.line.all_feeds", len(feeds))
	}
	n := 0
	for _, f := range feeds {
		if slices.Contains(of.Feeds, f.URL) {
			n++
		}
	}
	if n == 0 {
		return c.T("digest.line.no_feeds")
	}
	return c.T("digest.line.feeds", n)
}

func (d *digestFeature) settingsMenus(c *slash.Call, of news.Digest, feeds []news.Feed, page int) []slash.Block {
	var menus []slash.Block
	if shown, at, _ := pageOf(feeds, page, slash.MaxChoices); len(shown) > 0 {
		var choices []slash.Choice
		for _, f := range shown {
			choices = append(choices, slash.Choice{
				Name: slash.Cut(cmp.Or(f.Title, f.URL), slash.MaxChoiceText), Value: digestFeedKey(f.URL),
				About: slash.Cut(f.URL, slash.MaxChoiceText), On: slices.Contains(of.Feeds, f.URL),
			})
		}
		menus = append(menus, d.reads.Menu(c.Label("digest.choose_feeds"), digestReads{Digest: of.ID, Page: at}, choices...))
	}
	var groupings, orders []slash.Choice
	for _, g := range []news.Grouping{news.Strict, news.Normal, news.Loose} {
		groupings = append(groupings, slash.Choice{
			Name: c.Label("grouping." + string(g)), Value: string(g), On: g == cmp.Or(of.Grouping, news.Normal),
		})
	}
	for _, o := range []news.Order{news.MostRelevant, news.NewestFirst, news.OldestFirst, news.ByTopic} {
		orders = append(orders, slash.Choice{Name: c.Label("order." + string(o)), Value: string(o), On: o == cmp.Or(of.Order, news.MostRelevant)})
	}
	return append(menus,
		d.grouping.Menu(c.Label("digest.choose_grouping"), digestGrouping{Digest: of.ID}, groupings...),
		d.order.Menu(c.Label("digest.choose_order"), digestOrder{Digest: of.ID}, orders...))
}

func (d *digestFeature) settingsRows(c *slash.Call, of news.Digest, feeds []news.Feed, page int) []slash.Block {
	var rows []slash.Block
	if _, at, last := pageOf(feeds, page, slash.MaxChoices); last > 0 {
		rows = append(rows, slash.Row{Buttons: turns(c, d.settings, at, last, func(n int) digestSettings { return digestSettings{of.ID, n} })})
	}
	empty := d.empty.Button(c.Label("digest.post_empty"), digestEmpty{of.ID, true})
	if of.PostEmpty {
		empty = d.empty.Button(c.Label("digest.stay_silent"), digestEmpty{of.ID, false})
	}
	return append(rows, slash.Row{Buttons: []slash.Button{
		d.readAll.Button(c.Label("digest.read_all"), digestRef{of.ID}).When(len(of.Feeds) > 0),
		empty,
		d.open.Button(c.Label("digest.back"), digestRef{of.ID}),
	}})
}

// setReads makes a digest read the feeds chosen on one page of them, besides those
// chosen on others; none at all stands for all.
func (d *digestFeature) setReads(ctx context.Context, c *slash.Call, in digestReads) (slash.Reply, error) {
	feeds, err := d.press.room.Items.Feeds(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up feeds of %s: %w", c.Place.Server, err)
	}
	shown, page, _ := pageOf(feeds, in.Page, slash.MaxChoices)
	return d.saveSettings(ctx, c, in.Digest, page, func(of *news.Digest) {
		var chosen []string
		for _, f := range feeds {
			here := slices.ContainsFunc(shown, func(s news.Feed) bool { return s.URL == f.URL })
			if here && slices.Contains(in.Feeds, digestFeedKey(f.URL)) || !here && slices.Contains(of.Feeds, f.URL) {
				chosen = append(chosen, f.URL)
			}
		}
		of.Feeds = chosen
	}, "feeds")
}

func (d *digestFeature) setReadAll(ctx context.Context, c *slash.Call, in digestRef) (slash.Reply, error) {
	return d.saveSettings(ctx, c, in.Digest, 0, func(of *news.Digest) { of.Feeds = nil }, "all_feeds")
}

func (d *digestFeature) setGrouping(ctx context.Context, c *slash.Call, in digestGrouping) (slash.Reply, error) {
	return d.saveSettings(ctx, c, in.Digest, 0, func(of *news.Digest) { of.Grouping = news.Grouping(in.Grouping) }, "grouping")
}

func (d *digestFeature) setOrder(ctx context.Context, c *slash.Call, in digestOrder) (slash.Reply, error) {
	return d.saveSettings(ctx, c, in.Digest, 0, func(of *news.Digest) { of.Order = news.Order(in.Order) }, "order")
}

func (d *digestFeature) setEmpty(ctx context.Context, c *slash.Call, in digestEmpty) (slash.Reply, error) {
	what := "stay_silent"
	if in.Post {
		what = "post_empty"
	}
	return d.saveSettings(ctx, c, in.Digest, 0, func(of *news.Digest) { of.PostEmpty = in.Post }, what)
}

// saveSettings changes a digest as edit says and shows the second page.
func (d *digestFeature) saveSettings(ctx context.Context, c *slash.Call, id string, page int, edit func(*news.Digest), what string) (slash.Reply, error) {
	saved, err := d.saved(ctx, c, id, edit, what)
	if err != nil {
		return slash.Reply{}, err
	}
	return d.settingsPage(ctx, c, saved, page, c.T("digest.saved"))
}

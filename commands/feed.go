package commands

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/slash"
)

// A FeedStore keeps which server follows which feed.
type FeedStore interface {
	// Feeds are the feeds that a server follows, in the order in which they were added.
	Feeds(ctx context.Context, server string) ([]news.Feed, error)
	// Feed is one feed that anybody follows.
	Feed(ctx context.Context, url string) (news.Feed, bool, error)
	Unfollow(ctx context.Context, server, url string, ch community.Change) (bool, error)
	SaveFeed(ctx context.Context, f news.Feed, items []news.Item) error
	Follower
	FeedHalts
	FeedImports
}

// A FeedDesk reads what lives at an address; *news.Desk is one.
type FeedDesk interface {
	Check(ctx context.Context, typed string) (news.Report, error)
}

// FeedNeeds are what feeds work with.
type FeedNeeds struct {
	Store    FeedStore
	Desk     FeedDesk
	Topics   []news.Topic // name feeds of which more is known than they say themselves
	Download Download
	Now      func() time.Time
	Due      func() // called when a feed is due earlier than it was
}

// Feeds let moderators choose the sources of a server's news. Make one with [NewFeeds].
type Feeds struct {
	FeedNeeds

	open, check, ask, remove, pause, resume *slash.Action[feedRef]
	undo                                    *slash.Action[feedAgain]
	pick                                    *slash.Action[feedPick]
	found                                   *slash.Action[feedFound]
	page                                    *slash.Action[feedPage]
	agree                                   *slash.Action[feedImport]
}

// NewFeeds returns Feeds.
func NewFeeds(n FeedNeeds) *Feeds {
	f := &Feeds{FeedNeeds: n}
	moderators := func(name string, run func(context.Context, *slash.Call, feedRef) (slash.Reply, error)) *slash.Action[feedRef] {
		return &slash.Action[feedRef]{Name: "feed." + name, Needs: slash.ManageServer, Run: run}
	}
	f.open, f.check = moderators("open", f.openFeed), moderators("check", f.checkFeed)
	f.ask, f.remove = moderators("ask", f.askRemove), moderators("remove", f.removeFeed)
	f.pause, f.resume = moderators("pause", f.pauseFeed), moderators("resume", f.resumeFeed)
	f.undo = &slash.Action[feedAgain]{Name: "feed.undo", Needs: slash.ManageServer, Run: f.followAgain}
	f.pick = &slash.Action[feedPick]{Name: "feed.pick", Needs: slash.ManageServer, Run: f.picked}
	f.found = &slash.Action[feedFound]{Name: "feed.found", Needs: slash.ManageServer, Run: f.addFound}
	f.page = &slash.Action[feedPage]{Name: "feed.list", Needs: slash.ManageServer, Run: f.listPage}
	f.agree = &slash.Action[feedImport]{Name: "feed.import", Needs: slash.ManageServer, Run: f.takeImport}
	return f
}

// Feature is the command and what stands behind its buttons.
func (f *Feeds) Feature() slash.Feature {
	suggest := map[string]slash.Suggester{"feed": f.suggest}
	return slash.Feature{
		Commands: []slash.Command{{Name: "feed", Needs: slash.ManageServer, Sub: []slash.Command{
			{Name: "list", Run: slash.Run(f.list)},
			{Name: "add", Run: slash.Run(f.add)},
			{Name: "check", Run: slash.Run(f.named(f.checkFeed)), Suggest: suggest},
			{Name: "remove", Run: slash.Run(f.named(f.askRemove)), Suggest: suggest},
			{Name: "import", Run: slash.Run(f.preview)},
			{Name: "export", Run: slash.Run(f.export)},
		}}},
		Actions: []slash.Route{f.open, f.check, f.ask, f.remove, f.pause, f.resume, f.undo, f.pick, f.found, f.page, f.agree},
	}
}

type feedAddIn struct {
	URL string `slash:"url,max=1000"`
}

type feedIn struct {
	Feed string `slash:"feed,suggest,max=1000"`
}

// feedRef names a feed by its [feedKey], since addresses can be too long for an id.
type feedRef struct{ Key string }

type feedPick struct {
	Key string `slash:"feed"`
}

// feedAgain is a feed to follow again, by its address if an id has room for it.
type feedAgain struct{ URL string }

// feedFound is a feed that a web page named.
type feedFound struct {
	URL string `slash:"url"`
}

// feedPage is a page of the list, from 0.
type feedPage struct{ Page int }

// feedKey is a short name for an address.
func feedKey(url string) string {
	sum := sha256.Sum256([]byte(url))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// find is the feed of a key, if the server follows it.
func (f *Feeds) find(ctx context.Context, c *slash.Call, match func(news.Feed) bool) (news.Feed, error) {
	all, err := f.Store.Feeds(ctx, c.Place.Server)
	if err != nil {
		return news.Feed{}, fmt.Errorf("look up feeds of %s: %w", c.Place.Server, err)
	}
	if i := slices.IndexFunc(all, match); i >= 0 {
		return all[i], nil
	}
	return news.Feed{}, c.Sorry(c.T("feed.not_followed"), c.T("safe.nothing_changed"), slash.Try("feed list"))
}

func (f *Feeds) findKey(ctx context.Context, c *slash.Call, key string) (news.Feed, error) {
	return f.find(ctx, c, func(known news.Feed) bool { return feedKey(known.URL) == key })
}

// named makes a command about one feed of an action on it.
func (f *Feeds) named(run func(context.Context, *slash.Call, feedRef) (slash.Reply, error)) func(context.Context, *slash.Call, feedIn) (slash.Reply, error) {
	return func(ctx context.Context, c *slash.Call, in feedIn) (slash.Reply, error) {
		address, _ := news.FeedURL(in.Feed)
		found, err := f.find(ctx, c, func(known news.Feed) bool {
			return feedKey(known.URL) == in.Feed || known.URL == address || strings.EqualFold(known.Title, in.Feed)
		})
		if err != nil {
			return slash.Reply{}, err
		}
		return run(ctx, c, feedRef{feedKey(found.URL)})
	}
}

// suggest completes a feed that the server follows, by its title or address.
func (f *Feeds) suggest(ctx context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	all, err := f.Store.Feeds(ctx, c.Place.Server)
	var choices []slash.Choice
	for _, known := range all {
		name := feedName(known)
		if strings.Contains(strings.ToLower(name+" "+known.URL), strings.ToLower(typed)) && len(choices) < slash.MaxChoices {
			choices = append(choices, slash.Choice{Name: name, Value: feedKey(known.URL)})
		}
	}
	return choices, err
}

// feedName is what people call a feed.
func feedName(known news.Feed) string {
	if known.Title == "" {
		return known.URL
	}
	return known.Title
}

// add follows the feed at an address, or offers the feeds of the page there.
func (f *Feeds) add(ctx context.Context, c *slash.Call, in feedAddIn) (slash.Reply, error) {
	all, err := f.Store.Feeds(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up feeds of %s: %w", c.Place.Server, err)
	}
	if len(all) >= news.MaxFeeds {
		return slash.Reply{}, f.full(c)
	}
	report, err := f.Desk.Check(ctx, in.URL)
	var trouble *news.Trouble
	switch {
	case errors.As(err, &trouble) && len(report.Found) > 0:
		return f.offer(c, report), nil
	case errors.As(err, &trouble):
		return slash.Reply{}, c.Sorry(c.T("problem."+string(trouble.Problem)), c.T("safe.nothing_changed"), slash.Try("feed add"))
	case err != nil:
		return slash.Reply{}, fmt.Errorf("check feed %s: %w", in.URL, err)
	}
	return f.follow(ctx, c, report)
}

// offer shows the feeds that a web page names.
func (f *Feeds) offer(c *slash.Call, report news.Report) slash.Reply {
	lines := []slash.Content{c.T("feed.page_names", len(report.Found))}
	var choices []slash.Choice
	for _, url := range report.Found {
		lines = append(lines, slash.Bullet(slash.Code(url)))
		if len(url) <= slash.MaxChoiceText {
			choices = append(choices, slash.Choice{Name: url, Value: url})
		}
	}
	if len(choices) == 0 {
		return slash.Say(slash.Lines(lines...), c.T("feed.paste_one", slash.Mention("feed add")))
	}
	return slash.Say(slash.Lines(lines...)).With(f.found.Menu(c.Label("feed.choose_found"), feedFound{}, choices...))
}

func (f *Feeds) addFound(ctx context.Context, c *slash.Call, in feedFound) (slash.Reply, error) {
	return f.add(ctx, c, feedAddIn(in))
}

// follow makes the server follow a feed that works, and keeps what it has now unless
// it is read for another server already.
func (f *Feeds) follow(ctx context.Context, c *slash.Call, report news.Report) (slash.Reply, error) {
	known, ok, err := f.Store.Feed(ctx, report.Feed.URL)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up feed %s: %w", report.Feed.URL, err)
	}
	report = f.informed(report, known)
	added, err := f.Store.Follow(ctx, c.Place.Server, report.Feed, f.change(c, "added", feedName(report.Feed)))
	switch {
	case errors.Is(err, news.ErrTooManyFeeds):
		return slash.Reply{}, f.full(c)
	case err != nil:
		return slash.Reply{}, fmt.Errorf("follow %s: %w", report.Feed.URL, err)
	}
	if !ok || !known.On() {
		if err := f.Store.SaveFeed(ctx, report.Feed, report.Items); err != nil {
			return slash.Reply{}, fmt.Errorf("save feed %s: %w", report.Feed.URL, err)
		}
	}
	f.Due()
	head := c.T("feed.added", feedName(report.Feed))
	if !added {
		head = c.T("feed.known", feedName(report.Feed))
	}
	return f.reported(c, head, report), nil
}

// full apologizes for a server that can have no more feeds.
func (f *Feeds) full(c *slash.Call) error {
	return c.Sorry(c.T("feed.too_many", news.MaxFeeds), c.T("safe.nothing_changed"), slash.Try("feed remove"))
}

// informed adds to a report what is known of its feed beyond what the feed says.
func (f *Feeds) informed(report news.Report, known news.Feed) news.Report {
	for _, t := range f.Topics {
		for _, preset := range t.Feeds {
			if preset.URL == report.Feed.URL {
				known.Outlet, known.Zone = preset.Outlet, preset.Zone
			}
		}
	}
	report.Feed.Outlet, report.Feed.Zone = known.Outlet, known.Zone
	report.Items = slices.Clone(report.Items)
	for i := range report.Items {
		report.Items[i].Outlet = known.Outlet
	}
	return report
}

func (f *Feeds) change(c *slash.Call, what, name string) community.Change {
	return changeBy(c, f.Now(), "change.feed."+what, name)
}

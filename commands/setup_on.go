package commands

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/schedule"
	"magpie/slash"
)

// SetupDigests keeps digests and what feeds a server follows.
type SetupDigests interface {
	DigestMover
	Digest(ctx context.Context, id string) (news.Digest, bool, error)
	CreateDigest(ctx context.Context, d news.Digest, ch community.Change) (created bool, err error)
	UndeleteDigest(ctx context.Context, id string, next time.Time, ch community.Change) (back bool, err error)
	Follow(ctx context.Context, server string, f news.Feed, ch community.Change) (added bool, err error)
}

// setupDigest is the id of the digest that the set-up page makes for a server.
func setupDigest(server string) string { return "setup-" + server }

// digest is the set-up page's digest, if it is on.
func (s *setupFeature) digest(ctx context.Context, server string) (news.Digest, bool, error) {
	d, ok, err := s.Digests.Digest(ctx, setupDigest(server))
	if err != nil {
		return d, false, fmt.Errorf("look up the digest of server %s: %w", server, err)
	}
	return d, ok && d.DeletedAt.IsZero(), nil
}

// planned is the digest as the page describes it.
func (s *setupFeature) planned(c *slash.Call, server community.Server) (news.Digest, error) {
	now := s.Now()
	spec, err := schedule.Parse("every day " + server.Hour)
	if err != nil {
		return news.Digest{}, fmt.Errorf("schedule of server %s: %w", server.ID, err)
	}
	return news.Digest{
		ID: setupDigest(server.ID), Server: server.ID, Name: c.In(server.Languages[0]).Label("setup.digest_name"),
		Channel: server.DigestChannel, Schedule: spec.String(), Zone: server.Zone,
		Topics: server.Topics, Languages: server.Languages, Length: digestLength,
		CreatedBy: c.Person.ID, ChangedAt: now, NextRun: spec.Next(now, server.Location()).At,
	}, nil
}

// settled is the server if its page can be switched on or sampled.
func (s *setupFeature) settled(ctx context.Context, c *slash.Call) (community.Server, error) {
	server, err := serverOf(ctx, c, s.Settings)
	if err != nil {
		return server, err
	}
	server = s.withDefaults(c, server)
	if server.Zone == "" {
		return server, c.Sorry(c.T("setup.title_zone"), c.T("safe.nothing_posted"),
			s.city.Button(c.Label("setup.city"), slash.Nothing{}))
	}
	return server, nil
}

// switchOn makes the digest, or changes it to what the page says.
func (s *setupFeature) switchOn(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := s.settled(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	may, err := s.Permissions(ctx, server.ID, server.DigestChannel)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("check permissions in channel %s: %w", server.DigestChannel, err)
	}
	if missing := may.Missing(digestPermissions); missing != 0 {
		return slash.Reply{}, c.Lacks(missing, server.DigestChannel, s.on.Button(c.Label("setup.check_again"), slash.Nothing{}))
	}
	if err := s.Settings.SaveServer(ctx, server); err != nil {
		return slash.Reply{}, fmt.Errorf("save settings of server %s: %w", server.ID, err)
	}
	d, err := s.saveDigest(ctx, c, server)
	if err != nil {
		return slash.Reply{}, err
	}
	if err := s.followTopics(ctx, c, server); err != nil {
		return slash.Reply{}, err
	}
	s.Changed()
	return slash.Say(
		c.T("setup.done", d.Name, slash.ChannelMention(d.Channel), slash.Time(d.NextRun, slash.DateTime)),
		c.T("setup.done_next"),
	), nil
}

// saveDigest makes the digest that the page describes; one that was there before
// keeps what the page does not settle, and comes back if it was deleted.
func (s *setupFeature) saveDigest(ctx context.Context, c *slash.Call, server community.Server) (news.Digest, error) {
	d, err := s.planned(c, server)
	if err != nil {
		return d, err
	}
	old, known, err := s.Digests.Digest(ctx, d.ID)
	if err != nil {
		return d, fmt.Errorf("look up the digest of server %s: %w", server.ID, err)
	}
	change := community.Change{Server: server.ID, Person: c.Person.ID, At: s.Now(), Key: "change.digest.created", Args: []string{d.Name}}
	saved := true
	switch {
	case !known:
		saved, err = s.Digests.CreateDigest(ctx, d, change)
	case !old.DeletedAt.IsZero():
		change.Key = "change.digest.restored"
		saved, err = s.Digests.UndeleteDigest(ctx, d.ID, d.NextRun, change)
	}
	if known && saved && err == nil {
		d.Name, d.Length, d.Role, d.PostEmpty, d.CreatedBy, d.LastRun = old.Name, old.Length, old.Role, old.PostEmpty, old.CreatedBy, old.LastRun
		d.Forum = old.Forum && old.Channel == d.Channel
		change.Key, change.Args = "change.digest.setup", []string{d.Name}
		saved, err = s.Digests.SaveDigest(ctx, d, change)
	}
	if err != nil {
		return d, fmt.Errorf("save the digest of server %s: %w", server.ID, err)
	}
	if !saved {
		return d, c.Sorry(c.T("setup.name_taken", d.Name), c.T("safe.settings_kept"), slash.Try("digest list"))
	}
	return d, nil
}

// presets are the feeds that come with a server's topics.
func (s *setupFeature) presets(server community.Server) []news.Feed {
	var feeds []news.Feed
	for _, t := range s.Topics {
		if !slices.Contains(server.Topics, t.Name) {
			continue
		}
		for _, f := range t.Feeds {
			if !slices.ContainsFunc(feeds, func(g news.Feed) bool { return g.URL == f.URL }) {
				feeds = append(feeds, f)
			}
		}
	}
	return feeds
}

// followTopics makes the server follow its topics' feeds.
func (s *setupFeature) followTopics(ctx context.Context, c *slash.Call, server community.Server) error {
	for _, f := range s.presets(server) {
		change := community.Change{Server: server.ID, Person: c.Person.ID, At: s.Now(), Key: "change.feed.followed", Args: []string{f.Title}}
		if _, err := s.Digests.Follow(ctx, server.ID, f, change); err != nil {
			return fmt.Errorf("follow %s: %w", f.URL, err)
		}
	}
	return nil
}

// sampleFeeds is how many feeds a sample asks.
const sampleFeeds = 8

// showSample shows, to the caller alone, what the digest would tell now, from the
// real feeds. Nothing is saved.
func (s *setupFeature) showSample(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := s.settled(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	d, err := s.planned(c, server)
	if err != nil {
		return slash.Reply{}, err
	}
	items, asked, answered := s.gather(ctx, server)
	if answered == 0 {
		return slash.Reply{}, c.Sorry(c.T("setup.no_feed_answers", asked), c.T("safe.nothing_posted"),
			s.sample.Button(c.Label("setup.sample_again"), slash.Nothing{}))
	}
	now := s.Now()
	window := news.Window{From: now.Add(-news.Remembered), To: now}
	draft := digestDraft{digest: d, edition: news.Compose(d, s.Topics, window, items, nil), run: news.Run{ID: d.ID, At: now}}
	first := draft.parts(c.Voice)[0]
	shown := slash.Say(c.T("setup.sample_title", answered, asked)).With(slash.Divider{})
	for _, b := range first.Blocks {
		if _, buttons := b.(slash.Row); !buttons {
			shown = shown.With(b)
		}
	}
	return shown.As(slash.Anew), nil
}

// gather reads some of the topics' feeds in the server's languages side by side.
func (s *setupFeature) gather(ctx context.Context, server community.Server) (items []news.Item, asked, answered int) {
	feeds := slices.DeleteFunc(s.presets(server), func(f news.Feed) bool { return !slices.Contains(server.Languages, f.Lang) })
	feeds = feeds[:min(len(feeds), sampleFeeds)]
	reports := make([]news.Report, len(feeds))
	errs := make([]error, len(feeds))
	var wg sync.WaitGroup
	for i, f := range feeds {
		wg.Go(func() { reports[i], errs[i] = s.Desk.Check(ctx, f.URL) })
	}
	wg.Wait()
	for i, r := range reports {
		if errs[i] != nil {
			continue
		}
		answered++
		for _, it := range r.Items {
			it.Outlet = feeds[i].Outlet
			items = append(items, it)
		}
	}
	return items, len(feeds), answered
}

package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/slash"
)

// SetupDigests keeps digests and what feeds a server follows.
type SetupDigests interface {
	DigestMover
	Digest(ctx context.Context, id string) (news.Digest, bool, error)
	CreateDigest(ctx context.Context, d news.Digest, ch community.Change) (created bool, err error)
	UndeleteDigest(ctx context.Context, id string, next time.Time, ch community.Change) (back bool, err error)
	ResumeDigest(ctx context.Context, id string, next time.Time, ch community.Change) (resumed bool, err error)
	Follower
}

// setupDigest is the id of the digest that the set-up page makes for a server.
func setupDigest(server string) string { return "setup-" + server }

// title says how it stands with the set-up page's digest, if there is one, and button is the
// label of what switches it on or saves it.
func (s *setupFeature) title(c *slash.Call, server community.Server, d news.Digest, known bool) (title slash.Markup, button string, err error) {
	switch {
	case server.Zone == "":
		return c.T("setup.title_zone"), "setup.switch_on", nil
	case !known:
		return c.T("setup.title"), "setup.switch_on", nil
	case !d.DeletedAt.IsZero():
		return c.T("setup.title_deleted", d.Name), "setup.switch_on", nil
	case d.Paused:
		return c.T("setup.title_paused", d.Name), "setup.switch_on", nil
	}
	planned, _, err := s.planned(c, server)
	if err != nil {
		return title, "", err
	}
	if differs(planned, d) {
		return c.T("setup.title_unsaved"), "setup.save", nil
	}
	return c.T("setup.title_on", slash.Time(d.NextRun, slash.DateTime)), "setup.save", nil
}

// differs reports whether saving the page would change the digest.
func differs(planned, d news.Digest) bool {
	topics := func(of news.Digest) []string { return slices.Sorted(slices.Values(of.Topics)) }
	return planned.Channel != d.Channel || planned.Schedule != d.Schedule ||
		!slices.Equal(planned.Languages, d.Languages) || !slices.Equal(topics(planned), topics(d))
}

// planned is the digest as the page describes it, and when it runs.
func (s *setupFeature) planned(c *slash.Call, server community.Server) (news.Digest, digestTimetable, error) {
	now := s.Now()
	times, err := newDigestTimetable("every day "+server.Hour, server.Zone)
	if err != nil {
		return news.Digest{}, times, fmt.Errorf("schedule of server %s: %w", server.ID, err)
	}
	return news.Digest{
		ID: setupDigest(server.ID), Server: server.ID, Name: c.In(server.Languages[0]).Label("setup.digest_name"),
		Channel: server.DigestChannel, Schedule: times.spec.String(), Zone: server.Zone,
		Topics: server.Topics, Languages: server.Languages, Length: digestLength,
		CreatedBy: c.Person.ID, ChangedAt: now, NextRun: times.next(now, time.Time{}),
	}, times, nil
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

// switchOn makes the digest, or changes it to what the page says. Whatever fails on
// the way, pressing again goes on from there.
func (s *setupFeature) switchOn(ctx context.Context, c *slash.Call, _ setupOn) (slash.Reply, error) {
	server, err := s.settled(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	may, err := s.Permissions(ctx, server.ID, server.DigestChannel)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("check permissions in channel %s: %w", server.DigestChannel, err)
	}
	if missing := may.Missing(digestPermissions); missing != 0 {
		again := s.on.Button(c.Label("setup.check_again"), setupOn{Again: true})
		return slash.Reply{}, c.Lacks(missing, server.DigestChannel, again, backToSetup(c.Voice))
	}
	server, err = s.Settings.EditServer(ctx, server.ID, func(sv *community.Server) { *sv = s.withDefaults(c, *sv) })
	if err != nil {
		return slash.Reply{}, fmt.Errorf("save settings of server %s: %w", c.Place.Server, err)
	}
	if err := s.room.follow(ctx, c, s.Digests, server.Topics); err != nil {
		return slash.Reply{}, err
	}
	d, err := s.saveDigest(ctx, c, server)
	if err != nil {
		return slash.Reply{}, err
	}
	s.Changed()
	return slash.Say(
		c.T("setup.done", d.Name, slash.ChannelMention(d.Channel), slash.Time(d.NextRun, slash.DateTime)),
		c.T("setup.done_next"),
	).With(slash.Row{Buttons: []slash.Button{panelSettingsButton(c.Voice), backToSetup(c.Voice)}}), nil
}

// saveDigest makes the digest that the page describes; one that was there before
// keeps what the page does not settle, and comes back if it was deleted or paused.
func (s *setupFeature) saveDigest(ctx context.Context, c *slash.Call, server community.Server) (news.Digest, error) {
	d, times, err := s.planned(c, server)
	if err != nil {
		return d, err
	}
	old, known, err := s.Digests.Digest(ctx, d.ID)
	if err != nil {
		return d, fmt.Errorf("look up the digest of server %s: %w", server.ID, err)
	}
	saved := true
	change := community.Change{Server: server.ID, Person: c.Person.ID, At: d.ChangedAt, Key: "change.digest.created", Args: []string{d.Name}}
	if known {
		change.Args = []string{old.Name}
	}
	switch {
	case !known:
		saved, err = s.Digests.CreateDigest(ctx, d, change)
	case !old.DeletedAt.IsZero():
		change.Key = "change.digest.restored"
		saved, err = s.Digests.UndeleteDigest(ctx, d.ID, d.NextRun, change)
	}
	if known && saved && err == nil {
		d, saved, err = s.refit(ctx, d, times, change)
	}
	if err != nil {
		return d, fmt.Errorf("save the digest of server %s: %w", server.ID, err)
	}
	if !saved {
		return d, c.Sorry(c.T("setup.name_taken", cmp.Or(d.Name, old.Name)), c.T("safe.settings_kept"), slash.Try("digest list"))
	}
	return d, nil
}

// refit changes a digest that is there to what the page settles, and lets it run.
func (s *setupFeature) refit(ctx context.Context, planned news.Digest, times digestTimetable, change community.Change) (news.Digest, bool, error) {
	change.Key = "change.digest.setup"
	d, saved, err := s.Digests.EditDigest(ctx, planned.ID, func(of *news.Digest) {
		of.Forum = of.Forum && of.Channel == planned.Channel
		of.Channel, of.Topics, of.Languages = planned.Channel, planned.Topics, planned.Languages
		times.settle(of, planned.ChangedAt)
	}, change)
	if err != nil || !saved || !d.Paused {
		return d, saved, err
	}
	d.NextRun = times.next(planned.ChangedAt, d.LastRun)
	change.Key = "change.digest.resumed"
	_, err = s.Digests.ResumeDigest(ctx, d.ID, d.NextRun, change)
	return d, true, err
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
	d, _, err := s.planned(c, server)
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
	draft := digestDraft{digest: d, edition: news.Compose(s.room.Reader, d, s.room.Topics, window, items, nil), run: news.Run{ID: d.ID, At: now}}
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
	feeds := slices.DeleteFunc(s.room.suggested(server.Topics), func(f news.Feed) bool { return !slices.Contains(server.Languages, f.Lang) })
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

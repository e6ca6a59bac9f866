package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"magpie/community"
	"magpie/news"
	"magpie/slash"
)

type digestTopics struct {
	Digest string
	Topics []string `slash:"topics,max=25"`
}

type digestLanguages struct {
	Digest    string
	Languages string `slash:"languages"` // tags joined by +
}

type digestStories struct {
	Digest string
	Length string `slash:"length,choices=3|5|7|10"`
}

// digestEmpty says whether to post even when nothing is new.
type digestEmpty struct {
	Digest string
	Post   bool
}

type digestTimes struct {
	Digest   string
	Name     string `slash:"name,max=40"`
	Schedule string `slash:"schedule,max=200"`
}

// saved changes a digest as edit says and returns it.
func (d *digestFeature) saved(ctx context.Context, c *slash.Call, id string, edit func(*news.Digest), what string, args ...string) (news.Digest, error) {
	found, err := d.find(ctx, c, id)
	if err != nil {
		return found, err
	}
	saved, ok, err := d.Store.EditDigest(ctx, id, edit, d.change(c, what, append([]string{found.Name}, args...)...))
	if err != nil {
		return saved, fmt.Errorf("save digest %s: %w", id, err)
	}
	switch {
	case !ok && saved.ID == "":
		return saved, digestGone(c) // meanwhile
	case !ok:
		return saved, digestTaken(c, saved.Name)
	}
	d.Changed()
	return saved, nil
}

// save changes a digest as edit says and shows it.
func (d *digestFeature) save(ctx context.Context, c *slash.Call, id string, edit func(*news.Digest), what string, args ...string) (slash.Reply, error) {
	saved, err := d.saved(ctx, c, id, edit, what, args...)
	if err != nil {
		return slash.Reply{}, err
	}
	return d.page(ctx, c, saved, c.T("digest.saved"))
}

func (d *digestFeature) setTopics(ctx context.Context, c *slash.Call, in digestTopics) (slash.Reply, error) {
	here, err := d.press.room.at(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	for _, name := range in.Topics {
		if t, ok := here.find(name); !ok || t.Name != name {
			return slash.Reply{}, c.Sorry(c.T("news.unknown", name), c.T("safe.nothing_changed"), slash.Try("digest list"))
		}
	}
	found, err := d.find(ctx, c, in.Digest)
	if err != nil {
		return slash.Reply{}, err
	}
	fresh := slices.DeleteFunc(slices.Clone(in.Topics), func(name string) bool { return slices.Contains(found.Topics, name) })
	if err := d.press.room.follow(ctx, c, d.Store, fresh); err != nil {
		return slash.Reply{}, err
	}
	return d.save(ctx, c, in.Digest, func(of *news.Digest) { of.Topics = in.Topics }, "topics", strings.Join(in.Topics, ", "))
}

func (d *digestFeature) setLanguages(ctx context.Context, c *slash.Call, in digestLanguages) (slash.Reply, error) {
	langs := strings.Split(in.Languages, "+")
	if err := community.CheckLanguages(langs); err != nil {
		return slash.Reply{}, c.Sorry(c.T("digest.bad_languages"), c.T("safe.nothing_changed"), slash.Try("digest list"))
	}
	return d.save(ctx, c, in.Digest, func(of *news.Digest) { of.Languages = langs }, "languages", languageNames(d.Tongues, langs))
}

func (d *digestFeature) setLength(ctx context.Context, c *slash.Call, in digestStories) (slash.Reply, error) {
	n, err := strconv.Atoi(in.Length)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("length %q: %w", in.Length, err) // unreachable: it is one of the choices
	}
	return d.save(ctx, c, in.Digest, func(of *news.Digest) { of.Length = n }, "length", in.Length)
}

func (d *digestFeature) renameForm(ctx context.Context, c *slash.Call, in digestRef) (slash.Reply, error) {
	found, err := d.find(ctx, c, in.Digest)
	if err != nil {
		return slash.Reply{}, err
	}
	filled := digestTimes{found.ID, found.Name, digestTyped(c.Voice, found.Schedule)}
	return slash.Reply{Form: d.times.Form(c.Voice, c.Label("digest.rename"), filled)}, nil
}

// setTimes saves name and schedule, which is in the zone that the server has now,
// and tells the next five runs.
func (d *digestFeature) setTimes(ctx context.Context, c *slash.Call, in digestTimes) (slash.Reply, error) {
	found, err := d.find(ctx, c, in.Digest)
	if err != nil {
		return slash.Reply{}, err
	}
	spec, err := d.parse(c, in.Schedule, d.rename.Button(c.Label("digest.try_again"), digestRef{in.Digest}))
	if err != nil {
		return slash.Reply{}, err
	}
	server, err := serverOf(ctx, c, d.Servers)
	if err != nil {
		return slash.Reply{}, err
	}
	times, err := newDigestTimetable(spec.String(), cmp.Or(server.Zone, found.Zone))
	if err != nil {
		return slash.Reply{}, fmt.Errorf("digest %s: %w", found.ID, err)
	}
	now := d.Now()
	r, err := d.save(ctx, c, in.Digest, func(of *news.Digest) {
		of.Name = oneLine(in.Name)
		times.settle(of, now)
	}, "times", spec.String())
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{c.T("digest.next_runs")}
	for _, slot := range spec.Slots(digestLater(now, found.LastRun), times.loc, 5) {
		lines = append(lines, slash.Bullet(slash.Time(slot.At, slash.LongDateTime)))
	}
	r.Blocks = append([]slash.Block{slash.Text{Body: slash.Lines(lines...)}}, r.Blocks...)
	return r, nil
}

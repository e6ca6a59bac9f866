package commands

import (
	"context"
	"fmt"

	"magpie/news"
	"magpie/slash"
)

// digestPage is a page of the list, from 0.
type digestPage struct{ Page int }

// digestsPerPage is how many digests a page lists.
const digestsPerPage = 8

func (d *digestFeature) listAll(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return d.listPage(ctx, c, digestPage{})
}

// listPage lists digests and offers to open one, and to bring deleted ones back.
func (d *digestFeature) listPage(ctx context.Context, c *slash.Call, at digestPage) (slash.Reply, error) {
	all, err := d.sorted(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	deleted, err := d.Store.DeletedDigests(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up deleted digests of %s: %w", c.Place.Server, err)
	}
	shown, page, last := pageOf(all, at.Page, digestsPerPage)
	lines := []slash.Content{c.T("digest.list", len(all))}
	if len(all) == 0 {
		lines = []slash.Content{c.T("digest.list_none", slash.Mention("digest create"))}
	}
	for _, of := range shown {
		lines = append(lines, d.line(c, of))
	}
	r := slash.Say(slash.Lines(lines...))
	if len(shown) > 0 {
		r = r.With(d.pick.Menu(c.Label("digest.choose"), digestPick{}, digestChoices(c, shown)...))
	}
	if len(deleted) > 0 {
		deleted = deleted[:min(len(deleted), slash.MaxChoices)]
		r = r.With(d.restore.Menu(c.Label("digest.bring_back"), digestPick{}, digestChoices(c, deleted)...))
	}
	if last > 0 {
		r = r.With(slash.Row{Buttons: turns(c, d.list, page, last, func(n int) digestPage { return digestPage{n} })})
	}
	return r, nil
}

// line is a digest in two lines of a list.
func (d *digestFeature) line(c *slash.Call, of news.Digest) slash.Content {
	return slash.Lines(
		slash.Join(" · ", slash.Bold(slash.Plain(of.Name)), slash.ChannelMention(of.Channel), slash.Plain(digestWhen(c.Voice, of.Schedule))),
		d.state(c, of))
}

func digestChoices(c *slash.Call, all []news.Digest) []slash.Choice {
	var choices []slash.Choice
	for _, of := range all {
		choices = append(choices, slash.Choice{
			Name: slash.Cut(of.Name, slash.MaxChoiceText), Value: of.ID,
			About: slash.Cut(digestWhen(c.Voice, of.Schedule), slash.MaxChoiceText),
		})
	}
	return choices
}

func (d *digestFeature) pauseOne(ctx context.Context, c *slash.Call, in digestRef) (slash.Reply, error) {
	found, err := d.find(ctx, c, in.Digest)
	if err != nil {
		return slash.Reply{}, err
	}
	if _, err := d.Store.PauseDigest(ctx, found.ID, "", d.change(c, "paused", found.Name)); err != nil {
		return slash.Reply{}, fmt.Errorf("pause digest %s: %w", found.ID, err)
	}
	return slash.Say(c.T("digest.paused", found.Name)).With(slash.Row{Buttons: []slash.Button{
		d.resume.Button(c.Label("digest.resume"), in).With(slash.Good),
		d.open.Button(c.Label("digest.open"), in),
	}}), nil
}

func (d *digestFeature) resumeOne(ctx context.Context, c *slash.Call, in digestRef) (slash.Reply, error) {
	found, err := d.find(ctx, c, in.Digest)
	if err != nil {
		return slash.Reply{}, err
	}
	next := found.NextRun
	if found.Paused {
		if next, err = digestNext(found, d.Now()); err != nil {
			return slash.Reply{}, err
		}
		if _, err := d.Store.ResumeDigest(ctx, found.ID, next, d.change(c, "resumed", found.Name)); err != nil {
			return slash.Reply{}, fmt.Errorf("resume digest %s: %w", found.ID, err)
		}
		d.Changed()
	}
	return slash.Say(c.T("digest.resumed", found.Name, slash.Time(next, slash.LongDateTime))).With(slash.Row{Buttons: []slash.Button{
		d.pause.Button(c.Label("digest.pause"), in),
		d.open.Button(c.Label("digest.open"), in),
	}}), nil
}

// askDelete asks before a digest is deleted, and offers to pause it instead.
func (d *digestFeature) askDelete(ctx context.Context, c *slash.Call, in digestRef) (slash.Reply, error) {
	found, err := d.find(ctx, c, in.Digest)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("digest.ask_delete", found.Name)).With(slash.Row{Buttons: []slash.Button{
		d.pause.Button(c.Label("digest.pause_instead"), in).When(!found.Paused),
		d.remove.Button(c.Label("digest.delete"), in).With(slash.Danger),
		d.open.Button(c.Label("digest.keep"), in),
	}}), nil
}

func (d *digestFeature) deleteOne(ctx context.Context, c *slash.Call, in digestRef) (slash.Reply, error) {
	found, err := d.find(ctx, c, in.Digest)
	if err != nil {
		return slash.Reply{}, err
	}
	if _, err := d.Store.DeleteDigest(ctx, found.ID, d.change(c, "deleted", found.Name)); err != nil {
		return slash.Reply{}, fmt.Errorf("delete digest %s: %w", found.ID, err)
	}
	return slash.Say(c.T("digest.deleted", found.Name, slash.Mention("digest list"))).With(slash.Row{Buttons: []slash.Button{
		d.undo.Button(c.Label("news.undo"), in),
	}}), nil
}

func (d *digestFeature) restored(ctx context.Context, c *slash.Call, in digestPick) (slash.Reply, error) {
	return d.undelete(ctx, c, digestRef(in))
}

// undelete brings a digest back as it was.
func (d *digestFeature) undelete(ctx context.Context, c *slash.Call, in digestRef) (slash.Reply, error) {
	found, ok, err := d.Store.Digest(ctx, in.Digest)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up digest %s: %w", in.Digest, err)
	}
	if !ok || found.Server != c.Place.Server {
		return slash.Reply{}, digestGone(c)
	}
	if found.DeletedAt.IsZero() {
		return d.page(ctx, c, found, nil)
	}
	next, err := digestNext(found, d.Now())
	if err != nil {
		return slash.Reply{}, err
	}
	back, err := d.Store.UndeleteDigest(ctx, found.ID, next, d.change(c, "restored", found.Name))
	if err != nil {
		return slash.Reply{}, fmt.Errorf("bring digest %s back: %w", found.ID, err)
	}
	if !back {
		return slash.Reply{}, c.Sorry(c.T("digest.cannot_return", found.Name), c.T("safe.nothing_changed"), slash.Try("digest list"))
	}
	if found, err = d.find(ctx, c, in.Digest); err != nil {
		return slash.Reply{}, err
	}
	d.Changed()
	return d.page(ctx, c, found, c.T("digest.restored"))
}

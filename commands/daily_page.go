package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"magpie/community"
	"magpie/slash"
)

func (d *Daily) list(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	all, err := d.Store.Dailies(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(all) == 0 {
		return slash.Say(c.T("daily.none")), nil
	}
	r := slash.Say(c.T("daily.list"))
	for i, daily := range all {
		open := d.open.Button(c.Label("daily.open", strconv.Itoa(i+1)), dailyRef{daily.ID})
		r = r.With(slash.Section{Body: slash.Lines(d.lines(c, daily)...), Button: &open})
	}
	return r, nil
}

// lines say what a daily post is.
func (d *Daily) lines(c *slash.Call, daily community.Daily) []slash.Content {
	lines := []slash.Content{c.T("daily.line", c.T("daily.kind."+daily.Kind), slash.ChannelMention(daily.Channel), daily.Hour, daily.Zone)}
	switch daily.PausedFor {
	case "":
		lines = append(lines, c.T("daily.next", slash.Time(daily.NextRun, slash.DateTime)))
	case dailyByModerator:
		lines = append(lines, c.T("daily.paused"))
	default:
		lines = append(lines, c.T("daily.paused_itself"))
	}
	return lines
}

// page shows a daily post to moderators; head says what just happened, or is nil.
func (d *Daily) page(c *slash.Call, daily community.Daily, head slash.Content) slash.Reply {
	lines := d.lines(c, daily)
	if head != nil {
		lines = append([]slash.Content{head}, lines...)
	}
	ref, pause := dailyRef{daily.ID}, "daily.pause"
	if daily.PausedFor != "" {
		pause = "daily.resume"
	}
	return slash.Say(slash.Lines(lines...)).With(
		slash.Row{Buttons: []slash.Button{
			d.preview.Button(c.Label("daily.preview"), ref), d.edit.Button(c.Label("daily.edit"), ref), d.pause.Button(c.Label(pause), ref),
		}},
		slash.Row{Buttons: []slash.Button{d.remove.Button(c.Label("daily.remove"), ref).With(slash.Danger)}})
}

func (d *Daily) openOne(ctx context.Context, c *slash.Call, in dailyRef) (slash.Reply, error) {
	daily, err := d.find(ctx, c, in.Daily)
	if err != nil {
		return slash.Reply{}, err
	}
	return d.page(c, daily, nil), nil
}

func (d *Daily) openForm(ctx context.Context, c *slash.Call, in dailyRef) (slash.Reply, error) {
	daily, err := d.find(ctx, c, in.Daily)
	if err != nil {
		return slash.Reply{}, err
	}
	hour, _, _ := strings.Cut(daily.Hour, ":")
	n, err := strconv.Atoi(hour)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("daily post %s is at %q: %w", daily.ID, daily.Hour, err)
	}
	return slash.Reply{Form: d.change.Form(c.Voice, c.Label("daily.edit"), dailyForm{daily.ID, n, daily.Kind})}, nil
}

func (d *Daily) changeIt(ctx context.Context, c *slash.Call, in dailyForm) (slash.Reply, error) {
	server, err := serverOf(ctx, c, d.Servers)
	if err != nil {
		return slash.Reply{}, err
	}
	return d.editOne(ctx, c, in.Daily, "changed", func(daily *community.Daily) {
		daily.Hour, daily.Kind, daily.Zone = clockHour(in.Hour), in.What, server.Location().String()
	})
}

// dailyByModerator is why a daily post is paused that a moderator paused.
const dailyByModerator = "moderator"

func (d *Daily) pauseOrResume(ctx context.Context, c *slash.Call, in dailyRef) (slash.Reply, error) {
	daily, err := d.find(ctx, c, in.Daily)
	if err != nil {
		return slash.Reply{}, err
	}
	if daily.PausedFor == "" {
		return d.editOne(ctx, c, in.Daily, "paused", func(daily *community.Daily) { daily.PausedFor = dailyByModerator })
	}
	return d.editOne(ctx, c, in.Daily, "resumed", func(daily *community.Daily) { daily.PausedFor = "" })
}

// editOne changes a daily post of the caller's server and shows it.
func (d *Daily) editOne(ctx context.Context, c *slash.Call, id, what string, edit func(*community.Daily)) (slash.Reply, error) {
	before, err := d.find(ctx, c, id)
	if err != nil {
		return slash.Reply{}, err
	}
	edit(&before)
	next, err := nextDaily(before, d.Now())
	if err != nil {
		return slash.Reply{}, err
	}
	daily, saved, err := d.Store.EditDaily(ctx, id, func(daily *community.Daily) {
		edit(daily)
		daily.NextRun = next
	}, d.changed(c, what, before))
	if err != nil {
		return slash.Reply{}, err
	}
	if !saved {
		return slash.Reply{}, d.gone(c)
	}
	return d.page(c, daily, c.T("daily."+what)), nil
}

func (d *Daily) removeIt(ctx context.Context, c *slash.Call, in dailyRef) (slash.Reply, error) {
	daily, err := d.find(ctx, c, in.Daily)
	if err != nil {
		return slash.Reply{}, err
	}
	removed, err := d.Store.RemoveDaily(ctx, in.Daily, d.changed(c, "removed", daily))
	if err != nil {
		return slash.Reply{}, err
	}
	if !removed {
		return slash.Reply{}, d.gone(c)
	}
	return slash.Say(c.T("daily.removed")), nil
}

func (d *Daily) previewIt(ctx context.Context, c *slash.Call, in dailyRef) (slash.Reply, error) {
	daily, err := d.find(ctx, c, in.Daily)
	if err != nil {
		return slash.Reply{}, err
	}
	server, err := serverOf(ctx, c, d.Servers)
	if err != nil {
		return slash.Reply{}, err
	}
	body, err := d.compose(daily, server, "preview")
	if err != nil {
		return slash.Reply{}, err
	}
	body.Blocks = append([]slash.Block{slash.Text{Body: c.T("daily.previewed")}, slash.Divider{}}, body.Blocks...)
	return body.As(slash.Anew), nil
}

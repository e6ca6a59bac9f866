package commands

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"magpie/community"
	"magpie/phrase"
	"magpie/schedule"
	"magpie/slash"
)

// DailyStore keeps daily posts.
type DailyStore interface {
	Dailies(ctx context.Context, server string) ([]community.Daily, error)
	Daily(ctx context.Context, id string) (community.Daily, bool, error)
	// AddDaily reports false if the server has as many as it may.
	AddDaily(ctx context.Context, d community.Daily, ch community.Change) (added bool, err error)
	DailyEditor
	RemoveDaily(ctx context.Context, id string, ch community.Change) (removed bool, err error)
}

// A DailyEditor changes daily posts; it reports false for one that is gone.
type DailyEditor interface {
	EditDaily(ctx context.Context, id string, edit func(*community.Daily), ch community.Change) (community.Daily, bool, error)
}

// DailyNeeds are what /daily works with.
type DailyNeeds struct {
	Store       DailyStore
	Servers     Servers
	People      People
	Book        *phrase.Book
	Questions   func() ([]phrase.Question, error)
	Words       slash.Words
	Permissions Permitted
	Now         func() time.Time
}

// Daily lets moderators have a phrase, a slang pair or a question posted every day.
type Daily struct {
	DailyNeeds

	open, pause, remove, preview, edit *slash.Action[dailyRef]
	change                             *slash.Action[dailyForm]
	again                              *slash.Action[dailyChoice]
	more, starter, copy                *slash.Action[dailyEntry]
}

// NewDaily makes the feature; its Feature serves it, and its Job posts.
func NewDaily(n DailyNeeds) *Daily {
	d := &Daily{DailyNeeds: n}
	d.open = &slash.Action[dailyRef]{Name: "daily.open", Needs: slash.ManageServer, Run: d.openOne}
	d.pause = &slash.Action[dailyRef]{Name: "daily.pause", Needs: slash.ManageServer, Run: d.pauseOrResume}
	d.remove = &slash.Action[dailyRef]{Name: "daily.remove", Needs: slash.ManageServer, Run: d.removeIt}
	d.preview = &slash.Action[dailyRef]{Name: "daily.preview", Needs: slash.ManageServer, Run: d.previewIt}
	d.edit = &slash.Action[dailyRef]{Name: "daily.edit", Needs: slash.ManageServer, Run: d.openForm}
	d.change = &slash.Action[dailyForm]{Name: "daily.change", Needs: slash.ManageServer, Run: d.changeIt}
	d.again = &slash.Action[dailyChoice]{Name: "daily.again", Needs: slash.ManageServer, Run: d.checkAgain}
	d.more = &slash.Action[dailyEntry]{Name: "daily.more", Run: d.showMore}
	d.starter = &slash.Action[dailyEntry]{Name: "daily.starter", Run: d.showStarter}
	d.copy = &slash.Action[dailyEntry]{Name: "daily.copy", Run: d.copyStarter}
	return d
}

// Feature is the command /daily and its actions.
func (d *Daily) Feature() slash.Feature {
	return slash.Feature{
		Commands: []slash.Command{{Name: "daily", Needs: slash.ManageServer, Sub: []slash.Command{
			{Name: "add", Run: slash.Run(d.add)},
			{Name: "list", Run: slash.Run(d.list)},
		}}},
		Actions: []slash.Route{d.open, d.pause, d.remove, d.preview, d.edit, d.change, d.again, d.more, d.starter, d.copy},
	}
}

type dailyIn struct {
	Channel slash.ChannelInfo `slash:"channel,kinds=text|news"`
	Hour    int               `slash:"hour,min=0,max=23"`
	What    string            `slash:"what,choices=phrase|slang|question|mixed"`
}

// dailyChoice is what was chosen before Magpie could post there.
type dailyChoice struct {
	Channel string
	Hour    int
	What    string
}

// dailyRef names a daily post.
type dailyRef struct{ Daily string }

// dailyForm changes a daily post.
type dailyForm struct {
	Daily string

	Hour int    `slash:"hour,min=0,max=23"`
	What string `slash:"what,choices=phrase|slang|question|mixed"`
}

// clockHour is a full hour as a schedule has it.
func clockHour(hour int) string { return fmt.Sprintf("%02d:00", hour) }

func (d *Daily) add(ctx context.Context, c *slash.Call, in dailyIn) (slash.Reply, error) {
	return d.settle(ctx, c, dailyChoice{in.Channel.ID, in.Hour, in.What}, in.Channel.Bot)
}

func (d *Daily) checkAgain(ctx context.Context, c *slash.Call, in dailyChoice) (slash.Reply, error) {
	may, err := d.Permissions.in(ctx, c, in.Channel)
	if err != nil {
		return slash.Reply{}, err
	}
	return d.settle(ctx, c, in, may)
}

// settle adds a daily post if Magpie may post in its channel.
func (d *Daily) settle(ctx context.Context, c *slash.Call, in dailyChoice, may slash.Permissions) (slash.Reply, error) {
	if in.Hour < 0 || in.Hour > 23 || !slices.Contains(community.DailyKinds, in.What) {
		return slash.Reply{}, d.gone(c)
	}
	if missing := may.Missing(digestPermissions); missing != 0 {
		return slash.Reply{}, c.Lacks(missing, in.Channel, d.again.Button(c.Label("setup.check_again"), in))
	}
	server, err := serverOf(ctx, c, d.Servers)
	if err != nil {
		return slash.Reply{}, err
	}
	daily := community.Daily{
		ID: rand.Text()[:16], Server: server.ID, Channel: in.Channel, Kind: in.What, Hour: clockHour(in.Hour),
		Zone: server.Location().String(), ChangedAt: d.Now(),
	}
	if daily.NextRun, err = nextDaily(daily, d.Now()); err != nil {
		return slash.Reply{}, err
	}
	added, err := d.Store.AddDaily(ctx, daily, d.changed(c, "added", daily))
	if err != nil {
		return slash.Reply{}, err
	}
	if !added {
		return slash.Reply{}, c.Sorry(c.T("daily.full", community.MaxDailies), c.T("safe.nothing_changed"), slash.Try("daily list"))
	}
	return d.page(c, daily, c.T("daily.added")), nil
}

// nextDaily is when a daily post comes next after a time: not on a date that had one.
func nextDaily(d community.Daily, after time.Time) (time.Time, error) {
	spec, loc, err := dailySpec(d)
	if err != nil {
		return time.Time{}, err
	}
	next := spec.Next(after, loc)
	for dateOf(next.Civil) <= dateOf(d.LastSlot) {
		next = spec.Next(next.At, loc)
	}
	return next.At, nil
}

// dateOf is the date of a slot, "" if there is none.
func dateOf(slot string) string { return slot[:min(len(slot), len(time.DateOnly))] }

func dailySpec(d community.Daily) (schedule.Spec, *time.Location, error) {
	spec, err := schedule.Parse("every day " + d.Hour)
	if err != nil {
		return spec, nil, err
	}
	loc, err := schedule.LoadZone(d.Zone)
	return spec, loc, err
}

// changed is a line for the list of who changed what.
func (d *Daily) changed(c *slash.Call, what string, daily community.Daily) community.Change {
	return changeBy(c, d.Now(), "change.daily."+what, daily.Kind, daily.Hour)
}

// gone apologizes for a daily post that is no longer there.
func (d *Daily) gone(c *slash.Call) error {
	return c.Sorry(c.T("daily.gone"), c.T("safe.nothing_changed"), slash.Try("daily list"))
}

// find is a daily post of the caller's server.
func (d *Daily) find(ctx context.Context, c *slash.Call, id string) (community.Daily, error) {
	daily, ok, err := d.Store.Daily(ctx, id)
	if err != nil {
		return daily, err
	}
	if !ok || daily.Server != c.Place.Server {
		return daily, d.gone(c)
	}
	return daily, nil
}

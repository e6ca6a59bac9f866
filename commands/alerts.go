package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"magpie/community"
	"magpie/outbox"
	"magpie/schedule"
	"magpie/slash"
)

// Alerts keeps what moderators should hear about until they were told.
type Alerts interface {
	Servers
	Alerts(ctx context.Context, server string) ([]community.Alert, error)
	AlertsTold(ctx context.Context, ids ...string) error
	// TellAlerts hands a message that tells alerts to the outbox. It reports false,
	// and does nothing, if any of them was told meanwhile.
	TellAlerts(ctx context.Context, m outbox.Message, ids ...string) (told bool, err error)
}

// alertLines are alerts in words, the oldest first.
func alertLines(v slash.Voice, alerts []community.Alert) slash.Markup {
	lines := []slash.Content{v.T("alerts.title")}
	for _, a := range alerts {
		lines = append(lines, slash.Bullet(slash.Join(" · ", slash.Time(a.At, slash.DateTime), v.T(a.Key, alertArgs(v, a.Args)...))))
	}
	return slash.Lines(lines...)
}

// alertArgs are the arguments of an alert; a permission is told by its label, a person
// ("person.<id>") by their name.
func alertArgs(v slash.Voice, texts []string) []any {
	args := arguments(texts)
	for i, text := range texts {
		if strings.HasPrefix(text, "permission.") {
			args[i] = v.Label(text)
		}
		if person, ok := strings.CutPrefix(text, "person."); ok {
			args[i] = slash.UserMention(person)
		}
	}
	return args
}

// maxAlerts is how many alerts one message tells.
const maxAlerts = 10

// AlertHead puts alerts at the head of a moderator's next reply, in servers
// without a channel for them. They count as told once it was shown; until then no other
// reply tells them.
func AlertHead(alerts Alerts) slash.Finisher {
	var telling sync.Map // ids
	return func(ctx context.Context, c *slash.Call, r slash.Reply) (slash.Reply, error) {
		if c.Kind != slash.Typed || c.Place.Direct() || r.Shown == slash.ToAll || !c.Person.May.Has(slash.ManageServer) {
			return r, nil
		}
		server, err := serverOf(ctx, c, alerts)
		if err != nil || server.ModeratorChannel != "" {
			return r, err
		}
		waiting, err := alerts.Alerts(ctx, c.Place.Server)
		if err != nil {
			return r, fmt.Errorf("look up alerts: %w", err)
		}
		waiting = slices.DeleteFunc(waiting, func(a community.Alert) bool {
			_, elsewhere := telling.Load(a.ID)
			return elsewhere
		})
		waiting = waiting[:min(len(waiting), maxAlerts)]
		headed := r
		headed.Blocks = append([]slash.Block{slash.Text{Body: alertLines(c.Voice, waiting)}, slash.Divider{}}, r.Blocks...)
		if len(waiting) == 0 || headed.Check() != nil {
			return r, nil // they wait for a reply with more room
		}
		ids := alertIDs(waiting)
		for _, id := range ids {
			telling.Store(id, true)
		}
		c.Afterwards(func(ctx context.Context, shown bool) error {
			defer func() {
				for _, id := range ids {
					telling.Delete(id)
				}
			}()
			if !shown {
				return nil
			}
			if err := alerts.AlertsTold(ctx, ids...); err != nil {
				return fmt.Errorf("note that alerts were told: %w", err)
			}
			return nil
		})
		return headed, nil
	}
}

func alertIDs(alerts []community.Alert) []string {
	var ids []string
	for _, a := range alerts {
		ids = append(ids, a.ID)
	}
	return ids
}

// alertGroup begins the groups of messages that tell alerts.
const alertGroup = "alert "

// AlertUndelivered returns what to call with a message that the outbox gave up. If
// it told alerts, the server's channel for moderators is forgotten, and the next
// command of a moderator says so.
func AlertUndelivered(store AlertKeeper, now func() time.Time) func(ctx context.Context, m outbox.Message) error {
	return func(ctx context.Context, m outbox.Message) error {
		if !strings.HasPrefix(m.Group, alertGroup) {
			return nil
		}
		err := store.AddAlert(ctx, community.Alert{ID: "unheard " + m.ID, Server: m.Server, At: now(), Key: "alert.unheard"})
		if err != nil {
			return fmt.Errorf("keep an alert for server %s: %w", m.Server, err)
		}
		_, err = store.EditServer(ctx, m.Server, func(s *community.Server) {
			if s.ModeratorChannel == m.Channel {
				s.ModeratorChannel = ""
			}
		}, community.Change{Server: m.Server, At: now(), Key: "change.no_moderator_channel"})
		if err != nil {
			return fmt.Errorf("forget the channel for moderators of server %s: %w", m.Server, err)
		}
		return nil
	}
}

// AlertKeeper is what AlertUndelivered works with.
type AlertKeeper interface {
	AddAlert(ctx context.Context, a community.Alert) error
	EditServer(ctx context.Context, id string, edit func(*community.Server), changes ...community.Change) (community.Server, error)
}

// alertEvery is how often the job looks for alerts, of all servers at once.
const alertEvery = time.Minute

// An AlertedStore finds the servers with something to tell.
type AlertedStore interface {
	Alerts
	// AlertedServers are those with a channel for moderators who have not been told of
	// something yet.
	AlertedServers(ctx context.Context) ([]community.Server, error)
}

// AlertJob sends alerts to the channels that moderators chose for them, with what offer
// has for their being done something about at once. sent is called when there is something
// to post.
func AlertJob(alerts AlertedStore, words slash.Words, open Marker, offer func(slash.Voice, []community.Alert) []slash.Block, sent func()) schedule.Job {
	return schedule.Job{Name: "alerts", Run: func(ctx context.Context, now time.Time) (time.Time, error) {
		servers, err := alerts.AlertedServers(ctx)
		if err != nil {
			return time.Time{}, fmt.Errorf("list servers: %w", err)
		}
		for _, s := range servers {
			told, err := sendAlerts(ctx, alerts, words, open, offer, s)
			if err != nil {
				return time.Time{}, err
			}
			if told {
				sent()
			}
		}
		return now.Add(alertEvery), nil
	}}
}

// sendAlerts hands a server's waiting alerts to the outbox as one message, named
// after the first of them.
func sendAlerts(ctx context.Context, alerts Alerts, words slash.Words, open Marker, offer func(slash.Voice, []community.Alert) []slash.Block, s community.Server) (bool, error) {
	waiting, err := alerts.Alerts(ctx, s.ID)
	if err != nil || len(waiting) == 0 {
		return false, err
	}
	waiting = waiting[:min(len(waiting), maxAlerts)]
	group := alertGroup + waiting[0].ID
	v := slash.NewVoice(words, s.Languages[0])
	body := slash.Say(alertLines(v, waiting)).With(offer(v, waiting)...).With(slash.Row{Buttons: []slash.Button{
		open(v, "alerts.open", outbox.Nonce(group, 1)),
	}})
	m, err := outbox.NewMessage(group, 1, s.ID, s.ModeratorChannel, body)
	if err != nil {
		return false, err
	}
	told, err := alerts.TellAlerts(ctx, m, alertIDs(waiting)...)
	if err != nil {
		return false, fmt.Errorf("send alerts to server %s: %w", s.ID, err)
	}
	return told, nil
}

package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"magpie/community"
	"magpie/outbox"
	"magpie/schedule"
	"magpie/slash"
)

// WelcomeJobStore is what the job works with.
type WelcomeJobStore interface {
	Servers
	// Welcomes are the servers that have someone to welcome.
	Welcomes(ctx context.Context) ([]community.Welcome, error)
	// SettleWelcome notes that those of w were welcomed, and hands messages over. It reports
	// false, and does nothing, if that changed since w was read.
	SettleWelcome(ctx context.Context, w community.Welcome, at time.Time, messages ...outbox.Message) (settled bool, err error)
	NewsAlerts
}

const (
	welcomeQuiet   = time.Minute      // in which nobody came, before those who did are welcomed
	welcomeWait    = 5 * time.Minute  // that the first of them waits at most
	welcomeApart   = 10 * time.Minute // between two messages
	crowdsApart    = time.Hour        // between two messages about a crowd
	welcomeAgain   = 10 * time.Minute // to look for what another process left behind
	namesOfWelcome = 10               // in one message
	welcomeGroup   = "welcome "       // begins the groups of welcomes
)

// Job posts welcomes. sent is called after one was handed to the outbox.
func (w *Welcome) Job(log *slog.Logger, store WelcomeJobStore, sent func()) schedule.Job {
	return schedule.Job{Name: "welcomes", Wake: w.Came, Run: func(ctx context.Context, now time.Time) (time.Time, error) {
		w.sweep(now)
		next := now.Add(welcomeAgain)
		all, err := store.Welcomes(ctx)
		if err != nil {
			return next, err
		}
		var errs []error
		for _, some := range all {
			at := welcomeAt(some)
			if at.After(now) {
				next = earlier(next, at)
				continue
			}
			settled, err := w.post(ctx, log, store, some, now)
			if err != nil {
				errs = append(errs, fmt.Errorf("welcome people in server %s: %w", some.Server, err))
			} else if !settled {
				next = now // somebody left this moment; those who stay are still to be welcomed
			}
			sent()
		}
		return next, errors.Join(errs...)
	}}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// welcomeAt is when those of w are to be welcomed.
func welcomeAt(w community.Welcome) time.Time {
	first, last := w.CrowdAt, w.CrowdAt
	for i, j := range w.Joiners {
		if i == 0 {
			first = j.At
		}
		if j.At.After(last) {
			last = j.At
		}
	}
	at := earlier(last.Add(welcomeQuiet), first.Add(welcomeWait))
	if soonest := w.PostedAt.Add(welcomeApart); at.Before(soonest) {
		return soonest
	}
	return at
}

// post welcomes those who are due in a server. If they came in a crowd, one message names
// nobody, moderators are told, and further ones within the hour pass in silence. It reports
// false if somebody left meanwhile, so that the job must look again.
func (w *Welcome) post(ctx context.Context, log *slog.Logger, store WelcomeJobStore, some community.Welcome, now time.Time) (settled bool, err error) {
	server, ok, err := store.Server(ctx, some.Server)
	if err != nil {
		return false, err
	}
	crowded := !some.CrowdAt.IsZero()
	if !ok || server.WelcomeChannel == "" || !server.RemovedAt.IsZero() || crowded && now.Sub(some.ToldAt) < crowdsApart {
		return store.SettleWelcome(ctx, some, now)
	}
	group := welcomeGroup + some.Server + " " + strconv.FormatInt(now.UnixMilli(), 10)
	m, err := outbox.NewMessage(group, 1, some.Server, server.WelcomeChannel, w.message(server, some, outbox.Nonce(group, 1)))
	if err != nil {
		return false, err
	}
	if settled, err = store.SettleWelcome(ctx, some, now, m); err != nil || !settled {
		return settled, err
	}
	log.Info("welcomed people", "server", some.Server, "people", len(some.Joiners), "crowd", crowded)
	if !crowded {
		return true, nil
	}
	return true, store.AddAlert(ctx, community.Alert{
		ID: "crowd " + m.ID, Server: some.Server, At: now, Key: "alert.welcome.crowd", Args: []string{strconv.Itoa(crowd)},
	})
}

// message welcomes people in a server's first language, and lets each open the guides in
// their own, of which it tells in all.
func (w *Welcome) message(server community.Server, some community.Welcome, nonce string) slash.Reply {
	voices := everyVoice(w.Words, server)
	lines := []slash.Content{slash.Bold(welcomeWords(voices[0], some))}
	for _, v := range voices {
		lines = append(lines, v.T("welcome.about"))
	}
	return slash.Say(slash.Lines(lines...)).With(panelRow(w.Tongues, nonce))
}

// welcomeWords greet people by their names, as far as there are some to show and not too many.
func welcomeWords(v slash.Voice, some community.Welcome) slash.Markup {
	if !some.CrowdAt.IsZero() {
		return v.T("welcome.crowd")
	}
	var names slash.Markup
	shown := 0
	for _, j := range some.Joiners {
		switch {
		case j.Name == "" || shown == namesOfWelcome:
			continue
		case shown == 0:
			names = slash.Plain(j.Name).Markup()
		default:
			names = v.T("welcome.name_by_name", names, j.Name)
		}
		shown++
	}
	more := len(some.Joiners) - shown
	switch {
	case shown == 0:
		return v.T("welcome.nameless", more)
	case more > 0:
		return v.T("welcome.names_and_more", more, names)
	}
	return v.T("welcome.names", names)
}

// Undelivered returns what to call with a message that the outbox gave up. If it was a
// welcome to a channel that is closed to Magpie, welcomes are switched off there, and
// moderators are told.
func (w *Welcome) Undelivered(store AlertKeeper) func(ctx context.Context, m outbox.Message) error {
	return func(ctx context.Context, m outbox.Message) error {
		if !strings.HasPrefix(m.Group, welcomeGroup) || !m.Problem.Closed() {
			return nil
		}
		now := w.Now()
		err := store.AddAlert(ctx, community.Alert{ID: "unwelcome " + m.ID, Server: m.Server, At: now, Key: "alert.welcome.off"})
		if err != nil {
			return fmt.Errorf("keep an alert for server %s: %w", m.Server, err)
		}
		_, err = store.EditServer(ctx, m.Server, func(s *community.Server) {
			if s.WelcomeChannel == m.Channel {
				s.WelcomeChannel = ""
			}
		}, community.Change{Server: m.Server, At: now, Key: "change.welcome.off_itself"})
		if err != nil {
			return fmt.Errorf("switch off welcomes in server %s: %w", m.Server, err)
		}
		return nil
	}
}

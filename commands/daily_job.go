package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"magpie/community"
	"magpie/outbox"
	"magpie/schedule"
)

// DailyJobStore is what the job works with.
type DailyJobStore interface {
	DueDailies(ctx context.Context, now time.Time, n int) ([]community.Daily, error)
	// PostDaily reports false if there was a post on that date or d was changed since.
	PostDaily(ctx context.Context, d community.Daily, slot string, next time.Time, messages []outbox.Message) (posted bool, err error)
	SkipDaily(ctx context.Context, d community.Daily, next time.Time) error
	Server(ctx context.Context, id string) (community.Server, bool, error)
	NewsClaims
}

const (
	dailyWork  = "dailies"
	dailyClaim = 2 * time.Minute // for one batch
	dailyBatch = 50
	dailyEvery = 15 * time.Minute // all zones' hours begin at a quarter of an hour
	// dailyGroup begins the groups of daily posts.
	dailyGroup = "daily "
)

// Job posts what is due every day. holder names this process; one process at a time
// works. sent is called after a post was handed to the outbox.
func (d *Daily) Job(log *slog.Logger, store DailyJobStore, holder string, sent func()) schedule.Job {
	return schedule.Job{Name: dailyWork, Run: func(ctx context.Context, now time.Time) (time.Time, error) {
		next := now.Truncate(dailyEvery).Add(dailyEvery)
		due, err := store.DueDailies(ctx, now, 1)
		if err != nil || len(due) == 0 {
			return next, err
		}
		if _, ok, err := store.Claim(ctx, dailyWork, holder, dailyClaim); err != nil || !ok {
			return next, err
		}
		if due, err = store.DueDailies(ctx, now, dailyBatch); err != nil {
			return next, err
		}
		var errs []error
		for _, daily := range due {
			if err := d.post(ctx, store, daily, now); err != nil {
				errs = append(errs, fmt.Errorf("daily post %s: %w", daily.ID, err))
				continue
			}
			log.Info("daily post", "daily", daily.ID, "kind", daily.Kind)
		}
		sent()
		if len(due) == dailyBatch && len(errs) == 0 {
			next = now
		}
		return next, errors.Join(errs...)
	}}
}

// post carries out the one slot that is due, however many were missed.
func (d *Daily) post(ctx context.Context, store DailyJobStore, daily community.Daily, now time.Time) error {
	spec, loc, err := dailySpec(daily)
	if err != nil {
		return err
	}
	slot, skip, ok := spec.Latest(daily.ChangedAt, now, loc)
	if ok {
		daily.LastSlot = max(daily.LastSlot, slot.Civil)
	}
	next, err := nextDaily(daily, now)
	if err != nil {
		return err
	}
	if !ok {
		return store.SkipDaily(ctx, daily, next)
	}
	var messages []outbox.Message
	if !skip {
		if messages, err = d.messages(ctx, store, daily, slot.Civil); err != nil {
			return err
		}
	}
	posted, err := store.PostDaily(ctx, daily, slot.Civil, next, messages)
	if err != nil || posted {
		return err
	}
	return store.SkipDaily(ctx, daily, next)
}

func (d *Daily) messages(ctx context.Context, store DailyJobStore, daily community.Daily, slot string) ([]outbox.Message, error) {
	server, ok, err := store.Server(ctx, daily.Server)
	if err != nil || !ok {
		return nil, fmt.Errorf("look up server %s: %w", daily.Server, err)
	}
	group := dailyGroup + daily.ID + " " + slot
	body, err := d.compose(daily, server, group)
	if err != nil {
		return nil, err
	}
	m, err := outbox.NewMessage(group, 1, daily.Server, daily.Channel, body)
	if err != nil {
		return nil, err
	}
	return []outbox.Message{m}, nil
}

// DailyUndelivered is what [Daily.Undelivered] works with.
type DailyUndelivered interface {
	DailyEditor
	NewsAlerts
}

// Undelivered returns what to call with a message that the outbox gave up. If it was a
// daily post to a channel that is closed to Magpie, the daily is paused; moderators are
// told once.
func (d *Daily) Undelivered(store DailyUndelivered) func(ctx context.Context, m outbox.Message) error {
	return func(ctx context.Context, m outbox.Message) error {
		id, _, _ := strings.Cut(strings.TrimPrefix(m.Group, dailyGroup), " ")
		if !strings.HasPrefix(m.Group, dailyGroup) || !m.Problem.Closed() {
			return nil
		}
		now, before := d.Now(), ""
		daily, ok, err := store.EditDaily(ctx, id, func(daily *community.Daily) {
			if before = daily.PausedFor; before == "" {
				daily.PausedFor = string(m.Problem)
			}
		}, community.Change{Server: m.Server, At: now, Key: "change.daily.paused_itself"})
		if err != nil || !ok || before != "" {
			return err
		}
		return store.AddAlert(ctx, community.Alert{
			ID: "daily paused " + m.ID, Server: m.Server, At: now, Key: "alert.daily", Args: []string{daily.Hour},
		})
	}
}

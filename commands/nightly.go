package commands

import (
	"context"
	"log/slog"
	"time"

	"magpie/schedule"
)

// Keeper looks after the database.
type Keeper interface {
	BackupNightly(ctx context.Context) (path string, err error)
	Prune(ctx context.Context) error
}

// nightlyHour is when, in UTC, the database is looked after.
const nightlyHour = 4

// NightlyJob saves a backup every night and deletes what has reached its age.
func NightlyJob(log *slog.Logger, keeper Keeper) schedule.Job {
	var next time.Time
	return schedule.Job{Name: "nightly", Run: func(ctx context.Context, now time.Time) (time.Time, error) {
		if next.IsZero() {
			next = nightAfter(now)
		}
		if now.Before(next) {
			return next, nil
		}
		path, err := keeper.BackupNightly(ctx)
		if err != nil {
			return time.Time{}, err
		}
		log.Info("saved the nightly backup", "path", path)
		if err := keeper.Prune(ctx); err != nil {
			return time.Time{}, err
		}
		next = nightAfter(now)
		return next, nil
	}}
}

// nightAfter is the first nightlyHour after t.
func nightAfter(t time.Time) time.Time {
	t = t.UTC()
	at := time.Date(t.Year(), t.Month(), t.Day(), nightlyHour, 0, 0, 0, time.UTC)
	if !at.After(t) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

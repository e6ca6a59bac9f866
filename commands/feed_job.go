package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/schedule"
)

// A FeedRefresher fetches the feeds that are due; *news.Desk is one.
type FeedRefresher interface {
	Refresh(ctx context.Context, store news.Store) ([]news.Fetched, error)
}

// FeedJobStore is what the job needs.
type FeedJobStore interface {
	news.Store
	NewsAlerts
	NewsClaims
	// NextFetch is when the next followed feed is due; ok is false if there is none.
	NextFetch(ctx context.Context) (at time.Time, ok bool, err error)
	// Followers are the servers that follow a feed.
	Followers(ctx context.Context, url string) ([]string, error)
}

const (
	feedWork  = "feeds"
	feedEvery = time.Minute
	feedClaim = 10 * time.Minute // longer than all feeds that are due can take
)

// FeedJob fetches feeds when they are due, and tells the moderators of servers that
// follow a feed when it fails for long, is gone, or works again. holder names this
// process; one process at a time works. observe hears of every fetch.
func FeedJob(desk FeedRefresher, store FeedJobStore, holder string, observe func(news.Fetched)) schedule.Job {
	return schedule.Job{Name: feedWork, Run: func(ctx context.Context, now time.Time) (time.Time, error) {
		next := now.Add(feedEvery)
		if at, ok, err := store.NextFetch(ctx); err != nil || !ok || at.After(now) {
			return next, err
		}
		_, ours, err := store.Claim(ctx, feedWork, holder, feedClaim)
		if err != nil || !ours {
			return next, err
		}
		fetched, err := desk.Refresh(ctx, store)
		for _, f := range fetched {
			observe(f)
			err = errors.Join(err, feedTell(ctx, store, f, now))
		}
		return next, err
	}}
}

// feedTell tells the followers of a feed what moderators should hear about it.
func feedTell(ctx context.Context, store FeedJobStore, f news.Fetched, now time.Time) error {
	turn := f.Health()
	if turn == news.NoTurn {
		return nil
	}
	servers, err := store.Followers(ctx, f.After.URL)
	if err != nil {
		return fmt.Errorf("look up who follows %s: %w", f.After.URL, err)
	}
	var errs []error
	for _, server := range servers {
		errs = append(errs, store.AddAlert(ctx, community.Alert{
			ID:     "feed " + string(turn) + " " + server + " " + feedKey(f.After.URL) + " " + strconv.FormatInt(f.After.Checked.UnixMilli(), 36),
			Server: server, At: now, Key: "feed." + string(turn), Args: []string{feedName(f.After)},
		}))
	}
	return errors.Join(errs...)
}

package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/news"
	"magpie/schedule"
	"magpie/slash"
)

// A FeedRefresher fetches the feeds that are due; *news.Desk is one.
type FeedRefresher interface {
	Refresh(ctx context.Context, store news.Store, lane news.Lane) ([]news.Fetched, error)
}

// FeedJobStore is what the jobs need.
type FeedJobStore interface {
	news.Store
	NewsAlerts
	NewsClaims
	// NextFetch is when the next feed of a lane that somebody follows is due; ok is false
	// if there is none.
	NextFetch(ctx context.Context, lane news.Lane) (at time.Time, ok bool, err error)
	// Followers are the servers that follow a feed and have not paused it.
	Followers(ctx context.Context, url string) ([]string, error)
}

const (
	feedRest  = time.Hour        // at most until a job looks again, whatever it was told
	feedBusy  = time.Minute      // until it looks whether another process still works
	feedClaim = 10 * time.Minute // longer than all feeds that are handed out at once can take
)

// FeedJobs fetch feeds when they are due, those that failed last time apart from the
// others, and tell the moderators of servers that follow a feed when it fails for long, is
// gone, has moved, has had nothing new for long, or works again. holder names this process;
// one process at a time works. wake is signalled when a feed is due earlier than it was.
// observe hears of every fetch.
func FeedJobs(desk FeedRefresher, store FeedJobStore, holder string, wake *clock.Waker, observe func(news.Fetched)) []schedule.Job {
	trouble := clock.NewWaker()
	working := feedJob{desk, store, holder, news.Working, trouble, observe}
	failing := feedJob{desk, store, holder, news.InTrouble, wake, observe}
	return []schedule.Job{
		{Name: "feeds", Wake: wake, Run: func(ctx context.Context, now time.Time) (time.Time, error) {
			defer trouble.Signal() // what wakes this job may be meant for the other
			return working.run(ctx, now)
		}},
		{Name: "feeds in trouble", Wake: trouble, Run: failing.run},
	}
}

// A feedJob looks after one lane.
type feedJob struct {
	desk    FeedRefresher
	store   FeedJobStore
	holder  string
	lane    news.Lane
	other   *clock.Waker // signalled when a feed changes over to the other lane
	observe func(news.Fetched)
}

// run fetches what is due, and says when the next feed is.
func (j feedJob) run(ctx context.Context, now time.Time) (time.Time, error) {
	next := now.Add(feedRest)
	at, ok, err := j.store.NextFetch(ctx, j.lane)
	switch {
	case err != nil || !ok:
		return next, err
	case at.After(now):
		return feedSooner(at, next), nil
	}
	_, ours, err := j.store.Claim(ctx, "feeds "+string(j.lane), j.holder, feedClaim)
	if err != nil || !ours {
		return now.Add(feedBusy), err
	}
	fetched, err := j.desk.Refresh(ctx, j.store, j.lane)
	for _, f := range fetched {
		j.observe(f)
		if (f.Before.Failures > 0) != (f.After.Failures > 0) {
			j.other.Signal()
		}
		err = errors.Join(err, feedTell(ctx, j.store, f, now))
	}
	if err != nil {
		return time.Time{}, err
	}
	if at, ok, err = j.store.NextFetch(ctx, j.lane); ok {
		next = feedSooner(at, next)
	}
	return next, err
}

func feedSooner(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
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
	args := []string{feedName(f.After)}
	if turn == news.HasMoved {
		args = append(args, slash.Cut(f.After.MovedTo, slash.MaxChoiceText))
	}
	var errs []error
	key := feedKey(f.After.URL)
	for _, server := range servers {
		errs = append(errs, store.AddAlert(ctx, community.Alert{
			ID:     "feed " + string(turn) + " " + server + " " + key + " " + feedOccasion(turn, f),
			Server: server, At: now, Key: "feed." + string(turn), Args: args, About: key,
		}))
	}
	return errors.Join(errs...)
}

// feedOccasion is what a turn is told once for: each time that a feed fails, each address
// that it moves to, or else the moment.
func feedOccasion(turn news.Turn, f news.Fetched) string {
	at := f.After.Checked
	switch turn {
	case news.HasMoved:
		return feedKey(f.After.MovedTo)
	case news.FailingSome, news.FailingDay, news.GoneForGood:
		at = f.After.FailingSince
	}
	return strconv.FormatInt(at.UnixMilli(), 36)
}

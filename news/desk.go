package news

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// A Store keeps feeds and their items between fetches. Two feeds may hold items of one
// id, so an item is known by its feed and id together.
type Store interface {
	// DueFeeds are feeds of a lane that somebody follows and whose NextFetch is not after
	// now: the longest due, as many as are good to fetch in one go.
	DueFeeds(ctx context.Context, now time.Time, lane Lane) ([]Feed, error)
	// KnownItems are the items of a feed that were saved before and have the id, the guid
	// or the title of one of some items.
	KnownItems(ctx context.Context, feed string, like []Item) ([]Item, error)
	// SaveFeed saves a feed as it stands after a fetch and items that are new or changed.
	SaveFeed(ctx context.Context, f Feed, items []Item) error
}

// A Lane is which feeds are fetched: those in trouble take long, and should make no others
// wait.
type Lane string

// The lanes.
const (
	Working   Lane = "working"    // did not fail last time
	InTrouble Lane = "in trouble" // failed last time
)

// MaxFeeds is how many feeds a server may follow.
const MaxFeeds = 500

// ErrTooManyFeeds is what a store returns, wrapped, when a server would follow more than
// [MaxFeeds].
var ErrTooManyFeeds = errors.New("the server follows as many feeds as it may")

// A Desk fetches and reads feeds, a few at a time. Make one with [NewDesk].
type Desk struct {
	log     *slog.Logger
	fetcher *Fetcher
	now     func() time.Time
	parses  chan struct{} // parsing takes memory: two at a time
}

// atOnce is how many feeds of a lane a desk fetches at the same time.
const atOnce = 8

// NewDesk returns a Desk that tells the time by now.
func NewDesk(log *slog.Logger, fetcher *Fetcher, now func() time.Time) *Desk {
	return &Desk{log: log, fetcher: fetcher, now: now, parses: make(chan struct{}, 2)}
}

// A Fetched is one feed that was due, with what became of it.
type Fetched struct {
	Before, After Feed
	New, Edited   int // items
	Repairs       []Repair
	Took          time.Duration
	Err           error // why it failed, else nil; a [*Trouble] of the feed or an error of the store
}

// Refresh fetches the feeds of a lane that a store hands out, saves what they brought, and
// tells what became of each, in the order the store gave them. Trouble with a feed is not
// an error; that the store failed, or ctx ended, is.
func (d *Desk) Refresh(ctx context.Context, store Store, lane Lane) ([]Fetched, error) {
	due, err := store.DueFeeds(ctx, d.now(), lane)
	if err != nil {
		return nil, fmt.Errorf("find feeds that are due: %w", err)
	}
	out := make([]Fetched, len(due))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(atOnce, len(due)) {
		wg.Go(func() {
			for i := range next {
				began := d.now()
				out[i] = d.refresh(ctx, store, due[i])
				out[i].Took = d.now().Sub(began)
			}
		})
	}
	for i := range due {
		next <- i
	}
	close(next)
	wg.Wait()
	var errs []error
	for _, f := range out {
		if t := (*Trouble)(nil); f.Err != nil && !errors.As(f.Err, &t) {
			errs = append(errs, f.Err)
		}
	}
	return out, errors.Join(errs...)
}

// refresh fetches one feed and saves what it brought.
func (d *Desk) refresh(ctx context.Context, store Store, f Feed) Fetched {
	out := Fetched{Before: f, After: f}
	got, err := d.read(ctx, f)
	var trouble *Trouble
	switch {
	case errors.As(err, &trouble):
		out.Err, out.After = err, f.failed(trouble, d.now())
		d.log.Info("feed failed", "url", f.URL, "problem", string(trouble.Problem), "err", trouble.Err, "failures", out.After.Failures)
		if err := store.SaveFeed(ctx, out.After, nil); err != nil {
			out.Err = fmt.Errorf("save feed %s: %w", f.URL, err)
		}
	case err != nil:
		out.Err = err
	default:
		out.Repairs = got.parsed.Repairs
		out.Err = d.keep(ctx, store, got, &out)
	}
	return out
}

// keep saves what was read of a feed.
func (d *Desk) keep(ctx context.Context, store Store, got reading, out *Fetched) error {
	f, now := out.Before, d.now()
	known, err := store.KnownItems(ctx, f.URL, got.parsed.Items)
	if err != nil {
		return fmt.Errorf("find items of %s: %w", f.URL, err)
	}
	items := Keep(f, got.parsed.Items, known, now)
	out.After = f.fetched(got, items, now)
	if err := store.SaveFeed(ctx, out.After, items); err != nil {
		return fmt.Errorf("save feed %s: %w", f.URL, err)
	}
	for _, it := range items {
		switch {
		case it.Edited.Equal(now):
			out.Edited++
		case it.Seen.Equal(now):
			out.New++
		}
	}
	return nil
}

// A reading is one fetch of a feed, parsed.
type reading struct {
	resp   Response
	parsed Parsed // empty if the response is unchanged
}

func (d *Desk) read(ctx context.Context, f Feed) (reading, error) {
	resp, err := d.fetcher.Fetch(ctx, f.address(), f.conditions(d.now()))
	if err != nil || resp.Unchanged {
		return reading{resp: resp}, err
	}
	select {
	case d.parses <- struct{}{}:
		defer func() { <-d.parses }()
	case <-ctx.Done():
		return reading{}, fmt.Errorf("read %s: %w", f.URL, ctx.Err())
	}
	p, err := Parse(f, resp.Body, resp.ContentType, resp.URL)
	return reading{resp, p}, err
}

package news

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// A Store keeps feeds and their items between fetches. Two feeds may hold items of one
// id, so an item is known by its feed and id together.
type Store interface {
	// DueFeeds are the followed feeds whose NextFetch is not after now.
	DueFeeds(ctx context.Context, now time.Time) ([]Feed, error)
	// KnownItems are those of some items of a feed that were saved before, by id.
	KnownItems(ctx context.Context, feed string, ids []string) (map[string]Item, error)
	// SaveFeed saves a feed as it stands after a fetch and items that are new or edited.
	SaveFeed(ctx context.Context, f Feed, items []Item) error
}

// A Desk fetches and reads feeds, a few at a time. Make one with [NewDesk].
type Desk struct {
	log     *slog.Logger
	fetcher *Fetcher
	now     func() time.Time
	parses  chan struct{} // parsing takes memory: two at a time
}

// atOnce is how many feeds a desk fetches at the same time.
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

// Refresh fetches all feeds that are due, saves what they brought, and tells what became
// of each, in the order the store gave them. Trouble with a feed is not an error; that
// the store failed, or ctx ended, is.
func (d *Desk) Refresh(ctx context.Context, store Store) ([]Fetched, error) {
	due, err := store.DueFeeds(ctx, d.now())
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
	if err != nil {
		var trouble *Trouble
		if !errors.As(err, &trouble) {
			out.Err = err
			return out
		}
		out.Err, out.After = err, f.failed(trouble, d.now())
		d.log.Info("feed failed", "url", f.URL, "problem", string(trouble.Problem), "err", trouble.Err, "failures", out.After.Failures)
		if err := store.SaveFeed(ctx, out.After, nil); err != nil {
			out.Err = fmt.Errorf("save feed %s: %w", f.URL, err)
		}
		return out
	}
	out.After, out.Repairs = f.fetched(got, d.now()), got.parsed.Repairs
	known, err := store.KnownItems(ctx, f.URL, ids(got.parsed.Items))
	if err != nil {
		out.Err = fmt.Errorf("find items of %s: %w", f.URL, err)
		return out
	}
	items := Keep(f, got.parsed.Items, known, d.now())
	if err := store.SaveFeed(ctx, out.After, items); err != nil {
		out.Err = fmt.Errorf("save feed %s: %w", f.URL, err)
		return out
	}
	for _, it := range items {
		if it.Edited.IsZero() {
			out.New++
		} else {
			out.Edited++
		}
	}
	return out
}

func ids(items []Item) []string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.ID
	}
	return out
}

// A reading is one fetch of a feed, parsed.
type reading struct {
	resp   Response
	parsed Parsed // empty if the response is unchanged
}

func (d *Desk) read(ctx context.Context, f Feed) (reading, error) {
	resp, err := d.fetcher.Fetch(ctx, f.URL, f.State)
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

// A Report is what [Desk.Check] found at an address.
type Report struct {
	Feed    Feed     // as it can be saved, due again at its next time; only its URL if it could not be read
	Items   []Item   // all it has now, newest first, as [Keep] leaves those of a new feed
	Repairs []Repair // what had to be mended to read it
	Found   []string // if there is no feed but a web page, the feeds that the page names
}

// Check fetches and reads the feed at an address that a person typed, and saves
// nothing. Whatever is wrong with the address or with what lives there is a [*Trouble];
// the Report then has what could be found out all the same.
func (d *Desk) Check(ctx context.Context, typed string) (Report, error) {
	address, err := FeedURL(typed)
	if err != nil {
		return Report{}, err
	}
	r := Report{Feed: Feed{URL: address}}
	got, err := d.read(ctx, r.Feed)
	var trouble *Trouble
	if errors.As(err, &trouble) && trouble.Problem == NotFeed {
		r.Found = linkedFeeds(got.resp)
	}
	if err != nil {
		return r, err
	}
	now := d.now()
	r.Items = Keep(r.Feed, got.parsed.Items, nil, now)
	slices.SortStableFunc(r.Items, func(a, b Item) int { return b.Published.Compare(a.Published) })
	r.Feed, r.Repairs = r.Feed.fetched(got, now), got.parsed.Repairs
	return r, nil
}

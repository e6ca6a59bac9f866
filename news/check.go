package news

import (
	"context"
	"errors"
	"net/url"
	"slices"
)

// A Report is what [Desk.Check] found at an address.
type Report struct {
	Feed    Feed     // as it can be saved, due again at its next time; only its URL if it could not be read
	Items   []Item   // all it has now, newest first, as [Keep] leaves those of a new feed
	Repairs []Repair // what had to be mended to read it
	Found   []string // if there is no feed but a web page, the feeds that belong to it
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
		if r.Found = linkedFeeds(got.resp); len(r.Found) == 0 {
			r.Found = d.usualFeed(ctx, got.resp)
		}
	}
	if err != nil {
		return r, err
	}
	now := d.now()
	r.Items = Keep(r.Feed, got.parsed.Items, nil, now)
	r.Feed, r.Repairs = r.Feed.fetched(got, r.Items, now), got.parsed.Repairs
	slices.SortStableFunc(r.Items, func(a, b Item) int { return b.Published.Compare(a.Published) })
	return r, nil
}

// usualFeed looks for a page's feed where its host would have it, and returns the first
// that is one, or nothing.
func (d *Desk) usualFeed(ctx context.Context, page Response) []string {
	at, err := url.Parse(page.URL)
	if err != nil || !isPage(page) {
		return nil
	}
	for _, path := range []string{"/feed", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json"} {
		address := at.ResolveReference(&url.URL{Path: path}).String()
		if _, err := d.read(ctx, Feed{URL: address}); err == nil {
			return []string{address}
		}
	}
	return nil
}

package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"magpie/news"
	"magpie/outbox"
	"magpie/schedule"
	"magpie/store"
)

const (
	overdue   = 24 * time.Hour     // after its time a digest is not just late
	quietFor  = 7 * 24 * time.Hour // without a post is strange for a digest that had runs
	shownMost = 20                 // digests named
)

// lookAtDigests names the digests of all servers that do not post though their
// moderators may think so, and servers that messages could not be sent to.
func lookAtDigests(ctx context.Context, db *store.Store, now time.Time) ([]finding, error) {
	servers, err := db.Servers(ctx)
	if err != nil {
		return nil, err
	}
	var odd []finding
	digests := 0
	for _, server := range servers {
		all, err := db.Digests(ctx, server.ID)
		if err != nil {
			return nil, err
		}
		digests += len(all)
		for _, d := range all {
			f, strange, err := lookAtDigest(ctx, db, d, now)
			if err != nil {
				return nil, err
			}
			if strange {
				odd = append(odd, f)
			}
		}
		f, strange, err := lookAtLetters(ctx, db, server.ID)
		if err != nil {
			return nil, err
		}
		if strange {
			odd = append(odd, f)
		}
	}
	if len(odd) == 0 {
		return []finding{{good, "digests", fmt.Sprintf("%d, none stuck", digests), ""}}, nil
	}
	if more := len(odd) - shownMost; more > 0 {
		odd = append(odd[:shownMost], finding{warn, "digests", fmt.Sprintf("%d more like these", more), "look at these first"})
	}
	return odd, nil
}

// lookAtDigest says why a digest does not post, if that is strange.
func lookAtDigest(ctx context.Context, db *store.Store, d news.Digest, now time.Time) (f finding, strange bool, err error) {
	f = finding{warn, fmt.Sprintf("digest %q of server %s", d.Name, d.Server), "", ""}
	switch {
	case d.Paused && d.PausedFor != "":
		f.found = "Magpie paused it: " + d.PausedFor
		f.do = "its moderators were told; once that is mended they resume it"
		return f, true, nil
	case d.Paused:
		return f, false, nil
	case now.Sub(d.NextRun) > overdue:
		f.found = "should have run at " + d.NextRun.UTC().Format("2006-01-02 15:04 UTC")
		f.do = "see whether the bot runs, and whether its log names the job"
		return f, true, nil
	}
	since, err := lastPosted(ctx, db, d)
	if err != nil || now.Sub(since) <= quietFor || !ranSince(d, since, now) {
		return f, false, err
	}
	f.found = fmt.Sprintf("has not posted since %s; nothing was new in its last %d runs", since.UTC().Format(time.DateOnly), d.Silent)
	f.do = "see with magpie digest preview what it leaves out, and with magpie feed check URL whether its feeds still work"
	return f, true, nil
}

// ranSince reports whether a digest's schedule had a run after a time.
func ranSince(d news.Digest, since, now time.Time) bool {
	spec, err := schedule.Parse(d.Schedule)
	if err != nil {
		return true // the bot pauses it when it sees that
	}
	loc, err := schedule.LoadZone(d.Zone)
	if err != nil {
		return true
	}
	next := spec.Next(since, loc).At
	return !next.IsZero() && next.Before(now)
}

// lastPosted is when a digest last posted, or was changed if it never did.
func lastPosted(ctx context.Context, db *store.Store, d news.Digest) (time.Time, error) {
	runs, err := db.History(ctx, d.ID, time.Time{})
	last := d.ChangedAt
	for _, r := range runs {
		if r.Outcome == news.Posted && r.At.After(last) {
			last = r.At
		}
	}
	return last, err
}

// lookAtLetters says what could not be sent to a server, if anything.
func lookAtLetters(ctx context.Context, db *store.Store, server string) (f finding, strange bool, err error) {
	dead, err := db.DeadLetters(ctx, server)
	if err != nil || len(dead) == 0 {
		return f, false, err
	}
	newest := slices.MaxFunc(dead, func(a, b outbox.Message) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return finding{
		warn, "messages to server " + server,
		fmt.Sprintf("%d could not be sent, the last of %s: %s", len(dead), newest.CreatedAt.UTC().Format(time.DateOnly), newest.Problem),
		"its moderators see why, and can try again, in /digest history",
	}, true, nil
}

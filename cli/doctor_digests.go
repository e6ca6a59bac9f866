package cli

import (
	"context"
	"fmt"
	"time"

	"magpie/news"
	"magpie/store"
)

const (
	overdue   = 24 * time.Hour      // after its time a digest is not just late
	quietFor  = 14 * 24 * time.Hour // without a post is strange for a digest that runs
	shownMost = 20                  // digests named
)

// lookAtDigests names the digests of all servers that do not post though their
// moderators may think so.
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
	case d.Silent == 0:
		return f, false, nil
	}
	posted, err := lastPosted(ctx, db, d)
	if err != nil || now.Sub(posted) <= quietFor {
		return f, false, err
	}
	f.found = fmt.Sprintf("found nothing new in %d runs since %s", d.Silent, posted.UTC().Format(time.DateOnly))
	f.do = "see whether its feeds still work: magpie feed check URL"
	return f, true, nil
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

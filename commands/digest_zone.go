package commands

import (
	"context"
	"fmt"
	"time"

	"magpie/community"
	"magpie/news"
)

// A DigestMover finds and saves digests.
type DigestMover interface {
	Digests(ctx context.Context, server string) ([]news.Digest, error)
	SaveDigest(ctx context.Context, d news.Digest, ch community.Change) (bool, error)
}

// moveDigests lets a server's digests run by the clocks of another zone, after its
// moderators chose one. Each runs next at the first of its times after now.
func moveDigests(ctx context.Context, store DigestMover, server, zone, person string, now time.Time) error {
	all, err := store.Digests(ctx, server)
	if err != nil {
		return fmt.Errorf("look up digests of %s: %w", server, err)
	}
	for _, d := range all {
		if d.Zone == zone {
			continue
		}
		d.Zone, d.ChangedAt = zone, now
		if d.NextRun, err = digestNext(d, now); err != nil {
			return err
		}
		change := community.Change{Server: server, Person: person, At: now, Key: "change.digest.times", Args: []string{d.Name, d.Schedule}}
		if _, err := store.SaveDigest(ctx, d, change); err != nil {
			return fmt.Errorf("move digest %s to %s: %w", d.ID, zone, err)
		}
	}
	return nil
}

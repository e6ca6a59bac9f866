package commands

import (
	"context"
	"fmt"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/schedule"
)

// A digestTimetable is when a digest runs: a schedule by the clocks of a zone.
type digestTimetable struct {
	spec schedule.Spec
	zone string
	loc  *time.Location
}

func newDigestTimetable(text, zone string) (digestTimetable, error) {
	spec, err := schedule.Parse(text)
	if err != nil {
		return digestTimetable{}, err
	}
	loc, err := schedule.LoadZone(zone)
	return digestTimetable{spec, zone, loc}, err
}

// next is the first run after both now and the last run.
func (t digestTimetable) next(now, last time.Time) time.Time {
	return t.spec.Next(digestLater(now, last), t.loc).At
}

// settle lets a digest run by the timetable from now on, unless it does. In a zone where
// it is earlier, times of day that ran before come again, and are left out.
func (t digestTimetable) settle(d *news.Digest, now time.Time) {
	text := t.spec.String()
	if d.Schedule == text && d.Zone == t.zone {
		return
	}
	next, ran := t.spec.Next(digestLater(now, d.LastRun), t.loc), digestRan(*d)
	for !next.At.IsZero() && next.Civil <= ran {
		next = t.spec.Next(next.At, t.loc)
	}
	d.Schedule, d.Zone, d.ChangedAt, d.NextRun = text, t.zone, now, next.At
}

// digestRan is when a digest ran last by the clocks of its zone, as [schedule.Slot] has
// it; empty if it never did.
func digestRan(d news.Digest) string {
	loc, err := schedule.LoadZone(d.Zone)
	if err != nil || d.LastRun.IsZero() {
		return ""
	}
	return d.LastRun.In(loc).Format("2006-01-02 15:04")
}

// digestNext is when a digest runs next by its own timetable.
func digestNext(d news.Digest, now time.Time) (time.Time, error) {
	times, err := newDigestTimetable(d.Schedule, d.Zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("digest %s: %w", d.ID, err)
	}
	return times.next(now, d.LastRun), nil
}

func digestLater(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// A DigestMover finds and edits digests.
type DigestMover interface {
	Digests(ctx context.Context, server string) ([]news.Digest, error)
	EditDigest(ctx context.Context, id string, edit func(*news.Digest), ch community.Change) (news.Digest, bool, error)
}

// moveDigests lets a server's digests run by the clocks of another zone, after its
// moderators chose one.
func moveDigests(ctx context.Context, store DigestMover, server, zone, person string, now time.Time) error {
	all, err := store.Digests(ctx, server)
	if err != nil {
		return fmt.Errorf("look up digests of %s: %w", server, err)
	}
	for _, d := range all {
		times, err := newDigestTimetable(d.Schedule, zone)
		if d.Zone == zone || err != nil {
			continue // the job pauses one whose schedule is not known
		}
		change := community.Change{Server: server, Person: person, At: now, Key: "change.digest.times", Args: []string{d.Name, d.Schedule}}
		if _, _, err := store.EditDigest(ctx, d.ID, func(of *news.Digest) { times.settle(of, now) }, change); err != nil {
			return fmt.Errorf("move digest %s to %s: %w", d.ID, zone, err)
		}
	}
	return nil
}

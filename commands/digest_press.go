package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"magpie/news"
	"magpie/schedule"
)

// A digestPress makes editions of what the store has, for the job and for previews
// alike.
type digestPress struct {
	runs DigestRuns
	room Newsroom
}

// draft is the edition of a digest as of a moment, which is what would be posted then.
func (p digestPress) draft(ctx context.Context, d news.Digest, at time.Time) (digestDraft, error) {
	history, err := p.runs.History(ctx, d.ID, at.Add(-news.Remembered))
	if err != nil {
		return digestDraft{}, fmt.Errorf("look up what digest %s told: %w", d.ID, err)
	}
	feeds, err := p.room.feeds(ctx, d.Server, d.Topics)
	if err != nil {
		return digestDraft{}, err
	}
	items, err := p.room.Items.Items(ctx, feeds, at.Add(-news.Remembered))
	if err != nil {
		return digestDraft{}, fmt.Errorf("look up items for digest %s: %w", d.ID, err)
	}
	history = slices.DeleteFunc(history, func(r news.Run) bool { return !r.At.Before(at) })
	e := news.Compose(p.room.Reader, d, p.room.Topics, news.NextWindow(history, at), items, history)
	return digestDraft{digest: d, edition: e}, nil
}

// stands reports whether there is something to post.
func (d digestDraft) stands() bool { return len(d.edition.Stories) > 0 || d.digest.PostEmpty }

// of is the draft for a slot of the digest's schedule, or for a run of its own.
func (d digestDraft) of(slot schedule.Slot, now time.Time) digestDraft {
	d.run = news.Run{
		ID: d.digest.ID + digestSlotMark + slot.Civil, Digest: d.digest.ID, Slot: slot.Civil, At: slot.At,
		Done: now, Outcome: news.Posted, Stories: d.edition.Stories,
	}
	d.late = now.Sub(slot.At) > digestLateAfter
	if !d.stands() {
		d.run.Outcome = news.Silent
	}
	return d
}

// digestSlotMark stands between a digest's id and a slot in the id of a run, which is
// the group of its messages too.
const digestSlotMark = "@"

// digestLateAfter is when readers are told that a digest is late.
const digestLateAfter = 10 * time.Minute

// digestAside is the slot of a run that a moderator asked for: it has seconds and the
// offset from UTC, so that it is never one of the schedule's, nor another's.
func digestAside(d news.Digest, at time.Time) (schedule.Slot, error) {
	loc, err := schedule.LoadZone(d.Zone)
	if err != nil {
		return schedule.Slot{}, fmt.Errorf("digest %s: %w", d.ID, err)
	}
	return schedule.Slot{Civil: at.In(loc).Format("2006-01-02 15:04:05 -0700"), At: at.UTC()}, nil
}

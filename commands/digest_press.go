package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"magpie/news"
	"magpie/schedule"
)

// A digestPress makes editions of what the store has, for the job and for previews
// alike.
type digestPress struct {
	runs  DigestHistory
	room  Newsroom
	pools *digestPools // of one pass of the job; nil: none is kept
}

// DigestHistory finds what digests posted.
type DigestHistory interface {
	// History is what was posted since a time, and at least the last of it.
	History(ctx context.Context, digest string, since time.Time) ([]news.Run, error)
}

// draft is the edition of a digest as of a moment, which is what would be posted then.
// Only a press without pools says what else was left out than known stories.
func (p digestPress) draft(ctx context.Context, d news.Digest, at time.Time) (digestDraft, error) {
	history, err := p.runs.History(ctx, d.ID, at.Add(-news.Remembered))
	if err != nil {
		return digestDraft{}, fmt.Errorf("look up what digest %s told: %w", d.ID, err)
	}
	history = slices.DeleteFunc(history, func(r news.Run) bool { return !r.At.Before(at) })
	here, err := p.room.at(ctx, d.Server)
	if err != nil {
		return digestDraft{}, err
	}
	feeds, err := digestFeeds(ctx, here, d)
	if err != nil {
		return digestDraft{}, err
	}
	window := news.NextWindow(history, at)
	if p.pools == nil {
		pool, err := digestPool(ctx, here, d, feeds, at)
		if err != nil {
			return digestDraft{}, err
		}
		return digestDraft{digest: d, edition: pool.Edition(d, window, history)}, nil
	}
	pool, err := p.pools.of(ctx, p.room, here, d, feeds, at)
	if err != nil {
		return digestDraft{}, err
	}
	return digestDraft{digest: d, edition: pool.Stories(d, window, history)}, nil
}

// digestFeeds are the addresses of the feeds that a digest reads: of those chosen for it,
// the ones that its server still follows, or all if none was chosen.
func digestFeeds(ctx context.Context, here Newsroom, d news.Digest) ([]string, error) {
	feeds, err := here.feeds(ctx, d.Server, d.Topics)
	return slices.DeleteFunc(feeds, func(url string) bool { return !d.Reads(url) }), err
}

// digestPool is what feeds tell a digest's readers as of a moment.
func digestPool(ctx context.Context, here Newsroom, d news.Digest, feeds []string, at time.Time) (*news.Pool, error) {
	items, err := here.Items.Items(ctx, feeds, at.Add(-news.Remembered))
	if err != nil {
		return nil, fmt.Errorf("look up items for digest %s: %w", d.ID, err)
	}
	return news.NewPool(here.Reader, d, here.Topics, at, items), nil
}

// digestPools remembers pools: digests that are due in one minute mostly read the same
// feeds for the same topics. It is for one moment.
type digestPools struct{ known map[string]*news.Pool }

// digestPoolsKept is how many pools are kept, since each holds its items.
const digestPoolsKept = 16

func (p *digestPools) of(ctx context.Context, room, here Newsroom, d news.Digest, feeds []string, at time.Time) (*news.Pool, error) {
	key := strings.Join(slices.Concat(feeds, []string{""}, d.Topics, []string{""}, d.Languages, []string{string(d.Grouping)}), "\n")
	if len(d.Topics) > 0 && !digestPresets(room, d.Topics) {
		key += "\n" + d.Server // another server's own topic may have the same name
	}
	if pool, ok := p.known[key]; ok {
		return pool, nil
	}
	pool, err := digestPool(ctx, here, d, feeds, at)
	if err != nil {
		return nil, err
	}
	if len(p.known) >= digestPoolsKept {
		clear(p.known)
	}
	p.known[key] = pool
	return pool, nil
}

// digestPresets reports whether all of some topics come with Magpie.
func digestPresets(room Newsroom, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		return !slices.ContainsFunc(room.Topics, func(t news.Topic) bool { return t.Name == name })
	})
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

// digestAsideForm is the slot of a run that a moderator asked for: it has seconds and
// the offset from UTC, so that it is never one of the schedule's, nor another's.
const digestAsideForm = "2006-01-02 15:04:05 -0700"

func digestAside(d news.Digest, at time.Time) (schedule.Slot, error) {
	loc, err := schedule.LoadZone(d.Zone)
	if err != nil {
		return schedule.Slot{}, fmt.Errorf("digest %s: %w", d.ID, err)
	}
	return schedule.Slot{Civil: at.In(loc).Format(digestAsideForm), At: at.UTC()}, nil
}

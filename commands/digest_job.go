package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/outbox"
	"magpie/schedule"
	"magpie/slash"
)

// DigestJobStore is what the job needs besides the newsroom.
type DigestJobStore interface {
	DigestRuns
	DigestsDue
	DigestPauser
	NewsAlerts
	NewsClaims
}

// DigestsDue finds digests whose time has come.
type DigestsDue interface {
	Digest(ctx context.Context, id string) (news.Digest, bool, error)
	// DueDigests are at most n digests whose NextRun is not after now.
	DueDigests(ctx context.Context, now time.Time, n int) ([]news.Digest, error)
	// NextRun is when the next digest is due; ok is false if there is none.
	NextRun(ctx context.Context) (at time.Time, ok bool, err error)
	// SkipSlot moves a digest on to its next run, unless it was changed since it was
	// read as d.
	SkipSlot(ctx context.Context, d news.Digest, next time.Time) error
}

// A DigestPauser pauses digests, and reports false for those that were.
type DigestPauser interface {
	PauseDigest(ctx context.Context, id, why string, ch community.Change) (bool, error)
}

// NewsAlerts keeps what moderators should hear about; an alert is added once by its id.
type NewsAlerts interface {
	AddAlert(ctx context.Context, a community.Alert) error
}

// NewsClaims keep two processes from doing the same work.
type NewsClaims interface {
	Claim(ctx context.Context, work, holder string, d time.Duration) (epoch int64, ok bool, err error)
}

const (
	digestWork  = "digests"
	digestClaim = 2 * time.Minute // for one batch
	digestBatch = 50
	// digestSilence is after how many runs without news moderators are told, once.
	digestSilence = 7
)

// digestUnscheduled is why a digest is paused whose schedule or zone this program
// does not know.
const digestUnscheduled = "schedule"

// DigestJob posts digests when they are due: it makes the edition and hands it to the
// outbox. holder names this process; one process at a time works. observe hears of
// every run, when its messages are in the outbox.
func DigestJob(log *slog.Logger, store DigestJobStore, words slash.Words, room Newsroom, holder string, observe func(news.Run)) schedule.Job {
	return schedule.Job{Name: digestWork, Run: func(ctx context.Context, at time.Time) (time.Time, error) {
		room := room
		room.Items, room.Now = &digestItems{NewsItems: room.Items}, func() time.Time { return at }
		j := digestJob{log: log, store: store, press: digestPress{store, room}, voice: slash.NewVoice(words, ""), observe: observe}
		next := at.Truncate(time.Minute).Add(time.Minute) // schedules know minutes only
		if due, ok, err := store.NextRun(ctx); err != nil || !ok || due.After(at) {
			return next, err
		}
		return next, j.run(ctx, holder, at)
	}}
}

// digestItems remembers what it found last: digests that are due in one minute
// mostly read the same feeds. It is for one pass of one job.
type digestItems struct {
	NewsItems
	feeds []string
	since time.Time
	items []news.Item
}

// Items implements [NewsItems].
func (m *digestItems) Items(ctx context.Context, feeds []string, since time.Time) ([]news.Item, error) {
	if since.Equal(m.since) && slices.Equal(feeds, m.feeds) {
		return m.items, nil
	}
	items, err := m.NewsItems.Items(ctx, feeds, since)
	if err == nil {
		m.feeds, m.since, m.items = feeds, since, items
	}
	return items, err
}

// digestJob is one pass of the job.
type digestJob struct {
	log     *slog.Logger
	store   DigestJobStore
	press   digestPress
	voice   slash.Voice
	observe func(news.Run)
}

// run carries out every digest that is due. One that cannot be made does not keep the
// others from being posted.
func (j *digestJob) run(ctx context.Context, holder string, now time.Time) error {
	failed := map[string]bool{}
	var errs []error
	for ctx.Err() == nil {
		_, ours, err := j.store.Claim(ctx, digestWork, holder, digestClaim)
		if err != nil || !ours {
			return errors.Join(append(errs, err)...)
		}
		due, err := j.store.DueDigests(ctx, now, digestBatch+len(failed))
		if err != nil {
			return errors.Join(append(errs, fmt.Errorf("find digests that are due: %w", err))...)
		}
		worked := false
		for _, d := range due {
			if failed[d.ID] {
				continue
			}
			worked = true
			if err := j.digest(ctx, d, now); err != nil {
				failed[d.ID] = true
				errs = append(errs, fmt.Errorf("digest %s: %w", d.ID, err))
			}
		}
		if !worked {
			break
		}
	}
	return errors.Join(append(errs, ctx.Err())...)
}

// digest carries out the one run that is due of a digest, however many were missed.
func (j *digestJob) digest(ctx context.Context, d news.Digest, now time.Time) error {
	slot, skip, next, err := digestDue(d, now)
	if err != nil || next.IsZero() {
		j.log.Error("digest cannot be scheduled", "digest", d.ID, "schedule", d.Schedule, "zone", d.Zone, "error", err)
		return digestPause(ctx, j.store, d, digestUnscheduled, now)
	}
	if slot.At.IsZero() {
		return j.store.SkipSlot(ctx, d, next)
	}
	draft, messages, err := j.draft(ctx, d, slot, skip, now)
	if err != nil {
		return err
	}
	saved, err := j.store.SaveRun(ctx, d, draft.run, next, messages)
	if err != nil {
		return err
	}
	if !saved {
		return j.overtaken(ctx, d, next)
	}
	j.log.Info("digest ran", "digest", d.ID, "slot", slot.Civil, "outcome", draft.run.Outcome, "stories", len(draft.run.Stories), "messages", len(messages))
	j.observe(draft.run)
	return j.mind(ctx, draft, now)
}

// digestDue is the slot that a digest has to carry out, zero if there is none,
// whether it is too late for it, and when the next is.
func digestDue(d news.Digest, now time.Time) (slot schedule.Slot, skip bool, next time.Time, err error) {
	spec, err := schedule.Parse(d.Schedule)
	if err != nil {
		return slot, false, next, err
	}
	loc, err := schedule.LoadZone(d.Zone)
	if err != nil {
		return slot, false, next, err
	}
	slot, skip, _ = spec.Latest(digestLater(d.ChangedAt, d.LastRun), now, loc)
	return slot, skip, spec.Next(digestLater(now, d.LastRun), loc).At, nil
}

// draft is the edition for a slot with its messages; neither if it is too late.
func (j *digestJob) draft(ctx context.Context, d news.Digest, slot schedule.Slot, skip bool, now time.Time) (digestDraft, []outbox.Message, error) {
	if skip {
		draft := digestDraft{digest: d}.of(slot, now)
		draft.run.Outcome = news.Skipped
		return draft, nil, nil
	}
	draft, err := j.press.draft(ctx, d, now)
	if err != nil {
		return draft, nil, err
	}
	draft = draft.of(slot, now)
	if !draft.stands() {
		return draft, nil, nil
	}
	messages, err := draft.messages(j.voice)
	return draft, messages, err
}

// overtaken moves a digest on whose slot ran before; if it was changed meanwhile,
// what it is now will be found by the next look at what is due.
func (j *digestJob) overtaken(ctx context.Context, d news.Digest, next time.Time) error {
	fresh, ok, err := j.store.Digest(ctx, d.ID)
	if err != nil || !ok || fresh.Paused || !fresh.DeletedAt.IsZero() || !fresh.ChangedAt.Equal(d.ChangedAt) {
		return err
	}
	return j.store.SkipSlot(ctx, d, next)
}

// mind tells moderators of a digest that has had nothing to say for long, or that no
// feed supplies.
func (j *digestJob) mind(ctx context.Context, draft digestDraft, now time.Time) error {
	if draft.run.Outcome != news.Silent {
		return nil
	}
	d := draft.digest
	silent := d.Silent + 1
	alert := community.Alert{Server: d.Server, At: now, Key: "alert.digest.silent", Args: []string{d.Name, strconv.Itoa(silent)}}
	switch feeds, err := j.press.room.Items.Feeds(ctx, d.Server); {
	case err != nil:
		return fmt.Errorf("look up feeds of %s: %w", d.Server, err)
	case silent == 1 && !digestSupplied(feeds):
		alert.Key, alert.Args = "alert.digest.no_feeds", []string{d.Name}
	case silent != digestSilence:
		return nil
	}
	alert.ID = alert.Key + " " + draft.run.ID
	return j.store.AddAlert(ctx, alert)
}

// digestSupplied reports whether any of a server's feeds works.
func digestSupplied(feeds []news.Feed) bool {
	for _, f := range feeds {
		if f.On() && f.Problem == news.NoProblem {
			return true
		}
	}
	return false
}

// digestPause pauses a digest for Magpie's own reasons and tells moderators, once
// until it is resumed.
func digestPause(ctx context.Context, store digestPauseStore, d news.Digest, why string, now time.Time) error {
	if d.Paused {
		return nil
	}
	err := store.AddAlert(ctx, community.Alert{
		ID: "digest paused " + d.ID + " " + strconv.FormatInt(d.ChangedAt.UnixMilli(), 36), Server: d.Server, At: now,
		Key: "alert.digest.paused." + why, Args: []string{d.Name},
	})
	if err != nil {
		return err
	}
	change := community.Change{Server: d.Server, At: now, Key: "change.digest.paused_itself", Args: []string{d.Name}}
	_, err = store.PauseDigest(ctx, d.ID, why, change)
	return err
}

type digestPauseStore interface {
	DigestPauser
	NewsAlerts
}

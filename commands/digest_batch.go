package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/outbox"
	"magpie/schedule"
)

// A digestPlan is a digest's run, made but not saved.
type digestPlan struct {
	draft    digestDraft
	messages []outbox.Message
	next     time.Time
}

func (p digestPlan) finished() news.Finished {
	return news.Finished{Digest: p.draft.digest, Run: p.draft.run, Next: p.next}
}

// batch carries out the runs of some digests that are due, and returns why those failed
// that did, by their ids.
func (j *digestJob) batch(ctx context.Context, due []news.Digest) map[string]error {
	failed := map[string]error{}
	var plans []digestPlan
	for _, d := range due {
		plan, ok, err := j.plan(ctx, d)
		if err != nil {
			failed[d.ID] = err
		} else if ok {
			plans = append(plans, plan)
		}
	}
	saved, err := j.save(ctx, plans...)
	if err != nil { // one of them may be to blame; each alone then
		for _, p := range plans {
			one, err := j.save(ctx, p)
			if err != nil {
				failed[p.draft.digest.ID] = err
			}
			saved = append(saved, one...)
		}
	}
	for _, p := range plans {
		id := p.draft.digest.ID
		if failed[id] != nil {
			continue
		}
		if err := j.settle(ctx, p, slices.Contains(saved, p.draft.run.ID)); err != nil {
			failed[id] = err
		}
	}
	return failed
}

// plan is the one run that is due of a digest, however many were missed; ok is false if
// there is none.
func (j *digestJob) plan(ctx context.Context, d news.Digest) (p digestPlan, ok bool, err error) {
	slot, skip, next, err := digestDue(d, j.now)
	if err != nil || next.IsZero() {
		j.log.Error("digest cannot be scheduled", "digest", d.ID, "schedule", d.Schedule, "zone", d.Zone, "error", err)
		return p, false, digestPause(ctx, j.Store, d, digestUnscheduled, j.now)
	}
	if slot.At.IsZero() {
		return p, false, j.Store.SkipSlot(ctx, d, next)
	}
	p.next = next
	if skip {
		p.draft = digestDraft{digest: d}.of(slot, j.now)
		p.draft.run.Outcome = news.Skipped
		return p, true, nil
	}
	if p.draft, err = j.press.draft(ctx, d, j.now); err != nil {
		return p, false, err
	}
	p.draft = p.draft.of(slot, j.now)
	if p.draft.stands() {
		p.draft.translations = j.interpreter.headlines(ctx, d, p.draft.edition.Stories)
		p.messages, err = p.draft.messages(j.voice)
	}
	return p, err == nil, err
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

// save saves runs together, and returns the ids of those it saved.
func (j *digestJob) save(ctx context.Context, plans ...digestPlan) ([]string, error) {
	var runs []news.Finished
	var messages []outbox.Message
	for _, p := range plans {
		runs = append(runs, p.finished())
		messages = append(messages, p.messages...)
	}
	if len(runs) == 0 {
		return nil, nil
	}
	return j.Store.SaveRuns(ctx, runs, messages)
}

// settle does what follows once it is known whether a run was saved.
func (j *digestJob) settle(ctx context.Context, p digestPlan, saved bool) error {
	d, run := p.draft.digest, p.draft.run
	if !saved {
		return j.overtaken(ctx, d, p.next)
	}
	j.log.Info("digest ran", "digest", d.ID, "slot", run.Slot, "outcome", run.Outcome, "stories", len(run.Stories), "messages", len(p.messages))
	j.Observe(run)
	return j.mind(ctx, p.draft)
}

// overtaken moves a digest on whose slot ran before; if it was changed meanwhile,
// what it is now will be found by the next look at what is due.
func (j *digestJob) overtaken(ctx context.Context, d news.Digest, next time.Time) error {
	fresh, ok, err := j.Store.Digest(ctx, d.ID)
	if err != nil || !ok || fresh.Paused || !fresh.DeletedAt.IsZero() || !fresh.ChangedAt.Equal(d.ChangedAt) {
		return err
	}
	return j.Store.SkipSlot(ctx, d, next)
}

// digestSilence is after how many runs without news moderators are told, once.
const digestSilence = 7

// mind tells moderators of a digest that has had nothing to say for long, or that no
// feed supplies.
func (j *digestJob) mind(ctx context.Context, draft digestDraft) error {
	if draft.run.Outcome != news.Silent {
		return nil
	}
	d := draft.digest
	silent := d.Silent + 1
	alert := community.Alert{Server: d.Server, At: j.now, Key: "alert.digest.silent", Args: []string{d.Name, strconv.Itoa(silent)}}
	switch feeds, err := j.press.room.Items.Feeds(ctx, d.Server); {
	case err != nil:
		return fmt.Errorf("look up feeds of %s: %w", d.Server, err)
	case silent == 1 && !digestSupplied(d, feeds):
		alert.Key, alert.Args = "alert.digest.no_feeds", []string{d.Name}
	case silent != digestSilence:
		return nil
	}
	alert.ID = alert.Key + " " + draft.run.ID
	return j.Store.AddAlert(ctx, alert)
}

// digestSupplied reports whether any of the feeds that a digest reads works.
func digestSupplied(d news.Digest, feeds []news.Feed) bool {
	return slices.ContainsFunc(feeds, func(f news.Feed) bool {
		return f.On() && f.Problem == news.NoProblem && d.Reads(f.URL)
	})
}

// digestPause pauses a digest for Magpie's own reasons and tells moderators, once
// until it is resumed. more is what the alert tells beside the digest's name.
func digestPause(ctx context.Context, store digestPauseStore, d news.Digest, why string, now time.Time, more ...string) error {
	if d.Paused {
		return nil
	}
	err := store.AddAlert(ctx, community.Alert{
		ID: "digest paused " + d.ID + " " + strconv.FormatInt(d.ChangedAt.UnixMilli(), 36), Server: d.Server, At: now,
		Key: "alert.digest.paused." + why, Args: append([]string{d.Name}, more...),
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

// Package outbox sends messages to channels, each exactly once, whatever crashes.
//
// A message is saved in the same transaction as what it tells ([NewMessage]). One
// process at a time, the one that holds the claim [Work], takes messages from the
// store and posts them ([Outbox.Run]): it notes that it is about to try, posts with
// the message's nonce, and notes what became of it. If it does not learn that, it or
// another process tries again with the same nonce for a minute, in which Discord
// makes no second message of it; later it looks in the channel for the message's
// marker before it posts again. A forum post has no nonce, so it is looked for at
// once. Where nobody may look, the message is dead and moderators are told.
//
// A message that becomes a thread is known by its id as soon as it is there; from then on
// only the thread and its members are tried, which Discord makes once however often it is
// asked. A direct message is known by its nonce and its marker as any other.
//
// Messages leave at an even pace, each as soon as its turn comes, however long
// others take. What is about to be tried and what became of tries is noted for many
// messages together, a few times a second.
//
// Every note is fenced by the epoch of the claim, so a process that was paused while
// another took over notes nothing, and a post is not begun once the claim it was
// noted under may be another's. One case remains: a process that is stopped between
// the last look at its claim and the write to the socket, for longer than its claim
// and than Discord remembers a nonce, and wakes after another has looked and posted,
// posts a second time. The two moments are microseconds apart.
package outbox

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"magpie/clock"
)

// A Poster posts messages in channels.
type Poster interface {
	// Post posts a message, starts its thread and adds its members, if it has any, and
	// returns its id. One that has an id is there already and lacks only its thread;
	// what of that is there too is no error. An id beside an error says the same of a
	// message that this call posted. Of two posts of one nonce within a few minutes, only
	// the first makes a message, but not in forums; both return its id. Errors that
	// promise that this call posted nothing more are [*Denied], [*Gone], [*Closed],
	// [*Rejected], [*Busy] and [*Deleted]. Right before it writes to the socket it asks
	// ctx.Err.
	Post(ctx context.Context, m Message) (id string, err error)
	// Find looks among the messages that Magpie posted where m goes since a time, in
	// a forum among its posts, archived ones too, for one with a button whose custom
	// id is m's marker. Beside Post's errors it may return [*Blind].
	Find(ctx context.Context, m Message, since time.Time) (id string, found bool, err error)
}

// A Store keeps messages and claims.
type Store interface {
	Claim(ctx context.Context, work, holder string, d time.Duration) (epoch int64, ok bool, err error)
	Release(ctx context.Context, work, holder string, epoch int64) error
	// DueMessages are at most n messages to be tried by now, one of a group, and
	// when the next one is due if those are all; zero if none waits. One whose
	// CreatedAt or FirstTry is after now, or whose NextTry is more than [LongestWait]
	// after it, is due, since the clock was set back.
	DueMessages(ctx context.Context, now time.Time, n int) (due []Message, next time.Time, err error)
	// SaveMessages saves how far messages have come, all together; it returns
	// [ErrFenced] if the claim on Work has another epoch by now. The parts after a
	// dead one die with it.
	SaveMessages(ctx context.Context, epoch int64, messages ...Message) error
}

const (
	lease     = 30 * time.Second // of the claim
	poll      = time.Minute      // for messages that another process left behind
	retry     = 5 * time.Second  // after trouble with the store, or while another process sends
	patience  = 10 * time.Second // for one answer; less than a claim lasts at least
	landing   = 15 * time.Second // after which a try of which nobody noted the outcome is due again
	nonceLife = time.Minute      // in which the nonce alone is relied on
	settling  = 30 * time.Second // the same of a forum post, until it can be seen
	giveUp    = 24 * time.Hour   // since a message was handed over
	backOff   = time.Second      // after the first try, then doubled
	backOffTo = 10 * time.Minute // at most
	skew      = time.Minute      // between Discord's clock and this one
)

// LongestWait is more than any message waits for its next try.
const LongestWait = time.Hour

// An Outbox sends what is in the store. Make one with [New].
type Outbox struct {
	log     *slog.Logger
	clk     clock.Clock
	store   Store
	poster  Poster
	wake    *clock.Waker
	trouble func(context.Context, Message) error
	holder  string // this process, to the store

	held  claim
	pace  pace
	tries tries
	back  []Message // as they are to be saved after a try
}

// A claim is what allows this process to send, by its own clock.
type claim struct {
	epoch     int64 // 0: not held
	from, end time.Time
}

// covers reports whether the claim is this process's for certain.
func (c claim) covers(now time.Time) bool {
	return c.epoch != 0 && !now.Before(c.from) && now.Before(c.end)
}

// New returns an Outbox. wake ends its wait when messages were added. trouble is told
// of each message that is dead, with Problem and Detail, before that is saved: it
// pauses what sent it and tells moderators. It may be told of one twice; if it
// fails it will be.
func New(log *slog.Logger, clk clock.Clock, store Store, poster Poster, wake *clock.Waker, trouble func(context.Context, Message) error) *Outbox {
	return &Outbox{
		log: log, clk: clk, store: store, poster: poster, wake: wake, trouble: trouble, holder: rand.Text(),
		tries: tries{wake: wake, ids: map[string]bool{}},
	}
}

// Run sends messages until ctx ends. Then it waits for the tries that are under way,
// notes what became of them, gives the claim back and returns.
func (o *Outbox) Run(ctx context.Context) {
	for ctx.Err() == nil {
		rest, crowded, err := o.step(ctx)
		if err != nil && ctx.Err() == nil {
			o.log.Error("outbox", "err", err)
			rest, crowded = retry, false
		}
		o.rest(ctx, rest, crowded)
	}
	o.tries.all.Wait()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	o.collect()
	if err := errors.Join(o.note(ctx, nil), o.release(ctx)); err != nil {
		o.log.Warn("outbox: stop", "err", err)
	}
}

// rest waits for d, or until woken; in a crowd, who is due already is not waited for.
func (o *Outbox) rest(ctx context.Context, d time.Duration, crowded bool) {
	end := o.clk.Now().Add(d)
	for d > 0 && o.clk.Wait(ctx, d, o.wake) == nil && crowded {
		d = min(d, end.Sub(o.clk.Now()))
	}
}

// step notes what came of tries and begins as many new ones as may be by now. It
// returns how long to rest, and whether more is due. It holds the claim only as long
// as there is something to send.
func (o *Outbox) step(ctx context.Context) (rest time.Duration, crowded bool, err error) {
	now := o.clk.Now()
	if o.held.epoch == 0 { // is there anything to claim for?
		due, next, err := o.store.DueMessages(ctx, now, 1)
		if err != nil || len(due) == 0 {
			return o.until(next), false, err
		}
	}
	if ok, err := o.hold(ctx); err != nil || !ok {
		return retry, false, err
	}
	o.collect()
	room := o.pace.room(now)
	due, next, err := o.due(ctx, now, room)
	if err != nil {
		return 0, false, err
	}
	crowded = len(due) == room
	begun := o.prepare(due, now)
	if len(o.back)+len(begun) == 0 && o.tries.count() == 0 && !crowded {
		return o.until(next), false, o.release(ctx)
	}
	if err := o.note(ctx, begun); err != nil {
		return 0, false, err
	}
	for _, t := range begun {
		o.begin(ctx, t)
	}
	o.pace.take(len(begun))
	switch {
	case crowded:
		return o.pace.crowd(now), true, nil
	case o.tries.count() > 0:
		return min(o.until(next), bunch*apart), false, nil
	}
	return apart, false, nil // what was noted may let others go
}

// due are at most room messages to be tried, and when the next is due if those are all.
func (o *Outbox) due(ctx context.Context, now time.Time, room int) (due []Message, next time.Time, err error) {
	due, next, err = o.store.DueMessages(ctx, now, room+len(o.back)+o.tries.count())
	due = slices.DeleteFunc(due, func(m Message) bool {
		return o.tries.has(m.ID) || slices.ContainsFunc(o.back, func(b Message) bool { return b.ID == m.ID })
	})
	return due[:min(len(due), room)], next, err
}

// until is how long to wait for the next message, if there is one.
func (o *Outbox) until(next time.Time) time.Duration {
	if next.IsZero() {
		return poll
	}
	return max(apart, min(poll, next.Sub(o.clk.Now())))
}

// collect takes in what came back from tries, unless the claim changed hands since:
// then somebody else looks into it.
func (o *Outbox) collect() {
	for _, r := range o.tries.take() {
		if r.epoch == o.held.epoch {
			o.back = append(o.back, r.message)
		}
	}
}

// note saves what became of tries, and which are about to be begun, all together.
// Of the dead, trouble is told before; while it fails they are kept back.
func (o *Outbox) note(ctx context.Context, begun []try) error {
	ctx = context.WithoutCancel(ctx)
	var untold, notes []Message
	var errs []error
	for _, m := range o.back {
		if m.State == Dead {
			if err := o.trouble(ctx, m); err != nil {
				errs = append(errs, fmt.Errorf("tell of message %s: %w", m.ID, err))
				untold = append(untold, m)
				continue
			}
		}
		notes = append(notes, m)
	}
	for _, t := range begun {
		if !t.look {
			notes = append(notes, t.message)
		}
	}
	if len(notes) > 0 {
		err := o.store.SaveMessages(ctx, o.held.epoch, notes...)
		if errors.Is(err, ErrFenced) {
			o.held, untold = claim{}, nil
		} else if err != nil {
			return errors.Join(append(errs, err)...)
		}
		errs = append(errs, err)
	}
	o.back = untold
	return errors.Join(errs...)
}

// hold takes or keeps the claim, and reports whether it is this process's.
func (o *Outbox) hold(ctx context.Context) (bool, error) {
	now := o.clk.Now()
	if o.held.covers(now) && o.held.end.Sub(now) > lease/2 {
		return true, nil
	}
	before := o.held.epoch
	epoch, ok, err := o.store.Claim(ctx, Work, o.holder, lease)
	if err != nil {
		return false, err
	}
	if !ok || epoch != before {
		o.back = nil // somebody else looks into it
	}
	if !ok {
		o.held = claim{}
		return false, nil
	}
	o.held = claim{epoch, now, now.Add(lease)}
	return true, nil
}

// release gives the claim back, if it is held.
func (o *Outbox) release(ctx context.Context) error {
	if o.held.epoch == 0 {
		return nil
	}
	epoch := o.held.epoch
	o.held = claim{}
	return o.store.Release(ctx, Work, o.holder, epoch)
}

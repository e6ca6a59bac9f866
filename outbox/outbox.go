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
// Every note is fenced by the epoch of the claim, so a process that was paused while
// another took over notes nothing. One case remains: a process that is paused
// between its note that it tries and the write to the socket, for longer than its
// claim and than Discord remembers a nonce, and wakes after another has looked and
// posted, posts a second time. The two moments are microseconds apart.
package outbox

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"magpie/clock"
)

// A Poster posts messages in channels.
type Poster interface {
	// Post posts a message and returns its id. Of two posts of one nonce within a
	// few minutes, only the first makes a message; both return its id. Errors that
	// promise that nothing was posted are [*Denied], [*Gone], [*Rejected] and [*Busy].
	Post(ctx context.Context, m Message) (id string, err error)
	// Find looks among the messages that Magpie posted in a channel since a time, in
	// a forum among its posts, archived ones too, for one with a button whose custom
	// id is marker. Beside Post's errors it may return [*Blind].
	Find(ctx context.Context, channel, marker string, since time.Time) (id string, found bool, err error)
}

// A Store keeps messages and claims.
type Store interface {
	Claim(ctx context.Context, work, holder string, d time.Duration) (epoch int64, ok bool, err error)
	Release(ctx context.Context, work, holder string, epoch int64) error
	// DueMessages are at most n messages to be tried by now, one of a group, and
	// when the next one is due if those are all; zero if none waits. One whose
	// FirstTry is after now, or whose NextTry is more than [LongestWait] after it, is
	// due, since the clock was set back.
	DueMessages(ctx context.Context, now time.Time, n int) (due []Message, next time.Time, err error)
	// SaveMessage saves how far a message has come; it returns [ErrFenced] if the
	// claim on Work has another epoch by now. The parts after a dead one die with it.
	SaveMessage(ctx context.Context, epoch int64, m Message) error
}

const (
	lease     = 30 * time.Second      // of the claim; longer than a round
	poll      = 15 * time.Second      // for messages that a process left behind
	retry     = 5 * time.Second       // after trouble with the store, or while another process sends
	pace      = 25 * time.Millisecond // a message: 40 a second, which leaves Discord's limit room for answers
	batch     = 40                    // messages at once
	patience  = 10 * time.Second      // for one answer
	nonceLife = time.Minute           // in which the nonce alone is relied on
	settling  = 30 * time.Second      // until a forum post whose answer was lost can be seen
	giveUp    = 24 * time.Hour        // since a message was handed over
	backOff   = time.Second           // after the first try, then doubled
	backOffTo = 10 * time.Minute      // at most
	skew      = time.Minute           // between Discord's clock and this one
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

	epoch   int64     // of the claim; 0 while it is not held
	renewAt time.Time // when the claim is renewed
}

// New returns an Outbox. wake ends its wait when messages were added. trouble is told
// of each message that is dead, with Problem and Detail, before that is saved: it
// pauses what sent it and tells moderators. It may be told of one twice; if it
// fails it will be.
func New(log *slog.Logger, clk clock.Clock, store Store, poster Poster, wake *clock.Waker, trouble func(context.Context, Message) error) *Outbox {
	return &Outbox{log: log, clk: clk, store: store, poster: poster, wake: wake, trouble: trouble, holder: rand.Text()}
}

// Run sends messages until ctx ends. It finishes what it began, gives the claim back
// and returns.
func (o *Outbox) Run(ctx context.Context) {
	for ctx.Err() == nil {
		began := o.clk.Now()
		tried, next, err := o.round(ctx)
		pause, wake := time.Duration(tried)*pace-o.clk.Now().Sub(began), (*clock.Waker)(nil)
		switch {
		case err != nil && ctx.Err() == nil:
			o.log.Error("outbox", "err", err)
			pause = retry
		case tried == 0:
			pause, wake = o.until(next), o.wake
		}
		if pause > 0 {
			o.clk.Wait(ctx, pause, wake) // an error ends the loop
		}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := o.release(ctx); err != nil {
		o.log.Warn("outbox: give the claim back", "err", err)
	}
}

// until is how long to wait for the next message, if there is one.
func (o *Outbox) until(next time.Time) time.Duration {
	if next.IsZero() {
		return poll
	}
	return max(pace, min(poll, next.Sub(o.clk.Now())))
}

// round takes the messages that are due, tries each once, all at the same time, and
// returns how many that were and when the next is due. It holds the claim only as
// long as there is something to send.
func (o *Outbox) round(ctx context.Context) (tried int, next time.Time, err error) {
	due, next, err := o.store.DueMessages(ctx, o.clk.Now(), batch)
	if err != nil {
		return 0, next, err
	}
	if len(due) == 0 {
		return 0, next, o.release(ctx)
	}
	held := o.epoch != 0
	if ok, err := o.hold(ctx); err != nil || !ok {
		return 0, o.clk.Now().Add(retry), err
	}
	if !held { // another process may just have sent them
		if due, next, err = o.store.DueMessages(ctx, o.clk.Now(), batch); err != nil {
			return 0, next, err
		}
	}
	var wg sync.WaitGroup
	errs := make([]error, len(due))
	for i, m := range due {
		wg.Go(func() { errs[i] = o.send(ctx, o.epoch, m) })
	}
	wg.Wait()
	if err = errors.Join(errs...); errors.Is(err, ErrFenced) {
		o.epoch = 0
	}
	return len(due), next, err
}

// hold takes or keeps the claim, and reports whether it is this process's.
func (o *Outbox) hold(ctx context.Context) (bool, error) {
	now := o.clk.Now()
	if o.epoch != 0 && now.Before(o.renewAt) && o.renewAt.Sub(now) <= lease {
		return true, nil
	}
	epoch, ok, err := o.store.Claim(ctx, Work, o.holder, lease)
	if err != nil || !ok {
		o.epoch = 0
		return false, err
	}
	o.epoch, o.renewAt = epoch, now.Add(lease/2)
	return true, nil
}

// release gives the claim back, if it is held.
func (o *Outbox) release(ctx context.Context) error {
	if o.epoch == 0 {
		return nil
	}
	epoch := o.epoch
	o.epoch = 0
	return o.store.Release(ctx, Work, o.holder, epoch)
}

// send tries a message once and saves what became of it. Once begun it is not
// interrupted.
func (o *Outbox) send(ctx context.Context, epoch int64, m Message) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	m, err := o.attempt(context.WithoutCancel(ctx), epoch, m)
	if err != nil {
		return err
	}
	if m.State == Dead {
		if err := o.trouble(context.WithoutCancel(ctx), m); err != nil {
			return fmt.Errorf("tell of message %s: %w", m.ID, err)
		}
	}
	return o.store.SaveMessage(context.WithoutCancel(ctx), epoch, m)
}

// attempt returns the message as it is to be saved after one try.
func (o *Outbox) attempt(ctx context.Context, epoch int64, m Message) (Message, error) {
	now := o.clk.Now()
	tooLate := now.Sub(m.CreatedAt) > giveUp
	if m.FirstTry.After(now) { // the clock was set back: who knows when that was
		m.FirstTry = now.Add(-giveUp)
	}
	if m.maybeSent(now) {
		id, found, err := o.find(ctx, m)
		if err != nil {
			m.Attempts++
			return m.after(err, m, now).unless(tooLate), nil
		}
		if found {
			return m.sent(id), nil
		}
		m.State, m.FirstTry = Ready, time.Time{} // it was not: begin anew
	}
	if tooLate {
		return m.unless(tooLate), nil
	}
	before := m
	m.State, m.NextTry = Sending, now
	m.Attempts++
	if m.FirstTry.IsZero() {
		m.FirstTry = now
	}
	if err := o.store.SaveMessage(ctx, epoch, m); err != nil {
		return m, err
	}
	id, err := o.post(ctx, m)
	if err != nil {
		return m.after(err, before, now), nil
	}
	return m.sent(id), nil
}

// maybeSent reports whether the message may be in the channel, where its nonce
// would not keep it from being posted twice.
func (m Message) maybeSent(now time.Time) bool {
	return !m.FirstTry.IsZero() && (m.Kind == ToForum || now.Sub(m.FirstTry) > nonceLife)
}

func (o *Outbox) post(ctx context.Context, m Message) (id string, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	defer survive(&err)
	return o.poster.Post(ctx, m)
}

func (o *Outbox) find(ctx context.Context, m Message) (id string, found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	defer survive(&err)
	return o.poster.Find(ctx, m.Channel, m.Marker, m.FirstTry.Add(-skew))
}

// survive makes an error of a panic: nobody knows how far it came.
func survive(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}
}

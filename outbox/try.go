package outbox

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"magpie/clock"
)

// A try is a message on its way to Discord, to be posted or only to be looked for.
type try struct {
	message Message // as it is while it is tried
	before  Message // as it was
	look    bool
}

// prepare plans a try of each message. Those that it is too late for are not tried;
// they come back dead.
func (o *Outbox) prepare(due []Message, now time.Time) (tries []try) {
	for _, m := range due {
		if m.FirstTry.After(now) { // the clock was set back: who knows when that was
			m.FirstTry = now.Add(-giveUp)
		}
		t := try{message: m, before: m, look: m.maybeSent(now)}
		switch {
		case t.look:
		case m.late(now):
			o.back = append(o.back, m.dead(TooLate, m.Detail))
			continue
		default:
			t.message = m.trying(now)
		}
		tries = append(tries, t)
	}
	return tries
}

// begin carries out a try in a goroutine of its own. Once begun it is not
// interrupted, but what is not written when the claim may be lost stays unwritten.
func (o *Outbox) begin(ctx context.Context, t try) {
	ctx, held := context.WithoutCancel(ctx), o.held
	o.tries.begin(held.epoch, t.message, func() Message {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if t.look {
			id, found, err := o.find(ctx, t.message)
			return t.looked(id, found, err, o.clk.Now())
		}
		id, err := o.post(turn{ctx, cancel, func() bool { return held.covers(o.clk.Now()) }}, t.message)
		if err != nil {
			t = t.posted(id)
			return t.message.after(err, t.before, o.clk.Now())
		}
		return t.message.sent(id)
	})
}

// posted is a try of which is known that the message is there, if it has an id by now.
func (t try) posted(id string) try {
	id = cmp.Or(id, t.message.MessageID)
	t.message.MessageID, t.before.MessageID = id, id
	return t
}

// looked is the message after it was looked for.
func (t try) looked(id string, found bool, err error, now time.Time) Message {
	m := t.message
	switch {
	case found && err == nil && m.Kind == ToThread: // go on with the thread
		m.MessageID, m.State, m.NextTry = id, Ready, now
	case found && err == nil:
		return m.sent(id)
	case err != nil:
		m.Attempts++
		m = m.after(err, m, now)
	default: // it is not there: begin anew
		m.State, m.FirstTry, m.NextTry = Ready, time.Time{}, now
	}
	if m.late(now) && m.State != Dead {
		return m.dead(TooLate, m.Detail)
	}
	return m
}

func (o *Outbox) post(ctx context.Context, m Message) (id string, err error) {
	defer survive(&err)
	return o.poster.Post(ctx, m)
}

func (o *Outbox) find(ctx context.Context, m Message) (id string, found bool, err error) {
	defer survive(&err)
	return o.poster.Find(ctx, m, m.FirstTry.Add(-skew))
}

// survive makes an error of a panic: nobody knows how far it came.
func survive(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}
}

// A turn is the context of a post. It ends with the claim: whoever asks Err is told so
// even when the process stood still until now, so that no timer could go off.
type turn struct {
	context.Context
	cancel context.CancelFunc
	held   func() bool
}

// Err implements [context.Context].
func (t turn) Err() error {
	if !t.held() {
		t.cancel()
	}
	return t.Context.Err()
}

// tries are those that are under way or came back.
type tries struct {
	wake *clock.Waker
	all  sync.WaitGroup

	mu     sync.Mutex
	flying int
	ids    map[string]bool // of messages that were not taken back yet
	back   []landed
	signal func() // that none is flying any more
}

// landed is a try that ended: the message as it is to be saved under an epoch.
type landed struct {
	epoch   int64
	message Message
}

// begin carries out a try of a message.
func (t *tries) begin(epoch int64, m Message, do func() Message) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.flying++; t.flying == 1 {
		t.signal = t.wake.Expect()
	}
	t.ids[m.ID] = true
	t.all.Go(func() {
		m := do()
		t.mu.Lock()
		defer t.mu.Unlock()
		t.back = append(t.back, landed{epoch, m})
		if t.flying--; t.flying == 0 {
			t.signal()
		}
	})
}

// count is how many are under way.
func (t *tries) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.flying
}

// has reports whether a message is under way, or was not taken back.
func (t *tries) has(id string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ids[id]
}

// take are those that came back since it was asked last.
func (t *tries) take() []landed {
	t.mu.Lock()
	defer t.mu.Unlock()
	back := t.back
	t.back = nil
	for _, l := range back {
		delete(t.ids, l.message.ID)
	}
	return back
}

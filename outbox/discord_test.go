package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"magpie/clock"
	"magpie/outbox"
)

// A discord is channels that keep what is posted, and lose answers on demand.
type discord struct {
	clk          clock.Clock
	mu           sync.Mutex
	posts        []post
	fault        func() fault               // of each request; nil: none
	refuse       error                      // of every post
	refuseSome   func(outbox.Message) error // of a post
	refuseToLook error                      // of every look
	refuseThread error                      // of every thread
	between      func() error               // between a message and its thread; may be nil
	requests     int                        // to post
	looks        int
}

type post struct {
	outbox.Message
	at       time.Time
	deleted  bool
	gathered []string // members of its thread; nil: there is none
}

// A fault is what goes wrong with a request.
type fault int

const (
	none fault = iota
	lostRequest
	lostReply
	panics // after it took effect
	busy
)

// remembered is how long Discord knows a nonce.
const remembered = 2 * time.Minute

var errLost = errors.New("connection reset")

func newDiscord(clk clock.Clock) *discord { return &discord{clk: clk} }

func (d *discord) Post(ctx context.Context, m outbox.Message) (id string, err error) {
	if id = m.MessageID; id == "" {
		if id, err = d.make(ctx, m); err != nil {
			return "", err
		}
	}
	if m.Kind != outbox.ToThread {
		return id, nil
	}
	if d.between != nil {
		if err := d.between(); err != nil {
			return id, err
		}
	}
	return id, d.gather(ctx, id, m.Members)
}

// gather starts the thread of a message, if there is none, and adds members.
func (d *discord) gather(ctx context.Context, id string, members []string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	i, err := strconv.Atoi(id)
	if err != nil {
		return err
	}
	f := d.nextFault()
	switch {
	case d.posts[i].deleted:
		return &outbox.Deleted{Err: errors.New("unknown message")}
	case d.refuseThread != nil:
		return d.refuseThread
	case f == lostRequest:
		return errLost
	case f == busy:
		return &outbox.Busy{After: 5 * time.Second, Err: errLost}
	}
	d.posts[i].gathered = slices.Clone(members)
	switch f {
	case lostReply:
		return errLost
	case panics:
		panic("out of luck")
	}
	return nil
}

// make makes the message itself.
func (d *discord) make(ctx context.Context, m outbox.Message) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return "", err
	}
	d.requests++
	f, refusal := d.nextFault(), d.refuse
	if d.refuseSome != nil {
		refusal = d.refuseSome(m)
	}
	switch {
	case refusal != nil:
		return "", refusal
	case f == lostRequest:
		return "", errLost
	case f == busy:
		return "", &outbox.Busy{After: 5 * time.Second, Err: errLost}
	}
	id, err := d.add(m)
	switch f {
	case lostReply:
		return "", errLost
	case panics:
		panic("out of luck")
	}
	return id, err
}

func (d *discord) nextFault() fault {
	if d.fault == nil {
		return none
	}
	return d.fault()
}

// add is a message that is made, or that was with the same nonce a short while ago.
func (d *discord) add(m outbox.Message) (string, error) {
	now := d.clk.Now()
	for i, p := range d.posts {
		if m.Kind == outbox.ToForum || m.Kind == outbox.ToThread || p.Nonce != m.Nonce || now.Sub(p.at).Abs() >= remembered {
			continue
		}
		if p.deleted {
			return "", &outbox.Deleted{Err: errors.New("unknown message")}
		}
		return strconv.Itoa(i), nil
	}
	d.posts = append(d.posts, post{Message: m, at: now})
	return strconv.Itoa(len(d.posts) - 1), nil
}

// deleteAll is a moderator's broom.
func (d *discord) deleteAll() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range d.posts {
		d.posts[i].deleted = true
	}
}

func (d *discord) Find(_ context.Context, m outbox.Message, since time.Time) (string, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looks++
	if d.refuseToLook != nil {
		return "", false, d.refuseToLook
	}
	if f := d.nextFault(); f != none {
		return "", false, errLost
	}
	i := slices.IndexFunc(d.posts, func(p post) bool {
		return p.Channel == m.Channel && p.Marker == m.Marker && !p.at.Before(since) && !p.deleted
	})
	return strconv.Itoa(i), i >= 0, nil
}

// wantOnceInOrder checks that each message was posted once, after the part before
// it, and is known to be sent.
func (d *discord) wantOnceInOrder(t *testing.T, s interface {
	Messages(ctx context.Context, group string) ([]outbox.Message, error)
}, messages []outbox.Message) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	var order []string
	for _, p := range d.posts {
		order = append(order, p.ID)
	}
	for _, m := range messages {
		first := slices.Index(order, m.ID)
		if n := len(order) - len(slices.DeleteFunc(slices.Clone(order), func(id string) bool { return id == m.ID })); n != 1 {
			t.Errorf("%s was posted %d times", m.ID, n)
		}
		if first >= 0 && !slices.Equal(d.posts[first].gathered, m.Members) {
			t.Errorf("%s has a thread with %v", m.ID, d.posts[first].gathered)
		}
		if m.Part > 1 && slices.Index(order, fmt.Sprintf("%s|%d", m.Group, m.Part-1)) > first {
			t.Errorf("%s was posted before the part before it", m.ID)
		}
		parts, err := s.Messages(context.Background(), m.Group)
		if err != nil || parts[m.Part-1].State != outbox.Sent || parts[m.Part-1].MessageID != strconv.Itoa(first) {
			t.Errorf("%s is %+v, %v", m.ID, parts[m.Part-1], err)
		}
	}
}

// A mortal is a process that crashes at a step: what it does reaches nobody then,
// or it does not learn what became of it.
type mortal struct {
	outbox.Store
	outbox.Poster
	mu    sync.Mutex
	steps int
	dead  bool
}

var errCrash = errors.New("crashed")

// step is one step nearer to the crash.
func (m *mortal) step() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.steps--; m.steps == 0 {
		m.dead = true
	}
	if m.dead {
		return errCrash
	}
	return nil
}

// crashed reports whether the process crashed.
func (m *mortal) crashed() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.dead
}

// around does something between two steps.
func around[T any](m *mortal, do func() (T, error)) (T, error) {
	var nothing T
	if err := m.step(); err != nil {
		return nothing, err
	}
	v, err := do()
	if err := m.step(); err != nil {
		return nothing, err
	}
	return v, err
}

func (m *mortal) Claim(ctx context.Context, work, holder string, d time.Duration) (epoch int64, ok bool, err error) {
	epoch, err = around(m, func() (int64, error) {
		epoch, ok, err = m.Store.Claim(ctx, work, holder, d)
		return epoch, err
	})
	return epoch, ok && err == nil, err
}

func (m *mortal) Release(ctx context.Context, work, holder string, epoch int64) error {
	_, err := around(m, func() (bool, error) { return true, m.Store.Release(ctx, work, holder, epoch) })
	return err
}

func (m *mortal) SaveMessages(ctx context.Context, epoch int64, all ...outbox.Message) error {
	_, err := around(m, func() (bool, error) { return true, m.Store.SaveMessages(ctx, epoch, all...) })
	return err
}

func (m *mortal) Post(ctx context.Context, msg outbox.Message) (string, error) {
	return around(m, func() (string, error) { return m.Poster.Post(ctx, msg) })
}

func (m *mortal) Find(ctx context.Context, msg outbox.Message, since time.Time) (id string, found bool, err error) {
	id, err = around(m, func() (string, error) {
		id, found, err = m.Poster.Find(ctx, msg, since)
		return id, err
	})
	return id, found && err == nil, err
}

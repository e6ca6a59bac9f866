package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"magpie/clock"
	"magpie/outbox"
	"magpie/store/storetest"
)

// A sleeper is a process that stands still at a step until it is woken, while the
// world goes on.
type sleeper struct {
	outbox.Store
	outbox.Poster
	clock.Clock             // of the world
	own         *clock.Fake // on which it waits
	at          string      // the step
	asleep      chan bool   // closed when it stands still
	woken       chan bool
}

func (s *sleeper) Wait(ctx context.Context, d time.Duration, w *clock.Waker) error {
	return s.own.Wait(ctx, d, w)
}

func (s *sleeper) step(name string) {
	if name == s.at {
		s.at = ""
		close(s.asleep)
		<-s.woken
	}
}

func (s *sleeper) SaveMessages(ctx context.Context, epoch int64, messages ...outbox.Message) error {
	what := string(messages[0].State)
	s.step("before noting " + what)
	err := s.Store.SaveMessages(ctx, epoch, messages...)
	s.step("after noting " + what)
	return err
}

func (s *sleeper) Post(ctx context.Context, m outbox.Message) (string, error) {
	s.step("before posting")
	id, err := s.Poster.Post(ctx, m)
	s.step("after posting")
	return id, err
}

// TestPausedProcess lets a process stand still at each step until long after another
// took over, and wakes it: it posts and notes nothing more.
func TestPausedProcess(t *testing.T) {
	t.Parallel()
	for _, step := range []string{
		"before noting sending", "after noting sending", "before posting", "after posting", "before noting sent", "after noting sent",
	} {
		for _, kind := range []outbox.Kind{outbox.ToChannel, outbox.ToForum, outbox.ToThread, outbox.ToPerson} {
			t.Run(fmt.Sprint(step, " a ", kind), func(t *testing.T) {
				t.Parallel()
				clk := clock.NewFake(storetest.Start)
				s, d := storetest.Open(t, storetest.SQLite(t), clk), newDiscord(clk)
				m := message(t, "g", 1)
				switch kind {
				case outbox.ToForum:
					m = m.InForum("Title")
				case outbox.ToThread:
					m = m.InThread("Title", "20")
				case outbox.ToPerson:
					m = direct(t, "g")
				}
				check(t, s.AddMessages(t.Context(), m))
				p := &sleeper{Store: s, Poster: d, Clock: clk, own: clock.NewFake(storetest.Start), at: step, asleep: make(chan bool), woken: make(chan bool)}
				stopPaused := start(t, p, p, p, nil)
				<-p.asleep
				clk.AdvanceTo(clk.Now().Add(5*time.Minute), 0)
				stop := start(t, clk, s, d, nil)
				clk.AdvanceTo(clk.Now().Add(time.Minute), 1)
				sent, err := s.Messages(t.Context(), "g")
				check(t, err)
				close(p.woken)
				p.own.Settle(1)
				stop()
				stopPaused()
				d.wantOnceInOrder(t, s, []outbox.Message{m})
				after, err := s.Messages(t.Context(), "g")
				check(t, err)
				if sent[0].State != outbox.Sent || after[0].Attempts != sent[0].Attempts {
					t.Errorf("before %+v, after %+v", sent[0], after[0])
				}
			})
		}
	}
}

// A clock that is set while messages are on their way doubles and loses none.
func TestClockIsSet(t *testing.T) {
	t.Parallel()
	for _, jump := range []time.Duration{24*time.Hour - time.Minute, 5 * time.Hour, -time.Hour, -26 * time.Hour} {
		for _, f := range []fault{none, lostRequest, lostReply} {
			t.Run(fmt.Sprint(jump, " fault ", f), func(t *testing.T) {
				t.Parallel()
				clk := clock.NewFake(storetest.Start)
				s, d := storetest.Open(t, storetest.SQLite(t), clk), newDiscord(clk)
				faults := 4 // one of each first try
				d.fault = func() fault {
					if faults--; faults >= 0 {
						return f
					}
					return none
				}
				var messages []outbox.Message
				for i := range 3 {
					messages = append(messages, message(t, "g", i+1))
				}
				messages = append(messages, message(t, "f", 1).InForum("Title"))
				check(t, s.AddMessages(t.Context(), messages...))
				stop := start(t, clk, s, d, nil)
				clk.AdvanceTo(clk.Now().Add(300*time.Millisecond), 1)
				clk.Set(clk.Now().Add(jump))
				clk.AdvanceTo(clk.Now().Add(15*time.Minute), 1)
				stop()
				d.wantOnceInOrder(t, s, messages)
			})
		}
	}
}

// A message that a moderator deletes does not come back: not when it is known to be
// sent, nor when the answer was lost and it is sent again with its nonce.
func TestDeletedMessageStaysAway(t *testing.T) {
	t.Parallel()
	for _, f := range []fault{none, lostReply} {
		t.Run(fmt.Sprint("fault ", f), func(t *testing.T) {
			t.Parallel()
			clk := clock.NewFake(storetest.Start)
			s, d := storetest.Open(t, storetest.SQLite(t), clk), newDiscord(clk)
			d.fault = func() fault {
				defer func() { f = none }()
				return f
			}
			check(t, s.AddMessages(t.Context(), message(t, "g", 1)))
			stop := start(t, clk, s, d, nil)
			clk.Settle(1)
			d.deleteAll()
			clk.AdvanceTo(clk.Now().Add(10*time.Minute), 1)
			stop()
			stop = start(t, clk, s, d, nil) // nor after a restart
			clk.AdvanceTo(clk.Now().Add(10*time.Minute), 1)
			stop()
			got, err := s.Messages(t.Context(), "g")
			check(t, err)
			if len(d.posts) != 1 || d.looks != 0 || got[0].State != outbox.Sent {
				t.Errorf("%d posts, %d looks, %+v", len(d.posts), d.looks, got[0])
			}
		})
	}
}

// Where the history may not be read, a message whose answer was lost is not posted
// anew once its nonce is forgotten.
func TestBlindOnce(t *testing.T) {
	t.Parallel()
	for _, kind := range []outbox.Kind{outbox.ToChannel, outbox.ToForum} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			clk := clock.NewFake(storetest.Start)
			s, d := storetest.Open(t, storetest.SQLite(t), clk), newDiscord(clk)
			d.refuseToLook = &outbox.Blind{Err: errors.New("no history")}
			d.fault = func() fault { return lostReply }
			m := message(t, "g", 1)
			if kind == outbox.ToForum {
				m = m.InForum("Title")
			}
			check(t, s.AddMessages(t.Context(), m))
			var told []outbox.Message
			stop := start(t, clk, s, d, func(m outbox.Message) error { told = append(told, m); return nil })
			clk.AdvanceTo(clk.Now().Add(20*time.Minute), 1)
			stop()
			if len(d.posts) != 1 || len(told) != 1 || told[0].Problem != outbox.Unseen {
				t.Errorf("%d posts, told of %+v", len(d.posts), told)
			}
			if kind == outbox.ToForum && d.requests != 1 {
				t.Errorf("a post without a nonce was tried %d times", d.requests)
			}
		})
	}
}

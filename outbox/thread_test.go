package outbox_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/outbox"
	"magpie/store"
	"magpie/store/storetest"
)

// A thread that may not be started leaves its message where it is; once it may, a retry
// starts it, and makes no second message. In another channel there is a new one.
func TestThreadIsDenied(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		d := newDiscord(clk)
		d.refuseThread = &outbox.Denied{Permission: "create_public_threads", Err: errors.New("50013")}
		m := message(t, "g", 1).InThread("Title", "20")
		check(t, s.AddMessages(t.Context(), m))
		var told []outbox.Message
		stop := start(t, clk, s, d, func(m outbox.Message) error { told = append(told, m); return nil })
		clk.AdvanceTo(clk.Now().Add(10*time.Minute), 1)
		if len(d.posts) != 1 || len(told) != 1 || told[0].Problem != outbox.NotAllowed || told[0].Detail != "create_public_threads" || told[0].MessageID != "0" {
			t.Fatalf("%d posts, told of %+v", len(d.posts), told)
		}
		d.refuseThread = nil
		retry := func(channel string) {
			t.Helper()
			if any, err := s.Retry(t.Context(), "g", channel, community.Change{Server: "1", Key: "change.digest.retried"}); err != nil || !any {
				t.Fatalf("retry: %t, %v", any, err)
			}
			clk.AdvanceTo(clk.Now().Add(2*time.Minute), 1)
		}
		retry("10")
		d.wantOnceInOrder(t, s, []outbox.Message{m})
		d.refuseThread = &outbox.Denied{Permission: "create_public_threads", Err: errors.New("50013")}
		other := message(t, "h", 1).InThread("Title", "20")
		check(t, s.AddMessages(t.Context(), other))
		clk.AdvanceTo(clk.Now().Add(2*time.Minute), 1)
		d.refuseThread = nil
		if _, err := s.Retry(t.Context(), "h", "11", community.Change{Server: "1", Key: "change.digest.retried"}); err != nil {
			t.Fatal(err)
		}
		clk.AdvanceTo(clk.Now().Add(2*time.Minute), 1)
		stop()
		if len(d.posts) != 3 || d.posts[2].Channel != "11" || !slices.Equal(d.posts[2].gathered, []string{"20"}) {
			t.Errorf("%d posts: %+v", len(d.posts), d.posts)
		}
	})
}

// Once a message is known to be there, its thread is tried again though nobody may look in
// the channel; and nobody's id is kept any longer than it takes.
func TestThreadNeedsNoLook(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		d := newDiscord(clk)
		d.refuseToLook = &outbox.Blind{Err: errors.New("no history")}
		lost := 3
		d.between = func() error {
			if lost--; lost >= 0 {
				return errLost
			}
			return nil
		}
		m := message(t, "g", 1).InThread("Title", "20")
		check(t, s.AddMessages(t.Context(), m))
		stop := start(t, clk, s, d, nil)
		clk.AdvanceTo(clk.Now().Add(10*time.Minute), 1)
		stop()
		d.wantOnceInOrder(t, s, []outbox.Message{m})
		sent, err := s.Messages(t.Context(), "g")
		check(t, err)
		if d.looks > 0 || len(sent[0].Members) > 0 {
			t.Errorf("%d looks; %v are kept", d.looks, sent[0].Members)
		}
	})
}

// Who takes no direct messages is not tried again.
func TestPersonIsClosed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		d := newDiscord(clk)
		d.refuse = &outbox.Closed{Err: errors.New("50007")}
		check(t, s.AddMessages(t.Context(), direct(t, "g")))
		var told []outbox.Message
		stop := start(t, clk, s, d, func(m outbox.Message) error { told = append(told, m); return nil })
		clk.AdvanceTo(clk.Now().Add(26*time.Hour), 1)
		stop()
		if d.requests != 1 || len(told) != 1 || told[0].Problem != outbox.PersonClosed || told[0].Channel != "20" || told[0].Server != "" {
			t.Errorf("%d requests, told of %+v", d.requests, told)
		}
	})
}

// A process that dies between any two steps of a thread or a direct message leaves one
// message and one thread with its members, on either database.
func TestThreadSurvivesCrashes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		d := newDiscord(clk)
		for steps, crashed := 1, true; crashed; steps++ {
			if steps > 40 {
				t.Fatal("it never ends")
			}
			messages := []outbox.Message{message(t, fmt.Sprint("t", steps), 1).InThread("Title", "20", "21"), direct(t, fmt.Sprint("p", steps))}
			check(t, s.AddMessages(t.Context(), messages...))
			p := &mortal{Store: s, Poster: d, steps: steps}
			d.between = p.step
			stop := start(t, clk, p, p, nil)
			clk.AdvanceTo(clk.Now().Add(5*time.Second), 1)
			stop()
			crashed, d.between = p.crashed(), nil
			clk.AdvanceTo(clk.Now().Add(40*time.Second), 0)
			stop = start(t, clk, s, d, nil)
			clk.AdvanceTo(clk.Now().Add(3*time.Minute), 1)
			stop()
			if d.wantOnceInOrder(t, s, messages); t.Failed() {
				t.Fatalf("after a crash at step %d", steps)
			}
		}
	})
}

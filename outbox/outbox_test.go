package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/clock"
	"magpie/outbox"
	"magpie/slash"
	"magpie/store"
	"magpie/store/storetest"
)

func TestNewMessage(t *testing.T) {
	t.Parallel()
	m := message(t, "run", 1)
	if m.Nonce != outbox.Nonce("run", 1) || len(m.Nonce) != 25 || !strings.Contains(m.Marker, m.Nonce) {
		t.Errorf("%+v", m)
	}
	if m.Nonce == outbox.Nonce("run", 2) || m.Nonce == outbox.Nonce("run|1", 1) {
		t.Error("nonces are not unique")
	}
	for name, body := range map[string]slash.Reply{
		"no button":  slash.Say(slash.Plain("x")),
		"part two's": message(t, "run", 2).Body,
		"a link": slash.Reply{Blocks: []slash.Block{slash.Row{Buttons: []slash.Button{
			{Label: "More", URL: "https://example.org/" + outbox.Nonce("run", 1)},
		}}}},
	} {
		if _, err := outbox.NewMessage("run", 1, "1", "10", body); !errors.Is(err, outbox.ErrNoMarker) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPartsGoOutInOrder(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		d := newDiscord(clk)
		stop := start(t, clk, s, d, nil)
		var messages []outbox.Message
		for group := range 20 {
			for part := range 3 {
				messages = append(messages, message(t, fmt.Sprint("g", group), part+1))
			}
		}
		check(t, s.AddMessages(t.Context(), messages...))
		clk.AdvanceTo(clk.Now().Add(2*time.Minute), 1)
		stop()
		d.wantOnceInOrder(t, s, messages)
	})
}

func TestPace(t *testing.T) {
	t.Parallel()
	clk := clock.NewFake(storetest.Start)
	s, d := storetest.Open(t, storetest.SQLite(t), clk), newDiscord(clk)
	var messages []outbox.Message
	for i := range 400 {
		messages = append(messages, message(t, fmt.Sprint("g", i), 1))
	}
	check(t, s.AddMessages(t.Context(), messages...))
	stop := start(t, clk, s, d, nil)
	clk.AdvanceTo(clk.Now().Add(time.Minute), 1)
	stop()
	d.wantOnceInOrder(t, s, messages)
	for i, p := range d.posts[:len(d.posts)-61] {
		if took := d.posts[i+61].at.Sub(p.at); took < time.Second {
			t.Errorf("61 messages in %v", took)
		}
	}
	if took := d.posts[399].at.Sub(d.posts[0].at); took < 9500*time.Millisecond || took > 10*time.Second {
		t.Errorf("400 messages took %v", took)
	}
}

// TestCrashAtEveryStep stops a process at each of its dealings with the store and
// with Discord, before and after it has its effect, and lets another go on.
func TestCrashAtEveryStep(t *testing.T) {
	t.Parallel()
	for _, pause := range []time.Duration{time.Second, 40 * time.Second, 3 * time.Minute, -3 * time.Hour} {
		t.Run(fmt.Sprint("back after ", pause), func(t *testing.T) {
			t.Parallel()
			clk := clock.NewFake(storetest.Start)
			s, d := storetest.Open(t, storetest.SQLite(t), clk), newDiscord(clk)
			steps, crashed := 0, true
			for ; crashed; steps++ {
				g, f := fmt.Sprint("g", steps), fmt.Sprint("f", steps)
				messages := []outbox.Message{
					message(t, g, 1), message(t, g, 2), message(t, f, 1).InForum("Title"),
					message(t, "t"+g, 1).InThread("Title", "20", "21"), direct(t, "p"+g),
				}
				check(t, s.AddMessages(t.Context(), messages...))
				p := &mortal{Store: s, Poster: d, steps: steps}
				d.between = p.step
				stop := start(t, clk, p, p, nil)
				clk.AdvanceTo(clk.Now().Add(5*time.Second), 1)
				stop()
				crashed = p.crashed() || steps == 0
				d.between = nil
				clk.AdvanceTo(clk.Now().Add(pause), 0)
				stop = start(t, clk, s, d, nil)
				clk.AdvanceTo(clk.Now().Add(3*time.Minute), 1)
				stop()
				if d.wantOnceInOrder(t, s, messages); t.Failed() {
					t.Fatalf("after a crash at step %d", steps)
				}
			}
			if steps < 20 {
				t.Errorf("done in %d steps: nothing was tested", steps)
			}
		})
	}
}

// TestTroubledTimes posts through lost requests, lost answers, panics, refusals,
// crashes and clocks that are set, at random.
func TestTroubledTimes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		d := newDiscord(clk)
		var all []outbox.Message
		for seed := range uint64(12) {
			r := rand.New(rand.NewPCG(seed, 1))
			var messages []outbox.Message
			for part := range 3 {
				messages = append(messages, message(t, fmt.Sprint("g", seed), part+1))
			}
			messages = append(messages, message(t, fmt.Sprint("f", seed), 1).InForum("Title"),
				message(t, fmt.Sprint("t", seed), 1).InThread("Title", "20"), direct(t, fmt.Sprint("p", seed)))
			check(t, s.AddMessages(t.Context(), messages...))
			all = append(all, messages...)
			d.fault = func() fault { return []fault{none, none, lostRequest, lostReply, panics, busy}[r.IntN(6)] }
			for range 3 {
				p := &mortal{Store: s, Poster: d, steps: 5 + r.IntN(60)}
				stop := start(t, clk, p, p, nil)
				clk.AdvanceTo(clk.Now().Add(20*time.Second), 1)
				stop()
				clk.AdvanceTo(clk.Now().Add(time.Duration(r.IntN(400)-100)*time.Second), 0)
			}
			d.fault = nil
			stop := start(t, clk, s, d, nil)
			clk.AdvanceTo(clk.Now().Add(20*time.Minute), 1)
			stop()
			if d.wantOnceInOrder(t, s, all); t.Failed() {
				t.Fatalf("with seed %d", seed)
			}
		}
	})
}

func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		if strings.HasPrefix(url, "sqlite") {
			return // one process a file
		}
		clk := clock.NewFake(storetest.Start)
		d := newDiscord(clk)
		r := rand.New(rand.NewPCG(1, 2))
		d.fault = func() fault { return []fault{none, none, none, lostReply}[r.IntN(4)] }
		a, b := storetest.Open(t, url, clk), storetest.Open(t, url, clk)
		stopA, stopB := start(t, clk, a, d, nil), start(t, clk, b, d, nil)
		var messages []outbox.Message
		for i := range 60 {
			m := message(t, fmt.Sprint("g", i), 1)
			messages = append(messages, m)
			check(t, []*store.Store{a, b}[i%2].AddMessages(t.Context(), m))
			clk.AdvanceTo(clk.Now().Add(time.Second), 2)
		}
		clk.AdvanceTo(clk.Now().Add(10*time.Minute), 2)
		stopA()
		stopB()
		d.wantOnceInOrder(t, a, messages)
	})
}

func TestTrouble(t *testing.T) {
	t.Parallel()
	cause := errors.New("cause")
	for _, c := range []struct {
		name       string
		err        error // of Post
		findErr    error
		want       outbox.Problem
		wantDetail string
	}{
		{"denied", &outbox.Denied{Permission: "send_messages", Err: cause}, nil, outbox.NotAllowed, "send_messages"},
		{"gone", &outbox.Gone{Err: cause}, nil, outbox.ChannelGone, ""},
		{"closed", &outbox.Closed{Err: cause}, nil, outbox.PersonClosed, ""},
		{"rejected", &outbox.Rejected{Err: cause}, nil, outbox.NotAccepted, "not accepted: cause"},
		{"blind", cause, &outbox.Blind{Err: cause}, outbox.Unseen, ""},
		{"never", cause, cause, outbox.TooLate, "cause"},
		{"always busy", &outbox.Busy{After: time.Minute, Err: cause}, nil, outbox.TooLate, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
				d := newDiscord(clk)
				d.refuse, d.refuseToLook = c.err, c.findErr
				check(t, s.AddMessages(t.Context(), message(t, "g", 1), message(t, "g", 2)))
				clk.AdvanceTo(clk.Now().Add(24*time.Hour-2*time.Minute), 0)
				var told []outbox.Message
				failedOnce := false
				stop := start(t, clk, s, d, func(m outbox.Message) error {
					if !failedOnce {
						failedOnce = true
						return errors.New("the database is away")
					}
					told = append(told, m)
					return nil
				})
				clk.AdvanceTo(clk.Now().Add(5*time.Minute), 1)
				stop()
				if len(told) != 1 || told[0].Problem != c.want || told[0].Detail != c.wantDetail {
					t.Errorf("told of %+v", told)
				}
				parts, err := s.Messages(t.Context(), "g")
				check(t, err)
				if parts[0].State != outbox.Dead || parts[0].Problem != c.want || parts[1].Problem != outbox.EarlierIsDead {
					t.Errorf("%+v", parts)
				}
			})
		})
	}
}

func TestBusyWaitsAsTold(t *testing.T) {
	t.Parallel()
	clk := clock.NewFake(storetest.Start)
	s, d := storetest.Open(t, storetest.SQLite(t), clk), newDiscord(clk)
	m := message(t, "g", 1)
	d.refuse = &outbox.Busy{After: 90 * time.Second, Err: errors.New("slow down")}
	check(t, s.AddMessages(t.Context(), m))
	stop := start(t, clk, s, d, nil)
	clk.AdvanceTo(clk.Now().Add(time.Minute), 1)
	d.refuse = nil
	clk.AdvanceTo(clk.Now().Add(time.Minute), 1)
	stop()
	d.wantOnceInOrder(t, s, []outbox.Message{m})
	if waited := d.posts[0].at.Sub(storetest.Start); waited < 90*time.Second || waited > 91*time.Second {
		t.Errorf("waited %v", waited)
	}
}

// message is a part of a group, with its marker.
func message(t *testing.T, group string, part int) outbox.Message {
	t.Helper()
	body := slash.Say(slash.Plain("news")).With(slash.Row{Buttons: []slash.Button{{Label: "More", ID: "more/" + outbox.Nonce(group, part)}}})
	m, err := outbox.NewMessage(group, part, "1", "10", body)
	check(t, err)
	return m
}

// direct is a message to a person.
func direct(t *testing.T, group string) outbox.Message {
	t.Helper()
	m, err := outbox.NewDirect(group, 1, "20", message(t, group, 1).Body)
	check(t, err)
	return m
}

// start runs an outbox until the returned function is called.
func start(t *testing.T, clk clock.Clock, s outbox.Store, p outbox.Poster, trouble func(outbox.Message) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	o := outbox.New(slog.New(slog.DiscardHandler), clk, s, p, clock.NewWaker(), func(_ context.Context, m outbox.Message) error {
		if trouble == nil {
			t.Errorf("message %s is dead: %s %s", m.ID, m.Problem, m.Detail)
			return nil
		}
		return trouble(m)
	})
	var wg sync.WaitGroup
	wg.Go(func() { o.Run(ctx) })
	return func() {
		cancel()
		wg.Wait()
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

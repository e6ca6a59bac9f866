package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/outbox"
	"magpie/store"
	"magpie/store/storetest"
)

// Channels that are told to wait, however many and however long, do not keep others
// from their messages.
func TestStormDoesNotStarveOthers(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
		d := newDiscord(clk)
		d.refuseSome = func(m outbox.Message) error {
			if strings.HasPrefix(m.Group, "storm") {
				return &outbox.Busy{After: 90 * time.Second, Err: errors.New("slow down")}
			}
			return nil
		}
		var stormy, calm []outbox.Message
		for i := range 80 {
			stormy = append(stormy, message(t, fmt.Sprint("storm", i), 1))
		}
		check(t, s.AddMessages(t.Context(), stormy...))
		clk.AdvanceTo(clk.Now().Add(time.Second), 0)
		for i := range 20 {
			m := message(t, fmt.Sprint("calm", i), 1)
			m.Channel = "11"
			calm = append(calm, m)
		}
		check(t, s.AddMessages(t.Context(), calm...))
		stop := start(t, clk, s, d, nil)
		clk.AdvanceTo(clk.Now().Add(3*time.Second), 1)
		if len(d.posts) != len(calm) {
			t.Errorf("%d of %d messages came through", len(d.posts), len(calm))
		}
		d.refuseSome = nil
		clk.AdvanceTo(clk.Now().Add(2*time.Minute), 1)
		stop()
		d.wantOnceInOrder(t, s, append(stormy, calm...))
	})
}

// A permission that is lost after the first part holds back the rest; once it is
// given back, a moderator's retry goes on where it ended.
func TestRetryGoesOnWithWhatIsLeft(t *testing.T) {
	t.Parallel()
	for _, lost := range []struct {
		name string
		err  error
	}{
		{"permission", &outbox.Denied{Permission: "send_messages", Err: errors.New("50013")}},
		{"channel", &outbox.Gone{Err: errors.New("10003")}},
		{"malformed", &outbox.Rejected{Err: errors.New("50035")}},
	} {
		t.Run(lost.name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store, clk *clock.Fake) {
				d := newDiscord(clk)
				d.refuseSome = func(m outbox.Message) error {
					if m.Part > 1 {
						return lost.err
					}
					return nil
				}
				parts := []outbox.Message{message(t, "g", 1), message(t, "g", 2), message(t, "g", 3)}
				check(t, s.AddMessages(t.Context(), parts...))
				told := 0
				stop := start(t, clk, s, d, func(outbox.Message) error { told++; return nil })
				clk.AdvanceTo(clk.Now().Add(10*time.Minute), 1)
				if len(d.posts) != 1 || told != 1 || d.requests != 2 {
					t.Errorf("%d posts of %d requests, told %d times", len(d.posts), d.requests, told)
				}
				d.refuseSome = nil
				channel := parts[0].Channel
				if lost.name == "channel" {
					channel = "11"
				}
				if any, err := s.Retry(t.Context(), "g", channel, community.Change{Server: "1", Key: "change.digest.retried"}); err != nil || !any {
					t.Fatalf("retry: %t, %v", any, err)
				}
				clk.AdvanceTo(clk.Now().Add(time.Minute), 1)
				stop()
				d.wantOnceInOrder(t, s, parts)
				if at := d.posts[2].Channel; at != channel || d.requests != 4 {
					t.Errorf("the last part went to %s after %d requests", at, d.requests)
				}
			})
		})
	}
}

// While one answer is awaited for long, others are posted, and the claim is kept.
func TestSlowAnswersDoNotHoldOthers(t *testing.T) {
	t.Parallel()
	clk := clock.NewFake(time.Now()) // as the outbox below has it
	s := storetest.Open(t, storetest.SQLite(t), clk)
	d := &slow{discord: newDiscord(clk), arrived: make(chan string, 100), gate: make(chan bool)}
	var messages []outbox.Message
	for i := range 50 {
		messages = append(messages, message(t, fmt.Sprint("g", i), 1))
	}
	check(t, s.AddMessages(t.Context(), messages...))
	stop := start(t, clock.Real{}, s, d, nil)
	for range messages {
		<-d.arrived // though none was answered
	}
	close(d.gate)
	stop()
	d.wantOnceInOrder(t, s, messages)
}

// slow is a Discord that answers when its gate opens.
type slow struct {
	*discord
	arrived chan string
	gate    chan bool
}

func (d *slow) Post(ctx context.Context, m outbox.Message) (string, error) {
	d.arrived <- m.ID
	<-d.gate
	return d.discord.Post(context.WithoutCancel(ctx), m)
}

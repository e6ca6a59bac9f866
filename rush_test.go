package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"magpie/discordtest"
)

// BenchmarkRush lets digests fall due in one minute: one of each server, or ten with
// -soak. It measures how long it takes until the last is in its channel, the longest
// time in which none came, how long people wait for answers meanwhile and before, and
// the memory that it takes.
func BenchmarkRush(b *testing.B) {
	digests, ahead := 1, 2*time.Minute
	if *soak {
		digests, ahead = 10, 4*time.Minute
	}
	for b.Loop() {
		f, data := newFleet(b), b.TempDir()
		due := time.Now().UTC().Truncate(time.Minute).Add(ahead)
		f.remember(data, digests, due)
		cmd := f.run(program(b, "."), "--data", data)
		if time.Now().After(due) {
			b.Fatal("the minute came before everything was ready; let it be later")
		}
		f.askUntil(func() bool { return time.Now().After(due) })
		idle := f.waits(f.asked)
		asked := f.asked
		came := f.awaitDigests(digests)
		busy := f.waits(f.asked - asked)
		last, gap := came[len(came)-1], time.Duration(0)
		for i := range came[1:] {
			gap = max(gap, came[i+1].Sub(came[i]))
		}
		b.ReportMetric(last.Sub(due).Seconds(), "s")
		b.ReportMetric(float64(len(came)), "digests")
		b.ReportMetric(float64(len(came)-1)/last.Sub(came[0]).Seconds(), "digests/s")
		b.ReportMetric(gap.Seconds()*1000, "gap-ms")
		b.ReportMetric(idle[len(idle)*99/100].Seconds()*1000, "idle-p99-ms")
		b.ReportMetric(busy[len(busy)*99/100].Seconds()*1000, "p99-ms")
		b.ReportMetric(resident(b, cmd, "VmHWM"), "peak-MB")
		f.stop(cmd)
	}
}

// askUntil lets people ask, twenty times a second.
func (f *fleet) askUntil(done func() bool) {
	f.Helper()
	for !done() {
		f.ask("/phrase say:谢谢")
		<-time.After(50 * time.Millisecond)
	}
}

// awaitDigests waits until digests have come to every server, once each, while people
// go on asking. It returns when each came, in order.
func (f *fleet) awaitDigests(digests int) (came []time.Time) {
	f.Helper()
	var channels []*discordtest.Channel
	for _, s := range f.servers {
		for n := range digests {
			channels = append(channels, s.Channel(fmt.Sprint("channel-", n)))
		}
	}
	for _, c := range channels {
		f.askUntil(func() bool { return len(c.Messages()) > 0 })
	}
	for _, c := range channels {
		messages := c.Messages()
		if len(messages) != 1 {
			f.Errorf("%d messages in a channel with one digest", len(messages))
		}
		came = append(came, messages[0].Time)
	}
	slices.SortFunc(came, time.Time.Compare)
	return came
}

package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/news"
	"magpie/outbox"
	"magpie/slash"
)

// The job sleeps until a digest is due, but not for long.
func TestDigestJobSleeps(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	next := func(now time.Time) time.Duration {
		t.Helper()
		d.clk.AdvanceTo(now, 0)
		j := DigestJob(slog.New(slog.DiscardHandler), DigestJobNeeds{Store: d.store, Words: d.words, Room: d.room, Holder: "one", Observe: func(news.Run) {}})
		at, err := j.Run(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		return at.Sub(now)
	}
	for _, c := range []struct {
		what string
		now  time.Time
		want time.Duration
	}{
		{"without a digest", taipei(21, 20, 0), digestLook},
		{"long before", taipei(21, 21, 0), digestLook},
		{"shortly before", taipei(22, 8, 50), 10 * time.Minute},
		{"when it is due", taipei(22, 9, 0), digestLook},
		{"after it", taipei(22, 9, 15), digestLook},
	} {
		if c.what == "long before" {
			digestAt(t, d, nil)
		}
		if got := next(c.now); got != c.want {
			t.Errorf("%s: sleeps %s, want %s", c.what, got, c.want)
		}
	}
	d.clk.AdvanceTo(taipei(23, 8, 59), 0)
	if _, ours, err := d.store.Claim(t.Context(), digestWork, "another", 10*time.Minute); !ours || err != nil {
		t.Fatal(ours, err)
	}
	if got := next(taipei(23, 9, 0)); got != time.Minute {
		t.Errorf("while another process works: sleeps %s", got)
	}
}

// One run that cannot be saved keeps no other from being.
func TestOneBadRunOfManyDueTogether(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	for i := range 5 {
		digestAt(t, d, func(of *news.Digest) { of.ID, of.Name = fmt.Sprint("d", i), fmt.Sprint("News ", i) })
	}
	d.bring(digestItem(1))
	now := taipei(22, 9, 0)
	d.clk.AdvanceTo(now, 0)
	j := DigestJob(slog.New(slog.DiscardHandler), DigestJobNeeds{
		Store: refusing{d.store, "d3@2026-11-22 09:00"}, Words: d.words, Room: d.room, Holder: "one", Observe: func(news.Run) {},
	})
	if _, err := j.Run(t.Context(), now); !errors.Is(err, errRefused) {
		t.Errorf("error %v", err)
	}
	for i := range 5 {
		if got := d.runs(fmt.Sprint("d", i)); (len(got) == 1) == (i == 3) {
			t.Errorf("digest %d: runs %v", i, got)
		}
	}
}

// Digests that were all missed come in the order of their slots, then of their names,
// whatever their ids are and when they were made.
func TestDigestsThatWereMissedComeInTurn(t *testing.T) {
	t.Parallel()
	d := newDigestDesk(t)
	for id, of := range map[string]struct{ name, schedule string }{
		"f": {"Often", "every day 09:00 and 10:00 and 11:00"}, // due first, late last
		"a": {"Noon", "every day 10:30"}, "e": {"Evening", "every day 09:15"},
		"b": {"Business", "every day 09:15"}, "d": {"Daily", "every day 09:15"}, "c": {"Early", "every day 09:00"},
	} {
		digestAt(t, d, func(made *news.Digest) { made.ID, made.Name, made.Schedule = id, of.name, of.schedule })
	}
	d.bring(digestItem(1))
	now := taipei(22, 11, 15)
	d.at(now)
	epoch, _, err := d.store.Claim(t.Context(), outbox.Work, "one", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for {
		due, _, err := d.store.DueMessages(t.Context(), now, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(due) == 0 {
			break
		}
		var groups []string
		for i := range due {
			groups = append(groups, due[i].Group)
			due[i].State = outbox.Sent
		}
		order = append(order, strings.Join(groups, " and "))
		if err := d.store.SaveMessages(t.Context(), epoch, due...); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"c@2026-11-22 09:00", "b@2026-11-22 09:15", "d@2026-11-22 09:15", "e@2026-11-22 09:15", "a@2026-11-22 10:30", "f@2026-11-22 11:00",
	}
	if diff := cmp.Diff(want, order); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

var errRefused = errors.New("refused")

// refusing refuses to save a run.
type refusing struct {
	DigestJobStore
	run string
}

func (r refusing) SaveRuns(ctx context.Context, runs []news.Finished, messages []outbox.Message) ([]string, error) {
	if slices.ContainsFunc(runs, func(f news.Finished) bool { return f.Run.ID == r.run }) {
		return nil, errRefused
	}
	return r.DigestJobStore.SaveRuns(ctx, runs, messages)
}

// BenchmarkDigestsDue composes and saves digests of as many servers, all due at once.
func BenchmarkDigestsDue(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		const digests = 1000
		d := newDigestDesk(b)
		d.bring(digestItem(1), digestItem(2), digestItem(3))
		for i := range digests {
			digestAt(b, d, func(of *news.Digest) { of.ID, of.Name = fmt.Sprint("d", i), fmt.Sprint("News ", i) })
		}
		now := taipei(22, 9, 0)
		d.clk.AdvanceTo(now, 0)
		posted := 0
		j := DigestJob(slog.New(slog.DiscardHandler), DigestJobNeeds{
			Store: d.store, Words: slash.Words(d.words), Room: d.room, Holder: "one", Observe: func(news.Run) { posted++ },
		})
		b.StartTimer()
		began := time.Now()
		if _, err := j.Run(b.Context(), now); err != nil || posted != digests {
			b.Fatal(posted, err)
		}
		b.ReportMetric(digests/time.Since(began).Seconds(), "digests/s")
	}
}

package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"magpie/news"
	"magpie/outbox"
)

const runColumns = "id, digest, slot, at_ms, done_ms, outcome, stories"

func runFields(r *news.Run) []any {
	return []any{&r.ID, &r.Digest, &r.Slot, millis{&r.At}, millis{&r.Done}, &r.Outcome, asJSON{&r.Stories}}
}

// SaveRun saves a run of a digest with the messages that tell it, and when the
// digest runs next, all together. It reports false, and saves nothing, if that slot
// ran before, or if the digest was changed, paused or deleted since it was read as
// d; then the caller reads it again.
func (s *Store) SaveRun(ctx context.Context, d news.Digest, r news.Run, next time.Time, messages []outbox.Message) (saved bool, err error) {
	all, err := s.SaveRuns(ctx, []news.Finished{{Digest: d, Run: r, Next: next}}, messages)
	return len(all) > 0, err
}

// SaveRuns saves several runs at once, each as [Store.SaveRun] does, with those of the
// messages whose group it is, and returns the ids of the runs that were saved. None is
// if there is an error. Messages to one channel go out run by run, in the order of
// messages.
func (s *Store) SaveRuns(ctx context.Context, runs []news.Finished, messages []outbox.Message) (saved []string, err error) {
	// In one order, so that two that save at once do not wait for each other.
	runs = slices.SortedFunc(slices.Values(runs), func(a, b news.Finished) int { return cmp.Compare(a.Digest.ID, b.Digest.ID) })
	err = s.do(ctx, fmt.Sprintf("save %d runs", len(runs)), func(c conn) error {
		saved = nil
		for _, f := range runs {
			ok, err := s.saveRun(ctx, c, f)
			if err != nil {
				return fmt.Errorf("run %s: %w", f.Run.ID, err)
			}
			if ok {
				saved = append(saved, f.Run.ID)
			}
		}
		return s.addMessages(ctx, c, inTurn(s.now(), saved, messages))
	})
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// inTurn are those of the messages whose group is one of some, each group handed over
// after the one before it.
func inTurn(now time.Time, groups []string, messages []outbox.Message) []outbox.Message {
	var turns []outbox.Message
	for _, m := range messages {
		if !slices.Contains(groups, m.Group) {
			continue
		}
		if n := len(turns); n > 0 && turns[n-1].Group != m.Group {
			now = now.Add(time.Millisecond)
		}
		m.CreatedAt = now
		turns = append(turns, m)
	}
	return turns
}

// saveRun saves a run and moves its digest on, unless it may not.
func (s *Store) saveRun(ctx context.Context, c conn, f news.Finished) (saved bool, err error) {
	d, silent := f.Digest, 0
	if f.Run.Outcome == news.Silent {
		silent = d.Silent + 1
	}
	n, err := c.exec(ctx, "UPDATE digests SET id = id WHERE id = $1 AND changed_ms = $2 AND NOT paused AND deleted_ms = 0",
		d.ID, ms(d.ChangedAt))
	if err != nil || n == 0 {
		return false, err
	}
	n, err = c.exec(ctx, insert("runs", runColumns)+" ON CONFLICT DO NOTHING", runFields(&f.Run)...)
	if err != nil || n == 0 {
		return false, err
	}
	_, err = c.exec(ctx, "UPDATE digests SET next_run_ms = $2, last_run_ms = $3, silent = $4 WHERE id = $1",
		d.ID, ms(f.Next), ms(f.Run.At), silent)
	return true, err
}

// SkipSlot moves a digest on to its next run when the one that is due ran before
// under another schedule or zone. It changes nothing if the digest was changed since
// it was read as d.
func (s *Store) SkipSlot(ctx context.Context, d news.Digest, next time.Time) error {
	return s.do(ctx, "move on digest "+d.ID, func(c conn) error {
		_, err := c.exec(ctx, "UPDATE digests SET next_run_ms = $3 WHERE id = $1 AND changed_ms = $2", d.ID, ms(d.ChangedAt), ms(next))
		return err
	})
}

// Runs are the last n runs of a digest, the latest first.
func (s *Store) Runs(ctx context.Context, digest string, n int) ([]news.Run, error) {
	runs, err := list(ctx, s.look(), runFields,
		"SELECT "+runColumns+" FROM runs WHERE digest = $1 ORDER BY at_ms DESC LIMIT $2", digest, n)
	return runs, s.explain("read runs of digest "+digest, err)
}

// History is what a digest posted since a time, and at least its last posted run,
// the latest first: what [news.NextWindow] and [news.Compose] need to know.
func (s *Store) History(ctx context.Context, digest string, since time.Time) ([]news.Run, error) {
	runs, err := list(ctx, s.look(), runFields, "SELECT "+runColumns+` FROM runs
		WHERE digest = $1 AND outcome = $2
			AND (at_ms >= $3 OR at_ms = (SELECT max(at_ms) FROM runs WHERE digest = $1 AND outcome = $2))
		ORDER BY at_ms DESC`, digest, news.Posted, ms(since))
	return runs, s.explain("read what digest "+digest+" posted", err)
}

// Run is one run; ok is false if there is none, or no more.
func (s *Store) Run(ctx context.Context, id string) (r news.Run, ok bool, err error) {
	r, ok, err = first(ctx, s.look(), runFields, "SELECT "+runColumns+" FROM runs WHERE id = $1", id)
	return r, ok, s.explain("read run "+id, err)
}

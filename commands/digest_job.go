package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/outbox"
	"magpie/schedule"
	"magpie/slash"
)

// DigestJobStore is what the job needs besides the newsroom.
type DigestJobStore interface {
	DigestHistory
	DigestsDue
	DigestsDone
	DigestPauser
	NewsAlerts
	NewsClaims
}

// DigestsDue finds digests whose time has come.
type DigestsDue interface {
	Digest(ctx context.Context, id string) (news.Digest, bool, error)
	// DueDigests are at most n digests whose NextRun is not after now.
	DueDigests(ctx context.Context, now time.Time, n int) ([]news.Digest, error)
	// NextRun is when the next digest is due; ok is false if there is none.
	NextRun(ctx context.Context) (at time.Time, ok bool, err error)
}

// DigestsDone saves what became of digests that were due.
type DigestsDone interface {
	// SaveRuns saves runs, each with those of the messages whose group it is, and returns
	// the ids of those that it saved: not of slots that ran before, nor of digests that
	// were changed since they were read.
	SaveRuns(ctx context.Context, runs []news.Finished, messages []outbox.Message) (saved []string, err error)
	// SkipSlot moves a digest on to its next run, unless it was changed since it was
	// read as d.
	SkipSlot(ctx context.Context, d news.Digest, next time.Time) error
}

// A DigestPauser pauses digests, and reports false for those that were.
type DigestPauser interface {
	PauseDigest(ctx context.Context, id, why string, ch community.Change) (bool, error)
}

// NewsAlerts keeps what moderators should hear about; an alert is added once by its id.
type NewsAlerts interface {
	AddAlert(ctx context.Context, a community.Alert) error
}

// NewsClaims keep two processes from doing the same work.
type NewsClaims interface {
	Claim(ctx context.Context, work, holder string, d time.Duration) (epoch int64, ok bool, err error)
}

const (
	digestWork  = "digests"
	digestClaim = 2 * time.Minute  // for one batch
	digestBatch = 50               // that are saved together
	digestQueue = 20 * digestBatch // that are put in order together
	// digestLook is how often the job looks even if nothing seems to be due.
	digestLook = 15 * time.Minute
)

// digestUnscheduled is why a digest is paused whose schedule or zone this program
// does not know.
const digestUnscheduled = "schedule"

// DigestJobNeeds are what DigestJob works with.
type DigestJobNeeds struct {
	Store      DigestJobStore
	Words      slash.Words
	Room       Newsroom
	Translator Translator     // nil: nobody translates
	Holder     string         // this process: one at a time works
	Observe    func(news.Run) // hears of every run, when its messages are in the outbox
}

// DigestJob posts digests when they are due: it makes the edition and hands it to the
// outbox. It sleeps until the next is due, so it has to be woken when a digest changes.
func DigestJob(log *slog.Logger, n DigestJobNeeds) schedule.Job {
	return schedule.Job{Name: digestWork, Run: func(ctx context.Context, at time.Time) (time.Time, error) {
		room := n.Room
		room.Now = func() time.Time { return at }
		j := digestJob{
			DigestJobNeeds: n, log: log, now: at, voice: slash.NewVoice(n.Words, ""),
			press:       digestPress{n.Store, room, &digestPools{map[string]*news.Pool{}}},
			interpreter: newInterpreter(log, n.Translator),
		}
		due, ok, err := n.Store.NextRun(ctx)
		if err == nil && ok && !due.After(at) {
			if err = j.run(ctx); err == nil {
				due, ok, err = n.Store.NextRun(ctx)
			}
		}
		next := at.Add(digestLook)
		if ok && due.Before(next) {
			next = due
		}
		if soon := at.Truncate(time.Minute).Add(time.Minute); next.Before(soon) {
			next = soon // schedules know minutes only; another process may be at work
		}
		return next, err
	}}
}

// digestJob is one pass of the job.
type digestJob struct {
	DigestJobNeeds
	log         *slog.Logger
	now         time.Time
	voice       slash.Voice
	press       digestPress
	interpreter *interpreter
}

// run carries out every digest that is due, many at a time, in turn. One that cannot be
// made does not keep the others from being posted.
func (j *digestJob) run(ctx context.Context) error {
	failed := map[string]bool{}
	var errs []error
	for ctx.Err() == nil {
		due, err := j.Store.DueDigests(ctx, j.now, digestQueue+len(failed))
		if err != nil {
			return errors.Join(append(errs, fmt.Errorf("find digests that are due: %w", err))...)
		}
		due = digestsInTurn(digestsBut(due, failed), j.now)
		if len(due) == 0 {
			break
		}
		for batch := range slices.Chunk(due, digestBatch) {
			_, ours, err := j.Store.Claim(ctx, digestWork, j.Holder, digestClaim)
			if err != nil || !ours {
				return errors.Join(append(errs, err)...)
			}
			for id, err := range j.batch(ctx, batch) {
				failed[id] = true
				errs = append(errs, fmt.Errorf("digest %s: %w", id, err))
			}
		}
	}
	return errors.Join(append(errs, ctx.Err())...)
}

// digestsInTurn are digests as members expect them to come: that whose slot was earlier
// first, then by name. A digest that missed several slots comes in the place of its last.
func digestsInTurn(due []news.Digest, now time.Time) []news.Digest {
	slots := map[string]time.Time{}
	for _, d := range due {
		slot, _, _, err := digestDue(d, now)
		if err != nil { // it will be paused
			slot.At = d.NextRun
		}
		slots[d.ID] = slot.At
	}
	return slices.SortedFunc(slices.Values(due), func(a, b news.Digest) int {
		return cmp.Or(slots[a.ID].Compare(slots[b.ID]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
}

func digestsBut(due []news.Digest, without map[string]bool) []news.Digest {
	var rest []news.Digest
	for _, d := range due {
		if !without[d.ID] {
			rest = append(rest, d)
		}
	}
	return rest
}

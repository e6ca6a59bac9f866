package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"magpie/clock"
)

// A Job is something Magpie does by itself. Run carries out what is due at now
// and says when it wants to be called next: at once if that has passed, only when
// woken if it is zero. It may be called earlier than it asked, so it looks for
// itself at what is due. What it began it must be able to begin again.
type Job struct {
	Name string
	Wake *clock.Waker // ends the wait early, because there is new work; may be nil
	Run  func(ctx context.Context, now time.Time) (next time.Time, err error)
}

const (
	// retryAfter is how long a job that failed waits.
	retryAfter = time.Minute
	// longestWait lets a machine that slept, or whose clock was set, notice.
	longestWait = time.Minute
)

// Run carries out jobs, a goroutine each, until ctx ends, and returns when all
// have stopped. A job that fails or panics is logged and tried again after a
// minute; it disturbs no other.
func Run(ctx context.Context, log *slog.Logger, clk clock.Clock, jobs ...Job) {
	var wg sync.WaitGroup
	for _, job := range jobs {
		wg.Go(func() { job.loop(ctx, log.With("job", job.Name), clk) })
	}
	wg.Wait()
}

func (j Job) loop(ctx context.Context, log *slog.Logger, clk clock.Clock) {
	for ctx.Err() == nil {
		now := clk.Now()
		next, err := j.try(ctx, now)
		if err != nil && ctx.Err() == nil {
			log.Error("job", "err", err)
			next = now.Add(retryAfter)
		}
		if j.wait(ctx, clk, next) != nil {
			return
		}
	}
}

// try runs the job once; a panic becomes an error.
func (j Job) try(ctx context.Context, now time.Time) (next time.Time, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return j.Run(ctx, now)
}

// wait returns when next has come by the clock, whatever was done to it
// meanwhile, or when the job was woken.
func (j Job) wait(ctx context.Context, clk clock.Clock, next time.Time) error {
	for {
		began := clk.Now()
		d := longestWait
		if !next.IsZero() {
			d = min(d, next.Sub(began))
		}
		if err := clk.Wait(ctx, d, j.Wake); err != nil {
			return err
		}
		now := clk.Now()
		due, woken := !next.IsZero() && !now.Before(next), now.Sub(began) < d
		if due || woken {
			return nil
		}
	}
}

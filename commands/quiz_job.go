package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"magpie/outbox"
	"magpie/phrase"
	"magpie/schedule"
)

// QuizPosts have the quizzes that go on by themselves, and those whose posts show too little.
type QuizPosts interface {
	PlayQuiz(ctx context.Context, id string, play func(*phrase.Quiz)) (phrase.Quiz, bool, error)
	DueQuizzes(ctx context.Context, now time.Time, n int) ([]string, error)
	// NextQuiz is when there is something to do next; zero if nothing.
	NextQuiz(ctx context.Context, rest time.Duration) (time.Time, error)
	// TakeQuizzes takes quizzes whose posts show too little and have rested.
	TakeQuizzes(ctx context.Context, now time.Time, rest time.Duration, n int) ([]phrase.Quiz, error)
	QuizShown(ctx context.Context, q phrase.Quiz) error
}

const (
	// quizRest is how long a post stays as it is at least, however many answer: Discord
	// lets a channel's messages be changed five times in five seconds.
	quizRest  = 1500 * time.Millisecond
	quizLook  = time.Minute // for what other processes did
	quizBatch = 50
	quizWaits = 10 * time.Second // for one post to be changed
)

// Job lets quizzes go on by themselves, and keeps their posts as they should be. Several
// processes may run it.
func (z *Quizzes) Job(log *slog.Logger, store QuizPosts, edit Edit) schedule.Job {
	return schedule.Job{Name: "quizzes", Run: func(ctx context.Context, now time.Time) (time.Time, error) {
		next, err := store.NextQuiz(ctx, quizRest)
		if err == nil && !next.IsZero() && !next.After(now) {
			if err = z.work(ctx, log, store, edit, now); err == nil {
				next, err = store.NextQuiz(ctx, quizRest)
			}
		}
		if look := now.Add(quizLook); next.IsZero() || next.After(look) {
			next = look
		}
		return next, err
	}}
}

// work does what is due by now.
func (z *Quizzes) work(ctx context.Context, log *slog.Logger, store QuizPosts, edit Edit, now time.Time) error {
	due, err := store.DueQuizzes(ctx, now, quizBatch)
	if err != nil {
		return err
	}
	for _, id := range due {
		if _, _, err := store.PlayQuiz(ctx, id, func(q *phrase.Quiz) { q.Tick(now) }); err != nil {
			return err
		}
	}
	taken, err := store.TakeQuizzes(ctx, now, quizRest, quizBatch)
	if err != nil {
		return err
	}
	var posts sync.WaitGroup
	for _, q := range taken {
		posts.Go(func() {
			if err := z.renew(ctx, log, store, edit, q); err != nil {
				log.Warn("change the post of a quiz", "quiz", q.ID, "error", err)
			}
		})
	}
	posts.Wait()
	return nil
}

// renew makes a post show its quiz as it is by now. If that is no longer possible, the
// quiz is over.
func (z *Quizzes) renew(ctx context.Context, log *slog.Logger, store QuizPosts, edit Edit, q phrase.Quiz) error {
	body, err := z.post(ctx, q)
	if err != nil {
		return err
	}
	within, cancel := context.WithTimeout(ctx, quizWaits)
	defer cancel()
	err = edit(within, q.Channel, q.Message, body)
	var (
		denied   *outbox.Denied
		gone     *outbox.Gone
		rejected *outbox.Rejected
	)
	if errors.As(err, &denied) || errors.As(err, &gone) || errors.As(err, &rejected) {
		log.Info("the post of a quiz cannot be changed any more", "quiz", q.ID, "error", err)
		if q, _, err = store.PlayQuiz(ctx, q.ID, func(q *phrase.Quiz) { q.Stop(phrase.Unposted, z.Now()) }); err != nil {
			return err
		}
	}
	if err != nil {
		return fmt.Errorf("edit: %w", err)
	}
	return store.QuizShown(ctx, q)
}

// Undelivered returns what to call with a message that the outbox gave up: if it was a
// quiz, that is over.
func (z *Quizzes) Undelivered() func(ctx context.Context, m outbox.Message) error {
	return func(ctx context.Context, m outbox.Message) error {
		if !strings.HasPrefix(m.Group, quizGroup) {
			return nil
		}
		_, _, err := z.Store.PlayQuiz(ctx, m.Group, func(q *phrase.Quiz) { q.Stop(phrase.Unposted, z.Now()) })
		return err
	}
}

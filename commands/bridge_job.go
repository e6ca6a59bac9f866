package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"magpie/community"
	"magpie/outbox"
	"magpie/schedule"
	"magpie/slash"
)

// Edit replaces a message that was posted, as a slash.Channel does.
type Edit func(ctx context.Context, channel, id string, r slash.Reply) error

// StaleQuestions have the questions whose posts show too little or too much.
type StaleQuestions interface {
	StaleQuestions(ctx context.Context, n int) ([]community.Question, error)
	QuestionShown(ctx context.Context, q community.Question) error
	NewsClaims
}

const (
	bridgeWork  = "bridge"
	bridgeClaim = 2 * time.Minute // for one batch
	bridgeBatch = 20
	bridgeEvery = time.Minute
)

// Job keeps the posts of questions as they should be: with their answers, and without
// what was taken back. holder names this process; one process at a time works.
func (b *Bridge) Job(log *slog.Logger, store StaleQuestions, edit Edit, holder string) schedule.Job {
	return schedule.Job{Name: bridgeWork, Run: func(ctx context.Context, now time.Time) (time.Time, error) {
		next := now.Add(bridgeEvery)
		stale, err := store.StaleQuestions(ctx, bridgeBatch)
		if err != nil || len(stale) == 0 {
			return next, err // mostly: a claim would be a write for nothing
		}
		if _, ok, err := store.Claim(ctx, bridgeWork, holder, bridgeClaim); err != nil || !ok {
			return next, err
		}
		if stale, err = store.StaleQuestions(ctx, bridgeBatch); err != nil {
			return next, err
		}
		for _, q := range stale {
			if err := b.renew(ctx, log, edit, q); err != nil {
				log.Warn("renew the post of a question", "question", q.ID, "error", err)
				continue // it is tried again
			}
			if err := store.QuestionShown(ctx, q); err != nil {
				return next, err
			}
		}
		if len(stale) == bridgeBatch {
			next = now
		}
		return next, nil
	}}
}

// renew makes a post show its question as it is by now. The first version is what
// was posted. A post that cannot be changed any more is left alone.
func (b *Bridge) renew(ctx context.Context, log *slog.Logger, edit Edit, q community.Question) error {
	if q.Version <= 1 {
		return nil
	}
	_, answers, _, err := b.Questions.Question(ctx, q.ID)
	if err != nil {
		return err
	}
	server, _, err := b.Servers.Server(ctx, q.Server)
	if err != nil {
		return fmt.Errorf("look up server %s: %w", q.Server, err)
	}
	err = edit(ctx, q.Channel, q.Message, b.shown(q, answers, server))
	var (
		denied   *outbox.Denied
		gone     *outbox.Gone
		rejected *outbox.Rejected
	)
	if errors.As(err, &denied) || errors.As(err, &gone) || errors.As(err, &rejected) {
		log.Info("the post of a question cannot be changed any more", "question", q.ID, "error", err)
		return nil
	}
	return err
}

// BridgeUndelivered is what [Bridge.Undelivered] works with.
type BridgeUndelivered interface {
	QuestionCloser
	AlertKeeper
}

// Undelivered returns what to call with a message that the outbox gave up. If it was
// a question, its asker can see so, nobody is asked there any more, and moderators
// are told once.
func (b *Bridge) Undelivered(store BridgeUndelivered) func(ctx context.Context, m outbox.Message) error {
	return func(ctx context.Context, m outbox.Message) error {
		if !strings.HasPrefix(m.Group, bridgeGroup) {
			return nil
		}
		if _, err := store.CloseQuestion(ctx, m.Group, community.Unposted, community.Change{Server: m.Server}); err != nil {
			return err
		}
		if !m.Problem.Closed() {
			return nil
		}
		now := b.Now()
		_, err := store.EditServer(ctx, m.Server, func(s *community.Server) {
			if s.BridgeChannel == m.Channel {
				s.BridgeChannel = ""
			}
		}, community.Change{Server: m.Server, At: now, Key: "change.bridge.unreachable"})
		if err != nil {
			return fmt.Errorf("forget the channel for questions of server %s: %w", m.Server, err)
		}
		return store.AddAlert(ctx, community.Alert{ID: "unasked " + m.ID, Server: m.Server, At: now, Key: "alert.bridge"})
	}
}

package main

import (
	"context"
	"log/slog"
	"time"

	"magpie/commands"
	"magpie/community"
	"magpie/news"
	"magpie/schedule"
	"magpie/slash"
)

// jobs are what Magpie does by itself.
func (h *house) jobs() []schedule.Job {
	digests := commands.DigestJob(h.log, commands.DigestJobNeeds{
		Store: h.store, Words: h.words, Room: h.room, Translator: h.translator, Holder: h.holder,
		Observe: func(r news.Run) {
			h.metrics.DigestRun(r)
			h.sending.Signal()
		},
	})
	bridge := h.bridge.Job(h.log, h.store, h.edge.edit, h.holder)
	quizzes := h.quizzes.Job(h.log, h.store, h.edge.edit)
	digests.Wake, bridge.Wake, quizzes.Wake = h.digests, h.asked, h.quizzed
	feeds := commands.FeedJobs(h.desk, h.store, h.holder, h.feeds, h.metrics.FeedFetched)
	return append(feeds,
		digests,
		commands.AlertJob(h.store, h.words, h.open, h.offer, h.sending.Signal),
		commands.NightlyJob(h.log, h.store),
		bridge,
		quizzes,
		h.daily.Job(h.log, h.store, h.holder, h.sending.Signal),
		h.shelf.job(),
		settleJob(h.log),
		h.welcome.Job(h.log, h.store, h.sending.Signal),
		h.handles.Job(),
	)
}

// afterStart is when the start is over.
const afterStart = 5 * time.Second

// settleJob lets go, a little after the start, of the memory that only the start needed.
func settleJob(log *slog.Logger) schedule.Job {
	var due time.Time
	return schedule.Job{Name: "settle", Run: func(_ context.Context, now time.Time) (time.Time, error) {
		if due.IsZero() {
			due = now.Add(afterStart)
		}
		if now.Before(due) {
			return due, nil
		}
		if err := forgetProgram(); err != nil {
			log.Debug("let go of what the start needed", "error", err)
		}
		return time.Time{}, nil
	}}
}

// offer is what moderators can do at once about alerts.
func (h *house) offer(v slash.Voice, alerts []community.Alert) []slash.Block {
	return append(h.sources.Offer(v, alerts), h.partners.Offer(v, alerts)...)
}

package store

import (
	"context"
	"time"

	"magpie/community"
)

const day = 24 * time.Hour

// pruned is what is deleted, and at which age.
var pruned = []struct {
	what      string
	age       time.Duration
	statement string // $1 is the time before which it goes
}{
	{"servers", 30 * day, "DELETE FROM servers WHERE removed_ms <> 0 AND removed_ms < $1"},
	{"digests", undoFor, "DELETE FROM digests WHERE deleted_ms <> 0 AND deleted_ms < $1"},
	{"runs", 180 * day, "DELETE FROM runs WHERE at_ms < $1"},
	{"sent messages", 30 * day, "DELETE FROM outbox WHERE state = 'sent' AND created_ms < $1"},
	{"dead letters", 180 * day, "DELETE FROM outbox WHERE state = 'dead' AND created_ms < $1"},
	{"items", 30 * day, "DELETE FROM items WHERE listed_ms < $1"},
	{"feeds", 30 * day, "DELETE FROM feeds WHERE next_fetch_ms < $1 AND NOT EXISTS (SELECT 1 FROM follows WHERE feed = url)"},
	{"changes", 180 * day, "DELETE FROM changes WHERE at_ms < $1"},
	{"alerts", 30 * day, "DELETE FROM alerts WHERE told_ms <> 0 AND told_ms < $1"},
	{"alerts that nobody came for", 180 * day, "DELETE FROM alerts WHERE told_ms = 0 AND at_ms < $1"},
	{"questions", 90 * day, "DELETE FROM questions WHERE at_ms < $1"},
	{"drafts of questions", day, "DELETE FROM questions WHERE state = 'draft' AND at_ms < $1"},
	{"reviews", 180 * day, "DELETE FROM reviews WHERE at_ms < $1"},
	{"imports of cards", day, "DELETE FROM card_imports WHERE at_ms < $1"},
	{"imports", day, "DELETE FROM imports WHERE at_ms < $1"},
	{"imports of feeds", day, "DELETE FROM feed_imports WHERE at_ms < $1"},
	{"slips of guides", day, "DELETE FROM content_slips WHERE at_ms < $1"},
	{"drafts of topics", day, "DELETE FROM topics WHERE draft AND added_ms < $1"},
	{"translations", 30 * day, "DELETE FROM translations WHERE at_ms < $1"},
	{"spendings on translations", 7 * day, "DELETE FROM spendings WHERE at_ms < $1"},
	{"quizzes", 31 * day, "DELETE FROM quizzes WHERE began_ms < $1"},
	{"welcomes, which hold names", day, "DELETE FROM outbox WHERE state IN ('sent', 'dead') AND substr(group_id, 1, 8) = 'welcome ' AND created_ms < $1"},
	{"people who joined", day, "DELETE FROM joiners WHERE at_ms < $1"},
	{"partner profiles", 0, "DELETE FROM partners WHERE expires_ms < $1"},
	{"partner asks", community.ApartFor, "DELETE FROM partner_asks WHERE at_ms < $1"},
	{"partners kept apart", 0, "DELETE FROM partner_apart WHERE until_ms < $1"},
	{"partner reports", 180 * day, "DELETE FROM partner_reports WHERE at_ms < $1"},
	{"listings of handles", 0, "DELETE FROM listings WHERE expires_ms <= $1"},
	{"watches for handles", 0, "DELETE FROM watches WHERE until_ms <= $1"},
	{"notices", community.ListedFor, "DELETE FROM notices WHERE at_ms < $1"},
	{"reports of handles", 90 * day, "DELETE FROM handle_reports WHERE at_ms < $1"},
	{"alerts of such reports", 90 * day, "DELETE FROM alerts WHERE substr(about, 1, 8) = 'handles ' AND at_ms < $1"},
	{"identifies", 2 * day, "DELETE FROM identifies WHERE at_ms < $1"},
}

// Prune deletes what has reached its age: what belongs to a server 30 days after
// Magpie was removed from it, items 30 days after their feed last listed them,
// digests and what was spent on translations after seven days, sent messages, told
// alerts and translations after 30, quizzes after 31, asks of partners after 60, questions after 90, runs, changes, dead letters and alerts that nobody came for after 180, and what
// waits for a person to agree, and who joined, after one.
func (s *Store) Prune(ctx context.Context) error {
	now := s.now()
	return s.do(ctx, "prune", func(c conn) error {
		for _, p := range pruned {
			n, err := c.exec(ctx, p.statement, ms(now.Add(-p.age)))
			if err != nil {
				return err
			}
			if n > 0 {
				s.log.Info("pruned", "what", p.what, "rows", n)
			}
		}
		for _, table := range []string{"progress", "quizzes", "outbox"} {
			if _, err := c.exec(ctx, "DELETE FROM "+table+" WHERE server <> '' AND server NOT IN (SELECT id FROM servers)"); err != nil {
				return err
			}
		}
		return nil
	})
}

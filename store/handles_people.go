package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"magpie/community"
)

// A bond and a block, as they are told to whoever made them.
type (
	bond struct {
		Server, Other string
		At            time.Time
	}
	block struct {
		Blocked string
		At      time.Time
	}
	// A heard is a notice without whom it is about: that one may have hidden since.
	heard struct {
		Server, Kind, Text string
		At                 time.Time
	}
)

func bondFields(b *bond) []any { return []any{&b.Server, &b.Other, millis{&b.At}} }

func heardFields(n *heard) []any { return []any{&n.Server, &n.Kind, &n.Text, millis{&n.At}} }

func blockFields(b *block) []any { return []any{&b.Blocked, millis{&b.At}} }

// Know notes that a person who lists something knows another, and reports whether that one
// said the same, who then hears of it. The error is community.ErrTooMany if they said so of as
// many as one can; listed is false, and nothing is noted, if they list nothing themselves.
// Where one of them blocked the other nobody hears of it.
func (s *Store) Know(ctx context.Context, server, person, other string) (listed, mutual bool, err error) {
	err = s.do(ctx, "note whom "+person+" knows", func(c conn) error {
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		if _, listed, err = s.listing(ctx, c, server, person); err != nil || !listed {
			return err
		}
		if _, err := c.exec(ctx, insert("bonds", "server, person, other, at_ms")+" ON CONFLICT DO NOTHING", server, person, other, ms(s.now())); err != nil {
			return err
		}
		n, _, err := first(ctx, c, only[int], "SELECT count(*) FROM bonds WHERE server = $1 AND person = $2", server, person)
		if err == nil && n > community.MaxBonds {
			err = fmt.Errorf("%d people known to %s: %w", n, person, community.ErrTooMany)
		}
		if err != nil {
			return err
		}
		blocked, _, err := first(ctx, c, only[int],
			"SELECT count(*) FROM blocks WHERE person = $1 AND blocked = $2 OR person = $2 AND blocked = $1", person, other)
		if err != nil || blocked > 0 {
			return err
		}
		closeness, _, err := closenessOf(ctx, c, server, person, other)
		if mutual = closeness == community.Friends; !mutual || err != nil {
			return err
		}
		return notify(ctx, c, community.Notice{
			ID: "met " + server + " " + other + " " + person, Server: server, Person: other, Kind: community.Met, Other: person, At: s.now(),
		})
	})
	return listed, mutual && err == nil, err
}

// Unknow takes back what Know noted, with what either has yet to hear of it. Whether the other
// said the same stays as it is.
func (s *Store) Unknow(ctx context.Context, server, person, other string) error {
	return s.do(ctx, "take back whom "+person+" knows", func(c conn) error {
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		for _, statement := range []string{
			"DELETE FROM bonds WHERE server = $1 AND person = $2 AND other = $3",
			"DELETE FROM notices WHERE server = $1 AND kind = 'met' AND NOT sent AND (person = $2 AND other = $3 OR person = $3 AND other = $2)",
		} {
			if _, err := c.exec(ctx, statement, server, person, other); err != nil {
				return err
			}
		}
		return nil
	})
}

// Known are those of whom a person said in a server that they know them, the last first.
func (s *Store) Known(ctx context.Context, server, person string) ([]string, error) {
	all, err := list(ctx, s.look(), only[string], "SELECT other FROM bonds WHERE server = $1 AND person = $2 ORDER BY at_ms DESC", server, person)
	return all, s.explain("read whom "+person+" knows", err)
}

// Block keeps two people apart, in every server: neither sees what the other lists, nor that
// it is so. The error is community.ErrTooMany if they blocked as many as one can.
func (s *Store) Block(ctx context.Context, person, blocked string) error {
	return s.do(ctx, "block a person for "+person, func(c conn) error {
		if _, err := c.exec(ctx, insert("blocks", "person, blocked, at_ms")+" ON CONFLICT DO NOTHING", person, blocked, ms(s.now())); err != nil {
			return err
		}
		n, _, err := first(ctx, c, only[int], "SELECT count(*) FROM blocks WHERE person = $1", person)
		if err == nil && n > community.MaxBlocks {
			err = fmt.Errorf("%d people blocked by %s: %w", n, person, community.ErrTooMany)
		}
		if err != nil {
			return err
		}
		for _, statement := range []string{
			"DELETE FROM bonds WHERE person = $1 AND other = $2", // what the other said stays: they could see that it is gone
			"DELETE FROM notices WHERE (person = $1 AND other = $2 OR person = $2 AND other = $1) AND NOT (kind = 'met' AND sent)",
		} {
			if _, err := c.exec(ctx, statement, person, blocked); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unblock ends that.
func (s *Store) Unblock(ctx context.Context, person, blocked string) error {
	return s.do(ctx, "unblock a person for "+person, func(c conn) error {
		_, err := c.exec(ctx, "DELETE FROM blocks WHERE person = $1 AND blocked = $2", person, blocked)
		return err
	})
}

// Blocked are the people whom a person blocked, the last first.
func (s *Store) Blocked(ctx context.Context, person string) ([]string, error) {
	all, err := list(ctx, s.look(), only[string], "SELECT blocked FROM blocks WHERE person = $1 ORDER BY at_ms DESC", person)
	return all, s.explain("read whom "+person+" blocked", err)
}

const reportColumns = "id, server, reporter, person, reason, text, at_ms"

func reportFields(r *community.Report) []any {
	return []any{&r.ID, &r.Server, &r.Reporter, &r.Person, &r.Reason, &r.Text, millis{&r.At}}
}

// aboutHandles is what alerts about a person's handles are about.
func aboutHandles(person string) string { return "handles " + person }

// ReportListing keeps a report and tells the moderators of it, without its reporter. It reports
// false, and does neither, if its reporter made as many as one may since a day, or reported
// this person already. It does not look whether that person lists anything: whoever reports, and
// whoever reads the alert, would learn of it.
func (s *Store) ReportListing(ctx context.Context, r community.Report) (told bool, err error) {
	err = s.do(ctx, "report a listing", func(c conn) error {
		if err := hold(ctx, c, r.Server); err != nil {
			return err
		}
		n, _, err := first(ctx, c, only[int], "SELECT count(*) FROM handle_reports WHERE reporter = $1 AND at_ms > $2",
			r.Reporter, ms(s.now().Add(-day)))
		if err != nil {
			return err
		}
		again, _, err := first(ctx, c, only[int], "SELECT count(*) FROM handle_reports WHERE reporter = $1 AND server = $2 AND person = $3",
			r.Reporter, r.Server, r.Person)
		if told = n < community.HandleReportsADay && again == 0; !told || err != nil {
			return err
		}
		if _, err := c.exec(ctx, insert("handle_reports", reportColumns), reportFields(&r)...); err != nil {
			return err
		}
		return addAlert(ctx, c, community.Alert{
			ID: alertOfReport + r.ID, Server: r.Server, At: r.At, Key: "alert.handles." + r.Reason,
			Args: []string{"person." + r.Person, cmp.Or(r.Text, "—")}, About: aboutHandles(r.Person),
		})
	})
	return told && err == nil, err
}

// alertOfReport begins the ids of alerts that tell a report.
const alertOfReport = "handles-report "

// forgetHandles takes a person out of what people list, wait for and report. Whoever blocked
// them stays apart from them, which is theirs to end.
var forgetHandles = []string{
	"DELETE FROM notices WHERE person = $1 OR other = $1 OR handle IN (SELECT id FROM handles WHERE person = $1)",
	"DELETE FROM bonds WHERE other = $1",
	"DELETE FROM listings WHERE person = $1",
	"DELETE FROM watches WHERE person = $1",
	"DELETE FROM blocks WHERE person = $1",
	"DELETE FROM alerts WHERE about = 'handles ' || $1 OR id IN (SELECT '" + alertOfReport + "' || id FROM handle_reports WHERE reporter = $1)",
	"DELETE FROM handle_reports WHERE reporter = $1 OR person = $1",
}

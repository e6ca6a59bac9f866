package store

import (
	"context"

	"magpie/community"
)

const partnerReportColumns = "id, server, person, reporter, met, about, why, at_ms, settled"

func partnerReportFields(r *community.PartnerReport) []any {
	return []any{&r.ID, &r.Server, &r.Person, &r.Reporter, &r.Where, &r.About, &r.Why, millis{&r.At}, &r.Settled}
}

// ReportPartner keeps a report and what moderators are told of it, keeps the two apart, and
// ends what waits between them. It reports false if the reporter has said enough for today.
func (s *Store) ReportPartner(ctx context.Context, r community.PartnerReport, alert community.Alert) (kept bool, err error) {
	err = s.do(ctx, "report a partner", func(c conn) error {
		if err := hold(ctx, c, r.Server); err != nil {
			return err
		}
		today, _, err := first(ctx, c, only[int], "SELECT count(*) FROM partner_reports WHERE reporter = $1 AND at_ms > $2", r.Reporter, ms(s.now().Add(-day)))
		if err != nil || today >= community.ReportsADay {
			return err
		}
		kept, r.At = true, s.now()
		if _, err := c.exec(ctx, insert("partner_reports", partnerReportColumns), partnerReportFields(&r)...); err != nil {
			return err
		}
		if err := addAlert(ctx, c, alert); err != nil {
			return err
		}
		return blockPartner(ctx, c, r.Server, r.Reporter, r.Person)
	})
	return kept && err == nil, err
}

// BlockPartner keeps a person from another in a server for good, and ends what waits
// between them.
func (s *Store) BlockPartner(ctx context.Context, server, person, other string) error {
	return s.do(ctx, "block a partner", func(c conn) error {
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		return blockPartner(ctx, c, server, person, other)
	})
}

// blockPartner does so in a server that is held already. The other is not told.
func blockPartner(ctx context.Context, c conn, server, person, other string) error {
	if _, err := c.exec(ctx, "UPDATE partner_asks SET state = 'declined' WHERE receiver = $1 AND server = $2 AND sender = $3 AND state = 'open'",
		person, server, other); err != nil {
		return err
	}
	if _, err := c.exec(ctx, "UPDATE partner_asks SET state = 'withdrawn' WHERE receiver = $1 AND server = $2 AND sender = $3 AND state = 'open'",
		other, server, person); err != nil {
		return err
	}
	if _, err := c.exec(ctx, `UPDATE partner_asks SET state = 'ended' WHERE server = $1 AND state = 'accepted'
		AND (sender = $2 AND receiver = $3 OR sender = $3 AND receiver = $2)`, server, person, other); err != nil {
		return err // an introduction that could not be posted is not tried again
	}
	return keepApart(ctx, c, community.Apart{
		Server: server, Person: person, Other: other, Until: community.Forever, Mutual: true, Block: true,
	})
}

// PartnerReports are the reports in a server that nobody has settled, the oldest first.
func (s *Store) PartnerReports(ctx context.Context, server string) ([]community.PartnerReport, error) {
	reports, err := list(ctx, s.look(), partnerReportFields,
		"SELECT "+partnerReportColumns+" FROM partner_reports WHERE server = $1 AND settled = '' ORDER BY at_ms", server)
	return reports, s.explain("read partner reports of server "+server, err)
}

// SettleReport notes what moderators of a change's server did about a report, and does it:
// the profile is deleted, with every report about it settled, and its owner perhaps banned.
// It reports false if it was settled before.
func (s *Store) SettleReport(ctx context.Context, id, as string, ch community.Change) (settled bool, err error) {
	err = s.do(ctx, "settle report "+id, func(c conn) error {
		if err := hold(ctx, c, ch.Server); err != nil {
			return err
		}
		person, ok, err := first(ctx, c, only[string],
			"UPDATE partner_reports SET settled = $2 WHERE id = $1 AND server = $3 AND settled = '' RETURNING person", id, as, ch.Server)
		if settled = ok; !ok || err != nil {
			return err
		}
		if as != community.ReportKept {
			if _, err := leavePartners(ctx, c, ch.Server, person); err != nil {
				return err
			}
			if _, err := c.exec(ctx, "UPDATE partner_reports SET settled = $2 WHERE server = $1 AND person = $3 AND settled = ''", ch.Server, as, person); err != nil {
				return err
			}
		}
		if as == community.ReportBanned {
			if err := s.banPartner(ctx, c, ch.Server, person); err != nil {
				return err
			}
		}
		return note(ctx, c, ch)
	})
	return settled && err == nil, err
}

// banPartner bans a person in a server that is held already.
func (s *Store) banPartner(ctx context.Context, c conn, server, person string) error {
	if _, err := c.exec(ctx, "DELETE FROM partner_bans WHERE server = $1 AND person = $2", server, person); err != nil {
		return err // it may have another pseudonym, made with another key
	}
	ban := community.PartnerBan{Server: server, Pseudonym: s.pseudonym(person), Person: person, At: s.now()}
	_, err := c.exec(ctx, insert("partner_bans", banColumns)+" ON CONFLICT (server, pseudonym) DO UPDATE SET person = excluded.person", banFields(&ban)...)
	return err
}

const banColumns = "server, pseudonym, person, at_ms"

func banFields(b *community.PartnerBan) []any {
	return []any{&b.Server, &b.Pseudonym, &b.Person, millis{&b.At}}
}

// PartnerBans are those whom a server's moderators banned, the last first.
func (s *Store) PartnerBans(ctx context.Context, server string) ([]community.PartnerBan, error) {
	bans, err := list(ctx, s.look(), banFields, "SELECT "+banColumns+" FROM partner_bans WHERE server = $1 ORDER BY at_ms DESC", server)
	return bans, s.explain("read partner bans of server "+server, err)
}

// PartnerBanned reports whether moderators of a server banned a person.
func (s *Store) PartnerBanned(ctx context.Context, server, person string) (bool, error) {
	banned, err := s.partnerBanned(ctx, s.look(), server, person)
	return banned, s.explain("look up a ban", err)
}

func (s *Store) partnerBanned(ctx context.Context, c conn, server, person string) (bool, error) {
	_, banned, err := first(ctx, c, only[string], "SELECT pseudonym FROM partner_bans WHERE server = $1 AND (person = $2 OR pseudonym = $3)",
		server, person, s.pseudonym(person))
	return banned, err
}

// UnbanPartner ends a ban in a change's server, and reports whether there was one.
func (s *Store) UnbanPartner(ctx context.Context, pseudonym string, ch community.Change) (unbanned bool, err error) {
	err = s.do(ctx, "end a partner ban", func(c conn) error {
		if err := hold(ctx, c, ch.Server); err != nil {
			return err
		}
		n, err := c.exec(ctx, "DELETE FROM partner_bans WHERE server = $1 AND pseudonym = $2", ch.Server, pseudonym)
		if unbanned = n > 0; !unbanned || err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return unbanned && err == nil, err
}

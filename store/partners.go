package store

import (
	"context"
	"crypto/rand"
	"time"

	"magpie/community"
)

const partnerColumns = "id, server, person, speaks, learns, interests, about, listed, direct, active_ms, expires_ms, reminded"

func partnerFields(p *community.Partner) []any {
	return []any{
		&p.ID, &p.Server, &p.Person, asJSON{&p.Speaks}, asJSON{&p.Learns}, asJSON{&p.Interests}, &p.About,
		&p.Listed, &p.Direct, millis{&p.ActiveAt}, millis{&p.Expires}, &p.Reminded,
	}
}

// Partner is a person's profile in a server; ok is false if they have none.
func (s *Store) Partner(ctx context.Context, server, person string) (p community.Partner, ok bool, err error) {
	p, ok, err = partnerOf(ctx, s.look(), server, person)
	return p, ok, s.explain("read the partner profile of "+person, err)
}

func partnerOf(ctx context.Context, c conn, server, person string) (community.Partner, bool, error) {
	return first(ctx, c, partnerFields, "SELECT "+partnerColumns+" FROM partners WHERE server = $1 AND person = $2", server, person)
}

// PartnerByID is a profile by what others call it; ok is false if it is gone.
func (s *Store) PartnerByID(ctx context.Context, id string) (p community.Partner, ok bool, err error) {
	p, ok, err = first(ctx, s.look(), partnerFields, "SELECT "+partnerColumns+" FROM partners WHERE id = $1", id)
	return p, ok, s.explain("read partner profile "+id, err)
}

// EditPartner lets edit change a person's profile in a server, which is new if they have
// none, and saves it. It reports false, and does nothing, if they are banned there.
func (s *Store) EditPartner(ctx context.Context, server, person string, edit func(*community.Partner)) (p community.Partner, ok bool, err error) {
	err = s.do(ctx, "save the partner profile of "+person, func(c conn) error {
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		banned, err := s.partnerBanned(ctx, c, server, person)
		if err != nil || banned {
			return err
		}
		p, ok, err = partnerOf(ctx, c, server, person)
		if err != nil {
			return err
		}
		if err := s.knowApart(ctx, c, server, person); err != nil {
			return err
		}
		now := s.now()
		if !ok {
			p = community.Partner{ID: rand.Text()[:16], Server: server, Person: person, Expires: now.Add(community.PartnerFor)}
		}
		ok, p.ActiveAt = true, now
		edit(&p)
		_, err = c.exec(ctx, upsert("partners", "server, person", partnerColumns), partnerFields(&p)...)
		return err
	})
	return p, ok && err == nil, err
}

// SeenPartner notes that a person looked for partners in a server just now.
func (s *Store) SeenPartner(ctx context.Context, server, person string) error {
	return s.do(ctx, "note that a partner was here", func(c conn) error {
		_, err := c.exec(ctx, "UPDATE partners SET active_ms = $3 WHERE server = $1 AND person = $2", server, person, ms(s.now()))
		return err
	})
}

// RemindPartner notes that a person is told that their profile expires, and reports
// whether they were not before.
func (s *Store) RemindPartner(ctx context.Context, id string) (first bool, err error) {
	err = s.do(ctx, "remind partner "+id, func(c conn) error {
		n, err := c.exec(ctx, "UPDATE partners SET reminded = TRUE WHERE id = $1 AND NOT reminded", id)
		first = n > 0
		return err
	})
	return first && err == nil, err
}

// mayMeet says that a profile o can be shown to person $2 at $3.
const mayMeet = `o.listed AND o.expires_ms > $3 AND o.person <> $2
	AND NOT EXISTS (SELECT 1 FROM partner_apart AS a
		WHERE a.server = o.server AND a.person = $2 AND a.other = o.person AND a.until_ms > $3)
	AND NOT EXISTS (SELECT 1 FROM partner_apart AS a
		WHERE a.server = o.server AND a.person = o.person AND a.other = $2 AND a.mutual AND a.until_ms > $3)`

// partnersRead is how many profiles one look through a server reads.
const partnersRead = 2000

// Partners are the profiles of a server that a person may be shown, of at most 2000 people
// who were here last.
func (s *Store) Partners(ctx context.Context, server, person string) ([]community.Partner, error) {
	found, err := list(ctx, s.look(), partnerFields, "SELECT "+partnerColumns+" FROM partners AS o WHERE o.server = $1 AND "+mayMeet+
		" ORDER BY o.active_ms DESC LIMIT $4", server, person, ms(s.now()), partnersRead)
	return found, s.explain("read the partner profiles of server "+server, err)
}

// CountPartners says how many people can be found in a server.
func (s *Store) CountPartners(ctx context.Context, server string) (n int, err error) {
	n, _, err = first(ctx, s.look(), only[int],
		"SELECT count(*) FROM partners WHERE server = $1 AND listed AND expires_ms > $2", server, ms(s.now()))
	return n, s.explain("count the partner profiles of server "+server, err)
}

// LeavePartners deletes a person's profile in a server and what waits because of it, and
// reports whether there was one. Whom they blocked stays blocked.
func (s *Store) LeavePartners(ctx context.Context, server, person string) (left bool, err error) {
	err = s.do(ctx, "delete the partner profile of "+person, func(c conn) error {
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		left, err = leavePartners(ctx, c, server, person)
		return err
	})
	return left && err == nil, err
}

// leavePartners does so in a server that is held already. Who asked the person is not told.
func leavePartners(ctx context.Context, c conn, server, person string) (left bool, err error) {
	n, err := c.exec(ctx, "DELETE FROM partners WHERE server = $1 AND person = $2", server, person)
	if err == nil {
		_, err = c.exec(ctx, "UPDATE partner_asks SET state = 'withdrawn' WHERE server = $1 AND sender = $2 AND state = 'open'", server, person)
	}
	if err == nil {
		_, err = c.exec(ctx, "UPDATE partner_asks SET state = 'declined' WHERE server = $1 AND receiver = $2 AND state = 'open'", server, person)
	}
	return n > 0, err
}

const apartColumns = "server, person, other, until_ms, mutual, block"

func apartFields(a *community.Apart) []any {
	return []any{&a.Server, &a.Person, &a.Other, millis{&a.Until}, &a.Mutual, &a.Block}
}

// KeepApart keeps a profile's person from another, at least until the time it says.
func (s *Store) KeepApart(ctx context.Context, a community.Apart) error {
	return s.do(ctx, "keep partners apart", func(c conn) error {
		if err := hold(ctx, c, a.Server); err != nil {
			return err
		}
		return keepApart(ctx, c, a)
	})
}

// keepApart does so in a server that is held already.
func keepApart(ctx context.Context, c conn, a community.Apart) error {
	_, err := c.exec(ctx, insert("partner_apart", apartColumns)+`
		ON CONFLICT (server, person, other) DO UPDATE SET
			until_ms = CASE WHEN excluded.until_ms > partner_apart.until_ms THEN excluded.until_ms ELSE partner_apart.until_ms END,
			mutual = partner_apart.mutual OR excluded.mutual,
			block = partner_apart.block OR excluded.block`, apartFields(&a)...)
	return err
}

// CountBlocks says how many people someone blocked in a server.
func (s *Store) CountBlocks(ctx context.Context, server, person string) (n int, err error) {
	n, _, err = first(ctx, s.look(), only[int], "SELECT count(*) FROM partner_apart WHERE server = $1 AND person = $2 AND block", server, person)
	return n, s.explain("count the blocks of "+person, err)
}

// UnblockPartners lets everybody whom a person blocked in a server come again.
func (s *Store) UnblockPartners(ctx context.Context, server, person string) error {
	return s.do(ctx, "unblock partners of "+person, func(c conn) error {
		_, err := c.exec(ctx, "DELETE FROM partner_apart WHERE server = $1 AND person = $2 AND block", server, person)
		return err
	})
}

// An ask and a report, as they are told to whoever asked, was asked or reported: without
// what would tell of others.
type (
	askedPartner struct {
		Server string
		Sent   bool
		State  community.AskState
		At     time.Time
	}
	reportedPartner struct {
		Server, Why string
		At          time.Time
	}
	// A keptApart does not tell from whom: others would learn who declined them.
	keptApart struct {
		Server        string
		Until         time.Time
		Mutual, Block bool
	}
)

func keptApartFields(a *keptApart) []any {
	return []any{&a.Server, millis{&a.Until}, &a.Mutual, &a.Block}
}

// askedQuery does not tell whoever asked person $1 whether that was declined.
const askedQuery = `SELECT server, sender = $1, CASE WHEN sender = $1 AND state = 'declined' THEN 'open' ELSE state END, at_ms
	FROM partner_asks WHERE sender = $1 OR receiver = $1 ORDER BY at_ms`

func askedFields(a *askedPartner) []any {
	return []any{&a.Server, &a.Sent, &a.State, millis{&a.At}}
}

func reportedFields(r *reportedPartner) []any { return []any{&r.Server, &r.Why, millis{&r.At}} }

// forgetPartner forgets a person who looked for partners, but for what forgetApart and
// forgetBans do. Who waits for their answer goes on waiting.
var forgetPartner = []string{
	"DELETE FROM partners WHERE person = $1",
	"DELETE FROM partner_apart WHERE person = $1",
	`DELETE FROM outbox WHERE group_id IN (SELECT id FROM partner_asks WHERE sender = $1 OR receiver = $1)
		OR group_id IN (SELECT id || '-told' FROM partner_asks WHERE sender = $1 OR receiver = $1)`,
	"DELETE FROM partner_asks WHERE sender = $1",
	"UPDATE partner_asks SET receiver = '', state = CASE WHEN state = 'open' THEN 'declined' ELSE state END WHERE receiver = $1",
	"DELETE FROM alerts WHERE about IN (SELECT id FROM partner_reports WHERE person = $1)",
	"DELETE FROM partner_reports WHERE person = $1",
	"UPDATE partner_reports SET reporter = '' WHERE reporter = $1",
}

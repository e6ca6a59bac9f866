package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"magpie/community"
	"magpie/outbox"
)

const joinerColumns = "server, person, name, state, at_ms"

func joinerFields(j *community.Joiner) []any {
	return []any{&j.Server, &j.Person, &j.Name, &j.State, millis{&j.At}}
}

const welcomeColumns = "server, posted_ms, crowd_ms, told_ms"

func welcomeFields(w *community.Welcome) []any {
	return []any{&w.Server, millis{&w.PostedAt}, millis{&w.CrowdAt}, millis{&w.ToldAt}}
}

// AddJoiner keeps someone who joined, to be welcomed or until they agree to the rules. It
// reports false for one who is known already, or was welcomed within a day.
func (s *Store) AddJoiner(ctx context.Context, j community.Joiner) (added bool, err error) {
	err = s.do(ctx, "keep who joined server "+j.Server, func(c conn) error {
		if err := hold(ctx, c, j.Server); err != nil {
			return err
		}
		n, err := c.exec(ctx, upsert("joiners", "server, person", joinerColumns)+" WHERE joiners.at_ms <= $6",
			append(joinerFields(&j), ms(j.At.Add(-community.NotWelcomedAgain)))...)
		added = n > 0
		return err
	})
	return added, err
}

// AdmitJoiner notes that someone who had to agree to the rules did, and reports whether
// they had to.
func (s *Store) AdmitJoiner(ctx context.Context, server, person, name string, at time.Time) (admitted bool, err error) {
	err = s.do(ctx, "admit someone to server "+server, func(c conn) error {
		n, err := c.exec(ctx, "UPDATE joiners SET state = $4, name = $3, at_ms = $5 WHERE server = $1 AND person = $2 AND state = $6",
			server, person, name, community.JoinerHere, ms(at), community.JoinerPending)
		admitted = n > 0
		return err
	})
	return admitted, err
}

// DropJoiner forgets someone who left before they were welcomed.
func (s *Store) DropJoiner(ctx context.Context, server, person string) error {
	return s.do(ctx, "forget who left server "+server, func(c conn) error {
		_, err := c.exec(ctx, "DELETE FROM joiners WHERE server = $1 AND person = $2 AND state <> $3", server, person, community.JoinerWelcomed)
		return err
	})
}

// Joiners are those who joined a server and were not welcomed yet, the earliest first.
func (s *Store) Joiners(ctx context.Context, server string) ([]community.Joiner, error) {
	joiners, err := list(ctx, s.look(), joinerFields,
		"SELECT "+joinerColumns+" FROM joiners WHERE server = $1 AND state <> $2 ORDER BY at_ms", server, community.JoinerWelcomed)
	return joiners, s.explain("read who joined server "+server, err)
}

// NoteCrowd notes that more people come to a server at once than are named.
func (s *Store) NoteCrowd(ctx context.Context, server string, at time.Time) error {
	return s.do(ctx, "note a crowd in server "+server, func(c conn) error {
		if err := hold(ctx, c, server); err != nil {
			return err
		}
		_, err := c.exec(ctx, insert("welcomes", welcomeColumns)+" ON CONFLICT (server) DO UPDATE SET crowd_ms = excluded.crowd_ms",
			welcomeFields(&community.Welcome{Server: server, CrowdAt: at})...)
		return err
	})
}

// Welcomes are the servers that have someone to welcome.
func (s *Store) Welcomes(ctx context.Context) (all []community.Welcome, err error) {
	err = s.snapshot(ctx, func(c conn) error {
		waiting, err := list(ctx, c, joinerFields, "SELECT "+joinerColumns+" FROM joiners WHERE state = 'here' ORDER BY at_ms")
		if err != nil {
			return err
		}
		all, err = list(ctx, c, welcomeFields, "SELECT "+welcomeColumns+` FROM welcomes
			WHERE crowd_ms <> 0 OR server IN (SELECT server FROM joiners WHERE state = 'here')`)
		if err != nil {
			return err
		}
		for _, j := range waiting {
			i := slices.IndexFunc(all, func(w community.Welcome) bool { return w.Server == j.Server })
			if i < 0 {
				i, all = len(all), append(all, community.Welcome{Server: j.Server})
			}
			all[i].Joiners = append(all[i].Joiners, j)
		}
		return nil
	})
	return all, s.explain("read who is to be welcomed", err)
}

// SettleWelcome notes that those of w were welcomed at a time, by messages that are handed
// to the outbox, or without one. It reports false, and does nothing, if a message was posted
// or one of them left since w was read. Whoever comes meanwhile is left for the next.
func (s *Store) SettleWelcome(ctx context.Context, w community.Welcome, at time.Time, messages ...outbox.Message) (settled bool, err error) {
	after := w
	if len(messages) > 0 {
		after.PostedAt = at
		if !w.CrowdAt.IsZero() {
			after.ToldAt = at
		}
	}
	err = s.do(ctx, "welcome people in server "+w.Server, func(c conn) error {
		if err := hold(ctx, c, w.Server); err != nil {
			return err
		}
		if _, err := c.exec(ctx, insert("welcomes", welcomeColumns)+" ON CONFLICT DO NOTHING",
			welcomeFields(&community.Welcome{Server: w.Server, CrowdAt: w.CrowdAt})...); err != nil {
			return err
		}
		n, err := c.exec(ctx, `UPDATE welcomes SET posted_ms = $3, told_ms = $4, crowd_ms = CASE WHEN crowd_ms = $5 THEN 0 ELSE crowd_ms END
			WHERE server = $1 AND posted_ms = $2`, w.Server, ms(w.PostedAt), ms(after.PostedAt), ms(after.ToldAt), ms(w.CrowdAt))
		if settled = n > 0; !settled || err != nil {
			return err
		}
		for _, j := range w.Joiners {
			n, err := c.exec(ctx, "UPDATE joiners SET state = $3, name = '', at_ms = $4 WHERE server = $1 AND person = $2",
				w.Server, j.Person, community.JoinerWelcomed, ms(at))
			if err != nil {
				return err
			}
			if n == 0 {
				return errLeft
			}
		}
		return s.addMessages(ctx, c, messages)
	})
	if errors.Is(err, errLeft) {
		return false, nil
	}
	return settled && err == nil, err
}

// errLeft is that somebody is no longer to be welcomed.
var errLeft = errors.New("one of them left")

// A direct message, as it is told to whom it was for.
type directMessage struct {
	Group string
	At    time.Time
	State outbox.State
	Body  string // as JSON
}

func directFields(m *directMessage) []any {
	return []any{&m.Group, millis{&m.At}, &m.State, &m.Body}
}

// withMember chooses the messages to whose thread a person waits to be added. Ids are
// digits, so that a quoted one is found in the list.
const withMember = `members <> '[]' AND replace(members, '"' || $1 || '"', '') <> members`

// forgetWelcomes takes a person out of welcomes, and drops what was to be sent to them.
var forgetWelcomes = []string{
	"DELETE FROM joiners WHERE person = $1",
	"DELETE FROM outbox WHERE kind = 'person' AND channel = $1",
	`UPDATE outbox SET members = replace(members, '"' || $1 || '"', '""') WHERE ` + withMember,
}

package store

import (
	"context"
	"fmt"
	"time"

	"magpie/community"
	"magpie/outbox"
)

const messageColumns = "id, group_id, part, server, channel, kind, title, members, body, nonce, marker, " +
	"state, created_ms, first_try_ms, next_try_ms, attempts, message_id, problem, detail"

func messageFields(m *outbox.Message) []any {
	return []any{
		&m.ID, &m.Group, &m.Part, &m.Server, &m.Channel, &m.Kind, &m.Title, asJSON{&m.Members}, asJSON{&m.Body}, &m.Nonce, &m.Marker,
		&m.State, millis{&m.CreatedAt}, millis{&m.FirstTry}, millis{&m.NextTry}, &m.Attempts, &m.MessageID, &m.Problem, &m.Detail,
	}
}

// AddMessages hands messages over to be sent. One that was handed over before is
// not sent again. Those of one call go out in any order, save the parts of a group, but
// after what was handed over to their channels before.
func (s *Store) AddMessages(ctx context.Context, messages ...outbox.Message) error {
	return s.do(ctx, "add messages", func(c conn) error {
		for _, m := range messages {
			if m.Server == "" { // to a person
				continue
			}
			if err := hold(ctx, c, m.Server); err != nil {
				return err
			}
		}
		return s.addMessages(ctx, c, messages)
	})
}

// addMessages hands messages over now, or each at its CreatedAt if that is later.
func (s *Store) addMessages(ctx context.Context, c conn, messages []outbox.Message) error {
	now := s.now()
	for _, m := range messages {
		if m.CreatedAt.Before(now) {
			m.CreatedAt = now
		}
		if m.NextTry.Before(now) {
			m.NextTry = now
		}
		if _, err := c.exec(ctx, insert("outbox", messageColumns)+" ON CONFLICT DO NOTHING", messageFields(&m)...); err != nil {
			return fmt.Errorf("message %s: %w", m.ID, err)
		}
	}
	return nil
}

// sendable says that a message m waits, that all parts before it were sent, and that
// none waits, as of $1, that was handed over to its channel before it: but for a minute
// only, so that one in trouble does not hold back a channel for long. It begins as the
// index outbox_waiting does.
const sendable = `m.state <> 'sent' AND m.state <> 'dead' AND NOT EXISTS (SELECT 1 FROM outbox AS earlier
	WHERE earlier.group_id = m.group_id AND earlier.part < m.part AND earlier.state <> 'sent')
	AND NOT EXISTS (SELECT 1 FROM outbox AS earlier
	WHERE earlier.channel = m.channel AND earlier.created_ms < m.created_ms AND earlier.state <> 'sent' AND earlier.state <> 'dead'
		AND earlier.created_ms BETWEEN $1 - 60000 AND $1 + 60000)`

// dueMessages asks for those that may go by $1, in order and at most $2; or that were
// put off until after $3.
const dueMessages = "SELECT " + messageColumns + ` FROM outbox AS m
	WHERE (next_try_ms <= $1 OR next_try_ms > $3 OR first_try_ms > $1 OR created_ms > $1) AND ` + sendable + `
	ORDER BY next_try_ms LIMIT $2`

// DueMessages are at most n messages to be tried by now, one of a group and those that
// were first handed over to their channel, and when the next is due if those are all;
// zero if none waits. One that was handed over or
// first tried after now, or put off for longer than anything is, is due: the clock was
// set back since.
func (s *Store) DueMessages(ctx context.Context, now time.Time, n int) (due []outbox.Message, next time.Time, err error) {
	c := s.look()
	due, err = list(ctx, c, messageFields, dueMessages, ms(now), n, ms(now.Add(outbox.LongestWait)))
	if err == nil && len(due) < n {
		next, _, err = first(ctx, c, onlyTime,
			"SELECT next_try_ms FROM outbox AS m WHERE next_try_ms > $1 AND "+sendable+" ORDER BY next_try_ms LIMIT 1", ms(now))
	}
	return due, next, s.explain("read the messages that are due", err)
}

// SaveMessages saves how far messages have come, all together, if the claim on
// outbox.Work still has the epoch; else the error is outbox.ErrFenced. The parts after
// a dead message are dead too.
func (s *Store) SaveMessages(ctx context.Context, epoch int64, messages ...outbox.Message) error {
	return s.do(ctx, fmt.Sprintf("save %d messages", len(messages)), func(c conn) error {
		if err := fence(ctx, c, outbox.Work, epoch); err != nil {
			return err
		}
		for _, m := range messages {
			if err := saveMessage(ctx, c, m); err != nil {
				return fmt.Errorf("message %s: %w", m.ID, err)
			}
		}
		return nil
	})
}

func saveMessage(ctx context.Context, c conn, m outbox.Message) error {
	_, err := c.exec(ctx, `
		UPDATE outbox SET state = $2, first_try_ms = $3, next_try_ms = $4, attempts = $5, message_id = $6, problem = $7, detail = $8,
			members = CASE WHEN $2 = 'sent' THEN '[]' ELSE members END
		WHERE id = $1`, m.ID, m.State, ms(m.FirstTry), ms(m.NextTry), m.Attempts, m.MessageID, m.Problem, m.Detail)
	if err != nil || m.State != outbox.Dead {
		return err
	}
	_, err = c.exec(ctx, "UPDATE outbox SET state = $3, problem = $4 WHERE group_id = $1 AND part > $2 AND state <> $3 AND state <> $5",
		m.Group, m.Part, outbox.Dead, outbox.EarlierIsDead, outbox.Sent)
	return err
}

// CountMessages says how many messages are in each state, and since when the oldest
// that waits does, zero if none.
func (s *Store) CountMessages(ctx context.Context) (counts map[outbox.State]int, oldest time.Time, err error) {
	type count struct {
		State outbox.State
		N     int
	}
	c := s.look()
	all, err := list(ctx, c, func(n *count) []any { return []any{&n.State, &n.N} }, "SELECT state, count(*) FROM outbox GROUP BY state")
	if err == nil {
		oldest, _, err = first(ctx, c, onlyTime,
			"SELECT created_ms FROM outbox WHERE state <> 'sent' AND state <> 'dead' ORDER BY created_ms LIMIT 1")
	}
	counts = map[outbox.State]int{}
	for _, n := range all {
		counts[n.State] = n.N
	}
	return counts, oldest, s.explain("count messages", err)
}

// DeadLetters are the messages to a server that could not be sent, the latest first.
func (s *Store) DeadLetters(ctx context.Context, server string) ([]outbox.Message, error) {
	dead, err := list(ctx, s.look(), messageFields,
		"SELECT "+messageColumns+" FROM outbox WHERE server = $1 AND state = $2 ORDER BY created_ms DESC, part", server, outbox.Dead)
	return dead, s.explain("read dead letters of server "+server, err)
}

// Retry sends the dead messages of a group after all, to a channel, and reports
// whether there were any. One that may have been sent is looked for first, unless
// looking is what could not be done, or the channel is another.
func (s *Store) Retry(ctx context.Context, group, channel string, ch community.Change) (any bool, err error) {
	err = s.do(ctx, "retry "+group, func(c conn) error {
		n, err := c.exec(ctx, `
			UPDATE outbox SET
				state = CASE WHEN first_try_ms = 0 OR problem = $4 OR channel <> $2 THEN $5 ELSE $6 END,
				first_try_ms = CASE WHEN problem = $4 OR channel <> $2 THEN 0 ELSE first_try_ms END,
				message_id = CASE WHEN channel <> $2 THEN '' ELSE message_id END,
				channel = $2, created_ms = $3, next_try_ms = $3, attempts = 0, problem = '', detail = ''
			WHERE group_id = $1 AND state = $7`,
			group, channel, ms(s.now()), outbox.Unseen, outbox.Ready, outbox.Unknown, outbox.Dead)
		if any = n > 0; !any || err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return any && err == nil, err
}

// Messages are all parts of a group, in order.
func (s *Store) Messages(ctx context.Context, group string) ([]outbox.Message, error) {
	parts, err := list(ctx, s.look(), messageFields, "SELECT "+messageColumns+" FROM outbox WHERE group_id = $1 ORDER BY part", group)
	return parts, s.explain("read messages of "+group, err)
}

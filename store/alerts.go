package store

import (
	"context"
	"errors"

	"magpie/community"
	"magpie/outbox"
)

const alertColumns = "id, server, at_ms, key, args, about"

func alertFields(a *community.Alert) []any {
	return []any{&a.ID, &a.Server, millis{&a.At}, &a.Key, asJSON{&a.Args}, &a.About}
}

// AddAlert keeps something that moderators should hear about. One with the same id
// is not added again, even if it was told.
func (s *Store) AddAlert(ctx context.Context, a community.Alert) error {
	return s.do(ctx, "add alert "+a.ID, func(c conn) error {
		if err := hold(ctx, c, a.Server); err != nil {
			return err
		}
		return addAlert(ctx, c, a)
	})
}

// addAlert does so for a server that is held already.
func addAlert(ctx context.Context, c conn, a community.Alert) error {
	_, err := c.exec(ctx, insert("alerts", alertColumns+", told_ms")+" ON CONFLICT (id) DO NOTHING", append(alertFields(&a), 0)...)
	return err
}

// Alerts are what a server's moderators have not been told yet, the oldest first.
func (s *Store) Alerts(ctx context.Context, server string) ([]community.Alert, error) {
	alerts, err := list(ctx, s.look(), alertFields,
		"SELECT "+alertColumns+" FROM alerts WHERE server = $1 AND told_ms = 0 ORDER BY at_ms", server)
	return alerts, s.explain("read alerts of server "+server, err)
}

// AlertedServers are the servers with a channel for moderators who have not been told of
// something yet.
func (s *Store) AlertedServers(ctx context.Context) ([]community.Server, error) {
	servers, err := list(ctx, s.look(), serverFields, "SELECT "+serverColumns+
		" FROM servers WHERE removed_ms = 0 AND moderator_channel <> '' AND id IN (SELECT server FROM alerts WHERE told_ms = 0)")
	return servers, s.explain("read the servers with alerts", err)
}

// TellAlerts hands over the message that tells alerts, and notes that they were told,
// together. It reports false, and does neither, if any of them was told before.
func (s *Store) TellAlerts(ctx context.Context, m outbox.Message, ids ...string) (told bool, err error) {
	err = s.do(ctx, "tell alerts of server "+m.Server, func(c conn) error {
		if err := hold(ctx, c, m.Server); err != nil {
			return err
		}
		for _, id := range ids {
			n, err := c.exec(ctx, "UPDATE alerts SET told_ms = $2 WHERE id = $1 AND told_ms = 0", id, ms(s.now()))
			if err != nil {
				return err
			}
			if n == 0 {
				return errTold
			}
		}
		return s.addMessages(ctx, c, []outbox.Message{m})
	})
	if errors.Is(err, errTold) {
		return false, nil
	}
	return err == nil, err
}

// errTold undoes what was begun for alerts that were told before.
var errTold = errors.New("an alert was told before")

// AlertsTold notes that moderators were told these.
func (s *Store) AlertsTold(ctx context.Context, ids ...string) error {
	return s.do(ctx, "mark alerts told", func(c conn) error {
		for _, id := range ids {
			if _, err := c.exec(ctx, "UPDATE alerts SET told_ms = $2 WHERE id = $1 AND told_ms = 0", id, ms(s.now())); err != nil {
				return err
			}
		}
		return nil
	})
}

package store

import (
	"context"
	"crypto/rand"
	"time"
)

// identifyWindow is the time in which Discord counts the IDENTIFYs of an application.
const identifyWindow = 24 * time.Hour

// SpendIdentify notes one IDENTIFY of an application, if fewer than budget were noted
// in the last 24 hours. Otherwise ok is false and it may be tried again at next.
func (s *Store) SpendIdentify(ctx context.Context, application string, budget int) (next time.Time, ok bool, err error) {
	now := s.now()
	err = s.do(ctx, "spend an identify", func(c conn) error {
		if _, err := c.exec(ctx, `INSERT INTO gateways (application, manifest) VALUES ($1, '')
			ON CONFLICT (application) DO UPDATE SET application = excluded.application`, application); err != nil {
			return err
		}
		if _, err := c.exec(ctx, "DELETE FROM identifies WHERE application = $1 AND at_ms <= $2", application, ms(now.Add(-identifyWindow))); err != nil {
			return err
		}
		spent, err := list(ctx, c, onlyTime, "SELECT at_ms FROM identifies WHERE application = $1 ORDER BY at_ms", application)
		if err != nil {
			return err
		}
		if over := len(spent) - budget; over >= 0 && len(spent) > 0 {
			next = spent[min(over, len(spent)-1)].Add(identifyWindow)
			return nil
		}
		ok = budget > 0
		if !ok {
			return nil
		}
		_, err = c.exec(ctx, "INSERT INTO identifies (application, id, at_ms) VALUES ($1, $2, $3)", application, rand.Text(), ms(now))
		return err
	})
	return next, ok && err == nil, err
}

// Manifest is the hash of the commands that Discord was last told of; empty if none.
func (s *Store) Manifest(ctx context.Context, application string) (string, error) {
	hash, _, err := first(ctx, s.look(), only[string], "SELECT manifest FROM gateways WHERE application = $1", application)
	return hash, s.explain("read the manifest", err)
}

// SaveManifest notes the hash of the commands that Discord was told of.
func (s *Store) SaveManifest(ctx context.Context, application, hash string) error {
	return s.do(ctx, "save the manifest", func(c conn) error {
		_, err := c.exec(ctx, upsert("gateways", "application", "application, manifest"), application, hash)
		return err
	})
}

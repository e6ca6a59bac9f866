package store

import (
	"context"
	"fmt"
	"time"

	"magpie/outbox"
)

// longestClaim is the longest that a claim may be made for. One that ends later was
// made before the clock was set back, and holds no more.
const longestClaim = time.Hour

// Claim takes on some work for a while, or keeps it if the holder has it, and
// reports whether it got it. The epoch grows when work changes hands: a write that
// gives the epoch of a claim which was lost is refused. A holder is one process,
// not one machine.
func (s *Store) Claim(ctx context.Context, work, holder string, d time.Duration) (epoch int64, ok bool, err error) {
	now := s.now()
	err = s.do(ctx, "claim "+work, func(c conn) error {
		epoch, ok, err = first(ctx, c, only[int64], `
			INSERT INTO claims (work, holder, epoch, expires_ms) VALUES ($1, $2, 1, $3)
			ON CONFLICT (work) DO UPDATE SET
				epoch = claims.epoch + CASE WHEN claims.holder = excluded.holder AND claims.expires_ms > $4 THEN 0 ELSE 1 END,
				holder = excluded.holder,
				expires_ms = excluded.expires_ms
			WHERE claims.holder = excluded.holder OR claims.expires_ms <= $4 OR claims.expires_ms > $5
			RETURNING epoch`, work, holder, ms(now.Add(min(d, longestClaim))), ms(now), ms(now.Add(longestClaim)))
		return err
	})
	return epoch, ok, err
}

// Release gives work back before its time is up.
func (s *Store) Release(ctx context.Context, work, holder string, epoch int64) error {
	return s.do(ctx, "release "+work, func(c conn) error {
		_, err := c.exec(ctx, "UPDATE claims SET expires_ms = 0 WHERE work = $1 AND holder = $2 AND epoch = $3", work, holder, epoch)
		return err
	})
}

// freeClaims ends all claims: whoever held them had the file before this process,
// and is gone.
func (s *Store) freeClaims(ctx context.Context) error {
	return s.do(ctx, "free claims", func(c conn) error {
		_, err := c.exec(ctx, "UPDATE claims SET expires_ms = 0")
		return err
	})
}

// fence holds a claim until the transaction ends, or returns outbox.ErrFenced if it
// was lost.
func fence(ctx context.Context, c conn, work string, epoch int64) error {
	n, err := c.exec(ctx, "UPDATE claims SET epoch = epoch WHERE work = $1 AND epoch = $2", work, epoch)
	if err == nil && n == 0 {
		return fmt.Errorf("%s, epoch %d: %w", work, epoch, outbox.ErrFenced)
	}
	return err
}

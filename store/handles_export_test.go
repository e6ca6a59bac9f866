package store

import (
	"context"
	"time"

	"magpie/community"
)

// FillHandles lists many handles, each of a person of its own, in one transaction.
func (s *Store) FillHandles(ctx context.Context, handles []community.Handle) error {
	return s.do(ctx, "list many handles", func(c conn) error {
		ends := ms(s.now().Add(24 * time.Hour))
		for _, h := range handles {
			if _, err := c.exec(ctx, insert("listings", listingColumns), h.Server, h.Person, "", false, ends); err != nil {
				return err
			}
			if _, err := c.exec(ctx, insert("handles", handleColumns+", "+traceColumns), append(handleFields(&h), traceFields(h)...)...); err != nil {
				return err
			}
		}
		return nil
	})
}

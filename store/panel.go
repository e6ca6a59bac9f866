package store

import (
	"context"
	"errors"

	"magpie/community"
	"magpie/outbox"
)

// errHandedOver undoes what was begun for a message that was handed over before.
var errHandedOver = errors.New("the message was handed over before")

// PostPanel hands the guides' panel of a server to the outbox and notes where it is and
// who posted it, all together. It reports false, and does nothing, if this message was
// handed over before.
func (s *Store) PostPanel(ctx context.Context, m outbox.Message, ch community.Change) (posted bool, err error) {
	err = s.do(ctx, "post the panel of server "+m.Server, func(c conn) error {
		if err := hold(ctx, c, m.Server); err != nil {
			return err
		}
		if _, known, err := first(ctx, c, only[string], "SELECT id FROM outbox WHERE id = $1", m.ID); err != nil || known {
			return errors.Join(err, errHandedOver)
		}
		if _, err := c.exec(ctx, "UPDATE servers SET panel_channel = $2 WHERE id = $1", m.Server, m.Channel); err != nil {
			return err
		}
		if err := note(ctx, c, ch); err != nil {
			return err
		}
		return s.addMessages(ctx, c, []outbox.Message{m})
	})
	if errors.Is(err, errHandedOver) {
		return false, nil
	}
	return err == nil, err
}

package commands

import (
	"context"
	"fmt"
	"strings"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/outbox"
)

// DigestUndelivered returns what to call with a message that the outbox gave up. If
// it is of a digest whose channel is closed to Magpie, the digest is paused;
// moderators are told once. Messages of others are left alone.
func DigestUndelivered(store DigestUndeliveredStore, now func() time.Time) func(ctx context.Context, m outbox.Message) error {
	return func(ctx context.Context, m outbox.Message) error {
		id, _, ok := strings.Cut(m.Group, digestSlotMark)
		if !ok || m.Problem == outbox.EarlierIsDead {
			return nil
		}
		d, ok, err := store.Digest(ctx, id)
		if err != nil {
			return fmt.Errorf("look up digest %s: %w", id, err)
		}
		if !ok || d.Server != m.Server {
			return nil
		}
		if m.Problem == outbox.NotAllowed || m.Problem == outbox.ChannelGone {
			return digestPause(ctx, store, d, string(m.Problem), now())
		}
		return store.AddAlert(ctx, community.Alert{
			ID: "digest unsent " + m.Group, Server: d.Server, At: now(), Key: "alert.digest.unsent", Args: []string{d.Name},
		})
	}
}

// DigestUndeliveredStore is what DigestUndelivered works with.
type DigestUndeliveredStore interface {
	Digest(ctx context.Context, id string) (news.Digest, bool, error)
	DigestPauser
	NewsAlerts
}

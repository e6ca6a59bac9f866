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
		alert := community.Alert{ID: "digest unsent " + m.Group, Server: d.Server, At: now(), Key: "alert.digest.unsent", Args: []string{d.Name}}
		switch m.Problem {
		case outbox.NotAllowed:
			return digestPause(ctx, store, d, string(m.Problem), now(), "permission."+m.Detail)
		case outbox.ChannelGone:
			return digestPause(ctx, store, d, string(m.Problem), now())
		case outbox.Unseen:
			alert.Key, alert.Args = "alert.digest.unseen", append(alert.Args, "permission.read_history")
		}
		return store.AddAlert(ctx, alert)
	}
}

// DigestUndeliveredStore is what DigestUndelivered works with.
type DigestUndeliveredStore interface {
	Digest(ctx context.Context, id string) (news.Digest, bool, error)
	DigestPauser
	NewsAlerts
}

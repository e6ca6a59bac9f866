package bot

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	// maxStarts is how many sessions are started in 24 hours; at 1,000 Discord resets
	// the token.
	maxStarts = 900
	// leastLeft is how many starts Discord must still allow.
	leastLeft = 20
	// lookAgain is the longest wait before Discord is asked again for its limit.
	lookAgain = 10 * time.Minute
)

// gatewayInfo is the answer of GET /gateway/bot.
type gatewayInfo struct {
	Shards int `json:"shards"`
	Limit  struct {
		Remaining  int   `json:"remaining"`
		ResetAfter int64 `json:"reset_after"` // milliseconds
	} `json:"session_start_limit"`
}

// permit waits until a session may be started, and counts it. The bot is not ready
// meanwhile, but the process stays up.
func (g *gateway) permit(ctx context.Context, app string) error {
	for {
		var info gatewayInfo
		if err := g.rest.get(ctx, "/gateway/bot", &info); err != nil {
			var no *refusal
			if errors.As(err, &no) && no.Status == 401 {
				return ErrToken
			}
			return fmt.Errorf("ask for the session limit: %w", err)
		}
		g.opts.Hooks.Started(info.Limit.Remaining)
		if info.Shards > g.opts.Shards {
			g.log.Warn("Discord recommends more shards; see MAGPIE_SHARD", "recommended", info.Shards, "shards", g.opts.Shards)
		}
		wait := time.Duration(info.Limit.ResetAfter) * time.Millisecond
		if info.Limit.Remaining >= leastLeft {
			next, ok, err := g.opts.Memory.SpendIdentify(ctx, app, maxStarts)
			if err != nil {
				return fmt.Errorf("count a session start: %w", err)
			}
			if ok {
				return nil
			}
			wait = next.Sub(g.opts.Now())
		}
		g.log.Error("too many session starts today; waiting, so that Discord does not reset the token",
			"allowed", info.Limit.Remaining, "until", g.opts.Now().Add(wait))
		if err := sleep(ctx, min(max(wait, g.opts.Times.Retry), lookAgain)); err != nil {
			return err
		}
	}
}

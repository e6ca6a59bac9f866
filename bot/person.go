package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// openDirect is the channel of direct messages with a person, the same each time.
func (b *Bot) openDirect(ctx context.Context, person string) (channel string, err error) {
	body := struct {
		Person string `json:"recipient_id"`
	}{person}
	var opened channelInfo
	err = b.rest.call(ctx, http.MethodPost, "/users/@me/channels", body, nil, &opened)
	return opened.ID, err
}

// GiveRole gives a role of a server to a person there. given is false if Discord refuses:
// Magpie may not manage roles, the role stands above its own, or either is gone. One who has it already has
// been given it.
func (b *Bot) GiveRole(ctx context.Context, server, person, role string) (given bool, err error) {
	err = b.rest.call(ctx, http.MethodPut, "/guilds/"+server+"/members/"+person+"/roles/"+role, nil, nil, nil)
	var no *refusal
	switch {
	case err == nil:
		return true, nil
	case errors.As(err, &no) && (no.Status == http.StatusForbidden || no.Code == unknownMember || no.Code == unknownRole || no.Code == unknownUser):
		b.log.Info("a role could not be given", "server", server, "role", role, "code", no.Code)
		return false, nil
	}
	return false, fmt.Errorf("give role %s in server %s: %w", role, server, err)
}

package bot

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"

	"magpie/slash"
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
// Magpie may not manage roles, the role stands above its own, or either is gone, or if the role has
// moderators' powers. One who has it already has
// been given it.
func (b *Bot) GiveRole(ctx context.Context, server, person, role string) (given bool, err error) {
	if powerful, err := b.powerful(ctx, server, role); err != nil || powerful {
		return false, err
	}
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

// Outranks reports whether a person of a server stands above a role there, as they must to give
// it: the server is theirs, or their highest role stands above it.
func (b *Bot) Outranks(ctx context.Context, server string, who slash.Person, role string) (bool, error) {
	var about struct {
		Owner string `json:"owner_id"`
		Roles []struct {
			ID       string `json:"id"`
			Position int    `json:"position"`
		} `json:"roles"`
	}
	if err := b.rest.get(ctx, "/guilds/"+server, &about); err != nil {
		return false, fmt.Errorf("look at the ranks of server %s: %w", server, err)
	}
	if who.ID == about.Owner {
		return true, nil
	}
	highest, place := -1, math.MaxInt // of a role that is gone by now
	for _, r := range about.Roles {
		if slices.Contains(who.Roles, r.ID) {
			highest = max(highest, r.Position)
		}
		if r.ID == role {
			place = r.Position
		}
	}
	return highest > place, nil
}

// powerful reports whether a role has moderators' powers by now, which a path must not lead to.
func (b *Bot) powerful(ctx context.Context, server, role string) (bool, error) {
	var roles []roleInfo
	if err := b.rest.call(ctx, http.MethodGet, "/guilds/"+server+"/roles", nil, nil, &roles); err != nil {
		return false, fmt.Errorf("look at the roles of server %s: %w", server, err)
	}
	for _, r := range roles {
		if r.ID == role && slash.Permissions(r.Permissions)&slash.ModeratorPowers != 0 {
			b.log.Warn("a role is not given since it has moderators' powers by now", "server", server, "role", role)
			return true, nil
		}
	}
	return false, nil
}

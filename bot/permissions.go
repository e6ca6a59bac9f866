package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"magpie/slash"
)

// overwrite is what a channel allows and denies a role or a member.
type overwrite struct {
	ID    string `json:"id"`
	Allow bits   `json:"allow"`
	Deny  bits   `json:"deny"`
}

type roleInfo struct {
	ID          string `json:"id"`
	Permissions bits   `json:"permissions"`
}

// everything is what an administrator may do.
const everything = ^slash.Permissions(0)

// Permissions are what the bot may do in a channel of a server now; none if it
// cannot see it there. A channel of another server gives none, since the id may
// come from a forged button.
func (b *Bot) Permissions(ctx context.Context, server, channel string) (slash.Permissions, error) {
	p, home, err := b.permissions(ctx, channel)
	if err != nil {
		return 0, fmt.Errorf("look up permissions in channel %s: %w", channel, err)
	}
	if home != server {
		return 0, nil
	}
	return p, nil
}

// permissions are those in a channel, and the server that it is of.
func (b *Bot) permissions(ctx context.Context, channel string) (p slash.Permissions, server string, err error) {
	if _, err := strconv.ParseUint(channel, 10, 64); err != nil {
		return 0, "", nil // no id, as a forged button may carry
	}
	var about channelInfo
	err = b.rest.get(ctx, "/channels/"+channel, &about)
	if err == nil && isThread(about.Type) {
		err = b.rest.get(ctx, "/channels/"+about.Parent, &about) // a thread has its channel's
	}
	switch code(err) {
	case missingAccess, missingPermissions, unknownChannel:
		return 0, "", nil
	}
	if err != nil {
		return 0, "", err
	}
	var roles []roleInfo
	if err := b.rest.get(ctx, "/guilds/"+about.Server+"/roles", &roles); err != nil {
		return 0, "", err
	}
	var me member
	me.User.ID = b.self()
	if err := b.rest.get(ctx, "/guilds/"+about.Server+"/members/"+me.User.ID, &me); err != nil {
		return 0, "", err
	}
	return combine(about, roles, me), about.Server, nil
}

// combine follows the algorithm in Discord's documentation of permissions: roles
// add up; then the channel's word on everyone, on the roles together, and on the
// member counts, each over the one before it.
func combine(c channelInfo, roles []roleInfo, me member) slash.Permissions {
	var p slash.Permissions
	for _, r := range roles {
		if r.ID == c.Server || slices.Contains(me.Roles, r.ID) { // the role of everyone has the server's id
			p |= slash.Permissions(r.Permissions)
		}
	}
	if p&slash.Administrator != 0 {
		return everything
	}
	var allow, deny, myAllow, myDeny slash.Permissions
	for _, o := range c.Overwrites {
		switch {
		case o.ID == c.Server:
			p = p&^slash.Permissions(o.Deny) | slash.Permissions(o.Allow)
		case slices.Contains(me.Roles, o.ID):
			allow, deny = allow|slash.Permissions(o.Allow), deny|slash.Permissions(o.Deny)
		case o.ID == me.User.ID:
			myAllow, myDeny = slash.Permissions(o.Allow), slash.Permissions(o.Deny)
		}
	}
	p = p&^deny | allow
	p = p&^myDeny | myAllow
	if p&slash.ViewChannel == 0 {
		return 0
	}
	return p
}

// isThread reports whether a channel of a type is a thread: of news, public, private.
func isThread(kind int) bool { return kind >= 10 && kind <= 12 }

package commands

import (
	"context"

	"magpie/news"
	"magpie/slash"
)

type digestPlace struct {
	Digest  string
	Channel slash.ChannelInfo `slash:"channel,kinds=text|news|forum|thread"`
}

// digestAgain is a channel to be looked at again.
type digestAgain struct{ Digest, Channel, Kind string }

type digestRole struct {
	Digest string
	Role   slash.RoleInfo `slash:"role,optional"`
}

// digestRights are what Magpie needs to post in a channel of a kind. A thread that is
// archived opens again when something is posted in it, unless moderators locked it.
func digestRights(kind slash.ChannelKind) slash.Permissions {
	if kind == slash.ThreadChannel {
		return digestPermissions&^slash.SendMessages | slash.SendMessagesInThreads
	}
	return digestPermissions
}

func (d *digestFeature) setChannel(ctx context.Context, c *slash.Call, in digestPlace) (slash.Reply, error) {
	return d.useChannel(ctx, c, in.Digest, in.Channel)
}

// checkAgain looks again at a channel in which Magpie lacked permissions.
func (d *digestFeature) checkAgain(ctx context.Context, c *slash.Call, in digestAgain) (slash.Reply, error) {
	may, err := d.Permissions.in(ctx, c, in.Channel)
	if err != nil {
		return slash.Reply{}, err
	}
	return d.useChannel(ctx, c, in.Digest, slash.ChannelInfo{ID: in.Channel, Kind: slash.ChannelKind(in.Kind), Bot: may})
}

func (d *digestFeature) useChannel(ctx context.Context, c *slash.Call, id string, ch slash.ChannelInfo) (slash.Reply, error) {
	if missing := ch.Bot.Missing(digestRights(ch.Kind)); missing != 0 {
		again := digestAgain{id, ch.ID, string(ch.Kind)}
		return slash.Reply{}, c.Lacks(missing, ch.ID, d.again.Button(c.Label("digest.check_again"), again))
	}
	return d.save(ctx, c, id, func(of *news.Digest) { of.Channel, of.Forum = ch.ID, ch.Kind == slash.ForumChannel }, "channel", ch.ID)
}

// setRole settles who is notified. The role of everyone has the server's id. Whether
// Discord will let Magpie notify the chosen one is known now only, and said now.
func (d *digestFeature) setRole(ctx context.Context, c *slash.Call, in digestRole) (slash.Reply, error) {
	if in.Role.ID == c.Place.Server {
		return slash.Reply{}, c.Sorry(c.T("digest.not_everyone"), c.T("safe.nothing_changed"), slash.Try("digest list"))
	}
	what := "role"
	if in.Role.ID == "" {
		what = "no_role"
	}
	saved, err := d.saved(ctx, c, in.Digest, func(of *news.Digest) { of.Role = in.Role.ID }, what)
	if err != nil {
		return slash.Reply{}, err
	}
	note := c.T("digest.saved")
	if saved.Role != "" && !in.Role.Mentionable {
		may, err := d.Permissions.in(ctx, c, saved.Channel)
		if err != nil {
			return slash.Reply{}, err
		}
		if missing := may.Missing(slash.MentionEveryone); missing != 0 {
			note = slash.Lines(note, c.T("digest.role_unheard", slash.RoleMention(saved.Role), c.PermissionNames(missing), slash.ChannelMention(saved.Channel)))
		}
	}
	return d.page(ctx, c, saved, note)
}

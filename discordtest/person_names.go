package discordtest

import "strings"

// fold strips what people type before a name: "@ana", "#general".
func fold(s, sign string) string { return strings.TrimPrefix(strings.TrimSpace(s), sign) }

func (c *Channel) userNamed(name string) *user {
	name = fold(name, "@")
	if match := userMention.FindStringSubmatch(name); match != nil {
		return c.d.users[match[1]]
	}
	if c.server == nil {
		for _, u := range []*user{c.person, c.d.bot} {
			if u.name == name {
				return u
			}
		}
		return nil
	}
	for _, m := range c.server.joined {
		if m.user.name == name || m.user.id == name {
			return m.user
		}
	}
	return nil
}

func (c *Channel) roleNamed(name string) *Role {
	if c.server == nil {
		return nil
	}
	for _, r := range c.server.roles {
		if r.Name == name || r.Name == fold(name, "@") || r.ID == name {
			return r
		}
	}
	return nil
}

func (c *Channel) channelNamed(name string, viewer *user) *Channel {
	if c.server == nil {
		return nil
	}
	for _, other := range c.server.channels {
		if (other.Name == fold(name, "#") || other.ID == name) && other.permissionsOf(viewer).Has(ViewChannel) {
			return other
		}
	}
	return nil
}

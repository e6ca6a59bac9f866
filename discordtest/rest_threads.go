package discordtest

import "slices"

// threadMember adds a member to a thread, or takes one away: for the first one must be
// able to write there, for the second to manage threads or have made this one.
func threadMember(c *call) (any, error) {
	t, err := c.channelFor(0)
	if err != nil {
		return nil, err
	}
	adds := c.r.Method == "PUT"
	needs := SendMessagesInThreads
	if !adds && t.owner == c.d.bot {
		needs = 0
	} else if !adds {
		needs = ManageThreads
	}
	switch {
	case !t.isThread():
		return nil, refuse(400, codeWrongChannelType)
	case c.may(t, needs) != nil:
		return nil, c.may(t, needs)
	case t.archived:
		return nil, refuse(400, codeThreadArchived)
	}
	u := c.d.users[c.param("user")]
	switch {
	case u == nil:
		return nil, notFound(codeUnknownUser)
	case t.server.members[u.id] == nil:
		return nil, notFound(codeUnknownMember)
	case adds && !t.permissionsOf(u).Has(ViewChannel):
		return nil, forbidden(codeMissingAccess)
	}
	t.follow(u, adds)
	return nil, nil
}

// follow makes a user a member of a thread, or no longer.
func (c *Channel) follow(u *user, yes bool) {
	if slices.Contains(c.followers, u) == yes {
		return
	}
	data := object{"id": c.ID, "guild_id": c.server.ID}
	if yes {
		c.followers = append(c.followers, u)
		data["added_members"] = []object{{
			"id": c.ID, "user_id": u.id, "join_timestamp": stamp(c.d.config.Now()), "flags": 0, "member": c.server.members[u.id].payload(true),
		}}
	} else {
		c.followers = slices.DeleteFunc(c.followers, func(o *user) bool { return o == u })
		data["removed_member_ids"] = []string{u.id}
	}
	data["member_count"] = len(c.followers)
	c.d.dispatch("THREAD_MEMBERS_UPDATE", data, c.server)
}

// Members are the names of those who were added to the thread, in order.
func (c *Channel) Members() []string {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	var names []string
	for _, u := range c.followers {
		names = append(names, u.name)
	}
	return names
}

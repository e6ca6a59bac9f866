package discordtest

import (
	"slices"
	"strconv"
)

// guild is the server of the path, if the bot is in it.
func (c *call) guild() (*Server, error) {
	s := c.d.server(c.param("guild"))
	switch {
	case s == nil:
		return nil, notFound(codeUnknownServer)
	case !s.bot || s.unavailable:
		return nil, forbidden(codeMissingAccess)
	}
	return s, nil
}

func getGuild(c *call) (any, error) {
	s, err := c.guild()
	if err != nil {
		return nil, err
	}
	data := s.payload()
	if c.query.Get("with_counts") == "true" {
		data["approximate_member_count"], data["approximate_presence_count"] = len(s.members), 1
	}
	return data, nil
}

func listChannels(c *call) (any, error) {
	s, err := c.guild()
	if err != nil {
		return nil, err
	}
	list := []object{}
	for _, ch := range s.channels {
		if !ch.isThread() {
			list = append(list, ch.payload())
		}
	}
	return list, nil
}

func listRoles(c *call) (any, error) {
	s, err := c.guild()
	if err != nil {
		return nil, err
	}
	list := []object{}
	for _, r := range s.roles {
		list = append(list, r.payload())
	}
	return list, nil
}

func (c *call) member(s *Server) (*member, error) {
	id := c.param("user")
	if id == "@me" {
		id = c.d.bot.id
	}
	if c.d.users[id] == nil {
		return nil, notFound(codeUnknownUser)
	}
	if s.members[id] == nil {
		return nil, notFound(codeUnknownMember)
	}
	return s.members[id], nil
}

func getMember(c *call) (any, error) {
	s, err := c.guild()
	if err != nil {
		return nil, err
	}
	m, err := c.member(s)
	if err != nil {
		return nil, err
	}
	return m.payload(true), nil
}

// listMembers needs the GUILD_MEMBERS intent, like the event.
func listMembers(c *call) (any, error) {
	s, err := c.guild()
	if err != nil {
		return nil, err
	}
	if !c.d.config.Privileged.Has(IntentGuildMembers) {
		return nil, forbidden(codeMissingAccess)
	}
	limit := 1
	if v := c.query.Get("limit"); v != "" {
		if limit, err = strconv.Atoi(v); err != nil || limit < 1 || limit > 1000 {
			return nil, misplaced("limit", "NUMBER_TYPE_MAX", "limit must be between 1 and 1000.")
		}
	}
	list := []object{}
	for _, m := range s.joined {
		if compareIDs(m.user.id, c.query.Get("after")) > 0 && len(list) < limit {
			list = append(list, m.payload(true))
		}
	}
	return list, nil
}

// memberRole gives or takes a role: MANAGE_ROLES, and only roles below one's own.
func memberRole(c *call) (any, error) {
	s, err := c.guild()
	if err != nil {
		return nil, err
	}
	m, err := c.member(s)
	if err != nil {
		return nil, err
	}
	r := s.role(c.param("role"))
	if r == nil {
		return nil, notFound(codeUnknownRole)
	}
	if !s.permissionsIn(c.d.bot, nil).Has(ManageRoles) || r.managed || r == s.everyone || r.position >= s.rank(c.d.bot) {
		return nil, forbidden(codeMissingPermissions)
	}
	m.roles = slices.DeleteFunc(m.roles, func(o *Role) bool { return o == r })
	if c.r.Method == "PUT" {
		m.roles = append(m.roles, r)
	}
	s.memberChanged(m)
	return nil, nil
}

// leaveGuild is the bot leaving by itself.
func leaveGuild(c *call) (any, error) {
	s, err := c.guild()
	if err != nil {
		return nil, err
	}
	s.removeBot()
	return nil, nil
}

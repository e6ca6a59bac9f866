package commands

import (
	"context"
	"fmt"

	"magpie/community"
	"magpie/slash"
)

// setRole settles the role of those who finish their path. A role with powers over others
// is refused, since anybody can have it for reading, and so is one that nobody can give, or
// that the caller cannot.
func (p *panelFeature) setRole(ctx context.Context, c *slash.Call, in panelRole) (slash.Reply, error) {
	back := p.open.Button(c.Label("setup.back"), slash.Nothing{})
	switch {
	case in.Role.ID == c.Place.Server || in.Role.Managed:
		return slash.Reply{}, c.Sorry(c.T("panel.role_not_given", in.Role.Name), c.T("safe.nothing_changed"), back)
	case in.Role.May&slash.ModeratorPowers != 0:
		return slash.Reply{}, c.Sorry(c.T("panel.role_has_powers", slash.RoleMention(in.Role.ID)), c.T("safe.nothing_changed"), back)
	}
	below, err := p.Outranks(ctx, c.Place.Server, c.Person, in.Role.ID)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("see who may give role %s: %w", in.Role.ID, err)
	}
	if !below {
		return slash.Reply{}, c.Sorry(c.T("panel.role_above", slash.RoleMention(in.Role.ID)), c.T("safe.nothing_changed"), back)
	}
	server, err := p.settle(ctx, c, in.Role.ID, "role", in.Role.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	note := c.T("panel.role_set", slash.RoleMention(in.Role.ID))
	if missing := c.Place.Bot.Missing(slash.ManageRoles); missing != 0 {
		note = c.T("panel.role_lacks", c.PermissionNames(missing))
	}
	return p.page(c, server, note), nil
}

func (p *panelFeature) unsetRole(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := p.settle(ctx, c, "", "no_role")
	if err != nil {
		return slash.Reply{}, err
	}
	return p.page(c, server, nil), nil
}

// settle saves the role, "" for none.
func (p *panelFeature) settle(ctx context.Context, c *slash.Call, role, what string, args ...string) (community.Server, error) {
	server, err := p.Settings.EditServer(ctx, c.Place.Server, func(s *community.Server) { s.FinishRole = role }, p.change(c, what, args...))
	if err != nil {
		return server, fmt.Errorf("save settings of server %s: %w", c.Place.Server, err)
	}
	return server, nil
}

// tryIt gives the role to the moderator who asks, which alone shows whether Magpie's own
// role stands high enough.
func (p *panelFeature) tryIt(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := serverOf(ctx, c, p.Settings)
	if err != nil {
		return slash.Reply{}, err
	}
	if server.FinishRole == "" {
		return p.page(c, server, nil), nil
	}
	given, err := p.Give(ctx, server.ID, c.Person.ID, server.FinishRole)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("try the role of server %s: %w", server.ID, err)
	}
	if !given {
		tap := c.T("panel.role_drag")
		if missing := c.Place.Bot.Missing(slash.ManageRoles); missing != 0 {
			tap = c.T("panel.role_tap", c.PermissionNames(missing))
		}
		return slash.Reply{}, c.Sorry(c.T("panel.role_refused", slash.RoleMention(server.FinishRole)), c.T("safe.nothing_changed"),
			slash.Advice{Text: tap, Then: p.tryRole.Button(c.Label("setup.check_again"), slash.Nothing{})})
	}
	return p.page(c, server, c.T("panel.role_works", slash.RoleMention(server.FinishRole))), nil
}

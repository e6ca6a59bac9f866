package commands

import (
	"context"
	"fmt"

	"magpie/community"
	"magpie/slash"
)

// contentSettings is the name of the action that opens the settings.
const contentSettings = "content.settings"

// contentRole chooses who may write guides beside those who manage the server.
type contentRole struct {
	Role slash.RoleInfo `slash:"role,optional"`
}

// contentSettingsButton opens the settings of a server's own guides.
func contentSettingsButton(v slash.Voice) slash.Button {
	return opener(v, contentSettings, "content.settings")
}

func (g *Content) showSettings(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := serverOf(ctx, c, g.Settings)
	if err != nil {
		return slash.Reply{}, err
	}
	return g.settingsPage(c, server), nil
}

func (g *Content) settingsPage(c *slash.Call, server community.Server) slash.Reply {
	who := c.T("content.settings.nobody")
	menu := g.role.Menu(c.Label("content.settings.role"), contentRole{})
	if server.ContentRole != "" {
		who = c.T("content.settings.who", slash.RoleMention(server.ContentRole))
		menu.Chosen = []string{server.ContentRole}
	}
	return slash.Say(c.T("content.settings.about"), who).With(menu, slash.Row{Buttons: []slash.Button{
		g.list.Button(c.Label("content.list"), slash.Nothing{}),
		g.hiding.Button(c.Label("content.hide"), slash.Nothing{}),
		backToSetup(c.Voice),
	}})
}

func (g *Content) setRole(ctx context.Context, c *slash.Call, in contentRole) (slash.Reply, error) {
	if in.Role.ID == c.Place.Server { // everyone has it
		return slash.Reply{}, c.Sorry(c.T("content.settings.everyone"), c.T("safe.nothing_changed"), slash.Try("setup"))
	}
	change := g.noted(c, "role", in.Role.Name)
	if in.Role.ID == "" {
		change = g.noted(c, "no_role")
	}
	server, err := g.Settings.EditServer(ctx, c.Place.Server, func(s *community.Server) { s.ContentRole = in.Role.ID }, change)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("save settings of server %s: %w", c.Place.Server, err)
	}
	return g.settingsPage(c, server), nil
}

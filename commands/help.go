package commands

import (
	"context"

	"magpie/slash"
)

// Help lists what the caller can do. manifest tells all commands, and servers which of them a server has switched off:
// those who can switch them on see them marked so, others do not see them.
func Help(manifest func() []slash.Spec, servers Servers) slash.Feature {
	h := helpFeature{manifest, servers}
	return slash.Feature{Commands: []slash.Command{{Name: "help", Direct: true, Run: slash.Run(h.help)}}}
}

type helpFeature struct {
	manifest func() []slash.Spec
	servers  Servers
}

func (h helpFeature) help(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	off, err := h.off(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	everyone := []slash.Content{c.T("help.everyone")}
	moderators := []slash.Content{c.T("help.moderators")}
	for _, s := range h.manifest() {
		switch {
		case s.On != slash.OnNothing, c.Place.Direct() && !s.Direct:
		case off[s.Name] && c.Person.May.Has(slash.ManageServer):
			moderators = append(moderators, slash.Bullet(slash.Join(" · ", helpLine(c, s), c.T("help.off"))))
		case off[s.Name]:
		case s.Needs == 0:
			everyone = append(everyone, slash.Bullet(helpLine(c, s)))
		case c.Person.May.Has(s.Needs):
			moderators = append(moderators, slash.Bullet(helpLine(c, s)))
		}
	}
	r := slash.Say(c.T("help.about"), slash.Lines(everyone...))
	if len(moderators) > 1 {
		r = r.With(slash.Text{Body: slash.Lines(moderators...)})
	}
	return r, nil
}

// off are the commands that the caller's server has switched off.
func (h helpFeature) off(ctx context.Context, c *slash.Call) (map[string]bool, error) {
	if c.Place.Direct() {
		return nil, nil
	}
	server, err := serverOf(ctx, c, h.servers)
	return map[string]bool{"handles": !server.HandlesOn, "partner": server.PartnerChannel == ""}, err
}

// helpLine is one command, or the first of a family.
func helpLine(c *slash.Call, s slash.Spec) slash.Markup {
	name := s.Name
	if len(s.Sub) > 0 {
		name += " " + s.Sub[0].Name
	}
	return slash.Join(" — ", slash.Mention(name), slash.Plain(s.Abouts[c.Lang]))
}

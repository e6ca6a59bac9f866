package commands

import (
	"context"

	"magpie/slash"
)

// Help lists what the caller can do. manifest tells all commands.
func Help(manifest func() []slash.Spec) slash.Feature {
	h := helpFeature{manifest}
	return slash.Feature{Commands: []slash.Command{{Name: "help", Direct: true, Run: slash.Run(h.help)}}}
}

type helpFeature struct{ manifest func() []slash.Spec }

func (h helpFeature) help(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	everyone := []slash.Content{c.T("help.everyone")}
	moderators := []slash.Content{c.T("help.moderators")}
	for _, s := range h.manifest() {
		switch {
		case s.On != slash.OnNothing, c.Place.Direct() && !s.Direct:
		case s.Needs == 0:
			everyone = append(everyone, helpLine(c, s))
		case c.Person.May.Has(s.Needs):
			moderators = append(moderators, helpLine(c, s))
		}
	}
	r := slash.Say(c.T("help.about"), slash.Lines(everyone...))
	if len(moderators) > 1 {
		r = r.With(slash.Text{Body: slash.Lines(moderators...)})
	}
	return r, nil
}

// helpLine is one command, or the commands of a family.
func helpLine(c *slash.Call, s slash.Spec) slash.Content {
	mentions := []slash.Content{slash.Mention(s.Name)}
	if len(s.Sub) > 0 {
		mentions = nil
		for _, sub := range s.Sub {
			mentions = append(mentions, slash.Mention(s.Name+" "+sub.Name))
		}
	}
	return slash.Bullet(slash.Join(" — ", slash.Join(" ", mentions...), slash.Plain(s.Abouts[c.Lang])))
}

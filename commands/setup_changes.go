package commands

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"magpie/community"
	"magpie/schedule"
	"magpie/slash"
)

// listChanges tells who changed what.
func (s *setupFeature) listChanges(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	all, err := s.Settings.Changes(ctx, c.Place.Server, 15)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("list changes in server %s: %w", c.Place.Server, err)
	}
	here, err := s.room.at(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{c.T("setup.changes_title")}
	for _, ch := range all {
		who := slash.UserMention(ch.Person)
		if ch.Person == "" {
			who = c.T("setup.changed_by_magpie")
		}
		lines = append(lines, slash.Bullet(slash.Join(" · ", slash.Time(ch.At, slash.DateTime), who, c.T(ch.Key, s.changeArguments(c, here, ch)...))))
	}
	if len(all) == 0 {
		lines = append(lines, c.T("setup.no_changes"))
	}
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: []slash.Button{backToSetup(c.Voice)}}), nil
}

// changeArguments are those of a change, to be set into its words: ids and codes, most often
// the last of them, as people know them.
func (s *setupFeature) changeArguments(c *slash.Call, here Newsroom, ch community.Change) []any {
	args := arguments(ch.Args)
	if len(args) == 0 {
		return args
	}
	end := len(args) - 1
	switch last := ch.Args[end]; ch.Key {
	case "change.digest.channel", "change.digest_channel", "change.moderator_channel", "change.bridge.on",
		"change.panel.posted", "change.partner.on", "change.welcome.on":
		args[end] = slash.ChannelMention(last)
	case "change.languages":
		args[end] = languageNames(s.Tongues, strings.Split(last, "+"))
	case "change.topics", "change.digest.topics":
		args[end] = cmp.Or(here.titles(c.Voice, strings.Split(last, ", ")), last)
	case "change.digest.times":
		args[end] = digestWhen(c.Voice, last)
	case "change.zone":
		args[end] = schedule.City(c.Lang, last)
	case "change.daily.added", "change.daily.changed", "change.daily.paused", "change.daily.resumed", "change.daily.removed":
		args[0] = c.Label("daily.kind." + ch.Args[0])
	}
	return args
}

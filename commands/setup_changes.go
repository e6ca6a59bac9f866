package commands

import (
	"context"
	"fmt"

	"magpie/community"
	"magpie/slash"
)

// listChanges tells who changed what.
func (s *setupFeature) listChanges(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	all, err := s.Settings.Changes(ctx, c.Place.Server, 15)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("list changes in server %s: %w", c.Place.Server, err)
	}
	lines := []slash.Content{c.T("setup.changes_title")}
	for _, ch := range all {
		who := slash.UserMention(ch.Person)
		if ch.Person == "" {
			who = c.T("setup.changed_by_magpie")
		}
		lines = append(lines, slash.Bullet(slash.Join(" · ", slash.Time(ch.At, slash.DateTime), who, c.T(ch.Key, changeArguments(ch)...))))
	}
	if len(all) == 0 {
		lines = append(lines, c.T("setup.no_changes"))
	}
	return slash.Say(slash.Lines(lines...)).As(slash.Anew), nil
}

// channelArguments says which argument of a change is the id of a channel.
var channelArguments = map[string]int{
	"change.digest.channel": 1, "change.digest_channel": 0, "change.moderator_channel": 0, "change.bridge.on": 0, "change.panel.posted": 0, "change.welcome.on": 0,
}

// changeArguments are those of a change, to be set into its words.
func changeArguments(ch community.Change) []any {
	args := arguments(ch.Args)
	if i, ok := channelArguments[ch.Key]; ok && i < len(args) {
		args[i] = slash.ChannelMention(ch.Args[i])
	}
	return args
}

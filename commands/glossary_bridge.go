package commands

import (
	"context"
	"fmt"
	"strconv"

	"magpie/community"
	"magpie/slash"
)

// glossaryChannel chooses the channel for questions.
type glossaryChannel struct {
	Channel slash.ChannelInfo `slash:"channel,kinds=text"`
}

type glossaryRecheck struct{ Channel string }

// bridge is the page on which moderators choose where people are asked.
func (g *Glossaries) bridge(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := serverOf(ctx, c, g.Settings)
	if err != nil {
		return slash.Reply{}, err
	}
	return g.bridgePage(c, server), nil
}

func (g *Glossaries) bridgePage(c *slash.Call, server community.Server) slash.Reply {
	state := c.T("glossary.bridge.off")
	if server.BridgeChannel != "" {
		state = c.T("glossary.bridge.on", slash.ChannelMention(server.BridgeChannel))
	}
	return slash.Say(state, c.T("glossary.bridge.about", strconv.Itoa(community.QuestionsADay), strconv.Itoa(community.AnswersADay))).With(
		chosenChannel(g.channel.Menu(c.Label("glossary.bridge.choose"), glossaryChannel{}), server.BridgeChannel),
		slash.Row{Buttons: []slash.Button{
			g.off.Button(c.Label("glossary.bridge.switch_off"), slash.Nothing{}).When(server.BridgeChannel != ""),
		}})
}

func (g *Glossaries) setChannel(ctx context.Context, c *slash.Call, in glossaryChannel) (slash.Reply, error) {
	return g.useChannel(ctx, c, in.Channel.ID, in.Channel.Bot)
}

func (g *Glossaries) checkAgain(ctx context.Context, c *slash.Call, in glossaryRecheck) (slash.Reply, error) {
	may, err := g.Permissions.in(ctx, c, in.Channel)
	if err != nil {
		return slash.Reply{}, err
	}
	return g.useChannel(ctx, c, in.Channel, may)
}

// useChannel lets people be asked in a channel if Magpie may post there.
func (g *Glossaries) useChannel(ctx context.Context, c *slash.Call, channel string, may slash.Permissions) (slash.Reply, error) {
	if missing := may.Missing(digestPermissions); missing != 0 {
		return slash.Reply{}, c.Lacks(missing, channel, g.recheck.Button(c.Label("setup.check_again"), glossaryRecheck{channel}))
	}
	return g.settle(ctx, c, channel, "change.bridge.on", channel)
}

func (g *Glossaries) switchOff(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return g.settle(ctx, c, "", "change.bridge.off")
}

func (g *Glossaries) settle(ctx context.Context, c *slash.Call, channel, key string, args ...string) (slash.Reply, error) {
	change := changeBy(c, g.Now(), key, args...)
	server, err := g.Settings.EditServer(ctx, c.Place.Server, func(s *community.Server) { s.BridgeChannel = channel }, change)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("save settings of server %s: %w", c.Place.Server, err)
	}
	return g.bridgePage(c, server), nil
}

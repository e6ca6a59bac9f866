package commands

import (
	"context"
	"fmt"

	"magpie/community"
	"magpie/slash"
)

// partnerPermissions are what Magpie needs where it introduces people.
const partnerPermissions = slash.ViewChannel | slash.SendMessages | slash.CreatePublicThreads | slash.SendMessagesInThreads | slash.ReadHistory

// partnerChannel chooses the channel for introductions.
type partnerChannel struct {
	Channel slash.ChannelInfo `slash:"channel,kinds=text|forum"`
}

type partnerRecheck struct{ Channel string }

// partnerSettingsName is the name of the action that opens the settings.
const partnerSettingsName = "partner.settings"

// moderate makes the actions of moderators.
func (p *Partners) moderate() {
	plain := func(name string, run func(context.Context, *slash.Call, slash.Nothing) (slash.Reply, error)) *slash.Action[slash.Nothing] {
		return &slash.Action[slash.Nothing]{Name: name, Needs: slash.ManageServer, Run: run}
	}
	p.settings, p.off, p.bans = plain(partnerSettingsName, p.showSettings), plain("partner.off", p.switchOff), plain("partner.bans", p.showBans)
	p.channel = &slash.Action[partnerChannel]{Name: "partner.channel", Needs: slash.ManageServer, Run: p.setChannel}
	p.recheck = &slash.Action[partnerRecheck]{Name: "partner.recheck", Needs: slash.ManageServer, Run: p.checkAgain}
	p.reports = &slash.Action[partnerPage]{Name: "partner.reports", Needs: slash.ManageServer, Run: p.showReports}
	p.settle = &slash.Action[partnerSettle]{Name: "partner.settle", Needs: slash.ManageServer, Run: p.settleReport}
	p.unban = &slash.Action[partnerUnban]{Name: "partner.unban", Needs: slash.ManageServer, Run: p.unbanOne}
}

// partnerSettingsButton opens the settings of partners from elsewhere.
func partnerSettingsButton(v slash.Voice) slash.Button {
	return opener(v, partnerSettingsName, "partner.settings")
}

func (p *Partners) showSettings(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := serverOf(ctx, c, p.Settings)
	if err != nil {
		return slash.Reply{}, err
	}
	return p.settingsPage(ctx, c, server)
}

func (p *Partners) settingsPage(ctx context.Context, c *slash.Call, server community.Server) (slash.Reply, error) {
	reports, err := p.Reports.PartnerReports(ctx, server.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	state := c.T("partner.settings.off")
	if server.PartnerChannel != "" {
		n, err := p.Settings.CountPartners(ctx, server.ID)
		if err != nil {
			return slash.Reply{}, err
		}
		state = c.T("partner.settings.on", n, slash.ChannelMention(server.PartnerChannel))
	}
	menu := p.channel.Menu(c.Label("partner.settings.choose"), partnerChannel{})
	return slash.Say(state, c.T("partner.settings.about")).With(
		chosenChannel(menu, server.PartnerChannel),
		slash.Row{Buttons: []slash.Button{
			p.reports.Button(c.Label("partner.settings.reports", len(reports)), partnerPage{}).When(len(reports) > 0),
			p.bans.Button(c.Label("partner.settings.bans"), slash.Nothing{}),
			p.off.Button(c.Label("partner.settings.switch_off"), slash.Nothing{}).When(server.PartnerChannel != ""),
			backToSetup(c.Voice),
		}}), nil
}

func (p *Partners) setChannel(ctx context.Context, c *slash.Call, in partnerChannel) (slash.Reply, error) {
	return p.useChannel(ctx, c, in.Channel.ID, in.Channel.Bot)
}

func (p *Partners) checkAgain(ctx context.Context, c *slash.Call, in partnerRecheck) (slash.Reply, error) {
	may, err := p.Permissions.in(ctx, c, in.Channel)
	if err != nil {
		return slash.Reply{}, err
	}
	return p.useChannel(ctx, c, in.Channel, may)
}

// useChannel lets people be introduced in a channel if Magpie may do that there, and those
// who wait for one.
func (p *Partners) useChannel(ctx context.Context, c *slash.Call, channel string, may slash.Permissions) (slash.Reply, error) {
	if missing := may.Missing(partnerPermissions); missing != 0 {
		return slash.Reply{}, c.Lacks(missing, channel, p.recheck.Button(c.Label("setup.check_again"), partnerRecheck{channel}))
	}
	r, err := p.settleChannel(ctx, c, channel, "change.partner.on", channel)
	if err != nil {
		return r, err
	}
	waited := changeBy(c, p.Now(), "change.partner.introduced")
	if err := p.Settings.RetryIntroductions(ctx, channel, waited); err != nil {
		return slash.Reply{}, err
	}
	p.Posted()
	return r, nil
}

func (p *Partners) switchOff(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return p.settleChannel(ctx, c, "", "change.partner.off")
}

func (p *Partners) settleChannel(ctx context.Context, c *slash.Call, channel, key string, args ...string) (slash.Reply, error) {
	change := changeBy(c, p.Now(), key, args...)
	server, err := p.Settings.EditServer(ctx, c.Place.Server, func(s *community.Server) { s.PartnerChannel = channel }, change)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("save settings of server %s: %w", c.Place.Server, err)
	}
	return p.settingsPage(ctx, c, server)
}

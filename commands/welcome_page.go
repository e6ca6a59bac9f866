package commands

import (
	"context"
	"fmt"

	"magpie/community"
	"magpie/slash"
)

// welcomeOpen is the name of the action that opens the page for moderators.
const welcomeOpen = "welcome.open"

// welcomeSettingsButton opens the page on which moderators settle welcomes.
func welcomeSettingsButton(v slash.Voice) slash.Button {
	return opener(v, welcomeOpen, "welcome.settings")
}

// welcomeChannel chooses where people are welcomed.
type welcomeChannel struct {
	Channel slash.ChannelInfo `slash:"channel,kinds=text"`
}

type welcomeRecheck struct{ Channel string }

func (w *Welcome) open(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := serverOf(ctx, c, w.Store)
	if err != nil {
		return slash.Reply{}, err
	}
	return w.page(c, server), nil
}

// page says whether people are welcomed, and where.
func (w *Welcome) page(c *slash.Call, server community.Server) slash.Reply {
	if !w.Enabled {
		return slash.Say(c.T("welcome.title"), c.T("welcome.not_asked")).With(slash.Row{Buttons: []slash.Button{backToSetup(c.Voice)}})
	}
	state := c.T("welcome.is_off")
	if server.WelcomeChannel != "" {
		state = c.T("welcome.is_on", slash.ChannelMention(server.WelcomeChannel))
	}
	return slash.Say(c.T("welcome.title"), c.T("welcome.how", crowd), state).With(
		chosenChannel(w.channel.Menu(c.Label("welcome.channel"), welcomeChannel{}), server.WelcomeChannel),
		slash.Row{Buttons: []slash.Button{
			w.preview.Button(c.Label("welcome.preview"), slash.Nothing{}),
			w.off.Button(c.Label("welcome.switch_off"), slash.Nothing{}).When(server.WelcomeChannel != ""),
			backToSetup(c.Voice),
		}})
}

func (w *Welcome) setChannel(ctx context.Context, c *slash.Call, in welcomeChannel) (slash.Reply, error) {
	return w.use(ctx, c, in.Channel.ID, in.Channel.Bot)
}

func (w *Welcome) checkAgain(ctx context.Context, c *slash.Call, in welcomeRecheck) (slash.Reply, error) {
	may, err := w.Permissions.in(ctx, c, in.Channel)
	if err != nil {
		return slash.Reply{}, err
	}
	return w.use(ctx, c, in.Channel, may)
}

// use welcomes people in a channel from now on, if Magpie may post there.
func (w *Welcome) use(ctx context.Context, c *slash.Call, channel string, may slash.Permissions) (slash.Reply, error) {
	if missing := may.Missing(digestPermissions); missing != 0 {
		return slash.Reply{}, c.Lacks(missing, channel, w.recheck.Button(c.Label("setup.check_again"), welcomeRecheck{channel}))
	}
	return w.change(ctx, c, channel, "change.welcome.on", channel)
}

func (w *Welcome) switchOff(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return w.change(ctx, c, "", "change.welcome.off")
}

func (w *Welcome) change(ctx context.Context, c *slash.Call, channel, key string, args ...string) (slash.Reply, error) {
	server, err := w.Store.EditServer(ctx, c.Place.Server, func(s *community.Server) { s.WelcomeChannel = channel },
		changeBy(c, w.Now(), key, args...))
	if err != nil {
		return slash.Reply{}, fmt.Errorf("settle welcomes of server %s: %w", c.Place.Server, err)
	}
	return w.page(c, server), nil
}

// showPreview shows the welcome of the moderator who asks, as everybody would see it.
func (w *Welcome) showPreview(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := serverOf(ctx, c, w.Store)
	if err != nil {
		return slash.Reply{}, err
	}
	shown := w.message(server, community.Welcome{Joiners: []community.Joiner{{Name: joinerName(c.Person.Name)}}}, "")
	return slash.Say(c.T("welcome.previewed")).With(slash.Divider{}).With(shown.Blocks...).As(slash.Anew), nil
}

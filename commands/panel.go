package commands

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"magpie/community"
	"magpie/outbox"
	"magpie/slash"
)

// PanelNeeds are what the guides' panel works with.
type PanelNeeds struct {
	Settings    Settings
	Store       PanelStore
	Words       slash.Words
	Tongues     Tongues
	Permissions Permitted
	Give        GiveRole
	Outranks    Outranks
	Now         func() time.Time
	Posted      func() // called after a panel was handed to the outbox
}

// A PanelStore hands panels to the outbox.
type PanelStore interface {
	// PostPanel notes where the panel of a server is. It reports false, and does nothing,
	// if this message was handed over before.
	PostPanel(ctx context.Context, m outbox.Message, ch community.Change) (posted bool, err error)
}

// Panel lets moderators post the guides' panel, a message with a button a language that
// opens /start for whoever presses it, and choose the role of those who finish their path.
func Panel(n PanelNeeds) slash.Feature { return newPanel(n).feature() }

func newPanel(n PanelNeeds) *panelFeature {
	p := &panelFeature{PanelNeeds: n}
	p.open = &slash.Action[slash.Nothing]{Name: panelSettings, Needs: slash.ManageServer, Run: p.show}
	p.channel = &slash.Action[panelChannel]{Name: "panel.channel", Needs: slash.ManageServer, Run: p.choose}
	p.recheck = &slash.Action[panelRef]{Name: "panel.recheck", Needs: slash.ManageServer, Run: p.checkAgain}
	p.post = &slash.Action[panelRef]{Name: "panel.post", Needs: slash.ManageServer, Run: p.postIt}
	p.role = &slash.Action[panelRole]{Name: "panel.role", Needs: roleNeeds, Run: p.setRole}
	p.noRole = &slash.Action[slash.Nothing]{Name: "panel.no_role", Needs: slash.ManageServer, Run: p.unsetRole}
	p.tryRole = &slash.Action[slash.Nothing]{Name: "panel.try_role", Needs: roleNeeds, Run: p.tryIt}
	return p
}

// roleNeeds are what a moderator needs to let Magpie give a role: what they would need to
// give it themselves.
const roleNeeds = slash.ManageServer | slash.ManageRoles

func (p *panelFeature) feature() slash.Feature {
	return slash.Feature{Actions: []slash.Route{p.open, p.channel, p.recheck, p.post, p.role, p.noRole, p.tryRole}}
}

type panelFeature struct {
	PanelNeeds

	open, noRole, tryRole *slash.Action[slash.Nothing]
	channel               *slash.Action[panelChannel]
	recheck, post         *slash.Action[panelRef]
	role                  *slash.Action[panelRole]
}

type panelChannel struct {
	Channel slash.ChannelInfo `slash:"channel,kinds=text|news"`
}

// panelRef is a panel about to be posted. Its key is the same however often the button is
// pressed, so that it is posted once.
type panelRef struct{ Channel, Key string }

type panelRole struct {
	Role slash.RoleInfo `slash:"role"`
}

// panelOpen opens /start in a language. The nonce is that of the message it stands on.
type panelOpen struct{ Lang, Nonce string }

// The names of actions that others make buttons for. They stand on messages that stay for
// years, so they do not change.
const (
	panelSettings = "panel.settings"
	panelOpens    = "panel.open"
)

// panelSettingsButton opens the settings of the panel, from the set-up page.
func panelSettingsButton(v slash.Voice) slash.Button {
	return opener(v, panelSettings, "panel.settings")
}

// panelRow is a button a language, each named in itself, that opens /start in it. The nonce
// is that of the message it stands on.
func panelRow(tongues Tongues, nonce string) slash.Row {
	open := slash.Action[panelOpen]{Name: panelOpens}
	var row slash.Row
	for _, lang := range tongues.Languages() {
		row.Buttons = append(row.Buttons, open.Button(tongues.Name(lang), panelOpen{lang, nonce}))
	}
	return row
}

// body is the panel in all languages, a server's own first.
func (p *panelFeature) body(server community.Server, nonce string) slash.Reply {
	return slash.Say(p.text(server)...).With(panelRow(p.Tongues, nonce))
}

func (p *panelFeature) text(server community.Server) []slash.Content {
	var texts []slash.Content
	for _, v := range everyVoice(p.Words, server) {
		texts = append(texts, v.T("panel.text"))
	}
	return texts
}

// show is the page of the panel and of the role for finished paths.
func (p *panelFeature) show(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := serverOf(ctx, c, p.Settings)
	if err != nil {
		return slash.Reply{}, err
	}
	return p.page(c, server, nil), nil
}

// page shows what is settled; note says what just happened, or is nil.
func (p *panelFeature) page(c *slash.Call, server community.Server, note slash.Content) slash.Reply {
	where, who := c.T("panel.nowhere"), c.T("panel.nobody")
	if server.PanelChannel != "" {
		where = c.T("panel.where", slash.ChannelMention(server.PanelChannel))
	}
	var of []slash.Button
	roles := p.role.Menu(c.Label("panel.role"), panelRole{})
	if server.FinishRole != "" {
		who = c.T("panel.who", slash.RoleMention(server.FinishRole))
		roles.Chosen = []string{server.FinishRole}
		of = append(of, p.tryRole.Button(c.Label("panel.try_role"), slash.Nothing{}), p.noRole.Button(c.Label("panel.no_role"), slash.Nothing{}))
	}
	of = append(of, backToSetup(c.Voice))
	texts := []slash.Content{c.T("panel.title"), slash.Lines(slash.Bullet(where), slash.Bullet(who))}
	if note != nil {
		texts = append([]slash.Content{note}, texts...)
	}
	return slash.Say(texts...).With(
		chosenChannel(p.channel.Menu(c.Label("panel.channel"), panelChannel{}), server.PanelChannel),
		roles, slash.Row{Buttons: of})
}

func (p *panelFeature) choose(ctx context.Context, c *slash.Call, in panelChannel) (slash.Reply, error) {
	return p.preview(ctx, c, panelRef{in.Channel.ID, rand.Text()[:12]}, in.Channel.Bot)
}

func (p *panelFeature) checkAgain(ctx context.Context, c *slash.Call, in panelRef) (slash.Reply, error) {
	may, err := p.Permissions.in(ctx, c, in.Channel)
	if err != nil {
		return slash.Reply{}, err
	}
	return p.preview(ctx, c, in, may)
}

// preview shows what would be posted, if Magpie may post there.
func (p *panelFeature) preview(ctx context.Context, c *slash.Call, in panelRef, may slash.Permissions) (slash.Reply, error) {
	if missing := may.Missing(digestPermissions); missing != 0 {
		return slash.Reply{}, c.Lacks(missing, in.Channel, p.recheck.Button(c.Label("setup.check_again"), in))
	}
	server, err := serverOf(ctx, c, p.Settings)
	if err != nil {
		return slash.Reply{}, err
	}
	head, post := c.T("panel.preview", slash.ChannelMention(in.Channel)), "panel.post"
	if server.PanelChannel != "" {
		head = slash.Lines(head, c.T("panel.there_is_one", slash.ChannelMention(server.PanelChannel)))
		post = "panel.post_again"
	}
	return slash.Say(head).With(slash.Divider{}, slash.Text{Body: slash.Lines(p.text(server)...)},
		slash.Text{Body: c.T("panel.buttons", p.languages())}, slash.Divider{},
		slash.Row{Buttons: []slash.Button{
			p.post.Button(c.Label(post), in).With(slash.Good), p.open.Button(c.Label("setup.back"), slash.Nothing{}),
		}}), nil
}

// languages are the names of all languages, each in itself.
func (p *panelFeature) languages() string {
	var names []string
	for _, lang := range p.Tongues.Languages() {
		names = append(names, p.Tongues.Name(lang))
	}
	return strings.Join(names, " · ")
}

// panelGroup begins the groups of messages that are panels.
const panelGroup = "panel "

// postIt hands the panel to the outbox. Permissions are looked up again, in the caller's
// server, since the channel comes from a button.
func (p *panelFeature) postIt(ctx context.Context, c *slash.Call, in panelRef) (slash.Reply, error) {
	may, err := p.Permissions.in(ctx, c, in.Channel)
	if err != nil {
		return slash.Reply{}, err
	}
	if missing := may.Missing(digestPermissions); missing != 0 {
		return slash.Reply{}, c.Lacks(missing, in.Channel, p.recheck.Button(c.Label("setup.check_again"), in))
	}
	server, err := serverOf(ctx, c, p.Settings)
	if err != nil {
		return slash.Reply{}, err
	}
	group := panelGroup + server.ID + " " + in.Key
	m, err := outbox.NewMessage(group, 1, server.ID, in.Channel, p.body(server, outbox.Nonce(group, 1)))
	if err != nil {
		return slash.Reply{}, err
	}
	posted, err := p.Store.PostPanel(ctx, m, p.change(c, "posted", in.Channel))
	if err != nil {
		return slash.Reply{}, err
	}
	note := c.T("panel.posted", slash.ChannelMention(in.Channel))
	switch old := server.PanelChannel; {
	case !posted:
		note = c.T("panel.posted_before", slash.ChannelMention(in.Channel))
	case old != "":
		note = slash.Lines(note, c.T("panel.old_stays", slash.ChannelMention(old)))
	}
	p.Posted()
	server.PanelChannel = in.Channel
	return p.page(c, server, note), nil
}

// change is a line for the list of who changed what.
func (p *panelFeature) change(c *slash.Call, what string, args ...string) community.Change {
	return changeBy(c, p.Now(), "change.panel."+what, args...)
}

// PanelUndelivered returns what to call with a message that the outbox gave up. If it was a
// panel, moderators are told, and it is no longer said to be there.
func PanelUndelivered(store AlertKeeper, now func() time.Time) func(ctx context.Context, m outbox.Message) error {
	return func(ctx context.Context, m outbox.Message) error {
		if !strings.HasPrefix(m.Group, panelGroup) {
			return nil
		}
		if err := store.AddAlert(ctx, community.Alert{ID: m.ID, Server: m.Server, At: now(), Key: "alert.panel"}); err != nil {
			return fmt.Errorf("keep an alert for server %s: %w", m.Server, err)
		}
		_, err := store.EditServer(ctx, m.Server, func(s *community.Server) {
			if s.PanelChannel == m.Channel {
				s.PanelChannel = ""
			}
		}, community.Change{Server: m.Server, At: now(), Key: "change.panel.undelivered"})
		if err != nil {
			return fmt.Errorf("forget the panel of server %s: %w", m.Server, err)
		}
		return nil
	}
}

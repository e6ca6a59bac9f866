package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"magpie/community"
	"magpie/news"
	"magpie/schedule"
	"magpie/slash"
)

// Settings keeps what moderators settle for a server.
type Settings interface {
	Servers
	// EditServer lets edit change what is settled by now, and returns what is then.
	EditServer(ctx context.Context, id string, edit func(*community.Server), changes ...community.Change) (community.Server, error)
	// Changes are the last n changes in a server, the latest first.
	Changes(ctx context.Context, server string, n int) ([]community.Change, error)
}

// digestPermissions are what Magpie needs in a channel to post there and to see
// whether a message arrived.
const digestPermissions = slash.ViewChannel | slash.SendMessages | slash.ReadHistory

// Setup is one page on which moderators settle everything that Magpie needs to
// post in their server, and switch the first digest on. What is chosen is saved at
// once, so the page can be left and opened again. The Marker makes the button
// that opens it, for the greeting.
func Setup(n SetupNeeds) (slash.Feature, Marker) {
	s := &setupFeature{SetupNeeds: n, room: n.Room}
	s.openPage = &slash.Action[setupOpen]{Name: "setup.open", Needs: slash.ManageServer, Run: s.opened}
	s.languages = &slash.Action[setupLanguages]{Name: "setup.languages", Needs: slash.ManageServer, Run: s.setLanguages}
	s.channel = &slash.Action[setupChannel]{Name: "setup.channel", Needs: slash.ManageServer, Run: s.setChannel}
	s.recheck = &slash.Action[setupRecheck]{Name: "setup.recheck", Needs: slash.ManageServer, Run: s.checkAgain}
	s.topics = &slash.Action[setupTopics]{Name: "setup.topics", Needs: slash.ManageServer, Run: s.setTopics}
	s.hour = &slash.Action[setupHour]{Name: "setup.hour", Needs: slash.ManageServer, Run: s.setHour}
	s.city = &slash.Action[slash.Nothing]{Name: "setup.city", Needs: slash.ManageServer, Run: s.cities}
	s.search = &slash.Action[slash.Nothing]{Name: "setup.search", Needs: slash.ManageServer, Run: s.searchForm}
	s.find = &slash.Action[setupCity]{Name: "setup.find", Needs: slash.ManageServer, Run: s.findCity}
	s.zone = &slash.Action[setupZone]{Name: "setup.zone", Needs: slash.ManageServer, Run: s.setZone}
	s.sample = &slash.Action[slash.Nothing]{Name: "setup.sample", Needs: slash.ManageServer, Run: s.showSample}
	s.on = &slash.Action[setupOn]{Name: "setup.on", Needs: slash.ManageServer, Run: s.switchOn}
	s.changes = &slash.Action[slash.Nothing]{Name: "setup.changes", Needs: slash.ManageServer, Run: s.listChanges}
	return slash.Feature{
			Commands: []slash.Command{{Name: "setup", Needs: slash.ManageServer, Run: slash.Run(s.open)}},
			Actions: []slash.Route{s.openPage, s.languages, s.channel, s.recheck, s.topics, s.hour, s.city, s.search,
				s.find, s.zone, s.sample, s.on, s.changes},
		}, func(v slash.Voice, label, nonce string) slash.Button {
			return s.openPage.Button(v.Label(label), setupOpen{nonce})
		}
}

// SetupNeeds are what Setup works with.
type SetupNeeds struct {
	Settings    Settings
	Digests     SetupDigests
	Desk        *news.Desk
	Room        Newsroom
	Tongues     Tongues
	Permissions Permitted
	Now         func() time.Time
	Changed     func() // called after a digest was switched on or changed
}

// A Marker makes a button that carries a nonce.
type Marker func(v slash.Voice, label, nonce string) slash.Button

type setupFeature struct {
	SetupNeeds
	room Newsroom

	openPage                      *slash.Action[setupOpen]
	languages                     *slash.Action[setupLanguages]
	channel                       *slash.Action[setupChannel]
	recheck                       *slash.Action[setupRecheck]
	topics                        *slash.Action[setupTopics]
	hour                          *slash.Action[setupHour]
	city, search, sample, changes *slash.Action[slash.Nothing]
	on                            *slash.Action[setupOn]
	find                          *slash.Action[setupCity]
	zone                          *slash.Action[setupZone]
}

// setupOpen may carry the nonce of the message it stands on.
type setupOpen struct{ Nonce string }

type setupLanguages struct {
	Languages string `slash:"languages"` // tags joined by +
}

// setupChannel chooses the channel for digests, or for moderators.
type setupChannel struct {
	Moderators bool
	Channel    slash.ChannelInfo `slash:"channel,kinds=text|news"`
}

type setupRecheck struct {
	Moderators bool
	Channel    string
}

type setupTopics struct {
	Topics []string `slash:"topics,max=10"`
}

// setupOn switches the digest on, perhaps once more after a permission was missing.
type setupOn struct{ Again bool }

type setupHour struct {
	Hour string `slash:"hour"`
}

func (s *setupFeature) open(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := serverOf(ctx, c, s.Settings)
	if err != nil {
		return slash.Reply{}, err
	}
	return s.page(ctx, c, s.withDefaults(c, server))
}

func (s *setupFeature) opened(ctx context.Context, c *slash.Call, _ setupOpen) (slash.Reply, error) {
	return s.open(ctx, c, slash.Nothing{})
}

// withDefaults fills in what was not settled yet: everything but the zone has a default.
func (s *setupFeature) withDefaults(c *slash.Call, server community.Server) community.Server {
	if server.DigestChannel == "" {
		server.DigestChannel = c.Place.Channel
	}
	if len(server.Topics) == 0 {
		for _, t := range s.room.Topics[:min(2, len(s.room.Topics))] {
			server.Topics = append(server.Topics, t.Name)
		}
	}
	return server
}

// page shows what is settled and lets it be changed.
func (s *setupFeature) page(ctx context.Context, c *slash.Call, server community.Server) (slash.Reply, error) {
	d, known, err := s.Digests.Digest(ctx, setupDigest(server.ID))
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up the digest of server %s: %w", server.ID, err)
	}
	here, err := s.room.at(ctx, server.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	title, button, err := s.title(c, server, d, known)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(title, s.summary(c, here, server, cmp.Or(d.Length, digestLength)))
	city := s.city.Button(c.Label("setup.city"), slash.Nothing{})
	last := []slash.Button{
		s.sample.Button(c.Label("setup.sample"), slash.Nothing{}).When(server.Zone != ""),
		s.on.Button(c.Label(button), setupOn{}).With(slash.Good).When(server.Zone != ""),
	}
	if server.Zone == "" { // what alone is missing comes first
		r = r.With(slash.Row{Buttons: []slash.Button{city.With(slash.Main)}})
	} else {
		last = slices.Insert(last, 0, city)
	}
	return r.With(
		s.languages.Menu(c.Label("setup.languages"), setupLanguages{}, languageChoices(s.Tongues, server.Languages)...),
		chosenChannel(s.channel.Menu(c.Label("setup.digest_channel"), setupChannel{}), server.DigestChannel),
		chosenChannel(s.channel.Menu(c.Label("setup.moderator_channel"), setupChannel{Moderators: true}), server.ModeratorChannel),
		s.topics.Menu(c.Label("setup.topics"), setupTopics{}, here.choices(c.Voice, server.Topics)...),
		s.hour.Menu(c.Label("setup.hour"), setupHour{}, hourChoices(server)...),
		slash.Row{Buttons: last},
	).With(rows(append(moreSettings(c.Voice), s.changes.Button(c.Label("setup.changes"), slash.Nothing{})))...), nil
}

// moreSettings are buttons that open the settings of other features.
func moreSettings(v slash.Voice) []slash.Button {
	var buttons []slash.Button
	for _, open := range []func(slash.Voice) slash.Button{panelSettingsButton, handlesSettingsButton, partnerSettingsButton, pagesSettingsButton, welcomeSettingsButton, contentSettingsButton} {
		buttons = append(buttons, open(v))
	}
	return buttons
}

// rows are buttons in rows that fit a phone.
func rows(buttons []slash.Button) []slash.Block {
	var all []slash.Block
	for three := range slices.Chunk(buttons, 3) {
		all = append(all, slash.Row{Buttons: three})
	}
	return all
}

// opener is a button that runs an action of another feature.
func opener(v slash.Voice, action, label string) slash.Button {
	return (&slash.Action[slash.Nothing]{Name: action}).Button(v.Label(label), slash.Nothing{})
}

// backToSetup opens the set-up page again, from the pages that it leads to.
func backToSetup(v slash.Voice) slash.Button {
	open := slash.Action[setupOpen]{Name: "setup.open"}
	return open.Button(v.Label("setup.back"), setupOpen{})
}

func chosenChannel(m slash.Menu, id string) slash.Menu {
	if id != "" {
		m.Chosen = []string{id}
	}
	return m
}

// summary says in words what is settled; length is how many stories the digest has.
func (s *setupFeature) summary(c *slash.Call, here Newsroom, server community.Server, length int) slash.Markup {
	city := c.T("setup.no_city")
	if server.Zone != "" {
		city = c.T("setup.city_now", schedule.City(c.Lang, server.Zone), s.Now().In(server.Location()).Format("15:04"))
	}
	moderators := c.T("setup.no_moderator_channel")
	if server.ModeratorChannel != "" {
		moderators = slash.ChannelMention(server.ModeratorChannel)
	}
	return slash.Lines(
		slash.Bullet(c.T("setup.line.city", city)),
		slash.Bullet(c.T("setup.line.digest", length, slash.ChannelMention(server.DigestChannel), server.Hour)),
		slash.Bullet(c.T("setup.line.topics", here.titles(c.Voice, server.Topics))),
		slash.Bullet(c.T("setup.line.languages", languageNames(s.Tongues, server.Languages))),
		slash.Bullet(c.T("setup.line.moderators", moderators)))
}

// hourChoices are the hours of a day, from six in the morning.
func hourChoices(server community.Server) []slash.Choice {
	var choices []slash.Choice
	for i := range 24 {
		hour := fmt.Sprintf("%02d:00", (i+6)%24)
		choices = append(choices, slash.Choice{Name: hour, Value: hour, On: hour == server.Hour})
	}
	return choices
}

// change settles something: edit changes the server, and key and args say what
// was changed.
func (s *setupFeature) change(ctx context.Context, c *slash.Call, edit func(*community.Server), key string, args ...string) (slash.Reply, error) {
	change := changeBy(c, s.Now(), key, args...)
	server, err := s.Settings.EditServer(ctx, c.Place.Server, edit, change)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("save settings of server %s: %w", c.Place.Server, err)
	}
	return s.page(ctx, c, s.withDefaults(c, server))
}

func (s *setupFeature) setLanguages(ctx context.Context, c *slash.Call, in setupLanguages) (slash.Reply, error) {
	langs := strings.Split(in.Languages, "+")
	if err := community.CheckLanguages(langs); err != nil {
		return slash.Reply{}, c.Sorry(c.T("setup.bad_languages"), c.T("safe.nothing_changed"), slash.Try("setup"))
	}
	return s.change(ctx, c, func(sv *community.Server) { sv.Languages = langs }, "change.languages", in.Languages)
}

func (s *setupFeature) setTopics(ctx context.Context, c *slash.Call, in setupTopics) (slash.Reply, error) {
	here, err := s.room.at(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	for _, name := range in.Topics {
		if !slices.ContainsFunc(here.Topics, func(t news.Topic) bool { return t.Name == name }) {
			return slash.Reply{}, c.Sorry(c.T("setup.bad_topic"), c.T("safe.nothing_changed"), slash.Try("setup"))
		}
	}
	return s.change(ctx, c, func(sv *community.Server) { sv.Topics = in.Topics }, "change.topics", strings.Join(in.Topics, ", "))
}

func (s *setupFeature) setHour(ctx context.Context, c *slash.Call, in setupHour) (slash.Reply, error) {
	if _, err := schedule.Parse("every day " + in.Hour); err != nil {
		return slash.Reply{}, c.Sorry(c.T("setup.bad_hour", in.Hour), c.T("safe.nothing_changed"), slash.Try("setup"))
	}
	return s.change(ctx, c, func(sv *community.Server) { sv.Hour = in.Hour }, "change.hour", in.Hour)
}

func (s *setupFeature) setChannel(ctx context.Context, c *slash.Call, in setupChannel) (slash.Reply, error) {
	return s.useChannel(ctx, c, setupRecheck{in.Moderators, in.Channel.ID}, in.Channel.Bot)
}

func (s *setupFeature) checkAgain(ctx context.Context, c *slash.Call, in setupRecheck) (slash.Reply, error) {
	may, err := s.Permissions.in(ctx, c, in.Channel)
	if err != nil {
		return slash.Reply{}, err
	}
	return s.useChannel(ctx, c, in, may)
}

// useChannel settles a channel if Magpie may post there.
func (s *setupFeature) useChannel(ctx context.Context, c *slash.Call, in setupRecheck, may slash.Permissions) (slash.Reply, error) {
	if missing := may.Missing(digestPermissions); missing != 0 {
		return slash.Reply{}, c.Lacks(missing, in.Channel, s.recheck.Button(c.Label("setup.check_again"), in), backToSetup(c.Voice))
	}
	if in.Moderators {
		return s.change(ctx, c, func(sv *community.Server) { sv.ModeratorChannel = in.Channel }, "change.moderator_channel", in.Channel)
	}
	return s.change(ctx, c, func(sv *community.Server) { sv.DigestChannel = in.Channel }, "change.digest_channel", in.Channel)
}

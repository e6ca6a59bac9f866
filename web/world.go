package web

import (
	"context"
	"fmt"
	"slices"

	"magpie/slash"
)

// The ids of the demo server and its channels, so that a program can settle the
// server before anybody looks at it.
const (
	Server           = "100000000000000001"
	WelcomeChannel   = "100000000000000011"
	ChatChannel      = "100000000000000012"
	NewsChannel      = "100000000000000013"
	ModeratorChannel = "100000000000000014"
	StoriesChannel   = "100000000000000015" // a forum
)

// serverLocale is the language that the demo server is set to.
const serverLocale = "en-US"

// magpieID is the author of what the bot says.
const magpieID = "100000000000000099"

const (
	speaking = slash.ViewChannel | slash.ReadHistory | slash.SendMessages | slash.SendMessagesInThreads | slash.AttachFiles
	reading  = slash.ViewChannel | slash.ReadHistory
	leading  = speaking | slash.ManageServer | slash.MentionEveryone | slash.ManageRoles
	serving  = speaking | slash.ManageRoles // what Magpie may do
)

// A channel is a room of the demo server. Its topic is at "try.topic.<name>".
type channel struct {
	ID, Name string
	Kind     slash.ChannelKind
	Staff    bool // only moderators see it
	Quiet    bool // only moderators write in it
}

var channels = []channel{
	{ID: WelcomeChannel, Name: "welcome", Kind: slash.TextChannel},
	{ID: ChatChannel, Name: "chat", Kind: slash.TextChannel},
	{ID: NewsChannel, Name: "news", Kind: slash.NewsChannel, Quiet: true},
	{ID: StoriesChannel, Name: "stories", Kind: slash.ForumChannel},
	{ID: ModeratorChannel, Name: "moderators", Kind: slash.TextChannel, Staff: true},
}

var roles = []slash.RoleInfo{
	{ID: "100000000000000021", Name: "Newcomers 新朋友", Mentionable: true},
	{ID: "100000000000000022", Name: "Members"},
	{ID: "100000000000000023", Name: "Moderators 版主", May: leading},
	{ID: "100000000000000024", Name: "News", Mentionable: true},
}

// A persona is somebody on the demo server. Those with a Key can be played; their
// name is at "try.person.<key>". The others are invented and only chat.
type persona struct {
	ID, Key, Name string
	Leads         bool
	Roles         []string
}

var personas = []persona{
	{ID: "100000000000000031", Key: "newcomer", Roles: []string{roles[0].ID}},
	{ID: "100000000000000032", Key: "member", Roles: []string{roles[1].ID}},
	{ID: "100000000000000033", Key: "moderator", Leads: true, Roles: []string{roles[1].ID, roles[2].ID}},
	{ID: "100000000000000041", Name: "Maple"},
	{ID: "100000000000000042", Name: "小雨"},
	{ID: "100000000000000043", Name: "阿哲"},
}

// played is the persona with a key.
func played(key string) (persona, bool) {
	i := slices.IndexFunc(personas, func(p persona) bool { return p.Key == key && key != "" })
	if i < 0 {
		return persona{}, false
	}
	return personas[i], true
}

// channelBy returns the channel that is match for f.
func channelBy(match func(channel) bool) (channel, bool) {
	i := slices.IndexFunc(channels, match)
	if i < 0 {
		return channel{}, false
	}
	return channels[i], true
}

func channelByID(id string) (channel, bool) {
	return channelBy(func(c channel) bool { return c.ID == id })
}

func channelByName(name string) (channel, bool) {
	return channelBy(func(c channel) bool { return c.Name == name })
}

// may is what p may do in c.
func (p persona) may(c channel) slash.Permissions {
	switch {
	case p.Leads:
		return leading
	case c.Staff:
		return 0
	case c.Quiet:
		return reading
	}
	return speaking
}

func (p persona) sees(c channel) bool { return p.may(c).Has(slash.ViewChannel) }

// Permissions are what Magpie may do in a channel of the demo server: everything
// that it needs.
func Permissions(_ context.Context, server, id string) (slash.Permissions, error) {
	if _, ok := channelByID(id); !ok || server != Server {
		return 0, fmt.Errorf("permissions in channel %s of server %s: there is none", id, server)
	}
	return serving, nil
}

// name is what v calls the person.
func (p persona) name(v slash.Voice) string {
	if p.Key == "" {
		return p.Name
	}
	return v.Label("try.person." + p.Key)
}

// nameOf is the name of whoever has an id.
func nameOf(v slash.Voice, id string) string {
	if id == magpieID {
		return v.Label("try.magpie")
	}
	for _, p := range personas {
		if p.ID == id {
			return p.name(v)
		}
	}
	return id
}

// person is p as events carry them, doing something in c with their client in the
// language of v.
func (p persona) person(v slash.Voice, c channel) slash.Person {
	return slash.Person{ID: p.ID, Name: p.name(v), Locale: v.Lang, May: p.may(c), Roles: p.Roles}
}

// found is everything that ids in an event of p can refer to, except files.
func (p persona) found(v slash.Voice, here channel) slash.Found {
	f := slash.Found{
		Channels: map[string]slash.ChannelInfo{}, Roles: map[string]slash.RoleInfo{},
		People: map[string]slash.Person{}, Attachments: map[string]slash.Attachment{},
	}
	for _, c := range channels {
		if p.sees(c) {
			f.Channels[c.ID] = slash.ChannelInfo{ID: c.ID, Name: c.Name, Kind: c.Kind, Bot: serving, May: p.may(c)}
		}
	}
	for _, r := range roles {
		f.Roles[r.ID] = r
	}
	for _, q := range personas {
		f.People[q.ID] = q.person(v, here)
	}
	return f
}

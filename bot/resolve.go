package bot

import (
	"cmp"
	"strings"

	"magpie/slash"
)

// The flags of messages that matter here.
const (
	flagEphemeral  = 1 << 6
	flagComponents = 1 << 15 // of version 2
)

// The types of channel that Magpie posts in.
var channelKinds = map[int]slash.ChannelKind{
	0: slash.TextChannel, 5: slash.NewsChannel, 10: slash.ThreadChannel, 11: slash.ThreadChannel, 15: slash.ForumChannel,
}

type user struct {
	ID       string `json:"id"`
	Username string `json:"username"`
	Global   string `json:"global_name"`
	Bot      bool   `json:"bot"`
}

func (u user) person() slash.Person {
	return slash.Person{ID: u.ID, Name: cmp.Or(u.Global, u.Username)}
}

type member struct {
	User  user     `json:"user"`
	Nick  string   `json:"nick"`
	Roles []string `json:"roles"`
	May   bits     `json:"permissions"`
}

func (m member) person() slash.Person {
	p := m.User.person()
	p.Name, p.Roles, p.May = cmp.Or(m.Nick, p.Name), m.Roles, slash.Permissions(m.May)
	return p
}

// resolved is what the ids in an interaction refer to.
type resolved struct {
	Users    map[string]user       `json:"users"`
	Members  map[string]member     `json:"members"` // without their users
	Roles    map[string]role       `json:"roles"`
	Channels map[string]channel    `json:"channels"`
	Messages map[string]message    `json:"messages"`
	Files    map[string]attachment `json:"attachments"`
}

type role struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Mentionable bool   `json:"mentionable"`
	Managed     bool   `json:"managed"`
	May         bits   `json:"permissions"`
}

// channel is a channel of an interaction, which says who may do what there.
type channel struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Type   int    `json:"type"`
	May    bits   `json:"permissions"`
	BotMay bits   `json:"app_permissions"`
}

type attachment struct {
	ID   string `json:"id"`
	Name string `json:"filename"`
	URL  string `json:"url"`
	Size int    `json:"size"`
}

func (r resolved) found() slash.Found {
	f := slash.Found{
		Channels:    make(map[string]slash.ChannelInfo, len(r.Channels)),
		Roles:       make(map[string]slash.RoleInfo, len(r.Roles)),
		People:      make(map[string]slash.Person, len(r.Users)),
		Attachments: make(map[string]slash.Attachment, len(r.Files)),
	}
	for id, c := range r.Channels {
		kind := cmp.Or(channelKinds[c.Type], slash.OtherChannel)
		f.Channels[id] = slash.ChannelInfo{ID: c.ID, Name: c.Name, Kind: kind, Bot: slash.Permissions(c.BotMay), May: slash.Permissions(c.May)}
	}
	for id, ro := range r.Roles {
		f.Roles[id] = slash.RoleInfo{
			ID: ro.ID, Name: ro.Name, Mentionable: ro.Mentionable, Managed: ro.Managed, May: slash.Permissions(ro.May),
		}
	}
	for id, u := range r.Users {
		m := r.Members[id]
		m.User = u
		f.People[id] = m.person()
	}
	for id, a := range r.Files {
		f.Attachments[id] = slash.Attachment{ID: a.ID, Name: a.Name, URL: a.URL, Size: a.Size}
	}
	return f
}

// message is somebody's message. Components of unknown types are no trouble: of
// all of them only the text is taken.
type message struct {
	ID         string      `json:"id"`
	Channel    string      `json:"channel_id"`
	Author     user        `json:"author"`
	Content    string      `json:"content"`
	Flags      int         `json:"flags"`
	Components []textBlock `json:"components"`
	Embeds     []embed     `json:"embeds"`
	Forwarded  []struct {
		Message struct {
			Content string `json:"content"`
		} `json:"message"`
	} `json:"message_snapshots"`
}

type embed struct {
	Title string `json:"title"`
	Text  string `json:"description"`
}

// textBlock is a component: a text, or something that may hold one.
type textBlock struct {
	CustomID   string      `json:"custom_id"`
	Content    string      `json:"content"`
	Components []textBlock `json:"components"`
	Accessory  *textBlock  `json:"accessory"`
}

func (m message) seen(channel string) *slash.Message {
	return &slash.Message{
		ID: m.ID, Channel: cmp.Or(m.Channel, channel), Author: m.Author.person().Name, AuthorID: m.Author.ID,
		Text: m.text(), Private: m.Flags&flagEphemeral != 0,
	}
}

// text is what the message says, wherever it says it.
func (m message) text() string {
	if m.Content != "" {
		return m.Content
	}
	var parts []string
	for _, f := range m.Forwarded {
		parts = append(parts, f.Message.Content)
	}
	for _, c := range m.Components {
		c.texts(&parts, 0)
	}
	for _, e := range m.Embeds {
		parts = append(parts, e.Title, e.Text)
	}
	return strings.Join(nonEmpty(parts), "\n")
}

func (c textBlock) texts(parts *[]string, depth int) {
	if depth > maxDepth {
		return
	}
	*parts = append(*parts, c.Content)
	for _, inner := range c.Components {
		inner.texts(parts, depth+1)
	}
}

// holds reports whether a custom id is somewhere in the message.
func (m message) holds(customID string) bool {
	for _, c := range m.Components {
		if c.holds(customID, 0) {
			return true
		}
	}
	return false
}

func (c textBlock) holds(customID string, depth int) bool {
	if c.CustomID == customID {
		return true
	}
	if depth > maxDepth {
		return false
	}
	for _, inner := range c.Components {
		if inner.holds(customID, depth+1) {
			return true
		}
	}
	return c.Accessory != nil && c.Accessory.holds(customID, depth+1)
}

func nonEmpty(parts []string) []string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return kept
}

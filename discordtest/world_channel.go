package discordtest

import (
	"slices"
	"time"
)

// ChannelType is Discord's number for a kind of channel.
type ChannelType int

// The kinds of channel that exist here.
const (
	TextChannel         ChannelType = 0
	DirectChannel       ChannelType = 1
	VoiceChannel        ChannelType = 2
	CategoryChannel     ChannelType = 4
	AnnouncementChannel ChannelType = 5
	AnnouncementThread  ChannelType = 10
	PublicThread        ChannelType = 11
	PrivateThread       ChannelType = 12
	ForumChannel        ChannelType = 15
)

// Channel is a channel of a server, a thread, or a direct conversation.
type Channel struct {
	ID   string
	Name string
	Type ChannelType

	d          *Discord
	server     *Server  // nil in direct conversations
	parent     *Channel // of threads
	person     *user    // of direct conversations
	overwrites map[string]overwrite
	messages   []*message
	lastID     string // of the newest message ever
	deleted    bool

	topic       string
	slowMode    int
	tags        []tag // of forums
	requireTag  bool
	appliedTags []string // of forum threads
	owner       *user    // of threads
	followers   []*user  // members of threads, without their owner
	archived    bool
	locked      bool
	archive     int       // minutes until a thread is archived
	archivedAt  time.Time // or when it was made
}

type tag struct {
	id, name  string
	moderated bool
}

// Channel is the server's channel or thread of that name. It ends the test if
// there is none.
func (s *Server) Channel(name string) *Channel {
	s.d.t.Helper()
	s.d.mu.Lock()
	c := s.named(name)
	s.d.mu.Unlock()
	if c == nil {
		s.d.t.Fatalf("discordtest: server %s has no channel %q", s.Name, name)
	}
	return c
}

func (s *Server) named(name string) *Channel {
	for _, c := range s.channels {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Channels are the server's channels and threads, oldest first.
func (s *Server) Channels() []*Channel {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	return slices.Clone(s.channels)
}

// SystemChannel is where the server posts its own notices; nil if it has none.
func (s *Server) SystemChannel() *Channel {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	return s.system
}

// AddChannel makes a channel of a kind that is not a thread.
func (s *Server) AddChannel(name string, kind ChannelType) *Channel {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	return s.addChannel(name, kind, nil)
}

// AddForum makes a forum with the given tags.
func (s *Server) AddForum(name string, tags ...string) *Channel {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	c := s.addChannel(name, ForumChannel, nil)
	for _, t := range tags {
		c.tags = append(c.tags, tag{id: s.d.newID(), name: t})
	}
	s.d.dispatch("CHANNEL_UPDATE", c.payload(), s)
	return c
}

// AddThread opens a public thread in a text, announcement or forum channel.
func (c *Channel) AddThread(name string) *Channel {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	kind := PublicThread
	if c.Type == AnnouncementChannel {
		kind = AnnouncementThread
	}
	t := c.server.addChannel(name, kind, c)
	t.owner = c.server.owner
	return t
}

func (s *Server) addChannel(name string, kind ChannelType, parent *Channel) *Channel {
	return s.addChannelAs(s.d.newID(), name, kind, parent)
}

func (s *Server) addChannelAs(id, name string, kind ChannelType, parent *Channel) *Channel {
	c := &Channel{
		ID: id, Name: name, Type: kind,
		d: s.d, server: s, parent: parent,
		overwrites: map[string]overwrite{}, archive: 4320, archivedAt: s.d.config.Now(),
	}
	s.channels = append(s.channels, c)
	s.d.channels[c.ID] = c
	if s.bot {
		event := "CHANNEL_CREATE"
		if c.isThread() {
			event = "THREAD_CREATE"
		}
		s.d.dispatch(event, c.payload(), s)
	}
	return c
}

// Delete removes the channel, and its threads.
func (c *Channel) Delete() {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	c.remove()
}

func (c *Channel) remove() {
	if c.server == nil || c.deleted {
		return
	}
	for _, t := range slices.Clone(c.server.channels) {
		if t.parent == c {
			t.remove()
		}
	}
	event := "CHANNEL_DELETE"
	if c.isThread() {
		event = "THREAD_DELETE"
	}
	c.d.dispatch(event, c.payload(), c.server)
	c.deleted = true
	delete(c.d.channels, c.ID)
	c.server.channels = slices.DeleteFunc(c.server.channels, func(o *Channel) bool { return o == c })
	if c.server.system == c {
		c.server.system = nil
	}
}

// Rename changes the name of a channel, or the title of a thread.
func (c *Channel) Rename(name string) {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	c.Name = name
	event := "CHANNEL_UPDATE"
	if c.isThread() {
		event = "THREAD_UPDATE"
	}
	c.d.dispatch(event, c.payload(), c.server)
}

// Archive archives or revives a thread.
func (c *Channel) Archive(yes bool) {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	c.setArchived(yes)
	c.d.dispatch("THREAD_UPDATE", c.payload(), c.server)
}

func (c *Channel) setArchived(yes bool) {
	if c.archived != yes {
		c.archived, c.archivedAt = yes, c.d.config.Now()
	}
}

// Threads are the threads of the channel, oldest first.
func (c *Channel) Threads() []*Channel {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	var threads []*Channel
	for _, t := range c.server.channels {
		if t.parent == c && t.isThread() {
			threads = append(threads, t)
		}
	}
	return threads
}

// Holder is someone whose permissions a channel can change: a [*Role] or a [*Person].
type Holder interface {
	holder() (id string, member bool)
}

func (r *Role) holder() (string, bool)   { return r.ID, false }
func (p *Person) holder() (string, bool) { return p.user.id, true }

// Overwrite sets what a role or person is allowed and denied in the channel.
func (c *Channel) Overwrite(who Holder, allow, deny Permissions) {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	id, member := who.holder()
	c.overwrites[id] = overwrite{member, allow, deny}
	c.d.dispatch("CHANNEL_UPDATE", c.payload(), c.server)
}

// DenyBot takes permissions in the channel away from the bot itself.
func (c *Channel) DenyBot(deny Permissions) {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	c.overwrites[c.d.bot.id] = overwrite{true, 0, deny}
	c.d.dispatch("CHANNEL_UPDATE", c.payload(), c.server)
}

// AllowBot gives permissions in the channel to the bot, and lifts [Channel.DenyBot].
func (c *Channel) AllowBot(allow Permissions) {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	c.overwrites[c.d.bot.id] = overwrite{true, allow, 0}
	c.d.dispatch("CHANNEL_UPDATE", c.payload(), c.server)
}

func (c *Channel) isThread() bool {
	return c.Type == AnnouncementThread || c.Type == PublicThread || c.Type == PrivateThread
}

// holdsMessages reports whether messages can be posted in the channel itself.
func (c *Channel) holdsMessages() bool {
	return c.Type != ForumChannel && c.Type != CategoryChannel
}

// direct is the conversation between the bot and a user.
func (d *Discord) direct(u *user) *Channel {
	if u.direct == nil {
		u.direct = &Channel{ID: d.newID(), Name: u.name, Type: DirectChannel, d: d, person: u}
		d.channels[u.direct.ID] = u.direct
	}
	return u.direct
}

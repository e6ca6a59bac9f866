package discordtest

import (
	"slices"
	"strings"
	"time"
)

// ServerOptions describes a new server; the zero value is an English one with a
// text channel "general", which is also where system messages go.
type ServerOptions struct {
	Locale         string      // preferred_locale; en-US if empty
	Channels       []string    // names of text channels; "general" if none
	BotPermissions Permissions // what the bot's own role adds to @everyone's
	Everyone       Permissions // what @everyone has; MemberPermissions if zero
	WithoutBot     bool        // the bot is not a member (yet)
}

// Server is a guild.
type Server struct {
	ID   string
	Name string

	d           *Discord
	locale      string
	owner       *user
	everyone    *Role
	botRole     *Role
	botGrant    Permissions
	roles       []*Role
	members     map[string]*member
	joined      []*member // in order
	channels    []*Channel
	system      *Channel
	bot         bool // the bot is a member
	unavailable bool
	screening   bool
	overrides   map[string]map[string]bool // command name → role id → may use it
}

type member struct {
	user    *user
	roles   []*Role
	nick    string
	joined  time.Time
	pending bool // has not agreed to the rules yet
}

// Role is a role of a server. It is also a [Grant].
type Role struct {
	ID   string
	Name string

	server      *Server
	permissions Permissions
	position    int
	managed     bool
	mentionable bool
}

// Grant is what a person can be given on joining: [Permissions] or a [*Role].
type Grant interface{ grantedOn(*Server) *Role }

func (p Permissions) grantedOn(s *Server) *Role {
	return s.addRole("permissions "+p.String(), p)
}

func (r *Role) grantedOn(*Server) *Role { return r }

// Server makes a new server, which the bot joins unless told otherwise.
func (d *Discord) Server(name string, options ServerOptions) *Server {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := &Server{
		ID: d.newID(), Name: name, d: d,
		locale:    orDefault(options.Locale, "en-US"),
		members:   map[string]*member{},
		botGrant:  options.BotPermissions,
		overrides: map[string]map[string]bool{},
	}
	s.everyone = &Role{ID: s.ID, Name: "@everyone", server: s, permissions: orDefault(options.Everyone, MemberPermissions)}
	s.roles = []*Role{s.everyone}
	s.owner = d.newUser(strings.ToLower(name)+" owner", s.locale)
	s.join(s.owner)
	channels := options.Channels
	if len(channels) == 0 {
		channels = []string{"general"}
	}
	for _, c := range channels {
		s.addChannel(c, TextChannel, nil)
	}
	s.system = s.channels[0]
	d.servers = append(d.servers, s)
	if !options.WithoutBot {
		s.addBot()
	}
	return s
}

func (s *Server) join(u *user) *member {
	if m := s.members[u.id]; m != nil {
		return m
	}
	m := &member{user: u, joined: s.d.config.Now(), pending: s.screening && !u.isBot}
	s.members[u.id] = m
	s.joined = append(s.joined, m)
	return m
}

func (s *Server) leave(u *user) {
	delete(s.members, u.id)
	s.joined = slices.DeleteFunc(s.joined, func(m *member) bool { return m.user == u })
}

// AddBot lets the bot join: GUILD_CREATE with its own new role.
func (s *Server) AddBot() {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	if !s.bot {
		s.addBot()
	}
}

func (s *Server) addBot() {
	s.botRole = s.addRole(s.d.bot.name, s.botGrant)
	s.botRole.managed = true
	s.join(s.d.bot).roles = []*Role{s.botRole}
	s.bot = true
	s.d.dispatch("GUILD_CREATE", nil, s)
}

// RemoveBot kicks the bot: GUILD_DELETE, its role and its server commands are gone.
func (s *Server) RemoveBot() {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	s.removeBot()
}

func (s *Server) removeBot() {
	if !s.bot {
		return
	}
	s.d.dispatch("GUILD_DELETE", object{"id": s.ID}, s)
	s.bot = false
	s.leave(s.d.bot)
	s.roles = slices.DeleteFunc(s.roles, func(r *Role) bool { return r == s.botRole })
	s.d.commands = slices.DeleteFunc(s.d.commands, func(c *command) bool { return c.guild == s.ID })
	s.d.bump()
}

// SetUnavailable starts or ends an outage of the server: GUILD_DELETE with
// unavailable, or GUILD_CREATE.
func (s *Server) SetUnavailable(outage bool) {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	if s.unavailable == outage {
		return
	}
	s.unavailable = outage
	if outage {
		s.d.dispatch("GUILD_DELETE", object{"id": s.ID, "unavailable": true}, s)
	} else {
		s.d.dispatch("GUILD_CREATE", nil, s)
	}
}

// Everyone is the role that all members have.
func (s *Server) Everyone() *Role { return s.everyone }

// BotRole is the bot's own role, or nil if the bot is not here.
func (s *Server) BotRole() *Role {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	return s.botRole
}

// Role makes a role that ranks above all earlier ones.
func (s *Server) Role(name string, p Permissions) *Role {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	return s.addRole(name, p)
}

func (s *Server) addRole(name string, p Permissions) *Role {
	r := &Role{ID: s.d.newID(), Name: name, server: s, permissions: p, position: len(s.roles)}
	s.roles = append(s.roles, r)
	if s.bot {
		s.d.dispatch("GUILD_ROLE_CREATE", object{"guild_id": s.ID, "role": r.payload()}, s)
	}
	return r
}

// SetPermissions replaces what the role allows, server-wide.
func (r *Role) SetPermissions(p Permissions) {
	r.server.d.mu.Lock()
	defer r.server.d.mu.Unlock()
	r.permissions = p
	r.server.d.dispatch("GUILD_ROLE_UPDATE", object{"guild_id": r.server.ID, "role": r.payload()}, r.server)
}

// Below moves the role right below another one.
func (r *Role) Below(other *Role) {
	r.server.d.mu.Lock()
	defer r.server.d.mu.Unlock()
	at := other.position
	for _, o := range r.server.roles {
		if o.position >= at {
			o.position++
		}
	}
	r.position = at
	r.server.d.dispatch("GUILD_ROLE_UPDATE", object{"guild_id": r.server.ID, "role": r.payload()}, r.server)
}

// SetMentionable says whether anyone may ping the role.
func (r *Role) SetMentionable(yes bool) {
	r.server.d.mu.Lock()
	defer r.server.d.mu.Unlock()
	r.mentionable = yes
}

// Has reports whether a person has the role.
func (r *Role) Has(p *Person) bool {
	r.server.d.mu.Lock()
	defer r.server.d.mu.Unlock()
	m := r.server.members[p.user.id]
	return m != nil && slices.Contains(m.roles, r)
}

// OverrideCommand lets a role use a command, or hides it from the role, whatever
// the command's default_member_permissions say, as a server's own settings can.
func (s *Server) OverrideCommand(name string, role *Role, allowed bool) {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	if s.overrides[name] == nil {
		s.overrides[name] = map[string]bool{}
	}
	s.overrides[name][role.ID] = allowed
}

func (d *Discord) server(id string) *Server {
	for _, s := range d.servers {
		if s.ID == id {
			return s
		}
	}
	return nil
}

func (s *Server) role(id string) *Role {
	for _, r := range s.roles {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// rank is the position of a user's highest role.
func (s *Server) rank(u *user) int {
	if u == s.owner {
		return len(s.roles) + 1
	}
	rank := 0
	if m := s.members[u.id]; m != nil {
		for _, r := range m.roles {
			rank = max(rank, r.position)
		}
	}
	return rank
}

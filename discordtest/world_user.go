package discordtest

type user struct {
	id        string
	name      string
	locale    string
	isBot     bool
	closedDMs bool
	installed bool // has the application installed for themselves
	direct    *Channel
}

func (d *Discord) newUser(name, locale string) *user {
	u := &user{id: d.newID(), name: name, locale: locale}
	d.users[u.id] = u
	return u
}

// Person makes a person who is a member of the server, with the given permissions
// or roles. The locale is that of their client.
func (s *Server) Person(name, locale string, grants ...Grant) *Person {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	p := &Person{d: s.d, user: s.d.newUser(name, locale)}
	s.welcome(p, grants)
	return p
}

// DirectPerson makes a person who shares no server with the bot and has it
// installed for themselves; they talk to it in [Person.Direct].
func (d *Discord) DirectPerson(name, locale string) *Person {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.newUser(name, locale)
	u.installed = true
	return &Person{d: d, user: u}
}

// Join makes an existing person a member of a further server.
func (p *Person) Join(s *Server, grants ...Grant) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	s.welcome(p, grants)
}

func (s *Server) welcome(p *Person, grants []Grant) {
	m := s.join(p.user)
	for _, g := range grants {
		m.roles = append(m.roles, g.grantedOn(s))
	}
	if s.bot {
		data := m.payload(true)
		data["guild_id"] = s.ID
		s.d.dispatch("GUILD_MEMBER_ADD", data, s)
	}
}

// Leave ends a person's membership.
func (p *Person) Leave(s *Server) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	s.leave(p.user)
	s.d.dispatch("GUILD_MEMBER_REMOVE", object{"guild_id": s.ID, "user": p.user.payload()}, s)
}

// Grant gives a member further permissions or roles.
func (p *Person) Grant(s *Server, grants ...Grant) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	m := s.join(p.user)
	for _, g := range grants {
		m.roles = append(m.roles, g.grantedOn(s))
	}
	s.memberChanged(m)
}

// Revoke takes all of a member's roles away.
func (p *Person) Revoke(s *Server) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	m := s.join(p.user)
	m.roles = nil
	s.memberChanged(m)
}

func (s *Server) memberChanged(m *member) {
	data := m.payload(true)
	data["guild_id"] = s.ID
	s.d.dispatch("GUILD_MEMBER_UPDATE", data, s)
}

// CloseDirect makes the person refuse (or accept again) direct messages: 50007.
func (p *Person) CloseDirect(closed bool) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	p.user.closedDMs = closed
}

// Install says whether the person has the application installed for themselves.
func (p *Person) Install(yes bool) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	p.user.installed = yes
}

package discordtest

// Screen makes people who join from now on agree to the rules first, with [Person.Agree]:
// until then they are pending, and can neither write nor use commands.
func (s *Server) Screen(yes bool) {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	s.screening = yes
}

// Agree makes a member agree to a server's rules: GUILD_MEMBER_UPDATE, no longer pending.
func (p *Person) Agree(s *Server) {
	p.d.t.Helper()
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	m := s.members[p.user.id]
	if m == nil || !m.pending {
		p.d.blame("%s has no rules of server %s to agree to", p.user.name, s.Name)
		return
	}
	m.pending = false
	s.memberChanged(m)
}

func (s *Server) isPending(u *user) bool {
	m := s.members[u.id]
	return m != nil && m.pending
}

// OtherBot makes another application's bot a member of the server.
func (s *Server) OtherBot(name string) *Person {
	s.d.mu.Lock()
	defer s.d.mu.Unlock()
	p := &Person{d: s.d, user: s.d.newUser(name, s.locale)}
	p.user.isBot = true
	s.welcome(p, nil)
	return p
}

// Rename changes what a person is called in a server; empty is their own name.
func (p *Person) Rename(s *Server, nick string) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	m := s.join(p.user)
	m.nick = nick
	s.memberChanged(m)
}

// reaches reports whether the bot may write to a user: they share a server, or the user
// has the application installed for themselves.
func (d *Discord) reaches(u *user) bool {
	if u.installed {
		return true
	}
	for _, s := range d.servers {
		if s.bot && s.members[u.id] != nil {
			return true
		}
	}
	return false
}

// SwitchOn lets the application ask for further privileged intents from now on, as its
// owner does in the developer portal.
func (d *Discord) SwitchOn(intents Intents) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.config.Privileged |= intents
}

package discordtest

import "strconv"

// Permissions is a set of Discord's permission bits. It is also a [Grant].
type Permissions uint64

// The permissions that matter to bots; values are Discord's.
const (
	CreateInvite           Permissions = 1 << 0
	KickMembers            Permissions = 1 << 1
	BanMembers             Permissions = 1 << 2
	Administrator          Permissions = 1 << 3
	ManageChannels         Permissions = 1 << 4
	ManageServer           Permissions = 1 << 5 // MANAGE_GUILD
	AddReactions           Permissions = 1 << 6
	ViewChannel            Permissions = 1 << 10
	SendMessages           Permissions = 1 << 11
	ManageMessages         Permissions = 1 << 13
	EmbedLinks             Permissions = 1 << 14
	AttachFiles            Permissions = 1 << 15
	ReadMessageHistory     Permissions = 1 << 16
	MentionEveryone        Permissions = 1 << 17
	UseExternalEmojis      Permissions = 1 << 18
	ManageRoles            Permissions = 1 << 28
	ManageWebhooks         Permissions = 1 << 29
	UseApplicationCommands Permissions = 1 << 31
	ManageThreads          Permissions = 1 << 34
	CreatePublicThreads    Permissions = 1 << 35
	CreatePrivateThreads   Permissions = 1 << 36
	SendMessagesInThreads  Permissions = 1 << 38
	ModerateMembers        Permissions = 1 << 40
	UseExternalApps        Permissions = 1 << 50
	PinMessages            Permissions = 1 << 51

	// AllPermissions is every bit up to the highest that Discord knows.
	AllPermissions Permissions = 1<<53 - 1

	// MemberPermissions is what @everyone has in a new server here.
	MemberPermissions = CreateInvite | AddReactions | ViewChannel | SendMessages | EmbedLinks | AttachFiles |
		ReadMessageHistory | UseExternalEmojis | UseApplicationCommands | CreatePublicThreads | SendMessagesInThreads | UseExternalApps

	directPermissions = AddReactions | ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory |
		MentionEveryone | UseExternalEmojis | UseApplicationCommands | PinMessages
)

// Has reports whether all bits of want are in p.
func (p Permissions) Has(want Permissions) bool { return p&want == want }

// String is the set as Discord writes it in JSON: a decimal number.
func (p Permissions) String() string { return strconv.FormatUint(uint64(p), 10) }

// overwrite changes permissions in one channel, for a role or a member.
type overwrite struct {
	member      bool
	allow, deny Permissions
}

// permissionsIn is what a user may do in a channel, or in the server at large if
// channel is nil. Threads inherit from their parent.
func (s *Server) permissionsIn(u *user, channel *Channel) Permissions {
	if s.owner == u {
		return AllPermissions
	}
	m := s.members[u.id]
	p := s.everyone.permissions
	if m != nil {
		for _, r := range m.roles {
			p |= r.permissions
		}
	}
	if p.Has(Administrator) {
		return AllPermissions
	}
	if channel == nil {
		return p
	}
	if channel.isThread() {
		channel = channel.parent
	}
	p = channel.overwritten(p, m, u)
	if !p.Has(ViewChannel) {
		return 0
	}
	return p
}

// overwritten applies a channel's overwrites in Discord's order: @everyone, then
// all roles together, then the member.
func (c *Channel) overwritten(p Permissions, m *member, u *user) Permissions {
	apply := func(o overwrite) { p = p&^o.deny | o.allow }
	apply(c.overwrites[c.server.ID])
	var roles overwrite
	if m != nil {
		for _, r := range m.roles {
			o := c.overwrites[r.ID]
			roles.allow |= o.allow
			roles.deny |= o.deny
		}
	}
	apply(roles)
	apply(c.overwrites[u.id])
	return p
}

// permissionsOf is what a user may do in a channel of any kind.
func (c *Channel) permissionsOf(u *user) Permissions {
	if c.server == nil {
		return directPermissions
	}
	return c.server.permissionsIn(u, c)
}

package slash

import "strings"

// Permissions is a set of rights, in Discord's bits.
type Permissions uint64

// The permissions that Magpie asks about. The bits are Discord's, from its
// reference on permissions.
const (
	Administrator         Permissions = 1 << 3
	ManageServer          Permissions = 1 << 5
	ViewChannel           Permissions = 1 << 10
	SendMessages          Permissions = 1 << 11
	AttachFiles           Permissions = 1 << 15
	ReadHistory           Permissions = 1 << 16
	MentionEveryone       Permissions = 1 << 17
	ManageRoles           Permissions = 1 << 28
	ManageThreads         Permissions = 1 << 34
	CreatePublicThreads   Permissions = 1 << 35
	SendMessagesInThreads Permissions = 1 << 38
)

// ModeratorPowers are all rights over other people and over the server: to administer, kick,
// ban, manage channels, see the audit log, manage messages, notify everyone, mute, deafen and
// move, manage nicknames, roles, webhooks, emojis, events and threads, and to time out.
const ModeratorPowers = Administrator | ManageServer | MentionEveryone | ManageRoles | ManageThreads |
	1<<1 | 1<<2 | 1<<4 | 1<<7 | 1<<13 | 1<<22 | 1<<23 | 1<<24 | 1<<27 | 1<<29 | 1<<30 | 1<<33 | 1<<40

var permissionNames = []struct {
	bit  Permissions
	name string
}{
	{ManageServer, "manage_server"},
	{ViewChannel, "view_channel"},
	{SendMessages, "send_messages"},
	{AttachFiles, "attach_files"},
	{ReadHistory, "read_history"},
	{MentionEveryone, "mention_everyone"},
	{ManageRoles, "manage_roles"},
	{SendMessagesInThreads, "send_in_threads"},
	{ManageThreads, "manage_threads"},
	{CreatePublicThreads, "create_public_threads"},
}

// Has reports whether all of want are in the set. An administrator has everything.
func (p Permissions) Has(want Permissions) bool {
	return p&Administrator != 0 || p&want == want
}

// Missing returns what of want is not in the set.
func (p Permissions) Missing(want Permissions) Permissions {
	if p&Administrator != 0 {
		return 0
	}
	return want &^ p
}

// Names returns the words of the permissions in the set, in a fixed order; the
// catalogue has Discord's own label for each under "permission.<name>".
func (p Permissions) Names() []string {
	var names []string
	for _, n := range permissionNames {
		if p&n.bit != 0 {
			names = append(names, n.name)
		}
	}
	return names
}

func (p Permissions) String() string { return strings.Join(p.Names(), ", ") }

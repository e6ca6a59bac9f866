package discordtest

import (
	"fmt"
	"slices"
	"strings"
)

// Intents is a set of the gateway's intent bits.
type Intents int

// The intents that gate the events sent here; values are Discord's.
const (
	IntentGuilds         Intents = 1 << 0
	IntentGuildMembers   Intents = 1 << 1
	IntentPresences      Intents = 1 << 8
	IntentGuildMessages  Intents = 1 << 9
	IntentDirectMessages Intents = 1 << 12
	IntentMessageContent Intents = 1 << 15

	privilegedIntents = IntentGuildMembers | IntentPresences | IntentMessageContent
	knownIntents      = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)

// Has reports whether all bits of want are in i.
func (i Intents) Has(want Intents) bool { return i&want == want }

// gate is the intents of which one lets an event through; none is always.
func gate(event string, direct bool) Intents {
	switch {
	case strings.HasPrefix(event, "GUILD_MEMBER_"), event == "THREAD_MEMBERS_UPDATE": // but for the bot itself
		return IntentGuildMembers
	case strings.HasPrefix(event, "GUILD_"), strings.HasPrefix(event, "CHANNEL_"), strings.HasPrefix(event, "THREAD_"):
		return IntentGuilds
	case strings.HasPrefix(event, "MESSAGE_") && direct:
		return IntentDirectMessages
	case strings.HasPrefix(event, "MESSAGE_"):
		return IntentGuildMessages
	}
	return 0
}

// dispatch sends an event about a server, or a direct conversation if nil, to every
// session that should see it. Without data it is the server's GUILD_CREATE.
func (d *Discord) dispatch(event string, data object, server *Server) {
	d.bump()
	if server != nil && !server.bot && event != "INTERACTION_CREATE" {
		return
	}
	d.eachSession(event, server, func(s *session) {
		switch {
		case data == nil:
			s.send(d, event, server.createPayload(s.intents, s.large))
		default:
			s.send(d, event, data)
		}
	})
}

// eachSession visits the sessions that an event reaches, in the order they began.
func (d *Discord) eachSession(event string, server *Server, visit func(*session)) {
	for _, id := range sortedKeys(d.gateway.sessions) {
		s := d.gateway.sessions[id]
		shard := 0
		if server != nil {
			shard = server.shardOf(s.shards)
		}
		if shard != s.shard {
			continue
		}
		if needs := gate(event, server == nil); !s.intents.Has(needs) {
			d.note(Entry{Kind: Withheld, Event: event, Note: fmt.Sprintf("session %s lacks intents %d", s.id, needs)})
			continue
		}
		visit(s)
	}
}

// dispatchMessage is dispatch for messages: only in channels that the bot sees, and
// without MESSAGE_CONTENT emptied unless the message is the bot's, direct, or names it.
func (d *Discord) dispatchMessage(event string, m *message, data object) {
	d.bump()
	server := m.channel.server
	if server != nil {
		if !server.bot || !m.channel.permissionsOf(d.bot).Has(ViewChannel) {
			return
		}
		data["guild_id"] = server.ID
		if member := server.members[m.author.id]; member != nil {
			data["member"] = member.payload(false)
		}
	}
	d.eachSession(event, server, func(s *session) {
		if s.intents.Has(IntentMessageContent) || server == nil || m.author == d.bot || slices.Contains(m.mentioned.users, d.bot) {
			s.send(d, event, data)
			return
		}
		emptied := object{}
		for k, v := range data {
			emptied[k] = v
		}
		emptied["content"], emptied["embeds"], emptied["attachments"], emptied["components"] = "", []any{}, []any{}, []any{}
		s.send(d, event, emptied)
	})
}

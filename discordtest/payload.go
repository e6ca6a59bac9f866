package discordtest

import (
	"maps"
	"strconv"
	"time"
)

// object is a JSON object.
type object = map[string]any

// stamp is a time as Discord writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000-07:00") }

func (u *user) payload() object {
	return object{
		"id": u.id, "username": u.name, "global_name": u.name, "discriminator": "0",
		"avatar": nil, "bot": u.isBot, "public_flags": 0,
	}
}

func (m *member) payload(withUser bool) object {
	roles := []string{}
	for _, r := range m.roles {
		roles = append(roles, r.ID)
	}
	data := object{
		"roles": roles, "nick": nil, "avatar": nil, "joined_at": stamp(m.joined), "premium_since": nil,
		"deaf": false, "mute": false, "pending": m.pending, "flags": 0, "communication_disabled_until": nil,
	}
	if m.nick != "" {
		data["nick"] = m.nick
	}
	if withUser {
		data["user"] = m.user.payload()
	}
	return data
}

func (r *Role) payload() object {
	return object{
		"id": r.ID, "name": r.Name, "color": 0, "hoist": false, "position": r.position,
		"permissions": r.permissions.String(), "managed": r.managed, "mentionable": r.mentionable, "flags": 0,
	}
}

func (c *Channel) payload() object {
	data := object{"id": c.ID, "type": int(c.Type), "last_message_id": nil, "flags": 0}
	if c.lastID != "" {
		data["last_message_id"] = c.lastID
	}
	if c.server == nil {
		data["recipients"] = []object{c.person.payload()}
		return data
	}
	data["guild_id"], data["name"], data["position"] = c.server.ID, c.Name, 0
	data["nsfw"], data["rate_limit_per_user"] = false, c.slowMode
	if c.isThread() {
		c.threadPayload(data)
		return data
	}
	data["topic"], data["parent_id"] = nil, nil
	if c.topic != "" {
		data["topic"] = c.topic
	}
	data["permission_overwrites"] = c.overwritePayloads()
	if c.Type == ForumChannel {
		tags := []object{}
		for _, t := range c.tags {
			tags = append(tags, object{"id": t.id, "name": t.name, "moderated": t.moderated, "emoji_id": nil, "emoji_name": nil})
		}
		data["available_tags"] = tags
		if c.requireTag {
			data["flags"] = 1 << 4
		}
	}
	return data
}

func (c *Channel) threadPayload(data object) {
	data["parent_id"], data["owner_id"] = c.parent.ID, c.owner.idOr(c.server.owner.id)
	data["message_count"], data["member_count"] = len(c.messages), 1
	data["total_message_sent"] = len(c.messages)
	data["thread_metadata"] = c.threadMetadata()
	if c.parent.Type == ForumChannel {
		data["applied_tags"] = append([]string{}, c.appliedTags...)
	}
}

func (c *Channel) threadMetadata() object {
	return object{
		"archived": c.archived, "locked": c.locked, "auto_archive_duration": c.archive,
		"archive_timestamp": stamp(c.archivedAt),
	}
}

func (u *user) idOr(id string) string {
	if u == nil {
		return id
	}
	return u.id
}

func (c *Channel) overwritePayloads() []object {
	list := []object{}
	for id, o := range c.overwrites {
		kind := 0
		if o.member {
			kind = 1
		}
		list = append(list, object{"id": id, "type": kind, "allow": o.allow.String(), "deny": o.deny.String()})
	}
	return list
}

func (s *Server) payload() object {
	roles := []object{}
	for _, r := range s.roles {
		roles = append(roles, r.payload())
	}
	data := object{
		"id": s.ID, "name": s.Name, "icon": nil, "splash": nil, "discovery_splash": nil, "owner_id": s.owner.id,
		"afk_channel_id": nil, "afk_timeout": 300, "verification_level": 1, "default_message_notifications": 1,
		"explicit_content_filter": 2, "roles": roles, "emojis": []any{}, "stickers": []any{}, "features": []string{"COMMUNITY"},
		"mfa_level": 0, "application_id": nil, "system_channel_id": nil, "system_channel_flags": 0,
		"rules_channel_id": nil, "vanity_url_code": nil, "description": nil, "banner": nil, "premium_tier": 0,
		"premium_subscription_count": 0, "preferred_locale": s.locale, "public_updates_channel_id": nil,
		"nsfw_level": 0, "premium_progress_bar_enabled": false, "safety_alerts_channel_id": nil,
	}
	if s.system != nil {
		data["system_channel_id"] = s.system.ID
	}
	return data
}

// createPayload is the server as GUILD_CREATE tells it. Without the GUILD_MEMBERS
// intent it names no member but the bot.
func (s *Server) createPayload(intents Intents, largeThreshold int) object {
	data := s.payload()
	channels, threads := []object{}, []object{}
	for _, c := range s.channels {
		if !s.permissionsIn(s.d.bot, c).Has(ViewChannel) {
			continue
		}
		if c.isThread() {
			if !c.archived {
				threads = append(threads, c.payload())
			}
			continue
		}
		channels = append(channels, c.payload())
	}
	members := []object{}
	for _, m := range s.joined {
		if m.user == s.d.bot || intents.Has(IntentGuildMembers) && len(members) < largeThreshold {
			members = append(members, m.payload(true))
		}
	}
	maps.Copy(data, object{
		"joined_at": stamp(s.botJoined()), "large": len(s.members) > largeThreshold, "unavailable": false,
		"member_count": len(s.members), "voice_states": []any{}, "members": members, "channels": channels,
		"threads": threads, "presences": []any{}, "stage_instances": []any{}, "guild_scheduled_events": []any{},
		"soundboard_sounds": []any{},
	})
	return data
}

func (s *Server) botJoined() time.Time {
	if m := s.members[s.d.bot.id]; m != nil {
		return m.joined
	}
	return s.d.config.Now()
}

func (d *Discord) applicationPayload() object {
	return object{
		"id": d.bot.id, "name": d.bot.name, "icon": nil, "description": "", "bot_public": true,
		"bot_require_code_grant": false, "verify_key": "", "flags": d.applicationFlags(), "summary": "",
		"approximate_guild_count": len(d.servers), "team": nil, "bot": d.bot.payload(),
		"owner":                    object{"id": strconv.Itoa(1), "username": "operator", "discriminator": "0", "avatar": nil, "global_name": nil},
		"integration_types_config": object{"0": object{}, "1": object{}},
	}
}

// applicationFlags tell which privileged intents are switched on (the "limited"
// ones, as applications in few servers have).
func (d *Discord) applicationFlags() int {
	flags := 0
	limited := map[Intents]int{IntentPresences: 1 << 13, IntentGuildMembers: 1 << 15, IntentMessageContent: 1 << 19}
	for intent, flag := range limited {
		if d.config.Privileged.Has(intent) {
			flags |= flag
		}
	}
	return flags
}

package discordtest

import "strings"

func (m *message) payload() object {
	embeds, raw := m.embeds, m.raw
	if embeds == nil {
		embeds = []any{}
	}
	if raw == nil {
		raw = []any{}
	}
	data := object{
		"id": m.id, "type": m.kind, "channel_id": m.channel.ID, "author": m.author.payload(), "content": m.content,
		"timestamp": stamp(m.at), "edited_timestamp": nil, "tts": m.tts, "mention_everyone": m.mentioned.everyone,
		"mentions": m.mentioned.userPayloads(), "mention_roles": append([]string{}, m.mentioned.roleIDs...),
		"attachments": m.filePayloads(), "embeds": embeds, "components": raw, "pinned": false, "flags": m.flags,
	}
	if !m.edited.IsZero() {
		data["edited_timestamp"] = stamp(m.edited)
	}
	if len(m.stickers) > 0 {
		data["sticker_items"] = []any{}
	}
	if m.poll != nil {
		data["poll"] = m.poll
	}
	if m.reference != nil {
		data["message_reference"] = m.reference
	}
	if m.thread != nil {
		data["thread"] = m.thread.payload()
	}
	m.originPayload(data)
	return data
}

// originPayload tells by which webhook or interaction the message came.
func (m *message) originPayload(data object) {
	if m.webhook != nil {
		data["webhook_id"] = m.webhook.id
		data["author"] = object{"id": m.webhook.id, "username": orDefault(m.alias, m.webhook.name), "avatar": nil, "discriminator": "0000", "bot": true, "global_name": nil, "public_flags": 0}
	}
	if m.cause == nil {
		return
	}
	data["application_id"], data["webhook_id"] = m.channel.d.bot.id, m.channel.d.bot.id
	metadata := object{
		"id": m.cause.id, "type": m.cause.kind, "user": m.cause.user.payload(),
		"authorizing_integration_owners": m.cause.owners(),
	}
	if m.cause.kind == interactionCommand {
		metadata["name"], metadata["command_type"] = m.cause.shownName(), int(m.cause.command.kind)
		data["interaction"] = object{"id": m.cause.id, "type": m.cause.kind, "name": m.cause.shownName(), "user": m.cause.user.payload()}
	}
	data["interaction_metadata"] = metadata
}

func (m *message) filePayloads() []object {
	list := []object{}
	for _, f := range m.files {
		list = append(list, f.payload())
	}
	return list
}

func (f *File) payload() object {
	data := object{
		"id": f.ID, "filename": f.Name, "size": len(f.Data), "url": f.URL,
		"proxy_url": strings.Replace(f.URL, cdn, "https://media.discordapp.net", 1),
	}
	if f.Type != "" {
		data["content_type"] = f.Type
	}
	if f.Description != "" {
		data["description"] = f.Description
	}
	return data
}

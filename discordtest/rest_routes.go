package discordtest

// routes is every route that exists. Any other is refused.
func (d *Discord) routes() []*route {
	history := []string{"limit", "before", "after", "around"}
	return []*route{
		{method: "GET", path: "/gateway", handle: getGateway, open: true},
		{method: "GET", path: "/gateway/bot", handle: getGatewayBot},
		{method: "GET", path: "/users/@me", handle: getSelf},
		{method: "GET", path: "/users/@me/guilds", handle: listOwnGuilds, query: []string{"limit", "before", "after", "with_counts"}},
		{method: "DELETE", path: "/users/@me/guilds/{guild}", handle: leaveGuild},
		{method: "POST", path: "/users/@me/channels", handle: openDirect, body: record(fields{"recipient_id!": snowflake})},
		{method: "GET", path: "/users/{user}", handle: getUser},
		{method: "GET", path: "/applications/@me", handle: getApplication},
		{method: "GET", path: "/oauth2/applications/@me", handle: getApplication},

		{method: "GET", path: "/applications/{application}/commands", handle: listCommands, query: []string{"with_localizations"}},
		{method: "POST", path: "/applications/{application}/commands", handle: createCommand, body: commandCheck, schema: schemaCommand},
		{method: "PUT", path: "/applications/{application}/commands", handle: putCommands, body: list(0, 131, commandCheck), schema: schemaCommand},
		{method: "GET", path: "/applications/{application}/commands/{command}", handle: getCommand},
		{method: "PATCH", path: "/applications/{application}/commands/{command}", handle: editCommand, body: record(partialCommandShape())},
		{method: "DELETE", path: "/applications/{application}/commands/{command}", handle: deleteCommand},
		{method: "GET", path: "/applications/{application}/guilds/{guild}/commands", handle: listCommands, query: []string{"with_localizations"}},
		{method: "POST", path: "/applications/{application}/guilds/{guild}/commands", handle: createCommand, body: commandCheck, schema: schemaCommand},
		{method: "PUT", path: "/applications/{application}/guilds/{guild}/commands", handle: putCommands, body: list(0, 130, commandCheck), schema: schemaCommand},
		{method: "GET", path: "/applications/{application}/guilds/{guild}/commands/{command}", handle: getCommand},
		{method: "PATCH", path: "/applications/{application}/guilds/{guild}/commands/{command}", handle: editCommand, body: record(partialCommandShape())},
		{method: "DELETE", path: "/applications/{application}/guilds/{guild}/commands/{command}", handle: deleteCommand},

		{method: "POST", path: "/interactions/{interaction}/{token}/callback", handle: answerInteraction, open: true, files: true,
			body: record(callbackShape()), query: []string{"with_response"}},
		{method: "POST", path: "/webhooks/{webhook}/{token}", handle: executeWebhook, open: true, files: true,
			body: record(webhookMessageShape()), query: []string{"wait", "thread_id", "with_components"}, schema: schemaFollowUp},
		{method: "GET", path: "/webhooks/{webhook}/{token}/messages/{message}", handle: hookMessage, open: true, query: []string{"thread_id"}},
		{method: "PATCH", path: "/webhooks/{webhook}/{token}/messages/{message}", handle: hookMessage, open: true, files: true,
			body: record(messageShape()), query: []string{"thread_id", "with_components"}, schema: schemaWebhookEdit},
		{method: "DELETE", path: "/webhooks/{webhook}/{token}/messages/{message}", handle: hookMessage, open: true, query: []string{"thread_id"}},

		{method: "GET", path: "/channels/{channel}", handle: getChannel},
		{method: "PATCH", path: "/channels/{channel}", handle: editChannel, body: record(channelShape())},
		{method: "DELETE", path: "/channels/{channel}", handle: deleteChannel},
		{method: "POST", path: "/channels/{channel}/typing", handle: typing},
		{method: "GET", path: "/channels/{channel}/messages", handle: listMessages, query: history},
		{method: "POST", path: "/channels/{channel}/messages", handle: createMessage, files: true, body: record(channelMessageShape()), schema: schemaMessage},
		{method: "POST", path: "/channels/{channel}/messages/bulk-delete", handle: bulkDelete, body: record(fields{"messages!": list(0, maxBulkDelete, snowflake)})},
		{method: "GET", path: "/channels/{channel}/messages/{message}", handle: getMessage},
		{method: "PATCH", path: "/channels/{channel}/messages/{message}", handle: editMessage, files: true, body: record(messageShape()), schema: schemaMessageEdit},
		{method: "DELETE", path: "/channels/{channel}/messages/{message}", handle: deleteMessage},
		{method: "PUT", path: "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", handle: react},
		{method: "DELETE", path: "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", handle: react},
		{method: "POST", path: "/channels/{channel}/threads", handle: createThread, files: true, body: record(threadShape())},
		{method: "POST", path: "/channels/{channel}/messages/{message}/threads", handle: createMessageThread, body: record(messageThreadShape())},
		{method: "PUT", path: "/channels/{channel}/thread-members/{user}", handle: threadMember},
		{method: "DELETE", path: "/channels/{channel}/thread-members/{user}", handle: threadMember},
		{method: "GET", path: "/channels/{channel}/threads/archived/public", handle: archivedThreads, query: []string{"before", "limit"}},
		{method: "POST", path: "/channels/{channel}/webhooks", handle: createWebhook, body: record(webhookShape())},
		{method: "GET", path: "/channels/{channel}/webhooks", handle: listWebhooks},

		{method: "GET", path: "/webhooks/{webhook}", handle: getWebhook},
		{method: "PATCH", path: "/webhooks/{webhook}", handle: editWebhook, body: record(fields{"name": text(1, maxWebhookName), "avatar": nullable(anything)})},
		{method: "DELETE", path: "/webhooks/{webhook}", handle: deleteWebhook},
		{method: "GET", path: "/webhooks/{webhook}/{token}", handle: getWebhook, open: true},
		{method: "PATCH", path: "/webhooks/{webhook}/{token}", handle: editWebhook, open: true, body: record(fields{"name": text(1, maxWebhookName), "avatar": nullable(anything)})},
		{method: "DELETE", path: "/webhooks/{webhook}/{token}", handle: deleteWebhook, open: true},

		{method: "GET", path: "/guilds/{guild}", handle: getGuild, query: []string{"with_counts"}},
		{method: "GET", path: "/guilds/{guild}/channels", handle: listChannels},
		{method: "GET", path: "/guilds/{guild}/roles", handle: listRoles},
		{method: "GET", path: "/guilds/{guild}/threads/active", handle: activeThreads},
		{method: "GET", path: "/guilds/{guild}/members", handle: listMembers, query: []string{"limit", "after"}},
		{method: "GET", path: "/guilds/{guild}/members/{user}", handle: getMember},
		{method: "PUT", path: "/guilds/{guild}/members/{user}/roles/{role}", handle: memberRole},
		{method: "DELETE", path: "/guilds/{guild}/members/{user}/roles/{role}", handle: memberRole},
	}
}

func partialCommandShape() fields {
	shape := commandShape()
	shape["name"] = shape["name!"]
	delete(shape, "name!")
	delete(shape, "type")
	return shape
}

func messageThreadShape() fields {
	return fields{
		"name!": text(1, maxThreadName), "auto_archive_duration": nullable(archiveDuration),
		"rate_limit_per_user": nullable(integer(0, maxSlowModeSeconds)),
		// The most used Go client sends these as well, always.
		"invitable": nullable(boolean), "type": oneOf(0, 10, 11),
	}
}

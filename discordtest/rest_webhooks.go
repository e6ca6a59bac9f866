package discordtest

import "slices"

// webhook is an incoming webhook of a channel.
type webhook struct {
	id, token, name string
	channel         *Channel
	deleted         bool
}

func (h *webhook) payload(d *Discord) object {
	return object{
		"id": h.id, "type": 1, "guild_id": h.channel.server.ID, "channel_id": h.channel.ID, "name": h.name, "avatar": nil,
		"token": h.token, "application_id": d.bot.id, "user": d.bot.payload(),
	}
}

func webhookShape() fields {
	return fields{"name!": text(1, maxWebhookName), "avatar": nullable(text(0, maxFileBytes))}
}

func createWebhook(c *call) (any, error) {
	ch, err := c.channelFor(ManageWebhooks)
	if err != nil {
		return nil, err
	}
	if ch.isThread() || ch.server == nil {
		return nil, refuse(400, codeWrongChannelType)
	}
	if len(c.d.webhooksOf(ch)) >= maxWebhooksChannel {
		return nil, refuse(400, codeTooManyWebhooks)
	}
	h := &webhook{id: c.d.newID(), name: str(c.body, "name"), channel: ch}
	h.token = "webhook-token-" + h.id
	c.d.webhooks[h.id] = h
	return h.payload(c.d), nil
}

func (d *Discord) webhooksOf(ch *Channel) []*webhook {
	var list []*webhook
	for _, id := range sortedKeys(d.webhooks) {
		if h := d.webhooks[id]; h.channel == ch && !h.deleted {
			list = append(list, h)
		}
	}
	return list
}

func listWebhooks(c *call) (any, error) {
	ch, err := c.channelFor(ManageWebhooks)
	if err != nil {
		return nil, err
	}
	list := []object{}
	for _, h := range c.d.webhooksOf(ch) {
		list = append(list, h.payload(c.d))
	}
	return list, nil
}

// hook is the webhook of the path; with a token in the path that has to be right.
func (c *call) hook() (*webhook, error) {
	h := c.d.webhooks[c.param("webhook")]
	if h == nil || h.deleted || h.channel.deleted {
		return nil, notFound(codeUnknownWebhook)
	}
	if token := c.param("token"); token != "" && token != h.token {
		return nil, refuse(401, codeInvalidToken)
	}
	if c.param("token") == "" {
		return h, c.may(h.channel, ManageWebhooks)
	}
	return h, nil
}

func getWebhook(c *call) (any, error) {
	h, err := c.hook()
	if err != nil {
		return nil, err
	}
	return h.payload(c.d), nil
}

func editWebhook(c *call) (any, error) {
	h, err := c.hook()
	if err != nil {
		return nil, err
	}
	if name := str(c.body, "name"); name != "" {
		h.name = name
	}
	return h.payload(c.d), nil
}

func deleteWebhook(c *call) (any, error) {
	h, err := c.hook()
	if err != nil {
		return nil, err
	}
	h.deleted = true
	return nil, nil
}

// executeWebhook posts through a webhook, or follows up on an interaction when the
// webhook is the application itself.
func executeWebhook(c *call) (any, error) {
	if c.param("webhook") == c.d.bot.id {
		it, err := c.tokenOf()
		if err != nil {
			return nil, err
		}
		if c.query.Has("thread_id") {
			return nil, misplaced("thread_id", "UNKNOWN_KEY", "Answers to interactions do not support thread_id.")
		}
		return c.followUp(it)
	}
	h, err := c.hook()
	if err != nil {
		return nil, err
	}
	target, err := c.hookTarget(h)
	if err != nil {
		return nil, err
	}
	w, err := c.draft(c.body, nil, FlagSuppressEmbeds|FlagSuppressNotifications|FlagComponentsV2)
	if err != nil {
		return nil, err
	}
	c.wantMentions(c.body)
	if target.Type == ForumChannel {
		c.body["name"] = c.body["thread_name"]
		target = c.openThread(c.d.newID(), target, PublicThread)
	}
	m := &message{channel: target, author: c.d.bot, webhook: h, alias: str(c.body, "username"), tts: yes(c.body, "tts")}
	m.fill(c.d, w)
	m.mention(c.d, allowedBy(c.body, true))
	c.d.post(m)
	if c.query.Get("wait") != "true" {
		return nil, nil
	}
	return m.payload(), nil
}

func (c *call) hookTarget(h *webhook) (*Channel, error) {
	id := c.query.Get("thread_id")
	if id == "" {
		if (h.channel.Type == ForumChannel) != given(c.body, "thread_name") {
			return nil, misplaced("thread_name", "BASE_TYPE_REQUIRED", "Webhooks of forums, and only those, need a thread_name or thread_id.")
		}
		return h.channel, nil
	}
	t := c.d.channels[id]
	if t == nil || t.parent != h.channel {
		return nil, notFound(codeUnknownChannel)
	}
	return t, nil
}

// hookMessage handles GET, PATCH and DELETE of a message by webhook or interaction.
func hookMessage(c *call) (any, error) {
	if c.param("webhook") == c.d.bot.id {
		it, err := c.tokenOf()
		if err != nil {
			return nil, err
		}
		return map[string]func(*interaction) (any, error){"GET": c.getOwn, "PATCH": c.editOwn, "DELETE": c.deleteOwn}[c.r.Method](it)
	}
	h, err := c.hook()
	if err != nil {
		return nil, err
	}
	m := h.message(c.param("message"))
	if m == nil {
		return nil, notFound(codeUnknownMessage)
	}
	switch c.r.Method {
	case "DELETE":
		c.d.removeMessage(m)
		return nil, nil
	case "PATCH":
		w, err := c.draft(c.body, m, FlagSuppressEmbeds|FlagComponentsV2)
		if err != nil {
			return nil, err
		}
		m.fill(c.d, w)
		m.remention(c.d, allowedBy(c.body, true))
		c.d.changedMessage(m)
	}
	return m.payload(), nil
}

func (h *webhook) message(id string) *message {
	places := append([]*Channel{h.channel}, slices.DeleteFunc(slices.Clone(h.channel.server.channels), func(t *Channel) bool { return t.parent != h.channel })...)
	for _, ch := range places {
		if m := ch.message(id); m != nil && m.webhook == h {
			return m
		}
	}
	return nil
}

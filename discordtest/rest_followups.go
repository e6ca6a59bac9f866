package discordtest

// tokenOf finds the interaction that a webhook path of the application speaks for.
func (c *call) tokenOf() (*interaction, error) {
	it := c.d.interactions[c.param("token")]
	if it == nil {
		return nil, refuse(401, codeInvalidToken)
	}
	if it.ack == callbackNothing {
		return nil, notFound(codeUnknownWebhook)
	}
	if c.d.config.Now().Sub(it.sent) > tokenLasts {
		return nil, refuse(401, codeInvalidToken)
	}
	return it, nil
}

// followUp is a further message; straight after a deferral it fills the loading one.
func (c *call) followUp(it *interaction) (any, error) {
	for _, key := range []string{"username", "avatar_url", "thread_name", "applied_tags"} {
		if given(c.body, key) {
			return nil, misplaced(key, "UNKNOWN_KEY", "Answers to interactions do not support %s.", key)
		}
	}
	if it.original != nil && it.original.flags&FlagLoading != 0 && !it.original.deleted {
		return c.complete(it, it.original, FlagEphemeral)
	}
	if it.userInstalledOnly() && len(it.followups) >= maxUserFollowups {
		return nil, refuse(400, codeTooManyFollowups)
	}
	w, err := c.draft(c.body, nil, FlagSuppressEmbeds|FlagEphemeral|FlagSuppressNotifications|FlagComponentsV2)
	if err != nil {
		return nil, err
	}
	c.wantMentions(c.body)
	m := it.newReply(w.flags&FlagEphemeral != 0)
	m.kind = 19
	m.fill(c.d, w)
	m.mention(c.d, allowedBy(c.body, true))
	it.followups = append(it.followups, m)
	c.d.post(m)
	it.settle(m)
	return m.payload(), nil
}

// complete gives the loading message its content. Whether it is private was decided
// by the deferral.
func (c *call) complete(it *interaction, m *message, ignored int) (any, error) {
	w, err := c.draft(c.body, m, FlagSuppressEmbeds|FlagComponentsV2|ignored)
	if err != nil {
		return nil, err
	}
	c.wantMentions(c.body)
	w.flags &^= FlagLoading | FlagEphemeral
	if m.private != nil {
		w.flags |= FlagEphemeral
	}
	m.fill(c.d, w)
	m.mention(c.d, allowedBy(c.body, true))
	c.d.changedMessage(m)
	it.settle(m)
	return m.payload(), nil
}

// ownMessage finds one of the messages that answer the interaction.
func (it *interaction) ownMessage(id string) *message {
	if id == "@original" {
		if it.original == nil || it.original.deleted {
			return nil
		}
		return it.original
	}
	for _, m := range append([]*message{it.original}, it.followups...) {
		if m != nil && m.id == id && !m.deleted {
			return m
		}
	}
	return nil
}

func (c *call) getOwn(it *interaction) (any, error) {
	m := it.ownMessage(c.param("message"))
	if m == nil || m.flags&FlagLoading != 0 {
		return nil, notFound(codeUnknownMessage)
	}
	return m.payload(), nil
}

func (c *call) editOwn(it *interaction) (any, error) {
	m := it.ownMessage(c.param("message"))
	if m == nil {
		return nil, notFound(codeUnknownMessage)
	}
	if m.flags&FlagLoading != 0 {
		return c.complete(it, m, 0)
	}
	w, err := c.draft(c.body, m, FlagSuppressEmbeds|FlagComponentsV2)
	if err != nil {
		return nil, err
	}
	m.fill(c.d, w)
	m.remention(c.d, allowedBy(c.body, true))
	c.d.changedMessage(m)
	it.settle(m)
	return m.payload(), nil
}

func (c *call) deleteOwn(it *interaction) (any, error) {
	m := it.ownMessage(c.param("message"))
	if m == nil {
		return nil, notFound(codeUnknownMessage)
	}
	c.d.removeMessage(m)
	if it.person.last == m {
		it.person.last = nil
	}
	it.settle(nil)
	return nil, nil
}

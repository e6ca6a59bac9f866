package discordtest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

type nonceKey struct{ author, nonce string }

type nonceUse struct {
	message *message
	at      time.Time
}

// channelFor finds the channel of the path and checks what the bot may do there.
func (c *call) channelFor(needs Permissions) (*Channel, error) {
	ch := c.d.channels[c.param("channel")]
	if ch == nil {
		return nil, notFound(codeUnknownChannel)
	}
	return ch, c.may(ch, needs)
}

func (c *call) may(ch *Channel, needs Permissions) error {
	if s := ch.server; s != nil && (!s.bot || s.unavailable) {
		return forbidden(codeMissingAccess)
	}
	have := ch.permissionsOf(c.d.bot)
	if !have.Has(ViewChannel) {
		return forbidden(codeMissingAccess)
	}
	if !have.Has(needs) {
		return forbidden(codeMissingPermissions)
	}
	return nil
}

// posting is what it takes to post a body to a channel.
func (c *call) posting(ch *Channel) Permissions {
	needs := SendMessages
	if ch.isThread() {
		needs = SendMessagesInThreads
	}
	if len(c.files) > 0 {
		needs |= AttachFiles
	}
	if len(objs(c.body, "embeds")) > 0 {
		needs |= EmbedLinks
	}
	return needs
}

func createMessage(c *call) (any, error) {
	ch, err := c.channelFor(0)
	if err != nil {
		return nil, err
	}
	if err := c.may(ch, c.posting(ch)); err != nil {
		return nil, err
	}
	switch {
	case !ch.holdsMessages():
		return nil, refuse(400, codeNotText)
	case ch.server == nil && ch.person.closedDMs:
		return nil, forbidden(codeCannotMessage)
	case ch.server == nil && !c.d.reaches(ch.person):
		return nil, forbidden(codeNoMutualServer)
	case ch.archived && ch.locked:
		return nil, refuse(400, codeThreadLocked)
	}
	w, err := c.draft(c.body, nil, FlagSuppressEmbeds|FlagSuppressNotifications|FlagComponentsV2)
	if err != nil {
		return nil, err
	}
	if m := c.d.sameNonce(c.body); m != nil {
		if m.deleted {
			return nil, notFound(codeUnknownMessage)
		}
		return m.payload(), nil
	}
	c.wantMentions(c.body)
	m, err := c.newMessage(ch, w)
	if err != nil {
		return nil, err
	}
	c.d.post(m)
	return withNonce(m), nil
}

func (c *call) newMessage(ch *Channel, w *draft) (*message, error) {
	m := &message{channel: ch, author: c.d.bot, nonce: c.body["nonce"], tts: yes(c.body, "tts")}
	if given(c.body, "message_reference") {
		ref := sub(c.body, "message_reference")
		if ch.message(str(ref, "message_id")) == nil && ref["fail_if_not_exists"] != false {
			return nil, misplaced("message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
		}
		m.kind, m.reference = 19, object{"type": 0, "message_id": str(ref, "message_id"), "channel_id": ch.ID}
		if ch.server != nil {
			m.reference["guild_id"] = ch.server.ID
		}
	}
	m.fill(c.d, w)
	m.mention(c.d, allowedBy(c.body, false))
	if m.nonce != nil {
		c.d.nonces[nonceKey{m.author.id, nonceText(m.nonce)}] = nonceUse{m, c.d.config.Now()}
	}
	return m, nil
}

func nonceText(n any) string {
	if s, ok := n.(string); ok {
		return s
	}
	return strings.Trim(string(encode(n)), `"`)
}

func withNonce(m *message) object {
	data := m.payload()
	if m.nonce != nil {
		data["nonce"] = m.nonce
	}
	return data
}

// sameNonce is the message that the bot made with the same nonce a short while ago,
// if it asks to be told; it may have been deleted since, and is not made again then.
func (d *Discord) sameNonce(body object) *message {
	if !yes(body, "enforce_nonce") || !given(body, "nonce") {
		return nil
	}
	use, ok := d.nonces[nonceKey{d.bot.id, nonceText(body["nonce"])}]
	if !ok || d.config.Now().Sub(use.at) >= d.config.NonceWindow {
		return nil
	}
	return use.message
}

func listMessages(c *call) (any, error) {
	ch, err := c.channelFor(0)
	if err != nil {
		return nil, err
	}
	limit := 50
	if s := c.query.Get("limit"); s != "" {
		if limit, err = strconv.Atoi(s); err != nil || limit < 1 || limit > maxHistory {
			return nil, misplaced("limit", "NUMBER_TYPE_MAX", "limit must be between 1 and %d.", maxHistory)
		}
	}
	marks := 0
	for _, key := range []string{"before", "after", "around"} {
		if v := c.query.Get(key); v != "" {
			marks++
			if !digits.MatchString(v) {
				return nil, misplaced(key, "NUMBER_TYPE_COERCE", "Value \"%s\" is not snowflake.", v)
			}
		}
	}
	if marks > 1 {
		return nil, misplaced("before", "MUTUALLY_EXCLUSIVE", "before, after and around are mutually exclusive.")
	}
	if !ch.permissionsOf(c.d.bot).Has(ReadMessageHistory) {
		return []object{}, nil
	}
	list := []object{}
	for _, m := range ch.page(limit, c.query.Get("before"), c.query.Get("after"), c.query.Get("around")) {
		list = append(list, m.payload())
	}
	return list, nil
}

// page is part of the history, newest first.
func (ch *Channel) page(limit int, before, after, around string) []*message {
	all := slices.DeleteFunc(slices.Clone(ch.messages), func(m *message) bool { return m.private != nil })
	at := func(id string) int { // of the first message not older than id
		i, _ := slices.BinarySearchFunc(all, id, func(m *message, id string) int { return compareIDs(m.id, id) })
		return i
	}
	from, to := max(0, len(all)-limit), len(all)
	switch {
	case before != "":
		to = at(before)
		from = max(0, to-limit)
	case after != "":
		from = at(after)
		if from < len(all) && all[from].id == after {
			from++
		}
		to = min(len(all), from+limit)
	case around != "":
		from = max(0, at(around)-limit/2)
		to = min(len(all), from+limit)
	}
	part := slices.Clone(all[from:to])
	slices.Reverse(part)
	return part
}

// compareIDs orders snowflakes, which are decimal numbers.
func compareIDs(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func (c *call) messageIn(needs Permissions) (*message, error) {
	ch, err := c.channelFor(needs)
	if err != nil {
		return nil, err
	}
	m := ch.message(c.param("message"))
	if m == nil {
		return nil, notFound(codeUnknownMessage)
	}
	return m, nil
}

func getMessage(c *call) (any, error) {
	m, err := c.messageIn(ReadMessageHistory)
	if err != nil {
		return nil, err
	}
	return m.payload(), nil
}

func editMessage(c *call) (any, error) {
	m, err := c.messageIn(0)
	if err != nil {
		return nil, err
	}
	if m.author != c.d.bot || m.webhook != nil {
		return nil, forbidden(codeNotOwnMessage)
	}
	w, err := c.draft(c.body, m, FlagSuppressEmbeds|FlagComponentsV2)
	if err != nil {
		return nil, err
	}
	m.fill(c.d, w)
	m.remention(c.d, allowedBy(c.body, m.cause != nil))
	c.d.changedMessage(m)
	return m.payload(), nil
}

func deleteMessage(c *call) (any, error) {
	m, err := c.messageIn(0)
	if err != nil {
		return nil, err
	}
	if m.author != c.d.bot {
		if err := c.may(m.channel, ManageMessages); err != nil {
			return nil, err
		}
	}
	c.d.removeMessage(m)
	return nil, nil
}

func bulkDelete(c *call) (any, error) {
	ch, err := c.channelFor(ManageMessages)
	if err != nil {
		return nil, err
	}
	ids := words(c.body, "messages")
	if len(ids) < minBulkDelete || len(ids) > maxBulkDelete {
		return nil, refuse(400, codeBulkDeleteCount)
	}
	for _, id := range ids {
		if at, err := Timestamp(id); err != nil || c.d.config.Now().Sub(at) > bulkDeleteOldest {
			return nil, refuse(400, codeBulkDeleteOld)
		}
	}
	for _, id := range ids {
		if m := ch.message(id); m != nil {
			c.d.removeMessage(m)
		}
	}
	return nil, nil
}

func react(c *call) (any, error) {
	m, err := c.messageIn(ReadMessageHistory)
	if err != nil {
		return nil, err
	}
	emoji := c.param("emoji")
	at := slices.Index(m.reactions, emoji)
	if c.r.Method == "DELETE" {
		if at >= 0 {
			m.reactions = slices.Delete(m.reactions, at, at+1)
		}
		return nil, nil
	}
	if err := c.may(m.channel, AddReactions); at < 0 && err != nil {
		return nil, err
	}
	if at < 0 {
		m.reactions = append(m.reactions, emoji)
	}
	return nil, nil
}

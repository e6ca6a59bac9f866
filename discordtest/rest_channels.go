package discordtest

import (
	"slices"
	"strconv"
	"time"
)

func getChannel(c *call) (any, error) {
	ch, err := c.channelFor(0)
	if err != nil {
		return nil, err
	}
	return ch.payload(), nil
}

func channelShape() fields {
	return fields{
		"name": text(1, maxThreadName), "topic": nullable(text(0, 4096)), "rate_limit_per_user": nullable(integer(0, maxSlowModeSeconds)),
		"archived": boolean, "locked": boolean, "auto_archive_duration": archiveDuration, "invitable": boolean,
		"applied_tags": list(0, maxAppliedTags, snowflake), "flags": integer(0, 1<<31),
	}
}

func archiveDuration(f *form, at string, v any) { oneOf(60, 1440, 4320, 10080)(f, at, v) }

func editChannel(c *call) (any, error) {
	ch, err := c.channelFor(0)
	if err != nil {
		return nil, err
	}
	needs := ManageChannels
	if ch.isThread() {
		needs = ManageThreads
		if ch.owner == c.d.bot && !has(c.body, "locked") {
			needs = 0
		}
	}
	if err := c.may(ch, needs); err != nil {
		return nil, err
	}
	if err := ch.tagRules(c.body); err != nil {
		return nil, err
	}
	ch.edit(c.body)
	event := "CHANNEL_UPDATE"
	if ch.isThread() {
		event = "THREAD_UPDATE"
	}
	c.d.dispatch(event, ch.payload(), ch.server)
	return ch.payload(), nil
}

func (ch *Channel) edit(body object) {
	if given(body, "name") {
		ch.Name = str(body, "name")
	}
	if has(body, "topic") {
		ch.topic = str(body, "topic")
	}
	if given(body, "rate_limit_per_user") {
		ch.slowMode = num(body, "rate_limit_per_user")
	}
	if given(body, "applied_tags") {
		ch.appliedTags = words(body, "applied_tags")
	}
	if given(body, "auto_archive_duration") {
		ch.archive = num(body, "auto_archive_duration")
	}
	if given(body, "locked") {
		ch.locked = yes(body, "locked")
	}
	if given(body, "archived") {
		ch.setArchived(yes(body, "archived"))
	}
}

// tagRules checks the tags of a thread against those of its forum.
func (ch *Channel) tagRules(body object) error {
	forum := ch
	if ch.isThread() {
		forum = ch.parent
	}
	tags := words(body, "applied_tags")
	for i, id := range tags {
		if !slices.ContainsFunc(forum.tags, func(t tag) bool { return t.id == id }) {
			return misplaced(join("applied_tags", i), "INVALID_FORUM_TAG", "The forum has no tag %s.", id)
		}
	}
	if forum.requireTag && len(tags) == 0 && has(body, "name") && ch == forum {
		return misplaced("applied_tags", "BASE_TYPE_REQUIRED", "A tag is required to create a forum post in this channel")
	}
	return nil
}

// RequireTag makes a forum refuse threads without a tag.
func (ch *Channel) RequireTag() {
	ch.d.mu.Lock()
	defer ch.d.mu.Unlock()
	ch.requireTag = true
}

func deleteChannel(c *call) (any, error) {
	ch, err := c.channelFor(0)
	if err != nil {
		return nil, err
	}
	needs := ManageChannels
	if ch.isThread() {
		needs = ManageThreads
	}
	if err := c.may(ch, needs); err != nil {
		return nil, err
	}
	data := ch.payload()
	ch.remove()
	return data, nil
}

func typing(c *call) (any, error) {
	ch, err := c.channelFor(0)
	if err != nil {
		return nil, err
	}
	return nil, c.may(ch, c.posting(ch))
}

func threadShape() fields {
	return fields{
		"name!": text(1, maxThreadName), "auto_archive_duration": nullable(archiveDuration), "type": oneOf(10, 11, 12),
		"invitable": nullable(boolean), "rate_limit_per_user": nullable(integer(0, maxSlowModeSeconds)),
		"message": record(messageShape().with(fields{"sticker_ids": list(0, maxStickers, snowflake)})), "applied_tags": nullable(list(0, maxAppliedTags, snowflake)),
	}
}

// createThread opens a thread without a message, or a forum's thread with one.
func createThread(c *call) (any, error) {
	ch, err := c.channelFor(0)
	if err != nil {
		return nil, err
	}
	if ch.Type == ForumChannel {
		return c.createPost(ch)
	}
	kind := PrivateThread
	if given(c.body, "type") {
		kind = ChannelType(num(c.body, "type"))
	}
	switch {
	case ch.Type != TextChannel && ch.Type != AnnouncementChannel:
		return nil, refuse(400, codeWrongChannelType)
	case given(c.body, "message"):
		return nil, misplaced("message", "UNKNOWN_KEY", "Only threads of forums begin with a message.")
	}
	needs := CreatePublicThreads
	if kind == PrivateThread {
		needs = CreatePrivateThreads
	}
	if err := c.may(ch, needs); err != nil {
		return nil, err
	}
	return withStatus{201, c.openThread(c.d.newID(), ch, kind).payload()}, nil
}

// createPost opens a thread in a forum: thread and first message share their id.
func (c *call) createPost(forum *Channel) (any, error) {
	if !given(c.body, "message") {
		return nil, misplaced("message", "BASE_TYPE_REQUIRED", "This field is required")
	}
	if err := c.d.config.Schemas.check(schemaForumThread, c.raw); err != nil {
		return nil, err
	}
	if err := c.may(forum, SendMessages); err != nil {
		return nil, err
	}
	if err := forum.tagRules(c.body); err != nil {
		return nil, err
	}
	c.within = "message"
	first := sub(c.body, "message")
	w, err := c.draft(first, nil, FlagSuppressEmbeds|FlagSuppressNotifications|FlagComponentsV2)
	if err != nil {
		return nil, err
	}
	c.wantMentions(first)
	thread := c.openThread(c.d.newID(), forum, PublicThread)
	m := &message{channel: thread, author: c.d.bot}
	m.fill(c.d, w)
	m.mention(c.d, allowedBy(first, false))
	c.d.postAs(m, thread.ID)
	data := thread.payload()
	data["message"] = m.payload()
	return withStatus{201, data}, nil
}

func (c *call) openThread(id string, parent *Channel, kind ChannelType) *Channel {
	t := parent.server.addChannelAs(id, str(c.body, "name"), kind, parent)
	t.owner = c.d.bot
	t.appliedTags = words(c.body, "applied_tags")
	if given(c.body, "auto_archive_duration") {
		t.archive = num(c.body, "auto_archive_duration")
	}
	return t
}

// createMessageThread opens a thread on a message; the thread takes the message's id.
func createMessageThread(c *call) (any, error) {
	m, err := c.messageIn(CreatePublicThreads)
	if err != nil {
		return nil, err
	}
	switch {
	case m.thread != nil:
		return nil, refuse(400, codeThreadExists)
	case m.channel.Type != TextChannel && m.channel.Type != AnnouncementChannel:
		return nil, refuse(400, codeWrongChannelType)
	}
	kind := PublicThread
	if m.channel.Type == AnnouncementChannel {
		kind = AnnouncementThread
	}
	t := c.openThread(m.id, m.channel, kind)
	m.thread = t
	return withStatus{201, t.payload()}, nil
}

// archivedThreads lists what GET …/threads/archived/public shows, newest first.
func archivedThreads(c *call) (any, error) {
	ch, err := c.channelFor(ReadMessageHistory)
	if err != nil {
		return nil, err
	}
	if ch.server == nil {
		return nil, refuse(400, codeWrongChannelType)
	}
	limit := maxHistory
	if s := c.query.Get("limit"); s != "" {
		if limit, err = strconv.Atoi(s); err != nil || limit < 1 {
			return nil, misplaced("limit", "NUMBER_TYPE_COERCE", "Value \"%s\" is not int.", s)
		}
	}
	var before time.Time
	if s := c.query.Get("before"); s != "" {
		if before, err = time.Parse(time.RFC3339, s); err != nil {
			return nil, misplaced("before", "DATE_TIME_TYPE_PARSE", "Could not parse %s. Should be ISO8601.", s)
		}
	}
	var found []*Channel
	for _, t := range ch.server.channels {
		if t.parent == ch && t.isThread() && t.archived && t.Type != PrivateThread && (before.IsZero() || t.archivedAt.Before(before)) {
			found = append(found, t)
		}
	}
	slices.SortStableFunc(found, func(a, b *Channel) int { return b.archivedAt.Compare(a.archivedAt) })
	return threadList(found, limit), nil
}

func threadList(threads []*Channel, limit int) object {
	list := []object{}
	for _, t := range threads[:min(limit, len(threads))] {
		list = append(list, t.payload())
	}
	return object{"threads": list, "members": []any{}, "has_more": len(threads) > limit}
}

func activeThreads(c *call) (any, error) {
	s, err := c.guild()
	if err != nil {
		return nil, err
	}
	var found []*Channel
	for _, t := range s.channels {
		if t.isThread() && !t.archived && t.permissionsOf(c.d.bot).Has(ViewChannel) {
			found = append(found, t)
		}
	}
	slices.Reverse(found)
	data := threadList(found, len(found))
	delete(data, "has_more")
	return data, nil
}

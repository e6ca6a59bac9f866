package discordtest

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// message is a message as Discord keeps it.
type message struct {
	id         string
	channel    *Channel
	kind       int // 0, 19 reply, 20 chat command, 23 context menu
	author     *user
	alias      string   // of a webhook message
	webhook    *webhook // that posted it
	cause      *interaction
	private    *user // the only one who sees it
	content    string
	embeds     []any
	raw        []any // components, with ids
	components []Component
	files      []*File
	flags      int
	nonce      any
	poll       any
	stickers   []string
	tts        bool
	at         time.Time
	edited     time.Time
	reference  object
	mentioned  mentions
	reactions  []string // of the bot
	thread     *Channel
	deleted    bool
}

func (m *message) file(id string) *File {
	for _, f := range m.files {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// fill gives the message what a checked draft says.
func (m *message) fill(d *Discord, w *draft) {
	m.content, m.embeds, m.poll, m.stickers = w.content, w.embeds, w.poll, w.stickers
	m.flags = w.flags
	for _, f := range w.files {
		if f.ID == "" {
			f.ID = d.newID()
			d.uploads[f.ID] = f
			f.URL = cdn + "/attachments/" + m.channel.ID + "/" + f.ID + "/" + f.Name
		}
	}
	m.files = w.files
	m.raw = m.finished(w.components)
	m.components = convert[[]Component](m.raw)
}

// cdn is where attachments are said to be; the fake serves them under the same path.
const cdn = "https://cdn.discordapp.com"

// finished is components as Discord gives them back: each with an id, and media
// with their real addresses.
func (m *message) finished(components []any) []any {
	used := map[int]bool{}
	eachObject(components, func(o object) {
		if isComponent(o) {
			used[num(o, "id")] = true
		}
	})
	next := 1
	copied, _ := deepCopy(components).([]any)
	eachObject(copied, func(o object) {
		if isComponent(o) && num(o, "id") == 0 {
			for used[next] {
				next++
			}
			used[next] = true
			o["id"] = next
		}
		if name, ok := strings.CutPrefix(str(o, "url"), "attachment://"); ok {
			for _, f := range m.files {
				if f.Name == name {
					o["url"], o["attachment_id"] = f.URL, f.ID
				}
			}
		}
	})
	return copied
}

// isComponent tells components from what else has a type, such as a menu's defaults.
func isComponent(o object) bool {
	_, ok := asInt(o["type"])
	return ok
}

// eachObject visits the objects in a JSON value, outer ones first.
func eachObject(v any, visit func(object)) {
	switch v := v.(type) {
	case object:
		visit(v)
		for _, key := range sortedKeys(v) {
			eachObject(v[key], visit)
		}
	case []any:
		for _, item := range v {
			eachObject(item, visit)
		}
	}
}

func deepCopy(v any) any {
	switch v := v.(type) {
	case object:
		o := object{}
		for k, inner := range v {
			o[k] = deepCopy(inner)
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i, inner := range v {
			list[i] = deepCopy(inner)
		}
		return list
	}
	return v
}

// post adds a message to its channel and tells the gateway.
func (d *Discord) post(m *message) { d.postAs(m, d.newID()) }

func (d *Discord) postAs(m *message, id string) {
	m.id, m.at = id, d.config.Now()
	m.channel.messages = append(m.channel.messages, m)
	if m.private != nil {
		return
	}
	m.channel.lastID = m.id
	if m.channel.isThread() {
		m.channel.setArchived(false)
	}
	data := m.payload()
	if m.nonce != nil {
		data["nonce"] = m.nonce
	}
	d.dispatchMessage("MESSAGE_CREATE", m, data)
}

func (d *Discord) changedMessage(m *message) {
	m.edited = d.config.Now()
	if m.private == nil {
		d.dispatchMessage("MESSAGE_UPDATE", m, m.payload())
	}
	d.bump()
}

func (d *Discord) removeMessage(m *message) {
	m.deleted = true
	m.channel.messages = slices.DeleteFunc(m.channel.messages, func(o *message) bool { return o == m })
	if m.private == nil {
		data := object{"id": m.id, "channel_id": m.channel.ID}
		if m.channel.server != nil {
			data["guild_id"] = m.channel.server.ID
		}
		d.dispatch("MESSAGE_DELETE", data, m.channel.server)
	}
	d.bump()
}

// message finds one that the channel shows to everyone.
func (c *Channel) message(id string) *message {
	i, ok := slices.BinarySearchFunc(c.messages, id, func(m *message, id string) int { return compareIDs(m.id, id) })
	if !ok || c.messages[i].private != nil {
		return nil
	}
	return c.messages[i]
}

// Message is a message as it is now; later changes do not show in it.
type Message struct {
	ID         string
	Channel    *Channel
	Author     string // user name, or a webhook's
	Content    string
	Components []Component
	Files      []File
	Flags      int
	Nonce      string
	Time       time.Time
	Edited     time.Time
	Private    bool     // only one person sees it
	Loading    bool     // "thinking…"
	Pings      []string // who was really notified: "@everyone", "@here", "@role", "@name", sorted
	Embeds     []any    // as JSON
	Thread     *Channel // that was opened on it

	shown []string // its lines, see String
}

func (m *message) snapshot() Message {
	s := Message{
		ID: m.id, Channel: m.channel, Author: m.author.name, Content: m.content, Components: m.components,
		Flags: m.flags, Time: m.at, Edited: m.edited, Private: m.private != nil, Loading: m.flags&FlagLoading != 0,
		Pings: m.mentioned.pings, Embeds: m.embeds, Thread: m.thread, shown: m.lines(),
	}
	if m.webhook != nil {
		s.Author = orDefault(m.alias, m.webhook.name)
	}
	switch n := m.nonce.(type) {
	case string:
		s.Nonce = n
	case interface{ String() string }:
		s.Nonce = n.String()
	}
	for _, f := range m.files {
		s.Files = append(s.Files, *f)
	}
	return s
}

// Messages is the channel's history, oldest first, without what only one person sees.
func (c *Channel) Messages() []Message {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	var list []Message
	for _, m := range c.messages {
		if m.private == nil {
			list = append(list, m.snapshot())
		}
	}
	return list
}

// AwaitMessages waits until the channel shows at least n messages, and returns them.
func (c *Channel) AwaitMessages(n int) []Message {
	c.d.t.Helper()
	var list []Message
	c.d.Until(strconv.Itoa(n)+" messages in #"+c.Name, func() bool {
		list = c.Messages()
		return len(list) >= n
	})
	return list
}

// DeleteMessage removes a message, as a moderator would.
func (c *Channel) DeleteMessage(id string) {
	c.d.t.Helper()
	c.d.mu.Lock()
	m := c.message(id)
	if m != nil {
		c.d.removeMessage(m)
	}
	c.d.mu.Unlock()
	if m == nil {
		c.d.t.Fatalf("discordtest: #%s has no message %s", c.Name, id)
	}
}

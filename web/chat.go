package web

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"magpie/slash"
)

// What a conversation holds at most; the oldest messages make room.
const (
	maxKept      = 200      // messages a channel
	maxKeptBytes = 64 << 20 // files and pictures of all messages
)

// A message is one message of the conversation. It is a value: the chat hands out
// copies.
type message struct {
	ID      string
	Channel string
	Author  string // person id, or magpieID
	At      time.Time
	Title   string // of a forum post
	Text    string // what a person wrote
	Lang    string // BCP 47, "" if nobody knows
	Reply   slash.Reply
	For     string // the only person who sees it, "" for everyone
	UsedBy  string // person who used Command to get this
	Command string // full name of a typed command, or of one of a menu
	Waiting bool   // the answer takes a while
	Gone    bool
	Nonce   string

	born, seq int // when it was added and last changed, on the chat's own count
}

// seenBy reports whether p sees the message.
func (m message) seenBy(p persona) bool {
	c, ok := channelByID(m.Channel)
	return ok && p.sees(c) && (m.For == "" || m.For == p.ID)
}

// content is the message's text alone.
func (m message) content() string {
	texts := []string{m.Text}
	for _, b := range m.Reply.Blocks {
		texts = append(texts, blockText(b))
	}
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), "\n")
}

// blockText is the text of a block, "" if it has none of its own.
func blockText(b slash.Block) string {
	switch b := b.(type) {
	case slash.Text:
		return b.Body.Markup().String()
	case slash.Section:
		return b.Body.Markup().String()
	}
	return ""
}

// event is the message as a handler sees it.
func (m message) event(v slash.Voice) *slash.Message {
	return &slash.Message{ID: m.ID, Channel: m.Channel, Author: nameOf(v, m.Author), AuthorID: m.Author, Text: m.content(), Private: m.For != ""}
}

func (m message) bytes() int {
	n := 0
	for _, b := range m.Reply.Blocks {
		switch b := b.(type) {
		case slash.Image:
			n += len(b.Data)
		case slash.File:
			n += len(b.Data)
		case slash.Section:
			if b.Picture != nil {
				n += len(b.Picture.Data)
			}
		}
	}
	return n
}

// A chat is all that was said, in memory. It is safe for concurrent use.
type chat struct {
	mu       sync.Mutex
	count    int // of changes
	messages []message
	watchers map[chan struct{}]bool
}

// add appends a message and returns its id. Of two messages with one nonce in a
// channel, only the first is added.
func (c *chat) add(m message) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m.Nonce != "" {
		same := func(o message) bool { return o.Nonce == m.Nonce && o.Channel == m.Channel }
		if i := slices.IndexFunc(c.messages, same); i >= 0 {
			return c.messages[i].ID
		}
	}
	c.count++
	m.born, m.seq = c.count, c.count
	m.ID = strconv.Itoa(200000000000000000 + c.count)
	c.messages = append(c.messages, m)
	c.prune(m.Channel)
	c.tell()
	return m.ID
}

// change applies f to a message, if it is still there, and reports whether it was.
func (c *chat) change(id string, f func(*message)) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.messages, func(m message) bool { return m.ID == id && !m.Gone })
	if i < 0 {
		return false
	}
	c.count++
	f(&c.messages[i])
	c.messages[i].seq = c.count
	c.tell()
	return true
}

// remove takes a message away.
func (c *chat) remove(id string) {
	c.change(id, func(m *message) { m.Gone, m.Reply = true, slash.Reply{} })
}

// find returns the message with an id that p sees.
func (c *chat) find(id string, p persona) (message, bool) {
	for _, m := range c.since(0) {
		if m.ID == id && !m.Gone && m.seenBy(p) {
			return m, true
		}
	}
	return message{}, false
}

// since returns the messages that changed after count, in the order they were added.
func (c *chat) since(count int) []message {
	c.mu.Lock()
	defer c.mu.Unlock()
	var changed []message
	for _, m := range c.messages {
		if m.seq > count {
			changed = append(changed, m)
		}
	}
	return changed
}

// prune drops the oldest messages of a channel, and of all channels while their
// files take too much.
func (c *chat) prune(channel string) {
	here, bytes := 0, 0
	for _, m := range c.messages {
		bytes += m.bytes()
		if m.Channel == channel {
			here++
		}
	}
	c.messages = slices.DeleteFunc(c.messages, func(m message) bool {
		tooMany := here > maxKept && m.Channel == channel
		tooBig := bytes > maxKeptBytes && m.bytes() > 0 && m.seq != c.count
		if !tooMany && !tooBig {
			return false
		}
		bytes -= m.bytes()
		if m.Channel == channel {
			here--
		}
		return true
	})
}

// tell wakes all who watch.
func (c *chat) tell() {
	for w := range c.watchers {
		select {
		case w <- struct{}{}:
		default: // it has not looked since the last time
		}
	}
}

// watch returns a channel that gets a value whenever something changed, and a
// function that ends it.
func (c *chat) watch() (<-chan struct{}, func()) {
	w := make(chan struct{}, 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.watchers == nil {
		c.watchers = map[chan struct{}]bool{}
	}
	c.watchers[w] = true
	return w, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.watchers, w)
	}
}

// wake makes all who watch look again, though no message changed.
func (c *chat) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tell()
}

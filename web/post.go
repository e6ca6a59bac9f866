package web

import (
	"context"
	"fmt"
	"slices"
	"time"

	"magpie/outbox"
	"magpie/slash"
)

var _ outbox.Poster = (*Try)(nil)

// Post shows a message of the outbox in its channel, for everyone; one from which a thread
// is started has its title at the head. A direct message is shown to its person in #chat.
func (t *Try) Post(_ context.Context, m outbox.Message) (id string, err error) {
	shown := message{Channel: m.Channel, Title: m.Title, Reply: m.Body, Nonce: m.Nonce}
	c, _ := channelByID(m.Channel)
	switch {
	case m.Kind == outbox.ToPerson:
		if !slices.ContainsFunc(personas, func(p persona) bool { return p.ID == m.Channel && p.Key != "" }) {
			return "", &outbox.Closed{Err: fmt.Errorf("post: nobody is person %q", m.Channel)}
		}
		shown.Channel, shown.For = ChatChannel, m.Channel
	case m.Kind == outbox.ToThread && c.Kind != slash.ForumChannel:
		shown.Title = ""
		shown.Reply.Blocks = append([]slash.Block{slash.Text{Body: slash.Heading(3, slash.Plain(m.Title))}}, m.Body.Blocks...)
	}
	return t.post(shown)
}

// Find looks for a message by its marker button, sent since a time.
func (t *Try) Find(_ context.Context, wanted outbox.Message, since time.Time) (id string, found bool, err error) {
	for _, m := range t.chat.since(0) {
		if m.Channel != wanted.Channel && m.For != wanted.Channel || m.Gone || m.At.Before(since) {
			continue
		}
		for _, b := range m.Reply.Buttons() {
			if b.ID == wanted.Marker {
				return m.ID, true, nil
			}
		}
	}
	return "", false, nil
}

func (t *Try) post(m message) (string, error) {
	c, ok := channelByID(m.Channel)
	if !ok {
		return "", &outbox.Gone{Err: fmt.Errorf("post: no channel %q", m.Channel)}
	}
	if forum := c.Kind == slash.ForumChannel; forum != (m.Title != "") {
		return "", &outbox.Rejected{Err: fmt.Errorf("post in #%s: only a forum's posts have a title, and all have one", c.Name)}
	}
	if err := m.Reply.Check(); err != nil {
		return "", &outbox.Rejected{Err: fmt.Errorf("post in #%s: %w", c.Name, err)}
	}
	m.Author, m.At = magpieID, t.opts.Clock.Now()
	return t.chat.add(m), nil
}

// Channel posts in the demo server's channels what was not asked for.
func (t *Try) Channel() slash.Channel { return board{t} }

// board is a slash.Channel.
type board struct{ try *Try }

func (b board) Post(_ context.Context, p slash.Post) (id string, err error) {
	return b.try.post(message{Channel: p.Channel, Title: p.Title, Reply: p.Reply, Nonce: p.Nonce})
}

func (b board) Edit(_ context.Context, channel, id string, r slash.Reply) error {
	edit := func(m *message) {
		if m.Channel == channel {
			m.Reply = r
		}
	}
	if !b.try.chat.change(id, edit) {
		return &outbox.Gone{Err: fmt.Errorf("edit message %s: it is gone", id)}
	}
	return nil
}

package web

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"magpie/slash"
)

// An answer is what the page's script is told at once.
type answer struct {
	Form    string         `json:"form,omitempty"` // HTML of a form to open
	Choices []clientChoice `json:"choices,omitempty"`
	Problem string         `json:"problem,omitempty"` // for the person to read
	Note    string         `json:"note,omitempty"`    // for the person to read
	File    string         `json:"file,omitempty"`    // id of one that was kept
}

// A responder answers one event: with messages in the chat, or with an answer to
// the script that sent it.
type responder struct {
	try   *Try
	view  view
	event slash.Event
	lang  string // of the answer

	once    sync.Once
	first   chan answer // has room for one
	waiting string      // id of the message that stands for the answer after Defer
	public  bool        // everyone sees that message
}

func (r *responder) answer(a answer) {
	r.once.Do(func() { r.first <- a })
}

// Reply shows the reply in the chat.
func (r *responder) Reply(_ context.Context, reply slash.Reply) error {
	r.place(reply)
	r.answer(answer{})
	return nil
}

// Defer shows that the answer takes a while.
func (r *responder) Defer(_ context.Context, toAll bool) error {
	m := r.message(slash.Reply{}, toAll)
	m.Waiting, r.public = true, toAll
	r.waiting = r.try.chat.add(m)
	r.answer(answer{})
	return nil
}

// Edit shows the reply where Defer showed that it takes a while.
func (r *responder) Edit(_ context.Context, reply slash.Reply) error {
	private := reply.Shown != slash.ToAll
	if reply.Shown == slash.InPlace || reply.Shown == slash.Unchanged || r.public && private {
		r.try.chat.remove(r.waiting)
		r.place(reply)
		return nil
	}
	fill := func(m *message) { m.Reply, m.Waiting = reply, false }
	if !r.try.chat.change(r.waiting, fill) {
		r.place(reply) // the person has dismissed it, but is told all the same
	}
	return nil
}

// Suggest gives the script completions.
func (r *responder) Suggest(_ context.Context, choices []slash.Choice) error {
	r.answer(answer{Choices: given(choices)})
	return nil
}

// Form gives the script a form to open.
func (r *responder) Form(_ context.Context, f slash.Form) error {
	var from string
	if r.event.Message != nil {
		from = r.event.Message.ID
	}
	var b strings.Builder
	if err := r.try.templates.ExecuteTemplate(&b, "form", r.view.form(f, r.lang, from)); err != nil {
		return fmt.Errorf("print form: %w", err)
	}
	r.answer(answer{Form: b.String()})
	return nil
}

// place shows a reply where it belongs.
func (r *responder) place(reply slash.Reply) {
	switch reply.Shown {
	case slash.Unchanged:
		return
	case slash.InPlace:
		change := func(m *message) { m.Reply, m.Lang = reply, r.lang }
		if r.event.Message != nil && r.try.chat.change(r.event.Message.ID, change) {
			return
		}
	}
	r.try.chat.add(r.message(reply, reply.Shown == slash.ToAll))
}

// message is a message of Magpie's that answers the event.
func (r *responder) message(reply slash.Reply, toAll bool) message {
	m := message{Channel: r.view.Here.ID, Author: magpieID, At: r.try.opts.Clock.Now(), Lang: r.lang, Reply: reply}
	if !toAll {
		m.For = r.view.Who.ID
	}
	if r.event.Kind == slash.Typed || r.event.Kind == slash.Clicked {
		m.UsedBy, m.Command = r.view.Who.ID, r.event.Command
	}
	return m
}

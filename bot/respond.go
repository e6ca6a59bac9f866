package bot

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"magpie/slash"
)

// The types of callback.
const (
	replyCallback       = 4
	deferCallback       = 5
	deferUpdateCallback = 6
	updateCallback      = 7
	suggestCallback     = 8
	formCallback        = 9
)

// answerWithin is how long Discord waits for the first answer to an interaction.
const answerWithin = 3 * time.Second

// A responder answers one interaction.
type responder struct {
	bot      *Bot
	id       string
	token    string
	limit    time.Time // for the first answer
	pressed  bool      // on a message, which can be changed in place
	numbers  bool      // suggestions are for an integer
	deferred int       // the callback that put the answer off
	public   bool      // the deferral was
}

func newResponder(b *Bot, i *interaction, ev slash.Event, received time.Time) *responder {
	return &responder{
		bot: b, id: i.ID, token: i.Token, limit: received.Add(answerWithin),
		pressed: ev.Message != nil && (ev.Kind == slash.Pressed || ev.Kind == slash.Submitted),
		numbers: focusedType(i.Data.Options) == optionTypes[slash.IntOption],
	}
}

// Reply gives the first answer.
func (r *responder) Reply(ctx context.Context, reply slash.Reply) error {
	if reply.Shown == slash.Unchanged {
		return r.callback(ctx, deferUpdateCallback, nil, nil)
	}
	p := r.payload(reply)
	if reply.Shown == slash.InPlace {
		return r.callback(ctx, updateCallback, p, p)
	}
	return r.callback(ctx, replyCallback, p, p)
}

// payload is a reply as a message, private unless it is for all.
func (r *responder) payload(reply slash.Reply) *payload {
	p := newPayload(reply, r.bot.names.id)
	if reply.Shown == slash.Anew {
		p.Flags |= flagEphemeral
	}
	return p
}

// Defer puts the answer off. What was done on a message can then still be answered
// there or anew; elsewhere people see that it takes a while, and whether the answer
// will be public is settled.
func (r *responder) Defer(ctx context.Context, toAll bool) error {
	if r.pressed {
		r.deferred = deferUpdateCallback
		return r.callback(ctx, deferUpdateCallback, nil, nil)
	}
	r.deferred, r.public = deferCallback, toAll
	var data struct {
		Flags int `json:"flags,omitempty"`
	}
	if !toAll {
		data.Flags = flagEphemeral
	}
	return r.callback(ctx, deferCallback, data, nil)
}

// Edit gives the answer that was put off.
func (r *responder) Edit(ctx context.Context, reply slash.Reply) error {
	waiting := r.deferred == deferCallback // a message says that it takes a while
	switch {
	case reply.Shown == slash.Unchanged && waiting:
		return r.original(ctx, http.MethodDelete, nil)
	case reply.Shown == slash.Unchanged:
		return nil
	}
	p := r.payload(reply)
	switch {
	case reply.Shown == slash.InPlace && !waiting, waiting && (!r.public || reply.Shown == slash.ToAll):
		p.Flags &^= flagEphemeral // the deferral has settled it
		return r.original(ctx, http.MethodPatch, p)
	case waiting: // a private answer, such as an apology, after a public deferral
		if err := r.original(ctx, http.MethodDelete, nil); err != nil {
			return err
		}
	}
	return r.bot.rest.call(ctx, http.MethodPost, r.webhook(), p, p.uploads(), nil)
}

// Suggest answers somebody who is typing.
func (r *responder) Suggest(ctx context.Context, choices []slash.Choice) error {
	type choice struct {
		Name  string `json:"name"`
		Value any    `json:"value"`
	}
	data := struct {
		Choices []choice `json:"choices"` // an empty list closes what was shown before
	}{[]choice{}}
	for _, c := range choices {
		var value any = c.Value
		if r.numbers {
			n, err := strconv.Atoi(c.Value)
			if err != nil {
				continue
			}
			value = n
		}
		data.Choices = append(data.Choices, choice{c.Name, value})
	}
	return r.callback(ctx, suggestCallback, data, nil)
}

// Form opens a form.
func (r *responder) Form(ctx context.Context, f slash.Form) error {
	return r.callback(ctx, formCallback, newModal(f), nil)
}

// callback gives the first answer, with p's files if there is a p. If nobody knows
// whether it arrived it is given once more, for which Discord has a code if it did.
func (r *responder) callback(ctx context.Context, kind int, data any, p *payload) error {
	ctx, cancel := context.WithDeadline(ctx, r.limit)
	defer cancel()
	body := struct {
		Type int `json:"type"`
		Data any `json:"data,omitempty"`
	}{kind, data}
	path := "/interactions/" + r.id + "/" + r.token + "/callback"
	err := r.bot.rest.call(ctx, http.MethodPost, path, body, p.uploads(), nil)
	if !lost(err) || ctx.Err() != nil {
		return err
	}
	err = r.bot.rest.call(ctx, http.MethodPost, path, body, p.uploads(), nil)
	var no *refusal
	if errors.As(err, &no) && no.Code == alreadyAnswered {
		return nil
	}
	return err
}

// original changes or removes the first answer.
func (r *responder) original(ctx context.Context, method string, p *payload) error {
	path := r.webhook() + "/messages/@original"
	if p == nil {
		return r.bot.rest.call(ctx, method, path, nil, nil, nil)
	}
	return r.bot.rest.call(ctx, method, path, p, p.uploads(), nil)
}

func (r *responder) webhook() string { return "/webhooks/" + r.bot.applicationID() + "/" + r.token }

package web

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"magpie/slash"
)

// maxSaid is how long a chat message may be, in characters.
const maxSaid = 2000

// A deed is what the page's script says that a person did.
type deed struct {
	Kind    string              `json:"kind"` // one of deedKinds
	Command string              `json:"command"`
	Custom  string              `json:"custom"`
	Input   map[string][]string `json:"input"`
	Focus   string              `json:"focus"`
	Message string              `json:"message"` // id
	Target  string              `json:"target"`  // id of a person
}

var deedKinds = map[string]slash.Kind{
	"typed": slash.Typed, "completed": slash.Completed, "clicked": slash.Clicked,
	"pressed": slash.Pressed, "submitted": slash.Submitted,
}

// errGone means that what a deed refers to is no longer on the page.
var errGone = errors.New("no such message")

// act serves a deed and answers the script as soon as there is something to say;
// messages arrive by [Try.events].
func (t *Try) act(w http.ResponseWriter, r *http.Request, v view) {
	var d deed
	if !readJSON(w, r, &d) {
		return
	}
	ev, err := t.event(v, d)
	if errors.Is(err, errGone) {
		respond(w, http.StatusConflict, answer{Problem: v.T("problem.gone")})
		return
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	resp := &responder{try: t, view: v, event: ev, lang: t.language(r.Context(), v), first: make(chan answer, 1)}
	ctx := context.WithoutCancel(r.Context())
	t.tasks.Go(func() {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(t.work, cancel)()
		t.opts.Router.Serve(ctx, ev, resp)
		resp.answer(answer{}) // lets the script go on if there was nothing
		t.chat.wake()         // what is planned may have changed
	})
	select {
	case a := <-resp.first:
		respond(w, http.StatusOK, a)
	case <-r.Context().Done():
	}
}

// event makes what a router serves of a deed.
func (t *Try) event(v view, d deed) (slash.Event, error) {
	kind, ok := deedKinds[d.Kind]
	if !ok {
		return slash.Event{}, fmt.Errorf("unknown deed %q", d.Kind)
	}
	ev := slash.Event{
		ID: rand.Text(), At: t.opts.Clock.Now(), Kind: kind, Command: d.Command, Custom: d.Custom,
		Input: d.Input, Focus: d.Focus, Found: v.Who.found(v.Voice, v.Here), Person: v.Who.person(v.Voice, v.Here),
		Place: slash.Place{Server: Server, Channel: v.Here.ID, Locale: serverLocale, Bot: serving},
	}
	ev.Person.Roles = slices.Concat(ev.Person.Roles, t.gifts.to(ev.Person.ID))
	t.uploads.addTo(ev.Found.Attachments)
	if d.Message != "" {
		m, ok := t.chat.find(d.Message, v.Who)
		if !ok || kind == slash.Pressed && !offers(m, d.Custom) {
			return ev, errGone
		}
		ev.Message = m.event(v.Voice)
	} else if kind == slash.Pressed {
		return ev, errGone
	}
	if d.Target != "" {
		i := slices.IndexFunc(personas, func(p persona) bool { return p.ID == d.Target })
		if i < 0 {
			return ev, errGone
		}
		target := personas[i].person(v.Voice, v.Here)
		ev.Target = &target
	}
	return ev, nil
}

// offers reports whether m has a button or menu with a custom id that can be used.
func offers(m message, custom string) bool {
	for _, b := range m.Reply.Buttons() {
		if b.ID == custom && custom != "" {
			return !b.Off
		}
	}
	return slices.ContainsFunc(m.Reply.Blocks, func(b slash.Block) bool {
		menu, ok := b.(slash.Menu)
		return ok && menu.ID == custom
	})
}

// language is the language in which the router answers the person.
func (t *Try) language(ctx context.Context, v view) string {
	if t.opts.Language != nil {
		if lang, err := t.opts.Language(ctx, v.Who.ID); err == nil && lang != "" {
			return t.opts.Words.Match(lang)
		}
	}
	return v.Voice.Lang
}

// say posts what a person wrote.
func (t *Try) say(w http.ResponseWriter, r *http.Request, v view) {
	var said struct{ Text string }
	if !readJSON(w, r, &said) {
		return
	}
	text := strings.TrimSpace(said.Text)
	switch {
	case text == "" || utf8.RuneCountInString(text) > maxSaid:
		respond(w, http.StatusBadRequest, answer{Problem: v.T("problem.length", fmt.Sprint(maxSaid))})
	case !v.writes():
		respond(w, http.StatusForbidden, answer{Problem: v.T("problem.quiet")})
	default:
		t.chat.add(message{Channel: v.Here.ID, Author: v.Who.ID, At: t.opts.Clock.Now(), Text: text})
		respond(w, http.StatusOK, answer{})
	}
}

// dismiss takes away a message that only this person sees.
func (t *Try) dismiss(w http.ResponseWriter, r *http.Request, v view) {
	var d struct{ Message string }
	if !readJSON(w, r, &d) {
		return
	}
	if m, ok := t.chat.find(d.Message, v.Who); ok && m.For == v.Who.ID {
		t.chat.remove(m.ID)
	}
	respond(w, http.StatusOK, answer{})
}

// skip moves the clock to the next scheduled run.
func (t *Try) skip(w http.ResponseWriter, r *http.Request, v view) {
	if t.opts.Skip == nil {
		respond(w, http.StatusOK, answer{Note: v.T("clock.nothing")})
		return
	}
	at, err := t.opts.Skip(r.Context())
	switch {
	case err != nil:
		t.log.Error("skip to the next run", "error", err)
		respond(w, http.StatusInternalServerError, answer{Problem: v.T("problem.failed")})
	case at.IsZero():
		respond(w, http.StatusOK, answer{Note: v.T("clock.nothing")})
	default:
		t.chat.wake()
		respond(w, http.StatusOK, answer{Note: v.T("clock.skipped", at.In(t.zone(r.Context())).Format("2006-01-02 15:04"))})
	}
}

func readJSON(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		http.Error(w, "The request cannot be read: "+err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func respond(w http.ResponseWriter, status int, a answer) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(a) // a browser that has gone needs no answer
}

package commands

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"

	"magpie/guide"
	"magpie/slash"
)

// contentSlip names what was kept for the caller.
type contentSlip struct{ Slip string }

// The kinds of slip that hold a form; others are in content_undo.go.
const (
	slipNew   = "new guide"
	slipHead  = "head"
	slipStep  = "changed step"
	slipFresh = "new step"
)

// keep keeps something for the caller, as JSON.
func (g *Content) keep(ctx context.Context, c *slash.Call, kind string, at contentStep, what any) (contentSlip, error) {
	text, err := json.Marshal(what)
	if err != nil {
		return contentSlip{}, err
	}
	s := guide.Slip{
		ID: rand.Text()[:16], Server: c.Place.Server, Person: c.Person.ID, Kind: kind,
		Name: at.Name, Lang: at.Lang, Step: at.Step, Text: string(text), At: g.Now(),
	}
	return contentSlip{s.ID}, g.Store.KeepSlip(ctx, s)
}

// slip is what was kept for the caller.
func (g *Content) slip(ctx context.Context, c *slash.Call, id string) (guide.Slip, error) {
	s, ok, err := g.Store.Slip(ctx, c.Place.Server, c.Person.ID, id)
	if err == nil && !ok {
		err = c.Sorry(c.T("content.slip_gone"), c.T("safe.nothing_changed"), slash.Try("content edit"))
	}
	return s, err
}

// form opens the window that a kept form was typed in, as it was left. mark is what it changes by now.
func (g *Content) form(c *slash.Call, s guide.Slip, mark string) (*slash.Form, error) {
	text := []byte(s.Text)
	switch s.Kind {
	case slipNew:
		var in contentNewGuide
		err := json.Unmarshal(text, &in)
		return g.saveNew.Form(c.Voice, c.Label("content.new"), in), err
	case slipHead:
		var in contentHead
		err := json.Unmarshal(text, &in)
		in.Mark = mark
		return g.saveHead.Form(c.Voice, c.Label("content.head"), in), err
	case slipStep:
		var in contentStepForm
		err := json.Unmarshal(text, &in)
		in.Mark = mark
		return g.saveStep.Form(c.Voice, c.Label("content.edit_step"), in), err
	case slipFresh:
		var in contentNewStep
		err := json.Unmarshal(text, &in)
		return g.saveFresh.Form(c.Voice, c.Label("content.new_step"), in), err
	}
	return nil, errors.New("a slip of kind " + s.Kind + " is no form")
}

// openAgain opens a form with what was typed into it. What it changes may have changed meanwhile; whoever opens it again has
// been shown that.
func (g *Content) openAgain(ctx context.Context, c *slash.Call, in contentSlip) (slash.Reply, error) {
	s, err := g.slip(ctx, c, in.Slip)
	if err != nil {
		return slash.Reply{}, err
	}
	mark := ""
	if s.Name != "" {
		o, err := g.find(ctx, c, s.Name)
		if err != nil {
			return slash.Reply{}, err
		}
		if found, ok, err := o.files().Guide(s.Lang); ok && err == nil {
			mark = found.MarkHead()
			if s.Step != "" {
				mark = found.Mark(s.Step)
			}
		}
	}
	form, err := g.form(c, s, mark)
	return slash.Reply{Form: form}, err
}

// refuse says what is wrong with what was typed, and keeps it for another try. Other errors it returns.
func (g *Content) refuse(ctx context.Context, c *slash.Call, kind string, at contentStep, form interface{ typed() string }, why error) (slash.Reply, error) {
	var mistakes guide.Mistakes
	if sorry := (*slash.Sorry)(nil); errors.As(why, &sorry) {
		return handedBack(form, slash.Plain(sorry.Error()), c.T("content.handed_back")), nil
	}
	if !errors.As(why, &mistakes) {
		return slash.Reply{}, why
	}
	kept, err := g.keep(ctx, c, kind, at, form)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := append([]slash.Content{c.T("content.wrong_form")}, mistakeBullets(c, mistakes)...)
	return slash.Say(slash.Lines(lines...), c.T("content.typed_kept")).
		With(slash.Row{Buttons: []slash.Button{g.again.Button(c.Label("content.try_again"), kept).With(slash.Main)}}), nil
}

package commands

import (
	"context"
	"encoding/json"
	"fmt"

	"magpie/community"
	"magpie/slash"
)

// Records keeps everything that is stored about people.
type Records interface {
	// Records are the kinds of thing stored about a person, without those that hold nothing.
	Records(ctx context.Context, person string) ([]community.Record, error)
	// ErasePerson deletes everything about a person at once.
	ErasePerson(ctx context.Context, person string) error
}

// Privacy shows people what is stored about them, hands it out and deletes it. Where an
// engine translates, by its name, people can have what they write left out.
func Privacy(records Records, people People, engine string) slash.Feature {
	p := &privacyFeature{records: records, people: people, engine: engine}
	p.leave = &slash.Action[privacyLeave]{Name: "privacy.leave", Run: p.leaveOut}
	p.keep = &slash.Action[slash.Nothing]{Name: "privacy.keep", Run: p.show}
	p.erase = &slash.Action[slash.Nothing]{Name: "privacy.erase", Run: p.eraseAll}
	p.ask = &slash.Action[slash.Nothing]{Name: "privacy.ask", Run: p.askErase}
	p.give = &slash.Action[slash.Nothing]{Name: "privacy.export", Run: p.export}
	return slash.Feature{
		Commands: []slash.Command{{Name: "privacy", Direct: true, Sub: []slash.Command{
			{Name: "show", Run: slash.Run(p.show)},
			{Name: "export", Run: slash.Run(p.export)},
			{Name: "delete", Run: slash.Run(p.askErase)},
		}}},
		Actions: []slash.Route{p.keep, p.erase, p.ask, p.give, p.leave},
	}
}

type privacyFeature struct {
	records                Records
	people                 People
	engine                 string // empty: nobody translates
	keep, erase, ask, give *slash.Action[slash.Nothing]
	leave                  *slash.Action[privacyLeave]
}

// privacyLeave says whether somebody's messages are left out of translation.
type privacyLeave struct{ Out bool }

func (p *privacyFeature) of(ctx context.Context, c *slash.Call) ([]community.Record, error) {
	all, err := p.records.Records(ctx, c.Person.ID)
	if err != nil {
		return nil, fmt.Errorf("collect what is stored about a person: %w", err)
	}
	return all, nil
}

func (p *privacyFeature) show(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	all, err := p.of(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(c.T("privacy.policy"))
	if p.engine != "" {
		if r, err = p.aboutEngine(ctx, c, r); err != nil {
			return slash.Reply{}, err
		}
	}
	if len(all) == 0 {
		return r.With(slash.Text{Body: c.T("privacy.nothing")}), nil
	}
	lines := []slash.Content{c.T("privacy.stored")}
	for _, r := range all {
		lines = append(lines, slash.Bullet(c.T("privacy.kind."+r.Kind, r.Count)))
	}
	return r.With(slash.Text{Body: slash.Lines(lines...)}, slash.Row{Buttons: []slash.Button{
		p.give.Button(c.Label("privacy.export"), slash.Nothing{}),
		p.ask.Button(c.Label("privacy.delete"), slash.Nothing{}).With(slash.Danger),
	}}), nil
}

// aboutEngine adds what the engine gets to see, and a button to be left out.
func (p *privacyFeature) aboutEngine(ctx context.Context, c *slash.Call, r slash.Reply) (slash.Reply, error) {
	person, _, err := p.people.Person(ctx, c.Person.ID)
	if err != nil {
		return r, fmt.Errorf("look up person: %w", err)
	}
	said, press := c.T("privacy.engine", p.engine), "privacy.engine.leave_out"
	if person.Untranslated {
		said, press = slash.Lines(said, c.T("privacy.engine.off")), "privacy.engine.allow"
	}
	return r.With(slash.Section{Body: said, Button: new(p.leave.Button(c.Label(press), privacyLeave{!person.Untranslated}))}), nil
}

// leaveOut has what somebody writes left out of translation, or not any more.
func (p *privacyFeature) leaveOut(ctx context.Context, c *slash.Call, in privacyLeave) (slash.Reply, error) {
	person, _, err := p.people.Person(ctx, c.Person.ID)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up person: %w", err)
	}
	person.ID, person.Untranslated = c.Person.ID, in.Out
	if err := p.people.SavePerson(ctx, person); err != nil {
		return slash.Reply{}, fmt.Errorf("remember what a person chose: %w", err)
	}
	return p.show(ctx, c, slash.Nothing{})
}

func (p *privacyFeature) export(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	all, err := p.of(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	kinds := map[string]any{"person": c.Person.ID}
	for _, r := range all {
		kinds[r.Kind] = r.Data
	}
	data, err := json.MarshalIndent(kinds, "", "  ")
	if err != nil {
		return slash.Reply{}, fmt.Errorf("write out what is stored about a person: %w", err)
	}
	return slash.Say(c.T("privacy.exported")).With(slash.File{Name: "magpie.json", Data: data}).As(slash.Anew), nil
}

func (p *privacyFeature) askErase(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Say(c.T("privacy.ask")).With(slash.Row{Buttons: []slash.Button{
		p.erase.Button(c.Label("privacy.delete_now"), slash.Nothing{}).With(slash.Danger),
		p.give.Button(c.Label("privacy.export_first"), slash.Nothing{}),
		p.keep.Button(c.Label("privacy.keep"), slash.Nothing{}),
	}}).As(slash.Anew), nil
}

func (p *privacyFeature) eraseAll(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	if err := p.records.ErasePerson(ctx, c.Person.ID); err != nil {
		return slash.Reply{}, fmt.Errorf("delete what is stored about a person: %w", err)
	}
	return slash.Say(c.T("privacy.deleted")), nil
}

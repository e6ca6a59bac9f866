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

// Privacy shows people what is stored about them, hands it out and deletes it.
func Privacy(records Records) slash.Feature {
	p := &privacyFeature{records: records}
	p.erase = &slash.Action[slash.Nothing]{Name: "privacy.erase", Run: p.eraseAll}
	p.ask = &slash.Action[slash.Nothing]{Name: "privacy.ask", Run: p.askErase}
	p.give = &slash.Action[slash.Nothing]{Name: "privacy.export", Run: p.export}
	return slash.Feature{
		Commands: []slash.Command{{Name: "privacy", Direct: true, Sub: []slash.Command{
			{Name: "show", Run: slash.Run(p.show)},
			{Name: "export", Run: slash.Run(p.export)},
			{Name: "delete", Run: slash.Run(p.askErase)},
		}}},
		Actions: []slash.Route{p.erase, p.ask, p.give},
	}
}

type privacyFeature struct {
	records          Records
	erase, ask, give *slash.Action[slash.Nothing]
}

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
	if len(all) == 0 {
		return slash.Say(c.T("privacy.policy"), c.T("privacy.nothing")), nil
	}
	lines := []slash.Content{c.T("privacy.stored")}
	for _, r := range all {
		lines = append(lines, slash.Bullet(c.T("privacy.kind."+r.Kind, r.Count)))
	}
	return slash.Say(c.T("privacy.policy"), slash.Lines(lines...)).With(slash.Row{Buttons: []slash.Button{
		p.give.Button(c.Label("privacy.export"), slash.Nothing{}),
		p.ask.Button(c.Label("privacy.delete"), slash.Nothing{}).With(slash.Danger),
	}}), nil
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
	}}).As(slash.Anew), nil
}

func (p *privacyFeature) eraseAll(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	if err := p.records.ErasePerson(ctx, c.Person.ID); err != nil {
		return slash.Reply{}, fmt.Errorf("delete what is stored about a person: %w", err)
	}
	return slash.Say(c.T("privacy.deleted")), nil
}

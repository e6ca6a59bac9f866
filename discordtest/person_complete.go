package discordtest

import (
	"fmt"
	"slices"
	"strconv"
)

// Complete types a line as far as it goes, with the cursor in the focused option,
// and returns what the bot suggests. The line may lack required options and hold
// values that do not fit, as half-typed ones do.
func (p *Person) Complete(c *Channel, line, focused string) []Choice {
	p.d.t.Helper()
	choices, err := p.Try().Complete(c, line, focused)
	if err != nil {
		p.d.t.Fatalf("discordtest: %v", err)
	}
	return choices
}

// Complete is [Person.Complete] with an error.
func (t Try) Complete(c *Channel, line, focused string) ([]Choice, error) {
	p := t.p
	p.d.mu.Lock()
	it, key, err := p.completion(c, line, focused)
	if err != nil {
		p.d.mu.Unlock()
		return nil, err
	}
	form := p.form
	if _, err := p.act(it); err != nil {
		return nil, err
	}
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	p.form = form
	if p.suggestions == nil {
		p.suggestions = map[string][]Choice{}
	}
	p.suggestions[key] = it.choices
	return it.choices, nil
}

func (p *Person) completion(c *Channel, line, focused string) (*interaction, string, error) {
	inv, err := p.parse(c, line)
	if err != nil {
		return nil, "", err
	}
	i := p.indexOf(inv.options, focused)
	if i < 0 || !inv.options[i].Autocomplete {
		return nil, "", fmt.Errorf("%s: /%s has no option %q with suggestions", p.user.name, inv.command.name, focused)
	}
	o := inv.options[i]
	it := &interaction{
		kind: interactionSuggest, person: p, channel: c, command: inv.command, path: inv.path, focused: o.Type,
	}
	if !slices.ContainsFunc(inv.typed, func(t typedOption) bool { return t.option.Name == o.Name }) {
		inv.typed = append(inv.typed, typedOption{o, ""})
	}
	leaves := []object{}
	for _, t := range inv.typed {
		leaf := object{"name": t.option.Name, "type": t.option.Type, "value": p.halfTyped(it, t)}
		if t.option.Name == o.Name {
			leaf["value"], leaf["focused"] = t.text, true
		}
		leaves = append(leaves, leaf)
	}
	it.data = inv.data(leaves)
	return it, suggestionKey(it, o.Name), nil
}

func suggestionKey(it *interaction, option string) string { return it.shownName() + " " + option }

// halfTyped is the value of an option beside the focused one: what it is worth, or
// the bare text.
func (p *Person) halfTyped(it *interaction, t typedOption) any {
	if t.option.Type == OptionBoolean {
		b, err := strconv.ParseBool(t.text)
		return err == nil && b
	}
	if v, err := p.value(it, &resolved{it: it}, t); err == nil {
		return v
	}
	return t.text
}

package discordtest

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Type types a command in a channel, such as "/digest create name:Morning zone:UTC",
// and returns what the person sees when the bot has answered. Values of people,
// roles and channels are @name and #name, of attachments the name of a file that the
// person [Person.Has], of choices the name shown, and of suggested options what was
// suggested by the last [Person.Complete] or anything else.
func (p *Person) Type(c *Channel, line string) View {
	p.d.t.Helper()
	return p.must(p.Try().Type(c, line))
}

// Type is [Person.Type] with an error.
func (t Try) Type(c *Channel, line string) (View, error) {
	p := t.p
	p.d.mu.Lock()
	inv, err := p.parse(c, line)
	if err != nil {
		p.d.mu.Unlock()
		return View{}, err
	}
	it := &interaction{kind: interactionCommand, person: p, channel: c, command: inv.command, path: inv.path}
	data, err := p.commandData(it, inv)
	if err != nil {
		p.d.mu.Unlock()
		return View{}, err
	}
	it.data = data
	return p.result(p.act(it))
}

func (p *Person) commandData(it *interaction, inv *invocation) (object, error) {
	r := &resolved{it: it}
	leaves := []object{}
	for _, o := range inv.options {
		given := slices.ContainsFunc(inv.typed, func(t typedOption) bool { return t.option.Name == o.Name })
		if o.Required && !given {
			return nil, fmt.Errorf("%s: option %s of /%s is required", p.user.name, o.Name, it.shownName())
		}
	}
	for _, t := range inv.typed {
		v, err := p.value(it, r, t)
		if err != nil {
			return nil, fmt.Errorf("%s: option %s of /%s: %w", p.user.name, t.option.Name, it.shownName(), err)
		}
		leaves = append(leaves, object{"name": t.option.Name, "type": t.option.Type, "value": v})
	}
	data := inv.data(leaves)
	r.into(data)
	return data, nil
}

// data nests the options under their subcommands.
func (inv *invocation) data(leaves []object) object {
	options := leaves
	for i := len(inv.path) - 1; i >= 0; i-- {
		options = []object{{"name": inv.path[i], "type": inv.types[i], "options": options}}
	}
	data := object{"id": inv.command.id, "name": inv.command.name, "type": int(inv.command.kind)}
	if len(options) > 0 {
		data["options"] = options
	}
	if inv.command.guild != "" {
		data["guild_id"] = inv.command.guild
	}
	return data
}

// value turns typed text into the value of an option, as far as a client allows it.
func (p *Person) value(it *interaction, r *resolved, t typedOption) (any, error) {
	if t.text == "" {
		return nil, fmt.Errorf("it has no value")
	}
	if len(t.option.Choices) > 0 {
		return p.choice(t.option.Choices, t.text)
	}
	if t.option.Autocomplete {
		for _, s := range p.suggestions[suggestionKey(it, t.option.Name)] {
			if s.Name == t.text || s.ShownName(p.user.locale) == t.text {
				return s.Value, nil
			}
		}
	}
	switch t.option.Type {
	case OptionString:
		return t.text, t.option.lengthFits(t.text)
	case OptionInteger:
		n, err := strconv.ParseInt(t.text, 10, 64)
		if err != nil || n > maxSafeInteger || n < -maxSafeInteger {
			return nil, fmt.Errorf("%q is not a whole number", t.text)
		}
		return n, t.option.rangeFits(float64(n))
	case OptionNumber:
		x, err := strconv.ParseFloat(t.text, 64)
		if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
			return nil, fmt.Errorf("%q is not a number", t.text)
		}
		return x, t.option.rangeFits(x)
	case OptionBoolean:
		b, err := strconv.ParseBool(strings.ToLower(t.text))
		if err != nil {
			return nil, fmt.Errorf("%q is neither true nor false", t.text)
		}
		return b, nil
	case OptionAttachment:
		f, ok := p.files[t.text]
		if !ok {
			return nil, fmt.Errorf("they have no file %q", t.text)
		}
		return r.file(f), nil
	}
	return p.reference(it, r, t.option.Type, t.option.ChannelTypes, t.text)
}

// reference is the id of a person, role or channel, which is noted as resolved.
func (p *Person) reference(it *interaction, r *resolved, kind int, types []ChannelType, text string) (any, error) {
	if kind == OptionUser || kind == OptionMentionable {
		if u := it.channel.userNamed(text); u != nil {
			r.user(u)
			return u.id, nil
		}
	}
	if kind == OptionRole || kind == OptionMentionable {
		if role := it.channel.roleNamed(text); role != nil {
			r.role(role)
			return role.ID, nil
		}
	}
	if kind == OptionChannel {
		if c := it.channel.channelNamed(text, p.user); c != nil {
			if len(types) > 0 && !slices.Contains(types, c.Type) {
				return nil, fmt.Errorf("#%s is of type %d, which is not offered", c.Name, c.Type)
			}
			r.channel(c)
			return c.ID, nil
		}
	}
	return nil, fmt.Errorf("there is no %q to choose", text)
}

func (p *Person) choice(choices []Choice, text string) (any, error) {
	for _, c := range choices {
		if c.Name == text || c.ShownName(p.user.locale) == text {
			return c.Value, nil
		}
	}
	for _, c := range choices {
		if fmt.Sprint(c.Value) == text {
			return c.Value, nil
		}
	}
	return nil, fmt.Errorf("%q is not one of its choices", text)
}

func (o Option) lengthFits(s string) error {
	n, least, most := utf8.RuneCountInString(s), 0, maxOptionLength
	if o.MinLength != nil {
		least = *o.MinLength
	}
	if o.MaxLength != nil {
		most = *o.MaxLength
	}
	if n < least || n > most {
		return fmt.Errorf("it has %d characters, not %d to %d", n, least, most)
	}
	return nil
}

func (o Option) rangeFits(x float64) error {
	if o.MinValue != nil && x < *o.MinValue || o.MaxValue != nil && x > *o.MaxValue {
		return fmt.Errorf("%v is out of its range", x)
	}
	return nil
}

// Target is what can be right-clicked: a [Message] or a [*Person].
type Target interface {
	targeted() (kind CommandKind, id string, where *Channel)
}

func (m Message) targeted() (CommandKind, string, *Channel) { return MessageCommand, m.ID, m.Channel }
func (p *Person) targeted() (CommandKind, string, *Channel) { return PersonCommand, p.user.id, nil }

// RightClick uses a context menu command on a message, or on a person as seen in the
// channel that the person last used (see [Person.Look]).
func (p *Person) RightClick(on Target, command string) View {
	p.d.t.Helper()
	return p.must(p.Try().RightClick(on, command))
}

// RightClick is [Person.RightClick] with an error.
func (t Try) RightClick(on Target, name string) (View, error) {
	p := t.p
	p.d.mu.Lock()
	it, err := p.rightClick(on, name)
	if err != nil {
		p.d.mu.Unlock()
		return View{}, err
	}
	return p.result(p.act(it))
}

func (p *Person) rightClick(on Target, name string) (*interaction, error) {
	kind, id, where := on.targeted()
	where = orDefault(where, p.channel)
	if where == nil {
		return nil, fmt.Errorf("%s is not looking at any channel; see Look", p.user.name)
	}
	cmd := p.findCommand(where, kind, name)
	if cmd == nil {
		return nil, fmt.Errorf("%s: there is no command %q in that menu", p.user.name, name)
	}
	if why := p.refused(cmd, where); why != "" {
		return nil, fmt.Errorf("%s is not shown %q: %s", p.user.name, name, why)
	}
	it := &interaction{kind: interactionCommand, person: p, channel: where, command: cmd}
	r := &resolved{it: it}
	if kind == PersonCommand {
		r.user(p.d.users[id])
	} else {
		m := where.message(id)
		if m == nil || !p.canSee(m) {
			return nil, fmt.Errorf("%s does not see that message", p.user.name)
		}
		r.put("messages", m.id, m.payload())
	}
	it.data = (&invocation{command: cmd}).data(nil)
	it.data["target_id"] = id
	r.into(it.data)
	return it, nil
}

package discordtest

import (
	"fmt"
	"slices"
	"strings"
)

// Press presses a button by its label: in the last answer to the person, else in the
// newest message of the channel they look at that has it.
func (p *Person) Press(label string) View {
	p.d.t.Helper()
	return p.must(p.Try().Press(label))
}

// PressOn presses a button of a certain message, perhaps an old one.
func (p *Person) PressOn(m Message, label string) View {
	p.d.t.Helper()
	return p.must(p.Try().PressOn(m, label))
}

// Press is [Person.Press] with an error.
func (t Try) Press(label string) (View, error) {
	p := t.p
	p.d.mu.Lock()
	it, err := p.press(p.inSight(), label)
	if err != nil {
		p.d.mu.Unlock()
		return View{}, err
	}
	return p.result(p.act(it))
}

// PressOn is [Person.PressOn] with an error.
func (t Try) PressOn(m Message, label string) (View, error) {
	p := t.p
	p.d.mu.Lock()
	it, err := p.press(p.only(m), label)
	if err != nil {
		p.d.mu.Unlock()
		return View{}, err
	}
	return p.result(p.act(it))
}

// PressTwice presses a button two times before the bot can answer the first.
func (p *Person) PressTwice(label string) (first, second View) {
	p.d.t.Helper()
	p.d.mu.Lock()
	messages := p.inSight()
	one, err := p.press(messages, label)
	if err == nil {
		err = p.reaches(one.channel)
	}
	if err != nil {
		p.d.mu.Unlock()
		p.d.t.Fatalf("discordtest: %v", err)
	}
	two, _ := p.press(messages, label)
	p.d.begin(one)
	p.d.begin(two)
	p.d.mu.Unlock()
	first = p.must(p.result(one, p.await(one)))
	second = p.must(p.result(two, p.await(two)))
	return first, second
}

// inSight are the messages that the person sees, the likeliest first.
func (p *Person) inSight() []*message {
	var list []*message
	if p.last != nil {
		list = append(list, p.last)
	}
	if p.channel != nil {
		for _, m := range slices.Backward(p.channel.messages) {
			list = append(list, m)
		}
	}
	return slices.DeleteFunc(list, func(m *message) bool { return !p.canSee(m) })
}

// only is one message, if the person still sees it.
func (p *Person) only(m Message) []*message {
	for _, other := range m.Channel.messages {
		if other.id == m.ID && p.canSee(other) {
			return []*message{other}
		}
	}
	return nil
}

// find is the first message with a component that fits, and that component.
func (p *Person) find(messages []*message, what string, fits func(*Component) bool) (*message, *Component, error) {
	for _, m := range messages {
		var found []*Component
		for c := range Walk(m.components) {
			if fits(c) {
				found = append(found, c)
			}
		}
		switch {
		case len(found) == 0:
			continue
		case len(found) > 1:
			return nil, nil, fmt.Errorf("%s sees %s %d times in one message", p.user.name, what, len(found))
		case found[0].Disabled:
			return nil, nil, fmt.Errorf("%s cannot use %s: it is off", p.user.name, what)
		case m.author != p.d.bot:
			return nil, nil, fmt.Errorf("%s sees %s, but in another application's message", p.user.name, what)
		}
		return m, found[0], nil
	}
	return nil, nil, fmt.Errorf("%s sees no %s", p.user.name, what)
}

func (p *Person) press(messages []*message, label string) (*interaction, error) {
	m, c, err := p.find(messages, "button ["+label+"]", func(c *Component) bool {
		return c.Type == TypeButton && c.shownLabel() == label
	})
	switch {
	case err != nil:
		return nil, err
	case c.Style == StyleLink || c.Style == StylePremium:
		return nil, fmt.Errorf("%s: [%s] leads to %s%s, which the bot does not hear of", p.user.name, label, c.URL, c.CustomID)
	}
	return &interaction{kind: interactionComponent, person: p, channel: m.channel, source: m, data: c.data()}, nil
}

// data is how a used component is named in an interaction.
func (c *Component) data() object {
	return object{"custom_id": c.CustomID, "component_type": c.Type, "id": c.ID}
}

// Choose chooses from a menu that is known by its hint (placeholder); an empty hint
// is the only menu there is. Values are option labels, or @name and #name.
func (p *Person) Choose(hint string, values ...string) View {
	p.d.t.Helper()
	return p.must(p.Try().Choose(hint, values...))
}

// ChooseOn chooses from a menu of a certain message.
func (p *Person) ChooseOn(m Message, hint string, values ...string) View {
	p.d.t.Helper()
	return p.must(p.Try().ChooseOn(m, hint, values...))
}

// Choose is [Person.Choose] with an error.
func (t Try) Choose(hint string, values ...string) (View, error) {
	t.p.d.mu.Lock()
	return t.p.choose(t.p.inSight(), hint, values)
}

// ChooseOn is [Person.ChooseOn] with an error.
func (t Try) ChooseOn(m Message, hint string, values ...string) (View, error) {
	t.p.d.mu.Lock()
	return t.p.choose(t.p.only(m), hint, values)
}

// choose is called with Discord.mu held, and gives it back.
func (p *Person) choose(messages []*message, hint string, values []string) (View, error) {
	it, err := p.choosing(messages, hint, values)
	if err != nil {
		p.d.mu.Unlock()
		return View{}, err
	}
	return p.result(p.act(it))
}

func (p *Person) choosing(messages []*message, hint string, values []string) (*interaction, error) {
	m, c, err := p.find(messages, "menu <"+hint+">", func(c *Component) bool {
		return c.isSelect() && (hint == "" || c.Placeholder == hint)
	})
	if err != nil {
		return nil, err
	}
	it := &interaction{kind: interactionComponent, person: p, channel: m.channel, source: m, data: c.data()}
	r := &resolved{it: it}
	picked, err := p.pick(it, r, c, values)
	if err != nil {
		return nil, fmt.Errorf("%s: menu <%s>: %w", p.user.name, hint, err)
	}
	it.data["values"] = picked
	r.into(it.data)
	return it, nil
}

// pick turns what is chosen into values, within the menu's bounds.
func (p *Person) pick(it *interaction, r *resolved, c *Component, values []string) ([]string, error) {
	least, most := c.bounds()
	if len(values) < least || len(values) > most {
		return nil, fmt.Errorf("%d values are chosen, not %d to %d", len(values), least, most)
	}
	picked := []string{}
	for _, v := range values {
		value, err := p.pickOne(it, r, c, v)
		if err != nil {
			return nil, err
		}
		if slices.Contains(picked, value) {
			return nil, fmt.Errorf("%q is chosen twice", v)
		}
		picked = append(picked, value)
	}
	return picked, nil
}

func (c *Component) bounds() (least, most int) {
	least, most = 1, 1
	if c.Type == TypeCheckboxGroup {
		most = len(c.Options)
	}
	if c.MinValues != nil {
		least = *c.MinValues
	}
	if c.MaxValues != nil {
		most = *c.MaxValues
	}
	if c.Required != nil && !*c.Required {
		least = 0
	}
	return least, most
}

func (p *Person) pickOne(it *interaction, r *resolved, c *Component, text string) (string, error) {
	for _, o := range c.Options {
		if o.Label == text {
			return o.Value, nil
		}
	}
	for _, o := range c.Options {
		if o.Value == text {
			return o.Value, nil
		}
	}
	kinds := map[int]int{
		TypeUserSelect: OptionUser, TypeRoleSelect: OptionRole, TypeMentionableSelect: OptionMentionable, TypeChannelSelect: OptionChannel,
	}
	kind, ok := kinds[c.Type]
	if !ok {
		labels := []string{}
		for _, o := range c.Options {
			labels = append(labels, o.Label)
		}
		return "", fmt.Errorf("%q is not offered, only %s", text, strings.Join(labels, ", "))
	}
	id, err := p.reference(it, r, kind, c.ChannelTypes, text)
	if err != nil {
		return "", err
	}
	return id.(string), nil
}

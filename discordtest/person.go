package discordtest

import (
	"errors"
	"fmt"
	"slices"
)

// Person is someone at a Discord client. What a client would not let them do ends
// the test; [Person.Try] returns an error instead. Several people may act at once,
// and one person through Try from several goroutines.
type Person struct {
	d    *Discord
	user *user

	channel     *Channel // where they last did something
	last        *message // the last answer to them
	form        *openForm
	history     []*interaction
	suggestions map[string][]Choice // by command and option
	files       map[string]File
}

// View is what a person has before them after the bot answered.
type View struct {
	Message *Message // the answer, or the message that changed; nil if there is none (any more)
	Form    *Form    // the form that opened, if one did
}

// String is the view as the person reads it: see [Message.String] and [Form.String].
func (v View) String() string {
	switch {
	case v.Form != nil:
		return v.Form.String()
	case v.Message != nil:
		return v.Message.String()
	}
	return "(nothing)"
}

// ErrNoAnswer is what a person gets when the bot does not answer in time.
var ErrNoAnswer = errors.New("the application did not respond")

// Try is a [Person] whose methods return an error where those of Person end the test.
type Try struct{ p *Person }

// Try is for doing what may be refused, or for acting from other goroutines.
func (p *Person) Try() Try { return Try{p} }

// ID is the person's user id.
func (p *Person) ID() string { return p.user.id }

// Name is the person's name.
func (p *Person) Name() string { return p.user.name }

// Direct is the person's conversation with the bot.
func (p *Person) Direct() *Channel {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	return p.d.direct(p.user)
}

// Look makes the person look at a channel: messages there can be pressed.
func (p *Person) Look(c *Channel) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	p.channel = c
}

// Has gives the person files that they can attach by name.
func (p *Person) Has(files ...File) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	if p.files == nil {
		p.files = map[string]File{}
	}
	for _, f := range files {
		p.files[f.Name] = f
	}
}

// Sees is the last answer to the person as it is now, and the form that is open.
func (p *Person) Sees() View {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	return p.sees()
}

func (p *Person) sees() View {
	var v View
	if p.last != nil && !p.last.deleted {
		m := p.last.snapshot()
		v.Message = &m
	}
	if p.form != nil {
		v.Form = p.form.view()
	}
	return v
}

// Messages is what the person sees in a channel, oldest first, with what only they
// see; nothing if the channel is hidden from them.
func (p *Person) Messages(c *Channel) []Message {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	var list []Message
	for _, m := range c.messages {
		if p.canSee(m) {
			list = append(list, m.snapshot())
		}
	}
	return list
}

func (p *Person) canSee(m *message) bool {
	return !m.deleted && (m.private == nil || m.private == p.user) && m.channel.permissionsOf(p.user).Has(ViewChannel)
}

// Say posts a message as the person, with files of theirs if any. Without the
// permission to it ends the test.
func (p *Person) Say(c *Channel, text string, files ...File) Message {
	p.d.t.Helper()
	m, err := p.Try().Say(c, text, files...)
	if err != nil {
		p.d.t.Fatalf("discordtest: %v", err)
	}
	return m
}

// Say is [Person.Say] with an error.
func (t Try) Say(c *Channel, text string, files ...File) (Message, error) {
	p := t.p
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	needs := ViewChannel | SendMessages
	if c.isThread() {
		needs = ViewChannel | SendMessagesInThreads
	}
	switch {
	case !c.permissionsOf(p.user).Has(needs) || !c.holdsMessages():
		return Message{}, fmt.Errorf("%s cannot post to #%s", p.user.name, c.Name)
	case c.server != nil && c.server.isPending(p.user):
		return Message{}, fmt.Errorf("%s has not agreed to the rules of server %s", p.user.name, c.server.Name)
	case text == "" && len(files) == 0:
		return Message{}, fmt.Errorf("%s cannot post an empty message", p.user.name)
	}
	p.channel = c
	w := &draft{content: text}
	for _, f := range files {
		w.files = append(w.files, &f)
	}
	m := &message{channel: c, author: p.user}
	m.fill(p.d, w)
	m.mention(p.d, allowance{users: true, roles: true, everyone: true})
	p.d.post(m)
	return m.snapshot(), nil
}

// Foreign posts a message that looks like another application's: components as
// JSON, of whatever types, unchecked. The bot has to cope with them.
func (c *Channel) Foreign(author, content string, components ...any) Message {
	c.d.mu.Lock()
	defer c.d.mu.Unlock()
	u := c.d.newUser(author, "en-US")
	u.isBot = true
	m := &message{channel: c, author: u, content: content, raw: components}
	if len(components) > 0 {
		m.flags = FlagComponentsV2
	}
	c.d.post(m)
	return m.snapshot()
}

// Redeliver sends the person's last interaction to the bot once more, with the same id.
func (p *Person) Redeliver() {
	p.d.t.Helper()
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	if len(p.history) == 0 {
		p.d.blame("%s has not done anything that could be delivered again", p.user.name)
		return
	}
	it := p.history[len(p.history)-1]
	p.d.dispatch("INTERACTION_CREATE", it.event, it.channel.server)
}

// Shown are the commands of a kind that the person's client offers in a channel,
// by the names it shows, sorted.
func (p *Person) Shown(c *Channel, kind CommandKind) []string {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	var names []string
	for _, cmd := range p.d.commands {
		if cmd.kind == kind && p.refused(cmd, c) == "" {
			names = append(names, cmd.spec.ShownName(p.user.locale))
		}
	}
	slices.Sort(names)
	return names
}

// act begins an interaction and waits until the bot has answered it. Discord.mu is
// held, and is given back.
func (p *Person) act(it *interaction) (*interaction, error) {
	d := p.d
	if err := p.reaches(it.channel); err != nil {
		d.mu.Unlock()
		return nil, err
	}
	it.person, p.channel = p, it.channel
	p.form = nil
	d.begin(it)
	d.mu.Unlock()
	return it, p.await(it)
}

func (p *Person) await(it *interaction) error {
	answered := p.d.until(func() bool {
		p.d.mu.Lock()
		defer p.d.mu.Unlock()
		return it.settled
	})
	if answered {
		return nil
	}
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	return fmt.Errorf("%s: %s: %w (last callback: %d)", p.user.name, orDefault(it.shownName(), "component or form"), ErrNoAnswer, it.ack)
}

// reaches tells why the bot cannot be reached from a channel.
func (p *Person) reaches(c *Channel) error {
	switch {
	case len(p.d.gateway.sessions) == 0:
		return fmt.Errorf("%s: %w: the bot is not connected", p.user.name, ErrNoAnswer)
	case c.server != nil && c.server.members[p.user.id] == nil:
		return fmt.Errorf("%s is not in server %s", p.user.name, c.server.Name)
	case c.server != nil && c.server.isPending(p.user):
		return fmt.Errorf("%s has not agreed to the rules of server %s", p.user.name, c.server.Name)
	case c.server != nil && !c.server.bot && !p.user.installed:
		return fmt.Errorf("%s: the bot is not in server %s", p.user.name, c.server.Name)
	case !c.permissionsOf(p.user).Has(ViewChannel):
		return fmt.Errorf("%s cannot see #%s", p.user.name, c.Name)
	}
	return nil
}

// result is what the person sees once an interaction is answered.
func (p *Person) result(it *interaction, err error) (View, error) {
	if err != nil {
		return View{}, err
	}
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	if it.form != nil {
		return View{Form: it.form.view()}, nil
	}
	m := it.answer
	if m == nil || m.deleted {
		return View{}, nil
	}
	s := m.snapshot()
	return View{Message: &s}, nil
}

func (p *Person) must(v View, err error) View {
	p.d.t.Helper()
	if err != nil {
		p.d.t.Fatalf("discordtest: %v", err)
	}
	return v
}

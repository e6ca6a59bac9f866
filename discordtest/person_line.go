package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// invocation is a typed line, understood.
type invocation struct {
	command *command
	path    []string // subcommands, by default names
	types   []int    // of those
	options []Option // declared at the end of the path
	typed   []typedOption
}

type typedOption struct {
	option Option
	text   string
}

// parse reads "/digest create name:x zone:Asia/Tokyo". Names may be those that the
// person's client shows or the default ones. A value reaches to the next declared
// option, so it may hold spaces and colons.
func (p *Person) parse(c *Channel, line string) (*invocation, error) {
	words, ok := strings.CutPrefix(line, "/")
	if !ok {
		return nil, fmt.Errorf("%s: a command begins with a slash: %q", p.user.name, line)
	}
	name, rest, _ := strings.Cut(words, " ")
	cmd := p.findCommand(c, ChatCommand, name)
	if cmd == nil {
		return nil, fmt.Errorf("%s: there is no command /%s here", p.user.name, name)
	}
	if why := p.refused(cmd, c); why != "" {
		return nil, fmt.Errorf("%s is not shown /%s: %s", p.user.name, name, why)
	}
	inv := &invocation{command: cmd, options: cmd.spec.Options}
	for len(inv.options) > 0 && inv.options[0].Type <= OptionGroup {
		name, rest, _ = strings.Cut(strings.TrimSpace(rest), " ")
		i := p.indexOf(inv.options, name)
		if i < 0 {
			return nil, fmt.Errorf("%s: /%s has no subcommand %q", p.user.name, cmd.name, name)
		}
		o := inv.options[i]
		inv.path, inv.types, inv.options = append(inv.path, o.Name), append(inv.types, o.Type), o.Options
	}
	return inv, p.parseOptions(inv, rest)
}

func (p *Person) indexOf(options []Option, name string) int {
	return slices.IndexFunc(options, func(o Option) bool { return name == o.Name || name == o.ShownName(p.user.locale) })
}

// parseOptions cuts the rest of a line where declared options begin.
func (p *Person) parseOptions(inv *invocation, rest string) error {
	rest = strings.ReplaceAll(rest, "\n", " ") // as a client does with what is pasted
	type mark struct{ at, value, option int }
	var marks []mark
	for at := 0; at < len(rest); at++ {
		if at > 0 && rest[at-1] != ' ' {
			continue
		}
		name, _, ok := strings.Cut(rest[at:], ":")
		if i := p.indexOf(inv.options, name); ok && i >= 0 {
			marks = append(marks, mark{at, at + len(name) + 1, i})
		}
	}
	head := rest
	if len(marks) > 0 {
		head = rest[:marks[0].at]
	}
	if head = strings.TrimSpace(head); head != "" {
		return fmt.Errorf("%s: /%s does not take %q", p.user.name, strings.Join(append([]string{inv.command.name}, inv.path...), " "), head)
	}
	for i, m := range marks {
		end := len(rest)
		if i+1 < len(marks) {
			end = marks[i+1].at
		}
		o := inv.options[m.option]
		if slices.ContainsFunc(inv.typed, func(t typedOption) bool { return t.option.Name == o.Name }) {
			return fmt.Errorf("%s: option %s is given twice", p.user.name, o.Name)
		}
		inv.typed = append(inv.typed, typedOption{o, strings.TrimSpace(rest[m.value:end])})
	}
	return nil
}

// findCommand looks a command up by its shown or its default name; the server's own
// ones come first.
func (p *Person) findCommand(c *Channel, kind CommandKind, name string) *command {
	guilds := []string{""}
	if c.server != nil {
		guilds = []string{c.server.ID, ""}
	}
	for _, guild := range guilds {
		for _, cmd := range p.d.commandsIn(guild) {
			if cmd.kind == kind && (cmd.name == name || cmd.spec.ShownName(p.user.locale) == name) {
				return cmd
			}
		}
	}
	return nil
}

// refused tells why a client does not offer a command; empty if it does.
func (p *Person) refused(cmd *command, c *Channel) string {
	spec := cmd.spec
	if cmd.guild != "" && (c.server == nil || c.server.ID != cmd.guild) {
		return "it belongs to another server"
	}
	context := contextBotDM
	if c.server != nil {
		context = contextServer
	}
	if spec.Contexts != nil && !slices.Contains(spec.Contexts, context) ||
		spec.Contexts == nil && c.server == nil && spec.DMPermission != nil && !*spec.DMPermission {
		return "its contexts leave this kind of channel out"
	}
	shared := p.sharesServer()
	if c.server != nil {
		shared = c.server.bot
	}
	if !(shared && slices.Contains(spec.IntegrationTypes, 0)) && !(p.user.installed && slices.Contains(spec.IntegrationTypes, 1)) {
		return "its integration types leave this installation out"
	}
	if c.server == nil {
		return ""
	}
	have := c.permissionsOf(p.user)
	if !have.Has(UseApplicationCommands) {
		return "USE_APPLICATION_COMMANDS is missing"
	}
	return c.server.hides(spec, p.user, have)
}

// hides applies the server's own settings, else default_member_permissions.
func (s *Server) hides(spec Command, u *user, have Permissions) string {
	if have.Has(Administrator) {
		return ""
	}
	if settings := s.overrides[spec.Name]; settings != nil {
		verdict, set := settings[s.everyone.ID]
		if m := s.members[u.id]; m != nil {
			for _, r := range m.roles {
				if allowed, ok := settings[r.ID]; ok {
					verdict, set = verdict && set || allowed, true
				}
			}
		}
		if set && !verdict {
			return "the server's settings hide it"
		}
		if set {
			return ""
		}
	}
	if spec.DefaultMemberPermissions == nil {
		return ""
	}
	n, _ := strconv.ParseUint(*spec.DefaultMemberPermissions, 10, 64)
	if n == 0 || !have.Has(Permissions(n)) {
		return "default_member_permissions want more than they have"
	}
	return ""
}

func (p *Person) sharesServer() bool {
	return slices.ContainsFunc(p.d.servers, func(s *Server) bool { return s.bot && s.members[p.user.id] != nil })
}

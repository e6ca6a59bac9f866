package discordtest

import (
	"reflect"
	"slices"
	"time"
)

func (c *call) scope() (string, error) {
	if c.param("application") != c.d.bot.id {
		return "", notFound(codeUnknownApplication)
	}
	guild := c.param("guild")
	if guild == "" {
		return "", nil
	}
	if s := c.d.server(guild); s == nil || !s.bot {
		return "", forbidden(codeMissingAccess)
	}
	return guild, nil
}

func listCommands(c *call) (any, error) {
	guild, err := c.scope()
	if err != nil {
		return nil, err
	}
	list := []object{}
	for _, cmd := range c.d.commandsIn(guild) {
		list = append(list, cmd.payload(c.d, c.query.Get("with_localizations") == "true"))
	}
	return list, nil
}

func (c *call) existingCommand() (*command, error) {
	guild, err := c.scope()
	if err != nil {
		return nil, err
	}
	cmd := c.d.commandByID(c.param("command"))
	if cmd == nil || cmd.guild != guild {
		return nil, notFound(codeUnknownCommand)
	}
	return cmd, nil
}

func getCommand(c *call) (any, error) {
	cmd, err := c.existingCommand()
	if err != nil {
		return nil, err
	}
	return cmd.payload(c.d, true), nil
}

func deleteCommand(c *call) (any, error) {
	cmd, err := c.existingCommand()
	if err != nil {
		return nil, err
	}
	c.d.commands = slices.DeleteFunc(c.d.commands, func(o *command) bool { return o == cmd })
	return nil, nil
}

func createCommand(c *call) (any, error) {
	guild, err := c.scope()
	if err != nil {
		return nil, err
	}
	old := c.d.commandNamed(guild, kindOf(c.body), str(c.body, "name"))
	rest := slices.DeleteFunc(c.d.commandsIn(guild), func(o *command) bool { return o == old })
	if err := c.d.commandScopeRules(append(bodies(rest), any(c.body))); err != nil {
		return nil, err
	}
	if old == nil {
		if err := c.d.countCreates(guild, 1); err != nil {
			return nil, err
		}
	}
	cmd := c.d.declare(guild, c.body, old)
	if old == nil {
		c.d.commands = append(c.d.commands, cmd)
		return withStatus{201, cmd.payload(c.d, true)}, nil
	}
	return cmd.payload(c.d, true), nil
}

func editCommand(c *call) (any, error) {
	cmd, err := c.existingCommand()
	if err != nil {
		return nil, err
	}
	merged := object{}
	for k, v := range cmd.body {
		merged[k] = v
	}
	for k, v := range c.body {
		merged[k] = v
	}
	f := &form{laxKeys: c.d.config.LaxKeys}
	commandCheck(f, "", merged)
	if err := f.refusal(); err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(c.d.commandsIn(cmd.guild), func(o *command) bool { return o == cmd })
	if err := c.d.commandScopeRules(append(bodies(others), any(merged))); err != nil {
		return nil, err
	}
	return c.d.declare(cmd.guild, merged, cmd).payload(c.d, true), nil
}

// putCommands replaces all commands of the scope, of every kind.
func putCommands(c *call) (any, error) {
	guild, err := c.scope()
	if err != nil {
		return nil, err
	}
	all, _ := c.raw.([]any)
	if err := c.d.commandScopeRules(all); err != nil {
		return nil, err
	}
	created := 0
	for _, v := range all {
		o, _ := v.(object)
		if c.d.commandNamed(guild, kindOf(o), str(o, "name")) == nil {
			created++
		}
	}
	if err := c.d.countCreates(guild, created); err != nil {
		return nil, err
	}
	kept := slices.DeleteFunc(slices.Clone(c.d.commands), func(o *command) bool { return o.guild == guild })
	list := []object{}
	for _, v := range all {
		o, _ := v.(object)
		cmd := c.d.declare(guild, o, c.d.commandNamed(guild, kindOf(o), str(o, "name")))
		kept = append(kept, cmd)
		list = append(list, cmd.payload(c.d, true))
	}
	c.d.commands = kept
	return list, nil
}

// declare makes or changes a command; one that does not change keeps its version.
func (d *Discord) declare(guild string, body object, old *command) *command {
	cmd := old
	if cmd == nil {
		cmd = &command{id: d.newID(), guild: guild, kind: kindOf(body), name: str(body, "name")}
	}
	if cmd.version == "" || !reflect.DeepEqual(cmd.body, body) {
		cmd.version = d.newID()
	}
	cmd.name, cmd.body = str(body, "name"), body
	cmd.spec = convert[Command](cmd.payload(d, true))
	return cmd
}

func bodies(commands []*command) []any {
	list := []any{}
	for _, c := range commands {
		list = append(list, c.body)
	}
	return list
}

// commandScopeRules checks the commands of one scope together.
func (d *Discord) commandScopeRules(all []any) error {
	f := &form{}
	byKind := map[CommandKind][]any{}
	for _, v := range all {
		o, _ := v.(object)
		byKind[kindOf(o)] = append(byKind[kindOf(o)], v)
	}
	for kind, most := range map[CommandKind]int{
		ChatCommand: maxChatCommands, PersonCommand: maxUserCommands, MessageCommand: maxMessageCommands, EntryPoint: maxEntryPoints,
	} {
		if len(byKind[kind]) > most {
			return refuse(400, codeTooManyCommands)
		}
		uniqueNames(f, "", byKind[kind], "APPLICATION_COMMANDS_DUPLICATE_NAME")
	}
	return f.refusal()
}

func (d *Discord) countCreates(guild string, n int) error {
	now, today := d.config.Now(), 0
	d.creates = slices.DeleteFunc(d.creates, func(c creation) bool { return now.Sub(c.at) >= 24*time.Hour })
	for _, c := range d.creates {
		if c.guild == guild {
			today++
		}
	}
	if today+n > maxCreatesPerDay {
		return refuse(400, codeDailyCreates)
	}
	for range n {
		d.creates = append(d.creates, creation{guild, now})
	}
	return nil
}

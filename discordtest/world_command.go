package discordtest

import (
	"slices"
	"time"
)

// CommandKind is Discord's number for a kind of application command.
type CommandKind int

// The kinds of command.
const (
	ChatCommand    CommandKind = 1
	PersonCommand  CommandKind = 2
	MessageCommand CommandKind = 3
	EntryPoint     CommandKind = 4
)

// Command is a registered command, as the bot declared it.
type Command struct {
	ID                       string            `json:"id"`
	Server                   string            `json:"guild_id"` // empty if global
	Kind                     CommandKind       `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Options                  []Option          `json:"options"`
	DefaultMemberPermissions *string           `json:"default_member_permissions"`
	DMPermission             *bool             `json:"dm_permission"`
	Contexts                 []int             `json:"contexts"`
	IntegrationTypes         []int             `json:"integration_types"`
	NSFW                     bool              `json:"nsfw"`
}

// The types of option.
const (
	OptionSubcommand  = 1
	OptionGroup       = 2
	OptionString      = 3
	OptionInteger     = 4
	OptionBoolean     = 5
	OptionUser        = 6
	OptionChannel     = 7
	OptionRole        = 8
	OptionMentionable = 9
	OptionNumber      = 10
	OptionAttachment  = 11
)

// Option is an option, subcommand or group of subcommands.
type Option struct {
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Required                 bool              `json:"required"`
	Choices                  []Choice          `json:"choices"`
	Options                  []Option          `json:"options"`
	ChannelTypes             []ChannelType     `json:"channel_types"`
	MinValue                 *float64          `json:"min_value"`
	MaxValue                 *float64          `json:"max_value"`
	MinLength                *int              `json:"min_length"`
	MaxLength                *int              `json:"max_length"`
	Autocomplete             bool              `json:"autocomplete"`
}

// Choice is a value that a person can pick, declared or suggested.
type Choice struct {
	Name              string            `json:"name"`
	NameLocalizations map[string]string `json:"name_localizations"`
	Value             any               `json:"value"`
}

// ShownName is the name as a client in that locale shows it.
func (c Command) ShownName(locale string) string { return shown(c.Name, c.NameLocalizations, locale) }

// ShownName is the name as a client in that locale shows it.
func (o Option) ShownName(locale string) string { return shown(o.Name, o.NameLocalizations, locale) }

// ShownName is the name as a client in that locale shows it.
func (c Choice) ShownName(locale string) string { return shown(c.Name, c.NameLocalizations, locale) }

// fallbacks are the only locales that Discord lets stand in for each other.
var fallbacks = map[string]string{"en-US": "en-GB", "en-GB": "en-US", "es-419": "es-ES"}

func shown(name string, localized map[string]string, locale string) string {
	for _, l := range []string{locale, fallbacks[locale]} {
		if s := localized[l]; s != "" {
			return s
		}
	}
	return name
}

// command is a registered command with what was sent for it.
type command struct {
	id, version string
	guild       string // empty if global
	kind        CommandKind
	name        string
	body        object
	spec        Command
}

type creation struct {
	guild string
	at    time.Time
}

func (c *command) payload(d *Discord, localizations bool) object {
	data := object{
		"id": c.id, "application_id": d.bot.id, "version": c.version, "type": int(c.kind), "name": c.name,
		"description": "", "default_member_permissions": nil, "nsfw": false, "contexts": nil, "integration_types": []int{0, 1},
		"name_localizations": nil, "description_localizations": nil, "dm_permission": true, "default_permission": true,
	}
	for k, v := range c.body {
		if k != "id" {
			data[k] = v
		}
	}
	if c.guild != "" {
		data["guild_id"] = c.guild
	}
	if !localizations {
		copied, _ := deepCopy(data).(object)
		eachObject(copied, func(o object) {
			delete(o, "name_localizations")
			delete(o, "description_localizations")
		})
		return copied
	}
	return data
}

// Commands are the commands that are registered, global ones first.
func (d *Discord) Commands() []Command {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []Command
	for _, c := range d.commands {
		list = append(list, c.spec)
	}
	slices.SortStableFunc(list, func(a, b Command) int { return len(a.Server) - len(b.Server) })
	return list
}

func (d *Discord) commandByID(id string) *command {
	for _, c := range d.commands {
		if c.id == id {
			return c
		}
	}
	return nil
}

func (d *Discord) commandNamed(guild string, kind CommandKind, name string) *command {
	for _, c := range d.commands {
		if c.guild == guild && c.kind == kind && c.name == name {
			return c
		}
	}
	return nil
}

// commandsIn are the commands of one scope.
func (d *Discord) commandsIn(guild string) []*command {
	var list []*command
	for _, c := range d.commands {
		if c.guild == guild {
			list = append(list, c)
		}
	}
	return list
}

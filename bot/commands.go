package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"magpie/slash"
)

// command is a command as Discord registers it.
type command struct {
	Type        int             `json:"type"`
	Name        string          `json:"name"`
	Names       localized       `json:"name_localizations,omitempty"`
	About       string          `json:"description,omitempty"`
	Abouts      localized       `json:"description_localizations,omitempty"`
	Options     []commandOption `json:"options,omitempty"`
	Permissions *string         `json:"default_member_permissions"`
	Installs    []int           `json:"integration_types"`
	Contexts    []int           `json:"contexts"`
}

// commandOption is an option or a subcommand.
type commandOption struct {
	Type      int             `json:"type"`
	Name      string          `json:"name"`
	Names     localized       `json:"name_localizations,omitempty"`
	About     string          `json:"description"`
	Abouts    localized       `json:"description_localizations,omitempty"`
	Required  bool            `json:"required,omitempty"`
	Suggest   bool            `json:"autocomplete,omitempty"`
	Choices   []commandChoice `json:"choices,omitempty"`
	Kinds     []int           `json:"channel_types,omitempty"`
	MinLength int             `json:"min_length,omitempty"`
	MaxLength int             `json:"max_length,omitempty"`
	MinValue  int             `json:"min_value,omitempty"`
	MaxValue  int             `json:"max_value,omitempty"`
	Options   []commandOption `json:"options,omitempty"`
}

type commandChoice struct {
	Name  string    `json:"name"`
	Names localized `json:"name_localizations,omitempty"`
	Value string    `json:"value"`
}

// localized are words by Discord's locales.
type localized map[string]string

// Where commands can be used, and by what they got there.
const (
	onServer, onPerson              = 0, 1
	inServer, inDirect, inElsewhere = 0, 1, 2
)

var commandTypes = map[slash.On]int{slash.OnNothing: chatCommand, slash.OnPerson: personCommand, slash.OnMessage: messageCommand}

var optionTypes = map[slash.OptionKind]int{
	slash.StringOption: 3, slash.IntOption: 4, slash.BoolOption: 5, slash.PersonOption: 6,
	slash.ChannelOption: 7, slash.RoleOption: 8, slash.AttachmentOption: 11,
}

// subcommand is the option type of a subcommand.
const subcommand = 1

// manifest is how all commands are registered.
func manifest(words Words, specs []slash.Spec) []command {
	m := make([]command, 0, len(specs))
	for _, s := range specs {
		m = append(m, newCommand(words, s))
	}
	return m
}

func newCommand(words Words, s slash.Spec) command {
	c := command{
		Type: commandTypes[s.On], Name: defaultName(words, s), Names: localize(words, s.Names),
		About: s.Abouts[words.Languages()[0]], Abouts: localize(words, s.Abouts),
		Installs: []int{onServer}, Contexts: []int{inServer},
	}
	if s.Direct {
		c.Installs, c.Contexts = []int{onServer, onPerson}, []int{inServer, inDirect, inElsewhere}
	}
	if s.Needs != 0 {
		needs := strconv.FormatUint(uint64(s.Needs), 10)
		c.Permissions = &needs
	}
	for _, sub := range s.Sub {
		c.Options = append(c.Options, commandOption{
			Type: subcommand, Name: sub.Name, Names: localize(words, sub.Names),
			About: sub.Abouts[words.Languages()[0]], Abouts: localize(words, sub.Abouts), Options: newOptions(words, sub.Options),
		})
	}
	c.Options = append(c.Options, newOptions(words, s.Options)...)
	return c
}

// defaultName is the name by which interactions call a command: that of a typed
// one is the same for all; those of menus are shown, and have no other.
func defaultName(words Words, s slash.Spec) string {
	if s.On == slash.OnNothing {
		return s.Name
	}
	return s.Names[words.Languages()[0]]
}

func newOptions(words Words, specs []slash.OptionSpec) []commandOption {
	var list []commandOption
	for _, s := range specs {
		o := commandOption{
			Type: optionTypes[s.Kind], Name: s.Name, Names: localize(words, s.Names),
			About: s.Abouts[words.Languages()[0]], Abouts: localize(words, s.Abouts),
			Required: !s.Optional, Suggest: s.Suggest, Kinds: channelTypes(s.Kinds),
		}
		switch s.Kind {
		case slash.StringOption:
			o.MinLength, o.MaxLength = s.Min, s.Max
		case slash.IntOption:
			o.MinValue, o.MaxValue = s.Min, s.Max
		}
		for _, c := range s.Choices {
			o.Choices = append(o.Choices, commandChoice{c.Names[words.Languages()[0]], localize(words, c.Names), c.Value})
		}
		list = append(list, o)
	}
	return list
}

func channelTypes(kinds []slash.ChannelKind) []int {
	var types []int
	for _, want := range kinds {
		for _, t := range []int{0, 5, 10, 11, 15} {
			if channelKinds[t] == want {
				types = append(types, t)
			}
		}
	}
	return types
}

// localize spreads words by language over the locales that each serves. No locale
// of Discord's stands in for another here, so all are written out.
func localize(words Words, byLang map[string]string) localized {
	all := localized{}
	for lang, text := range byLang {
		for _, locale := range words.Discord(lang) {
			all[locale] = text
		}
	}
	return all
}

// registered is what is learnt of a registered command.
type registered struct {
	ID   string `json:"id"`
	Type int    `json:"type"`
	Name string `json:"name"`
}

// register tells Discord of the commands, if they are others than last time, and
// learns their ids.
func (b *Bot) register(ctx context.Context, specs []slash.Spec) error {
	b.names.set(b.opts.Words, specs)
	app := b.applicationID()
	commands := manifest(b.opts.Words, specs)
	data, err := json.Marshal(commands)
	if err != nil {
		return fmt.Errorf("encode the commands: %w", err)
	}
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	known, err := b.opts.Memory.Manifest(ctx, app)
	if err != nil {
		b.log.Warn("recall which commands are registered; registering them again", "error", err)
	}
	path := "/applications/" + app + "/commands"
	var list []registered
	if known == hash {
		if err = b.rest.get(ctx, path, &list); err != nil {
			return err
		}
		if len(list) == len(commands) {
			b.names.learn(list)
			return nil
		}
	}
	if err := b.rest.call(ctx, http.MethodPut, path, commands, nil, &list); err != nil {
		return err
	}
	b.names.learn(list)
	b.log.Info("registered commands", "commands", len(list))
	return b.opts.Memory.SaveManifest(ctx, app, hash)
}

// names are the commands' names here and at Discord, and their ids.
type names struct {
	mu   sync.RWMutex
	here map[registered]string // by type and name → ours
	ids  map[string]string     // of typed commands
}

func (n *names) set(words Words, specs []slash.Spec) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.here = map[registered]string{}
	for _, s := range specs {
		n.here[registered{Type: commandTypes[s.On], Name: defaultName(words, s)}] = s.Name
	}
}

func (n *names) learn(list []registered) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ids = map[string]string{}
	for _, r := range list {
		if r.Type == chatCommand {
			n.ids[r.Name] = r.ID
		}
	}
}

// known reports whether Discord has told the ids.
func (n *names) known() bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.ids != nil
}

// command is our name of a command.
func (n *names) command(kind int, name string) string {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if ours, ok := n.here[registered{Type: kind, Name: name}]; ok {
		return ours
	}
	return name
}

// id is Discord's id of a typed command or the family of a full name, "" if it is
// not known.
func (n *names) id(full string) string {
	family, _, _ := strings.Cut(full, " ")
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.ids[family]
}

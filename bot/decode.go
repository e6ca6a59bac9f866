package bot

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"magpie/slash"
)

// The types of interaction.
const (
	commandUsed     = 2
	componentUsed   = 3
	suggestionAsked = 4
	formSent        = 5
)

// The types of command.
const (
	chatCommand    = 1
	personCommand  = 2
	messageCommand = 3
)

// An interaction is an INTERACTION_CREATE event, as far as it is needed here.
type interaction struct {
	ID         string          `json:"id"`
	Token      string          `json:"token"`
	Type       int             `json:"type"`
	Server     string          `json:"guild_id"`
	Channel    string          `json:"channel_id"`
	Here       channel         `json:"channel"`
	Locale     string          `json:"locale"`
	HomeLocale string          `json:"guild_locale"`
	BotMay     bits            `json:"app_permissions"`
	Member     *member         `json:"member"` // in servers
	User       *user           `json:"user"`   // elsewhere
	Message    *message        `json:"message"`
	Data       interactionData `json:"data"`
}

type interactionData struct {
	Name     string        `json:"name"` // of a command
	Type     int           `json:"type"` // of a command
	Target   string        `json:"target_id"`
	Options  []inputOption `json:"options"`
	Resolved resolved      `json:"resolved"`

	CustomID   string      `json:"custom_id"`
	Values     []string    `json:"values"`     // of a menu
	Components []formField `json:"components"` // of a form
}

// inputOption is an option, a subcommand or a group of them.
type inputOption struct {
	Name    string          `json:"name"`
	Type    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
	Options []inputOption   `json:"options"`
}

// formField is anything in a form. What is of an unknown type still has its id and
// its value, or holds others.
type formField struct {
	CustomID   string          `json:"custom_id"`
	Value      json.RawMessage `json:"value"`
	Values     []string        `json:"values"`
	Component  *formField      `json:"component"`
	Components []formField     `json:"components"`
}

// event is the interaction as the router takes it.
func (i *interaction) event(now time.Time, names *names) (slash.Event, error) {
	ev := slash.Event{
		ID: i.ID, At: now, Input: map[string][]string{}, Found: i.Data.Resolved.found(),
		Place: slash.Place{Server: i.Server, Channel: i.Channel, Thread: isThread(i.Here.Type), Locale: i.HomeLocale, Bot: slash.Permissions(i.BotMay)},
	}
	switch {
	case i.Member != nil:
		ev.Person = i.Member.person()
	case i.User != nil:
		ev.Person = i.User.person()
	default:
		return ev, fmt.Errorf("interaction of type %d by nobody", i.Type)
	}
	ev.Person.Locale = i.Locale
	if i.Message != nil {
		ev.Message = i.Message.seen(i.Channel)
	}
	switch i.Type {
	case commandUsed, suggestionAsked:
		i.command(&ev, names)
	case componentUsed:
		ev.Kind, ev.Custom = slash.Pressed, i.Data.CustomID
		ev.Input[""] = i.Data.Values
	case formSent:
		ev.Kind, ev.Custom = slash.Submitted, i.Data.CustomID
		for _, f := range i.Data.Components {
			f.into(ev.Input, 0)
		}
	default:
		return ev, fmt.Errorf("interaction of unknown type %d", i.Type)
	}
	return ev, nil
}

func (i *interaction) command(ev *slash.Event, names *names) {
	if i.Type == suggestionAsked {
		ev.Kind = slash.Completed
	}
	ev.Command = names.command(i.Data.Type, i.Data.Name)
	switch i.Data.Type {
	case messageCommand:
		ev.Kind = slash.Clicked
		if m, ok := i.Data.Resolved.Messages[i.Data.Target]; ok {
			ev.Message = m.seen(i.Channel)
		}
	case personCommand:
		ev.Kind = slash.Clicked
		if p, ok := ev.Found.People[i.Data.Target]; ok {
			ev.Target = &p
		}
	}
	readOptions(ev, i.Data.Options)
}

// maxDepth bounds how deep options and form fields are followed; Discord nests
// them three deep at most.
const maxDepth = 5

// readOptions fills in the subcommand, the options' values and which has the focus.
func readOptions(ev *slash.Event, options []inputOption) {
	for range maxDepth {
		if len(options) != 1 || options[0].Type > 2 {
			break
		}
		ev.Command += " " + options[0].Name
		options = options[0].Options
	}
	for _, o := range options {
		ev.Input[o.Name] = []string{scalar(o.Value)}
		if o.Focused {
			ev.Focus = o.Name
		}
	}
}

// focusedType is the type of the option that is being typed, 0 if none is.
func focusedType(options []inputOption) int {
	for _, o := range options {
		if o.Focused {
			return o.Type
		}
		if t := focusedType(o.Options); t != 0 {
			return t
		}
	}
	return 0
}

func (f formField) into(input map[string][]string, depth int) {
	if depth > maxDepth {
		return
	}
	if f.CustomID != "" {
		switch {
		case f.Values != nil:
			input[f.CustomID] = f.Values
		case f.Value != nil:
			input[f.CustomID] = []string{scalar(f.Value)}
		}
	}
	if f.Component != nil {
		f.Component.into(input, depth+1)
	}
	for _, inner := range f.Components {
		inner.into(input, depth+1)
	}
}

// scalar is a JSON string, number or boolean as text.
func scalar(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return s
	}
	return string(v)
}

// bits are permissions, which Discord writes as a string.
type bits slash.Permissions

// UnmarshalJSON reads "2048"; what is no number is no permission.
func (b *bits) UnmarshalJSON(data []byte) error {
	n, err := strconv.ParseUint(scalar(data), 10, 64)
	if err != nil {
		n = 0
	}
	*b = bits(n)
	return nil
}

package web

import (
	"slices"

	"magpie/slash"
)

// channelChoices are the channels of some kinds that the person sees, all if no
// kind is named.
func (v view) channelChoices(kinds []slash.ChannelKind) []clientChoice {
	choices := []clientChoice{}
	for _, c := range channels {
		if v.Who.sees(c) && (len(kinds) == 0 || slices.Contains(kinds, c.Kind)) {
			choices = append(choices, clientChoice{Name: "#" + c.Name, Value: c.ID})
		}
	}
	return choices
}

func (v view) roleChoices() []clientChoice {
	choices := []clientChoice{}
	for _, r := range roles {
		choices = append(choices, clientChoice{Name: "@" + r.Name, Value: r.ID})
	}
	return choices
}

func (v view) personChoices() []clientChoice {
	choices := []clientChoice{}
	for _, p := range personas {
		choices = append(choices, clientChoice{Name: "@" + p.name(v.Voice), Value: p.ID})
	}
	return choices
}

// menuChoices are what a menu offers, with what is chosen already.
func (v view) menuChoices(m slash.Menu) []clientChoice {
	var choices []clientChoice
	switch m.Of {
	case slash.ChannelMenu:
		choices = v.channelChoices(m.Kinds)
	case slash.RoleMenu:
		choices = v.roleChoices()
	case slash.PersonMenu:
		choices = v.personChoices()
	default:
		return given(m.Choices)
	}
	for i, c := range choices {
		choices[i].On = slices.Contains(m.Chosen, c.Value)
	}
	return choices
}

// fieldChoices are what a field of a form offers.
func (v view) fieldChoices(f slash.Field) []clientChoice {
	switch f.Kind {
	case slash.ChannelField:
		return v.channelChoices(f.Kinds)
	case slash.RoleField:
		return v.roleChoices()
	}
	return given(f.Choices)
}

func given(choices []slash.Choice) []clientChoice {
	all := []clientChoice{}
	for _, c := range choices {
		all = append(all, clientChoice{Name: c.Name, Value: c.Value, About: c.About, On: c.On})
	}
	return all
}

package commands

import (
	"context"

	"magpie/slash"
)

// handlesSettingsName is the action that opens the settings of handles.
const handlesSettingsName = "handles.settings"

// handlesSwitch switches handles on or off; Drop deletes at once what is listed.
type handlesSwitch struct{ On, Drop bool }

// handlesSettingsButton opens the settings of handles.
func handlesSettingsButton(v slash.Voice) slash.Button {
	return opener(v, handlesSettingsName, "handles.settings")
}

// settings is the page on which moderators switch handles on and off.
func (h *Handles) settings(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	server, err := serverOf(ctx, c, h.Moderation)
	if err != nil {
		return slash.Reply{}, err
	}
	state := c.T("handles.settings.off")
	row := slash.Row{Buttons: []slash.Button{h.turn.Button(c.Label("handles.switch_on"), handlesSwitch{On: true}).With(slash.Good)}}
	left, err := h.Moderation.HandlesLeft(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	if left {
		row.Buttons = append(row.Buttons, h.askClear.Button(c.Label("handles.clear"), slash.Nothing{}).With(slash.Danger))
	}
	if server.HandlesOn {
		state = c.T("handles.settings.on")
		row = slash.Row{Buttons: []slash.Button{h.askOff.Button(c.Label("handles.switch_off"), slash.Nothing{})}}
	}
	row.Buttons = append(row.Buttons, backToSetup(c.Voice))
	return slash.Say(state, c.T("handles.settings.about")).With(row), nil
}

// askSwitchOff asks what becomes of what is listed.
func (h *Handles) askSwitchOff(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Say(c.T("handles.ask_off")).With(slash.Row{Buttons: []slash.Button{
		h.turn.Button(c.Label("handles.off_keep"), handlesSwitch{}),
		h.turn.Button(c.Label("handles.off_clear"), handlesSwitch{Drop: true}).With(slash.Danger),
		h.open.Button(c.Label("handles.stay_on"), slash.Nothing{}),
	}}), nil
}

// askDeleteRest asks before what members listed is deleted.
func (h *Handles) askDeleteRest(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Say(c.T("handles.ask_clear")).With(slash.Row{Buttons: []slash.Button{
		h.turn.Button(c.Label("handles.drop_now"), handlesSwitch{Drop: true}).With(slash.Danger),
		h.open.Button(c.Label("handles.keep"), slash.Nothing{}),
	}}), nil
}

func (h *Handles) switchTo(ctx context.Context, c *slash.Call, in handlesSwitch) (slash.Reply, error) {
	what := "off"
	switch {
	case in.On:
		what = "on"
	case in.Drop:
		what = "cleared"
	}
	if err := h.Moderation.SwitchHandles(ctx, in.On, in.Drop && !in.On, h.noted(c, what)); err != nil {
		return slash.Reply{}, err
	}
	return h.settings(ctx, c, slash.Nothing{})
}

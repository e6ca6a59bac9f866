package slash

import "strings"

// Sorry is an error that a person is told: what happened, what is safe, and one
// next step. [Voice.Sorry] makes one.
type Sorry struct {
	text  string
	reply Reply
}

// Error is what happened and what is safe without formatting, for logs.
func (s *Sorry) Error() string { return s.text }

// Next is what a person can do next: a Button, or a command to [Try].
type Next interface {
	next(v Voice) (Content, []Button)
}

// Try is a command to use next, by its full name.
type Try string

func (t Try) next(v Voice) (Content, []Button) {
	return v.T("sorry.try", Mention(string(t))), nil
}

func (b Button) next(Voice) (Content, []Button) { return nil, []Button{b} }

// Advice is a next step outside Magpie, such as where to tap in Discord, with a
// button to press afterwards, and others to press instead.
type Advice struct {
	Text Content
	Then Button
	Or   []Button
}

func (a Advice) next(Voice) (Content, []Button) { return a.Text, append([]Button{a.Then}, a.Or...) }

// Sorry tells a person what happened, what is safe, and what they can do next.
func (v Voice) Sorry(what, safe Content, next Next) error { return v.sorry(what, safe, next) }

func (v Voice) sorry(what, safe Content, next Next) *Sorry {
	lines := []Content{Bold(what), safe}
	text, buttons := next.next(v)
	if text != nil {
		lines = append(lines, text)
	}
	reply := Say(Lines(lines...))
	if len(buttons) > 0 {
		reply = reply.With(Row{buttons})
	}
	return &Sorry{Join(" ", what, safe).String(), reply}
}

// Lacks apologizes for permissions that the bot lacks in a channel: each by Discord's own
// label, with where to tap, a button to check again, and others to press instead. If it was
// again that was pressed, it says so.
func (c *Call) Lacks(missing Permissions, channel string, again Button, or ...Button) error {
	key := "sorry.lacks"
	if c.Kind == Pressed && c.Custom == again.ID {
		key = "sorry.lacks.still"
	}
	return c.Sorry(
		c.T(key, c.PermissionNames(missing), ChannelMention(channel)),
		c.T("safe.nothing_changed"),
		Advice{c.T("sorry.lacks.tap", ChannelMention(channel), c.PermissionNames(missing)), again, or})
}

// PermissionNames are the labels that Discord shows for permissions.
func (v Voice) PermissionNames(p Permissions) Plain {
	var labels []string
	for _, name := range p.Names() {
		labels = append(labels, v.Label("permission."+name))
	}
	return Plain(strings.Join(labels, v.Label("list.separator")))
}

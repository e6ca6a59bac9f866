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
	next(v Voice) (Content, *Button)
}

// Try is a command to use next, by its full name.
type Try string

func (t Try) next(v Voice) (Content, *Button) {
	return v.T("sorry.try", Mention(string(t))), nil
}

func (b Button) next(Voice) (Content, *Button) { return nil, &b }

// Advice is a next step outside Magpie, such as where to tap in Discord, with a
// button to press afterwards.
type Advice struct {
	Text Content
	Then Button
}

func (a Advice) next(Voice) (Content, *Button) { return a.Text, &a.Then }

// Sorry tells a person what happened, what is safe, and what they can do next.
func (v Voice) Sorry(what, safe Content, next Next) error { return v.sorry(what, safe, next) }

func (v Voice) sorry(what, safe Content, next Next) *Sorry {
	lines := []Content{Bold(what), safe}
	text, button := next.next(v)
	if text != nil {
		lines = append(lines, text)
	}
	reply := Say(Lines(lines...))
	if button != nil {
		reply = reply.With(Row{[]Button{*button}})
	}
	return &Sorry{Join(" ", what, safe).String(), reply}
}

// Lacks apologizes for permissions that the bot lacks in a channel: each by
// Discord's own label, with where to tap, and a button to check again.
func (v Voice) Lacks(missing Permissions, channel string, again Button) error {
	return v.Sorry(
		v.T("sorry.lacks", v.PermissionNames(missing), ChannelMention(channel)),
		v.T("safe.nothing_changed"),
		Advice{v.T("sorry.lacks.tap", ChannelMention(channel), v.PermissionNames(missing)), again})
}

// PermissionNames are the labels that Discord shows for permissions.
func (v Voice) PermissionNames(p Permissions) Plain {
	var labels []string
	for _, name := range p.Names() {
		labels = append(labels, v.Label("permission."+name))
	}
	return Plain(strings.Join(labels, v.Label("list.separator")))
}

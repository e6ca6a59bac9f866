package discordtest

import (
	"fmt"
	"slices"
	"strings"
)

// lines is the message as people read it, one line for each row.
func (m *message) lines() []string {
	var lines []string
	if m.private != nil {
		lines = append(lines, "(private)")
	}
	if m.flags&FlagLoading != 0 {
		return append(lines, "(thinking)")
	}
	if m.content != "" {
		lines = append(lines, strings.Split(m.readable(m.content), "\n")...)
	}
	for _, v := range m.embeds {
		lines = append(lines, m.embedLines(v)...)
	}
	for i := range m.components {
		lines = append(lines, m.componentLines(&m.components[i])...)
	}
	for _, f := range m.files {
		if !m.shows(f) {
			lines = append(lines, "{"+f.Name+"}")
		}
	}
	return lines
}

func (m *message) shows(f *File) bool {
	for c := range Walk(m.components) {
		if c.Media != nil && c.Media.URL == f.URL || c.File != nil && c.File.URL == f.URL ||
			slices.ContainsFunc(c.Items, func(g GalleryItem) bool { return g.Media.URL == f.URL }) {
			return true
		}
	}
	return false
}

// readable puts names where a client shows them instead of ids.
func (m *message) readable(s string) string {
	d := m.channel.d
	s = userMention.ReplaceAllStringFunc(s, func(t string) string {
		if u := d.users[userMention.FindStringSubmatch(t)[1]]; u != nil {
			return "@" + u.name
		}
		return "@unknown-user"
	})
	s = channelMention.ReplaceAllStringFunc(s, func(t string) string {
		if c := d.channels[channelMention.FindStringSubmatch(t)[1]]; c != nil {
			return "#" + c.Name
		}
		return "#No Access"
	})
	s = roleMention.ReplaceAllStringFunc(s, func(t string) string {
		if m.channel.server != nil {
			if r := m.channel.server.role(roleMention.FindStringSubmatch(t)[1]); r != nil {
				return "@" + r.Name
			}
		}
		return "@unknown-role"
	})
	return commandMention.ReplaceAllStringFunc(s, func(t string) string {
		parts := commandMention.FindStringSubmatch(t)
		if d.commandByID(parts[2]) == nil {
			return "/" + parts[1] + " (unknown command)"
		}
		return "/" + parts[1]
	})
}

func (m *message) embedLines(v any) []string {
	o, _ := v.(object)
	var lines []string
	add := func(s string) {
		if s != "" {
			lines = append(lines, strings.Split(m.readable(s), "\n")...)
		}
	}
	add(str(sub(o, "author"), "name"))
	add(str(o, "title"))
	add(str(o, "description"))
	for _, field := range objs(o, "fields") {
		inner, _ := field.(object)
		add(str(inner, "name") + ": " + str(inner, "value"))
	}
	add(str(sub(o, "footer"), "text"))
	return lines
}

// componentLines shows one component: [button], (disabled button), [link](url),
// <hint: option, option>, {picture}.
func (m *message) componentLines(c *Component) []string {
	switch c.Type {
	case TypeTextDisplay:
		return strings.Split(m.readable(c.Content), "\n")
	case TypeSection:
		lines := m.allLines(c.Components)
		if c.Accessory != nil && len(lines) > 0 {
			lines = append(lines, m.componentLines(c.Accessory)...)
		}
		return lines
	case TypeContainer:
		return m.allLines(c.Components)
	case TypeRow:
		return []string{strings.Join(m.allLines(c.Components), " ")}
	case TypeSeparator:
		return []string{"---"}
	case TypeThumbnail:
		return []string{"{" + orDefault(c.Description, "picture") + "}"}
	case TypeFile:
		return []string{"{" + c.File.URL[strings.LastIndex(c.File.URL, "/")+1:] + "}"}
	case TypeGallery:
		var lines []string
		for _, item := range c.Items {
			lines = append(lines, "{"+orDefault(item.Description, "picture")+"}")
		}
		return lines
	default:
		return []string{c.control()}
	}
}

func (m *message) allLines(components []Component) []string {
	var lines []string
	for i := range components {
		lines = append(lines, m.componentLines(&components[i])...)
	}
	return lines
}

// control shows a button or a menu.
func (c *Component) control() string {
	switch {
	case c.Type == TypeButton && c.Style == StyleLink:
		return fmt.Sprintf("[%s](%s)", c.shownLabel(), c.URL)
	case c.Type == TypeButton && c.Disabled:
		return "(" + c.shownLabel() + ")"
	case c.Type == TypeButton:
		return "[" + c.shownLabel() + "]"
	case c.isSelect():
		inside := []string{}
		for _, o := range c.Options {
			inside = append(inside, o.Label)
		}
		hint := orDefault(c.Placeholder, "Make a selection")
		if len(inside) == 0 {
			return "<" + hint + ">"
		}
		return "<" + hint + ": " + strings.Join(inside, ", ") + ">"
	default:
		return fmt.Sprintf("(component %d)", c.Type)
	}
}

func (c *Component) shownLabel() string {
	if c.Label == "" && c.Emoji != nil {
		return c.Emoji.Name
	}
	return c.Label
}

// String is the message as its readers see it: lines of text, buttons as [Next],
// or (Back) when off, menus as <hint: a, b>, pictures as {description}; a first
// line (private) if only one person sees it.
func (m Message) String() string { return strings.Join(m.shown, "\n") }

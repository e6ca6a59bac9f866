package bot

import (
	"magpie/slash"
)

// newPayload is a reply as a message. It is the one place where messages are made,
// so that nobody is notified but the roles that the reply lists.
func newPayload(r slash.Reply, ids func(string) string) *payload {
	p := &payload{
		Flags: flagComponents, Components: []component{}, Attachments: []attachmentEntry{},
		Mentions: allowedMentions{Parse: []string{}, Roles: r.Roles},
	}
	for _, b := range r.Blocks {
		p.Components = append(p.Components, p.block(b, ids))
	}
	return p
}

func (p *payload) block(b slash.Block, ids func(string) string) component {
	switch b := b.(type) {
	case slash.Text:
		return textDisplay(b.Body, ids)
	case slash.Section:
		return p.section(b, ids)
	case slash.Image:
		about := slash.Cut(b.Alt, maxDescription)
		return component{Type: galleryComponent, Items: []galleryItem{{media{p.picture(b)}, about}}}
	case slash.File:
		return component{Type: fileComponent, File: &media{p.attach(b.Name, "", b.Data)}}
	case slash.Row:
		return row(b)
	case slash.Menu:
		return component{Type: rowComponent, Components: []component{menu(b)}}
	default: // slash.Divider
		return component{Type: separatorComponent, Divider: true}
	}
}

func textDisplay(c slash.Content, ids func(string) string) component {
	return component{Type: textComponent, Content: markdown(c, ids)}
}

func (p *payload) section(s slash.Section, ids func(string) string) component {
	c := component{Type: sectionComponent, Components: []component{textDisplay(s.Body, ids)}}
	if s.Button != nil {
		b := button(*s.Button)
		c.Accessory = &b
	} else {
		c.Accessory = &component{
			Type: thumbnailComponent, Media: &media{p.picture(*s.Picture)}, About: slash.Cut(s.Picture.Alt, maxDescription),
		}
	}
	return c
}

// picture is where a picture is, which is attached if it comes with the reply.
func (p *payload) picture(i slash.Image) string {
	if i.Data == nil {
		return i.URL
	}
	return p.attach(i.Name, slash.Cut(i.Alt, maxDescription), i.Data)
}

func row(r slash.Row) component {
	c := component{Type: rowComponent}
	for _, b := range r.Buttons {
		c.Components = append(c.Components, button(b))
	}
	return c
}

var buttonStyles = map[slash.Style]int{slash.Main: 1, slash.Quiet: 2, slash.Good: 3, slash.Danger: 4}

// linkButton is the style of buttons that lead to an address.
const linkButton = 5

func button(b slash.Button) component {
	if b.URL != "" {
		return component{Type: buttonComponent, Style: linkButton, Label: b.Label, URL: b.URL, Disabled: b.Off}
	}
	return component{Type: buttonComponent, Style: buttonStyles[b.Style], Label: b.Label, CustomID: b.ID, Disabled: b.Off}
}

func menu(m slash.Menu) component {
	least := m.Min
	c := component{CustomID: m.ID, Hint: slash.Cut(m.Hint, slash.MaxPlaceholder), MinValues: &least, MaxValues: max(m.Max, 1)}
	switch m.Of {
	case slash.ChannelMenu:
		c.Type, c.Channels, c.Chosen = channelMenuComponent, channelTypes(m.Kinds), chosen("channel", m.Chosen)
	case slash.RoleMenu:
		c.Type, c.Chosen = roleMenuComponent, chosen("role", m.Chosen)
	case slash.PersonMenu:
		c.Type, c.Chosen = personMenuComponent, chosen("user", m.Chosen)
	default:
		c.Type, c.Options = choiceMenuComponent, menuOptions(m.Choices)
	}
	return c
}

func chosen(kind string, ids []string) []defaultValue {
	var values []defaultValue
	for _, id := range ids {
		values = append(values, defaultValue{id, kind})
	}
	return values
}

func menuOptions(choices []slash.Choice) []menuOption {
	var options []menuOption
	for _, c := range choices {
		options = append(options, menuOption{Label: c.Name, Value: c.Value, About: c.About, Chosen: c.On})
	}
	return options
}

// modal is a form as the data of a callback.
type modal struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []component `json:"components"`
}

func newModal(f slash.Form) modal {
	m := modal{CustomID: f.ID, Title: f.Title}
	for _, field := range f.Fields {
		inner := formInput(field)
		m.Components = append(m.Components, component{Type: labelComponent, Label: field.Label, About: field.About, Component: &inner})
	}
	return m
}

func formInput(f slash.Field) component {
	required := !f.Optional
	c := component{CustomID: f.Name, Required: &required}
	switch f.Kind {
	case slash.LineField, slash.LongField:
		c.Type, c.Style, c.Value = textInputComponent, shortInput, f.Value
		if f.Kind == slash.LongField {
			c.Style = longInput
		}
		c.MinLength, c.MaxLength = f.Min, min(f.Max, slash.MaxFieldText)
		return c
	case slash.ChoiceField:
		c.Type, c.Options = choiceMenuComponent, menuOptions(f.Choices)
	case slash.ChannelField:
		c.Type, c.Channels = channelMenuComponent, channelTypes(f.Kinds)
	case slash.RoleField:
		c.Type = roleMenuComponent
	case slash.FileField:
		c.Type = fileUploadComponent
	}
	least := f.Min
	if required {
		least = max(least, 1)
	} else {
		least = 0
	}
	c.MinValues, c.MaxValues = &least, max(f.Max, 1)
	if f.Kind == slash.ChoiceField {
		c.MaxValues = min(c.MaxValues, len(f.Choices))
	}
	return c
}

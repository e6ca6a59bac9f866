package discordtest

import "iter"

// The types of component, as Discord numbers them.
const (
	TypeRow               = 1
	TypeButton            = 2
	TypeStringSelect      = 3
	TypeTextInput         = 4
	TypeUserSelect        = 5
	TypeRoleSelect        = 6
	TypeMentionableSelect = 7
	TypeChannelSelect     = 8
	TypeSection           = 9
	TypeTextDisplay       = 10
	TypeThumbnail         = 11
	TypeGallery           = 12
	TypeFile              = 13
	TypeSeparator         = 14
	TypeContainer         = 17
	TypeLabel             = 18
	TypeFileUpload        = 19
	TypeRadioGroup        = 21
	TypeCheckboxGroup     = 22
	TypeCheckbox          = 23
)

// The styles of button that differ in what they do.
const (
	StyleLink    = 5
	StylePremium = 6
)

// Component is a component of a message or form, as the bot sent it; the fields
// that its Type does not have are zero.
type Component struct {
	Type         int            `json:"type"`
	ID           int            `json:"id"`
	CustomID     string         `json:"custom_id"`
	Style        int            `json:"style"`
	Label        string         `json:"label"`
	URL          string         `json:"url"`
	Disabled     bool           `json:"disabled"`
	Emoji        *Emoji         `json:"emoji"`
	Placeholder  string         `json:"placeholder"`
	MinValues    *int           `json:"min_values"`
	MaxValues    *int           `json:"max_values"`
	MinLength    int            `json:"min_length"`
	MaxLength    int            `json:"max_length"`
	Required     *bool          `json:"required"`
	Value        string         `json:"value"`
	Options      []SelectOption `json:"options"`
	ChannelTypes []ChannelType  `json:"channel_types"`
	Defaults     []DefaultValue `json:"default_values"`
	Default      bool           `json:"default"` // of a checkbox
	Content      string         `json:"content"`
	Description  string         `json:"description"`
	Spoiler      bool           `json:"spoiler"`
	Components   []Component    `json:"components"`
	Component    *Component     `json:"component"` // of a label
	Accessory    *Component     `json:"accessory"` // of a section
	Items        []GalleryItem  `json:"items"`
	Media        *Media         `json:"media"`
	File         *Media         `json:"file"`
	AccentColor  *int           `json:"accent_color"`
	Divider      *bool          `json:"divider"`
}

// Emoji is the picture on a button or option.
type Emoji struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// SelectOption is an entry of a menu, radio group or checkbox group.
type SelectOption struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description"`
	Default     bool   `json:"default"`
}

// DefaultValue is what a menu of people, roles or channels has chosen at first.
type DefaultValue struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// GalleryItem is one picture of a gallery.
type GalleryItem struct {
	Media       Media  `json:"media"`
	Description string `json:"description"`
	Spoiler     bool   `json:"spoiler"`
}

// Media is a picture or file within a component.
type Media struct {
	URL string `json:"url"`
}

func (c *Component) isSelect() bool {
	return c.Type == TypeStringSelect || c.Type >= TypeUserSelect && c.Type <= TypeChannelSelect
}

// Walk goes through components and all that they contain, in the order in which
// they are shown.
func Walk(components []Component) iter.Seq[*Component] {
	return func(yield func(*Component) bool) { walk(components, yield) }
}

func walk(components []Component, yield func(*Component) bool) bool {
	for i := range components {
		c := &components[i]
		if !yield(c) || !walk(c.Components, yield) {
			return false
		}
		for _, inner := range []*Component{c.Component, c.Accessory} {
			if inner != nil && !walk([]Component{*inner}, yield) {
				return false
			}
		}
	}
	return true
}

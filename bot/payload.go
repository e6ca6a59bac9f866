package bot

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// The types of component. discordgo does not know all of them.
const (
	rowComponent         = 1
	buttonComponent      = 2
	choiceMenuComponent  = 3
	textInputComponent   = 4
	personMenuComponent  = 5
	roleMenuComponent    = 6
	channelMenuComponent = 8
	sectionComponent     = 9
	textComponent        = 10
	thumbnailComponent   = 11
	galleryComponent     = 12
	fileComponent        = 13
	separatorComponent   = 14
	labelComponent       = 18
	fileUploadComponent  = 19
)

// Styles of text inputs.
const (
	shortInput = 1
	longInput  = 2
)

// maxDescription is how long the words for a picture may be.
const maxDescription = 1024

// A payload is the body of a message, new or edited. All messages are made by
// newPayload.
type payload struct {
	Flags       int               `json:"flags,omitempty"`
	Components  []component       `json:"components"`
	Attachments []attachmentEntry `json:"attachments"` // always: an edit drops files that it does not list
	Mentions    allowedMentions   `json:"allowed_mentions"`
	Nonce       string            `json:"nonce,omitempty"`
	Enforce     bool              `json:"enforce_nonce,omitempty"`

	files []*attachedFile
}

// allowedMentions say who is notified: nobody but roles.
type allowedMentions struct {
	Parse []string `json:"parse"`
	Roles []string `json:"roles,omitempty"`
}

type attachmentEntry struct {
	ID    string `json:"id"`
	Name  string `json:"filename"`
	About string `json:"description,omitempty"`
}

type attachedFile struct {
	name string
	data []byte
}

// component is a component of any type; each type has some of the fields.
type component struct {
	Type       int            `json:"type"`
	CustomID   string         `json:"custom_id,omitempty"`
	Components []component    `json:"components,omitempty"`
	Accessory  *component     `json:"accessory,omitempty"`
	Component  *component     `json:"component,omitempty"` // of a label
	Content    string         `json:"content,omitempty"`
	Style      int            `json:"style,omitempty"`
	Label      string         `json:"label,omitempty"`
	About      string         `json:"description,omitempty"`
	URL        string         `json:"url,omitempty"`
	Disabled   bool           `json:"disabled,omitempty"`
	Media      *media         `json:"media,omitempty"`
	File       *media         `json:"file,omitempty"`
	Items      []galleryItem  `json:"items,omitempty"`
	Divider    bool           `json:"divider,omitempty"`
	Hint       string         `json:"placeholder,omitempty"`
	Options    []menuOption   `json:"options,omitempty"`
	Chosen     []defaultValue `json:"default_values,omitempty"`
	Channels   []int          `json:"channel_types,omitempty"`
	MinValues  *int           `json:"min_values,omitempty"`
	MaxValues  int            `json:"max_values,omitempty"`
	MinLength  int            `json:"min_length,omitempty"`
	MaxLength  int            `json:"max_length,omitempty"`
	Value      string         `json:"value,omitempty"`
	Required   *bool          `json:"required,omitempty"` // in forms
}

type media struct {
	URL string `json:"url"`
}

type galleryItem struct {
	Media media  `json:"media"`
	About string `json:"description,omitempty"`
}

type menuOption struct {
	Label  string `json:"label"`
	Value  string `json:"value"`
	About  string `json:"description,omitempty"`
	Chosen bool   `json:"default,omitempty"`
}

type defaultValue struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// attach adds a file and returns the address by which a component shows it.
func (p *payload) attach(name, about string, data []byte) string {
	id := strconv.Itoa(len(p.files))
	for _, f := range p.files {
		if f.name == name {
			name = id + "-" + name
			break
		}
	}
	p.files = append(p.files, &attachedFile{name, data})
	p.Attachments = append(p.Attachments, attachmentEntry{ID: id, Name: name, About: about})
	return "attachment://" + name
}

// uploads are the files as discordgo sends them, to be read once; nil for no payload.
func (p *payload) uploads() []*discordgo.File {
	if p == nil {
		return nil
	}
	var files []*discordgo.File
	for _, f := range p.files {
		files = append(files, &discordgo.File{Name: f.name, ContentType: http.DetectContentType(f.data), Reader: bytes.NewReader(f.data)})
	}
	return files
}

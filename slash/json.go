package slash

import (
	"encoding/json"
	"fmt"
)

// replyVersion is raised when stored replies change their meaning.
const replyVersion = 1

type storedReply struct {
	Version int           `json:"v"`
	Blocks  []storedBlock `json:"blocks"`
	Shown   Shown         `json:"shown,omitempty"`
	Roles   []string      `json:"roles,omitempty"`
}

// A storedBlock has one field set.
type storedBlock struct {
	Text    *string        `json:"text,omitempty"`
	Section *storedSection `json:"section,omitempty"`
	Image   *Image         `json:"image,omitempty"`
	File    *File          `json:"file,omitempty"`
	Divider bool           `json:"divider,omitempty"`
	Row     []Button       `json:"row,omitempty"`
	Menu    *Menu          `json:"menu,omitempty"`
}

type storedSection struct {
	Text    string  `json:"text"`
	Button  *Button `json:"button,omitempty"`
	Picture *Image  `json:"picture,omitempty"`
}

// MarshalJSON writes the reply so that it can be kept and sent later; a form cannot.
func (r Reply) MarshalJSON() ([]byte, error) {
	if r.Form != nil {
		return nil, fmt.Errorf("keep a reply: a form cannot be kept")
	}
	s := storedReply{Version: replyVersion, Blocks: []storedBlock{}, Shown: r.Shown, Roles: r.Roles}
	for _, b := range r.Blocks {
		s.Blocks = append(s.Blocks, storeBlock(b))
	}
	return json.Marshal(s)
}

func storeBlock(b Block) storedBlock {
	switch b := b.(type) {
	case Text:
		src := b.Body.Markup().Source()
		return storedBlock{Text: &src}
	case Section:
		return storedBlock{Section: &storedSection{b.Body.Markup().Source(), b.Button, b.Picture}}
	case Image:
		return storedBlock{Image: &b}
	case File:
		return storedBlock{File: &b}
	case Row:
		return storedBlock{Row: b.Buttons}
	case Menu:
		return storedBlock{Menu: &b}
	default:
		return storedBlock{Divider: true}
	}
}

// UnmarshalJSON reads what MarshalJSON wrote, of this version or an older one.
func (r *Reply) UnmarshalJSON(data []byte) error {
	var s storedReply
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("read a kept reply: %w", err)
	}
	if s.Version < 1 || s.Version > replyVersion {
		return fmt.Errorf("read a kept reply: version %d, want at most %d", s.Version, replyVersion)
	}
	*r = Reply{Shown: s.Shown, Roles: s.Roles}
	for _, b := range s.Blocks {
		r.Blocks = append(r.Blocks, b.restore())
	}
	return nil
}

func (b storedBlock) restore() Block {
	switch {
	case b.Text != nil:
		return Text{Parse(*b.Text)}
	case b.Section != nil:
		return Section{Parse(b.Section.Text), b.Section.Button, b.Section.Picture}
	case b.Image != nil:
		return *b.Image
	case b.File != nil:
		return *b.File
	case b.Row != nil:
		return Row{b.Row}
	case b.Menu != nil:
		return *b.Menu
	default:
		return Divider{}
	}
}

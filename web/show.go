package web

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"magpie/slash"
)

// A shown is a message as the template prints it for one view.
type shown struct {
	view
	message
	Name     template.HTML // of the author
	Initial  string
	TextLang string
	Heading  template.HTML // of a forum post
	Used     template.HTML // "Newcomer used /guide"
	Said     template.HTML
	Blocks   []shownBlock
	CanDo    bool // the author has a menu
	Mine     bool // the reader wrote it, or it answers what the reader did
}

// A shownBlock is one block of a reply. Kind says which of the rest is set.
type shownBlock struct {
	Kind    string
	Lang    string // of a block of a post whose language nobody named
	Body    template.HTML
	Buttons []shownButton
	File    *shownFile
	Menu    *shownMenu
}

type shownButton struct {
	slash.Button
	Text template.HTML
}

type shownFile struct {
	Name, Address, Alt, Size string
	Elsewhere                bool // on the web, and not loaded from here
}

type shownMenu struct {
	ID, Hint string
	Text     template.HTML // of the hint
	Done     string        // label of the button that ends choosing several
	Many     bool
	Min, Max int
	Choices  []shownChoice
}

// A shownChoice is one that a menu or a field offers.
type shownChoice struct {
	clientChoice
	Text, More template.HTML // its name, and what it is about
}

func shownChoices(p *printer, choices []clientChoice) []shownChoice {
	var all []shownChoice
	for _, c := range choices {
		all = append(all, shownChoice{c, inline(p, c.Name), inline(p, c.About)})
	}
	return all
}

// Chosen are the choices that are chosen already.
func (m shownMenu) Chosen() []shownChoice {
	return slices.DeleteFunc(slices.Clone(m.Choices), func(c shownChoice) bool { return !c.On })
}

// show prepares a message for v.
func (v view) show(m message) shown {
	lang := or(m.Lang, guessLang(m.content()))
	p := &printer{lang: lang, names: v}
	own := &printer{lang: v.Voice.Lang, names: v}
	name := nameOf(v.Voice, m.Author)
	s := shown{
		view: v, message: m, TextLang: lang,
		Name: own.HTML(slash.Plain(name)), Initial: initial(name),
		CanDo: m.Author != magpieID, Mine: slices.Contains([]string{m.Author, m.UsedBy, m.For}, v.Who.ID),
	}
	s.Name = inline(own, name)
	if m.Title != "" {
		s.Heading = inline(p, m.Title)
		p.heading = 1
	}
	if m.UsedBy != "" {
		s.Used = v.used(own, m)
	}
	if m.Text != "" {
		s.Said = p.HTML(slash.Plain(m.Text))
	}
	for i, b := range m.Reply.Blocks {
		p.lang = lang
		if text := blockText(b); m.Lang == "" && text != "" { // posts for all may say the same in several languages
			p.lang = guessLang(text)
		}
		block := v.block(p, m.ID, i, b)
		if p.lang != lang {
			block.Lang = p.lang
		}
		s.Blocks = append(s.Blocks, block)
	}
	return s
}

// used says who used which command.
func (v view) used(p *printer, m message) template.HTML {
	label := v.command(m.Command)
	if c, ok := v.find(m.Command); ok && c.On == "typed" {
		label = "/" + label
	}
	return inline(p, v.T("used", nameOf(v.Voice, m.UsedBy), label))
}

// find returns the command with a full name.
func (v view) find(full string) (clientCommand, bool) {
	for _, c := range v.commands() {
		if c.Name == full {
			return c, true
		}
	}
	return clientCommand{}, false
}

// inline prints plain text without a paragraph around it.
func inline(p *printer, text string) template.HTML {
	p.b.Reset()
	p.text(text)
	return template.HTML(p.b.String()) // text escapes
}

// initial is what stands in a person's picture.
func initial(name string) string {
	for _, r := range name {
		return strings.ToUpper(string(r))
	}
	return ""
}

// block prepares block i of message id.
func (v view) block(p *printer, id string, i int, b slash.Block) shownBlock {
	switch b := b.(type) {
	case slash.Text:
		return shownBlock{Kind: "text", Body: p.HTML(b.Body)}
	case slash.Section:
		s := shownBlock{Kind: "section", Body: p.HTML(b.Body)}
		if b.Button != nil {
			s.Buttons = shownButtons(p, *b.Button)
		}
		if b.Picture != nil {
			s.File = shownImage(id, i, *b.Picture)
		}
		return s
	case slash.Image:
		return shownBlock{Kind: "image", File: shownImage(id, i, b)}
	case slash.File:
		return shownBlock{Kind: "file", File: &shownFile{Name: b.Name, Address: fileAddress(id, i, b.Name), Size: byteSize(len(b.Data))}}
	case slash.Row:
		return shownBlock{Kind: "row", Buttons: shownButtons(p, b.Buttons...)}
	case slash.Menu:
		return shownBlock{Kind: "menu", Menu: v.menu(p, b)}
	default:
		return shownBlock{Kind: "divider"}
	}
}

func (v view) menu(p *printer, m slash.Menu) *shownMenu {
	hint, most := or(m.Hint, v.T("choose")), max(m.Max, 1)
	return &shownMenu{
		ID: m.ID, Hint: hint, Text: inline(p, hint), Done: v.T("done"),
		Many: most > 1, Min: m.Min, Max: most, Choices: shownChoices(p, v.menuChoices(m)),
	}
}

func shownButtons(p *printer, buttons ...slash.Button) []shownButton {
	var all []shownButton
	for _, b := range buttons {
		all = append(all, shownButton{b, inline(p, b.Label)})
	}
	return all
}

func shownImage(id string, i int, b slash.Image) *shownFile {
	if b.Data == nil {
		return &shownFile{Name: b.Name, Address: b.URL, Alt: b.Alt, Elsewhere: true}
	}
	return &shownFile{Name: b.Name, Address: fileAddress(id, i, b.Name), Alt: b.Alt}
}

// byteSize is a size as people read it.
func byteSize(n int) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.0f kB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d B", n)
}

// Stamp is when the message was sent, as <time> has it.
func (s shown) Stamp() string { return s.At.UTC().Format(time.RFC3339) }

// Ref is the id of the message's element.
func (s shown) Ref() string { return "m" + s.ID }

// Hue is one of six colours for the author's picture.
func (s shown) Hue() int { return int(s.Author[len(s.Author)-1]-'0') % 6 }

// Private reports whether only one person sees the message.
func (s shown) Private() bool { return s.For != "" }

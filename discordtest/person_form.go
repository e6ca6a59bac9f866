package discordtest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Form is an open form (modal) as the person sees it.
type Form struct {
	Title  string
	Fields []Field
}

// Field is one field of a form, or text between the fields.
type Field struct {
	Label       string
	Description string
	Component   Component // zero for text
	Text        string    // of text
	Values      []string  // what is in it now
	Required    bool
}

// String is the form as people read it: "(form) title", then a line for each field.
func (f *Form) String() string {
	lines := []string{"(form) " + f.Title}
	for _, field := range f.Fields {
		if field.Text != "" {
			lines = append(lines, strings.Split(field.Text, "\n")...)
			continue
		}
		line := field.Label + ":"
		if field.Required {
			line = field.Label + "*:"
		}
		if field.Description != "" {
			line += " (" + field.Description + ")"
		}
		if field.Component.isSelect() || len(field.Component.Options) > 0 {
			line += " " + field.Component.menu()
		}
		if len(field.Values) > 0 {
			line += " " + strings.Join(field.Values, ", ")
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// menu shows the options of anything that has some.
func (c *Component) menu() string {
	as := *c
	as.Type = TypeStringSelect
	return as.control()
}

// openForm is a form that the bot opened and the person has before them.
type openForm struct {
	opener   *interaction
	customID string
	title    string
	parts    []*formPart
}

type formPart struct {
	outer  Component // row, label or text
	input  *Component
	label  string
	values []string
	files  []File
}

func newForm(it *interaction, data object) *openForm {
	f := &openForm{opener: it, customID: str(data, "custom_id"), title: str(data, "title")}
	m := &message{channel: it.channel}
	for _, outer := range convert[[]Component](m.finished(objs(data, "components"))) {
		part := &formPart{outer: outer, label: outer.Label}
		switch {
		case outer.Type == TypeRow:
			part.input = &outer.Components[0]
			part.label = part.input.Label
		case outer.Type == TypeLabel:
			part.input = outer.Component
		}
		if part.input != nil {
			part.values = part.input.initial()
		}
		f.parts = append(f.parts, part)
	}
	return f
}

// initial is what the bot filled in.
func (c *Component) initial() []string {
	var values []string
	switch {
	case c.Type == TypeTextInput && c.Value != "":
		return []string{c.Value}
	case c.Type == TypeCheckbox && c.Default:
		return []string{"true"}
	}
	for _, o := range c.Options {
		if o.Default {
			values = append(values, o.Label)
		}
	}
	for _, v := range c.Defaults {
		values = append(values, v.ID)
	}
	return values
}

// required reports whether the form cannot be submitted without the field; Discord's
// default is that it cannot.
func (c *Component) required() bool {
	return c.Type != TypeCheckbox && (c.Required == nil || *c.Required)
}

func (f *openForm) view() *Form {
	v := &Form{Title: f.title}
	for _, part := range f.parts {
		if part.input == nil {
			v.Fields = append(v.Fields, Field{Text: part.outer.Content})
			continue
		}
		v.Fields = append(v.Fields, Field{
			Label: part.label, Description: part.outer.Description, Component: *part.input,
			Values: slices.Clone(part.values), Required: part.input.required(),
		})
	}
	return v
}

// Fill puts values into a field of the open form, replacing what is there: text, the
// labels of options, @name or #name, or "true" for a checkbox.
func (p *Person) Fill(label string, values ...string) {
	p.d.t.Helper()
	if err := p.Try().Fill(label, values...); err != nil {
		p.d.t.Fatalf("discordtest: %v", err)
	}
}

// Fill is [Person.Fill] with an error.
func (t Try) Fill(label string, values ...string) error {
	t.p.d.mu.Lock()
	defer t.p.d.mu.Unlock()
	part, err := t.p.field(label)
	if err != nil {
		return err
	}
	part.values = values
	return nil
}

// Attach puts files into a field of the open form.
func (p *Person) Attach(label string, files ...File) {
	p.d.t.Helper()
	p.d.mu.Lock()
	part, err := p.field(label)
	if err == nil {
		part.files = files
	}
	p.d.mu.Unlock()
	if err != nil {
		p.d.t.Fatalf("discordtest: %v", err)
	}
}

func (p *Person) field(label string) (*formPart, error) {
	if p.form == nil {
		return nil, fmt.Errorf("%s has no form open", p.user.name)
	}
	for _, part := range p.form.parts {
		if part.input != nil && part.label == label {
			return part, nil
		}
	}
	return nil, fmt.Errorf("%s: the form %q has no field %q", p.user.name, p.form.title, label)
}

// Submit sends the open form, if it is complete.
func (p *Person) Submit() View {
	p.d.t.Helper()
	return p.must(p.Try().Submit())
}

// Submit is [Person.Submit] with an error.
func (t Try) Submit() (View, error) {
	p := t.p
	p.d.mu.Lock()
	it, err := p.submission()
	if err != nil {
		p.d.mu.Unlock()
		return View{}, err
	}
	return p.result(p.act(it))
}

func (p *Person) submission() (*interaction, error) {
	f := p.form
	if f == nil {
		return nil, fmt.Errorf("%s has no form open", p.user.name)
	}
	it := &interaction{kind: interactionModal, person: p, channel: f.opener.channel, source: f.opener.source, opener: f.opener}
	r := &resolved{it: it}
	components := []object{}
	for _, part := range f.parts {
		c, err := p.partData(it, r, part)
		if err != nil {
			return nil, fmt.Errorf("%s: field %q: %w", p.user.name, part.label, err)
		}
		components = append(components, c)
	}
	it.data = object{"custom_id": f.customID, "components": components}
	r.into(it.data)
	return it, nil
}

func (p *Person) partData(it *interaction, r *resolved, part *formPart) (object, error) {
	outer := object{"type": part.outer.Type, "id": part.outer.ID}
	if part.input == nil {
		return outer, nil
	}
	inner := object{"type": part.input.Type, "id": part.input.ID, "custom_id": part.input.CustomID}
	if err := p.inputData(it, r, part, inner); err != nil {
		return nil, err
	}
	if part.outer.Type == TypeRow {
		outer["components"] = []object{inner}
	} else {
		outer["component"] = inner
	}
	return outer, nil
}

// inputData puts the value of one field into what is submitted.
func (p *Person) inputData(it *interaction, r *resolved, part *formPart, data object) error {
	c := part.input
	switch c.Type {
	case TypeTextInput:
		s := strings.Join(part.values, "\n")
		data["value"] = s
		return c.textFits(s)
	case TypeCheckbox:
		data["value"] = slices.Contains(part.values, "true")
		return nil
	case TypeRadioGroup:
		data["value"] = nil
		picked, err := p.pick(it, r, c, part.values)
		if len(picked) == 1 {
			data["value"] = picked[0]
		}
		return err
	case TypeFileUpload:
		ids := []string{}
		least, most := c.bounds()
		if n := len(part.files); n < least || n > most {
			return fmt.Errorf("%d files are attached, not %d to %d", n, least, most)
		}
		for _, f := range part.files {
			ids = append(ids, r.file(f))
		}
		data["values"] = ids
		return nil
	}
	picked, err := p.pick(it, r, c, part.values)
	data["values"] = picked
	return err
}

func (c *Component) textFits(s string) error {
	n, most := utf8.RuneCountInString(s), orDefault(c.MaxLength, maxTextInput)
	switch {
	case n == 0 && c.required():
		return fmt.Errorf("it is required")
	case n > 0 && n < c.MinLength || n > most:
		return fmt.Errorf("it has %d characters, not %d to %d", n, c.MinLength, most)
	}
	return nil
}

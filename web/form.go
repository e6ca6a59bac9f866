package web

import (
	"html/template"

	"magpie/slash"
)

// A shownForm is a form as the template prints it for one view.
type shownForm struct {
	view
	slash.Form
	Lang    string
	Message string        // from which it was opened, if it was
	Heading template.HTML // the title
	Inputs  []shownField
}

type shownField struct {
	slash.Field
	Page       view
	I          int           // in the form
	Text, More template.HTML // the label, and what it is about
	Options    []shownChoice
	Many       bool
}

// form prepares a form in a language, opened from the message with an id, for v.
func (v view) form(f slash.Form, lang, message string) shownForm {
	p := &printer{lang: lang, names: v}
	s := shownForm{view: v, Form: f, Lang: lang, Message: message, Heading: inline(p, f.Title)}
	for i, field := range f.Fields {
		s.Inputs = append(s.Inputs, shownField{
			Field: field, Page: v, I: i, Text: inline(p, field.Label), More: inline(p, field.About),
			Options: shownChoices(p, v.fieldChoices(field)), Many: field.Max > 1,
		})
	}
	return s
}

// Typed reports whether the field is typed into.
func (f shownField) Typed() bool { return f.Kind == slash.LineField || f.Kind == slash.LongField }

// Chosen reports whether a choice is chosen already.
func (f shownField) Chosen(c shownChoice) bool { return c.On || c.Value != "" && c.Value == f.Value }

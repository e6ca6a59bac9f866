package slash

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// What one message can hold. The edges are Discord's, with room left for the
// escapes that printing adds.
const (
	MaxComponents  = 40
	MaxCharacters  = 3800 // of all texts of a message; Discord's own limit is 4000
	MaxBytes       = 9500 // of the same in UTF-8; Discord fails a little above 10,000
	MaxChoices     = 25
	MaxButtons     = 5 // a row
	MaxLabel       = 80
	MaxID          = 100
	MaxFields      = 5
	MaxTitle       = 45
	MaxChoiceText  = 100
	MaxPlaceholder = 150
	MaxFieldText   = 4000
	MaxFile        = 10 << 20
	MaxRoles       = 100
)

// Check reports everything about the reply that could not be shown.
func (r Reply) Check() error {
	if r.Form != nil {
		return r.Form.check()
	}
	var errs []error
	if len(r.Blocks) == 0 && r.Shown != Unchanged {
		errs = append(errs, errors.New("nothing to show"))
	}
	if len(r.Roles) > MaxRoles {
		errs = append(errs, fmt.Errorf("%d roles to notify", len(r.Roles)))
	}
	ids, labels := map[string]bool{}, map[string]bool{}
	for i, b := range r.Blocks {
		if err := checkBlock(b, ids, labels); err != nil {
			errs = append(errs, fmt.Errorf("block %d: %w", i+1, err))
		}
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	if s := r.size(); !s.fits() {
		return fmt.Errorf("%d components, %d characters, %d bytes: too much for one message", s.components, s.characters, s.bytes)
	}
	return nil
}

func checkBlock(b Block, ids, labels map[string]bool) error {
	switch b := b.(type) {
	case Text:
		if b.Body == nil || b.Body.Markup().Empty() {
			return errors.New("empty text")
		}
	case Section:
		if (b.Button == nil) == (b.Picture == nil) || b.Body == nil || b.Body.Markup().Empty() {
			return errors.New("a section has text, and a button or a picture")
		}
		if b.Button != nil {
			return checkButton(*b.Button, ids, labels)
		}
		return checkImage(*b.Picture)
	case Image:
		return checkImage(b)
	case File:
		return checkFile(b.Name, b.Data)
	case Row:
		return checkRow(b, ids, labels)
	case Menu:
		return checkMenu(b, ids)
	case Divider:
	default:
		return fmt.Errorf("a block of type %T", b)
	}
	return nil
}

func checkRow(r Row, ids, labels map[string]bool) error {
	if len(r.Buttons) == 0 || len(r.Buttons) > MaxButtons {
		return fmt.Errorf("%d buttons in a row", len(r.Buttons))
	}
	var errs []error
	for _, b := range r.Buttons {
		errs = append(errs, checkButton(b, ids, labels))
	}
	return errors.Join(errs...)
}

func checkButton(b Button, ids, labels map[string]bool) error {
	switch {
	case b.Label == "" || utf8.RuneCountInString(b.Label) > MaxLabel:
		return fmt.Errorf("button label %q", b.Label)
	case labels[b.Label]:
		return fmt.Errorf("two buttons %q", b.Label)
	case b.URL != "" && (b.ID != "" || !webAddress(b.URL) || len(b.URL) > 512):
		return fmt.Errorf("button %q leads to %q", b.Label, b.URL)
	}
	labels[b.Label] = true
	if b.URL != "" {
		return nil
	}
	return checkID(b.ID, ids)
}

func checkID(id string, ids map[string]bool) error {
	if id == "" || utf8.RuneCountInString(id) > MaxID {
		return fmt.Errorf("custom id %q has %d characters", id, utf8.RuneCountInString(id))
	}
	if ids[id] {
		return fmt.Errorf("custom id %q twice", id)
	}
	ids[id] = true
	return nil
}

func checkMenu(m Menu, ids map[string]bool) error {
	if utf8.RuneCountInString(m.Hint) > MaxPlaceholder {
		return fmt.Errorf("menu hint %q is too long", m.Hint)
	}
	limit := MaxChoices
	if m.Of == ChoiceMenu {
		if err := checkChoices(m.Choices); err != nil {
			return err
		}
		limit = len(m.Choices)
	}
	if most := max(m.Max, 1); m.Min < 0 || m.Min > most || most > limit {
		return fmt.Errorf("menu %q lets %d to %d be chosen", m.Hint, m.Min, m.Max)
	}
	return checkID(m.ID, ids)
}

func checkChoices(choices []Choice) error {
	if len(choices) == 0 || len(choices) > MaxChoices {
		return fmt.Errorf("%d choices", len(choices))
	}
	seen := map[string]bool{}
	for _, c := range choices {
		if !fitsChoice(c.Name) || !fitsChoice(c.Value) || utf8.RuneCountInString(c.About) > MaxChoiceText || seen[c.Value] {
			return fmt.Errorf("choice %q (%q)", c.Name, c.Value)
		}
		seen[c.Value] = true
	}
	return nil
}

func fitsChoice(s string) bool { return s != "" && utf8.RuneCountInString(s) <= MaxChoiceText }

func checkImage(i Image) error {
	if i.Data == nil {
		if !webAddress(i.URL) {
			return fmt.Errorf("picture at %q", i.URL)
		}
		return nil
	}
	return checkFile(i.Name, i.Data)
}

func checkFile(name string, data []byte) error {
	if name == "" || strings.ContainsAny(name, "/\\ ") || len(data) == 0 || len(data) > MaxFile {
		return fmt.Errorf("file %q of %d bytes", name, len(data))
	}
	return nil
}

func (f Form) check() error {
	var errs []error
	if n := utf8.RuneCountInString(f.Title); n == 0 || n > MaxTitle {
		errs = append(errs, fmt.Errorf("form title %q", f.Title))
	}
	if len(f.Fields) == 0 || len(f.Fields) > MaxFields {
		errs = append(errs, fmt.Errorf("a form of %d fields", len(f.Fields)))
	}
	errs = append(errs, checkID(f.ID, map[string]bool{}))
	for _, field := range f.Fields {
		if n := utf8.RuneCountInString(field.Label); n == 0 || n > MaxTitle {
			errs = append(errs, fmt.Errorf("field label %q", field.Label))
		}
		if utf8.RuneCountInString(field.About) > MaxChoiceText || field.tooLong() {
			errs = append(errs, fmt.Errorf("field %q is too long", field.Name))
		}
		if field.Kind == ChoiceField {
			errs = append(errs, checkChoices(field.Choices))
		}
	}
	return errors.Join(errs...)
}

// tooLong reports whether the field is filled with more than it takes.
func (f Field) tooLong() bool {
	limit := MaxFieldText
	if f.Max > 0 && (f.Kind == LineField || f.Kind == LongField) {
		limit = min(limit, f.Max)
	}
	return utf8.RuneCountInString(f.Value) > limit
}

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

// A size is what of a message's limits something takes.
type size struct{ components, characters, bytes int }

func (s size) plus(t size) size {
	return size{s.components + t.components, s.characters + t.characters, s.bytes + t.bytes}
}

func (s size) fits() bool {
	return s.components <= MaxComponents && s.characters <= MaxCharacters && s.bytes <= MaxBytes
}

// textSize measures a text as printed: its source, whose escapes are those of the
// print, and what a command mention or a reading takes more.
func textSize(c Content) size {
	src := c.Markup().Source()
	extra := 24*strings.Count(src, "</") + 4*strings.Count(src, "|")
	// _ ~ : and ( are escaped in print only.
	for _, r := range src {
		if strings.ContainsRune("_~:(#-+.", r) {
			extra++
		}
	}
	return size{components: 1, characters: utf8.RuneCountInString(src) + extra, bytes: len(src) + 12 + extra}
}

func blockSize(b Block) size {
	switch b := b.(type) {
	case Text:
		return textSize(b.Body)
	case Section:
		return textSize(b.Body).plus(size{components: 2})
	case Image:
		return size{components: 2}
	case Row:
		return size{components: 1 + len(b.Buttons)}
	case Menu:
		return size{components: 2}
	default:
		return size{components: 1}
	}
}

func (r Reply) size() size {
	var s size
	for _, b := range r.Blocks {
		s = s.plus(blockSize(b))
	}
	return s
}

// Check reports everything about the reply that could not be shown.
func (r Reply) Check() error {
	if r.Form != nil {
		return r.Form.check()
	}
	var errs []error
	if len(r.Blocks) == 0 && r.Shown != Unchanged {
		errs = append(errs, errors.New("nothing to show"))
	}
	if s := r.size(); !s.fits() {
		errs = append(errs, fmt.Errorf("%d components, %d characters, %d bytes: too much for one message", s.components, s.characters, s.bytes))
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
	return errors.Join(errs...)
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
	if m.Of == ChoiceMenu {
		if err := checkChoices(m.Choices); err != nil {
			return err
		}
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
		if utf8.RuneCountInString(field.About) > MaxChoiceText || utf8.RuneCountInString(field.Value) > MaxFieldText {
			errs = append(errs, fmt.Errorf("field %q is too long", field.Name))
		}
		if field.Kind == ChoiceField {
			errs = append(errs, checkChoices(field.Choices))
		}
	}
	return errors.Join(errs...)
}

package slash

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// An Action is what happens when a button is pressed, something is chosen from a
// menu, or a form is sent: both ends of a custom id. Untagged fields of A travel
// in the id; tagged ones (as in a command's input) are chosen or filled in. A
// field tagged `slash:"owner"` holds the id of the only person who may press.
//
// An id is untrusted: whoever reads A looks up what it names and checks that the
// caller may see it. Needs is checked on every press.
type Action[A any] struct {
	Name   string      // of the feature and the deed: "guide.turn"
	Needs  Permissions // of the person who presses
	Public bool        // if it takes long, the answer that was put off is for everyone
	Run    func(context.Context, *Call, A) (Reply, error)
}

// Button is a button that does the action with a.
func (t *Action[A]) Button(label string, a A) Button {
	return Button{Label: label, ID: t.id(a)}
}

// Marker is the custom id of the action with a, by which a message can be found again.
func (t *Action[A]) Marker(a A) string { return t.id(a) }

func (t *Action[A]) id(a A) string { return encodeID(t.Name, reflect.ValueOf(a)) }

// Menu is a menu whose choice fills a's one tagged field, with the choices given.
func (t *Action[A]) Menu(hint string, a A, choices ...Choice) Menu {
	o := t.options()[0]
	m := Menu{ID: t.id(a), Hint: hint, Of: ChoiceMenu, Choices: choices, Kinds: o.Kinds}
	m.Min, m.Max = o.count()
	switch o.Kind {
	case ChannelOption:
		m.Of = ChannelMenu
	case RoleOption:
		m.Of = RoleMenu
	case PersonOption:
		m.Of = PersonMenu
	}
	if m.Of == ChoiceMenu {
		m.Max = min(m.Max, max(len(choices), 1))
	}
	return m
}

// count is how many may be chosen for o.
func (o Option) count() (least, most int) {
	least, most = 1, 1
	if o.Many {
		least, most = max(o.Min, 1), o.Max
		if most == 0 {
			most = MaxChoices
		}
	}
	if o.Optional {
		least = 0
	}
	return least, most
}

// Form asks for a's tagged fields, filled in with what a holds. Labels are the
// words at "form.<action>.<field>", and "….about" where there are any.
func (t *Action[A]) Form(v Voice, title string, a A) *Form {
	form := &Form{ID: t.id(a), Title: title}
	for _, o := range t.options() {
		form.Fields = append(form.Fields, o.ask(v, "form."+t.Name+"."+o.Name, reflect.ValueOf(a).Field(o.field)))
	}
	return form
}

// ask is the field of a form for o, with the words at key, filled in with held.
func (o Option) ask(v Voice, key string, held reflect.Value) Field {
	f := Field{Name: o.Name, Label: v.Label(key), Kind: o.fieldKind(), Kinds: o.Kinds, Optional: o.Optional}
	if v.Has(key + ".about") {
		f.About = v.Label(key + ".about")
	}
	if f.Kind == LineField || f.Kind == LongField {
		if o.Kind == StringOption {
			f.Min, f.Max = o.Min, o.Max
		}
		if !held.IsZero() {
			f.Value = fmt.Sprint(held.Interface())
		}
		return f
	}
	f.Min, f.Max = o.count()
	for _, c := range o.Choices {
		on := held.Interface() == any(c)
		if many, ok := held.Interface().([]string); ok {
			on = slices.Contains(many, c)
		}
		f.Choices = append(f.Choices, Choice{Name: v.Label(key + ".choice." + c), Value: c, On: on})
	}
	return f
}

func (o Option) fieldKind() FieldKind {
	switch {
	case o.Kind == ChannelOption:
		return ChannelField
	case o.Kind == RoleOption:
		return RoleField
	case o.Kind == AttachmentOption:
		return FileField
	case o.Many || len(o.Choices) > 0:
		return ChoiceField
	case o.Long:
		return LongField
	}
	return LineField
}

func (t *Action[A]) options() []Option {
	opts, err := options(reflect.TypeFor[A]())
	if err != nil {
		return nil // NewRouter has refused it
	}
	return opts
}

// A Route is an Action of any input, as a Feature lists it.
type Route interface {
	route() route
}

type route struct {
	name   string
	needs  Permissions
	public bool
	opts   []Option
	err    error // what is wrong with its declaration
	serve  func(context.Context, *Call) (Reply, error)
}

func (t *Action[A]) route() route {
	typ := reflect.TypeFor[A]()
	if typ.Kind() != reflect.Struct {
		return route{name: t.Name, err: fmt.Errorf("input %s is not a struct", typ)}
	}
	opts, err := options(typ)
	err = errors.Join(err, checkCarried(typ), checkAsked(opts))
	if t.Run == nil {
		err = errors.Join(err, errors.New("no Run"))
	}
	return route{t.Name, t.Needs, t.Public, opts, err, func(ctx context.Context, c *Call) (Reply, error) {
		var a A
		v := reflect.ValueOf(&a).Elem()
		if err := decodeID(c.Custom, v); err != nil {
			return Reply{}, err
		}
		if owner := ownerOf(v); owner != "" && owner != c.Person.ID {
			return Reply{}, errNotOwner
		}
		if err := decode(v, opts, c.Event); err != nil {
			return Reply{}, err
		}
		return t.Run(ctx, c, a)
	}}
}

// checkAsked reports options that neither a form nor a menu can ask for.
func checkAsked(opts []Option) error {
	var errs []error
	if len(opts) > MaxFields {
		errs = append(errs, fmt.Errorf("%d fields, at most %d fit a form", len(opts), MaxFields))
	}
	for _, o := range opts {
		switch {
		case o.Suggest:
			errs = append(errs, fmt.Errorf("option %s: only a command's options are suggested", o.Name))
		case o.Kind == BoolOption, o.Kind == PersonOption && len(opts) > 1:
			errs = append(errs, fmt.Errorf("option %s: a form cannot ask for a %s", o.Name, o.Kind))
		case o.fieldKind() == ChoiceField && len(o.Choices) == 0 && len(opts) > 1:
			errs = append(errs, fmt.Errorf("option %s: no choices", o.Name))
		}
	}
	return errors.Join(errs...)
}

var errNotOwner = errors.New("pressed by somebody else")

func ownerOf(v reflect.Value) string {
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("slash") == ownerTag {
			return v.Field(i).String()
		}
	}
	return ""
}

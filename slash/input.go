package slash

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An OptionKind is what an option takes.
type OptionKind string

// The kinds of option, by the Go type of the field that declares them.
const (
	StringOption     OptionKind = "string"     // string
	IntOption        OptionKind = "int"        // int
	BoolOption       OptionKind = "bool"       // bool
	PersonOption     OptionKind = "person"     // Person
	ChannelOption    OptionKind = "channel"    // ChannelInfo
	RoleOption       OptionKind = "role"       // RoleInfo
	AttachmentOption OptionKind = "attachment" // Attachment
)

// An Option is one declared input: an option of a command, a field of a form, or
// what a menu chooses.
type Option struct {
	Name     string
	Kind     OptionKind
	Optional bool
	Suggest  bool     // completed while it is typed
	Long     bool     // in forms: several lines
	Many     bool     // in menus: several may be chosen
	Choices  []string // words for each are at "<option key>.choice.<choice>"
	Kinds    []ChannelKind
	Min, Max int // Many: how many; StringOption: characters; IntOption: values; 0 is unset

	field int // of the struct
}

var optionTypes = map[reflect.Type]OptionKind{
	reflect.TypeFor[string]():      StringOption,
	reflect.TypeFor[int]():         IntOption,
	reflect.TypeFor[bool]():        BoolOption,
	reflect.TypeFor[Person]():      PersonOption,
	reflect.TypeFor[ChannelInfo](): ChannelOption,
	reflect.TypeFor[RoleInfo]():    RoleOption,
	reflect.TypeFor[Attachment]():  AttachmentOption,
}

// options reads the tagged fields of struct type t.
func options(t reflect.Type) ([]Option, error) {
	if t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("input %s is not a struct", t)
	}
	var all []Option
	var errs []error
	for i := range t.NumField() {
		tag, ok := t.Field(i).Tag.Lookup("slash")
		if !ok || tag == ownerTag {
			continue
		}
		o, err := parseOption(t.Field(i), tag)
		o.field = i
		if err != nil {
			errs = append(errs, fmt.Errorf("%s.%s: %w", t, t.Field(i).Name, err))
		}
		if slices.ContainsFunc(all, func(other Option) bool { return other.Name == o.Name }) {
			errs = append(errs, fmt.Errorf("%s.%s: option %q stands twice", t, t.Field(i).Name, o.Name))
		}
		all = append(all, o)
	}
	return all, errors.Join(errs...)
}

// parseOption reads a tag: `slash:"name,optional,suggest,long,min=1,max=32,choices=a|b,kinds=text|forum"`.
func parseOption(f reflect.StructField, tag string) (Option, error) {
	words := strings.Split(tag, ",")
	o := Option{Name: words[0]}
	typ := f.Type
	if typ.Kind() == reflect.Slice {
		o.Many, typ = true, typ.Elem()
	}
	kind, known := optionTypes[typ]
	o.Kind = kind
	if !known || !f.IsExported() || !validName(o.Name) {
		return o, fmt.Errorf("option %q of type %s", o.Name, f.Type)
	}
	for _, w := range words[1:] {
		if err := o.set(w); err != nil {
			return o, err
		}
	}
	return o, o.check()
}

// check reports words of a tag that do not go together.
func (o Option) check() error {
	typed := o.Kind == StringOption || o.Kind == IntOption
	switch {
	case o.Suggest && (len(o.Choices) > 0 || !typed):
		return fmt.Errorf("option %q cannot have suggestions", o.Name)
	case len(o.Choices) > 0 && (o.Kind != StringOption || slices.Contains(o.Choices, "")):
		return fmt.Errorf("option %q: choices are texts", o.Name)
	case len(o.Choices) > MaxChoices:
		return fmt.Errorf("option %q has %d choices", o.Name, len(o.Choices))
	case o.Long && o.Kind != StringOption:
		return fmt.Errorf("option %q: only a text is long", o.Name)
	case o.Max != 0 && o.Min > o.Max, (o.Min != 0 || o.Max != 0) && !typed && !o.Many:
		return fmt.Errorf("option %q from %d to %d", o.Name, o.Min, o.Max)
	case o.Many && o.Max > MaxChoices, (o.Many || o.Kind == StringOption) && (o.Min < 0 || o.Max < 0):
		return fmt.Errorf("option %q from %d to %d", o.Name, o.Min, o.Max)
	}
	for _, k := range o.Kinds {
		if o.Kind != ChannelOption || !slices.Contains([]ChannelKind{TextChannel, NewsChannel, ForumChannel, ThreadChannel, OtherChannel}, k) {
			return fmt.Errorf("option %q: channel kind %q", o.Name, k)
		}
	}
	return nil
}

func (o *Option) set(word string) (err error) {
	key, value, _ := strings.Cut(word, "=")
	switch key {
	case "optional":
		o.Optional = true
	case "suggest":
		o.Suggest = true
	case "long":
		o.Long = true
	case "min":
		o.Min, err = strconv.Atoi(value)
	case "max":
		o.Max, err = strconv.Atoi(value)
	case "choices":
		o.Choices = strings.Split(value, "|")
	case "kinds":
		for k := range strings.SplitSeq(value, "|") {
			o.Kinds = append(o.Kinds, ChannelKind(k))
		}
	default:
		err = fmt.Errorf("unknown word %q in the tag of option %q", word, o.Name)
	}
	return err
}

// An InputError is an input that does not keep what its option declares.
type InputError struct {
	Option Option
	Value  string
}

func (e *InputError) Error() string {
	return fmt.Sprintf("option %s: %q is not allowed", e.Option.Name, e.Value)
}

// decode fills the tagged fields of the struct v from ev. All values are checked
// against their options, since a client can send anything. While an option is
// being completed, nothing is checked and what does not fit stays zero.
func decode(v reflect.Value, opts []Option, ev Event) error {
	for _, o := range opts {
		values := slices.DeleteFunc(slices.Clone(inputOf(o, opts, ev)), func(s string) bool { return s == "" })
		if len(values) == 0 {
			if !o.Optional && ev.Kind != Completed {
				return &InputError{Option: o}
			}
			continue
		}
		if err := decodeField(v.Field(o.field), o, values, ev.Found); err != nil && ev.Kind != Completed {
			return err
		}
	}
	return nil
}

// inputOf are the values for o: by its name or, from a menu, which names none, all.
func inputOf(o Option, opts []Option, ev Event) []string {
	if values, ok := ev.Input[o.Name]; ok {
		return values
	}
	if ev.Kind == Pressed && len(opts) == 1 {
		return ev.Input[""]
	}
	return nil
}

func decodeField(f reflect.Value, o Option, values []string, found Found) error {
	if !o.Many {
		return decodeValue(f, o, values[0], found)
	}
	if least, most := o.count(); len(values) < least || len(values) > most {
		return &InputError{o, strings.Join(values, ", ")}
	}
	o.Min, o.Max = 0, 0 // they were of the whole
	list := reflect.MakeSlice(f.Type(), len(values), len(values))
	for i, value := range values {
		if err := decodeValue(list.Index(i), o, value, found); err != nil {
			return err
		}
	}
	f.Set(list)
	return nil
}

func decodeValue(f reflect.Value, o Option, s string, found Found) error {
	bad := &InputError{o, s}
	switch o.Kind {
	case StringOption:
		n := utf8.RuneCountInString(s)
		if n < o.Min || o.Max > 0 && n > o.Max || len(o.Choices) > 0 && !slices.Contains(o.Choices, s) {
			return bad
		}
		f.SetString(s)
	case IntOption:
		n, err := strconv.Atoi(s)
		if err != nil || n < o.Min && o.Min != 0 || o.Max != 0 && n > o.Max {
			return bad
		}
		f.SetInt(int64(n))
	case BoolOption:
		b, err := strconv.ParseBool(s)
		if err != nil {
			return bad
		}
		f.SetBool(b)
	case PersonOption:
		return setFound(f, found.People, s, bad)
	case ChannelOption:
		if c, ok := found.Channels[s]; ok && len(o.Kinds) > 0 && !slices.Contains(o.Kinds, c.Kind) {
			return bad
		}
		return setFound(f, found.Channels, s, bad)
	case RoleOption:
		return setFound(f, found.Roles, s, bad)
	case AttachmentOption:
		return setFound(f, found.Attachments, s, bad)
	}
	return nil
}

func setFound[T any](f reflect.Value, found map[string]T, id string, bad error) error {
	thing, ok := found[id]
	if !ok {
		return bad
	}
	f.Set(reflect.ValueOf(thing))
	return nil
}

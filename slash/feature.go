package slash

import (
	"context"
	"fmt"
	"reflect"
)

// A Feature is something people can do: commands, and the actions behind their
// buttons, menus and forms.
type Feature struct {
	Commands []Command
	Actions  []Route
}

// A Command is typed by its name, or used from the menu of a message or a person.
// It runs by itself or is a family of subcommands, never both.
//
// Its words are at "command.<name>.name" and ".about"; an option's at
// "command.<name>.option.<option>.name" and ".about". Subcommands join their
// names with a dot.
type Command struct {
	Name    string
	On      On
	Needs   Permissions // of the caller; set on a family for all its subcommands
	Offered Permissions // of those whom Discord offers it, where others may use it too and Run decides; a server can offer it to more
	Direct  bool        // works in direct messages too
	Public  bool        // if it takes long, the answer that was put off is for everyone
	Run     Handler
	Suggest map[string]Suggester // by option
	Sub     []Command
}

// On is what a command is used on.
type On int

// What commands are used on. Only those on Nothing have options.
const (
	OnNothing On = iota
	OnMessage
	OnPerson
)

// A Suggester completes an option while it is typed. The call's input holds what
// else was typed so far.
type Suggester func(ctx context.Context, c *Call, typed string) ([]Choice, error)

// A Handler answers a command; [Run] makes one.
type Handler struct {
	opts  []Option
	err   error
	serve func(context.Context, *Call) (Reply, error)
}

// Run is a handler that takes its options as the struct A.
func Run[A any](f func(context.Context, *Call, A) (Reply, error)) Handler {
	opts, err := options(reflect.TypeFor[A]())
	if err == nil {
		err = checkTagged(reflect.TypeFor[A]())
	}
	return Handler{opts, err, func(ctx context.Context, c *Call) (Reply, error) {
		var in A
		if err := decode(reflect.ValueOf(&in).Elem(), opts, c.Event); err != nil {
			return Reply{}, err
		}
		return f(ctx, c, in)
	}}
}

// checkTagged reports fields of a command's input that nothing would fill.
func checkTagged(t reflect.Type) error {
	for i := range t.NumField() {
		if tag, ok := t.Field(i).Tag.Lookup("slash"); !ok || tag == ownerTag {
			return fmt.Errorf("%s.%s is not an option", t, t.Field(i).Name)
		}
	}
	return nil
}

// Nothing is the input of a command without options.
type Nothing struct{}

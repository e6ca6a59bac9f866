package slash

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Words are the words of every language; package locales has them.
type Words interface {
	// Languages are the BCP 47 tags that there are words in; the first is used
	// where nothing else fits.
	Languages() []string
	// Match returns which of Languages serves a reader of the given locales best.
	Match(locales ...string) string
	// Text returns the words of key in lang with args set in.
	Text(lang, key string, args ...any) string
	// Has reports whether lang has words for key.
	Has(lang, key string) bool
}

// A Voice speaks one language.
type Voice struct {
	Lang  string // BCP 47, one of the catalogue's
	words Words
}

// NewVoice speaks lang with words.
func NewVoice(words Words, lang string) Voice { return Voice{lang, words} }

// In is the same voice in another language.
func (v Voice) In(lang string) Voice { return Voice{lang, v.words} }

// T is the text of key. Markup keeps its formatting, a time.Time is shown in the
// reader's zone, an int is written by the language's rules (the first argument
// chooses the plural), and any other argument is shown as plain text.
func (v Voice) T(key string, args ...any) Markup {
	set := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case Markup:
			set[i] = a.argument()
		case time.Time:
			set[i] = Time(a, DateTime).Source()
		case int:
			set[i] = a
		default:
			set[i] = escapeArgument(fmt.Sprint(a))
		}
	}
	return Parse(v.words.Text(v.Lang, key, set...))
}

// Label is the text of key without formatting, for buttons, titles and choices.
func (v Voice) Label(key string, args ...any) string {
	set := slices.Clone(args)
	for i, a := range args {
		if c, ok := a.(Content); ok {
			set[i] = c.Markup().String()
		}
	}
	return v.words.Text(v.Lang, key, set...)
}

// Has reports whether the voice has words for key.
func (v Voice) Has(key string) bool { return v.words.Has(v.Lang, key) }

// A Call is one event being answered.
type Call struct {
	Event
	Voice
	Log Logger

	afterwards []func(ctx context.Context, shown bool) error
}

// Afterwards has do called once the call is answered: shown tells whether the
// reply reached the person. What it returns is logged.
func (c *Call) Afterwards(do func(ctx context.Context, shown bool) error) {
	c.afterwards = append(c.afterwards, do)
}

// A Logger takes what an operator should read; *slog.Logger is one.
type Logger interface {
	Info(msg string, args ...any)
	Warn(msg string, args ...any)
	Error(msg string, args ...any)
}

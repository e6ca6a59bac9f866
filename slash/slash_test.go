package slash

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"magpie/locales"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// words are artificial words in the catalogue's languages: a name is the last part of
// its path, and anything else its key and arguments.
type words struct {
	*locales.Catalogue
	other map[string]string // key or "lang key" → words; "-": none
}

var catalogue = sync.OnceValues(locales.Load)

func newWords(t testing.TB, other map[string]string) words {
	t.Helper()
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return words{c, other}
}

func (w words) find(lang, key string) (string, bool) {
	text, ok := w.other[lang+" "+key]
	if !ok {
		text, ok = w.other[key]
	}
	return text, ok
}

func (w words) Has(lang, key string) bool {
	if text, ok := w.find(lang, key); ok {
		return text != "-"
	}
	return !strings.HasPrefix(key, "form.") || !strings.HasSuffix(key, ".about")
}

func (w words) Text(lang, key string, args ...any) string {
	if text, ok := w.find(lang, key); ok {
		return fmt.Sprintf(text, args...)
	}
	if name, ok := strings.CutSuffix(key, ".name"); ok {
		return name[strings.LastIndexByte(name, '.')+1:]
	}
	for _, a := range args {
		key += fmt.Sprintf(" %v", a)
	}
	return key
}

// logged is what a router logged.
type logged struct{ strings.Builder }

func (l *logged) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// run is a handler that says "ok".
func run[A any]() Handler {
	return Run(func(context.Context, *Call, A) (Reply, error) { return Say(Plain("ok")), nil })
}

// act is an action that says "ok".
func act[A any](name string) *Action[A] {
	return &Action[A]{Name: name, Run: func(context.Context, *Call, A) (Reply, error) { return Say(Plain("ok")), nil }}
}

// contains fails unless all of want are in got.
func contains(t *testing.T, got string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("got %q, want in it %q", got, w)
		}
	}
}

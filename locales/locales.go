// Package locales holds every word that the bot says, one JSON file a language:
// flat keys in dotted namespaces, each a text or its plurals by CLDR name. A file
// names its language and the Discord locales it serves ("language.name",
// "language.discord"), so that another language is another file and no code.
//
// Verbs are those of fmt, "%[2]s" where the order differs. Years, ids and dates
// are passed as strings, since numbers are grouped (2,025).
package locales

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
)

//go:embed *.json
var files embed.FS

// fallback is the language whose words are used where nothing else fits.
const fallback = "en"

// Catalogue is the words of all languages. It is safe for concurrent use.
type Catalogue struct {
	langs    []string
	words    map[string]map[string]entry // language → key
	printers map[string]*message.Printer
	matcher  language.Matcher
}

// entry is a text, or its plurals by the number that is its first argument.
type entry struct {
	text    string
	plurals map[string]string // by CLDR name: one, few, other …
}

// plain reports whether e is shown as it stands.
func (e entry) plain() bool { return e.plurals == nil && !strings.Contains(e.text, "%") }

// newEntry is the entry of "text" or {"one": "…", "other": "…"}.
func newEntry(value any) (entry, error) {
	switch value := value.(type) {
	case string:
		return entry{text: value}, nil
	case map[string]any:
		plurals := make(map[string]string, len(value))
		for name, text := range value {
			s, ok := text.(string)
			if !ok {
				return entry{}, fmt.Errorf("%s is not a text", name)
			}
			plurals[name] = s
		}
		return entry{plurals: plurals}, nil
	}
	return entry{}, errors.New("neither a text nor plurals")
}

// Load returns the words built into the program. They are read once.
func Load() (*Catalogue, error) { return loadOnce() }

var loadOnce = sync.OnceValues(func() (*Catalogue, error) { return load(files) })

func load(files fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list locales: %w", err)
	}
	c := &Catalogue{words: map[string]map[string]entry{}, printers: map[string]*message.Printer{}}
	var errs []error
	for _, name := range names {
		errs = append(errs, c.read(files, name))
	}
	slices.SortFunc(c.langs, byFallback)
	var tags []language.Tag
	for _, lang := range c.langs {
		tags = append(tags, language.Make(lang))
	}
	c.matcher = language.NewMatcher(tags)
	return c, errors.Join(append(errs, c.build(tags))...)
}

// byFallback puts the fallback first and the others in order of their tags.
func byFallback(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == fallback:
		return -1
	case b == fallback:
		return 1
	}
	return strings.Compare(a, b)
}

func (c *Catalogue) read(files fs.FS, name string) error {
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("read locale: %w", err)
	}
	var values map[string]any // an entry that unmarshals itself would be scanned three times
	if err := json.Unmarshal(data, &values); err != nil {
		return fmt.Errorf("read locale %s: %w", name, err)
	}
	words := make(map[string]entry, len(values))
	for key, value := range values {
		if words[key], err = newEntry(value); err != nil {
			return fmt.Errorf("read locale %s: %s: %w", name, key, err)
		}
	}
	lang := strings.TrimSuffix(path.Base(name), ".json")
	c.langs = append(c.langs, lang)
	c.words[lang] = words
	return nil
}

func (c *Catalogue) build(tags []language.Tag) error {
	builder := catalog.NewBuilder(catalog.Fallback(language.Make(fallback)))
	var errs []error
	for i, lang := range c.langs {
		for key, e := range c.words[lang] {
			if e.plain() {
				continue
			}
			if err := builder.Set(tags[i], key, e.message()); err != nil {
				errs = append(errs, fmt.Errorf("locale %s: %s: %w", lang, key, err))
			}
		}
		c.printers[lang] = message.NewPrinter(tags[i], message.Catalog(builder))
	}
	return errors.Join(errs...)
}

func (e entry) message() catalog.Message {
	if e.plurals == nil {
		return catalog.String(e.text)
	}
	var cases []any
	for _, name := range []string{"zero", "one", "two", "few", "many", "other"} {
		if text, ok := e.plurals[name]; ok {
			cases = append(cases, name, text)
		}
	}
	return plural.Selectf(1, "%d", cases...)
}

// Languages are the BCP 47 tags of all languages, English first.
func (c *Catalogue) Languages() []string { return slices.Clone(c.langs) }

// Match returns the language that serves a reader of the given locales best, in
// the reader's order of preference; English if none does.
func (c *Catalogue) Match(locales ...string) string {
	var wanted []language.Tag
	for _, l := range locales {
		if tag, err := language.Parse(l); err == nil {
			wanted = append(wanted, tag)
		}
	}
	_, i, confidence := c.matcher.Match(wanted...)
	if confidence == language.No {
		return fallback
	}
	return c.langs[i]
}

// Text returns the words of key in lang, or else in English, with args set in. A key
// without words is returned as it is.
func (c *Catalogue) Text(lang, key string, args ...any) string {
	e, ok := c.words[lang][key]
	if !ok {
		lang = fallback
		e = c.words[lang][key]
	}
	if e.plain() && e.text != "" {
		return e.text
	}
	return c.printers[lang].Sprintf(key, args...)
}

// Has reports whether lang has words for key.
func (c *Catalogue) Has(lang, key string) bool {
	_, ok := c.words[lang][key]
	return ok
}

// Discord are the Discord locales that lang serves, such as en-US and en-GB.
func (c *Catalogue) Discord(lang string) []string {
	return strings.Fields(c.words[lang]["language.discord"].text)
}

// Name is what the speakers of lang call it.
func (c *Catalogue) Name(lang string) string { return c.words[lang]["language.name"].text }

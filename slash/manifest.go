package slash

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Spec is what the world is told of a command: what an edge registers or completes.
type Spec struct {
	Name    string
	Names   map[string]string // by language
	Abouts  map[string]string // by language; none for commands on messages and people
	On      On
	Needs   Permissions
	Direct  bool
	Options []OptionSpec
	Sub     []Spec
}

// An OptionSpec is what the world is told of an option.
type OptionSpec struct {
	Option
	Names   map[string]string
	Abouts  map[string]string
	Choices []ChoiceSpec
}

// A ChoiceSpec is one of an option's fixed choices.
type ChoiceSpec struct {
	Value string
	Names map[string]string
}

// Limits of Discord on what is registered, from its reference on commands.
const (
	maxOptions    = 25
	maxSub        = 25
	maxAbout      = 100
	maxCommand    = 8000 // all words of one command, by its longest language
	maxCommands   = 100
	maxOnMessages = 15
)

var slashName = regexp.MustCompile(`^[-_\p{L}\p{N}]{1,32}$`)

// a speller looks words up and notes those that are missing or too long.
type speller struct {
	words Words
	errs  []error
}

func (s *speller) fail(format string, args ...any) {
	s.errs = append(s.errs, fmt.Errorf(format, args...))
}

// all are the words of key in every language.
func (s *speller) all(key string, limit int) map[string]string {
	words := map[string]string{}
	for _, lang := range s.words.Languages() {
		if !s.words.Has(lang, key) {
			s.fail("%s: no words for %s", lang, key)
			continue
		}
		w := s.words.Text(lang, key)
		if n := utf8.RuneCountInString(w); n == 0 || n > limit {
			s.fail("%s: %s is %d characters long, at most %d are allowed", lang, key, n, limit)
		}
		words[lang] = w
	}
	return words
}

// names are like all, for names that are typed.
func (s *speller) names(key string) map[string]string {
	names := s.all(key, 32)
	for lang, name := range names {
		if !slashName.MatchString(name) || strings.ToLower(name) != name {
			s.fail("%s: %s: %q cannot be typed as a name", lang, key, name)
		}
	}
	return names
}

// spec describes command c, whose words are at key, with the permissions of its family.
func (s *speller) spec(c Command, key string, needs Permissions) Spec {
	spec := Spec{Name: c.Name, On: c.On, Needs: needs | c.Needs | c.Offered, Direct: c.Direct}
	if c.On != OnNothing {
		spec.Names = s.all(key+".name", 32)
		return spec
	}
	spec.Names, spec.Abouts = s.names(key+".name"), s.all(key+".about", maxAbout)
	for _, o := range c.Run.opts {
		spec.Options = append(spec.Options, s.option(o, key+".option."+o.Name))
	}
	slices.SortStableFunc(spec.Options, func(a, b OptionSpec) int { // required ones come first
		switch {
		case a.Optional == b.Optional:
			return 0
		case a.Optional:
			return 1
		}
		return -1
	})
	for _, sub := range c.Sub {
		spec.Sub = append(spec.Sub, s.spec(sub, key+"."+sub.Name, spec.Needs))
	}
	s.distinct(key, spec.Sub)
	s.distinct(key, spec.optionNames())
	if n := spec.length(s.words.Languages()); n > maxCommand {
		s.fail("command %s: %d characters of words, at most %d are allowed", c.Name, n, maxCommand)
	}
	return spec
}

func (s *speller) option(o Option, key string) OptionSpec {
	spec := OptionSpec{Option: o, Names: s.names(key + ".name"), Abouts: s.all(key+".about", maxAbout)}
	for _, c := range o.Choices {
		spec.Choices = append(spec.Choices, ChoiceSpec{c, s.all(key+".choice."+c, MaxChoiceText)})
	}
	return spec
}

// distinct refuses a name that two of specs share in a language, or that is the
// other's name in code: Discord takes neither.
func (s *speller) distinct(key string, specs []Spec) {
	for i, a := range specs {
		for _, b := range specs[:i] {
			if a.Name == b.Name {
				continue // refused as standing twice
			}
			for _, lang := range s.words.Languages() {
				name := a.Names[lang]
				if name != "" && (name == b.Names[lang] || name == b.Name) || b.Names[lang] != "" && b.Names[lang] == a.Name {
					s.fail("%s: %s: %s and %s share a name", lang, key, b.Name, a.Name)
				}
			}
		}
	}
}

// optionNames are the names of the options alone.
func (s Spec) optionNames() []Spec {
	var names []Spec
	for _, o := range s.Options {
		names = append(names, Spec{Name: o.Name, Names: o.Names})
	}
	return names
}

// length is how many characters the words of a command take in its longest language.
func (s Spec) length(langs []string) int {
	longest := func(words map[string]string) int {
		n := 0
		for _, lang := range langs {
			n = max(n, utf8.RuneCountInString(words[lang]))
		}
		return n
	}
	n := longest(s.Names) + longest(s.Abouts)
	for _, o := range s.Options {
		n += longest(o.Names) + longest(o.Abouts)
		for _, c := range o.Choices {
			n += longest(c.Names) + utf8.RuneCountInString(c.Value)
		}
	}
	for _, sub := range s.Sub {
		n += sub.length(langs)
	}
	return n
}

// check reports what is wrong with the declaration of c, a subcommand if in a family.
func (c Command) check(family bool) error {
	var errs []error
	fail := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("command %s: "+format, append([]any{c.Name}, args...)...))
	}
	if !validName(c.Name) {
		fail("not a name")
	}
	if (c.Run.serve == nil) == (len(c.Sub) == 0) {
		fail("a command runs or has subcommands, never both")
	}
	if c.Run.err != nil {
		fail("%w", c.Run.err)
	}
	if c.On != OnNothing && (len(c.Run.opts) > 0 || len(c.Sub) > 0) {
		fail("a command on a message or a person has no options")
	}
	if family && (c.Needs|c.Offered != 0 || c.Direct || len(c.Sub) > 0 || c.On != OnNothing) {
		fail("permissions, direct messages and further subcommands belong to the family")
	}
	if c.Needs|c.Offered != 0 && c.Direct {
		fail("nobody is a moderator in a direct message")
	}
	if len(c.Run.opts) > maxOptions || len(c.Sub) > maxSub {
		fail("%d options, %d subcommands", len(c.Run.opts), len(c.Sub))
	}
	errs = append(errs, c.checkSuggest())
	for _, sub := range c.Sub {
		errs = append(errs, sub.check(true))
	}
	return errors.Join(errs...)
}

func (c Command) checkSuggest() error {
	var errs []error
	for _, o := range c.Run.opts {
		if o.Suggest != (c.Suggest[o.Name] != nil) {
			errs = append(errs, fmt.Errorf("command %s: option %s is suggested by its tag or by a Suggester only", c.Name, o.Name))
		}
		if o.Many || o.Long {
			errs = append(errs, fmt.Errorf("command %s: option %s is for forms and menus", c.Name, o.Name))
		}
	}
	for name := range c.Suggest {
		if !slices.ContainsFunc(c.Run.opts, func(o Option) bool { return o.Name == name }) {
			errs = append(errs, fmt.Errorf("command %s: a Suggester for no option %s", c.Name, name))
		}
	}
	return errors.Join(errs...)
}

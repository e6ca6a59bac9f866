package guide

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

// Paths are the rules by which newcomers are led: answers in, steps out. They do not change.
type Paths struct {
	places []string
	rules  []pathRule
}

// A pathRule gives steps to those who gave certain answers; an empty list of answers takes any.
type pathRule struct {
	Why   string    `yaml:"why"`
	From  []Origin  `yaml:"from"`
	To    []string  `yaml:"to"`
	For   []Purpose `yaml:"for"`
	Lang  []string  `yaml:"lang"`
	Steps []string  `yaml:"steps"`
}

// BuiltinPaths returns the rules that come with the program. They are read once.
func BuiltinPaths() (*Paths, error) { return builtinPathsOnce() }

var builtinPathsOnce = sync.OnceValues(func() (*Paths, error) {
	library, err := Builtin()
	if err != nil {
		return nil, err
	}
	src, err := data.ReadFile("data/paths.yaml")
	if err != nil {
		return nil, err
	}
	return ParsePaths(src, library)
})

// ParsePaths reads rules, which are YAML as in data/paths.yaml, and checks that the steps they name are in the library.
func ParsePaths(src []byte, library *Library) (*Paths, error) {
	var file struct {
		Places []string   `yaml:"places"`
		Rules  []pathRule `yaml:"rules"`
	}
	d := yaml.NewDecoder(bytes.NewReader(src))
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf("read the rules of paths: %w", err)
	}
	p := &Paths{file.Places, file.Rules}
	var errs []error
	for _, place := range p.places {
		if _, ok := library.Find(place, English); !ok {
			errs = append(errs, fmt.Errorf("place %s: no such guide", place))
		}
	}
	for i, r := range p.rules {
		for _, err := range r.check(p, library) {
			errs = append(errs, fmt.Errorf("rule %d (%s): %w", i+1, r.Why, err))
		}
	}
	return p, errors.Join(errs...)
}

// check returns what is wrong with a rule.
func (r pathRule) check(p *Paths, library *Library) (errs []error) {
	if r.Why == "" || len(r.Steps) == 0 {
		errs = append(errs, errors.New("want a why and steps"))
	}
	errs = append(errs, unknown("from", r.From, Origins)...)
	errs = append(errs, unknown("for", r.For, Purposes)...)
	errs = append(errs, unknown("to", r.To, append(p.Places(), Undecided))...)
	for _, named := range r.Steps {
		name, step, _ := strings.Cut(named, "#")
		langs := library.Languages(name)
		if len(langs) == 0 {
			errs = append(errs, fmt.Errorf("no guide %s", name))
			continue
		}
		if len(r.Lang) > 0 {
			langs = r.Lang
		}
		for _, lang := range langs {
			if g, _ := library.Find(name, lang); step != "" && g.Index(step) < 0 {
				errs = append(errs, fmt.Errorf("no step %s in %s", named, lang))
			}
		}
	}
	return errs
}

// unknown returns an error for each answer of a rule that nobody can give.
func unknown[T ~string](what string, have, want []T) (errs []error) {
	for _, one := range have {
		if !slices.Contains(want, one) {
			errs = append(errs, fmt.Errorf("%s: unknown answer %q", what, one))
		}
	}
	return errs
}

// gives reports whether a rule is for a reader with these answers.
func (r pathRule) gives(a Answers, lang string) bool {
	return (len(r.From) == 0 || slices.Contains(r.From, a.From)) &&
		(len(r.To) == 0 || slices.Contains(r.To, a.To)) &&
		(len(r.For) == 0 || slices.ContainsFunc(r.For, func(p Purpose) bool { return slices.Contains(a.For, p) })) &&
		(len(r.Lang) == 0 || slices.Contains(r.Lang, lang))
}

// Places returns the places to go that people choose from, as their guides are named.
func (p *Paths) Places() []string { return slices.Clone(p.places) }

// Whys returns the reasons that rules give, each once.
func (p *Paths) Whys() []string {
	var whys []string
	for _, r := range p.rules {
		if !slices.Contains(whys, r.Why) {
			whys = append(whys, r.Why)
		}
	}
	return whys
}

// Path leads a reader through a library, by what they answered. Steps and guides that the library does not have are left
// out.
func (p *Paths) Path(library *Library, lang string, a Answers) Path {
	var path Path
	for _, r := range p.rules {
		if r.gives(a, lang) {
			for _, named := range r.Steps {
				path.add(library, lang, named, r.Why)
			}
		}
	}
	path.sort()
	return path
}

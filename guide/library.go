package guide

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed library
var builtin embed.FS

// A Library is a set of guides, each in several languages. It does not change and may be used by many at once.
type Library struct {
	names  []string                    // in their order
	guides map[string]map[string]Guide // by name and language
	keys   map[string]map[string]key   // what Search compares, by name and language
}

// Builtin returns the guides that come with the program. They are read once.
func Builtin() (*Library, error) { return builtinOnce() }

var builtinOnce = sync.OnceValues(func() (*Library, error) {
	files, err := fs.Sub(builtin, "library")
	if err != nil {
		return nil, fmt.Errorf("open the built-in guides: %w", err)
	}
	return Load(files)
})

// Load reads a library: folders named as their guides, files named as their languages. Its error is [Mistakes] and has all
// that is wrong with any file. It does not compare dates with the clock, since a machine whose clock is wrong should still
// start; a test does.
func Load(files fs.FS) (*Library, error) {
	l := &Library{guides: map[string]map[string]Guide{}, keys: map[string]map[string]key{}}
	var mistakes Mistakes
	err := fs.WalkDir(files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			mistakes.add(file, 0, Unreadable, err.Error())
			return nil
		}
		if !entry.IsDir() {
			l.read(files, file, &mistakes)
		}
		return nil
	})
	if err != nil {
		mistakes.add(".", 0, Unreadable, err.Error()) // unreachable: the function above never returns one
	}
	l.compare(&mistakes)
	if err := mistakes.err(); err != nil {
		return nil, err
	}
	l.sort()
	return l, nil
}

// read adds one file to the library.
func (l *Library) read(files fs.FS, file string, mistakes *Mistakes) {
	src, err := fs.ReadFile(files, file)
	if err != nil {
		mistakes.add(file, 0, Unreadable, err.Error())
		return
	}
	g, err := Parse(file, src, time.Time{})
	if ms, bad := err.(Mistakes); bad {
		*mistakes = append(*mistakes, ms...)
		return
	}
	if l.guides[g.Name] == nil {
		l.guides[g.Name], l.keys[g.Name] = map[string]Guide{}, map[string]key{}
	}
	l.guides[g.Name][g.Lang] = g
	l.keys[g.Name][g.Lang] = newKey(g)
}

// compare checks that a guide has English, and the same steps in every language that does not declare to differ.
func (l *Library) compare(mistakes *Mistakes) {
	for _, name := range slices.Sorted(maps.Keys(l.guides)) {
		english, ok := l.guides[name][English]
		if !ok {
			mistakes.add(name, 0, NoEnglish, name)
			continue
		}
		for _, lang := range slices.Sorted(maps.Keys(l.guides[name])) {
			g := l.guides[name][lang]
			if difference := differ(english, g); difference != "" && !g.Differs {
				mistakes.add(name+"/"+lang+".md", 0, DifferentSteps, difference)
			}
		}
	}
}

// differ says how the steps of g differ from those of the English guide, or nothing.
func differ(english, g Guide) string {
	var parts []string
	for _, s := range english.Steps {
		if g.Index(s.ID) < 0 {
			parts = append(parts, "no "+s.ID)
		}
	}
	for _, s := range g.Steps {
		if english.Index(s.ID) < 0 {
			parts = append(parts, s.ID+" is extra")
		}
	}
	if parts != nil {
		return strings.Join(parts, ", ")
	}
	for i, s := range g.Steps {
		if want := english.Steps[i].ID; s.ID != want {
			return fmt.Sprintf("step %d is %s, not %s", i+1, s.ID, want)
		}
	}
	return ""
}

// sort puts the names in the order that the English guides state.
func (l *Library) sort() {
	order := func(name string) int {
		g, _ := l.Find(name, English)
		return g.Order
	}
	l.names = slices.Collect(maps.Keys(l.guides))
	slices.SortFunc(l.names, func(a, b string) int { return cmp.Or(cmp.Compare(order(a), order(b)), cmp.Compare(a, b)) })
}

// Names returns the names of all guides, in the order they should be offered.
func (l *Library) Names() []string { return slices.Clone(l.names) }

// Languages returns the languages a guide is written in, sorted; none if there is no such guide.
func (l *Library) Languages(name string) []string { return slices.Sorted(maps.Keys(l.guides[name])) }

// Find returns a guide in a language, or in the nearest that it is written in: Guide.Lang tells. It reports false only if
// there is no guide of that name.
func (l *Library) Find(name, lang string) (Guide, bool) {
	in := l.guides[name]
	g, ok := in[lang]
	if !ok && len(in) > 0 {
		g, ok = in[nearest(l.Languages(name), lang)[0]], true
	}
	return g, ok
}

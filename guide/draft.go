package guide

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// Limits of what a server keeps.
const (
	MaxOwn      = 20       // guides of its own and guides of ours with steps of its own, together
	MaxVersions = 50       // of one guide; the oldest go
	MaxFile     = maxFile  // bytes of a file
	MaxSteps    = maxSteps // of a guide, with those that are added
)

// ErrTooManyOwn is wrapped where more than [MaxOwn] would be kept.
var ErrTooManyOwn = errors.New("the server has too many guides of its own")

// Files are what a server's guide is written in, a file a language, as [Format] writes them. None: there is no such guide.
type Files map[string]string

// Guide returns the guide in a language; ok is false if it is not written in that. A file that was saved when rules were
// other than now may be refused, with [Mistakes].
func (f Files) Guide(lang string) (g Guide, ok bool, err error) {
	text, ok := f[lang]
	if !ok {
		return g, false, nil
	}
	g, err = ReadOwn("", []byte(text), "", "", time.Time{})
	return g, err == nil, err
}

// Title returns what the guide is called in a language, without reading its steps; ok is false if it is not written in that.
func (f Files) Title(lang string) (title string, ok bool) {
	const end = "\n---\n"
	p := parser{own: true}
	head, _, _ := strings.Cut(f[lang], end)
	front, _, ok := p.cutFront(p.split([]byte(head + end)))
	ok = ok && p.parseFront(front) && len(p.mistakes) == 0
	return p.guide.Title, ok
}

// Guides returns the guide in all its languages, in the order of [Languages].
func (f Files) Guides() ([]Guide, error) {
	var all []Guide
	var errs []error
	for _, lang := range f.Languages() {
		g, ok, err := f.Guide(lang)
		if ok {
			all = append(all, g)
		}
		errs = append(errs, err)
	}
	return all, errors.Join(errs...)
}

// Languages returns the languages that there is a file in, in the order of [Languages].
func (f Files) Languages() []string {
	return slices.DeleteFunc(slices.Clone(Languages), func(lang string) bool { return f[lang] == "" })
}

// For returns the language among those of f that serves a reader of lang best, "" if f is empty.
func (f Files) For(lang string) string {
	langs := nearest(f.Languages(), lang)
	if len(langs) == 0 {
		return ""
	}
	return langs[0]
}

// With returns the files with a guide in place of what was there in its language.
func (f Files) With(g Guide) Files {
	with := Files{}
	maps.Copy(with, f)
	with[g.Lang] = string(Format(g))
	return with
}

// Without returns the files without a language.
func (f Files) Without(lang string) Files {
	left := maps.Clone(f)
	delete(left, lang)
	return left
}

// A Draft is what moderators of a server have written of one guide and readers do not see yet. They share it.
type Draft struct {
	Server, Name string
	Revision     int // grows with each save; 0: it was never saved
	Files        Files
	Touches      []Touch // who changed what last, the latest first
}

// A Touch is the last change of a step in a draft, be it that it is gone, or, without Step, of what the guide says of itself
// and of the order of its steps.
type Touch struct {
	Lang, Step string
	Person     string // empty: somebody who asked to be forgotten
	At         time.Time
}

// Touch returns the last change of a step, or of what the guide says of itself.
func (d Draft) Touch(lang, step string) (Touch, bool) {
	i := slices.IndexFunc(d.Touches, func(t Touch) bool { return t.Lang == lang && t.Step == step })
	if i < 0 {
		return Touch{}, false
	}
	return d.Touches[i], true
}

// A Version is what readers had of a guide from a time on.
type Version struct {
	Server, Name string
	Number       int // counted from 1
	Files        Files
	Person       string // who published it; empty: somebody who asked to be forgotten
	At           time.Time
	Counts       Counts // against the version before
	Back         int    // the version that it brought back; 0: none
}

// Counts are how many steps of a guide, in all its languages, differ from those before.
type Counts struct{ Added, Changed, Removed int }

// A Slip keeps what somebody typed, or took out of a draft, for a day, so that nothing is lost.
type Slip struct {
	ID, Server, Person string
	Kind               string // what Text is
	Name, Lang, Step   string // what it belongs to; Step may be empty
	Text               string
	At                 time.Time
}

// Mark names what a step is now in a few letters: another mark, another step, if only a source or its place differs.
func (g Guide) Mark(step string) string {
	i := g.Index(step)
	if i < 0 {
		return ""
	}
	return mark(Format(Guide{Own: true, Adds: true, Steps: g.Steps[i : i+1]}))
}

// MarkHead is like [Guide.Mark] for what the guide says of itself.
func (g Guide) MarkHead() string {
	g.Steps = nil
	return mark(Format(g))
}

func mark(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:4])
}

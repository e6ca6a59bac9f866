package guide

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// An Overlay is what a server makes of a library.
type Overlay struct {
	Own    []Guide  // its own guides, and steps that it adds to ours; each in any of [Languages]
	Hidden []string // names of the library's guides that its people are not offered
}

// With returns the library as a server has it. It shares what the server left as it was. Nothing of the library's guides is
// changed: steps are only set between theirs, and a guide is hidden as a whole. A reader gets each added step in their
// language or the nearest that it is written in; Step.Lang tells. See [Library.Misplaced] for steps that have lost their place.
func (l *Library) With(o Overlay) *Library {
	server := &Library{names: slices.Clone(l.names), guides: maps.Clone(l.guides), keys: maps.Clone(l.keys)}
	added := map[string]map[string]Guide{} // by name and language, as library.guides
	for _, g := range o.Own {
		in := server.guides
		if g.Adds {
			in = added
		}
		if in[g.Name] == nil {
			in[g.Name] = map[string]Guide{}
		}
		in[g.Name][g.Lang] = tamed(g)
	}
	for name, steps := range added {
		if l.guides[name] != nil {
			server.guides[name] = l.adding(name, steps)
		}
	}
	for _, name := range o.Hidden {
		delete(server.guides, name)
	}
	for name := range server.keys {
		if server.guides[name] == nil {
			delete(server.keys, name)
		}
	}
	for name, in := range server.guides {
		if IsOwn(name) || added[name] != nil {
			server.keys[name] = map[string]key{}
			for lang, g := range in {
				server.keys[name][lang] = newKey(g)
			}
		}
	}
	server.sort()
	return server
}

// adding returns a guide of the library, in all its languages, with a server's steps in their places.
func (l *Library) adding(name string, steps map[string]Guide) map[string]Guide {
	with := map[string]Guide{}
	for lang, g := range l.guides[name] {
		for _, s := range readable(steps, lang) {
			if len(g.Steps) < maxSteps {
				at, _ := g.place(s)
				g.Steps = slices.Insert(slices.Clone(g.Steps), at, s)
			}
		}
		with[lang] = g
	}
	return with
}

// readable returns every step that a server adds to a guide in one language or another, in the one that is nearest to lang.
// Steps that stand beside the same one follow each other as they do in their file.
func readable(steps map[string]Guide, lang string) []Step {
	var all []Step
	has := func(id string) bool { return slices.ContainsFunc(all, func(s Step) bool { return s.ID == id }) }
	for _, other := range nearest(slices.Collect(maps.Keys(steps)), lang) {
		for _, s := range steps[other].Steps {
			if has(s.ID) {
				continue
			}
			if other != lang {
				s.Lang = other
			}
			all = append(all, s)
		}
	}
	return all
}

// place returns where a step that is added belongs, and whether what it should stand beside is there; else it is the end.
func (g Guide) place(s Step) (at int, found bool) {
	switch {
	case s.Before != "":
		if i := g.Index(s.Before); i >= 0 {
			return i, true
		}
	case s.After != "":
		if i := g.Index(s.After); i >= 0 {
			for i++; i < len(g.Steps) && g.Steps[i].Own && g.Steps[i].After == s.After; {
				i++ // behind those that stand there already
			}
			return i, true
		}
	default:
		return len(g.Steps), true
	}
	return len(g.Steps), false
}

// Misplaced returns the steps of a server, which it adds to a guide of the library, that are not where they should be: what
// they stood beside is gone, so they come at the end, or the guide has no room for them and they are left out.
func (l *Library) Misplaced(own Guide) (moved, left []Step) {
	room := maxSteps
	for _, g := range l.guides[own.Name] {
		room = min(room, maxSteps-len(g.Steps))
	}
	for i, s := range own.Steps {
		if i >= room {
			left = append(left, s)
		} else if !l.hasPlace(own.Name, s) {
			moved = append(moved, s)
		}
	}
	return moved, left
}

// hasPlace reports whether what a step should stand beside is there in at least one language.
func (l *Library) hasPlace(name string, s Step) bool {
	for _, g := range l.guides[name] {
		if _, found := g.place(s); found {
			return true
		}
	}
	return false
}

// Check returns what is wrong with steps that a server wants to add to a guide of the library, as [Mistakes] of a file.
func (l *Library) Check(file string, own Guide) error {
	if !own.Adds {
		return nil
	}
	var mistakes Mistakes
	if l.guides[own.Name] == nil || IsOwn(own.Name) {
		mistakes.add(file, 0, NoGuide, own.Name)
		return mistakes.err()
	}
	moved, left := l.Misplaced(own)
	for _, s := range moved {
		mistakes.add(file, 0, NoStep, s.Before+s.After)
	}
	if len(left) > 0 {
		mistakes.add(file, 0, TooFull, strconv.Itoa(maxSteps+len(left)))
	}
	return mistakes.err()
}

// nearest sorts languages by how well a reader of lang is served with them: their own, Chinese in the other script, English.
func nearest(langs []string, lang string) []string {
	rank := func(other string) int {
		switch {
		case other == lang:
			return 0
		case len(other) > 2 && len(lang) > 2 && other[:2] == lang[:2]:
			return 1
		case other == English:
			return 2
		}
		return 3
	}
	slices.SortFunc(langs, func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return langs
}

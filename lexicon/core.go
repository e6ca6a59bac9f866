package lexicon

import (
	"cmp"
	_ "embed"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
)

//go:embed data/core.u8
var coreText string

//go:embed data/marked.txt
var markedText string

// A coreList is our core lexicon, by headword in both scripts and pinyin.
type coreList map[string]coreLine

type coreLine struct {
	weight uint8
	gloss  string
}

func coreKey(e *Entry) string {
	return e.Simplified + "|" + e.Traditional + "|" + strings.Join(e.Pinyin, "")
}

func readCore() (coreList, error) {
	l, err := coreEntries()
	if err != nil {
		return nil, fmt.Errorf("core lexicon: %w", err)
	}
	core := make(coreList, len(l.entries))
	for i := range l.entries {
		e := &l.entries[i]
		if _, twice := core[coreKey(e)]; !twice && len(e.Glosses) > 0 {
			core[coreKey(e)] = coreLine{l.ranks[i], e.Glosses[0]}
		}
	}
	return core, nil
}

func (c coreList) has(e *Entry) bool {
	_, ok := c[coreKey(e)]
	return ok
}

// weight is how common a word is by its place in the core lexicon; 0 if it is not there.
func (c coreList) weight(e *Entry) uint8 {
	return c[coreKey(e)].weight
}

// shorten puts the core lexicon's own wording of a common word, which is brief, before that of e, unless e says the
// same and more.
func (c coreList) shorten(e *Entry) {
	line, ok := c[coreKey(e)]
	if !ok || e.Mark != "" {
		return
	}
	own := wordings(line.gloss)
	first, rest := line.gloss, make([]string, 0, len(e.Glosses))
	for _, g := range e.Glosses {
		switch theirs := wordings(g); {
		case within(theirs, own):
		case first == line.gloss && len(theirs) > 0 && theirs[0] == own[0] && within(own, theirs):
			first = g
		default:
			rest = append(rest, g)
		}
	}
	e.Glosses = append([]string{first}, rest...)
}

var bracketed = regexp.MustCompile(`\s*\([^()]*\)\s*`)

// wordings are the several wordings of a gloss, without what stands in brackets.
func wordings(gloss string) []string {
	all := strings.Split(bracketed.ReplaceAllString(gloss, " "), ";")
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}

// within reports whether all of some wordings are among others.
func within(some, others []string) bool {
	return !slices.ContainsFunc(some, func(w string) bool { return !slices.Contains(others, w) })
}

// coreWeight follows Zipf's law: the word in place n is met 1/n times as often as the first.
func coreWeight(place int) uint8 { return weightOf(13.5 - 0.75*math.Log(float64(place+1))) }

// coreEntries are the entries of the core lexicon, weighed by their place in it, and then in the order of a book.
func coreEntries() (list, error) {
	var out list
	raws, err := readCEDICT(strings.NewReader(coreText))
	if err != nil {
		return out, err
	}
	marks, err := readMarked()
	if err != nil {
		return out, err
	}
	order := make([]int, len(raws.entries)) // that of a book, of places in the list
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(strings.Compare(raws.entries[a].simplified, raws.entries[b].simplified), a-b)
	})
	out.grow(len(order))
	for _, place := range order {
		var e Entry
		newDraft(raws.entries[place], &e)
		w := coreWeight(place)
		e.Source, e.Band, e.Mark = Own, bandOf(w), cmp.Or(marks[e.Simplified], e.Mark)
		out.add(e, w, w)
	}
	return out, nil
}

// readMarked reads the words that are never volunteered.
func readMarked() (map[string]Mark, error) {
	marks := map[string]Mark{}
	for word, fields := range lines(markedText) {
		switch m := Mark(fields[0]); m {
		case Vulgar, Derogatory, Sexual:
			marks[word] = m
		default:
			return nil, fmt.Errorf("marked.txt: %s: mark is %q", word, m)
		}
	}
	return marks, nil
}

// lines yields the lines of a data file as their first field and the others, of which there are at least three, empty
// if they are not there.
func lines(text string) func(yield func(string, []string) bool) {
	return func(yield func(string, []string) bool) {
		for line := range strings.Lines(text) {
			line = strings.TrimRight(line, "\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			fields := append(strings.Split(line, "\t"), "", "", "")
			if !yield(fields[0], fields[1:]) {
				return
			}
		}
	}
}

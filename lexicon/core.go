package lexicon

import (
	_ "embed"
	"fmt"
	"math"
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

// shorten puts the core lexicon's own wording of a common word, which is brief, before that of e.
func (c coreList) shorten(e *Entry) {
	line, ok := c[coreKey(e)]
	if !ok || e.Mark != "" {
		return
	}
	rest := e.Glosses
	e.Glosses = []string{line.gloss}
	for _, g := range rest {
		if g != line.gloss {
			e.Glosses = append(e.Glosses, g)
		}
	}
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
	drafts := make([]draft, len(raws.entries))
	for i, r := range raws.entries {
		d := newDraft(r)
		if m, marked := marks[d.Simplified]; marked {
			d.Mark = m
		}
		d.Source, d.cost, d.Band = Own, i, bandOf(coreWeight(i))
		drafts[i] = d
	}
	slices.SortStableFunc(drafts, func(a, b draft) int { return strings.Compare(a.Simplified, b.Simplified) })
	for _, d := range drafts {
		w := coreWeight(d.cost)
		out.add(d.Entry, w, w)
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

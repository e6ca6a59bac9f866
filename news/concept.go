package news

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A Concept is a thing that the news is about, by whatever name: TikTok, the Supreme
// Court, a ban. A name is matched as a topic's terms are: Latin ones as whole words, or as
// beginnings of words when they end in an asterisk; Chinese ones anywhere, in either script.
type Concept struct {
	ID          string   `yaml:"id"`
	Kind        string   `yaml:"kind"`
	English     []string `yaml:"en"`
	Simplified  []string `yaml:"zh-CN"`
	Traditional []string `yaml:"zh-TW"`
	Near        []string `yaml:"near"` // terms of which the text must have one, for names that mean other things too
}

// Name is the name by which readers of a language know a concept.
func (c Concept) Name(lang string) string {
	names := c.English
	switch {
	case lang == "zh-TW" && len(c.Traditional) > 0:
		names = c.Traditional
	case strings.HasPrefix(lang, "zh") && len(c.Simplified) > 0:
		names = c.Simplified
	}
	if len(names) == 0 {
		return c.ID
	}
	return strings.TrimSuffix(names[0], "*")
}

// Concepts finds concepts in texts. Make it with [LoadConcepts].
type Concepts struct {
	all  []Concept
	byID map[string]int
	near [][]string // of each concept, as texts are folded

	// Names, as texts are folded, are paths through a tree: from fork 0 by one character after the other.
	forks  []fork
	starts map[rune]int32 // where the first leads, of which there are many
	ascii  [utf8.RuneSelf]int32
}

// A fork is where a name may go on, or end.
type fork struct {
	next []step
	ends []ending
}

type step struct {
	char rune
	to   int32
}

// An ending is a fork at which a name of a concept ends.
type ending struct {
	concept int32
	prefix  bool // what follows may go on with the word
}

// LoadConcepts returns the concepts that come with Magpie. They are read once.
func LoadConcepts() (*Concepts, error) { return builtinConcepts() }

var builtinConcepts = sync.OnceValues(func() (*Concepts, error) {
	var all []Concept
	if err := decode("data/concepts.yaml", &all); err != nil {
		return nil, err
	}
	return newConcepts(all)
})

func newConcepts(all []Concept) (*Concepts, error) {
	c := &Concepts{all: all, byID: map[string]int{}, forks: make([]fork, 1), starts: map[rune]int32{}}
	for i, one := range all {
		if _, twice := c.byID[one.ID]; twice || one.ID == "" {
			return nil, fmt.Errorf("concept %d: no id of its own: %q", i, one.ID)
		}
		c.byID[one.ID] = i
		for _, names := range [][]string{one.English, one.Simplified, one.Traditional} {
			for _, name := range names {
				c.add(name, int32(i))
			}
		}
		var near []string
		for _, term := range one.Near {
			near = append(near, unify(term))
		}
		c.near = append(c.near, near)
	}
	return c, nil
}

func (c *Concepts) add(name string, concept int32) {
	name, prefix := strings.CutSuffix(unify(name), "*")
	at := int32(0)
	for _, r := range name {
		at = c.grow(at, r)
	}
	for i, e := range c.forks[at].ends {
		if e.concept == concept { // both scripts write it alike
			c.forks[at].ends[i].prefix = e.prefix || prefix
			return
		}
	}
	if at != 0 {
		c.forks[at].ends = append(c.forks[at].ends, ending{concept, prefix})
	}
}

// grow returns the fork to which a character leads, which is made if there was none.
func (c *Concepts) grow(from int32, r rune) int32 {
	if to := c.step(from, r); to != 0 {
		return to
	}
	to := int32(len(c.forks))
	c.forks = append(c.forks, fork{})
	switch {
	case from != 0:
		c.forks[from].next = append(c.forks[from].next, step{r, to})
	case r < utf8.RuneSelf:
		c.ascii[r] = to
	default:
		c.starts[r] = to
	}
	return to
}

// step returns the fork to which a character leads, 0 if there is none.
func (c *Concepts) step(from int32, r rune) int32 {
	switch {
	case from != 0:
		for _, s := range c.forks[from].next {
			if s.char == r {
				return s.to
			}
		}
		return 0
	case r < utf8.RuneSelf:
		return c.ascii[r]
	}
	return c.starts[r]
}

// ByID returns the concept with an id.
func (c *Concepts) ByID(id string) (Concept, bool) {
	i, ok := c.byID[id]
	if !ok {
		return Concept{}, false
	}
	return c.all[i], true
}

// Rename is what readers of a language call the concept that has a name; the name itself if
// none has it.
func (c *Concepts) Rename(name, lang string) string {
	at := int32(0)
	for _, r := range unify(name) {
		if at = c.step(at, r); at == 0 {
			return name
		}
	}
	if ends := c.forks[at].ends; len(ends) > 0 {
		return c.all[ends[0].concept].Name(lang)
	}
	return name
}

// A Mention is a place in a text, as bytes of the folded text, that names a concept.
type Mention struct {
	Concept    string // its ID
	Start, End int
}

// Find returns the concepts that a folded text, as of a [Reading], names, in order. Of names
// that overlap the first counts, and of those that begin at one place the longest.
func (c *Concepts) Find(text string) []Mention {
	var found []Mention
	before := ' '
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !(wordy(before) && wordy(r)) {
			if named, end := c.longest(text, i); end > i {
				for _, concept := range named {
					found = append(found, Mention{c.all[concept].ID, i, end})
				}
				before, _ = utf8.DecodeLastRuneInString(text[:end])
				i = end
				continue
			}
		}
		before = r
		i += size
	}
	return found
}

// longest returns the concepts with the longest name that begins at a place of a text, and
// where it ends: before its beginning if there is none.
func (c *Concepts) longest(text string, start int) (named []int32, end int) {
	at := int32(0)
	end = -1
	for i := start; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if at = c.step(at, r); at == 0 {
			break
		}
		i += size
		ends := c.forks[at].ends
		if len(ends) == 0 {
			continue
		}
		after, _ := utf8.DecodeRuneInString(text[i:])
		within := wordy(r) && wordy(after) && !countsAfter(text[start:i], after) // a word goes on here
		var here []int32
		for _, e := range ends {
			if (e.prefix || !within) && c.isNear(e.concept, text) {
				here = append(here, e.concept)
			}
		}
		if len(here) > 0 {
			named, end = here, i
		}
	}
	for end > start {
		last, _ := utf8.DecodeLastRuneInString(text[:end])
		r, size := utf8.DecodeRuneInString(text[end:])
		if !wordy(last) || !wordy(r) || countsAfter(text[start:end], r) {
			break
		}
		end += size // the rest of the word that has a name for its beginning
	}
	return named, end
}

// countsAfter reports whether a number begins after a name, as in TikTok75天. Short names may be a part of others: x2.
func countsAfter(name string, r rune) bool {
	return len(name) > 3 && '0' <= r && r <= '9' && !unicode.IsDigit(rune(name[len(name)-1]))
}

// isNear reports whether a text speaks of what a concept with an ambiguous name is found near.
func (c *Concepts) isNear(concept int32, text string) bool {
	near := c.near[concept]
	for _, term := range near {
		if mentions(text, term) {
			return true
		}
	}
	return len(near) == 0
}

// mentions reports whether a folded text has a folded term: as a word of its own, or as the beginning
// of one if it ends in an asterisk, or anywhere if it is Chinese.
func mentions(text, term string) bool {
	term, prefix := strings.CutSuffix(term, "*")
	first, _ := utf8.DecodeRuneInString(term)
	last, _ := utf8.DecodeLastRuneInString(term)
	for from := 0; term != ""; {
		i := strings.Index(text[from:], term)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(term)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !(wordy(first) && wordy(before)) && (prefix || !(wordy(last) && wordy(after))) {
			return true
		}
		from = end
	}
	return false
}

// nature tells whether a concept is a name and not what happens to its bearers, and of which concepts it is a rival: of
// those whose number it shares, one cannot stand for the other. Bodies have none, since one court goes by many names.
func (c *Concepts) nature(id string) (name bool, rivalry uint8) {
	switch c.all[c.byID[id]].Kind {
	case "service", "company":
		return true, 1
	case "place":
		return true, 2
	case "person":
		return true, 3
	case "body", "law":
		return true, 0
	}
	return false, 0
}

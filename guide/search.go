package guide

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// A key is the words of a guide, folded for comparison.
type key struct {
	head []string     // name and title
	body []string     // summary and step titles
	text func() index // of all its words; made when first asked for
}

func newKey(g Guide) key {
	k := key{
		head: []string{fold(g.Name), fold(g.Title)}, body: []string{fold(g.Summary)},
		text: sync.OnceValue(func() index { return newIndex(g) }),
	}
	for _, s := range g.Steps {
		k.body = append(k.body, fold(s.Title))
	}
	return k
}

// fold makes letters that a reader takes for the same compare as the same: case, full width, composed forms.
func fold(s string) string { return strings.ToLower(norm.NFKC.String(strings.TrimSpace(s))) }

// Search returns the guides that match what somebody has typed so far, the best first and else in their order, in the
// reader's language or English. Nothing typed matches all. Names, titles, summaries and step titles are compared, in the
// reader's language before the others, so that 小红书 finds a guide for a reader of English too.
func (l *Library) Search(lang, typed string) []Guide {
	words := strings.Fields(fold(typed))
	byRank := make([][]Guide, ranks)
	for _, name := range l.names {
		g, _ := l.Find(name, lang)
		best := l.keys[name][g.Lang].rank(words)
		for other, k := range l.keys[name] {
			if other != g.Lang {
				best = min(best, k.rank(words)+1)
			}
		}
		if best < ranks {
			byRank[best] = append(byRank[best], g)
		}
	}
	return slices.Concat(byRank...)
}

// Named returns the one guide whose name or title begins with what was typed, in any language; it reports false if there
// is none or more than one.
func (l *Library) Named(lang, typed string) (g Guide, ok bool) {
	words := strings.Fields(fold(typed))
	if len(words) == 0 {
		return g, false
	}
	for _, name := range l.names {
		for _, k := range l.keys[name] {
			if k.rank(words) == starts {
				if ok {
					return Guide{}, false
				}
				g, ok = l.Find(name, lang)
				break
			}
		}
	}
	return g, ok
}

// The ranks of a match leave room between them for the same match in another language.
const (
	starts = 2 * iota // the name or title starts with it
	heads             // the name and title have it
	bodies            // the summary and step titles help
	none
	ranks = none
)

// rank says how well a guide matches: every word must be somewhere in it.
func (k key) rank(words []string) int {
	typed := strings.Join(words, " ")
	if slices.ContainsFunc(k.head, func(s string) bool { return strings.HasPrefix(s, typed) }) {
		return starts
	}
	rank := heads
	for _, w := range words {
		has := func(s string) bool { return strings.Contains(s, w) }
		switch {
		case slices.ContainsFunc(k.head, has):
		case slices.ContainsFunc(k.body, has):
			rank = bodies
		default:
			return none
		}
	}
	return rank
}

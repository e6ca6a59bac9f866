package guide

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A Hit is a step, or a guide as a whole, that somebody's words are about.
type Hit struct {
	Guide Guide // in the reader's language, as Find has it
	Step  int   // -1: the guide as a whole
	query query
}

// Look returns at most n steps and guides that words are about, the best first. Titles count most, then titles of steps,
// then texts, last the titles of sources, and a rare word more than a frequent one. All languages are searched: words in
// English find a step for a reader of Chinese too, and either script finds it for readers of both. Words in the reader's own
// language come first. A word that no guide has is taken for one that it begins or misspells. Pinyin, with tones or without,
// finds the Chinese that a guide gives the reading of.
func (l *Library) Look(lang, words string, n int) []Hit {
	q := l.newQuery(words)
	found := map[spot]float64{}
	for _, in := range l.tongues() {
		share := 1.0
		if in != lang {
			share = foreign
		}
		l.search(q, in, share, found)
	}
	joined := strings.Join(strings.Fields(words), "") // as pinyin often is
	if len(found) == 0 && joined != words {
		return l.Look(lang, joined, n)
	}
	return l.best(found, lang, q, n)
}

// foreign is what a match in a language that is not the reader's counts.
const foreign = 0.6

// A spot is a step of a guide, by its id; the guide as a whole has none.
type spot struct {
	guide int // in Library.names
	step  string
}

// tongues are the languages that any guide is written in.
func (l *Library) tongues() []string {
	var all []string
	for _, in := range l.guides {
		for lang := range in {
			if !slices.Contains(all, lang) {
				all = append(all, lang)
			}
		}
	}
	return all
}

// search notes the best scores of what matches in one language, times share.
func (l *Library) search(q query, lang string, share float64, best map[spot]float64) {
	fields := make([][]field, len(l.names)) // of each guide; see index.fields
	seen := make([]int, len(q))
	steps := 0
	for i, name := range l.names {
		if g, ok := l.guides[name][lang]; ok {
			fields[i] = l.keys[name][lang].text().fields(q, seen)
			steps += len(g.Steps)
		}
	}
	rare := make([]float64, len(q))
	for i, n := range seen {
		rare[i] = 1 // a word that nobody has says little, as two characters that meet where words do
		if n > 0 {
			rare[i] = math.Log(1 + float64(steps)/float64(n))
		}
	}
	for i, name := range l.names {
		if fields[i] == nil {
			continue
		}
		row := func(place int) []field { return fields[i][place*len(q):][:len(q)] }
		note := func(step string, place int) {
			if s := share * score(rare, row(place), row(whole)); s > best[spot{i, step}] {
				best[spot{i, step}] = s
			}
		}
		note("", whole)
		for place, s := range l.guides[name][lang].Steps {
			note(s.ID, place)
		}
	}
}

// beside is what a word counts for a step if only its guide as a whole has it.
const beside = 2

// preferAll lets a text with all of the words come before a title with some of them.
const preferAll = 6

// score is how well a place matches: what each word counts there, times how rare it is. Words that its guide as a whole has
// help a step that says one of the others, but do not make it a match. A place that has less than half of the words, by
// their weight, is none.
func score(rare []float64, place, guide []field) float64 {
	own := slices.Max(place)
	if own == 0 {
		return 0
	}
	var sum, had, all float64
	for i, weight := range rare {
		counts := weights[place[i]]
		if place[i] <= inSource && guide[i] > inSource && own > inSource {
			counts = beside
		}
		if counts > 0 {
			sum += weight * counts
			had += weight
		}
		all += weight
	}
	share := had / all
	if share < 0.5 {
		return 0
	}
	return sum * math.Pow(share, preferAll)
}

// best are the n best of what was found, for a reader.
func (l *Library) best(found map[spot]float64, lang string, q query, n int) []Hit {
	type match struct {
		spot
		score float64
	}
	var all []match
	for at, score := range found {
		all = append(all, match{at, score})
	}
	slices.SortFunc(all, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.guide, b.guide), cmp.Compare(a.step, b.step))
	})
	var hits []Hit
	for _, m := range all {
		g, _ := l.Find(l.names[m.guide], lang)
		step := g.Index(m.step)
		if step < 0 && m.step != "" {
			continue // the reader's language does not have this step
		}
		if hits = append(hits, Hit{g, step, q}); len(hits) == n {
			break
		}
	}
	return hits
}

package guide

import (
	"cmp"
	"iter"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Hit is a step, or a guide as a whole, in which somebody's words stand.
type Hit struct {
	Guide   Guide  // in the reader's language, as Find has it
	Step    int    // -1: the guide as a whole
	Excerpt string // a sentence that has the words, plain text; if another language had them, the beginning of the text
}

// Look returns at most n steps and guides that words are about, the best first. Titles count most, then titles of steps,
// then texts, and a rare word more than a frequent one. All languages are searched: words in English find a step for a
// reader of Chinese too, and either script finds it for readers of both. Words in the reader's own language come first.
func (l *Library) Look(lang, words string, n int) []Hit {
	q := newQuery(words)
	if len(q.words) == 0 {
		return nil
	}
	found := map[spot]match{}
	for _, in := range l.tongues(lang) {
		for where, m := range q.search(l, in, lang) {
			if m.score > found[where].score {
				found[where] = m
			}
		}
	}
	return l.best(found, lang, q, n)
}

// Warm builds what Look searches, for which its first call would wait.
func (l *Library) Warm() {
	for _, languages := range l.keys {
		for _, k := range languages {
			k.text()
		}
	}
}

// A spot is a step of a guide, by its id; the guide as a whole has none.
type spot struct{ guide, step string }

// A match is how well a spot matches.
type match struct {
	score float64
	lang  string // in which it was found
}

// A query is what somebody searches for.
type query struct{ words []uint32 }

// mostTerms is how many terms of a search are looked at.
const mostTerms = 64

// asking are words with which people ask, and which say nothing of what they ask about.
var asking = slices.Sorted(terms("how do does i my me the a an to is are was what can in of and for it you your from with on at when where why if "+
	"怎么 怎麼 怎样 怎樣 什么 什麼 如何 我的 可以 一下 的 了 吗 嗎 呢 我 是 在", false))

// newQuery is what words ask for. If they only ask, they are what is looked for.
func newQuery(words string) query {
	all := slices.Compact(slices.Sorted(terms(words, false)))
	about := slices.DeleteFunc(slices.Clone(all), func(t uint32) bool {
		_, asks := slices.BinarySearch(asking, t)
		return asks
	})
	if len(about) == 0 {
		about = all
	}
	return query{about[:min(len(about), mostTerms)]}
}

// tongues are the languages of the library, the reader's first.
func (l *Library) tongues(lang string) []string {
	all := []string{lang}
	for _, name := range l.names {
		for _, other := range l.Languages(name) {
			if !slices.Contains(all, other) {
				all = append(all, other)
			}
		}
	}
	return all
}

// foreign is what a match in a language that is not the reader's counts.
const foreign = 0.6

// search returns what matches in one language.
func (q query) search(l *Library, in, reader string) map[spot]match {
	type place struct {
		guide string
		step  int
	}
	hits := map[place][]float64{} // what each word counts there, by its field
	seen := make([]int, len(q.words))
	steps := 0
	for _, name := range l.names {
		g, ok := l.guides[name][in]
		if !ok {
			continue
		}
		steps += len(g.Steps)
		text := l.keys[name][in].text()
		for i, word := range q.words {
			for _, p := range find(text, word) {
				at := place{name, p.step()}
				if hits[at] == nil {
					hits[at] = make([]float64, len(q.words))
				}
				if hits[at][i] == 0 {
					seen[i]++
				}
				hits[at][i] = max(hits[at][i], weights[p.field()])
			}
		}
	}
	rare := make([]float64, len(q.words))
	for i, n := range seen {
		rare[i] = 1 // a word that nobody has says little, as two characters that meet where words do
		if n > 0 {
			rare[i] = math.Log(1 + float64(steps)/float64(n))
		}
	}
	found := map[spot]match{}
	for at, counts := range hits {
		score := score(rare, counts, hits[place{at.guide, whole}])
		if in != reader {
			score *= foreign
		}
		if score > 0 {
			found[l.spot(at.guide, in, at.step)] = match{score, in}
		}
	}
	return found
}

// spot names a step of a guide in a language.
func (l *Library) spot(name, lang string, step int) spot {
	if step == whole {
		return spot{name, ""}
	}
	return spot{name, l.guides[name][lang].Steps[step].ID}
}

// besideTitle is what a word counts for a step if the title of its guide has it.
const besideTitle = 2

// preferAll lets a text with all of the words come before a title with some of them.
const preferAll = 6

// score is how well a place matches: what each word counts there, times how rare it is. Words that only the title of its
// guide has help a step, but do not make it a match. A place that has less than half of the words, by their weight, is none.
func score(rare, counts, guide []float64) float64 {
	var sum, had, all float64
	for i, weight := range rare {
		all += weight
		switch {
		case counts[i] > 0:
			sum += weight * counts[i]
			had += weight
		case guide != nil && guide[i] > 0:
			sum += weight * besideTitle
			had += weight
		}
	}
	share := had / all
	if share < 0.5 {
		return 0
	}
	return sum * math.Pow(share, preferAll)
}

// best are the n best of what was found, for a reader.
func (l *Library) best(found map[spot]match, lang string, q query, n int) []Hit {
	type ranked struct {
		spot
		match
		order int
	}
	var all []ranked
	for where, m := range found {
		all = append(all, ranked{where, m, slices.Index(l.names, where.guide)})
	}
	slices.SortFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.order, b.order), cmp.Compare(a.step, b.step))
	})
	var hits []Hit
	for _, r := range all {
		g, _ := l.Find(r.guide, lang)
		step := g.Index(r.step)
		if r.step != "" && step < 0 {
			continue // the reader's language does not have this step
		}
		hit := Hit{Guide: g, Step: step, Excerpt: g.Summary}
		if step >= 0 {
			hit.Excerpt = q.excerpt(g.Steps[step].Body)
		}
		if hits = append(hits, hit); len(hits) == n {
			break
		}
	}
	return hits
}

var markup = regexp.MustCompile("(?m)\\*+|`|^(?:[-#>]+|\\d+\\.) |\\[([^\\]]*)\\]\\([^)]*\\)|\\{([^|}]*)\\|[^}]*\\}|<(/[^>]*)>")

// plainText is a step's text without its formatting and readings.
func plainText(body string) string { return markup.ReplaceAllString(body, "$1$2$3") }

// excerpt is the sentence of a text that has the most of the words, the first if none has any.
func (q query) excerpt(body string) string {
	best, most := "", -1
	for paragraph := range strings.Lines(plainText(body)) {
		for s := range sentences(paragraph) {
			if n := q.within(s); n > most {
				best, most = s, n
			}
		}
	}
	return best
}

// Opening returns the first sentence of a step, plain text.
func Opening(s Step) string { return query{}.excerpt(s.Body) }

// sentences yields the sentences of a paragraph.
func sentences(paragraph string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from := 0
		for i, r := range paragraph {
			end := i + utf8.RuneLen(r)
			full := strings.ContainsRune("。！？", r)
			if full || strings.ContainsRune(".!?", r) && strings.HasPrefix(paragraph[end:], " ") || end == len(paragraph) {
				if s := strings.TrimSpace(paragraph[from:end]); s != "" && !yield(s) {
					return
				}
				from = end
			}
		}
	}
}

// within is how many of the words stand in a text.
func (q query) within(text string) int {
	had := make([]bool, len(q.words))
	n := 0
	for t := range terms(text, true) {
		if i, ok := slices.BinarySearch(q.words, t); ok && !had[i] {
			had[i] = true
			n++
		}
	}
	return n
}

package lexicon

import (
	"slices"
	"strings"
	"unicode"
)

const (
	minWithin  = 3 // letters of a query that is looked for within senses
	maxWords   = 8 // of it
	maxRead    = 80
	withinCost = 12 // a sense is more than the query
	otherWord  = 6  // for each other word that it has
)

// contentWords are the words of a key that lead somewhere.
func contentWords(key string) []string {
	var words []string
	for w := range strings.FieldsSeq(key) {
		if !stopWords[w] && len(words) < maxWords {
			words = append(words, w)
		}
	}
	return words
}

// addWithin adds the entries with a sense that has all words of the query in it.
func (d *Dictionary) addWithin(p *page, q *englishQuery) {
	words := contentWords(q.key)
	if p.full() || len(q.key) < minWithin || len(words) == 0 {
		return
	}
	forms := make([][]string, len(words))
	for i, w := range words {
		forms[i] = []string{singular(w)}
		for _, l := range wordLemmas(w) {
			forms[i] = append(forms[i], singular(l.word))
		}
	}
	var all []answer
	for x := range d.indexes() {
		all = append(all, x.within(forms)...)
	}
	p.addBest(all)
}

// addEach adds the first answers to each word of the query.
func (d *Dictionary) addEach(p *page, q *englishQuery) {
	for _, w := range contentWords(q.key) {
		word := readEnglish(w)
		found := d.inChinese(&word)
		p.addBest(found[:min(len(found), 2)])
	}
}

// within finds the entries with a sense that has a form of each word in it; of very many, the most frequent.
func (x *searchIndex) within(forms [][]string) []answer {
	var entries []int
	for i, alike := range forms {
		var list []int
		for _, w := range alike {
			list = either(list, x.numbers(x.words.get(w)))
		}
		if i == 0 {
			entries = list
		} else {
			entries = both(entries, list)
		}
	}
	var all []answer
	for _, h := range x.frequent(entries, maxRead) {
		e := x.from.entry(h.entry)
		if score := withinScore(&e, forms, h.score); score > 0 {
			all = append(all, answer{made: &e, score: score})
		}
	}
	return all
}

// frequent returns the n most frequent of some entries, with their weights for scores.
func (x *searchIndex) frequent(entries []int, n int) []hit {
	found := best{size: n}
	for _, i := range entries {
		found.add(hit{entry: i, score: int(x.from.weight(i))})
	}
	return found.hits
}

// withinScore is the score of the best sense that has a form of each word in it.
func withinScore(e *Entry, forms [][]string, weight int) int {
	rank := rankOf(e, weight, 0)
	score := 0
	for _, s := range senses(e) {
		if others, ok := covers(s.key, forms); ok {
			score = max(score, senseScore(e, s, rank)-withinCost-otherWord*others)
		}
	}
	return score
}

// covers reports whether a key has a form of each word, and how many other words.
func covers(key string, forms [][]string) (others int, ok bool) {
	for _, alike := range forms {
		has := func(word string) bool { return slices.Contains(alike, singular(word)) }
		if !containsWord(key, has) {
			return 0, false
		}
	}
	return strings.Count(key, " ") + 1 - len(forms), true
}

func containsWord(key string, is func(string) bool) bool {
	for word := range strings.FieldsSeq(key) {
		if is(word) {
			return true
		}
	}
	return false
}

// corrected replaces each word of the query that no sense has by the likeliest that is one slip away, and reports
// whether there was anything to replace.
func (d *Dictionary) corrected(q englishQuery) (englishQuery, bool) {
	words := strings.Fields(q.key)
	changed := false
	for i, w := range words[:min(len(words), maxWords)] {
		if near := d.nearest(w); near != "" {
			words[i], changed = near, true
		}
	}
	fixed := readEnglish(strings.Join(words, " "))
	fixed.verb = q.verb
	return fixed, changed
}

// nearest finds the likeliest word that is one slip away from one that no sense has. It is empty if there is none.
func (d *Dictionary) nearest(word string) string {
	if len(word) < minCorrected || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return ""
	}
	top, near := 0, ""
	for x := range d.indexes() {
		if x.words.get(singular(word)) != nil {
			return ""
		}
		for _, w := range slips(word) {
			if score := x.likely(w); score > top {
				top, near = score, w
			}
		}
	}
	return near
}

// likely is the score of the best answer to a word, more for basic words; a word that only stands within senses has a
// little.
func (x *searchIndex) likely(word string) int {
	for h := range x.hits(x.senses.get(word)) {
		if line, ok := findEnglish(word); ok {
			return h.score + 10*(3-line.level)
		}
		return h.score
	}
	if x.words.get(singular(word)) != nil {
		return 1
	}
	return 0
}

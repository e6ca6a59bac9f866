package lexicon

import (
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Points of the score of an English sense. The frequency of a word gives up to 128.
const (
	exactSense = 60  // the whole sense is the query
	soundSense = 120 // from here a sense is worth more than that of a word it may come from
	maxSense   = 225 // above stand the answers of our own lists
	ownSense   = 238 // the first gloss of our core lexicon
)

// senseScore says how good an answer an entry of a rank is to one of its senses.
func senseScore(e *Entry, s sense, rank int) int {
	if e.Source == Own && s.cost == 0 {
		return ownSense - max(0, 8-rank/16)
	}
	score := rank + exactSense - s.cost
	switch hanzi := utf8.RuneCountInString(e.Simplified); {
	case len(e.Pinyin) > 1 && e.Pinyin[len(e.Pinyin)-1] == "r5":
		score -= erhuaCost
	case hanzi == 1 && s.kind&isVerb != 0:
		score -= oneVerb
	case hanzi == 1:
		score -= oneHanzi
	case hanzi > 3:
		score -= manyHanzi
	}
	score -= sensesStep * bits.Len(uint(len(e.Glosses)))
	return max(min(score, maxSense), 1)
}

// An englishQuery is English as somebody typed it.
type englishQuery struct {
	key    string // folded, without to and articles
	verb   bool   // it was typed with "to"
	name   bool   // it begins with a capital letter
	lemmas []lemma
}

func readEnglish(typed string) englishQuery {
	verb, isVerb := strings.CutPrefix(strings.ToLower(typed), "to ")
	if !isVerb {
		verb = typed
	}
	q := englishQuery{key: foldSense(verb), verb: isVerb}
	q.name = strings.ContainsFunc(typed[:min(1, len(typed))], unicode.IsUpper)
	q.lemmas = lemmas(q.key)
	return q
}

// level is the level of the query in our word list, 0 if it is not there. Inflections are folded.
func (q *englishQuery) level() int {
	if line, ok := findEnglish(q.key); ok {
		return line.level
	}
	for _, l := range q.lemmas {
		if line, ok := findEnglish(l.word); ok && l.as == plainForm {
			return line.level
		}
	}
	return 0
}

// score is what a hit is worth to the query.
func (q *englishQuery) score(h hit) int {
	verb, name := h.kind&isVerb != 0, h.kind&isName != 0
	switch {
	case q.verb && !verb:
		return h.score - notVerb
	case h.score > maxSense:
		return h.score
	case verb && !q.verb:
		return h.score - verbCost
	case name && q.name:
		return h.score + nameBonus
	case name:
		return h.score - nameCost
	}
	return h.score
}

// Chinese returns the n best Chinese words for an English word or phrase, best first, each word once. Inflected forms
// are folded: children finds child. "to water" asks for the verb. Entries with a mark are never among them.
func (d *Dictionary) Chinese(english string, n int) []Entry {
	english = cutQuery(english)
	if english == "" || n <= 0 {
		return nil
	}
	q := readEnglish(english)
	p := newPage(n)
	for _, found := range d.inChinese(&q) {
		if !p.full() {
			p.addWord(found.entry(), q.key)
		}
	}
	if !p.full() {
		more := newPage(n)
		d.addWithin(more, &q)
		for _, e := range more.entries {
			p.addWord(e, q.key)
		}
	}
	return p.entries
}

// addWord adds an entry unless its word is there already, or is the English itself, or it has a mark.
func (p *page) addWord(e Entry, key string) {
	isEnglish := !HasHanzi(e.Simplified) && foldEnglish(e.Simplified) == key
	if !isEnglish && e.Mark == "" && !p.seen[e.Simplified] {
		p.seen[e.Simplified] = true
		p.add(e)
	}
}

// inChinese returns the entries with a sense that is the query or what it is a form of, best first, those of our own
// list before all others.
func (d *Dictionary) inChinese(q *englishQuery) []answer {
	if q.key == "" {
		return nil
	}
	all := d.meaning(q, q.key, plainForm)
	top := maxSense
	if len(all) > 0 && all[0].score >= soundSense {
		top = all[0].score - 1
	}
	for _, l := range q.lemmas {
		more := d.meaning(q, l.word, l.as)
		for i := range more {
			more[i].score -= lemmaCost
			if l.as == likeness {
				more[i].score = min(more[i].score, top)
			}
		}
		all = append(all, more...)
	}
	sortAnswers(all)
	return all
}

// meaning returns the entries with a sense that is the key, best first. Of a verb, only what means the verb counts.
func (d *Dictionary) meaning(q *englishQuery, key string, as derivation) []answer {
	var all []answer
	var listed []string
	for x := range d.indexes() {
		for h := range x.hits(x.senses.get(key)) {
			if as == verbForm && h.kind&isVerb == 0 {
				continue
			}
			if h.score > maxSense {
				listed = append(listed, x.from.entry(h.entry).Simplified)
			}
			all = append(all, answer{from: x.from, at: h.entry, score: q.score(h)})
		}
	}
	if as != verbForm {
		all = append(all, d.unlisted(key, listed)...)
	}
	sortAnswers(all)
	return all
}

// unlisted returns what our word list says of a key and the indexes of the books do not have.
func (d *Dictionary) unlisted(key string, have []string) []answer {
	line, _ := findEnglish(key)
	var all []answer
	for place, word := range line.chinese {
		if !slices.Contains(have, word) {
			e := d.known(word, line.english)
			all = append(all, answer{made: &e, score: listScore(place)})
		}
	}
	return all
}

// known returns the first entry of a word, or makes one if no book has it, for an English word that we know it for.
func (d *Dictionary) known(word, english string) Entry {
	if entries := d.Lookup(word); len(entries) > 0 {
		return entries[0]
	}
	e := Entry{Simplified: word, Traditional: d.Traditional(word), Glosses: []string{english}, Source: Own}
	for _, w := range d.Words(word) {
		e.Pinyin = append(e.Pinyin, w.Pinyin...)
	}
	return e
}

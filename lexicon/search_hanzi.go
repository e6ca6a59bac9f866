package lexicon

import (
	"strings"
	"unicode"
)

// searchHanzi answers hanzi of either script: the word itself, words that begin with it, words that contain it, and
// for a text that is no word, its words.
func (d *Dictionary) searchHanzi(p *page, query string) {
	for _, e := range d.Lookup(query) {
		p.add(e)
	}
	d.addLonger(p, query)
	d.addContaining(p, query)
	if p.full() {
		return
	}
	for _, w := range d.Words(query) {
		if w.Known && w.Entry.Mark == "" && HasHanzi(w.Text) {
			p.add(w.Entry)
		}
	}
}

// addLonger adds the entries whose headword begins with a text, the most frequent first.
func (d *Dictionary) addLonger(p *page, text string) {
	var all []answer
	for _, b := range d.books {
		for _, h := range b.longer(fold(text), 2*p.n) { // some have a mark
			for _, i := range b.numbersOf(h.entry) {
				all = append(all, answer{from: b, at: i, score: h.score})
			}
		}
	}
	p.addBest(all)
}

// longer finds the n most frequent headwords that begin with a folded text. The hits have headwords for entries.
func (b *book) longer(text string, n int) []hit {
	lo, hi, depth := b.heads.begin(text)
	if depth < len(text) {
		lo, hi = b.heads.narrow(lo, hi, depth, text[depth:])
	}
	found := best{size: n}
	for head := lo; head < hi; head++ {
		found.add(hit{entry: head, score: b.headWeight(head)})
	}
	return found.hits
}

// addContaining adds the entries that have a text anywhere in their headword, the most frequent first.
func (d *Dictionary) addContaining(p *page, text string) {
	text = fold(text)
	for x := range d.indexes() {
		for _, h := range x.frequent(x.sharing(text), maxRead) {
			if p.full() {
				return
			}
			e := x.from.entry(h.entry)
			if e.Mark == "" && (strings.Contains(fold(e.Simplified), text) || strings.Contains(fold(e.Traditional), text)) {
				p.add(e)
			}
		}
	}
}

// sharing returns the entries that have every hanzi of a text, in order.
func (x *searchIndex) sharing(text string) []int {
	var entries []int
	first := true
	for _, r := range text {
		switch {
		case !unicode.Is(unicode.Han, r):
		case first:
			entries, first = x.numbers(x.hanzi.get(string(r))), false
		default:
			entries = both(entries, x.numbers(x.hanzi.get(string(r))))
		}
	}
	return entries
}

package news

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A term is one of a topic's, ready to be looked for.
type term struct {
	written string
	concept Concept  // what it stands for, if it is no plain term
	bit     uint64   // see conceptBit
	text    string   // folded; empty if it is a concept
	names   []string // folded, without asterisks
	service bool     // it names one

	left, right bool // whether its ends must be ends of a word
	pair        int  // of bytes that end it, see bytePairs
	idf         float64
}

func compileTerms(c *Concepts, terms []string) []term {
	var out []term
	for _, s := range terms {
		if t, ok := compileTerm(c, s); ok {
			out = append(out, t)
		}
	}
	return out
}

func compileTerm(c *Concepts, s string) (term, bool) {
	if id, ok := strings.CutPrefix(s, "@"); ok {
		concept, known := c.ByID(id)
		t := term{written: s, concept: concept, bit: conceptBit(id), idf: rarity[concept.Kind], service: concept.Kind == "service"}
		for _, name := range slices.Concat(concept.English, concept.Simplified, concept.Traditional) {
			t.names = append(t.names, strings.TrimSuffix(unify(name), "*"))
		}
		return t, known
	}
	written, prefix := strings.CutSuffix(s, "*")
	text := unify(written)
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	t := term{written: written, text: text, names: []string{text}, left: wordy(first), right: wordy(last) && !prefix, pair: lastPair(text), idf: plainRarity}
	for _, m := range c.Find(text) {
		if concept, _ := c.ByID(m.Concept); m.Start == 0 && m.End == len(text) {
			t.idf, t.service = rarity[concept.Kind], concept.Kind == "service"
		}
	}
	return t, text != ""
}

// shown is what a term is called where readers of a language are told of it.
func (t *term) shown(lang string) string {
	if t.concept.ID != "" {
		return t.concept.Name(lang)
	}
	return t.written
}

// text is an item's while it is judged.
type text struct {
	item    Item
	reading *Reading
	pairs   *bytePairs
	named   uint64  // the bits of the concepts that it names
	all     string  // folded, with what a reading leaves out, such as "Live:"; empty until a pattern asks for it
	title   float64 // what a mention in the title counts, by its length
	summary float64
}

func newText(r *Reader, it Item) *text {
	reading := r.Read(it)
	title := min(len(reading.Title), len(reading.Text))
	var named uint64
	for _, m := range reading.Mentions {
		named |= conceptBit(m.Concept)
	}
	return &text{
		item: it, named: named, reading: reading, pairs: pairsOf(reading.Text),
		title:   titleWeight / (1 - b + b*countWords(reading.Text[:title])/titleWords),
		summary: summaryWeight / (1 - b + b*countWords(reading.Text[title:])/summaryWords),
	}
}

// matches reports whether a pattern is in the item's whole text.
func (t *text) matches(p pattern) bool {
	if t.all == "" {
		t.all = t.reading.Text
		if t.reading.shortened {
			t.all = unify(t.item.Title) + "\n" + unify(t.item.Summary)
		}
		t.all = strings.TrimSpace(firstRunes(t.all, maxMatched))
	}
	return p.match(t.all)
}

// countWords is about how many words a text has; two Han characters count as one.
func countWords(s string) float64 {
	words, han, in := 0, 0, false
	for _, r := range s {
		isHan := unicode.Is(unicode.Han, r)
		if isHan {
			han++
		}
		if isWord := wordy(r); isWord != in {
			in = isWord
			if in {
				words++
			}
		}
	}
	return float64(words) + float64(han)/2
}

// A span is where a folded text has something, as bytes.
type span struct{ start, end int }

// mayHave is false for most of the terms that a text does not have.
func (t *text) mayHave(one *term) bool {
	if one.text == "" {
		return t.named&one.bit != 0
	}
	return t.pairs.has(one.pair)
}

func (t *text) has(one *term) bool {
	for range t.places(one) {
		return true
	}
	return false
}

// names are what the terms found are called, with commas, each once even if it is written in
// several ways.
func (t *text) names(found []*term) string {
	var names, folded []string
	for _, one := range found {
		name := one.shown(t.item.Lang)
		if key := unify(name); !slices.Contains(folded, key) {
			names, folded = append(names, name), append(folded, key)
		}
	}
	return strings.Join(names, ", ")
}

// find is what the text has of a list of terms, each place counted once.
func (t *text) find(list []term) evidence {
	var e evidence
	var taken []span
	tf := 0.0
	for i := range list {
		one := &list[i]
		if !t.mayHave(one) {
			continue
		}
		named := false
		for at := range t.places(one) {
			named = true
			if slices.ContainsFunc(taken, func(s span) bool { return at.start < s.end && s.start < at.end }) {
				continue
			}
			taken = append(taken, at)
			tf += t.weight(one, at)
		}
		if named {
			e.found = append(e.found, one)
			e.idf = max(e.idf, one.idf)
		}
	}
	e.saturation = tf / (tf + k1)
	return e
}

// headlines reports whether the title has one of some terms.
func (t *text) headlines(list []term) bool {
	for i := range list {
		for at := range t.places(&list[i]) {
			if at.end <= len(t.reading.Title) {
				return true
			}
		}
	}
	return false
}

// weight is what a mention counts.
func (t *text) weight(one *term, at span) float64 {
	w := t.summary
	if at.end <= len(t.reading.Title) {
		w = t.title
	}
	if one.service && t.inPassing(at) {
		w *= passingWeight
	}
	return w
}

// places are where a text has a term, each once.
func (t *text) places(one *term) iter.Seq[span] {
	return func(yield func(span) bool) {
		if !t.mayHave(one) {
			return
		}
		if one.text == "" {
			for _, m := range t.reading.Mentions {
				if m.Concept == one.concept.ID && !yield(span{m.Start, m.End}) {
					return
				}
			}
			return
		}
		for from := 0; ; {
			i := strings.Index(t.reading.Text[from:], one.text)
			if i < 0 {
				return
			}
			at := span{from + i, from + i + len(one.text)}
			if one.fits(t.reading.Text, at) && !yield(at) {
				return
			}
			from = at.end
		}
	}
}

// fits reports whether a term that stands at a place is not only a part of a word there.
func (t *term) fits(text string, at span) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at.start])
	after, _ := utf8.DecodeRuneInString(text[at.end:])
	return !(t.left && wordy(before)) && !(t.right && wordy(after))
}

// conceptBit is a bit that few concepts share. It spares looking for most of those that are not there.
func conceptBit(id string) uint64 {
	var hash uint
	for i := range len(id) {
		hash = hash*31 + uint(id[i])
	}
	return 1 << (hash % 64)
}

// bytePairs are the pairs of neighbouring bytes of a text, folded into 4,096 places. They
// spare looking for most of the terms that are not there.
type bytePairs [64]uint64

func pairsOf(text string) *bytePairs {
	var p bytePairs
	for i := 1; i < len(text); i++ {
		at := place(text[i-1], text[i])
		p[at/64] |= 1 << (at % 64)
	}
	return &p
}

// has reports whether a pair may be there.
func (p *bytePairs) has(pair int) bool { return pair < 0 || p[pair/64]&(1<<(pair%64)) != 0 }

// lastPair is the place of the pair that ends a term, negative if it is shorter.
func lastPair(term string) int {
	if len(term) < 2 {
		return -1
	}
	return place(term[len(term)-2], term[len(term)-1])
}

func place(a, b byte) int { return (int(a)*67 + int(b)) % 4096 }

// wordy reports whether r is part of a word that spaces end, unlike a Han character.
func wordy(r rune) bool {
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.Is(unicode.Han, r)
}

// fold makes texts that differ only in case or width equal.
func fold(s string) string { return strings.ToLower(norm.NFKC.String(s)) }

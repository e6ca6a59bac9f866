package phrase

import (
	"math"
	"slices"
	"strings"
)

// An index is the book made ready for searching. It is small enough to be read through for each search.
type index struct {
	docs  []doc
	vocab []word
}

// A doc is whatever can be found: a phrase, a slang entry or a notice.
type doc struct {
	match     Match
	direction Direction // of slang, else empty
	hidden    bool
	keys      []key
	readings  []reading
	length    float64 // how many words the English has
}

// A key is a folded text by which a doc is found, and the score for typing all of it.
type key struct {
	text  string
	score int
}

// A reading is pinyin by which a doc is found.
type reading struct {
	plain    string // nihao
	numbered string // ni3hao3, nothing after a neutral tone
	initials string // nh
	starts   []int  // where the syllables of plain start, except the first
}

// A word is an English stem with the docs that hold it.
type word struct {
	stem   string
	rarity float64
	posts  []post
}

// A post says that a doc holds a word, and how much that tells: 1 for the first word of what it says in English, less
// further on and in notes.
type post struct {
	doc    int
	weight float64
}

func newIndex(b *Book) index {
	var x builder
	for i := range b.phrases {
		x.phrase(&b.phrases[i])
	}
	for i := range b.slang {
		x.slang(&b.slang[i])
	}
	for i := range b.notices {
		x.notice(&b.notices[i])
	}
	return x.index()
}

// A builder gathers the docs and, by stem, the words.
type builder struct {
	docs  []doc
	words map[string][]post
}

func (x *builder) phrase(p *Phrase) {
	d := doc{match: Match{Phrase: p}}
	d.text(scoreSame, p.En, p.Simplified, p.Traditional)
	d.pinyin(p.Pinyin, p.PinyinTW)
	x.text(&d, 1, p.En)
	for i, tag := range p.Tags {
		x.text(&d, 1-.1*float64(min(i, 5)), tag)
	}
	x.text(&d, .4, p.Literal)
	x.docs = append(x.docs, d)
}

func (x *builder) slang(s *Slang) {
	d := doc{match: Match{Slang: s}, direction: s.Direction, hidden: s.Hidden()}
	d.text(scoreSame, s.spellings()...)
	d.text(scoreNote, s.Pair.Simplified, s.Pair.Traditional)
	if s.Direction == EnglishSlang {
		d.text(scoreNote-100, s.Meaning.Simplified, s.Meaning.Traditional)
	}
	d.pinyin(s.Pinyin)
	if s.Direction == EnglishSlang {
		x.text(&d, 1, s.Term.Simplified)
	} else {
		x.text(&d, .9, s.Pair.Simplified)
	}
	x.text(&d, .7, s.Literal)
	x.text(&d, .6, s.Meaning.En)
	x.docs = append(x.docs, d)
}

func (x *builder) notice(n *Notice) {
	d := doc{match: Match{Notice: n}}
	d.text(scoreSame, n.Text.Simplified, n.Text.Traditional)
	d.text(scoreNote, n.Meaning.En)
	d.pinyin(n.Pinyin, n.PinyinTW)
	x.text(&d, .7, n.Meaning.En)
	x.docs = append(x.docs, d)
}

// text adds English to the words that lead to the doc, which is the next one.
func (x *builder) text(d *doc, weight float64, english string) {
	if x.words == nil {
		x.words = map[string][]post{}
	}
	words := strings.Fields(foldText(english))
	if d.length == 0 {
		d.length = float64(len(words))
	}
	at := len(x.docs)
	for i, w := range words {
		post := post{at, weight * (1 - .02*float64(min(i, 20)))}
		w = stem(w)
		if old := x.words[w]; len(old) == 0 || old[len(old)-1].doc != at {
			x.words[w] = append(old, post)
		} else {
			old[len(old)-1].weight = max(old[len(old)-1].weight, post.weight)
		}
	}
}

func (x *builder) index() index {
	all := index{docs: x.docs}
	for w, posts := range x.words {
		all.vocab = append(all.vocab, word{w, rarity(len(posts), len(x.docs)), posts})
	}
	slices.SortFunc(all.vocab, func(a, b word) int { return strings.Compare(a.stem, b.stem) })
	return all
}

// rarity is how much a word tells that stands in some of the docs.
func rarity(some, docs int) float64 { return math.Log1p(float64(docs) / float64(some)) }

func (d *doc) text(score int, texts ...string) {
	for _, t := range texts {
		if t = foldText(t); t != "" && !slices.ContainsFunc(d.keys, func(k key) bool { return k.text == t }) {
			d.keys = append(d.keys, key{t, score})
		}
	}
}

func (d *doc) pinyin(readings ...string) {
	for _, p := range readings {
		if p == "" {
			continue
		}
		r := reading{numbered: strings.ReplaceAll(foldPinyin(Numbered(p)), "5", "")}
		for word, letters := range runs(strings.ToLower(p)) {
			if letters {
				r.add(word)
			}
		}
		d.readings = append(d.readings, r)
	}
}

// add appends a word of pinyin, or a Latin word that stands in it, which counts as one syllable.
func (r *reading) add(word string) {
	parts, ok := split([]rune(word))
	if !ok {
		parts = []string{word}
	}
	for _, s := range parts {
		s = foldPinyin(StripTones(s))
		if r.plain != "" {
			r.starts = append(r.starts, len(r.plain))
		}
		r.plain += s
		r.initials += s[:1]
	}
}

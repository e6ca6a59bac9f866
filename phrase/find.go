package phrase

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Match is one answer of [Book.Find]. Exactly one of its fields is set.
type Match struct {
	Phrase *Phrase
	Slang  *Slang
	Notice *Notice
}

// Find answers one search box over phrases, slang and notices with the n best matches, best first. What is typed may be
// hanzi of either script, pinyin with or without tones and spaces (nǐ hǎo, ni3hao3, nihao), its initials (nh), English
// words, or any spelling of a slang term; one slip of the finger in four or more Latin letters is forgiven. The language
// is the reader's and decides between equals. Nothing typed gives the first phrases of the book. Hidden slang comes
// only when its spelling or pinyin is typed in full.
func (b *Book) Find(lang, typed string, n int) []Match {
	if n <= 0 {
		return nil
	}
	q := newQuery(typed)
	if q.text == "" {
		return b.opening(n)
	}
	words := b.index.words(q)
	type hit struct{ doc, score int }
	var hits []hit
	for i := range b.index.docs {
		d := &b.index.docs[i]
		score := d.score(q)
		if d.hidden && score < scoreToneless {
			continue
		}
		if score = max(score, words[i]); score > 0 {
			hits = append(hits, hit{i, score - d.handicap(lang)})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc))
	})
	found := make([]Match, 0, min(n, len(hits)))
	for _, h := range hits[:min(n, len(hits))] {
		found = append(found, b.index.docs[h.doc].match)
	}
	return found
}

func (b *Book) opening(n int) []Match {
	var first []Match
	for i := range b.phrases[:min(n, len(b.phrases))] {
		first = append(first, Match{Phrase: &b.phrases[i]})
	}
	return first
}

// A query is what was typed, in each form in which it can be looked up. A form that makes no sense is empty.
type query struct {
	text     string   // folded
	plain    string   // pinyin without tones: nihao
	numbered string   // pinyin with its tones: ni3hao3
	words    []string // stems of English words
	last     string   // the last word as typed, which may be unfinished
}

// maxWords bounds the work of one search; nobody types more into a box.
const maxWords = 12

func newQuery(typed string) query {
	q := query{text: foldText(typed)}
	if hasHan(q.text) {
		return q
	}
	q.plain, q.numbered = typedPinyin(typed)
	words := strings.Fields(q.text)
	for _, w := range words[:min(maxWords, len(words))] {
		q.words = append(q.words, stem(w))
		q.last = w
	}
	return q
}

// typedPinyin reads what was typed as pinyin; numbered is empty if it bears no tones.
func typedPinyin(typed string) (plain, numbered string) {
	typed = norm.NFC.String(typed)
	if StripTones(typed) != typed {
		typed = Numbered(typed)
	}
	typed = foldPinyin(typed)
	plain = dropDigits(typed)
	if plain == "" || plain == typed {
		return plain, ""
	}
	return plain, strings.ReplaceAll(typed, "5", "")
}

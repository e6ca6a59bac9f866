package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// How much is kept for a key: nobody pages further.
const (
	maxInitials = 40
	maxSenses   = 100
	maxLetters  = 24 // of a key of pinyin; longer words are told apart when they are read
)

// buildSearch makes the search index of a book. What leads to one table is gathered, written and let go before the
// next, for a dictionary's is large.
func buildSearch(b *book) []byte {
	x := newIndexBuilder(b)
	pinyin, initials := x.sounds()
	data := appendPart(nil, newTable(pinyin, scored(b.len())))
	data = appendPart(data, newTable(initials, scored(maxInitials)))
	senses, words := x.meanings()
	data = appendPart(data, newTable(senses, scored(maxSenses)))
	data = appendPart(data, newTable(words, numbered))
	return appendPart(data, newTable(x.characters(), numbered))
}

// An indexBuilder gathers what leads to each entry.
type indexBuilder struct {
	book   *book
	ranks  []int              // of entries
	listed map[string][]int32 // entries by simplified headword, of those that our word list has
}

func newIndexBuilder(b *book) *indexBuilder {
	x := &indexBuilder{book: b, ranks: make([]int, b.len()), listed: map[string][]int32{}}
	readings := make(map[string]int, b.len()) // so far, by simplified headword
	for i := range b.len() {
		e := b.entry(i)
		x.ranks[i] = rankOf(&e, int(b.weight(i)), readings[e.Simplified])
		readings[e.Simplified]++
		if len(x.listed[e.Simplified]) > 0 || len(englishFor(e.Simplified)) > 0 {
			x.listed[e.Simplified] = append(x.listed[e.Simplified], int32(i))
		}
	}
	return x
}

// characters are the entries of each hanzi.
func (x *indexBuilder) characters() map[string][]int {
	hanzi := map[string][]int{}
	for i := range x.book.len() {
		simplified, traditional := x.book.pair(i)
		for _, r := range string(simplified) + string(traditional) {
			if unicode.Is(unicode.Han, r) {
				addNumber(hanzi, string(r), i)
			}
		}
	}
	return hanzi
}

// meanings are the entries of whole senses, and of each word in them.
func (x *indexBuilder) meanings() (whole map[string][]hit, words map[string][]int) {
	whole, words = map[string][]hit{}, map[string][]int{}
	for i := range x.book.len() {
		e := x.book.entry(i)
		if e.Mark != "" {
			continue
		}
		for _, s := range senses(&e) {
			whole[s.key] = append(whole[s.key], hit{i, senseScore(&e, s, x.ranks[i]), s.kind})
			for word := range strings.FieldsSeq(s.key) {
				if !stopWords[word] {
					addNumber(words, singular(word), i)
				}
			}
		}
	}
	x.addEnglish(whole)
	return whole, words
}

// addNumber notes that a key leads to an entry, which is not before those noted already.
func addNumber(to map[string][]int, key string, entry int) {
	if old := to[key]; len(old) == 0 || old[len(old)-1] != entry {
		to[key] = append(old, entry)
	}
}

// sounds are the entries of each spelling in pinyin, and of its initials.
func (x *indexBuilder) sounds() (pinyin, initials map[string][]hit) {
	pinyin, initials = map[string][]hit{}, map[string][]hit{}
	for i := range x.book.len() {
		e := x.book.entry(i)
		keys := pinyinKeys(nil, e.Pinyin)
		keys = pinyinKeys(keys, e.Taiwan)
		if latin := latinKey(e.Simplified); latin != "" && !slices.Contains(keys, latin) {
			keys = append(keys, latin)
		}
		for _, key := range keys {
			pinyin[key] = append(pinyin[key], hit{entry: i, score: x.ranks[i]})
		}
		if first := firstLetters(e.Pinyin); len(first) > 1 && e.Mark == "" {
			initials[first] = append(initials[first], hit{entry: i, score: x.ranks[i]})
		}
	}
	return pinyin, initials
}

// The ranks of entries whose frequency is not known, and of the most frequent.
const (
	baseRank = 40
	maxRank  = baseRank + 255/2
)

// rankOf says how likely an entry is meant by its sound, in points: mostly how frequent the word is, less for its
// second and third readings, for surnames and for names.
func rankOf(e *Entry, weight, reading int) int {
	rank := baseRank + weight/2 - 12*min(reading, 3)
	if len(e.Glosses) == 0 || strings.HasPrefix(e.Glosses[0], "surname ") {
		rank -= 20
	}
	if e.Mark != "" {
		rank -= 40
	}
	return max(rank, 0)
}

// addEnglish puts the answers of our own word list first, in its order. Of a word with several readings those come
// first that a gloss of their own speaks for.
func (x *indexBuilder) addEnglish(senses map[string][]hit) {
	var found []englishAnswer
	for word := range x.listed {
		found = append(found, englishFor(word)...)
	}
	slices.SortFunc(found, englishAnswer.compare)
	for _, a := range found {
		line := &englishList()[a.line]
		for reading, i := range x.listed[line.chinese[a.place]] {
			if k, means := means(senses[line.key], int(i)); means || reading == 0 {
				senses[line.key] = append(senses[line.key], hit{int(i), listScore(int(a.place)) - min(reading, 1), k})
			}
		}
	}
}

// means reports whether an entry is among those of a sense, and of what kind it is there.
func means(sense []hit, entry int) (k kind, found bool) {
	for _, h := range sense {
		if h.entry == entry {
			k, found = k|h.kind&isVerb, true
		}
	}
	return k, found
}

// scored writes the hits of a key, best first, at most limit of them and each entry once.
func scored(limit int) func(to []byte, hits []hit) []byte {
	return func(to []byte, hits []hit) []byte {
		slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(b.score-a.score, a.entry-b.entry) })
		kept := hits[:0]
		for _, h := range hits {
			again := slices.ContainsFunc(kept, func(k hit) bool { return k.entry == h.entry })
			if !again && len(kept) < limit {
				kept = append(kept, h)
			}
		}
		return appendHits(to, kept)
	}
}

// numbered writes the entries of a key.
func numbered(to []byte, entries []int) []byte { return appendNumbers(to, entries) }

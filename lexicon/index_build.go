package lexicon

import (
	"cmp"
	"maps"
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

// buildSearch makes the search index of a book. weight is 16 times the natural logarithm of each word's frequency.
func buildSearch(entries []Entry, weight []uint8) ([]byte, error) {
	x := newIndexBuilder(entries)
	for i := range entries {
		x.add(i, &entries[i], int(weight[i]))
	}
	x.addEnglish()
	var data []byte
	for _, values := range []map[string][]byte{
		scored(x.pinyin, len(entries)), scored(x.initials, maxInitials), scored(x.senses, maxSenses),
		numbered(x.words), numbered(x.hanzi),
	} {
		data = appendPart(data, newTable(values))
	}
	return data, nil
}

// An indexBuilder gathers what leads to each entry.
type indexBuilder struct {
	entries                  []Entry
	pinyin, initials, senses map[string][]hit
	words, hanzi             map[string][]int
	byWord                   map[string][]int // entries by simplified headword
	rank                     []int            // of entries
}

func newIndexBuilder(entries []Entry) *indexBuilder {
	return &indexBuilder{
		entries: entries,
		pinyin:  map[string][]hit{}, initials: map[string][]hit{}, senses: map[string][]hit{},
		words: map[string][]int{}, hanzi: map[string][]int{}, byWord: map[string][]int{},
		rank: make([]int, len(entries)),
	}
}

func (x *indexBuilder) add(i int, e *Entry, weight int) {
	for _, r := range e.Simplified + e.Traditional {
		if unicode.Is(unicode.Han, r) {
			addNumber(x.hanzi, string(r), i)
		}
	}
	rank := rankOf(e, weight, len(x.byWord[e.Simplified]))
	x.byWord[e.Simplified] = append(x.byWord[e.Simplified], i)
	x.rank[i] = rank
	x.addReadings(i, e, rank)
	if e.Mark != "" {
		return
	}
	for _, s := range senses(e) {
		x.senses[s.key] = append(x.senses[s.key], hit{i, senseScore(e, s, rank), s.kind})
		for word := range strings.FieldsSeq(s.key) {
			if !stopWords[word] {
				addNumber(x.words, singular(word), i)
			}
		}
	}
}

// addNumber notes that a key leads to an entry, which is not before those noted already.
func addNumber(to map[string][]int, key string, entry int) {
	if old := to[key]; len(old) == 0 || old[len(old)-1] != entry {
		to[key] = append(old, entry)
	}
}

func (x *indexBuilder) addReadings(i int, e *Entry, rank int) {
	keys := map[string]bool{}
	for _, reading := range [][]string{e.Pinyin, e.Taiwan} {
		maps.Copy(keys, pinyinKeys(reading))
	}
	if latin := latinKey(e.Simplified); latin != "" {
		keys[latin] = true
	}
	for key := range keys {
		x.pinyin[key] = append(x.pinyin[key], hit{entry: i, score: rank})
	}
	if first := firstLetters(e.Pinyin); len(first) > 1 && e.Mark == "" {
		x.initials[first] = append(x.initials[first], hit{entry: i, score: rank})
	}
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
func (x *indexBuilder) addEnglish() {
	var found []englishAnswer
	for word := range x.byWord {
		found = append(found, englishFor(word)...)
	}
	slices.SortFunc(found, englishAnswer.compare)
	for _, a := range found {
		line := &englishList()[a.line]
		for reading, i := range x.byWord[line.chinese[a.place]] {
			if k, means := x.means(i, line.key); means || reading == 0 {
				x.senses[line.key] = append(x.senses[line.key], hit{i, listScore(int(a.place)) - min(reading, 1), k})
			}
		}
	}
}

// means reports whether a sense of an entry is a key, and of what kind.
func (x *indexBuilder) means(i int, key string) (k kind, found bool) {
	for _, h := range x.senses[key] {
		if h.entry == i {
			k, found = k|h.kind&isVerb, true
		}
	}
	return k, found
}

// scored writes the hits of each key, best first, at most limit of them and each entry once.
func scored(all map[string][]hit, limit int) map[string][]byte {
	values := make(map[string][]byte, len(all))
	for key, hits := range all {
		slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(b.score-a.score, a.entry-b.entry) })
		seen := map[int]bool{}
		hits = slices.DeleteFunc(hits, func(h hit) bool {
			again := seen[h.entry]
			seen[h.entry] = true
			return again
		})
		values[key] = appendHits(nil, hits[:min(limit, len(hits))])
	}
	return values
}

func numbered(all map[string][]int) map[string][]byte {
	values := make(map[string][]byte, len(all))
	for key, entries := range all {
		values[key] = appendNumbers(nil, entries)
	}
	return values
}

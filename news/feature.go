package news

import (
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"magpie/lexicon"
)

// A feature is one thing that a text says, by which texts are compared.
type feature struct {
	id         uint64 // the same for the same things; hash of kind and name
	kind       featureKind
	name       bool    // a proper name, of which a translation is not one of many
	rivalry    uint8   // 1 to 3: of concepts, those take each other's place that have the same; 0: none
	weight     float32 // of several readings of one word each has a part
	start, end int32   // bytes of the folded text
}

// A featureKind is where a feature comes from.
type featureKind uint8

const (
	wordFeature    featureKind = iota // a stem, in Latin letters or another alphabet
	hanFeature                        // a Chinese word, or two characters in a row
	conceptFeature                    // a concept; it stands for the words that name it
	amountFeature
	dayFeature
	glossFeature // an English stem of the dictionary's glosses of a Chinese word
)

func newFeature(kind featureKind, name string, start, end int) feature {
	return feature{id: featureID(kind, name), kind: kind, weight: 1, start: int32(start), end: int32(end)}
}

// featureID gives a gloss the id of the stem that it is.
func featureID(kind featureKind, name string) uint64 {
	if kind == glossFeature {
		kind = wordFeature
	}
	hash := uint64(14695981039346656037) // FNV-1a
	hash = (hash ^ uint64(kind)) * 1099511628211
	for i := range len(name) {
		hash = (hash ^ uint64(name[i])) * 1099511628211
	}
	return hash
}

// maxRead is how many bytes of a text are read for comparing, a long report's beginning.
const maxRead = 6000

// A scanner finds what a folded text says.
type scanner struct {
	text     string
	words    *vocabulary
	mentions []Mention // still to come
	named    int       // where the last one ended
	nature   func(concept string) (name bool, rivalry uint8)
	out      *Reading
	features []feature // found so far
}

func (s *scanner) scan() {
	before := ' '
	for at := 0; at < len(s.text); {
		r, size := utf8.DecodeRuneInString(s.text[at:])
		if end := s.special(at, before, r); end > at {
			before, _ = utf8.DecodeLastRuneInString(s.text[:end])
			at = end
			continue
		}
		end := at + size
		switch {
		case unicode.Is(unicode.Han, r):
			for end < len(s.text) && !s.specialAt(end) {
				r, size := utf8.DecodeRuneInString(s.text[end:])
				if !unicode.Is(unicode.Han, r) {
					break
				}
				end += size
			}
			s.han(at, end)
		case wordy(r):
			for end < len(s.text) {
				r, size := utf8.DecodeRuneInString(s.text[end:])
				if !wordy(r) && !s.joins(end) {
					break
				}
				end += size
			}
			s.word(at, end)
		}
		before, _ = utf8.DecodeLastRuneInString(s.text[:end])
		at = end
	}
}

// special reads what is more than a word, and returns where it ends, or the place it began if there is no such.
func (s *scanner) special(at int, before, r rune) int {
	for len(s.mentions) > 0 && s.mentions[0].Start < at {
		s.mentions = s.mentions[1:]
	}
	end := at
	for _, m := range s.mentions {
		if m.Start != at {
			break
		}
		f := newFeature(conceptFeature, m.Concept, at, m.End)
		f.name, f.rivalry = s.nature(m.Concept)
		s.add(f)
		end = m.End
	}
	if end > at {
		s.named = end
		return end
	}
	if wordy(before) && at != s.named || !begins(r) {
		return at
	}
	if d, ok := readDay(s.text, at); ok {
		s.out.Days = append(s.out.Days, d)
		return d.End
	}
	if a, ok := readAmount(s.text, at); ok {
		s.out.Amounts = append(s.out.Amounts, a)
		f := newFeature(amountFeature, a.name(), at, a.End)
		if a.trivial() {
			f.weight = trivialAmount
		}
		s.add(f)
		return a.End
	}
	return at
}

// specialAt reports whether something special begins within Chinese characters.
func (s *scanner) specialAt(at int) bool {
	for _, m := range s.mentions {
		if m.Start >= at {
			if m.Start == at {
				return true
			}
			break
		}
	}
	r, _ := utf8.DecodeRuneInString(s.text[at:])
	if !begins(r) {
		return false
	}
	_, isDay := readDay(s.text, at)
	_, isAmount := readAmount(s.text, at)
	return isDay || isAmount
}

// begins reports whether a day or an amount may begin with r.
func begins(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || r == '$'
	case strings.ContainsRune("€£¥₹₩第百周星礼十〇", r):
		return true
	}
	_, isDigit := chineseDigits[r]
	return isDigit
}

// joins reports whether the mark at a place is within a word: U.S., don't, e-mail is two.
func (s *scanner) joins(at int) bool {
	c := s.text[at]
	return (c == '.' || c == '\'' || c == '&') && letterAt(s.text, at+1) && letterAt(s.text, at-1) || unicode.Is(unicode.M, runeAt(s.text, at))
}

func runeAt(s string, at int) rune {
	r, _ := utf8.DecodeRuneInString(s[at:])
	return r
}

// word adds a word of an alphabet.
func (s *scanner) word(start, end int) {
	word := strings.ReplaceAll(s.text[start:end], ".", "")
	if stopWords[word] || stopWords[strings.TrimSuffix(word, "'s")] {
		return
	}
	if st := s.words.stem(word); len(st) > 1 {
		s.add(newFeature(wordFeature, st, start, end))
	}
}

// han adds what a run of Chinese characters says: its words, and pairs of neighbours where they are
// no words of the dictionary.
func (s *scanner) han(start, end int) {
	at, single := start, -1 // where the character before stands if it was no part of a word
	for _, word := range s.words.dictionary.Cut(s.text[start:end]) {
		from := at
		at += len(word)
		alone := utf8.RuneCountInString(word) == 1
		if stopWords[word] {
			single = -1
			continue
		}
		if alone && single >= 0 {
			s.add(newFeature(hanFeature, s.text[single:at], single, at))
		}
		single = -1
		if alone {
			single = from
			continue
		}
		s.add(newFeature(hanFeature, word, from, at))
		s.gloss(word, from, at)
	}
}

func (s *scanner) gloss(word string, start, end int) {
	all := s.words.glosses(word)
	for _, g := range all {
		f := feature{id: g.id, kind: glossFeature, name: g.name, weight: 1, start: int32(start), end: int32(end)}
		if !g.name {
			f.weight = float32(1 / math.Sqrt(float64(len(all))))
		}
		s.add(f)
	}
}

func (s *scanner) add(f feature) { s.features = append(s.features, f) }

// A gloss is one English stem of what a Chinese word means.
type gloss struct {
	id   uint64
	name bool // it is a name: Ukraine
}

// maxGlosses is how many stems a word is given at most.
const maxGlosses = 10

// glossesOf are the stems of a dictionary's first senses of a word.
func glossesOf(d *lexicon.Dictionary, word string) []gloss {
	var out []gloss
	seen := map[string]bool{}
	entries := d.Lookup(word)
	for _, e := range entries[:min(len(entries), 2)] {
		for _, sense := range e.Glosses[:min(len(e.Glosses), 3)] {
			for _, w := range strings.FieldsFunc(unbracketed(sense), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '.' }) {
				folded := strings.ReplaceAll(unify(w), ".", "")
				st := stem(folded)
				if stopWords[folded] || glossWords[folded] || len(st) < 2 || seen[st] || len(out) == maxGlosses {
					continue
				}
				seen[st] = true
				out = append(out, gloss{featureID(glossFeature, st), unicode.IsUpper(runeAt(w, 0))})
			}
		}
	}
	return out
}

// unbracketed is a sense without what stands in brackets.
func unbracketed(sense string) string {
	var b strings.Builder
	depth := 0
	for _, r := range sense {
		switch r {
		case '(', '[', '（':
			depth++
		case ')', ']', '）':
			depth = max(depth-1, 0)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// glossWords are words of dictionaries.
var glossWords = set("abbr|sb|sth|etc|classifier|variant|surname|used|lit|fig|see|cl|idiom|literary|coll|old|pr|tw|esp|sb's|one's|oneself|someone|something|name|person|place")

// headlines reports whether a feature is in the title.
func (r *Reading) headlines(f feature) bool { return int(f.start) < len(r.Title) }

// featuresAt are the features of a reading with its days, as they are meant in a text of some time.
func (r *Reading) featuresAt(published time.Time) []feature {
	all := r.features
	for _, d := range r.Days {
		if meant, ok := d.in(published); ok {
			all = append(all[:len(all):len(all)], newFeature(dayFeature, meant.name(), d.Start, d.End))
		}
	}
	return all
}

package lexicon

import (
	"iter"
	"slices"
	"strings"
)

// maxQuery is how much of what was typed is looked at, in bytes. Nobody types more into a box.
const maxQuery = 200

// Search answers one box with the n best entries, best first. What is typed may be hanzi of either script, pinyin with
// or without tones and spaces (nǐ hǎo, ni3hao3, ni hao, nihao), its initials (nh) or English; one slip of the finger is
// forgiven in words of four letters and more. Where letters can be both pinyin and English, the answers to both take
// turns. Entries with a mark come only for their exact headword or full pinyin.
func (d *Dictionary) Search(query string, n int) []Entry {
	query = cutQuery(query)
	if query == "" || n <= 0 {
		return nil
	}
	p := newPage(n)
	if HasHanzi(query) {
		d.searchHanzi(p, query)
	} else {
		d.searchLatin(p, query)
	}
	return p.entries
}

func cutQuery(query string) string {
	return strings.TrimSpace(strings.ToValidUTF8(query[:min(len(query), maxQuery)], ""))
}

// indexes yields the search index of each book, the nearest overlay first. A damaged one is passed over: the other
// books still answer.
func (d *Dictionary) indexes() iter.Seq[*searchIndex] {
	return func(yield func(*searchIndex) bool) {
		for _, b := range d.books {
			if x, err := b.search(); err == nil && !yield(&x) {
				return
			}
		}
	}
}

// searchLatin answers letters and digits.
func (d *Dictionary) searchLatin(p *page, query string) {
	english := readEnglish(query)
	spelling, isPinyin := readSpelling(query)
	sound, meaning := d.spelt(&spelling), []answer(nil)
	if !spelling.toned {
		meaning = d.inChinese(&english)
	}
	d.addExact(p, sound, meaning, d.written(query), english.level())
	found := len(p.entries) > 0
	if isPinyin && (!found || !strings.ContainsAny(spelling.letters, "aeiouv")) {
		d.addInitials(p, spelling.letters)
	}
	if !spelling.toned && (len(meaning) > 0 || !found) {
		d.addWithin(p, &english)
	}
	d.addBegun(p, &spelling, &english)
	if len(p.entries) == 0 {
		english = d.addCorrected(p, &spelling, english)
	}
	if len(p.entries) == 0 && !spelling.toned {
		d.addEach(p, &english)
	}
}

// leadingSounds is how many answers to pinyin come before those to English that is not common.
const leadingSounds = 4

// addExact adds what sounds like, means or is written like all of the query, by its level in our word list.
func (d *Dictionary) addExact(p *page, sound, meaning, written []answer, level int) {
	if level == 1 || level == 2 {
		p.takeTurns(meaning, sound)
		p.addAny(written)
		return
	}
	p.addAny(written)
	lead := min(len(sound), leadingSounds)
	p.addAny(sound[:lead])
	p.takeTurns(sound[lead:], meaning)
}

// spelt returns the entries that are read as typed in full, best first. Those with a mark are among them.
func (d *Dictionary) spelt(s *spelling) []answer {
	var all []answer
	for x := range d.indexes() {
		all = append(all, x.spelt(s)...)
	}
	sortAnswers(all)
	return all
}

// written returns the entries that are written as typed, such as yyds.
func (d *Dictionary) written(query string) []answer {
	var all []answer
	for x := range d.indexes() {
		all = append(all, x.answers(slices.Collect(x.hits(x.pinyin.get(latinKey(query)))))...)
	}
	return all
}

func (d *Dictionary) addInitials(p *page, letters string) {
	var all []answer
	for x := range d.indexes() {
		all = append(all, x.answers(x.begunInitials(letters, p.n))...)
	}
	p.addBest(all)
}

// addCorrected adds what is meant if one letter is wrong, and returns the English without its slips.
// Rude words are no slips.
func (d *Dictionary) addCorrected(p *page, s *spelling, english englishQuery) englishQuery {
	if containsWord(english.key, func(word string) bool { return rudeWords[word] }) {
		return english
	}
	var all []answer
	if len(s.letters) >= minCorrected {
		for x := range d.indexes() {
			all = append(all, x.answers(x.nearlySpelt(s.key()))...)
		}
	}
	corrected, ok := d.corrected(english)
	if s.toned || !ok {
		p.addBest(all)
		return english
	}
	p.addBest(append(all, d.inChinese(&corrected)...))
	d.addWithin(p, &corrected)
	return corrected
}

// minCorrected is the number of letters from which a slip is forgiven; shorter words are too close to each other.
const minCorrected = 4

// nearlySpelt finds the entries whose toneless pinyin is one slip away from a key.
func (x *searchIndex) nearlySpelt(key string) []hit {
	found := best{size: 10}
	for _, near := range slips(key) {
		for h := range x.hits(x.pinyin.get(near)) {
			h.score += exactSense
			found.add(h)
		}
	}
	return found.hits
}

// slips returns what may be meant if two letters of a word were swapped, or one was left out, added or mistaken, the
// likeliest first.
func slips(word string) []string {
	var swapped, leftOut, added, mistaken []string
	for i := range len(word) + 1 {
		head, tail := word[:i], word[i:]
		if len(tail) > 1 {
			swapped = append(swapped, head+tail[1:2]+tail[:1]+tail[2:])
		}
		if len(tail) > 0 {
			added = append(added, head+tail[1:])
		}
		for l := 'a'; l <= 'z'; l++ {
			leftOut = append(leftOut, head+string(l)+tail)
			if len(tail) > 0 {
				mistaken = append(mistaken, head+string(l)+tail[1:])
			}
		}
	}
	return slices.Concat(swapped, leftOut, added, mistaken)
}

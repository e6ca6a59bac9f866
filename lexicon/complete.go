package lexicon

// Complete returns up to n entries for what somebody is still typing: hanzi of either script, pinyin whose last
// syllable may be unfinished (niha), initials (nh) or the beginning of English; what is complete and frequent first.
// Entries with a mark are never among them.
func (d *Dictionary) Complete(typed string, n int) []Entry {
	typed = cutQuery(typed)
	if typed == "" || n <= 0 {
		return nil
	}
	p := newPage(n)
	if HasHanzi(typed) {
		for _, e := range d.Lookup(typed) {
			if e.Mark == "" {
				p.add(e)
			}
		}
		d.addLonger(p, typed)
		return p.entries
	}
	spelling, _ := readSpelling(typed)
	english := readEnglish(typed)
	d.addBegun(p, &spelling, &english)
	if !p.full() && !spelling.toned {
		p.addBest(d.inChinese(&english)) // a form of a word: children
	}
	return p.entries
}

// addBegun adds what begins, in any way it is spelt, with what was typed.
func (d *Dictionary) addBegun(p *page, s *spelling, english *englishQuery) {
	if p.full() {
		return
	}
	var all []answer
	for x := range d.indexes() {
		if s.letters != "" {
			begun := x.answers(x.begun(s.key(), p.n+20)) // of some, the tones are others
			for i := range begun {
				begun[i].fits = s
			}
			all = append(all, begun...)
			all = append(all, x.answers(x.begunInitials(s.letters, p.n))...)
		}
		if !s.toned && english.key != "" {
			all = append(all, x.answers(x.begunEnglish(english.key, 2*p.n))...)
			all = append(all, x.answers(x.begun("="+english.key, p.n))...)
		}
	}
	p.addBest(all)
}

// What a completion is worth on top of the frequency of its word.
const (
	finished   = 60 // nothing is left to type
	restCost   = 2  // a letter that is left to type
	maxRest    = 16
	abbreviate = 30 // what initials are behind
)

func restScore(letters int) int {
	if letters == 0 {
		return finished
	}
	return -min(restCost*letters, maxRest)
}

// begun finds the entries whose pinyin or Latin letters begin with p, best first.
func (x *searchIndex) begun(p string, n int) []hit {
	found := best{size: n}
	for key, value := range x.pinyin.prefix(p) {
		extra := exactSense + restScore(len(key)-len(p))
		for h := range x.hits(value) {
			if h.score += extra; !found.add(h) {
				break // the others of this key are no better
			}
		}
	}
	return found.hits
}

func (x *searchIndex) begunInitials(letters string, n int) []hit {
	found := best{size: n}
	for h := range x.hits(x.initials.get(letters)) {
		h.score += exactSense - abbreviate
		found.add(h)
	}
	return found.hits
}

// begunEnglish finds the entries of senses that begin with p. Half of their score is how good an answer they are, half
// how frequent their word is, so that they can stand beside words found by their sound.
func (x *searchIndex) begunEnglish(p string, n int) []hit {
	found := best{size: n}
	for key, value := range x.senses.prefix(p) {
		extra := restScore(len(key) - len(p))
		for h := range x.hits(value) {
			most := hit{entry: h.entry, score: (h.score+maxRank+exactSense)/2 + extra}
			if !found.fits(most) {
				break // the others of this key are no better
			}
			h.score = (h.score+baseRank+int(x.from.weight(h.entry))/2+exactSense)/2 + extra
			found.add(h)
		}
	}
	return found.hits
}

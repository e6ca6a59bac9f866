package phrase

import (
	"cmp"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
)

// ChineseName is a name that was made of parts: a surname, if it has one, and one or two syllables.
type ChineseName struct {
	Parts  []NamePart
	Family bool // the first part is the surname
}

// Text is the name in both scripts.
func (n ChineseName) Text() Wording {
	var w Wording
	for _, p := range n.Parts {
		w.Simplified += p.Text.Simplified
		w.Traditional += p.Text.Traditional
	}
	return w
}

// Syllables are the numbered syllables of the name, as read in Taiwan or elsewhere.
func (n ChineseName) Syllables(lang string) []string {
	var all []string
	for _, p := range n.Parts {
		reading := p.Pinyin
		if lang == Traditional {
			reading = cmp.Or(p.PinyinTW, p.Pinyin)
		}
		all = append(all, strings.Fields(reading)...)
	}
	return all
}

// MaxNameLetters is how many letters of an English name are listened to.
const MaxNameLetters = 20

// NameLetters are the letters of an English name in lower case, at most MaxNameLetters.
func NameLetters(name string) string {
	letters := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, StripTones(name))
	return letters[:min(len(letters), MaxNameLetters)]
}

// Usual is how an English given name is usually written in Chinese.
func (n *Names) Usual(name string) (GivenName, bool) {
	for _, g := range n.Given {
		if NameLetters(g.Name) == NameLetters(name) {
			return g, true
		}
	}
	return GivenName{}, false
}

// rated is a name and how good it is, higher being better.
type rated struct {
	name  ChineseName
	score float64
}

// BySound makes Chinese names that begin like an English name and go on like it, the closest first: a surname for its
// first sound, one or two syllables for the rest. None has a caution. It is empty for a name without letters only.
func (n *Names) BySound(name string, count int) []ChineseName {
	letters := NameLetters(name)
	if letters == "" {
		return nil
	}
	whole := n.spell(letters)
	var all []rated
	for i, family := range n.Surnames {
		heard, closeness := family.hears(letters)
		given := whole // a short name is heard twice, and one that no surname begins is the given name
		if heard > 0 && heard < len(letters) {
			given = n.spell(letters[heard:])
		}
		if heard == 0 {
			closeness = -3
		}
		for _, g := range given {
			name := ChineseName{append([]NamePart{family}, g.name.Parts...), true}
			all = append(all, rated{name, closeness + 2*g.score - .004*float64(i)})
		}
	}
	if names := n.best(all, count); len(names) > 0 {
		return names
	}
	return n.ByFeel(name, Feels[0], count) // sounds that Chinese does not have
}

// ByFeel makes Chinese names that feel like one of Feels, for somebody with an English name, which chooses the surname
// and the order.
func (n *Names) ByFeel(name, feel string, count int) []ChineseName {
	letters := NameLetters(name)
	var fitting []NamePart
	for _, s := range n.Syllables {
		if slices.Contains(s.Feel, feel) {
			fitting = append(fitting, s)
		}
	}
	seed := fnv.New64a()
	seed.Write([]byte(letters + " " + feel))
	chance := rand.New(rand.NewPCG(seed.Sum64(), 0))
	var all []rated
	for i, family := range n.Surnames[:min(len(n.Surnames), 60)] {
		_, closeness := family.hears(letters)
		for range 6 {
			if len(fitting) < 2 {
				break
			}
			given := []NamePart{family, fitting[chance.IntN(len(fitting))]}
			if chance.IntN(3) > 0 {
				given = append(given, fitting[chance.IntN(len(fitting))])
			}
			all = append(all, rated{ChineseName{given, true}, closeness - .01*float64(i) + .3*chance.Float64()})
		}
	}
	return n.best(all, count)
}

// hears reports how many letters of a name's beginning the part stands for, and how closely, from 0 to about 1.
func (p NamePart) hears(letters string) (heard int, closeness float64) {
	for i, sound := range p.Sounds {
		if !strings.HasPrefix(letters, sound) {
			continue
		}
		if c := float64(len(sound))/4 - .05*float64(i); heard == 0 || c > closeness {
			heard, closeness = len(sound), c
		}
	}
	return heard, closeness
}

// spell are one or two syllables that sound like letters, with how much of them is heard, from 0 to 1.
func (n *Names) spell(letters string) []rated {
	var all []rated
	for at := 0; at < min(len(letters), 2); at++ { // one letter may go unheard
		for _, first := range n.Syllables {
			heard, closeness := first.hears(letters[at:])
			if heard == 0 {
				continue
			}
			score := closeness/4 - .2*float64(at)
			all = append(all, rated{ChineseName{Parts: []NamePart{first}}, score + portion(heard, letters)})
			rest := letters[at+heard:]
			for skip := 0; skip < min(len(rest), 2); skip++ {
				for _, second := range n.Syllables {
					if more, c := second.hears(rest[skip:]); more > 0 && second.Text != first.Text {
						both := ChineseName{Parts: []NamePart{first, second}}
						all = append(all, rated{both, score + c/4 - .1*float64(skip) + portion(heard+more, letters)})
					}
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b rated) int { return cmp.Compare(b.score, a.score) })
	return all[:min(len(all), 40)]
}

func portion(heard int, letters string) float64 { return float64(heard) / float64(len(letters)) }

// best are the best names without a caution and with tones that flow, no surname more than twice, no given name twice.
func (n *Names) best(all []rated, count int) []ChineseName {
	slices.SortStableFunc(all, func(a, b rated) int { return cmp.Compare(b.score, a.score) })
	families, given := map[string]int{}, map[string]bool{}
	var names []ChineseName
	for _, r := range all {
		text := r.name.Text().Simplified
		family := r.name.Parts[0].Text.Simplified
		rest := strings.TrimPrefix(text, family)
		if len(names) == count || families[family] == 2 || given[rest] || !r.name.flows() || len(n.CheckName(r.name)) > 0 {
			continue
		}
		families[family]++
		given[rest] = true
		names = append(names, r.name)
	}
	return names
}

// flows reports whether a name is easy to say: not one tone throughout, and no syllable twice.
func (n ChineseName) flows() bool {
	syllables := n.Syllables(Simplified)
	seen, tones := map[string]bool{}, map[byte]bool{}
	for _, s := range syllables {
		if seen[s[:len(s)-1]] {
			return false
		}
		seen[s[:len(s)-1]] = true
		tones[s[len(s)-1]] = true
	}
	return len(syllables) < 3 || len(tones) > 1
}

// NetNames are net names: the patterns with a syllable of the English name in them, then the others.
func (n *Names) NetNames(name string) []Nickname {
	var own NamePart
	best := 0.
	for _, s := range n.Syllables {
		if heard, closeness := s.hears(NameLetters(name)); heard > 0 && closeness > best {
			own, best = s, closeness
		}
	}
	var patterns, others []Nickname
	for _, nick := range n.Nicknames {
		switch {
		case !strings.Contains(nick.Text.Simplified, "X"):
			others = append(others, nick)
		case best > 0:
			patterns = append(patterns, nick.of(own))
		}
	}
	return slices.Concat(patterns, others)
}

// of is a pattern with a syllable in it.
func (nick Nickname) of(own NamePart) Nickname {
	nick.Text.Simplified = strings.ReplaceAll(nick.Text.Simplified, "X", own.Text.Simplified)
	nick.Text.Traditional = strings.ReplaceAll(nick.Text.Traditional, "X", own.Text.Traditional)
	nick.PinyinTW = strings.ReplaceAll(cmp.Or(nick.PinyinTW, nick.Pinyin), "X", cmp.Or(own.PinyinTW, own.Pinyin))
	nick.Pinyin = strings.ReplaceAll(nick.Pinyin, "X", own.Pinyin)
	nick.Meaning = Text{
		En:          strings.ReplaceAll(nick.Meaning.En, "X", capital(dropDigits(own.Pinyin))),
		Simplified:  strings.ReplaceAll(nick.Meaning.Simplified, "X", own.Text.Simplified),
		Traditional: strings.ReplaceAll(nick.Meaning.Traditional, "X", own.Text.Traditional),
	}
	return nick
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// EnglishNames are English given names that sound like a Chinese one, by the numbered syllables of its given name, the
// closest first.
func (n *Names) EnglishNames(syllables []string, count int) []GivenName {
	own := bigrams(syllables)
	if len(own) == 0 {
		return nil
	}
	type match struct {
		given GivenName
		score float64
	}
	var all []match
	for _, g := range n.Given {
		if _, odd := n.CheckEnglishName(g.Name); odd {
			continue
		}
		theirs := bigrams(strings.Fields(g.Pinyin))
		common := 0
		for b := range own {
			if theirs[b] {
				common++
			}
		}
		score := 2 * float64(common) / float64(len(own)+len(theirs))
		if strings.HasPrefix(strings.ToLower(g.Name), dropDigits(syllables[0])[:1]) {
			score += .3
		}
		all = append(all, match{g, score})
	}
	slices.SortStableFunc(all, func(a, b match) int { return cmp.Compare(b.score, a.score) })
	var names []GivenName
	for _, m := range all[:min(len(all), count)] {
		if m.score > 0 {
			names = append(names, m.given)
		}
	}
	return names
}

// bigrams are the pairs of neighbouring letters in syllables without their tones.
func bigrams(syllables []string) map[string]bool {
	letters := dropDigits(strings.Join(syllables, ""))
	pairs := map[string]bool{}
	for i := range max(0, len(letters)-1) {
		pairs[letters[i:i+2]] = true
	}
	return pairs
}

package guide

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// A query is the terms that somebody searches for, sorted.
type query []term

// mostTerms is how many terms of a search are looked at.
const mostTerms = 64

// asking are tokens with which people ask, and which say nothing of what they ask about.
var asking = slices.Sorted(tokens("how do does i my me the a an to is are was what can in of and for it you your from with on at when where why if "+
	"怎么 怎麼 怎样 怎樣 什么 什麼 如何 我的 可以 一下 的 了 吗 嗎 呢 我 是 在", false))

// newQuery is what words ask for. If they only ask, they are what is looked for. A word that no guide has is taken for the
// one that is most likely meant.
func (l *Library) newQuery(words string) query {
	all := slices.Compact(slices.Sorted(tokens(fold(words), false)))
	about := slices.DeleteFunc(slices.Clone(all), func(token string) bool {
		_, asks := slices.BinarySearch(asking, token)
		return asks
	})
	if len(about) == 0 {
		about = all
	}
	var q query
	for _, token := range about[:min(len(about), mostTerms)] {
		if mendable(token) && l.lacks(token) {
			token = l.mended(token)
		}
		q = append(q, newTerm(token))
	}
	slices.Sort(q)
	return slices.Compact(q)
}

// indexes yields the indexes of all guides in all languages.
func (l *Library) indexes() iter.Seq[index] {
	return func(yield func(index) bool) {
		for _, in := range l.keys {
			for _, k := range in {
				if !yield(k.text()) {
					return
				}
			}
		}
	}
}

// lacks reports whether no guide has a token.
func (l *Library) lacks(token string) bool {
	t := newTerm(token)
	for x := range l.indexes() {
		if len(x.find(t)) > 0 {
			return false
		}
	}
	return true
}

// mendable reports whether a token is a word of Latin letters that is long enough to be known by most of them.
func mendable(token string) bool { return len(token) >= 4 && 'a' <= token[0] && token[0] <= 'z' }

// mended is the word that most guides have of those that a token begins or misspells, the first by the alphabet of several;
// the token itself if there is none. The first letter is taken to be right.
func (l *Library) mended(token string) string {
	meant := map[string]int{} // how many guides have it
	for x := range l.indexes() {
		from := max(0, strings.Index(x.words, " "+token[:1]))
		for word := range strings.FieldsSeq(x.words[from:]) {
			if word[0] != token[0] {
				break
			}
			if strings.HasPrefix(word, token) || misspelt(token, word) {
				meant[word]++
			}
		}
	}
	best := token
	for word, guides := range meant {
		if cmp.Or(cmp.Compare(guides, meant[best]), cmp.Compare(best, word)) > 0 {
			best = word
		}
	}
	return best
}

// misspelt reports whether two different words are the same but for a letter that is left out or too many, for two that
// changed places or, in a long word, for another letter: in a short one it makes Vimeo of video.
func misspelt(a, b string) bool {
	const long = 7
	replaced := len(a) >= long
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	switch len(a) - len(b) {
	case 1:
		return a[1:] == b
	case -1:
		return a == b[1:]
	case 0:
		return a[1:] == b[1:] && replaced || len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:]
	}
	return false
}

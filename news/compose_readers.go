package news

import (
	"cmp"
	"slices"
	"strings"
)

// sides are the languages that news is told in from both sides.
var sides = []string{"en", "zh-CN", "zh-TW"}

// reads reports whether readers of some languages read an item's: the two Chinese
// scripts are read by the same people. An item of unknown language is for all.
func reads(langs []string, lang string) bool {
	return lang == "" || len(langs) == 0 || slices.ContainsFunc(langs, func(l string) bool { return SameReaders(l, lang) })
}

// SameReaders reports whether those who read one language, by its BCP 47 tag, read
// another: the two Chinese scripts count as one.
func SameReaders(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return a == b
}

// readable reports whether readers of some languages can read of a story at all.
func (s Story) readable(langs []string) bool {
	return slices.ContainsFunc(s.Items, func(it Item) bool { return reads(langs, it.Lang) })
}

// distance is how far a language is from what readers read: theirs in order, then the
// other Chinese script, then all others.
func distance(langs []string, lang string) int {
	switch i := slices.Index(langs, lang); {
	case i >= 0:
		return i
	case reads(langs, lang):
		return len(langs)
	}
	return len(langs) + 1
}

// arranged is the story with the items first that its readers read, and of those first
// what was not told before; all in the order they had otherwise.
func (s Story) arranged(langs []string, before told) Story {
	s.Items = slices.Clone(s.Items)
	slices.SortStableFunc(s.Items, func(a, b Item) int {
		return cmp.Or(
			cmp.Compare(distance(langs, a.Lang), distance(langs, b.Lang)),
			cmp.Compare(before.knows(a), before.knows(b)))
	})
	return s
}

// For are the story's items as readers of some languages are told them: an item in the
// Chinese script that they do not read stands for a story only where none in theirs does.
func (s Story) For(langs []string) []Item {
	return slices.DeleteFunc(slices.Clone(s.Items), func(it Item) bool {
		if distance(langs, it.Lang) != len(langs) || it.Lang == "" {
			return false
		}
		return slices.ContainsFunc(s.Items, func(own Item) bool {
			return slices.Contains(langs, own.Lang) && SameReaders(own.Lang, it.Lang)
		})
	})
}

// Reads reports whether the digest reads a feed that its server follows.
func (d Digest) Reads(feed string) bool { return len(d.Feeds) == 0 || slices.Contains(d.Feeds, feed) }

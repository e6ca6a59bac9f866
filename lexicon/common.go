package lexicon

import "slices"

// Common are the words of our own core lexicon that stand in one of its bands, from 1,
// the most common, the most common first. Entries with a mark are not among them.
func Common(band int) ([]Entry, error) {
	l, err := coreEntries()
	if err != nil {
		return nil, err
	}
	var at []int
	for i := range l.entries {
		if e := &l.entries[i]; e.Band == band && e.Mark == "" {
			at = append(at, i)
		}
	}
	slices.SortStableFunc(at, func(a, b int) int { return int(l.ranks[b]) - int(l.ranks[a]) })
	words := make([]Entry, len(at))
	for i, n := range at {
		words[i] = l.entries[n]
	}
	return words, nil
}

package news

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Keys of a [Join]'s reasons, with what their Args are; words for them are "join.<key>".
const (
	SameTitle   = "title"   // none
	SameLink    = "link"    // none
	SameWords   = "words"   // the words that both have, with commas, the rarest first, at most five
	SameNames   = "names"   // the concepts that both name, by their names in the item's language, with commas
	SameNumbers = "number"  // amounts that both give, as the item writes them, with commas
	SameDates   = "date"    // days that both give, as the item writes them, with commas
	Similar     = "similar" // how much alike they are, in percent
)

// joins says why each report of a story but the first belongs to it.
func (b *batch) joins(story []int32) []Join {
	if len(story) < 2 {
		return nil
	}
	vectors := make([]vector, len(story)) // in English, if they are of several languages
	for i, n := range story {
		vectors[i] = b.reports[n].says
		if b.reports[n].lang != b.reports[story[0]].lang {
			for i, n := range story {
				vectors[i] = b.bridge.vector(&b.reports[n])
			}
			break
		}
	}
	joins := make([]Join, 0, len(story)-1)
	for i := 1; i < len(story); i++ {
		with, most := 0, float32(-1)
		for j := range min(i, manyReports) {
			if dot := vectors[i].dot(vectors[j]); dot > most {
				with, most = j, dot
			}
		}
		item, other := &b.reports[story[i]], &b.reports[story[with]]
		reasons := append(b.shared(item, other), Reason{Similar, []string{strconv.Itoa(int(100*most + .5))}})
		joins = append(joins, Join{Item: item.ID, With: other.ID, Reasons: reasons})
	}
	return joins
}

// manyReports is with how many of a story's reports each of the others is compared to say why it belongs there.
const manyReports = 50

// dot is the dot product of two vectors.
func (v vector) dot(w vector) float32 {
	product := float32(0)
	for len(v) > 0 && len(w) > 0 {
		switch c := cmp.Compare(v[0].feature, w[0].feature); {
		case c < 0:
			v = v[1:]
		case c > 0:
			w = w[1:]
		default:
			product += v[0].weight * w[0].weight
			v, w = v[1:], w[1:]
		}
	}
	return product
}

// shared is what a report has in common with another.
func (b *batch) shared(r, other *report) []Reason {
	var reasons []Reason
	for _, key := range r.identities() {
		switch {
		case !slices.Contains(other.identities(), key):
		case strings.Contains(key, " "):
			reasons = append(reasons, Reason{Key: SameTitle})
		default:
			reasons = append(reasons, Reason{Key: SameLink})
		}
	}
	theirs := map[uint64]bool{}
	for _, f := range other.features {
		theirs[f.id] = true
	}
	mine := slices.Clone(r.features)
	slices.SortStableFunc(mine, func(x, y feature) int { return cmp.Compare(b.worth(y, r), b.worth(x, r)) })
	found := map[string][]string{}
	for _, f := range mine {
		if !theirs[f.id] {
			continue
		}
		key, said := b.says(f, r)
		if len(found[key]) < 5 && !slices.Contains(found[key], said) {
			found[key] = append(found[key], said)
		}
	}
	for _, key := range []string{SameWords, SameNames, SameNumbers, SameDates} {
		if all := found[key]; len(all) > 0 {
			reasons = append(reasons, Reason{key, []string{strings.Join(all, ", ")}})
		}
	}
	return reasons
}

// worth is how much a feature says.
func (b *batch) worth(f feature, r *report) float32 {
	n, ok := b.bridge.numbers[f.id]
	if !ok {
		return b.home.weight(f, r.reading) * b.home.weights[b.home.numbers[f.id]]
	}
	return b.bridge.weight(f, r.reading) * b.bridge.weights[n]
}

// says is which reason a feature is for, and how the report says it.
func (b *batch) says(f feature, r *report) (key, said string) {
	said = asWritten(r.Item, r.reading.Text[f.start:f.end])
	switch f.kind {
	case conceptFeature:
		return SameNames, b.nameAt(f, r)
	case amountFeature:
		return SameNumbers, said
	case dayFeature:
		return SameDates, said
	}
	return SameWords, said
}

// nameAt is the name of the concept that a feature is, in the report's language.
func (b *batch) nameAt(f feature, r *report) string {
	for _, m := range r.reading.Mentions {
		if m.Start == int(f.start) && featureID(conceptFeature, m.Concept) == f.id {
			c, _ := b.concepts.ByID(m.Concept)
			return c.Name(r.Lang)
		}
	}
	return r.reading.Text[f.start:f.end] // unreachable
}

// asWritten is how an item writes a part of its folded text, or the part itself if folding changed too much.
func asWritten(it Item, folded string) string {
	for _, text := range []string{it.Title, it.Summary} {
		all, runes := unify(text), []rune(text)
		if i := strings.Index(all, folded); i >= 0 && utf8.RuneCountInString(all) == len(runes) {
			from := utf8.RuneCountInString(all[:i])
			return string(runes[from : from+utf8.RuneCountInString(folded)])
		}
	}
	return folded
}

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
				vectors[i] = b.reports[n].means
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
	for _, key := range r.identity {
		switch {
		case !slices.Contains(other.identity, key):
		case strings.Contains(key, " "):
			reasons = append(reasons, Reason{Key: SameTitle})
		default:
			reasons = append(reasons, Reason{Key: SameLink})
		}
	}
	found := map[string][]string{}
	as := wording{item: r.Item}
	for _, f := range b.both(r, other) {
		key := f.reason()
		if len(found[key]) == 5 {
			continue
		}
		if said := b.says(f, r, &as); !slices.Contains(found[key], said) {
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

// both are the features of a report that another has too, those that say most first.
func (b *batch) both(r, other *report) []feature {
	type worthy struct {
		feature
		worth float32
	}
	theirs := make(map[uint64]bool, len(other.features))
	for _, f := range other.features {
		theirs[f.id] = true
	}
	var all []worthy
	for _, f := range r.features {
		if theirs[f.id] {
			all = append(all, worthy{f, b.worth(f, r)})
		}
	}
	slices.SortStableFunc(all, func(x, y worthy) int { return cmp.Compare(y.worth, x.worth) })
	features := make([]feature, len(all))
	for i, w := range all {
		features[i] = w.feature
	}
	return features
}

// worth is how much a feature says.
func (b *batch) worth(f feature, r *report) float32 {
	n, ok := b.bridge.numbers[f.id]
	if !ok {
		return b.home.weight(f, r.reading) * b.home.weights[b.home.numbers[f.id]]
	}
	return b.bridge.weight(f, r.reading) * b.bridge.weights[n]
}

// reason is the key of the reason that a feature is for.
func (f feature) reason() string {
	switch f.kind {
	case conceptFeature:
		return SameNames
	case amountFeature:
		return SameNumbers
	case dayFeature:
		return SameDates
	}
	return SameWords
}

// says is how a report, of which the wording is, says a feature.
func (b *batch) says(f feature, r *report, as *wording) string {
	if f.kind == conceptFeature {
		return b.nameAt(f, r)
	}
	return as.written(r.reading.Text[f.start:f.end])
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

// A wording finds how an item writes what folding changed. It needs no more than the item.
type wording struct {
	item   Item
	folded [2]string // title and summary, once needed
}

// written is how the item writes a part of its folded text, or the part itself if folding changed too much.
func (w *wording) written(folded string) string {
	for n, text := range [2]string{w.item.Title, w.item.Summary} {
		if w.folded[n] == "" {
			w.folded[n] = unify(text)
		}
		all := w.folded[n]
		i := strings.Index(all, folded)
		if i < 0 || utf8.RuneCountInString(all) != utf8.RuneCountInString(text) {
			continue
		}
		from := utf8.RuneCountInString(all[:i])
		return string([]rune(text)[from : from+utf8.RuneCountInString(folded)])
	}
	return folded
}

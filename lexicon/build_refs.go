package lexicon

import (
	"regexp"
	"slices"
	"strings"
)

// A reference is a sense that only names another entry, such as "old variant of 裡|里[li3]".
type reference struct {
	how                     string // "old variant of"
	traditional, simplified string
	pinyin                  string // without spaces; empty if it does not say
	rest                    string // what is said besides
}

var referenceShape = regexp.MustCompile(
	`^((?:\([^)]*\) )?(?:[A-Za-z]+ ){0,3}(?:variant of|abbr\. for|short for|same as|equivalent to|also written|see also|see))` +
		` ([^\s\[\]|(),;A-Za-z]+)(?:\|([^\s\[\]|(),;A-Za-z]+))?(?:\[([^\]]*)\])?(?:[,;]? (.*)|( ?\(.*\)))?$`)

func readReference(sense string) (reference, bool) {
	if !HasHanzi(sense) {
		return reference{}, false
	}
	m := referenceShape.FindStringSubmatch(sense)
	if m == nil || !HasHanzi(m[2]) {
		return reference{}, false
	}
	ref := reference{how: m[1], traditional: m[2], simplified: m[2], rest: cleanGloss(m[5])}
	if m[3] != "" {
		ref.simplified = m[3]
	}
	ref.pinyin = strings.Join(readSyllables(m[4]), "")
	ref.how = strings.Replace(ref.how, "abbr. for", "short for", 1)
	return ref, true
}

// String says briefly what the reference is to: in traditional characters if that is all that differs.
func (r reference) text(from *draft) string {
	if r.simplified == from.Simplified || r.simplified == r.traditional {
		return r.how + " " + r.traditional
	}
	return r.how + " " + r.simplified
}

// A resolver gives entries that only refer to others the senses of those.
type resolver struct {
	drafts []draft
	by     map[string][]int // numbers of drafts by traditional headword
}

func newResolver(drafts []draft) *resolver {
	r := &resolver{drafts: drafts, by: make(map[string][]int, len(drafts))}
	for i := range drafts {
		r.by[drafts[i].Traditional] = append(r.by[drafts[i].Traditional], i)
	}
	return r
}

const (
	resolveDepth = 4 // references to references, in case they go round in circles
	resolvedMost = 4 // references followed of one entry, and senses taken over of each
)

// resolve puts the senses of what draft i refers to in the place of its references, and what it says of them last.
func (r *resolver) resolve(i int) []string {
	d := &r.drafts[i]
	out := slices.Clone(d.Glosses)
	var notes []string
	for n, ref := range d.refs {
		notes = append(notes, ref.text(d))
		if ref.rest != "" {
			out = append(out, ref.rest)
		}
		if n >= resolvedMost {
			continue
		}
		taken := 0
		for _, g := range r.senses(ref, []int{i}) {
			if taken < resolvedMost && !slices.Contains(out, g) {
				out = append(out, g)
				taken++
			}
		}
	}
	sortGlosses(out)
	return append(out, notes...)
}

// senses are those of what a reference names. seen are the drafts on the way to it.
func (r *resolver) senses(ref reference, seen []int) []string {
	target := r.find(ref)
	if target < 0 || len(seen) > resolveDepth || slices.Contains(seen, target) {
		return nil
	}
	d := &r.drafts[target]
	out := slices.Clone(d.Glosses)
	if len(out) > 0 {
		return out
	}
	for _, next := range d.refs[:min(len(d.refs), resolvedMost)] {
		if next.rest != "" {
			out = append(out, next.rest)
		}
		out = append(out, r.senses(next, append(seen, target))...)
	}
	return out
}

// find is the draft that a reference names: of the same reading, if there is one, and rather one that says something.
func (r *resolver) find(ref reference) int {
	best, bestScore := -1, -1
	for _, i := range r.by[ref.traditional] {
		d := &r.drafts[i]
		score := 0
		if d.Simplified == ref.simplified {
			score += 2
		}
		if ref.pinyin == "" || strings.EqualFold(strings.Join(d.Pinyin, ""), ref.pinyin) {
			score += 4
		}
		if strings.Join(d.Pinyin, "") == ref.pinyin {
			score++
		}
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	return best
}

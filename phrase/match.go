package phrase

import (
	"slices"
	"strings"
)

// Scores of a match, by what it rests on. A key that only begins with what was typed, or only contains it, scores less
// by the steps below, so that the order is: the same text, its beginning, initials, words in it, and a slip of the finger.
const (
	scoreSame     = 1000
	scoreTyped    = 980 // pinyin with its tones
	scoreToneless = 960
	scoreNote     = 800 // a pair or a meaning, not the thing itself
	scoreInitials = 760
	scoreWords    = 640 // all words found; less for fewer
	scoreExact    = 160 // in addition to scoreWords, if the doc says nothing else; less if it does

	stepPrefix = 150
	stepRest   = 200 // in addition to stepPrefix, for nearly all of the text still to type
	stepInside = 350
	stepSlip   = 420
	stepOwn    = 40 // the reader's own slang, which they know
)

// score is how well the doc's texts and readings answer a query, 0 for not at all.
func (d *doc) score(q query) int {
	best := 0
	for _, k := range d.keys {
		best = max(best, k.match(q.text))
	}
	if q.plain != "" {
		for _, r := range d.readings {
			best = max(best, r.match(q))
		}
	}
	return best
}

func (k key) match(typed string) int {
	at, rest := strings.Index(k.text, typed), len(k.text)-len(typed)
	switch {
	case at == 0 && rest == 0:
		return k.score
	case at == 0:
		return k.score - stepPrefix - stepRest*rest/len(k.text)
	case at > 0 && hasHan(typed):
		return k.score - stepInside - min(50, rest)
	case at < 0 && slip(k.text, typed):
		return k.score - stepSlip
	}
	return 0
}

func (r reading) match(q query) int {
	longer := min(50, len(r.plain)-len(q.plain))
	switch {
	case r.numbered == q.numbered:
		return scoreTyped
	case r.plain == q.plain:
		return scoreToneless
	case q.numbered != "" && strings.HasPrefix(r.numbered, q.numbered):
		return scoreTyped - stepPrefix - longer
	case strings.HasPrefix(r.plain, q.plain):
		return scoreToneless - stepPrefix - stepRest*(len(r.plain)-len(q.plain))/len(r.plain)
	case len(q.plain) > 1 && r.initials == q.plain:
		return scoreInitials
	case len(q.plain) > 1 && strings.HasPrefix(r.initials, q.plain):
		return scoreInitials - stepPrefix - longer
	case slices.ContainsFunc(r.starts, func(at int) bool { return strings.HasPrefix(r.plain[at:], q.plain) }):
		return scoreToneless - stepInside - longer
	case slip(r.plain, q.plain):
		return scoreToneless - stepSlip
	}
	return 0
}

// slip reports whether typed is a Latin text with one slip of the finger.
func slip(text, typed string) bool {
	return len(typed) >= 4 && nearly(text, typed) && !hasHan(typed)
}

// handicap puts the slang of a reader's own language behind what else answers as well.
func (d *doc) handicap(lang string) int {
	own := EnglishSlang
	if lang == Simplified || lang == Traditional {
		own = ChineseSlang
	}
	if d.direction == own {
		return stepOwn
	}
	return 0
}

// words scores the docs, by their place, by the English words they share with a query.
func (x *index) words(q query) []int {
	scores := make([]int, len(x.docs))
	if len(q.words) == 0 {
		return scores
	}
	covered, asked := make([]float64, len(x.docs)), 0.
	for i, typed := range q.words {
		unfinished := ""
		if i == len(q.words)-1 {
			unfinished = q.last
		}
		best, rarest := x.word(typed, unfinished)
		for doc, weight := range best {
			covered[doc] += weight * rarest
		}
		asked += rarest
	}
	for doc, sum := range covered {
		if share := sum / asked; share > .3 {
			exact := min(1, float64(len(q.words))/x.docs[doc].length)
			scores[doc] = int(scoreWords*share + scoreExact*exact)
		}
	}
	return scores
}

// word returns the weight of one typed word in each doc that holds it, and how much the word tells. A word that is
// still being typed counts for those it begins; one that is in no doc counts for those a slip of the finger away.
func (x *index) word(typed, unfinished string) (weights map[int]float64, tells float64) {
	weights = map[int]float64{}
	add := func(w word, quality float64) {
		for _, p := range w.posts {
			weights[p.doc] = max(weights[p.doc], quality*p.weight)
		}
		tells = max(tells, w.rarity)
	}
	for _, w := range x.vocab {
		switch {
		case w.stem == typed:
			add(w, 1)
		case len(unfinished) > 1 && strings.HasPrefix(w.stem, unfinished):
			add(w, .8)
		}
	}
	if len(weights) == 0 {
		for _, w := range x.vocab {
			if slip(w.stem, typed) {
				add(w, .6)
			}
		}
	}
	if len(weights) == 0 {
		tells = rarity(1, len(x.docs))
	}
	return weights, tells
}

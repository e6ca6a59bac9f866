package news

import (
	"math"
	"net/url"
	"slices"
	"strings"
)

// Of BM25: how soon more of the same counts less, how much long texts count less, and how
// much more the title counts than the summary. Lengths are in words, see [countWords].
const (
	k1            = 1.2
	b             = 0.4
	titleWeight   = 3.0
	summaryWeight = 1.0
	titleWords    = 10.0 // of a usual title
	summaryWords  = 25.0 // of a usual summary

	passingWeight = 0.1  // how much naming a service in passing counts, of a full mention
	shouldWeight  = 0.5  // how much of what a score lacks terms that help can give
	againstWeight = 0.9  // how much of a score terms that speak against it can take away
	threshold     = 0.46 // the score from which an item is about a topic
	justBelow     = 0.45 // at most the score of what is dropped for another reason
)

// rarity is how much a term of a kind tells, like the inverse document frequency it stands for:
// about the logarithm of how many headlines of a paper's technology and politics pages there
// are to one that has such a name. Names of things are rarer than words for what happens to
// them and where.
var rarity = map[string]float64{
	"law": 4, "service": 3.5, "company": 3.5, "person": 3.5, "event": 3, "body": 2.5, "thing": 2.5, "place": 2, "action": 2,
}

const plainRarity = 2.5 // of a term that is no concept

// evidence is what an item has of a list of terms.
type evidence struct {
	found      []*term
	idf        float64 // of the rarest of them
	saturation float64 // from 0 to 1, by how often and where they are
}

// A score adds up evidence.
type score struct {
	found           []*term
	have, want      float64 // of the terms that must occur: logarithms, and how much each list counts
	helped, opposed float64
}

func (s *score) must(e evidence) {
	s.found = append(s.found, e.found...)
	s.have += e.idf * math.Log(max(e.saturation, 0.01))
	s.want += e.idf
}

func (s *score) should(e evidence) {
	s.found = append(s.found, e.found...)
	s.helped += e.idf * e.saturation
}

func (s *score) against(e evidence) { s.opposed += e.idf * e.saturation }

// value is the score, from 0 to 1: how much the item has of what it must have, as a geometric
// mean, so that much of one list does not make up for little of another; a part of what is
// missing by what helps; and less by what speaks against it.
func (s *score) value() float64 {
	if s.want == 0 {
		return 0
	}
	v := math.Exp(s.have / s.want)
	v += (1 - v) * shouldWeight * s.helped / (s.helped + 5)
	return v * (1 - againstWeight*s.opposed/(s.opposed+1))
}

// prior is how much more than others a source is trusted to write about the topic.
func (c *compiled) prior(it Item) float64 {
	p := 1.0
	switch it.Outlet {
	case OfficialDocument, Agency, Newspaper:
		p = 1.04
	}
	address, err := url.QueryUnescape(it.Feed)
	if err != nil {
		address = it.Feed
	}
	address = unify(address)
	if slices.ContainsFunc(c.dedicated, func(name string) bool { return strings.Contains(address, name) }) {
		p += 0.06
	}
	return p
}

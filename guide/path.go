package guide

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// An Origin is where a newcomer comes from.
type Origin string

// The origins.
const (
	FromTikTok    Origin = "tiktok"
	FromElsewhere Origin = "elsewhere"
	Hosting       Origin = "host"    // meets newcomers
	Looking       Origin = "looking" // is only curious
)

// Origins are all origins, as they are offered.
var Origins = []Origin{FromTikTok, FromElsewhere, Hosting, Looking}

// A Purpose is what a newcomer wants to do in the new place.
type Purpose string

// The purposes.
const (
	Watching Purpose = "watch"
	Posting  Purpose = "post"
	Selling  Purpose = "sell"
	Friends  Purpose = "friends"
)

// Purposes are all purposes, as they are offered.
var Purposes = []Purpose{Watching, Posting, Selling, Friends}

// Undecided is where somebody goes who has not chosen a place yet.
const Undecided = "undecided"

// Answers are what a newcomer told of themselves; what they have not told is empty.
type Answers struct {
	From Origin
	To   string // one of [Paths.Places], or Undecided
	For  []Purpose
}

// Moves reports whether they go somewhere, so that it matters where to and what for.
func (a Answers) Moves() bool { return a.From == FromTikTok || a.From == FromElsewhere }

// Complete reports whether there is all that a path is made of.
func (a Answers) Complete() bool {
	return a.From != "" && (!a.Moves() || a.To != "" && len(a.For) > 0)
}

// Settled returns what of the answers counts: to those who go nowhere it does not matter where to and what for.
func (a Answers) Settled() Answers {
	if !a.Moves() {
		a.To, a.For = "", nil
	}
	return a
}

// A Path is steps of several guides, in the order in which a newcomer should read them.
type Path struct{ Stops []Stop }

// A Stop is one step of a path.
type Stop struct {
	Guide Guide
	Step  int
	Why   string // the reason, as a word of locales: path.why.<why>

	leg int // of the path: steps of one guide that stand there for one reason
}

// ID returns the id of the step.
func (s Stop) ID() string { return s.Guide.Steps[s.Step].ID }

// Title returns the title of the step.
func (s Stop) Title() string { return s.Guide.Steps[s.Step].Title }

// add puts the steps that a rule names into the path, unless they are there.
func (p *Path) add(library *Library, lang, named, why string) {
	name, step, one := strings.Cut(named, "#")
	g, ok := library.Find(name, lang)
	if !ok {
		return
	}
	for i, s := range g.Steps {
		if (!one || s.ID == step) && p.Index(name, s.ID) < 0 {
			p.Stops = append(p.Stops, Stop{g, i, why, p.leg(name, why)})
		}
	}
}

// leg is the number of the leg of a guide for a reason, or of a new one.
func (p *Path) leg(name, why string) int {
	next := 0
	for _, s := range p.Stops {
		if s.Guide.Name == name && s.Why == why {
			return s.leg
		}
		next = max(next, s.leg+1)
	}
	return next
}

// sort puts the steps of each leg together, in the order of their guide.
func (p *Path) sort() {
	slices.SortStableFunc(p.Stops, func(a, b Stop) int { return cmp.Or(cmp.Compare(a.leg, b.leg), cmp.Compare(a.Step, b.Step)) })
}

// Legs returns the path in parts: the stops of one guide that stand there for one reason.
func (p Path) Legs() [][]Stop {
	var legs [][]Stop
	for _, s := range p.Stops {
		if n := len(legs); n > 0 && legs[n-1][0].leg == s.leg {
			legs[n-1] = append(legs[n-1], s)
		} else {
			legs = append(legs, []Stop{s})
		}
	}
	return legs
}

// Index returns the position of a guide's step on the path, or -1.
func (p Path) Index(name, step string) int {
	return slices.IndexFunc(p.Stops, func(s Stop) bool { return s.Guide.Name == name && s.ID() == step })
}

// Reading speed in characters a minute, with time to try each step.
const (
	lettersAMinute = 900
	hanAMinute     = 350
)

// Minutes estimates how long the stops take to read.
func (p Path) Minutes() int {
	var letters, han float64
	for _, s := range p.Stops {
		for _, r := range s.Guide.Steps[s.Step].Body {
			if unicode.Is(unicode.Han, r) {
				han++
			} else {
				letters++
			}
		}
	}
	return int(math.Ceil(letters/lettersAMinute + han/hanAMinute))
}

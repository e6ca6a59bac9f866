package guide

import (
	"slices"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"
)

// A Platform is a place people move to, or from, with one fact of each kind.
type Platform struct {
	ID    string
	Name  Texts
	Guide string // that tells of it
	Care  Care
	Facts map[FactKind]Fact // of every kind
}

// Care is how much a newcomer should be told to take care.
type Care string

// The kinds of care.
const (
	NoCare        Care = "none"
	Caution       Care = "caution"        // young, small or changing: check before relying on it
	Warning       Care = "warning"        // may go when TikTok goes
	ExplainedOnly Care = "explained-only" // hardly open to newcomers; explained so that they know
)

// A FactKind is what a fact tells of a platform.
type FactKind string

// The kinds of facts.
const (
	OwnerFact     FactKind = "owner"
	SeatFact      FactKind = "seat"
	AgeFact       FactKind = "age"
	SignUpFact    FactKind = "sign_up"
	LengthFact    FactKind = "length" // of a video
	MoneyFact     FactKind = "money"
	PrivacyFact   FactKind = "privacy"
	FoundByFact   FactKind = "found_by"  // how old friends find one
	WatermarkFact FactKind = "watermark" // of another app
)

// FactKinds are all kinds, in the order in which they are told.
var FactKinds = []FactKind{OwnerFact, SeatFact, AgeFact, SignUpFact, LengthFact, WatermarkFact, MoneyFact, PrivacyFact, FoundByFact}

// A Fact is one thing that is known of a platform, or is known not to be clear.
type Fact struct {
	Text    Texts     // plain, one line, at most 110 characters
	Checked time.Time // the day up to which its evidence reaches; of a fact without a source the day of looking
	Source  Source    // without a URL if none was found
	Unclear bool      // the sources are silent or disagree, as the text says
}

// Stale reports whether a fact's evidence is more than 90 days old, which its reader should be told.
func (f Fact) Stale(now time.Time) bool { return now.Sub(f.Checked) > Fresh }

// Platforms returns the platforms that come with the program, in the order in which they are offered. They are read once.
func Platforms() ([]Platform, error) { return platformsOnce() }

var platformsOnce = sync.OnceValues(func() ([]Platform, error) {
	const file = "data/platforms.yaml"
	src, err := data.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return ParsePlatforms(file, src)
})

// ParsePlatforms reads a file of platforms. The error names every mistake, a line each.
func ParsePlatforms(file string, src []byte) ([]Platform, error) {
	r := &dataReader{file: file}
	var all []Platform
	if top := r.parse(src); top != nil {
		r.fields(top, map[string]func(*yaml.Node){"platforms": r.list(func(n *yaml.Node) {
			p := r.platform(n)
			if slices.ContainsFunc(all, func(q Platform) bool { return q.ID == p.ID }) {
				r.fail(n, "%s given twice", p.ID)
			}
			all = append(all, p)
		})})
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return all, nil
}

func (r *dataReader) platform(n *yaml.Node) Platform {
	p := Platform{Facts: map[FactKind]Fact{}}
	r.fields(n, map[string]func(*yaml.Node){
		"id":    r.id(&p.ID),
		"name":  r.texts(&p.Name, 24),
		"guide": r.id(&p.Guide),
		"care":  oneOf(r, &p.Care, NoCare, Caution, Warning, ExplainedOnly),
		"facts": func(n *yaml.Node) {
			read := map[string]func(*yaml.Node){}
			for _, kind := range FactKinds {
				read[string(kind)] = func(n *yaml.Node) { p.Facts[kind] = r.fact(n) }
			}
			r.fields(n, read)
		},
	})
	return p
}

func (r *dataReader) fact(n *yaml.Node) Fact {
	var f Fact
	r.fields(n, map[string]func(*yaml.Node){
		"text":    r.texts(&f.Text, 110),
		"checked": r.day(&f.Checked),
		"source?": r.source(&f.Source),
		"unclear": r.flag(&f.Unclear),
	})
	if f.Source.URL == "" && !f.Unclear {
		r.fail(n, "a fact that is clear has a source: %s", f.Text[English])
	}
	return f
}

package news

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Keys of a [Reason], with what its Args are. The first three are for keeping.
const (
	Mentions     = "mentions"      // the terms found, with commas
	HoursOld     = "hours_old"     // how many since it was published or edited
	Outlets      = "outlets"       // how many report it
	OffTopic     = "off_topic"     // none
	Lacks        = "lacks"         // the terms found, with commas; some of those of which it has none
	Weak         = "below"         // the terms found, with commas; its score, the score it needs
	Excluded     = "excluded"      // the term that excludes it
	ByPattern    = "pattern"       // the pattern that excludes it
	NoPattern    = "no_pattern"    // none; it has the terms but none of the patterns matches
	TooOld       = "too_old"       // hours
	OldAtStart   = "baseline"      // none; it was old when the feed was first read
	NotLanguage  = "language"      // its BCP 47 tag
	BeforeWindow = "before_window" // none; an earlier digest had its chance to tell it
	AlreadyTold  = "already_told"  // slot of the run that told it
	BeyondLength = "beyond_length" // its place, the digest's length
)

// Remembered is how long an item can be news.
const Remembered = 72 * time.Hour

// A Verdict is what a [Judge] found about an item.
type Verdict struct {
	Kept    bool
	Topic   string  // the topic it suits best, if kept
	Score   float64 // from 0 to 1; of what was dropped, how near it came
	Reasons []Reason
}

// A Judge says which of some topics an item belongs to. Make one with [NewJudge].
//
// An item belongs to a topic that it satisfies (see [Topic]) and that it is about: its score
// must reach a threshold, so that naming a thing in passing is not enough. The score is BM25
// with fields (Robertson, Zaragoza and Taylor 2004) over what it has of the topic, each list
// of which counts as one term. How rare terms are is known beforehand, so that what is found
// about an item depends on nothing but the item. A Judge is safe for concurrent use.
type Judge struct {
	reader *Reader
	topics []*compiled
}

// NewJudge prepares topics for judging many items. What [CheckTopic] would refuse about a term or
// a pattern is found in no item.
func NewJudge(r *Reader, topics []Topic) *Judge {
	j := &Judge{reader: r}
	for _, t := range topics {
		j.topics = append(j.topics, r.compile(t))
	}
	return j
}

// Item judges one item as of now. Of several topics it suits it gets the one with the
// higher score, and the earlier one when they tie.
func (j *Judge) Item(it Item, now time.Time) Verdict {
	if it.Baseline {
		return dropped(OldAtStart)
	}
	age := max(now.Sub(it.Published), 0)
	if age > Remembered {
		return dropped(TooOld, hours(age))
	}
	text := newText(j.reader, it)
	best := dropped(OffTopic)
	for _, t := range j.topics {
		v := t.judge(text)
		if v.Kept == best.Kept && v.Score > best.Score || v.Kept && !best.Kept {
			best = v
		}
	}
	if best.Kept {
		age = max(now.Sub(latest(it.Published, it.Edited)), 0)
		best.Score *= math.Exp2(-age.Hours() / 24)
		best.Reasons = append(best.Reasons, Reason{HoursOld, []string{hours(age)}})
	}
	return best
}

func dropped(key string, args ...string) Verdict {
	return Verdict{Reasons: []Reason{{key, args}}}
}

func hours(d time.Duration) string { return strconv.Itoa(int(d.Hours())) }

// A compiled topic is ready to be looked for.
type compiled struct {
	name      string
	must      [][]term
	should    []term
	against   []term
	despite   []term
	not       []term
	patterns  []pattern
	matches   bool     // one of the patterns must match
	dedicated []string // what the address of a feed has in it that is about nothing else
}

func compileTopic(c *Concepts, t Topic) *compiled {
	out := &compiled{
		name: t.Name, should: compileTerms(c, t.Should), against: compileTerms(c, t.Against),
		despite: compileTerms(c, t.Despite), not: compileTerms(c, t.Not),
	}
	for _, list := range t.Must {
		out.must = append(out.must, compileTerms(c, list))
	}
	for _, s := range t.Patterns {
		p, err := compilePattern(s)
		out.matches = out.matches || !p.excludes
		if err == nil {
			out.patterns = append(out.patterns, p)
		}
	}
	if len(out.must) > 0 {
		for _, term := range out.must[0] {
			out.dedicated = append(out.dedicated, term.names...)
		}
	}
	return out
}

// judge finds out whether an item belongs to the topic.
func (c *compiled) judge(t *text) Verdict {
	var s score
	for i, list := range c.must {
		found := t.find(list)
		if len(found.found) == 0 {
			return c.lacking(t, s, i)
		}
		s.must(found)
	}
	if v := c.refuse(t); len(v.Reasons) > 0 {
		v.Score = min(s.value()/2, justBelow)
		return v
	}
	if len(c.must) == 0 {
		s.must(evidence{idf: 1, saturation: 1}) // the pattern is all that is asked for
	}
	for i := range c.should {
		s.should(t.find(c.should[i : i+1]))
	}
	if !t.headlines(c.despite) {
		for i := range c.against {
			s.against(t.find(c.against[i : i+1]))
		}
	}
	value := min(s.value()*c.prior(t.item), 1)
	if value < threshold {
		v := dropped(Weak, t.names(s.found), decimal(value), decimal(threshold))
		v.Score = min(value, justBelow)
		return v
	}
	return Verdict{Kept: true, Topic: c.name, Score: value, Reasons: []Reason{{Mentions, []string{t.names(s.found)}}}}
}

// refuse is the verdict on an item that has what the topic excludes or not what it asks for
// beside terms, and is empty for others.
func (c *compiled) refuse(t *text) Verdict {
	for i := range c.not {
		if not := &c.not[i]; t.has(not) {
			return dropped(Excluded, not.shown(t.item.Lang))
		}
	}
	matched := !c.matches
	for _, p := range c.patterns {
		switch {
		case !t.matches(p):
		case p.excludes:
			return dropped(ByPattern, p.shown)
		default:
			matched = true
		}
	}
	if !matched {
		return dropped(NoPattern)
	}
	return Verdict{}
}

// lacking is the verdict on an item that has no term of a list.
func (c *compiled) lacking(t *text, s score, list int) Verdict {
	for _, later := range c.must[list+1:] {
		s.must(t.find(later))
	}
	if len(s.found) == 0 {
		return dropped(OffTopic)
	}
	var examples []string
	for _, term := range c.must[list][:min(3, len(c.must[list]))] {
		examples = append(examples, term.shown(t.item.Lang))
	}
	v := dropped(Lacks, t.names(s.found), strings.Join(examples, ", "))
	v.Score = min(s.value()/2, justBelow)
	return v
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) }

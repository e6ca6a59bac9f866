package news

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Keys of a [Reason], with what its Args are. The first three are for keeping.
const (
	Mentions     = "mentions"      // the terms found, with commas
	HoursOld     = "hours_old"     // how many since it was published or edited
	Outlets      = "outlets"       // how many report it
	OffTopic     = "off_topic"     // none
	Excluded     = "excluded"      // the term that excludes it
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
	Score   float64 // above 0 and at most 1, if kept
	Reasons []Reason
}

// A Judge says which of some topics an item belongs to. Make one with [NewJudge].
type Judge struct {
	reader *Reader
	topics []compiled
}

// NewJudge prepares topics for judging many items.
func NewJudge(r *Reader, topics []Topic) *Judge {
	j := &Judge{reader: r}
	for _, t := range topics {
		c := compiled{name: t.Name, should: compile(t.Should), not: compile(t.Not)}
		for _, list := range t.Must {
			c.must = append(c.must, compile(list))
		}
		j.topics = append(j.topics, c)
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
	title := fold(it.Title)
	text := title + "\n" + fold(it.Summary)
	pairs := pairsOf(text)
	best := dropped(OffTopic)
	for _, t := range j.topics {
		v := t.judge(title, text, pairs)
		if v.Score > best.Score || !best.Kept && best.Reasons[0].Key == OffTopic {
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

type compiled struct {
	name        string
	must        [][]term
	should, not []term
}

// judge scores by how many terms are found in a text, those in its title counting thrice.
func (c compiled) judge(title, text string, pairs *bytePairs) Verdict {
	var found []string
	weight := 0.0
	look := func(terms []term) bool {
		any := false
		for _, t := range terms {
			if !pairs.has(t.text) || !t.in(text) {
				continue
			}
			any = true
			if slices.Contains(found, t.shown) {
				continue
			}
			found = append(found, t.shown)
			weight++
			if t.in(title) {
				weight += 2
			}
		}
		return any
	}
	for _, list := range c.must {
		if !look(list) {
			return dropped(OffTopic)
		}
	}
	for _, t := range c.not {
		if pairs.has(t.text) && t.in(text) {
			return dropped(Excluded, t.shown)
		}
	}
	look(c.should)
	return Verdict{
		Kept: true, Topic: c.name, Score: weight / (weight + 4),
		Reasons: []Reason{{Mentions, []string{strings.Join(found, ", ")}}},
	}
}

// A term is one of a topic's, ready to be looked for in folded text.
type term struct {
	shown       string // as written in the topic
	text        string
	left, right bool // whether its ends must be ends of a word
}

func compile(terms []string) []term {
	var out []term
	for _, s := range terms {
		shown, prefix := strings.CutSuffix(s, "*")
		text := fold(shown)
		first, _ := utf8.DecodeRuneInString(text)
		last, _ := utf8.DecodeLastRuneInString(text)
		if text != "" {
			out = append(out, term{shown, text, wordy(first), wordy(last) && !prefix})
		}
	}
	return out
}

func (t term) in(text string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], t.text)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(t.text)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !(t.left && wordy(before)) && !(t.right && wordy(after)) {
			return true
		}
		from = end
	}
}

// bytePairs are the pairs of neighbouring bytes of a text, folded into 4,096 places. They
// spare looking for most of the terms that are not there.
type bytePairs [64]uint64

func pairsOf(text string) *bytePairs {
	var p bytePairs
	for i := 1; i < len(text); i++ {
		at := place(text[i-1], text[i])
		p[at/64] |= 1 << (at % 64)
	}
	return &p
}

// has reports whether the pair that ends a term may be there.
func (p *bytePairs) has(term string) bool {
	if len(term) < 2 {
		return true
	}
	at := place(term[len(term)-2], term[len(term)-1])
	return p[at/64]&(1<<(at%64)) != 0
}

func place(a, b byte) uint { return (uint(a)*67 + uint(b)) % 4096 }

// wordy reports whether r is part of a word that spaces end, unlike a Han character.
func wordy(r rune) bool {
	return unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.Is(unicode.Han, r)
}

// fold makes texts that differ only in case or width equal.
func fold(s string) string { return strings.ToLower(norm.NFKC.String(s)) }

package community

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strings"
	"time"
)

// A Partner is what a person tells the others of a server who look for somebody to
// practise a language with: not who they are, which both learn when both agree to meet.
type Partner struct {
	ID        string // by which others name it; says nothing of the person
	Server    string
	Person    string
	Speaks    []string // tags of PartnerLanguages
	Learns    []string // the same, none of Speaks
	Interests []string // of PartnerInterests
	About     string   // in their own words; see CheckAbout
	Listed    bool     // others may find it
	Direct    bool     // asks are told by direct message too
	ActiveAt  time.Time
	Expires   time.Time // it is deleted then, unless it is renewed
	Reminded  bool      // that it expires
}

// Limits of partners. Lengths are in code points.
const (
	MaxAbout    = 100
	OpenAsks    = 3 // that a person can wait for at once
	AsksADay    = 5
	ReportsADay = 5

	PartnerFor = 60 * 24 * time.Hour // that a profile is kept without being renewed
	PartnerDue = 7 * 24 * time.Hour  // before that it can be renewed, and its owner is reminded
	AskFor     = 7 * 24 * time.Hour  // that an ask waits
	ApartFor   = 60 * 24 * time.Hour // that who was passed over does not come again
)

// A Language is one that people practise, with its name in its own script.
type Language struct{ Tag, Name string }

// PartnerLanguages are those that people can choose.
var PartnerLanguages = []Language{
	{"en", "English"}, {"cmn", "普通话 · 國語"}, {"yue", "粵語"}, {"nan", "臺語 · 闽南语"}, {"hak", "客家話"},
	{"es", "Español"}, {"ja", "日本語"}, {"ko", "한국어"}, {"fr", "Français"}, {"de", "Deutsch"},
	{"pt", "Português"}, {"ru", "Русский"}, {"it", "Italiano"}, {"vi", "Tiếng Việt"}, {"th", "ไทย"},
	{"id", "Bahasa Indonesia"}, {"ms", "Bahasa Melayu"}, {"fil", "Filipino"}, {"hi", "हिन्दी"}, {"ar", "العربية"},
	{"tr", "Türkçe"}, {"pl", "Polski"}, {"uk", "Українська"}, {"nl", "Nederlands"}, {"sv", "Svenska"},
}

// PartnerInterests are what people can like; words for them are "partner.interest.<name>".
var PartnerInterests = []string{
	"food", "cooking", "tea", "films", "series", "music", "singing", "dance", "books", "comics", "games", "sports", "outdoors",
	"travel", "photos", "drawing", "crafts", "fashion", "pets", "plants", "science", "technology", "history", "memes", "videos",
}

// LanguageName is what a language of PartnerLanguages is called in its own script.
func LanguageName(tag string) string {
	i := slices.IndexFunc(PartnerLanguages, func(l Language) bool { return l.Tag == tag })
	if i < 0 {
		return tag
	}
	return PartnerLanguages[i].Name
}

// Speak sets what somebody speaks and learns: what is known of it, and nothing in both.
func (p *Partner) Speak(speaks, learns []string) {
	unknown := func(tag string) bool { return LanguageName(tag) == tag }
	p.Speaks = slices.DeleteFunc(slices.Clone(speaks), unknown)
	p.Learns = slices.DeleteFunc(slices.Clone(learns), func(tag string) bool { return unknown(tag) || slices.Contains(p.Speaks, tag) })
}

// Like sets what somebody likes, as far as it is known.
func (p *Partner) Like(interests []string) {
	p.Interests = slices.DeleteFunc(slices.Clone(interests), func(name string) bool { return !slices.Contains(PartnerInterests, name) })
}

// Complete reports whether a profile says enough to be found.
func (p Partner) Complete() bool { return len(p.Speaks) > 0 && len(p.Learns) > 0 }

// Found reports whether others can find a profile at a time.
func (p Partner) Found(now time.Time) bool { return p.Listed && p.Complete() && now.Before(p.Expires) }

// Teaches reports whether a person speaks what another learns.
func (p Partner) Teaches(o Partner) bool {
	return slices.ContainsFunc(p.Speaks, func(tag string) bool { return slices.Contains(o.Learns, tag) })
}

// Fit is how well two people can practise together: the more, the higher it is; 0 is not
// at all. Teaching each other comes before everything else, then what both like, then
// whether the other was here lately.
func (p Partner) Fit(o Partner, now time.Time) int {
	fit := 0
	if p.Teaches(o) {
		fit += 100
	}
	if o.Teaches(p) {
		fit += 100
	}
	if fit == 0 {
		return 0
	}
	for _, name := range p.Interests {
		if slices.Contains(o.Interests, name) {
			fit += 10
		}
	}
	switch away := now.Sub(o.ActiveAt); {
	case away < 7*24*time.Hour:
		fit += 5
	case away < 30*24*time.Hour:
		fit += 2
	}
	return fit
}

// Best are the others with whom somebody can practise, the best first. Those who fit
// alike come in an order that differs from person to person, so that nobody is always
// first, and is the same every time.
func (p Partner) Best(others []Partner, now time.Time) []Partner {
	type candidate struct {
		partner Partner
		fit     int
		lot     string
	}
	var fitting []candidate
	for _, o := range others {
		if fit := p.Fit(o, now); fit > 0 {
			fitting = append(fitting, candidate{o, fit, lot(p, o)})
		}
	}
	slices.SortFunc(fitting, func(a, b candidate) int { return cmp.Or(b.fit-a.fit, strings.Compare(a.lot, b.lot)) })
	best := make([]Partner, len(fitting))
	for i, c := range fitting {
		best[i] = c.partner
	}
	return best
}

// lot is a text that is as if it were drawn for two people, the same whichever comes first.
func lot(a, b Partner) string {
	sum := sha256.Sum256([]byte(min(a.ID, b.ID) + " " + max(a.ID, b.ID)))
	return string(sum[:])
}

// A PartnerAsk is one person's wish to meet another, of whom they know the profile alone.
// Its id is the group of its messages.
type PartnerAsk struct {
	ID       string
	Server   string
	Sender   string
	Receiver string // empty once they asked to be forgotten
	State    AskState
	At       time.Time
	Told     bool // the receiver has been told
}

// An AskState is how far an ask has come.
type AskState string

// The states. Who asked learns of Accepted alone: to them an ask that was declined waits
// like any other until it expires.
const (
	AskOpen      AskState = "open"
	AskAccepted  AskState = "accepted"
	AskDeclined  AskState = "declined"
	AskWithdrawn AskState = "withdrawn" // the sender left
	AskEnded     AskState = "ended"     // accepted, and later one of them left
)

// An AskOutcome is what became of an attempt to ask, or to answer.
type AskOutcome string

// The outcomes.
const (
	NowAsked     AskOutcome = "asked"
	NowMet       AskOutcome = "met" // both agree
	NowDeclined  AskOutcome = "declined"
	AskedBefore  AskOutcome = "before"
	TooManyOpen  AskOutcome = "open"
	TooManyToday AskOutcome = "today"
	AskGone      AskOutcome = "gone" // the other is no longer there, or the ask not open
)

// An Apart keeps one person's profile from another.
type Apart struct {
	Server string
	Person string // whose wish it is
	Other  string // who is not shown to them; a pseudonym once that one asked to be forgotten
	Until  time.Time
	Mutual bool // nor they to the other
	Block  bool // they said so, rather than "not now"
}

// Forever is the Until of a block.
var Forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// A PartnerReport is a person's word to the moderators about another's profile or
// behaviour. Moderators are not told whose word it is.
type PartnerReport struct {
	ID       string
	Server   string
	Person   string // whom it is about
	Reporter string // empty once they asked to be forgotten
	Where    string // where they met: one of ReportCard, ReportAsk, ReportMet
	About    string // what the profile said in its owner's words
	Why      string // in the reporter's words; may be empty
	At       time.Time
	Settled  string // what moderators did: empty, or one of ReportKept, ReportRemoved, ReportBanned
}

// Where a reporter came upon a person, and what moderators can do.
const (
	ReportCard = "card"
	ReportAsk  = "ask"
	ReportMet  = "met"

	ReportKept    = "kept"
	ReportRemoved = "removed"
	ReportBanned  = "banned"
)

// A PartnerBan keeps a person from looking for partners in a server.
type PartnerBan struct {
	Server    string
	Pseudonym string // stands for the person, and does not name them
	Person    string // empty once they asked to be forgotten
	At        time.Time
}

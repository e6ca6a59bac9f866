package guide

import (
	"slices"
	"strings"
	"time"
)

// A Timeline is the story by date, and where what is banned.
type Timeline struct {
	Entries []Entry // by date, the oldest first
	Places  []Place // the United States first
	Ahead   []Ahead // by date, the nearest first; some may have passed
}

// Everywhere is the place of an entry that belongs to none.
const Everywhere = "everywhere"

// An Entry is something that happened.
type Entry struct {
	Date, Until Date // Until is empty for what took a day
	Place       string
	Kind        EntryKind
	Text        Texts
	Source      Source
	Confidence  Confidence
}

// An EntryKind is what kind of thing happened.
type EntryKind string

// entryKinds are all kinds: of a ruling, a statute, an executive act, a block, its end, a change of owners, an app that did
// something, an app that was down, and many people who did something.
var entryKinds = []EntryKind{"court", "law", "order", "ban", "lifted", "deal", "app", "outage", "people"}

// Confidence is how well something is sourced.
type Confidence string

// The degrees of confidence.
const (
	High   Confidence = "H" // a primary document, or several outlets
	Medium Confidence = "M" // one decent outlet
)

// A Place is somewhere people ask whether TikTok is banned.
type Place struct {
	ID      string
	Name    Texts
	Also    []string // other names people type
	Status  Status
	Rules   []Rule // what is or was restricted; Status and Text say the same of TikTok
	Text    Texts
	Checked time.Time // the day up to which the evidence reaches
	Source  Source
}

// Stale reports whether the evidence is more than 90 days old, which its reader should be told.
func (p Place) Stale(now time.Time) bool { return now.Sub(p.Checked) > Fresh }

// Status answers whether TikTok is banned somewhere.
type Status string

// The answers.
const (
	NotBanned  Status = "not-banned"
	Devices    Status = "devices"   // only off official devices, and only there
	AgeLimit   Status = "age-limit" // not for the youngest
	Banned     Status = "banned"
	Lifted     Status = "lifted"      // it was, and is no more
	NotOffered Status = "not-offered" // no ban that we know of, but it cannot be had
	Unclear    Status = "unclear"     // it was, or was said to be, at times; what holds now, we have not found
)

// Statuses are all of them, in the order in which places are listed.
var Statuses = []Status{Banned, NotOffered, AgeLimit, Devices, Lifted, NotBanned, Unclear}

// A Rule is one thing that is or was restricted somewhere.
type Rule struct {
	What  What
	Since Date // empty: not known
	Until Date // the day it ends or ended; empty: no end is known
	About bool // Until is not exact
}

// What is restricted.
type What string

// The things that are restricted.
const (
	WholeApp        What = "tiktok"
	RedNoteApp      What = "rednote"
	OfficialDevices What = "devices"         // TikTok on them
	RedNoteDevices  What = "devices-rednote" // RedNote and Lemon8 on them
	StaffAdvised    What = "advice"          // officials are advised, not told
	Under16         What = "under-16"        // their accounts on large platforms
)

var whats = []What{WholeApp, RedNoteApp, OfficialDevices, RedNoteDevices, StaffAdvised, Under16}

// An Ahead is something that is known to come on a day.
type Ahead struct {
	Date   Date // a whole day
	Place  string
	Text   Texts
	Source Source
}

// Days is how many days are left at now, counted in UTC: 0 today, less if it has passed.
func (a Ahead) Days(now time.Time) int {
	today := now.UTC().Truncate(24 * time.Hour)
	return int(a.Date.First().Sub(today) / (24 * time.Hour))
}

// names are all names of a place as they compare.
func (p Place) names() []string {
	names := []string{fold(p.ID)}
	for _, lang := range tongues {
		names = append(names, fold(p.Name[lang]))
	}
	for _, name := range p.Also {
		names = append(names, fold(name))
	}
	return names
}

func (t *Timeline) place(id string) (Place, bool) {
	i := slices.IndexFunc(t.Places, func(p Place) bool { return p.ID == id })
	if i < 0 {
		return Place{}, false
	}
	return t.Places[i], true
}

// Place returns the place with an id or a name in any language, however it is written, and reports whether there is one.
func (t *Timeline) Place(name string) (Place, bool) {
	name = fold(name)
	for _, p := range t.Places {
		if slices.Contains(p.names(), name) {
			return p, true
		}
	}
	return Place{}, false
}

// Suggest returns the places one of whose names contains what was typed so far, those whose name begins with it first.
func (t *Timeline) Suggest(typed string) []Place {
	typed = fold(typed)
	var begin, contain []Place
	for _, p := range t.Places {
		names := p.names()
		switch {
		case slices.ContainsFunc(names, func(s string) bool { return strings.HasPrefix(s, typed) }):
			begin = append(begin, p)
		case slices.ContainsFunc(names, func(s string) bool { return strings.Contains(s, typed) }):
			contain = append(contain, p)
		}
	}
	return append(begin, contain...)
}

// Years are the years that have entries, the newest first.
func (t *Timeline) Years() []string {
	var years []string
	for _, e := range slices.Backward(t.Entries) {
		if !slices.Contains(years, e.Date.Year()) {
			years = append(years, e.Date.Year())
		}
	}
	return years
}

// Of returns the entries of a year.
func (t *Timeline) Of(year string) []Entry {
	return slices.DeleteFunc(slices.Clone(t.Entries), func(e Entry) bool { return e.Date.Year() != year })
}

// Newest is the day of the newest thing that is known: of an entry, or of what is known of a place.
func (t *Timeline) Newest() time.Time {
	var newest time.Time
	for _, e := range t.Entries {
		newest = later(newest, e.Date.First())
	}
	for _, p := range t.Places {
		newest = later(newest, p.Checked)
	}
	return newest
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

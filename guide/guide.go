// Package guide holds the guides: short walks through one subject, a step at a time, written in Markdown and read on a
// phone. A guide is a folder of the library with one file a language, such as library/rednote/zh-TW.md, and adding one
// needs no Go. English must be there, since it stands in for a language that is missing.
//
//	---
//	title: A title of the whole
//	summary: One line that says who it is for.
//	audience: newcomers
//	order: 10
//	checked: 2026-04-01
//	---
//
//	## A step {#its-id}
//	checked: 2025-01-18
//	source: [An outlet, and what it wrote](https://example.org/page) (2025-01-18)
//	unclear: true
//
//	The text, in the small Markdown of the whole program.
//
// The lines right under a heading, up to the first blank one, are the step's own fields. A step without checked or source
// takes those of the guide. Progress hangs on the step's id, so an id is never reused for something else.
//
// About dates: no guide in the library was tried in the apps it speaks of; it was written from published sources. "Checked"
// is therefore not the day somebody sat down to write, but the day up to which the evidence reaches: the date of the newest
// source that the step relies on (the first of the month where only a month is known). Who tries a step in the app adds that
// as a source, with its day. A step whose evidence is old says so to its reader; see [Step.Stale].
package guide

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"
)

// English is the language every guide has, and the one shown when a reader's own is missing.
const English = "en"

// A Guide is one subject in one language.
type Guide struct {
	Name     string // the folder, such as "rednote"; the same in every language
	Lang     string // the file, such as "zh-TW"
	Title    string // plain text, at most 60 characters
	Summary  string // plain text, one line of at most 100 characters
	Audience Audience
	Order    int       // where it stands among the guides, smallest first
	Differs  bool      // its steps are not those of the English guide, on purpose
	Checked  time.Time // midnight UTC; the default of its steps
	Sources  []Source  // the default of its steps
	Steps    []Step    // 1 to 25, so that they fit one menu

	Own  bool // of a server; see [ReadOwn]
	Adds bool // Own, and no guide but steps to add to the library's guide of this name: only Name, Lang and Steps are set
}

// A Step is one page of a guide.
type Step struct {
	ID      string    // unique in the guide, the same in every language, stable over edits
	Title   string    // plain text, at most 60 characters
	Body    string    // Markdown, at most 1,800 characters and 3,600 bytes
	Checked time.Time // the day up to which its evidence reaches, midnight UTC
	Sources []Source
	Unclear bool   // the sources are silent or disagree, as the body says
	Hash    string // of title and body: another hash means another text than the one read before

	Own           bool   // a server's moderators wrote it; it may lack Checked and Sources
	Lang          string // the language it is in, if not its guide's
	Before, After string // Own, added to a guide of the library: the step it stands beside; neither: it stands at the end
}

// A Source is where a step's facts come from.
type Source struct {
	Title string // the outlet and the piece; names the original where the link is a copy
	URL   string // https
	Date  string // as exact as known: "2025", "2025-01", "2025-01-18", or empty
}

// Audience is who a guide is written for.
type Audience string

// The audiences.
const (
	Newcomers   Audience = "newcomers"   // people who move
	Hosts       Audience = "hosts"       // people who meet them where they arrive
	Creators    Audience = "creators"    // people who live from what they post
	Communities Audience = "communities" // people who move a whole group
	Everyone    Audience = "everyone"
)

var audiences = []Audience{Newcomers, Hosts, Creators, Communities, Everyone}

// Index returns the position of the step with an id, or -1 if the guide has no such step.
func (g Guide) Index(id string) int {
	return slices.IndexFunc(g.Steps, func(s Step) bool { return s.ID == id })
}

// Fresh is how long evidence is taken to be up to date.
const Fresh = 90 * 24 * time.Hour

// Stale reports whether a step's evidence is more than 90 days old, which its reader should be told. A step that states no
// day is not.
func (s Step) Stale(now time.Time) bool { return !s.Checked.IsZero() && now.Sub(s.Checked) > Fresh }

// hash returns a short name of what a reader sees of a step.
func hash(title, body string) string {
	sum := sha256.Sum256([]byte(title + "\n" + body))
	return hex.EncodeToString(sum[:5])
}

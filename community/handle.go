package community

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

// A Handle is a name that somebody says is theirs on another platform. It is a claim:
// nobody checks it.
type Handle struct {
	ID       string
	Server   string
	Person   string
	Platform string // ID of one of Platforms
	Name     string // as [Platform.Parse] returns it
	Audience Audience
	AddedAt  time.Time
}

// Compare orders handles as [Platforms] are, those of one platform by when they were listed.
func (h Handle) Compare(o Handle) int {
	place := func(h Handle) int {
		return slices.IndexFunc(Platforms, func(p Platform) bool { return p.ID == h.Platform })
	}
	return cmp.Or(cmp.Compare(place(h), place(o)), h.AddedAt.Compare(o.AddedAt), cmp.Compare(h.Name, o.Name))
}

// An Audience is who may see a handle. Each but the first also lets those see it whom the
// ones before let.
type Audience string

// The audiences, from the smallest.
const (
	Nobody  Audience = "nobody"  // kept, and seen by nobody else
	Mutual  Audience = "mutual"  // who said that they know this person, who said the same of them
	Knowing Audience = "knowing" // who types one of this person's handles for Knowing exactly
	Anyone  Audience = "anyone"  // everyone in the server, who also finds it by a name near it
)

// Audiences are all of them, from the smallest.
var Audiences = []Audience{Nobody, Mutual, Knowing, Anyone}

// Open reports whether people find a handle by looking for it.
func (a Audience) Open() bool { return a == Knowing || a == Anyone }

// A Closeness is how much someone who looks at a person's handles knows of them.
type Closeness int

// How close people are.
const (
	Strangers Closeness = iota
	Known               // the handle was typed, and is for Knowing
	Friends             // both said that they know each other
)

// Sees reports whether someone so close sees what is for an audience.
func (c Closeness) Sees(a Audience) bool {
	switch a {
	case Anyone:
		return true
	case Knowing:
		return c >= Known
	case Mutual:
		return c >= Friends
	}
	return false
}

// A Listing is what someone lists in a server, as they see it themselves.
type Listing struct {
	Server    string
	Person    string
	Note      string // for whoever sees one of the handles
	Arrivals  bool   // whoever waits for one of the handles is told of it
	ExpiresAt time.Time
	Handles   []Handle `json:",omitempty"` // in order, see [Handle.Compare]
}

// Limits of what people list, and of what they ask for. Lengths are in code points.
const (
	MaxHandles        = 8  // of a person in a server
	MaxWatches        = 20 // the same
	MaxBonds          = 50 // the same: people whom one says one knows
	MaxBlocks         = 200
	MaxHandleNote     = 100
	HandleReportsADay = 5                   // of one person
	ListedFor         = 60 * 24 * time.Hour // unless renewed; and how long people wait for someone
	ListedSoon        = 7 * 24 * time.Hour  // before the end people are reminded
	HiddenFor         = 30 * 24 * time.Hour // after moderators switched handles off, at most
)

// ErrTooMany is wrapped where somebody would keep more than one of the limits allows.
var ErrTooMany = errors.New("as many as there may be")

// A Found is somebody, as one asker may see them.
type Found struct {
	Person  string
	Note    string
	Handles []FoundHandle // those that the asker sees, in order
	Match   Handle        // the one that was looked for, or is near that; zero if it was the person
	Exact   bool          // Match is what was looked for
	Known   bool          // the asker said that they know them
}

// A FoundHandle is a handle of a Found.
type FoundHandle struct {
	Handle
	Claims int    // how many people the asker can find say that this is theirs, this one too
	Like   string // the name, listed earlier by someone else, that this one can be mistaken for; may be empty
}

// A Sought is what somebody looks for.
type Sought struct {
	Server   string
	Asker    string
	Platform string // empty: any
	Name     string // as ReadSought returns it
}

// A Watch is someone who waits until a handle is listed.
type Watch struct {
	ID       string
	Server   string
	Person   string // who waits
	Platform string // empty: any
	Name     string
	Direct   string // language in which they asked to be told by direct message; empty: they did not
	Until    time.Time
}

// A Notice is something about handles that someone hears with their next command.
type Notice struct {
	ID     string
	Server string
	Person string // who hears it
	Kind   NoticeKind
	Handle string // id of the handle that it is about; may be empty
	Other  string // the person whom it is about; may be empty
	Text   string // what was waited for, or why something was removed
	At     time.Time
	Direct string // language of the direct message by which they asked to be told, until it is on its way; else empty
}

// A NoticeKind is what a notice says.
type NoticeKind string

// The kinds of notices.
const (
	Arrived   NoticeKind = "arrived"   // a handle that they waited for is listed
	Met       NoticeKind = "met"       // someone whom they know said the same of them
	Contested NoticeKind = "contested" // someone else says that their handle is theirs
	Removed   NoticeKind = "removed"   // moderators removed what they listed
	Expiring  NoticeKind = "expiring"  // what they listed ends soon
)

// A Report is what someone tells the moderators about what a person lists.
type Report struct {
	ID       string
	Server   string
	Reporter string // moderators do not see it
	Person   string // who is reported
	Reason   string // one of ReportReasons
	Text     string
	At       time.Time
}

// ReportReasons are why people can be reported. Words for them are
// "alert.handles.<reason>".
var ReportReasons = []string{"imitates", "private", "unkind", "other"}

// Valid reports whether a is an audience.
func (a Audience) Valid() bool { return slices.Contains(Audiences, a) }

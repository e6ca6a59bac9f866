// Package news turns feeds into digests, one step after the other:
//
//	fetch → prepare → parse → normalize → keep → judge → group → compose
//
// A [Fetcher] fetches, with guards; [Prepare] and [Parse] make items of what it
// brought; [Keep] tells new items from known ones; [Judge], [Group] and [Compose]
// choose what a digest tells, with a reason for each choice, by what a [Reader] finds
// in an item's words. A [Desk] runs the first half, for the feeds that are due or for
// one address. All that is kept between two fetches goes through a [Store]; the second
// half has no effects.
package news

import "time"

// A Feed is one source as it stands now; servers that follow the same address share it.
type Feed struct {
	URL     string
	Title   string
	Lang    string // BCP 47 tag of its items: en, zh-CN or zh-TW; empty until known
	Outlet  Outlet
	Zone    string // IANA zone for dates that name none; empty: UTC
	Paused  bool   // the server that was asked about has paused it; told only of the feeds of one server
	Checked time.Time
	State
}

// State is what the last fetches of a feed taught.
type State struct {
	ETag         string
	LastModified string
	NextFetch    time.Time
	LastGood     time.Time     // zero: never fetched with success
	FailingSince time.Time     // zero: not failing
	Failures     int           // in a row
	Problem      Problem       // why the last fetch failed; empty when it did not
	Whole        time.Time     // when its body was last read, not just found unchanged
	Every        time.Duration // how long to leave it alone between fetches, as its body asks; 0: it does not

	Newest     time.Time     // when a new item last came or, of those it had at first, was published; zero: not known
	Gap        time.Duration // usual time between new items; 0: not known yet
	StaleTold  bool          // moderators were told that nothing new comes
	MovedTo    string        // where its address leads for good, as the server says; empty: nowhere else
	MovedTimes int           // fetches in a row that were led there
}

// A Problem is why a feed could not be used, as a word that locales explain
// ("problem.not_feed").
type Problem string

// Why a feed could not be used.
const (
	NoProblem     Problem = ""
	BadURL        Problem = "bad_url"        // no http(s) address
	PrivateURL    Problem = "private_url"    // leads to a private network
	Unreachable   Problem = "unreachable"    // no such host, refused, reset
	TooSlow       Problem = "too_slow"       // over the time limit
	TooBig        Problem = "too_big"        // over the size or ratio limit
	TooDeep       Problem = "too_deep"       // nested beyond reading
	NotFeed       Problem = "not_feed"       // something else lives there
	IllFormed     Problem = "ill_formed"     // a feed, but broken beyond mending
	Gone          Problem = "gone"           // 410
	TooOften      Problem = "too_often"      // 429: asked to come back later
	Refused       Problem = "refused"        // another 4xx
	ServerTrouble Problem = "server_trouble" // 5xx
	TooManyMoves  Problem = "too_many_moves" // redirects without end
)

// An Outlet is what kind of publisher stands behind a feed, told beside its name.
type Outlet string

// The kinds of outlets; words for them are "outlet.<kind>".
const (
	OfficialDocument Outlet = "official"
	Company          Outlet = "company"
	StateMedia       Outlet = "state_media"
	Agency           Outlet = "agency"
	Newspaper        Outlet = "newspaper" // broadcasters and news sites too
	Blog             Outlet = "blog"
	UnknownOutlet    Outlet = ""
)

// An Item is one entry of a feed, cleaned.
type Item struct {
	ID        string // stable across edits; see [Key]
	Feed      string // the feed's URL
	Link      string // absolute, http or https
	Title     string // plain text, never empty, at most 200 characters
	Summary   string // plain text, at most 200 characters; may be empty
	Publisher string // who wrote it; the feed's title unless the item names another
	Outlet    Outlet
	Lang      string
	Published time.Time // when it was first seen if the feed gives no date
	Seen      time.Time // when Magpie first saw it
	Edited    time.Time // when its title or summary last changed after that; zero: never
	Baseline  bool      // it was old when the feed was first read, so it is never news
	GUID      string    `json:"-"` // a short name of its guid within the feed, by which it is known again when its link changed; may be empty
}

// A Digest is what a moderator asked for: stories on some topics, at some times.
type Digest struct {
	ID        string
	Server    string
	Name      string // unique in the server
	Channel   string
	Forum     bool   // the channel is a forum, where each edition is a post of its own
	Schedule  string // as schedule.Parse reads it
	Zone      string // IANA name
	Topics    []string
	Languages []string // in which it is posted; see community.CheckLanguages
	Length    int      // stories at most
	Role      string   // role id to mention; empty: nobody
	PostEmpty bool     // post even when nothing is new
	Feeds     []string // addresses of the feeds it reads; empty: all that the server follows
	Grouping  Grouping // how readily reports are taken for one story
	Order     Order    // of the stories
	CreatedBy string   // person id

	Paused    bool
	PausedFor string    // why Magpie itself paused it, as a word; empty when a moderator did
	DeletedAt time.Time // zero, or when it was deleted; it can come back for seven days

	ChangedAt time.Time // when schedule or zone last changed, or it was resumed
	LastRun   time.Time // instant of the last slot that ran; zero: never
	NextRun   time.Time // instant of the next slot
	Silent    int       // runs in a row that had nothing new
}

// A Run is one slot of a digest's schedule, carried out.
type Run struct {
	ID      string // digest and slot: never two of them
	Digest  string
	Slot    string    // civil date and time in the digest's zone, "2026-11-21 09:00"
	At      time.Time // the slot's instant
	Done    time.Time
	Outcome Outcome
	Stories []Story
}

// A Finished is a run to be saved, of a digest as it was read before, and when the digest
// runs next.
type Finished struct {
	Digest Digest
	Run    Run
	Next   time.Time
}

// An Outcome is how a run ended; words for them are "run.<outcome>".
type Outcome string

// How a run ends.
const (
	Posted  Outcome = "posted"  // handed to the outbox
	Silent  Outcome = "silent"  // nothing new
	Skipped Outcome = "skipped" // too late
)

// A Story is what happened, told once: the items that report it, best first.
type Story struct {
	ID      string   // the id of the item it began with
	Topic   string   // name of a [Topic]
	Items   []Item   // never empty
	Score   float64  // to order stories of one edition by; means nothing beyond
	Updated bool     // posted before, and has developed
	Reasons []Reason // why it was kept
	Joins   []Join   `json:",omitempty"` // why each item but the one it began with belongs to it
}

// A Join is why an item was taken for a report of a story.
type Join struct {
	Item    string // id
	With    string // id of the item of the story that is most like it
	Reasons []Reason
}

// Grouping is how readily reports are taken for the same story; words for it are "grouping.<how>".
type Grouping string

// The ways to group. The empty one is Normal.
const (
	Strict Grouping = "strict"
	Normal Grouping = "normal"
	Loose  Grouping = "loose"
)

// Order is how an edition's stories are ordered; words for it are "order.<how>".
type Order string

// The orders. The empty one is MostRelevant.
const (
	MostRelevant Order = "relevant" // best score first
	NewestFirst  Order = "newest"
	OldestFirst  Order = "oldest" // as it happened
	ByTopic      Order = "topic"  // in the order of the digest's topics, best score first in each
)

// A Reason is one argument for keeping or dropping an item; words for it are "reason.<key>".
type Reason struct {
	Key  string
	Args []string
}

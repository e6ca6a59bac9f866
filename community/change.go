package community

import "time"

// A Change is one thing that a moderator changed, for the list of who did what.
type Change struct {
	Server string
	Person string
	At     time.Time
	Key    string   // of the words that say it, such as "change.digest.paused"
	Args   []string // what the words are about, such as the digest's name
}

// An Alert is something moderators should hear about. It waits here until it was
// told: in their channel or, without one, at the head of the next reply to a
// moderator's command.
type Alert struct {
	ID     string
	Server string
	At     time.Time
	Key    string // of the words that say it
	Args   []string
	About  string // key of what it is about, such as a feed's; may be empty
}

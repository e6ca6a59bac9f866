package community

import "time"

// A JoinerState is how far the welcome of somebody is.
type JoinerState string

// The states of those who joined.
const (
	JoinerPending  JoinerState = "pending"  // has still to agree to the server's rules
	JoinerHere     JoinerState = "here"     // is to be welcomed
	JoinerWelcomed JoinerState = "welcomed" // is kept for a day, so as not to be welcomed again
)

// A Joiner is someone who joined a server that welcomes people.
type Joiner struct {
	Server string
	Person string
	Name   string // by which they are welcomed; empty once they were
	State  JoinerState
	At     time.Time // of the state
}

// NotWelcomedAgain is how long after a welcome the same person gets no other one, and how
// long anything is kept about someone who joined.
const NotWelcomedAgain = 24 * time.Hour

// A Welcome is what there is to tell a server about people who joined, and when such was
// told before.
type Welcome struct {
	Server   string
	PostedAt time.Time // the last message; zero: none yet
	CrowdAt  time.Time // when more people had come at once than are named; zero: that did not happen since it was told
	ToldAt   time.Time // the last message about so many; zero: none yet
	Joiners  []Joiner  // who is to be welcomed, the earliest first
}

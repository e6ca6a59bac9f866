package news

import "time"

// A Publication is the digests of a server that anybody may read on the web. It says
// nothing of which server that is.
type Publication struct {
	Slug   string    // by which it is addressed: random letters and digits
	Latest time.Time // when its last issue was posted; zero: it has none yet
}

// An Issue is one posted digest of a publication.
type Issue struct {
	Name      string // by which it is addressed, unique in its publication
	Title     string // the digest's name, as a moderator chose it
	Languages []string
	Slot      string    // civil date and time in the digest's zone, "2026-11-21 09:00"
	At        time.Time // the slot's instant
	Done      time.Time // when it was composed
	Stories   []Story   // never empty
}

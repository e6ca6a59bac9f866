package community

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// What a [Daily] posts.
const (
	DailyPhrase   = "phrase"
	DailySlang    = "slang"
	DailyQuestion = "question"
	DailyMixed    = "mixed" // each of them in turn
)

// DailyKinds are all that a [Daily] can be of.
var DailyKinds = []string{DailyPhrase, DailySlang, DailyQuestion, DailyMixed}

// MaxDailies is how many a server may have.
const MaxDailies = 5

// A Daily is a small post that a channel gets once a day.
type Daily struct {
	ID        string
	Server    string
	Channel   string
	Kind      string // one of DailyKinds
	Hour      string // civil time of the post, "09:00"
	Zone      string // IANA name
	Posted    int    // how many posts there were
	LastSlot  string // civil date and time of the last post, as schedule.Slot has it; empty: none yet
	NextRun   time.Time
	PausedFor string // why it is paused; empty while it runs
	ChangedAt time.Time
}

// Next is what the next post is of, and the how-manieth of its kind it is, from 0.
func (d Daily) Next() (kind string, n int) {
	if d.Kind != DailyMixed {
		return d.Kind, d.Posted
	}
	kinds := DailyKinds[:3]
	return kinds[d.Posted%len(kinds)], d.Posted / len(kinds)
}

// Pick is the place, in a pool of a size, of the n-th post of a kind. A pool is gone
// through in an order that differs from one channel to another, and nothing comes again
// before everything has come.
func (d Daily) Pick(kind string, n, pool int) int {
	if pool == 0 {
		return 0
	}
	seed := fnv.New64a()
	seed.Write([]byte(d.Server + " " + d.Channel + " " + kind))
	order := rand.New(rand.NewPCG(seed.Sum64(), uint64(n/pool))).Perm(pool)
	return order[n%pool]
}

package commands

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"magpie/clock"
	"magpie/community"
	"magpie/slash"
)

// WelcomeStore keeps who joined until they were welcomed.
type WelcomeStore interface {
	Settings
	// AddJoiner reports false for someone who is known, or was welcomed within a day.
	AddJoiner(ctx context.Context, j community.Joiner) (added bool, err error)
	// AdmitJoiner notes that someone agreed to the rules, and reports whether they had to.
	AdmitJoiner(ctx context.Context, server, person, name string, at time.Time) (admitted bool, err error)
	DropJoiner(ctx context.Context, server, person string) error
	// Joiners are those who were not welcomed yet.
	Joiners(ctx context.Context, server string) ([]community.Joiner, error)
	// NoteCrowd notes that more people come at once than are named.
	NoteCrowd(ctx context.Context, server string, at time.Time) error
}

// WelcomeNeeds are what welcomes work with.
type WelcomeNeeds struct {
	Store       WelcomeStore
	Words       slash.Words
	Tongues     Tongues
	Permissions Permitted
	Now         func() time.Time
	Enabled     bool         // the operator wants welcomes, so Discord tells who joins
	Came        *clock.Waker // somebody is to be welcomed
}

const (
	crowd     = 20               // that many people,
	crowdTime = 10 * time.Minute // within this time, are a crowd: nobody is named
	crowdNote = time.Minute      // between two notes that a crowd still comes
)

// Welcome greets people who join a server, several with one message, if its moderators
// want that. Make one with [NewWelcome].
type Welcome struct {
	WelcomeNeeds

	openPage, off, preview *slash.Action[slash.Nothing]
	channel                *slash.Action[welcomeChannel]
	recheck                *slash.Action[welcomeRecheck]

	mu      sync.Mutex
	servers map[string]*arrivals
}

// NewWelcome makes the feature: its Feature lets moderators settle it, Joined, Changed
// and Gone are to be told of people, and its Job posts.
func NewWelcome(n WelcomeNeeds) *Welcome {
	w := &Welcome{WelcomeNeeds: n, servers: map[string]*arrivals{}}
	w.openPage = &slash.Action[slash.Nothing]{Name: welcomeOpen, Needs: slash.ManageServer, Run: w.open}
	w.channel = &slash.Action[welcomeChannel]{Name: "welcome.channel", Needs: slash.ManageServer, Run: w.setChannel}
	w.recheck = &slash.Action[welcomeRecheck]{Name: "welcome.recheck", Needs: slash.ManageServer, Run: w.checkAgain}
	w.off = &slash.Action[slash.Nothing]{Name: "welcome.off", Needs: slash.ManageServer, Run: w.switchOff}
	w.preview = &slash.Action[slash.Nothing]{Name: "welcome.preview", Needs: slash.ManageServer, Run: w.showPreview}
	return w
}

// Feature is the page for moderators.
func (w *Welcome) Feature() slash.Feature {
	return slash.Feature{Actions: []slash.Route{w.openPage, w.channel, w.recheck, w.off, w.preview}}
}

// arrivals are the people who came to a server lately, in the process that hears of them.
// However many come, it holds few.
type arrivals struct {
	latest  []arrival          // at most crowd, the earliest first
	waiting map[string]arrival // whom the store keeps, by their ids
	noted   time.Time          // when a crowd was noted last
}

type arrival struct {
	person  string
	at      time.Time
	pending bool // has still to agree to the rules
}

// come counts somebody who came, and reports whether that was heard before, as Discord may
// tell it again, and whether they are one of a crowd.
func (a *arrivals) come(who arrival) (known, crowded bool) {
	a.latest = slices.DeleteFunc(a.latest, func(l arrival) bool { return who.at.Sub(l.at) >= crowdTime })
	if slices.ContainsFunc(a.latest, func(l arrival) bool { return l.person == who.person }) {
		return true, false
	}
	a.latest = append(a.latest, who)
	a.latest = a.latest[max(0, len(a.latest)-crowd):]
	return false, len(a.latest) == crowd
}

// at are the arrivals of a server, as the store has them if nothing was heard yet. w.mu is
// held.
func (w *Welcome) at(ctx context.Context, server string) (*arrivals, error) {
	if a, ok := w.servers[server]; ok {
		return a, nil
	}
	a := &arrivals{waiting: map[string]arrival{}}
	known, err := w.Store.Joiners(ctx, server)
	if err != nil {
		return nil, err
	}
	for _, j := range known {
		a.waiting[j.Person] = arrival{j.Person, j.At, j.State == community.JoinerPending}
		a.latest = append(a.latest, a.waiting[j.Person])
	}
	a.latest = a.latest[max(0, len(a.latest)-crowd):]
	w.servers[server] = a
	return a, nil
}

// Joined is told of a person who joined a server; pending is whether they have still to agree
// to its rules.
func (w *Welcome) Joined(ctx context.Context, server string, p slash.Person, pending bool) error {
	s, ok, err := w.Store.Server(ctx, server)
	if err != nil || !ok || s.WelcomeChannel == "" {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	a, err := w.at(ctx, server)
	if err != nil {
		return err
	}
	who := arrival{p.ID, w.Now(), pending}
	known, crowded := a.come(who)
	switch {
	case known:
		return nil
	case crowded:
		return w.noteCrowd(ctx, server, a, who.at)
	}
	j := community.Joiner{Server: server, Person: p.ID, Name: joinerName(p.Name), State: community.JoinerHere, At: who.at}
	if pending {
		j.State = community.JoinerPending
	}
	if added, err := w.Store.AddJoiner(ctx, j); err != nil || !added {
		return err
	}
	a.waiting[p.ID] = who
	if !pending {
		w.Came.Signal()
	}
	return nil
}

// noteCrowd notes that a crowd comes, not more often than every minute.
func (w *Welcome) noteCrowd(ctx context.Context, server string, a *arrivals, now time.Time) error {
	if now.Sub(a.noted).Abs() < crowdNote {
		return nil
	}
	if err := w.Store.NoteCrowd(ctx, server, now); err != nil {
		return err
	}
	a.noted = now
	w.Came.Signal()
	return nil
}

// Changed is told of a person in a server who changed, perhaps by agreeing to its rules.
func (w *Welcome) Changed(ctx context.Context, server string, p slash.Person, pending bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, err := w.at(ctx, server)
	if err != nil || pending || !a.waiting[p.ID].pending {
		return err
	}
	admitted, err := w.Store.AdmitJoiner(ctx, server, p.ID, joinerName(p.Name), w.Now())
	if err != nil {
		return err
	}
	a.waiting[p.ID] = arrival{person: p.ID, at: w.Now()}
	if admitted {
		w.Came.Signal()
	}
	return nil
}

// Gone is told of a person who left a server. One who was to be welcomed no longer is.
func (w *Welcome) Gone(ctx context.Context, server, person string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, err := w.at(ctx, server)
	if err != nil {
		return err
	}
	if _, waits := a.waiting[person]; !waits {
		return nil
	}
	if err := w.Store.DropJoiner(ctx, server, person); err != nil {
		return err
	}
	delete(a.waiting, person)
	a.latest = slices.DeleteFunc(a.latest, func(l arrival) bool { return l.person == person })
	return nil
}

// sweep forgets what is of no more use.
func (w *Welcome) sweep(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	maps.DeleteFunc(w.servers, func(_ string, a *arrivals) bool {
		maps.DeleteFunc(a.waiting, func(_ string, who arrival) bool { return now.Sub(who.at) > community.NotWelcomedAgain })
		return len(a.waiting) == 0 && (len(a.latest) == 0 || now.Sub(a.latest[len(a.latest)-1].at) >= crowdTime)
	})
}

package commands

import (
	"cmp"
	"context"
	"crypto/rand"
	"slices"
	"strconv"
	"sync"
	"time"

	"magpie/community"
	"magpie/slash"
)

// A match is what was found of one person's export: how many names there were, and which
// handles that are listed here they led to. It holds nobody who is not listed here.
type match struct {
	id, server, person string
	until              time.Time
	follows, fans      int // names in the export
	handles            []matched
}

// matched is a listed handle, and how its owner and whoever sent the export are connected.
type matched struct {
	handle        string // id
	follows, fans bool
}

// matches remembers what was found for a quarter of an hour, to turn its pages; in memory
// alone, and not more than a hundred at a time.
type matches struct {
	now func() time.Time

	mu  sync.Mutex
	all []match // the oldest first
}

const (
	matchFor   = 15 * time.Minute
	maxMatches = 100
	matchPage  = 8 // people on a page
)

func newMatches(now func() time.Time) *matches { return &matches{now: now} }

// keep remembers what an export led to, those with whom it goes both ways first.
func (m *matches) keep(server, person string, f community.Following, found []community.Found) match {
	kept := match{
		id: rand.Text()[:16], server: server, person: person, until: m.now().Add(matchFor), follows: len(f.Follows), fans: len(f.Fans),
	}
	follows, fans := handleKeys(f.Follows), handleKeys(f.Fans)
	for _, one := range found {
		key := community.HandleKey(one.Match.Name)
		kept.handles = append(kept.handles, matched{one.Match.ID, follows[key], fans[key]})
	}
	slices.SortStableFunc(kept.handles, func(a, b matched) int { return cmp.Compare(b.closeness(), a.closeness()) })
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	m.all = append(m.all[max(0, len(m.all)-maxMatches+1):], kept)
	return kept
}

// forget drops what is too old. The caller holds the lock.
func (m *matches) forget() {
	now := m.now()
	m.all = slices.DeleteFunc(m.all, func(k match) bool { return now.After(k.until) })
}

// find is what was found for a person in a server, if it is still remembered.
func (m *matches) find(server, person, id string) (match, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
	i := slices.IndexFunc(m.all, func(k match) bool { return k.id == id && k.server == server && k.person == person })
	if i < 0 {
		return match{}, false
	}
	return m.all[i], true
}

func handleKeys(names []string) map[string]bool {
	keys := make(map[string]bool, len(names))
	for _, name := range names {
		keys[community.HandleKey(name)] = true
	}
	return keys
}

// closeness is higher where it goes both ways, then where the caller follows.
func (m matched) closeness() int {
	n := 0
	if m.follows {
		n += 2
	}
	if m.fans {
		n++
	}
	return n
}

// words says how it is, after "following.".
func (m matched) words() string {
	switch {
	case m.follows && m.fans:
		return "both"
	case m.follows:
		return "followed"
	}
	return "fan"
}

func (m *matching) turned(ctx context.Context, c *slash.Call, in matchTurn) (slash.Reply, error) {
	kept, ok := m.found.find(c.Place.Server, c.Person.ID, in.Match)
	if !ok {
		return slash.Reply{}, c.Sorry(c.T("following.forgotten"), c.T("following.safe"), m.choose.Button(c.Label("following.choose"), slash.Nothing{}))
	}
	return m.show(ctx, c, kept, in.Page)
}

// show is a page of what was found. Whom the caller may not see any more is left out.
func (m *matching) show(ctx context.Context, c *slash.Call, kept match, page int) (slash.Reply, error) {
	followed, fans := 0, 0
	for _, h := range kept.handles {
		if h.follows {
			followed++
		} else {
			fans++
		}
	}
	if len(kept.handles) == 0 {
		return slash.Say(c.T("following.found.none", kept.follows+kept.fans), c.T("following.safe")), nil
	}
	var lines []slash.Content
	if followed > 0 {
		lines = append(lines, c.T("following.found", followed, kept.follows))
	}
	if fans > 0 {
		lines = append(lines, c.T("following.found.fans", fans, kept.fans))
	}
	lines = append(lines, c.T("following.forgets"))
	r := slash.Say(slash.Lines(lines...))
	shown, at, last := pageOf(kept.handles, page, matchPage)
	for i, h := range shown {
		f, ok, err := m.handles.Finds.FoundHandle(ctx, c.Place.Server, c.Person.ID, h.handle)
		if err != nil {
			return slash.Reply{}, err
		}
		if !ok {
			continue
		}
		open := m.handles.card.Button(c.Label("handles.open", strconv.Itoa(at*matchPage+i+1)), handlesRef{h.handle})
		r = r.With(slash.Section{
			Body: slash.Join(" · ", slash.UserMention(f.Person), slash.Plain(f.Match.String()), c.T("following."+h.words())), Button: &open,
		})
	}
	if last > 0 {
		r = r.With(slash.Row{Buttons: turns(c, m.turn, at, last, func(n int) matchTurn { return matchTurn{kept.id, n} })})
	}
	return r, nil
}

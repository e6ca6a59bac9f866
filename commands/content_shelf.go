package commands

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"time"

	"magpie/guide"
)

// shelves are the guides of servers as their members have them, kept for a while.
type shelves struct {
	mu      sync.Mutex
	kept    map[string]keptShelf
	forgets int // how often one was forgotten
}

type keptShelf struct {
	library *guide.Library
	until   time.Time
}

// shelfAge is how long a server's guides are not looked up again, in case another process has changed them.
const shelfAge = time.Minute

// get is what is kept for a server, and a ticket to put something in its place.
func (s *shelves) get(server string, now time.Time) (library *guide.Library, ticket int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.kept[server]
	return found.library, s.forgets, found.until.After(now)
}

// put keeps a server's guides, unless some were forgotten since the ticket was given: they may be old.
func (s *shelves) put(server string, library *guide.Library, ticket int, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.forgets != ticket {
		return
	}
	if s.kept == nil {
		s.kept = map[string]keptShelf{}
	}
	if len(s.kept)%100 == 0 {
		maps.DeleteFunc(s.kept, func(_ string, old keptShelf) bool { return !old.until.After(now) })
	}
	s.kept[server] = keptShelf{library, now.Add(shelfAge)}
}

// forget lets a server's guides be looked up again.
func (s *shelves) forget(server string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgets++
	delete(s.kept, server)
}

// Guides are those that members of a server can read; see [Guides].
func (g *Content) Guides(ctx context.Context, server string) (*guide.Library, error) {
	if server == "" {
		return g.Library(), nil
	}
	library, ticket, ok := g.get(server, g.Now())
	if ok {
		return library, nil
	}
	o, err := g.overlay(ctx, server)
	if err != nil {
		return nil, err
	}
	if library = g.Library(); len(o.Own)+len(o.Hidden) > 0 {
		library = library.With(o)
	}
	g.put(server, library, ticket, g.Now())
	return library, nil
}

// overlay is what a server makes of our guides. What cannot be read any more is left out; moderators see that in /content edit.
func (g *Content) overlay(ctx context.Context, server string) (o guide.Overlay, err error) {
	versions, err := g.Store.OwnGuides(ctx, server)
	if err != nil {
		return o, fmt.Errorf("look up guides of server %s: %w", server, err)
	}
	for _, v := range versions {
		written, _ := v.Files.Guides()
		o.Own = append(o.Own, written...)
	}
	if o.Hidden, err = g.Store.HiddenGuides(ctx, server); err != nil {
		return o, fmt.Errorf("look up hidden guides of server %s: %w", server, err)
	}
	return o, nil
}

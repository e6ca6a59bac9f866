package web

import (
	"slices"
	"sync"

	"magpie/slash"
)

// gifts are roles that people got since the page was opened, by person. It is safe for
// concurrent use.
type gifts struct {
	mu sync.Mutex
	by map[string][]string
}

func (g *gifts) to(person string) []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.by[person])
}

// GiveRole gives a role of the demo server to somebody there, and reports whether there are
// both.
func (t *Try) GiveRole(person, role string) bool {
	if !slices.ContainsFunc(personas, func(p persona) bool { return p.ID == person }) ||
		!slices.ContainsFunc(roles, func(r slash.RoleInfo) bool { return r.ID == role }) {
		return false
	}
	t.gifts.mu.Lock()
	defer t.gifts.mu.Unlock()
	if t.gifts.by == nil {
		t.gifts.by = map[string][]string{}
	}
	if !slices.Contains(t.gifts.by[person], role) {
		t.gifts.by[person] = append(t.gifts.by[person], role)
	}
	return true
}

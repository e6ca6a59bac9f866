package commands

import "context"

// GiveRole gives a role of a server to a person there. given is false if Discord refuses:
// Magpie may not manage roles, the role stands above its own, or either is gone.
type GiveRole func(ctx context.Context, server, person, role string) (given bool, err error)

package commands

import (
	"context"

	"magpie/slash"
)

// GiveRole gives a role of a server to a person there. given is false if Discord refuses:
// Magpie may not manage roles, the role stands above its own, or either is gone.
type GiveRole func(ctx context.Context, server, person, role string) (given bool, err error)

// Outranks reports whether Discord would let a person of a server give a role there, as far as
// its place goes: it stands below the highest of theirs, or the server is theirs.
type Outranks func(ctx context.Context, server string, who slash.Person, role string) (bool, error)

package commands

import (
	"context"

	"magpie/guide"
)

// Guides are the guides that people of a server can read: those that come with Magpie,
// with the server's own steps and guides. In direct messages, where server is empty,
// they are those that come with Magpie.
type Guides func(ctx context.Context, server string) (*guide.Library, error)

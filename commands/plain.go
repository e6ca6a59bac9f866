package commands

import (
	"context"
	"fmt"

	"magpie/slash"
)

// PlainReplies takes pictures and dividers out of the private replies to people who
// chose so. Text always says first what a picture shows. Features look at
// reader.plain to say one thing a message.
func PlainReplies(people People) slash.Finisher {
	return func(ctx context.Context, c *slash.Call, r slash.Reply) (slash.Reply, error) {
		if public(c, r) || !decorated(r) {
			return r, nil
		}
		p, _, err := people.Person(ctx, c.Person.ID)
		if err != nil {
			return r, fmt.Errorf("look up person: %w", err)
		}
		if p.Plain {
			r.Blocks = undecorated(r.Blocks)
		}
		return r, nil
	}
}

// public reports whether others than the caller see a reply.
func public(c *slash.Call, r slash.Reply) bool {
	return r.Shown == slash.ToAll || r.Shown == slash.InPlace && c.Message != nil && !c.Message.Private
}

func decorated(r slash.Reply) bool {
	for _, b := range r.Blocks {
		switch b := b.(type) {
		case slash.Divider, slash.Image:
			return true
		case slash.Section:
			if b.Picture != nil {
				return true
			}
		}
	}
	return false
}

// undecorated are blocks without pictures and dividers. A picture that stands alone
// leaves what it says.
func undecorated(blocks []slash.Block) []slash.Block {
	var kept []slash.Block
	var said []slash.Block
	texts := false
	for _, b := range blocks {
		switch b := b.(type) {
		case slash.Divider:
			continue
		case slash.Image:
			if b.Alt != "" {
				said = append(said, slash.Text{Body: slash.Plain(b.Alt)})
			}
			continue
		case slash.Section:
			texts = true
			if b.Picture != nil {
				kept = append(kept, slash.Text{Body: b.Body})
				continue
			}
		case slash.Text:
			texts = true
		}
		kept = append(kept, b)
	}
	if texts {
		return kept
	}
	return append(said, kept...)
}

package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"magpie/guide"
	"magpie/slash"
)

// Guides are the guides that people of a server can read: those that come with Magpie,
// with the server's own steps and guides. In direct messages, where server is empty,
// they are those that come with Magpie.
type Guides func(ctx context.Context, server string) (*guide.Library, error)

// GuideNeeds are what /guide works with.
type GuideNeeds struct {
	Guides   Guides
	Progress Progress
	Servers  Servers
	Now      func() time.Time
}

// Progress keeps how far people are with guides.
type Progress interface {
	// Progress is how far a person is with a guide of a server, "" for those
	// that come with Magpie.
	Progress(ctx context.Context, person, server, name string) (guide.Progress, bool, error)
	// Readings is how far a person is with every guide they opened, the latest first.
	Readings(ctx context.Context, person string) ([]guide.Progress, error)
	SaveProgress(ctx context.Context, p guide.Progress) error
}

// find is a guide that a button names, for the caller.
func (n GuideNeeds) find(ctx context.Context, c *slash.Call, name string) (guide.Guide, error) {
	library, err := n.Guides(ctx, c.Place.Server)
	if err != nil {
		return guide.Guide{}, err
	}
	found, ok := library.Find(name, c.Lang)
	if !ok {
		return found, c.Sorry(c.T("guide.gone"), c.T("safe.progress_kept"), slash.Try("guide"))
	}
	return found, nil
}

// home is where progress with a guide is kept: in its server, if only that has it.
func (n GuideNeeds) home(ctx context.Context, server, name string) (string, error) {
	builtin, err := n.Guides(ctx, "")
	if err != nil {
		return "", err
	}
	if _, ok := builtin.Find(name, guide.English); ok {
		return "", nil
	}
	return server, nil
}

// reading is how far the caller is with a guide, perhaps not yet begun.
func (n GuideNeeds) reading(ctx context.Context, c *slash.Call, found guide.Guide) (guide.Progress, error) {
	home, err := n.home(ctx, c.Place.Server, found.Name)
	if err != nil {
		return guide.Progress{}, err
	}
	p, ok, err := n.Progress.Progress(ctx, c.Person.ID, home, found.Name)
	if err != nil {
		return p, fmt.Errorf("look up progress with %s: %w", found.Name, err)
	}
	if !ok {
		p = guide.Progress{Person: c.Person.ID, Server: home, Guide: found.Name}
	}
	return p, nil
}

// An openGuide is a guide that the caller has opened, and how far they are with it.
type openGuide struct {
	guide.Guide
	progress guide.Progress
}

// readings are the guides that the caller has opened and can read here, the latest first.
func (n GuideNeeds) readings(ctx context.Context, c *slash.Call, library *guide.Library) ([]openGuide, error) {
	all, err := n.Progress.Readings(ctx, c.Person.ID)
	if err != nil {
		return nil, fmt.Errorf("look up progress: %w", err)
	}
	var open []openGuide
	for _, p := range all {
		found, ok := library.Find(p.Guide, c.Lang)
		if !ok {
			continue
		}
		home, err := n.home(ctx, c.Place.Server, p.Guide)
		if err != nil {
			return nil, err
		}
		if p.Server == home {
			open = append(open, openGuide{found, p})
		}
	}
	return open, nil
}

// A shelf holds guides of a kind. Its words are at "guide.shelf.<name>".
type shelf struct {
	name   string
	guides []guide.Guide
}

// shelves are the guides by whom they are for, in an order for readers of a language:
// hosts are most often readers of Chinese. A server's own guides come first.
func (n GuideNeeds) shelves(ctx context.Context, c *slash.Call, library *guide.Library) ([]shelf, error) {
	all := []shelf{{name: "own"}, {name: "newcomers"}, {name: "everyone"}, {name: "creators"}, {name: "hosts"}}
	at := map[guide.Audience]int{guide.Newcomers: 1, guide.Everyone: 2, guide.Creators: 3, guide.Communities: 3, guide.Hosts: 4}
	for _, found := range library.Search(c.Lang, "") {
		home, err := n.home(ctx, c.Place.Server, found.Name)
		if err != nil {
			return nil, err
		}
		i := at[found.Audience]
		if home != "" {
			i = 0
		}
		all[i].guides = append(all[i].guides, found)
	}
	if strings.HasPrefix(c.Lang, "zh") {
		hosts := all[4]
		all = slices.Insert(all[:4], 1, hosts)
	}
	return slices.DeleteFunc(all, func(s shelf) bool { return len(s.guides) == 0 }), nil
}

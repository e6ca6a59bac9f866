package commands

import (
	"context"
	"slices"

	"magpie/community"
	"magpie/schedule"
	"magpie/slash"
)

// setupCity is what a moderator typed to find their city.
type setupCity struct {
	City string `slash:"city,max=60"`
}

type setupZone struct {
	Zone string `slash:"zone"`
}

// cities offers the cities that are asked for most, and a search.
func (s *setupFeature) cities(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return s.zonePage(c, c.T("setup.which_city"), distinctZones(schedule.FindZone(c.Lang, "", slash.MaxChoices))), nil
}

func (s *setupFeature) searchForm(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	return slash.Reply{Form: s.find.Form(c.Voice, c.Label("setup.search_title"), setupCity{})}, nil
}

// findCity settles the zone of what was typed, if it is one city only.
func (s *setupFeature) findCity(ctx context.Context, c *slash.Call, in setupCity) (slash.Reply, error) {
	zones := distinctZones(schedule.FindZone(c.Lang, in.City, slash.MaxChoices))
	switch len(zones) {
	case 0:
		return slash.Reply{}, c.Sorry(c.T("setup.unknown_city", in.City), c.T("safe.nothing_changed"),
			s.search.Button(c.Label("setup.search"), slash.Nothing{}))
	case 1:
		return s.setZone(ctx, c, setupZone{zones[0].Name})
	}
	return s.zonePage(c, c.T("setup.which_of", in.City), zones), nil
}

// distinctZones keeps one city a zone, the best known.
func distinctZones(zones []schedule.Zone) []schedule.Zone {
	seen := map[string]bool{}
	return slices.DeleteFunc(zones, func(z schedule.Zone) bool {
		twice := seen[z.Name]
		seen[z.Name] = true
		return twice
	})
}

// zonePage offers zones, each with the time that it is there.
func (s *setupFeature) zonePage(c *slash.Call, title slash.Content, zones []schedule.Zone) slash.Reply {
	var choices []slash.Choice
	for _, z := range zones {
		loc, err := schedule.LoadZone(z.Name)
		if err != nil {
			continue // not in this build's zones
		}
		name := c.Label("setup.city_now", z.City, s.Now().In(loc).Format("15:04"))
		choices = append(choices, slash.Choice{Name: slash.Cut(name, slash.MaxChoiceText), Value: z.Name, About: z.Name})
	}
	return slash.Say(title).With(
		s.zone.Menu(c.Label("setup.city"), setupZone{}, choices...),
		slash.Row{Buttons: []slash.Button{
			s.search.Button(c.Label("setup.search"), slash.Nothing{}),
			backToSetup(c.Voice),
		}})
}

func (s *setupFeature) setZone(ctx context.Context, c *slash.Call, in setupZone) (slash.Reply, error) {
	if _, err := schedule.LoadZone(in.Zone); err != nil {
		return slash.Reply{}, c.Sorry(c.T("setup.unknown_city", in.Zone), c.T("safe.nothing_changed"),
			s.search.Button(c.Label("setup.search"), slash.Nothing{}))
	}
	page, err := s.change(ctx, c, func(sv *community.Server) { sv.Zone = in.Zone }, "change.zone", in.Zone)
	if err != nil {
		return slash.Reply{}, err
	}
	if err := moveDigests(ctx, s.Digests, c.Place.Server, in.Zone, c.Person.ID, s.Now()); err != nil {
		return slash.Reply{}, err
	}
	s.Changed()
	return page, nil
}

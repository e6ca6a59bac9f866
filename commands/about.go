package commands

import (
	"context"

	"magpie/slash"
)

// Build is what this Magpie was built from.
type Build struct {
	Version string
	Source  string // address of the source code, may be empty
	Pages   string // address of the public pages, may be empty
	Contact string // who runs it and how they are reached, may be empty
}

// About tells what Magpie is, where its knowledge comes from and who wrote it.
func About(build Build) slash.Feature {
	return slash.Feature{Commands: []slash.Command{{
		Name:   "about",
		Direct: true,
		Run: slash.Run(func(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
			r := slash.Say(c.T("about.what"), c.T("about.name"), c.T("about.data"), c.T("about.version", build.Version))
			if build.Contact != "" {
				r = r.With(slash.Text{Body: c.T("about.contact", build.Contact)})
			}
			if links := build.links(c.Voice); len(links) > 0 {
				r = r.With(slash.Row{Buttons: links})
			}
			return r, nil
		}),
	}}}
}

// links lead to what there is on the web.
func (b Build) links(v slash.Voice) []slash.Button {
	var links []slash.Button
	if b.Pages != "" {
		links = append(links,
			slash.Button{Label: v.Label("about.pages"), URL: b.Pages + "/" + v.Lang + "/"},
			slash.Button{Label: v.Label("about.policy"), URL: b.Pages + "/" + v.Lang + "/privacy"})
	}
	if b.Source != "" {
		links = append(links, slash.Button{Label: v.Label("about.source"), URL: b.Source})
	}
	return links
}

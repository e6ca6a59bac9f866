package commands

import (
	"context"

	"magpie/slash"
)

// Build is what this Magpie was built from.
type Build struct {
	Version string
	Source  string // address of the source code, may be empty
}

// About tells what Magpie is, where its knowledge comes from and who wrote it.
func About(build Build) slash.Feature {
	return slash.Feature{Commands: []slash.Command{{
		Name:   "about",
		Direct: true,
		Run: slash.Run(func(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
			r := slash.Say(c.T("about.what"), c.T("about.name"), c.T("about.data"), c.T("about.version", build.Version))
			if build.Source != "" {
				r = r.With(slash.Row{Buttons: []slash.Button{{Label: c.Label("about.source"), URL: build.Source}}})
			}
			return r, nil
		}),
	}}}
}

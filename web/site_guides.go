package web

import (
	"html/template"
	"net/http"
	"slices"

	"magpie/guide"
	"magpie/slash"
)

// front says what this is and leads to everything.
func (e *edition) front(*http.Request) (document, error) {
	all := e.site.opts.Guides().Search(e.Lang, "")
	n := min(firstGuides, len(all))
	return e.page("front", leaf{
		At: "/", Title: e.Label("site.title"), Description: e.Label("site.description"),
		Content: struct {
			First []guide.Guide
			More  int
			Next  *comingDate
		}{all[:n], len(all) - n, e.coming()},
	})
}

// firstGuides is how many guides the front page names.
const firstGuides = 6

// A guideGroup is the guides for one audience.
type guideGroup struct {
	Audience guide.Audience
	Guides   []guide.Guide
}

// audiences are in the order in which their guides are listed.
var audiences = []guide.Audience{guide.Newcomers, guide.Everyone, guide.Hosts, guide.Creators, guide.Communities}

// guides lists all guides by whom they are for.
func (e *edition) guides(*http.Request) (document, error) {
	var groups []guideGroup
	all := e.site.opts.Guides().Search(e.Lang, "")
	for _, a := range audiences {
		group := guideGroup{Audience: a}
		for _, g := range all {
			if g.Audience == a {
				group.Guides = append(group.Guides, g)
			}
		}
		if len(group.Guides) > 0 {
			groups = append(groups, group)
		}
	}
	return e.page("guides", leaf{
		At: "/guides/", Title: e.Label("site.nav.guides"), Description: e.Label("site.guides.about"), Content: groups,
	})
}

// A guidePage is a guide with all its steps.
type guidePage struct {
	guide.Guide
	Steps          []guideStep
	Previous, Next *guide.Guide
}

type guideStep struct {
	guide.Step
	Number int
	Text   template.HTML
	Old    bool // its evidence is
}

func (e *edition) guide(r *http.Request) (document, error) {
	library, name := e.site.opts.Guides(), r.PathValue("name")
	g, ok := library.Find(name, e.Lang)
	if !ok {
		return document{}, errNoPage
	}
	var contents []heading
	page, written := guidePage{Guide: g}, e.site.in(g.Lang)
	for i, s := range g.Steps {
		page.Steps = append(page.Steps, guideStep{s, i + 1, written.print(slash.Parse(s.Body)), s.Stale(e.site.opts.Now())})
		contents = append(contents, heading{s.ID, s.Title, g.Lang})
	}
	all := library.Search(e.Lang, "")
	i := slices.IndexFunc(all, func(other guide.Guide) bool { return other.Name == name })
	if i > 0 {
		page.Previous = &all[i-1]
	}
	if i >= 0 && i < len(all)-1 {
		page.Next = &all[i+1]
	}
	return e.page("guide", leaf{
		At: "/guides/" + name, Only: library.Languages(name), Title: g.Title, Description: g.Summary, Article: true, Headings: contents, Content: page,
	})
}

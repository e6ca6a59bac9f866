package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"magpie/guide"
)

// A timelinePage is the story by year, and how things stand in each place.
type timelinePage struct {
	Years  []timelineYear // the newest first, as that is what people look for
	Places []placeGroup
	Coming []comingDate
	Newest time.Time // day of the newest thing that is known
}

type timelineYear struct {
	Year    string
	Entries []timelineEntry
}

// A timelineEntry is something that happened, with the name of the place.
type timelineEntry struct {
	guide.Entry
	Where, Text string
}

// A placeGroup is the places where the same holds.
type placeGroup struct {
	Status guide.Status
	Places []placeNow
}

type placeNow struct {
	guide.Place
	Where, Now string
}

// A comingDate is something that is known to come on a day.
type comingDate struct {
	guide.Ahead
	In    int // days until then
	Words string
}

// coming is what comes next, nil if nothing is known.
func (e *edition) coming() *comingDate {
	timeline, err := guide.BuiltinTimeline()
	if err != nil {
		return nil // unreachable: a test reads it
	}
	if all := e.ahead(timeline); len(all) > 0 {
		return &all[0]
	}
	return nil
}

func (e *edition) ahead(t *guide.Timeline) []comingDate {
	var all []comingDate
	for _, a := range t.Ahead {
		if days := a.Days(e.site.opts.Now()); days >= 0 {
			all = append(all, comingDate{a, days, a.Text.In(e.Lang)})
		}
	}
	return all
}

func (e *edition) timeline(*http.Request) (document, error) {
	t, err := guide.BuiltinTimeline()
	if err != nil {
		return document{}, err
	}
	page := timelinePage{Coming: e.ahead(t), Newest: t.Newest(), Places: e.places(t)}
	contents := []heading{{"places", e.Label("site.timeline.places"), e.Lang}}
	for _, year := range t.Years() {
		y := timelineYear{Year: year}
		contents = append(contents, heading{"y" + year, day(e.Voice, year), e.Lang})
		for _, entry := range slices.Backward(t.Of(year)) {
			y.Entries = append(y.Entries, timelineEntry{entry, e.placeName(t, entry.Place), entry.Text.In(e.Lang)})
		}
		page.Years = append(page.Years, y)
	}
	return e.page("timeline", leaf{
		At: "/timeline", Title: e.Label("site.timeline.title"), Description: e.Label("site.timeline.about"), Article: true,
		Headings: contents, Content: page,
	})
}

// places are all places, grouped by what holds there.
func (e *edition) places(t *guide.Timeline) []placeGroup {
	var groups []placeGroup
	for _, p := range t.Places {
		i := slices.IndexFunc(groups, func(g placeGroup) bool { return g.Status == p.Status })
		if i < 0 {
			groups, i = append(groups, placeGroup{Status: p.Status}), len(groups)
		}
		groups[i].Places = append(groups[i].Places, placeNow{p, p.Name.In(e.Lang), p.Text.In(e.Lang)})
	}
	slices.SortStableFunc(groups, func(a, b placeGroup) int {
		return cmp.Compare(slices.Index(guide.Statuses, a.Status), slices.Index(guide.Statuses, b.Status))
	})
	return groups
}

// placeName is what the place of an entry is called, nothing if it belongs to none.
func (e *edition) placeName(t *guide.Timeline, id string) string {
	if p, ok := t.Place(id); ok {
		return p.Name.In(e.Lang)
	}
	return ""
}

// A comparison is one thing to know, of every platform.
type comparison struct {
	Fact      guide.FactKind
	Platforms []comparedFact
}

type comparedFact struct {
	Name, Guide string
	Care        guide.Care
	guide.Fact
	Told string
}

// compare shows platforms side by side, one thing at a time, so that it reads on a
// phone as well.
func (e *edition) compare(*http.Request) (document, error) {
	platforms, err := guide.Platforms()
	if err != nil {
		return document{}, err
	}
	var all []comparison
	var contents []heading
	for _, kind := range guide.FactKinds {
		c := comparison{Fact: kind}
		for _, p := range platforms {
			f := p.Facts[kind]
			c.Platforms = append(c.Platforms, comparedFact{p.Name.In(e.Lang), p.Guide, p.Care, f, f.Text.In(e.Lang)})
		}
		all = append(all, c)
		contents = append(contents, heading{string(kind), e.Label("site.fact." + string(kind)), e.Lang})
	}
	return e.page("compare", leaf{
		At: "/compare", Title: e.Label("site.compare.title"), Description: e.Label("site.compare.about"), Article: true,
		Headings: contents, Content: all,
	})
}

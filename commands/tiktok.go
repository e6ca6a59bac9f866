package commands

import (
	"context"
	"time"

	"magpie/guide"
	"magpie/picture"
	"magpie/slash"
)

// TikTokNeeds is what TikTok needs.
type TikTokNeeds struct {
	Timeline func() (*guide.Timeline, error)
	Fonts    func() *picture.Fonts // to draw a timeline in; nil: none
	People   People
	Servers  Servers
	Now      func() time.Time
}

// TikTok tells where the app is banned, and the story by date.
func TikTok(n TikTokNeeds) slash.Feature {
	f := &tiktokFeature{TikTokNeeds: n}
	f.ask = &slash.Action[tiktokPlace]{Name: "tiktok.open", Run: f.openPlace}
	f.choosePlace = &slash.Action[tiktokPlaceChoice]{Name: "tiktok.place", Run: f.chosenPlace}
	f.elsewhere = &slash.Action[tiktokPlaces]{Name: "tiktok.elsewhere", Run: f.openPlaces}
	f.turn = &slash.Action[tiktokYear]{Name: "tiktok.turn", Run: f.openYear}
	f.chooseYear = &slash.Action[tiktokYearChoice]{Name: "tiktok.year", Run: f.chosenYear}
	f.sources = &slash.Action[tiktokYear]{Name: "tiktok.sources", Run: f.showSources}
	f.draw = &slash.Action[tiktokYear]{Name: "tiktok.picture", Run: f.showPicture}
	f.share = &slash.Action[tiktokPlace]{Name: "tiktok.share", Run: f.sharePlace}
	f.shareYear = &slash.Action[tiktokShare]{Name: "tiktok.share_year", Run: f.shareStory}
	return slash.Feature{
		Commands: []slash.Command{{
			Name:    "tiktok",
			Direct:  true,
			Run:     slash.Run(f.open),
			Suggest: map[string]slash.Suggester{"place": f.suggest},
		}},
		Actions: []slash.Route{
			f.ask, f.choosePlace, f.elsewhere, f.turn, f.chooseYear, f.sources, f.draw, f.share, f.shareYear,
		},
	}
}

type tiktokFeature struct {
	TikTokNeeds

	ask, share          *slash.Action[tiktokPlace]
	choosePlace         *slash.Action[tiktokPlaceChoice]
	elsewhere           *slash.Action[tiktokPlaces]
	turn, sources, draw *slash.Action[tiktokYear]
	chooseYear          *slash.Action[tiktokYearChoice]
	shareYear           *slash.Action[tiktokShare]
}

type tiktokIn struct {
	Place string `slash:"place,suggest,optional,max=60"`
}

// tiktokPlace names a place; empty: the front page.
type tiktokPlace struct{ Place string }

type tiktokPlaceChoice struct {
	Place string `slash:"place"`
}

// tiktokPlaces is a page of the list of places, from 0.
type tiktokPlaces struct{ Page int }

// tiktokYear is a page of a year's story, from 0.
type tiktokYear struct {
	Year string
	Page int
}

type tiktokYearChoice struct {
	Year string `slash:"year"`
}

// tiktokShare is a page of a year's story for everyone, in words or as a picture.
type tiktokShare struct {
	Year    string
	Page    int
	Picture bool
}

// home is the place that is meant if none is named.
const home = "us"

func (f *tiktokFeature) suggest(_ context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	t, err := f.Timeline()
	if err != nil {
		return nil, err
	}
	var choices []slash.Choice
	for _, p := range t.Suggest(typed) {
		choices = append(choices, slash.Choice{Name: p.Name.In(c.Lang) + " — " + c.Label("tiktok.group."+string(p.Status)), Value: p.ID})
	}
	return choices, nil
}

func (f *tiktokFeature) open(ctx context.Context, c *slash.Call, in tiktokIn) (slash.Reply, error) {
	t, err := f.Timeline()
	if err != nil {
		return slash.Reply{}, err
	}
	if in.Place == "" {
		return f.front(c, t)
	}
	p, ok := t.Place(in.Place)
	if !ok {
		return f.list(c, t, c.T("tiktok.unknown", in.Place), 0), nil
	}
	return f.place(c, t, p), nil
}

func (f *tiktokFeature) openPlace(ctx context.Context, c *slash.Call, in tiktokPlace) (slash.Reply, error) {
	return f.open(ctx, c, tiktokIn(in))
}

func (f *tiktokFeature) chosenPlace(ctx context.Context, c *slash.Call, in tiktokPlaceChoice) (slash.Reply, error) {
	return f.open(ctx, c, tiktokIn(in))
}

// front is the answer for the United States; it leads to the story and to other places.
func (f *tiktokFeature) front(c *slash.Call, t *guide.Timeline) (slash.Reply, error) {
	us, ok := t.Place(home)
	if !ok {
		return slash.Reply{}, c.Sorry(c.T("tiktok.gone"), c.T("safe.nothing_changed"), slash.Try("tiktok"))
	}
	return slash.Say(f.frontText(c.Voice, t, us)...).With(
		slash.Row{Buttons: []slash.Button{
			f.elsewhere.Button(c.Label("tiktok.elsewhere"), tiktokPlaces{}), showAll(c, f.share, tiktokPlace{}),
		}},
		f.years(c.Voice, t, ""),
	), nil
}

func (f *tiktokFeature) frontText(v slash.Voice, t *guide.Timeline, us guide.Place) []slash.Content {
	ahead := []slash.Content{v.T("tiktok.ahead")}
	for _, a := range t.Ahead {
		if a.Days(f.Now()) >= 0 {
			ahead = append(ahead, slash.Bullet(f.aheadText(v, a)))
		}
	}
	if len(ahead) == 1 {
		ahead = []slash.Content{v.T("tiktok.none_ahead")}
	}
	return []slash.Content{
		slash.Bold(slash.Plain(us.Text.In(v.Lang))),
		slash.Lines(append(f.evidence(v, us), v.T("tiktok.newest", dayText(v, t.Newest())))...),
		slash.Lines(ahead...),
	}
}

// aheadText is a date that is, or was, known to come.
func (f *tiktokFeature) aheadText(v slash.Voice, a guide.Ahead) slash.Content {
	date, text := dateText(v, a.Date), a.Text.In(v.Lang)
	switch left := a.Days(f.Now()); {
	case left > 0:
		return v.T("tiktok.in_days", left, date, text)
	case left == 0:
		return v.T("tiktok.today", date, text)
	}
	return v.T("tiktok.passed", date, text)
}

// evidence is where what is said of a place comes from, and a warning if that is old.
func (f *tiktokFeature) evidence(v slash.Voice, p guide.Place) []slash.Content {
	lines := []slash.Content{v.T("tiktok.source", slash.Link(slash.Plain(p.Source.Title), p.Source.URL))}
	if now := f.Now(); p.Stale(now) {
		lines = append(lines, v.T("tiktok.old", int(now.Sub(p.Checked).Hours()/24)))
	}
	return lines
}

func (f *tiktokFeature) sharePlace(ctx context.Context, c *slash.Call, in tiktokPlace) (slash.Reply, error) {
	t, err := f.Timeline()
	if err != nil {
		return slash.Reply{}, err
	}
	v, err := publicVoice(ctx, c, f.Servers)
	if err != nil {
		return slash.Reply{}, err
	}
	name := in.Place
	if name == "" {
		name = home
	}
	p, ok := t.Place(name)
	if !ok {
		return slash.Reply{}, c.Sorry(c.T("tiktok.gone"), c.T("safe.nothing_changed"), slash.Try("tiktok"))
	}
	text := f.placeText(v, t, p)
	if in.Place == "" {
		text = f.frontText(v, t, p)
	}
	more := slash.Row{Buttons: []slash.Button{f.elsewhere.Button(v.Label("tiktok.open"), tiktokPlaces{})}}
	return shared(c, v, slash.Say(text...).With(more)), nil
}

// dateText is a date in words, as exact as it is known.
func dateText(v slash.Voice, d guide.Date) string {
	at := d.First()
	month := v.Label("tiktok.month." + at.Format("1"))
	switch len(d) {
	case len("2025"):
		return d.Year()
	case len("2025-01"):
		return v.Label("tiktok.month", month, d.Year())
	}
	return v.Label("tiktok.day", at.Format("2"), month, d.Year())
}

// dayText is a day in words.
func dayText(v slash.Voice, at time.Time) string {
	return dateText(v, guide.Date(at.Format(time.DateOnly)))
}

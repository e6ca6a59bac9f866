package commands

import (
	"context"
	"slices"

	"magpie/guide"
	"magpie/picture"
	"magpie/slash"
)

// entriesMost is how many entries a page of the story has.
const entriesMost = 10

// years lets a year of the story be chosen.
func (f *tiktokFeature) years(v slash.Voice, t *guide.Timeline, open string) slash.Menu {
	var choices []slash.Choice
	for _, year := range t.Years() {
		choices = append(choices, slash.Choice{Name: v.Label("tiktok.year", len(t.Of(year)), year), Value: year, On: year == open})
	}
	choices = choices[:min(len(choices), slash.MaxChoices)]
	return f.chooseYear.Menu(v.Label("tiktok.years"), tiktokYearChoice{}, choices...)
}

func (f *tiktokFeature) chosenYear(ctx context.Context, c *slash.Call, in tiktokYearChoice) (slash.Reply, error) {
	return f.openYear(ctx, c, tiktokYear{Year: in.Year})
}

// A chapter is a page of a year's story.
type chapter struct {
	year     string
	entries  []guide.Entry
	at, last int // its number and that of the last page, from 0
	timeline *guide.Timeline
}

// chapter is the page that a button names.
func (f *tiktokFeature) chapter(c *slash.Call, in tiktokYear) (chapter, error) {
	t, err := f.Timeline()
	if err != nil {
		return chapter{}, err
	}
	if !slices.Contains(t.Years(), in.Year) {
		return chapter{}, c.Sorry(c.T("tiktok.gone"), c.T("safe.nothing_changed"), slash.Try("tiktok"))
	}
	entries, at, last := pageOf(t.Of(in.Year), in.Page, entriesMost)
	return chapter{in.Year, entries, at, last, t}, nil
}

// title is what the chapter tells of.
func (ch chapter) title(v slash.Voice) string {
	if ch.last == 0 {
		return v.Label("tiktok.head", ch.year)
	}
	return v.Label("tiktok.head_page", ch.year, ch.at+1, ch.last+1)
}

// when is an entry's date, and its place if it has one.
func (ch chapter) when(v slash.Voice, e guide.Entry) (date, place string) {
	date = dateText(v, e.Date)
	if e.Until != "" {
		date = v.Label("tiktok.until", date, dateText(v, e.Until))
	}
	if p, ok := ch.timeline.Place(e.Place); ok {
		place = p.Name.In(v.Lang)
	}
	return date, place
}

// entryText is an entry's text, with a mark if only one outlet has it.
func entryText(v slash.Voice, e guide.Entry) string {
	text := e.Text.In(v.Lang)
	if e.Confidence == guide.Medium {
		text += " " + v.Label("tiktok.one_source")
	}
	return text
}

// text is the chapter in words.
func (ch chapter) text(v slash.Voice) []slash.Content {
	lines := []slash.Content{slash.Heading(2, slash.Plain(ch.title(v)))}
	for _, e := range ch.entries {
		date, place := ch.when(v, e)
		if place == "" {
			lines = append(lines, slash.Bullet(v.T("tiktok.entry_anywhere", date, entryText(v, e))))
		} else {
			lines = append(lines, slash.Bullet(v.T("tiktok.entry", date, place, entryText(v, e))))
		}
	}
	return []slash.Content{slash.Lines(lines...)}
}

func (f *tiktokFeature) openYear(ctx context.Context, c *slash.Call, in tiktokYear) (slash.Reply, error) {
	ch, err := f.chapter(c, in)
	if err != nil {
		return slash.Reply{}, err
	}
	pictures, err := wantsPictures(ctx, c, f.People, f.Fonts)
	if err != nil {
		return slash.Reply{}, err
	}
	return f.chapterPage(c, ch, pictures), nil
}

func (f *tiktokFeature) chapterPage(c *slash.Call, ch chapter, pictures bool) slash.Reply {
	r := slash.Say(ch.text(c.Voice)...)
	if ch.last > 0 {
		r = r.With(slash.Row{Buttons: turns(c, f.turn, ch.at, ch.last, func(page int) tiktokYear { return tiktokYear{ch.year, page} })})
	}
	var row []slash.Button
	if pictures {
		row = append(row, f.draw.Button(c.Label("tiktok.picture"), tiktokYear{ch.year, ch.at}))
	}
	return r.With(
		slash.Row{Buttons: append(row,
			f.sources.Button(c.Label("tiktok.sources"), tiktokYear{ch.year, ch.at}),
			showAll(c, f.shareYear, tiktokShare{ch.year, ch.at, false}))},
		f.years(c.Voice, ch.timeline, ch.year),
	)
}

// showSources lists where a chapter's entries come from, each source once.
func (f *tiktokFeature) showSources(_ context.Context, c *slash.Call, in tiktokYear) (slash.Reply, error) {
	ch, err := f.chapter(c, in)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{c.T("tiktok.sources_of", ch.title(c.Voice))}
	seen := map[string]bool{}
	for _, e := range ch.entries {
		if !seen[e.Source.URL] {
			seen[e.Source.URL] = true
			lines = append(lines, sourceBullet(e.Source))
		}
	}
	return slash.Say(slash.Lines(lines...)).As(slash.Anew), nil
}

// pictured is a chapter as a picture, and reports whether it could be drawn.
func (f *tiktokFeature) pictured(c *slash.Call, v slash.Voice, ch chapter) (slash.Image, bool) {
	fonts := f.Fonts()
	if fonts == nil {
		return slash.Image{}, false
	}
	drawing := picture.Timeline{Title: ch.title(v), Foot: v.Label("tiktok.newest", dayText(v, ch.timeline.Newest()))}
	alt := []string{drawing.Title}
	for _, e := range ch.entries {
		date, place := ch.when(v, e)
		if place != "" {
			date += " · " + place
		}
		drawing.Moments = append(drawing.Moments, picture.Moment{Date: date, Text: entryText(v, e)})
		alt = append(alt, date+": "+e.Text.In(v.Lang))
	}
	data, err := fonts.Timeline(v.Lang, drawing)
	return pictureOf(c, "tiktok-"+ch.year+".png", data, err, alt)
}

// showPicture shows a chapter as a picture, or as text again if it cannot be drawn.
func (f *tiktokFeature) showPicture(_ context.Context, c *slash.Call, in tiktokYear) (slash.Reply, error) {
	ch, err := f.chapter(c, in)
	if err != nil {
		return slash.Reply{}, err
	}
	image, ok := f.pictured(c, c.Voice, ch)
	if !ok {
		r := f.chapterPage(c, ch, false)
		r.Blocks = append([]slash.Block{slash.Text{Body: c.T("tiktok.no_picture")}}, r.Blocks...)
		return r.As(slash.Anew), nil
	}
	r := slash.Say(slash.Heading(2, slash.Plain(ch.title(c.Voice))), c.T("tiktok.pictured")).With(image)
	return r.With(slash.Row{Buttons: []slash.Button{showAll(c, f.shareYear, tiktokShare{ch.year, ch.at, true})}}).As(slash.Anew), nil
}

func (f *tiktokFeature) shareStory(ctx context.Context, c *slash.Call, in tiktokShare) (slash.Reply, error) {
	ch, err := f.chapter(c, tiktokYear{in.Year, in.Page})
	if err != nil {
		return slash.Reply{}, err
	}
	v, err := publicVoice(ctx, c, f.Servers)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(ch.text(v)...)
	if in.Picture {
		if image, ok := f.pictured(c, v, ch); ok {
			r = slash.Say(slash.Heading(2, slash.Plain(ch.title(v))), v.T("tiktok.pictured")).With(image)
		}
	}
	read := f.turn.Button(v.Label("tiktok.read"), tiktokYear{ch.year, ch.at})
	return shared(c, v, r.With(slash.Row{Buttons: []slash.Button{read}})), nil
}

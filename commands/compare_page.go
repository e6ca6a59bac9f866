package commands

import (
	"errors"
	"slices"
	"strings"

	"magpie/guide"
	"magpie/picture"
	"magpie/slash"
)

// factsOf is how many kinds of facts fit a message, by how many platforms it tells of.
var factsOf = map[int]int{1: 9, 2: 9, 3: 5}

// page shows some facts in words, and leads to the rest.
func (f *compareFeature) page(c *slash.Call, found []guide.Platform, in compared, drawn bool) (slash.Reply, error) {
	all, err := f.Platforms()
	if err != nil {
		return slash.Reply{}, err
	}
	_, at, last := pageOf(guide.FactKinds, in.Page, factsOf[len(found)])
	in = compared{platformIDs(found), at}
	r := slash.Say(f.text(c.Voice, found, at)...)
	if last > 0 {
		r = r.With(slash.Row{Buttons: turns(c, f.turn, at, last, func(page int) compared { return compared{in.Of, page} })})
	}
	var row []slash.Button
	if drawn {
		row = append(row, f.draw.Button(c.Label("compare.picture"), in))
	}
	row = append(row, f.sources.Button(c.Label("compare.sources"), in), showAll(c, f.share, compareShare{in.Of, at, false}))
	var guides []slash.Button
	for _, p := range found {
		b := openStepButton(c, p.Guide)
		b.Label = c.Label("compare.guide", p.Name.In(c.Lang))
		guides = append(guides, b)
	}
	return r.With(slash.Row{Buttons: row}, slash.Row{Buttons: guides}, f.menu(c.Voice, all, found)), nil
}

// menu offers all platforms.
func (f *compareFeature) menu(v slash.Voice, all, chosen []guide.Platform) slash.Menu {
	var choices []slash.Choice
	for _, p := range all {
		on := slices.ContainsFunc(chosen, func(q guide.Platform) bool { return q.ID == p.ID })
		choices = append(choices, slash.Choice{Name: p.Name.In(v.Lang), Value: p.ID, On: on})
	}
	return f.choose.Menu(v.Label("compare.choose"), comparePick{}, choices...)
}

// text tells a page of facts in words: of each kind what is known of each platform.
func (f *compareFeature) text(v slash.Voice, found []guide.Platform, page int) []slash.Content {
	kinds, at, last := pageOf(guide.FactKinds, page, factsOf[len(found)])
	head := []slash.Content{platformsHeading(v, found)}
	if last > 0 {
		head = append(head, v.T("compare.page", at+1, last+1))
	}
	for _, p := range found {
		if p.Care != guide.NoCare {
			head = append(head, v.T("compare.care."+string(p.Care), p.Name.In(v.Lang)))
		}
	}
	texts := []slash.Content{slash.Lines(head...)}
	for _, kind := range kinds {
		lines := []slash.Content{slash.Bold(v.T("compare.fact." + string(kind)))}
		for _, p := range found {
			fact := p.Facts[kind]
			line := slash.Content(slash.Plain(fact.Text.In(v.Lang)))
			if len(found) > 1 {
				line = v.T("compare.of", p.Name.In(v.Lang), line.Markup())
			}
			lines = append(lines, slash.Bullet(slash.Join(" ", line, f.evidence(v, fact))))
		}
		texts = append(texts, slash.Lines(lines...))
	}
	return append(texts, v.T("compare.foot"))
}

// evidence says how far a fact can be relied on. The foot explains the sign of stale ones.
func (f *compareFeature) evidence(v slash.Voice, fact guide.Fact) slash.Markup {
	month := fact.Checked.Format("2006-01")
	switch {
	case fact.Unclear && (fact.Source.URL == "" || !fact.Stale(f.Now())):
		return v.T("compare.looked", month)
	case fact.Stale(f.Now()):
		return v.T("compare.stale", month)
	}
	return v.T("compare.checked", month)
}

// pictured is the table of all facts as a picture, and reports whether it could be drawn.
func (f *compareFeature) pictured(c *slash.Call, v slash.Voice, found []guide.Platform) (slash.Image, bool) {
	fonts := f.Fonts()
	if fonts == nil {
		return slash.Image{}, false
	}
	names := platformNames(v, found).Markup().String()
	table := picture.Table{Title: names, Foot: v.Label("compare.foot")}
	alt := []string{names}
	for _, p := range found {
		table.Columns = append(table.Columns, p.Name.In(v.Lang))
	}
	for _, kind := range guide.FactKinds {
		row := picture.Row{Name: v.Label("compare.fact." + string(kind))}
		for _, p := range found {
			fact := p.Facts[kind]
			row.Cells = append(row.Cells, picture.Cell{Text: fact.Text.In(v.Lang), Note: f.evidence(v, fact).String()})
			alt = append(alt, row.Name+" · "+p.Name.In(v.Lang)+": "+fact.Text.In(v.Lang))
		}
		table.Rows = append(table.Rows, row)
	}
	data, err := fonts.Table(v.Lang, table)
	return pictureOf(c, "compare.png", data, err, alt)
}

// maxPictureWords bounds the words for a picture, as Discord does.
const maxPictureWords = 1000

// pictureOf is a picture for which words stand in, unless it could not be drawn.
func pictureOf(c *slash.Call, name string, data []byte, err error, words []string) (slash.Image, bool) {
	if errors.Is(err, picture.ErrNoGlyph) || errors.Is(err, picture.ErrTooLong) {
		c.Log.Info("shown as text", "reason", err)
	} else if err != nil {
		c.Log.Warn("shown as text", "error", err)
	}
	return slash.Image{Name: name, Data: data, Alt: slash.Cut(strings.Join(words, "\n"), maxPictureWords)}, err == nil
}

func platformsHeading(v slash.Voice, all []guide.Platform) slash.Markup {
	return slash.Heading(2, platformNames(v, all))
}

// platformNames are the names of platforms in a row.
func platformNames(v slash.Voice, all []guide.Platform) slash.Plain {
	var names []string
	for _, p := range all {
		names = append(names, p.Name.In(v.Lang))
	}
	return slash.Plain(strings.Join(names, v.Label("list.separator")))
}

func platformIDs(all []guide.Platform) string {
	var ids []string
	for _, p := range all {
		ids = append(ids, p.ID)
	}
	return strings.Join(ids, ",")
}

package commands

import (
	"context"
	"strings"

	"magpie/guide"
	"magpie/slash"
)

// place answers whether TikTok is banned somewhere.
func (f *tiktokFeature) place(c *slash.Call, t *guide.Timeline, p guide.Place) slash.Reply {
	row := []slash.Button{f.elsewhere.Button(c.Label("tiktok.elsewhere"), tiktokPlaces{})}
	if p.ID != home {
		row = append(row, f.ask.Button(c.Label("tiktok.here"), tiktokPlace{}))
	}
	row = append(row, showAll(c, f.share, tiktokPlace{p.ID}))
	return slash.Say(f.placeText(c.Voice, t, p)...).With(slash.Row{Buttons: row})
}

// placeText is the answer in its first line, and then why.
func (f *tiktokFeature) placeText(v slash.Voice, t *guide.Timeline, p guide.Place) []slash.Content {
	answer := v.T("tiktok.status."+string(p.Status), p.Name.In(v.Lang), dayText(v, p.Checked))
	for _, r := range p.Rules {
		switch {
		case r.What == guide.RedNoteApp:
			answer = v.T("tiktok.also", answer, f.rednote(v, r))
		case r.What == guide.OfficialDevices && p.Status != guide.Devices:
			answer = v.T("tiktok.also", answer, v.T("tiktok.devices"))
		}
	}
	texts := []slash.Content{
		slash.Bold(answer),
		slash.Plain(p.Text.In(v.Lang)),
		slash.Lines(f.evidence(v, p)...),
	}
	var ahead []slash.Content
	for _, a := range t.Ahead {
		if a.Place == p.ID {
			ahead = append(ahead, f.aheadText(v, a))
		}
	}
	if ahead == nil {
		ahead = []slash.Content{v.T("tiktok.none_ahead")}
	}
	return append(texts, slash.Lines(ahead...))
}

// rednote says whether RedNote is blocked.
func (f *tiktokFeature) rednote(v slash.Voice, r guide.Rule) slash.Markup {
	switch {
	case r.Until == "":
		return v.T("tiktok.rednote")
	case f.Now().After(r.Until.Last().AddDate(0, 0, 1)):
		return v.T("tiktok.rednote_over", dateText(v, r.Until))
	}
	return v.T("tiktok.rednote_until", dateText(v, r.Until))
}

func (f *tiktokFeature) openPlaces(_ context.Context, c *slash.Call, in tiktokPlaces) (slash.Reply, error) {
	t, err := f.Timeline()
	if err != nil {
		return slash.Reply{}, err
	}
	return f.list(c, t, c.T("tiktok.places"), in.Page), nil
}

// list shows all places by what holds there, under a heading, and lets one be chosen.
func (f *tiktokFeature) list(c *slash.Call, t *guide.Timeline, heading slash.Content, page int) slash.Reply {
	lines := []slash.Content{heading}
	for _, status := range guide.Statuses {
		var names []string
		for _, p := range t.Places {
			if p.Status == status {
				names = append(names, p.Name.In(c.Lang))
			}
		}
		if names != nil {
			name := c.Label("tiktok.group." + string(status))
			lines = append(lines, slash.Bullet(c.T("tiktok.entry_anywhere", name, strings.Join(names, c.Label("list.separator")))))
		}
	}
	places, at, last := pageOf(t.Places, page, slash.MaxChoices)
	var choices []slash.Choice
	for _, p := range places {
		choices = append(choices, slash.Choice{Name: p.Name.In(c.Lang), Value: p.ID, About: c.Label("tiktok.group." + string(p.Status))})
	}
	r := slash.Say(slash.Lines(lines...)).With(f.choosePlace.Menu(c.Label("tiktok.choose"), tiktokPlaceChoice{}, choices...))
	var row []slash.Button
	if last > 0 {
		row = turns(c, f.elsewhere, at, last, func(page int) tiktokPlaces { return tiktokPlaces{page} })
	}
	return r.With(slash.Row{Buttons: append(row, f.ask.Button(c.Label("tiktok.here"), tiktokPlace{}))})
}

package commands

import (
	"context"

	"magpie/guide"
	"magpie/slash"
)

// path is the whole path at a glance: its legs with their reasons, how far the caller is,
// and where to go on.
func (s *startFeature) path(ctx context.Context, c *slash.Call, w ownPath, _ slash.Nothing) (slash.Reply, error) {
	lines := []slash.Content{c.T("start.path", len(w.Stops), w.Minutes())}
	if n := w.Count(); n > 0 {
		lines = append(lines, c.T("start.count", n, len(w.Stops)))
	}
	role, err := s.role(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	if role != "" && !w.Finished() {
		lines = append(lines, c.T("start.role_ahead", slash.RoleMention(role)))
	}
	r := slash.Say(slash.Lines(lines...), slash.Lines(legs(c, w.Walk)...))
	if w.answers.To == guide.Undecided {
		r = r.With(slash.Text{Body: c.T("start.compare")})
	}
	buttons := []slash.Button{s.goOn(c, w.Walk), s.questions.Button(c.Label("start.change"), slash.Nothing{})}
	if changed := w.Rewritten(); len(changed) > 0 {
		var steps []guide.Step
		for _, stop := range changed {
			steps = append(steps, stop.Guide.Steps[stop.Step])
		}
		r = r.With(slash.Text{Body: c.T("guide.changed", titles(c, steps))})
		buttons = append(buttons, s.news.Button(c.Label("guide.what_changed"), slash.Nothing{}))
	}
	r = r.With(slash.Row{Buttons: buttons}, s.stops(c, w.Walk, w.Resume()))
	if role != "" && w.Finished() {
		r = s.withReward(c, r, role)
	}
	return r, nil
}

// legs are the path in words, a line for each guide and reason.
func legs(c *slash.Call, w guide.Walk) []slash.Content {
	var lines []slash.Content
	for _, leg := range w.Legs() {
		read := 0
		for _, stop := range leg {
			if w.Done(stop) {
				read++
			}
		}
		key, args := "start.leg", []any{leg[0].Guide.Title, len(leg)}
		switch {
		case read == len(leg):
			key, args = "start.leg_read", args[:1]
		case read > 0:
			key, args = "start.leg_begun", []any{leg[0].Guide.Title, read, len(leg)}
		case len(leg) == 1:
			key, args = "start.leg_one", []any{leg[0].Guide.Title, leg[0].Title()}
		}
		lines = append(lines, slash.Bullet(slash.Join(" · ", c.T(key, args...), c.T("path.why."+leg[0].Why))))
	}
	return lines
}

// goOn is the button that leads to the first unread stop.
func (s *startFeature) goOn(c *slash.Call, w guide.Walk) slash.Button {
	at := w.Stops[w.Resume()]
	key := "start.continue"
	switch n := w.Count(); {
	case n == 0:
		key = "start.begin"
	case n == len(w.Stops):
		key = "start.again"
	}
	return s.turn.Button(c.Label(key), guideStep{at.Guide.Name, at.ID()}).With(slash.Main)
}

// stops are the path for a menu: all of it, or what stands around the open stop.
func (s *startFeature) stops(c *slash.Call, w guide.Walk, open int) slash.Menu {
	from := max(0, min(open-slash.MaxChoices/2, len(w.Stops)-slash.MaxChoices))
	var choices []slash.Choice
	for i := from; i < min(len(w.Stops), from+slash.MaxChoices); i++ {
		stop := w.Stops[i]
		choices = append(choices, slash.Choice{
			Name: menuStep(c, i, stop.Title(), w.Changed(stop)), Value: stop.Guide.Name + "#" + stop.ID(), About: menuAbout(c, w.Done(stop)), On: i == open,
		})
	}
	return s.jump.Menu(c.Label("guide.steps"), startJump{}, choices...)
}

// stop is one step of the path.
func (s *startFeature) stop(c *slash.Call, w guide.Walk, i int) slash.Reply {
	here := w.Stops[i]
	at := guideStep{here.Guide.Name, here.ID()}
	next := s.next.Button(c.Label("guide.next"), at).With(slash.Main)
	if n := w.Count(); n == len(w.Stops)-1 && !w.Done(here) {
		next = s.next.Button(c.Label("guide.finish"), at).With(slash.Good)
	}
	before := w.Stops[max(i-1, 0)]
	back := s.turn.Button(c.Label("guide.back"), guideStep{before.Guide.Name, before.ID()}).When(i > 0)
	texts := s.guide.stepText(c.Voice, here.Guide, here.Step)
	texts[0] = slash.Lines(
		slash.Heading(2, c.T("start.stop", i+1, len(w.Stops), here.Title())),
		slash.Join(" · ", c.T("guide.of", here.Guide.Title), c.T("path.why."+here.Why)))
	if w.Changed(here) {
		texts = append(texts, c.T("start.changed"))
	}
	return slash.Say(texts...).With(
		slash.Row{Buttons: []slash.Button{back, next}},
		s.stops(c, w, i),
		slash.Row{Buttons: []slash.Button{
			s.guide.sources.Button(c.Label("guide.sources"), at),
			showAll(c, s.guide.share, at),
			s.way.Button(c.Label("start.my_path"), slash.Nothing{}),
		}})
}

// finished says that the whole path was read, and gives the server's role for it.
func (s *startFeature) finished(ctx context.Context, c *slash.Call, w guide.Walk) (slash.Reply, error) {
	texts := []slash.Content{c.T("start.finished", len(w.Stops))}
	told, err := s.giveRole(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	if told != nil {
		texts = append(texts, told)
	}
	return slash.Say(texts...).With(s.back(c)), nil
}

// back leads to the whole path.
func (s *startFeature) back(c *slash.Call) slash.Row {
	return slash.Row{Buttons: []slash.Button{s.way.Button(c.Label("start.my_path"), slash.Nothing{})}}
}

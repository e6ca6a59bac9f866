package commands

import (
	"context"
	"fmt"
	"strings"

	"magpie/guide"
	"magpie/slash"
)

// walk is the caller's path, and how far they are on it.
func (s *startFeature) walk(ctx context.Context, c *slash.Call, a guide.Answers) (guide.Walk, error) {
	rules, err := s.Paths()
	if err != nil {
		return guide.Walk{}, err
	}
	library, err := s.Guides(ctx, c.Place.Server)
	if err != nil {
		return guide.Walk{}, err
	}
	read, err := s.Progress.Readings(ctx, c.Person.ID)
	if err != nil {
		return guide.Walk{}, fmt.Errorf("look up progress: %w", err)
	}
	return guide.NewWalk(rules.Path(library, c.Lang, a), read), nil
}

// An ownPath is somebody's path with the answers that it is made of.
type ownPath struct {
	guide.Walk
	answers guide.Answers
}

// onPath is a handler for those who have a path. Others are asked for what it is made of.
func onPath[A any](s *startFeature, run func(context.Context, *slash.Call, ownPath, A) (slash.Reply, error)) func(context.Context, *slash.Call, A) (slash.Reply, error) {
	return func(ctx context.Context, c *slash.Call, in A) (slash.Reply, error) {
		a, _, err := s.Store.Answers(ctx, c.Person.ID)
		if err != nil {
			return slash.Reply{}, err
		}
		if !a.Complete() {
			return s.ask(ctx, c, a)
		}
		w, err := s.walk(ctx, c, a)
		if err != nil {
			return slash.Reply{}, err
		}
		if len(w.Stops) == 0 {
			return s.ask(ctx, c, a)
		}
		return run(ctx, c, ownPath{w, a}, in)
	}
}

// openStop opens a stop; one that is no longer on the path opens the first unread one.
func (s *startFeature) openStop(_ context.Context, c *slash.Call, w ownPath, at guideStep) (slash.Reply, error) {
	i := w.Index(at.Guide, at.Step)
	if i < 0 {
		i = w.Resume()
	}
	return s.stop(c, w.Walk, i), nil
}

func (s *startFeature) jumpTo(ctx context.Context, c *slash.Call, w ownPath, in startJump) (slash.Reply, error) {
	name, step, _ := strings.Cut(in.Stop, "#")
	return s.openStop(ctx, c, w, guideStep{name, step})
}

// finishStop notes that a stop was read and opens the next one that was not. Who reads a
// stop again is led to the one after it.
func (s *startFeature) finishStop(ctx context.Context, c *slash.Call, w ownPath, at guideStep) (slash.Reply, error) {
	i := w.Index(at.Guide, at.Step)
	if i < 0 {
		return s.stop(c, w.Walk, w.Resume()), nil
	}
	again := w.Done(w.Stops[i])
	if _, _, err := s.guide.finish(ctx, c, at); err != nil {
		return slash.Reply{}, err
	}
	var err error
	if w.Walk, err = s.walk(ctx, c, w.answers); err != nil {
		return slash.Reply{}, err
	}
	next := w.Next(i + 1)
	if again && i+1 < len(w.Stops) {
		next = i + 1
	}
	if next < 0 {
		return s.finished(ctx, c, w.Walk)
	}
	return s.stop(c, w.Walk, next), nil
}

// showNews leads to each stop that changed since the caller read it.
func (s *startFeature) showNews(_ context.Context, c *slash.Call, w ownPath, _ slash.Nothing) (slash.Reply, error) {
	var sections []slash.Block
	for i, stop := range w.Rewritten() {
		open := s.turn.Button("", guideStep{stop.Guide.Name, stop.ID()})
		sections = append(sections, s.guide.listed(c, i, stop.Title(), stop.Guide.Title, guide.Opening(stop.Guide.Steps[stop.Step]), open))
	}
	return newsPage(c, sections).With(s.back(c)), nil
}

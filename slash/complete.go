package slash

import (
	"context"
	"fmt"
	"unicode/utf8"
)

// complete answers with suggestions, none if anything goes wrong.
func (s *serving) complete(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, s.opts.DeferAfter)
	defer cancel()
	c := s.call
	s.name = c.Command
	choices, err := s.suggest(ctx)
	outcome := Answered
	if err != nil {
		c.Log.Warn("suggest", "command", s.name, "option", c.Focus, "error", err)
		outcome, choices = Failed, nil
	}
	var fit []Choice
	for _, c := range choices {
		if c.Name = Cut(c.Name, MaxChoiceText); fitsChoice(c.Name) && fitsChoice(c.Value) {
			fit = append(fit, c)
		}
	}
	if err := s.resp.Suggest(ctx, fit[:min(len(fit), MaxChoices)]); err != nil {
		c.Log.Warn("deliver suggestions", "command", s.name, "error", err)
		outcome = Lost
	}
	s.observe(outcome)
}

func (s *serving) suggest(ctx context.Context) (choices []Choice, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = panicked(p)
		}
	}()
	cmd, ok := s.commands[s.call.Command]
	if !ok || cmd.Suggest[s.call.Focus] == nil {
		s.name = "unknown"
		return nil, fmt.Errorf("no suggestions for %s of %s", s.call.Focus, s.call.Command)
	}
	if s.call.Place.Direct() && !cmd.Direct || !s.call.Person.May.Has(cmd.needs) {
		return nil, nil
	}
	typed := ""
	if v := s.call.Input[s.call.Focus]; len(v) > 0 {
		typed = string([]rune(v[0])[:min(utf8.RuneCountInString(v[0]), MaxChoiceText)]) // no choice is longer
	}
	return cmd.Suggest[s.call.Focus](ctx, s.call, typed)
}

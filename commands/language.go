package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"magpie/community"
	"magpie/slash"
)

// People keeps what people chose for themselves.
type People interface {
	Person(ctx context.Context, id string) (community.Person, bool, error)
	SavePerson(ctx context.Context, p community.Person) error
}

// Tongues are the languages that Magpie speaks, with their own names for themselves.
type Tongues interface {
	Languages() []string
	Name(lang string) string
}

// Language lets people choose the language in which Magpie answers them. The
// Finisher asks once, below a person's first reply.
func Language(people People, tongues Tongues) (slash.Feature, slash.Finisher) {
	l := &languageFeature{people: people, tongues: tongues}
	l.choose = &slash.Action[languageChoice]{Name: "language.choose", Run: l.chosen}
	return slash.Feature{
		Commands: []slash.Command{{Name: "language", Direct: true, Run: slash.Run(l.show)}},
		Actions:  []slash.Route{l.choose},
	}, l.ask
}

type languageFeature struct {
	people  People
	tongues Tongues
	choose  *slash.Action[languageChoice]
}

// languageChoice is a BCP 47 tag, empty for that of the person's Discord.
type languageChoice struct{ Lang string }

func (l *languageFeature) show(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	p, _, err := l.people.Person(ctx, c.Person.ID)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up person: %w", err)
	}
	now := c.T("language.following", l.tongues.Name(c.Lang))
	if p.Language != "" {
		now = c.T("language.chosen", l.tongues.Name(p.Language))
	}
	follow := l.choose.Button(c.Label("language.follow"), languageChoice{}).When(p.Language != "")
	return slash.Say(now).With(l.row(p.Language), slash.Row{Buttons: []slash.Button{follow}}), nil
}

// row is a button a language, each named in itself.
func (l *languageFeature) row(chosen string) slash.Row {
	var row slash.Row
	for _, lang := range l.tongues.Languages() {
		b := l.choose.Button(l.tongues.Name(lang), languageChoice{lang})
		if lang == chosen {
			b = b.With(slash.Main)
		}
		row.Buttons = append(row.Buttons, b)
	}
	return row
}

func (l *languageFeature) chosen(ctx context.Context, c *slash.Call, in languageChoice) (slash.Reply, error) {
	if in.Lang != "" && l.tongues.Name(in.Lang) == "" {
		return slash.Reply{}, c.Sorry(c.T("language.unknown"), c.T("safe.nothing_changed"), slash.Try("language"))
	}
	p, _, err := l.people.Person(ctx, c.Person.ID)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up person: %w", err)
	}
	p.ID, p.Language = c.Person.ID, in.Lang
	if err := l.people.SavePerson(ctx, p); err != nil {
		return slash.Reply{}, fmt.Errorf("remember language %s: %w", in.Lang, err)
	}
	if in.Lang == "" {
		return slash.Say(c.T("language.now_follows")).As(slash.Anew), nil
	}
	return slash.Say(c.In(in.Lang).T("language.now", l.tongues.Name(in.Lang))).As(slash.Anew), nil
}

// ask puts the languages below the first private reply that a person ever gets.
func (l *languageFeature) ask(ctx context.Context, c *slash.Call, r slash.Reply) (slash.Reply, error) {
	if r.Shown == slash.ToAll || c.Kind != slash.Typed && c.Kind != slash.Clicked || c.Command == "language" {
		return r, nil
	}
	_, known, err := l.people.Person(ctx, c.Person.ID)
	if err != nil {
		return r, fmt.Errorf("look up person: %w", err)
	}
	if known {
		return r, nil
	}
	if err := l.people.SavePerson(ctx, community.Person{ID: c.Person.ID}); err != nil {
		return r, fmt.Errorf("remember person: %w", err)
	}
	return r.With(l.row("")), nil
}

// postLanguages are those that a public post can be in, as menu values: tags joined by +.
var postLanguages = []string{"en", "zh-CN", "zh-TW", "en+zh-CN", "en+zh-TW", "zh-CN+en", "zh-TW+en"}

// languageChoices are the languages of public posts for a menu, those of on chosen already.
func languageChoices(tongues Tongues, on []string) []slash.Choice {
	var choices []slash.Choice
	for _, tags := range postLanguages {
		langs := strings.Split(tags, "+")
		choices = append(choices, slash.Choice{Name: languageNames(tongues, langs), Value: tags, On: slices.Equal(langs, on)})
	}
	return choices
}

// languageNames are languages by their own names.
func languageNames(tongues Tongues, langs []string) string {
	var names []string
	for _, lang := range langs {
		names = append(names, tongues.Name(lang))
	}
	return strings.Join(names, " + ")
}

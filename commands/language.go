package commands

import (
	"cmp"
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
	// Match is the language that serves a reader of some locales best.
	Match(locales ...string) string
}

// Language is one page on which people choose the language in which Magpie answers
// them and how they read Chinese. The Finisher asks once, below a person's first
// reply, for the language; /start asks for it itself.
func Language(people People, tongues Tongues) (slash.Feature, slash.Finisher) {
	l := &languageFeature{people: people, tongues: tongues}
	l.choose = &slash.Action[languageChoice]{Name: "language.choose", Run: l.chosen}
	l.set = &slash.Action[languageChoice]{Name: "language.set", Run: l.setLanguage}
	l.script = &slash.Action[languageScript]{Name: "language.script", Run: l.setScript}
	l.readings = &slash.Action[languageReadings]{Name: "language.readings", Run: l.setReadings}
	l.sandhi = &slash.Action[languageSwitch]{Name: "language.sandhi", Run: l.setSandhi}
	l.plain = &slash.Action[languageSwitch]{Name: "language.plain", Run: l.setPlain}
	return slash.Feature{
		Commands: []slash.Command{{Name: "language", Direct: true, Run: slash.Run(l.show)}},
		Actions:  []slash.Route{l.choose, l.set, l.script, l.readings, l.sandhi, l.plain},
	}, l.ask
}

type languageFeature struct {
	people  People
	tongues Tongues

	choose        *slash.Action[languageChoice] // below a first reply
	set           *slash.Action[languageChoice] // on the page
	script        *slash.Action[languageScript]
	readings      *slash.Action[languageReadings]
	sandhi, plain *slash.Action[languageSwitch]
}

// languageChoice is a BCP 47 tag, empty for that of the person's Discord.
type languageChoice struct{ Lang string }

// languageFollow is what menus call the habits of a reader's language.
const languageFollow = "follow"

type languageScript struct {
	Script string `slash:"script,choices=follow|simplified|traditional"`
}

type languageReadings struct {
	Readings string `slash:"readings,choices=follow|marks|zhuyin|none"`
}

type languageSwitch struct{ On bool }

func (l *languageFeature) show(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	p, _, err := l.people.Person(ctx, c.Person.ID)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up person: %w", err)
	}
	return l.page(c, p), nil
}

// page says what someone chose and lets them change it.
func (l *languageFeature) page(c *slash.Call, p community.Person) slash.Reply {
	follow := l.set.Button(c.Label("language.follow"), languageChoice{}).When(p.Language != "")
	sandhi, plain := "language.sandhi_on", "language.plain_on"
	if p.Sandhi {
		sandhi = "language.sandhi_off"
	}
	if p.Plain {
		plain = "language.plain_off"
	}
	return slash.Say(c.T("language.title"), l.summary(c, p)).With(
		l.row(l.set, p.Language),
		l.script.Menu(c.Label("language.choose_script"), languageScript{}, l.choices(c, "script", p.Script, community.Scripts)...),
		l.readings.Menu(c.Label("language.choose_readings"), languageReadings{}, l.choices(c, "readings", p.Readings, community.AllReadings)...),
		slash.Row{Buttons: []slash.Button{
			follow,
			l.sandhi.Button(c.Label(sandhi), languageSwitch{!p.Sandhi}).When(cmp.Or(p.Readings, readerIn(c.Lang).person.Readings) != community.NoReadings),
			l.plain.Button(c.Label(plain), languageSwitch{!p.Plain}),
		}})
}

// summary says in words what someone chose.
func (l *languageFeature) summary(c *slash.Call, p community.Person) slash.Markup {
	language := c.T("language.following", l.tongues.Name(c.Lang))
	if p.Language != "" {
		language = c.T("language.chosen", l.tongues.Name(p.Language))
	}
	line := func(what, chosen, habit string) slash.Content {
		if chosen != "" {
			return slash.Bullet(c.T("language.line."+what, c.T("language."+what+"."+chosen)))
		}
		return slash.Bullet(c.T("language.line."+what, c.T("language.by_habit", c.Label("language."+what+"."+habit))))
	}
	habits := readerIn(c.Lang).person
	lines := []slash.Content{
		slash.Bullet(language),
		line("script", p.Script, habits.Script),
		line("readings", p.Readings, habits.Readings),
	}
	if p.Sandhi {
		lines = append(lines, slash.Bullet(c.T("language.line.sandhi")))
	}
	if p.Plain {
		lines = append(lines, slash.Bullet(c.T("language.line.plain")))
	}
	return slash.Lines(lines...)
}

// choices are what a menu offers: the habit of the reader's language, and all.
func (l *languageFeature) choices(c *slash.Call, what, chosen string, all []string) []slash.Choice {
	choices := []slash.Choice{{Name: c.Label("language." + what + "." + languageFollow), Value: languageFollow, On: chosen == ""}}
	for _, one := range all {
		choices = append(choices, slash.Choice{Name: c.Label("language." + what + "." + one), Value: one, On: chosen == one})
	}
	return choices
}

// row is a button a language, each named in itself.
func (l *languageFeature) row(choose *slash.Action[languageChoice], chosen string) slash.Row {
	var row slash.Row
	for _, lang := range l.tongues.Languages() {
		b := choose.Button(l.tongues.Name(lang), languageChoice{lang})
		if lang == chosen {
			b = b.With(slash.Main)
		}
		row.Buttons = append(row.Buttons, b)
	}
	return row
}

// save changes what someone chose and returns what they chose then.
func (l *languageFeature) save(ctx context.Context, c *slash.Call, edit func(*community.Person)) (community.Person, error) {
	p, _, err := l.people.Person(ctx, c.Person.ID)
	if err != nil {
		return p, fmt.Errorf("look up person: %w", err)
	}
	p.ID = c.Person.ID
	edit(&p)
	if err := l.people.SavePerson(ctx, p); err != nil {
		return p, fmt.Errorf("remember what a person chose: %w", err)
	}
	return p, nil
}

// change changes what someone chose and shows the page.
func (l *languageFeature) change(ctx context.Context, c *slash.Call, edit func(*community.Person)) (slash.Reply, error) {
	p, err := l.save(ctx, c, edit)
	if err != nil {
		return slash.Reply{}, err
	}
	return l.page(c, p), nil
}

func (l *languageFeature) setScript(ctx context.Context, c *slash.Call, in languageScript) (slash.Reply, error) {
	return l.change(ctx, c, func(p *community.Person) { p.Script = strings.TrimPrefix(in.Script, languageFollow) })
}

func (l *languageFeature) setReadings(ctx context.Context, c *slash.Call, in languageReadings) (slash.Reply, error) {
	return l.change(ctx, c, func(p *community.Person) { p.Readings = strings.TrimPrefix(in.Readings, languageFollow) })
}

func (l *languageFeature) setSandhi(ctx context.Context, c *slash.Call, in languageSwitch) (slash.Reply, error) {
	return l.change(ctx, c, func(p *community.Person) { p.Sandhi = in.On })
}

func (l *languageFeature) setPlain(ctx context.Context, c *slash.Call, in languageSwitch) (slash.Reply, error) {
	return l.change(ctx, c, func(p *community.Person) { p.Plain = in.On })
}

// saveLanguage remembers a language. From then on the call speaks it too.
func (l *languageFeature) saveLanguage(ctx context.Context, c *slash.Call, lang string) (community.Person, error) {
	if lang != "" && l.tongues.Name(lang) == "" {
		return community.Person{}, c.Sorry(c.T("language.unknown"), c.T("safe.nothing_changed"), slash.Try("language"))
	}
	p, err := l.save(ctx, c, func(p *community.Person) { p.Language = lang })
	if err != nil {
		return p, err
	}
	if lang == "" {
		lang = l.tongues.Match(c.Person.Locale, c.Place.Locale)
	}
	c.Voice = c.In(lang)
	return p, nil
}

func (l *languageFeature) setLanguage(ctx context.Context, c *slash.Call, in languageChoice) (slash.Reply, error) {
	p, err := l.saveLanguage(ctx, c, in.Lang)
	if err != nil {
		return slash.Reply{}, err
	}
	return l.page(c, p), nil
}

// chosen answers a choice below a first reply, which stays.
func (l *languageFeature) chosen(ctx context.Context, c *slash.Call, in languageChoice) (slash.Reply, error) {
	if _, err := l.saveLanguage(ctx, c, in.Lang); err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(c.T("language.now", l.tongues.Name(c.Lang))).As(slash.Anew), nil
}

// ask puts the languages below the first private reply that a person ever gets.
func (l *languageFeature) ask(ctx context.Context, c *slash.Call, r slash.Reply) (slash.Reply, error) {
	if r.Shown == slash.ToAll || c.Kind != slash.Typed && c.Kind != slash.Clicked || c.Command == "language" || c.Command == "start" {
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
	return r.With(l.row(l.choose, "")), nil
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

package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"magpie/community"
	"magpie/guide"
	"magpie/slash"
)

// StartNeeds are what /start works with.
type StartNeeds struct {
	GuideNeeds
	Paths   func() (*guide.Paths, error)
	Store   PathStore
	People  People
	Tongues Tongues
	Alerts  NewsAlerts
	Give    GiveRole
}

// A PathStore keeps what newcomers told of themselves.
type PathStore interface {
	Answers(ctx context.Context, person string) (guide.Answers, bool, error)
	// EditAnswers lets edit change them, and returns them as they are saved.
	EditAnswers(ctx context.Context, person string, edit func(*guide.Answers)) (guide.Answers, error)
}

// Start asks a newcomer where they come from, where they go and what for, and leads them
// along a path of steps from several guides. What is answered is saved at once, so that
// the page can be left and opened again. Its actions panel.open, on the guides' panel and
// on the welcome, begin it.
func Start(n StartNeeds) slash.Feature {
	s := newStart(n)
	return slash.Feature{
		Commands: []slash.Command{{Name: "start", Direct: true, Run: slash.Run(s.begin)}},
		Actions: []slash.Route{
			s.language, s.from, s.to, s.purposes, s.questions, s.way, s.turn, s.next, s.jump, s.news, s.reward,
			&slash.Action[panelOpen]{Name: panelOpens, Run: s.fromPanel},
		},
	}
}

func newStart(n StartNeeds) *startFeature {
	s := &startFeature{
		StartNeeds: n, guide: newGuide(n.GuideNeeds), settings: &languageFeature{people: n.People, tongues: n.Tongues},
	}
	s.language = &slash.Action[languageChoice]{Name: "start.language", Run: s.setLanguage}
	s.from = &slash.Action[startFrom]{Name: "start.from", Run: s.setFrom}
	s.to = &slash.Action[startTo]{Name: "start.to", Run: s.setTo}
	s.purposes = &slash.Action[startFor]{Name: "start.for", Run: s.setFor}
	s.questions = &slash.Action[slash.Nothing]{Name: "start.questions", Run: s.askAgain}
	s.way = &slash.Action[slash.Nothing]{Name: "start.path", Run: s.begin}
	s.turn = &slash.Action[guideStep]{Name: "start.open", Run: onPath(s, s.openStop)}
	s.next = &slash.Action[guideStep]{Name: "start.next", Run: onPath(s, s.finishStop)}
	s.jump = &slash.Action[startJump]{Name: "start.jump", Run: onPath(s, s.jumpTo)}
	s.news = &slash.Action[slash.Nothing]{Name: "start.news", Run: onPath(s, s.showNews)}
	s.reward = &slash.Action[slash.Nothing]{Name: "start.role", Run: onPath(s, s.claimRole)}
	return s
}

type startFeature struct {
	StartNeeds
	guide    *guideFeature
	settings *languageFeature // saves a language as /language does

	language                     *slash.Action[languageChoice]
	from                         *slash.Action[startFrom]
	to                           *slash.Action[startTo]
	purposes                     *slash.Action[startFor]
	questions, way, news, reward *slash.Action[slash.Nothing]
	turn, next                   *slash.Action[guideStep]
	jump                         *slash.Action[startJump]
}

type startFrom struct {
	From string `slash:"from,choices=tiktok|elsewhere|host|looking"`
}

type startTo struct {
	To string `slash:"to"`
}

type startFor struct {
	For []string `slash:"for,choices=watch|post|sell|friends"`
}

// startJump chooses a stop by its place on the path, as "guide#step".
type startJump struct {
	Stop string `slash:"stop"`
}

// begin shows the path, or asks what it is made of.
func (s *startFeature) begin(ctx context.Context, c *slash.Call, in slash.Nothing) (slash.Reply, error) {
	return onPath(s, s.path)(ctx, c, in)
}

func (s *startFeature) askAgain(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	a, _, err := s.Store.Answers(ctx, c.Person.ID)
	if err != nil {
		return slash.Reply{}, err
	}
	return s.ask(ctx, c, a)
}

// ask is the page of questions. Where to and what for matter only to those who move.
func (s *startFeature) ask(ctx context.Context, c *slash.Call, a guide.Answers) (slash.Reply, error) {
	if err := s.meet(ctx, c); err != nil {
		return slash.Reply{}, err
	}
	rules, err := s.Paths()
	if err != nil {
		return slash.Reply{}, err
	}
	head, err := s.askHead(ctx, c, a)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(head, c.T("start.private")).With(
		s.settings.row(s.language, c.Lang),
		s.from.Menu(c.Label("start.from"), startFrom{}, offered(c, "start.from.", guide.Origins, a.From)...))
	if a.Moves() {
		r = r.With(
			s.to.Menu(c.Label("start.to"), startTo{}, places(c, rules.Places(), a.To)...),
			s.purposes.Menu(c.Label("start.for"), startFor{}, offered(c, "start.for.", guide.Purposes, a.For...)...))
	}
	return r.With(slash.Row{Buttons: []slash.Button{
		s.way.Button(c.Label("start.show"), slash.Nothing{}).With(slash.Good).When(a.Complete()),
	}}), nil
}

// askHead says how far the caller is with the questions, and names those that are left.
func (s *startFeature) askHead(ctx context.Context, c *slash.Call, a guide.Answers) (slash.Content, error) {
	if a.Complete() {
		w, err := s.walk(ctx, c, a)
		return c.T("start.ready", len(w.Stops), w.Minutes()), err
	}
	if a.From == "" {
		return c.T("start.title"), nil
	}
	var left []string
	if a.To == "" {
		left = append(left, c.Label("start.to"))
	}
	if len(a.For) == 0 {
		left = append(left, c.Label("start.for"))
	}
	return c.T("start.left", strings.Join(left, " · ")), nil
}

// meet remembers that the caller was asked for their language, so that nothing else asks.
func (s *startFeature) meet(ctx context.Context, c *slash.Call) error {
	_, known, err := s.People.Person(ctx, c.Person.ID)
	if err != nil {
		return fmt.Errorf("look up person: %w", err)
	}
	if known {
		return nil
	}
	if err := s.People.SavePerson(ctx, community.Person{ID: c.Person.ID}); err != nil {
		return fmt.Errorf("remember person: %w", err)
	}
	return nil
}

// offered are answers for a menu, with those given already.
func offered[T ~string](c *slash.Call, words string, all []T, given ...T) []slash.Choice {
	var choices []slash.Choice
	for _, one := range all {
		choices = append(choices, slash.Choice{Name: c.Label(words + string(one)), Value: string(one), On: slices.Contains(given, one)})
	}
	return choices
}

// places are where one can go, for a menu.
func places(c *slash.Call, all []string, given string) []slash.Choice {
	choices := []slash.Choice{{Name: c.Label("start.to.undecided"), Value: guide.Undecided, On: given == guide.Undecided}}
	for _, place := range all {
		choices = append(choices, slash.Choice{Name: placeName(c, place), Value: place, On: given == place})
	}
	return choices
}

// placeName is what a place is called, by the name of its guide.
func placeName(c *slash.Call, name string) string {
	platforms, _ := guide.Platforms() // a test reads them
	for _, p := range platforms {
		if p.Guide == name {
			return p.Name.In(c.Lang)
		}
	}
	return name
}

func (s *startFeature) setLanguage(ctx context.Context, c *slash.Call, in languageChoice) (slash.Reply, error) {
	if _, err := s.settings.saveLanguage(ctx, c, in.Lang); err != nil {
		return slash.Reply{}, err
	}
	return s.askAgain(ctx, c, slash.Nothing{})
}

func (s *startFeature) setFrom(ctx context.Context, c *slash.Call, in startFrom) (slash.Reply, error) {
	return s.answer(ctx, c, func(a *guide.Answers) { a.From = guide.Origin(in.From) })
}

func (s *startFeature) setTo(ctx context.Context, c *slash.Call, in startTo) (slash.Reply, error) {
	rules, err := s.Paths()
	if err != nil {
		return slash.Reply{}, err
	}
	if in.To != guide.Undecided && !slices.Contains(rules.Places(), in.To) {
		return slash.Reply{}, c.Sorry(c.T("start.no_place"), c.T("safe.nothing_changed"), slash.Try("start"))
	}
	return s.answer(ctx, c, func(a *guide.Answers) { a.To = in.To })
}

func (s *startFeature) setFor(ctx context.Context, c *slash.Call, in startFor) (slash.Reply, error) {
	return s.answer(ctx, c, func(a *guide.Answers) {
		a.For = nil
		for _, purpose := range guide.Purposes {
			if slices.Contains(in.For, string(purpose)) {
				a.For = append(a.For, purpose)
			}
		}
	})
}

// answer saves an answer and shows the page.
func (s *startFeature) answer(ctx context.Context, c *slash.Call, edit func(*guide.Answers)) (slash.Reply, error) {
	a, err := s.Store.EditAnswers(ctx, c.Person.ID, func(a *guide.Answers) {
		edit(a)
		*a = a.Settled()
	})
	if err != nil {
		return slash.Reply{}, err
	}
	return s.ask(ctx, c, a)
}

// fromPanel begins in the language of the button that was pressed, which becomes the
// person's own if they had none.
func (s *startFeature) fromPanel(ctx context.Context, c *slash.Call, in panelOpen) (slash.Reply, error) {
	p, _, err := s.People.Person(ctx, c.Person.ID)
	if err != nil {
		return slash.Reply{}, fmt.Errorf("look up person: %w", err)
	}
	if p.Language == "" {
		_, err = s.settings.saveLanguage(ctx, c, in.Lang)
	} else if s.Tongues.Name(in.Lang) != "" {
		c.Voice = c.In(in.Lang)
	}
	if err != nil {
		return slash.Reply{}, err
	}
	r, err := s.begin(ctx, c, slash.Nothing{})
	if err == nil && p.Language != "" && p.Language != in.Lang {
		r.Blocks = append(r.Blocks, slash.Text{Body: c.T("start.language_stays", s.Tongues.Name(p.Language))})
	}
	return r, err
}

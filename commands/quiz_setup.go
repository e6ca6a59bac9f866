package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"magpie/phrase"
	"magpie/slash"
)

// quizLengths are how many tasks a quiz may have.
var quizLengths = []int{5, 10, 20}

// player is how the caller played last, with what they never chose settled.
func (z *Quizzes) player(ctx context.Context, c *slash.Call) (phrase.Player, error) {
	p, _, err := z.Store.Player(ctx, c.Person.ID)
	if err != nil {
		return p, fmt.Errorf("look up how a person plays: %w", err)
	}
	p.Person = c.Person.ID
	return z.settled(c, p), nil
}

// settled is p with choices that go together and that the caller may make.
func (z *Quizzes) settled(c *slash.Call, p phrase.Player) phrase.Player {
	p.Deck = z.knownDeck(p.Deck)
	if p.Deck == glossaryDeck && c.Place.Direct() {
		p.Deck = fixedDecks[0]
	}
	if p.Kind == "" && c.Lang != phrase.English {
		p.Kind = phrase.MixedEnglish
	}
	if kinds := z.kinds(p.Deck); !slices.Contains(kinds, p.Kind) {
		p.Kind = kinds[0]
	}
	if !slices.Contains(quizLengths, p.Length) {
		p.Length = 10
	}
	if !slices.Contains(paces(c), p.Pace) {
		p.Pace = phrase.Untimed
	}
	return p
}

// paces are those that the caller may choose: a race is for moderators to decide.
func paces(c *slash.Call) []phrase.Pace {
	return slices.DeleteFunc(slices.Clone(phrase.Paces), func(p phrase.Pace) bool {
		return p == phrase.Race && !c.Person.May.Has(slash.ManageServer)
	})
}

// setUp is the page on which a quiz is chosen.
func (z *Quizzes) setUp(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	p, err := z.player(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	return z.page(ctx, c, p)
}

func (z *Quizzes) page(ctx context.Context, c *slash.Call, p phrase.Player) (slash.Reply, error) {
	r := slash.Say(slash.Lines(c.T("quiz.title"), c.T("quiz.about")))
	going, on, err := z.Store.QuizIn(ctx, c.Place.Channel)
	if err != nil {
		return r, fmt.Errorf("look up the quiz in a channel: %w", err)
	}
	if on = on && going.Server == c.Place.Server; on {
		r = r.With(slash.Text{Body: z.goingOn(c, going)})
	}
	r = r.With(z.deckMenus(c, p.Deck)...)
	var kinds, lengths, tempos []slash.Choice
	for _, k := range z.kinds(p.Deck) {
		kinds = append(kinds, slash.Choice{Name: c.Label("quiz.kind." + string(k)), Value: string(k), On: k == p.Kind})
	}
	for _, n := range quizLengths {
		lengths = append(lengths, slash.Choice{Name: c.Label("quiz.length", n), Value: strconv.Itoa(n), On: n == p.Length})
	}
	r = r.With(z.kind.Menu(c.Label("quiz.choose.kind"), quizKind{}, kinds...), z.length.Menu(c.Label("quiz.choose.length"), quizLength{}, lengths...))
	alone := z.alone.Button(c.Label("quiz.alone"), slash.Nothing{})
	if c.Place.Direct() {
		return r.With(slash.Row{Buttons: []slash.Button{alone.With(slash.Main)}}), nil
	}
	for _, t := range paces(c) {
		tempos = append(tempos, slash.Choice{
			Name: c.Label("quiz.pace." + string(t)), About: c.Label("quiz.pace." + string(t) + ".about"), Value: string(t), On: t == p.Pace,
		})
	}
	here := z.here.Button(c.Label("quiz.here"), slash.Nothing{}).With(slash.Main).When(p.Deck != cardsDeck && !on)
	r = r.With(z.pace.Menu(c.Label("quiz.choose.pace"), quizPace{}, tempos...),
		slash.Row{Buttons: []slash.Button{here, alone, z.board.Button(c.Label("quiz.board"), slash.Nothing{})}})
	if on && leads(c, going) {
		r = r.With(slash.Row{Buttons: z.controls([]slash.Voice{c.Voice}, going)})
	}
	return r, nil
}

// goingOn says that there is a quiz in the channel.
func (z *Quizzes) goingOn(c *slash.Call, q phrase.Quiz) slash.Content {
	state := "quiz.going_on"
	if q.Paused {
		state = "quiz.is_paused"
	}
	return c.T(state, z.deckName(c.Voice, q.Deck), strconv.Itoa(q.Number+1), strconv.Itoa(len(q.Tasks)))
}

// deckMenus are the menu of decks, and below that of phrases the one of situations.
func (z *Quizzes) deckMenus(c *slash.Call, on string) []slash.Block {
	situation := strings.HasPrefix(on, situationDeck)
	var decks []slash.Choice
	for _, d := range fixedDecks {
		if d == glossaryDeck && c.Place.Direct() {
			continue
		}
		decks = append(decks, slash.Choice{Name: c.Label("quiz.deck." + d), Value: d, On: d == on || d == phrasesDeck && situation})
	}
	menus := []slash.Block{z.deck.Menu(c.Label("quiz.choose.deck"), quizDeck{}, decks...)}
	if on != phrasesDeck && !situation {
		return menus
	}
	choices := []slash.Choice{{Name: c.Label("quiz.all_situations"), Value: phrasesDeck, On: !situation}}
	for _, s := range z.Cards.Book.Situations() {
		choices = append(choices, slash.Choice{Name: s.Title.In(c.Lang), Value: situationDeck + s.ID, On: on == situationDeck+s.ID})
	}
	return append(menus, z.situation.Menu(c.Label("quiz.choose.situation"), quizSituation{}, choices[:min(len(choices), slash.MaxChoices)]...))
}

// choose remembers what the caller chose and shows the page again.
func (z *Quizzes) choose(ctx context.Context, c *slash.Call, set func(*phrase.Player)) (slash.Reply, error) {
	p, err := z.player(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	set(&p)
	p = z.settled(c, p)
	if err := z.Store.SavePlayer(ctx, p); err != nil {
		return slash.Reply{}, err
	}
	return z.page(ctx, c, p)
}

func (z *Quizzes) chooseDeck(ctx context.Context, c *slash.Call, in quizDeck) (slash.Reply, error) {
	return z.choose(ctx, c, func(p *phrase.Player) { p.Deck = in.Deck })
}

func (z *Quizzes) chooseSituation(ctx context.Context, c *slash.Call, in quizSituation) (slash.Reply, error) {
	return z.choose(ctx, c, func(p *phrase.Player) { p.Deck = in.Situation })
}

func (z *Quizzes) chooseKind(ctx context.Context, c *slash.Call, in quizKind) (slash.Reply, error) {
	return z.choose(ctx, c, func(p *phrase.Player) { p.Kind = phrase.TaskKind(in.Kind) })
}

func (z *Quizzes) chooseLength(ctx context.Context, c *slash.Call, in quizLength) (slash.Reply, error) {
	return z.choose(ctx, c, func(p *phrase.Player) { p.Length, _ = strconv.Atoi(in.Length) })
}

func (z *Quizzes) choosePace(ctx context.Context, c *slash.Call, in quizPace) (slash.Reply, error) {
	return z.choose(ctx, c, func(p *phrase.Player) { p.Pace = phrase.Pace(in.Pace) })
}

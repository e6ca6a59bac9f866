package commands

import (
	"context"

	"magpie/character"
	"magpie/lexicon"
	"magpie/phrase"
	"magpie/slash"
)

// An Asker makes the button with which the caller asks people about a text, or none;
// a [Bridge] is one.
type Asker interface {
	Ask(ctx context.Context, c *slash.Call, text string) ([]slash.Button, error)
}

// DefineNeeds are what /define works with.
type DefineNeeds struct {
	Book       *phrase.Book
	Glossary   Glossary
	Dictionary func() *lexicon.Dictionary   // the newest
	Characters func() *character.Characters // the newest; nil while there are none
	People     People
	Servers    Servers
	Asker      Asker
}

// Define tells what a word means, and which of Magpie's books says so.
func Define(n DefineNeeds) slash.Feature {
	d := &defineFeature{DefineNeeds: n}
	d.open = &slash.Action[defineEntry]{Name: defineOpen, Run: d.openEntry}
	d.pick = &slash.Action[definePick]{Name: "define.pick", Run: d.picked}
	d.share = &slash.Action[defineEntry]{Name: "define.share", Run: d.shareEntry}
	d.characters = &slash.Action[defineCharacter]{Name: defineCharacters, Run: d.openCharacters}
	d.choose = &slash.Action[defineChosen]{Name: "define.character", Run: d.chosenCharacter}
	d.draw = &slash.Action[defineCharacter]{Name: "define.strokes", Run: d.drawStrokes}
	d.animate = &slash.Action[defineCharacter]{Name: "define.animation", Run: d.animateStrokes}
	return slash.Feature{
		Commands: []slash.Command{{
			Name:    "define",
			Direct:  true,
			Run:     slash.Run(d.define),
			Suggest: map[string]slash.Suggester{"word": d.suggest},
		}},
		Actions: []slash.Route{d.open, d.pick, d.share, d.characters, d.choose, d.draw, d.animate},
	}
}

type defineFeature struct {
	DefineNeeds

	open, share               *slash.Action[defineEntry]
	pick                      *slash.Action[definePick]
	characters, draw, animate *slash.Action[defineCharacter]
	choose                    *slash.Action[defineChosen]
}

const (
	defineOpen       = "define.open"
	defineCharacters = "define.characters"
)

type defineIn struct {
	Word string `slash:"word,suggest,max=100"`
}

// defineEntry names what was found, see [found.key]. As is how the caller wants to read
// it this once, see [reader.as], if not as always; All shows every sense.
type defineEntry struct {
	Name, As string
	All      bool
}

type definePick struct {
	Name string `slash:"name"`
}

// maxDefined is how many entries a search shows.
const maxDefined = 9

func (d *defineFeature) define(ctx context.Context, c *slash.Call, in defineIn) (slash.Reply, error) {
	s, err := d.searcher(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	if f, ok := s.named(in.Word); ok {
		return d.card(c, s, f, defineEntry{}, nil)
	}
	all := s.find(in.Word)
	if len(all) == 0 {
		return slash.Reply{}, d.none(ctx, c, in.Word)
	}
	ask, err := d.unsure(ctx, c, s, all[0], in.Word)
	if err != nil {
		return slash.Reply{}, err
	}
	r, err := d.card(c, s, all[0], defineEntry{}, all[1:])
	if len(ask) > 0 {
		r = r.With(slash.Row{Buttons: ask})
	}
	return r, err
}

// none says that a word is in no book. People here may know it.
func (d *defineFeature) none(ctx context.Context, c *slash.Call, word string) error {
	ask, err := d.Asker.Ask(ctx, c, word)
	if err != nil {
		return err
	}
	next := slash.Next(slash.Try("phrase"))
	if len(ask) > 0 {
		next = ask[0]
	}
	return c.Sorry(c.T("define.none", word), c.T("define.none.safe"), next)
}

// unsure is a button to ask people if what was found for Chinese is something else.
func (d *defineFeature) unsure(ctx context.Context, c *slash.Call, s *searcher, best found, word string) ([]slash.Button, error) {
	if !lexicon.HasHanzi(word) || best.is(s, word) {
		return nil, nil
	}
	return d.Asker.Ask(ctx, c, word)
}

// suggest completes what is typed from all books.
func (d *defineFeature) suggest(ctx context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	s, err := d.searcher(ctx, c)
	if err != nil {
		return nil, err
	}
	return s.choices(s.complete(typed)), nil
}

// card shows what was found under the name of its book, and others to pick from.
func (d *defineFeature) card(c *slash.Call, s *searcher, f found, at defineEntry, others []found) (slash.Reply, error) {
	at.Name = f.key()
	s = s.as(at.As)
	r := slash.Say(append([]slash.Content{c.T("define.from", c.T("define."+f.book()))}, d.contents(c.Voice, s, f, at.All)...)...)
	if len(others) > 0 {
		r = r.With(d.pick.Menu(c.Label("define.others"), definePick{}, s.choices(others)...))
	}
	for _, row := range d.buttons(c, s, f, at) {
		if len(row.Buttons) > 0 {
			r = r.With(row)
		}
	}
	return r, nil
}

// contents are the card of what was found, as everyone may see it.
func (d *defineFeature) contents(v slash.Voice, s *searcher, f found, all bool) []slash.Content {
	switch {
	case f.term != nil:
		return termCard(v, s.reader, *f.term)
	case f.english != "":
		return d.englishCard(v, s, f.english)
	case f.word != "":
		return d.wordCard(v, s, f.word, all)
	}
	return append(entryCardFor(v, s.reader, f.entry), s.alsoInDictionary(v, f.entry)...)
}

func (d *defineFeature) buttons(c *slash.Call, s *searcher, f found, at defineEntry) []slash.Row {
	hanzi := f.hanzi(s)
	var about, reading slash.Row
	if hanzi != "" {
		about.Buttons = append(about.Buttons, charactersButton(c, hanzi))
	}
	if f.term == nil && f.english == "" {
		about.Buttons = append(about.Buttons, saveCardButton(c, f.cardKey(s)))
	}
	about.Buttons = append(about.Buttons, showAll(c, d.share, at))
	if f.word != "" || f.term != nil && hanzi != "" {
		reading.Buttons = []slash.Button{
			d.open.Button(c.Label("define.other_script"), at.in(s.reader.otherScript())),
			d.open.Button(c.Label("define."+s.reader.otherReadings()), at.in(s.reader.flags()[:1]+readingFlag[s.reader.otherReadings()])),
		}
	}
	if f.word != "" && !at.All && s.more(f.word) > 0 {
		all := at
		all.All = true
		reading.Buttons = append(reading.Buttons, d.open.Button(c.Label("define.all"), all))
	}
	if m := f.entry.Notice; m != nil && m.Guide != "" {
		reading.Buttons = append(reading.Buttons, openStepButton(c, m.Guide))
	}
	return []slash.Row{about, reading}
}

// in is the entry read in another way.
func (at defineEntry) in(as string) defineEntry {
	at.As = as
	return at
}

func (d *defineFeature) picked(ctx context.Context, c *slash.Call, in definePick) (slash.Reply, error) {
	return d.openEntry(ctx, c, defineEntry{Name: in.Name})
}

func (d *defineFeature) openEntry(ctx context.Context, c *slash.Call, in defineEntry) (slash.Reply, error) {
	s, f, err := d.entry(ctx, c, in.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	return d.card(c, s, f, in, nil)
}

// entry is what a button names.
func (d *defineFeature) entry(ctx context.Context, c *slash.Call, name string) (*searcher, found, error) {
	s, err := d.searcher(ctx, c)
	if err != nil {
		return nil, found{}, err
	}
	f, ok := s.named(name)
	if !ok {
		return nil, f, c.Sorry(c.T("define.gone"), c.T("safe.nothing_changed"), slash.Try("define"))
	}
	return s, f, nil
}

func (d *defineFeature) shareEntry(ctx context.Context, c *slash.Call, in defineEntry) (slash.Reply, error) {
	s, f, err := d.entry(ctx, c, in.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	v, err := publicVoice(ctx, c, d.Servers)
	if err != nil {
		return slash.Reply{}, err
	}
	everyone := *s
	everyone.Voice, everyone.reader = v, readerIn(v.Lang)
	return shared(c, v, slash.Say(d.contents(v, everyone.as(in.As), f, in.All)...)), nil
}

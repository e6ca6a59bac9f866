package commands

import (
	"context"
	"strings"

	"magpie/phrase"
	"magpie/slash"
)

// Phrase helps people say something, and to browse the phrasebook and slang.
func Phrase(book *phrase.Book, servers Servers, people People) slash.Feature {
	p := &phraseFeature{book: book, servers: servers, people: people}
	p.open = &slash.Action[phraseEntry]{Name: "phrase.open", Run: p.openEntry}
	p.pick = &slash.Action[phrasePick]{Name: "phrase.pick", Run: p.picked}
	p.chapter = &slash.Action[phraseChapter]{Name: "phrase.chapter", Run: p.showChapter}
	p.turn = &slash.Action[phrasePage]{Name: "phrase.page", Run: p.showPage}
	p.copy = &slash.Action[phraseEntry]{Name: "phrase.copy", Run: p.copyEntry}
	p.share = &slash.Action[phraseEntry]{Name: "phrase.share", Run: p.shareEntry}
	return slash.Feature{
		Commands: []slash.Command{{
			Name:    "phrase",
			Direct:  true,
			Run:     slash.Run(p.say),
			Suggest: map[string]slash.Suggester{"say": suggestEntries(book)},
		}},
		Actions: []slash.Route{p.open, p.pick, p.chapter, p.turn, p.copy, p.share},
	}
}

type phraseFeature struct {
	book    *phrase.Book
	servers Servers
	people  People

	open, copy, share *slash.Action[phraseEntry]
	pick              *slash.Action[phrasePick]
	chapter           *slash.Action[phraseChapter]
	turn              *slash.Action[phrasePage]
}

type phraseIn struct {
	Say string `slash:"say,suggest,optional,max=100"`
}

type phraseEntry struct{ Name string }

type phrasePick struct {
	Name string `slash:"name"`
}

type phraseChapter struct {
	Situation string `slash:"situation"`
}

// phrasePage is a page of a chapter, from 0.
type phrasePage struct {
	Situation string
	Page      int
}

// slangChapters are the chapters of the book that hold slang, by its direction.
var slangChapters = map[string]phrase.Direction{
	"slang-zh": phrase.ChineseSlang,
	"slang-en": phrase.EnglishSlang,
}

// suggestEntries completes what is typed with the book's entries.
func suggestEntries(book *phrase.Book) slash.Suggester {
	return func(_ context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
		return entryChoices(c, book.Find(c.Lang, typed, slash.MaxChoices)), nil
	}
}

func (p *phraseFeature) say(ctx context.Context, c *slash.Call, in phraseIn) (slash.Reply, error) {
	if in.Say == "" {
		return slash.Say(c.T("phrase.browse")).With(p.chapters(c, "")), nil
	}
	if m, ok := entryNamed(p.book, in.Say); ok {
		return p.card(ctx, c, m)
	}
	found := p.book.Find(c.Lang, in.Say, 6)
	switch len(found) {
	case 0:
		return slash.Reply{}, c.Sorry(c.T("phrase.none", in.Say), c.T("phrase.none.safe"), slash.Try("phrase"))
	case 1:
		return p.card(ctx, c, found[0])
	}
	r, err := p.card(ctx, c, found[0])
	return r.With(p.pick.Menu(c.Label("phrase.others"), phrasePick{}, entryChoices(c, found[1:])...)), err
}

func entryChoices(c *slash.Call, found []phrase.Match) []slash.Choice {
	var choices []slash.Choice
	for _, m := range found {
		choices = append(choices, slash.Choice{Name: slash.Cut(entryTitle(c.Voice, m), slash.MaxChoiceText), Value: entryName(m)})
	}
	return choices
}

// chapters is a menu of situations and slang, with one of them on.
func (p *phraseFeature) chapters(c *slash.Call, on string) slash.Menu {
	var choices []slash.Choice
	for _, s := range p.book.Situations() {
		choices = append(choices, slash.Choice{Name: s.Title.In(c.Lang), Value: s.ID, On: s.ID == on})
	}
	for _, id := range []string{"slang-zh", "slang-en"} {
		choices = append(choices, slash.Choice{Name: c.Label("phrase." + id), Value: id, On: id == on})
	}
	return p.chapter.Menu(c.Label("phrase.choose"), phraseChapter{}, choices...)
}

func (p *phraseFeature) showChapter(ctx context.Context, c *slash.Call, in phraseChapter) (slash.Reply, error) {
	return p.showPage(ctx, c, phrasePage{Situation: in.Situation})
}

// entriesOf are the entries of a chapter; hidden slang is in none.
func (p *phraseFeature) entriesOf(chapter string) []phrase.Match {
	var all []phrase.Match
	if direction, ok := slangChapters[chapter]; ok {
		for _, s := range p.book.Slang() {
			if s.Direction == direction && !s.Hidden() {
				all = append(all, phrase.Match{Slang: &s})
			}
		}
		return all
	}
	for _, ph := range p.book.Phrases(chapter) {
		all = append(all, phrase.Match{Phrase: &ph})
	}
	return all
}

// entriesPerPage is how many entries a page lists and its menu offers.
const entriesPerPage = 10

func (p *phraseFeature) showPage(_ context.Context, c *slash.Call, at phrasePage) (slash.Reply, error) {
	all := p.entriesOf(at.Situation)
	if len(all) == 0 {
		return slash.Reply{}, c.Sorry(c.T("phrase.no_chapter"), c.T("safe.nothing_changed"), slash.Try("phrase"))
	}
	shown, page, last := pageOf(all, at.Page, entriesPerPage)
	var lines []slash.Content
	for _, m := range shown {
		lines = append(lines, slash.Bullet(entryLine(c.Voice, m)))
	}
	r := slash.Say(slash.Lines(lines...)).
		With(p.pick.Menu(c.Label("phrase.pick"), phrasePick{}, entryChoices(c, shown)...))
	if last > 0 {
		r = r.With(slash.Row{Buttons: turns(c, p.turn, page, last, func(n int) phrasePage { return phrasePage{at.Situation, n} })})
	}
	return r.With(p.chapters(c, at.Situation)), nil
}

// entryLine is an entry in a list: what one says, and what it means.
func entryLine(v slash.Voice, m phrase.Match) slash.Content {
	if m.Phrase != nil {
		if v.Lang != phrase.English {
			return slash.Join(" — ", slash.Bold(slash.In(phrase.English, m.Phrase.En)), slash.In(v.Lang, m.Phrase.Chinese().In(v.Lang)))
		}
		return slash.Join(" — ", slash.Bold(slash.Read(phrase.Simplified, m.Phrase.Simplified, m.Phrase.Pinyin)), slash.Plain(m.Phrase.En))
	}
	title, meaning, _ := strings.Cut(entryTitle(v, m), " — ")
	return slash.Join(" — ", slash.Bold(slash.Plain(title)), slash.Plain(slash.Cut(meaning, 80)))
}

func (p *phraseFeature) picked(ctx context.Context, c *slash.Call, in phrasePick) (slash.Reply, error) {
	return p.openEntry(ctx, c, phraseEntry(in))
}

func (p *phraseFeature) openEntry(ctx context.Context, c *slash.Call, in phraseEntry) (slash.Reply, error) {
	m, err := findEntry(c, p.book, in.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	return p.card(ctx, c, m)
}

func (p *phraseFeature) card(ctx context.Context, c *slash.Call, m phrase.Match) (slash.Reply, error) {
	entry := phraseEntry{entryName(m)}
	reader, err := readerOf(ctx, c, p.people)
	if err != nil {
		return slash.Reply{}, err
	}
	r := slash.Say(entryCardFor(c.Voice, reader, m)...).With(slash.Row{Buttons: []slash.Button{
		p.copy.Button(c.Label("phrase.copy"), entry), saveCardButton(c, entry.Name), showAll(c, p.share, entry),
	}})
	if m.Phrase != nil {
		more := p.turn.Button(c.Label("phrase.more"), phrasePage{Situation: m.Phrase.Situation()})
		r = r.With(slash.Row{Buttons: []slash.Button{more}})
	}
	return r, nil
}

// copyEntry answers with the bare text, for people to copy.
func (p *phraseFeature) copyEntry(ctx context.Context, c *slash.Call, in phraseEntry) (slash.Reply, error) {
	m, err := findEntry(c, p.book, in.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	r, err := readerOf(ctx, c, p.people)
	if err != nil {
		return slash.Reply{}, err
	}
	return slash.Say(slash.Plain(pasteable(c.Voice, r, m))).As(slash.Anew), nil
}

func (p *phraseFeature) shareEntry(ctx context.Context, c *slash.Call, in phraseEntry) (slash.Reply, error) {
	return sharedEntry(ctx, c, p.book, p.servers, in.Name)
}

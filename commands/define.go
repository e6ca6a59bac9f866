package commands

import (
	"context"
	"strings"

	"magpie/phrase"
	"magpie/slash"
)

// Define tells what a word means, and which of Magpie's books says so.
func Define(book *phrase.Book, servers Servers) slash.Feature {
	d := &defineFeature{book: book, servers: servers}
	d.pick = &slash.Action[definePick]{Name: "define.pick", Run: d.picked}
	d.share = &slash.Action[defineEntry]{Name: "define.share", Run: d.shareEntry}
	return slash.Feature{
		Commands: []slash.Command{{
			Name:    "define",
			Direct:  true,
			Run:     slash.Run(d.define),
			Suggest: map[string]slash.Suggester{"word": suggestEntries(book)},
		}},
		Actions: []slash.Route{d.pick, d.share},
	}
}

type defineFeature struct {
	book    *phrase.Book
	servers Servers

	pick  *slash.Action[definePick]
	share *slash.Action[defineEntry]
}

type defineIn struct {
	Word string `slash:"word,suggest,max=100"`
}

type defineEntry struct{ Name string }

type definePick struct {
	Name string `slash:"name"`
}

// maxDefined is how many entries a search shows.
const maxDefined = 8

func (d *defineFeature) define(_ context.Context, c *slash.Call, in defineIn) (slash.Reply, error) {
	if m, ok := entryNamed(d.book, in.Word); ok {
		return d.card(c, m, nil), nil
	}
	found := d.book.Find(c.Lang, in.Word, maxDefined)
	if len(found) == 0 {
		return slash.Reply{}, c.Sorry(c.T("define.none", in.Word), c.T("define.none.safe"), slash.Try("phrase"))
	}
	return d.card(c, found[0], found[1:]), nil
}

// card shows an entry under the name of its book, and others to pick from.
func (d *defineFeature) card(c *slash.Call, m phrase.Match, others []phrase.Match) slash.Reply {
	r := slash.Say(append([]slash.Content{c.T("define.from", c.T("define."+bookOf(m)))}, entryCard(c.Voice, m)...)...)
	if len(others) > 0 {
		r = r.With(d.pick.Menu(c.Label("define.others"), definePick{}, d.choices(c, others)...))
	}
	buttons := []slash.Button{showAll(c, d.share, defineEntry{entryName(m)})}
	if m.Notice != nil && m.Notice.Guide != "" {
		buttons = append(buttons, openStepButton(c, m.Notice.Guide))
	}
	return r.With(slash.Row{Buttons: buttons})
}

// bookOf is which book an entry stands in: phrase, slang or notice.
func bookOf(m phrase.Match) string {
	book, _, _ := strings.Cut(entryName(m), ".")
	return book
}

func (d *defineFeature) choices(c *slash.Call, found []phrase.Match) []slash.Choice {
	choices := entryChoices(c, found)
	for i, m := range found {
		choices[i].About = c.Label("define." + bookOf(m))
	}
	return choices
}

func (d *defineFeature) picked(_ context.Context, c *slash.Call, in definePick) (slash.Reply, error) {
	m, err := findEntry(c, d.book, in.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	return d.card(c, m, nil), nil
}

func (d *defineFeature) shareEntry(ctx context.Context, c *slash.Call, in defineEntry) (slash.Reply, error) {
	return sharedEntry(ctx, c, d.book, d.servers, in.Name)
}

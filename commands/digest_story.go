package commands

import (
	"fmt"
	"slices"
	"strconv"

	"magpie/news"
	"magpie/slash"
)

// digestTold is a story as it is told to readers of some languages.
type digestTold struct {
	v           slash.Voice
	langs       []string
	n           int // its number, from 1
	story       news.Story
	translation digestTranslation // of the headline, if there is one
}

// block tells the story: a headline in the language it was written in, another one if a
// second language has one, a line of summary, and who reports it, with a button that
// leads to the first report. What does not fit a message is left out: links beyond the
// first, then all but the headline.
func (d digestTold) block() slash.Block {
	items := d.story.For(d.langs)
	address := items[0].Link
	button := slash.Button{Label: d.v.In(d.langs[0]).Label("digest.read", strconv.Itoa(d.n)), URL: address}
	show := func(body slash.Content) slash.Block { return slash.Section{Body: body, Button: &button} }
	linked := 0
	if slash.Say(slash.Plain("x")).With(slash.Row{Buttons: []slash.Button{button}}).Check() != nil {
		show = func(body slash.Content) slash.Block { return slash.Text{Body: body} }
		linked = digestLinkMost
	}
	headline := d.headline(items[0], linked)
	for _, most := range []int{digestLinkMost, 0} {
		whole := show(slash.Lines(append([]slash.Content{headline}, d.body(items, most)...)...))
		if digestFits((slash.Reply{}).With(whole)) {
			return whole
		}
	}
	return show(headline)
}

// headline is the first one, with the story's number.
func (d digestTold) headline(it news.Item, linkMost int) slash.Content {
	number := fmt.Sprintf("%d.", d.n)
	if d.story.Updated {
		number += " " + digestLabels(d.v, d.langs, "digest.update") + " —"
	}
	return slash.Bold(slash.Join(" ", slash.Plain(number), digestHeadline(it, linkMost)))
}

// body is what stands below the headline.
func (d digestTold) body(items []news.Item, linkMost int) []slash.Content {
	first := items[0]
	var lines []slash.Content
	for _, it := range items[1:] {
		if len(d.langs) > 1 && !news.SameReaders(it.Lang, first.Lang) {
			lines = append(lines, slash.Bold(digestHeadline(it, linkMost)))
			break
		}
	}
	if t := d.translation; t.Title != "" {
		lines = append(lines, d.v.In(t.Lang).T("digest.translated", t.Engine, slash.In(t.Lang, t.Title)))
	}
	if first.Summary != "" {
		lines = append(lines, slash.In(first.Lang, first.Summary))
	}
	return append(lines, d.sources(items, linkMost))
}

// digestLinkMost is how long an address may be; a longer one would take the room of
// the story.
const digestLinkMost = 1000

// digestHeadline is an item's title, linked unless its address is longer than linkMost.
func digestHeadline(it news.Item, linkMost int) slash.Content {
	return digestLink(slash.In(it.Lang, it.Title), it.Link, linkMost)
}

func digestLink(c slash.Content, address string, most int) slash.Content {
	if len(address) > most {
		return c
	}
	return slash.Link(c, address)
}

// digestSourcesShown is how many publishers are named.
const digestSourcesShown = 5

// sources say who reports the story, with what kind of outlet each is, and when it was
// first published.
func (d digestTold) sources(items []news.Item, linkMost int) slash.Content {
	var sources []slash.Content
	var named []string
	published := items[0].Published
	for i, it := range items {
		if it.Published.Before(published) {
			published = it.Published
		}
		if slices.Contains(named, it.Publisher) {
			continue
		}
		named = append(named, it.Publisher)
		if len(named) <= digestSourcesShown {
			most := linkMost
			if i == 0 {
				most = 0 // the story's button leads there
			}
			sources = append(sources, digestSource(digestVoice(d.v, d.langs, it.Lang), it, most))
		}
	}
	if rest := len(named) - digestSourcesShown; rest > 0 {
		sources = append(sources, d.v.In(d.langs[0]).T("digest.more_sources", rest))
	}
	return slash.Join(" · ", append(sources, slash.Time(published, slash.Relative))...)
}

// digestPublisherMost is how many characters of a publisher's name are told.
const digestPublisherMost = 60

// digestSource is a publisher, linked unless the address is longer than linkMost.
func digestSource(v slash.Voice, it news.Item, linkMost int) slash.Content {
	name := digestLink(slash.Plain(slash.Cut(it.Publisher, digestPublisherMost)), it.Link, linkMost)
	if it.Outlet == news.UnknownOutlet {
		return name
	}
	return v.T("digest.source", name, v.Label("outlet."+string(it.Outlet)))
}

package commands

import (
	"context"
	"fmt"
	"slices"

	"magpie/news"
	"magpie/phrase"
	"magpie/slash"
	"magpie/translate"
)

// sidesOpened shows both sides of the first story that has two.
func (f *storyFeature) sidesOpened(ctx context.Context, c *slash.Call, in storiesOf) (slash.Reply, error) {
	all, err := f.find(ctx, c, in.Of)
	if err != nil {
		return slash.Reply{}, err
	}
	i := max(slices.IndexFunc(all, numbered.bothSided), 0)
	r, err := f.sidesPage(ctx, c, storyRef{in.Of, all[i].key}, i, all)
	return r.As(slash.Anew), err
}

func (f *storyFeature) sidesTurned(ctx context.Context, c *slash.Call, in storyRef) (slash.Reply, error) {
	s, all, err := f.one(ctx, c, in)
	if err != nil {
		return slash.Reply{}, err
	}
	return f.sidesPage(ctx, c, in, s.number-1, all)
}

// bothSided reports whether sources in English and in Chinese tell a story.
func (s numbered) bothSided() bool {
	return len(s.side(phrase.English)) > 0 && len(s.side(phrase.Simplified)) > 0
}

// side are a story's items that readers of a language read.
func (s numbered) side(lang string) []news.Item {
	return slices.DeleteFunc(slices.Clone(s.Items), func(it news.Item) bool { return !news.SameReaders(it.Lang, lang) })
}

// sideMost is how many headlines of each side are shown.
const sideMost = 3

// sidesPage shows how sources in English and in Chinese head one story, with words that
// help those who read the one with the other.
func (f *storyFeature) sidesPage(ctx context.Context, c *slash.Call, in storyRef, i int, all []numbered) (slash.Reply, error) {
	reader, err := readerOf(ctx, c, f.People)
	if err != nil {
		return slash.Reply{}, err
	}
	g := headlineGloss{c.Voice, reader, f.Dictionary()}
	own, other := phrase.English, reader.lang()
	if c.Lang != phrase.English {
		own, other = c.Lang, phrase.English
	}
	s := all[i]
	blocks := []slash.Block{slash.Text{Body: c.T("story.sides_head", s.number, len(all))}}
	for _, lang := range []string{own, other} {
		items := s.side(lang)
		if len(items) == 0 {
			blocks = append(blocks, slash.Text{Body: c.T("story.no_side." + sideName(lang))})
			continue
		}
		lines := []slash.Content{slash.Bold(c.T("story.side." + sideName(lang)))}
		for _, it := range items[:min(len(items), sideMost)] {
			lines = append(lines, slash.Bullet(digestHeadline(it, storyLinkMost)),
				slash.Join(" · ", storySource(c.Voice, it), slash.Time(it.Published, slash.DateTime)))
			if lang == other {
				lines = append(lines, g.of(it)...)
			}
		}
		blocks = append(blocks, slash.Text{Body: slash.Lines(lines...)})
	}
	blocks = append(blocks, f.translated(ctx, c, s.side(other), own)...)
	return slash.Reply{Blocks: blocks}.With(f.sidesRows(c, in, i, all)...), nil
}

// sideName is the side that those who read a language read, as words know it.
func sideName(lang string) string {
	if lang == phrase.English {
		return "english"
	}
	return "chinese"
}

// translated is the first headline of a side by an engine, if there is one and it can.
func (f *storyFeature) translated(ctx context.Context, c *slash.Call, items []news.Item, to string) []slash.Block {
	p := newInterpreter(c.Log, f.Translator)
	if p == nil || len(items) == 0 {
		return nil
	}
	text, err := p.translate(ctx, translate.Request{
		Text: items[0].Title, From: items[0].Lang, To: to, Server: c.Place.Server, Person: c.Person.ID,
	})
	if err != nil {
		c.Log.Warn("a headline is shown untranslated", "error", err)
		return nil
	}
	return []slash.Block{slash.Text{Body: c.T("digest.translated", f.Translator.Name(), slash.In(to, text))}}
}

func (f *storyFeature) sidesRows(c *slash.Call, in storyRef, i int, all []numbered) []slash.Block {
	var rows []slash.Block
	if last := len(all) - 1; last > 0 {
		rows = append(rows, slash.Row{Buttons: turns(c, f.side, i, last, func(n int) storyRef {
			if n < 0 || n > last {
				return storyRef{in.Of, fmt.Sprint(n)} // off
			}
			return storyRef{in.Of, all[n].key}
		})})
	}
	return append(rows, slash.Row{Buttons: []slash.Button{f.turn.Button(c.Label("story.sources"), storyPage{in.Of, in.Story, 0})}})
}

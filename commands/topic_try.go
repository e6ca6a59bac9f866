package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"magpie/news"
	"magpie/slash"
)

const (
	topicTriedShown = 5   // items of each kind that a trial shows
	topicTriedLink  = 200 // how long their addresses may be, so that they fit
)

// tryOut judges what the server's sources brought in the last three days, and shows what
// the topic would keep, and what it just would not.
func (p *topicPages) tryOut(ctx context.Context, c *slash.Call, in topicRef) (slash.Reply, error) {
	t, err := p.find(ctx, c, in.Topic)
	if err != nil {
		return slash.Reply{}, err
	}
	items, err := p.recent(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	back := slash.Row{Buttons: []slash.Button{p.open.Button(c.Label("topic.back"), in), p.edit.Button(c.Label("topic.edit"), in)}}
	if len(items) == 0 {
		return slash.Say(c.T("topic.try_nothing")).With(back), nil
	}
	kept, missed := p.judge(t, items)
	lines := []slash.Content{c.T("topic.tried", len(kept), len(items), newsTitle(c.Voice, t))}
	lines = append(lines, topicTried(c, kept)...)
	if len(missed) > 0 {
		lines = append(lines, slash.Plain(""), c.T("topic.missed"))
		lines = append(lines, topicTried(c, missed)...)
	}
	return slash.Say(slash.Lines(lines...)).With(back), nil
}

// recent is what the server's sources brought lately, or those that come with Magpie if it has none.
func (p *topicPages) recent(ctx context.Context, c *slash.Call) ([]news.Item, error) {
	feeds, err := p.Room.feeds(ctx, c.Place.Server, p.Room.names())
	if err != nil {
		return nil, err
	}
	items, err := p.Room.Items.Items(ctx, feeds, p.Now().Add(-news.Remembered))
	if err != nil {
		return nil, fmt.Errorf("look up news: %w", err)
	}
	return items, nil
}

// judge divides items into those that a topic keeps and those that come near, best first.
func (p *topicPages) judge(t news.Topic, items []news.Item) (kept, missed []news.Judged) {
	judge := news.NewJudge(p.Room.Reader, []news.Topic{t})
	for _, it := range items {
		it.Baseline = false // what was there before the source was added shows as well what the words find
		v := judge.Item(it, p.Now())
		switch {
		case v.Kept:
			kept = append(kept, news.Judged{Item: it, Verdict: v})
		case v.Score > 0:
			missed = append(missed, news.Judged{Item: it, Verdict: v})
		}
	}
	for _, list := range [][]news.Judged{kept, missed} {
		slices.SortFunc(list, func(a, b news.Judged) int {
			return cmp.Or(cmp.Compare(b.Score, a.Score), b.Published.Compare(a.Published), cmp.Compare(a.ID, b.ID))
		})
	}
	return kept, missed
}

// topicTried are the first of some items, with why each was kept or dropped.
func topicTried(c *slash.Call, items []news.Judged) []slash.Content {
	var lines []slash.Content
	for _, it := range items[:min(len(items), topicTriedShown)] {
		var why []slash.Content
		for _, r := range it.Reasons {
			why = append(why, c.T("reason."+r.Key, arguments(r.Args)...))
		}
		lines = append(lines, slash.Bullet(c.T("digest.dropped_line",
			digestHeadline(it.Item, topicTriedLink).Markup(), slash.Join(c.Label("list.separator"), why...))))
	}
	return lines
}

package commands

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"magpie/news"
	"magpie/slash"
)

// NewsItems finds what feeds brought.
type NewsItems interface {
	// Feeds are the feeds that a server follows.
	Feeds(ctx context.Context, server string) ([]news.Feed, error)
	// Items are the items of feeds that came, or were edited, at or after since.
	Items(ctx context.Context, feeds []string, since time.Time) ([]news.Item, error)
}

// News tells anyone what there is now on a topic.
func News(items NewsItems, servers Servers, topics []news.Topic, now func() time.Time) slash.Feature {
	n := &newsFeature{room: newsRoom{items, topics, now}, servers: servers}
	n.choose = &slash.Action[newsChoice]{Name: "news.choose", Run: n.chosen}
	n.share = &slash.Action[newsTopic]{Name: "news.share", Run: n.shareNews}
	return slash.Feature{
		Commands: []slash.Command{{
			Name:    "news",
			Direct:  true,
			Run:     slash.Run(n.open),
			Suggest: map[string]slash.Suggester{"topic": n.room.suggest},
		}},
		Actions: []slash.Route{n.choose, n.share},
	}
}

type newsFeature struct {
	room    newsRoom
	servers Servers

	choose *slash.Action[newsChoice]
	share  *slash.Action[newsTopic]
}

type newsIn struct {
	Topic string `slash:"topic,suggest,optional,max=60"`
}

// newsTopic is a topic's name; empty: all that the server follows.
type newsTopic struct{ Topic string }

type newsChoice struct {
	Topic string `slash:"topic"`
}

// newsEverything is the menu's choice of all topics.
const newsEverything = "*"

func (n *newsFeature) open(ctx context.Context, c *slash.Call, in newsIn) (slash.Reply, error) {
	topic := ""
	if in.Topic != "" {
		found, ok := n.room.find(in.Topic)
		if !ok {
			return slash.Reply{}, c.Sorry(c.T("news.unknown", in.Topic), c.T("safe.only_you_saw"), slash.Try("news"))
		}
		topic = found.Name
	}
	return n.show(ctx, c, topic)
}

func (n *newsFeature) chosen(ctx context.Context, c *slash.Call, in newsChoice) (slash.Reply, error) {
	if in.Topic == newsEverything {
		return n.show(ctx, c, "")
	}
	return n.open(ctx, c, newsIn(in))
}

func (n *newsFeature) show(ctx context.Context, c *slash.Call, topic string) (slash.Reply, error) {
	r, err := n.stories(ctx, c, c.Voice, topic)
	if err != nil {
		return slash.Reply{}, err
	}
	return r.With(n.menu(c, topic), slash.Row{Buttons: []slash.Button{showAll(c, n.share, newsTopic{topic})}}), nil
}

func (n *newsFeature) menu(c *slash.Call, topic string) slash.Menu {
	choices := []slash.Choice{{Name: c.Label("news.everything"), Value: newsEverything, On: topic == ""}}
	choices = append(choices, n.room.choices(c.Voice, []string{topic})...)
	return n.choose.Menu(c.Label("news.choose"), newsChoice{}, choices...)
}

func (n *newsFeature) shareNews(ctx context.Context, c *slash.Call, in newsTopic) (slash.Reply, error) {
	v, err := publicVoice(ctx, c, n.servers)
	if err != nil {
		return slash.Reply{}, err
	}
	r, err := n.stories(ctx, c, v, in.Topic)
	if err != nil {
		return slash.Reply{}, err
	}
	return shared(c, v, r), nil
}

// newsShown is how many stories an answer tells.
const newsShown = 6

// stories are what there is now, as v says it.
func (n *newsFeature) stories(ctx context.Context, c *slash.Call, v slash.Voice, topic string) (slash.Reply, error) {
	names, err := n.names(ctx, c, topic)
	if err != nil {
		return slash.Reply{}, err
	}
	found, err := n.room.recent(ctx, c.Place.Server, names, v.Lang)
	if err != nil {
		return slash.Reply{}, err
	}
	title := v.Label("news.everything")
	if t, ok := n.room.find(topic); ok {
		title = newsTitle(v, t)
	}
	return newsReply(v, v.T("news.head", title), found), nil
}

// names are the topics to look for: the one asked for, else the server's, else all.
func (n *newsFeature) names(ctx context.Context, c *slash.Call, topic string) ([]string, error) {
	if t, ok := n.room.find(topic); ok {
		return []string{t.Name}, nil
	}
	if !c.Place.Direct() {
		s, err := serverOf(ctx, c, n.servers)
		if err != nil || len(s.Topics) > 0 {
			return s.Topics, err
		}
	}
	return n.room.names(), nil
}

// newsReply tells stories under a head, or says that there are none.
func newsReply(v slash.Voice, head slash.Content, found []news.Story) slash.Reply {
	if len(found) == 0 {
		return slash.Say(slash.Lines(head, v.T("news.nothing")))
	}
	r := slash.Say(head)
	for i, s := range found[:min(newsShown, len(found))] {
		r = r.With(slash.Text{Body: digestStory(v, []string{v.Lang}, i+1, s)})
	}
	return r
}

// A newsRoom knows the topics and finds what feeds brought about them.
type newsRoom struct {
	items  NewsItems
	topics []news.Topic
	now    func() time.Time
}

// find is the topic that somebody chose or typed, by name or by its title in any language.
func (r newsRoom) find(typed string) (news.Topic, bool) {
	i := slices.IndexFunc(r.topics, func(t news.Topic) bool {
		if strings.EqualFold(t.Name, typed) {
			return true
		}
		for _, title := range t.Title {
			if strings.EqualFold(title, typed) {
				return true
			}
		}
		return false
	})
	if i < 0 {
		return news.Topic{}, false
	}
	return r.topics[i], true
}

func (r newsRoom) names() []string {
	var names []string
	for _, t := range r.topics {
		names = append(names, t.Name)
	}
	return names
}

// choices are the topics for a menu, those named in on chosen already.
func (r newsRoom) choices(v slash.Voice, on []string) []slash.Choice {
	var choices []slash.Choice
	for _, t := range r.topics[:min(len(r.topics), slash.MaxChoices-1)] {
		choices = append(choices, slash.Choice{Name: newsTitle(v, t), Value: t.Name, On: slices.Contains(on, t.Name)})
	}
	return choices
}

// suggest completes a topic.
func (r newsRoom) suggest(_ context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	typed = strings.ToLower(typed)
	return slices.DeleteFunc(r.choices(c.Voice, nil), func(ch slash.Choice) bool {
		return !strings.Contains(strings.ToLower(ch.Name), typed) && !strings.Contains(ch.Value, typed)
	}), nil
}

// newsTitle is what people call a topic.
func newsTitle(v slash.Voice, t news.Topic) string { return cmp.Or(t.Title[v.Lang], t.Name) }

// feeds are the addresses that a server's news comes from: the feeds it follows, or
// in a direct message, and where nobody chose any, those suggested for the topics.
func (r newsRoom) feeds(ctx context.Context, server string, names []string) ([]string, error) {
	var followed []news.Feed
	var err error
	if server != "" {
		if followed, err = r.items.Feeds(ctx, server); err != nil {
			return nil, fmt.Errorf("look up feeds of %s: %w", server, err)
		}
	}
	if len(followed) == 0 {
		followed = r.suggested(names)
	}
	var urls []string
	for _, f := range followed {
		urls = append(urls, f.URL)
	}
	slices.Sort(urls)
	return slices.Compact(urls), nil
}

// suggested are the feeds that come with some topics.
func (r newsRoom) suggested(names []string) []news.Feed {
	var feeds []news.Feed
	for _, t := range r.topics {
		if slices.Contains(names, t.Name) {
			feeds = append(feeds, t.Feeds...)
		}
	}
	return feeds
}

// recent is the news of the last three days on some topics, what a reader of lang
// can read first.
func (r newsRoom) recent(ctx context.Context, server string, names []string, lang string) ([]news.Story, error) {
	feeds, err := r.feeds(ctx, server, names)
	if err != nil {
		return nil, err
	}
	now := r.now()
	items, err := r.items.Items(ctx, feeds, now.Add(-news.Remembered))
	if err != nil {
		return nil, fmt.Errorf("look up news: %w", err)
	}
	all := news.Digest{Topics: names, Length: len(items)}
	if lang != "" {
		all.Languages = append([]string{lang}, newsLanguages...)
	}
	e := news.Compose(all, r.topics, news.Window{From: now.Add(-news.Remembered), To: now}, items, nil)
	slices.SortStableFunc(e.Stories, func(a, b news.Story) int {
		return cmp.Compare(newsDistance(a, lang), newsDistance(b, lang))
	})
	return e.Stories, nil
}

// newsLanguages are those that news is in.
var newsLanguages = []string{"en", "zh-CN", "zh-TW"}

// newsDistance is 0 for a story that has an item in a language, and 1 for others.
func newsDistance(s news.Story, lang string) int {
	if slices.ContainsFunc(s.Items, func(it news.Item) bool { return newsSameReaders(it.Lang, lang) }) {
		return 0
	}
	return 1
}

// newsSameReaders reports whether those who read one language read another: the two
// Chinese scripts count as one.
func newsSameReaders(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return a == b
}

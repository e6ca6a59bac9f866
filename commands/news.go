package commands

import (
	"context"
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
func News(room Newsroom, servers Servers) slash.Feature {
	n := &newsFeature{room: room, servers: servers}
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
	room    Newsroom
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
	here, err := n.room.at(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	topic := ""
	if in.Topic != "" {
		found, ok := here.find(in.Topic)
		if !ok {
			return slash.Reply{}, c.Sorry(c.T("news.unknown", in.Topic), c.T("safe.only_you_saw"), slash.Try("news"))
		}
		topic = found.Name
	}
	return n.show(ctx, c, here, topic)
}

func (n *newsFeature) chosen(ctx context.Context, c *slash.Call, in newsChoice) (slash.Reply, error) {
	if in.Topic == newsEverything {
		return n.open(ctx, c, newsIn{})
	}
	return n.open(ctx, c, newsIn(in))
}

// show tells the caller what there is, in the newsroom of their server.
func (n *newsFeature) show(ctx context.Context, c *slash.Call, here Newsroom, topic string) (slash.Reply, error) {
	r, told, err := n.stories(ctx, c, here, c.Voice, topic)
	if err != nil {
		return slash.Reply{}, err
	}
	buttons := []slash.Button{showAll(c, n.share, newsTopic{topic})}
	if told {
		buttons = append(storyButtons(c.Voice, []string{c.Lang}, newsStories+topic), buttons...)
	}
	return r.With(n.menu(c, here, topic), slash.Row{Buttons: buttons}), nil
}

func (n *newsFeature) menu(c *slash.Call, here Newsroom, topic string) slash.Menu {
	choices := []slash.Choice{{Name: c.Label("news.everything"), Value: newsEverything, On: topic == ""}}
	choices = append(choices, here.choices(c.Voice, []string{topic})...)
	return n.choose.Menu(c.Label("news.choose"), newsChoice{}, choices...)
}

func (n *newsFeature) shareNews(ctx context.Context, c *slash.Call, in newsTopic) (slash.Reply, error) {
	v, err := publicVoice(ctx, c, n.servers)
	if err != nil {
		return slash.Reply{}, err
	}
	here, err := n.room.at(ctx, c.Place.Server)
	if err != nil {
		return slash.Reply{}, err
	}
	r, told, err := n.stories(ctx, c, here, v, in.Topic)
	if err != nil {
		return slash.Reply{}, err
	}
	if told {
		r = r.With(slash.Row{Buttons: storyButtons(v, []string{v.Lang}, newsStories+in.Topic)})
	}
	return shared(c, v, r), nil
}

// newsShown is how many stories an answer tells.
const newsShown = 6

// stories are what there is now, as v says it, and whether that is anything.
func (n *newsFeature) stories(ctx context.Context, c *slash.Call, here Newsroom, v slash.Voice, topic string) (r slash.Reply, told bool, err error) {
	found, err := newsNow(ctx, c, here, n.servers, topic, v.Lang)
	if err != nil {
		return slash.Reply{}, false, err
	}
	title := v.Label("news.everything")
	if t, ok := here.find(topic); ok {
		title = newsTitle(v, t)
	}
	return newsReply(v, v.T("news.head", title), found), len(found) > 0, nil
}

// newsNow is what there is now for the caller on a topic, or on those that their server
// follows; what readers of lang can read first.
func newsNow(ctx context.Context, c *slash.Call, room Newsroom, servers Servers, topic, lang string) ([]news.Story, error) {
	here, err := room.at(ctx, c.Place.Server)
	if err != nil {
		return nil, err
	}
	names, err := newsNames(ctx, c, here, servers, topic)
	if err != nil {
		return nil, err
	}
	return here.recent(ctx, c.Place.Server, names, lang)
}

// newsNames are the topics to look for: the one asked for, else the server's, else all.
func newsNames(ctx context.Context, c *slash.Call, here Newsroom, servers Servers, topic string) ([]string, error) {
	if t, ok := here.find(topic); ok {
		return []string{t.Name}, nil
	}
	if !c.Place.Direct() {
		s, err := serverOf(ctx, c, servers)
		if err != nil || len(s.Topics) > 0 {
			return s.Topics, err
		}
	}
	return here.names(), nil
}

// newsReply tells stories under a head, as many as fit, or says that there are none.
func newsReply(v slash.Voice, head slash.Content, found []news.Story) slash.Reply {
	if len(found) == 0 {
		return slash.Say(slash.Lines(head, v.T("news.nothing")))
	}
	r := slash.Say(head)
	for i, s := range found[:min(newsShown, len(found))] {
		longer := r.With(digestTold{v: v, langs: []string{v.Lang}, n: i + 1, story: s}.block())
		if i > 0 && !digestFits(longer) {
			break
		}
		r = longer
	}
	return r
}

package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"magpie/news"
	"magpie/slash"
)

// OwnTopics finds the topics that servers made themselves.
type OwnTopics interface {
	OwnTopics(ctx context.Context, server string) ([]news.Topic, error)
}

// A Newsroom knows the topics and finds what feeds brought about them.
type Newsroom struct {
	Items  NewsItems
	Own    OwnTopics
	Topics []news.Topic // those that come with Magpie; of a room that [Newsroom.at] returned, the server's own too
	Reader *news.Reader
	Now    func() time.Time
}

// TopicsOf are the topics of a server: those that come with Magpie and then its own. A direct
// message, where server is empty, has only the first.
func (r Newsroom) TopicsOf(ctx context.Context, server string) ([]news.Topic, error) {
	if server == "" {
		return r.Topics, nil
	}
	own, err := r.Own.OwnTopics(ctx, server)
	if err != nil {
		return nil, fmt.Errorf("look up topics of %s: %w", server, err)
	}
	return slices.Concat(r.Topics, own), nil
}

// at is the newsroom in a server, which knows the server's own topics too.
func (r Newsroom) at(ctx context.Context, server string) (Newsroom, error) {
	topics, err := r.TopicsOf(ctx, server)
	r.Topics, r.Own = topics, noTopics{}
	return r, err
}

// noTopics adds none to those that a room knows already.
type noTopics struct{}

func (noTopics) OwnTopics(context.Context, string) ([]news.Topic, error) { return nil, nil }

// find is the topic that somebody chose or typed, by name or by its title in any language.
func (r Newsroom) find(typed string) (news.Topic, bool) {
	i := slices.IndexFunc(r.Topics, func(t news.Topic) bool {
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
	return r.Topics[i], true
}

func (r Newsroom) names() []string {
	var names []string
	for _, t := range r.Topics {
		names = append(names, t.Name)
	}
	return names
}

// titles are what people call some topics.
func (r Newsroom) titles(v slash.Voice, names []string) string {
	var titles []string
	for _, t := range r.Topics {
		if slices.Contains(names, t.Name) {
			titles = append(titles, newsTitle(v, t))
		}
	}
	return strings.Join(titles, v.Label("list.separator"))
}

// choices are the topics for a menu, those named in on chosen already.
func (r Newsroom) choices(v slash.Voice, on []string) []slash.Choice {
	var choices []slash.Choice
	for _, t := range r.Topics[:min(len(r.Topics), slash.MaxChoices-1)] {
		choices = append(choices, slash.Choice{Name: newsTitle(v, t), Value: t.Name, On: slices.Contains(on, t.Name)})
	}
	return choices
}

// suggest completes a topic.
func (r Newsroom) suggest(ctx context.Context, c *slash.Call, typed string) ([]slash.Choice, error) {
	here, err := r.at(ctx, c.Place.Server)
	if err != nil {
		return nil, err
	}
	typed = strings.ToLower(typed)
	return slices.DeleteFunc(here.choices(c.Voice, nil), func(ch slash.Choice) bool {
		return !strings.Contains(strings.ToLower(ch.Name), typed) && !strings.Contains(ch.Value, typed)
	}), nil
}

// newsTitle is what people call a topic.
func newsTitle(v slash.Voice, t news.Topic) string { return t.TitleIn(v.Lang) }

// feeds are the addresses that a server's news comes from: the feeds it follows and has not paused, or
// in a direct message, and where nobody chose any, those suggested for the topics.
func (r Newsroom) feeds(ctx context.Context, server string, names []string) ([]string, error) {
	var followed []news.Feed
	var err error
	if server != "" {
		if followed, err = r.Items.Feeds(ctx, server); err != nil {
			return nil, fmt.Errorf("look up feeds of %s: %w", server, err)
		}
	}
	if len(followed) == 0 {
		followed = r.suggested(names)
	}
	var urls []string
	for _, f := range followed {
		if !f.Paused {
			urls = append(urls, f.URL)
		}
	}
	slices.Sort(urls)
	return slices.Compact(urls), nil
}

// suggested are the feeds that come with some topics.
func (r Newsroom) suggested(names []string) []news.Feed {
	var feeds []news.Feed
	for _, t := range r.Topics {
		if !slices.Contains(names, t.Name) {
			continue
		}
		for _, f := range t.Feeds {
			if !slices.ContainsFunc(feeds, func(g news.Feed) bool { return g.URL == f.URL }) {
				feeds = append(feeds, f)
			}
		}
	}
	return feeds
}

// follow makes the caller's server follow the feeds that come with some topics.
func (r Newsroom) follow(ctx context.Context, c *slash.Call, store Follower, names []string) error {
	known, err := r.Items.Feeds(ctx, c.Place.Server)
	if err != nil {
		return fmt.Errorf("look up feeds of %s: %w", c.Place.Server, err)
	}
	for _, f := range r.suggested(names) {
		if slices.ContainsFunc(known, func(k news.Feed) bool { return k.URL == f.URL }) {
			continue
		}
		change := changeBy(c, r.Now(), "change.feed.followed", f.Title)
		switch _, err := store.Follow(ctx, c.Place.Server, f, change); {
		case errors.Is(err, news.ErrTooManyFeeds):
			return nil // it reads plenty
		case err != nil:
			return fmt.Errorf("follow %s: %w", f.URL, err)
		}
	}
	return nil
}

// recent is the news of the last three days on some topics, what a reader of lang
// can read first.
func (r Newsroom) recent(ctx context.Context, server string, names []string, lang string) ([]news.Story, error) {
	topics, err := r.TopicsOf(ctx, server)
	if err != nil {
		return nil, err
	}
	feeds, err := r.feeds(ctx, server, names)
	if err != nil {
		return nil, err
	}
	now := r.Now()
	items, err := r.Items.Items(ctx, feeds, now.Add(-news.Remembered))
	if err != nil {
		return nil, fmt.Errorf("look up news: %w", err)
	}
	all := news.Digest{Topics: names, Length: len(items)}
	if lang != "" {
		all.Languages = append([]string{lang}, newsLanguages...)
	}
	e := news.Compose(r.Reader, all, topics, news.Window{From: now.Add(-news.Remembered), To: now}, items, nil)
	slices.SortStableFunc(e.Stories, func(a, b news.Story) int {
		return cmp.Compare(newsDistance(a, lang), newsDistance(b, lang))
	})
	return e.Stories, nil
}

// newsLanguages are those that news is in.
var newsLanguages = []string{"en", "zh-CN", "zh-TW"}

// newsDistance is 0 for a story that has an item in a language, and 1 for others.
func newsDistance(s news.Story, lang string) int {
	if slices.ContainsFunc(s.Items, func(it news.Item) bool { return news.SameReaders(it.Lang, lang) }) {
		return 0
	}
	return 1
}

package commands

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"magpie/news"
	"magpie/slash"
)

// topicForm is a topic as it is typed. Topic is empty for a new one.
type topicForm struct {
	Topic string

	Name     string `slash:"name,max=60"`
	Must     string `slash:"must,long,optional,max=1000"`
	Should   string `slash:"should,long,optional,max=600"`
	Not      string `slash:"not,long,optional,max=600"`
	Patterns string `slash:"patterns,long,optional,max=1200"`
}

// topicAgain is a form that was not right, and the draft that keeps what was typed.
type topicAgain struct{ Draft, Topic string }

var (
	// Terms stand on lines of their own or between commas of any script.
	topicBetweenTerms = regexp.MustCompile(`[,，、;；\n]`)
	// A plus sign between spaces begins another list of which one term must occur.
	topicBetweenLists = regexp.MustCompile(`(?:^|\s)[+＋](?:\s|$)`)
)

// topic is what was typed, right or not.
func (in topicForm) topic() news.Topic {
	t := news.Topic{
		Title:  map[string]string{"": oneLine(in.Name)},
		Should: topicList(topicBetweenTerms, in.Should), Not: topicList(topicBetweenTerms, in.Not),
		Patterns: topicList(regexp.MustCompile(`\n`), in.Patterns),
	}
	for _, list := range topicList(topicBetweenLists, in.Must) {
		if terms := topicList(topicBetweenTerms, list); len(terms) > 0 {
			t.Must = append(t.Must, terms)
		}
	}
	return t
}

// topicList is what stands between separators, each once.
func topicList(separator *regexp.Regexp, typed string) []string {
	var list []string
	for _, s := range separator.Split(typed, -1) {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// topicTyped is a topic as it would be typed.
func topicTyped(name string, t news.Topic) topicForm {
	var lists []string
	for _, list := range t.Must {
		lists = append(lists, strings.Join(list, "\n"))
	}
	return topicForm{
		Topic: name, Name: t.Title[""], Must: strings.Join(lists, "\n+\n"),
		Should: strings.Join(t.Should, "\n"), Not: strings.Join(t.Not, "\n"), Patterns: strings.Join(t.Patterns, "\n"),
	}
}

func (p *topicPages) newForm(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	own, err := p.own(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	if len(own) >= news.MaxOwnTopics {
		return slash.Reply{}, p.tooMany(c)
	}
	return p.form(c, topicForm{}), nil
}

func (p *topicPages) tooMany(c *slash.Call) error {
	return c.Sorry(c.T("topic.too_many", news.MaxOwnTopics), c.T("safe.nothing_changed"), slash.Try("digest topics"))
}

func (p *topicPages) editForm(ctx context.Context, c *slash.Call, in topicRef) (slash.Reply, error) {
	t, err := p.find(ctx, c, in.Topic)
	if err != nil {
		return slash.Reply{}, err
	}
	return p.form(c, topicTyped(t.Name, t)), nil
}

func (p *topicPages) form(c *slash.Call, filled topicForm) slash.Reply {
	title := "topic.new"
	if filled.Topic != "" {
		title = "topic.edit"
	}
	return slash.Reply{Form: p.save.Form(c.Voice, c.Label(title), filled)}
}

// saveForm adds or changes the topic that was typed.
func (p *topicPages) saveForm(ctx context.Context, c *slash.Call, in topicForm) (slash.Reply, error) {
	t := in.topic()
	t.Server, t.AddedBy, t.AddedAt = c.Place.Server, c.Person.ID, p.Now()
	what := "added"
	if in.Topic != "" {
		if _, err := p.find(ctx, c, in.Topic); err != nil {
			return slash.Reply{}, err
		}
		what = "changed"
	}
	t.Name = cmp.Or(in.Topic, news.OwnTopic+strings.ToLower(rand.Text()[:10]))
	if err := news.CheckTopic(p.Room.Reader, t); err != nil {
		return slash.Reply{}, p.refuse(ctx, c, in, t, err)
	}
	if preset, ok := p.Room.find(t.Title[""]); ok {
		return slash.Reply{}, p.sorry(ctx, c, in, t, c.T("topic.taken", newsTitle(c.Voice, preset)))
	}
	saved, err := p.Store.SaveTopic(ctx, t, p.change(c, what, t))
	switch {
	case errors.Is(err, news.ErrTooManyTopics):
		return slash.Reply{}, p.tooMany(c)
	case err != nil:
		return slash.Reply{}, err
	case !saved:
		return slash.Reply{}, p.sorry(ctx, c, in, t, c.T("topic.taken", t.Title[""]))
	}
	return p.page(ctx, c, c.T("topic.saved"), t)
}

// refuse tells what is wrong with a topic.
func (p *topicPages) refuse(ctx context.Context, c *slash.Call, in topicForm, t news.Topic, err error) error {
	var wrong *news.TopicError
	if !errors.As(err, &wrong) {
		return err
	}
	args := []any{}
	if wrong.Text != "" {
		args = append(args, wrong.Text)
	}
	if wrong.Problem == news.BadPattern {
		part := wrong.Text
		var where *syntax.Error
		if errors.As(wrong.Err, &where) {
			part = cmp.Or(where.Expr, part)
		}
		args = append(args, part)
	}
	return p.sorry(ctx, c, in, t, c.T("topic.problem."+string(wrong.Problem), args...))
}

// sorry refuses what was typed and keeps it for another try.
func (p *topicPages) sorry(ctx context.Context, c *slash.Call, in topicForm, t news.Topic, why slash.Markup) error {
	t.Name = "draft-" + strings.ToLower(rand.Text()[:16])
	if err := p.Store.KeepTopic(ctx, t); err != nil {
		return err
	}
	return c.Sorry(why, c.T("safe.nothing_changed"), p.again.Button(c.Label("topic.try_again"), topicAgain{t.Name, in.Topic}))
}

// openAgain opens the form with what was typed.
func (p *topicPages) openAgain(ctx context.Context, c *slash.Call, in topicAgain) (slash.Reply, error) {
	kept, ok, err := p.Store.KeptTopic(ctx, c.Place.Server, in.Draft)
	if err != nil {
		return slash.Reply{}, err
	}
	if !ok || kept.AddedBy != c.Person.ID {
		kept = news.Topic{}
	}
	return p.form(c, topicTyped(in.Topic, kept)), nil
}

package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"magpie/community"
	"magpie/news"
	"magpie/slash"
)

// A TopicStore keeps the topics that servers make themselves.
type TopicStore interface {
	// SaveTopic reports false if another of the server's topics has the title. The error is
	// news.ErrTooManyTopics for one too many.
	SaveTopic(ctx context.Context, t news.Topic, ch community.Change) (bool, error)
	// RemoveTopic removes a topic from the digests that use it too, and returns those that are
	// paused since they have no other.
	RemoveTopic(ctx context.Context, name string, ch community.Change) (paused []news.Digest, removed bool, err error)
}

// TopicDrafts keeps what was typed for a topic and is not right yet.
type TopicDrafts interface {
	KeepTopic(ctx context.Context, draft news.Topic) error
	KeptTopic(ctx context.Context, server, name string) (news.Topic, bool, error)
}

// topicPages are where moderators see which topics there are and make some of their own.
type topicPages struct {
	DigestNeeds

	list, fresh     *slash.Action[slash.Nothing]
	pick            *slash.Action[topicPick]
	open, edit, try *slash.Action[topicRef]
	ask, remove     *slash.Action[topicRef]
	save            *slash.Action[topicForm]
	again           *slash.Action[topicAgain]
}

// topicRef names a server's own topic.
type topicRef struct{ Topic string }

type topicPick struct {
	Topic string `slash:"topic"`
}

// topicCommands are a subcommand of digests about topics, and what is behind its buttons.
func topicCommands(n DigestNeeds) (slash.Command, []slash.Route) {
	p := &topicPages{DigestNeeds: n}
	p.list, p.fresh = topicAction("list", p.listAll), topicAction("new", p.newForm)
	p.pick = topicAction("pick", p.picked)
	p.open, p.edit, p.try = topicAction("open", p.openOne), topicAction("edit", p.editForm), topicAction("try", p.tryOut)
	p.ask, p.remove = topicAction("ask", p.askRemove), topicAction("remove", p.removeOne)
	p.save = topicAction("save", p.saveForm)
	p.again = topicAction("again", p.openAgain)
	return slash.Command{Name: "topics", Run: slash.Run(p.listAll)},
		[]slash.Route{p.list, p.fresh, p.pick, p.open, p.edit, p.try, p.ask, p.remove, p.save, p.again}
}

func topicAction[A any](name string, run func(context.Context, *slash.Call, A) (slash.Reply, error)) *slash.Action[A] {
	return &slash.Action[A]{Name: "topic." + name, Needs: slash.ManageServer, Run: run}
}

// own are the topics that the caller's server made itself.
func (p *topicPages) own(ctx context.Context, c *slash.Call) ([]news.Topic, error) {
	all, err := p.Room.TopicsOf(ctx, c.Place.Server)
	return slices.DeleteFunc(slices.Clone(all), func(t news.Topic) bool { return t.Server == "" }), err
}

// find is one of them.
func (p *topicPages) find(ctx context.Context, c *slash.Call, name string) (news.Topic, error) {
	own, err := p.own(ctx, c)
	if err != nil {
		return news.Topic{}, err
	}
	i := slices.IndexFunc(own, func(t news.Topic) bool { return t.Name == name })
	if i < 0 {
		return news.Topic{}, p.missing(c)
	}
	return own[i], nil
}

func (p *topicPages) missing(c *slash.Call) error {
	return c.Sorry(c.T("topic.gone"), c.T("safe.nothing_changed"), slash.Try("digest topics"))
}

func (p *topicPages) listAll(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	own, err := p.own(ctx, c)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{c.T("topic.title"), c.T("topic.preset")}
	for _, t := range p.Room.Topics {
		lines = append(lines, slash.Bullet(c.T("topic.line", newsTitle(c.Voice, t), topicTerms(t))))
	}
	lines = append(lines, slash.Plain(""), c.T("topic.own", len(own), news.MaxOwnTopics))
	var choices []slash.Choice
	for _, t := range own {
		lines = append(lines, slash.Bullet(c.T("topic.line", newsTitle(c.Voice, t), topicTerms(t))))
		choices = append(choices, slash.Choice{Name: newsTitle(c.Voice, t), Value: t.Name})
	}
	r := slash.Say(slash.Lines(lines...))
	if len(choices) > 0 {
		r = r.With(p.pick.Menu(c.Label("topic.choose"), topicPick{}, choices...))
	}
	return r.With(slash.Row{Buttons: []slash.Button{p.fresh.Button(c.Label("topic.new"), slash.Nothing{})}}), nil
}

// topicTerms is how many words and patterns a topic has.
func topicTerms(t news.Topic) int {
	n := len(t.Should) + len(t.Not) + len(t.Patterns)
	for _, list := range t.Must {
		n += len(list)
	}
	return n
}

func (p *topicPages) picked(ctx context.Context, c *slash.Call, in topicPick) (slash.Reply, error) {
	return p.openOne(ctx, c, topicRef(in))
}

func (p *topicPages) openOne(ctx context.Context, c *slash.Call, in topicRef) (slash.Reply, error) {
	t, err := p.find(ctx, c, in.Topic)
	if err != nil {
		return slash.Reply{}, err
	}
	return p.page(ctx, c, nil, t)
}

// page shows all of a topic. head says what just happened; it may be nil.
func (p *topicPages) page(ctx context.Context, c *slash.Call, head slash.Content, t news.Topic) (slash.Reply, error) {
	users, alone, err := p.users(ctx, c, t.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	users = append(users, alone...)
	slices.Sort(users)
	lines := []slash.Content{slash.Heading(3, slash.Plain(newsTitle(c.Voice, t)))}
	if head != nil {
		lines = append([]slash.Content{head}, lines...)
	}
	for i, list := range t.Must {
		lines = append(lines, topicLine(c, []string{"topic.must", "topic.and"}[min(i, 1)], list))
	}
	lines = append(lines, topicLine(c, "topic.should", t.Should), topicLine(c, "topic.not", t.Not), topicLine(c, "topic.patterns", t.Patterns))
	if lines = append(lines, topicLine(c, "topic.used", users)); len(users) == 0 {
		lines = append(lines, slash.Plain(""), c.T("topic.unused"))
	}
	lines = slices.DeleteFunc(lines, func(l slash.Content) bool { return l == nil })
	ref := topicRef{t.Name}
	return slash.Say(slash.Lines(lines...)).With(
		slash.Row{Buttons: []slash.Button{
			p.try.Button(c.Label("topic.try"), ref).With(slash.Main),
			p.edit.Button(c.Label("topic.edit"), ref),
			p.ask.Button(c.Label("topic.delete"), ref).With(slash.Danger),
		}},
		slash.Row{Buttons: []slash.Button{p.list.Button(c.Label("topic.list"), slash.Nothing{})}}), nil
}

// topicLine is a bullet with a list, nil if nothing is in it.
func topicLine(c *slash.Call, key string, list []string) slash.Content {
	if len(list) == 0 {
		return nil
	}
	return slash.Bullet(c.T(key, strings.Join(list, c.Label("list.separator"))))
}

// users are the names of the digests that tell a topic beside others, and of those that tell it alone.
func (p *topicPages) users(ctx context.Context, c *slash.Call, topic string) (users, alone []string, err error) {
	digests, err := p.Store.Digests(ctx, c.Place.Server)
	if err != nil {
		return nil, nil, fmt.Errorf("look up digests of %s: %w", c.Place.Server, err)
	}
	for _, d := range digests {
		switch {
		case !slices.Contains(d.Topics, topic):
		case len(d.Topics) > 1:
			users = append(users, d.Name)
		default:
			alone = append(alone, d.Name)
		}
	}
	slices.Sort(users)
	slices.Sort(alone)
	return users, alone, nil
}

func (p *topicPages) askRemove(ctx context.Context, c *slash.Call, in topicRef) (slash.Reply, error) {
	t, err := p.find(ctx, c, in.Topic)
	if err != nil {
		return slash.Reply{}, err
	}
	users, alone, err := p.users(ctx, c, t.Name)
	if err != nil {
		return slash.Reply{}, err
	}
	lines := []slash.Content{c.T("topic.ask_delete", newsTitle(c.Voice, t))}
	if len(users) > 0 {
		lines = append(lines, c.T("topic.ask_users", strings.Join(users, c.Label("list.separator"))))
	}
	if len(alone) > 0 {
		lines = append(lines, c.T("topic.ask_alone", strings.Join(alone, c.Label("list.separator"))))
	}
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: []slash.Button{
		p.remove.Button(c.Label("topic.delete_now"), in).With(slash.Danger),
		p.open.Button(c.Label("topic.keep"), in),
	}}), nil
}

func (p *topicPages) removeOne(ctx context.Context, c *slash.Call, in topicRef) (slash.Reply, error) {
	t, err := p.find(ctx, c, in.Topic)
	if err != nil {
		return slash.Reply{}, err
	}
	paused, removed, err := p.Store.RemoveTopic(ctx, t.Name, p.change(c, "deleted", t))
	if err != nil {
		return slash.Reply{}, err
	}
	if !removed {
		return slash.Reply{}, p.missing(c) // meanwhile
	}
	lines := []slash.Content{c.T("topic.deleted", newsTitle(c.Voice, t))}
	for _, d := range paused {
		lines = append(lines, c.T("topic.deleted_pauses", d.Name))
	}
	return slash.Say(slash.Lines(lines...)).With(slash.Row{Buttons: []slash.Button{
		p.list.Button(c.Label("topic.list"), slash.Nothing{}),
	}}), nil
}

// change is what the caller changed about a topic.
func (p *topicPages) change(c *slash.Call, what string, t news.Topic) community.Change {
	return changeBy(c, p.Now(), "change.topic."+what, t.TitleIn(""))
}

package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/clock"
	"magpie/slash"
)

// demo is a small bot with one of everything that a reply can hold.
type demo struct {
	ready   chan struct{} // lets /slow finish
	turn    *slash.Action[turn]
	send    *slash.Action[question]
	reading *slash.Action[readingChoice]
	topics  *slash.Action[topicChoice]
	where   *slash.Action[whereChoice]
	role    *slash.Action[roleChoice]
	news    *slash.Action[slash.Nothing]

	mu   sync.Mutex
	next time.Time // of the planned digest
}

type turn struct {
	Page int
	All  bool
}

type question struct {
	Title string            `slash:"title,min=3,max=20"`
	Body  string            `slash:"body,long,optional,max=200"`
	Topic []string          `slash:"topic,choices=account|video|people,min=1,max=2"`
	Where slash.ChannelInfo `slash:"where,kinds=text"`
}

type readingChoice struct {
	Reading string `slash:"reading"`
}

type topicChoice struct {
	Topics []string `slash:"topics,max=2"`
}

type whereChoice struct {
	Where slash.ChannelInfo `slash:"where,kinds=text|news"`
}

type roleChoice struct {
	Role slash.RoleInfo `slash:"role"`
}

type guideIn struct {
	Name string `slash:"name,suggest,optional"`
}

type exportIn struct {
	File slash.Attachment `slash:"file,optional"`
}

type digestIn struct {
	Name     string            `slash:"name,max=12"`
	Every    string            `slash:"every,choices=day|week"`
	Channel  slash.ChannelInfo `slash:"channel,kinds=text|news"`
	Stories  int               `slash:"stories,optional,min=1,max=9"`
	Role     slash.RoleInfo    `slash:"role,optional"`
	Pictures bool              `slash:"pictures,optional"`
}

func newDemo() *demo {
	d := &demo{ready: make(chan struct{}, 1)}
	d.turn = &slash.Action[turn]{Name: "guide.turn", Run: func(_ context.Context, c *slash.Call, in turn) (slash.Reply, error) {
		r := d.page(c, in.Page)
		if in.All {
			r = r.As(slash.ToAll)
		}
		return r, nil
	}}
	d.send = &slash.Action[question]{Name: "ask.send", Run: func(_ context.Context, c *slash.Call, in question) (slash.Reply, error) {
		return slash.Say(c.T("ask.thanks", in.Title, strings.Join(in.Topic, "+"), in.Where.Name)), nil
	}}
	d.reading = &slash.Action[readingChoice]{Name: "settings.reading", Run: func(_ context.Context, c *slash.Call, in readingChoice) (slash.Reply, error) {
		return d.settings(c, in.Reading), nil
	}}
	d.topics = &slash.Action[topicChoice]{Name: "settings.topics", Run: func(_ context.Context, c *slash.Call, in topicChoice) (slash.Reply, error) {
		return d.settings(c, strings.Join(in.Topics, "+")), nil
	}}
	d.where = &slash.Action[whereChoice]{Name: "settings.where", Run: func(_ context.Context, c *slash.Call, in whereChoice) (slash.Reply, error) {
		return d.settings(c, in.Where.Name), nil
	}}
	d.role = &slash.Action[roleChoice]{Name: "settings.role", Run: func(_ context.Context, c *slash.Call, in roleChoice) (slash.Reply, error) {
		return d.settings(c, in.Role.Name), nil
	}}
	d.news = &slash.Action[slash.Nothing]{Name: "digest.more", Run: func(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
		return slash.Say(c.T("ready.done")), nil
	}}
	return d
}

func (d *demo) feature() slash.Feature {
	none := func(f func(*slash.Call) (slash.Reply, error)) slash.Handler {
		return slash.Run(func(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) { return f(c) })
	}
	return slash.Feature{
		Commands: []slash.Command{
			{Name: "guide", Run: slash.Run(d.guide), Suggest: map[string]slash.Suggester{"name": suggestGuides}},
			{Name: "ask", Run: none(func(c *slash.Call) (slash.Reply, error) {
				return slash.Reply{Form: d.send.Form(c.Voice, c.Label("form.ask"), question{})}, nil
			})},
			{Name: "settings", Run: none(func(c *slash.Call) (slash.Reply, error) { return d.settings(c, ""), nil })},
			{Name: "slow", Run: slash.Run(d.slow)},
			{Name: "ready", Run: none(func(c *slash.Call) (slash.Reply, error) {
				d.ready <- struct{}{}
				return slash.Say(c.T("ready.done")), nil
			})},
			{Name: "hello", Public: true, Run: none(func(c *slash.Call) (slash.Reply, error) {
				return slash.Say(c.T("hello.all", c.Person.Name)).As(slash.ToAll), nil
			})},
			{Name: "oops", Run: none(func(*slash.Call) (slash.Reply, error) { return slash.Reply{}, errors.New("the tree fell") })},
			{Name: "export", Run: slash.Run(d.export)},
			{Name: "digest", Needs: slash.ManageServer, Sub: []slash.Command{{Name: "create", Run: slash.Run(d.plan)}}},
			{Name: "explain", On: slash.OnMessage, Run: none(func(c *slash.Call) (slash.Reply, error) {
				return slash.Say(slash.Lines(c.T("explain.head", c.Message.Author), slash.Quote(slash.Plain(c.Message.Text)))), nil
			})},
			{Name: "wave", On: slash.OnPerson, Run: none(func(c *slash.Call) (slash.Reply, error) {
				return slash.Say(c.T("wave.done", c.Target.Name)), nil
			})},
		},
		Actions: []slash.Route{d.turn, d.send, d.reading, d.topics, d.where, d.role, d.news},
	}
}

func (d *demo) guide(_ context.Context, c *slash.Call, _ guideIn) (slash.Reply, error) {
	return d.page(c, 1), nil
}

func (d *demo) page(c *slash.Call, n int) slash.Reply {
	return slash.Say(c.T(fmt.Sprint("guide.", n))).With(slash.Row{Buttons: []slash.Button{
		d.turn.Button(c.Label("guide.back"), turn{Page: n - 1}).When(n > 1),
		d.turn.Button(c.Label("guide.next"), turn{Page: n + 1}).With(slash.Main).When(n < 2),
		d.turn.Button(c.Label("guide.show"), turn{Page: n, All: true}),
		{Label: c.Label("guide.site"), URL: "https://www.xiaohongshu.com/"},
	}})
}

func suggestGuides(_ context.Context, _ *slash.Call, typed string) ([]slash.Choice, error) {
	var fitting []slash.Choice
	for _, name := range []string{"RedNote 小红书", "Lemon8", "Bluesky", "Reels"} {
		if strings.HasPrefix(strings.ToLower(name), strings.ToLower(typed)) {
			fitting = append(fitting, slash.Choice{Name: name, Value: strings.ToLower(name)})
		}
	}
	return fitting, nil
}

func (d *demo) settings(c *slash.Call, saved string) slash.Reply {
	choice := func(value, words string) slash.Choice { return slash.Choice{Name: c.Label(words), Value: value} }
	pinyin := choice("pinyin", "settings.pinyin")
	pinyin.About = c.Label("settings.pinyin.about")
	r := slash.Say(c.T("settings.title"))
	if saved != "" {
		r = r.With(slash.Text{Body: c.T("settings.saved", saved)})
	}
	return r.With(
		d.reading.Menu(c.Label("settings.language"), readingChoice{}, pinyin, choice("zhuyin", "settings.zhuyin"), choice("off", "settings.off")),
		d.topics.Menu(c.Label("settings.topics"), topicChoice{}, choice("law", "topic.law"), choice("apps", "topic.apps"), choice("people", "topic.people")),
		slash.Divider{},
		d.where.Menu(c.Label("settings.where"), whereChoice{}),
		d.role.Menu(c.Label("settings.role"), roleChoice{}),
	)
}

func (d *demo) slow(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
	select {
	case <-d.ready:
		return slash.Say(c.T("slow.done")), nil
	case <-ctx.Done():
		return slash.Reply{}, ctx.Err()
	}
}

func (d *demo) export(_ context.Context, c *slash.Call, in exportIn) (slash.Reply, error) {
	text := "你好\tnǐ hǎo\n"
	if in.File.ID != "" {
		text += in.File.Name + "\n"
	}
	square := &slash.Image{Name: "square.png", Data: bluePNG, Alt: c.Label("export.alt")}
	return slash.Say().With(
		slash.Section{Body: c.T("export.text"), Picture: square},
		slash.Image{Name: "card.png", Data: bluePNG, Alt: c.Label("export.alt")},
		slash.File{Name: "cards.tsv", Data: []byte(text)},
	), nil
}

func (d *demo) plan(_ context.Context, c *slash.Call, in digestIn) (slash.Reply, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.next = c.At.Add(time.Hour)
	every := c.Label("command.digest.create.option.every.choice." + in.Every)
	return slash.Say(c.T("digest.planned", in.Name, in.Channel.ID, every, d.next)), nil
}

func (d *demo) planned(context.Context) (time.Time, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.next, nil
}

// newTry is a page with the demo's features at work, whose clock skips to the
// planned digest and posts it.
func newTry(t testing.TB, change func(*Options)) *Try {
	t.Helper()
	words, now, d := loadWords(t), clock.NewShifted(), newDemo()
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	router, err := slash.NewRouter(log, slash.Options{Words: words, DeferAfter: 500 * time.Millisecond, PerPerson: 1000}, d.feature())
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	var try *Try
	o := Options{
		Router: router, Words: words, Clock: now, Next: d.planned,
		Zone: func(context.Context) *time.Location { return zone },
		Skip: func(ctx context.Context) (time.Time, error) {
			next, _ := d.planned(ctx)
			if next.IsZero() {
				return next, nil
			}
			now.SkipTo(next)
			voice := slash.NewVoice(words, "en")
			_, err := try.Channel().Post(ctx, slash.Post{Channel: NewsChannel, Nonce: next.String()[:19], Reply: slash.Say(voice.T("digest.news")).With(
				slash.Row{Buttons: []slash.Button{d.news.Button("More", slash.Nothing{})}})})
			return next, err
		},
	}
	if change != nil {
		change(&o)
	}
	try = NewTry(log, o)
	t.Cleanup(try.Close)
	return try
}

package bot

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/discordtest"
	"magpie/outbox"
	"magpie/slash"
)

var (
	_ slash.Channel = (*Bot)(nil)
	_ outbox.Poster = Poster{}
)

// words are made from their keys, in three languages.
type words struct{}

func (words) Languages() []string { return []string{"en", "zh-CN", "zh-TW"} }

func (words) Discord(lang string) []string {
	if lang == "en" {
		return []string{"en-US", "en-GB"}
	}
	return []string{lang}
}

func (words) Match(locales ...string) string {
	if slices.Contains([]string{"zh-CN", "zh-TW"}, locales[0]) {
		return locales[0]
	}
	return "en"
}

// Text is the last part of a key but ".name" and the like, in Chinese with a suffix.
func (words) Text(lang, key string, args ...any) string {
	parts := strings.Split(key, ".")
	text := parts[len(parts)-1]
	if strings.HasPrefix(key, "command.") && len(parts) > 2 && text == "name" {
		text = parts[len(parts)-2]
	}
	if lang != "en" {
		text += map[string]string{"zh-CN": "简", "zh-TW": "繁"}[lang]
	}
	return strings.TrimSuffix(fmt.Sprintln(append([]any{text}, args...)...), "\n")
}

func (words) Has(_, key string) bool {
	return !strings.HasPrefix(key, "form.") || strings.Count(key, ".") < 4
}

// memory is a Memory that counts.
type memory struct {
	mu       sync.Mutex
	spent    int
	budget   int // 0: as much as is asked for
	next     time.Time
	manifest string
}

func (m *memory) SpendIdentify(_ context.Context, _ string, budget int) (time.Time, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.budget > 0 {
		budget = m.budget
	}
	if m.spent >= budget {
		return m.next, false, nil
	}
	m.spent++
	return time.Time{}, true, nil
}

func (m *memory) Manifest(context.Context, string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.manifest, nil
}

func (m *memory) SaveManifest(_ context.Context, _, hash string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.manifest = hash
	return nil
}

func (m *memory) starts() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.spent
}

// quick are times for tests.
var quick = Times{Connect: 5 * time.Second, Retry: 10 * time.Millisecond, Grace: 5 * time.Second}

// running is a bot at work.
type running struct {
	*Bot
	memory *memory
	ups    chan bool // the connection came or went
	cancel context.CancelFunc
	ended  chan struct{} // Run has returned
	err    error         // what; read it after ended
}

// start runs a bot with features against d until the test ends.
func start(t testing.TB, d *discordtest.Discord, change func(*Options), features ...slash.Feature) *running {
	t.Helper()
	r := &running{memory: &memory{}, ups: make(chan bool, 1000)}
	o := Options{Token: d.Token(), Memory: r.memory, Words: words{}, API: d.URL(), CDN: d.URL(), Times: quick}
	o.Hooks.Connected = func(up bool) { r.ups <- up }
	if change != nil {
		change(&o)
	}
	log := slogTo(t)
	var err error
	if r.Bot, err = New(log, o); err != nil {
		t.Fatal(err)
	}
	router, err := slash.NewRouter(log, slash.Options{Words: words{}, DeferAfter: 100 * time.Millisecond, PerPerson: 1e6, PerServer: 1e6}, features...)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel, r.ended = cancel, make(chan struct{})
	go func() {
		defer close(r.ended)
		r.err = r.Run(ctx, router)
	}()
	t.Cleanup(func() { r.stop() })
	return r
}

// awaitReady waits until the bot is connected.
func (r *running) awaitReady(t testing.TB) {
	t.Helper()
	for !r.Ready() {
		select {
		case <-r.ups:
		case <-r.ended:
			t.Fatalf("Run returned %v", r.err)
		}
	}
}

func quietLog() *slog.Logger { return slog.New(slog.DiscardHandler) }

func slogTo(t testing.TB) *slog.Logger { return slog.New(slog.NewTextHandler(t.Output(), nil)) }

// wait waits for the end of Run and returns its error.
func (r *running) wait() error {
	<-r.ended
	return r.err
}

// stop ends Run and returns its error.
func (r *running) stop() error {
	r.cancel()
	return r.wait()
}

// echo answers every kind of command with what it was given.
func echo() slash.Feature {
	type in struct {
		Text  string            `slash:"text,suggest,max=3000"`
		Count int               `slash:"count,optional,suggest,min=1,max=9"`
		Loud  bool              `slash:"loud,optional"`
		Size  string            `slash:"size,optional,choices=small|large"`
		Who   slash.Person      `slash:"who,optional"`
		Where slash.ChannelInfo `slash:"where,optional,kinds=text|news|forum"`
		Role  slash.RoleInfo    `slash:"role,optional"`
		File  slash.Attachment  `slash:"file,optional"`
	}
	say := func(ctx context.Context, c *slash.Call, in in) (slash.Reply, error) {
		return slash.Say(slash.Plain(fmt.Sprintf("%s %d %t %s %s/%v %s/%s/%v/%v %s %s/%d by %s (%s, %v)", in.Text, in.Count, in.Loud, in.Size,
			in.Who.Name, in.Who.Roles, in.Where.Name, in.Where.Kind, in.Where.Bot.Has(slash.SendMessages), in.Where.May.Has(slash.SendMessages),
			in.Role.Name, in.File.Name, in.File.Size, c.Person.Name, c.Lang, c.Person.May.Has(slash.ManageServer)))), nil
	}
	suggest := func(_ context.Context, _ *slash.Call, typed string) ([]slash.Choice, error) {
		if typed == "" {
			return nil, nil
		}
		return []slash.Choice{{Name: "number " + typed, Value: typed}}, nil
	}
	about := func(_ context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) {
		if c.Target != nil {
			return slash.Say(slash.Plain("this is " + c.Target.Name)), nil
		}
		return slash.Say(slash.Plain(c.Message.Author + " said: " + c.Message.Text)), nil
	}
	return slash.Feature{Commands: []slash.Command{
		{Name: "echo", Run: slash.Run(say), Direct: true, Suggest: map[string]slash.Suggester{"text": suggest, "count": suggest}},
		{Name: "inspect", On: slash.OnMessage, Run: slash.Run(about), Direct: true},
		{Name: "meet", On: slash.OnPerson, Run: slash.Run(about)},
	}}
}

// simple is a feature of one command.
func simple(name string, run func(context.Context, *slash.Call) (slash.Reply, error)) slash.Feature {
	return slash.Feature{Commands: []slash.Command{{
		Name: name, Direct: true,
		Run: slash.Run(func(ctx context.Context, c *slash.Call, _ slash.Nothing) (slash.Reply, error) { return run(ctx, c) }),
	}}}
}

func pong() slash.Feature {
	return simple("ping", func(context.Context, *slash.Call) (slash.Reply, error) { return slash.Say(slash.Plain("pong")), nil })
}

func TestCommands(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{Locale: "zh-CN"})
	ana := server.Person("ana", "zh-TW", discordtest.ManageServer)
	friends := server.Role("friends", 0)
	server.Person("bo", "en-GB", friends)
	general := server.Channel("general")
	hidden := server.AddChannel("hidden", discordtest.AnnouncementChannel)
	hidden.DenyBot(discordtest.ViewChannel | discordtest.SendMessages)
	ana.Has(discordtest.File{Name: "cat.png", Data: []byte("picture")})
	start(t, d, nil, echo())
	d.AwaitReady()

	choices := ana.Complete(general, "/echo text:1 count:4", "count")
	if got := fmt.Sprint(choices); len(choices) != 1 || choices[0].Value != 4.0 {
		t.Errorf("suggestions for a number are %v", got)
	}
	if choices := ana.Complete(general, "/echo text:", "text"); len(choices) != 0 {
		t.Errorf("suggestions for nothing are %v", choices)
	}
	tests := []struct {
		name, line, want string
	}{
		{"text", "/echo text:hi", "hi 0 false  /[] //false/false  /0 by ana (zh-TW, true)"},
		{"everything", "/echo text:a *b* count:4 loud:true size:large who:@bo where:#hidden role:@friends file:cat.png",
			"a \\*b\\* 4 true large bo/[" + friends.ID + "] hidden/news/false/true friends cat.png/7 by ana (zh-TW, true)"},
	}
	for _, test := range tests {
		if got, want := ana.Type(general, test.line).String(), "(private)\n"+test.want; got != want {
			t.Errorf("%s: ana sees\n%s\nnot\n%s", test.name, got, want)
		}
	}
	if got, want := ana.Type(ana.Direct(), "/echo text:psst").String(), "(private)\npsst 0 false"; !strings.HasPrefix(got, want) {
		t.Errorf("directly ana sees\n%s\nnot\n%s", got, want)
	}
}

func TestMenusOfMessagesAndPeople(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	general := server.Channel("general")
	start(t, d, nil, echo())
	d.AwaitReady()
	unknown := []any{
		map[string]any{"type": 99, "content": map[string]any{"of": "another kind"}, "components": "none"},
		map[string]any{"type": 18, "label": "L", "component": map[string]any{"type": 22, "custom_id": "c", "options": []any{}}},
		map[string]any{"type": 17, "components": []any{map[string]any{"type": 10, "content": "inside"}, map[string]any{"type": 16}}},
	}
	ana.Look(general)
	tests := []struct {
		name, got, want string
	}{
		{"content", ana.RightClick(ana.Say(general, "hello"), "inspect").String(), "ana said: hello"},
		{"unknown components", ana.RightClick(general.Foreign("otherbot", "news", unknown...), "inspect").String(), "otherbot said: news"},
		{"text in components", ana.RightClick(general.Foreign("otherbot", "", unknown...), "inspect").String(), "otherbot said: inside"},
		{"person", ana.RightClick(ana, "meet").String(), "this is ana"},
	}
	for _, test := range tests {
		if want := "(private)\n" + test.want; test.got != want {
			t.Errorf("%s: ana sees\n%s\nnot\n%s", test.name, test.got, want)
		}
	}
}

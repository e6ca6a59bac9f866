package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"magpie/discordtest"
	"magpie/slash"
)

// told is a listener that writes down what it hears.
func told(heard chan string) Listener {
	return Listener{
		Servers: func(_ context.Context, ids []string) { heard <- fmt.Sprint("servers ", len(ids)) },
		Arrived: func(_ context.Context, s Server) {
			heard <- fmt.Sprintf("arrived %s %s %t %d", s.Name, s.Locale, s.System != "", s.Members)
		},
		Left:   func(_ context.Context, id string) { heard <- "left " + id },
		Joined: func(_ context.Context, m Member) { heard <- fmt.Sprintf("joined %s %t", m.Person.Name, m.Pending) },
		Changed: func(_ context.Context, m Member) {
			heard <- fmt.Sprintf("changed %s %t", m.Person.Name, m.Pending)
		},
		Gone: func(_ context.Context, _, person string) { heard <- "gone " + person },
	}
}

func TestNews(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{Privileged: discordtest.IntentGuildMembers})
	server := d.Server("Nest", discordtest.ServerOptions{Locale: "zh-TW"})
	heard := make(chan string, 100)
	start(t, d, func(o *Options) { o.Listen = told(heard) }, pong())
	expect := func(want string) {
		t.Helper()
		if got := <-heard; got != want {
			t.Errorf("heard %q, want %q", got, want)
		}
	}
	expect("servers 1")
	expect("arrived Nest zh-TW true 2")
	ana := server.Person("ana", "zh-TW")
	expect("joined ana false")
	server.OtherBot("not told of")
	server.Screen(true)
	eva := server.Person("eva", "zh-TW")
	expect("joined eva true")
	eva.Agree(server)
	expect("changed eva false")
	ana.Rename(server, "Ana of the Nest")
	expect("changed Ana of the Nest false")
	eva.Leave(server)
	expect("gone " + eva.ID())
	server.SetUnavailable(true)
	server.SetUnavailable(false)
	expect("arrived Nest zh-TW true 4")
	server.RemoveBot()
	expect("left " + server.ID)
	server.AddBot()
	expect("arrived Nest zh-TW true 4")
}

func TestIntents(t *testing.T) {
	t.Parallel()
	for _, welcomes := range []bool{false, true} {
		d := discordtest.New(t, discordtest.Config{Privileged: discordtest.IntentGuildMembers})
		start(t, d, func(o *Options) {
			if welcomes {
				o.Listen.Joined = func(context.Context, Member) {}
			}
			o.Shard, o.Shards = 1, 3
		}, pong())
		d.AwaitReady()
		want := map[bool]string{false: `"intents":1,`, true: `"intents":3,`}[welcomes]
		for _, e := range d.Record() {
			if e.Event == "IDENTIFY" && (!strings.Contains(string(e.Body)+",", want) && !strings.Contains(string(e.Body), strings.TrimSuffix(want, ",")+"}") ||
				!strings.Contains(string(e.Body), `"shard":[1,3]`)) {
				t.Errorf("welcomes %t: IDENTIFY is %s", welcomes, e.Body)
			}
		}
	}
}

// A handler that panics, and one that listens and panics, harm nobody else.
func TestPanics(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	start(t, d, func(o *Options) { o.Listen.Arrived = func(context.Context, Server) { panic("listener") } }, pong(),
		simple("panic", func(context.Context, *slash.Call) (slash.Reply, error) { panic("handler") }))
	d.AwaitReady()
	ana.Type(server.Channel("general"), "/panic")
	if got := ana.Type(server.Channel("general"), "/ping").String(); got != "(private)\npong" {
		t.Errorf("ana sees %s", got)
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		o    Options
	}{
		{"no token", Options{}},
		{"no such shard", Options{Token: "t", Shard: 2, Shards: 2}},
		{"address", Options{Token: "t", API: "ftp://x"}},
	}
	for _, test := range tests {
		if _, err := New(slogTo(t), test.o); err == nil {
			t.Errorf("%s is accepted", test.name)
		}
	}
	b, err := New(slogTo(t), Options{Token: "t"})
	if err != nil || b.InviteURL() != "" || b.Ready() {
		t.Errorf("a new bot has the link %q and is ready: %t (%v)", b.InviteURL(), b.Ready(), err)
	}
}

// FuzzInteraction decodes whatever the gateway may send.
func FuzzInteraction(f *testing.F) {
	for _, seed := range []string{
		`{"id":"1","token":"t","type":2,"data":{"type":1,"name":"digest","options":[{"name":"create","type":1,"options":[{"name":"n","type":4,"value":7}]}]},"member":{"user":{"id":"2"},"permissions":"32"}}`,
		`{"id":"1","type":5,"data":{"custom_id":"a","components":[{"type":18,"component":{"type":22,"custom_id":"c","values":["x"]}},{"type":1,"components":[{"custom_id":"d","value":true}]}]},"user":{"id":"2"}}`,
		`{"id":"1","type":3,"data":{"custom_id":"a","values":["x"]},"message":{"components":[{"type":99,"components":7}]},"user":{"id":"2"}}`,
		`{"type":9}`, `[]`, `{"app_permissions":{"a":1}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var i interaction
		_ = json.Unmarshal(data, &i) // whatever could be decoded is used
		ev, err := i.event(time.Time{}, &names{})
		if err == nil && ev.Input == nil {
			t.Error("an event without input")
		}
	})
}

// While hundreds of people join, and whoever hears of them is slow, interactions are
// answered as ever.
func TestRaidHarmsNoInteraction(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{Privileged: discordtest.IntentGuildMembers, Unrecorded: true})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	begun, gate := make(chan bool, 1), make(chan bool)
	b := start(t, d, func(o *Options) {
		o.Listen.Joined = func(context.Context, Member) {
			signal(begun, true)
			<-gate
		}
	}, pong())
	d.AwaitReady()
	defer close(gate)
	for i := range 500 { // at once: six seconds of a raid by 5,000 in a minute
		server.Person(fmt.Sprint("raider ", i), "en-US")
	}
	<-begun
	if got := ana.Type(server.Channel("general"), "/ping").String(); got != "(private)\npong" || !b.Ready() {
		t.Errorf("ana sees %s", got)
	}
}

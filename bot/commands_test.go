package bot

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"magpie/discordtest"
	"magpie/slash"
)

var update = flag.Bool("update", false, "rewrite golden files")

// family is a family of subcommands for moderators.
func family() slash.Feature {
	type in struct {
		Name  string            `slash:"name,min=2,max=20"`
		Where slash.ChannelInfo `slash:"where,optional,kinds=text|forum"`
		Items int               `slash:"items,optional,min=3,max=10"`
		Tone  string            `slash:"tone,optional,choices=short|long"`
	}
	return slash.Feature{Commands: []slash.Command{{
		Name: "digest", Needs: slash.ManageServer,
		Sub: []slash.Command{
			{Name: "create", Run: slash.Run(func(_ context.Context, c *slash.Call, in in) (slash.Reply, error) {
				return slash.Say(slash.Plain(c.Command + " of " + in.Name)), nil
			})},
			{Name: "list", Run: slash.Run(func(context.Context, *slash.Call, slash.Nothing) (slash.Reply, error) {
				return slash.Say(slash.Mention("digest create")), nil
			})},
		},
	}}}
}

func TestManifest(t *testing.T) {
	t.Parallel()
	router, err := slash.NewRouter(slogTo(t), slash.Options{Words: words{}}, echo(), family())
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(manifest(words{}, router.Manifest()), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/manifest.json"
	if *update {
		if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
		t.Errorf("the manifest differs from %s (-want +got):\n%s", golden, diff)
	}
}

func TestSubcommands(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	general := server.Channel("general")
	mo := server.Person("mo", "zh-CN", discordtest.ManageServer)
	ana := server.Person("ana", "en-US")
	start(t, d, nil, family())
	d.AwaitReady()
	if got, want := mo.Type(general, "/digest简 create简 name简:Morning").String(), "(private)\ndigest create of Morning"; got != want {
		t.Errorf("mo sees\n%s\nnot\n%s", got, want)
	}
	if got, want := mo.Type(general, "/digest list").String(), "(private)\n/digest create"; got != want {
		t.Errorf("mo sees\n%s\nnot\n%s", got, want)
	}
	if _, err := ana.Try().Type(general, "/digest list"); err == nil {
		t.Error("ana is offered a command of moderators")
	}
}

// Commands are registered only when they change, or somebody else has changed them.
func TestRegistering(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	m := &memory{}
	remember := func(o *Options) { o.Memory = m }
	puts := func() int { return len(d.Requests("PUT /applications/*/commands")) }
	for i, step := range []struct {
		features []slash.Feature
		puts     int
	}{
		{[]slash.Feature{pong()}, 1},
		{[]slash.Feature{pong()}, 1},
		{[]slash.Feature{pong(), family()}, 2},
		{[]slash.Feature{pong(), family()}, 2},
	} {
		b := start(t, d, remember, step.features...)
		b.awaitReady(t)
		if n := puts(); n != step.puts {
			t.Errorf("start %d: registered %d times, want %d", i+1, n, step.puts)
		}
		if b.names.id("ping") == "" {
			t.Errorf("start %d: the id of a command is not known", i+1)
		}
		ana.Type(server.Channel("general"), "/ping")
		if want := "client_id=" + d.ApplicationID() + "&scope=bot+applications.commands&permissions=309237746688"; !strings.HasSuffix(b.InviteURL(), want) {
			t.Errorf("the link is %s", b.InviteURL())
		}
		b.stop()
	}
}

// A bot whose commands cannot be registered serves those it has.
func TestNotRegistered(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	start(t, d, nil, pong()).stop()
	d.Until("the commands", func() bool { return len(ana.Shown(server.Channel("general"), discordtest.ChatCommand)) <= 1 })
	b := start(t, d, nil, pong())
	b.awaitReady(t)
	b.stop()
	d.Fault("PUT /applications/*/commands", -1, discordtest.Status(500))
	b = start(t, d, nil, pong(), family())
	b.awaitReady(t)
	ana.Type(server.Channel("general"), "/ping")
}

package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"testing"
	"time"

	"magpie/discordtest"
	"magpie/slash"
)

// gallery shows every block, and a form with every kind of field.
func gallery() slash.Feature {
	type form struct {
		Page  string
		Name  string              `slash:"name,min=2,max=20"`
		About string              `slash:"about,optional,long"`
		Days  []string            `slash:"days,choices=mon|tue|wed,max=2"`
		Where []slash.ChannelInfo `slash:"where,optional,kinds=text,max=2"`
		File  slash.Attachment    `slash:"file,optional"`
	}
	type pick struct {
		People []slash.Person `slash:"people,max=3"`
	}
	type hold struct{ N int }
	sent := &slash.Action[form]{Name: "gallery.sent", Run: func(_ context.Context, _ *slash.Call, f form) (slash.Reply, error) {
		return slash.Say(slash.Plain(fmt.Sprintf("%s %s %s %s %d %s", f.Page, f.Name, f.About, f.Days, len(f.Where), f.File.Name))), nil
	}}
	ask := &slash.Action[hold]{Name: "gallery.ask", Run: func(_ context.Context, c *slash.Call, h hold) (slash.Reply, error) {
		return slash.Reply{Form: sent.Form(c.Voice, "Tell", form{Page: fmt.Sprint(h.N), Name: "Ana"})}, nil
	}}
	people := &slash.Action[pick]{Name: "gallery.people", Run: func(_ context.Context, _ *slash.Call, p pick) (slash.Reply, error) {
		return slash.Say(slash.Plain("picked " + p.People[0].Name)), nil
	}}
	ignore := &slash.Action[hold]{Name: "gallery.ignore", Run: func(context.Context, *slash.Call, hold) (slash.Reply, error) {
		return slash.Reply{Shown: slash.Unchanged}, nil
	}}
	run := func(context.Context, *slash.Call) (slash.Reply, error) {
		press := ask.Button("Ask", hold{7}).With(slash.Main)
		return slash.Say(slash.Heading(2, slash.Plain("Blocks")), slash.Mention("gallery")).With(
			slash.Section{Body: slash.Plain("beside"), Button: &press},
			slash.Section{Body: slash.Plain("pictured"), Picture: &slash.Image{Name: "a.png", Data: []byte("a"), Alt: "letter a"}},
			slash.Image{Name: "a.png", Data: []byte("another"), Alt: "another a"},
			slash.File{Name: "words.txt", Data: []byte("words")},
			slash.Divider{},
			people.Menu("Whom?", pick{}),
			slash.Row{Buttons: []slash.Button{
				ignore.Button("Ignore", hold{1}), {Label: "Read", URL: "https://example.com/"}, ask.Button("Off", hold{8}).When(false),
			}}), nil
	}
	f := simple("gallery", run)
	f.Actions = []slash.Route{sent, ask, people, ignore}
	return f
}

func TestBlocksAndForms(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	general := server.Channel("general")
	start(t, d, nil, gallery())
	d.AwaitReady()

	view := ana.Type(general, "/gallery")
	want := `(private)
## Blocks
/gallery
beside
[Ask]
pictured
{letter a}
{another a}
{words.txt}
---
<Whom?>
[Ignore] [Read](https://example.com/) (Off)`
	if got := view.String(); got != want {
		t.Errorf("ana sees\n%s\nnot\n%s", got, want)
	}
	if got := fmt.Sprintf("%s %q %q", view.Message.Files[1].Name, view.Message.Files[0].Data, view.Message.Files[1].Data); got != `1-a.png "a" "another"` {
		t.Errorf("the files are %s", got)
	}
	view = ana.Press("Ask")
	want = `(form) Tell
name*: Ana
about:
days*: <Make a selection: mon, tue, wed>
where: <Make a selection>
file:`
	if got := view.String(); got != want {
		t.Errorf("ana sees\n%s\nnot\n%s", got, want)
	}
	ana.Fill("about", "two\nlines")
	ana.Fill("days", "tue", "wed")
	ana.Fill("where", "#general")
	ana.Attach("file", discordtest.File{Name: "f.txt", Data: []byte("x")})
	if got, want := ana.Submit().String(), "(private)\n7 Ana two\nlines [tue wed] 1 f.txt"; got != want {
		t.Errorf("ana sees\n%s\nnot\n%s", got, want)
	}
}

func TestMenuOfPeople(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	start(t, d, nil, gallery())
	d.AwaitReady()
	ana.Type(server.Channel("general"), "/gallery")
	if got, want := ana.Choose("Whom?", "@ana").String(), "(private)\npicked ana"; got != want {
		t.Errorf("ana sees\n%s\nnot\n%s", got, want)
	}
}

// A press that shows nothing is acknowledged all the same. People here wait for
// more, which is why they are impatient.
func TestNothingShown(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{Patience: 500 * time.Millisecond})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	start(t, d, nil, gallery())
	d.AwaitReady()
	ana.Type(server.Channel("general"), "/gallery")
	if _, err := ana.Try().Press("Ignore"); err != nil && !errors.Is(err, discordtest.ErrNoAnswer) {
		t.Fatal(err)
	}
	calls := d.Requests("POST /interactions/*/*/callback")
	if got := string(calls[len(calls)-1].Body); got != `{"type":6}` {
		t.Errorf("the answer is %s", got)
	}
}

// slow is a command, and buttons, whose answers wait for a gate.
func slow(gate chan struct{}) slash.Feature {
	type press struct{ Shown int }
	answer := func(ctx context.Context, shown slash.Shown) (slash.Reply, error) {
		select {
		case <-gate:
			return slash.Say(slash.Plain("at last")).As(shown), nil
		case <-ctx.Done():
			return slash.Reply{}, ctx.Err()
		}
	}
	button := &slash.Action[press]{Name: "slow.press", Run: func(ctx context.Context, _ *slash.Call, p press) (slash.Reply, error) {
		return answer(ctx, slash.Shown(p.Shown))
	}}
	buttons := func(context.Context, *slash.Call) (slash.Reply, error) {
		return slash.Say(slash.Plain("buttons")).With(slash.Row{Buttons: []slash.Button{
			button.Button("Place", press{int(slash.InPlace)}), button.Button("Anew", press{int(slash.Anew)}), button.Button("All", press{int(slash.ToAll)}),
		}}), nil
	}
	command := func(name string, public bool, shown slash.Shown) slash.Command {
		f := simple(name, func(ctx context.Context, _ *slash.Call) (slash.Reply, error) { return answer(ctx, shown) })
		f.Commands[0].Public = public
		return f.Commands[0]
	}
	f := simple("buttons", buttons)
	f.Actions = []slash.Route{button}
	f.Commands = append(f.Commands,
		command("private", false, slash.Default), command("public", true, slash.ToAll), command("mixed", true, slash.Anew))
	return f
}

var deferral = regexp.MustCompile(`"type":[56]\b`)

func TestDeferredAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct{ line, press, want string }{
		{line: "/private", want: "(private)\nat last"},
		{line: "/public", want: "at last"},
		{line: "/mixed", want: "(private)\nat last"},
		{line: "/buttons", press: "Place", want: "(private)\nat last"},
		{line: "/buttons", press: "Anew", want: "(private)\nat last"},
		{line: "/buttons", press: "All", want: "at last"},
	}
	for _, test := range tests {
		t.Run(test.line[1:]+test.press, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Config{})
			server := d.Server("Nest", discordtest.ServerOptions{})
			ana := server.Person("ana", "en-US")
			gate := make(chan struct{})
			start(t, d, nil, slow(gate))
			d.AwaitReady()
			if test.press != "" {
				ana.Type(server.Channel("general"), test.line)
			}
			view := make(chan discordtest.View)
			go func() {
				var v discordtest.View
				var err error
				if test.press != "" {
					v, err = ana.Try().Press(test.press)
				} else {
					v, err = ana.Try().Type(server.Channel("general"), test.line)
				}
				if err != nil {
					t.Error(err)
				}
				view <- v
			}()
			d.Until("the deferral", func() bool {
				calls := d.Requests("POST /interactions/*/*/callback")
				return len(calls) > 0 && deferral.Match(calls[len(calls)-1].Body)
			})
			close(gate)
			<-view
			d.Until(test.want, func() bool { return ana.Sees().String() == test.want })
		})
	}
}

func TestAnswerOnceMoreWhenLost(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		harm discordtest.Harm
	}{
		{"before", discordtest.ResetBefore()},
		{"after", discordtest.ResetAfter()},
		{"unavailable", discordtest.Status(503)},
		{"bad gateway", discordtest.Status(502)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := discordtest.New(t, discordtest.Config{})
			server := d.Server("Nest", discordtest.ServerOptions{})
			ana := server.Person("ana", "en-US")
			start(t, d, nil, pong())
			d.AwaitReady()
			d.Allow(40060, "") // the second time, if the first arrived
			d.Fault("POST /interactions/*/*/callback", 1, test.harm)
			if got, want := ana.Type(server.Channel("general"), "/ping").String(), "(private)\npong"; got != want {
				t.Errorf("ana sees\n%s\nnot\n%s", got, want)
			}
		})
	}
}

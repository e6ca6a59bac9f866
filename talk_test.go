package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/discordtest"
)

var update = flag.Bool("update", false, "rewrite talks and golden files with what happens now")

// A talk is a script of what people do and are shown, played end to end: the real
// Program and the real discordgo over real sockets, with a test's clock. The
// lines of testdata/*.talk are
//
//	ana zh-CN            a member, by name and locale
//	bo en-US admin       someone who manages the server; or chief, who manages roles too
//	ana> /guide          what ana types, in #general or where she last was
//	ana in #news         where she goes; or direct, or elsewhere, where Magpie is hers alone
//	ana> opens x.csv     what a file holds that she was shown last
//	ana> says hello      a message of hers; or the text of a file, as says long.txt
//	bo> clicks Explain   a command of the menu of the newest such message; or of a person, as Handles on mei
//	ana> has words.csv   a file that she can attach by its name, from testdata/files; or 26MB.zip, of nothing
//	ana> attach File: words.csv   to the field of a form
//	ana> press Next      or choose, fill, submit, complete, sees, loses; see act
//	bo> sets up London — now 12:00   switches the first digest on, without a word
//	at 09:00             the clock moves to the next such time, in UTC
//	role Readers          a role, and what becomes of roles; see roles
//	cy arrives en-US     people come and go; see comings
//	thread x in #news    what stands below channels; see threads
//	engine translates    or breaks, stalls, …: who translates, from then on; see setEngine
//	feed news.xml        what the feed server serves, from testdata/feeds
//	restart              the program stops and starts again
//	away until 09:00     the same, but it starts again only then
//	drop                 Discord closes the gateway connection
//	#news                what is new in a channel
//	#news now            its newest message as it is by now
//	deny #news           Magpie may no longer write there; allow ends that
//	| text               what was shown, rewritten by -update
//	# comment
type talk struct {
	*testing.T
	world  *world
	server *discordtest.Server
	people map[string]*discordtest.Person
	places map[string]*discordtest.Channel
	shown  map[string]int // messages of a channel that were shown already
	said   discordtest.Message

	visited string // path of the page that was visited last
	made    map[string]*discordtest.Role

	elsewhere *discordtest.Server // without Magpie; nil until somebody goes there
}

func TestTalks(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.talk")
	if err != nil || len(files) == 0 {
		t.Fatalf("no talks: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".talk"), func(t *testing.T) {
			t.Parallel()
			playFile(t, file)
		})
	}
}

func playFile(t *testing.T, file string) {
	script, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	k := &talk{
		T: t, world: w, server: w.server,
		people: map[string]*discordtest.Person{}, places: map[string]*discordtest.Channel{}, shown: map[string]int{},
		made: map[string]*discordtest.Role{},
	}
	got := k.play(string(script))
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(string(script), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (rewrite with -update, then read the diff):\n%s", file, diff)
	}
}

// play does what the script says and returns it with the answers that came.
func (k *talk) play(script string) string {
	var out bytes.Buffer
	for line := range strings.Lines(script) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "|") {
			continue
		}
		out.WriteString(line + "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		answer := withoutSlugs(k.do(line))
		for shown := range strings.Lines(answer) {
			out.WriteString(strings.TrimRight("| "+strings.TrimSuffix(shown, "\n"), " ") + "\n")
		}
	}
	return out.String()
}

// do carries out one line and returns what was shown.
func (k *talk) do(line string) string {
	k.Helper()
	k.Log(line)
	if name, act, ok := strings.Cut(line, "> "); ok {
		p := k.people[name]
		if p == nil {
			k.Fatalf("%s: who is %s?", line, name)
		}
		answer := k.act(p, name, act)
		k.world.settle()
		return answer
	}
	words := strings.Fields(line)
	switch {
	case strings.HasPrefix(line, "#") && len(words) == 2:
		messages := k.server.Channel(strings.TrimPrefix(words[0], "#")).Messages()
		return messages[len(messages)-1].String()
	case strings.HasPrefix(line, "#"):
		return k.news(strings.TrimPrefix(words[0], "#"))
	case words[0] == "at":
		k.world.advanceTo(k.next(words[1:]))
	case words[0] == "feed":
		k.world.serveFeed(words[1])
	case words[0] == "restart":
		k.world.restart()
	case words[0] == "away":
		k.world.stopAll()
		k.world.clock.AdvanceTo(k.next(words[2:]), 0)
		k.world.start()
		k.world.advanceTo(k.world.clock.Now()) // what is posted waits a second for a bot that has just started
	case words[0] == "drop":
		k.world.discord.Trouble(discordtest.Running, discordtest.Drop())
		k.world.awaitReady()
	case words[0] == "deny":
		k.world.discord.Allow(50013, "POST /channels/{channel}/messages")
		k.server.Channel(strings.TrimPrefix(words[1], "#")).DenyBot(discordtest.SendMessages)
	case words[0] == "allow":
		k.server.Channel(strings.TrimPrefix(words[1], "#")).AllowBot(discordtest.SendMessages)
	case len(words) > 1 && slices.Contains(comings, words[1]):
		k.comesAndGoes(words)
	case words[0] == "role" || words[0] == "magpie":
		k.roles(words)
	case words[0] == "pages":
		k.pages()
	case slices.Contains(threadWords, words[0]):
		return k.threads(words)
	case words[0] == "engine":
		k.world.setEngine(words[1])
	case len(words) == 3 && words[1] == "in" && !strings.HasPrefix(words[2], "#"):
		k.goes(words[0], words[2])
	case len(words) == 3 && words[1] == "in":
		k.places[words[0]] = k.server.Channel(strings.TrimPrefix(words[2], "#"))
	case len(words) == 2 || len(words) == 3 && (words[2] == "admin" || words[2] == "chief"):
		k.join(words)
	default:
		k.Fatalf("cannot read the line %q", line)
	}
	return ""
}

func (k *talk) join(words []string) {
	var grants []discordtest.Grant
	if len(words) == 3 {
		grants = append(grants, discordtest.ManageServer)
	}
	if words[len(words)-1] == "chief" {
		grants = append(grants, discordtest.ManageRoles)
	}
	k.people[words[0]] = k.server.Person(words[0], words[1], grants...)
	k.world.hears()
	k.places[words[0]] = k.server.Channel("general")
}

// next is the next time the clock shows what words say: "09:00", or with a date.
func (k *talk) next(words []string) time.Time {
	now := k.world.clock.Now().UTC()
	text := strings.Join(words, " ")
	if at, err := time.Parse("2006-01-02 15:04", text); err == nil {
		return at
	}
	at, err := time.Parse("15:04", text)
	if err != nil {
		k.Fatalf("at %s: %v", text, err)
	}
	next := time.Date(now.Year(), now.Month(), now.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)
	if !next.After(now) {
		next = next.AddDate(0, 0, 1)
	}
	return next
}

// act is one thing that a person does, and what they are shown then.
func (k *talk) act(p *discordtest.Person, name, act string) string {
	k.Helper()
	verb, rest, _ := strings.Cut(act, " ")
	if strings.HasPrefix(verb, "/") {
		return p.Type(k.places[name], act).String()
	}
	what, value, _ := strings.Cut(rest, ": ")
	switch verb {
	case "press":
		return p.Press(rest).String()
	case "choose":
		return p.Choose(what, strings.Split(value, " && ")...).String()
	case "fill":
		p.Fill(what, value)
	case "submit":
		return p.Submit().String()
	case "sees":
		return p.Sees().String()
	case "complete":
		return k.complete(p, name, rest)
	case "sets":
		k.setUp(p, name, strings.TrimPrefix(rest, "up "))
	case "opens":
		return k.opens(p, rest)
	case "has":
		p.Has(k.file(rest))
	case "attach":
		p.Attach(what, k.file(value))
	case "look":
		p.Look(k.places[name])
	case "says":
		k.says(p, name, rest)
	case "clicks":
		return p.RightClick(k.target(rest)).String()
	case "mail":
		return k.mail(p)
	case "gets":
		k.gets(p, rest)
	case "offers":
		k.offers(rest)
	case "wears":
		return k.wears(p, rest)
	case "reads":
		return k.reads(p, rest)
	case "visits":
		return k.visits(p)
	case "loses":
		p.Revoke(k.server)
	default:
		k.Fatalf("cannot read what %s does: %q", name, act)
	}
	return ""
}

// opens is what a file holds that someone was shown last.
func (k *talk) opens(p *discordtest.Person, name string) string {
	k.Helper()
	if m := p.Sees().Message; m != nil {
		for _, f := range m.Files {
			if f.Name == name {
				return strings.TrimPrefix(string(f.Data), "\uFEFF")
			}
		}
	}
	k.Fatalf("%s is not shown a file %s", p.Name(), name)
	return ""
}

// file is one of testdata/files.
func (k *talk) file(name string) discordtest.File {
	k.Helper()
	if f, ok := sizedFile(name); ok {
		return f
	}
	data, err := os.ReadFile(filepath.Join("testdata/files", name))
	if err != nil {
		k.Fatal(err)
	}
	return discordtest.File{Name: name, Data: data}
}

// setUp switches the first digest on, in a city of the menu.
func (k *talk) setUp(p *discordtest.Person, name, city string) {
	k.Helper()
	p.Type(k.places[name], "/setup")
	p.Press("Choose your city")
	p.Choose("Choose your city", city)
	p.Choose("Channel for digests", "#news")
	p.Press("Switch on")
}

// complete types a line up to its last option and shows what is suggested.
func (k *talk) complete(p *discordtest.Person, name, line string) string {
	focused := line[strings.LastIndexByte(line, ' ')+1:]
	option, _, _ := strings.Cut(focused, ":")
	var out strings.Builder
	for _, c := range p.Complete(k.places[name], line, option) {
		fmt.Fprintln(&out, c.Name)
	}
	return out.String()
}

// news are the messages in a channel that were not shown before.
func (k *talk) news(channel string) string {
	k.Helper()
	messages := k.server.Channel(channel).Messages()
	slices.SortFunc(messages, func(a, b discordtest.Message) int { return strings.Compare(a.ID, b.ID) })
	var out strings.Builder
	for i, m := range messages[k.shown[channel]:] {
		if i > 0 {
			out.WriteString("--\n")
		}
		out.WriteString(m.String() + "\n")
	}
	k.shown[channel] = len(messages)
	return out.String()
}

package commands

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"magpie/clock"
	"magpie/community"
	"magpie/lexicon"
	"magpie/locales"
	"magpie/news"
	"magpie/slash"
	"magpie/store"
	"magpie/store/storetest"
)

var update = flag.Bool("update", false, "rewrite the golden files of digests")

// digestNoon is when every test of digests begins.
var digestNoon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// A digestDesk is a server with news, a moderator, and everything that serves them.
type digestDesk struct {
	t       testing.TB
	clk     *clock.Fake
	store   *store.Store
	words   *locales.Catalogue
	topics  []news.Topic
	room    Newsroom
	core    *lexicon.Dictionary
	router  *slash.Router
	may     slash.Permissions // of the bot, in every channel
	posted  int               // how often the outbox was woken
	due     int               // how often feeds were said to be due
	file    string            // that somebody attaches
	changed int               // how often the job was woken
	events  int

	translator Translator // nil: nobody translates

	person slash.Person
	server string
	shown  slash.Reply // the last answer
}

func newDigestDesk(t testing.TB) *digestDesk {
	t.Helper()
	d := &digestDesk{t: t, clk: clock.NewFake(digestNoon), may: digestPermissions, server: "100"}
	d.person = slash.Person{ID: "7", Locale: "en-US", May: slash.ManageServer | slash.SendMessages}
	var err error
	file := filepath.Join(t.TempDir(), "magpie.db")
	storetest.Write(t, file)
	d.store, err = store.Open(t.Context(), slog.New(slog.DiscardHandler), "sqlite:"+file, store.Options{
		Now: d.clk.Now, BackupDir: t.TempDir(), KeyFile: filepath.Join(t.TempDir(), "key"),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.store.Close() })
	if d.words, err = locales.Load(); err != nil {
		t.Fatal(err)
	}
	if d.topics, err = news.Presets(); err != nil {
		t.Fatal(err)
	}
	if d.core, err = lexicon.Core(); err != nil {
		t.Fatal(err)
	}
	reader := news.NewReader(func() *lexicon.Dictionary { return d.core })
	d.room = Newsroom{Items: d.store, Own: d.store, Topics: d.topics, Reader: reader, Now: d.clk.Now}
	d.settle(community.Server{ID: d.server, Languages: []string{"en"}, Zone: "Asia/Taipei", Topics: []string{"tiktok-ban"}})
	d.serve(nil)
	return d
}

// serve makes the router, with a desk for feeds.
func (d *digestDesk) serve(desk FeedDesk) {
	d.t.Helper()
	var err error
	d.router, err = slash.NewRouter(slog.New(slog.DiscardHandler), slash.Options{Words: d.words, Now: d.clk.Now, PerPerson: 10000, PerServer: 10000},
		Digest(DigestNeeds{
			Store: d.store, Servers: d.store, Room: d.room, Tongues: d.words, Translator: d.translator,
			Now: d.clk.Now, Posted: func() { d.posted++ }, Changed: func() { d.changed++ },
			Permissions: func(context.Context, string, string) (slash.Permissions, error) { return d.may, nil },
		}),
		NewFeeds(FeedNeeds{
			Store: d.store, Desk: desk, Topics: d.topics, Now: d.clk.Now, Due: func() { d.due++ },
			Download: func(context.Context, slash.Attachment, int) ([]byte, error) { return []byte(d.file), nil },
		}).Feature(),
		News(d.room, d.store),
		Stories(StoryNeeds{
			Store: d.store, Room: d.room, Servers: d.store, People: d.store, Tongues: d.words, Translator: d.translator,
			Dictionary: func() *lexicon.Dictionary { return d.core },
		}))
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *digestDesk) settle(s community.Server) {
	d.t.Helper()
	if _, err := d.store.EditServer(d.t.Context(), s.ID, func(of *community.Server) { *of = s }); err != nil {
		d.t.Fatal(err)
	}
}

// digestPaper is the feed that tests bring items by.
const digestPaper = "https://paper.example/feed"

// bring lets a feed that the server follows have some items now.
func (d *digestDesk) bring(items ...news.Item) {
	d.t.Helper()
	now := d.clk.Now()
	f := news.Feed{URL: digestPaper, Title: "The Daily Test", Lang: "en", State: news.State{LastGood: now, NextFetch: now.Add(time.Hour)}}
	change := community.Change{Server: d.server, Person: "7", At: now, Key: "change.feed.added", Args: []string{f.Title}}
	if _, err := d.store.Follow(d.t.Context(), d.server, f, change); err != nil {
		d.t.Fatal(err)
	}
	for i := range items {
		items[i].Feed, items[i].Seen = digestPaper, now
		if items[i].Published.IsZero() {
			items[i].Published = now.Add(-time.Hour)
		}
	}
	if err := d.store.SaveFeed(d.t.Context(), f, items); err != nil {
		d.t.Fatal(err)
	}
}

// digestEvents are three things that happen, none like another.
var digestEvents = []struct{ title, summary string }{
	{"Senators vote on the TikTok ban", "The roll call lasted until midnight."},
	{"Judge in Oregon halts TikTok divestiture order", "Clerks there filed a complaint in spring."},
	{"Oracle bids for TikTok's American owner", "Shareholders meet in Texas next."},
}

// digestItem is an item on one of them, from 1.
func digestItem(n int) news.Item {
	return news.Item{
		ID: fmt.Sprintf("item-%d", n), Link: fmt.Sprintf("https://paper.example/%d", n), Lang: "en", Publisher: "The Daily Test", Outlet: news.Newspaper,
		Title: digestEvents[n-1].title, Summary: digestEvents[n-1].summary,
	}
}

// Reply, Defer, Edit, Suggest and Form implement [slash.Responder].
func (d *digestDesk) Reply(_ context.Context, r slash.Reply) error { d.shown = r; return nil }
func (d *digestDesk) Edit(_ context.Context, r slash.Reply) error  { d.shown = r; return nil }
func (d *digestDesk) Defer(context.Context, bool) error            { return nil }
func (d *digestDesk) Form(_ context.Context, f slash.Form) error {
	d.shown = slash.Reply{Form: &f}
	return nil
}
func (d *digestDesk) Suggest(_ context.Context, choices []slash.Choice) error {
	d.shown = slash.Reply{}
	for _, c := range choices {
		d.shown = d.shown.With(slash.Text{Body: slash.Plain(c.Name + " = " + c.Value)})
	}
	return nil
}

// do serves an event and returns what was shown, as text.
func (d *digestDesk) do(ev slash.Event) string {
	d.t.Helper()
	d.events++
	ev.ID, ev.At, ev.Person = strconv.Itoa(d.events), d.clk.Now(), d.person
	ev.Place = slash.Place{Server: d.server, Channel: "55", Bot: d.may}
	ev.Found.Channels = map[string]slash.ChannelInfo{
		"55": {ID: "55", Name: "news", Kind: slash.TextChannel, Bot: d.may},
		"66": {ID: "66", Name: "forum", Kind: slash.ForumChannel, Bot: d.may},
		"77": {ID: "77", Name: "thread", Kind: slash.ThreadChannel, Bot: d.may},
	}
	ev.Found.Roles = map[string]slash.RoleInfo{"900": {ID: "900", Name: "readers"}, "901": {ID: "901", Name: "all", Mentionable: true}, d.server: {ID: d.server, Name: "@everyone"}}
	d.shown = slash.Reply{}
	d.router.Serve(d.t.Context(), ev, d)
	return digestShow(d.t, d.shown)
}

// run types a command with options as name, value, ….
func (d *digestDesk) run(command string, options ...string) string {
	d.t.Helper()
	return d.do(slash.Event{Kind: slash.Typed, Command: command, Input: digestInput(options)})
}

func digestInput(options []string) map[string][]string {
	in := map[string][]string{}
	for i := 0; i < len(options); i += 2 {
		in[options[i]] = append(in[options[i]], options[i+1])
	}
	return in
}

// press presses a button of the last answer by its label.
func (d *digestDesk) press(label string) string {
	d.t.Helper()
	return d.pressID(d.button(label).ID)
}

func (d *digestDesk) pressID(id string) string {
	d.t.Helper()
	return d.do(slash.Event{Kind: slash.Pressed, Custom: id, Message: &slash.Message{Private: true}})
}

func (d *digestDesk) button(label string) slash.Button {
	d.t.Helper()
	for _, b := range d.shown.Buttons() {
		if b.Label == label {
			if b.Off {
				d.t.Fatalf("button %q is off", label)
			}
			return b
		}
	}
	d.t.Fatalf("no button %q in\n%s", label, digestShow(d.t, d.shown))
	return slash.Button{}
}

// choose chooses from the menu with a hint.
func (d *digestDesk) choose(hint string, values ...string) string {
	d.t.Helper()
	for _, b := range d.shown.Blocks {
		if m, ok := b.(slash.Menu); ok && m.Hint == hint {
			return d.do(slash.Event{Kind: slash.Pressed, Custom: m.ID, Input: map[string][]string{"": values}, Message: &slash.Message{Private: true}})
		}
	}
	d.t.Fatalf("no menu %q in\n%s", hint, digestShow(d.t, d.shown))
	return ""
}

// fill sends the form that the last answer opened.
func (d *digestDesk) fill(fields ...string) string {
	d.t.Helper()
	if d.shown.Form == nil {
		d.t.Fatalf("no form, but\n%s", digestShow(d.t, d.shown))
	}
	return d.do(slash.Event{Kind: slash.Submitted, Custom: d.shown.Form.ID, Input: digestInput(fields), Message: &slash.Message{Private: true}})
}

var digestKey = regexp.MustCompile(`(?m)\b(digest|feed|news|reason|outlet|problem|run|unsent|alert|change|bridge|glossary|language)\.[a-z_]+\b|%!`)

// digestShow is a reply as text. A key without words, or words that do not fit their
// arguments, fail the test.
func digestShow(t testing.TB, r slash.Reply) string {
	t.Helper()
	var b strings.Builder
	if r.Form != nil {
		fmt.Fprintf(&b, "(form) %s\n", r.Form.Title)
		for _, f := range r.Form.Fields {
			fmt.Fprintf(&b, "  %s: %s\n", f.Label, f.Value)
		}
	}
	if len(r.Roles) > 0 {
		fmt.Fprintf(&b, "(notifies %s)\n", strings.Join(r.Roles, " "))
	}
	for _, block := range r.Blocks {
		switch block := block.(type) {
		case slash.Text:
			fmt.Fprintln(&b, block.Body.Markup().Source())
		case slash.Section:
			fmt.Fprintln(&b, block.Body.Markup().Source())
			if block.Button != nil {
				fmt.Fprintf(&b, "[%s]\n", block.Button.Label)
			}
		case slash.Row:
			for _, button := range block.Buttons {
				if button.Off {
					fmt.Fprintf(&b, "(%s) ", button.Label)
				} else {
					fmt.Fprintf(&b, "[%s] ", button.Label)
				}
			}
			fmt.Fprintln(&b)
		case slash.Menu:
			fmt.Fprintf(&b, "<%s:", block.Hint)
			for _, c := range block.Choices {
				fmt.Fprintf(&b, " %s", c.Name)
				if c.On {
					b.WriteString("✓")
				}
			}
			fmt.Fprintln(&b, ">")
		}
	}
	if bad := digestKey.FindString(b.String()); bad != "" {
		t.Errorf("%s is shown in\n%s", bad, b.String())
	}
	return b.String()
}

// job is the job that posts digests.
func (d *digestDesk) job(holder string) func(now time.Time) error {
	j := DigestJob(slog.New(slog.DiscardHandler), DigestJobNeeds{
		Store: d.store, Words: d.words, Room: d.room, Translator: d.translator, Holder: holder,
		Observe: func(r news.Run) {
			if r.Outcome == news.Posted {
				d.posted++
			}
		},
	})
	return func(now time.Time) error {
		_, err := j.Run(d.t.Context(), now)
		return err
	}
}

// at moves the clock and runs the job.
func (d *digestDesk) at(now time.Time) {
	d.t.Helper()
	d.clk.AdvanceTo(now, 0)
	if err := d.job("one")(now); err != nil {
		d.t.Fatal(err)
	}
}

// only is the server's only digest.
func (d *digestDesk) only() news.Digest {
	d.t.Helper()
	all, err := d.store.Digests(d.t.Context(), d.server)
	if err != nil || len(all) != 1 {
		d.t.Fatalf("%d digests, error %v", len(all), err)
	}
	return all[0]
}

// runs are the runs of a digest as "slot outcome stories", the first first.
func (d *digestDesk) runs(id string) []string {
	d.t.Helper()
	runs, err := d.store.Runs(d.t.Context(), id, 100)
	if err != nil {
		d.t.Fatal(err)
	}
	var told []string
	for _, r := range runs {
		told = append([]string{fmt.Sprintf("%s %s %d", r.Slot, r.Outcome, len(r.Stories))}, told...)
	}
	return told
}

// alerts are the keys of what moderators were not told yet.
func (d *digestDesk) alerts() []string {
	d.t.Helper()
	all, err := d.store.Alerts(d.t.Context(), d.server)
	if err != nil {
		d.t.Fatal(err)
	}
	var keys []string
	for _, a := range all {
		keys = append(keys, a.Key)
		args := make([]any, len(a.Args))
		for i := range a.Args {
			args[i] = a.Args[i]
		}
		for _, lang := range d.words.Languages() {
			digestShow(d.t, slash.Say(slash.NewVoice(d.words, lang).T(a.Key, args...)))
		}
	}
	return keys
}

func digestGolden(t testing.TB, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// digestKept is a reply as it is after it was kept and read again.
func digestKept(t testing.TB, r slash.Reply) slash.Reply {
	t.Helper()
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var kept slash.Reply
	if err := json.Unmarshal(data, &kept); err != nil {
		t.Fatal(err)
	}
	return kept
}

package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"

	"magpie/community"
	"magpie/guide"
	"magpie/outbox"
	"magpie/slash"
)

// A startDesk is a server whose people are led along paths of guides that change.
type startDesk struct {
	*digestDesk
	guides map[string]string // "name/lang.md" → its steps, as "id:text id:text"
	gives  func(role string) (bool, error)
	given  []string
}

const startRules = `
places: [lake]
rules:
  - {why: first, to: [lake], steps: [lake#shore, lake#boat]}
  - {why: safe, from: [tiktok], steps: [hill#path]}
  - {why: story, from: [looking], steps: [hill#path, hill#top]}
`

func newStartDesk(t *testing.T) *startDesk {
	t.Helper()
	d := &startDesk{digestDesk: newDigestDesk(t), guides: map[string]string{
		"lake/en.md": "shore:a boat:b island:c", "hill/en.md": "path:a top:b", "hill/zh-CN.md": "path:a top:b",
	}}
	d.gives = func(string) (bool, error) { return true, nil }
	walks := GuideNeeds{Guides: d.library, Progress: d.store, Servers: d.store, Now: d.clk.Now}
	give := func(_ context.Context, server, person, role string) (bool, error) {
		if server != d.server {
			t.Errorf("a role of server %s", server)
		}
		d.given = append(d.given, person+" "+role)
		return d.gives(role)
	}
	var err error
	d.router, err = slash.NewRouter(slog.New(slog.DiscardHandler), slash.Options{
		Words: d.words, Now: d.clk.Now, PerPerson: 10000, PerServer: 10000,
		Language: func(ctx context.Context, person string) (string, error) {
			p, _, err := d.store.Person(ctx, person)
			return p.Language, err
		},
	},
		Guide(walks),
		Start(StartNeeds{
			GuideNeeds: walks, Store: d.store, People: d.store, Tongues: d.words, Alerts: d.store, Give: give,
			Paths: func() (*guide.Paths, error) {
				whole, err := load("", map[string]string{"lake/en.md": "shore:a boat:b", "hill/en.md": "path:a top:b"})
				if err != nil {
					return nil, err
				}
				return guide.ParsePaths([]byte(startRules), whole)
			},
		}),
		Panel(PanelNeeds{
			Settings: d.store, Store: d.store, Words: d.words, Tongues: d.words, Give: give, Now: d.clk.Now,
			Outranks: func(_ context.Context, server string, who slash.Person, role string) (bool, error) {
				if server != d.server || who.ID != d.person.ID {
					t.Errorf("asked whether %s outranks a role of server %s", who.ID, server)
				}
				return role != "high", nil
			},
			Posted:      func() { d.posted++ },
			Permissions: func(context.Context, string, string) (slash.Permissions, error) { return d.may, nil },
		}))
	if err != nil {
		t.Fatal(err)
	}
	d.as("ana")
	return d
}

// library are the guides as they are now; a guide named after the server is its own.
func (d *startDesk) library(_ context.Context, server string) (*guide.Library, error) {
	return load(server, d.guides)
}

func load(server string, guides map[string]string) (*guide.Library, error) {
	files := fstest.MapFS{}
	for file, steps := range guides {
		if strings.HasPrefix(file, "own-") && server == "" {
			continue
		}
		var text strings.Builder
		title := strings.TrimSuffix(file, "/en.md")
		fmt.Fprintf(&text, "---\ntitle: The %s\nsummary: S\naudience: newcomers\norder: 1\nchecked: 2026-01-02\nsources: ['[A](https://a.example)']\n---\n", strings.ReplaceAll(title, "/", " "))
		for step := range strings.FieldsSeq(steps) {
			id, body, _ := strings.Cut(step, ":")
			fmt.Fprintf(&text, "\n## At the %s {#%s}\n\nText %s.\n", id, id, body)
		}
		files[file] = &fstest.MapFile{Data: []byte(text.String())}
	}
	return guide.Load(files)
}

// as makes a member act from now on.
func (d *startDesk) as(id string) {
	d.person = slash.Person{ID: id, Locale: "en-US", May: slash.SendMessages}
}

// lead makes someone act who manages the server and its roles.
func (d *startDesk) lead() {
	d.person = slash.Person{ID: "bo", Locale: "en-US", May: roleNeeds | slash.SendMessages}
}

// answers gives the answers of somebody who goes to the lake.
func (d *startDesk) answers() {
	d.t.Helper()
	d.run("start")
	d.choose("Where do you come from?", "tiktok")
	d.choose("Where are you going?", "lake")
	d.choose("What for? Choose all that fit", "watch")
}

// wants fails the test unless what was shown has all these texts.
func (d *startDesk) wants(texts ...string) {
	d.t.Helper()
	shown := digestShow(d.t, d.shown)
	for _, text := range texts {
		if !strings.Contains(shown, text) {
			d.t.Errorf("not shown: %q in\n%s", text, shown)
		}
	}
}

func TestStartWalk(t *testing.T) {
	t.Parallel()
	d := newStartDesk(t)
	d.answers()
	d.wants("3 steps")
	d.press("Show my path")
	d.wants("The lake", "2 steps", "The hill", "At the path")
	d.press("Begin")
	d.wants("1 of 3 — At the shore")
	first := d.button("Done, next").ID
	d.press("Done, next")
	d.wants("2 of 3 — At the boat")
	d.press("Previous step")
	d.wants("1 of 3 — At the shore")
	d.pressID(first)
	d.wants("2 of 3 — At the boat") // reading again leads on
	d.run("guide", "name", "hill")
	d.press("Done, next") // read outside the path
	d.run("start")
	d.wants("2 of 3 read")
	d.press("Continue")
	d.wants("2 of 3 — At the boat")
	d.press("Finish")
	d.wants("all 3 steps")
	d.press("My path")
	d.wants("read", "3 of 3 read")
	d.choose("Go to a step", "lake#boat")
	d.press("Done, next")
	d.wants("3 of 3 — At the path")
}

// Buttons of yesterday lead somewhere sensible when what they name has gone.
func TestOldButtons(t *testing.T) {
	t.Parallel()
	d := newStartDesk(t)
	d.answers()
	d.press("Show my path")
	d.press("Begin")
	next, sources := d.button("Done, next").ID, d.button("Sources").ID
	share, path := d.button("Show everyone").ID, d.button("My path").ID
	d.run("guide", "name", "lake")
	turn := d.button("Done, next").ID

	d.guides["lake/en.md"] = "boat:b island:c" // the shore has gone
	d.pressID(next)
	d.wants("1 of 2 — At the boat")
	d.pressID(turn)
	d.wants("At the boat")
	for _, id := range []string{sources, share} {
		if said := d.pressID(id); !strings.Contains(said, "boat") {
			t.Errorf("a button of a step that has gone: %s", said)
		}
	}
	delete(d.guides, "lake/en.md") // the guide has gone
	d.pressID(next)
	d.wants("1 of 1 — At the path")
	for _, id := range []string{turn, sources, share} {
		if said := d.pressID(id); !strings.Contains(said, "no longer here") || !strings.Contains(said, "progress is kept") {
			t.Errorf("a button of a guide that has gone: %s", said)
		}
	}
	delete(d.guides, "hill/en.md")
	delete(d.guides, "hill/zh-CN.md")
	d.guides["own-pond/en.md"] = "edge:a"
	d.pressID(path)
	d.wants("Where do you come from?") // there is no way; ask again

	if err := d.store.ErasePerson(t.Context(), d.person.ID); err != nil {
		t.Fatal(err)
	}
	d.pressID(next)
	d.wants("Where do you come from?")
}

// What changed since it was read is said, led to, and forgotten when read again.
func TestWhatChanged(t *testing.T) {
	t.Parallel()
	d := newStartDesk(t)
	d.answers()
	d.press("Show my path")
	d.press("Begin")
	d.press("Done, next")
	d.guides["lake/en.md"] = "shore:anew boat:b island:c" // edited between two presses
	d.press("Done, next")
	d.run("start")
	d.wants("Changed since you read it: At the shore", "At the shore (changed)")
	d.press("What changed")
	d.wants("1 step changed", "1. At the shore", "Text anew.")
	d.press("Read 1")
	d.wants("1 of 3 — At the shore", "This step changed")
	d.press("Done, next")
	d.run("start")
	if said := digestShow(t, d.shown); strings.Contains(said, "hanged") {
		t.Errorf("read again, and still: %s", said)
	}

	d.guides["lake/en.md"] = "shore:anew boat:other island:c"
	d.run("guide")
	d.press("What changed")
	d.wants("1. At the boat", "Text other.")
	d.press("Read 1")
	d.wants("At the boat", "2. At the boat (changed)")
	d.press("What changed")
	d.press("Read 1")
	d.press("Done, next")
	d.run("guide")
	if said := digestShow(t, d.shown); strings.Contains(said, "What changed") {
		t.Errorf("read again, and still: %s", said)
	}
}

// Progress with a guide that only one server has is kept for that server.
func TestOwnGuide(t *testing.T) {
	t.Parallel()
	d := newStartDesk(t)
	d.guides["own-pond/en.md"] = "edge:a middle:b"
	d.run("guide")
	d.wants("From this server (1)")
	d.run("guide", "name", "own-pond")
	d.press("Done, next")
	p, found, err := d.store.Progress(t.Context(), "ana", d.server, "own-pond")
	if err != nil || !found || !p.Finished("edge") {
		t.Fatalf("progress %+v, %t, %v", p, found, err)
	}
	d.run("guide")
	d.wants("Continue: The own-pond (step 2 of 2)")
	d.server = "200"
	d.run("guide")
	if said := digestShow(t, d.shown); strings.Contains(said, "Continue") {
		t.Errorf("another server offers to go on: %s", said)
	}
}

func TestStartLanguage(t *testing.T) {
	t.Parallel()
	d := newStartDesk(t)
	panel := func(lang string) string {
		open := slash.Action[panelOpen]{Name: panelOpens}
		return d.do(slash.Event{Kind: slash.Pressed, Custom: open.Button("", panelOpen{lang, "nonce"}).ID, Message: &slash.Message{}})
	}
	language := func() string {
		p, _, err := d.store.Person(t.Context(), "ana")
		if err != nil {
			t.Fatal(err)
		}
		return p.Language
	}
	panel("zh-TW")
	d.wants("歡迎")
	if got := language(); got != "zh-TW" {
		t.Errorf("the panel chose %q", got)
	}
	panel("en")
	d.wants("Welcome!", "Your own language stays 繁體中文")
	if got := language(); got != "zh-TW" {
		t.Errorf("the panel changed the language to %q", got)
	}
	panel("tlh") // a forged one
	d.wants("歡迎")
	d.run("start")
	d.press("简体中文")
	d.wants("欢迎")
	if got := language(); got != "zh-CN" {
		t.Errorf("/start chose %q", got)
	}
	d.choose("你从哪里来？", "looking")
	to := slash.Action[startTo]{Name: "start.to"}
	forged := d.do(slash.Event{Kind: slash.Pressed, Custom: to.Button("", startTo{}).ID, Input: map[string][]string{"": {"moon"}}, Message: &slash.Message{Private: true}})
	if !strings.Contains(forged, "不在列表里") {
		t.Errorf("a forged place: %s", forged)
	}
}

// finish walks the path of somebody who only looks around.
func (d *startDesk) finish() {
	d.t.Helper()
	d.run("start")
	d.choose("Where do you come from?", "looking")
	d.press("Show my path")
	d.press("Begin")
	d.press("Done, next")
	d.press("Finish")
}

func TestFinishRole(t *testing.T) {
	t.Parallel()
	d := newStartDesk(t)
	d.finish()
	if len(d.given) != 0 {
		t.Errorf("without a role: %v", d.given)
	}
	d.settle(community.Server{ID: d.server, Languages: []string{"en"}, FinishRole: "900"})
	for _, test := range []struct {
		given  bool
		err    error
		want   string
		alerts int
	}{
		{false, nil, "not allowed to give it", 1},
		{false, nil, "not allowed to give it", 1},
		{false, errors.New("no answer"), "did not answer", 1},
		{true, nil, "you now have the role", 1},
	} {
		d.gives = func(string) (bool, error) { return test.given, test.err }
		d.run("start")
		d.press("Get the role")
		d.wants(test.want)
		if got := d.alerts(); len(got) != test.alerts || got[0] != "alert.finish_role" {
			t.Errorf("alerts: %v", got)
		}
	}
	d.person.Roles = []string{"900"}
	d.run("start")
	if strings.Contains(digestShow(t, d.shown), "Get the role") {
		t.Error("who has the role is offered it")
	}
	d.as("cy")
	claim := slash.Action[slash.Nothing]{Name: "start.role"}
	d.given = nil
	d.pressID(claim.Button("", slash.Nothing{}).ID) // forged: nothing was read
	d.run("start")
	d.choose("Where do you come from?", "looking")
	d.pressID(claim.Button("", slash.Nothing{}).ID)
	if len(d.given) != 0 {
		t.Errorf("given to who has not finished: %v", d.given)
	}
	d.run("start")
	d.press("Begin")
	d.press("Done, next")
	d.press("Finish")
	d.wants("you now have the role")
	if len(d.given) != 1 || d.given[0] != "cy 900" {
		t.Errorf("given: %v", d.given)
	}
}

func TestPanelRole(t *testing.T) {
	t.Parallel()
	d := newStartDesk(t)
	choose := func(r slash.RoleInfo) string {
		role := slash.Action[panelRole]{Name: "panel.role"}
		ev := slash.Event{
			ID: "x", Kind: slash.Pressed, Custom: role.Button("", panelRole{}).ID, Input: map[string][]string{"": {r.ID}}, Person: d.person,
			Place: slash.Place{Server: d.server, Channel: "55", Bot: d.may}, Found: slash.Found{Roles: map[string]slash.RoleInfo{r.ID: r}},
			Message: &slash.Message{Private: true},
		}
		d.router.Serve(t.Context(), ev, d)
		return digestShow(t, d.shown)
	}
	d.lead()
	for _, test := range []struct {
		role slash.RoleInfo
		want string
		set  string
	}{
		{slash.RoleInfo{ID: "1", May: slash.Administrator}, "has powers", ""},
		{slash.RoleInfo{ID: "1", May: 1 << 2}, "has powers", ""},
		{slash.RoleInfo{ID: "1", May: 1 << 40}, "has powers", ""},
		{slash.RoleInfo{ID: "1", Managed: true}, "Nobody can give", ""},
		{slash.RoleInfo{ID: d.server}, "Nobody can give", ""},
		{slash.RoleInfo{ID: "high"}, "above your own highest role", ""},
		{slash.RoleInfo{ID: "1", Name: "Readers", May: slash.SendMessages | slash.ViewChannel}, "I need the permission Manage Roles", "1"},
	} {
		said := choose(test.role)
		server, _, err := d.store.Server(t.Context(), d.server)
		if !strings.Contains(said, test.want) || err != nil || server.FinishRole != test.set {
			t.Errorf("%+v: %q, %v\n%s", test.role, server.FinishRole, err, said)
		}
	}
	d.may |= slash.ManageRoles
	choose(slash.RoleInfo{ID: "2", Name: "Walkers"})
	d.wants("Saved:")
	d.gives = func(string) (bool, error) { return false, nil }
	d.press("Give it to me, as a test")
	d.wants("does not let me give", "drag Magpie's role above")
	d.gives = func(string) (bool, error) { return true, nil }
	d.press("Check again")
	d.wants("It works")
	d.press("No role")
	d.wants("get no role")
	d.person.May = slash.ManageServer
	if said := choose(slash.RoleInfo{ID: "2"}); !strings.Contains(said, "Manage Roles") {
		t.Errorf("somebody who may not manage roles: %s", said)
	}
}

func TestPanelPost(t *testing.T) {
	t.Parallel()
	d := newStartDesk(t)
	d.lead()
	settings := panelSettingsButton(slash.NewVoice(d.words, "en")).ID
	d.pressID(settings)
	d.may = 0
	d.choose("Channel for the panel", "55")
	d.wants("View Channel", "Nothing was changed")
	d.may = digestPermissions
	d.press("Check again")
	post := d.button("Post").ID
	d.may = slash.ViewChannel // it is taken away before the press
	d.pressID(post)
	d.wants("Send Messages")
	d.may = digestPermissions
	d.pressID(post)
	d.wants("on its way")
	d.pressID(post)
	d.wants("was posted", "already")
	due, _, err := d.store.DueMessages(t.Context(), d.clk.Now(), 10)
	if err != nil || len(due) != 1 || d.posted == 0 {
		t.Fatalf("%d messages, %v", len(due), err)
	}
	d.choose("Channel for the panel", "55")
	d.press("Post again")
	d.wants("stays until somebody deletes it")
	due[0].Problem = outbox.ChannelGone
	lost := PanelUndelivered(d.store, d.clk.Now)
	for _, m := range []outbox.Message{{Group: "digest x"}, due[0], due[0]} {
		if err := lost(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.alerts(); len(got) != 1 || got[0] != "alert.panel" {
		t.Errorf("alerts: %v", got)
	}
	d.pressID(settings)
	d.wants("has not been posted")
	d.as("ana")
	if said := d.pressID(post); !strings.Contains(said, "Manage Server") {
		t.Errorf("a member posts: %s", said)
	}
}

// Every step and every path fits a message, in all languages.
func TestEveryStopFits(t *testing.T) {
	t.Parallel()
	rules, err := guide.BuiltinPaths()
	if err != nil {
		t.Fatal(err)
	}
	library, err := guide.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d := newStartDesk(t)
	s := newStart(StartNeeds{GuideNeeds: GuideNeeds{Servers: d.store, Now: d.clk.Now}})
	eachVoice(t, func(t *testing.T, c *slash.Call) {
		for _, place := range append(rules.Places(), guide.Undecided) {
			if place != guide.Undecided && placeName(c, place) == place && c.Lang == "en" {
				t.Errorf("no platform tells the name of %s", place)
			}
			for _, from := range guide.Origins {
				a := guide.Answers{From: from, To: place, For: guide.Purposes}.Settled()
				w := guide.NewWalk(rules.Path(library, c.Lang, a), nil)
				for i := range w.Stops {
					if err := s.stop(c, w, i).Check(); err != nil {
						t.Errorf("%+v, stop %d: %v", a, i, err)
					}
				}
				r, err := s.path(t.Context(), c, ownPath{w, a}, slash.Nothing{})
				if err != nil || r.Check() != nil {
					t.Errorf("%+v: %v, %v", a, err, r.Check())
				}
			}
		}
		for _, why := range rules.Whys() {
			if !c.Has("path.why." + why) {
				t.Errorf("no words for the reason %s", why)
			}
		}
	})
}

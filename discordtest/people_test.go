package discordtest_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"magpie/discordtest"
)

func download(t *testing.T, address string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const richCommands = `[{"name":"digest","name_localizations":{"zh-CN":"简报"},"description":"d","options":[
	{"type":1,"name":"create","name_localizations":{"zh-CN":"新建"},"description":"d","options":[
		{"type":3,"name":"name","name_localizations":{"zh-CN":"名称"},"description":"d","required":true,"max_length":10},
		{"type":3,"name":"kind","description":"d","choices":[{"name":"Short","name_localizations":{"zh-CN":"短"},"value":"s"},{"name":"Long","value":"l"}]},
		{"type":4,"name":"count","description":"d","min_value":1,"max_value":9},
		{"type":5,"name":"quiet","description":"d"},
		{"type":6,"name":"who","description":"d"},
		{"type":7,"name":"where","description":"d","channel_types":[0]},
		{"type":8,"name":"role","description":"d"},
		{"type":10,"name":"share","description":"d"},
		{"type":11,"name":"file","description":"d"}]},
	{"type":2,"name":"feed","description":"d","options":[{"type":1,"name":"add","description":"d"}]}]}]`

// TestTyping types lines and looks at the options that reach the bot.
func TestTyping(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.server.AddChannel("talk", discordtest.VoiceChannel)
	helpers := s.server.Role("helpers", 0)
	bo := s.server.Person("bo", "en-US")
	s.ana.Has(discordtest.File{Name: "a.png", Type: "image/png", Data: []byte("x")})
	if status, reply := s.api.do("PUT", "/applications/"+s.d.ApplicationID()+"/commands", richCommands); status != 200 {
		t.Fatal(reply)
	}
	for _, test := range []struct{ line, want string }{
		{"/digest create name:x", "create[name=x]"},
		{"/简报 新建 名称:a b: c  kind:短", "create[name=a b: c kind=s]"},
		{"/digest create kind:l name:x", "create[kind=l name=x]"},
		{"/digest feed add", "feed[add[]]"},
		{"/digest create name:x count:3 quiet:True share:0.5", "create[name=x count=3 quiet=true share=0.5]"},
		{"/digest create name:x who:@bo where:#general role:@helpers", fmt.Sprintf("create[name=x who=%s where=%s role=%s]", bo.ID(), s.general.ID, helpers.ID)},
		{"/digest create", "error"},
		{"/digest", "error"},
		{"/digest create x", "error"},
		{"/digest create name:", "error"},
		{"/digest create name:x name:y", "error"},
		{"/digest create name:12345678901", "error"},
		{"/digest create name:x kind:Medium", "error"},
		{"/digest create name:x count:10", "error"},
		{"/digest create name:x count:three", "error"},
		{"/digest create name:x quiet:maybe", "error"},
		{"/digest create name:x who:@nobody", "error"},
		{"/digest create name:x where:#talk", "error"},
		{"/digest create name:x file:b.png", "error"},
		{"/digest remove", "error"},
		{"/nothing", "error"},
		{"digest create name:x", "error"},
	} {
		if test.want == "error" {
			if _, err := s.ana.Try().Type(s.general, test.line); err == nil {
				t.Errorf("%s was typed", test.line)
			}
			continue
		}
		seen := begin(func() (discordtest.View, error) { return s.ana.Try().Type(s.general, test.line) })
		event, _ := s.bot.answer(s.api, hello)
		if got := told(event.D["data"].(map[string]any)["options"]); got != test.want {
			t.Errorf("%s reached the bot as %s, not %s", test.line, got, test.want)
		}
		if err := (<-seen).err; err != nil {
			t.Error(err)
		}
	}
}

// told writes options as name=value and sub[…].
func told(v any) string {
	var parts []string
	list, _ := v.([]any)
	for _, item := range list {
		o := item.(map[string]any)
		if o["type"].(float64) <= 2 {
			return o["name"].(string) + "[" + told(o["options"]) + "]"
		}
		parts = append(parts, fmt.Sprintf("%v=%v", o["name"], o["value"]))
	}
	return strings.Join(parts, " ")
}

// TestPayload looks at everything else that an interaction carries.
func TestPayload(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.general.DenyBot(discordtest.AttachFiles)
	i, _ := s.opened()
	m := i.D["member"].(map[string]any)
	channel := i.D["channel"].(map[string]any)
	for name, got := range map[string]any{
		"context": i.D["context"], "locale": i.D["locale"], "guild_locale": i.D["guild_locale"], "guild_id": i.D["guild_id"],
		"user": i.D["user"], "version": i.D["version"],
	} {
		want := map[string]any{"context": 0.0, "locale": "zh-CN", "guild_locale": "en-US", "guild_id": s.server.ID, "user": nil, "version": 1.0}[name]
		if got != want {
			t.Errorf("%s is %v, not %v", name, got, want)
		}
	}
	if m["permissions"] != discordtest.MemberPermissions.String() {
		t.Errorf("ana may %v", m["permissions"])
	}
	for where, got := range map[string]any{"interaction": i.D["app_permissions"], "channel": channel["app_permissions"]} {
		if want := (discordtest.MemberPermissions &^ discordtest.AttachFiles).String(); got != want {
			t.Errorf("app_permissions of the %s are %v, not %v", where, got, want)
		}
	}

	cy := s.d.DirectPerson("cy", "fr")
	seen := begin(func() (discordtest.View, error) { return cy.Try().Type(cy.Direct(), "/go") })
	event, _ := s.bot.answer(s.api, hello)
	if event.D["member"] != nil || event.D["user"] == nil || event.D["context"] != 1.0 {
		t.Errorf("a direct command is told as %v", event.D)
	}
	<-seen
}

func TestHiddenCommands(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	general := server.Channel("general")
	helpers := server.Role("helpers", 0)
	ana, mo, he := server.Person("ana", "en-US"), server.Person("mo", "de", discordtest.ManageServer), server.Person("he", "en-US", helpers)
	cy := d.DirectPerson("cy", "en-US")
	_, _ = api{t, d}.do("PUT", "/applications/"+d.ApplicationID()+"/commands", `[
		{"name":"all","description":"d","name_localizations":{"de":"alle"}},
		{"name":"mods","description":"d","default_member_permissions":"32"},
		{"name":"nobody","description":"d","default_member_permissions":"0"},
		{"name":"here","description":"d","contexts":[0]},
		{"name":"direct","description":"d","contexts":[1]},
		{"name":"mine","description":"d","integration_types":[1]}]`)
	check := func(p *discordtest.Person, c *discordtest.Channel, want string) {
		t.Helper()
		if got := strings.Join(p.Shown(c, discordtest.ChatCommand), " "); got != want {
			t.Errorf("%s is shown %s, not %s", p.Name(), got, want)
		}
	}
	check(ana, general, "all here")
	check(mo, general, "alle here mods")
	check(cy, cy.Direct(), "all direct mine mods nobody")
	server.OverrideCommand("mods", helpers, true)
	server.OverrideCommand("all", server.Everyone(), false)
	check(he, general, "here mods")
	check(ana, general, "here")
	general.Overwrite(server.Everyone(), 0, discordtest.UseApplicationCommands)
	check(mo, general, "")
}

func TestUserInstall(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	elsewhere := s.d.Server("Elsewhere", discordtest.ServerOptions{WithoutBot: true})
	s.ana.Join(elsewhere)
	s.ana.Install(true)
	seen := begin(func() (discordtest.View, error) { return s.ana.Try().Type(elsewhere.Channel("general"), "/go") })
	event, got := s.bot.answer(s.api, hello)
	s.want("answer", got, "ok")
	s.want("owners", fmt.Sprint(event.D["authorizing_integration_owners"]), "map[1:"+s.ana.ID()+"]")
	<-seen
	for range 5 {
		s.want("follow-up", verdict(s.api.do("POST", hook(s.d, event), plain)), "ok")
	}
	s.want("the sixth", verdict(s.api.do("POST", hook(s.d, event), plain)), "400 40094")
}

func TestPings(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{LaxMentions: true})
	server := d.Server("Nest", discordtest.ServerOptions{})
	general := server.Channel("general")
	ana := server.Person("ana", "en-US")
	news := server.Role("news", 0)
	text := fmt.Sprintf("@everyone <@%s> <@&%s>", ana.ID(), news.ID)
	post := func(allowed string) string {
		_, m := api{t, d}.do("POST", "/channels/"+general.ID+"/messages", fmt.Sprintf(`{"content":%q%s}`, text, allowed))
		for _, seen := range general.Messages() {
			if seen.ID == m["id"] {
				return strings.Join(seen.Pings, " ")
			}
		}
		return "no message"
	}
	check := func(allowed, want string) {
		t.Helper()
		if got := post(allowed); got != want {
			t.Errorf("with %s it pinged %q, not %q", allowed, got, want)
		}
	}
	check("", "@ana")
	check(`,"allowed_mentions":{"parse":[]}`, "")
	check(`,"allowed_mentions":{"parse":["everyone"]}`, "")
	check(fmt.Sprintf(`,"allowed_mentions":{"parse":[],"roles":[%q]}`, news.ID), "")
	news.SetMentionable(true)
	check(fmt.Sprintf(`,"allowed_mentions":{"parse":[],"roles":[%q]}`, news.ID), "@news")
	server.BotRole().SetPermissions(discordtest.MentionEveryone)
	check(`,"allowed_mentions":{"parse":["everyone"]}`, "@everyone")
	check("", "@ana @everyone @news")
	if got := general.Messages()[0].String(); got != "@everyone @ana @news" {
		t.Errorf("people read %q", got)
	}
}

func TestBareMentions(t *testing.T) {
	t.Parallel()
	d, log := fake(t, discordtest.Config{})
	general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
	_, _ = api{t, d}.do("POST", "/channels/"+general.ID+"/messages", `{"content":"x"}`)
	if f := log.Failures(); len(f) != 1 || !strings.Contains(f[0], "allowed_mentions") {
		t.Errorf("reported %v", f)
	}
}

package discordtest_test

import (
	"slices"
	"strings"
	"testing"

	"magpie/discordtest"
)

// A thread is started from a message once, and takes members who are there to see it.
func TestThreadMembers(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{Channels: []string{"a", "staff", "closed"}})
	staff := server.Channel("staff")
	staff.Overwrite(server.Everyone(), 0, discordtest.ViewChannel)
	staff.AllowBot(discordtest.ViewChannel)
	server.Channel("closed").DenyBot(discordtest.SendMessagesInThreads)
	ana, cy, gone := server.Person("ana", "en-US"), server.Person("cy", "en-US"), server.Person("gone", "en-US")
	gone.Leave(server)
	said := ana.Say(server.Channel("a"), "hi")
	api := api{t, d}
	start := "/channels/" + server.Channel("a").ID + "/messages/" + said.ID + "/threads"
	for _, test := range []struct{ name, method, path, body, want string }{
		{"without a name", "POST", start, `{}`, "400 50035 name BASE_TYPE_REQUIRED"},
		{"start", "POST", start, `{"name":"About this"}`, "ok"},
		{"start again", "POST", start, `{"name":"About this"}`, "400 160004"},
		{"add", "PUT", "/channels/" + said.ID + "/thread-members/" + cy.ID(), "", "ok"},
		{"add again", "PUT", "/channels/" + said.ID + "/thread-members/" + cy.ID(), "", "ok"},
		{"nobody", "PUT", "/channels/" + said.ID + "/thread-members/1", "", "404 10013"},
		{"who left", "PUT", "/channels/" + said.ID + "/thread-members/" + gone.ID(), "", "404 10007"},
		{"to what is no thread", "PUT", "/channels/" + server.Channel("a").ID + "/thread-members/" + cy.ID(), "", "400 50024"},
		{"who does not see it", "PUT", "/channels/" + staff.AddThread("plans").ID + "/thread-members/" + cy.ID(), "", "403 50001"},
		{"where one may not write", "PUT", "/channels/" + server.Channel("closed").AddThread("x").ID + "/thread-members/" + cy.ID(), "", "403 50013"},
		{"take away", "DELETE", "/channels/" + said.ID + "/thread-members/" + cy.ID(), "", "ok"},
		{"add ana", "PUT", "/channels/" + said.ID + "/thread-members/" + ana.ID(), "", "ok"},
	} {
		if got := verdict(api.do(test.method, test.path, test.body)); got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
	thread := server.Channel("About this")
	if got := thread.Members(); !slices.Equal(got, []string{"ana"}) {
		t.Errorf("the thread has %v", got)
	}
	thread.Archive(true)
	if got := verdict(api.do("PUT", "/channels/"+said.ID+"/thread-members/"+cy.ID(), "")); got != "400 50083" {
		t.Errorf("to an archived thread: %s", got)
	}
}

// The bot may write to those who share a server with it, or have it installed.
func TestNoSharedServer(t *testing.T) {
	t.Parallel()
	d, _ := fake(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana, own := server.Person("ana", "en-US"), d.DirectPerson("own", "en-US")
	direct := map[*discordtest.Person]string{ana: ana.Direct().ID, own: own.Direct().ID}
	api := api{t, d}
	check := func(p *discordtest.Person, want string) {
		t.Helper()
		if got := verdict(api.do("POST", "/channels/"+direct[p]+"/messages", word)); got != want {
			t.Errorf("to %s: %s, not %s", p.Name(), got, want)
		}
	}
	check(ana, "ok")
	check(own, "ok")
	ana.Leave(server)
	check(ana, "403 50278")
}

// Who is screened is pending until they agree, cannot talk before, and only a session
// that asked for members hears of it.
func TestScreening(t *testing.T) {
	t.Parallel()
	for _, intents := range []discordtest.Intents{discordtest.IntentGuilds, discordtest.IntentGuilds | discordtest.IntentGuildMembers} {
		d, _ := fake(t, discordtest.Config{Privileged: discordtest.IntentGuildMembers})
		server := d.Server("Nest", discordtest.ServerOptions{})
		ready(t, d, int(intents))
		server.Screen(true)
		ana := server.Person("ana", "en-US")
		if _, err := ana.Try().Say(server.Channel("general"), "hello"); err == nil {
			t.Error("someone spoke before they agreed to the rules")
		}
		ana.Agree(server)
		if _, err := ana.Try().Say(server.Channel("general"), "hello"); err != nil {
			t.Errorf("after they agreed: %v", err)
		}
		ana.Leave(server)
		var heard []string
		for _, e := range d.Record() {
			if e.Kind == discordtest.Sent && strings.HasPrefix(e.Event, "GUILD_MEMBER_") {
				heard = append(heard, e.Event+map[bool]string{true: " pending"}[strings.Contains(string(e.Body), `"pending":true`)])
			}
		}
		want := []string{"GUILD_MEMBER_ADD pending", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"}
		if !intents.Has(discordtest.IntentGuildMembers) {
			want = nil
		}
		if !slices.Equal(heard, want) {
			t.Errorf("intents %d heard %v", intents, heard)
		}
	}
}

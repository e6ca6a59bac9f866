package bot

import (
	"errors"
	"testing"
	"time"

	"magpie/discordtest"
	"magpie/outbox"
	"magpie/slash"
)

// direct is a message to a person.
func direct(person, group string) outbox.Message {
	m := digest(person, group)
	m.Kind = outbox.ToPerson
	return m
}

func TestPostToPerson(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana, shy, gone := server.Person("ana", "en-US"), server.Person("shy", "en-US"), server.Person("gone", "en-US")
	shy.CloseDirect(true)
	gone.Leave(server)
	p := start(t, d, nil, pong()).Poster()
	d.AwaitReady()
	began := time.Now()
	d.Fault("POST /channels/*/messages", 1, discordtest.ResetAfter())
	m := direct(ana.ID(), "monday")
	if _, err := p.Post(t.Context(), m); err == nil {
		t.Error("the answer was not lost")
	}
	id, err := p.Post(t.Context(), m)
	if list := ana.Direct().Messages(); err != nil || len(list) != 1 || list[0].ID != id {
		t.Errorf("posted %s, %v; the messages are %v", id, err, list)
	}
	if found, ok, err := p.Find(t.Context(), m, began); err != nil || !ok || found != id {
		t.Errorf("found %s, %t, %v", found, ok, err)
	}
	d.Expect(50007, "")
	d.Expect(50278, "")
	for _, who := range []*discordtest.Person{shy, gone} {
		var closed *outbox.Closed
		if _, err := p.Post(t.Context(), direct(who.ID(), "monday")); !errors.As(err, &closed) {
			t.Errorf("to %s: %v", who.Name(), err)
		}
	}
	d.Expect(10013, "")
	var nobody *outbox.Gone
	if _, err := p.Post(t.Context(), direct("1", "monday")); !errors.As(err, &nobody) {
		t.Errorf("to nobody: %v", err)
	}
}

func TestGiveRole(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{WithoutBot: true})
	low := server.Role("low", 0)
	server.AddBot()
	high := server.Role("high", 0)
	mighty := server.Role("mighty", discordtest.Permissions(slash.ManageServer)) // since it was chosen
	ana := server.Person("ana", "en-US")
	b := start(t, d, nil, pong())
	d.AwaitReady()
	give := func(server, person, role string, want bool) {
		t.Helper()
		if given, err := b.GiveRole(t.Context(), server, person, role); given != want || err != nil {
			t.Errorf("given: %t, %v", given, err)
		}
	}
	for _, code := range []int{50013, 50013, 10011, 10013} {
		d.Expect(code, "PUT /guilds/**")
	}
	d.Expect(10004, "GET /guilds/**")
	give(server.ID, ana.ID(), low.ID, false) // Magpie may not manage roles
	server.BotRole().SetPermissions(discordtest.ManageRoles)
	give(server.ID, ana.ID(), high.ID, false) // above its own
	give(server.ID, ana.ID(), mighty.ID, false)
	give(server.ID, ana.ID(), low.ID, true)
	give(server.ID, ana.ID(), low.ID, true) // again
	give(server.ID, ana.ID(), "1", false)
	give(server.ID, "1", low.ID, false)
	if !low.Has(ana) || high.Has(ana) || mighty.Has(ana) {
		t.Error("ana has not got what was given")
	}
	if _, err := b.GiveRole(t.Context(), "1", ana.ID(), low.ID); err == nil {
		t.Error("given in no server")
	}
}

func TestOutranks(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	low, own, high := server.Role("low", 0), server.Role("own", 0), server.Role("high", 0)
	b := start(t, d, nil, pong())
	d.AwaitReady()
	var about struct {
		Owner string `json:"owner_id"`
	}
	if err := b.rest.get(t.Context(), "/guilds/"+server.ID, &about); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		who  slash.Person
		role string
		want bool
	}{
		{slash.Person{ID: "1", Roles: []string{low.ID, own.ID}}, low.ID, true},
		{slash.Person{ID: "1", Roles: []string{own.ID, low.ID}}, own.ID, false}, // not one's own either
		{slash.Person{ID: "1", Roles: []string{own.ID}}, high.ID, false},
		{slash.Person{ID: "1", Roles: []string{own.ID}, May: slash.Administrator}, high.ID, false},
		{slash.Person{ID: "1", Roles: []string{own.ID}}, "2", false}, // is gone
		{slash.Person{ID: "1", Roles: []string{"2"}}, low.ID, false},
		{slash.Person{ID: "1"}, low.ID, false},
		{slash.Person{ID: about.Owner}, high.ID, true},
	} {
		if got, err := b.Outranks(t.Context(), server.ID, test.who, test.role); got != test.want || err != nil {
			t.Errorf("%+v and role %s: %t, %v", test.who, test.role, got, err)
		}
	}
	d.Expect(10004, "GET /guilds/**")
	if _, err := b.Outranks(t.Context(), "1", slash.Person{ID: "1"}, low.ID); err == nil {
		t.Error("of no server")
	}
}

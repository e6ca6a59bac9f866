//go:build unix

package main

import (
	"context"
	"slices"
	"time"

	"magpie/discordtest"
	"magpie/outbox"
	"magpie/slash"
	"magpie/store"
)

// acquaintance has a thread about ana started in a server, and tells her, from a time on.
func (w *crash) acquaintance(ctx context.Context, db *store.Store, s *discordtest.Server, at time.Time) {
	w.Helper()
	w.discord.Allow(160004, "") // a thread that was started before a kill
	ana := s.Person("ana", "en-US")
	w.people = append(w.people, ana)
	body := func(group string) slash.Reply {
		button := slash.Button{Label: "More", ID: "more/" + outbox.Nonce(group, 1)}
		return slash.Say(slash.Plain("Meet ana")).With(slash.Row{Buttons: []slash.Button{button}})
	}
	thread, err := outbox.NewMessage("thread "+s.ID, 1, s.ID, s.Channel("general").ID, body("thread "+s.ID))
	if err != nil {
		w.Fatal(err)
	}
	direct, err := outbox.NewDirect("direct "+s.ID, 1, ana.ID(), body("direct "+s.ID))
	if err != nil {
		w.Fatal(err)
	}
	thread = thread.InThread("Ana", ana.ID())
	thread.NextTry, direct.NextTry = at, at
	if err := db.AddMessages(ctx, thread, direct); err != nil {
		w.Fatal(err)
	}
}

// verifyAcquaintances checks that every server has one thread with ana in it, and that each
// was told once.
func (w *crash) verifyAcquaintances() {
	w.Helper()
	for i, s := range w.servers {
		general, ana := s.Channel("general"), w.people[i]
		threads := slices.DeleteFunc(general.Threads(), func(t *discordtest.Channel) bool { return t.Name != "Ana" })
		if n := len(general.Messages()); n != 1 || len(threads) != 1 || !slices.Equal(threads[0].Members(), []string{"ana"}) {
			w.Errorf("%s has %d messages and %d threads about ana", s.Name, n, len(threads))
		}
		if n := len(ana.Direct().Messages()); n != 1 {
			w.Errorf("ana of %s was told %d times", s.Name, n)
		}
	}
}

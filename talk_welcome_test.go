package main

import (
	"fmt"
	"strconv"

	"magpie/discordtest"
)

// comings are what people do to be welcomed, or not:
//
//	welcomes on            the program starts anew, with MAGPIE_WELCOME
//	rules on               who joins from now on has to agree to the server's rules
//	cy arrives en-US       somebody joins
//	cy agrees              to the rules
//	cy leaves
//	cy returns
//	25 arrive              as many join at once
//	robot arrives as bot   another application's bot joins
var comings = []string{"on", "arrives", "agrees", "leaves", "returns", "arrive"}

func (k *talk) comesAndGoes(words []string) {
	k.Helper()
	p := k.people[words[0]]
	switch words[1] {
	case "on":
		k.switchOn(words[0])
		return
	case "arrive":
		n, err := strconv.Atoi(words[0])
		if err != nil {
			k.Fatalf("how many arrive? %v", err)
		}
		for i := range n {
			k.server.Person(fmt.Sprint("raider ", i+1), "en-US")
			k.world.hears()
		}
		return
	case "arrives":
		if len(words) == 4 {
			k.server.OtherBot(words[0])
			return
		}
		k.people[words[0]] = k.server.Person(words[0], words[2])
		k.places[words[0]] = k.server.Channel("general")
	case "agrees":
		p.Agree(k.server)
	case "leaves":
		p.Leave(k.server)
	case "returns":
		p.Join(k.server)
	}
	k.world.hears()
	k.world.settle()
}

func (k *talk) switchOn(what string) {
	if what == "rules" {
		k.server.Screen(true)
		return
	}
	k.world.stopAll()
	k.world.env["MAGPIE_WELCOME"] = "on"
	k.world.discord.SwitchOn(discordtest.IntentGuildMembers)
	k.world.start()
}

// hears waits until the program has noted who came, changed or went, if it is told.
func (w *world) hears() {
	if w.env["MAGPIE_WELCOME"] == "on" {
		<-w.heard
	}
}

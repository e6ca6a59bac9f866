package main

import (
	"strings"

	"magpie/discordtest"
)

// gets gives somebody a role: "ana> gets Helpers".
func (k *talk) gets(p *discordtest.Person, role string) {
	k.Helper()
	p.Grant(k.server, k.made[role])
	k.world.hears()
}

// offers lets those with a role find a command, as the server's own settings do: "bo> offers content to Helpers".
func (k *talk) offers(what string) {
	k.Helper()
	command, role, _ := strings.Cut(what, " to ")
	k.server.OverrideCommand(command, k.made[role], true)
}

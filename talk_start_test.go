package main

import (
	"fmt"
	"strings"

	"magpie/discordtest"
)

// roles makes roles, and lets Magpie give them:
//
//	role Readers           a role that stands below Magpie's
//	role Helpers kicks     one that may kick people
//	role Elders above      one that stands above Magpie's, and above those of who is there already
//	magpie gives roles     Magpie may manage roles from now on
//	ana> wears Readers     whether ana has a role
//	ana> reads Done, next  presses a button as long as it is there
func (k *talk) roles(words []string) {
	k.Helper()
	if words[0] == "magpie" {
		k.server.BotRole().SetPermissions(discordtest.ManageRoles)
		return
	}
	var may discordtest.Permissions
	if words[len(words)-1] == "kicks" {
		may = discordtest.KickMembers
	}
	role := k.server.Role(words[1], may)
	if words[len(words)-1] == "above" {
		k.world.discord.Allow(50013, "PUT /guilds/{guild}/members/{user}/roles/{role}")
	} else {
		role.Below(k.server.BotRole())
	}
	k.made[words[1]] = role
}

// reads presses a button until it is gone, and returns what is shown then.
func (k *talk) reads(p *discordtest.Person, button string) string {
	k.Helper()
	for strings.Contains(p.Sees().String(), "["+button+"]") {
		p.Press(button)
		k.world.settle()
	}
	return p.Sees().String()
}

// wears says whether somebody has a role.
func (k *talk) wears(p *discordtest.Person, role string) string {
	k.Helper()
	if k.made[role] == nil {
		k.Fatalf("there is no role %s", role)
	}
	return fmt.Sprint(k.made[role].Has(p))
}

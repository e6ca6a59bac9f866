package main

import (
	"strings"

	"magpie/discordtest"
)

// target is what somebody right-clicks, and the command: "Explain" is on the newest message,
// "Handles on mei" on a person.
func (k *talk) target(words string) (on discordtest.Target, command string) {
	command, name, ok := strings.Cut(words, " on ")
	if !ok {
		return k.said, words
	}
	p := k.people[name]
	if p == nil {
		k.Fatalf("clicks %s: who is %s?", words, name)
	}
	return p, command
}

// mail are somebody's direct messages, which they then look at.
func (k *talk) mail(p *discordtest.Person) string {
	p.Look(p.Direct())
	var all []string
	for _, m := range p.Direct().Messages() {
		all = append(all, m.String())
	}
	return strings.Join(all, "\n--\n")
}

package discordtest

import (
	"regexp"
	"slices"
	"strings"
)

// mentions is whom a message names, and whom it really notifies.
type mentions struct {
	everyone bool // @everyone or @here took effect
	users    []*user
	roleIDs  []string
	pings    []string
}

func (m mentions) userPayloads() []object {
	list := []object{}
	for _, u := range m.users {
		list = append(list, u.payload())
	}
	return list
}

var (
	userMention    = regexp.MustCompile(`<@!?(\d+)>`)
	roleMention    = regexp.MustCompile(`<@&(\d+)>`)
	channelMention = regexp.MustCompile(`<#(\d+)>`)
	commandMention = regexp.MustCompile(`</([^:>]+):(\d+)>`)
)

// allowance says which mentions of a text take effect.
type allowance struct {
	users, roles, everyone bool
	userIDs, roleIDs       []string
}

// allowedBy reads allowed_mentions. Without it everything is parsed, but through
// interactions and webhooks only people.
func allowedBy(body object, hook bool) allowance {
	if !given(body, "allowed_mentions") {
		return allowance{users: true, roles: !hook, everyone: !hook}
	}
	o := sub(body, "allowed_mentions")
	parse := words(o, "parse")
	return allowance{
		users: slices.Contains(parse, "users"), roles: slices.Contains(parse, "roles"), everyone: slices.Contains(parse, "everyone"),
		userIDs: words(o, "users"), roleIDs: words(o, "roles"),
	}
}

// mention works out whom the message reaches. The author's permissions decide on
// @everyone and on roles that not everyone may mention.
func (m *message) mention(d *Discord, allow allowance) {
	body := m.allText()
	m.mentioned = mentions{}
	add := func(who string) {
		if m.private == nil && !slices.Contains(m.mentioned.pings, who) {
			m.mentioned.pings = append(m.mentioned.pings, who)
		}
	}
	p := m.channel.permissionsOf(m.author)
	for _, match := range userMention.FindAllStringSubmatch(body, -1) {
		u := d.users[match[1]]
		if u == nil || !allow.users && !slices.Contains(allow.userIDs, u.id) || slices.Contains(m.mentioned.users, u) {
			continue
		}
		m.mentioned.users = append(m.mentioned.users, u)
		if m.channel.permissionsOf(u).Has(ViewChannel) {
			add("@" + u.name)
		}
	}
	if m.channel.server != nil {
		m.mentionRoles(body, allow, p, add)
		for _, all := range []string{"@everyone", "@here"} {
			if strings.Contains(body, all) && allow.everyone && p.Has(MentionEveryone) {
				m.mentioned.everyone = true
				add(all)
			}
		}
	}
	slices.Sort(m.mentioned.pings)
}

// remention is mention for an edit, which notifies nobody.
func (m *message) remention(d *Discord, allow allowance) {
	pings := m.mentioned.pings
	m.mention(d, allow)
	m.mentioned.pings = pings
}

func (m *message) mentionRoles(body string, allow allowance, p Permissions, add func(string)) {
	for _, match := range roleMention.FindAllStringSubmatch(body, -1) {
		r := m.channel.server.role(match[1])
		if r == nil || !allow.roles && !slices.Contains(allow.roleIDs, r.ID) {
			continue
		}
		if !slices.Contains(m.mentioned.roleIDs, r.ID) {
			m.mentioned.roleIDs = append(m.mentioned.roleIDs, r.ID)
		}
		if r.mentionable || p.Has(MentionEveryone) {
			add("@" + r.Name)
		}
	}
}

// allText is the content and all text displays.
func (m *message) allText() string {
	parts := []string{m.content}
	for c := range Walk(m.components) {
		if c.Type == TypeTextDisplay {
			parts = append(parts, c.Content)
		}
	}
	return strings.Join(parts, "\n")
}

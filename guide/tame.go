package guide

import (
	"regexp"
	"strings"
)

// invites are addresses that lead into a server of Discord.
var invites = regexp.MustCompile(`(?i)\bhttps://(www\.)?(discord\.gg|discord\.com/invite|discordapp\.com/invite|discord\.me|dsc\.gg)/[\w/-]*`)

// tamed returns a guide of a server as readers get it: a person, a role, a channel or a time that Discord would show in a
// text's place is only text, and so is an invitation.
func tamed(g Guide) Guide {
	steps := make([]Step, len(g.Steps))
	for i, s := range g.Steps {
		s.Body = tame(s.Body)
		steps[i] = s
	}
	g.Steps = steps
	return g
}

// tame makes text of what names somebody and of invitations, in Markdown that [ReadOwn] has read.
func tame(body string) string {
	lines := strings.Split(body, "\n")
	for i, l := range lines {
		if strings.Contains(l, "<") {
			l = tameAngles(l)
		}
		if invites.MatchString(l) {
			l = tameInvites(l)
		}
		lines[i] = l
	}
	return strings.Join(lines, "\n")
}

// tameAngles escapes each < that does not begin a command.
func tameAngles(l string) string {
	var b strings.Builder
	for i := 0; i < len(l); i++ {
		switch {
		case l[i] == '\\' && i+1 < len(l):
			b.WriteByte(l[i])
			i++
		case l[i] == '`':
			if end := strings.IndexByte(l[i+1:], '`'); end > 0 {
				b.WriteString(l[i : i+1+end])
				i += 1 + end
			}
		case l[i] == '<':
			if m := mention.FindStringIndex(l[i:]); m == nil || m[0] != 0 {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(l[i])
	}
	return b.String()
}

// tameInvites takes the brackets off links that are invitations, and shows their addresses as code, which is not a link.
func tameInvites(l string) string {
	l = linked.ReplaceAllStringFunc(l, func(link string) string {
		m := linked.FindStringSubmatch(link)
		if at := invites.FindStringIndex(m[2]); at == nil || at[0] != 0 {
			return link
		}
		return m[1] + " " + m[2]
	})
	return invites.ReplaceAllStringFunc(l, func(address string) string {
		return "`" + strings.NewReplacer("`", "'", `\`, "").Replace(strings.TrimPrefix(address, "https://")) + "`"
	})
}

var linked = regexp.MustCompile(`\[([^\[\]]+)\]\(([^()\s]+)\)`)

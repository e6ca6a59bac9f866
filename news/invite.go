package news

import (
	"regexp"
	"strings"
)

// invite matches an invitation to a Discord server. Discord makes a button to join of each, in whatever
// text it stands, so that anybody who writes in a feed could advertise in every server that reads it.
var invite = regexp.MustCompile(`(?i)(?:https?://)?(?:www\.)?(?:discord\.gg|discord(?:app)?\.com/invite|dsc\.gg)/[\w-]+`)

// withoutInvites is a text without invitations.
func withoutInvites(s string) string {
	if !strings.Contains(s, "/") {
		return s // as most are
	}
	if bare := invite.ReplaceAllString(s, ""); bare != s {
		return Clean(bare)
	}
	return s
}

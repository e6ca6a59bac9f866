// Package community knows who is here: what moderators settled for a server, what a
// person chose for themselves, the handles by which people are found again, and
// language partners, as types with their rules. It neither stores nor shows them.
package community

import (
	"fmt"
	"slices"
	"time"
)

// The languages that Magpie's public posts can be in, by BCP 47 tag.
const (
	English     = "en"
	Simplified  = "zh-CN"
	Traditional = "zh-TW"
)

// A Server is what moderators settled for one Discord server.
type Server struct {
	ID               string
	Languages        []string  // of public posts, one or English and one Chinese; the first comes first
	Zone             string    // IANA name such as "America/New_York"; empty until a moderator chose one
	DigestChannel    string    // channel id, empty until chosen
	ModeratorChannel string    // channel id; empty: alerts wait for a moderator's next command
	Topics           []string  // names of news topics
	Hour             string    // civil time of the first digest, "09:00"
	BridgeChannel    string    // channel id for questions to people; empty: nobody is asked
	HandlesOn        bool      // members may list their names elsewhere
	PartnerChannel   string    // channel id where language partners are introduced; empty: off
	WelcomeChannel   string    // channel id where people who join are welcomed; empty: off
	PanelChannel     string    // channel id where the guides' panel was posted last; empty: nowhere
	FinishRole       string    // role id for those who finish their path; empty: none
	ContentRole      string    // role id of those who may edit the server's own guides beside moderators; empty: none
	PagesOn          bool      // its digests are on the public pages
	Greeted          bool      // the message on being added was posted
	RemovedAt        time.Time // when Magpie was removed; zero while it is there
}

// NewServer is a server before its moderators settled anything.
func NewServer(id string) Server {
	return Server{ID: id, Languages: []string{English}, Hour: "09:00"}
}

// Location is the server's zone, UTC until one is chosen.
func (s Server) Location() *time.Location {
	if loc, err := time.LoadLocation(s.Zone); err == nil && s.Zone != "" {
		return loc
	}
	return time.UTC
}

// CheckLanguages says whether a public post can be in these languages together: one,
// or English and one Chinese.
func CheckLanguages(langs []string) error {
	known := []string{English, Simplified, Traditional}
	unknown := slices.ContainsFunc(langs, func(l string) bool { return !slices.Contains(known, l) })
	pair := len(langs) == 2 && langs[0] != langs[1] && slices.Contains(langs, English)
	if unknown || len(langs) != 1 && !pair {
		return fmt.Errorf("a public post is in one language, or in English and one Chinese, not %q", langs)
	}
	return nil
}

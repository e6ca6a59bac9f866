package cli

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"time"
)

const (
	discordTime = 10 * time.Second // for each answer of Discord
	goodSkew    = 5 * time.Second
	worstSkew   = 5 * time.Minute
)

// lookAtDiscord asks Discord something that needs no token, for the way there and
// the time, and then who the token speaks for.
func lookAtDiscord(ctx context.Context, s Settings) []finding {
	api := cmp.Or(strings.TrimSuffix(s.API, "/"), "https://discord.com")
	before := time.Now()
	gateway, err := ask(ctx, api+"/api/v10/gateway", "")
	if err != nil {
		return append([]finding{noWay(api, err)}, lookAtToken(ctx, api, s.Token, false)...)
	}
	all := []finding{{good, "network", api + " answers", ""}}
	if gateway.status/100 == 5 {
		all = []finding{{warn, "network", fmt.Sprintf("%s answers %d", api, gateway.status), "Discord has trouble, or the proxy before it; wait and look again"}}
	}
	all = append(all, lookAtClock(gateway.date, before, time.Now())...)
	return append(all, lookAtToken(ctx, api, s.Token, true)...)
}

// noWay says what is wrong on the way to Discord.
func noWay(api string, err error) finding {
	var dns *net.DNSError
	f := finding{fail, "network", err.Error(), "let this machine connect to " + api + "; a firewall or proxy may be in the way"}
	if errors.As(err, &dns) {
		f.do = "names are not resolved: check the DNS settings of this machine or container"
	}
	return f
}

// lookAtClock compares the machine's clock with Discord's, whose answer was on its
// way between two moments.
func lookAtClock(theirs time.Time, before, after time.Time) []finding {
	if theirs.IsZero() {
		return nil // a proxy took the date away
	}
	theirs = theirs.Add(time.Second / 2) // the header has whole seconds
	var skew time.Duration
	switch {
	case before.After(theirs):
		skew = before.Sub(theirs)
	case theirs.After(after):
		skew = theirs.Sub(after)
	}
	f := finding{good, "clock", "right to a few seconds", ""}
	if skew > goodSkew {
		f = finding{warn, "clock", "wrong by " + skew.Round(time.Second).String(), "set the machine's clock, with NTP; digests run by it"}
	}
	if skew > worstSkew {
		f.verdict = fail
	}
	return []finding{f}
}

// lookAtToken asks Discord who the token speaks for. If Discord cannot be reached
// only the token's shape is looked at.
func lookAtToken(ctx context.Context, api, token string, reached bool) []finding {
	const portal = "open the application in Discord's developer portal, and copy the token under Bot"
	hint := tokenHint(token)
	fails := func(found string) []finding { return []finding{{fail, "token", found, portal}} }
	if token == "" {
		return fails("DISCORD_TOKEN is not set")
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return fails("it has spaces or characters that no token has" + hint)
	}
	if !reached {
		return []finding{{warn, "token", "not tried, since Discord cannot be reached" + hint, "mend the network first"}}
	}
	who, err := ask(ctx, api+"/api/v10/users/@me", token)
	switch {
	case err != nil:
		return []finding{noWay(api, err)}
	case who.status == http.StatusUnauthorized:
		return fails("Discord does not accept it" + hint)
	case who.status != http.StatusOK:
		return []finding{{warn, "token", fmt.Sprintf("not known: Discord answers %d", who.status), "wait and look again"}}
	case !who.user.Bot:
		return fails("it is not a bot's")
	}
	return []finding{{good, "token", fmt.Sprintf("speaks for %s (%s)", who.user.Username, who.user.ID), ""}}
}

var (
	tokenShape = regexp.MustCompile(`^([\w-]{18,})\.[\w-]{5,}\.[\w-]{25,}$`)
	publicKey  = regexp.MustCompile(`^[0-9a-f]{64}$`)
	numeric    = regexp.MustCompile(`^\d+$`)
	secret     = regexp.MustCompile(`^[\w-]{32}$`)
)

// tokenHint says what a token looks like if it does not look like one.
func tokenHint(token string) string {
	m := tokenShape.FindStringSubmatch(token)
	if m != nil {
		id, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(m[1], "="))
		if err == nil && numeric.Match(id) {
			return ""
		}
	}
	switch {
	case strings.HasPrefix(token, "Bot "):
		return "; leave out the word Bot before it"
	case strings.HasPrefix(token, `"`), strings.HasPrefix(token, "'"):
		return "; leave out the quotes"
	case numeric.MatchString(token):
		return "; it looks like an application id"
	case publicKey.MatchString(token):
		return "; it looks like a public key"
	case secret.MatchString(token):
		return "; it looks like a client secret"
	}
	return "; it does not look like a token: three parts with dots between"
}

// An answer is what Discord said.
type answer struct {
	status int
	date   time.Time // zero if it does not say
	user   struct {
		ID       string `json:"id"`
		Username string `json:"username"`
		Bot      bool   `json:"bot"`
	}
}

// ask gets one address of Discord's API, as the bot with this token if there is one.
// It goes the way the bot goes, through a proxy of the environment too.
func ask(ctx context.Context, address, token string) (a answer, err error) {
	ctx, cancel := context.WithTimeout(ctx, discordTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return a, err
	}
	req.Header.Set("User-Agent", "DiscordBot (magpie, doctor)")
	if token != "" {
		req.Header.Set("Authorization", "Bot "+token)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	resp, err := (&http.Client{Transport: transport}).Do(req)
	if err != nil {
		return a, err
	}
	defer resp.Body.Close()
	a.status = resp.StatusCode
	a.date, _ = http.ParseTime(resp.Header.Get("Date")) // zero if there is none
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return a, err
	}
	if a.status == http.StatusOK && token != "" {
		if err := json.Unmarshal(body, &a.user); err != nil {
			return a, fmt.Errorf("what answers at %s is not Discord: %w", address, err)
		}
	}
	return a, nil
}

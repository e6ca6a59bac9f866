package news

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// FeedURL is the address of a feed as a person typed it, made complete and
// comparable: with a scheme, its host in lower case, without default port or fragment. It
// returns a [*Trouble] for what is no http or https address, or holds a password.
func FeedURL(typed string) (string, error) {
	u, err := parseURL(typed)
	if err != nil {
		return "", &Trouble{Problem: BadURL, URL: typed, Err: err}
	}
	return u.String(), nil
}

var (
	errScheme   = errors.New("not an http or https address")
	errHost     = errors.New("no host in the address")
	errPassword = errors.New("a user name or password in the address")
)

func parseURL(s string) (*url.URL, error) {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "feed://"); ok {
		s = "https://" + rest
	}
	if s = strings.TrimPrefix(s, "feed:"); !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil {
		return nil, fmt.Errorf("parse address: %w", errors.Unwrap(err)) // what it wraps repeats the address
	}
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errScheme
	case u.Hostname() == "" || strings.ContainsAny(u.Host, " \"<>"):
		return nil, errHost
	case u.User != nil:
		return nil, errPassword
	}
	if u.Host, err = names.ToASCII(strings.ToLower(u.Host)); err != nil {
		return nil, errHost
	}
	if host, port, err := net.SplitHostPort(u.Host); err == nil && (port == "" || port == defaultPort[u.Scheme]) {
		u.Host = host
		if strings.Contains(host, ":") {
			u.Host = "[" + host + "]"
		}
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// names writes international host names in ASCII, as they are looked up.
var names = idna.New(idna.MapForLookup(), idna.StrictDomainName(false))

var defaultPort = map[string]string{"http": "80", "https": "443"}

// CanonicalURL is what all addresses of one article share: no scheme's difference, no
// "www." and "m.", no fragment, no tracking parameters, no AMP, parameters in order. It
// is for comparing, not for visiting. It reports false for what is no http or https
// address.
func CanonicalURL(link string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || u.Host == "" {
		return "", false
	}
	if u, err = parseURL(u.String()); err != nil {
		return "", false
	}
	if inner, ok := behindAMPCache(u); ok {
		u = inner
	}
	for _, prefix := range []string{"www.", "m.", "mobile.", "amp."} {
		if rest, ok := strings.CutPrefix(u.Host, prefix); ok && strings.Contains(rest, ".") {
			u.Host = rest
			break
		}
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	path = strings.TrimSuffix(path, "/amp")
	if cut, ok := strings.CutSuffix(path, ".amp.html"); ok {
		path = cut + ".html"
	}
	canonical := u.Host + path
	if query := keptParams(u.RawQuery); query != "" {
		canonical += "?" + query
	}
	return canonical, true
}

// behindAMPCache undoes google.com/amp/s/example.org/… and its kin.
func behindAMPCache(u *url.URL) (*url.URL, bool) {
	_, rest, ok := strings.Cut(u.Path, "/amp/s/")
	switch {
	case ok && (u.Host == "www.google.com" || u.Host == "google.com"):
	case strings.HasSuffix(u.Host, ".cdn.ampproject.org"):
		if _, rest, ok = strings.Cut(u.Path, "/s/"); !ok {
			return nil, false
		}
	default:
		return nil, false
	}
	inner, err := parseURL("https://" + rest)
	return inner, err == nil
}

// keptParams are the parameters of a query that choose what is shown, in order.
func keptParams(query string) string {
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if pair != "" && !tracks(strings.ToLower(name)) {
			kept = append(kept, pair)
		}
	}
	slices.Sort(kept)
	return strings.Join(kept, "&")
}

// tracks reports whether a parameter only says where a reader came from.
func tracks(name string) bool {
	for _, prefix := range []string{"utm_", "mtm_", "pk_", "at_", "hsa_", "itm_", "wt.", "ns_", "spm"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return slices.Contains(trackers, name)
}

var trackers = []string{
	"fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh", "mc_cid", "mc_eid",
	"_hsenc", "_hsmi", "mkt_tok", "oly_anon_id", "oly_enc_id", "vero_id", "srsltid", "ref_src", "ref_url", "cmpid", "cmp", "ocid", "ito",
	"smid", "smtyp", "taid", "guccounter", "guce_referrer", "guce_referrer_sig", "xtor", "ftag", "feature", "share_token",
	"share_source", "share_from", "xhsshare", "appuid", "apptime", "xsec_token", "xsec_source", "weibo_id", "wfr", "amp", "outputtype",
	"from", "ref", "source", "campaign", "_ga", "_gl",
}

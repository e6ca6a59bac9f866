package news

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"code.dny.dev/ssrf"
)

// A Resolver finds the addresses of a host.
type Resolver func(ctx context.Context, host string) ([]netip.Addr, error)

// A Dialer opens a connection, as [net.Dialer.DialContext] does.
type Dialer func(ctx context.Context, network, address string) (net.Conn, error)

// A gate lets connections through to public addresses and to allowed targets. It checks
// the very address that is dialled, so that no name can point elsewhere in between.
type gate struct {
	allow   []string // host:port in lower case
	guard   *ssrf.Guardian
	resolve Resolver
	open    Dialer
}

func newGate(o FetchOptions) (*gate, error) {
	g := &gate{guard: ssrf.New(), resolve: o.Resolve, open: o.Dial}
	for _, target := range o.Allow {
		host, port, err := net.SplitHostPort(target)
		if n, perr := strconv.ParseUint(port, 10, 16); err != nil || host == "" || perr != nil || n == 0 {
			return nil, fmt.Errorf("allow %q: not host:port", target)
		}
		g.allow = append(g.allow, strings.ToLower(target))
	}
	if g.resolve == nil {
		g.resolve = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if g.open == nil {
		g.open = (&net.Dialer{}).DialContext
	}
	return g, nil
}

var errPrivate = errors.New("leads to a private network or another port")

// dial connects to a host and port if that is allowed.
func (g *gate) dial(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	if slices.Contains(g.allow, strings.ToLower(address)) {
		return g.open(ctx, network, address)
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("dial: port: %w", err)
	}
	addrs, err := g.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	var safe []string
	for _, a := range addrs {
		if target := netip.AddrPortFrom(a.Unmap(), uint16(number)); g.guard.SafeAddrPort(target) == nil {
			safe = append(safe, target.String())
		}
	}
	return g.first(ctx, network, safe)
}

// first connects to the first target that answers, giving each its share of the time.
func (g *gate) first(ctx context.Context, network string, targets []string) (net.Conn, error) {
	last := errPrivate
	for _, target := range targets {
		each, cancel := context.WithTimeout(ctx, dialTime/time.Duration(len(targets)))
		conn, err := g.open(each, network, target)
		cancel()
		if err == nil {
			return conn, nil
		}
		last = err
	}
	return nil, last
}

func (g *gate) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	addrs, err := g.resolve(ctx, host)
	if err != nil {
		return nil, fmt.Errorf("resolve: %w", err)
	}
	return addrs, nil
}

// redirect is asked before a redirect is followed.
func (g *gate) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return errMoves
	}
	u, err := parseURL(req.URL.String())
	if err != nil {
		return err
	}
	req.Header.Del("Referer")
	if port := u.Port(); port != "" && port != "80" && port != "443" && !slices.Contains(g.allow, strings.ToLower(u.Host)) {
		return errPrivate
	}
	return nil
}

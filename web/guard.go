package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// policy lets the page load its own files and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// cookieName is the cookie of a browser that has shown the token.
const cookieName = "magpie_try"

const (
	maxBody   = 64 << 10 // bytes of a deed
	maxUpload = 8 << 20  // bytes of a file
)

// guard lets only pages of this program in front of next: other websites can
// neither read (by rebinding their name to this address) nor act (by sending
// requests from a visitor's browser).
type guard struct {
	token string
	hosts []string
	next  http.Handler
}

func (g guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header())
	switch {
	case !g.knows(r.Host):
		http.Error(w, "This page is not served under that name.", http.StatusMisdirectedRequest)
	case !sameOrigin(r):
		http.Error(w, "Requests from other websites are refused.", http.StatusForbidden)
	case r.Method == http.MethodPost && !acceptable(r):
		http.Error(w, "Only JSON is accepted here.", http.StatusUnsupportedMediaType)
	case g.token != "" && !g.admits(r):
		g.welcome(w, r)
	default:
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit(r))
		g.next.ServeHTTP(w, r)
	}
}

func secure(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// knows reports whether host, with or without a port, names this page. An address
// in digits cannot be rebound, so it is enough where a token is asked for.
func (g guard) knows(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	ip := net.ParseIP(name)
	return name == "localhost" || slices.Contains(g.hosts, name) || ip != nil && (ip.IsLoopback() || g.token != "")
}

// sameOrigin reports whether a browser says that the request is of this page, or
// says nothing.
func sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return r.Method == http.MethodGet || r.Method == http.MethodHead || r.Header.Get("Sec-Fetch-Site") == "" ||
			r.Header.Get("Sec-Fetch-Site") == "same-origin"
	}
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host == r.Host
}

// acceptable reports whether the body is of a kind that a plain form of another
// website cannot send.
func acceptable(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.URL.Path == "/files" {
		return err == nil && kind == "application/octet-stream"
	}
	return err == nil && kind == "application/json"
}

func bodyLimit(r *http.Request) int64 {
	if r.URL.Path == "/files" {
		return maxUpload
	}
	return maxBody
}

// cookie is what proves that a browser knew the token, without being the token.
func (g guard) cookie() string {
	sum := sha256.Sum256([]byte("try " + g.token))
	return hex.EncodeToString(sum[:])
}

func (g guard) admits(r *http.Request) bool {
	c, err := r.Cookie(cookieName)
	return err == nil && subtle.ConstantTimeCompare([]byte(c.Value), []byte(g.cookie())) == 1
}

// welcome lets a browser in that shows the token, and takes it out of the address.
func (g guard) welcome(w http.ResponseWriter, r *http.Request) {
	shown := r.URL.Query().Get("token")
	if r.Method != http.MethodGet || subtle.ConstantTimeCompare([]byte(shown), []byte(g.token)) != 1 {
		http.Error(w, "Open the address that the program printed; it ends in a token.", http.StatusUnauthorized)
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: g.cookie(), Path: "/",
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
	})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

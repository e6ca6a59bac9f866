package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	open, locked := guard{hosts: []string{"magpie.example"}}, guard{token: "sesame"}
	cookie := cookieName + "=" + locked.cookie()
	for name, c := range map[string]struct {
		guard                guard
		method, target, host string
		header               string // "Name: value" in lines
		want                 int
	}{
		"loopback":                {guard: open, host: "127.0.0.1:8080", want: 200},
		"localhost":               {guard: open, host: "localhost:8080", want: 200},
		"loopback of IPv6":        {guard: open, host: "[::1]:8080", want: 200},
		"a configured name":       {guard: open, host: "Magpie.example", want: 200},
		"a rebound name":          {guard: open, host: "evil.example:8080", want: 421},
		"a name like localhost":   {guard: open, host: "localhost.evil.example", want: 421},
		"another address":         {guard: open, host: "192.0.2.7:8080", want: 421},
		"no name":                 {guard: open, host: "", want: 421},
		"its own origin":          {guard: open, host: "localhost:1", header: "Origin: http://localhost:1", want: 200},
		"a foreign origin":        {guard: open, host: "localhost:1", header: "Origin: https://evil.example", want: 403},
		"another port":            {guard: open, host: "localhost:1", header: "Origin: http://localhost:2", want: 403},
		"no origin at all":        {guard: open, host: "localhost:1", header: "Origin: null", want: 403},
		"JSON":                    {guard: open, method: "POST", host: "localhost", header: "Content-Type: application/json", want: 200},
		"a plain form":            {guard: open, method: "POST", host: "localhost", header: "Content-Type: text/plain", want: 415},
		"no kind":                 {guard: open, method: "POST", host: "localhost", want: 415},
		"a file":                  {guard: open, method: "POST", target: "/files", host: "localhost", header: "Content-Type: application/octet-stream", want: 200},
		"a file as a form":        {guard: open, method: "POST", target: "/files", host: "localhost", header: "Content-Type: multipart/form-data", want: 415},
		"another site, no origin": {guard: open, method: "POST", host: "localhost", header: "Content-Type: application/json\nSec-Fetch-Site: cross-site", want: 403},
		"no token":                {guard: locked, host: "192.0.2.7", want: 401},
		"a wrong token":           {guard: locked, target: "/?token=open", host: "192.0.2.7", want: 401},
		"the token":               {guard: locked, target: "/?token=sesame", host: "192.0.2.7", want: 303},
		"the cookie":              {guard: locked, host: "192.0.2.7", header: "Cookie: " + cookie, want: 200},
		"a wrong cookie":          {guard: locked, host: "192.0.2.7", header: "Cookie: " + cookieName + "=sesame", want: 401},
		"a name, with a token":    {guard: locked, host: "evil.example", header: "Cookie: " + cookie, want: 421},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.guard.next = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
			r := httptest.NewRequest(or(c.method, "GET"), or(c.target, "/"), nil)
			r.Host = c.host
			for line := range strings.Lines(c.header) {
				key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
				r.Header.Set(key, value)
			}
			w := httptest.NewRecorder()
			c.guard.ServeHTTP(w, r)
			if w.Code != c.want {
				t.Errorf("%d %s, want %d", w.Code, w.Body, c.want)
			}
			if got := w.Header().Get("Content-Security-Policy"); got != policy {
				t.Errorf("policy %q", got)
			}
		})
	}
}

func TestTokenIsShownOnce(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newTry(t, func(o *Options) { o.Token = "sesame" }).Handler())
	t.Cleanup(server.Close)
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Get(server.URL + "/?token=sesame")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	cookies := resp.Cookies()
	if resp.Header.Get("Location") != "/" || len(cookies) != 1 {
		t.Fatalf("sent to %q with %d cookies", resp.Header.Get("Location"), len(cookies))
	}
	if c := cookies[0]; !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || strings.Contains(c.Value, "sesame") {
		t.Errorf("cookie %v", c)
	}
	r, _ := http.NewRequestWithContext(t.Context(), "GET", server.URL+"/", nil)
	r.AddCookie(cookies[0])
	if resp, err = client.Do(r); err != nil || resp.StatusCode != 200 {
		t.Fatalf("with the cookie: %v, %v", resp, err)
	}
	resp.Body.Close()
}

// inlined matches scripts, styles and handlers within a page.
var inlined = regexp.MustCompile(`(?i)<style|<script[^>]*>[^<]|\sstyle=|\son[a-z]+=|javascript:|https?://[^"]*\.(js|css)`)

func TestPageKeepsItsPolicy(t *testing.T) {
	t.Parallel()
	page := get(t, newTry(t, nil), "/?as=moderator&lang=zh-TW&in=moderators")
	if found := inlined.FindString(page); found != "" {
		t.Errorf("the page has %q", found)
	}
	for _, want := range []string{`lang="zh-TW"`, "傳訊息到 #moderators", `role="log"`, `aria-live="polite"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestMembersDoNotSeeTheModeratorsChannel(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	for as, want := range map[string]bool{"newcomer": false, "member": false, "moderator": true, "nobody": false} {
		page := get(t, try, "/?lang=en&in=moderators&as="+as)
		if got := strings.Contains(page, "Message #moderators"); got != want {
			t.Errorf("%s is in #moderators: %v", as, got)
		}
	}
}

func TestStatic(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	for path, want := range map[string]string{
		"/static/main.js": "text/javascript; charset=utf-8", "/static/base.css": "text/css; charset=utf-8",
		"/static/magpie.svg": "image/svg+xml", "/static/none.js": "", "/static/..%2ftry.go": "",
	} {
		r := httptest.NewRequest("GET", path, nil)
		r.Host = "localhost"
		w := httptest.NewRecorder()
		try.Handler().ServeHTTP(w, r)
		if found := w.Code == 200; found != (want != "") || found && w.Header().Get("Content-Type") != want {
			t.Errorf("%s: %d %s, want %q", path, w.Code, w.Header().Get("Content-Type"), want)
		}
		r.Header.Set("If-None-Match", w.Header().Get("ETag"))
		if w = httptest.NewRecorder(); want != "" {
			if try.Handler().ServeHTTP(w, r); w.Code != 304 {
				t.Errorf("%s again: %d", path, w.Code)
			}
		}
	}
}

// get is the body of an answer 200 to a request for target.
func get(t *testing.T, try *Try, target string) string {
	t.Helper()
	r := httptest.NewRequest("GET", target, nil)
	r.Host = "localhost"
	w := httptest.NewRecorder()
	try.Handler().ServeHTTP(w, r)
	body, err := io.ReadAll(w.Body)
	if w.Code != 200 || err != nil {
		t.Fatalf("GET %s: %d %s, %v", target, w.Code, body, err)
	}
	return string(body)
}

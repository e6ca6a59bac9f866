package bot

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"magpie/discordtest"
	"magpie/slash"
)

// Discord speaks TLS; links see through it.
func TestOverTLS(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, hasty)
	ana := d.Server("Nest", discordtest.ServerOptions{}).Person("ana", "en-US")
	target, err := url.Parse(d.URL())
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	s := httptest.NewTLSServer(mux)
	t.Cleanup(s.Close)
	mux.Handle("/", httputil.NewSingleHostReverseProxy(target))
	mux.HandleFunc("/api/v9/gateway", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]string{"url": strings.Replace(s.URL, "https", "wss", 1) + "/gateway"})
	})
	o := Options{Token: d.Token(), Memory: &memory{}, Words: words{}, API: s.URL, Times: quick}
	hastily(&o)
	b, err := New(slogTo(t), o)
	if err != nil {
		t.Fatal(err)
	}
	b.rest.transport.base.TLSClientConfig = &tls.Config{RootCAs: s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	router, err := slash.NewRouter(slogTo(t), slash.Options{Words: words{}}, pong())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx, router) }()
	d.AwaitReady()
	if got := ana.Type(ana.Direct(), "/ping").String(); got != "(private)\npong" {
		t.Errorf("ana sees %s", got)
	}
	d.Trouble(discordtest.Running, discordtest.Reconnect())
	d.Until("the session to go on", func() bool { return d.Counts().Resumes == 1 && d.Connected() == 1 })
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Run returned %v", err)
	}
}

func TestTunnel(t *testing.T) {
	t.Parallel()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.RequestURI != "gateway.example:443" || r.Header.Get("Proxy-Authorization") != "Basic YW5hOnNlY3JldA==" {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		w.WriteHeader(http.StatusOK)
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		io.Copy(conn, conn)
	}))
	defer proxy.Close()
	host := strings.TrimPrefix(proxy.URL, "http://")
	tests := []struct{ proxy, err string }{
		{"http://ana:secret@" + host, ""},
		{"http://" + host, "403"},
		{"https://" + host, "only http://"},
	}
	for _, test := range tests {
		conn, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		address, err := url.Parse(test.proxy)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if err := tunnel(ctx, conn, address, "gateway.example:443"); (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: %v", test.proxy, err)
		}
		if test.err != "" {
			continue
		}
		fmt.Fprint(conn, "hello")
		got := make([]byte, 5)
		if _, err := io.ReadFull(conn, got); err != nil || string(got) != "hello" {
			t.Errorf("through the tunnel came %q, %v", got, err)
		}
	}
}

// The library's goodbye is not sent, ours is.
func TestGoodbye(t *testing.T) {
	t.Parallel()
	for _, ours := range []bool{true, false} {
		near, far := net.Pipe()
		l := newLink(near, time.Minute)
		sent := make(chan []byte)
		go func() {
			data, err := io.ReadAll(far)
			if err != nil {
				t.Error(err)
			}
			sent <- data
		}()
		want, cause := []byte(nil), errLetGo
		if ours {
			want, cause = normalClosure, net.ErrClosed
			l.silence = time.Second
			l.goodbye()
		} else if _, err := l.Write([]byte{finalFrame | closeFrame, 0x82, 1, 2, 3, 4, 0, 0}); err != errLetGo {
			t.Errorf("writing returns %v", err)
		}
		if got := <-sent; !bytes.Equal(got, want) || l.cause != cause {
			t.Errorf("ours %t: sent % x, ended with %v", ours, got, l.cause)
		}
	}
}

func TestLinkEndsOnce(t *testing.T) {
	t.Parallel()
	near, far := net.Pipe()
	defer far.Close()
	l := newLink(near, time.Minute)
	first := errors.New("first")
	if err := l.end(first); err != first {
		t.Errorf("it ended with %v", err)
	}
	l.Close()
	if _, err := l.Read(make([]byte, 1)); err != first {
		t.Errorf("reading returns %v", err)
	}
	if _, err := l.Write([]byte("x")); err != first {
		t.Errorf("writing returns %v", err)
	}
}

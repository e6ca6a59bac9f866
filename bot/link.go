package bot

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

var (
	// errSilent is a connection on which nothing was heard for too long.
	errSilent = errors.New("nothing was heard from the gateway")
	// errLetGo is the library closing a connection of its own accord: after too many
	// heartbeats without an answer, or by mistake, when a heartbeat of the connection
	// before finds that one closed.
	errLetGo = errors.New("the library let go of the gateway")
)

// A link is one connection to the gateway. Every read and write has a deadline,
// and it ends itself, with the cause, when the server says that it must.
type link struct {
	net.Conn
	silence time.Duration
	frames  frames // of the one who reads
	heard   atomic.Int64

	once  sync.Once
	down  chan struct{} // closed when the link has ended
	cause error         // why; read it after down
}

func newLink(c net.Conn, silence time.Duration) *link {
	l := &link{Conn: c, silence: silence, down: make(chan struct{})}
	l.heard.Store(time.Now().UnixNano())
	return l
}

// Read reads what the server says; what ends the link is not passed on.
func (l *link) Read(p []byte) (int, error) {
	if err := l.SetReadDeadline(time.Now().Add(l.silence)); err != nil {
		return 0, l.end(err)
	}
	n, err := l.Conn.Read(p)
	if n > 0 {
		l.heard.Store(time.Now().UnixNano())
		if cause := l.frames.see(p[:n]); cause != nil {
			return 0, l.end(cause)
		}
	}
	var slow net.Error
	switch {
	case errors.As(err, &slow) && slow.Timeout():
		return n, l.end(errSilent)
	case err != nil:
		return n, l.end(err)
	}
	return n, nil
}

// Write sends what the library says, but for its goodbyes: the server would forget
// the session, which could then not be resumed.
func (l *link) Write(p []byte) (int, error) {
	if len(p) > 0 && p[0] == finalFrame|closeFrame {
		return 0, l.end(errLetGo)
	}
	return l.write(p)
}

func (l *link) write(p []byte) (int, error) {
	if err := l.SetWriteDeadline(time.Now().Add(l.silence)); err != nil {
		return 0, l.end(err)
	}
	n, err := l.Conn.Write(p)
	if err != nil {
		return n, l.end(err)
	}
	return n, nil
}

// Close ends the link.
func (l *link) Close() error {
	l.end(net.ErrClosed)
	return nil
}

// end closes the connection without a word, so that the session can be resumed,
// and returns the cause of the first end.
func (l *link) end(cause error) error {
	l.once.Do(func() {
		l.cause = cause
		l.Conn.Close()
		close(l.down)
	})
	<-l.down
	return l.cause
}

// goodbye tells the server that the client does not come back, so that the bot is
// shown as offline at once, and ends the link. The library's own Close sleeps for a
// second, and its heartbeat can undo it; it notices the end of the link by itself.
func (l *link) goodbye() {
	if _, err := l.write(normalClosure); err == nil {
		answer := time.NewTimer(time.Second)
		defer answer.Stop()
		select {
		case <-l.down:
		case <-answer.C:
		}
	}
	l.end(net.ErrClosed)
}

// normalClosure is a websocket frame that closes with 1000, masked with zeros as
// RFC 6455 wants a client's to be masked.
var normalClosure = []byte{finalFrame | closeFrame, 0x80 | 2, 0, 0, 0, 0, 1000 >> 8, 1000 & 0xff}

// quiet is how long nothing was heard.
func (l *link) quiet() time.Duration { return time.Since(time.Unix(0, l.heard.Load())) }

// dialer is a websocket dialer whose connections are links, each handed to made.
// It speaks TLS by itself, as configured (nil is fine), so that a link sees plain
// frames.
func dialer(silence time.Duration, configured *tls.Config, made func(*link)) *websocket.Dialer {
	dial := func(ctx context.Context, addr string, secure bool) (net.Conn, error) {
		conn, err := connect(ctx, addr)
		if err != nil {
			return nil, err
		}
		if secure {
			secured := tls.Client(conn, serverName(configured, addr))
			if err := secured.HandshakeContext(ctx); err != nil {
				conn.Close()
				return nil, fmt.Errorf("secure the connection to %s: %w", addr, err)
			}
			conn = secured
		}
		l := newLink(conn, silence)
		made(l)
		return l, nil
	}
	return &websocket.Dialer{
		HandshakeTimeout:  15 * time.Second,
		NetDialContext:    func(ctx context.Context, _, addr string) (net.Conn, error) { return dial(ctx, addr, false) },
		NetDialTLSContext: func(ctx context.Context, _, addr string) (net.Conn, error) { return dial(ctx, addr, true) },
	}
}

// serverName is a configuration for the server at addr.
func serverName(c *tls.Config, addr string) *tls.Config {
	if c == nil {
		c = &tls.Config{}
	}
	c = c.Clone()
	c.ServerName, _, _ = net.SplitHostPort(addr)
	c.NextProtos = nil // websockets stand on HTTP/1.1
	return c
}

// connect opens a connection to addr, through the proxy that HTTPS_PROXY and
// NO_PROXY name, if any.
func connect(ctx context.Context, addr string) (net.Conn, error) {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: &url.URL{Scheme: "https", Host: addr}})
	if err != nil {
		return nil, fmt.Errorf("find the proxy for %s: %w", addr, err)
	}
	d := net.Dialer{Timeout: 10 * time.Second}
	if proxy == nil {
		return d.DialContext(ctx, "tcp", addr)
	}
	conn, err := d.DialContext(ctx, "tcp", proxy.Host)
	if err != nil {
		return nil, fmt.Errorf("reach the proxy: %w", err)
	}
	if err := tunnel(ctx, conn, proxy, addr); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// tunnel asks an HTTP proxy to pass on to addr.
func tunnel(ctx context.Context, conn net.Conn, proxy *url.URL, addr string) error {
	if proxy.Scheme != "http" {
		return fmt.Errorf("proxy %s: only http:// proxies are supported", proxy.Redacted())
	}
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return fmt.Errorf("ask the proxy: %w", err)
		}
	}
	ask := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: addr}, Host: addr, Header: http.Header{}}
	if user := proxy.User; user != nil {
		password, _ := user.Password()
		ask.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}
	if err := ask.Write(conn); err != nil {
		return fmt.Errorf("ask the proxy: %w", err)
	}
	// The server beyond waits for the client to speak, so nothing of it is buffered,
	// and the answer's body is the tunnel itself, not to be closed.
	resp, err := http.ReadResponse(bufio.NewReader(conn), ask)
	if err != nil {
		return fmt.Errorf("ask the proxy: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the proxy answered %s", resp.Status)
	}
	return conn.SetDeadline(time.Time{})
}

package discordtest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// A link is one connection to the gateway.
type link struct {
	d        *Discord
	ws       *websocket.Conn
	session  *session // once identified or resumed
	identity string   // token, intents and shard of its IDENTIFY
	compress bool
	received []time.Time // frames of the last minute

	// Set by troubles.
	silent bool
	noAck  bool
	twice  bool
	held   *outgoing // the first of two events to be swapped
	swap   bool

	queueMu sync.Mutex
	queue   []outgoing
	wake    chan struct{}
	gone    chan struct{}
}

// outgoing is a frame, or an end of the connection, that waits to be sent.
type outgoing struct {
	data    []byte
	deflate bool   // send it compressed
	close   int    // a close code
	raw     []byte // bytes below the websocket protocol
	drop    bool   // end the connection without a close frame
}

// push queues a frame. Discord.mu is held.
func (l *link) push(op int, event string, seq any, data any) {
	frame := object{"op": op, "d": data, "s": seq, "t": nil}
	if event != "" {
		frame["t"] = event
	}
	body := encode(frame)
	l.pushFrame(orDefault(event, opNames[op]), body, op == opDispatch)
}

func (l *link) pushFrame(name string, body []byte, event bool) {
	if l.silent {
		l.d.note(Entry{Kind: Withheld, Event: name, Body: body, Note: "the gateway is silent"})
		return
	}
	l.d.note(Entry{Kind: Sent, Event: name, Body: body})
	o := outgoing{data: body, deflate: l.compress && len(body) > 1024}
	switch {
	case event && l.swap && l.held == nil:
		l.held = &o
	case event && l.swap:
		l.put(o, *l.held)
		l.swap, l.held = false, nil
	case event && l.twice:
		l.twice = false
		l.put(o, o)
	default:
		l.put(o)
	}
}

func (l *link) put(items ...outgoing) {
	l.queueMu.Lock()
	l.queue = append(l.queue, items...)
	l.queueMu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// refuse closes the connection because of something that the client did, which
// fails the test unless it is expected.
func (l *link) refuse(code int, why string) {
	if !l.d.expected(0, code, "GATEWAY", "/gateway") {
		l.d.blame("the gateway closes the connection with %d: %s", code, why)
	}
	l.closeWith(code)
}

func (l *link) closeWith(code int) {
	if isFatal(code) {
		l.d.gateway.fatal[l.identity] = code
	}
	l.d.note(Entry{Kind: Closed, Note: fmt.Sprintf("by the gateway with %d", code)})
	l.put(outgoing{close: code})
}

func isFatal(code int) bool { return code == 4004 || code >= 4010 && code <= 4014 }

// write sends what is queued until the connection is gone.
func (l *link) write() {
	for {
		select {
		case <-l.wake:
			l.flush()
		case <-l.gone:
			l.flush() // perhaps a close frame
			return
		}
	}
}

// flush sends what is queued.
func (l *link) flush() {
	l.queueMu.Lock()
	queue := l.queue
	l.queue = nil
	l.queueMu.Unlock()
	for _, o := range queue {
		if err := l.transmit(o); err != nil {
			l.ws.NetConn().Close() // the reader ends, and with it the connection
			return
		}
	}
}

func (l *link) transmit(o outgoing) error {
	_ = l.ws.SetWriteDeadline(time.Now().Add(l.d.config.Patience))
	switch {
	case o.drop:
		return net.ErrClosed
	case o.raw != nil:
		_, err := l.ws.NetConn().Write(o.raw)
		return err
	case o.close != 0:
		message := websocket.FormatCloseMessage(o.close, "")
		err := l.ws.WriteControl(websocket.CloseMessage, message, time.Now().Add(time.Second))
		_ = l.ws.NetConn().SetReadDeadline(time.Now().Add(time.Second)) // for the client's own close frame
		return err
	case o.deflate:
		return l.ws.WriteMessage(websocket.BinaryMessage, deflate(o.data))
	default:
		return l.ws.WriteMessage(websocket.TextMessage, o.data)
	}
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

// ending reports whether a close is on its way out.
func (l *link) ending() bool {
	l.queueMu.Lock()
	defer l.queueMu.Unlock()
	return slices.ContainsFunc(l.queue, func(o outgoing) bool { return o.close != 0 || o.drop })
}

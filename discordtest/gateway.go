package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// The gateway's opcodes.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoice          = 4
	opResume         = 6
	opReconnect      = 7
	opRequestMembers = 8
	opInvalidSession = 9
	opHello          = 10
	opAck            = 11
)

var opNames = map[int]string{
	opHeartbeat: "HEARTBEAT", opIdentify: "IDENTIFY", opPresence: "PRESENCE_UPDATE", opVoice: "VOICE_STATE_UPDATE", opResume: "RESUME",
	opReconnect: "RECONNECT", opRequestMembers: "REQUEST_GUILD_MEMBERS", opInvalidSession: "INVALID_SESSION", opHello: "HELLO", opAck: "HEARTBEAT_ACK",
}

// gatewayState is what the gateway keeps, guarded by Discord.mu.
type gatewayState struct {
	links       map[*link]bool
	sessions    map[string]*session
	troubles    map[Phase][]Trouble
	fatal       map[string]int // identity → the fatal code it was closed with
	starts      []time.Time    // IDENTIFYs of the last day
	startsByKey map[int]time.Time
	connections int
	identifies  int
	resumes     int
	heartbeats  int
}

func (g *gatewayState) init() {
	g.links = map[*link]bool{}
	g.sessions = map[string]*session{}
	g.troubles = map[Phase][]Trouble{}
	g.fatal = map[string]int{}
	g.startsByKey = map[int]time.Time{}
}

func (d *Discord) serveGateway(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		ws.Close()
		return
	}
	l := &link{d: d, ws: ws, wake: make(chan struct{}, 1), gone: make(chan struct{})}
	d.gateway.links[l] = true
	d.gateway.connections++
	d.tasks.Add(1)
	l.welcome(r)
	d.bump()
	d.mu.Unlock()
	defer d.tasks.Done()

	var writer sync.WaitGroup
	writer.Go(l.write)
	err = l.read()
	close(l.gone)
	writer.Wait()
	ws.Close()
	l.end(err)
}

// welcome checks how the client connected and says HELLO.
func (l *link) welcome(r *http.Request) {
	query := r.URL.Query()
	if v := query.Get("v"); v != "9" && v != "10" {
		l.refuse(4012, fmt.Sprintf("invalid API version %q", v))
		return
	}
	if query.Get("encoding") != "json" || query.Get("compress") != "" {
		l.refuse(4002, "only encoding=json without transport compression is offered")
		return
	}
	if code := l.d.gateway.fatal[""]; code != 0 {
		delete(l.d.gateway.fatal, "")
		l.d.blame("the bot reconnected to the gateway after close code %d, which is fatal", code)
	}
	if l.troubled(BeforeHello) {
		return
	}
	l.push(opHello, "", nil, object{"heartbeat_interval": l.d.config.Heartbeat.Milliseconds()})
}

// read handles the client's frames until the connection ends.
func (l *link) read() error {
	for {
		_ = l.ws.NetConn().SetReadDeadline(time.Now().Add(2 * l.d.config.Heartbeat))
		_, data, err := l.ws.ReadMessage()
		var slow net.Error
		if errors.As(err, &slow) && slow.Timeout() {
			l.d.mu.Lock()
			if !l.silent && !l.ending() {
				l.refuse(4009, "no heartbeat came in time")
			}
			l.d.mu.Unlock()
		}
		if err != nil {
			return err
		}
		l.d.locked(func() { l.handle(data) })
	}
}

// end forgets the connection. The session stays resumable unless the client closed
// with 1000 or 1001.
func (l *link) end(err error) {
	l.d.mu.Lock()
	defer l.d.mu.Unlock()
	delete(l.d.gateway.links, l)
	if s := l.session; s != nil && s.link == l {
		s.link, s.lost = nil, l.d.config.Now()
		if websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
			delete(l.d.gateway.sessions, s.id)
		}
	}
	l.d.note(Entry{Kind: Closed, Note: fmt.Sprint(err)})
	l.d.bump()
}

// handle acts on one frame of the client. Discord.mu is held.
func (l *link) handle(data []byte) {
	var frame struct {
		Op *int            `json:"op"`
		D  json.RawMessage `json:"d"`
	}
	if len(data) > gatewayFrameBytes || json.Unmarshal(data, &frame) != nil || frame.Op == nil {
		l.refuse(4002, fmt.Sprintf("a frame of %d bytes cannot be decoded, or is larger than %d", len(data), gatewayFrameBytes))
		return
	}
	now := l.d.config.Now()
	l.received = append(within(l.received, now, gatewayWindow), now)
	l.d.note(Entry{Kind: Received, Event: opNames[*frame.Op], Body: frame.D})
	if len(l.received) > gatewayEvents {
		l.refuse(4008, fmt.Sprintf("more than %d frames in %v", gatewayEvents, gatewayWindow))
		return
	}
	switch *frame.Op {
	case opHeartbeat:
		l.d.gateway.heartbeats++
		if !l.noAck {
			l.push(opAck, "", nil, nil)
		}
	case opIdentify:
		l.identify(frame.D)
	case opResume:
		l.resume(frame.D)
	case opPresence, opVoice, opRequestMembers:
		if l.session == nil {
			l.refuse(4003, "a frame before IDENTIFY")
		} else if *frame.Op == opRequestMembers {
			l.requestMembers(frame.D)
		}
	default:
		l.refuse(4001, fmt.Sprintf("unknown opcode %d", *frame.Op))
	}
}

// Connected is how many gateway connections are past READY or RESUMED.
func (d *Discord) Connected() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, s := range d.gateway.sessions {
		if s.link != nil {
			n++
		}
	}
	return n
}

// AwaitReady waits until a bot is connected to the gateway.
func (d *Discord) AwaitReady() {
	d.t.Helper()
	d.Until("the bot to connect", func() bool { return d.Connected() > 0 })
}

// AskHeartbeat asks the connected bot for a heartbeat at once and waits for it.
func (d *Discord) AskHeartbeat() {
	d.t.Helper()
	d.mu.Lock()
	before := d.gateway.heartbeats
	for l := range d.gateway.links {
		l.push(opHeartbeat, "", nil, nil)
	}
	d.mu.Unlock()
	d.Until("a heartbeat that was asked for", func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.gateway.heartbeats > before
	})
}

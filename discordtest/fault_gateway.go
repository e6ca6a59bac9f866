package discordtest

// Phase is where in the life of a gateway connection a [Trouble] happens.
type Phase int

// The phases.
const (
	BeforeHello   Phase = iota // instead of, or before, HELLO on the next connection
	BeforeReady                // on the next IDENTIFY
	BeforeResumed              // on the next RESUME
	Running                    // now, on every connection that is past READY
)

// Trouble is something that the gateway does to a connection.
type Trouble struct {
	name string
	do   func(*link) (proceed bool) // whether what was due is still sent
}

// Trouble makes trouble once: at the next connection that reaches the phase, or at
// once when Running. Further ones queue up behind it.
func (d *Discord) Trouble(at Phase, trouble Trouble) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at != Running {
		d.gateway.troubles[at] = append(d.gateway.troubles[at], trouble)
		return
	}
	for l := range d.gateway.links {
		if l.session != nil {
			l.suffer(trouble)
		}
	}
	d.bump()
}

// troubled has the next trouble of a phase, and reports whether it replaces what was due.
func (l *link) troubled(at Phase) bool {
	queue := l.d.gateway.troubles[at]
	if len(queue) == 0 {
		return false
	}
	l.d.gateway.troubles[at] = queue[1:]
	return !l.suffer(queue[0])
}

func (l *link) suffer(t Trouble) (proceed bool) {
	l.d.note(Entry{Kind: Fault, Note: t.name})
	return t.do(l)
}

// Reconnect is opcode 7.
func Reconnect() Trouble {
	return Trouble{"op 7", func(l *link) bool {
		l.push(opReconnect, "", nil, nil)
		return false
	}}
}

// InvalidSession is opcode 9.
func InvalidSession(resumable bool) Trouble {
	return Trouble{"op 9", func(l *link) bool {
		if s := l.session; s != nil {
			l.session, s.link = nil, nil
			if !resumable {
				delete(l.d.gateway.sessions, s.id)
			}
		}
		l.push(opInvalidSession, "", nil, resumable)
		return false
	}}
}

// Withhold leaves out what was due (HELLO, READY or RESUMED); heartbeats are answered.
func Withhold() Trouble {
	return Trouble{"nothing said", func(*link) bool { return false }}
}

// NoAck leaves heartbeats unanswered from now on; all else goes on.
func NoAck() Trouble {
	return Trouble{"no ACK", func(l *link) bool {
		l.noAck = true
		return true
	}}
}

// Silence sends nothing more on the connection, which stays open.
func Silence() Trouble {
	return Trouble{"silence", func(l *link) bool {
		l.silent, l.noAck = true, true
		return false
	}}
}

// Drop ends the connection without a close frame.
func Drop() Trouble {
	return Trouble{"dropped", func(l *link) bool {
		l.put(outgoing{drop: true})
		return false
	}}
}

// CloseWith ends the connection with a close code.
func CloseWith(code int) Trouble {
	return Trouble{"closed", func(l *link) bool {
		l.closeWith(code)
		return false
	}}
}

// Garbage sends a frame that is not JSON, then goes on.
func Garbage() Trouble {
	return Trouble{"garbage", func(l *link) bool {
		l.put(outgoing{data: []byte("{\"op\":\x00 garbage")})
		return true
	}}
}

// TruncatedFrame sends a websocket frame that promises more than it holds, then
// drops the connection.
func TruncatedFrame() Trouble {
	return Trouble{"truncated frame", func(l *link) bool {
		l.put(outgoing{raw: []byte{0x81, 100, '{', '"', 'o', 'p'}}, outgoing{drop: true})
		return false
	}}
}

// Twice sends the next event two times.
func Twice() Trouble {
	return Trouble{"event sent twice", func(l *link) bool {
		l.twice = true
		return true
	}}
}

// Swapped sends the next two events in the wrong order.
func Swapped() Trouble {
	return Trouble{"events swapped", func(l *link) bool {
		l.swap = true
		return true
	}}
}

package bot

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
)

// errReconnect is the gateway asking to be left and come back to (opcode 7).
// discordgo deadlocks on it before READY.
var errReconnect = errors.New("the gateway asks to reconnect")

// An invalidError is the gateway refusing an IDENTIFY or a RESUME (opcode 9).
// discordgo would answer it with another IDENTIFY at once, and uncounted.
type invalidError struct{ resumable bool }

func (e *invalidError) Error() string { return "the gateway says that the session is invalid" }

// A ClosedError is the gateway closing the connection. [Bot.Run] returns one for
// the codes after which Discord must not be tried again.
type ClosedError struct{ Code int }

// fatalCodes are the codes after which Discord must not be tried again, with what
// to do about them.
var fatalCodes = map[int]string{
	4004: "the token is not accepted; make a new one under Bot in the developer portal",
	4010: "there is no such shard; check MAGPIE_SHARD",
	4011: "the bot is in too many servers for so few shards; set MAGPIE_SHARD",
	4012: "this version of Magpie speaks an API that Discord no longer has; update it",
	4013: "the intents are not valid; update Magpie",
	4014: "an intent is not allowed; switch on Server Members Intent under Bot in the developer portal, or remove MAGPIE_WELCOME to do without welcomes",
}

func (e *ClosedError) Error() string {
	if why, fatal := fatalCodes[e.Code]; fatal {
		return fmt.Sprintf("discord closed the gateway with %d: %s", e.Code, why)
	}
	return fmt.Sprintf("discord closed the gateway with %d", e.Code)
}

func (e *ClosedError) fatal() bool { return fatalCodes[e.Code] != "" }

// invalidates reports whether the session cannot be resumed: after a wrong
// sequence (4007), an unknown session (4003, 4006) or one that timed out (4009).
func (e *ClosedError) invalidates() bool {
	return e.Code == 4003 || e.Code == 4006 || e.Code == 4007 || e.Code == 4009
}

// The websocket opcodes of RFC 6455 that matter here, and the bit beside them of a
// frame that is a message's last or only one.
const (
	textFrame  = 1
	closeFrame = 8
	finalFrame = 0x80
)

// smallest frames that are looked into; those of opcodes 7 and 9 are far smaller.
const shortFrame = 256

// frames follows what a server sends on a websocket connection, from its answer to
// the upgrade on, to notice what the library deals with badly.
type frames struct {
	upgrade []byte // the last bytes of the answer to the upgrade
	through bool   // the answer is over
	head    []byte // of the frame that begins
	left    uint64 // bytes of the payload to come
	inside  bool   // in a payload
	body    []byte // payload so far, if the frame is looked into
	keep    bool
}

// see takes in what was read and returns why the connection must end, if so.
func (f *frames) see(p []byte) error {
	for len(p) > 0 {
		switch {
		case !f.through:
			f.upgrade = append(f.upgrade, p[0])
			f.through = bytes.HasSuffix(f.upgrade, []byte("\r\n\r\n"))
			f.upgrade = f.upgrade[max(0, len(f.upgrade)-4):]
			p = p[1:]
		case !f.inside:
			f.head = append(f.head, p[0])
			f.begin()
			p = p[1:]
		default:
			n := min(f.left, uint64(len(p)))
			if f.keep {
				f.body = append(f.body, p[:n]...)
			}
			f.left -= n
			p = p[n:]
		}
		if f.inside && f.left == 0 {
			if err := f.end(); err != nil {
				return err
			}
		}
	}
	return nil
}

// begin enters the payload if the frame's head is complete. Servers do not mask.
func (f *frames) begin() {
	if len(f.head) < 2 {
		return
	}
	short := uint64(f.head[1] & 0x7f)
	switch {
	case short < 126:
		f.left = short
	case short == 126 && len(f.head) == 4:
		f.left = uint64(binary.BigEndian.Uint16(f.head[2:]))
	case short == 127 && len(f.head) == 10:
		f.left = binary.BigEndian.Uint64(f.head[2:])
	default:
		return
	}
	f.inside = true
	kind := f.head[0] & 0x0f
	f.keep = f.left <= shortFrame && (kind == textFrame || kind == closeFrame)
}

// end looks into a complete frame.
func (f *frames) end() error {
	kind, body := f.head[0]&0x0f, f.body
	keep := f.keep
	f.head, f.body, f.inside = f.head[:0], f.body[:0], false
	switch {
	case !keep:
		return nil
	case kind == closeFrame && len(body) < 2:
		return &ClosedError{1005} // no code was given
	case kind == closeFrame:
		return &ClosedError{int(binary.BigEndian.Uint16(body))}
	}
	var said struct {
		Op   int             `json:"op"`
		Data json.RawMessage `json:"d"`
	}
	if json.Unmarshal(body, &said) != nil {
		return nil // the library's to judge
	}
	switch said.Op {
	case 7:
		return errReconnect
	case 9:
		return &invalidError{string(said.Data) == "true"}
	}
	return nil
}

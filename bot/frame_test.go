package bot

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// frame is a server's frame of a kind with a payload.
func frame(kind byte, payload string) string {
	head := []byte{0x80 | kind}
	switch n := len(payload); {
	case n < 126:
		head = append(head, byte(n))
	case n < 1<<16:
		head = binary.BigEndian.AppendUint16(append(head, 126), uint16(n))
	default:
		head = binary.BigEndian.AppendUint64(append(head, 127), uint64(n))
	}
	return string(head) + payload
}

const upgrade = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"

func TestFrames(t *testing.T) {
	t.Parallel()
	hello := frame(textFrame, `{"op":10,"d":{"heartbeat_interval":41250}}`)
	long := frame(textFrame, `{"op":0,"d":"`+strings.Repeat("x", 100_000)+`"}`)
	tests := []struct{ name, sent, want string }{
		{"nothing", upgrade, "<nil>"},
		{"events", upgrade + hello + long + frame(textFrame, "") + frame(9, "ping"), "<nil>"},
		{"op 7", upgrade + hello + frame(textFrame, `{"op":7,"d":null,"t":null,"s":null}`), errReconnect.Error()},
		{"op 9", upgrade + long + frame(textFrame, `{"op":9,"d":false}`), "the gateway says that the session is invalid"},
		{"closed", upgrade + hello + frame(closeFrame, "\x0f\xa0bye"), "discord closed the gateway with 4000"},
		{"closed without a code", upgrade + frame(closeFrame, ""), "discord closed the gateway with 1005"},
		{"garbage", upgrade + frame(textFrame, "{{"), "<nil>"},
		{"binary", upgrade + frame(2, `{"op":7}`), "<nil>"},
	}
	for _, test := range tests {
		for _, size := range []int{1, 2, 7, 1 << 20} { // however it is cut up
			var f frames
			var err error
			for rest := []byte(test.sent); len(rest) > 0 && err == nil; {
				n := min(size, len(rest))
				err = f.see(rest[:n])
				rest = rest[n:]
			}
			if got := fmt.Sprint(err); got != test.want {
				t.Errorf("%s by %d: %s, want %s", test.name, size, got, test.want)
			}
		}
	}
	var f frames
	var invalid *invalidError
	if err := f.see([]byte(upgrade + frame(textFrame, `{"op":9,"d":true}`))); !errors.As(err, &invalid) || !invalid.resumable {
		t.Errorf("a resumable session: %v", err)
	}
}

func FuzzFrames(f *testing.F) {
	f.Add([]byte(frame(textFrame, `{"op":7}`)), 1)
	f.Add([]byte(frame(closeFrame, "\x0f\xa0")), 3)
	f.Add([]byte{0x81, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}, 2)
	f.Fuzz(func(t *testing.T, data []byte, at int) {
		at = min(max(at, 0), len(data))
		var whole, parts frames
		err := whole.see(append([]byte(upgrade), data...))
		split := parts.see([]byte(upgrade))
		if split == nil {
			split = parts.see(data[:at])
		}
		if split == nil {
			split = parts.see(data[at:])
		}
		if fmt.Sprint(err) != fmt.Sprint(split) {
			t.Errorf("%x is %v as a whole, %v when cut at %d", data, err, split, at)
		}
		if !bytes.Equal(whole.body, parts.body) {
			t.Errorf("%x leaves other bytes when cut at %d", data, at)
		}
	})
}

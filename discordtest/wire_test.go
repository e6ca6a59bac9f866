package discordtest_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"magpie/discordtest"
)

// wire is a bot's end of a gateway connection, frame by frame.
type wire struct {
	t  *testing.T
	ws *websocket.Conn
}

type frame struct {
	Op int
	T  string
	S  int
	D  map[string]any
	// Raw is d as it came.
	Raw json.RawMessage
}

func dial(t *testing.T, d *discordtest.Discord, query string) wire {
	t.Helper()
	ws, _, err := websocket.DefaultDialer.DialContext(t.Context(), strings.Replace(d.URL(), "http", "ws", 1)+"/gateway/"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ws.Close() })
	return wire{t, ws}
}

const v10 = "?v=10&encoding=json"

// next reads a frame; ok is false when the connection has ended, or is silent.
func (w wire) next() (f frame, end string) {
	w.t.Helper()
	_ = w.ws.SetReadDeadline(time.Now().Add(5 * time.Second))
	kind, data, err := w.ws.ReadMessage()
	var closed *websocket.CloseError
	switch {
	case errors.As(err, &closed) && closed.Code != websocket.CloseAbnormalClosure:
		return f, fmt.Sprint("closed ", closed.Code)
	case err != nil:
		return f, "broken"
	}
	if kind == websocket.BinaryMessage {
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			w.t.Fatal(err)
		}
		if data, err = io.ReadAll(z); err != nil {
			w.t.Fatal(err)
		}
	}
	var raw struct {
		Op int             `json:"op"`
		T  string          `json:"t"`
		S  int             `json:"s"`
		D  json.RawMessage `json:"d"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return f, "garbage"
	}
	f = frame{Op: raw.Op, T: raw.T, S: raw.S, Raw: raw.D}
	_ = json.Unmarshal(raw.D, &f.D) // some are no objects
	return f, ""
}

// until reads frames up to an event, or to an opcode if event is empty.
func (w wire) until(op int, event string) frame {
	w.t.Helper()
	for {
		f, end := w.next()
		if end != "" {
			w.t.Fatalf("waiting for op %d %s: %s", op, event, end)
		}
		if f.Op == op && f.T == event {
			return f
		}
	}
}

func (w wire) send(text string) {
	w.t.Helper()
	if err := w.ws.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		w.t.Fatal(err)
	}
}

func identify(d *discordtest.Discord, intents int, more string) string {
	return fmt.Sprintf(`{"op":2,"d":{"token":%q,"intents":%d,"properties":{"os":"linux"}%s}}`, d.Token(), intents, more)
}

// ready connects and identifies.
func ready(t *testing.T, d *discordtest.Discord, intents int) (w wire, session string) {
	t.Helper()
	w = dial(t, d, v10)
	w.until(10, "")
	w.send(identify(d, intents, ""))
	return w, w.until(0, "READY").D["session_id"].(string)
}

// answer answers the next interaction with a callback and returns its verdict.
func (w wire) answer(api api, body string) (event frame, got string) {
	w.t.Helper()
	event = w.until(0, "INTERACTION_CREATE")
	return event, verdict(api.do("POST", callback(event), body))
}

func callback(event frame) string {
	return fmt.Sprintf("/interactions/%s/%s/callback", event.D["id"], event.D["token"])
}

// hook is the path of the webhook that belongs to an interaction.
func hook(d *discordtest.Discord, event frame) string {
	return fmt.Sprintf("/webhooks/%s/%s", d.ApplicationID(), event.D["token"])
}

package web

import (
	"bufio"
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// bluePNG is a small picture.
var bluePNG = func() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 96, 96))
	for i := range 96 * 96 {
		img.Set(i%96, i/96, color.RGBA{uint8(28 + i/200), 127, 176, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}()

// visitor is a browser without a screen.
type visitor struct {
	t    *testing.T
	url  string
	view string // "as=newcomer&lang=en&in=chat"
}

func visit(t *testing.T, try *Try) visitor {
	t.Helper()
	server := httptest.NewServer(try.Handler())
	t.Cleanup(server.Close)
	return visitor{t, server.URL, "as=newcomer&lang=en&in=chat"}
}

func (v visitor) as(view string) visitor {
	v.view = view
	return v
}

func (v visitor) post(path string, body any) (int, answer) {
	v.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.send(path, "application/json", data)
}

func (v visitor) send(path, kind string, data []byte) (int, answer) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), "POST", v.url+path+"?"+v.view, bytes.NewReader(data))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", v.url)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	var a answer
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
			v.t.Fatal(err)
		}
	}
	return resp.StatusCode, a
}

// an arrival is one server-sent event.
type arrival struct {
	Name, ID string
	Data     map[string]any
}

// follow returns the events that the visitor's view gets after the id last.
func (v visitor) follow(last string) <-chan arrival {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), "GET", v.url+"/events?"+v.view, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Last-Event-ID", last)
	resp, err := http.DefaultClient.Do(r)
	if err != nil || resp.Header.Get("Content-Type") != "text/event-stream" {
		v.t.Fatalf("follow: %v, %v", resp, err)
	}
	events := make(chan arrival, 100)
	go func() {
		defer close(events)
		defer resp.Body.Close()
		var e arrival
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			key, value, _ := strings.Cut(lines.Text(), ": ")
			switch key {
			case "event":
				e.Name = value
			case "id":
				e.ID = value
			case "data":
				_ = json.Unmarshal([]byte(value), &e.Data)
			case "":
				events <- e
				e = arrival{}
			}
		}
	}()
	return events
}

// wait returns the next event with a name whose HTML holds text.
func wait(t *testing.T, events <-chan arrival, name, text string) arrival {
	t.Helper()
	for e := range events {
		html, _ := e.Data["html"].(string)
		if e.Name == name && strings.Contains(html, text) {
			return e
		}
	}
	t.Fatalf("no %s with %q came", name, text)
	return arrival{}
}

func newest(try *Try) message {
	all := try.chat.since(0)
	return all[len(all)-1]
}

var quiet = slog.New(slog.DiscardHandler)

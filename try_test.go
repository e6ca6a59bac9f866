package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// A trial is the try-it page, served until it is ended.
type trial struct {
	*testing.T
	address string
	stop    context.CancelFunc
	ended   chan error
	logs    syncBuffer
}

func newTrial(t *testing.T, data, address string) *trial {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r := &trial{T: t, address: address, stop: stop, ended: make(chan error, 1)}
	out, in := io.Pipe()
	p := Program{
		Args: []string{"--data", data, "try", "--addr", address}, Getenv: func(string) string { return "" },
		Stdin: strings.NewReader(""), Stdout: in, Stderr: &r.logs, Dial: (&net.Dialer{}).DialContext,
	}
	go func() {
		err := p.Run(ctx)
		in.CloseWithError(err)
		r.ended <- err
	}()
	if _, err := out.Read(make([]byte, 1000)); err != nil { // it says where the page is
		t.Fatalf("the program ended: %v\n%s", err, r.logs.String())
	}
	go io.Copy(io.Discard, out)
	return r
}

// types is what a moderator is shown for a command.
func (r *trial) types(command string, input map[string][]string) string {
	r.Helper()
	body, err := json.Marshal(map[string]any{"kind": "typed", "command": command, "input": input})
	if err != nil {
		r.Fatal(err)
	}
	page := "http://" + r.address
	resp, err := http.Post(page+"/act?as=moderator&lang=en&in=chat", "application/json", bytes.NewReader(body))
	if err != nil {
		r.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		r.Fatalf("%s: %s", command, resp.Status)
	}
	shown, err := http.Get(page + "/?as=moderator&lang=en&in=chat")
	if err != nil {
		r.Fatal(err)
	}
	defer shown.Body.Close()
	text, err := io.ReadAll(shown.Body)
	if err != nil {
		r.Fatal(err)
	}
	return string(text)
}

// end ends the program, which must leave nothing undone.
func (r *trial) end() {
	r.Helper()
	r.stop()
	if err := <-r.ended; err != nil {
		r.Error(err)
	}
	for line := range strings.Lines(r.logs.String()) {
		if strings.Contains(line, "level=ERROR") || strings.Contains(line, "level=WARN") {
			r.Error(line)
		}
	}
}

func TestSampleFeedsAreThereTheNextTime(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address, data := l.Addr().String(), t.TempDir()
	l.Close()
	feed := "http://" + address + "/sample/en.xml"

	first := newTrial(t, data, address)
	if got := first.types("feed add", map[string][]string{"url": {feed}}); !strings.Contains(got, "is added") {
		t.Errorf("the first time:\n%s", got)
	}
	first.end()
	second := newTrial(t, data, address)
	if got := second.types("feed check", map[string][]string{"feed": {feed}}); !strings.Contains(got, "” works.") {
		t.Errorf("the second time:\n%s", got)
	}
	second.end()
}

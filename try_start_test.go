package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"magpie/web"
)

// does lets somebody do something on the page, in a channel, and returns what the channel
// shows them then.
func (r *trial) does(as, in string, deed map[string]any) string {
	r.Helper()
	body, err := json.Marshal(deed)
	if err != nil {
		r.Fatal(err)
	}
	at := "?as=" + as + "&lang=en&in=" + in
	resp, err := http.Post("http://"+r.address+"/act"+at, "application/json", bytes.NewReader(body))
	if err != nil {
		r.Fatal(err)
	}
	defer resp.Body.Close()
	if answer, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK {
		r.Fatalf("%v: %s %s", deed, resp.Status, answer)
	}
	return r.sees(as, in)
}

// sees is what a channel shows somebody.
func (r *trial) sees(as, in string) string {
	r.Helper()
	shown, err := http.Get("http://" + r.address + "/?as=" + as + "&lang=en&in=" + in)
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

// uses presses a button, or chooses from a menu, of the last message that has one whose id
// begins with action.
func (r *trial) uses(as, in, action string, values ...string) string {
	r.Helper()
	page := r.sees(as, in)
	ids := regexp.MustCompile(`data-(?:press|choose)="(`+regexp.QuoteMeta(action)+`/[^"]*)"`).FindAllStringSubmatchIndex(page, -1)
	if len(ids) == 0 {
		r.Fatalf("%s sees nothing of %s in\n%s", as, action, page)
	}
	last := ids[len(ids)-1]
	messages := regexp.MustCompile(`data-message="([^"]+)"`).FindAllStringSubmatch(page[:last[0]], -1)
	if len(messages) == 0 {
		r.Fatalf("no message around %s in\n%s", action, page)
	}
	return r.does(as, in, map[string]any{
		"kind": "pressed", "custom": page[last[2]:last[3]], "message": messages[len(messages)-1][1], "input": map[string][]string{"": values},
	})
}

// On the page, too, a moderator posts the panel and chooses a role, and a newcomer begins
// from it, walks their path and is given the role.
func TestStartOnThePage(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	r := newTrial(t, t.TempDir(), address)
	r.does("moderator", "chat", map[string]any{"kind": "typed", "command": "setup"})
	r.uses("moderator", "chat", "panel.settings")
	if got := r.uses("moderator", "chat", "panel.role", "100000000000000023"); !strings.Contains(got, "has powers over other people") {
		t.Errorf("a role of moderators:\n%s", got)
	}
	r.does("moderator", "chat", map[string]any{"kind": "typed", "command": "setup"})
	r.uses("moderator", "chat", "panel.settings")
	if got := r.uses("moderator", "chat", "panel.role", "100000000000000022"); !strings.Contains(got, "Saved") {
		t.Errorf("a role:\n%s", got)
	}
	r.uses("moderator", "chat", "panel.channel", web.WelcomeChannel)
	r.uses("moderator", "chat", "panel.post")
	for end := time.Now().Add(20 * time.Second); !strings.Contains(r.sees("newcomer", "welcome"), "panel.open/"); {
		if time.Now().After(end) {
			t.Fatalf("no panel:\n%s", r.sees("newcomer", "welcome"))
		}
	}
	r.uses("newcomer", "welcome", "panel.open")
	r.uses("newcomer", "welcome", "start.from", "looking")
	r.uses("newcomer", "welcome", "start.path")
	var got string
	for got = r.uses("newcomer", "welcome", "start.open"); strings.Contains(got, "start.next/"); {
		got = r.uses("newcomer", "welcome", "start.next")
	}
	if !strings.Contains(got, "你現在有身分組") {
		t.Errorf("at the end of the path:\n%s", got)
	}
	r.end()
}

package web

import (
	"strings"
	"testing"

	"magpie/slash"
)

func TestEvents(t *testing.T) {
	t.Parallel()
	v := visit(t, newTry(t, nil))
	mine, theirs := v.follow("0"), v.as("as=member&lang=zh-TW&in=chat").follow("0")
	elsewhere := v.as("as=member&lang=en&in=news").follow("0")
	wait(t, theirs, "clock", "")
	v.post("/act", deed{Kind: "typed", Command: "guide"})
	if e := wait(t, mine, "message", "Step 1 of 2"); !strings.Contains(e.Data["html"].(string), "Newcomer used /guide") {
		t.Errorf("no header: %s", e.Data["html"])
	}
	v.post("/act", deed{Kind: "typed", Command: "hello"})
	for e := range theirs { // the guide is not for them
		html, _ := e.Data["html"].(string)
		if strings.Contains(html, "Step 1") {
			t.Fatal("somebody else sees a private answer")
		}
		if strings.Contains(html, "Hello from Newcomer") {
			break
		}
	}
	wait(t, elsewhere, "elsewhere", "")
	seen := wait(t, mine, "seen", "")
	v.post("/say", map[string]string{"text": "after that"})
	again := v.follow(seen.ID)
	for e := range again {
		html, _ := e.Data["html"].(string)
		if strings.Contains(html, "Step 1") {
			t.Error("what was seen is sent again")
		}
		if strings.Contains(html, "after that") {
			break
		}
	}
}

func TestChatIsBounded(t *testing.T) {
	t.Parallel()
	var c chat
	for range maxKept + 50 {
		c.add(message{Channel: ChatChannel, Text: "x"})
	}
	c.add(message{Channel: NewsChannel, Text: "x"})
	if n := len(c.since(0)); n != maxKept+1 {
		t.Errorf("%d messages are kept, want %d", n, maxKept+1)
	}
	big := slash.Say().With(slash.File{Name: "a", Data: make([]byte, 10<<20)})
	for range 10 {
		c.add(message{Channel: NewsChannel, Reply: big})
	}
	bytes := 0
	for _, m := range c.since(0) {
		bytes += m.bytes()
	}
	if bytes > maxKeptBytes || bytes == 0 {
		t.Errorf("%d bytes are kept, want at most %d", bytes, maxKeptBytes)
	}
}

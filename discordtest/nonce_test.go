package discordtest_test

import (
	"strings"
	"testing"
	"time"

	"magpie/discordtest"
)

func TestNonce(t *testing.T) {
	t.Parallel()
	clock := newClock()
	d := discordtest.New(t, discordtest.Config{Now: clock.Now, LaxMentions: true})
	server := d.Server("Nest", discordtest.ServerOptions{})
	w, _ := ready(t, d, 512)
	path := "/channels/" + server.Channel("general").ID + "/messages"
	const once, loose = `{"content":"x","nonce":"n","enforce_nonce":true}`, `{"content":"x","nonce":"n"}`
	post := func(body string) string {
		_, m := api{t, d}.do("POST", path, body)
		return m["id"].(string)
	}
	first := post(once)
	if again := post(once); again != first {
		t.Error("the same nonce made a second message")
	}
	if f := w.until(0, "MESSAGE_CREATE"); f.D["nonce"] != "n" {
		t.Errorf("MESSAGE_CREATE has nonce %v", f.D["nonce"])
	}
	if other := post(loose); other == first {
		t.Error("without enforce_nonce no message was made")
	}
	clock.advance(3 * time.Minute)
	if late := post(once); late == first {
		t.Error("after the window no message was made")
	}

	// A lost reply: the message is there, and sending again does not double it.
	d.Fault("POST "+path, 1, discordtest.ResetAfter())
	body := strings.Replace(once, `"n"`, `"m"`, 1)
	if _, _, err := (api{t, d}).try("POST", path, body); err == nil {
		t.Error("the reply was not lost")
	}
	before := len(server.Channel("general").Messages())
	post(body)
	if after := len(server.Channel("general").Messages()); after != before {
		t.Errorf("%d messages became %d", before, after)
	}
}

// A message that was deleted is not made again by its nonce.
func TestNonceOfDeletedMessage(t *testing.T) {
	t.Parallel()
	clock := newClock()
	d := discordtest.New(t, discordtest.Config{Now: clock.Now, LaxMentions: true})
	general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
	const body = `{"content":"x","nonce":"n","enforce_nonce":true}`
	api, path := api{t, d}, "/channels/"+general.ID+"/messages"
	_, first := api.do("POST", path, body)
	general.DeleteMessage(first["id"].(string))
	d.Expect(10008, "POST "+path)
	if status, _ := api.raw("POST", path, body); status != 404 || len(general.Messages()) != 0 {
		t.Errorf("status %d, %d messages", status, len(general.Messages()))
	}
	clock.advance(3 * time.Minute)
	if status, _ := api.raw("POST", path, body); status != 200 || len(general.Messages()) != 1 {
		t.Errorf("after the window: status %d, %d messages", status, len(general.Messages()))
	}
}

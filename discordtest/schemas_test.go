package discordtest_test

import (
	"os/exec"
	"strings"
	"testing"

	"magpie/discordtest"
)

// TestSchemas has bodies judged by the schemas of Discord's specification as well.
func TestSchemas(t *testing.T) {
	t.Parallel()
	node := needNode(t)
	if out, err := exec.CommandContext(t.Context(), node, "contract/schemas.mjs").CombinedOutput(); err != nil {
		t.Fatalf("schemas.mjs: %v\n%s", err, out)
	}
	schemas, err := discordtest.LoadSchemas("contract/schemas.json")
	if err != nil {
		t.Fatal(err)
	}
	d, _ := fake(t, discordtest.Config{LaxMentions: true, LaxKeys: true, Schemas: schemas})
	general := d.Server("Nest", discordtest.ServerOptions{}).Channel("general")
	messages, commands := "/channels/"+general.ID+"/messages", "/applications/"+d.ApplicationID()+"/commands"
	_, m := api{t, d}.do("POST", messages, `{"content":"x"}`)
	edit := messages + "/" + m["id"].(string)
	// With LaxKeys the fake's own rules let unknown keys pass, so what is refused here
	// is refused by the schemas alone.
	for _, test := range []struct{ name, method, path, body, want string }{
		{"message", "POST", messages, `{"content":"x","allowed_mentions":{"parse":[]},"nonce":"n","enforce_nonce":true}`, "ok"},
		{"V2", "POST", messages, v2(`[{"type":17,"components":[` + shown + `,` + row(items(2, button)) + `]}]`), "ok"},
		{"misspelt", "POST", messages, `{"content":"x","contnet":"x"}`, "400 50035  SCHEMA"},
		{"misspelt within", "POST", messages, v2(`[{"type":10,"content":"x","colour":1}]`), "400 50035 components.0 SCHEMA"},
		{"edit", "PATCH", edit, `{"content":"y"}`, "ok"},
		{"edit misspelt", "PATCH", edit, `{"content":"y","ID":"1"}`, "400 50035  SCHEMA"},
		{"commands", "PUT", commands, richCommands, "ok"},
		{"permissions", "POST", commands, command(`,"default_member_permissions":"32","contexts":[0]`), "ok"},
		{"command misspelt", "PUT", commands, `[` + command(`,"optoins":[]`) + `]`, "400 50035 0 SCHEMA"},
	} {
		got := verdict(api{t, d}.do(test.method, test.path, test.body))
		if got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}

	server := d.Server("Two", discordtest.ServerOptions{})
	ana := server.Person("ana", "en-US")
	w, _ := ready(t, d, 0)
	_, _ = api{t, d}.do("PUT", commands, sceneCommands)
	seen := begin(func() (discordtest.View, error) { return ana.Try().Type(server.Channel("general"), "/go") })
	event := w.until(0, "INTERACTION_CREATE")
	for _, test := range []struct{ name, body, want string }{
		{"misspelt reply", strings.Replace(hello, `"flags"`, `"flag":1,"flags"`, 1), "400 50035"},
		{"misspelt form", strings.Replace(form, `"title"`, `"titel":"x","title"`, 1), "400 50035"},
		{"form", form, "ok"},
	} {
		if got := verdict(api{t, d}.do("POST", callback(event), test.body)); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
	if got := <-seen; got.err != nil || got.view.Form == nil {
		t.Errorf("ana saw %v, %v", got.view, got.err)
	}
}

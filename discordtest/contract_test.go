package discordtest_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"magpie/discordtest"
)

// needNode skips a test where the npm packages of contract/ are not installed; in CI
// it fails instead.
func needNode(t *testing.T) string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err == nil {
		_, err = os.Stat(filepath.Join("contract", "node_modules", "discord.js"))
	}
	if err != nil {
		missing := t.Skipf
		if os.Getenv("CI") == "true" {
			missing = t.Fatalf
		}
		missing("node or its packages are missing (run npm ci in discordtest/contract): %v", err)
	}
	return node
}

// TestOtherClient has discord.js, which shares no code with discordgo, use the fake.
func TestOtherClient(t *testing.T) {
	t.Parallel()
	node := needNode(t)
	d := discordtest.New(t, discordtest.Config{})
	server := d.Server("Nest", discordtest.ServerOptions{})
	ana := server.Person("ana", "zh-TW")
	general := server.Channel("general")

	cmd := exec.CommandContext(t.Context(), node, "contract/client.mjs", d.URL(), d.Token())
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("discord.js said %q, %v", line, err)
	}

	if got := ana.Complete(general, "/try reply name:L", "name"); len(got) != 1 || got[0].Name != "Li Lei" {
		t.Errorf("suggestions are %v", got)
	}
	for _, step := range []struct{ line, want string }{
		{"/try reply name:Li Lei", "(private)\nhello lilei in zh-TW"},
		{"/try later", "(private)\nat last"},
		{"/try stop", "bye"},
	} {
		if got := ana.Type(general, step.line).String(); got != step.want {
			t.Errorf("%s: ana sees\n%s\nnot\n%s", step.line, got, step.want)
		}
	}
	if got := general.AwaitMessages(2); got[0].Content != "and more" && got[1].Content != "and more" {
		t.Errorf("the follow-up is missing: %v", got)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("discord.js: %v", err)
	}
}

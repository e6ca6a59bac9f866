package web

import (
	"flag"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
)

var shots = flag.String("shots", "", "a folder for pictures of the page")

// browse runs a script of e2e against a page of the demo's features. Where the
// tools are missing the test fails in CI and is skipped elsewhere.
func browse(t *testing.T, script string, args ...string) {
	t.Helper()
	missing := func(what string) {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", what)
		}
		t.Skipf("%s is missing", what)
	}
	if _, err := exec.LookPath("node"); err != nil {
		missing("node")
	}
	if _, err := os.Stat("e2e/node_modules"); err != nil {
		missing("e2e/node_modules (npm ci)")
	}
	chromium := os.Getenv("CHROMIUM")
	if chromium == "" {
		chromium = "/usr/bin/chromium"
	}
	if _, err := os.Stat(chromium); err != nil {
		missing(chromium)
	}
	server := httptest.NewServer(newTry(t, nil).Handler())
	t.Cleanup(server.Close)
	node := exec.CommandContext(t.Context(), "node", append([]string{"e2e/" + script, server.URL}, args...)...)
	out, err := node.CombinedOutput()
	t.Logf("%s:\n%s", script, out)
	if err != nil {
		t.Errorf("%s: %v", script, err)
	}
}

func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("no folder given with -shots")
	}
	browse(t, "shot.mjs", *shots)
}

func TestComponents(t *testing.T) {
	t.Parallel()
	browse(t, "components.mjs")
}

func TestAccessible(t *testing.T) {
	t.Parallel()
	browse(t, "axe.mjs")
}

// Package webtest runs the scripts of web/e2e, which use a page in a browser, from
// Go tests.
package webtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Run runs a script, whose path is relative to the test's folder, with args. The
// test fails if the script does. Without Node, its packages (make setup) or
// Chromium, the test fails in CI and is skipped elsewhere.
func Run(t *testing.T, script string, args ...string) {
	t.Helper()
	need(t, "node", func() error { _, err := exec.LookPath("node"); return err })
	for _, path := range []string{filepath.Join(filepath.Dir(script), "node_modules"), chromium()} {
		need(t, path, func() error { _, err := os.Stat(path); return err })
	}
	out, err := exec.CommandContext(t.Context(), "node", append([]string{script}, args...)...).CombinedOutput()
	t.Logf("%s:\n%s", script, out)
	if err != nil {
		t.Errorf("%s: %v", script, err)
	}
}

// chromium is the browser that the scripts start, too.
func chromium() string {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	return "/usr/bin/chromium"
}

func need(t *testing.T, what string, look func() error) {
	t.Helper()
	if look() == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing", what)
	}
	t.Skipf("%s is missing", what)
}

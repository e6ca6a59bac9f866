package main

import (
	"context"
	"net"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"magpie/web/webtest"
)

// TestWalk walks through the try-it page in a browser: a newcomer, a member and a
// moderator do what they came for.
func TestWalk(t *testing.T) {
	if testing.Short() {
		t.Skip("uses a browser for half a minute")
	}
	t.Parallel()
	webtest.Run(t, "web/e2e/walk.mjs", tryPage(t))
}

// tryPage runs the program's try-it page with nothing in it and returns its address.
func tryPage(t *testing.T) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var out, logs syncBuffer
	p := Program{
		Args:   []string{"--data", filepath.Join(t.TempDir(), "data"), "try", "--addr", "127.0.0.1:0"},
		Getenv: func(string) string { return "" },
		Stdin:  strings.NewReader(""), Stdout: &out, Stderr: &logs,
		Dial: (&net.Dialer{}).DialContext,
	}
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the program ended with %v", err)
		}
		if t.Failed() {
			t.Logf("the program's log:\n%s", logs.String())
		}
	})
	address := regexp.MustCompile(`http://\S+[^/\s]`)
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if url := address.FindString(out.String()); url != "" && strings.Contains(out.String(), "\n") {
			return url
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("the program ended before it served: %v\n%s", err, logs.String())
		case <-time.After(10 * time.Millisecond):
		}
	}
	t.Fatalf("the program printed no address: %q\n%s", out.String(), logs.String())
	return ""
}

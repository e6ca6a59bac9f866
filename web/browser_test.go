package web

import (
	"flag"
	"net/http/httptest"
	"testing"

	"magpie/web/webtest"
)

var shots = flag.String("shots", "", "a folder for pictures of the page")

// browse runs a script of e2e against a page of the demo's features.
func browse(t *testing.T, script string, args ...string) {
	t.Helper()
	server := httptest.NewServer(newTry(t, nil).Handler())
	t.Cleanup(server.Close)
	webtest.Run(t, "e2e/"+script, append([]string{server.URL}, args...)...)
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

func TestSiteInBrowser(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newSite(t, nil))
	t.Cleanup(server.Close)
	args := []string{server.URL}
	if *shots != "" {
		args = append(args, *shots)
	}
	webtest.Run(t, "e2e/site.mjs", args...)
}

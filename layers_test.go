package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers says which of our packages each package may import. Imports run down.
var layers = map[string]string{
	"clock":       "",
	"slash":       "clock",
	"locales":     "clock",
	"community":   "clock",
	"guide":       "clock",
	"lexicon":     "clock",
	"character":   "clock",
	"translate":   "clock",
	"picture":     "clock",
	"upstream":    "clock",
	"phrase":      "clock lexicon",
	"schedule":    "clock",
	"news":        "clock lexicon",
	"news/sample": "clock news",
	"outbox":      "clock slash",
	"store":       "clock community guide lexicon news phrase schedule outbox slash translate",
	"commands":    "clock slash locales community guide lexicon character picture translate phrase schedule news outbox",
	"bot":         "clock slash locales outbox",
	"web":         "clock slash locales guide news outbox",
	"cli":         "clock slash locales community guide lexicon character translate upstream phrase schedule news outbox store",
	"discordtest": "",
	"":            "*", // main wires everything
}

// outside says which of our packages may import a package of others.
var outside = map[string][]string{
	"github.com/bwmarrin/discordgo":  {"bot"},
	"github.com/mattn/go-sqlite3":    {"store"},
	"github.com/jackc/pgx/v5":        {"store"},
	"github.com/robfig/cron/v3":      {"schedule"},
	"github.com/mmcdole/gofeed":      {"news"},
	"github.com/go-ego/gse":          {"lexicon"},
	"github.com/mozillazg/go-pinyin": {"lexicon"},
	"golang.org/x/image":             {"character", "picture"},
}

func TestImportsRunDown(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...").CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		paths := strings.Fields(line)
		name := strings.TrimPrefix(strings.TrimPrefix(paths[0], "magpie"), "/")
		allowed, known := layers[name]
		if !known && !strings.HasSuffix(name, "test") {
			t.Errorf("package %s has no place in the house: add it to layers", name)
			continue
		}
		for _, imp := range paths[1:] {
			checkImport(t, name, allowed, imp)
		}
	}
}

func checkImport(t *testing.T, name, allowed, imp string) {
	t.Helper()
	support := strings.HasSuffix(name, "test") // a package for tests
	if ours, ok := strings.CutPrefix(imp, "magpie/"); ok {
		if allowed != "*" && !support && !slices.Contains(strings.Fields(allowed), ours) {
			t.Errorf("%s imports %s, which stands beside or above it", name, ours)
		}
		if ours == "discordtest" && !support {
			t.Errorf("%s imports discordtest, which is for tests", name)
		}
		return
	}
	for theirs, by := range outside {
		if (imp == theirs || strings.HasPrefix(imp, theirs+"/")) && !support && !slices.Contains(by, name) {
			t.Errorf("%s imports %s, which only %s may", name, imp, strings.Join(by, " and "))
		}
	}
}

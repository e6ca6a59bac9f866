package web

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// How templates and code name the site's words: whole, or how they begin.
var (
	saidKey   = regexp.MustCompile(`\.(?:Say|Tell) "([a-z0-9._-]+)"|"site\.([a-z0-9._-]+[a-z0-9])"`)
	saidStart = regexp.MustCompile(`\.Say \(printf? "([a-z.]+\.)|"site\.([a-z.]*\.)(?:"|%)`)
)

// TestSiteWords compares the site's words with what its templates and code ask for.
func TestSiteWords(t *testing.T) {
	t.Parallel()
	var keys, starts []string
	for _, pattern := range []string{"templates/site/*.html", "site*.go", "syndicate.go", "sitemap.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil || strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, m := range saidKey.FindAllStringSubmatch(string(text), -1) {
				if key := "site." + m[1] + m[2]; key != "site.css" {
					keys = append(keys, key)
				}
			}
			for _, m := range saidStart.FindAllStringSubmatch(string(text), -1) {
				if start := "site." + m[1] + m[2]; start != "site." {
					starts = append(starts, start)
				}
			}
		}
	}
	data, err := os.ReadFile("../locales/en.json")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]any{}
	if err := json.Unmarshal(data, &words); err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		if _, ok := words[key]; !ok {
			t.Errorf("no words for %s", key)
		}
	}
	for key := range words {
		said := slices.Contains(keys, key) || slices.ContainsFunc(starts, func(start string) bool { return strings.HasPrefix(key, start) })
		if strings.HasPrefix(key, "site.") && !said {
			t.Errorf("nothing says %s", key)
		}
	}
	if len(keys) < 50 || len(starts) < 5 {
		t.Errorf("%d keys and %d beginnings: this test no longer finds them", len(keys), len(starts))
	}
}

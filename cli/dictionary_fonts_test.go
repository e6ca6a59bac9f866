package cli_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"magpie/cli"
	"magpie/upstream"
)

// builtFont is a font that make setup fetches and CI must have.
func builtFont(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../build/data", name))
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatalf("%v; make setup fetches it", err)
	case err != nil:
		t.Skipf("%v; make setup fetches it", err)
	}
	return data
}

// TestFontsMissing checks that Magpie does without fonts, and says how to get them.
func TestFontsMissing(t *testing.T) {
	t.Parallel()
	s := settingsIn(filepath.Join(t.TempDir(), "data"))
	file := write(t, cedict(hoursAgo(24)))
	out, err := run(t, s, "dictionary", "--cedict", file)
	check(t, err)
	wantLines(t, out, "built the dictionary")
	wantLines(t, doctor(t, s), "ok    fonts: none: tables and timelines come as text only; with pictures as well: magpie dictionary --fonts")
	out, err = run(t, s, "dictionary", "--verify")
	check(t, err)
	wantLines(t, out, "font Noto Sans SC: not there; magpie dictionary --fonts gets it", "font Noto Sans TC: not there")
	out, err = run(t, s, "dictionary", "--fonts")
	wantError(t, err, "get the font Noto Sans TC: npm is not installed")
	wantLines(t, out, "the dictionary is there", "getting the font Noto Sans TC")
	_, err = run(t, s, "dictionary", "--fonts", "--verify")
	wantError(t, err, "if any flags in the group [verify fonts] are set none of the others can be")
}

// TestFontsKept checks fonts that are there, one of which is then damaged.
func TestFontsKept(t *testing.T) {
	t.Parallel()
	s := settingsIn(t.TempDir())
	simplified, traditional := filepath.Join(s.Data, cli.SimplifiedFont), filepath.Join(s.Data, cli.TraditionalFont)
	check(t, errors.Join(os.WriteFile(simplified, builtFont(t, cli.SimplifiedFont), 0o600), os.WriteFile(traditional, builtFont(t, cli.TraditionalFont), 0o600)))
	out, err := run(t, s, "dictionary", "--fonts", "--cedict", write(t, cedict(hoursAgo(24))))
	check(t, err)
	wantLines(t, out, "the font is there: Noto Sans TC", "the font is there: Noto Sans SC", "pictures with text are drawn in "+upstream.FontCredit)
	wantLines(t, doctor(t, s), "ok    fonts: "+upstream.FontCredit)
	out, err = run(t, s, "dictionary", "--verify")
	check(t, err)
	wantLines(t, out, "font: sound: Noto Sans SC", "font: sound: Noto Sans TC")

	check(t, os.Truncate(traditional, 1000))
	_, err = run(t, s, "dictionary", "--verify")
	wantError(t, err, cli.TraditionalFont+" is damaged, or is not Noto Sans TC: its SHA-256 is ")
	wantLines(t, doctor(t, s), "warn  fonts: ")
	_, err = run(t, s, "dictionary", "--fonts")
	wantError(t, err, "get the font Noto Sans TC: npm is not installed")
}

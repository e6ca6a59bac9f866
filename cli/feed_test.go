package cli_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"magpie/cli"
)

func TestFeedCheckFiles(t *testing.T) {
	t.Parallel()
	const folder = "../news/testdata/feeds/"
	var files []string
	for _, name := range []string{"atom.xml", "gbk_called_utf8.xml", "truncated.xml", "page.html", "missing.xml"} {
		files = append(files, folder+name)
	}
	for name, flags := range map[string][]string{"feeds.text.golden": nil, "feeds.json.golden": {"--json"}} {
		out, err := run(t, cli.Settings{}, append(append([]string{"feed", "check"}, flags...), files...)...)
		wantError(t, err, "2 of 5 feeds cannot be used")
		golden(t, name, out)
	}
}

func TestFeedCheckContentType(t *testing.T) {
	t.Parallel()
	const body = `<rss version="2.0"><channel><title>R\xe9sum\xe9</title></channel></rss>`
	file := filepath.Join(t.TempDir(), "feed.xml")
	check(t, os.WriteFile(file, []byte(strings.ReplaceAll(body, `\xe9`, "\xe9")), 0o600))
	for contentType, want := range map[string]string{
		"text/xml; charset=iso-8859-1": "Résumé: 0 items, in iso-8859-1\n",
		"text/xml; charset=iso-8859-2": "Résumé: 0 items, in iso-8859-2\n",
		"text/xml; charset=koi8-r":     "RИsumИ: 0 items, in koi8-r\n",
	} {
		out, err := run(t, cli.Settings{}, "feed", "check", "--content-type", contentType, file)
		check(t, err)
		if !strings.Contains(out, want) {
			t.Errorf("as %s printed %q, want %q", contentType, out, want)
		}
	}
}

// TestFeedCheckSources: a feed is the same from a file, packed, by its address, or from the
// standard input.
func TestFeedCheckSources(t *testing.T) {
	t.Parallel()
	body, err := os.ReadFile("../news/testdata/feeds/rss2.xml")
	check(t, err)
	folder := t.TempDir()
	plain, packed, cut := filepath.Join(folder, "a b.xml"), filepath.Join(folder, "feed.xml.gz"), filepath.Join(folder, "cut.gz")
	check(t, os.WriteFile(plain, body, 0o600))
	var zip bytes.Buffer
	w := gzip.NewWriter(&zip)
	_, err = w.Write(body)
	check(t, errors.Join(err, w.Close()))
	check(t, os.WriteFile(packed, zip.Bytes(), 0o600))
	check(t, os.WriteFile(cut, zip.Bytes()[:zip.Len()-200], 0o600))
	var first map[string]any
	for _, source := range []string{plain, packed, "file://" + strings.ReplaceAll(plain, " ", "%20"), "-"} {
		var printed bytes.Buffer
		root := &cobra.Command{}
		root.AddCommand(cli.Commands(func() (cli.Settings, error) { return cli.Settings{}, nil })...)
		root.SetArgs([]string{"feed", "check", "--json", source})
		root.SetIn(bytes.NewReader(body))
		root.SetOut(&printed)
		check(t, root.ExecuteContext(t.Context()))
		var got map[string]any
		check(t, json.Unmarshal(printed.Bytes(), &got))
		if got["source"] != source {
			t.Errorf("source %v, want %v", got["source"], source)
		}
		delete(got, "source")
		if first == nil {
			first = got
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Errorf("%s is not as %s:\n%s", source, plain, diff)
		}
	}
	out, err := run(t, cli.Settings{}, "feed", "check", cut)
	check(t, err)
	if !strings.Contains(out, "mended: the end is missing") {
		t.Errorf("cut.gz printed %q", out)
	}
}

// TestFeedCheckKeepsOrder: what is read at once is shown in the order of the arguments, and
// those that fail hold up nothing.
func TestFeedCheckKeepsOrder(t *testing.T) {
	t.Parallel()
	var files []string
	for i := range 300 {
		name := []string{"rss2.xml", "atom.xml", "page.html", "none"}[i%4]
		files = append(files, "../news/testdata/feeds/"+name)
	}
	files = append(files, t.TempDir())
	out, err := run(t, cli.Settings{}, append([]string{"feed", "check", "--json"}, files...)...)
	wantError(t, err, "151 of 301 feeds cannot be used")
	errs := []any{"", "", "not_feed", "not_found"}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != len(files) {
		t.Fatalf("%d lines for %d files", len(lines), len(files))
	}
	for i, line := range lines {
		var got map[string]any
		check(t, json.Unmarshal([]byte(line), &got))
		want := errs[i%4]
		if i == 300 {
			want = "unreadable"
		}
		if got["source"] != files[i] || got["error"] != want || got["items"] == nil || got["repairs"] == nil {
			t.Errorf("line %d: %s", i, line)
		}
	}
}

func TestFeedCheckRefusesLargeFiles(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "feed.xml")
	check(t, os.WriteFile(file, bytes.Repeat([]byte{' '}, 4<<20+1), 0o600))
	out, err := run(t, cli.Settings{}, "feed", "check", file)
	wantError(t, err, "1 of 1")
	if !strings.Contains(out, "too_big: file over 4 MiB") {
		t.Errorf("printed %q", out)
	}
}

func TestFeedCheckFromTheWeb(t *testing.T) {
	t.Parallel()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		http.ServeFile(w, r, filepath.Join("../news/testdata/feeds", filepath.Base(r.URL.Path)))
	}))
	t.Cleanup(web.Close)
	host := web.Listener.Addr().String()
	for _, test := range []struct {
		name  string
		allow []string
		args  string
		want  []string
		fails string
	}{
		{"relative links", []string{host}, web.URL + "/relative.xml", []string{"Relative: 6 items", "- Root\n", web.URL + "/a?b=c"}, ""},
		{"a page", []string{host}, web.URL + "/page.html", []string{"cannot be used: not_feed"}, "1 of 1 feeds cannot be used"},
		{"none there", []string{host}, web.URL + "/none.xml", []string{"refused: status 404"}, "1 of 1"},
		{"private", nil, web.URL + "/relative.xml", []string{"private_url: "}, "1 of 1"},
		{"no address", nil, "https://", []string{"bad_url: "}, "1 of 1"},
		{"one of two", []string{host}, web.URL + "/none.xml " + web.URL + "/rss2.xml", []string{"4 items, in utf-8\n"}, "1 of 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			out, err := run(t, cli.Settings{Allow: test.allow}, append([]string{"feed", "check"}, strings.Fields(test.args)...)...)
			wantError(t, err, test.fails)
			for _, want := range test.want {
				if !strings.Contains(out, want) {
					t.Errorf("printed no %q:\n%s", want, out)
				}
			}
		})
	}
}

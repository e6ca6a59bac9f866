package cli_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
		"text/xml; charset=iso-8859-1": "Résumé: 0 items\n",
		"text/xml; charset=iso-8859-2": "Résumé: 0 items\n",
		"text/xml; charset=koi8-r":     "RИsumИ: 0 items\n",
	} {
		out, err := run(t, cli.Settings{}, "feed", "check", "--content-type", contentType, file)
		check(t, err)
		if !strings.Contains(out, want) {
			t.Errorf("as %s printed %q, want %q", contentType, out, want)
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
		{"one of two", []string{host}, web.URL + "/none.xml " + web.URL + "/rss2.xml", []string{"items\n"}, "1 of 2"},
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

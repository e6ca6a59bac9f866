package upstream

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// packed is an npm package with files, as name, content, ….
func packed(t *testing.T, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	archive := tar.NewWriter(z)
	for i := 0; i < len(files); i += 2 {
		err := archive.WriteHeader(&tar.Header{Name: files[i], Size: int64(len(files[i+1])), Mode: 0o644})
		if _, werr := archive.Write([]byte(files[i+1])); errors.Join(err, werr) != nil {
			t.Fatal(err, werr)
		}
	}
	if err := errors.Join(archive.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestFont takes a font and its licence out of a package, and nothing out of one that is not what was published.
func TestFont(t *testing.T) {
	t.Parallel()
	const font, licence = "package/font.ttf", "package/LICENSE_FONT"
	whole := packed(t, "package/other.ttf", "other", licence, "free", font, "letters")
	for name, test := range map[string]struct {
		archive []byte
		forged  bool
		want    string // of the error
	}{
		"whole":        {whole, false, ""},
		"forged":       {whole, true, "is not what was published: its hash is sha512-"},
		"no licence":   {packed(t, font, "letters"), false, "lacks one of"},
		"no font":      {packed(t, licence, "free"), false, "lacks one of"},
		"no package":   {[]byte("<html>"), false, "unpack npm's package"},
		"broken off":   {whole[:len(whole)/2], false, "unpack npm's package"},
		"a large file": {packed(t, font, strings.Repeat("x", maxSize+1), licence, "free"), false, "larger than 32 MB"},
	} {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, "font.tgz"), test.archive, 0o600); err != nil {
			t.Fatal(err)
		}
		sum := sha512.Sum512(test.archive)
		p := parcel{"font@1", "font.tgz", "sha512-" + base64.StdEncoding.EncodeToString(sum[:])}
		if test.forged {
			p.integrity = hanzi.integrity
		}
		got, terms, err := Shop{Folder: folder}.Font(t.Context(), Font{Name: "Font", parcel: p, file: font})
		switch {
		case test.want == "" && (err != nil || string(got) != "letters" || string(terms) != "free"):
			t.Errorf("%s: %q, %q, error %v", name, got, terms, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || got != nil):
			t.Errorf("%s: %q, error %v, want %q", name, got, err, test.want)
		}
	}
}

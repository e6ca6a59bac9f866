package upstream

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
)

// File is the source of CC-CEDICT's text in a file: as it is, or packed by gzip or as
// the only file of a zip archive. What it is, is seen by how it begins.
func File(path string) Source {
	return Source{path, func(context.Context) ([]byte, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		text, err := readAll(f)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		switch {
		case bytes.HasPrefix(text, []byte{0x1f, 0x8b}):
			return unzip(text)
		case bytes.HasPrefix(text, []byte("PK\x03\x04")):
			return onlyFile(text)
		}
		return text, nil
	}}
}

// onlyFile unpacks a zip archive of one file.
func onlyFile(archive []byte) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	if len(z.File) != 1 {
		return nil, errors.New("unpack: the archive should have one file")
	}
	f, err := z.File[0].Open()
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	defer f.Close()
	return readAll(f)
}

package upstream

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// FontCredit says whose the fonts are, and on which terms they may be used.
const FontCredit = "Noto Sans SC and Noto Sans TC, (c) 2014-2021 Adobe, SIL Open Font License 1.1"

// A Font is one font file, known by its hash.
type Font struct {
	Name   string // of the font
	Sum    string // SHA-256 of the file in hex
	parcel parcel
	file   string // in the package
}

// Fonts are the fonts with the letters of Simplified and of Traditional Chinese. Both have Latin letters as well.
func Fonts() (simplified, traditional Font) {
	return Font{
			"Noto Sans SC", "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
			parcel{
				"@expo-google-fonts/noto-sans-sc@0.4.3", "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
				"sha512-9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
			},
			"package/400Regular/NotoSansSC_400Regular.ttf",
		}, Font{
			"Noto Sans TC", "add35d53f70727657b4509531677c4e3712b67df3d54661efdee5d3a0c16d954",
			parcel{
				"@expo-google-fonts/noto-sans-tc@0.4.3", "expo-google-fonts-noto-sans-tc-0.4.3.tgz",
				"sha512-69XAOTLPz0WlAxL6qJEKlDMxHsBd4J1M39HjV0gPF2o1xWVALOsVWvDgistnecVockA9wbU/tH5C/gyS2PdnHg==",
			},
			"package/400Regular/NotoSansTC_400Regular.ttf",
		}
}

// slow is the time that a font's package may take: it holds all weights, some 50 MB, of which one is needed.
const slow = 10 * time.Minute

// Font gets a font's file, and the licence that goes with it.
func (s Shop) Font(ctx context.Context, f Font) (file, licence []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, slow)
	defer cancel()
	folder, remove, err := s.fetch(ctx, f.parcel)
	if err != nil {
		return nil, nil, err
	}
	defer remove()
	if err := f.parcel.check(folder); err != nil {
		return nil, nil, err
	}
	files, err := f.parcel.unpack(folder, f.file, "package/LICENSE_FONT")
	if err != nil {
		return nil, nil, err
	}
	return files[0], files[1], nil
}

// check reports whether the parcel in a folder is what it should be. It reads it bit by bit.
func (p parcel) check(folder string) error {
	archive, err := os.Open(filepath.Join(folder, p.file))
	if err != nil {
		return fmt.Errorf("read npm's package: %w", err)
	}
	defer archive.Close()
	sum := sha512.New()
	if _, err := io.Copy(sum, archive); err != nil {
		return fmt.Errorf("read npm's package: %w", err)
	}
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum.Sum(nil)); got != p.integrity {
		return fmt.Errorf("%s is not what was published: its hash is %s", p.file, got)
	}
	return nil
}

// unpack returns files of a parcel, without having all of it in memory.
func (p parcel) unpack(folder string, names ...string) ([][]byte, error) {
	archive, err := os.Open(filepath.Join(folder, p.file))
	if err != nil {
		return nil, fmt.Errorf("read npm's package: %w", err)
	}
	defer archive.Close()
	unzipped, err := gzip.NewReader(archive)
	if err != nil {
		return nil, fmt.Errorf("unpack npm's package: %w", err)
	}
	files := make([][]byte, len(names))
	for all := tar.NewReader(unzipped); slices.ContainsFunc(files, func(f []byte) bool { return f == nil }); {
		h, err := all.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("npm's package %s lacks one of %v", p.name, names)
		}
		if err != nil {
			return nil, fmt.Errorf("unpack npm's package: %w", err)
		}
		if i := slices.Index(names, h.Name); i >= 0 {
			if files[i], err = readAll(all); err != nil {
				return nil, fmt.Errorf("unpack npm's package: %w", err)
			}
		}
	}
	return files, nil
}

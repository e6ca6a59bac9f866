package news

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// readBody reads an answer, decompressed, within the limits. Feeds that are gzip files
// in themselves are decompressed too.
func readBody(resp *http.Response) ([]byte, error) {
	wire := &counter{r: resp.Body}
	in := bufio.NewReader(wire)
	switch strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))) {
	case "", "identity", "gzip", "x-gzip":
	default:
		return nil, errCoded
	}
	magic, err := in.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read body: %w", err)
	}
	if !bytes.Equal(magic, []byte{0x1F, 0x8B}) {
		return readUpTo(in, wire)
	}
	zip, err := gzip.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("read body: %w", err)
	}
	return readUpTo(zip, wire)
}

// readUpTo reads all of r, unless that is over the limits of size or of its ratio to
// what came over the wire.
func readUpTo(r io.Reader, wire *counter) ([]byte, error) {
	var body bytes.Buffer
	for {
		n, err := io.CopyN(&body, r, 64<<10)
		if body.Len() > maxBody || n > 0 && int64(body.Len()) > maxRatio*wire.n+(64<<10) {
			return nil, errBig
		}
		switch {
		case errors.Is(err, io.EOF):
			return body.Bytes(), nil
		case errors.Is(err, io.ErrUnexpectedEOF) && body.Len() > 0:
			return body.Bytes(), nil // cut short; what came may hold whole items
		case err != nil:
			return nil, fmt.Errorf("read body: %w", err)
		}
	}
}

// A counter counts the bytes that pass.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

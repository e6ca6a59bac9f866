package cli

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"

	"magpie/news"
)

// maxFile is how much of a file is read, as much as of an answer from the web.
const maxFile = 4 << 20

// A feedReader reads feeds from the web and from files.
type feedReader struct {
	fetcher     func() (*news.Fetcher, error)
	contentType string // of files
	stdin       io.Reader
}

func newFeedReader(s Settings, contentType string, stdin io.Reader) *feedReader {
	return &feedReader{
		fetcher: sync.OnceValues(func() (*news.Fetcher, error) {
			return news.NewFetcher(news.FetchOptions{
				UserAgent: "Magpie/" + s.Version + " (feed check)", Allow: s.Allow, Dial: news.Dialer(s.Dial),
			})
		}),
		contentType: contentType,
		stdin:       stdin,
	}
}

// onTheWeb reports whether a source is a web address rather than a file.
func onTheWeb(source string) bool {
	return strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://")
}

// look reads a source. What is wrong with it is told in the sight.
func (r *feedReader) look(ctx context.Context, source string) sight {
	read := r.file
	if onTheWeb(source) {
		read = func(source string) (news.Document, error) { return r.web(ctx, source) }
	}
	doc, err := read(source)
	s := saw(source, doc)
	var trouble *news.Trouble
	switch {
	case errors.As(err, &trouble):
		s.Error, s.why = string(trouble.Problem), trouble.Err
	case errors.Is(err, fs.ErrNotExist):
		s.Error, s.why = "not_found", err
	case err != nil:
		s.Error, s.why = "unreadable", err
	}
	return s
}

func (r *feedReader) web(ctx context.Context, source string) (news.Document, error) {
	address, err := news.FeedURL(source)
	if err != nil {
		return news.Document{}, err
	}
	fetcher, err := r.fetcher()
	if err != nil {
		return news.Document{}, err
	}
	resp, err := fetcher.Fetch(ctx, address, news.State{})
	if err != nil {
		return news.Document{}, err
	}
	return news.ReadFeed(news.Feed{URL: address}, resp.Body, resp.ContentType, resp.URL)
}

// file reads a file by its path or file: address, or the standard input as "-".
func (r *feedReader) file(source string) (news.Document, error) {
	path := source
	if strings.HasPrefix(source, "file://") {
		u, err := url.Parse(source)
		if err != nil {
			return news.Document{}, &news.Trouble{Problem: news.BadURL, URL: source, Err: err}
		}
		path = u.Path
	}
	in := r.stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return news.Document{}, err
		}
		defer f.Close()
		in = f
	}
	body, err := readAll(in)
	if err != nil {
		return news.Document{}, err
	}
	return news.ReadFeed(news.Feed{URL: source}, body, r.contentType, "")
}

var errBigFile = errors.New("file over 4 MiB")

// readAll reads a file, decompressed if it is gzip'd, of a size at most. Of one that was
// cut off in the middle of its compression it returns what there is.
func readAll(in io.Reader) ([]byte, error) {
	buffered := bufio.NewReader(io.LimitReader(in, maxFile+1))
	in = buffered
	if magic, _ := buffered.Peek(2); string(magic) == "\x1F\x8B" {
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, fmt.Errorf("unzip: %w", err)
		}
		in = unzipped
	}
	body, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	switch {
	case len(body) > maxFile:
		return nil, &news.Trouble{Problem: news.TooBig, Err: errBigFile}
	case errors.Is(err, io.ErrUnexpectedEOF) && len(body) > 0:
		return body, nil
	case err != nil:
		return nil, fmt.Errorf("read: %w", err)
	}
	return body, nil
}

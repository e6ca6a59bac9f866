package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"magpie/slash"
)

// ErrTooLarge is wrapped by [Bot.Fetch] for a file that is larger than allowed.
var ErrTooLarge = errors.New("the file is too large")

// cdnHosts are where Discord keeps what people attach.
var cdnHosts = []string{"cdn.discordapp.com", "media.discordapp.net"}

// Fetch downloads a file that somebody attached, of at most limit bytes, from
// Discord and nowhere else. A file that says to be larger is not downloaded.
func (b *Bot) Fetch(ctx context.Context, a slash.Attachment, limit int) ([]byte, error) {
	data, err := b.fetch(ctx, a, limit)
	if err != nil {
		return nil, fmt.Errorf("fetch the file %q: %w", a.Name, err)
	}
	return data, nil
}

func (b *Bot) fetch(ctx context.Context, a slash.Attachment, limit int) ([]byte, error) {
	if a.Size > limit {
		return nil, fmt.Errorf("%w: %d bytes, at most %d are allowed", ErrTooLarge, a.Size, limit)
	}
	address, err := b.fileAddress(a.URL)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("make a request: %w", err)
	}
	req.Header.Set("User-Agent", b.rest.transport.agent)
	resp, err := (&http.Client{
		Transport:     b.rest.transport.base,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}).Do(req)
	if err != nil {
		return nil, plainError(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the answer is %s", resp.Status)
	}
	var data bytes.Buffer
	data.Grow(a.Size + bytes.MinRead) // a buffer that grows as it reads takes twice the memory
	if _, err := data.ReadFrom(io.LimitReader(resp.Body, int64(limit)+1)); err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	if data.Len() > limit {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
	}
	return data.Bytes(), nil
}

// fileAddress is where a file is fetched from, if it is one of Discord's.
func (b *Bot) fileAddress(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || !slices.Contains(cdnHosts, u.Host) {
		return "", errors.New("its address is not one of Discord's for files")
	}
	if b.opts.CDN == "" {
		return u.String(), nil
	}
	cdn, err := url.Parse(b.opts.CDN)
	if err != nil {
		return "", fmt.Errorf("read the address of the CDN: %w", err)
	}
	u.Scheme, u.Host = cdn.Scheme, cdn.Host
	return u.String(), nil
}

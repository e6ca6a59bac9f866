package translate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

const (
	// within is how long an engine may take, for all that it is asked of one text.
	within = 10 * time.Second
	// maxAnswer is how many bytes of an answer are read.
	maxAnswer = 1 << 20
)

// A caller asks an engine by HTTP.
type caller struct {
	client *http.Client
	base   string // without a slash at its end
	header http.Header
}

// newCaller asks by client, which never follows where an engine sends it: a key is for
// one place only.
func newCaller(client *http.Client, base string) caller {
	own := *client
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return caller{client: &own, base: strings.TrimRight(base, "/"), header: http.Header{}}
}

// call asks at a path, with a body as JSON if there is one, and decodes the answer.
func (c caller) call(ctx context.Context, method, path string, body, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	var sent io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, sent)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	req.Header = c.header.Clone()
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return reached(err)
	}
	defer resp.Body.Close()
	if err := accepted(resp.StatusCode); err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		return reached(err)
	case len(data) > maxAnswer:
		return fmt.Errorf("%w: it is longer than %d bytes", ErrOdd, maxAnswer)
	}
	if err := json.Unmarshal(data, answer); err != nil {
		return fmt.Errorf("%w: it is no JSON of the expected shape", ErrOdd)
	}
	return nil
}

// reached says why there was no answer.
func reached(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return ErrSlow
	}
	return fmt.Errorf("%w: %w", ErrAway, err)
}

// accepted says what a status means.
func accepted(status int) error {
	why := ErrRefused
	switch {
	case status == http.StatusOK:
		return nil
	case status == http.StatusTooManyRequests:
		why = ErrBusy
	case status == 456: // DeepL's own
		why = ErrQuota
	case status == http.StatusRequestEntityTooLarge:
		why = ErrTooLong
	case status >= 500:
		why = ErrAway
	}
	return fmt.Errorf("%w: status %d", why, status)
}

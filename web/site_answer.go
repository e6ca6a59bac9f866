package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A document is what an address leads to.
type document struct {
	kind string // its MIME type
	body []byte
	keep string // who may keep it and for how long, as Cache-Control says it
}

// How long what changes with the day, and what a moderator may switch off, is kept.
const (
	keepShortly = "public, max-age=300"
	keepNever   = "public, no-cache" // it may be, but is asked about each time
)

// printed is a document as it is sent: packed, since nearly every reader unpacks.
type printed struct {
	document
	tag string
}

func tagOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// print packs a document, unless it is packed by nature.
func (s *Site) print(d document) (printed, error) {
	p := printed{document: d, tag: tagOf(d.body)}
	if !p.packs() {
		return p, nil
	}
	z, ok := s.packers.Get().(*gzip.Writer) // each takes nearly a megabyte
	if !ok {
		z = gzip.NewWriter(nil)
	}
	defer s.packers.Put(z)
	var packed bytes.Buffer
	z.Reset(&packed)
	_, err := z.Write(d.body)
	if err = errors.Join(err, z.Close()); err != nil {
		return p, fmt.Errorf("pack a page: %w", err) // unreachable: a buffer takes everything
	}
	p.body = packed.Bytes()
	return p, nil
}

func (p printed) packs() bool { return p.kind != siteTypes[".png"] }

// send answers with the document, or says that the reader has it already.
func (p printed) send(w http.ResponseWriter, r *http.Request) error {
	h, body, tag := w.Header(), p.body, p.tag
	if p.packs() {
		h.Add("Vary", "Accept-Encoding")
		if unpacks(r.Header.Get("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			h.Set("Content-Length", strconv.Itoa(len(body))) // taken away again if it is not sent
			tag += "-gzip"
		} else {
			z, err := gzip.NewReader(bytes.NewReader(body))
			if err == nil {
				body, err = io.ReadAll(z)
			}
			if err != nil {
				return fmt.Errorf("unpack a page: %w", err) // unreachable: it was packed above
			}
		}
	}
	h.Set("Content-Type", p.kind)
	h.Set("Cache-Control", p.keep)
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	return nil
}

// unpacks reports whether a reader who accepts these encodings reads gzip.
func unpacks(accepts string) bool {
	for offer := range strings.SplitSeq(strings.ToLower(accepts), ",") {
		name, params, _ := strings.Cut(offer, ";")
		if strings.TrimSpace(name) != "gzip" {
			continue
		}
		q, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(params), "q="), 64)
		return err != nil || q > 0
	}
	return false
}

// answer serves what make makes for each request.
func (e *edition) answer(make func(*http.Request) (document, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d, err := make(r)
		if err == nil {
			var p printed
			if p, err = e.site.print(d); err == nil {
				err = p.send(w, r)
			}
		}
		e.fail(w, r, err)
	})
}

// answerDaily is answer for what changes with the day alone, and is therefore kept.
func (e *edition) answerDaily(make func(*http.Request) (document, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		day, key := e.site.opts.Now().UTC().Format(time.DateOnly), e.Lang+r.URL.Path
		p, ok := e.site.kept.find(day, key)
		if !ok {
			d, err := make(r)
			if err == nil {
				p, err = e.site.print(d)
			}
			if err != nil {
				e.fail(w, r, err)
				return
			}
			e.site.kept.keep(day, key, p)
		}
		e.fail(w, r, p.send(w, r))
	})
}

// fail tells what went wrong, if anything did.
func (e *edition) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case err == nil, r.Context().Err() != nil:
	case errors.Is(err, errNoPage):
		e.sorry(w, r, http.StatusNotFound)
	default:
		e.site.log.Error("show a public page", "path", r.URL.Path, "error", err)
		e.sorry(w, r, http.StatusInternalServerError)
	}
}

// maxCached is how many bytes of pages are kept in memory, packed. All pages that come
// with Magpie take about a quarter of it.
const maxCached = 8 << 20

// A cache keeps pages of one day. It starts anew when the day is over, since pages say
// how old something is, and when it is full.
type cache struct {
	mu    sync.Mutex
	day   string
	pages map[string]printed
	size  int
}

func (c *cache) find(day, key string) (printed, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p, ok := c.pages[key]
	return p, ok && c.day == day
}

func (c *cache) keep(day, key string, p printed) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.day != day || c.size+len(p.body) > maxCached {
		c.day, c.size, c.pages = day, 0, map[string]printed{}
	}
	if _, known := c.pages[key]; !known {
		c.size += len(p.body)
	}
	c.pages[key] = p
}

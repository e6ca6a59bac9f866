package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"magpie/slash"
)

// maxUploads is how many files that people attached are kept.
const maxUploads = 16

// static serves the page's own files.
func static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	data, err := fs.ReadFile(staticFiles, "static/"+name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	sum := sha256.Sum256(data)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "no-cache")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", staticTypes[path.Ext(name)])
	_, _ = w.Write(data)
}

var staticTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// pictures are the kinds of file that a browser may show.
var pictures = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

func fileAddress(message string, block int, name string) string {
	return path.Join("/files", message, strconv.Itoa(block), name)
}

// file serves a picture or a file of a message, to people who see the message.
func (t *Try) file(w http.ResponseWriter, r *http.Request, _ view) {
	data, name, ok := t.fileOf(r.PathValue("message"), r.PathValue("block"))
	if !ok || name != r.PathValue("name") {
		http.NotFound(w, r)
		return
	}
	kind := mime.TypeByExtension(path.Ext(name))
	if slices.Contains(pictures, kind) {
		w.Header().Set("Content-Type", kind)
	} else {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	}
	_, _ = w.Write(data)
}

func (t *Try) fileOf(id, block string) (data []byte, name string, ok bool) {
	all := t.chat.since(0)
	at := slices.IndexFunc(all, func(m message) bool { return m.ID == id })
	i, err := strconv.Atoi(block)
	if at < 0 || err != nil || i < 0 || i >= len(all[at].Reply.Blocks) {
		return nil, "", false
	}
	switch b := all[at].Reply.Blocks[i].(type) {
	case slash.Image:
		return b.Data, b.Name, b.Data != nil
	case slash.File:
		return b.Data, b.Name, true
	case slash.Section:
		if b.Picture != nil && b.Picture.Data != nil {
			return b.Picture.Data, b.Picture.Name, true
		}
	}
	return nil, "", false
}

// uploads are the files that people attached last.
type uploads struct {
	mu    sync.Mutex
	files []uploaded
}

type uploaded struct {
	slash.Attachment
	data []byte
}

func (u *uploads) add(name string, data []byte) slash.Attachment {
	id := rand.Text()
	a := slash.Attachment{ID: id, Name: name, URL: "upload:" + id, Size: len(data)}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.files = append(u.files, uploaded{a, data})
	u.files = u.files[max(0, len(u.files)-maxUploads):]
	return a
}

func (u *uploads) addTo(found map[string]slash.Attachment) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, f := range u.files {
		found[f.ID] = f.Attachment
	}
}

// Fetch returns the bytes of a file that somebody attached, of at most limit bytes.
func (t *Try) Fetch(_ context.Context, a slash.Attachment, limit int) ([]byte, error) {
	t.uploads.mu.Lock()
	defer t.uploads.mu.Unlock()
	for _, f := range t.uploads.files {
		if f.ID == a.ID && len(f.data) <= limit {
			return f.data, nil
		}
	}
	return nil, fmt.Errorf("fetch the file %q: it is no longer kept, or has more than %d bytes", a.Name, limit)
}

// upload keeps a file, so that a deed can name it.
func (t *Try) upload(w http.ResponseWriter, r *http.Request, v view) {
	data, err := io.ReadAll(r.Body)
	name := path.Base(strings.ReplaceAll(r.URL.Query().Get("name"), "\\", "/"))
	if err != nil || len(data) == 0 || !utf8.ValidString(name) || len(name) > 200 {
		respond(w, http.StatusBadRequest, answer{Problem: v.T("problem.file", byteSize(maxUpload))})
		return
	}
	respond(w, http.StatusOK, answer{File: t.uploads.add(name, data).ID})
}

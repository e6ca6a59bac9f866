package commands

import (
	"crypto/rand"
	"sync"
	"time"
)

// How long and how much is kept of what people had explained.
const (
	recentFor  = time.Hour
	recentSize = 4 << 20 // bytes of text
)

// A recentText is a text that somebody had explained.
type recentText struct {
	Text   string
	Author string // id of the person who wrote it, "" if that is not known
	Reader string // id of the person for whom it was explained

	at time.Time
}

// recent keeps texts for the buttons below their explanations: in memory alone, for an
// hour, each for its reader.
type recent struct {
	now func() time.Time

	mu    sync.Mutex
	texts map[string]recentText
	order []string // of ids, the oldest first
	size  int      // of all texts
}

func newRecent(now func() time.Time) *recent {
	return &recent{now: now, texts: map[string]recentText{}}
}

// keep keeps a text and returns its id, which cannot be guessed.
func (r *recent) keep(t recentText) string {
	id := rand.Text()[:16]
	r.mu.Lock()
	defer r.mu.Unlock()
	t.at = r.now()
	r.texts[id] = t
	r.order = append(r.order, id)
	r.size += len(t.Text)
	r.forget()
	time.AfterFunc(recentFor, r.sweep) // though nobody may ask any more
	return id
}

// sweep drops what is too old.
func (r *recent) sweep() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget()
}

// find is the text of an id, for its reader.
func (r *recent) find(id, reader string) (recentText, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget()
	t, ok := r.texts[id]
	return t, ok && t.Reader == reader
}

// forget drops what is too old, and the oldest of what is too much.
func (r *recent) forget() {
	for len(r.order) > 0 {
		oldest := r.texts[r.order[0]]
		if r.size <= recentSize && r.now().Sub(oldest.at) < recentFor {
			return
		}
		r.size -= len(oldest.Text)
		delete(r.texts, r.order[0])
		r.order = r.order[1:]
	}
}

package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	heartbeat  = 20 * time.Second
	writeLimit = 10 * time.Second // for one event
)

// A stream sends a view's changes to one browser as server-sent events: "message"
// for one that is new, changed or gone, "elsewhere" for a new one in another
// channel, "clock" when the clock was moved or another run is next.
type stream struct {
	try   *Try
	view  view
	w     http.ResponseWriter
	ctl   *http.ResponseController
	seen  int // count of the last change sent
	clock clockState
}

// events streams until the browser or the server leaves.
func (t *Try) events(w http.ResponseWriter, r *http.Request, v view) {
	s := &stream{try: t, view: v, w: w, ctl: http.NewResponseController(w)}
	s.seen, _ = strconv.Atoi(or(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("since"))) // 0 sends all
	w.Header().Set("Content-Type", "text/event-stream")
	changed, stop := t.chat.watch()
	defer stop()
	_ = s.ctl.SetReadDeadline(time.Time{}) // a stream outlives the time a request may take
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	err := s.send(r.Context())
	for err == nil {
		select {
		case <-r.Context().Done():
			return
		case <-t.work.Done():
			return
		case <-changed:
			err = s.send(r.Context())
		case <-tick.C:
			err = s.write(": still here\n\n")
		}
	}
}

// send sends what has changed since the last time.
func (s *stream) send(ctx context.Context) error {
	var b strings.Builder
	seen := s.seen
	for _, m := range s.try.chat.since(s.seen) {
		seen = max(seen, m.seq)
		if err := s.print(&b, m); err != nil {
			return err
		}
	}
	if b.Len() > 0 { // after all else, so that a broken stream is sent whole again
		fmt.Fprintf(&b, "id: %d\nevent: seen\ndata: {}\n\n", seen)
	}
	s.seen = seen
	if now := s.try.clockState(ctx); !now.same(s.clock) {
		s.clock = now
		if err := event(&b, "clock", now); err != nil {
			return err
		}
	}
	if b.Len() == 0 {
		b.WriteString("retry: 1000\n\n")
	}
	return s.write(b.String())
}

// print prints one changed message for the view.
func (s *stream) print(b *strings.Builder, m message) error {
	switch {
	case !m.seenBy(s.view.Who):
		return nil
	case m.Channel != s.view.Here.ID && (m.born <= s.seen || m.Gone):
		return nil
	case m.Channel != s.view.Here.ID:
		return event(b, "elsewhere", map[string]string{"channel": m.Channel})
	case m.Gone:
		return event(b, "message", map[string]string{"id": m.ID})
	}
	html, err := s.try.messageHTML(s.view, m)
	if err != nil {
		return err
	}
	return event(b, "message", map[string]string{"id": m.ID, "html": html})
}

// event prints a server-sent event.
func event(b *strings.Builder, name string, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("print event: %w", err)
	}
	fmt.Fprintf(b, "event: %s\ndata: %s\n\n", name, body)
	return nil
}

func (s *stream) write(text string) error {
	if err := s.ctl.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
		return fmt.Errorf("stream: %w", err)
	}
	if _, err := s.w.Write([]byte(text)); err != nil {
		return fmt.Errorf("stream: %w", err)
	}
	return s.ctl.Flush()
}

// A clockState is what the page's clock shows.
type clockState struct {
	Now  int64  `json:"now"`  // milliseconds since 1970
	Zone string `json:"zone"` // IANA name
	Next int64  `json:"next"` // of the next scheduled run, 0 if none
}

// same reports whether o, a while ago, still tells how the clock goes.
func (c clockState) same(o clockState) bool {
	return c.Zone == o.Zone && c.Next == o.Next && c.Now-o.Now < (2*heartbeat).Milliseconds() && o.Now != 0
}

func (t *Try) clockState(ctx context.Context) clockState {
	c := clockState{Now: t.opts.Clock.Now().UnixMilli(), Zone: t.zone(ctx).String()}
	if t.opts.Next == nil {
		return c
	}
	next, err := t.opts.Next(ctx)
	if err != nil && ctx.Err() == nil {
		t.log.Error("look up the next run", "error", err)
	}
	if err == nil && !next.IsZero() {
		c.Next = next.UnixMilli()
	}
	return c
}

func (t *Try) zone(ctx context.Context) *time.Location {
	if t.opts.Zone == nil {
		return time.UTC
	}
	return t.opts.Zone(ctx)
}

func (t *Try) messageHTML(v view, m message) (string, error) {
	var b strings.Builder
	if err := t.templates.ExecuteTemplate(&b, "message", v.show(m)); err != nil {
		return "", fmt.Errorf("print message: %w", err)
	}
	return b.String(), nil
}

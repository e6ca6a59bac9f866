package discordtest

import (
	"encoding/json"
	"fmt"
	"time"
)

// EntryKind says what an [Entry] records.
type EntryKind string

// What a record holds.
const (
	Request  EntryKind = "request"  // a REST request arrived; Body is its JSON
	Response EntryKind = "response" // it was answered; Status and Body
	Received EntryKind = "received" // a gateway frame came from the bot; Event is its opcode's name
	Sent     EntryKind = "sent"     // a gateway frame went to the bot
	Withheld EntryKind = "withheld" // an event was not sent; Note says why
	Closed   EntryKind = "closed"   // a gateway connection ended; Note says how
	Fault    EntryKind = "fault"    // a fault that was asked for happened
)

// Entry is one thing that happened, in order.
type Entry struct {
	Time   time.Time
	Kind   EntryKind
	Method string // of requests and responses
	Path   string // without /api/v9
	Status int    // of responses; 0 if the connection was reset
	Event  string // of gateway frames, such as INTERACTION_CREATE
	Body   json.RawMessage
	Note   string
}

// String is the entry on one line.
func (e Entry) String() string {
	switch e.Kind {
	case Request:
		return fmt.Sprintf("> %s %s %s", e.Method, e.Path, e.Body)
	case Response:
		return fmt.Sprintf("< %d %s %s %s", e.Status, e.Method, e.Path, e.Body)
	default:
		return fmt.Sprintf("%s %s %s %s", e.Kind, e.Event, e.Note, e.Body)
	}
}

// Record is everything that happened so far, in order.
func (d *Discord) Record() []Entry {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]Entry(nil), d.record...)
}

// Requests are the recorded requests on a route; see [Discord.Fault] for patterns.
func (d *Discord) Requests(route string) []Entry {
	var found []Entry
	for _, e := range d.Record() {
		if e.Kind == Request && matchRoute(route, e.Method, e.Path) {
			found = append(found, e)
		}
	}
	return found
}

func (d *Discord) note(e Entry) {
	if d.config.Unrecorded {
		return
	}
	e.Time = d.config.Now()
	d.record = append(d.record, e)
}

// Counts are totals that hold even when nothing is recorded.
type Counts struct {
	Requests    int // REST requests
	Limited     int // answers 429 of whatever origin
	Invalid     int // answers 401, 403 and 429 (but for shared limits)
	Connections int // gateway connections
	Identifies  int
	Resumes     int
}

// Counts returns the totals so far.
func (d *Discord) Counts() Counts {
	d.mu.Lock()
	defer d.mu.Unlock()
	return Counts{
		Requests:    d.rest.requests,
		Limited:     d.rest.limited,
		Invalid:     d.rest.invalidTotal,
		Connections: d.gateway.connections,
		Identifies:  d.gateway.identifies,
		Resumes:     d.gateway.resumes,
	}
}

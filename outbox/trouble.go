package outbox

import (
	"fmt"
	"time"
)

// What a [Poster] returns when it knows that its call posted nothing, or nothing but the
// message whose id it returns beside. After any other error a message may have been posted
// or not.
type (
	// Deleted is a message that an earlier try posted, and that was deleted since.
	Deleted struct{ Err error }
	// Denied is a missing permission, by the name that [slash.Permissions] has for it,
	// "send_messages".
	Denied struct {
		Permission string
		Err        error
	}
	// Gone is a channel that exists no more.
	Gone struct{ Err error }
	// Closed is a person who takes no direct messages from Magpie.
	Closed struct{ Err error }
	// Rejected is a message that is malformed, or otherwise never taken as it is.
	Rejected struct{ Err error }
	// Busy is a request to come back later.
	Busy struct {
		After time.Duration
		Err   error
	}
	// Blind is what Find returns when the channel's history may not be read.
	Blind struct{ Err error }
)

// Error says that the message was deleted.
func (e *Deleted) Error() string { return fmt.Sprintf("deleted since: %v", e.Err) }

// Error says what is missing.
func (e *Denied) Error() string {
	return fmt.Sprintf("permission %s is missing: %v", e.Permission, e.Err)
}

// Error says that the channel is gone.
func (e *Gone) Error() string { return fmt.Sprintf("no such channel: %v", e.Err) }

// Error says that the person takes no direct messages.
func (e *Closed) Error() string { return fmt.Sprintf("takes no direct messages: %v", e.Err) }

// Error says that the message was refused.
func (e *Rejected) Error() string { return fmt.Sprintf("not accepted: %v", e.Err) }

// Error says how long to wait.
func (e *Busy) Error() string { return fmt.Sprintf("busy for %v: %v", e.After, e.Err) }

// Error says that the history may not be read.
func (e *Blind) Error() string {
	return fmt.Sprintf("the channel's history may not be read: %v", e.Err)
}

// Unwrap is the cause.
func (e *Deleted) Unwrap() error { return e.Err }

// Unwrap is the cause.
func (e *Denied) Unwrap() error { return e.Err }

// Unwrap is the cause.
func (e *Gone) Unwrap() error { return e.Err }

// Unwrap is the cause.
func (e *Closed) Unwrap() error { return e.Err }

// Unwrap is the cause.
func (e *Rejected) Unwrap() error { return e.Err }

// Unwrap is the cause.
func (e *Busy) Unwrap() error { return e.Err }

// Unwrap is the cause.
func (e *Blind) Unwrap() error { return e.Err }

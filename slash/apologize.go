package slash

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
)

// lostError is an answer that did not reach its edge.
type lostError struct{ error }

func (e *lostError) Unwrap() error { return e.error }

// apologize tells the person what went wrong, in their words or by an id that the
// log has too.
func (s *serving) apologize(ctx context.Context, err error) Result {
	var lost *lostError
	if errors.As(err, &lost) {
		s.call.Log.Error("deliver an answer", "command", s.name, "error", err)
		return Lost
	}
	outcome := Refused
	reply, known := s.apology(err)
	if bad := reply.Check(); known && bad != nil {
		err, known = fmt.Errorf("apology for %w: %w", err, bad), false
	}
	if !known {
		id := rand.Text()[:8]
		s.call.Log.Error("serve", "command", s.name, "error_id", id, "error", err)
		reply = s.call.sorry(s.call.T("sorry.failed", id), s.call.T("safe.tried"), Try("help")).reply
		outcome = Failed
	}
	if err := s.deliver(ctx, reply.As(Anew)); err != nil {
		s.call.Log.Error("deliver an apology", "command", s.name, "error", err)
		return Lost
	}
	return outcome
}

// apology is what a person is told about err, if they can be told.
func (s *serving) apology(err error) (reply Reply, known bool) {
	c := s.call
	unchanged := c.T("safe.nothing_changed")
	var told *Sorry
	var input *InputError
	var busy *busyError
	switch {
	case errors.As(err, &told):
		return told.reply, true
	case errors.As(err, &input):
		return c.sorry(c.T("sorry.bad_input", Cut(input.Value, 60)), unchanged, s.home()).reply, true
	case errors.As(err, &busy):
		return c.sorry(c.T("sorry.too_fast", busy.seconds()), unchanged, s.home()).reply, true
	case errors.Is(err, errStale):
		return c.sorry(c.T("sorry.stale"), unchanged, s.home()).reply, true
	case errors.Is(err, errNotOwner):
		return c.sorry(c.T("sorry.not_yours"), unchanged, s.home()).reply, true
	}
	return Reply{}, false
}

// home is a command with which the person can start again.
func (s *serving) home() Try {
	if c, ok := s.commands[s.name]; ok && c.On == OnNothing {
		return Try(s.name)
	}
	if home := s.homes[s.name]; home != "" {
		return Try(home)
	}
	return "help"
}

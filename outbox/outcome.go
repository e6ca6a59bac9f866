package outbox

import (
	"errors"
	"math/rand/v2"
	"time"
)

// sent is the message once it is in its channel.
func (m Message) sent(id string) Message {
	m.State, m.MessageID, m.Problem, m.Detail = Sent, id, NoProblem, ""
	return m
}

func (m Message) dead(why Problem, detail string) Message {
	m.State, m.Problem, m.Detail = Dead, why, detail
	return m
}

// trying is the message when it is about to be posted.
func (m Message) trying(now time.Time) Message {
	m.State, m.NextTry = Sending, now.Add(landing)
	if m.isPost() {
		m.NextTry = now.Add(settling)
	}
	m.Attempts++
	if m.FirstTry.IsZero() {
		m.FirstTry = now
	}
	return m
}

// maybeSent reports whether the message may be in the channel, where its nonce
// would not keep it from being posted twice.
func (m Message) maybeSent(now time.Time) bool {
	return m.MessageID == "" && !m.FirstTry.IsZero() && (m.isPost() || now.Sub(m.FirstTry) > nonceLife)
}

// isPost reports whether the message is, or may be, a post of a forum, which no nonce keeps
// from being made twice.
func (m Message) isPost() bool { return m.Kind == ToForum || m.Kind == ToThread }

// late reports whether it is too late to try again.
func (m Message) late(now time.Time) bool { return now.Sub(m.CreatedAt) > giveUp }

// after is the message after a try that failed. before is how it was: if nothing was
// posted, that is what is known about it still.
func (m Message) after(err error, before Message, now time.Time) Message {
	var (
		denied   *Denied
		gone     *Gone
		closed   *Closed
		rejected *Rejected
		busy     *Busy
		blind    *Blind
		deleted  *Deleted
	)
	switch {
	case errors.As(err, &deleted):
		return m.sent("")
	case errors.As(err, &denied):
		return before.dead(NotAllowed, denied.Permission)
	case errors.As(err, &gone):
		return before.dead(ChannelGone, "")
	case errors.As(err, &closed):
		return before.dead(PersonClosed, "")
	case errors.As(err, &rejected):
		return before.dead(NotAccepted, shorten(rejected.Error()))
	case errors.As(err, &blind):
		return before.dead(Unseen, "")
	case errors.As(err, &busy):
		before.NextTry = now.Add(min(max(busy.After, backOff), LongestWait))
		before.Problem, before.Detail = AskedToWait, ""
		return before
	}
	m.State, m.Problem, m.Detail = Unknown, NotConfirmed, shorten(err.Error())
	m.NextTry = now.Add(m.pause())
	return m
}

// pause is how long to wait after as many tries: a second, then twice as long each
// time up to ten minutes, give or take a fifth so that messages do not march in step.
func (m Message) pause() time.Duration {
	d := min(backOff<<min(max(m.Attempts-1, 0), 20), backOffTo)
	d += time.Duration((rand.Float64() - 0.5) * 0.4 * float64(d))
	if m.isPost() && m.MessageID == "" {
		return max(d, settling)
	}
	return d
}

// shorten keeps an error's text small enough to store and show.
func shorten(s string) string {
	const most = 500
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

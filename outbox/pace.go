package outbox

import "time"

const (
	apart = 25 * time.Millisecond // between two messages: 40 a second, which leaves Discord's limit room for others
	bunch = 10                    // messages that are noted together when many are due
	burst = 2 * bunch             // that may leave at once, to catch up on time that was lost
)

// A pace lets messages go evenly. The zero value is ready.
type pace struct{ next time.Time } // when the next may go

// room is how many messages may go now.
func (p *pace) room(now time.Time) int {
	if p.next.After(now.Add(burst * apart)) { // the clock was set back
		p.next = now
	}
	if earliest := now.Add(-burst * apart); p.next.Before(earliest) {
		p.next = earliest
	}
	return max(0, int(now.Sub(p.next)/apart))
}

// take counts n messages that go.
func (p *pace) take(n int) { p.next = p.next.Add(time.Duration(n) * apart) }

// crowd is how long it is until a bunch may go together.
func (p *pace) crowd(now time.Time) time.Duration {
	return max(apart, p.next.Add(bunch*apart).Sub(now))
}

package outbox

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"magpie/slash"
)

// A Kind is what kind of channel a message goes to.
type Kind string

// The kinds of messages.
const (
	ToChannel Kind = "message" // in a text or announcement channel
	ToForum   Kind = "forum"   // as a post of its own, with a title
	ToThread  Kind = "thread"  // in a text channel, then with a thread of its own; in a forum, as a post
	ToPerson  Kind = "person"  // in direct messages with a person
)

// A State is how far a message has come.
type State string

// The states. A message that may have been sent is Sending while a process tries
// and Unknown when none knows how the try ended.
const (
	Ready   State = "ready"
	Sending State = "sending"
	Sent    State = "sent"
	Unknown State = "unknown"
	Dead    State = "dead" // will not be sent unless a moderator asks
)

// A Problem is why a message is dead, or tried again, as a word that locales
// explain ("unsent.denied").
type Problem string

// What can be wrong with a message.
const (
	NoProblem     Problem = ""
	NotAllowed    Problem = "denied"   // a permission is missing; Detail names it
	ChannelGone   Problem = "gone"     // there is no such channel any more
	PersonClosed  Problem = "closed"   // the person takes no direct messages from Magpie
	NotAccepted   Problem = "rejected" // malformed; Detail is for operators
	Unseen        Problem = "unseen"   // may have been sent, but nobody may look
	TooLate       Problem = "late"     // could not be sent within a day
	NotConfirmed  Problem = "trouble"  // the last try ended without an answer
	AskedToWait   Problem = "busy"     // the last try came too early
	EarlierIsDead Problem = "earlier"  // a part before it is dead
)

// Closed reports whether the channel is closed to Magpie, perhaps until a moderator opens it.
func (p Problem) Closed() bool { return p == NotAllowed || p == ChannelGone }

// A Message is one message on its way. The parts of a group go out in order,
// each only after the one before it was sent.
type Message struct {
	ID      string // of the group and the part
	Group   string // what it is part of, such as a run's id
	Part    int    // from 1
	Server  string // empty for a direct message
	Channel string // its id, or that of the person whom a direct message is for
	Kind    Kind
	Title   string   // of a forum post or a thread
	Members []string // ids of people who are added to the thread
	Body    slash.Reply
	Nonce   string // see [Nonce]
	Marker  string // custom id of the button by which the message is known

	State     State
	CreatedAt time.Time // when it was handed over, or revived
	FirstTry  time.Time // of the tries that share the nonce; zero: never tried
	NextTry   time.Time
	Attempts  int
	MessageID string // once posted, though its thread may not be there yet; empty if it was deleted before that was known
	Problem   Problem
	Detail    string
}

// ErrNoMarker is wrapped by [NewMessage] when a body cannot be told from others.
var ErrNoMarker = errors.New("no button whose id holds the nonce")

// Nonce is 25 characters that name a part of a group, the same for all tries, by
// which Discord and Magpie know a message that was sent already.
func Nonce(group string, part int) string {
	sum := sha256.Sum256([]byte(group + "|" + strconv.Itoa(part)))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:25]
}

// NewMessage is a part of a group, from 1, to be sent to a channel. The body must
// have a button whose custom id holds the part's [Nonce]: by it the message is
// found in the channel when nobody knows whether it arrived.
func NewMessage(group string, part int, server, channel string, body slash.Reply) (Message, error) {
	nonce := Nonce(group, part)
	m := Message{
		ID:    group + "|" + strconv.Itoa(part),
		Group: group, Part: part, Server: server, Channel: channel, Kind: ToChannel,
		Body: body, Nonce: nonce, State: Ready,
	}
	for _, b := range body.Buttons() {
		if strings.Contains(b.ID, nonce) {
			m.Marker = b.ID
			return m, nil
		}
	}
	return Message{}, fmt.Errorf("message %d of %s: %w", part, group, ErrNoMarker)
}

// InForum returns the message as a forum post with a title.
func (m Message) InForum(title string) Message {
	m.Kind, m.Title = ToForum, title
	return m
}

// InThread returns the message as one from which a thread with a title is started, to
// which people are added by their ids. In a forum it is a post, with them added.
func (m Message) InThread(title string, members ...string) Message {
	m.Kind, m.Title, m.Members = ToThread, title, members
	return m
}

// NewDirect is a part of a group, from 1, to be sent to a person as a direct message. Its
// body must have a button as that of a [NewMessage].
func NewDirect(group string, part int, person string, body slash.Reply) (Message, error) {
	m, err := NewMessage(group, part, "", person, body)
	m.Kind = ToPerson
	return m, err
}

// Work is the name of the claim that a process holds while it sends.
const Work = "outbox"

// ErrFenced is what a store returns, wrapped, for a write by a process that lost its
// claim.
var ErrFenced = errors.New("the claim was lost")

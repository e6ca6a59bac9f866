package slash

import "context"

// A Reply is what a person, or a channel, is shown: blocks, or a form.
type Reply struct {
	Blocks []Block
	Form   *Form    // opened instead of showing blocks; not after a deferral
	Shown  Shown    // to whom, and where
	Roles  []string // ids of roles that this message may notify, set by a moderator
}

// Shown says to whom a reply is shown, and where.
type Shown int

// Where replies go. Default is privately in answer to a command, and in place of
// the message in answer to a button on a private one.
const (
	Default   Shown = iota
	Anew            // privately, as a new message
	InPlace         // in place of the message whose button was pressed
	ToAll           // to everyone in the channel
	Unchanged       // nothing is shown: the press is only acknowledged; not in answer to a command
)

// Say is a reply of texts, a block each.
func Say(texts ...Content) Reply {
	var r Reply
	for _, t := range texts {
		r.Blocks = append(r.Blocks, Text{t})
	}
	return r
}

// With returns the reply with more blocks below.
func (r Reply) With(blocks ...Block) Reply {
	r.Blocks = append(r.Blocks[:len(r.Blocks):len(r.Blocks)], blocks...)
	return r
}

// As returns the reply shown in another way.
func (r Reply) As(s Shown) Reply {
	r.Shown = s
	return r
}

// Buttons are all the reply's buttons, in order.
func (r Reply) Buttons() []Button {
	var all []Button
	for _, b := range r.Blocks {
		switch b := b.(type) {
		case Row:
			all = append(all, b.Buttons...)
		case Section:
			if b.Button != nil {
				all = append(all, *b.Button)
			}
		}
	}
	return all
}

// A Responder answers one event. An edge implements it.
type Responder interface {
	// Reply is the first answer. Its Shown is never Default.
	Reply(context.Context, Reply) error
	// Defer says that the answer takes a while; the answer will be public only if
	// toAll.
	Defer(ctx context.Context, toAll bool) error
	// Edit gives the answer after Defer. An answer that is less public than Defer
	// said, such as an apology, must not be shown to all.
	Edit(context.Context, Reply) error
	// Suggest answers a Completed event.
	Suggest(context.Context, []Choice) error
	// Form opens a form.
	Form(context.Context, Form) error
}

// A Channel posts in channels, unasked. An edge implements it.
type Channel interface {
	// Post sends a message and returns its id. Of two posts with one nonce within
	// a few minutes only the first makes a message.
	Post(ctx context.Context, p Post) (id string, err error)
	// Edit replaces a message that Post sent.
	Edit(ctx context.Context, channel, id string, r Reply) error
}

// A Post is a message for a channel.
type Post struct {
	Channel string
	Title   string // of a new thread in a forum; empty in other channels
	Nonce   string // at most 25 characters
	Reply   Reply
}

package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"magpie/outbox"
	"magpie/slash"
)

// A Poster posts messages of an outbox. It implements [outbox.Poster].
type Poster struct{ bot *Bot }

// Poster returns the bot as what an outbox posts with.
func (b *Bot) Poster() Poster { return Poster{b} }

// Post posts a message, starts its thread and adds its members, and returns its id. Of two
// posts with one nonce Discord makes one message for a few minutes, but not in a forum.
func (p Poster) Post(ctx context.Context, m outbox.Message) (string, error) {
	if !p.bot.names.known() {
		return "", &outbox.Busy{After: starting, Err: errors.New("commands cannot be mentioned before they are registered")}
	}
	id, err := p.post(ctx, m)
	switch {
	case code(err) == unknownMessage: // what Discord knows by this nonce or id is gone
		return id, &outbox.Deleted{Err: err}
	case err != nil:
		return id, p.bot.explain(ctx, m.Channel, err)
	}
	return id, nil
}

// post does what is not done yet: the message, if it has no id, and its thread.
func (p Poster) post(ctx context.Context, m outbox.Message) (id string, err error) {
	forum := m.Kind == outbox.ToForum
	if m.Kind == outbox.ToThread {
		if forum, err = p.bot.isForum(ctx, m.Channel); err != nil {
			return m.MessageID, err
		}
	}
	if m.MessageID == "" {
		post := slash.Post{Nonce: m.Nonce, Reply: m.Body}
		if post.Channel, err = p.channelOf(ctx, m); err != nil {
			return "", err
		}
		if forum {
			post.Title = m.Title
		}
		if m.MessageID, err = p.bot.Post(ctx, post); err != nil {
			return "", err
		}
	}
	if m.Kind != outbox.ToThread {
		return m.MessageID, nil
	}
	return m.MessageID, p.bot.gather(ctx, m, forum)
}

// channelOf is the channel that a message goes to.
func (p Poster) channelOf(ctx context.Context, m outbox.Message) (string, error) {
	if m.Kind != outbox.ToPerson {
		return m.Channel, nil
	}
	channel, err := p.bot.openDirect(ctx, m.Channel)
	if err != nil {
		return "", fmt.Errorf("open direct messages: %w", err)
	}
	return channel, nil
}

// Find looks for a message with a component whose custom id is m's marker among those
// that the bot posted where m goes since a time.
func (p Poster) Find(ctx context.Context, m outbox.Message, since time.Time) (id string, found bool, err error) {
	channel, err := p.channelOf(ctx, m)
	if err == nil {
		id, found, err = p.bot.find(ctx, channel, m.Marker, since)
	}
	if errors.Is(err, errBlind) {
		return "", false, &outbox.Blind{Err: err}
	}
	if err != nil {
		return "", false, p.bot.explain(ctx, channel, err)
	}
	return id, found, nil
}

// starting is how long the outbox waits for a bot that has just started.
const starting = time.Second

// unready is how long to wait when a request was not even tried.
const unready = time.Minute

// explain sorts an error into what the outbox knows. All else stays as it is: then
// nobody knows whether the message was posted.
func (b *Bot) explain(ctx context.Context, channel string, err error) error {
	var no *refusal
	var early *tooSoon
	switch {
	case sorted(err):
		return err
	case errors.Is(err, errBanned):
		return &outbox.Busy{After: unready, Err: err}
	case errors.As(err, &early):
		return &outbox.Busy{After: early.after, Err: err}
	case !errors.As(err, &no):
		return err
	case no.Status == http.StatusTooManyRequests:
		return &outbox.Busy{After: no.After, Err: err}
	case no.Status == http.StatusUnauthorized:
		return &outbox.Busy{After: unready, Err: err} // the token was changed; an operator has to act
	case no.Code == missingAccess:
		return &outbox.Denied{Permission: slash.ViewChannel.String(), Err: err}
	case no.Code == missingPermissions:
		return &outbox.Denied{Permission: b.missing(ctx, channel, 0), Err: err}
	case no.Code == cannotMessage, no.Code == noServerShared:
		return &outbox.Closed{Err: err}
	case no.Code == openingTooFast:
		return &outbox.Busy{After: 10 * unready, Err: err}
	case no.Code == threadArchived: // locked too, else it would have opened again
		return &outbox.Denied{Permission: slash.ManageThreads.String(), Err: err}
	case no.Code == unknownChannel, no.Code == unknownGuild, no.Code == unknownUser:
		return &outbox.Gone{Err: err}
	case no.Status >= 400 && no.Status < 500:
		return &outbox.Rejected{Err: err}
	}
	return err
}

// sorted reports whether an error is one that the outbox knows already.
func sorted(err error) bool {
	var denied *outbox.Denied
	var busy *outbox.Busy
	return errors.As(err, &denied) || errors.As(err, &busy)
}

// missing names a permission that the bot lacks in a channel: one of more, if there is any,
// else of those that are needed everywhere.
func (b *Bot) missing(ctx context.Context, channel string, more slash.Permissions) string {
	have, _, err := b.permissions(ctx, channel)
	if err != nil {
		b.log.Warn("look up which permission is missing", "channel", channel, "error", err)
	}
	lacking := cmp.Or(have.Missing(more), have.Missing(needed)).Names()
	if len(lacking) == 0 { // it was given back meanwhile
		return cmp.Or(more, slash.SendMessages).String()
	}
	return lacking[0]
}

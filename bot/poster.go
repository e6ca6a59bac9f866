package bot

import (
	"context"
	"errors"
	"net/http"
	"time"

	"magpie/outbox"
	"magpie/slash"
)

// A Poster posts messages of an outbox. It implements [outbox.Poster].
type Poster struct{ bot *Bot }

// Poster returns the bot as what an outbox posts with.
func (b *Bot) Poster() Poster { return Poster{b} }

// Post posts a message and returns its id. Of two posts with one nonce Discord
// makes one message for a few minutes, but not in a forum.
func (p Poster) Post(ctx context.Context, m outbox.Message) (string, error) {
	if !p.bot.names.known() {
		return "", &outbox.Busy{After: starting, Err: errors.New("commands cannot be mentioned before they are registered")}
	}
	post := slash.Post{Channel: m.Channel, Nonce: m.Nonce, Reply: m.Body}
	if m.Kind == outbox.ToForum {
		post.Title = m.Title
	}
	id, err := p.bot.Post(ctx, post)
	switch {
	case code(err) == unknownMessage: // what Discord knows by this nonce is gone
		return "", &outbox.Deleted{Err: err}
	case err != nil:
		return "", p.bot.explain(ctx, m.Channel, err)
	}
	return id, nil
}

// Find looks for a message with a component whose custom id is marker among those
// that the bot posted in a channel since a time.
func (p Poster) Find(ctx context.Context, channel, marker string, since time.Time) (string, bool, error) {
	id, found, err := p.bot.find(ctx, channel, marker, since)
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
		return &outbox.Denied{Permission: b.missing(ctx, channel), Err: err}
	case no.Code == threadArchived: // locked too, else it would have opened again
		return &outbox.Denied{Permission: slash.ManageThreads.String(), Err: err}
	case no.Code == unknownChannel, no.Code == unknownGuild:
		return &outbox.Gone{Err: err}
	case no.Status >= 400 && no.Status < 500:
		return &outbox.Rejected{Err: err}
	}
	return err
}

// missing names the permission that the bot lacks in a channel.
func (b *Bot) missing(ctx context.Context, channel string) string {
	have, _, err := b.permissions(ctx, channel)
	if err != nil {
		b.log.Warn("look up which permission is missing", "channel", channel, "error", err)
	}
	lacking := have.Missing(needed).Names()
	if len(lacking) == 0 { // it was given back meanwhile
		return slash.SendMessages.String()
	}
	return lacking[0]
}

package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"magpie/outbox"
	"magpie/slash"
)

// Codes of Discord's errors about threads and their members.
const (
	threadStarted   = 160004 // from this message
	tooManyThreads  = 160006
	tooManyOfNews   = 160007
	unknownMember   = 10007
	unknownUser     = 10013
	unknownRole     = 10011
	cannotMessage   = 50007 // this person
	noServerShared  = 50278 // with this person
	openingTooFast  = 40003 // direct messages
	threadsLockedUp = 30 * unready
)

// isForum reports whether a channel takes posts, not messages.
func (b *Bot) isForum(ctx context.Context, channel string) (bool, error) {
	var about channelInfo
	err := b.rest.get(ctx, "/channels/"+channel, &about)
	return about.Type == forumChannel, err
}

// gather starts the thread of a message that was posted, in a channel that is no forum,
// and adds its members. Both were done already if Discord says so.
func (b *Bot) gather(ctx context.Context, m outbox.Message, forum bool) error {
	if !forum {
		if err := b.startThread(ctx, m); err != nil {
			return err
		}
	}
	for _, person := range m.Members {
		if person == "" { // who was erased meanwhile
			continue
		}
		if err := b.addToThread(ctx, m.MessageID, person); err != nil {
			return err
		}
	}
	return nil
}

// startThread starts a thread from a message, whose id it has.
func (b *Bot) startThread(ctx context.Context, m outbox.Message) error {
	body := struct {
		Name string `json:"name"`
	}{slash.Cut(m.Title, maxTitle)}
	err := b.rest.call(ctx, http.MethodPost, "/channels/"+m.Channel+"/messages/"+m.MessageID+"/threads", body, nil, nil)
	switch c := code(err); {
	case c == threadStarted:
		return nil
	case c == tooManyThreads, c == tooManyOfNews:
		return &outbox.Busy{After: threadsLockedUp, Err: err}
	case c == missingPermissions:
		return &outbox.Denied{Permission: b.missing(ctx, m.Channel, slash.CreatePublicThreads), Err: err}
	}
	return err
}

// addToThread adds a person to a thread. Who cannot be added, since they left the server,
// do not see the channel or have blocked Magpie, is left out, and so is everybody if the
// thread was closed or deleted meanwhile.
func (b *Bot) addToThread(ctx context.Context, thread, person string) error {
	err := b.rest.call(ctx, http.MethodPut, "/channels/"+thread+"/thread-members/"+person, nil, nil, nil)
	var no *refusal
	switch {
	case !errors.As(err, &no), no.Status == http.StatusTooManyRequests, no.Status == http.StatusUnauthorized, no.Status >= 500:
		return err
	case no.Code == missingPermissions:
		have, _, err := b.permissions(ctx, thread)
		if err != nil {
			return fmt.Errorf("look up permissions in thread %s: %w", thread, err)
		}
		if have.Missing(slash.SendMessagesInThreads) != 0 {
			return &outbox.Denied{Permission: slash.SendMessagesInThreads.String(), Err: no}
		}
	}
	b.log.Info("a person could not be added to a thread", "thread", thread, "code", no.Code)
	return nil
}

package bot

import (
	"context"
	"fmt"
	"net/http"

	"magpie/slash"
)

const (
	forumChannel = 15
	requiresTag  = 1 << 4 // a flag of forums
	maxTitle     = 100    // of a thread
)

// postedMessage is what is needed of a message that was made.
type postedMessage struct {
	ID string `json:"id"`
}

// Post sends a message to a channel, or opens a thread with it in a forum, and
// returns its id. Discord makes only one message of several posts with the same
// nonce within a few minutes, but not in forums.
func (b *Bot) Post(ctx context.Context, p slash.Post) (string, error) {
	id, err := b.post(ctx, p)
	if err != nil {
		return "", fmt.Errorf("post in channel %s: %w", p.Channel, err)
	}
	return id, nil
}

func (b *Bot) post(ctx context.Context, p slash.Post) (string, error) {
	body := newPayload(p.Reply, b.names.id)
	if p.Title != "" {
		return b.postThread(ctx, p.Channel, p.Title, body)
	}
	body.Nonce, body.Enforce = p.Nonce, p.Nonce != ""
	var made postedMessage
	err := b.rest.call(ctx, http.MethodPost, "/channels/"+p.Channel+"/messages", body, body.uploads(), &made)
	return made.ID, err
}

// postThread opens a thread in a forum. Its first message has the thread's id.
func (b *Bot) postThread(ctx context.Context, forum, title string, first *payload) (string, error) {
	var about channelInfo
	if err := b.rest.get(ctx, "/channels/"+forum, &about); err != nil {
		return "", err
	}
	body := struct {
		Name    string   `json:"name"`
		Tags    []string `json:"applied_tags,omitempty"`
		Message *payload `json:"message"`
	}{slash.Cut(title, maxTitle), about.tags(), first}
	var made postedMessage
	err := b.rest.call(ctx, http.MethodPost, "/channels/"+forum+"/threads", body, first.uploads(), &made)
	return made.ID, err
}

// channelInfo is a channel as Discord describes it.
type channelInfo struct {
	ID     string `json:"id"`
	Type   int    `json:"type"`
	Server string `json:"guild_id"`
	Last   string `json:"last_message_id"`
	Flags  int    `json:"flags"`
	Parent string `json:"parent_id"`

	Overwrites []overwrite `json:"permission_overwrites"`
	Tags       []struct {
		ID        string `json:"id"`
		Moderated bool   `json:"moderated"` // only moderators may use it
	} `json:"available_tags"`
}

// tags are the first tag that the bot may use, if the forum wants one.
func (c channelInfo) tags() []string {
	if c.Flags&requiresTag == 0 {
		return nil
	}
	for _, t := range c.Tags {
		if !t.Moderated {
			return []string{t.ID}
		}
	}
	return nil
}

// Edit replaces a message that Post sent; of a forum, the first of the thread. When it
// knows that the message can no longer be replaced, the error says so as an
// [outbox.Poster]'s does.
func (b *Bot) Edit(ctx context.Context, channel, id string, r slash.Reply) error {
	body := newPayload(r, b.names.id)
	edit := func(channel string) error {
		return b.rest.call(ctx, http.MethodPatch, "/channels/"+channel+"/messages/"+id, body, body.uploads(), nil)
	}
	err := edit(channel)
	if code(err) == unknownMessage {
		err = edit(id) // in a forum, the thread's id is that of its first message
	}
	if err != nil {
		return fmt.Errorf("edit message %s in channel %s: %w", id, channel, b.explain(ctx, channel, err))
	}
	return nil
}

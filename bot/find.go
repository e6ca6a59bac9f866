package bot

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// errBlind is a history that the bot may not read.
var errBlind = errors.New("the history cannot be read")

const (
	// early is how much before the time in question a search begins, since clocks differ.
	early = time.Minute
	// pageSize is how many messages or threads one request brings.
	pageSize = 100
	// maxPages is how many pages a search reads.
	maxPages = 50
)

// discordEpoch is the first moment of 2015, in Unix milliseconds; ids count from it.
const discordEpoch = 1420070400000

// idAt is the smallest id of the moment t.
func idAt(t time.Time) string {
	return strconv.FormatInt(max(t.UnixMilli()-discordEpoch, 0)<<22, 10)
}

// before reports whether id a is older than b; ids are decimal numbers.
func before(a, b string) bool {
	return len(a) < len(b) || len(a) == len(b) && a < b
}

// find looks for a message of the bot's own that has a component with the custom
// id marker, in a channel or a forum, not older than since.
func (b *Bot) find(ctx context.Context, channel, marker string, since time.Time) (id string, found bool, err error) {
	var about channelInfo
	if err := b.rest.get(ctx, "/channels/"+channel, &about); err != nil {
		return "", false, err
	}
	from := idAt(since.Add(-early))
	if about.Type == forumChannel {
		return b.findPost(ctx, about, marker, from)
	}
	id, read, err := b.findMessage(ctx, channel, marker, from)
	if err != nil || id != "" || read > 0 || about.Last == "" {
		return id, id != "", err
	}
	// Discord shows an empty history to who may not read it.
	var some []message
	if err := b.rest.get(ctx, "/channels/"+channel+"/messages?limit=1", &some); err != nil {
		return "", false, err
	}
	if len(some) == 0 {
		return "", false, errBlind
	}
	return "", false, nil
}

// findMessage looks through the messages after an id, and says how many it read.
func (b *Bot) findMessage(ctx context.Context, channel, marker, after string) (id string, read int, err error) {
	for range maxPages {
		var page []message // newest first
		path := fmt.Sprintf("/channels/%s/messages?limit=%d&after=%s", channel, pageSize, after)
		if err := b.rest.get(ctx, path, &page); err != nil {
			return "", read, err
		}
		read += len(page)
		for _, m := range page {
			if b.own(m.Author.ID) && m.holds(marker) {
				return m.ID, read, nil
			}
		}
		if len(page) < pageSize {
			return "", read, nil
		}
		after = page[0].ID
	}
	return "", read, fmt.Errorf("more than %d messages were written meanwhile", maxPages*pageSize)
}

func (b *Bot) own(user string) bool { return user != "" && user == b.self() }

// thread is a thread of a forum.
type thread struct {
	ID     string `json:"id"`
	Parent string `json:"parent_id"`
	Owner  string `json:"owner_id"`
	State  struct {
		ArchivedAt time.Time `json:"archive_timestamp"`
	} `json:"thread_metadata"`
}

// findPost looks through the bot's threads in a forum, after an id.
func (b *Bot) findPost(ctx context.Context, forum channelInfo, marker, after string) (string, bool, error) {
	var active struct {
		Threads []thread `json:"threads"`
	}
	if err := b.rest.get(ctx, "/guilds/"+forum.Server+"/threads/active", &active); err != nil {
		return "", false, err
	}
	threads := active.Threads
	archived, err := b.archivedThreads(ctx, forum.ID, after)
	if err != nil {
		return "", false, err
	}
	for _, t := range append(threads, archived...) {
		if t.Parent != forum.ID || !b.own(t.Owner) || before(t.ID, after) {
			continue
		}
		var first message // has the thread's id
		err := b.rest.get(ctx, "/channels/"+t.ID+"/messages/"+t.ID, &first)
		switch {
		case code(err) == unknownMessage:
			continue // deleted
		case err != nil:
			return "", false, err
		case first.holds(marker):
			return t.ID, true, nil
		}
	}
	return "", false, nil
}

// archivedThreads are those archived after the moment of an id; one that was
// opened after it cannot have been archived before. This needs the permission to
// read the history.
func (b *Bot) archivedThreads(ctx context.Context, forum, after string) ([]thread, error) {
	var all []thread
	query := url.Values{"limit": {strconv.Itoa(pageSize)}}
	for range maxPages {
		var page struct {
			Threads []thread `json:"threads"`
			More    bool     `json:"has_more"`
		}
		err := b.rest.get(ctx, "/channels/"+forum+"/threads/archived/public?"+query.Encode(), &page)
		if c := code(err); c == missingPermissions || c == missingAccess {
			return nil, errBlind
		}
		if err != nil {
			return nil, err
		}
		all = append(all, page.Threads...)
		if !page.More || len(page.Threads) == 0 {
			return all, nil
		}
		oldest := page.Threads[len(page.Threads)-1].State.ArchivedAt
		if before(idAt(oldest), after) {
			return all, nil
		}
		query.Set("before", oldest.UTC().Format(time.RFC3339Nano))
	}
	return nil, fmt.Errorf("more than %d threads were archived meanwhile", maxPages*pageSize)
}

// code is Discord's code of an error, 0 if it has none.
func code(err error) int {
	var no *refusal
	if errors.As(err, &no) {
		return no.Code
	}
	return 0
}

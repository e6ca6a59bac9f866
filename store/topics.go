package store

import (
	"context"
	"fmt"
	"slices"

	"magpie/community"
	"magpie/news"
)

const topicColumns = "server, name, title, must, should, excluded, patterns, added_by, added_ms"

func topicFields(t *news.Topic) []any {
	return []any{
		&t.Server, &t.Name, asJSON{&t.Title}, asJSON{&t.Must}, asJSON{&t.Should}, asJSON{&t.Not}, asJSON{&t.Patterns},
		&t.AddedBy, millis{&t.AddedAt},
	}
}

const ownTopics = "SELECT " + topicColumns + " FROM topics WHERE server = $1 AND NOT draft ORDER BY added_ms"

// OwnTopics are the topics that a server made itself, the oldest first.
func (s *Store) OwnTopics(ctx context.Context, server string) ([]news.Topic, error) {
	topics, err := list(ctx, s.look(), topicFields, ownTopics, server)
	return topics, s.explain("read topics of server "+server, err)
}

// SaveTopic saves a server's own topic, new or changed; who made it, and when, stays. It
// reports false if another of the server has its title. If it is one too many, the error
// is news.ErrTooManyTopics.
func (s *Store) SaveTopic(ctx context.Context, t news.Topic, ch community.Change) (saved bool, err error) {
	err = s.do(ctx, "save topic "+t.Name, func(c conn) error {
		if err := hold(ctx, c, t.Server); err != nil {
			return err
		}
		known, err := list(ctx, c, topicFields, ownTopics, t.Server)
		if err != nil {
			return err
		}
		known = slices.DeleteFunc(known, func(other news.Topic) bool { return other.Name == t.Name })
		switch {
		case slices.ContainsFunc(known, func(other news.Topic) bool { return nameKey(other.TitleIn("")) == nameKey(t.TitleIn("")) }):
			return nil
		case len(known) >= news.MaxOwnTopics:
			return fmt.Errorf("server %s: %w", t.Server, news.ErrTooManyTopics)
		}
		if err := putTopic(ctx, c, t, false); err != nil {
			return err
		}
		saved = true
		return note(ctx, c, ch)
	})
	return saved && err == nil, err
}

func putTopic(ctx context.Context, c conn, t news.Topic, draft bool) error {
	_, err := c.exec(ctx, insert("topics", topicColumns+", draft")+` ON CONFLICT (server, name) DO UPDATE SET
		title = excluded.title, must = excluded.must, should = excluded.should, excluded = excluded.excluded,
		patterns = excluded.patterns`, append(topicFields(&t), draft)...)
	return err
}

// RemoveTopic removes one of a change's server's own topics, from its digests and its
// settings too, and reports whether it was there. Digests that are left without a topic
// are paused, which moderators are told, and returned.
func (s *Store) RemoveTopic(ctx context.Context, name string, ch community.Change) (paused []news.Digest, removed bool, err error) {
	err = s.do(ctx, "remove topic "+name, func(c conn) error {
		if err := hold(ctx, c, ch.Server); err != nil {
			return err
		}
		n, err := c.exec(ctx, "DELETE FROM topics WHERE server = $1 AND name = $2 AND NOT draft", ch.Server, name)
		if removed = n > 0; !removed || err != nil {
			return err
		}
		if err := leaveTopic(ctx, c, name, ch); err != nil {
			return err
		}
		if paused, err = s.withoutTopic(ctx, c, name, ch); err != nil {
			return err
		}
		return note(ctx, c, ch)
	})
	return paused, removed && err == nil, err
}

// leaveTopic removes a topic from what is settled for a server.
func leaveTopic(ctx context.Context, c conn, name string, ch community.Change) error {
	server, _, err := first(ctx, c, serverFields, "SELECT "+serverColumns+" FROM servers WHERE id = $1", ch.Server)
	if err != nil || !slices.Contains(server.Topics, name) {
		return err
	}
	topics := without(server.Topics, name)
	_, err = c.exec(ctx, "UPDATE servers SET topics = $2 WHERE id = $1", ch.Server, asJSON{&topics})
	return err
}

// withoutTopic removes a topic from a server's digests, those too that are deleted and
// may come back, and pauses and returns those that have no other.
func (s *Store) withoutTopic(ctx context.Context, c conn, name string, ch community.Change) (paused []news.Digest, err error) {
	// They are held too, since a run may be about to move them on.
	digests, err := list(ctx, c, digestFields, "UPDATE digests SET id = id WHERE server = $1 RETURNING "+digestColumns, ch.Server)
	for _, d := range digests {
		if !slices.Contains(d.Topics, name) {
			continue
		}
		d.Topics = without(d.Topics, name)
		stops := len(d.Topics) == 0 && !d.Paused
		if stops {
			d.Paused, d.PausedFor = true, news.PausedForTopics
		}
		if _, err := c.exec(ctx, "UPDATE digests SET topics = $2, paused = $3, paused_for = $4 WHERE id = $1",
			d.ID, asJSON{&d.Topics}, d.Paused, d.PausedFor); err != nil {
			return nil, err
		}
		if !stops || !d.DeletedAt.IsZero() {
			continue
		}
		paused = append(paused, d)
		if err := addAlert(ctx, c, community.Alert{
			ID: "topic " + name + " " + d.ID, Server: d.Server, At: ch.At, Key: "alert.digest.paused.topics", Args: []string{d.Name},
		}); err != nil {
			return nil, err
		}
	}
	return paused, err
}

// without is a list without one of its values, never nil.
func without(list []string, value string) []string {
	left := []string{}
	for _, v := range list {
		if v != value {
			left = append(left, v)
		}
	}
	return left
}

// KeepTopic keeps what somebody typed for a topic, under a name of its own, for a day.
func (s *Store) KeepTopic(ctx context.Context, draft news.Topic) error {
	return s.do(ctx, "keep draft of a topic "+draft.Name, func(c conn) error {
		if err := hold(ctx, c, draft.Server); err != nil {
			return err
		}
		return putTopic(ctx, c, draft, true)
	})
}

// KeptTopic is what was kept under a name, if it still is.
func (s *Store) KeptTopic(ctx context.Context, server, name string) (draft news.Topic, ok bool, err error) {
	draft, ok, err = first(ctx, s.look(), topicFields,
		"SELECT "+topicColumns+" FROM topics WHERE server = $1 AND name = $2 AND draft", server, name)
	return draft, ok, s.explain("read draft of a topic "+name, err)
}

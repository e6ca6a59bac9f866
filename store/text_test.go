package store_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"magpie/clock"
	"magpie/community"
	"magpie/news"
	"magpie/outbox"
	"magpie/slash"
	"magpie/store"
	"magpie/store/storetest"
)

// texts are such as people and feeds bring that a careless query or column would change.
var texts = []string{
	"", " ", "'", `"`, "''; DROP TABLE digests; --", `\'; SELECT 1`, "$1 ?1 :a @a %s {}", "100% _under_ *", "a\x00b", "\r\n\t\v",
	"喜鵲 é e\u0301 \u202e\u200b\ufeff", "👩\u200d👩\u200d👧 🇹🇼 𠮷", "\ufffd\uffff", `{"json": ["\u0000", null]}`, "NULL", "0x00", "1e400", strings.Repeat("長い'\";", 1100),
}

// FuzzStoreText saves a text wherever people and feeds name things, and reads it back as it was.
func FuzzStoreText(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	s, err := open(f.Context(), "sqlite:"+filepath.Join(f.TempDir(), "magpie.db"), store.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = s.Close() })
	servers := 0
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return // what comes in is made UTF-8 at the door
		}
		text = strings.ReplaceAll(text, "\x00", "") // which PostgreSQL cannot keep; see TestTextLosesNUL
		servers++
		k := keeper{t, s, fmt.Sprint(servers)}
		k.names(text)
		k.news(text)
	})
}

func TestTextLosesNUL(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *clock.Fake) {
		_, err := s.CreateDigest(t.Context(), digest("d", "1", "a\x00b"), change)
		check(t, err)
		same(t, "ab", ok(s.Digest(t.Context(), "d")).Name)
	})
}

// A keeper saves texts of a server, and looks whether they changed.
type keeper struct {
	*testing.T
	store  *store.Store
	server string
}

func (k keeper) done(ok bool, err error) {
	k.Helper()
	if !ok || err != nil {
		k.Errorf("%t, %v", ok, err)
	}
}

// names are what moderators call things.
func (k keeper) names(text string) {
	ctx := k.Context()
	ch := community.Change{Server: k.server, Person: text, At: t0, Key: "change.any", Args: []string{text, text + "'"}}
	d := digest("digest of "+k.server, k.server, text)
	d.Topics, d.Languages, d.Feeds = []string{text, "x" + text}, []string{text}, []string{text}
	k.done(k.store.CreateDigest(ctx, d, ch))
	same(k.T, d, ok(k.store.Digest(ctx, d.ID)))

	topic := news.Topic{
		Name: "own-" + text, Server: k.server, Title: map[string]string{"": text}, Must: [][]string{{text}, {text, text}},
		Should: []string{text}, Not: []string{text}, Patterns: []string{text}, AddedBy: text, AddedAt: t0,
	}
	k.done(k.store.SaveTopic(ctx, topic, ch))
	topics, err := k.store.OwnTopics(ctx, k.server)
	check(k.T, err)
	same(k.T, []news.Topic{topic}, topics)

	term := community.Term{
		ID: "term of " + k.server, Server: k.server, Simplified: text, Traditional: text, English: text, Reading: text,
		Meaning: community.Meaning{English: text, Chinese: text}, Note: text, Credit: text, AddedAt: t0, ChangedAt: t0,
	}
	k.done(k.store.AddTerm(ctx, term, ch))
	same(k.T, term, ok(k.store.Term(ctx, term.ID)))

	changes, err := k.store.Changes(ctx, k.server, 1)
	check(k.T, err)
	same(k.T, []community.Change{ch}, changes)
}

// news is what feeds bring, and what is told of it.
func (k keeper) news(text string) {
	ctx := k.Context()
	feed := news.Feed{
		URL: "https://" + k.server + ".example/" + text, Title: text, Lang: text, Outlet: news.Outlet(text), Zone: text,
		State: news.State{ETag: text, LastModified: text, MovedTo: text, NextFetch: t0},
	}
	k.done(k.store.Follow(ctx, k.server, feed, community.Change{Server: k.server, Person: text, At: t0, Key: "change.any"}))
	item := news.Item{
		ID: "item of " + k.server + text, Feed: feed.URL, Link: text, Title: text, Summary: text, Publisher: text,
		Outlet: news.Outlet(text), Lang: text, Published: t0, Seen: t0, GUID: text,
	}
	check(k.T, k.store.SaveFeed(ctx, feed, []news.Item{item}))
	same(k.T, feed, ok(k.store.Feed(ctx, feed.URL)))
	items, err := k.store.Items(ctx, []string{feed.URL}, t0)
	check(k.T, err)
	same(k.T, []news.Item{item}, items)

	run := news.Run{ID: "run of " + k.server, Digest: "digest of " + k.server, Slot: text, At: t0, Done: t0, Outcome: news.Posted,
		Stories: []news.Story{{ID: text, Topic: text, Items: []news.Item{item}, Reasons: []news.Reason{{Key: text, Args: []string{text}}}}}}
	m := message(k.T, run.ID, 1)
	m.Server, m.Title, m.Body = k.server, text, m.Body.With(slash.Row{Buttons: []slash.Button{{Label: text, ID: text}}})
	k.done(k.store.SaveRun(ctx, ok(k.store.Digest(ctx, run.Digest)), run, t0, []outbox.Message{m}))
	run.Stories[0].Items[0].GUID = "" // it is not remembered with what was told
	same(k.T, run, ok(k.store.Run(ctx, run.ID)))
	messages, err := k.store.Messages(ctx, run.ID)
	check(k.T, err)
	if len(messages) != 1 || messages[0].Title != text {
		k.Errorf("%d messages", len(messages))
	}
	same(k.T, m.Body, messages[0].Body)
}

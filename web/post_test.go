package web

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"magpie/outbox"
	"magpie/slash"
)

func TestPoster(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	ctx, begin := t.Context(), try.opts.Clock.Now()
	nonce := outbox.Nonce("run", 1)
	body := slash.Say(slash.Plain("news")).With(slash.Row{Buttons: []slash.Button{{Label: "More", ID: "more/" + nonce}}})
	m, err := outbox.NewMessage("run", 1, Server, NewsChannel, body)
	if err != nil {
		t.Fatal(err)
	}
	first, err := try.Post(ctx, m)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := try.Post(ctx, m); err != nil || second != first {
		t.Errorf("posted again as %s, %v", second, err)
	}
	if id, ok, err := try.Find(ctx, m, begin); id != first || !ok || err != nil {
		t.Errorf("found %s, %v, %v", id, ok, err)
	}
	if _, ok, _ := try.Find(ctx, m, begin.Add(time.Hour)); ok {
		t.Error("found a message from before")
	}
	elsewhere := m
	elsewhere.Channel = ChatChannel
	if _, ok, _ := try.Find(ctx, elsewhere, begin); ok {
		t.Error("found in another channel")
	}
	var gone *outbox.Gone
	if _, err := try.Post(ctx, outbox.Message{Channel: "1", Body: body}); !errors.As(err, &gone) {
		t.Errorf("in no channel: %v", err)
	}
	var rejected *outbox.Rejected
	for name, bad := range map[string]outbox.Message{
		"a title in a channel":      m.InForum("News"),
		"a forum without a title":   {Channel: StoriesChannel, Body: body},
		"a body with nothing in it": {Channel: NewsChannel},
	} {
		bad.Nonce = ""
		if _, err := try.Post(ctx, bad); !errors.As(err, &rejected) {
			t.Errorf("%s: %v", name, err)
		}
	}
	m.Channel = StoriesChannel
	if _, err := try.Post(ctx, m.InForum("News")); err != nil {
		t.Errorf("in a forum: %v", err)
	}
	if err := try.Channel().Edit(ctx, NewsChannel, first, slash.Say(slash.Plain("corrected"))); err != nil {
		t.Error(err)
	}
	if page := get(t, try, "/?in=news"); !strings.Contains(page, "corrected") || strings.Contains(page, ">More<") {
		t.Error("the message was not edited")
	}
	if err := try.Channel().Edit(ctx, NewsChannel, "1", body); !errors.As(err, &gone) {
		t.Error("edited what is not there")
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	if p, err := Permissions(t.Context(), Server, NewsChannel); err != nil || !p.Has(slash.SendMessages) {
		t.Errorf("%v, %v", p, err)
	}
	if _, err := Permissions(t.Context(), "1", NewsChannel); err == nil {
		t.Error("no error for another server")
	}
}

// A direct message is shown to its person alone, a thread's message with its title; who is
// nobody to play takes none.
func TestPosterOfPeople(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	body := slash.Say(slash.Plain("Hello")).With(slash.Row{Buttons: []slash.Button{{Label: "More", ID: "more/" + outbox.Nonce("g", 1)}}})
	direct, err := outbox.NewDirect("g", 1, personas[1].ID, body)
	if err != nil {
		t.Fatal(err)
	}
	id, err := try.Post(t.Context(), direct)
	if err != nil {
		t.Fatal(err)
	}
	if again, ok, err := try.Find(t.Context(), direct, try.opts.Clock.Now().Add(-time.Minute)); again != id || !ok || err != nil {
		t.Errorf("found %s, %t, %v", again, ok, err)
	}
	for i, sees := range []bool{false, true, false} {
		if _, ok := try.chat.find(id, personas[i]); ok != sees {
			t.Errorf("%s sees it: %t", personas[i].Key, ok)
		}
	}
	direct.Channel = personas[3].ID
	var closed *outbox.Closed
	if _, err := try.Post(t.Context(), direct); !errors.As(err, &closed) {
		t.Errorf("to somebody invented: %v", err)
	}
	body = slash.Say(slash.Plain("Hello")).With(slash.Row{Buttons: []slash.Button{{Label: "More", ID: "more/" + outbox.Nonce("h", 1)}}})
	thread, err := outbox.NewMessage("h", 1, Server, ChatChannel, body)
	if err != nil {
		t.Fatal(err)
	}
	id, err = try.Post(t.Context(), thread.InThread("A title", personas[1].ID))
	if m, ok := try.chat.find(id, personas[0]); err != nil || !ok || m.content() != "A title\nHello" {
		t.Errorf("the thread's message is %q, %v", m.content(), err)
	}
}

func TestGiveRole(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	who := personas[0]
	for _, given := range []struct {
		person, role string
		want         bool
	}{{who.ID, roles[3].ID, true}, {who.ID, roles[3].ID, true}, {"1", roles[3].ID, false}, {who.ID, "1", false}} {
		if got := try.GiveRole(given.person, given.role); got != given.want {
			t.Errorf("role %s of %s is given: %t", given.role, given.person, got)
		}
	}
	if got := try.gifts.to(who.ID); !slices.Equal(got, []string{roles[3].ID}) {
		t.Errorf("they have %v", got)
	}
}

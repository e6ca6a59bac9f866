package web

import (
	"errors"
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

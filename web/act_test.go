package web

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"magpie/slash"
)

func TestPressing(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	v := visit(t, try)
	v.post("/act", deed{Kind: "typed", Command: "guide"})
	m := newest(try)
	next := m.Reply.Buttons()[1].ID
	for name, c := range map[string]struct {
		visitor visitor
		deed    deed
		want    int
	}{
		"a button that is there":  {v, deed{Kind: "pressed", Custom: next, Message: m.ID}, 200},
		"a button that is off":    {v, deed{Kind: "pressed", Custom: m.Reply.Buttons()[0].ID, Message: m.ID}, 409},
		"a button of its own":     {v, deed{Kind: "pressed", Custom: "guide.turn/0/1", Message: m.ID}, 409},
		"no message":              {v, deed{Kind: "pressed", Custom: next}, 409},
		"somebody else's message": {v.as("as=moderator&lang=en&in=chat"), deed{Kind: "pressed", Custom: next, Message: m.ID}, 409},
		"an unknown deed":         {v, deed{Kind: "wished"}, 400},
		"an unknown person":       {v, deed{Kind: "clicked", Command: "wave", Target: "1"}, 409},
	} {
		if got, a := c.visitor.post("/act", c.deed); got != c.want {
			t.Errorf("%s: %d %+v, want %d", name, got, a, c.want)
		}
	}
}

func TestSuggestions(t *testing.T) {
	t.Parallel()
	v := visit(t, newTry(t, nil))
	_, a := v.post("/act", deed{Kind: "completed", Command: "guide", Focus: "name", Input: map[string][]string{"name": {"l"}}})
	if len(a.Choices) != 1 || a.Choices[0].Value != "lemon8" {
		t.Errorf("suggested %+v", a.Choices)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	v := visit(t, newTry(t, nil))
	long := strings.Repeat("长", maxSaid+1)
	for name, c := range map[string]struct {
		view, path string
		body       any
		want       int
	}{
		"nothing said":        {"as=member&in=chat", "/say", map[string]string{"text": " \n"}, 400},
		"too much said":       {"as=member&in=chat", "/say", map[string]string{"text": long}, 400},
		"said where one may":  {"as=moderator&in=news", "/say", map[string]string{"text": "hi"}, 200},
		"said where not":      {"as=member&in=news", "/say", map[string]string{"text": "hi"}, 403},
		"said in a forum":     {"as=member&in=stories", "/say", map[string]string{"text": "hi"}, 403},
		"too large a body":    {"as=member&in=chat", "/say", map[string]string{"text": strings.Repeat("x", maxBody)}, 400},
		"not an object":       {"as=member&in=chat", "/act", "typed", 400},
		"dismissed by others": {"as=member&in=chat", "/dismiss", map[string]string{"message": "1"}, 200},
	} {
		if got, _ := v.as(c.view).post(c.path, c.body); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// scripted is a router that answers as a test says.
type scripted struct {
	Router
	answer func(context.Context, slash.Event, slash.Responder)
}

func (s scripted) Serve(ctx context.Context, ev slash.Event, r slash.Responder) { s.answer(ctx, ev, r) }

func TestAnApologyAfterAPublicDeferralIsPrivate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		toAll bool
		shown slash.Shown
		alone bool
	}{
		"public":            {true, slash.ToAll, false},
		"private":           {false, slash.Anew, true},
		"apology":           {true, slash.Anew, true},
		"fixed by deferral": {false, slash.ToAll, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			try := newTry(t, func(o *Options) {
				o.Router = scripted{o.Router, func(ctx context.Context, _ slash.Event, r slash.Responder) {
					_ = r.Defer(ctx, c.toAll)
					_ = r.Edit(ctx, slash.Say(slash.Plain("the answer")).As(c.shown))
				}}
			})
			visit(t, try).post("/act", deed{Kind: "typed", Command: "guide"})
			try.tasks.Wait()
			if m := newest(try); m.content() != "the answer" || (m.For != "") != c.alone || m.Waiting {
				t.Errorf("%+v", m)
			}
		})
	}
}

func TestCloseEndsWhatIsBeingAnswered(t *testing.T) {
	t.Parallel()
	started := make(chan struct{})
	try := newTry(t, func(o *Options) {
		o.Router = scripted{o.Router, func(ctx context.Context, _ slash.Event, r slash.Responder) {
			_ = r.Defer(ctx, false)
			close(started)
			<-ctx.Done()
		}}
	})
	visit(t, try).post("/act", deed{Kind: "typed", Command: "guide"})
	<-started
	try.Close()
}

func TestSkipWithoutAPlan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		skip func(context.Context) (time.Time, error)
		want int
		says string
	}{
		"nothing to skip": {nil, 200, "Nothing is scheduled yet"},
		"nothing planned": {func(context.Context) (time.Time, error) { return time.Time{}, nil }, 200, "Nothing is scheduled yet"},
		"trouble":         {func(context.Context) (time.Time, error) { return time.Time{}, errors.New("no disk") }, 500, "log says why"},
		"a plan":          {func(context.Context) (time.Time, error) { return time.Unix(1767225600, 0), nil }, 200, "2025-12-31 19:00"},
	} {
		try := newTry(t, func(o *Options) { o.Skip = c.skip })
		status, a := visit(t, try).post("/skip", struct{}{})
		if status != c.want || !strings.Contains(a.Note+a.Problem, c.says) {
			t.Errorf("%s: %d %+v", name, status, a)
		}
	}
}

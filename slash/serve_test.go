package slash

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// recorder is an edge that keeps what it is told, a line each.
type recorder struct {
	lines    []string
	last     Reply
	form     Form
	choices  []Choice
	deferred chan struct{} // closed by Defer
	fail     error         // of every answer
}

func newRecorder() *recorder { return &recorder{deferred: make(chan struct{})} }

var shownNames = map[Shown]string{Default: "default", Anew: "private", InPlace: "in place", ToAll: "to all", Unchanged: "unchanged"}

func (r *recorder) say(what string, reply Reply) error {
	r.last = reply
	var texts []string
	for _, b := range reply.Blocks {
		switch b := b.(type) {
		case Text:
			texts = append(texts, b.Body.Markup().String())
		case Row:
			for _, button := range b.Buttons {
				texts = append(texts, "["+button.Label+"]")
			}
		}
	}
	r.lines = append(r.lines, fmt.Sprintf("%s %s: %s", what, shownNames[reply.Shown], strings.Join(texts, " | ")))
	return r.fail
}

func (r *recorder) Reply(_ context.Context, reply Reply) error { return r.say("reply", reply) }
func (r *recorder) Edit(_ context.Context, reply Reply) error  { return r.say("edit", reply) }

func (r *recorder) Defer(_ context.Context, toAll bool) error {
	r.lines = append(r.lines, fmt.Sprintf("defer to all %t", toAll))
	close(r.deferred)
	return r.fail
}

func (r *recorder) Suggest(_ context.Context, choices []Choice) error {
	r.choices = choices
	r.lines = append(r.lines, fmt.Sprintf("suggest %d", len(choices)))
	return r.fail
}

func (r *recorder) Form(_ context.Context, f Form) error {
	r.form = f
	r.lines = append(r.lines, "form "+f.Title)
	return r.fail
}

// house is a router of one feature whose handlers tests set.
type house struct {
	*Router
	log      *logged
	outcomes []Outcome
}

type mine struct {
	Step int
	By   string `slash:"owner"`
}

// deeds are what the house's commands and buttons do.
type deeds struct {
	typed   func(context.Context, *Call, typedIn) (Reply, error)
	pressed func(context.Context, *Call, mine) (Reply, error)
	suggest Suggester
}

type typedIn struct {
	Word  string `slash:"word,optional,suggest,max=5"`
	Other string `slash:"other,optional"`
}

func newHouse(t *testing.T, d deeds, o Options) *house {
	t.Helper()
	if d.typed == nil {
		d.typed = func(_ context.Context, _ *Call, in typedIn) (Reply, error) { return Say(Plain("said " + in.Word)), nil }
	}
	if d.pressed == nil {
		d.pressed = func(_ context.Context, _ *Call, in mine) (Reply, error) {
			return Say(Plain(fmt.Sprint("step ", in.Step))), nil
		}
	}
	if d.suggest == nil {
		d.suggest = func(context.Context, *Call, string) ([]Choice, error) { return nil, nil }
	}
	suggest := map[string]Suggester{"word": d.suggest}
	h := &house{log: &logged{}}
	if o.Words == nil {
		o.Words = newWords(t, map[string]string{"test.page": "page"})
	}
	if o.DeferAfter == 0 {
		o.DeferAfter = time.Hour
	}
	o.Observe = func(out Outcome) { h.outcomes = append(h.outcomes, out) }
	router, err := NewRouter(h.log.logger(), o, Feature{
		Commands: []Command{
			{Name: "guide", Direct: true, Run: Run(d.typed), Suggest: suggest},
			{Name: "news", Run: Run(d.typed), Suggest: suggest},
			{Name: "explain_message", On: OnMessage, Direct: true, Run: run[Nothing]()},
			{Name: "digest", Needs: ManageServer, Sub: []Command{{Name: "create", Public: true, Run: Run(d.typed), Suggest: suggest}}},
		},
		Actions: []Route{
			&Action[mine]{Name: "guide.turn", Run: d.pressed},
			&Action[mine]{Name: "guide.all", Run: d.pressed, Public: true},
		},
	}, Feature{
		Commands: []Command{{Name: "feed", Needs: ManageServer, Sub: []Command{{Name: "add", Run: Run(d.typed), Suggest: suggest}}}},
		Actions:  []Route{&Action[mine]{Name: "feed.stop", Needs: ManageServer, Run: d.pressed}},
	}, Feature{Actions: []Route{&Action[mine]{Name: "lonely", Run: d.pressed}}})
	if err != nil {
		t.Fatal(err)
	}
	h.Router = router
	return h
}

const everyday = ViewChannel | SendMessages

// typed is ana's command in a server.
func typed(command string, input map[string][]string) Event {
	return Event{ID: "e1", Kind: Typed, Command: command, Input: input,
		Person: Person{ID: "1", Locale: "en-US", May: everyday}, Place: Place{Server: "9", Channel: "8", Locale: "en-US"}}
}

// press is ana's press of a button on a message.
func press(id string, private bool) Event {
	ev := typed("", nil)
	ev.Kind, ev.Custom, ev.Message = Pressed, id, &Message{ID: "7", Private: private}
	return ev
}

func (ev Event) by(may Permissions) Event { ev.Person.May = may; return ev }
func (ev Event) direct() Event            { ev.Place.Server = ""; ev.Person.May = 0; return ev }
func (ev Event) as(k Kind) Event          { ev.Kind = k; return ev }

var (
	turn   = Action[mine]{Name: "guide.turn"}
	toAll  = Action[mine]{Name: "guide.all"}
	stop   = Action[mine]{Name: "feed.stop"}
	lonely = Action[mine]{Name: "lonely"}
)

func saying(r Reply) deeds {
	return deeds{
		typed:   func(context.Context, *Call, typedIn) (Reply, error) { return r, nil },
		pressed: func(context.Context, *Call, mine) (Reply, error) { return r, nil },
	}
}

func TestServe(t *testing.T) {
	t.Parallel()
	ok := Say(Plain("ok"))
	form := Reply{Form: &Form{ID: "x", Title: "Ask", Fields: []Field{{Name: "a", Label: "A", Kind: LineField}}}}
	for name, c := range map[string]struct {
		deeds  deeds
		event  Event
		said   string
		result Result
		named  string // of the outcome
	}{
		"command":            {deeds{}, typed("guide", map[string][]string{"word": {"hi"}}), "reply private: said hi", Answered, "guide"},
		"on a message":       {deeds{}, typed("explain_message", nil).as(Clicked), "reply private: ok", Answered, "explain_message"},
		"direct":             {deeds{}, typed("guide", nil).direct(), "reply private: said ", Answered, "guide"},
		"in place, typed":    {saying(ok.As(InPlace)), typed("guide", nil), "reply private: ok", Answered, "guide"},
		"to all":             {saying(ok.As(ToAll)), typed("guide", nil), "reply to all: ok", Answered, "guide"},
		"to all, direct":     {saying(ok.As(ToAll)), typed("guide", nil).direct(), "reply to all: ok", Answered, "guide"},
		"pressed in private": {deeds{}, press(turn.Marker(mine{Step: 3}), true), "reply in place: step 3", Answered, "guide.turn"},
		"pressed in public":  {deeds{}, press(turn.Marker(mine{}), false), "reply private: step 0", Answered, "guide.turn"},
		"in place, pressed":  {saying(ok.As(InPlace)), press(turn.Marker(mine{}), false), "reply in place: ok", Answered, "guide.turn"},
		"in place, no message": {saying(ok.As(InPlace)), Event{ID: "e", Kind: Submitted, Custom: turn.Marker(mine{}), Person: Person{ID: "1"}},
			"reply private: ok", Answered, "guide.turn"},
		"only acknowledged": {saying(Reply{Shown: Unchanged}), press(turn.Marker(mine{}), false), "reply unchanged: ", Answered, "guide.turn"},
		"form":              {saying(form), press(turn.Marker(mine{}), false), "form Ask", Answered, "guide.turn"},
		"owner":             {deeds{}, press(turn.Marker(mine{4, "1"}), true), "reply in place: step 4", Answered, "guide.turn"},

		"bad input": {deeds{}, typed("guide", map[string][]string{"word": {"*abcdef*"}}),
			"reply private: sorry.bad_input *abcdef*\nsafe.nothing_changed\nsorry.try /guide", Refused, "guide"},
		"no permission": {deeds{}, typed("feed add", nil),
			"reply private: sorry.not_allowed permission.manage_server\nsafe.nothing_changed\nsorry.try /help", Refused, "feed add"},
		"permission":       {deeds{}, typed("feed add", nil).by(ManageServer), "reply private: said ", Answered, "feed add"},
		"administrator":    {deeds{}, typed("digest create", nil).by(Administrator), "reply private: said ", Answered, "digest create"},
		"family alone":     {deeds{}, typed("digest", nil).by(Administrator), "reply private: sorry.unknown_command\nsafe.nothing_changed\nsorry.try /help", Refused, "unknown"},
		"moderator":        {deeds{}, press(stop.Marker(mine{}), true).by(ManageServer), "reply in place: step 0", Answered, "feed.stop"},
		"once a moderator": {deeds{}, press(stop.Marker(mine{By: "1"}), true), "reply private: sorry.not_allowed permission.manage_server\nsafe.nothing_changed\nsorry.try /help", Refused, "feed.stop"},
		"server only":      {deeds{}, typed("news", nil).direct(), "reply private: sorry.server_only\nsafe.nothing_changed\nsorry.try /help", Refused, "news"},
		"no such command":  {deeds{}, typed("gone", nil), "reply private: sorry.unknown_command\nsafe.nothing_changed\nsorry.try /help", Refused, "unknown"},
		"to all by one who may not speak": {saying(ok.As(ToAll)), typed("guide", nil).by(ViewChannel),
			"reply private: sorry.cannot_speak\nsafe.only_you_saw\nsorry.try /help", Refused, "guide"},
		"not the owner":                {deeds{}, press(turn.Marker(mine{By: "2"}), true), "reply private: sorry.not_yours\nsafe.nothing_changed\nsorry.try /guide", Refused, "guide.turn"},
		"stale":                        {deeds{}, press("guide.turn/abc/1/2", true), "reply private: sorry.stale\nsafe.nothing_changed\nsorry.try /guide", Refused, "guide.turn"},
		"forged":                       {deeds{}, press(turn.Marker(mine{})+"/t", true), "reply private: sorry.stale\nsafe.nothing_changed\nsorry.try /guide", Refused, "guide.turn"},
		"foreign":                      {deeds{}, press("other_bot:7", true), "reply private: sorry.stale\nsafe.nothing_changed\nsorry.try /help", Refused, "unknown"},
		"another's id":                 {deeds{}, press(strings.Replace(turn.Marker(mine{}), "guide.turn", "gone", 1), true), "reply private: sorry.stale\nsafe.nothing_changed\nsorry.try /help", Refused, "unknown"},
		"family's button":              {deeds{}, press("feed.stop/0/0", true).by(ManageServer), "reply private: sorry.stale\nsafe.nothing_changed\nsorry.try /feed add", Refused, "feed.stop"},
		"homeless button":              {deeds{}, press("lonely/0/0", true), "reply private: sorry.stale\nsafe.nothing_changed\nsorry.try /help", Refused, "lonely"},
		"form after form":              {saying(form), press(turn.Marker(mine{}), false).as(Submitted), "", Failed, "guide.turn"},
		"acknowledged only, a command": {saying(Reply{Shown: Unchanged}), typed("guide", nil), "", Failed, "guide"},
		"cannot be shown":              {saying(Say(Plain(""))), typed("guide", nil), "", Failed, "guide"},
		"no block":                     {saying(Say(nil)), typed("guide", nil), "", Failed, "guide"},
		"an error":                     {deeds{typed: func(context.Context, *Call, typedIn) (Reply, error) { return Reply{}, errors.New("disk full") }}, typed("guide", nil), "", Failed, "guide"},
		"a panic":                      {deeds{typed: func(context.Context, *Call, typedIn) (Reply, error) { panic("oh no") }}, typed("guide", nil), "", Failed, "guide"},
		"a sorry without parts":        {deeds{typed: func(_ context.Context, c *Call, _ typedIn) (Reply, error) { return Reply{}, c.Sorry(nil, nil, nil) }}, typed("guide", nil), "", Failed, "guide"},
		"a sorry that cannot be shown": {deeds{typed: func(_ context.Context, c *Call, _ typedIn) (Reply, error) {
			return Reply{}, c.Sorry(Plain("a"), Plain("b"), Button{})
		}}, typed("guide", nil), "", Failed, "guide"},
		"a wrapped sorry": {deeds{typed: func(_ context.Context, c *Call, _ typedIn) (Reply, error) {
			return Reply{}, fmt.Errorf("wrapped: %w", c.Sorry(Plain("*What*"), Plain("safe"), Advice{Text: Plain("tap"), Then: lonely.Button("Again", mine{})}))
		}}, typed("guide", nil), "reply private: *What*\nsafe\ntap | [Again]", Refused, "guide"},
		"the bot lacks": {deeds{typed: func(_ context.Context, c *Call, _ typedIn) (Reply, error) {
			return Reply{}, c.Lacks(SendMessages|ReadHistory, "8", lonely.Button("Again", mine{}))
		}}, typed("guide", nil), "reply private: sorry.lacks permission.send_messageslist.separatorpermission.read_history 8\nsafe.nothing_changed\nsorry.lacks.tap 8 permission.send_messageslist.separatorpermission.read_history | [Again]", Refused, "guide"},
		"the bot still lacks": {deeds{pressed: func(_ context.Context, c *Call, in mine) (Reply, error) {
			return Reply{}, c.Lacks(SendMessages, "8", turn.Button("Again", in), lonely.Button("Back", mine{}))
		}}, press(turn.Marker(mine{}), true), "reply private: sorry.lacks.still permission.send_messages 8\nsafe.nothing_changed\nsorry.lacks.tap 8 permission.send_messages | [Again] | [Back]", Refused, "guide.turn"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, resp := newHouse(t, c.deeds, Options{}), newRecorder()
			h.Serve(t.Context(), c.event, resp)
			if c.result == Failed {
				h.checkFailure(t, resp, "reply private: ")
			} else if diff := cmp.Diff([]string{c.said}, resp.lines); diff != "" {
				t.Error(diff)
			} else if h.log.Len() > 0 {
				t.Errorf("logged %s", h.log)
			}
			if len(h.outcomes) != 1 || h.outcomes[0].Result != c.result || h.outcomes[0].Command != c.named || h.outcomes[0].Kind != c.event.Kind || h.outcomes[0].Took < 0 {
				t.Errorf("observed %+v, want %s of %s", h.outcomes, c.result, c.named)
			}
		})
	}
}

var failure = regexp.MustCompile(`^sorry.failed ([A-Z2-7]{8})\nsafe.tried\nsorry.try /help$`)

// checkFailure checks that the person was told, after prefix, an id that the log has too.
func (h *house) checkFailure(t *testing.T, resp *recorder, prefix string) {
	t.Helper()
	last := resp.lines[len(resp.lines)-1]
	said, ok := strings.CutPrefix(last, prefix)
	id := failure.FindStringSubmatch(said)
	if !ok || id == nil {
		t.Fatalf("said %q", resp.lines)
	}
	contains(t, h.log.String(), "level=ERROR", "error_id="+id[1], "event=e1", "person=1")
	if strings.Count(h.log.String(), "level=ERROR") != 1 {
		t.Errorf("logged %s", h.log)
	}
}

func TestServeLogsCauses(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]deeds{
		"disk full":               {typed: func(context.Context, *Call, typedIn) (Reply, error) { return Reply{}, errors.New("disk full") }},
		"serve_test.go":           {typed: func(context.Context, *Call, typedIn) (Reply, error) { panic("the stack is logged") }},
		"reply of guide: nothing": saying(Reply{}),
		"apology for a b: block 2": {typed: func(_ context.Context, c *Call, _ typedIn) (Reply, error) {
			return Reply{}, c.Sorry(Plain("a"), Plain("b"), Button{})
		}},
		"a command needs an answer": saying(Reply{Shown: Unchanged}),
	} {
		h, resp := newHouse(t, d, Options{}), newRecorder()
		h.Serve(t.Context(), typed("guide", nil), resp)
		h.checkFailure(t, resp, "reply private: ")
		contains(t, h.log.String(), want)
	}
}

func TestServeInThreads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		thread bool
		may    Permissions
		want   Result
	}{
		{false, SendMessages, Answered}, {false, SendMessagesInThreads, Refused},
		{true, SendMessagesInThreads, Answered}, {true, SendMessages, Refused},
	} {
		h := newHouse(t, saying(Say(Plain("ok")).As(ToAll)), Options{})
		ev := typed("guide", nil).by(c.may)
		ev.Place.Thread = c.thread
		h.Serve(t.Context(), ev, newRecorder())
		if got := h.outcomes[0].Result; got != c.want {
			t.Errorf("thread %t, may %s: %s, want %s", c.thread, c.may, got, c.want)
		}
	}
}

// TestDefer serves with handlers that end only after the answer was put off.
func TestDefer(t *testing.T) {
	t.Parallel()
	form := Reply{Form: &Form{ID: "x", Title: "Ask", Fields: []Field{{Name: "a", Label: "A", Kind: LineField}}}}
	for name, c := range map[string]struct {
		event Event
		reply Reply
		err   error
		panic any
		said  []string // "" at the end: a failure
	}{
		"privately":     {event: typed("guide", nil), reply: Say(Plain("ok")), said: []string{"defer to all false", "edit private: ok"}},
		"public family": {event: typed("digest create", nil).by(Administrator), reply: Say(Plain("ok")).As(ToAll), said: []string{"defer to all true", "edit to all: ok"}},
		"public button": {event: press(toAll.Marker(mine{}), true), reply: Say(Plain("ok")), said: []string{"defer to all true", "edit in place: ok"}},
		"acknowledged":  {event: press(turn.Marker(mine{}), true), reply: Reply{Shown: Unchanged}, said: []string{"defer to all false", "edit unchanged: "}},
		"form":          {event: press(turn.Marker(mine{}), true), reply: form, said: []string{"defer to all false", ""}},
		"error":         {event: typed("guide", nil), err: errors.New("disk full"), said: []string{"defer to all false", ""}},
		"panic":         {event: typed("guide", nil), panic: "oh no", said: []string{"defer to all false", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp := newRecorder()
			wait := func() (Reply, error) {
				<-resp.deferred
				if c.panic != nil {
					panic(c.panic)
				}
				return c.reply, c.err
			}
			h := newHouse(t, deeds{
				typed:   func(context.Context, *Call, typedIn) (Reply, error) { return wait() },
				pressed: func(context.Context, *Call, mine) (Reply, error) { return wait() },
			}, Options{DeferAfter: time.Nanosecond})
			h.Serve(t.Context(), c.event, resp)
			if end := len(c.said) - 1; c.said[end] == "" {
				h.checkFailure(t, resp, "edit private: ")
				resp.lines[end] = ""
			}
			if diff := cmp.Diff(c.said, resp.lines); diff != "" {
				t.Error(diff)
			}
			if len(h.outcomes) != 1 {
				t.Errorf("observed %+v", h.outcomes)
			}
		})
	}
}

// TestLost checks that an answer which does not arrive is logged, and not followed by
// another.
func TestLost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		event Event
		deeds deeds
		log   string
	}{
		"answer":      {typed("guide", nil), deeds{}, "deliver an answer"},
		"apology":     {typed("gone", nil), deeds{}, "deliver an apology"},
		"suggestions": {typed("guide", nil).as(Completed), deeds{}, "suggest"},
	} {
		h, resp := newHouse(t, c.deeds, Options{}), newRecorder()
		resp.fail = errors.New("connection reset")
		c.event.Focus = "word"
		h.Serve(t.Context(), c.event, resp)
		if len(resp.lines) != 1 || len(h.outcomes) != 1 || h.outcomes[0].Result != Lost {
			t.Errorf("%s: %q, %+v", name, resp.lines, h.outcomes)
		}
		contains(t, h.log.String(), c.log, "connection reset", "event=e1")
	}
}

// faulty is an edge with a fault of its own.
type faulty struct{ Responder }

func TestServeOutlivesItsSurroundings(t *testing.T) {
	t.Parallel()
	h := newHouse(t, deeds{}, Options{})
	h.Serve(t.Context(), typed("guide", nil), faulty{})
	contains(t, h.log.String(), "level=ERROR", "panic", "event=e1", "command=guide")
	h = newHouse(t, deeds{}, Options{Language: func(context.Context, string) (string, error) { panic("no database") }})
	h.Serve(t.Context(), typed("guide", nil), newRecorder())
	contains(t, h.log.String(), "level=ERROR", "no database", "event=e1")
}

func TestServeLimits(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	h := newHouse(t, deeds{}, Options{PerPerson: 2, Now: func() time.Time { return now }})
	resp := newRecorder()
	for range 3 {
		h.Serve(t.Context(), typed("guide", nil), resp)
	}
	h.Serve(t.Context(), typed("guide", nil).as(Completed), resp) // is not counted
	now = now.Add(30 * time.Second)
	h.Serve(t.Context(), typed("guide", nil), resp)
	want := []string{"reply private: said ", "reply private: said ",
		"reply private: sorry.too_fast 30\nsafe.nothing_changed\nsorry.try /guide", "suggest 0", "reply private: said "}
	if diff := cmp.Diff(want, resp.lines); diff != "" {
		t.Error(diff)
	}
}

func TestFinish(t *testing.T) {
	t.Parallel()
	add := func(s string) Finisher {
		return func(_ context.Context, c *Call, r Reply) (Reply, error) {
			return r.With(Text{Plain(s + " for " + c.Person.ID)}), nil
		}
	}
	h, resp := newHouse(t, deeds{}, Options{Finish: []Finisher{add("first"), add("then")}}), newRecorder()
	h.Serve(t.Context(), typed("guide", nil), resp)
	h = newHouse(t, saying(Reply{Shown: Unchanged}), Options{Finish: []Finisher{add("first")}})
	h.Serve(t.Context(), press(turn.Marker(mine{}), true), resp)
	if diff := cmp.Diff([]string{"reply private: said  | first for 1 | then for 1", "reply unchanged: "}, resp.lines); diff != "" {
		t.Error(diff)
	}
	h, resp = newHouse(t, deeds{}, Options{Finish: []Finisher{func(context.Context, *Call, Reply) (Reply, error) {
		return Reply{}, errors.New("no note")
	}}}), newRecorder()
	h.Serve(t.Context(), typed("guide", nil), resp)
	h.checkFailure(t, resp, "reply private: ")
}

// Whoever finished a reply hears whether it was shown.
func TestAfterwards(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		lost error
		late Finisher
		want string
	}{
		{name: "shown", want: "reply private: said , shown true"},
		{name: "lost", lost: errors.New("gone"), want: "shown false"},
		{name: "failed", late: func(context.Context, *Call, Reply) (Reply, error) { return Reply{}, errors.New("late") }, want: "shown false"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			resp := newRecorder()
			resp.fail = c.lost
			finish := []Finisher{func(_ context.Context, call *Call, r Reply) (Reply, error) {
				call.Afterwards(func(_ context.Context, shown bool) error {
					resp.lines = append(resp.lines, fmt.Sprint("shown ", shown))
					return errors.New("is logged")
				})
				return r, nil
			}}
			if c.late != nil {
				finish = append(finish, c.late)
			}
			h := newHouse(t, deeds{}, Options{Finish: finish})
			h.Serve(t.Context(), typed("guide", nil), resp)
			if got := strings.Join(resp.lines, ", "); !strings.HasSuffix(got, c.want) {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		chosen         string
		err            error
		client, server string
		want           string
	}{
		{"zh-TW", nil, "en-US", "en-US", "zh-TW"},
		{"", nil, "zh-CN", "en-US", "zh-CN"},
		{"", nil, "fr", "zh-TW", "zh-TW"},
		{"", nil, "", "zh-CN", "zh-CN"},
		{"", nil, "fr", "ko", "en"},
		{"", nil, "", "", "en"},
		{"", nil, "zh-HK", "", "zh-TW"},
		{"zh-TW", errors.New("no database"), "zh-CN", "", "zh-CN"},
	} {
		var asked string
		var spoken string
		h := newHouse(t, deeds{typed: func(_ context.Context, c *Call, _ typedIn) (Reply, error) {
			spoken = c.Lang
			return Say(Plain("ok")), nil
		}}, Options{Language: func(ctx context.Context, id string) (string, error) {
			asked = id
			if _, bound := ctx.Deadline(); !bound {
				t.Error("looking up a language is not bound in time")
			}
			return c.chosen, c.err
		}})
		ev := typed("guide", nil)
		ev.Person.Locale, ev.Place.Locale = c.client, c.server
		h.Serve(t.Context(), ev, newRecorder())
		if spoken != c.want || asked != "1" {
			t.Errorf("%+v: spoke %s", c, spoken)
		}
		if c.err != nil {
			contains(t, h.log.String(), c.err.Error())
		}
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	ev := typed("guide", map[string][]string{"word": {"re"}, "other": {"x"}}).as(Completed)
	ev.Focus = "word"
	shared := []Choice{{Name: strings.Repeat("字", 101), Value: "long"}, {Name: "", Value: "nameless"}, {Name: "worthless"}, {Name: "a", Value: words101()}}
	for range 30 {
		shared = append(shared, Choice{Name: "same", Value: "v"})
	}
	h, resp := newHouse(t, deeds{suggest: func(ctx context.Context, c *Call, typed string) ([]Choice, error) {
		if typed != "re" || c.Input["other"][0] != "x" {
			t.Errorf("typed %q", typed)
		}
		return shared, nil
	}}, Options{}), newRecorder()
	h.Serve(t.Context(), ev, resp)
	if len(resp.choices) != MaxChoices || resp.choices[0].Name != strings.Repeat("字", 99)+"…" || resp.choices[1].Name != "same" {
		t.Errorf("suggested %+v", resp.choices)
	}
	if shared[0].Name != strings.Repeat("字", 101) {
		t.Error("the suggester's own list was changed")
	}
	one := func(context.Context, *Call, string) ([]Choice, error) { return choices(1), nil }
	asTyped := func(_ context.Context, _ *Call, typed string) ([]Choice, error) { // as many as there are characters, which Discord need not have counted
		return choices(utf8.RuneCountInString(typed) - MaxChoiceText + 1), nil
	}
	long := typed("guide", map[string][]string{"word": {strings.Repeat("字", 5000)}}).as(Completed)
	for name, c := range map[string]struct {
		suggest Suggester
		event   Event
		focus   string
		want    int
		result  Result
	}{
		"too long":      {asTyped, long, "word", 1, Answered},
		"one":           {one, ev, "word", 1, Answered},
		"direct":        {one, ev.direct(), "word", 1, Answered},
		"an error":      {func(context.Context, *Call, string) ([]Choice, error) { return choices(1), errors.New("x") }, ev, "word", 0, Failed},
		"a panic":       {func(context.Context, *Call, string) ([]Choice, error) { panic("x") }, ev, "word", 0, Failed},
		"no suggester":  {one, ev, "other", 0, Failed},
		"no command":    {one, typed("gone", nil).as(Completed), "word", 0, Failed},
		"not allowed":   {one, typed("feed add", nil).as(Completed), "word", 0, Answered},
		"allowed":       {one, typed("feed add", nil).as(Completed).by(ManageServer), "word", 1, Answered},
		"a server only": {one, typed("news", nil).as(Completed).direct(), "word", 0, Answered},
	} {
		h, resp := newHouse(t, deeds{suggest: c.suggest}, Options{}), newRecorder()
		c.event.Focus = c.focus
		h.Serve(t.Context(), c.event, resp)
		if len(resp.choices) != c.want || len(resp.lines) != 1 || len(h.outcomes) != 1 || h.outcomes[0].Result != c.result {
			t.Errorf("%s: %q, %+v", name, resp.lines, h.outcomes)
		}
	}
}

package web

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"magpie/outbox"
	"magpie/slash"
)

// bluePNG is a small picture.
var bluePNG = func() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 96, 96))
	for i := range 96 * 96 {
		img.Set(i%96, i/96, color.RGBA{uint8(28 + i/200), 127, 176, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}()

// visitor is a browser without a screen.
type visitor struct {
	t    *testing.T
	url  string
	view string // "as=newcomer&lang=en&in=chat"
}

func visit(t *testing.T, try *Try) visitor {
	t.Helper()
	server := httptest.NewServer(try.Handler())
	t.Cleanup(server.Close)
	return visitor{t, server.URL, "as=newcomer&lang=en&in=chat"}
}

func (v visitor) as(view string) visitor {
	v.view = view
	return v
}

func (v visitor) post(path string, body any) (int, answer) {
	v.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.send(path, "application/json", data)
}

func (v visitor) send(path, kind string, data []byte) (int, answer) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), "POST", v.url+path+"?"+v.view, bytes.NewReader(data))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", v.url)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	var a answer
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "application/json") {
		if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
			v.t.Fatal(err)
		}
	}
	return resp.StatusCode, a
}

// an arrival is one server-sent event.
type arrival struct {
	Name, ID string
	Data     map[string]any
}

// follow returns the events that the visitor's view gets after the id last.
func (v visitor) follow(last string) <-chan arrival {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), "GET", v.url+"/events?"+v.view, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Last-Event-ID", last)
	resp, err := http.DefaultClient.Do(r)
	if err != nil || resp.Header.Get("Content-Type") != "text/event-stream" {
		v.t.Fatalf("follow: %v, %v", resp, err)
	}
	events := make(chan arrival, 100)
	go func() {
		defer close(events)
		defer resp.Body.Close()
		var e arrival
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			key, value, _ := strings.Cut(lines.Text(), ": ")
			switch key {
			case "event":
				e.Name = value
			case "id":
				e.ID = value
			case "data":
				_ = json.Unmarshal([]byte(value), &e.Data)
			case "":
				events <- e
				e = arrival{}
			}
		}
	}()
	return events
}

// wait returns the next event with a name whose HTML holds text.
func wait(t *testing.T, events <-chan arrival, name, text string) arrival {
	t.Helper()
	for e := range events {
		html, _ := e.Data["html"].(string)
		if e.Name == name && strings.Contains(html, text) {
			return e
		}
	}
	t.Fatalf("no %s with %q came", name, text)
	return arrival{}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	v := visit(t, newTry(t, nil))
	mine, theirs := v.follow("0"), v.as("as=member&lang=zh-TW&in=chat").follow("0")
	elsewhere := v.as("as=member&lang=en&in=news").follow("0")
	wait(t, theirs, "clock", "")
	v.post("/act", deed{Kind: "typed", Command: "guide"})
	if e := wait(t, mine, "message", "Step 1 of 2"); !strings.Contains(e.Data["html"].(string), "Newcomer used /guide") {
		t.Errorf("no header: %s", e.Data["html"])
	}
	v.post("/act", deed{Kind: "typed", Command: "hello"})
	for e := range theirs { // the guide is not for them
		html, _ := e.Data["html"].(string)
		if strings.Contains(html, "Step 1") {
			t.Fatal("somebody else sees a private answer")
		}
		if strings.Contains(html, "Hello from Newcomer") {
			break
		}
	}
	wait(t, elsewhere, "elsewhere", "")
	seen := wait(t, mine, "seen", "")
	v.post("/say", map[string]string{"text": "after that"})
	again := v.follow(seen.ID)
	for e := range again {
		html, _ := e.Data["html"].(string)
		if strings.Contains(html, "Step 1") {
			t.Error("what was seen is sent again")
		}
		if strings.Contains(html, "after that") {
			break
		}
	}
}

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

func newest(try *Try) message {
	all := try.chat.since(0)
	return all[len(all)-1]
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

func TestUploads(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	v := visit(t, try)
	v.view += "&name=..%2Fmine.csv"
	_, a := v.send("/files", "application/octet-stream", []byte("a,b"))
	found := map[string]slash.Attachment{}
	try.uploads.addTo(found)
	kept, ok := found[a.File]
	if !ok || kept.Name != "mine.csv" || kept.Size != 3 {
		t.Fatalf("kept %+v as %q", kept, a.File)
	}
	if data, err := try.Attachment(t.Context(), kept); err != nil || string(data) != "a,b" {
		t.Errorf("%q, %v", data, err)
	}
	if status, _ := v.send("/files", "application/octet-stream", make([]byte, maxUpload+1)); status != 400 {
		t.Errorf("too large a file: %d", status)
	}
	for range maxUploads {
		v.send("/files", "application/octet-stream", []byte("x"))
	}
	if _, err := try.Attachment(t.Context(), kept); err == nil {
		t.Error("the first file is kept for ever")
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	try := newTry(t, nil)
	v := visit(t, try)
	v.post("/act", deed{Kind: "typed", Command: "export"})
	id := newest(try).ID
	for path, want := range map[string]string{
		"/0/square.png": "image/png", "/1/card.png": "image/png", "/2/cards.tsv": "application/octet-stream",
		"/1/other.png": "", "/9/card.png": "", "/x/card.png": "", "/-1/card.png": "",
	} {
		resp, err := http.Get(v.url + "/files/" + id + path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if got := resp.Header.Get("Content-Type"); (resp.StatusCode == 200) != (want != "") || want != "" && got != want {
			t.Errorf("%s: %d %s, want %q", path, resp.StatusCode, got, want)
		}
	}
}

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
	if id, ok, err := try.Find(ctx, NewsChannel, m.Marker, begin); id != first || !ok || err != nil {
		t.Errorf("found %s, %v, %v", id, ok, err)
	}
	if _, ok, _ := try.Find(ctx, NewsChannel, m.Marker, begin.Add(time.Hour)); ok {
		t.Error("found a message from before")
	}
	if _, ok, _ := try.Find(ctx, ChatChannel, m.Marker, begin); ok {
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
	if err := try.Channel().Edit(ctx, NewsChannel, "1", body); err == nil {
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

// script is a router that answers as a test says.
type script struct {
	Router
	answer func(context.Context, slash.Event, slash.Responder)
}

func (s script) Serve(ctx context.Context, ev slash.Event, r slash.Responder) { s.answer(ctx, ev, r) }

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
				o.Router = script{o.Router, func(ctx context.Context, _ slash.Event, r slash.Responder) {
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
		o.Router = script{o.Router, func(ctx context.Context, _ slash.Event, r slash.Responder) {
			_ = r.Defer(ctx, false)
			close(started)
			<-ctx.Done()
		}}
	})
	visit(t, try).post("/act", deed{Kind: "typed", Command: "guide"})
	<-started
	try.Close()
}

func TestChatIsBounded(t *testing.T) {
	t.Parallel()
	var c chat
	for range maxKept + 50 {
		c.add(message{Channel: ChatChannel, Text: "x"})
	}
	c.add(message{Channel: NewsChannel, Text: "x"})
	if n := len(c.since(0)); n != maxKept+1 {
		t.Errorf("%d messages are kept, want %d", n, maxKept+1)
	}
	big := slash.Say().With(slash.File{Name: "a", Data: make([]byte, 10<<20)})
	for range 10 {
		c.add(message{Channel: NewsChannel, Reply: big})
	}
	bytes := 0
	for _, m := range c.since(0) {
		bytes += m.bytes()
	}
	if bytes > maxKeptBytes || bytes == 0 {
		t.Errorf("%d bytes are kept, want at most %d", bytes, maxKeptBytes)
	}
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

var quiet = slog.New(slog.DiscardHandler)

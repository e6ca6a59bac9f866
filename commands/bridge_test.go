package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"magpie/community"
	"magpie/lexicon"
	"magpie/outbox"
	"magpie/slash"
)

// A bridgeDesk is a server whose people can be asked, with its glossary.
type bridgeDesk struct {
	*digestDesk
	bridge     *Bridge
	glossaries *Glossaries
	file       []byte // what a download brings
	changed    int    // how often posts were to be renewed
}

func newBridgeDesk(t *testing.T) *bridgeDesk {
	t.Helper()
	b := &bridgeDesk{digestDesk: newDigestDesk(t)}
	core, err := lexicon.Core()
	if err != nil {
		t.Fatal(err)
	}
	b.glossaries = NewGlossaries(GlossaryNeeds{
		Store: b.store, Answers: b.store, Settings: b.store, People: b.store, Now: b.clk.Now,
		Dictionary:  func() *lexicon.Dictionary { return core },
		Download:    func(context.Context, slash.Attachment, int) ([]byte, error) { return b.file, nil },
		Permissions: func(context.Context, string, string) (slash.Permissions, error) { return b.may, nil },
	})
	b.bridge = NewBridge(BridgeNeeds{
		Questions: b.store, Servers: b.store, Words: b.words, Glossary: b.glossaries, Now: b.clk.Now,
		Posted: func() { b.posted++ }, Changed: func() { b.changed++ },
	})
	language, _ := Language(b.store, b.words)
	b.router, err = slash.NewRouter(slog.New(slog.DiscardHandler), slash.Options{
		Words: b.words, Now: b.clk.Now, PerPerson: 10000, PerServer: 10000, Finish: []slash.Finisher{PlainReplies(b.store)},
	}, b.glossaries.Feature(), b.bridge.Feature(), language)
	if err != nil {
		t.Fatal(err)
	}
	b.settle(community.Server{ID: b.server, Languages: []string{"en"}, BridgeChannel: "55"})
	return b
}

// as makes someone act from now on.
func (b *bridgeDesk) as(id string, may slash.Permissions) {
	b.person = slash.Person{ID: id, Locale: "en-US", May: may | slash.SendMessages}
}

// call is a call of whoever acts.
func (b *bridgeDesk) call(server string) *slash.Call {
	return &slash.Call{Event: slash.Event{Person: b.person, Place: slash.Place{Server: server, Channel: "55"}}, Voice: slash.NewVoice(b.words, "en")}
}

// offered is the id of the button that asks about a text, "" if there is none.
func (b *bridgeDesk) offered(text string) string {
	b.t.Helper()
	buttons, err := b.bridge.Ask(b.t.Context(), b.call(b.server), text)
	if err != nil {
		b.t.Fatal(err)
	}
	if len(buttons) == 0 {
		return ""
	}
	return buttons[0].ID
}

// asked asks about a text, lets the post arrive, and returns the question's id.
func (b *bridgeDesk) asked(text string) string {
	b.t.Helper()
	id := b.offered(text)
	b.pressID(id)
	digestSees(b.t, b.press("Post it"), "On its way to <#55>")
	question := strings.Split(id, "/")[2]
	epoch, ok, err := b.store.Claim(b.t.Context(), outbox.Work, "test", time.Minute)
	if err != nil || !ok {
		b.t.Fatal("no claim:", err)
	}
	messages, err := b.store.Messages(b.t.Context(), question)
	if err != nil || len(messages) != 1 {
		b.t.Fatalf("%d messages, %v", len(messages), err)
	}
	messages[0].State, messages[0].MessageID = outbox.Sent, "message"
	if err := b.store.SaveMessages(b.t.Context(), epoch, messages[0]); err != nil {
		b.t.Fatal(err)
	}
	return question
}

// answered lets whoever acts answer a question.
func (b *bridgeDesk) answered(question, text, credit string) string {
	b.t.Helper()
	b.pressID(b.bridge.answer.Button("Answer", bridgeAsked{question, outbox.Nonce(question, 1)}).ID)
	return b.fill("text", text, "credit", credit)
}

func TestBridgePostsOnce(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	b.as("1", 0)
	id := b.offered("  yyds <@&900> @everyone  ")
	digestSees(t, b.pressID(id), "what everyone would see in <#55>", "> yyds \\<@&900\\> @everyone")
	post := b.button("Post it").ID
	b.as("2", 0)
	digestSees(t, b.pressID(post), "Somebody else opened this", "Nothing was posted")
	b.as("1", 0)
	digestSees(t, b.pressID(post), "On its way")
	digestSees(t, b.pressID(post), "You have asked this already", "Nothing was posted twice", "[See the answers]")
	digestSees(t, b.pressID(id), "You have asked this already")
	if b.posted != 1 {
		t.Errorf("posted %d times", b.posted)
	}
	b.as("1", 0)
	b.server = "200"
	digestSees(t, b.pressID(post), "no longer kept")
}

func TestBridgeIsOff(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	id := b.offered("yyds")
	for server, text := range map[string]string{"": "yyds", "100": " \n "} {
		if buttons, err := b.bridge.Ask(t.Context(), b.call(server), text); len(buttons) != 0 || err != nil {
			t.Errorf("server %q, text %q: %v, %v", server, text, buttons, err)
		}
	}
	b.settle(community.NewServer(b.server))
	if b.offered("yyds") != "" {
		t.Error("asked without a channel")
	}
	digestSees(t, b.pressID(id), "Nobody can be asked here any more", "Nothing was posted")
}

func TestBridgeIsBounded(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	for n := range community.QuestionsADay {
		b.asked(fmt.Sprint("question ", n))
	}
	b.pressID(b.offered("one more"))
	digestSees(t, b.press("Post it"), "asked 5 questions in the last 24 hours")
	b.clk.AdvanceTo(b.clk.Now().Add(25*time.Hour), 0)
	first, second := b.asked("tomorrow"), b.asked("another")

	for n := range community.AnswersADay {
		question := first
		if n%2 == 0 {
			question = second
		}
		digestSees(t, b.answered(question, fmt.Sprint("answer ", n), "yes"), "Thank you")
	}
	digestSees(t, b.pressID(b.bridge.answer.Button("Answer", bridgeAsked{first, "x"}).ID), "given 20 answers")
	b.as("2", 0)
	for n := range community.MaxAnswers - community.AnswersADay/2 {
		digestSees(t, b.answered(first, fmt.Sprint("answer ", n), "no"), "Thank you")
	}
	b.as("3", 0)
	digestSees(t, b.answered(first, "too late", "no"), "as many answers as it can have", "Nothing was posted")
	b.as("4", 0)
	digestSees(t, b.answered(second, " \n ", "no"), "nothing in that answer")
}

func TestBridgeAnswersCanBeTakenBack(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	question := b.asked("yyds")
	b.answered(question, "forever god", "yes")
	back := b.button("Take my answer back").ID
	b.as("2", slash.ManageServer)
	digestSees(t, b.pressID(back), "no longer there")
	digestSees(t, b.pressID(b.bridge.look.Button("x", bridgePage{Question: question}).ID), "forever god — <@7>", "[Take answer 1 into the glossary]")
	take := b.button("Take answer 1 into the glossary").ID
	b.as("7", 0)
	digestSees(t, b.pressID(take), "Manage Server")
	digestSees(t, b.pressID(back), "taken back")
	b.as("2", slash.ManageServer)
	digestSees(t, b.pressID(take), "no longer there", "Nothing was changed")
	if terms, err := b.store.Terms(t.Context(), b.server); len(terms) != 0 || err != nil {
		t.Error(terms, err)
	}
}

func TestBridgeClosing(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	b.as("1", 0)
	question := b.asked("yyds")
	shut := b.bridge.close.Button("x", bridgeRef{question}).ID
	b.as("2", 0)
	digestSees(t, b.pressID(shut), "Manage Server", "Nothing was changed")
	b.as("1", 0)
	digestSees(t, b.pressID(shut), "The question is closed")
	digestSees(t, b.pressID(shut), "This question is closed", "Nothing was changed")
	if changes, err := b.store.Changes(t.Context(), b.server, 9); len(changes) != 0 || err != nil {
		t.Error("what somebody does with their own question is noted:", changes, err)
	}
	b.as("2", 0)
	digestSees(t, b.pressID(b.bridge.answer.Button("x", bridgeAsked{question, "x"}).ID), "This question is closed")
}

// Whatever people write, the post, its preview and its answers fit a message.
func TestBridgeFits(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	for name, char := range map[string]string{"marks": "*", "hanzi": "喜", "lines": "\n.", "emoji": "👩‍👩‍👧", "mixed": "|喜"} {
		long := func(most int) string { return slash.Cut(strings.Repeat(char, most), most) }
		q := community.Question{ID: "bridge-x", Server: b.server, Quote: long(community.MaxQuote), Want: long(community.MaxWant), State: community.Open, Person: "7"}
		var answers []community.Answer
		for range 9 {
			answers = append(answers, community.Answer{Text: long(community.MaxAnswer), Credited: true, Person: "123456789012345678"})
		}
		server := community.Server{Languages: []string{"zh-TW", "en"}}
		if err := b.bridge.shown(q, answers, server).Check(); err != nil {
			t.Errorf("%s: the post: %v", name, err)
		}
		b.as("7", slash.ManageServer)
		b.pressID(b.offered(long(2 * community.MaxQuote)))
		b.press("Say what you want to know")
		digestSees(t, b.fill("want", long(community.MaxWant)), "everyone would see")
		b.press("Post it")
		question := strings.Split(b.button("See the answers").ID, "/")[2]
		for n := range 4 {
			b.as(fmt.Sprint(n), slash.ManageServer)
			digestSees(t, b.answered(question, "x"+long(community.MaxAnswer-1), "yes"), "Thank you")
		}
		digestSees(t, b.press("See the answers"), "Answer 3", "[Next page]")
		digestSees(t, b.press("Next page"), "Answer 4", "[Take answer 4 into the glossary]")
	}
}

// editor is an edge that notes edits.
type editor struct {
	err   error
	posts []string
}

func (e *editor) edit(_ context.Context, channel, id string, r slash.Reply) error {
	e.posts = append(e.posts, fmt.Sprintf("%s/%s %d blocks", channel, id, len(r.Blocks)))
	return errors.Join(e.err, r.Check())
}

func TestBridgeJob(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	e := &editor{}
	job := b.bridge.Job(slog.New(slog.DiscardHandler), b.store, e.edit, "one")
	other := b.bridge.Job(slog.New(slog.DiscardHandler), b.store, e.edit, "two")
	edits := func(want ...string) {
		t.Helper()
		next, err := job.Run(t.Context(), b.clk.Now())
		if err != nil || !next.Equal(b.clk.Now().Add(time.Minute)) {
			t.Errorf("next %s, error %v", next, err)
		}
		if fmt.Sprint(e.posts) != fmt.Sprint(want) {
			t.Errorf("edited %v, not %v", e.posts, want)
		}
		e.posts = nil
	}
	question := b.asked("yyds")
	edits() // it shows what was posted
	b.answered(question, "forever god", "yes")
	e.err = errors.New("no answer")
	edits("55/message 4 blocks")
	e.err = nil
	if _, err := other.Run(t.Context(), b.clk.Now()); err != nil || len(e.posts) != 0 {
		t.Error("two processes work at once:", e.posts, err)
	}
	edits("55/message 4 blocks")
	edits()
	if b.changed != 1 {
		t.Errorf("woken %d times", b.changed)
	}
	b.answered(question, "eternal god", "no")
	e.err = &outbox.Gone{Err: errors.New("deleted")}
	edits("55/message 4 blocks")
	edits() // nobody can change it any more
}

func TestBridgeUndelivered(t *testing.T) {
	t.Parallel()
	b := newBridgeDesk(t)
	told := b.bridge.Undelivered(b.store)
	b.pressID(b.offered("yyds"))
	b.press("Post it")
	look := b.button("See the answers").ID
	question := strings.Split(look, "/")[2]
	for _, m := range []outbox.Message{
		{Group: "digest@2026", Server: b.server, Problem: outbox.ChannelGone, Channel: "55"},
		{ID: question + "|1", Group: question, Server: b.server, Problem: outbox.NotAccepted, Channel: "55"},
	} {
		if err := told(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if b.offered("more") == "" {
			t.Errorf("%s: nobody is asked any more", m.Problem)
		}
	}
	digestSees(t, b.pressID(look), "could not be posted")
	b.pressID(b.offered("another"))
	b.press("Post it")
	question = strings.Split(b.button("See the answers").ID, "/")[2]
	gone := outbox.Message{ID: question + "|1", Group: question, Server: b.server, Problem: outbox.ChannelGone, Channel: "55"}
	for range 2 {
		if err := told(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
	}
	if alerts := b.alerts(); len(alerts) != 1 || alerts[0] != "alert.bridge" {
		t.Errorf("alerts %v", alerts)
	}
	if b.offered("more") != "" {
		t.Error("people are asked in a channel that is gone")
	}
}

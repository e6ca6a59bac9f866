package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"magpie/character"
	"magpie/community"
	"magpie/lexicon"
	"magpie/outbox"
	"magpie/phrase"
	"magpie/slash"
)

var quizBook = sync.OnceValues(phrase.Builtin)

// A quizDesk is a server in which quizzes are played.
type quizDesk struct {
	*digestDesk
	quizzes *Quizzes
	chars   *character.Characters
	edits   []slash.Reply // of posts
	refuse  error         // what the next edits come to
}

func newQuizDesk(t *testing.T) *quizDesk {
	t.Helper()
	d := &quizDesk{digestDesk: newDigestDesk(t)}
	words, err := lexicon.Core()
	if err != nil {
		t.Fatal(err)
	}
	book, err := quizBook()
	if err != nil {
		t.Fatal(err)
	}
	d.quizzes = NewQuizzes(QuizNeeds{
		Store: d.store, Glossary: d.store, Words: d.words, Now: d.clk.Now, Posted: func() { d.posted++ }, Changed: func() {},
		Characters: func() *character.Characters { return d.chars },
		Cards: CardNeeds{
			Store: d.store, Book: book, Dictionary: func() *lexicon.Dictionary { return words }, People: d.store, Servers: d.store, Now: d.clk.Now,
		},
	})
	d.router, err = slash.NewRouter(slog.New(slog.DiscardHandler), slash.Options{Words: d.words, Now: d.clk.Now, PerPerson: 1e6, PerServer: 1e6},
		d.quizzes.Feature())
	if err != nil {
		t.Fatal(err)
	}
	d.as("ana")
	return d
}

// as makes someone act from now on.
func (d *quizDesk) as(id string) {
	d.person = slash.Person{ID: id, Locale: "en-US", May: slash.SendMessages}
}

// start starts a quiz as somebody likes to play, whose post is sent, and returns it.
func (d *quizDesk) start(p phrase.Player) phrase.Quiz {
	d.t.Helper()
	p.Person = d.person.ID
	if err := d.store.SavePlayer(d.t.Context(), p); err != nil {
		d.t.Fatal(err)
	}
	d.run("quiz")
	if said := d.press("Start here"); !strings.Contains(said, "On its way") {
		d.t.Fatal(said)
	}
	q, ok, err := d.store.QuizIn(d.t.Context(), "55")
	if err != nil || !ok {
		d.t.Fatal(ok, err)
	}
	d.send()
	return q
}

// send sends what is in the outbox.
func (d *quizDesk) send() {
	d.t.Helper()
	epoch, _, err := d.store.Claim(d.t.Context(), outbox.Work, "test", time.Hour)
	if err != nil {
		d.t.Fatal(err)
	}
	due, _, err := d.store.DueMessages(d.t.Context(), d.clk.Now(), 10)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, m := range due {
		m.State, m.MessageID = outbox.Sent, "post"
		if err := d.store.SaveMessages(d.t.Context(), epoch, m); err != nil {
			d.t.Fatal(err)
		}
	}
}

// after runs the job when some time has passed, and returns the posts that it changed and
// when it wants to run again.
func (d *quizDesk) after(passed time.Duration) (edits []slash.Reply, next time.Duration) {
	d.t.Helper()
	d.clk.AdvanceTo(d.clk.Now().Add(passed), 0)
	d.edits = nil
	job := d.quizzes.Job(slog.New(slog.DiscardHandler), d.store, func(_ context.Context, channel, id string, r slash.Reply) error {
		if channel != "55" || id != "post" {
			d.t.Errorf("edits %s in %s", id, channel)
		}
		if err := r.Check(); err != nil {
			d.t.Error(err)
		}
		d.edits = append(d.edits, r)
		return d.refuse
	})
	at, err := job.Run(d.t.Context(), d.clk.Now())
	if err != nil {
		d.t.Fatal(err)
	}
	return d.edits, at.Sub(d.clk.Now())
}

// answer answers the task that is open.
func (d *quizDesk) answer(q phrase.Quiz, choice int) string {
	d.t.Helper()
	return d.pressPost(d.quizzes.answer.Button("A", quizAnswer{q.ID, q.Number, choice}).ID)
}

// pressPost presses a button of a post.
func (d *quizDesk) pressPost(id string) string {
	d.t.Helper()
	return d.do(slash.Event{Kind: slash.Pressed, Custom: id, Message: &slash.Message{ID: "post"}})
}

func (d *quizDesk) expect(got, want string) {
	d.t.Helper()
	if !strings.Contains(got, want) {
		d.t.Errorf("%q is not in\n%s", want, got)
	}
}

func TestQuizPostIsChangedNowAndThen(t *testing.T) {
	t.Parallel()
	d := newQuizDesk(t)
	q := d.start(phrase.Player{Deck: "phrases", Kind: phrase.ReadHanzi, Length: 5, Pace: phrase.Untimed})
	if edits, _ := d.after(time.Second); len(edits) != 0 {
		t.Error("a post is changed that shows everything")
	}
	for n := range 5 {
		d.as(fmt.Sprint("p", n))
		d.expect(d.answer(q, n%4), "Noted")
	}
	edits, next := d.after(0)
	if len(edits) != 1 || next != quizLook {
		t.Fatal(len(edits), next)
	}
	d.expect(digestShow(t, edits[0]), "5 have answered.")
	d.as("late")
	d.expect(d.answer(q, 0), "Noted")
	if edits, next = d.after(100 * time.Millisecond); len(edits) != 0 || next != quizRest-100*time.Millisecond {
		t.Error("not put off:", len(edits), next)
	}
	d.refuse = errors.New("the network is down")
	d.after(next)
	d.refuse = nil
	if edits, _ = d.after(quizRest); len(edits) != 1 {
		t.Fatal("an edit that failed is not tried again")
	}
	d.expect(digestShow(t, edits[0]), "6 have answered.")
}

func TestQuizEndsByItself(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		pace   phrase.Pace
		after  time.Duration
		refuse error
		want   string
		ending phrase.Ending
	}{
		{"abandoned", phrase.Untimed, phrase.QuizPatience, nil, "ended by itself", phrase.Abandoned},
		{"told by the clock", phrase.Brisk, 15 * time.Second, nil, "Nobody answered", ""},
		{"deleted", phrase.Brisk, 15 * time.Second, &outbox.Gone{Err: errors.New("unknown message")}, "Nobody answered", phrase.Unposted},
		{"no access", phrase.Relaxed, time.Minute, &outbox.Denied{Permission: "VIEW_CHANNEL"}, "Nobody answered", phrase.Unposted},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := newQuizDesk(t)
			q := d.start(phrase.Player{Deck: "phrases", Kind: phrase.ReadHanzi, Length: 5, Pace: test.pace})
			d.refuse = test.refuse
			edits, _ := d.after(test.after)
			if len(edits) != 1 {
				t.Fatal(len(edits), "edits")
			}
			d.expect(digestShow(t, edits[0]), test.want)
			q, _, err := d.store.Quiz(t.Context(), q.ID)
			if err != nil || q.Ending != test.ending {
				t.Error(q.Ending, err)
			}
			if edits, _ := d.after(quizRest); test.ending != "" && len(edits) != 0 {
				t.Error("an ended quiz is changed again")
			}
		})
	}
}

func TestQuizThatCannotBePosted(t *testing.T) {
	t.Parallel()
	d := newQuizDesk(t)
	q := d.start(phrase.Player{Deck: "phrases"})
	if err := d.quizzes.Undelivered()(t.Context(), outbox.Message{Group: "digest"}); err != nil {
		t.Error(err)
	}
	if err := d.quizzes.Undelivered()(t.Context(), outbox.Message{Group: q.ID, Problem: outbox.NotAllowed}); err != nil {
		t.Error(err)
	}
	d.start(phrase.Player{Deck: "phrases"}) // the channel is free
}

// A button is forged easily: what it names must be the caller's affair.
func TestQuizOfOthers(t *testing.T) {
	t.Parallel()
	d := newQuizDesk(t)
	q := d.start(phrase.Player{Deck: "phrases", Length: 5})
	d.run("quiz")
	d.press("Just me")
	alone := strings.Split(d.button("A").ID, "/")[2]
	next := d.quizzes.next.Button("Next", quizTurn{q.ID, 0, false, ""}).ID
	stop := d.quizzes.control.Button("Stop", quizControl{q.ID, quizStop}).ID
	d.as("bo")
	d.expect(d.pressPost(stop), "Manage Server")
	d.expect(d.pressPost(next), "Answer a question first")
	d.expect(d.answer(phrase.Quiz{ID: alone}, 0), "no longer kept")
	d.expect(d.answer(q, 4), "no longer kept")
	d.expect(d.answer(q, -1), "no longer kept")
	d.expect(d.answer(phrase.Quiz{ID: q.ID, Number: 3}, 0), "is over")
	d.expect(d.pressPost(d.quizzes.practise.Button("P", quizRef{q.ID}).ID), "did not play")
	d.expect(d.answer(q, 0), "Noted")
	d.expect(d.pressPost(next), "Next question")
	d.expect(d.pressPost(next), "gone on already")
	d.server = "200"
	for _, id := range []string{next, stop, d.quizzes.ask.Button("T", quizAsk{q.ID, 0}).ID, d.quizzes.text.Button("T", quizAsk{q.ID, 0}).ID} {
		d.expect(d.pressPost(id), "no longer kept")
	}
}

func TestQuizOfCardsIsPlayedAlone(t *testing.T) {
	t.Parallel()
	d := newQuizDesk(t)
	d.run("quiz")
	d.choose("What about?", cardsDeck)
	for _, b := range d.shown.Buttons() {
		if b.Label == "Start here" && !b.Off {
			t.Error("cards can be shown to everyone")
		}
	}
	d.expect(d.press("Just me"), "too little")
	cards := []phrase.Card{
		{Source: phrase.Own, Front: phrase.Wording{Simplified: "喜鹊", Traditional: "喜鵲"}, Pinyin: []string{"xi3", "que4"}, Meaning: "magpie"},
		{Source: phrase.Own, Front: phrase.Wording{Simplified: "note", Traditional: "note"}, Meaning: "only English"},
	}
	if _, err := d.store.AddCards(t.Context(), "ana", cards...); err != nil {
		t.Fatal(err)
	}
	d.expect(d.pressPost(d.quizzes.here.Button("H", slash.Nothing{}).ID), "question 1 of 1") // forged: still alone
	if d.posted > 0 {
		t.Error("cards were posted")
	}
}

func TestQuizOfAGlossary(t *testing.T) {
	t.Parallel()
	d := newQuizDesk(t)
	terms := []community.Term{
		{ID: "a", Server: d.server, Simplified: "鹊桥群", Traditional: "鵲橋群", Reading: "que4 qiao2 qun2", Meaning: community.Meaning{English: "our group chat"}},
		{ID: "b", Server: d.server, English: "the nest", Meaning: community.Meaning{Chinese: "这个服务器"}},
		{ID: "c", Server: d.server, Simplified: "单语", Traditional: "單語", Meaning: community.Meaning{Chinese: "没有英文"}},
	}
	for _, term := range terms {
		if _, err := d.store.AddTerm(t.Context(), term, community.Change{Server: d.server}); err != nil {
			t.Fatal(err)
		}
	}
	q := d.start(phrase.Player{Deck: glossaryDeck, Kind: phrase.ReadHanzi})
	if len(q.Tasks) != 2 {
		t.Errorf("%d tasks", len(q.Tasks))
	}
}

// A picture does not tell the answer, and what it asks can be had as text.
func TestQuizPicture(t *testing.T) {
	t.Parallel()
	d := newQuizDesk(t)
	chars, err := character.Open("../build/data/characters.magpie")
	unbuilt(t, err)
	t.Cleanup(func() { _ = chars.Close() })
	d.chars = chars
	q := d.start(phrase.Player{Deck: wordsDeck + "1", Kind: phrase.ReadPicture, Length: 5})
	body, err := d.quizzes.post(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if err := body.Check(); err != nil {
		t.Error(err)
	}
	item, drawn := q.Task().Item(), 0
	for _, b := range body.Blocks {
		picture, ok := b.(slash.Image)
		if !ok {
			continue
		}
		drawn++
		for _, secret := range append([]string{item.Chinese.Simplified, item.Chinese.Traditional, sounded(readerIn("en"), item)}, item.English...) {
			if strings.Contains(picture.Alt+picture.Name, secret) || strings.Contains(strings.SplitN(digestShow(t, body), "**A**", 2)[0], item.Chinese.Simplified) {
				t.Errorf("%q tells %s", picture.Alt, secret)
			}
		}
	}
	if drawn != 1 || !strings.Contains(digestShow(t, body), "Arphic") {
		t.Error(drawn, "pictures, or nobody is credited:", digestShow(t, body))
	}
	d.expect(d.pressPost(d.quizzes.text.Button("As text", quizAsk{q.ID, 0}).ID), item.Chinese.Simplified)

	if err := d.store.SavePerson(t.Context(), community.Person{ID: "ana", Plain: true}); err != nil {
		t.Fatal(err)
	}
	d.run("quiz")
	d.press("Just me")
	for _, b := range d.shown.Blocks {
		if _, ok := b.(slash.Image); ok {
			t.Error("who wants plain replies gets a picture")
		}
	}
	d.expect(digestShow(t, d.shown), "What does this mean?")
}

// Whatever is asked and whoever plays, a post fits a message, even in two languages.
func TestEveryQuizFitsAMessage(t *testing.T) {
	t.Parallel()
	d := newQuizDesk(t)
	call := &slash.Call{Voice: slash.NewVoice(d.words, "en")}
	call.Place.Server, call.Person.ID = d.server, "ana"
	decks := append([]string{}, fixedDecks[:6]...)
	for _, s := range d.quizzes.Cards.Book.Situations() {
		decks = append(decks, situationDeck+s.ID)
	}
	d.settle(community.Server{ID: d.server, Languages: []string{"zh-TW", "en"}})
	for _, deck := range decks {
		for _, kind := range []phrase.TaskKind{phrase.MixedChinese, phrase.MixedEnglish} {
			if p := d.quizzes.settled(call, phrase.Player{Deck: deck, Kind: kind, Length: 5}); p.Kind == kind {
				d.playThrough(call, p)
			}
		}
	}
}

// playThrough checks every post of a quiz that a crowd plays.
func (d *quizDesk) playThrough(c *slash.Call, p phrase.Player) {
	d.t.Helper()
	q, err := d.quizzes.prepare(d.t.Context(), c, p)
	if err != nil {
		d.t.Fatal(p.Deck, p.Kind, err)
	}
	q.Server, q.Channel = d.server, "55"
	q.Start(d.clk.Now())
	for q.Ending == "" {
		for n := range 30 {
			q.Answer(q.Number, fmt.Sprint("1234567890123456", n), (q.Task().Right+n%20/19)%4, "", d.clk.Now())
		}
		r, err := d.quizzes.post(d.t.Context(), q)
		if err == nil {
			err = r.Check()
		}
		if err != nil {
			d.t.Errorf("%s %s, question %d: %v", p.Deck, p.Kind, q.Number, err)
		}
		q.Next(q.Number, q.Told, d.clk.Now())
	}
	if r, err := d.quizzes.post(d.t.Context(), q); err != nil || r.Check() != nil {
		d.t.Error(p.Deck, err, r.Check())
	}
}

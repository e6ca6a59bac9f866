package commands

import (
	"context"
	"fmt"
	"sync"
	"time"

	"magpie/character"
	"magpie/community"
	"magpie/lexicon"
	"magpie/outbox"
	"magpie/phrase"
	"magpie/slash"
)

// QuizStore keeps quizzes.
type QuizStore interface {
	// StartQuiz reports false if another quiz is going on in the channel.
	StartQuiz(ctx context.Context, q phrase.Quiz, post ...outbox.Message) (started bool, err error)
	// PlayQuiz changes a quiz as it is by now; others wait meanwhile.
	PlayQuiz(ctx context.Context, id string, play func(*phrase.Quiz)) (phrase.Quiz, bool, error)
	QuizFinder
	QuizPlayers
}

// A QuizFinder finds quizzes.
type QuizFinder interface {
	Quiz(ctx context.Context, id string) (phrase.Quiz, bool, error)
	// QuizIn is the one that is going on in a channel.
	QuizIn(ctx context.Context, channel string) (phrase.Quiz, bool, error)
}

// QuizPlayers keeps how people play, and how they did.
type QuizPlayers interface {
	Player(ctx context.Context, person string) (phrase.Player, bool, error)
	SavePlayer(ctx context.Context, p phrase.Player) error
	// QuizScores are how people did in a server's quizzes since a time, the best first.
	QuizScores(ctx context.Context, server string, since time.Time) ([]phrase.Score, error)
	// QuizGuests are those who are not to be named in a server.
	QuizGuests(ctx context.Context, server string) (map[string]bool, error)
}

// QuizNeeds are what Quizzes work with.
type QuizNeeds struct {
	Store      QuizStore
	Cards      CardNeeds
	Glossary   Glossary
	Characters func() *character.Characters // nil while there are none
	Words      slash.Words
	Now        func() time.Time
	Posted     func() // called after a post was handed to the outbox
	Changed    func() // called after what a post shows has changed
}

// Quizzes are played together in a channel, or alone. In a channel there is one post for
// the whole quiz, which is changed as it goes on: whoever presses a button is answered
// privately, and [Quizzes.Job] changes the post, at most every second or two.
type Quizzes struct {
	QuizNeeds
	common func() ([][]lexicon.Entry, error) // our own words, by band

	home, here, alone *slash.Action[slash.Nothing]
	deck              *slash.Action[quizDeck]
	situation         *slash.Action[quizSituation]
	kind              *slash.Action[quizKind]
	length            *slash.Action[quizLength]
	pace              *slash.Action[quizPace]

	answer  *slash.Action[quizAnswer]
	ask     *slash.Action[quizAsk]
	typed   *slash.Action[quizTyped]
	text    *slash.Action[quizAsk]
	more    *slash.Action[quizAsk]
	next    *slash.Action[quizTurn]
	control *slash.Action[quizControl]

	again, practise, save *slash.Action[quizRef]
	board                 *slash.Action[slash.Nothing]
	guest                 *slash.Action[quizGuest]
}

type (
	quizDeck struct {
		Deck string `slash:"deck"`
	}
	quizSituation struct {
		Situation string `slash:"situation"`
	}
	quizKind struct {
		Kind string `slash:"kind"`
	}
	quizLength struct {
		Length string `slash:"length"`
	}
	quizPace struct {
		Pace string `slash:"pace"`
	}

	quizRef struct{ Quiz string }

	// quizAsk names a task, from 0.
	quizAsk struct {
		Quiz   string
		Number int
	}

	quizAnswer struct {
		Quiz           string
		Number, Choice int
	}

	quizTyped struct {
		Quiz   string
		Number int
		Text   string `slash:"text,max=100"`
	}

	// quizTurn says from where one goes on. By the nonce the post is found.
	quizTurn struct {
		Quiz   string
		Number int
		Told   bool
		Nonce  string
	}

	quizControl struct{ Quiz, What string }

	quizGuest struct{ On bool }
)

// What is done with a quizControl.
const (
	quizPause  = "pause"
	quizResume = "resume"
	quizStop   = "stop"
)

// NewQuizzes makes quizzes; their Feature serves them.
func NewQuizzes(n QuizNeeds) *Quizzes {
	z := &Quizzes{QuizNeeds: n, common: sync.OnceValues(commonWords)}
	z.home = &slash.Action[slash.Nothing]{Name: "quiz.home", Run: z.setUp}
	z.here = &slash.Action[slash.Nothing]{Name: "quiz.here", Run: z.startHere}
	z.alone = &slash.Action[slash.Nothing]{Name: "quiz.alone", Run: z.startAlone}
	z.deck = &slash.Action[quizDeck]{Name: "quiz.deck", Run: z.chooseDeck}
	z.situation = &slash.Action[quizSituation]{Name: "quiz.situation", Run: z.chooseSituation}
	z.kind = &slash.Action[quizKind]{Name: "quiz.kind", Run: z.chooseKind}
	z.length = &slash.Action[quizLength]{Name: "quiz.length", Run: z.chooseLength}
	z.pace = &slash.Action[quizPace]{Name: "quiz.pace", Run: z.choosePace}
	z.answer = &slash.Action[quizAnswer]{Name: "quiz.answer", Run: z.answered}
	z.ask = &slash.Action[quizAsk]{Name: "quiz.ask", Run: z.openForm}
	z.typed = &slash.Action[quizTyped]{Name: "quiz.typed", Run: z.typedAnswer}
	z.text = &slash.Action[quizAsk]{Name: "quiz.text", Run: z.asText}
	z.more = &slash.Action[quizAsk]{Name: "quiz.more", Run: z.moreAbout}
	z.next = &slash.Action[quizTurn]{Name: "quiz.next", Run: z.goOn}
	z.control = &slash.Action[quizControl]{Name: "quiz.control", Run: z.controlled}
	z.again = &slash.Action[quizRef]{Name: "quiz.again", Run: z.onceMore}
	z.practise = &slash.Action[quizRef]{Name: "quiz.practise", Run: z.practiseMissed}
	z.save = &slash.Action[quizRef]{Name: "quiz.save", Run: z.saveMissed}
	z.board = &slash.Action[slash.Nothing]{Name: "quiz.board", Run: z.leaderboard}
	z.guest = &slash.Action[quizGuest]{Name: "quiz.guest", Run: z.setGuest}
	return z
}

// Feature is /quiz and its buttons.
func (z *Quizzes) Feature() slash.Feature {
	return slash.Feature{
		Commands: []slash.Command{{Name: "quiz", Direct: true, Run: slash.Run(z.setUp)}},
		Actions: []slash.Route{
			z.home, z.here, z.alone, z.deck, z.situation, z.kind, z.length, z.pace, z.answer, z.ask, z.typed, z.text, z.more,
			z.next, z.control, z.again, z.practise, z.save, z.board, z.guest,
		},
	}
}

// plays reports whether a quiz is one of the caller's server, or one of their own.
func plays(c *slash.Call, q phrase.Quiz) bool {
	if q.Alone() {
		return q.Starter == c.Person.ID
	}
	return q.Server == c.Place.Server
}

// find is a quiz that the caller may play.
func (z *Quizzes) find(ctx context.Context, c *slash.Call, id string) (phrase.Quiz, error) {
	q, ok, err := z.Store.Quiz(ctx, id)
	if err != nil {
		return q, fmt.Errorf("look up quiz %s: %w", id, err)
	}
	if !ok || !plays(c, q) {
		return q, z.gone(c)
	}
	return q, nil
}

func (z *Quizzes) gone(c *slash.Call) error {
	return c.Sorry(c.T("quiz.gone"), c.T("safe.nothing_changed"), slash.Try("quiz"))
}

// play lets the caller do something in a quiz that they may play.
func (z *Quizzes) play(ctx context.Context, c *slash.Call, id string, do func(*phrase.Quiz)) (phrase.Quiz, error) {
	q, ok, err := z.Store.PlayQuiz(ctx, id, func(q *phrase.Quiz) {
		if plays(c, *q) {
			do(q)
		}
	})
	switch {
	case err != nil:
		return q, err
	case !ok || !plays(c, q):
		return q, z.gone(c)
	case !q.Alone():
		z.Changed()
	}
	return q, nil
}

// leads reports whether the caller may pause and end a quiz.
func leads(c *slash.Call, q phrase.Quiz) bool {
	return q.Starter == c.Person.ID || c.Person.May.Has(slash.ManageServer)
}

// seed is another for each quiz.
func (z *Quizzes) seed() uint64 { return uint64(z.Now().UnixNano()) }

// voices are those of a server's posts.
func (z *Quizzes) voices(s community.Server) []slash.Voice {
	var voices []slash.Voice
	for _, lang := range s.Languages {
		voices = append(voices, slash.NewVoice(z.Words, lang))
	}
	return voices
}

package store

import (
	"context"
	"time"

	"magpie/outbox"
	"magpie/phrase"
)

const quizColumns = `id, server, channel, message, starter, deck, kind, pace, tasks,
	number, told, paused, ending, idle, due_ms, began_ms, ended_ms, version, shown`

func quizFields(q *phrase.Quiz) []any {
	return []any{
		&q.ID, &q.Server, &q.Channel, &q.Message, &q.Starter, &q.Deck, &q.Kind, &q.Pace, asJSON{&q.Tasks},
		&q.Number, &q.Told, &q.Paused, &q.Ending, &q.Idle, millis{&q.Due}, millis{&q.Began}, millis{&q.Ended}, &q.Version, &q.Shown,
	}
}

const givenColumns = "number, person, choice, typed, verdict, at_ms"

func givenFields(g *phrase.Given) []any {
	return []any{&g.Number, &g.Person, &g.Choice, &g.Typed, &g.Verdict, millis{&g.At}}
}

// StartQuiz keeps a quiz that begins and, if it has a post, hands that to the outbox. It
// reports false, and does nothing, if another is going on in its channel. Who plays alone
// leaves the quiz that they played alone before.
func (s *Store) StartQuiz(ctx context.Context, q phrase.Quiz, post ...outbox.Message) (started bool, err error) {
	err = s.do(ctx, "start quiz "+q.ID, func(c conn) error {
		if q.Alone() {
			if _, err := c.exec(ctx, "DELETE FROM quizzes WHERE starter = $1 AND channel = ''", q.Starter); err != nil {
				return err
			}
		} else if err := hold(ctx, c, q.Server); err != nil {
			return err
		}
		n, err := c.exec(ctx, insert("quizzes", quizColumns+", edited_ms")+" ON CONFLICT DO NOTHING", append(quizFields(&q), 0)...)
		if started = n > 0; !started || err != nil || len(post) == 0 {
			return err
		}
		return s.addMessages(ctx, c, post)
	})
	return started && err == nil, err
}

// Quiz is a quiz with its answers; ok is false if it is not kept.
func (s *Store) Quiz(ctx context.Context, id string) (q phrase.Quiz, ok bool, err error) {
	err = s.snapshot(ctx, func(c conn) error {
		q, ok, err = quizOf(ctx, c, "id = $1", id)
		return err
	})
	return q, ok, s.explain("read quiz "+id, err)
}

// QuizIn is the quiz that is going on in a channel.
func (s *Store) QuizIn(ctx context.Context, channel string) (q phrase.Quiz, ok bool, err error) {
	err = s.snapshot(ctx, func(c conn) error {
		q, ok, err = quizOf(ctx, c, "channel = $1 AND channel <> '' AND ending = ''", channel)
		return err
	})
	return q, ok, s.explain("read the quiz in channel "+channel, err)
}

func quizOf(ctx context.Context, c conn, where string, arg any) (phrase.Quiz, bool, error) {
	q, ok, err := first(ctx, c, quizFields, "SELECT "+quizColumns+" FROM quizzes WHERE "+where, arg)
	if err != nil || !ok {
		return q, false, err
	}
	q.Given, err = list(ctx, c, givenFields, "SELECT "+givenColumns+" FROM quiz_answers WHERE quiz = $1 ORDER BY place", q.ID)
	return q, err == nil, err
}

// PlayQuiz lets play change a quiz as it is by now, and saves what it did and the answers
// that it added. Whoever else plays meanwhile waits. It reports false if the quiz is
// not kept.
func (s *Store) PlayQuiz(ctx context.Context, id string, play func(*phrase.Quiz)) (q phrase.Quiz, ok bool, err error) {
	err = s.do(ctx, "play quiz "+id, func(c conn) error {
		if _, err := c.exec(ctx, "UPDATE quizzes SET version = version WHERE id = $1", id); err != nil {
			return err
		}
		if q, ok, err = quizOf(ctx, c, "id = $1", id); err != nil || !ok {
			return err
		}
		before, answers := q.Version, len(q.Given)
		play(&q)
		if q.Version == before {
			return nil
		}
		for i, g := range q.Given[answers:] {
			_, err := c.exec(ctx, insert("quiz_answers", givenColumns+", quiz, place"), append(givenFields(&g), id, answers+i)...)
			if err != nil {
				return err
			}
		}
		_, err := c.exec(ctx, `UPDATE quizzes SET number = $2, told = $3, paused = $4, ending = $5, idle = $6, due_ms = $7, ended_ms = $8, version = $9
			WHERE id = $1`, id, q.Number, q.Told, q.Paused, q.Ending, q.Idle, ms(q.Due), ms(q.Ended), q.Version)
		return err
	})
	return q, ok && err == nil, err
}

// DueQuizzes are the ids of at most n quizzes that go on by themselves by now.
func (s *Store) DueQuizzes(ctx context.Context, now time.Time, n int) ([]string, error) {
	ids, err := list(ctx, s.look(), only[string], "SELECT id FROM quizzes WHERE due_ms <> 0 AND due_ms <= $1 ORDER BY due_ms LIMIT $2", ms(now), n)
	return ids, s.explain("read which quizzes are due", err)
}

// NextQuiz is when a quiz goes on by itself, or a post that shows too little may be
// changed, next; zero if neither. Posts rest for a while between two changes.
func (s *Store) NextQuiz(ctx context.Context, rest time.Duration) (at time.Time, err error) {
	at, _, err = first(ctx, s.look(), onlyTime, `SELECT coalesce(min(at_ms), 0) FROM (
		SELECT due_ms AS at_ms FROM quizzes WHERE due_ms <> 0
		UNION ALL SELECT q.edited_ms + $1 FROM quizzes AS q LEFT JOIN outbox AS m ON m.group_id = q.id AND m.state = 'sent'
			WHERE q.shown < q.version AND q.channel <> '' AND (q.message <> '' OR m.message_id <> '')) AS times`, rest.Milliseconds())
	return at, s.explain("read when a quiz goes on", err)
}

// TakeQuizzes takes at most n quizzes whose posts show too little, and were not about to
// be changed within rest: whoever has taken one changes its post, and says so by
// [Store.QuizShown]. One that is not said to be shown is taken again.
func (s *Store) TakeQuizzes(ctx context.Context, now time.Time, rest time.Duration, n int) (taken []phrase.Quiz, err error) {
	err = s.do(ctx, "take quizzes whose posts are old", func(c conn) error {
		ids, err := list(ctx, c, only[string], `
			UPDATE quizzes SET edited_ms = $1 WHERE edited_ms <= $2 AND id IN (
				SELECT q.id FROM quizzes AS q LEFT JOIN outbox AS m ON m.group_id = q.id AND m.state = 'sent'
				WHERE q.shown < q.version AND q.channel <> '' AND q.edited_ms <= $2 AND (q.message <> '' OR m.message_id <> '')
				ORDER BY q.edited_ms LIMIT $3)
			RETURNING id`, ms(now), ms(now.Add(-rest)), n)
		if err != nil {
			return err
		}
		for _, id := range ids {
			q, ok, err := quizOf(ctx, c, "id = $1", id)
			if err != nil {
				return err
			}
			if q.Message == "" {
				q.Message, _, err = first(ctx, c, only[string], "SELECT message_id FROM outbox WHERE group_id = $1 AND state = 'sent'", id)
			}
			if err != nil {
				return err
			}
			if ok {
				taken = append(taken, q)
			}
		}
		return nil
	})
	return taken, err
}

// QuizShown notes a quiz's post and that it shows q.
func (s *Store) QuizShown(ctx context.Context, q phrase.Quiz) error {
	return s.do(ctx, "note what is shown of quiz "+q.ID, func(c conn) error {
		_, err := c.exec(ctx, "UPDATE quizzes SET shown = $2, message = $3 WHERE id = $1 AND shown < $2", q.ID, q.Version, q.Message)
		return err
	})
}

func scoreFields(v *phrase.Score) []any { return []any{&v.Person, &v.Right, &v.Answered} }

// QuizScores are how people did in the quizzes of a server that began since a time, the
// best first.
func (s *Store) QuizScores(ctx context.Context, server string, since time.Time) ([]phrase.Score, error) {
	all, err := list(ctx, s.look(), scoreFields, `
		SELECT a.person, count(CASE WHEN a.verdict IN ($3, $4, $5) THEN 1 END), count(*)
		FROM quiz_answers AS a JOIN quizzes AS q ON q.id = a.quiz
		WHERE q.server = $1 AND q.channel <> '' AND q.began_ms >= $2 AND (a.number < q.number OR q.told)
		GROUP BY a.person ORDER BY min(a.at_ms)`, server, ms(since), phrase.Right, phrase.Toneless, phrase.Slipped)
	phrase.SortScores(all)
	return all, s.explain("read the scores of server "+server, err)
}

const playerColumns = "person, deck, kind, length, pace, guest"

func playerFields(p *phrase.Player) []any {
	return []any{&p.Person, &p.Deck, &p.Kind, &p.Length, &p.Pace, &p.Guest}
}

// Player is how somebody likes to play; ok is false if they never said.
func (s *Store) Player(ctx context.Context, person string) (p phrase.Player, ok bool, err error) {
	p, ok, err = first(ctx, s.look(), playerFields, "SELECT "+playerColumns+" FROM quiz_players WHERE person = $1", person)
	return p, ok, s.explain("read how "+person+" plays", err)
}

// SavePlayer saves how somebody likes to play.
func (s *Store) SavePlayer(ctx context.Context, p phrase.Player) error {
	return s.do(ctx, "save how "+p.Person+" plays", func(c conn) error {
		_, err := c.exec(ctx, upsert("quiz_players", "person", playerColumns), playerFields(&p)...)
		return err
	})
}

// QuizGuests are those who play in a server and are not to be named there.
func (s *Store) QuizGuests(ctx context.Context, server string) (map[string]bool, error) {
	all, err := list(ctx, s.look(), only[string], `
		SELECT person FROM quiz_players WHERE guest AND person IN (
			SELECT a.person FROM quiz_answers AS a JOIN quizzes AS q ON q.id = a.quiz WHERE q.server = $1
			UNION ALL SELECT starter FROM quizzes WHERE server = $1)`, server)
	guests := make(map[string]bool, len(all))
	for _, person := range all {
		guests[person] = true
	}
	return guests, s.explain("read who plays as a guest in server "+server, err)
}

// leaveQuizzes takes a person out of quizzes. The posts of those that still show the
// person are changed by and by.
var leaveQuizzes = []string{
	"UPDATE quizzes SET version = version + 1 WHERE channel <> '' AND id IN (SELECT quiz FROM quiz_answers WHERE person = $1)",
	"UPDATE quizzes SET starter = '', version = version + 1 WHERE starter = $1 AND channel <> ''",
	"DELETE FROM quizzes WHERE starter = $1",
	"DELETE FROM quiz_answers WHERE person = $1",
	"DELETE FROM quiz_players WHERE person = $1",
}

// A quiz and an answer, as they are told to whoever played.
type (
	startedQuiz struct {
		Quiz, Server, Channel, Deck string
		Began                       time.Time
	}
	quizAnswer struct {
		Quiz  string
		Given phrase.Given
	}
)

func startedQuizFields(q *startedQuiz) []any {
	return []any{&q.Quiz, &q.Server, &q.Channel, &q.Deck, millis{&q.Began}}
}

func quizAnswerFields(a *quizAnswer) []any { return append([]any{&a.Quiz}, givenFields(&a.Given)...) }

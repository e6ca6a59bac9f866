package store

import (
	"context"
	"time"

	"magpie/community"
	"magpie/outbox"
)

const questionColumns = "id, server, person, quote, want, state, channel, message, at_ms, posted_ms, version, shown"

func questionFields(q *community.Question) []any {
	return []any{
		&q.ID, &q.Server, &q.Person, &q.Quote, &q.Want, &q.State, &q.Channel, &q.Message, millis{&q.At}, millis{&q.PostedAt},
		&q.Version, &q.Shown,
	}
}

const answerColumns = "id, question, person, text, credited, at_ms, term"

func answerFields(a *community.Answer) []any {
	return []any{&a.ID, &a.Question, &a.Person, &a.Text, &a.Credited, millis{&a.At}, &a.Term}
}

// DraftQuestion keeps a question that is not asked yet, for a day.
func (s *Store) DraftQuestion(ctx context.Context, q community.Question) error {
	return s.do(ctx, "draft question "+q.ID, func(c conn) error {
		if err := hold(ctx, c, q.Server); err != nil {
			return err
		}
		_, err := c.exec(ctx, insert("questions", questionColumns), questionFields(&q)...)
		return err
	})
}

// RedraftQuestion changes what someone wants to know, and reports false if the
// question is no draft any more.
func (s *Store) RedraftQuestion(ctx context.Context, id, want string) (saved bool, err error) {
	err = s.do(ctx, "change draft "+id, func(c conn) error {
		n, err := c.exec(ctx, "UPDATE questions SET want = $2 WHERE id = $1 AND state = $3", id, want, community.Draft)
		saved = n > 0
		return err
	})
	return saved && err == nil, err
}

// PostQuestion opens a draft and hands its post over to be sent, together. It reports
// false, and does neither, if the question is no draft any more.
func (s *Store) PostQuestion(ctx context.Context, id string, m outbox.Message) (posted bool, err error) {
	err = s.do(ctx, "post question "+id, func(c conn) error {
		if err := hold(ctx, c, m.Server); err != nil {
			return err
		}
		n, err := c.exec(ctx, "UPDATE questions SET state = $2, channel = $3, posted_ms = $4, version = 1 WHERE id = $1 AND state = $5",
			id, community.Open, m.Channel, ms(s.now()), community.Draft)
		if posted = n > 0; !posted || err != nil {
			return err
		}
		return s.addMessages(ctx, c, []outbox.Message{m})
	})
	return posted && err == nil, err
}

// CountQuestions says how many questions a person has asked since a time.
func (s *Store) CountQuestions(ctx context.Context, person string, since time.Time) (n int, err error) {
	n, _, err = first(ctx, s.look(), only[int],
		"SELECT count(*) FROM questions WHERE person = $1 AND posted_ms >= $2 AND posted_ms <> 0", person, ms(since))
	return n, s.explain("count questions of "+person, err)
}

// CountAnswers says how many answers a person has given since a time.
func (s *Store) CountAnswers(ctx context.Context, person string, since time.Time) (n int, err error) {
	n, _, err = first(ctx, s.look(), only[int], "SELECT count(*) FROM answers WHERE person = $1 AND at_ms >= $2", person, ms(since))
	return n, s.explain("count answers of "+person, err)
}

// Question is a question with its answers, the first first.
func (s *Store) Question(ctx context.Context, id string) (q community.Question, answers []community.Answer, ok bool, err error) {
	err = s.snapshot(ctx, func(c conn) error {
		q, ok, err = first(ctx, c, questionFields, "SELECT "+questionColumns+" FROM questions WHERE id = $1", id)
		if err != nil || !ok {
			return err
		}
		answers, err = list(ctx, c, answerFields, "SELECT "+answerColumns+" FROM answers WHERE question = $1 ORDER BY at_ms", id)
		return err
	})
	return q, answers, ok, s.explain("read question "+id, err)
}

// renew says that a question's post shows too little or too much.
const renew = "UPDATE questions SET version = version + 1 WHERE id = $1"

// Answer adds an answer, and reports false if its question is not open or has as
// many as a question can have.
func (s *Store) Answer(ctx context.Context, a community.Answer) (added bool, err error) {
	err = s.do(ctx, "answer question "+a.Question, func(c conn) error {
		// It is held, so that answers are counted one after the other.
		n, err := c.exec(ctx, renew+" AND state = $2", a.Question, community.Open)
		if err != nil || n == 0 {
			return err
		}
		there, _, err := first(ctx, c, only[int], "SELECT count(*) FROM answers WHERE question = $1", a.Question)
		if err != nil || there >= community.MaxAnswers {
			return err
		}
		added = true
		_, err = c.exec(ctx, insert("answers", answerColumns), answerFields(&a)...)
		return err
	})
	return added && err == nil, err
}

// RemoveAnswer removes an answer of a person, and reports whether it was there.
func (s *Store) RemoveAnswer(ctx context.Context, id, person string) (removed bool, err error) {
	err = s.do(ctx, "remove answer "+id, func(c conn) error {
		question, ok, err := first(ctx, c, only[string], "DELETE FROM answers WHERE id = $1 AND person = $2 RETURNING question", id, person)
		if removed = ok; !ok || err != nil {
			return err
		}
		_, err = c.exec(ctx, renew, question)
		return err
	})
	return removed && err == nil, err
}

// AnswerTaken notes which term an answer became.
func (s *Store) AnswerTaken(ctx context.Context, id, term string) error {
	return s.do(ctx, "note term of answer "+id, func(c conn) error {
		_, err := c.exec(ctx, "UPDATE answers SET term = $2 WHERE id = $1", id, term)
		return err
	})
}

// CloseQuestion ends an open question of a change's server in a state, and reports
// whether it was open. Without a person in the change nobody's deed is noted.
func (s *Store) CloseQuestion(ctx context.Context, id string, as community.QuestionState, ch community.Change) (closed bool, err error) {
	err = s.do(ctx, "close question "+id, func(c conn) error {
		if err := hold(ctx, c, ch.Server); err != nil {
			return err
		}
		n, err := c.exec(ctx, "UPDATE questions SET state = $2, version = version + 1 WHERE id = $1 AND server = $3 AND state = $4",
			id, as, ch.Server, community.Open)
		if closed = n > 0; !closed || err != nil || ch.Key == "" {
			return err
		}
		return note(ctx, c, ch)
	})
	return closed && err == nil, err
}

// StaleQuestions are at most n questions whose posts are there and show another
// version than there is.
func (s *Store) StaleQuestions(ctx context.Context, n int) ([]community.Question, error) {
	stale, err := list(ctx, s.look(), questionFields, `
		SELECT q.id, q.server, q.person, q.quote, q.want, q.state, q.channel,
			CASE WHEN q.message <> '' THEN q.message ELSE m.message_id END,
			q.at_ms, q.posted_ms, q.version, q.shown
		FROM questions AS q LEFT JOIN outbox AS m ON m.group_id = q.id AND m.state = 'sent'
		WHERE q.shown < q.version AND (q.message <> '' OR m.message_id <> '')
		ORDER BY q.posted_ms LIMIT $1`, n)
	return stale, s.explain("read questions whose posts are old", err)
}

// QuestionShown notes a question's post and which version it shows.
func (s *Store) QuestionShown(ctx context.Context, q community.Question) error {
	return s.do(ctx, "note what is shown of question "+q.ID, func(c conn) error {
		_, err := c.exec(ctx, "UPDATE questions SET shown = $2, message = $3 WHERE id = $1 AND shown < $2", q.ID, q.Version, q.Message)
		return err
	})
}

// forget takes the words and the name of a person from glossaries and questions. A
// question that they asked is closed; its post is changed by and by.
var forget = []string{
	"UPDATE terms SET added_by = '' WHERE added_by = $1",
	"UPDATE terms SET credit = '' WHERE credit = $1",
	"DELETE FROM imports WHERE person = $1",
	"UPDATE questions SET version = version + 1 WHERE id IN (SELECT question FROM answers WHERE person = $1)",
	"DELETE FROM answers WHERE person = $1",
	`UPDATE questions SET message = m.message_id FROM outbox AS m
		WHERE questions.person = $1 AND questions.message = '' AND m.group_id = questions.id AND m.state = 'sent'`,
	"DELETE FROM outbox WHERE group_id IN (SELECT id FROM questions WHERE person = $1) AND state IN ('ready', 'sent', 'dead')",
	"DELETE FROM questions WHERE person = $1 AND state = 'draft'",
	"UPDATE questions SET person = '', quote = '', want = '', state = 'closed', version = version + 1 WHERE person = $1",
}

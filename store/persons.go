package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"magpie/community"
)

const personColumns = "id, language, plain, script, readings, sandhi, untranslated"

func personFields(p *community.Person) []any {
	return []any{&p.ID, &p.Language, &p.Plain, &p.Script, &p.Readings, &p.Sandhi, &p.Untranslated}
}

// Person is what someone chose for themselves; ok is false if nothing.
func (s *Store) Person(ctx context.Context, id string) (p community.Person, ok bool, err error) {
	p, ok, err = first(ctx, s.look(), personFields, "SELECT "+personColumns+" FROM persons WHERE id = $1", id)
	return p, ok, s.explain("read person "+id, err)
}

// SavePerson saves what someone chose.
func (s *Store) SavePerson(ctx context.Context, p community.Person) error {
	return s.do(ctx, "save person "+p.ID, func(c conn) error {
		_, err := c.exec(ctx, upsert("persons", "id", personColumns), personFields(&p)...)
		return err
	})
}

// ErasePerson forgets someone at once. What they did as a moderator stays done, but
// no longer says by whom.
func (s *Store) ErasePerson(ctx context.Context, id string) error {
	return s.do(ctx, "erase person "+id, func(c conn) error {
		for _, statement := range slices.Concat([]string{
			"DELETE FROM persons WHERE id = $1",
			"DELETE FROM progress WHERE person = $1",
			"DELETE FROM paths WHERE person = $1",
			"DELETE FROM cards WHERE owner = $1",
			"DELETE FROM reviews WHERE owner = $1",
			"DELETE FROM card_imports WHERE owner = $1",
			"DELETE FROM spendings WHERE person = $1",
			"UPDATE changes SET person = '' WHERE person = $1",
			"UPDATE follows SET added_by = '' WHERE added_by = $1",
			"UPDATE digests SET created_by = '' WHERE created_by = $1",
			"DELETE FROM topics WHERE added_by = $1 AND draft",
			"UPDATE topics SET added_by = '' WHERE added_by = $1",
		}, forget, leaveQuizzes, forgetPartner, forgetAuthor, forgetHandles, forgetWelcomes) {
			if _, err := c.exec(ctx, statement, id); err != nil {
				return err
			}
		}
		if err := s.forgetApart(ctx, c, id); err != nil {
			return err
		}
		return s.forgetBans(ctx, c, id)
	})
}

// A followed feed and a created digest, as they are told to whoever did it.
type (
	addedFeed struct {
		Server, Feed string
		At           time.Time
	}
	createdDigest struct{ Server, Name string }
)

// Records is everything that is kept about someone, kind by kind, without those
// that hold nothing.
func (s *Store) Records(ctx context.Context, person string) (all []community.Record, err error) {
	err = s.snapshot(ctx, func(c conn) error {
		all = nil
		return errors.Join(
			record(ctx, c, &all, "settings", personFields, "SELECT "+personColumns+" FROM persons WHERE id = $1", person),
			record(ctx, c, &all, "progress", progressFields, "SELECT "+progressColumns+" FROM progress WHERE person = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "paths", pathFields, "SELECT "+pathColumns+" FROM paths WHERE person = $1", person),
			record(ctx, c, &all, "cards", cardFields, "SELECT "+cardColumns+" FROM cards WHERE owner = $1 ORDER BY added_ms", person),
			record(ctx, c, &all, "reviews", reviewFields, "SELECT "+reviewColumns+" FROM reviews WHERE owner = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "card_imports", cardImportFields, "SELECT cards FROM card_imports WHERE owner = $1", person),
			record(ctx, c, &all, "spendings", spendingFields, "SELECT "+spendingColumns+" FROM spendings WHERE person = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "changes", changeFields, "SELECT "+changeColumns+" FROM changes WHERE person = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "feeds", func(f *addedFeed) []any { return []any{&f.Server, &f.Feed, millis{&f.At}} },
				"SELECT server, feed, at_ms FROM follows WHERE added_by = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "digests", func(d *createdDigest) []any { return []any{&d.Server, &d.Name} },
				"SELECT server, name FROM digests WHERE created_by = $1 ORDER BY changed_ms", person),
			record(ctx, c, &all, "topics", topicFields, "SELECT "+topicColumns+" FROM topics WHERE added_by = $1 ORDER BY added_ms", person),
			record(ctx, c, &all, "terms", termFields, "SELECT "+termColumns+" FROM terms WHERE added_by = $1 ORDER BY added_ms", person),
			record(ctx, c, &all, "credits", termFields, "SELECT "+termColumns+" FROM terms WHERE credit = $1 ORDER BY added_ms", person),
			record(ctx, c, &all, "imports", importFields, "SELECT "+importColumns+" FROM imports WHERE person = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "questions", questionFields, "SELECT "+questionColumns+" FROM questions WHERE person = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "quizzes", startedQuizFields, "SELECT id, server, channel, deck, began_ms FROM quizzes WHERE starter = $1 ORDER BY began_ms", person),
			record(ctx, c, &all, "quiz_answers", quizAnswerFields, "SELECT quiz, "+givenColumns+" FROM quiz_answers WHERE person = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "quiz_players", playerFields, "SELECT "+playerColumns+" FROM quiz_players WHERE person = $1", person),
			record(ctx, c, &all, "partners", partnerFields, "SELECT "+partnerColumns+" FROM partners WHERE person = $1 ORDER BY active_ms", person),
			record(ctx, c, &all, "partner_asks", askedFields, askedQuery, person),
			record(ctx, c, &all, "partner_apart", keptApartFields, "SELECT server, until_ms, mutual, block FROM partner_apart WHERE person = $1 ORDER BY until_ms", person),
			record(ctx, c, &all, "partner_reports", reportedFields, "SELECT server, why, at_ms FROM partner_reports WHERE reporter = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "partner_bans", banFields, "SELECT "+banColumns+" FROM partner_bans WHERE person = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "listings", listingFields, "SELECT "+listingColumns+" FROM listings WHERE person = $1", person),
			record(ctx, c, &all, "handles", handleFields, "SELECT "+handleColumns+" FROM handles WHERE person = $1 ORDER BY added_ms", person),
			record(ctx, c, &all, "bonds", bondFields, "SELECT server, other, at_ms FROM bonds WHERE person = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "blocks", blockFields, "SELECT blocked, at_ms FROM blocks WHERE person = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "watches", watchFields, "SELECT "+watchColumns+" FROM watches WHERE person = $1 ORDER BY until_ms", person),
			record(ctx, c, &all, "notices", heardFields, "SELECT server, kind, text, at_ms FROM notices WHERE person = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "handle_reports", reportFields, "SELECT "+reportColumns+" FROM handle_reports WHERE reporter = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "joins", joinerFields, "SELECT "+joinerColumns+" FROM joiners WHERE person = $1 ORDER BY at_ms", person),
			record(ctx, c, &all, "direct_messages", directFields,
				"SELECT group_id, created_ms, state, body FROM outbox WHERE kind = 'person' AND channel = $1 ORDER BY created_ms", person),
			record(ctx, c, &all, "threads", directFields, "SELECT group_id, created_ms, state, body FROM outbox WHERE "+withMember+
				" OR group_id IN (SELECT id FROM partner_asks WHERE state IN ('accepted', 'ended') AND (sender = $1 OR receiver = $1)) ORDER BY created_ms", person),
			record(ctx, c, &all, "answers", answerFields, "SELECT "+answerColumns+" FROM answers WHERE person = $1 ORDER BY at_ms", person),
			contentRecords(ctx, c, &all, person),
		)
	})
	return all, s.explain("collect what is kept about person "+person, err)
}

// record adds what a query about a person finds to all.
func record[T any](ctx context.Context, c conn, all *[]community.Record, kind string, fields func(*T) []any, query, person string) error {
	found, err := list(ctx, c, fields, query, person)
	if len(found) > 0 {
		*all = append(*all, community.Record{Kind: kind, Count: len(found), Data: found})
	}
	return err
}
